//! `terroir graph`: the graph of slots, components and needs.

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::lock_file::LockFile;
use super::messages;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use terroir::export;

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  terroir graph --format mermaid >> README.md\n  terroir graph | dot -Tsvg -o graph.svg\n\n\
    The graph is built from the answers: slots with the components that fill them, the slots they are part of, and the \
    needs they meet."
)]
#[command(mut_arg("variants", |flag| flag.hide(true)))]
pub struct Arguments {
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Dot)]
    format: Format,
    #[command(flatten)]
    request: RequestFlags,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// DOT, for Graphviz
    Dot,
    /// Mermaid flowchart, which GitHub and GitLab render in Markdown
    Mermaid,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let lock = LockFile::read(&global.folder())?.lock;
    let day = arguments.request.day(&opened, None, console)?;
    let portfolio = opened.portfolio(&arguments.request.single(&opened, day, lock.as_ref(), console)?)?;
    let graph = export::graph(&opened.compiled, &portfolio);
    console.print(&match arguments.format {
        Format::Dot => export::dot(&graph, &portfolio.solution),
        Format::Mermaid => export::mermaid(&graph),
    })?;
    messages::report_answers(console, &opened.solution, std::slice::from_ref(&portfolio), &arguments.request.deny)
}
