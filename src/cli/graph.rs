//! `terroir graph`: the graph of slots, parts and needs.

use super::Global;
use super::console::{Console, Status};
use super::failure::Failure;
use super::locking::LockFile;
use super::render;
use super::session::{Opened, Question};
use terroir::export;
use terroir::lock::Lock;

#[derive(clap::Args)]
#[command(
    after_help = "Example:\n  terroir graph --format mermaid >> README.md\n  terroir graph | dot -Tsvg -o graph.svg\n\n\
    The graph is read off the answers: slots with what fills them, what they are a part of, and whose needs they meet."
)]
pub struct Arguments {
    #[command(flatten)]
    question: Question,
    /// The language
    #[arg(long, value_enum, default_value_t = Format::Dot)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Graphviz
    Dot,
    /// A flowchart that GitHub and GitLab draw in Markdown
    Mermaid,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let kept = LockFile::read(&global.folder())?.lock.as_ref().map(Lock::kept);
    let day = arguments.question.day(&opened, None, console)?;
    let portfolio = opened.portfolio(&arguments.question.request(day, kept))?;
    let graph = export::graph(opened.solution.model(), &portfolio);
    console.print(&match arguments.format {
        Format::Dot => export::dot(&graph, &portfolio.solution),
        Format::Mermaid => export::mermaid(&graph),
    })?;
    render::answers(console, &opened.solution, &portfolio, &arguments.question.deny)
}
