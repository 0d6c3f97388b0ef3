//! `terroir import`: creates a solution from existing part lists, or offers from saved answers of shops.

use super::console::Console;
use super::failure::Failure;
use super::import_columns::column;
use super::import_offers;
use super::messages;
use super::path_text;
use super::request_flags::today;
use super::status::Status;
use super::wording::plural;
use super::writing::NewFile;
use super::{new, schema};
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;
use terroir::Severity;
use terroir::import::{
    Axis, AxisKind, ColumnChoice, ImportError, Imported, ImportedVariant, MarketChoice, PartList, ReadList, Reading,
    Settings, import, remembered_columns,
};
use terroir::load::{LoadError, read_file};
use terroir::printable;
use terroir::{Date, is_name};

#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Create a solution from the part lists of its variants, one file per variant
    Bom(Bom),
    /// Create a file of offers from saved answers of shops
    Offers(import_offers::Offers),
}

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  terroir import bom EU868=eu.csv US915=us.csv -o gateway\n  \
    terroir import bom SPI-EU868-GNSS=a.csv SPI-EU868=b.csv USB-US915-GNSS=c.csv -o gateway --market EU868=DE,FR\n\n\
    Lists may come from KiCad, KiBoM, Altium, EAGLE, EasyEDA, OrCAD, JLCPCB, PCBWay, InvenTree, GitPLM, Odoo or ERPNext, with \
    titles in English, German, French, Spanish, Chinese or Japanese: as text with any delimiter and encoding, or as .xlsx. Lines \
    above the header row are skipped. `--columns mpn=\"Order code\"` names a column with another title; fields are reference, \
    quantity, value, footprint, description, manufacturer, mpn, ipn, order, price, currency, alternative, not-fitted, fitted, datasheet, \
    unit, level and ignore. Variant names are split into independent options; each list becomes one of [[variants]]. With FILE \
    in place of NAME=FILE, the variant takes the name of its file.\n\n\
    The solution resolves to exactly the lists it was made from. Where something of a row was left out, overruled or guessed, a \
    warning names its line, and the exit status is 1. What a list says itself (rows that are not fitted or have the quantity 0) \
    and what holds for all of it (how a header was read, the currency of prices without one) are notes, with the status 0.")]
struct Bom {
    /// Name of a variant and its part list
    #[arg(value_name = "NAME=FILE", required = true)]
    lists: Vec<String>,
    /// Folder to create; must be new or empty
    #[arg(short, long, value_name = "DIR", required_unless_present = "dry_run")]
    output: Option<PathBuf>,
    /// Name of the solution [default: name of the folder]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Currency of the prices [default: the one that a list names, else USD]
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// Markets of a radio plan or region, as in `EU868=DE,FR`; or of all lists, as in `DE,US`, if no variant names one
    #[arg(long, value_name = "VALUE=CODES")]
    market: Vec<String>,
    /// Date on which the solution is checked against the lists [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
    /// What a column holds, as in `mpn="Order code"`; repeatable
    #[arg(long, value_name = "FIELD=TITLE", value_parser = column)]
    columns: Vec<ColumnChoice>,
    /// Folder of a solution whose `[import.columns]` names columns, as an earlier import wrote them
    #[arg(long, value_name = "DIR")]
    columns_from: Option<PathBuf>,
    /// Sheet of a workbook, by name or number [default: the first that holds a list]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Encoding of text files, such as `windows-1252` or `shift-jis` [default: recognised]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Report what would be created, but write nothing
    #[arg(long)]
    dry_run: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Text for people
    Text,
    /// JSON (terroir.import/1)
    Json,
}

pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, Failure> {
    match &arguments.what {
        What::Bom(flags) => import_lists(flags, console),
        What::Offers(flags) => import_offers::run(flags, console),
    }
}

