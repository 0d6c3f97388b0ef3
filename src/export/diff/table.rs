//! Differences for people, each with its causes below it.

use super::phrases::{because, costs, name, title};
use crate::compare::{CarrierChange, Change, ComparedPart, SideNames};
use crate::diagnostic::printable;
use crate::diff::{Because, Diff, Pair};
use crate::export::align::Align;
use crate::export::grid::Grid;
use crate::export::markdown::Markdown;
use crate::export::phrases::{list_or_none, value_or_none};
use crate::number::Number;
use std::fmt::Write as _;

/// A difference: what it is about, both sides, its causes.
struct Row {
    what: String,
    kind: &'static str,
    before: String,
    after: String,
    because: Vec<String>,
}

/// One paragraph per market, one line per difference, its causes below it.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let diff = compiled.diff(&lamp::request()?, "US", "DE")?;
/// assert!(terroir::export::diff::table(&diff).contains("driver-230"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn table(diff: &Diff) -> String {
    let mut out = printable(&title(diff));
    out.push('\n');
    for one in &diff.solution {
        let line = format!(
            "{}: {} -> {}",
            one.what.name,
            value_or_none(one.what.before.as_ref()),
            value_or_none(one.what.after.as_ref())
        );
        let _ = writeln!(out, "\n  {}", printable(&line));
        one.because.iter().for_each(|one| {
            let _ = writeln!(out, "      {}", printable(&because(one)));
        });
    }
    for pair in &diff.markets {
        let _ = writeln!(out, "\n{}  {}", printable(&name(pair)), printable(&costs(pair)));
        for row in rows(pair) {
            // Options, certificates and carriers begin with their kind.
            let is_plain = row.kind == "value" || row.what.starts_with(row.kind);
            let kind = if is_plain { String::new() } else { format!(" ({})", row.kind) };
            let line = format!("{}: {} -> {}{kind}", row.what, row.before, row.after);
            let _ = writeln!(out, "  {}", printable(&line));
            row.because.iter().for_each(|text| {
                let _ = writeln!(out, "      {}", printable(text));
            });
        }
        for one in &pair.because {
            let _ = writeln!(out, "  because {}", printable(&because(one)));
        }
    }
    if let Some(line) = closing(diff) {
        let _ = writeln!(out, "\n{}", printable(&line));
    }
    out
}

/// One Markdown table per market.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let diff = compiled.diff(&lamp::request()?, "US", "DE")?;
/// assert!(terroir::export::diff::markdown(&diff).starts_with("# US"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn markdown(diff: &Diff) -> String {
    let mut page = Markdown::default();
    page.heading(1, title(diff));
    for one in &diff.solution {
        let causes: Vec<String> = one.because.iter().map(because).collect();
        let (before, after) = (value_or_none(one.what.before.as_ref()), value_or_none(one.what.after.as_ref()));
        page.blank();
        page.item(format!("{}: {before} -> {after}: {}", one.what.name, causes.join("; ")));
    }
    for pair in &diff.markets {
        page.blank();
        page.heading(2, format!("{}: {}", name(pair), costs(pair)));
        page.blank();
        let columns = ["what", "change", "before", "after", "because"].map(|head| (head, Align::Left));
        let mut grid = Grid::new(columns);
        let all = rows(pair);
        for row in &all {
            grid.row([row.what.as_str(), row.kind, &row.before, &row.after, &row.because.join("; ")]);
        }
        if !all.is_empty() {
            grid.write_to(&mut page);
        }
        for one in &pair.because {
            page.blank();
            page.item(format!("because {}", because(one)));
        }
    }
    if let Some(line) = closing(diff) {
        page.blank();
        page.line(line);
    }
    page.into_text()
}

fn rows(pair: &Pair) -> Vec<Row> {
    let causes = |list: &[Because]| list.iter().map(because).collect::<Vec<_>>();
    let mut rows = Vec::new();
    for line in &pair.lines {
        let SideNames { mut before, mut after } = line.what.names();
        if line.what.change == Change::Cost {
            let cost = |held: &Option<ComparedPart>| held.as_ref().and_then(|held| held.cost);
            (before, after) = (printed(cost(&line.what.before)), printed(cost(&line.what.after)));
        }
        let (what, kind) = (line.what.slot.clone(), line.what.change.word());
        rows.push(Row { what, kind, before, after, because: causes(&line.because) });
    }
    let named = [("option", "option", &pair.options), ("certificate", "certificate", &pair.certificates)];
    for (word, kind, list) in named {
        rows.extend(list.iter().map(|one| Row {
            what: format!("{word} {}", one.what.name),
            kind,
            before: without_repetition(value_or_none(one.what.before.as_ref())),
            after: without_repetition(value_or_none(one.what.after.as_ref())),
            because: causes(&one.because),
        }));
    }
    rows.extend(pair.values.iter().map(|one| {
        let (before, mut after) = (value_or_none(one.what.before.as_ref()), one.what.after.clone());
        let mut because = causes(&one.because);
        // Where the value itself was edited, its place says it all.
        if let ([edit], Some(value)) = (one.because.as_slice(), &after)
            && let Some(place) = &edit.place
            && [format!(" is now `{value}`"), format!(" costs {value}")].iter().any(|end| edit.text.ends_with(end))
        {
            after = Some(format!("{value}, {place}"));
            because.clear();
        }
        let after = value_or_none(after.as_ref()).to_owned();
        Row { what: one.what.topic.to_string(), kind: "value", before: before.to_owned(), after, because }
    }));
    rows.extend(pair.carriers.iter().map(|CarrierChange { before, after, .. }| Row {
        what: "carriers".to_owned(),
        kind: "carriers",
        before: list_or_none(before),
        after: list_or_none(after),
        because: Vec::new(),
    }));
    rows
}

/// A certificate that is planned at a cost is not also called planned.
fn without_repetition(value: &str) -> String {
    if !value.contains("planned at ") {
        return value.to_owned();
    }
    value.split(", ").filter(|one| *one != "planned").collect::<Vec<_>>().join(", ")
}

fn printed(cost: Option<Number>) -> String {
    cost.map_or_else(|| "unknown".to_owned(), |cost| cost.to_price(2))
}

fn closing(diff: &Diff) -> Option<String> {
    if diff.is_empty() {
        return Some("nothing differs".to_owned());
    }
    (!diff.same.is_empty()).then(|| format!("the same in {}", diff.same.join(", ")))
}
