//! `terroir regions`: all areas, or the facts of one with their sources.

use super::add;
use super::conflict_text;
use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::region_audit::{GapReport, Review, StaleReport};
use super::region_entries::{entries_of, is_kind, known_words};
use super::region_page::{StatementJson, page, statements};
use super::status::Status;
use super::value_words::words;
use clap::ValueEnum;
use serde::Serialize;
use std::collections::BTreeSet;
use terroir::export::{Align, Grid};
use terroir::{Date, Fact, FileOrigin, Solution, printable};

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  terroir regions\n  terroir regions CN                             what is known of a market, in sentences\n  \
    terroir regions US power spectrum              only these kinds: power, spectrum, carriers, certification,\n  \
    \x20                                              labels, data, roaming, sensors, wifi, srd, battery …\n  \
    terroir regions US --format table              each fact with its key, as in your own overlay\n  \
    terroir regions BR --toml > regions/BR.toml    start an overlay of your own\n  \
    terroir regions --gaps                         list known gaps by market and kind\n  \
    terroir regions --stale 2027-11-22             list facts due for review; exit with 1 if there are any\n  \
    terroir regions --overlays packs/ours          include the areas of a pack"
)]
pub struct Arguments {
    /// Area whose facts to show [default: list all areas]
    area: Option<String>,
    /// Show only what is about this, such as power, spectrum, data or `carriers.att`; may be repeated
    #[arg(value_name = "PART", conflicts_with_all = ["toml", "gaps", "stale"])]
    part: Vec<String>,
    /// Same as PART
    #[arg(long, value_name = "PART", requires = "area", conflicts_with_all = ["toml", "gaps", "stale"])]
    only: Vec<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Print the built-in overlay as TOML, to start an overlay of your own
    #[arg(long, requires = "area", conflicts_with = "format")]
    toml: bool,
    /// List known gaps, for which no source was read, of all markets or of one area
    #[arg(long, conflicts_with_all = ["toml", "stale"])]
    gaps: bool,
    /// List facts due for review on this date because they are too old or have ended; exit with 1 if there are any
    #[arg(long, value_name = "YYYY-MM-DD", conflicts_with = "toml")]
    stale: Option<Date>,
    /// Number of days after its `as_of` when a fact is due for review
    #[arg(long, value_name = "N", default_value_t = 365, requires = "stale")]
    review_days: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Sentences with their sources; lists are tables
    Text,
    /// Text table
    Table,
    /// JSON
    Json,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let solution = solution(global)?;
    if let Some(area) = arguments.area.as_ref().filter(|area| !solution.areas().iter().any(|one| one.code == **area)) {
        return Err(unknown(&solution, area));
    }
    if let Some(day) = arguments.stale {
        return stale(&solution, arguments, day, console);
    }
    if arguments.gaps {
        let gaps = GapReport::of(&solution, arguments.area.as_deref());
        print(&gaps.table(), gaps.json()?, arguments.format, console)?;
        return Ok(Status::Clean);
    }
    let text = match &arguments.area {
        None => areas(&solution, arguments.format)?,
        Some(area) if arguments.toml => match add::built_in_text(area)? {
            Some(text) => text,
            None => return Err(not_built_in(area)),
        },
        Some(area) => facts(&solution, area, arguments)?,
    };
    let is_for_people = arguments.format != Format::Json && !arguments.toml;
    console.print(&if is_for_people { console.fitted(text) } else { text })?;
    Ok(Status::Clean)
}

/// Prints the facts that are due for review; each is a finding.
fn stale(solution: &Solution, arguments: &Arguments, day: Date, console: &Console) -> Result<Status, Failure> {
    let review = Review { day, days: arguments.review_days };
    let stale = StaleReport::of(solution, arguments.area.as_deref(), review);
    print(&stale.table(), stale.json()?, arguments.format, console)?;
    Ok(if stale.is_empty() { Status::Clean } else { Status::Findings })
}

