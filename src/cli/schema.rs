//! `terroir schema`: JSON Schemas, with which an editor completes, checks and documents the keys of the files.
//!
//! A file that terroir creates for people to edit names its schema in its first line, as taplo reads it, and the schema is
//! in a folder beside it: an editor needs no network, and the schema has the version that created the file.

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::path_text;
use super::status::Status;
use super::writing::{self, Force, Mark, NewFile, Writer};
use clap::ValueEnum;
use std::path::{Path, PathBuf};
use terroir::{FileKind, json_schema};

#[derive(clap::Args)]
#[command(override_usage = "terroir schema <KIND> [-o FILE]\n       terroir schema --all [-o DIR]")]
#[command(
    after_help = "Examples:\n  terroir schema --all                update the schemas of the solution after an upgrade\n  \
    terroir schema overlay -o packs/ours/schema/overlay.json\n\n\
    An editor with taplo (in VS Code: Even Better TOML) reads the path of a file's schema, relative to the file, from its \
    first line. `terroir new`, `add market` and `import bom` write that line and the schemas:\n  \
    #:schema ./schema/solution.json     in solution.toml\n  \
    #:schema ../schema/catalog.json     in catalog/*.toml\n  \
    #:schema ../schema/offers.json      in offers/*.toml\n  \
    #:schema ../schema/overlay.json     in regions/*.toml"
)]
pub struct Arguments {
    /// Kind of file
    #[arg(value_enum, required_unless_present = "all")]
    kind: Option<SchemaFile>,
    /// Write the schemas of all kinds into a folder
    #[arg(long, conflicts_with = "kind")]
    all: bool,
    /// File to write, or folder with `--all`; an existing schema is replaced only if terroir wrote it [default: stdout;
    /// with `--all`, the folder `schema` of the solution]
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SchemaFile {
    /// solution.toml
    Solution,
    /// catalog/*.toml
    Catalog,
    /// offers/*.toml
    Offers,
    /// regions/*.toml
    Overlay,
    /// sources.toml of a pack
    Sources,
}

impl SchemaFile {
    const ALL: [Self; 5] = [Self::Solution, Self::Catalog, Self::Offers, Self::Overlay, Self::Sources];

    /// The kind of a file of a solution, by its name.
    fn of(name: &str) -> Option<Self> {
        match name.split_once('/') {
            None if name == "solution.toml" => Some(Self::Solution),
            Some(("catalog", rest)) if rest.ends_with(".toml") => Some(Self::Catalog),
            Some(("offers", rest)) if rest.ends_with(".toml") => Some(Self::Offers),
            Some(("regions", rest)) if rest.ends_with(".toml") => Some(Self::Overlay),
            _ => None,
        }
    }

    /// The path of the schema in the folder of the files. No pattern for catalogues or overlays matches it.
    const fn path(self) -> &'static str {
        match self {
            Self::Solution => "schema/solution.json",
            Self::Catalog => "schema/catalog.json",
            Self::Offers => "schema/offers.json",
            Self::Overlay => "schema/overlay.json",
            Self::Sources => "schema/sources.json",
        }
    }

    fn schema(self) -> serde_json::Value {
        json_schema(match self {
            Self::Solution => FileKind::Solution,
            Self::Catalog => FileKind::Catalog,
            Self::Offers => FileKind::Offers,
            Self::Overlay => FileKind::Overlay,
            Self::Sources => FileKind::Sources,
        })
    }

    fn text(self) -> Result<String, Failure> {
        Ok(format!("{}\n", serde_json::to_string_pretty(&self.schema())?))
    }
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let files = match (arguments.kind, &arguments.output) {
        (Some(kind), None) => {
            console.print(&kind.text()?)?;
            return Ok(Status::Clean);
        }
        (Some(kind), Some(path)) => vec![(kind, path.clone())],
        (None, folder) => {
            let folder = folder.clone().map_or_else(|| usual_folder(global), Ok)?;
            SchemaFile::ALL.map(|kind| (kind, folder.join(name(kind)))).to_vec()
        }
    };
    let writer = Writer::new(arguments.force, &global.packs);
    files.iter().try_for_each(|(_, path)| writer.check(path, &Mark::SCHEMA))?;
    for (kind, path) in &files {
        writer.write(path, kind.text()?.as_bytes(), &Mark::SCHEMA)?;
        console.print(&format!("wrote `{}`\n", path_text::shown(path)))?;
    }
    Ok(Status::Clean)
}

fn name(kind: SchemaFile) -> &'static Path {
    Path::new(kind.path()).strip_prefix("schema").unwrap_or(Path::new(kind.path()))
}

fn usual_folder(global: &Global) -> Result<PathBuf, Failure> {
    let solution = global.folder();
    if writing::is_there(&solution.join("solution.toml"))? {
        return Ok(solution.join("schema"));
    }
    let message = "no solution.toml in this folder or above it".to_owned();
    Err(Failure::Usage(message, Some("name a folder with `-o`".to_owned())))
}

/// The files of a new solution with the line that names their schema, followed by the schemas.
pub fn with_schemas(mut files: Vec<NewFile>) -> Result<Vec<NewFile>, Failure> {
    for file in &mut files {
        let up = if file.name.contains('/') { "../" } else { "./" };
        if let Some(kind) = SchemaFile::of(&file.name) {
            file.text.insert_str(0, &line(up, kind));
        }
    }
    // Most solutions begin without offers.
    let has_offers = files.iter().any(|file| SchemaFile::of(&file.name) == Some(SchemaFile::Offers));
    for kind in SchemaFile::ALL.into_iter().filter(|kind| has_offers || *kind != SchemaFile::Offers) {
        files.push(NewFile { name: kind.path().to_owned(), text: kind.text()? });
    }
    Ok(files)
}

/// The first line of a new overlay; missing schemas are created. Empty if the overlay already exists, or if a file of the
/// user has the schema's name.
pub fn line_of_overlay(overlay: &Path) -> Result<String, Failure> {
    if overlay.symlink_metadata().is_ok() {
        return Ok(String::new());
    }
    let folder = path_text::folder_of(overlay);
    let parent = path_text::folder_of(folder);
    let is_of_solution = folder.ends_with("regions") && writing::is_there(&parent.join("solution.toml"))?;
    let (home, up) = if is_of_solution { (parent, "../") } else { (folder, "./") };
    for kind in SchemaFile::ALL.into_iter().filter(|kind| *kind != SchemaFile::Offers) {
        let path = home.join(kind.path());
        writing::create_folder(path_text::folder_of(&path))?;
        writing::create(&path, &kind.text()?)?;
    }
    let is_own = Mark::SCHEMA.find(&home.join(SchemaFile::Overlay.path()), None)? == writing::Found::Own;
    Ok(if is_own { line(up, SchemaFile::Overlay) } else { String::new() })
}

fn line(up: &str, kind: SchemaFile) -> String {
    format!("#:schema {up}{}\n", kind.path())
}
