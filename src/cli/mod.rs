//! The command line: one file a command, on the library's public interface alone.
//!
//! A person reads stdout; progress and diagnostics go to stderr. A command gives back how it went, the worst of it all,
//! and `main` change_points that into the exit status: 0 answered and clean, 1 findings, 2 could not run.

mod add;
mod check;
mod codes;
mod completions;
mod console;
mod demo;
mod diff;
mod edit;
mod explain;
mod explain_text;
mod export;
mod facts;
mod failure;
mod file;
mod findings;
mod graph;
mod horizon;
mod impact;
mod import;
mod locking;
mod man;
mod matrix;
mod merge;
mod new;
mod new_area;
mod region_audit;
mod regions;
mod render;
mod report;
mod resolve;
mod schema;
mod session;
mod skus;
mod table_width;
mod templates;
mod what_if;

use clap::{Parser, Subcommand, ValueEnum};
use console::{Console, Status};
use failure::Failure;
use locking::LockFile;
use std::path::PathBuf;
use std::process::ExitCode;
use terroir::load::{load_frozen, load_with};
use terroir::{Date, Solution};

/// The valid bill of materials of an IoT product for every market, or the reasons why there is none.
#[derive(Parser)]
#[command(name = "terroir", version, max_term_width = 120, after_help = EXAMPLE)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

const EXAMPLE: &str = "Example:\n  terroir demo                    see a street light for ten markets\n  \
    terroir new my-lamp             start a solution of your own\n  \
    cd my-lamp && terroir resolve   its bills of materials";

/// What every command takes.
#[derive(clap::Args)]
struct Global {
    /// The solution's folder [default: the nearest one upwards that holds a solution.toml]
    #[arg(long, value_name = "DIR", global = true)]
    manifest_path: Option<PathBuf>,
    /// A folder of overlays outside the solution, view between the built-in ones and its own; may be given several times
    #[arg(long = "regions", value_name = "DIR", global = true)]
    packs: Vec<PathBuf>,
    /// Take the rows of databases, and the day, from terroir.lock; nothing is written into it
    #[arg(long, global = true)]
    frozen: bool,
    /// Colours in messages
    #[arg(long, value_enum, default_value_t = Color::Auto, global = true)]
    color: Color,
    /// How messages are told on stderr: to people, or one JSON object a message
    #[arg(long, value_enum, default_value_t = MessageFormat::Human, global = true)]
    message_format: MessageFormat,
    /// No warnings, no notes, no progress: only answers and errors
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Markets that are worked on at once [default: as many as there are processors]
    #[arg(long, value_name = "N", global = true)]
    jobs: Option<std::num::NonZeroUsize>,
}

impl Global {
    /// How many threads may be used.
    fn jobs(&self) -> usize {
        self.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, std::num::NonZeroUsize::get)
    }

    /// Refuses packs on both sides of the command's name: of a flag that all commands have, the parser keeps those behind
    /// it alone, and an answer without a pack looks like one with it.
    fn all_packs(&self) -> Result<(), Failure> {
        let typed = std::env::args_os().skip(1).take_while(|word| word != "--");
        let named = typed.filter(|word| word.to_string_lossy().split('=').next() == Some("--regions")).count();
        if named == self.packs.len() {
            return Ok(());
        }
        let help = "write all of them behind the command's name".to_owned();
        Err(Failure::Usage("`--regions` stands in front of the command's name and behind it".to_owned(), Some(help)))
    }

    /// The solution in the folder, with the packs that are named.
    fn load(&self) -> Result<Solution, Failure> {
        self.load_from(&self.folder()).map(|(solution, _)| solution)
    }

    /// The solution in a folder, and the day of its lock where the rows of databases come from there.
    fn load_from(&self, folder: &std::path::Path) -> Result<(Solution, Option<Date>), Failure> {
        if !self.frozen {
            return Ok((load_with(folder, &self.packs)?, None));
        }
        let file = LockFile::read(folder)?;
        let lock = file.required()?;
        Ok((load_frozen(folder, &self.packs, lock)?, Some(lock.as_of)))
    }

    /// The solution's folder: the one named, or the nearest one upwards, as with cargo.
    fn folder(&self) -> PathBuf {
        let Some(named) = &self.manifest_path else { return nearest_folder() };
        let is_manifest = named.file_name().is_some_and(|name| name == "solution.toml");
        match named.parent() {
            Some(parent) if is_manifest && parent.as_os_str().is_empty() => PathBuf::from("."),
            Some(parent) if is_manifest => parent.to_owned(),
            _ => named.clone(),
        }
    }
}

/// The areas of a solution; of one with faults the built-in ones, so that an area can be added before they are mended.
fn or_world(loaded: Result<Solution, Failure>) -> Result<Solution, Failure> {
    match loaded {
        Err(Failure::Faults(_)) => Solution::world().map_err(Failure::Faults),
        loaded => loaded,
    }
}