fn print(table: &str, json: String, format: Format, console: &Console) -> Result<(), Failure> {
    console.print(&match format {
        Format::Text | Format::Table => console.fitted(table.to_owned()),
        Format::Json => json,
    })
}

/// The solution in the folder, or only the built-in areas if there is none.
fn solution(global: &Global) -> Result<Solution, Failure> {
    if global.manifest_path.is_some() || global.folder().join("solution.toml").exists() {
        global.load()
    } else {
        Ok(terroir::load::with_packs(&[], &global.packs)?)
    }
}

fn unknown(solution: &Solution, area: &str) -> Failure {
    let help = solution.nearest_area(area).map(|near| format!("did you mean `{near}`?"));
    let area = printable(area);
    Failure::Usage(format!("unknown area `{area}`"), help.or(Some("`terroir regions` lists all areas".to_owned())))
}

fn not_built_in(area: &str) -> Failure {
    let area = printable(area);
    Failure::Usage(
        format!("`{area}` has no built-in overlay"),
        Some(format!("`terroir regions {area}` shows its facts")),
    )
}

#[derive(Serialize)]
struct AreaJson {
    area: String,
    name: String,
    within: Vec<String>,
    tier: u8,
    built_in: bool,
    whose: FileOrigin,
}

fn areas(solution: &Solution, format: Format) -> Result<String, Failure> {
    let areas = solution.areas();
    if format == Format::Json {
        let areas = areas.into_iter().map(|area| AreaJson {
            area: area.code,
            name: area.name,
            within: area.within,
            tier: area.tier,
            built_in: area.built_in,
            whose: area.file_origin,
        });
        return Ok(format!("{}\n", serde_json::to_string_pretty(&areas.collect::<Vec<_>>())?));
    }
    let mut grid = Grid::new(["area", "name", "within", "tier", ""].map(|head| (head, Align::Left)));
    for area in areas {
        let tier = area.tier.to_string();
        grid.row([area.code, area.name, area.within.join(", "), tier, area.file_origin.word().to_owned()]);
    }
    let (text, version) = (grid.to_text(), terroir::region_data_version());
    Ok(format!("{text}\ntier 2: read in part; every answer lists what was not read\nregion data {version}\n"))
}

#[derive(Serialize)]
struct FactsJson<'a> {
    schema: &'static str,
    area: &'a str,
    tier: u8,
    statements: Vec<StatementJson>,
    facts: Vec<FactJson>,
}

#[derive(Serialize)]
struct FactJson {
    key: String,
    value: serde_json::Value,
    layer: String,
    source: Vec<String>,
    as_of: Option<String>,
    status: Option<String>,
    /// The values of other sources, as in `220 (iec-world-plugs)`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contenders: Vec<String>,
    built_in: bool,
    whose: FileOrigin,
    file: String,
    line: u32,
}

impl FactJson {
    fn of(fact: Fact) -> Self {
        Self {
            key: fact.key,
            value: fact.value,
            layer: fact.layer,
            built_in: fact.built_in,
            whose: fact.file_origin,
            file: fact.place.file,
            line: fact.place.line,
            source: fact.source,
            as_of: fact.as_of.map(|day| day.to_string()),
            status: fact.status.map(|status| status.to_string()),
            contenders: fact.contenders.iter().map(|one| format!("{} ({})", one.value, one.source)).collect(),
        }
    }
}

fn facts(solution: &Solution, area: &str, arguments: &Arguments) -> Result<String, Failure> {
    let facts = solution.facts(area).ok_or_else(|| unknown(solution, area))?;
    let parts: Vec<&str> = arguments.part.iter().chain(&arguments.only).map(String::as_str).collect();
    let facts = chosen(area, facts, &parts)?;
    let summary = solution.areas().into_iter().find(|one| one.code == area);
    let (name, tier) = summary.map_or_else(|| (area.to_owned(), 1), |area| (area.name, area.tier));
    match arguments.format {
        Format::Text => Ok(format!("{}{}", head(area, &name, tier), page(area, &statements(solution, &facts), &parts))),
        Format::Table => Ok(fact_table(solution, &facts.into_iter().map(FactJson::of).collect::<Vec<_>>())),
        Format::Json => {
            let (schema, statements) = ("terroir.regions/1", statements(solution, &facts));
            let facts = facts.into_iter().map(FactJson::of).collect();
            let json = FactsJson { schema, area, tier, statements, facts };
            Ok(format!("{}\n", serde_json::to_string_pretty(&json)?))
        }
    }
}

