//! What `export --format cyclonedx` says beside its documents.

use super::console::Console;
use super::failure::Failure;
use super::wording;
use std::collections::BTreeSet;
use terroir::Portfolio;
use terroir::export::{Misplaced, Release, cyclonedx_misplaced};
use terroir::printable;

/// How many components are named.
const NAMED: usize = 5;

/// Reports what the documents lack, and what they cannot have in its place.
pub fn report(portfolios: &[Portfolio], releases: &[Release], console: &Console) -> Result<(), Failure> {
    report_missing(portfolios, console)?;
    report_misplaced(releases, console)
}

fn report_misplaced(releases: &[Release], console: &Console) -> Result<(), Failure> {
    let markets = releases.iter().flat_map(|release| &release.markets);
    let all: BTreeSet<Misplaced> = markets.flat_map(cyclonedx_misplaced).collect();
    for one in all {
        let (component, text) = (printable(&one.component), printable(&one.text));
        let what = match one.key {
            "license" => "is not an SPDX expression and is written as a name",
            _ => "is not of the form that CycloneDX requires and is written as a property",
        };
        console.note(&format!("note: `{}` of `{component}` {what}: `{text}`\n", one.key))?;
    }
    Ok(())
}

/// Reports what the documents lack of the NTIA minimum elements.
fn report_missing(portfolios: &[Portfolio], console: &Console) -> Result<(), Failure> {
    let boms = portfolios.iter().flat_map(|portfolio| &portfolio.markets).filter_map(|outcome| outcome.bom());
    let lines = boms.flat_map(|bom| &bom.lines);
    let without = lines.filter(|line| line.manufacturer.is_none() && line.details.supplier.is_none());
    let names: BTreeSet<&str> = without.map(|line| line.component.as_str()).collect();
    if names.is_empty() {
        return Ok(());
    }
    let count = wording::plural(names.len(), "component");
    let have = if names.len() == 1 { "has" } else { "have" };
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| printable(name).to_string()).collect();
    let more = if names.len() > NAMED { ", …" } else { "" };
    console.note(&format!(
        "note: {count} {have} no supplier, a minimum element of NTIA: {}{more}; state `manufacturer` or \
         `supplier`\n",
        shown.join(", ")
    ))
}