fn import_lists(flags: &Bom, console: &Console) -> Result<Status, Failure> {
    let reading = flags.reading()?;
    let lists = read_lists(&flags.lists, &reading)?;
    let imported = match import(&lists, &flags.settings()?) {
        Ok(imported) => imported,
        Err(error) => return report_error(&error, console),
    };
    imported.findings.iter().try_for_each(|finding| messages::report_import(finding, console))?;
    let files = imported.files.iter().map(|file| NewFile { name: file.name.clone(), text: file.text.clone() });
    let files = schema::with_schemas(files.collect())?;
    if let (Some(folder), false) = (&flags.output, flags.dry_run) {
        new::create(folder, &files)?;
    }
    match flags.format {
        Format::Json => {
            console.print(&format!("{}\n", serde_json::to_string_pretty(&ImportJson::of(&imported, &files))?))?
        }
        Format::Text => console.print(&summary(&imported, flags, files.len()))?,
    }
    let is_clean = imported.findings.iter().all(|finding| finding.severity == Severity::Note);
    Ok(if is_clean { Status::Clean } else { Status::Findings })
}

impl Bom {
    fn reading(&self) -> Result<Reading, Failure> {
        let mut reading = Reading::default();
        reading.columns.clone_from(&self.columns);
        if let Some(folder) = &self.columns_from {
            let bytes =
                read_file(&folder.join("solution.toml")).map_err(|unreadable| LoadError::Io(vec![unreadable]))?;
            reading.columns.extend(remembered_columns(&String::from_utf8_lossy(&bytes)));
        }
        reading.sheet.clone_from(&self.sheet);
        reading.encoding.clone_from(&self.encoding);
        Ok(reading)
    }

    fn settings(&self) -> Result<Settings, Failure> {
        let folder = self.output.as_ref().and_then(|folder| folder.file_name()).and_then(|name| name.to_str());
        let name = self.name.clone().or_else(|| folder.filter(|name| is_name(name)).map(str::to_owned));
        let as_of = self.as_of.map_or_else(today, Ok)?;
        let mut settings = Settings::new(name.as_deref().unwrap_or("imported"), as_of);
        settings.currency.clone_from(&self.currency);
        settings.markets = self.market.iter().map(|text| markets(text)).collect();
        Ok(settings)
    }
}

/// `EU868=DE,FR` → the value and its markets; `DE,US` → the markets of all lists.
fn markets(text: &str) -> MarketChoice {
    let (value, codes) = text.split_once('=').unwrap_or(("", text));
    let codes = codes.split(',').map(|code| code.trim().to_owned()).filter(|code| !code.is_empty());
    MarketChoice { value: value.to_owned(), codes: codes.collect() }
}

/// Reads all lists, on as many threads as the machine has; the order and the first failure are those of the lists.
fn read_lists(texts: &[String], reading: &Reading) -> Result<Vec<PartList>, Failure> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    let read = |texts: &[String]| texts.iter().map(|one| list(one, reading)).collect::<Vec<_>>();
    let lists: Vec<_> = std::thread::scope(|scope| {
        let chunks = texts.chunks(texts.len().div_ceil(threads).max(1));
        // A thread that the system refuses is not needed: its lists are read here.
        let begun: Vec<_> = chunks
            .map(|chunk| (chunk, std::thread::Builder::new().spawn_scoped(scope, move || read(chunk)).ok()))
            .collect();
        let done = begun.into_iter().map(|(chunk, thread)| match thread.map(|thread| thread.join()) {
            Some(Ok(lists)) => lists,
            Some(Err(fault)) => std::panic::resume_unwind(fault),
            None => read(chunk),
        });
        done.flatten().collect()
    });
    lists.into_iter().collect()
}

/// Reads `NAME=FILE`, or a file that names its variant.
fn list(text: &str, reading: &Reading) -> Result<PartList, Failure> {
    // A name may contain `=`: the file is the first text after one that is a file.
    let pairs = text.match_indices('=').filter_map(|(at, _)| Some((text.get(..at)?, text.get(at + 1..)?)));
    let pairs: Vec<(&str, &str)> = pairs.filter(|(name, file)| !name.is_empty() && !file.is_empty()).collect();
    let is_file = |(_, file): &&(&str, &str)| std::path::Path::new(file).is_file();
    let (name, file) = match pairs.iter().find(is_file).or(pairs.first()) {
        Some((name, file)) => ((*name).to_owned(), *file),
        None => (stem(text), text),
    };
    let bytes = read_file(file.as_ref()).map_err(|unreadable| LoadError::Io(vec![unreadable]))?;
    Ok(PartList::read(&name, file, &bytes, reading))
}

fn stem(path: &str) -> String {
    let stem = std::path::Path::new(path).file_stem().and_then(|stem| stem.to_str());
    stem.unwrap_or(path).to_owned()
}

