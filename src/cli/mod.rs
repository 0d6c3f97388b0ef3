//! The command line: one file a command, on the library's public interface alone.
//!
//! A person reads stdout; progress and diagnostics go to stderr. A command gives back how it went, the worst of it all,
//! and `main` turns that into the exit status: 0 answered and clean, 1 findings, 2 could not run.

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

/// Resolve the valid bill of materials of an IoT product for every market, or explain why there is none.
#[derive(Parser)]
#[command(name = "terroir", version, max_term_width = 120, after_help = EXAMPLE)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

const EXAMPLE: &str = "Examples:\n  terroir demo                    resolve a street light for ten markets\n  \
    terroir new my-lamp             create a solution of your own\n  \
    cd my-lamp && terroir resolve   resolve its bills of materials";

/// The flags that every command has.
#[derive(clap::Args)]
#[command(next_help_heading = "Global options")]
struct Global {
    /// Solution folder, or its solution.toml [default: the nearest folder upwards with a solution.toml]
    #[arg(long, value_name = "DIR", global = true)]
    manifest_path: Option<PathBuf>,
    /// Apply the overlays in this folder, between the built-in ones and the solution's own; may be repeated
    #[arg(long = "overlays", alias = "regions", value_name = "DIR", global = true)]
    packs: Vec<PathBuf>,
    /// Read database rows and the date from terroir.lock; do not open databases or change the lock
    #[arg(long, global = true)]
    frozen: bool,
    /// Colour messages: auto (on a terminal, unless NO_COLOR is set), always or never
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto, hide_possible_values = true, global = true)]
    color: Color,
    /// Format of messages on stderr: human, or json (one object per line)
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = MessageFormat::Human, hide_possible_values = true, global = true)]
    message_format: MessageFormat,
    /// Print only answers and errors: no warnings, notes or progress
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Number of markets to solve in parallel [default: number of CPUs]
    #[arg(long, value_name = "N", global = true)]
    jobs: Option<std::num::NonZeroUsize>,
}

impl Global {
    /// How many threads to use.
    fn jobs(&self) -> usize {
        self.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, std::num::NonZeroUsize::get)
    }

    /// Refuses packs on both sides of the command's name: of a flag that all commands have, the parser keeps only those
    /// after the name, and an answer without a pack looks like one with it.
    fn check_packs(&self) -> Result<(), Failure> {
        let typed = std::env::args_os().skip(1).take_while(|word| word != "--");
        let is_flag = |word: &str| matches!(word.split('=').next(), Some("--overlays" | "--regions"));
        let given = typed.filter(|word| is_flag(&word.to_string_lossy())).count();
        if given == self.packs.len() {
            return Ok(());
        }
        let help = "give all of them after the command's name".to_owned();
        let message = "`--overlays` is given both before and after the command's name".to_owned();
        Err(Failure::Usage(message, Some(help)))
    }

    /// Loads the solution in the folder, with the packs of `--overlays`.
    fn load(&self) -> Result<Solution, Failure> {
        self.load_from(&self.folder()).map(|(solution, _)| solution)
    }

    /// Loads the solution in a folder; with `--frozen` also returns the date of its lock.
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

/// The areas of a solution; the built-in ones where it has faults, so that an area can be added before they are fixed.
fn or_world(loaded: Result<Solution, Failure>) -> Result<Solution, Failure> {
    match loaded {
        Err(Failure::Faults(_)) => Solution::world().map_err(Failure::Faults),
        loaded => loaded,
    }
}

fn nearest_folder() -> PathBuf {
    let depth = std::env::current_dir().map_or(0, |folder| folder.components().count());
    let upwards = std::iter::successors(Some(PathBuf::from(".")), |folder| Some(folder.join(".."))).take(depth);
    let mut solutions = upwards.filter(|folder| folder.join("solution.toml").exists());
    solutions.next().map_or_else(|| PathBuf::from("."), |folder| folder.strip_prefix(".").map_or(folder.clone(), shown))
}

/// `..` instead of `./..`; the folder itself stays `.`.
fn shown(folder: &std::path::Path) -> PathBuf {
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() }
}

// No documentation of the values: clap would print it in the help of every command.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    Human,
    Json,
}

#[derive(Subcommand)]
enum Command {
    /// Resolve the built-in street light for ten markets and write its HTML page
    Demo(demo::Arguments),
    /// Create a solution from a template; with `--area`, create an overlay
    New(new::Arguments),
    /// Add a market to the solution: `add market CODE`
    Add(add::Arguments),
    /// Check all files and markets; report errors, warnings and known gaps
    Check(check::Arguments),
    /// Resolve the bill of materials of every market; write terroir.lock
    Resolve(resolve::Arguments),
    /// Explain why a market has no bill of materials, or why a component was or was not selected
    Explain(explain::Arguments),
    /// Create a solution from existing part lists: `import bom NAME=FILE …`
    Import(import::Arguments),
    /// Compare markets slot by slot: what is shared, what varies, and why
    Matrix(matrix::Arguments),
    /// Show where a component is used, what depends on it and what could replace it
    Impact(impact::Arguments),
    /// Compare today's answers with those without a component, an origin or a maker, or on another date
    WhatIf(what_if::Arguments),
    /// Compare two markets, locks or solutions and explain the differences
    Diff(diff::Arguments),
    /// Show when markets change or lose their bill of materials, and why
    Horizon(horizon::Arguments),
    /// Merge partial results, resolved on several machines, into one lock
    Merge(merge::Arguments),
    /// Export bills of materials as CSV, xlsx, CycloneDX or KiCad variants
    Export(export::Arguments),
    /// Find the fewest hardware SKUs that serve all markets, and prove that fewer are not possible
    Skus(skus::Arguments),
    /// Write one HTML page with the matrix, explanations, graph, costs and calendar
    Report(report::Arguments),
    /// Print the graph of slots, components and needs as DOT or Mermaid
    Graph(graph::Arguments),
    /// List all areas, or show the facts of one area
    Regions(regions::Arguments),
    /// Print or write JSON Schemas of the files, for editors
    Schema(schema::Arguments),
    /// Generate shell completions
    Completions(completions::Arguments),
    /// Generate man pages
    Man(man::Arguments),
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(usage) => return usage_status(&usage),
    };
    let console = Console::new(cli.global.color, cli.global.message_format, cli.global.quiet);
    let status = match cli.global.check_packs().and_then(|()| command(&cli, &console)) {
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

/// Prints what clap has to say: help and version are answers, everything else is wrong usage.
fn usage_status(usage: &clap::Error) -> ExitCode {
    let printed = usage.print().is_ok();
    if printed && !usage.use_stderr() { Status::Clean.into() } else { Status::NotDone.into() }
}
