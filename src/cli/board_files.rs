//! `export --format cpl` and `--format kicad-project`: a board's own files, as the answers fit it.

use super::answered::Answered;
use super::console::Console;
use super::failure::Failure;
use super::kicad_folder::KicadFolder;
use super::path_text;
use super::status::Status;
use super::variant_flags::file_names;
use super::wording::plural;
use super::writing::{Mark, Writer};
use std::path::{Path, PathBuf};
use terroir::Severity;
use terroir::export::{
    Dialect, KicadError, KicadProject, KicadVariant, MarketRelease, Placed, Placement, Release, kicad_project,
    placement,
};
use terroir::import::{Finding, Position, positions};
use terroir::load::{LoadError, read_file};
use terroir::printable;

/// How many designators a message names.
const NAMED: usize = 10;

/// The flags of both formats.
#[derive(Default, clap::Args)]
pub struct BoardFlags {
    /// Position file that `cpl` filters, as KiCad, Altium or EasyEDA write it
    #[arg(long, value_name = "FILE")]
    positions: Option<PathBuf>,
    /// Folder of the KiCad 10 project that `kicad-project` copies with its variants
    #[arg(long, value_name = "FOLDER")]
    kicad: Option<PathBuf>,
    /// Write the variants into the KiCad project itself
    #[arg(long, requires = "kicad", conflicts_with = "output")]
    in_place: bool,
}

/// The formats, for help.
pub const FORMATS: [(&str, &str); 2] = [
    ("cpl", "pick-and-place CSV for JLCPCB: `--positions FILE` with what each market fits"),
    ("kicad-project", "a copy of the KiCad 10 project in `--kicad FOLDER` with a design variant per market"),
];

/// What to write, with what was read for it.
pub struct Job<'a> {
    kind: Kind,
    output: Option<&'a Path>,
    writer: Writer,
}

/// A position file.
struct Positions {
    /// Its name for messages.
    file: String,
    list: Vec<Placed>,
    findings: Vec<Finding>,
}

enum Kind {
    Placement(Positions),
    Kicad(KicadFolder),
}

impl<'a> Job<'a> {
    /// Reads what a format needs; `None` for the name of any other format.
    pub fn of(
        format: &str,
        flags: &'a BoardFlags,
        output: Option<&'a Path>,
        writer: Writer,
    ) -> Result<Option<Self>, Failure> {
        let writer = flags.positions.iter().fold(writer, |writer, path| writer.reading(path));
        let kind = match format {
            "cpl" => positions_of(flags)?,
            "kicad-project" => Kind::Kicad(folder_of(flags, output)?),
            _ => return refused(flags),
        };
        Ok(Some(Self { kind, output, writer }))
    }

    /// Writes the files, of all boards or of one.
    pub fn run(
        &self,
        board: Option<&str>,
        base: Option<&str>,
        answered: &Answered,
        console: &Console,
    ) -> Result<Status, Failure> {
        if answered.is_refused {
            return Ok(answered.status.max(Status::Findings));
        }
        let releases = self.releases(board, answered)?;
        let variants = named(&releases);
        if variants.is_empty() {
            return Ok(answered.status);
        }
        let status = match &self.kind {
            Kind::Placement(positions) => {
                let read = report_findings(&positions.findings, console)?;
                read.max(self.write_placements(positions, board, &variants, console)?)
            }
            Kind::Kicad(folder) => self.write_project(folder, base, &variants, console)?,
        };
        Ok(status.max(answered.status))
    }

