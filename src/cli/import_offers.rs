//! `terroir import offers`: recorded answers of shops become a file of offers.

use super::console::Console;
use super::failure::Failure;
use super::path_text;
use super::request_flags::today;
use super::status::Status;
use super::wording::plural;
use super::writing;
use std::path::{Path, PathBuf};
use terroir::Date;
use terroir::import::{Shop, read_offers};
use terroir::load::{LoadError, read_file};

#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  terroir import offers --from mouser answer.json --quoted 2026-11-30 -o offers/mouser.toml\n\n\
    The files are answers of a shop's programming interface that you have saved; nothing is fetched. Offers are for part \
    numbers, so `check` reports those that no component has. With `-o` the file must not exist yet."
)]
pub struct Offers {
    /// Shop that gave the answers: mouser, digikey, nexar or jlc
    #[arg(long, value_name = "SHOP")]
    from: Shop,
    /// Saved answers in JSON
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Day of the quotation [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    quoted: Option<Date>,
    /// File to create [default: stdout]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub fn run(flags: &Offers, console: &Console) -> Result<Status, Failure> {
    let quoted = flags.quoted.map_or_else(today, Ok)?;
    let (mut text, mut count, mut status) = (String::new(), 0, Status::Clean);
    for path in &flags.files {
        let bytes = read_file(path).map_err(|unreadable| LoadError::Io(vec![unreadable]))?;
        let shown = path_text::shown(path);
        let read = read_offers(flags.from, &String::from_utf8_lossy(&bytes), quoted)
            .map_err(|error| Failure::Usage(format!("`{shown}`: {error}"), None))?;
        for one in &read.left_out {
            console.warning(&format!("warning: `{shown}`: {one}\n"))?;
            status = Status::Findings;
        }
        count += read.count;
        text.push_str(&read.text);
    }
    match &flags.output {
        None => console.print(&text)?,
        Some(path) => {
            write(path, &text)?;
            console.print(&format!("wrote {} to `{}`\n", plural(count, "offer"), path_text::shown(path)))?;
        }
    }
    Ok(status)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    writing::create_folder(path_text::folder_of(path))?;
    if writing::is_there(path)? {
        let message = format!("`{}` already exists", path_text::shown(path));
        return Err(Failure::Usage(message, Some("name another file, or move this one away".to_owned())));
    }
    writing::create(path, text).map(drop)
}
