//! `terroir export`: writes bills of materials as files that other programs read.

use super::answered::{Answered, Bound, Prepared};
use super::board_files::{self, BoardFlags, Job};
use super::console::Console;
use super::exported;
use super::failure::Failure;
use super::global::Global;
use super::outputs::{Output, free_name, targets, write};
use super::path_text;
use super::request_flags::RequestFlags;
use super::sbom;
use super::session::Opened;
use super::status::Status;
use super::variant_flags::file_names;
use super::writing::{Force, Mark, Writer};
use clap::ValueEnum;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use terroir::export::{Dialect, MarketRelease, Profile, Release, SpecVersion, cyclonedx, kicad_variants};
use terroir::lock::Lock;
use terroir::printable;
use terroir::{Portfolio, Request};

#[derive(clap::Args)]
#[command(after_help = formats_help())]
pub struct Arguments {
    /// Output format; see the list below
    #[arg(long, value_name = "FORMAT")]
    format: String,
    /// Write to this file, or to this folder if there are several files [default: stdout]
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Profile whose columns the sheets of `xlsx` have [default: release]
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// CSV dialect [default: plain]
    #[arg(long, value_enum)]
    dialect: Option<CsvDialect>,
    /// CycloneDX version [default: 1.6]
    #[arg(long, value_name = "VERSION", value_enum)]
    spec_version: Option<Specification>,
    /// Write only this board: the slot that its parts are `part-of`, or `main`
    #[arg(long, value_name = "SLOT")]
    board: Option<String>,
    #[command(flatten)]
    files: BoardFlags,
    /// Market that the schematic of `kicad-variants` and `kicad-project` shows [default: the first]
    #[arg(long, value_name = "CODE")]
    base: Option<String>,
    /// Use the date of terroir.lock; write nothing if the lock would change
    #[arg(long, conflicts_with_all = ["set", "pin", "without", "variant", "variants"])]
    locked: bool,
    #[command(flatten)]
    request: RequestFlags,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CsvDialect {
    /// UTF-8 with plain line feeds and texts as they are, for programs
    Plain,
    /// With the byte-order mark and line endings that Excel expects; no text becomes a formula, a number or a date
    Excel,
}

#[derive(Clone, Copy, ValueEnum)]
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
const OTHERS: [&str; 5] = ["xlsx", "cyclonedx", "kicad-variants", "cpl", "kicad-project"];

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
        "CSV, one file per market; for assembly orders one per board, with the quantities of one board:\n{}\nOther formats:\n{}\n\
         Examples:\n  terroir export --format jlcpcb --market DE -o de.csv\n  \
         terroir export --format cyclonedx -o sbom/     write one file per market\n  \
         terroir export --format release --variants -o boms/    write one file per variant and market\n\n\
         CycloneDX: `part-of` is a component within a component, a need is a dependency; a need that would close a circle is the property `terroir:mutual-need`, \
         and `compositions` says that the edges of its line are incomplete.\n\n\
         Markets without a BOM are reported; all others are exported. Every file that is written is named in a note, and so is \
         what a format has no place for; files of the solution itself are never overwritten.",
        profiles.map(row).collect::<String>(),
        others.into_iter().chain(board_files::FORMATS).map(row).collect::<String>()
    )
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    check_flags(arguments)?;
    let writer = Writer::new(arguments.force, &global.packs);
    let job = Job::of(&arguments.format, &arguments.files, arguments.output.as_deref(), writer)?;
    let opened = Opened::from_folder(global)?;
    let bound = if arguments.locked { Bound::ByLock } else { Bound::Free };
    if let Some(job) = job {
        let answered = Prepared::of(opened, &arguments.request, bound, global, console)?.resolve(console)?;
        let status = job.run(arguments.board.as_deref(), arguments.base.as_deref(), &answered, console)?;
        answered.portfolios.iter().try_for_each(|portfolio| exported::report_without_bom(portfolio, console))?;
        return Ok(status);
    }
    let format = format(arguments, &opened)?;
    let prepared = Prepared::of(opened, &arguments.request, bound, global, console)?;
    let files = prepared.requests.iter().map(|request| files(request, &format, &prepared.opened)).sum();
    check_output(arguments, &format, files)?;
    let Answered { opened, portfolios, status, is_refused } = prepared.resolve(console)?;
    if is_refused {
        return Ok(status.max(Status::Findings));
    }
    let releases = portfolios.iter().map(|portfolio| Release::of(&opened.compiled, portfolio));
    let releases = releases.collect::<Result<Vec<Release>, _>>()?;
    let export = Export { arguments, format: &format, opened: &opened, boards: boards(&format, &releases) };
    export.check_board()?;
    let outputs = export.outputs(&portfolios, &releases)?;
    let writer = Writer::new(arguments.force, &global.packs);
    let targets = targets(arguments.output.as_deref(), files.max(outputs.len()), &outputs, &writer)?;
    check_folder(arguments.output.as_deref(), files.max(outputs.len()))?;
    write(&targets, &outputs, &writer, console)?;
    if matches!(format, Format::CycloneDx) {
        sbom::report(&portfolios, &releases, console)?;
    }
    portfolios.iter().try_for_each(|portfolio| exported::report_without_bom(portfolio, console))?;
    let status = status.max(exported::report_shared_designators(&releases, console)?);
    if let Format::Csv(profile) = &format {
        exported::report_paid_once(profile, &releases, console)?;
    }
    let (Format::Csv(profile) | Format::Xlsx(profile)) = &format else { return Ok(status) };
    exported::report_left_out(profile, &portfolios, &releases, console)?;
    Ok(status.max(exported::report_two_orders(profile, &releases, console)?))
}