    fn write_placements(
        &self,
        positions: &Positions,
        board: Option<&str>,
        variants: &[(String, &MarketRelease, &Release)],
        console: &Console,
    ) -> Result<Status, Failure> {
        if self.output.is_none() && variants.len() > 1 {
            let message = format!(
                "{} give {}, which cannot be written to stdout",
                plural(variants.len(), "market"),
                plural(variants.len(), "file")
            );
            let help = "name a folder with `-o DIR`, or one market with `--market CODE`".to_owned();
            return Err(Failure::Usage(message, Some(help)));
        }
        let targets = self.targets(board, variants)?;
        let mut status = Status::Clean;
        for (at, (variant, market, _)) in variants.iter().enumerate() {
            let made = placement(market, &positions.list);
            status = status.max(report_placement(variant, &positions.file, &made, console)?);
            let text = made.sheet.csv(Dialect::Plain);
            let Some(path) = targets.get(at) else {
                console.print(&text)?;
                continue;
            };
            self.writer.write(path, text.as_bytes(), &Mark::Columns)?;
            console.note(&format!("note: wrote `{}`\n", printable(&path_text::shown(path).to_string())))?;
        }
        Ok(status)
    }

    /// The file of each variant; none is an input of the solution, nor the position file itself.
    fn targets(
        &self,
        board: Option<&str>,
        variants: &[(String, &MarketRelease, &Release)],
    ) -> Result<Vec<PathBuf>, Failure> {
        let Some(output) = self.output else { return Ok(Vec::new()) };
        let is_folder = variants.len() > 1 || output.is_dir() || output.to_string_lossy().ends_with(['/', '\\']);
        let names = file_names(variants.iter().map(|(name, ..)| name.as_str()));
        let mut targets = Vec::new();
        for ((_, _, release), name) in variants.iter().zip(names) {
            let board = board.map(|board| format!("{board}-")).unwrap_or_default();
            let path = match is_folder {
                true => output.join(format!("{}-{name}-{board}cpl.csv", release.solution)),
                false => output.to_owned(),
            };
            self.writer.check(&path, &Mark::Columns)?;
            targets.push(path);
        }
        Ok(targets)
    }

    /// The answers with what the catalogue knows; of the board alone where one is named.
    fn releases(&self, board: Option<&str>, answered: &Answered) -> Result<Vec<(Option<String>, Release)>, Failure> {
        let mut releases = Vec::new();
        for portfolio in &answered.portfolios {
            releases.push((portfolio.variant.clone(), Release::of(&answered.opened.compiled, portfolio)?));
        }
        let Some(boards) = releases.iter().map(|(_, release)| release.boards()).find(|boards| !boards.is_empty())
        else {
            return Ok(releases);
        };
        let list = boards.join("`, `");
        match board {
            Some(slot) if !boards.iter().any(|board| board == slot) => {
                let message = format!("nothing with a reference designator is part of slot `{}`", printable(slot));
                return Err(Failure::Usage(message, Some(format!("the boards are `{list}`"))));
            }
            Some(slot) => {
                for (_, release) in &mut releases {
                    release.markets = release.markets.iter().map(|market| market.on_board(slot)).collect();
                }
            }
            None if boards.len() > 1 && matches!(self.kind, Kind::Placement(_)) => {
                let message = format!("a position file has one board, and the solution has {}: `{list}`", boards.len());
                let first = boards.first().map_or("", String::as_str);
                return Err(Failure::Usage(message, Some(format!("name the board, as in `--board {first}`"))));
            }
            None => {}
        }
        Ok(releases)
    }

    fn write_project(
        &self,
        folder: &KicadFolder,
        base: Option<&str>,
        variants: &[(String, &MarketRelease, &Release)],
        console: &Console,
    ) -> Result<Status, Failure> {
        let shown = match base {
            Some(code) => variants.iter().find(|(name, market, _)| market.bom.market == code || name == code),
            None => variants.first(),
        };
        let Some((_, shown, _)) = shown else {
            let message = format!(
                "`--base {}` is not an exported market with a bill of materials",
                printable(base.unwrap_or_default())
            );
            return Err(Failure::Usage(message, Some("name a market that is exported and has one".to_owned())));
        };
        let named: Vec<KicadVariant<'_>> =
            variants.iter().map(|(name, market, _)| KicadVariant { name, market }).collect();
        let project = kicad_project(&named, shown, &folder.files);
        let boards = || variants.first().map(|(_, _, release)| release.boards()).unwrap_or_default();
        let project = project.map_err(|error| refusal(folder, &error, &boards()))?;
        let written = folder.write(&project.changed, self.output, &self.writer)?;
        console.note(&format!(
            "note: wrote {} of KiCad with {}; use `Update PCB from Schematic` in KiCad for the board\n",
            plural(written, "file"),
            plural(named.len(), "variant")
        ))?;
        report_project(&project, console)
    }
}

