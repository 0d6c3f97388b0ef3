//! `terroir regions --gaps` and `--stale`: which facts the region data lacks, and which are due for review.

use super::console::{Console, Status};
use super::failure::Failure;
use super::regions::Format;
use super::render::plural;
use serde::Serialize;
use terroir::diagnostic::printable;
use terroir::export::{Align, Grid};
use terroir::{AreaGap, AreaSummary, Date, Solution, Stale};
use terroir::{Whose, is_country_code};

/// The kinds of facts that every market either has or declares as a gap.
const KINDS: [&str; 4] = ["power", "radio", "carriers", "certification"];

/// Prints the known gaps: a table of all markets, or the gaps of one area with their reasons. A gap is not a finding;
/// `check --deny gap` makes it one.
pub fn gaps(solution: &Solution, area: Option<&str>, format: Format, console: &Console) -> Result<Status, Failure> {
    let areas = solution.areas();
    let chosen: Vec<&AreaSummary> = match area {
        Some(code) => areas.iter().filter(|one| one.code == code).collect(),
        None => areas.iter().filter(|one| is_market(one, &areas)).collect(),
    };
    let codes: Vec<&str> = chosen.iter().map(|one| one.code.as_str()).collect();
    let found = solution.gaps_of(&codes);
    let text = match (format, area) {
        (Format::Json, _) => gaps_json(&chosen, &found)?,
        (Format::Table, Some(_)) => found.iter().map(|(code, gaps)| one_area(code, gaps)).collect(),
        (Format::Table, None) => gap_table(&chosen, &found),
    };
    console.print(&if format == Format::Table { console.fitted(text) } else { text })?;
    Ok(Status::Clean)
}

/// Countries, and areas that contain no other area.
fn is_market(area: &AreaSummary, all: &[AreaSummary]) -> bool {
    is_country_code(&area.code) || !all.iter().any(|other| other.within.contains(&area.code))
}

#[derive(Serialize)]
struct AreaJson<'a> {
    area: &'a str,
    name: &'a str,
    gaps: Vec<GapJson<'a>>,
}

#[derive(Serialize)]
struct GapJson<'a> {
    key: &'a str,
    text: &'a str,
    layer: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<u32>,
}

fn gaps_json(areas: &[&AreaSummary], found: &[(String, Vec<AreaGap>)]) -> Result<String, Failure> {
    let each = areas.iter().zip(found).map(|(area, (_, gaps))| AreaJson {
        area: &area.code,
        name: &area.name,
        gaps: gaps.iter().map(gap_json).collect(),
    });
    Ok(format!("{}\n", serde_json::to_string_pretty(&each.collect::<Vec<_>>())?))
}

fn gap_json(gap: &AreaGap) -> GapJson<'_> {
    GapJson {
        key: &gap.key,
        text: &gap.text,
        layer: gap.layer.as_deref(),
        file: gap.place.as_ref().map(|place| place.file.as_str()),
        line: gap.place.as_ref().map(|place| place.line),
    }
}

fn one_area(code: &str, gaps: &[AreaGap]) -> String {
    if gaps.is_empty() {
        return format!("{} has no known gaps\n", printable(code));
    }
    let mut grid = Grid::new([("gap", Align::Left), ("reason", Align::Left), ("declared in", Align::Left)]);
    for gap in gaps {
        let place = gap.place.as_ref().map(ToString::to_string).unwrap_or_default();
        grid.row([gap.key.clone(), gap.text.clone(), place]);
    }
    grid.to_text()
}

fn gap_table(areas: &[&AreaSummary], found: &[(String, Vec<AreaGap>)]) -> String {
    let heads = ["market", "name"].into_iter().chain(KINDS).chain(["other"]);
    let mut grid = Grid::new(heads.map(|head| (head, Align::Left)));
    let mut counts = [0_usize; KINDS.len()];
    let mut others = 0;
    for (area, (_, gaps)) in areas.iter().zip(found) {
        let mut row = vec![area.code.clone(), area.name.clone()];
        for (kind, count) in KINDS.iter().zip(&mut counts) {
            let missing = gaps.iter().any(|gap| gap.key == *kind);
            *count += usize::from(missing);
            row.push(if missing { "gap" } else { "" }.to_owned());
        }
        let rest = gaps.iter().filter(|gap| !KINDS.contains(&gap.key.as_str())).map(|gap| gap.key.as_str());
        let rest: Vec<&str> = rest.collect();
        others += usize::from(!rest.is_empty());
        row.push(rest.join(", "));
        grid.row(row);
    }
    let each = KINDS.iter().zip(counts).map(|(kind, count)| format!("{kind} {count}"));
    let totals: Vec<String> = each.chain([format!("other {others}")]).collect();
    let markets = plural(areas.len(), "market");
    format!(
        "{}\n{markets}; number with a gap: {}\n`terroir regions CODE --gaps` shows the reasons\n",
        grid.to_text(),
        totals.join(", ")
    )
}

/// Prints the facts that are due for review; each is a finding.
pub fn stale(
    solution: &Solution,
    area: Option<&str>,
    (day, review_days): (Date, u32),
    format: Format,
    console: &Console,
) -> Result<Status, Failure> {
    let mut list = solution.stale(day, review_days);
    list.retain(|one| area.is_none_or(|area| one.area == area));
    let text = match format {
        Format::Json => stale_json(&list)?,
        Format::Table if list.is_empty() => {
            format!("no fact is due for review on {day}, {} after its `as_of`\n", plural(review_days as usize, "day"))
        }
        Format::Table => stale_table(&list),
    };
    console.print(&if format == Format::Table { console.fitted(text) } else { text })?;
    Ok(if list.is_empty() { Status::Clean } else { Status::Findings })
}

#[derive(Serialize)]
struct StaleJson<'a> {
    area: &'a str,
    key: &'a str,
    as_of: Option<String>,
    until: Option<String>,
    source: &'a [String],
    whose: Whose,
    file: &'a str,
    line: u32,
}

fn stale_json(list: &[Stale]) -> Result<String, Failure> {
    let each = list.iter().map(|one| StaleJson {
        area: &one.area,
        key: &one.key,
        as_of: one.as_of.map(|day| day.to_string()),
        until: one.until.map(|day| day.to_string()),
        source: &one.source,
        whose: one.whose,
        file: &one.place.file,
        line: one.place.line,
    });
    Ok(format!("{}\n", serde_json::to_string_pretty(&each.collect::<Vec<_>>())?))
}

fn stale_table(list: &[Stale]) -> String {
    let columns = ["area", "fact", "as of", "ended", "source", "place"].map(|head| (head, Align::Left));
    let mut grid = Grid::new(columns);
    for one in list {
        let date = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let (source, place) = (one.source.join(", "), one.place.to_string());
        grid.row([one.area.clone(), one.key.clone(), date(one.as_of), date(one.until), source, place]);
    }
    format!("{}\n{} due for review\n", grid.to_text(), plural(list.len(), "fact"))
}
