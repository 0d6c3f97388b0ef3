//! `terroir import bom`: creates a solution from existing part lists.

use super::console::Console;
use super::failure::Failure;
use super::file::NewFile;
use super::path_text;
use super::request_flags::today;
use super::status::Status;
use super::wording::plural;
use super::{new, schema};
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;
use terroir::import::{Axis, AxisKind, ImportError, Imported, MarketChoice, PartList, Settings, import};
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
}

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  terroir import bom EU868=eu.csv US915=us.csv -o gateway\n  \
    terroir import bom SPI-EU868-GNSS=a.csv SPI-EU868=b.csv USB-US915-GNSS=c.csv -o gateway --market EU868=DE,FR\n\n\
    Lists may come from KiCad, Altium, OrCAD, JLCPCB, InvenTree or GitPLM, as .xlsx or as CSV with commas, semicolons or \
    tabs in UTF-8, UTF-16 or Windows-1252. Lines above the header row are skipped. Variant names are split into \
    independent options. With FILE in place of NAME=FILE, the variant takes the name of its file.\n\n\
    The solution resolves to exactly the lists it was made from; otherwise nothing is written.")]
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
    let What::Bom(flags) = &arguments.what;
    let lists = flags.lists.iter().map(|one| list(one)).collect::<Result<Vec<PartList>, Failure>>()?;
    let imported = match import(&lists, &flags.settings()?) {
        Ok(imported) => imported,
        Err(error) => return report_error(&error, console),
    };
    for finding in &imported.findings {
        console.note(&format!("{}: {}\n", finding.severity.word(), printable(&finding.to_string())))?;
    }
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
    Ok(Status::Clean)
}

impl Bom {
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

/// Reads `NAME=FILE`, or a file that names its variant.
fn list(text: &str) -> Result<PartList, Failure> {
    let (name, file) = match text.split_once('=') {
        Some((name, file)) if !name.is_empty() && !file.is_empty() => (name.to_owned(), file),
        _ => (stem(text), text),
    };
    let bytes = read_file(file.as_ref()).map_err(|unreadable| LoadError::Io(vec![unreadable]))?;
    if !is_workbook(&bytes) {
        return Ok(PartList::csv(&name, file, &bytes));
    }
    #[cfg(feature = "xlsx")]
    return Ok(PartList::xlsx(&name, file, &bytes));
    #[cfg(not(feature = "xlsx"))]
    Err(Failure::Usage(
        format!("`{file}` is a workbook, but this build of terroir cannot read workbooks"),
        Some("save it as CSV, or rebuild terroir with `--features xlsx`".to_owned()),
    ))
}

/// Workbooks are ZIP archives.
fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

fn stem(path: &str) -> String {
    let stem = std::path::Path::new(path).file_stem().and_then(|stem| stem.to_str());
    stem.unwrap_or(path).to_owned()
}

/// Reports why nothing was created.
fn report_error(error: &ImportError, console: &Console) -> Result<Status, Failure> {
    let help = match error {
        ImportError::Unreadable(findings) => {
            for finding in findings {
                console.error(&format!("{}: {}\n", finding.severity.word(), printable(&finding.to_string())))?;
            }
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
        ImportError::SameName(_) => Some("give each list a name of its own, as in `EU868=a.csv`".to_owned()),
        ImportError::Name(_) => Some("give the solution another name with `--name`".to_owned()),
        ImportError::Currency(code) if code.len() == 3 => Some(format!("did you mean `{}`?", code.to_uppercase())),
        ImportError::Currency(_) => Some("give a code of three letters, as in `--currency USD`".to_owned()),
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

/// What was created, and the commands to go on with.
fn summary(made: &Imported, flags: &Bom, files: usize) -> String {
    let (lists, places) = (plural(made.lists, "list"), plural(made.places, "place"));
    let mut out = format!("read {lists}: {places}, {}\n", plural(made.parts, "part"));
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
    let _ = writeln!(out, "{} of {lists} {} reproduced exactly", made.same, is_or_are(made.lists));
    match &flags.output {
        Some(folder) if !flags.dry_run => {
            let (shown, typed) = (folder.display(), path_text::typed(folder));
            let _ = writeln!(out, "created `{shown}`: {files} files\n\nnext:\n  cd {typed}\n  terroir resolve");
            let options = made.axes.iter().filter(|axis| matches!(axis.kind, AxisKind::Option | AxisKind::Boolean));
            for axis in options.take(1) {
                let value = axis.values.last().map_or("", String::as_str);
                let _ = writeln!(out, "  terroir resolve --set {}={value}", axis.name);
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
    places: usize,
    shared: usize,
    parts: usize,
    options: Vec<Choice<'a>>,
    markets: Vec<Market<'a>>,
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
            places: made.places,
            shared: made.shared,
            parts: made.parts,
            options: made.axes.iter().map(choice).collect(),
            markets: made.markets.iter().map(|market| Market { market: &market.code, value: &market.value }).collect(),
            unpublished: &made.unpublished,
            files: files.iter().map(|file| file.name.as_str()).collect(),
            findings: &made.findings,
        }
    }
}