/// Reports why nothing was created.
fn report_error(error: &ImportError, console: &Console) -> Result<Status, Failure> {
    let help = match error {
        ImportError::Unreadable(findings) => {
            findings.iter().try_for_each(|finding| messages::report_import(finding, console))?;
            return Ok(Status::Findings);
        }
        ImportError::Differs { .. } => {
            // A difference may be reported in several lines.
            let lines: Vec<String> = error.to_string().lines().map(printable).collect();
            console.error(&format!("error: {}\n", lines.join("\n")))?;
            return Ok(Status::Findings);
        }
        ImportError::NoMarket(value) => {
            Some(format!("name one with `--market {value}=CODE`, where `{value}` is a value that a list has"))
        }
        ImportError::UnknownValue { known, .. } if known.is_empty() => {
            Some("no value decides the market; give the markets alone, as in `--market DE,US`".to_owned())
        }
        ImportError::UnknownValue { known, .. } => {
            let names: Vec<String> = known.iter().map(|value| format!("`{value}`")).collect();
            Some(format!("the values are {}", printable(&names.join(", "))))
        }
        ImportError::UnknownColumn { known, .. } => {
            let titles: Vec<String> = known.iter().map(|title| format!("`{title}`")).collect();
            Some(format!("the columns are {}", printable(&titles.join(", "))))
        }
        ImportError::SameName(_) => Some("give each list a name of its own, as in `EU868=a.csv`".to_owned()),
        ImportError::Name(_) => Some("give the solution another name with `--name`".to_owned()),
        ImportError::Currency(code) if code.len() == 3 && *code != code.to_uppercase() => {
            Some(format!("did you mean `{}`?", printable(&code.to_uppercase())))
        }
        ImportError::Currency(_) => Some("give a code that is in use, as in `--currency USD`".to_owned()),
        ImportError::Area { nearest: Some(near), .. } => {
            Some(format!("did you mean `{near}`? `terroir regions` lists all areas"))
        }
        ImportError::Area { nearest: None, .. } => Some("`terroir regions` lists all areas".to_owned()),
        ImportError::SameMarket(_) => Some("give each value its own markets, as in `--market EU868=DE,FR`".to_owned()),
        ImportError::Nothing => None,
    };
    Err(Failure::Usage(printable(&error.to_string()), help))
}

/// An option with its values.
fn option(axis: &Axis) -> String {
    match axis.kind {
        AxisKind::Boolean => format!("{} (yes, no)", axis.name),
        AxisKind::Option | AxisKind::Plan | AxisKind::Area => format!("{} ({})", axis.name, axis.values.join(", ")),
    }
}

fn is_or_are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// A market with the value that it has, if any.
fn market_with_value(code: &str, value: &str) -> String {
    if value.is_empty() { code.to_owned() } else { format!("{code} = {value}") }
}

/// What was read as what; lists with the same columns together.
fn columns(lists: &[ReadList]) -> String {
    let mut groups: Vec<(&ReadList, usize)> = Vec::new();
    for list in lists {
        match groups.iter_mut().find(|(first, _)| first.columns == list.columns) {
            Some((_, more)) => *more += 1,
            None => groups.push((list, 0)),
        }
    }
    let mut out = String::new();
    for (list, more) in groups {
        let titles = |wanted: &[&str]| -> Vec<String> {
            let columns = list.columns.iter().filter(|column| wanted.contains(&column.read_as.as_str()));
            columns.map(|column| printable(&column.title)).collect()
        };
        let known = list.columns.iter().filter(|column| !["field", "not used"].contains(&column.read_as.as_str()));
        let mut parts: Vec<String> = vec![
            known.map(|one| format!("{} → {}", printable(&one.title), one.read_as)).collect::<Vec<_>>().join(", "),
        ];
        for (wanted, what) in [("field", "kept as fields"), ("not used", "not used")] {
            let titles = titles(&[wanted]);
            if !titles.is_empty() {
                parts.push(format!("{what}: {}", titles.join(", ")));
            }
        }
        let sheet = list.sheet.as_ref().map(|sheet| format!(" sheet `{}`", printable(sheet))).unwrap_or_default();
        let more = if more == 0 { String::new() } else { format!(" (and {})", plural(more, "more list")) };
        let _ = writeln!(out, "{}:{}{sheet}{more}: {}", printable(&list.file), list.line, parts.join("; "));
    }
    out
}

