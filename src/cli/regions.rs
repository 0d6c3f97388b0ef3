//! `terroir regions`: all areas, or the facts of one with their sources.

use super::add;
use super::conflict_text;
use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::region_audit::{GapReport, Review, StaleReport};
use super::status::Status;
use clap::ValueEnum;
use serde::Serialize;
use std::collections::BTreeSet;
use terroir::FileOrigin;
use terroir::export::{Align, Grid};
use terroir::{Date, Solution};

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  terroir regions\n  terroir regions CN\n  \
    terroir regions US power radio                 show only these facts\n  \
    terroir regions BR --toml > regions/BR.toml    start an overlay of your own\n  \
    terroir regions --gaps                         list known gaps by market and kind\n  \
    terroir regions --stale 2027-11-22             list facts due for review; exit with 1 if there are any\n  \
    terroir regions --overlays packs/ours          include the areas of a pack")]
pub struct Arguments {
    /// Area whose facts to show [default: list all areas]
    area: Option<String>,
    /// Show only facts of this part, such as power, radio or `carriers.att`; may be repeated
    #[arg(value_name = "PART", conflicts_with_all = ["toml", "gaps", "stale"])]
    part: Vec<String>,
    /// Same as PART
    #[arg(long, value_name = "PART", requires = "area", conflicts_with_all = ["toml", "gaps", "stale"])]
    only: Vec<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
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
    let is_table = arguments.format == Format::Table && !arguments.toml;
    console.print(&if is_table { console.fitted(text) } else { text })?;
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
        Format::Table => console.fitted(table.to_owned()),
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
    let area = terroir::printable(area);
    Failure::Usage(format!("unknown area `{area}`"), help.or(Some("`terroir regions` lists all areas".to_owned())))
}

fn not_built_in(area: &str) -> Failure {
    let area = terroir::printable(area);
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

fn facts(solution: &Solution, area: &str, arguments: &Arguments) -> Result<String, Failure> {
    let mut facts = solution.facts(area).ok_or_else(|| unknown(solution, area))?;
    let parts: Vec<&String> = arguments.part.iter().chain(&arguments.only).collect();
    if !parts.is_empty() {
        let keys: Vec<String> = facts.iter().map(|fact| fact.key.clone()).collect();
        if let Some(part) = parts.iter().find(|part| !keys.iter().any(|key| is_part(key, part))) {
            return Err(no_facts(area, part, &keys));
        }
        facts.retain(|fact| parts.iter().any(|part| is_part(&fact.key, part)));
    }
    let facts = facts.into_iter().map(|fact| FactJson {
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
    });
    let facts: Vec<FactJson> = facts.collect();
    if arguments.format == Format::Json {
        let schema = "terroir.regions/1";
        return Ok(format!("{}\n", serde_json::to_string_pretty(&FactsJson { schema, area, facts })?));
    }
    Ok(fact_table(solution, &facts))
}

/// Whether a fact belongs to a part: names joined by dots, from the beginning or anywhere in its key.
fn is_part(key: &str, part: &str) -> bool {
    let (key, part) = (format!(".{key}."), format!(".{part}."));
    key.contains(&part)
}

fn no_facts(area: &str, part: &str, keys: &[String]) -> Failure {
    let first = |key: &String| key.split('.').next().unwrap_or_default().to_owned();
    let mut parts: Vec<String> = keys.iter().map(first).collect();
    parts.dedup();
    let known: BTreeSet<&str> = parts.iter().map(String::as_str).collect();
    let known: Vec<&str> = known.into_iter().collect();
    let help = match terroir::nearest(part, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("its parts are `{}`", known.join("`, `")),
    };
    let part = terroir::printable(part);
    Failure::Usage(format!("no fact of {area} is in `{part}`"), Some(help))
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

/// A value in one line, cut where it is long.
pub fn value(value: &serde_json::Value) -> String {
    const WIDEST: usize = 60;
    let text = words(value);
    if text.chars().count() <= WIDEST {
        return text;
    }
    format!("{} …", text.chars().take(WIDEST - 2).collect::<String>())
}

/// A value as people write it: `lte (bands 1, 3), umts (until 2027-03-01; single)`.
fn words(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        serde_json::Value::Object(entries) if entries.contains_key("technology") => network(entries),
        serde_json::Value::Object(entries) => with_details("", &details(entries)),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => value.to_string(),
    }
}

/// A network: what it is, its attributes, until when, and how far the sources agree where they do not.
fn network(entries: &serde_json::Map<String, serde_json::Value>) -> String {
    let text = |key: &str| entries.get(key).and_then(serde_json::Value::as_str);
    let mut rest = details(entries);
    rest.extend(text("until").map(|day| format!("until {day}")));
    rest.extend(text("note").map(str::to_owned));
    rest.extend(text("status").filter(|status| *status != "agree").map(str::to_owned));
    with_details(text("technology").unwrap_or_default(), &rest)
}

/// What a table states, without what it cites, which has columns of its own.
fn details(entries: &serde_json::Map<String, serde_json::Value>) -> Vec<String> {
    const OWN: [&str; 7] = ["technology", "until", "note", "source", "as_of", "status", "contenders"];
    let is_network = entries.contains_key("technology");
    let cites = |key: &str| OWN.contains(&key) && (is_network || matches!(key, "source" | "as_of" | "status"));
    let shown = entries.iter().filter(|(key, _)| !cites(key));
    shown
        .map(|(key, value)| match value.as_bool() {
            Some(true) => key.clone(),
            Some(false) => format!("no {key}"),
            None => format!("{key} {}", words(value)),
        })
        .collect()
}

fn with_details(name: &str, details: &[String]) -> String {
    if details.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({})", details.join("; ")).trim_start().to_owned()
    }
}
