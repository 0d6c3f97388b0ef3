//! Messages of `terroir export` about the files that it writes: parts at one place, and what a format has no place for.

use super::console::Console;
use super::failure::Failure;
use super::status::Status;
use super::wording::plural;
use terroir::export::{LeftOut, LeftOutDetail, Profile, Release, SharedDesignator};
use terroir::printable;
use terroir::{Outcome, Portfolio};

/// Names that a message lists; the others are counted.
const MOST_NAMES: usize = 20;

/// Reports designators that several lines of one board use: a finding.
pub fn report_shared_designators(releases: &[Release], console: &Console) -> Result<Status, Failure> {
    let mut all: Vec<SharedDesignator> = Vec::new();
    for shared in releases.iter().flat_map(Release::shared_designators) {
        let same = |known: &&mut SharedDesignator| {
            (&known.designator, &known.board, &known.slots) == (&shared.designator, &shared.board, &shared.slots)
        };
        match all.iter_mut().find(same) {
            Some(known) => {
                let new = shared.markets.into_iter().filter(|market| !known.markets.contains(market));
                let new: Vec<String> = new.collect();
                known.markets.extend(new);
            }
            None => all.push(shared),
        }
    }
    all.iter().try_for_each(|shared| console.error(&shared_text(shared)))?;
    Ok(if all.is_empty() { Status::Clean } else { Status::Findings })
}

fn shared_text(shared: &SharedDesignator) -> String {
    let on = shared.board.as_ref().map(|slot| format!(" on `{}`", printable(slot))).unwrap_or_default();
    let (slots, markets) = (quoted(&shared.slots), shared.markets.join(", "));
    format!(
        "warning: the designator `{}`{on} is used by several lines: {slots} ({markets})\n\
         help: give each place a designator of its own, or let one of the slots be filled at a time with `when`\n",
        printable(&shared.designator)
    )
}

/// Reports the markets that have no bill of materials.
pub fn report_without_bom(portfolio: &Portfolio, console: &Console) -> Result<(), Failure> {
    let without = portfolio.markets.iter().filter(|outcome| outcome.bom().is_none()).map(Outcome::market);
    let without: Vec<&str> = without.collect();
    if without.is_empty() {
        return Ok(());
    }
    let (count, codes) = (plural(without.len(), "market"), without.join(", "));
    let (they, have) = if without.len() == 1 { ("it", "has") } else { ("they", "have") };
    console.error(&format!("error: {count} not exported, because {they} {have} no bill of materials: {codes}\n"))
}

/// Reports which lines and which details of the answers a profile leaves out.
pub fn report_left_out(
    profile: &Profile,
    portfolios: &[Portfolio],
    releases: &[Release],
    console: &Console,
) -> Result<(), Failure> {
    let all: Vec<LeftOut> = releases.iter().map(|release| profile.left_out(release)).collect();
    let name = printable(&profile.name);
    let slots = |of: fn(&LeftOut) -> &Vec<String>| {
        let mut slots: Vec<String> = Vec::new();
        for slot in all.iter().flat_map(of) {
            if !slots.contains(slot) {
                slots.push(slot.clone());
            }
        }
        slots
    };
    let (off, other) = (slots(|one| &one.not_on_boards), slots(|one| &one.other_kinds));
    let groups = [(&off, "without designators"), (&other, "of other kinds")];
    let parts = groups.iter().filter(|(slots, _)| !slots.is_empty());
    let parts: Vec<String> = parts.map(|(slots, why)| format!("{} {why} ({})", slots.len(), quoted(slots))).collect();
    if !parts.is_empty() {
        let count = plural(off.len() + other.len(), "line");
        console.note(&format!("note: {name} leaves out {count}: {}\n", parts.join(", ")))?;
    }
    let variants: Vec<Option<&str>> = portfolios.iter().map(|portfolio| portfolio.variant.as_deref()).collect();
    for (what, names) in gaps(&all, &variants) {
        let (count, have) = (plural(names.len(), "part"), if names.len() == 1 { "has" } else { "have" });
        console.note(&format!("note: {name}: {count} {have} no {what}: {}\n", quoted(&names)))?;
    }
    match details_text(&most(all.iter().map(|one| &one.details))) {
        Some(text) => console.note(&format!("note: {name} has no column for {text}\n")),
        None => Ok(()),
    }
}

/// Says what is paid once, which a CSV file has no row for: who adds up the rows has less than the product costs.
pub fn report_paid_once(profile: &Profile, releases: &[Release], console: &Console) -> Result<(), Failure> {
    let mut all: Vec<String> = Vec::new();
    for text in releases.iter().flat_map(|release| profile.left_out(release).paid_once) {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    if all.is_empty() {
        return Ok(());
    }
    let shown: Vec<String> = all.iter().take(MOST_NAMES).map(|text| printable(text)).collect();
    let more = all.len() - shown.len();
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let name = printable(&profile.name);
    console.note(&format!("note: {name} has no rows for planned certificates: {}{more}\n", shown.join(", ")))
}

/// Reports parts whose fields name two order numbers: a finding.
pub fn report_two_orders(profile: &Profile, releases: &[Release], console: &Console) -> Result<Status, Failure> {
    let mut all = Vec::new();
    for two in releases.iter().flat_map(|release| profile.left_out(release).two_orders) {
        if !all.contains(&two) {
            all.push(two);
        }
    }
    for two in &all {
        let [title, number] = two.shown.each_ref().map(|text| printable(text));
        let [other, different] = two.other.each_ref().map(|text| printable(text));
        let component = printable(&two.component);
        console.error(&format!(
            "warning: `{component}` has two order numbers: `{title}` is {number}, which is used, `{other}` is {different}\n\
             help: keep the right one in `fields`\n"
        ))?;
    }
    Ok(if all.is_empty() { Status::Clean } else { Status::Findings })
}

/// A part by its place, with the variants that have it.
type Lacking<'a> = (String, Vec<&'a str>);