fn nearest_folder() -> PathBuf {
    let depth = std::env::current_dir().map_or(0, |folder| folder.components().count());
    let upwards = std::iter::successors(Some(PathBuf::from(".")), |folder| Some(folder.join(".."))).take(depth);
    let mut holding = upwards.filter(|folder| folder.join("solution.toml").exists());
    holding.next().map_or_else(|| PathBuf::from("."), |folder| folder.strip_prefix(".").map_or(folder.clone(), shown))
}

/// `..` instead of `./..`; the folder itself stays `.`.
fn shown(folder: &std::path::Path) -> PathBuf {
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, and where NO_COLOR is not set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// Text
    Human,
    /// One JSON object a line
    Json,
}

#[derive(Subcommand)]
enum Command {
    /// Resolve the built-in street light for all its markets
    Demo(demo::Arguments),
    /// Make a solution that resolves as it stands
    New(new::Arguments),
    /// Add to a solution: `add market CODE`
    Add(add::Arguments),
    /// Tell every fault and what is not known, in all markets
    Check(check::Arguments),
    /// The bill of materials of every market; writes terroir.lock
    Resolve(resolve::Arguments),
    /// Why a market has no bill of materials, or why a component was (not) taken
    Explain(explain::Arguments),
    /// Make a solution of the part lists that a team has today: `import bom NAME=FILE …`
    Import(import::Arguments),
    /// Slots by markets: what is shared and what varies
    Matrix(matrix::Arguments),
    /// What hangs on a component, and what takes its place
    Impact(impact::Arguments),
    /// Today's answers beside those without a part, an origin, a supplier, or on another day
    WhatIf(what_if::Arguments),
    /// What differs between two markets, two locks or two solutions, and why
    Diff(diff::Arguments),
    /// When markets lose or change their bill of materials, and through what
    Horizon(horizon::Arguments),
    /// Join the parts that several machines resolved into one lock
    Merge(merge::Arguments),
    /// Write bills of materials for other programs: CSV profiles, xlsx, CycloneDX, variants of a board
    Export(export::Arguments),
    /// The fewest hardware SKUs that serve all markets, and why there are no fewer
    Skus(skus::Arguments),
    /// One HTML page to look at: matrix, the why of every cell, graph, costs, calendar
    Report(report::Arguments),
    /// The graph of slots, parts and needs, as DOT or Mermaid
    Graph(graph::Arguments),
    /// The areas that terroir knows, and the facts of one
    Regions(regions::Arguments),
    /// The JSON Schema of a kind of file, for editors
    Schema(schema::Arguments),
    /// What a shell completes behind `terroir`
    Completions(completions::Arguments),
    /// Pages for `man`
    Man(man::Arguments),
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(usage) => return told_by_clap(&usage),
    };
    let console = Console::new(cli.global.color, cli.global.message_format, cli.global.quiet);
    let status = match cli.global.all_packs().and_then(|()| command(&cli, &console)) {
        Ok(status) => status,
        Err(failure) => failure.report(&console),
    };
    status.into()
}

fn command(cli: &Cli, console: &Console) -> Result<Status, Failure> {
    let global = &cli.global;
    match &cli.command {
        Command::Demo(arguments) => demo::run(arguments, global, console),
        Command::New(arguments) => new::run(arguments, global, console),
        Command::Add(arguments) => add::run(arguments, global, console),
        Command::Check(arguments) => check::run(arguments, global, console),
        Command::Resolve(arguments) => resolve::run(arguments, global, console),
        Command::Explain(arguments) => explain::run(arguments, global, console),
        Command::Import(arguments) => import::run(arguments, console),
        Command::Matrix(arguments) => matrix::run(arguments, global, console),
        Command::Impact(arguments) => impact::run(arguments, global, console),
        Command::WhatIf(arguments) => what_if::run(arguments, global, console),
        Command::Diff(arguments) => diff::run(arguments, global, console),
        Command::Horizon(arguments) => horizon::run(arguments, global, console),
        Command::Merge(arguments) => merge::run(arguments, global, console),
        Command::Export(arguments) => export::run(arguments, global, console),
        Command::Skus(arguments) => skus::run(arguments, global, console),
        Command::Report(arguments) => report::run(arguments, global, console),
        Command::Graph(arguments) => graph::run(arguments, global, console),
        Command::Regions(arguments) => regions::run(arguments, global, console),
        Command::Schema(arguments) => schema::run(arguments, global, console),
        Command::Completions(arguments) => completions::run(arguments, console),
        Command::Man(arguments) => man::run(arguments, console),
    }
}

/// Help and version are answers; everything else that clap tells is wrong usage.
fn told_by_clap(usage: &clap::Error) -> ExitCode {
    let printed = usage.print().is_ok();
    if printed && !usage.use_stderr() { Status::Clean.into() } else { Status::NotDone.into() }
}