/// Flags that mean nothing in the format are errors. Any other name is that of a profile: CSV.
fn check_flags(arguments: &Arguments) -> Result<(), Failure> {
    let format = arguments.format.as_str();
    let is_csv = !matches!(format, "xlsx" | "cyclonedx" | "cpl" | "kicad-project");
    let shows_base = matches!(format, "kicad-variants" | "kicad-project");
    let flags = [
        (arguments.spec_version.is_some(), "--spec-version", format == "cyclonedx", "`cyclonedx`"),
        (arguments.profile.is_some(), "--profile", format == "xlsx", "`xlsx`"),
        (arguments.base.is_some(), "--base", shows_base, "`kicad-variants` and `kicad-project`"),
        (arguments.dialect.is_some(), "--dialect", is_csv, "CSV of a profile and `kicad-variants`"),
    ];
    match flags.into_iter().find(|(is_given, _, applies, _)| *is_given && !applies) {
        Some((_, flag, _, formats)) => Err(Failure::Usage(
            format!("`{flag}` is only for {formats}, not for `--format {}`", printable(format)),
            Some(format!("leave `{flag}` out, or use such a format")),
        )),
        None => Ok(()),
    }
}

/// The boards of all releases, each once; empty for what lists whole products.
fn boards(format: &Format, releases: &[Release]) -> Vec<String> {
    let of = |release: &Release| match format {
        Format::Csv(profile) | Format::Xlsx(profile) => profile.boards(release),
        Format::Variants => release.boards(),
        Format::CycloneDx => Vec::new(),
    };
    let mut boards: Vec<String> = Vec::new();
    for board in releases.iter().flat_map(of) {
        if !boards.contains(&board) {
            boards.push(board);
        }
    }
    boards
}

fn format(arguments: &Arguments, opened: &Opened) -> Result<Format, Failure> {
    let solution = &opened.solution;
    let name = arguments.format.as_str();
    if let Some(profile) = Profile::find(solution, name) {
        return Ok(Format::Csv(profile));
    }
    match name {
        "xlsx" => {
            let name = arguments.profile.as_deref().unwrap_or("release");
            let profile = Profile::find(solution, name);
            let known = Profile::names(solution).collect::<Vec<_>>();
            profile.map(Format::Xlsx).ok_or_else(|| exported::unknown("profile", name, &known))
        }
        "cyclonedx" => Ok(Format::CycloneDx),
        "kicad-variants" => Ok(Format::Variants),
        _ => Err(exported::unknown("format", name, &Profile::names(solution).chain(OTHERS).collect::<Vec<_>>())),
    }
}