/// How many lists come back exactly, and how many rows of the others do not.
fn exactness(made: &Imported, lists: &str) -> String {
    let filled = match made.read.iter().map(|list| list.filled).sum::<usize>() {
        0 => String::new(),
        count => format!(", with {} taken from other lists", plural(count, "cell")),
    };
    let mut out = match (made.same, made.lists) {
        (1, 1) => "the list comes back exactly\n".to_owned(),
        (same, all) if same == all => format!("{lists} come back exactly{filled}\n"),
        (same, _) => format!("{same} of {lists} come back exactly{filled}\n"),
    };
    for list in made.read.iter().filter(|list| !list.is_exact()) {
        let rows = plural(list.inexact.len(), "row");
        let lines: Vec<String> = list.inexact.iter().take(8).map(ToString::to_string).collect();
        let more = if list.inexact.len() > lines.len() { " …" } else { "" };
        let _ = writeln!(
            out,
            "{}: all but {rows} (line {}{more}); see the warnings",
            printable(&list.name),
            lines.join(", ")
        );
    }
    out
}

/// What was created, and the commands to go on with.
fn summary(made: &Imported, flags: &Bom, files: usize) -> String {
    let (lists, places) = (plural(made.lists, "list"), plural(made.places, "place"));
    let mut out = columns(&made.read);
    let _ = writeln!(out, "read {lists}: {places}, {}", plural(made.parts, "part"));
    let axes: Vec<String> = made.axes.iter().map(option).collect();
    if !axes.is_empty() {
        let _ = writeln!(out, "options: {}", axes.join(" × "));
    }
    let _ = writeln!(out, "shared core: {} of {places} {} the same in every list", made.shared, is_or_are(made.places));
    if !made.unpublished.is_empty() {
        let shown: Vec<String> = made.unpublished.iter().take(8).map(|one| one.join(" + ")).collect();
        let more = made.unpublished.len().saturating_sub(shown.len());
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let _ = writeln!(out, "combinations without a list: {}{more}", shown.join("; "));
    }
    let markets: Vec<String> =
        made.markets.iter().map(|market| market_with_value(&market.code, &market.value)).collect();
    let _ = writeln!(out, "markets: {}", markets.join(", "));
    out.push_str(&exactness(made, &lists));
    match &flags.output {
        Some(folder) if !flags.dry_run => {
            let (shown, typed) = (folder.display(), path_text::typed(folder));
            let _ = writeln!(out, "created `{shown}`: {files} files\n\nnext:\n  cd {typed}\n  terroir resolve");
            out.push_str("  terroir check --variants\n");
            if let Some(variant) = made.variants.last() {
                let _ = writeln!(out, "  terroir resolve --variant {}", path_text::word(&variant.name));
            }
        }
        _ => out.push_str("dry run: nothing was written\n"),
    }
    out
}

/// `terroir.import/1`.
#[derive(Serialize)]
struct ImportJson<'a> {
    schema: &'static str,
    lists: usize,
    same: usize,
    read: &'a [ReadList],
    places: usize,
    shared: usize,
    parts: usize,
    options: Vec<Choice<'a>>,
    markets: Vec<Market<'a>>,
    variants: &'a [ImportedVariant],
    unpublished: &'a [Vec<String>],
    files: Vec<&'a str>,
    findings: &'a [terroir::import::Finding],
}

#[derive(Serialize)]
struct Choice<'a> {
    option: &'a str,
    values: &'a [String],
}

#[derive(Serialize)]
struct Market<'a> {
    market: &'a str,
    value: &'a str,
}

impl<'a> ImportJson<'a> {
    fn of(made: &'a Imported, files: &'a [NewFile]) -> Self {
        let choice = |axis: &'a Axis| Choice { option: &axis.name, values: &axis.values };
        Self {
            schema: "terroir.import/1",
            lists: made.lists,
            same: made.same,
            read: &made.read,
            places: made.places,
            shared: made.shared,
            parts: made.parts,
            options: made.axes.iter().map(choice).collect(),
            markets: made.markets.iter().map(|market| Market { market: &market.code, value: &market.value }).collect(),
            variants: &made.variants,
            unpublished: &made.unpublished,
            files: files.iter().map(|file| file.name.as_str()).collect(),
            findings: &made.findings,
        }
    }
}
