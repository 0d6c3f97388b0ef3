//! `terroir regions --gaps` and `--stale`: which facts the region data lacks, and which are due for review.

use super::failure::Failure;
use super::wording::plural;
use serde::Serialize;
use terroir::export::{Align, Grid};
use terroir::is_country_code;
use terroir::printable;
use terroir::{AreaGap, AreaSummary, Date, Solution, Stale};
use terroir::{FileOrigin, Place};

/// The kinds of facts that every market either has or declares as a gap.
const KINDS: [&str; 4] = ["power", "radio", "carriers", "certification"];

/// Certification is known kind by kind: `certification.battery`.
const CERTIFICATION: &str = "certification";

fn is_of(gap: &AreaGap, kind: &str) -> bool {
    gap.key.strip_prefix(kind).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The known gaps of all markets, or of one area.
pub struct GapReport<'a> {
    areas: Vec<AreaSummary>,
    found: Vec<(String, Vec<AreaGap>)>,
    area: Option<&'a str>,
}

impl<'a> GapReport<'a> {
    /// Looks up the gaps.
    pub fn of(solution: &Solution, area: Option<&'a str>) -> Self {
        let all = solution.areas();
        let is_chosen = |one: &AreaSummary| area.map_or_else(|| is_market(one, &all), |code| one.code == code);
        let areas: Vec<AreaSummary> = all.iter().filter(|one| is_chosen(one)).cloned().collect();
        let codes: Vec<&str> = areas.iter().map(|one| one.code.as_str()).collect();
        let found = solution.gaps_of(&codes);
        Self { areas, found, area }
    }

    /// A table of all markets by kind, or the gaps of one area with their reasons.
    pub fn table(&self) -> String {
        match self.area {
            Some(_) => self.found.iter().map(|(code, gaps)| one_area(code, gaps)).collect(),
            None => gap_table(&self.areas, &self.found),
        }
    }

    /// The same as a JSON array with a line end.
    pub fn json(&self) -> Result<String, Failure> {
        let each = self.areas.iter().zip(&self.found).map(|(area, (_, gaps))| AreaJson {
            area: &area.code,
            name: &area.name,
            gaps: gaps.iter().map(gap_json).collect(),
        });
        Ok(format!("{}\n", serde_json::to_string_pretty(&each.collect::<Vec<_>>())?))
    }
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
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    built_in: bool,
}

fn gap_json(gap: &AreaGap) -> GapJson<'_> {
    GapJson {
        key: &gap.key,
        text: &gap.text,
        layer: gap.layer.as_deref(),
        file: gap.place.as_ref().map(|place| place.file.as_str()),
        line: gap.place.as_ref().map(|place| place.line),
        built_in: gap.place.as_ref().is_some_and(Place::is_built_in),
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

fn gap_table(areas: &[AreaSummary], found: &[(String, Vec<AreaGap>)]) -> String {
    let heads = ["market", "name"].into_iter().chain(KINDS).chain(["other"]);
    let mut grid = Grid::new(heads.map(|head| (head, Align::Left)));
    let mut counts = [0_usize; KINDS.len()];
    let mut others = 0;
    for (area, (_, gaps)) in areas.iter().zip(found) {
        let mut row = vec![area.code.clone(), area.name.clone()];
        for (kind, count) in KINDS.iter().zip(&mut counts) {
            // Certification is known kind by kind.
            let missing = gaps.iter().filter(|gap| is_of(gap, kind)).count();
            *count += usize::from(missing > 0);
            row.push(match (missing, *kind) {
                (0, _) => String::new(),
                (missing, CERTIFICATION) => plural(missing, "kind"),
                _ => "gap".to_owned(),
            });
        }
        let rest = gaps.iter().filter(|gap| !KINDS.iter().any(|kind| is_of(gap, kind))).map(|gap| gap.key.as_str());
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

/// When facts are due for review.
#[derive(Clone, Copy)]
pub struct Review {
    /// The date of the review.
    pub day: Date,
    /// How many days after its `as_of` a fact is due.
    pub days: u32,
}

/// The facts that are due for review.
pub struct StaleReport {
    review: Review,
    facts: Vec<Stale>,
}

impl StaleReport {
    /// Looks up the facts of all areas, or of one.
    pub fn of(solution: &Solution, area: Option<&str>, review: Review) -> Self {
        let mut facts = solution.stale(review.day, review.days);
        facts.retain(|one| area.is_none_or(|area| one.area == area));
        Self { review, facts }
    }

    /// Whether no fact is due.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// The facts as a table, with their number.
    pub fn table(&self) -> String {
        if self.is_empty() {
            let Review { day, days } = self.review;
            return format!("no fact is due for review on {day}, {} after its `as_of`\n", plural(days as usize, "day"));
        }
        stale_table(&self.facts)
    }

    /// The facts as a JSON array with a line end.
    pub fn json(&self) -> Result<String, Failure> {
        let each: Vec<StaleJson<'_>> = self.facts.iter().map(stale_json).collect();
        Ok(format!("{}\n", serde_json::to_string_pretty(&each)?))
    }
}

#[derive(Serialize)]
struct StaleJson<'a> {
    area: &'a str,
    key: &'a str,
    as_of: Option<String>,
    until: Option<String>,
    source: &'a [String],
    whose: FileOrigin,
    file: &'a str,
    line: u32,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    built_in: bool,
}

fn stale_json(one: &Stale) -> StaleJson<'_> {
    StaleJson {
        area: &one.area,
        key: &one.key,
        as_of: one.as_of.map(|day| day.to_string()),
        until: one.until.map(|day| day.to_string()),
        source: &one.source,
        whose: one.file_origin,
        file: &one.place.file,
        line: one.place.line,
        built_in: one.place.is_built_in(),
    }
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