/// The flags of these formats mean nothing in others.
fn refused<T>(flags: &BoardFlags) -> Result<Option<T>, Failure> {
    let given =
        [(flags.positions.is_some(), "--positions", "cpl"), (flags.kicad.is_some(), "--kicad", "kicad-project")];
    match given.iter().find(|(is_given, ..)| *is_given) {
        Some((_, flag, format)) => {
            let message = format!("`{flag}` is only for `--format {format}`");
            Err(Failure::Usage(message, Some(format!("leave `{flag}` out, or use that format"))))
        }
        None => Ok(None),
    }
}

fn positions_of(flags: &BoardFlags) -> Result<Kind, Failure> {
    let Some(path) = &flags.positions else {
        let help = "name the position file of the board, as in `--positions board-top.pos`".to_owned();
        return Err(Failure::Usage("`--format cpl` needs the positions of the parts".to_owned(), Some(help)));
    };
    let bytes = read_file(path).map_err(|unreadable| LoadError::Io(vec![unreadable]))?;
    let file = path_text::shown(path).to_string();
    let read = positions(&file, &bytes).map_err(|finding| {
        let help = "export the positions again as CSV, in millimetres".to_owned();
        Failure::Usage(printable(&finding.to_string()).to_string(), Some(help))
    })?;
    let placed = |one: &Position| Placed {
        designator: one.designator.clone(),
        x: one.x.clone(),
        y: one.y.clone(),
        layer: one.layer.clone(),
        rotation: one.rotation.clone(),
    };
    let list = read.list.iter().map(placed).collect();
    Ok(Kind::Placement(Positions { file, list, findings: read.findings }))
}

fn folder_of(flags: &BoardFlags, output: Option<&Path>) -> Result<KicadFolder, Failure> {
    let Some(folder) = &flags.kicad else {
        let help = "name its folder with `--kicad FOLDER`".to_owned();
        return Err(Failure::Usage("`--format kicad-project` needs a KiCad project".to_owned(), Some(help)));
    };
    if output.is_none() && !flags.in_place {
        let help = "name the folder of the copy with `-o FOLDER`, or write `--in-place` to change the project itself";
        return Err(Failure::Usage("a KiCad project cannot be written to stdout".to_owned(), Some(help.to_owned())));
    }
    KicadFolder::read(folder)
}

/// The bills of materials under their names: the market's code, or the variant's with the market's where it has several.
fn named(releases: &[(Option<String>, Release)]) -> Vec<(String, &MarketRelease, &Release)> {
    let mut list = Vec::new();
    for (variant, release) in releases {
        for market in &release.markets {
            let name = match variant {
                None => market.bom.market.clone(),
                Some(variant) if release.markets.len() == 1 => variant.clone(),
                Some(variant) => format!("{variant} {}", market.bom.market),
            };
            list.push((name, market, release));
        }
    }
    list
}

fn report_findings(findings: &[Finding], console: &Console) -> Result<Status, Failure> {
    let mut status = Status::Clean;
    for finding in findings {
        super::messages::report_import(finding, console)?;
        if finding.severity != Severity::Note {
            status = Status::Findings;
        }
    }
    Ok(status)
}

