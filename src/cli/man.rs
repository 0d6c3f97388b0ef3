//! `terroir man`: man pages, generated from the same definitions as the help.

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::path_text;
use super::status::Status;
use super::writing::{Force, Mark, Writer, create_folder};
use clap_mangen::Man;
use std::path::PathBuf;

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  terroir man -o ~/.local/share/man/man1     write one page per command\n  \
    terroir man | man -l -                     read the main page")]
pub struct Arguments {
    /// Write one page per command into this folder [default: print the main page to stdout]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

pub fn run(
    arguments: &Arguments,
    global: &Global,
    command: clap::Command,
    console: &Console,
) -> Result<Status, Failure> {
    let mut whole = command.disable_help_subcommand(true);
    whole.build();
    let Some(folder) = &arguments.output else {
        console.print(&page(whole)?)?;
        return Ok(Status::Clean);
    };
    create_folder(folder)?;
    let mut pages = vec![("terroir".to_owned(), whole.clone())];
    let mut next = 0;
    while let Some((name, command)) = pages.get(next).cloned() {
        let below = command.get_subcommands().map(|below| (format!("{name}-{}", below.get_name()), below.clone()));
        pages.extend(below.collect::<Vec<_>>());
        next += 1;
    }
    let writer = Writer::new(arguments.force, &global.packs);
    let path = |name: &str| folder.join(format!("{name}.1"));
    pages.iter().try_for_each(|(name, _)| writer.check(&path(name), &Mark::MAN))?;
    for (name, command) in pages {
        writer.write(&path(&name), page(command)?.as_bytes(), &Mark::MAN)?;
    }
    console.note(&format!("note: wrote {next} pages to `{}`\n", path_text::shown(folder)))?;
    Ok(Status::Clean)
}

fn page(command: clap::Command) -> Result<String, Failure> {
    let mut text = Vec::new();
    // No date: the same command gives the same page.
    Man::new(command).render(&mut text).map_err(Failure::Stdout)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
