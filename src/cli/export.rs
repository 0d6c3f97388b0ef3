//! `terroir export`: writes bills of materials as files that other programs read.

use super::console::Console;
use super::failure::Failure;
use super::file;
use super::global::Global;
use super::lock_file::LockFile;
use super::locking;
use super::messages;
use super::path_text;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use super::wording;
use clap::ValueEnum;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
#[cfg(feature = "xlsx")]
use terroir::export::workbook;
use terroir::export::{Dialect, MarketRelease, Profile, Release, SpecVersion, cyclonedx, kicad_variants};
use terroir::lock::{FILE_NAME, Lock};
use terroir::printable;
use terroir::{Outcome, Portfolio};

#[derive(clap::Args)]
#[command(after_help = formats_help())]
pub struct Arguments {
    /// Output format; see the list below
    #[arg(long, value_name = "FORMAT")]
    format: String,
    /// Write to this file, or to this folder if there are several files [default: stdout]
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Profile whose columns the sheets of `xlsx` have
    #[arg(long, value_name = "NAME", default_value = "release")]
    profile: String,
    /// CSV dialect
    #[arg(long, value_enum, default_value_t = CsvDialect::Plain)]
    dialect: CsvDialect,
    /// CycloneDX version
    #[arg(long, value_name = "VERSION", value_enum, default_value_t = Specification::V1_6)]
    spec_version: Specification,
    /// Market that the schematic of `kicad-variants` shows [default: the first]
    #[arg(long, value_name = "CODE")]
    base: Option<String>,
    /// Use the date of terroir.lock; write nothing if the lock would change
    #[arg(long, conflicts_with_all = ["set", "pin", "without"])]
    locked: bool,
    #[command(flatten)]
    request: RequestFlags,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CsvDialect {
    /// UTF-8 with plain line feeds, for programs
    Plain,
    /// With the byte-order mark and line endings that Excel expects
    Excel,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Specification {
    #[value(name = "1.6")]
    V1_6,
    #[value(name = "1.7")]
    V1_7,
}

/// What to write.
enum Format {
    Csv(Profile),
    Xlsx(Profile),
    CycloneDx,
    Variants,
}

/// The formats that are not profiles.
const OTHERS: [&str; 3] = ["xlsx", "cyclonedx", "kicad-variants"];

/// The formats and two examples, for help; the profiles come from the library's list.
fn formats_help() -> String {
    let own = "the columns of [profile.bom.NAME] in solution.toml";
    let profiles = Profile::built_in().iter().map(|profile| (profile.name, profile.doc)).chain([("NAME", own)]);
    let others = [
        ("xlsx", "an Excel workbook: one sheet per market, then the matrix"),
        ("cyclonedx", "CycloneDX JSON, one document per market"),
        ("kicad-variants", "CSV: which part each market fits at which reference designator"),
    ];
    let row = |(name, what): (&str, &str)| format!("  {name:<15} {what}\n");
    format!(
        "CSV, one file per market:\n{}\nOther formats:\n{}\n\
         Examples:\n  terroir export --format jlcpcb --market DE -o de.csv\n  \
         terroir export --format cyclonedx -o sbom/     write one file per market\n\n\
         Markets without a BOM are reported; all others are exported. Every file that is written is named in a note; \
         files of the solution itself are never overwritten.",
        profiles.map(row).collect::<String>(),
        others.map(row).concat()
    )
}

/// A file to be written: its name in a folder, and its bytes.
struct Output {
    name: String,
    bytes: Vec<u8>,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = Opened::from_folder(global)?;
    let format = format(arguments, &opened)?;
    let files = files(arguments, &format, &opened);
    check_output(arguments, &format, files)?;
    opened.report(console)?;
    let lock = LockFile::read(&global.folder())?;
    let is_locked = arguments.locked || global.frozen && !arguments.request.is_what_if();
    let locked = if is_locked { Some(lock.required()?.as_of()) } else { None };
    let day = arguments.request.day(&opened, locked, console)?;
    let kept = lock.lock.as_ref().map(Lock::choices);
    let request = arguments.request.request(day, kept);
    let portfolio = opened.portfolio(&request)?;
    let status = messages::report_answers(console, &opened.solution, &portfolio, &arguments.request.deny)?;
    if is_locked && locking::compare(&lock, &opened, &portfolio, &request, console)? != Status::Clean {
        return Ok(status.max(Status::Findings));
    }
    let outputs = outputs(arguments, &format, &opened, &portfolio)?;
    let targets = targets(arguments, files, &outputs);
    targets.iter().try_for_each(|path| refuse_own_file(path, &global.folder(), &opened))?;
    write(&targets, &outputs, console)?;
    report_left_out(&portfolio, console)?;
    Ok(status)
}

fn format(arguments: &Arguments, opened: &Opened) -> Result<Format, Failure> {
    let solution = &opened.solution;
    let name = arguments.format.as_str();
    if let Some(profile) = Profile::find(solution, name) {
        return Ok(Format::Csv(profile));
    }
    match name {
        "xlsx" => {
            let profile = Profile::find(solution, &arguments.profile);
            let known = Profile::names(solution).collect::<Vec<_>>();
            profile.map(Format::Xlsx).ok_or_else(|| unknown("profile", &arguments.profile, &known))
        }
        "cyclonedx" => Ok(Format::CycloneDx),
        "kicad-variants" => Ok(Format::Variants),
        _ => Err(unknown("format", name, &Profile::names(solution).chain(OTHERS).collect::<Vec<_>>())),
    }
}

fn unknown(what: &str, name: &str, known: &[&str]) -> Failure {
    let near = terroir::nearest(name, known.iter().copied());
    let help = near
        .map_or_else(|| format!("expected one of `{}`", known.join("`, `")), |near| format!("did you mean `{near}`?"));
    Failure::Usage(format!("unknown {what} `{}`", printable(name)), Some(help))
}

/// How many files there will be if every market has a bill of materials.
fn files(arguments: &Arguments, format: &Format, opened: &Opened) -> usize {
    let chosen: BTreeSet<&String> = arguments.request.market.iter().collect();
    match format {
        Format::Xlsx(_) | Format::Variants => 1,
        Format::Csv(_) | Format::CycloneDx if chosen.is_empty() => opened.solution.markets().len(),
        Format::Csv(_) | Format::CycloneDx => chosen.len(),
    }
}

/// Several files need a folder, and a workbook is not for a terminal: reported before anything is resolved.
fn check_output(arguments: &Arguments, format: &Format, files: usize) -> Result<(), Failure> {
    if arguments.output.is_some() {
        return Ok(());
    }
    match format {
        Format::Xlsx(_) => {
            let help = "name a file with `-o FILE.xlsx`".to_owned();
            Err(Failure::Usage("a workbook cannot be written to stdout".to_owned(), Some(help)))
        }
        Format::Csv(_) | Format::CycloneDx | Format::Variants if files > 1 => {
            let message = format!("{files} markets give {files} files, which cannot be written to stdout");
            let help = "name a folder with `-o DIR`, or one market with `--market CODE`".to_owned();
            Err(Failure::Usage(message, Some(help)))
        }
        Format::Csv(_) | Format::CycloneDx | Format::Variants => Ok(()),
    }
}

fn outputs(
    arguments: &Arguments,
    format: &Format,
    opened: &Opened,
    portfolio: &Portfolio,
) -> Result<Vec<Output>, Failure> {
    let release = Release::of(&opened.compiled, portfolio)?;
    if release.markets.is_empty() {
        return Ok(Vec::new());
    }
    let dialect = match arguments.dialect {
        CsvDialect::Plain => Dialect::Plain,
        CsvDialect::Excel => Dialect::Excel,
    };
    let named = |name: String, text: String| Output { name, bytes: text.into_bytes() };
    let solution = &release.solution;
    match format {
        Format::Csv(profile) => {
            let one = |market: &MarketRelease| {
                let name = format!("{solution}-{}-{}.csv", market.bom.market, profile.name);
                named(name, profile.sheet(&release, market).csv(dialect))
            };
            Ok(release.markets.iter().map(one).collect())
        }
        Format::Xlsx(profile) => {
            Ok(vec![Output { name: format!("{solution}.xlsx"), bytes: workbook_of(&release, profile)? }])
        }
        Format::CycloneDx => {
            let lock = Lock::from_portfolio(portfolio, opened.solution.files(), opened.solution.currency());
            let one = |market: &MarketRelease| {
                let digest = lock.digest_of(&market.bom.market);
                let text = cyclonedx(&release, market, &digest, specification(arguments))?;
                Ok(named(format!("{solution}-{}.cdx.json", market.bom.market), text))
            };
            release.markets.iter().map(one).collect()
        }
        Format::Variants => {
            let sheet = kicad_variants(&release, arguments.base.as_deref()).ok_or_else(|| no_base(arguments))?;
            Ok(vec![named(format!("{solution}-variants.csv"), sheet.csv(dialect))])
        }
    }
}

#[cfg(feature = "xlsx")]
fn workbook_of(release: &Release, profile: &Profile) -> Result<Vec<u8>, Failure> {
    workbook(release, profile).map_err(|error| Failure::Usage(error.to_string(), None))
}

#[cfg(not(feature = "xlsx"))]
fn workbook_of(_: &Release, _: &Profile) -> Result<Vec<u8>, Failure> {
    let help = "rebuild it with `--features xlsx`".to_owned();
    Err(Failure::Usage("this build of terroir cannot write workbooks".to_owned(), Some(help)))
}

fn specification(arguments: &Arguments) -> SpecVersion {
    match arguments.spec_version {
        Specification::V1_6 => SpecVersion::V1_6,
        Specification::V1_7 => SpecVersion::V1_7,
    }
}

fn no_base(arguments: &Arguments) -> Failure {
    let base = arguments.base.as_deref().unwrap_or_default();
    let message = format!("`--base {}` is not an exported market with a bill of materials", printable(base));
    Failure::Usage(message, Some("name a market that is exported and has one".to_owned()))
}

/// The path of each output; empty where all go to stdout.
fn targets(arguments: &Arguments, files: usize, outputs: &[Output]) -> Vec<PathBuf> {
    let Some(target) = &arguments.output else { return Vec::new() };
    let is_folder = files > 1 || target.is_dir() || target.to_string_lossy().ends_with(['/', '\\']);
    let path = |output: &Output| if is_folder { target.join(&output.name) } else { target.clone() };
    outputs.iter().map(path).collect()
}

fn write(targets: &[PathBuf], outputs: &[Output], console: &Console) -> Result<(), Failure> {
    if targets.is_empty() {
        return outputs.iter().try_for_each(|output| console.print(&String::from_utf8_lossy(&output.bytes)));
    }
    for (path, output) in targets.iter().zip(outputs) {
        file::create_folder(path_text::folder_of(path))?;
        file::replace_bytes(path, &output.bytes)?;
        console.note(&format!("note: wrote `{}`\n", printable(&path_text::shown(path).to_string())))?;
    }
    Ok(())
}

/// An export never overwrites what it was made from.
fn refuse_own_file(path: &Path, folder: &Path, opened: &Opened) -> Result<(), Failure> {
    let Ok(target) = path.canonicalize() else { return Ok(()) };
    let place = |file: &terroir::File| match &file.table {
        Some(table) => table.file.clone(),
        None => file.name.to_string(),
    };
    let own = opened.solution.files().iter().filter(|(_, file)| !file.built_in).map(|(_, file)| place(file));
    let mut own = own.chain([FILE_NAME.to_owned()]).filter_map(|name| folder.join(name).canonicalize().ok());
    if own.any(|one| one == target) {
        let message = format!("`{}` is a file of the solution itself", printable(&path_text::shown(path).to_string()));
        return Err(Failure::Usage(message, Some("name another file with `-o`".to_owned())));
    }
    Ok(())
}

fn report_left_out(portfolio: &Portfolio, console: &Console) -> Result<(), Failure> {
    let without = portfolio.markets.iter().filter(|outcome| outcome.bom().is_none()).map(Outcome::market);
    let without: Vec<&str> = without.collect();
    if without.is_empty() {
        return Ok(());
    }
    let (count, codes) = (wording::plural(without.len(), "market"), without.join(", "));
    let (they, have) = if without.len() == 1 { ("it", "has") } else { ("they", "have") };
    console.error(&format!("error: {count} not exported, because {they} {have} no bill of materials: {codes}\n"))
}
