//! The command line: one file a command, on the library's public interface alone.
//!
//! A person reads stdout; progress and diagnostics go to stderr. A command gives back how it went, the worst of it all,
//! and `main` turns that into the exit status: 0 answered and clean, 1 findings, 2 could not run.

mod add;
mod answered;
mod board_files;
mod buy;
mod check;
mod codes;
mod completions;
mod conflict_text;
mod console;
mod count;
mod demo;
mod diff;
mod edit;
mod explain;
mod explain_text;
mod export;
mod exported;
mod facts;
mod failure;
mod findings;
mod global;
mod graph;
mod horizon;
mod impact;
mod import;
mod import_columns;
mod import_offers;
mod internal_fault;
mod kicad_folder;
mod lock_file;
mod locking;
mod man;
mod matrix;
mod merge;
mod messages;
mod new;
mod new_area;
mod outputs;
mod pages;
mod path_text;
mod proofs;
mod region_audit;
mod region_entries;
mod region_page;
mod region_sentences;
mod regions;
mod report;
mod request_flags;
mod resolve;
mod review;
mod sbom;
mod schema;
mod session;
mod skus;
mod status;
mod table_width;
mod templates;
mod value_words;
mod variant_flags;
mod warnings;
mod what_if;
mod wording;
mod writing;

use clap::{CommandFactory, Parser, Subcommand};
use console::Console;
use failure::Failure;
use global::Global;
use status::Status;
use std::process::ExitCode;

/// Resolve the valid bill of materials of an IoT product for every market, or explain why there is none.
#[derive(Parser)]
#[command(name = "terroir", version, max_term_width = 120, after_help = EXAMPLE, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

const EXAMPLE: &str = "Examples:\n  terroir demo                    resolve a street light for ten markets\n  \
    terroir new my-lamp             create a solution of your own\n  \
    cd my-lamp && terroir resolve   resolve its bills of materials";

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
    /// Create a solution from existing part lists: `import bom NAME=FILE …`; or offers from saved answers: `import offers`
    Import(import::Arguments),
    /// Compare markets slot by slot: what is shared, what varies, and why
    Matrix(matrix::Arguments),
    /// Show where a component is used, what depends on it and what could replace it
    Impact(impact::Arguments),
    /// Compare today's answers with those without a component, an origin or a maker, or on another date
    WhatIf(what_if::Arguments),
    /// Compare two markets, locks or solutions and explain the differences
    Diff(diff::Arguments),
    /// Review a change: what it does to all markets, grouped by the edits that cause it
    Review(review::Arguments),
    /// Show when markets change or lose their bill of materials, and why
    Horizon(horizon::Arguments),
    /// Merge partial results, resolved on several machines, into one lock
    Merge(merge::Arguments),
    /// Export bills of materials as CSV, xlsx, CycloneDX or KiCad variants
    Export(export::Arguments),
    /// Show what to order in a year, by seller: price tiers, quantities, excess, what each market pays
    Buy(buy::Arguments),
    /// Find the fewest hardware SKUs that serve all markets, and prove that fewer are not possible
    Skus(skus::Arguments),
    /// Count the valid variants of every market, of all choices and of hardware alone
    Count(count::Arguments),
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
    /// Show the help of a command, or a page: conditions, csv, gaps, offers, capabilities
    Help(pages::Arguments),
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let report = |failure| messages::report_failure(failure, &Console::plain());
    internal_fault::caught(parsed_and_run, report)
}

fn parsed_and_run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(usage) => return usage_status(&usage),
    };
    let console = Console::new(cli.global.color, cli.global.message_format, cli.global.verbosity());
    let done = cli.global.check_packs().and_then(|()| command(&cli, &console));
    let with_reason = |status| match status {
        Status::Clean => Ok(status),
        Status::Findings | Status::NotDone => console.reason().map(|()| status),
    };
    let status = match done.and_then(with_reason) {
        Ok(status) => status,
        Err(failure) => messages::report_failure(failure, &console),
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
        Command::Review(arguments) => review::run(arguments, global, console),
        Command::Horizon(arguments) => horizon::run(arguments, global, console),
        Command::Merge(arguments) => merge::run(arguments, global, console),
        Command::Export(arguments) => export::run(arguments, global, console),
        Command::Buy(arguments) => buy::run(arguments, global, console),
        Command::Skus(arguments) => skus::run(arguments, global, console),
        Command::Count(arguments) => count::run(arguments, global, console),
        Command::Report(arguments) => report::run(arguments, global, console),
        Command::Graph(arguments) => graph::run(arguments, global, console),
        Command::Regions(arguments) => regions::run(arguments, global, console),
        Command::Schema(arguments) => schema::run(arguments, global, console),
        Command::Completions(arguments) => completions::run(arguments, Cli::command(), console),
        Command::Man(arguments) => man::run(arguments, global, Cli::command(), console),
        Command::Help(arguments) => pages::run(arguments, Cli::command(), console),
    }
}

/// Prints the help, the version or the error of clap. Only errors are wrong usage.
fn usage_status(usage: &clap::Error) -> ExitCode {
    match usage.print() {
        Ok(()) if !usage.use_stderr() => Status::Clean.into(),
        Ok(()) => Status::NotDone.into(),
        Err(_) if usage.use_stderr() => Status::NotDone.into(),
        Err(error) => messages::report_failure(Failure::Stdout(error), &Console::plain()).into(),
    }
}