/// How many files there will be if every market has a bill of materials.
fn files(request: &Request, format: &Format, opened: &Opened) -> usize {
    let mut variants = opened.solution.variants().into_iter();
    let variant = variants.find(|variant| Some(&variant.name) == request.variant.as_ref());
    let own = variant.map_or_else(|| opened.solution.markets(), |variant| variant.markets);
    let is_sold = |code: &&String| request.variant.is_none() || own.contains(code);
    match format {
        Format::Xlsx(_) | Format::Variants => 1,
        Format::Csv(_) | Format::CycloneDx if request.markets.is_empty() => own.len(),
        Format::Csv(_) | Format::CycloneDx => request.markets.iter().filter(is_sold).count(),
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
            let (what, help) = match arguments.request.has_variants() {
                true => (
                    "variants and markets",
                    "name a folder with `-o DIR`, or one of them with `--variant` and `--market`",
                ),
                false => ("markets", "name a folder with `-o DIR`, or one market with `--market CODE`"),
            };
            let message = format!("{files} {what} give {files} files, which cannot be written to stdout");
            Err(Failure::Usage(message, Some(help.to_owned())))
        }
        Format::Csv(_) | Format::CycloneDx | Format::Variants => Ok(()),
    }
}

/// A name such as `all.csv` means one file: several are not written into a folder of that name.
fn check_folder(output: Option<&Path>, files: usize) -> Result<(), Failure> {
    let Some(path) = output.filter(|path| files > 1 && !path.exists()) else { return Ok(()) };
    let is_named_folder = path.to_string_lossy().ends_with(['/', '\\']);
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let is_file = ending.is_some_and(|ending| matches!(ending.as_str(), "csv" | "xlsx" | "json" | "txt" | "tsv"));
    if is_named_folder || !is_file {
        return Ok(());
    }
    let name = |path: &Path| printable(&path_text::shown(path).to_string());
    let message = format!("`{}` names one file, and there are {files} to write", name(path));
    let help = format!("name a folder, as in `-o {}/`", name(&path.with_extension("")));
    Err(Failure::Usage(message, Some(help)))
}

/// What is written, and in which form.
struct Export<'a> {
    arguments: &'a Arguments,
    format: &'a Format,
    opened: &'a Opened,
    boards: Vec<String>,
}

