//! `terroir completions`: shell completions, generated from the definitions of the flags.

use super::Cli;
use super::console::{Console, Status};
use super::failure::Failure;
use clap::CommandFactory;
use clap_complete::Shell;

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  terroir completions bash > ~/.local/share/bash-completion/completions/terroir\n  \
    terroir completions fish > ~/.config/fish/completions/terroir.fish"
)]
pub struct Arguments {
    /// Shell to generate completions for
    #[arg(value_enum)]
    shell: Shell,
}

pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "terroir", &mut text);
    console.print(&String::from_utf8_lossy(&text))?;
    Ok(Status::Clean)
}
