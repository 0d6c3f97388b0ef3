//! `terroir new`: creates a solution from a template.

use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::path_text;
use super::status::Status;
use super::templates::{self, Template, TemplateFile};
use super::writing::{NewFile, create_all, create_solution};
use super::{edit, new_area, schema};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use terroir::is_name;

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  terroir new my-lamp\n  terroir new my-light --template street-light\n  \
    terroir new --area XK                create an overlay with a comment for every key\n  \
    terroir new --area XK packs/ours     create it in a pack, for `--overlays packs/ours`\n\n\
    Templates: starter (4 slots, 2 markets, a comment for every key), street-light, health-monitor, soil-station\n\n\
    The first line of every file names its JSON Schema. An editor with taplo (in VS Code: Even Better TOML) uses it to \
    complete, check and document the keys. `terroir schema --all` updates the schemas.")]
pub struct Arguments {
    /// Folder to create; must be new or empty. With `--area`, any folder [default: the solution's `regions`, else the
    /// current folder]
    #[arg(value_name = "DIR", required_unless_present = "area")]
    folder: Option<PathBuf>,
    /// Create an overlay for this area in place of a solution
    #[arg(long, value_name = "CODE", conflicts_with = "template")]
    area: Option<String>,
    /// Template to copy
    #[arg(long, value_name = "NAME", default_value = "starter", value_parser = template)]
    template: &'static Template,
}

fn template(name: &str) -> Result<&'static Template, String> {
    let known = || templates::ALL.iter().map(|template| template.name);
    let found = templates::ALL.into_iter().find(|template| template.name == name);
    found.ok_or_else(|| match terroir::nearest(name, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("expected one of `{}`", known().collect::<Vec<_>>().join("`, `")),
    })
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let folder = match (&arguments.area, &arguments.folder) {
        (Some(code), folder) => return new_area::run(code, folder.as_deref(), global, console),
        (None, Some(folder)) => folder,
        (None, None) => return Err(Failure::Usage("the folder to create is missing".to_owned(), None)),
    };
    let files = schema::with_schemas(named(arguments.template, folder))?;
    create(folder, &files)?;
    let (shown, typed) = (folder.display(), path_text::typed(folder));
    console.done(&format!(
        "created `{shown}` from the template `{}`: {} files\n\nnext:\n  cd {typed}\n  terroir resolve          resolve \
         the bill of materials of every market\n  terroir matrix           see what the markets share\n{}",
        arguments.template.name,
        files.len(),
        further_market(arguments.template)
    ))?;
    Ok(Status::Clean)
}

/// The command that adds a market which the template does not have.
fn further_market(template: &Template) -> String {
    let has = |code: &str| template.files.iter().any(|file| file.text.contains(&format!("\"{code}\"")));
    let further = ["JP", "FR", "MX", "ZA"].into_iter().find(|code| !has(code));
    further.map(|code| format!("  terroir add market {code}    add a market\n")).unwrap_or_default()
}

/// Writes the files of a solution into a folder that is new or empty.
pub fn create(folder: &Path, files: &[NewFile]) -> Result<(), Failure> {
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => create_solution(folder, files),
        Err(error) => Err(Failure::Write(folder.to_owned(), error)),
        Ok(_) => {
            require_empty(folder)?;
            create_all(folder, files)
        }
    }
}

/// The user's files are never touched.
fn require_empty(folder: &Path) -> Result<(), Failure> {
    let help = || Some("name a new or an empty folder".to_owned());
    match fs::read_dir(folder).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::Usage(format!("`{}` is not empty", folder.display()), help())),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(Failure::Usage(format!("`{}` is not a folder", folder.display()), help()))
        }
        Err(error) => Err(Failure::Write(folder.to_owned(), error)),
    }
}

/// The template's files; the solution takes the name of the folder, as with `cargo new`.
fn named(template: &Template, folder: &Path) -> Vec<NewFile> {
    let name = folder.file_name().and_then(|name| name.to_str()).filter(|name| is_name(name));
    let file = |file: &TemplateFile| {
        let renamed = name.filter(|_| file.name == "solution.toml").and_then(|name| edit::rename(file.text, name));
        NewFile { name: file.name.to_owned(), text: renamed.unwrap_or_else(|| file.text.to_owned()) }
    };
    template.files.iter().map(file).collect()
}
