//! `terroir schema`: JSON Schemas, so that an editor completes and checks the files.

use super::console::{Console, Status};
use super::failure::Failure;
use clap::ValueEnum;
use terroir::read::{Kind, json_schema};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  terroir schema solution > solution.schema.json\n\n\
    An editor with the taplo or Even Better TOML plug-in takes it by a first line\n  #:schema ./solution.schema.json")]
pub struct Arguments {
    /// The kind of file
    #[arg(value_enum)]
    kind: FileKind,
}

#[derive(Clone, Copy, ValueEnum)]
enum FileKind {
    /// solution.toml
    Solution,
    /// catalog/*.toml
    Catalog,
    /// regions/*.toml
    Overlay,
    /// regions/sources.toml
    Sources,
}

pub fn run(arguments: &Arguments, console: &Console) -> Result<Status, Failure> {
    let kind = match arguments.kind {
        FileKind::Solution => Kind::Solution,
        FileKind::Catalog => Kind::Catalog,
        FileKind::Overlay => Kind::Overlay,
        FileKind::Sources => Kind::Sources,
    };
    console.print(&format!("{}\n", serde_json::to_string_pretty(&json_schema(kind))?))?;
    Ok(Status::Clean)
}
