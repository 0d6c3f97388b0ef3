//! `terroir completions`: shell completions, generated from the definitions of the flags.

use super::console::Console;
use super::failure::Failure;
use super::status::Status;
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

pub fn run(arguments: &Arguments, mut command: clap::Command, console: &Console) -> Result<Status, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "terroir", &mut text);
    console.print(&String::from_utf8_lossy(&text))?;
    Ok(Status::Clean)
}