/// What parts lack in any variant, with the places of these parts; with the variants, where only some have the part.
fn gaps(all: &[LeftOut], variants: &[Option<&str>]) -> Vec<(String, Vec<String>)> {
    let mut gaps: Vec<(String, Vec<Lacking<'_>>)> = Vec::new();
    for (left_out, variant) in all.iter().zip(variants) {
        for gap in &left_out.gaps {
            let at = gaps.iter().position(|(what, _)| *what == gap.what).unwrap_or(gaps.len());
            if at == gaps.len() {
                gaps.push((gap.what.clone(), Vec::new()));
            }
            let Some((_, places)) = gaps.get_mut(at) else { continue };
            for name in &gap.names {
                match places.iter_mut().find(|(known, _)| known == name) {
                    Some((_, of)) => of.extend(*variant),
                    None => places.push((name.clone(), variant.iter().copied().collect())),
                }
            }
        }
    }
    let named = |(name, of): Lacking<'_>| match of.len() {
        0 => name,
        count if count == all.len() => name,
        _ => format!("{name} in {}", of.join(", ")),
    };
    gaps.into_iter().map(|(what, places)| (what, places.into_iter().map(named).collect())).collect()
}

/// Each detail once, with the most parts of any release.
fn most<'a>(all: impl Iterator<Item = &'a Vec<LeftOutDetail>>) -> Vec<LeftOutDetail> {
    let mut most: Vec<LeftOutDetail> = Vec::new();
    for detail in all.flatten() {
        match most.iter_mut().find(|known| known.what == detail.what) {
            Some(known) if known.parts >= detail.parts => {}
            Some(known) => known.clone_from(detail),
            None => most.push(detail.clone()),
        }
    }
    most
}

/// `approved parts: 3 parts have some; nor for data sheets (12 parts), units (1 part)`.
fn details_text(details: &[LeftOutDetail]) -> Option<String> {
    let (first, others) = details.split_first()?;
    let have = if first.parts == 1 { "has" } else { "have" };
    let mut text = format!("{}: {} {have} some", printable(&first.what), plural(first.parts, "part"));
    if !others.is_empty() {
        let other = |one: &LeftOutDetail| format!("{} ({})", printable(&one.what), plural(one.parts, "part"));
        let others: Vec<String> = others.iter().map(other).collect();
        text.push_str(&format!("; nor for {}", others.join(", ")));
    }
    Some(text)
}

/// `a`, `b` and 3 others.
fn quoted(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(MOST_NAMES).map(|name| format!("`{}`", printable(name))).collect();
    match names.len().saturating_sub(MOST_NAMES) {
        0 => shown.join(", "),
        more => format!("{} and {}", shown.join(", "), plural(more, "other")),
    }
}

/// The bytes of a workbook.
#[cfg(feature = "xlsx")]
pub fn workbook_of(release: &Release, profile: &Profile) -> Result<Vec<u8>, Failure> {
    super::internal_fault::need_a_thread("a workbook")?;
    terroir::export::workbook(release, profile).map_err(|error| Failure::Usage(error.to_string(), None))
}

/// The bytes of a workbook, which this build cannot write.
#[cfg(not(feature = "xlsx"))]
pub fn workbook_of(_: &Release, _: &Profile) -> Result<Vec<u8>, Failure> {
    let help = "rebuild it with `--features xlsx`".to_owned();
    Err(Failure::Usage("this build of terroir cannot write workbooks".to_owned(), Some(help)))
}

/// The bytes of a workbook of orders.
#[cfg(feature = "xlsx")]
pub fn buy_workbook_of(portfolio: &Portfolio) -> Result<Vec<u8>, Failure> {
    super::internal_fault::need_a_thread("a workbook")?;
    terroir::export::buy_workbook(portfolio).map_err(|error| Failure::Usage(error.to_string(), None))
}

/// The bytes of a workbook of orders, which this build cannot write.
#[cfg(not(feature = "xlsx"))]
pub fn buy_workbook_of(_: &Portfolio) -> Result<Vec<u8>, Failure> {
    let help = "rebuild it with `--features xlsx`".to_owned();
    Err(Failure::Usage("this build of terroir cannot write workbooks".to_owned(), Some(help)))
}

/// An unknown name, with the nearest one that is known.
pub fn unknown(what: &str, name: &str, known: &[&str]) -> Failure {
    let near = terroir::nearest(name, known.iter().copied());
    let help = near
        .map_or_else(|| format!("expected one of `{}`", known.join("`, `")), |near| format!("did you mean `{near}`?"));
    Failure::Usage(format!("unknown {what} `{}`", printable(name)), Some(help))
}