/// `C1, C2, C3`, and how many more.
fn some_of(designators: &[String]) -> String {
    let shown: Vec<String> = designators.iter().take(NAMED).map(|one| printable(one).to_string()).collect();
    let more = designators.len().saturating_sub(NAMED);
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

fn report_placement(name: &str, file: &str, made: &Placement, console: &Console) -> Result<Status, Failure> {
    let (name, file) = (printable(name), printable(file));
    let (marks, parts): (Vec<String>, Vec<String>) = made.unknown.iter().cloned().partition(|one| is_mark(one));
    let say = |list: &[String], what: &str, text: &str| match list.is_empty() {
        true => Ok(()),
        false => {
            let text = format!("{what}: {name}: {}\n", text.replace("{}", &some_of(list)));
            if what == "warning" { console.warning(&text) } else { console.note(&text) }
        }
    };
    let count = |list: &[String], what| plural(list.len(), what);
    let text =
        format!("{} of `{file}` left out, because nothing is fitted there: {{}}", count(&made.left_out, "position"));
    say(&made.left_out, "note", &text)?;
    let text = format!("{} of `{file}` left out, because no slot has it: {{}}", count(&marks, "mark"));
    say(&marks, "note", &text)?;
    let help = "give their slots these designators in `refdes`, or take them out of the position file";
    let text =
        format!("{} of `{file}` left out, because no slot has it: {{}}\nhelp: {help}", count(&parts, "position"));
    say(&parts, "warning", &text)?;
    let help = "export the positions with side (`Top`, `Bottom`) and rotation";
    let text = format!("`{file}` does not state the side or the rotation of {{}}\nhelp: {help}");
    say(&made.incomplete, "warning", &text)?;
    let help = "export the positions of all parts, or name the board with `--board SLOT`";
    let missing = count(&made.without_position, "designator");
    let text = format!("`{file}` has no position for {missing}: {{}}\nhelp: {help}");
    say(&made.without_position, "warning", &text)?;
    let is_clean = [&parts, &made.incomplete, &made.without_position].iter().all(|list| list.is_empty());
    Ok(if is_clean { Status::Clean } else { Status::Findings })
}

/// Whether a designator is that of a fiducial, a test point or a hole, which is no part.
fn is_mark(designator: &str) -> bool {
    let letters = designator.trim_end_matches(|letter: char| !letter.is_ascii_alphabetic());
    ["FID", "TP", "MH", "H"].iter().any(|mark| letters.eq_ignore_ascii_case(mark))
}

fn report_project(project: &KicadProject, console: &Console) -> Result<Status, Failure> {
    if !project.unknown.is_empty() {
        let count = plural(project.unknown.len(), "designator");
        console.note(&format!(
            "note: {count} of the schematic not changed, because the solution does not know them: {}\n",
            some_of(&project.unknown)
        ))?;
    }
    if !project.differing.is_empty() {
        console.note(&format!(
            "note: {} of the schematic with another value, manufacturer or part number than the base has, which the \
             variants override: {}\n",
            plural(project.differing.len(), "symbol"),
            some_of(&project.differing)
        ))?;
    }
    let mut status = Status::Clean;
    if !project.without_symbol.is_empty() {
        status = Status::Findings;
        console.warning(&format!(
            "warning: the schematic has no symbol for {}: {}\nhelp: annotate the schematic as the slots' `refdes` say, or \
             name the board with `--board SLOT`\n",
            plural(project.without_symbol.len(), "designator"),
            some_of(&project.without_symbol)
        ))?;
    }
    if !project.missing_fields.is_empty() {
        status = Status::Findings;
        console.warning(&format!(
            "warning: some symbols lack fields that differ between variants: {}\nhelp: add these fields to the symbols, \
             because KiCad shows no field of a variant that its symbol does not have\n",
            some_of(&project.missing_fields)
        ))?;
    }
    Ok(status)
}

fn refusal(folder: &KicadFolder, error: &KicadError, boards: &[String]) -> Failure {
    if let KicadError::SharedDesignators(_) = error {
        let first = boards.first().map_or("", String::as_str);
        let help =
            format!("name the board of the project, as in `--board {first}`; the boards are `{}`", boards.join("`, `"));
        return Failure::Usage(printable(&error.to_string()).to_string(), Some(help));
    }
    let help = match error {
        KicadError::Version { .. } => "open the project in KiCad 10 and save all sheets",
        KicadError::Schematic { .. } | KicadError::Project { .. } | _ => {
            "open the project in KiCad 10 and save it, or name another with `--kicad`"
        }
    };
    Failure::Finding(printable(&folder.inside(&error.to_string())), help.to_owned())
}