fn head(area: &str, name: &str, tier: u8) -> String {
    let note = if tier > 1 { "; read in part (tier 2): what was not read is below `Not known`" } else { "" };
    format!("{} ({}){note}\n", printable(name), printable(area))
}

/// The facts that are about one of the words, or all where there are none.
fn chosen(area: &str, facts: Vec<Fact>, parts: &[&str]) -> Result<Vec<Fact>, Failure> {
    if parts.is_empty() {
        return Ok(facts);
    }
    let mut wanted: BTreeSet<&str> = BTreeSet::new();
    let entries = entries_of(&facts);
    for part in parts {
        let of_entries = entries.iter().filter(|entry| entry.is_about(part)).flat_map(|entry| &entry.facts);
        let of_entries = of_entries.map(|(_, fact)| fact.key.as_str());
        let by_key = facts.iter().map(|fact| fact.key.as_str()).filter(|key| is_part(key, part));
        let found: BTreeSet<&str> = of_entries.chain(by_key).collect();
        if found.is_empty() && !is_kind(part) {
            return Err(no_facts(area, part, &known_words(&facts)));
        }
        wanted.extend(found);
    }
    Ok(facts.iter().filter(|fact| wanted.contains(fact.key.as_str())).cloned().collect())
}

/// Whether a fact belongs to a part: names joined by dots, from the beginning or anywhere in its key.
fn is_part(key: &str, part: &str) -> bool {
    let (key, part) = (format!(".{key}."), format!(".{part}."));
    key.contains(&part)
}

fn no_facts(area: &str, part: &str, known: &[&str]) -> Failure {
    let help = match terroir::nearest(part, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it may be one of `{}`, a technology or a capability", known.join("`, `")),
    };
    let part = printable(part);
    Failure::Usage(format!("nothing of {area} is about `{part}`"), Some(help))
}

/// The facts, followed by the sources that they cite.
fn fact_table(solution: &Solution, facts: &[FactJson]) -> String {
    let columns = ["fact", "value", "layer", "status", "as of", "source"].map(|head| (head, Align::Left));
    let mut grid = Grid::new(columns);
    // Carriers last: there may be a hundred of them.
    let (carriers, others): (Vec<&FactJson>, Vec<&FactJson>) =
        facts.iter().partition(|fact| fact.key.starts_with("carriers."));
    for fact in others.into_iter().chain(carriers) {
        let layer = match fact.whose {
            FileOrigin::BuiltIn => fact.layer.clone(),
            origin @ (FileOrigin::Pack | FileOrigin::Own) => format!("{} ({})", fact.layer, origin.word()),
        };
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let row = [fact.key.clone(), words(&fact.value), layer, optional(&fact.status), optional(&fact.as_of)];
        grid.row(row.into_iter().chain([fact.source.join(", ")]));
    }
    let cited: BTreeSet<&String> = facts.iter().flat_map(|fact| &fact.source).collect();
    let mut sources = Grid::new(["source", "title", "page"].map(|head| (head, Align::Left)));
    for id in &cited {
        let page = solution.citation(id).and_then(|source| source.url).unwrap_or_default();
        sources.row([id.as_str(), &conflict_text::citation(solution, id), &page]);
    }
    let sources = if cited.is_empty() { String::new() } else { format!("\n{}", sources.to_text()) };
    format!("{}{sources}", grid.to_text())
}