impl Export<'_> {
    /// Several boards need a folder, or the name of one of them.
    fn check_board(&self) -> Result<(), Failure> {
        let boards = self.boards.join("`, `");
        match (&self.arguments.board, self.format) {
            (Some(_), Format::Xlsx(_)) => {
                let help = "leave it out: a workbook has a sheet for each board".to_owned();
                Err(Failure::Usage("a workbook has all boards".to_owned(), Some(help)))
            }
            (Some(_), Format::Csv(_) | Format::CycloneDx | Format::Variants) if self.boards.is_empty() => {
                let format = printable(&self.arguments.format);
                let help = "leave out `--board`, or use a format for assembly orders: `jlcpcb`, `kicad`, `pcbway`";
                Err(Failure::Usage(format!("`{format}` lists the whole product"), Some(help.to_owned())))
            }
            (Some(board), _) if !self.boards.contains(board) => {
                let help = format!("the boards are `{boards}`");
                Err(Failure::Usage(format!("unknown board `{}`", printable(board)), Some(help)))
            }
            (None, Format::Csv(_) | Format::Variants) if self.boards.len() > 1 && self.arguments.output.is_none() => {
                let (count, first) = (self.boards.len(), self.boards.first().map_or("", String::as_str));
                let message =
                    format!("{count} boards give {count} files, which cannot be written to stdout: `{boards}`");
                let help = format!("name a folder with `-o DIR`, or one board with `--board {first}`");
                Err(Failure::Usage(message, Some(help)))
            }
            _ => Ok(()),
        }
    }

    /// The outputs of each portfolio: their names begin with the solution's and, of a variant, with the variant's. All names
    /// are different, also where a disk ignores case.
    fn outputs(&self, portfolios: &[Portfolio], releases: &[Release]) -> Result<Vec<Output>, Failure> {
        let names = file_names(portfolios.iter().map(|portfolio| portfolio.variant.as_deref().unwrap_or_default()));
        let mut all: Vec<Output> = Vec::new();
        let mut taken = BTreeSet::new();
        for ((portfolio, release), name) in portfolios.iter().zip(releases).zip(names) {
            let begin = match &portfolio.variant {
                Some(_) => format!("{}-{name}", portfolio.solution),
                None => portfolio.solution.clone(),
            };
            if !release.markets.is_empty() {
                let own = self.of_release(portfolio, release, &begin)?;
                all.extend(
                    own.into_iter().map(|output| Output { name: free_name(&output.name, &mut taken), ..output }),
                );
            }
        }
        Ok(all)
    }

    fn of_release(&self, portfolio: &Portfolio, release: &Release, begin: &str) -> Result<Vec<Output>, Failure> {
        let arguments = self.arguments;
        let dialect = match arguments.dialect {
            Some(CsvDialect::Plain) | None => Dialect::Plain,
            Some(CsvDialect::Excel) => Dialect::Excel,
        };
        let named = |name: String, text: String, mark| Output { name, bytes: text.into_bytes(), mark };
        match self.format {
            Format::Csv(profile) => Ok(self.sheets(profile, release, begin, dialect)),
            Format::Xlsx(profile) => {
                let bytes = exported::workbook_of(release, profile)?;
                Ok(vec![Output { name: format!("{begin}.xlsx"), bytes, mark: Mark::Workbook }])
            }
            Format::CycloneDx => {
                let solution = &self.opened.solution;
                let lock = Lock::from_portfolio(portfolio, solution.files(), solution.currency());
                let one = |market: &MarketRelease| {
                    let digest = lock.digest_of(&market.bom.market);
                    let text = cyclonedx(release, market, &digest, specification(arguments))?;
                    Ok(named(format!("{begin}-{}.cdx.json", market.bom.market), text, Mark::CYCLONEDX))
                };
                release.markets.iter().map(one).collect()
            }
            Format::Variants => {
                let texts = self.variants(release, begin, dialect)?;
                Ok(texts.into_iter().map(|(name, text)| named(name, text, Mark::Columns)).collect())
            }
        }
    }

    /// The variants of each board of one release: names of files with their texts.
    fn variants(&self, release: &Release, begin: &str, dialect: Dialect) -> Result<Vec<(String, String)>, Failure> {
        let (arguments, mut texts) = (self.arguments, Vec::new());
        for board in self.boards.iter().filter(|board| arguments.board.as_ref().is_none_or(|one| one == *board)) {
            let mut own = release.clone();
            own.markets = release.markets.iter().map(|market| market.on_board(board)).collect();
            let sheet = kicad_variants(&own, arguments.base.as_deref()).ok_or_else(|| no_base(arguments))?;
            let board = if self.boards.len() > 1 { format!("-{board}") } else { String::new() };
            texts.push((format!("{begin}{board}-variants.csv"), sheet.csv(dialect)));
        }
        Ok(texts)
    }

    /// The CSV files of one release: one for each market and board.
    fn sheets(&self, profile: &Profile, release: &Release, begin: &str, dialect: Dialect) -> Vec<Output> {
        let mut all = Vec::new();
        for market in &release.markets {
            for sheet in profile.sheets(release, market) {
                if self.arguments.board.as_deref().is_some_and(|wanted| sheet.board() != Some(wanted)) {
                    continue;
                }
                let several = sheet.board().filter(|_| self.boards.len() > 1);
                let board = several.map(|board| format!("{board}-")).unwrap_or_default();
                let name = format!("{begin}-{}-{board}{}.csv", market.bom.market, profile.name);
                all.push(Output { name, bytes: sheet.csv(dialect).into_bytes(), mark: Mark::Columns });
            }
        }
        all
    }
}

fn specification(arguments: &Arguments) -> SpecVersion {
    match arguments.spec_version {
        Some(Specification::V1_6) | None => SpecVersion::V1_6,
        Some(Specification::V1_7) => SpecVersion::V1_7,
    }
}

fn no_base(arguments: &Arguments) -> Failure {
    let base = arguments.base.as_deref().unwrap_or_default();
    let message = format!("`--base {}` is not an exported market with a bill of materials", printable(base));
    Failure::Usage(message, Some("name a market that is exported and has one".to_owned()))
}
