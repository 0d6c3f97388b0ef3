//! `terroir new`: a solution that resolves as it stands.

use super::console::{Console, Status};
use super::failure::Failure;
use super::templates::{self, Template};
use super::{Global, edit, file, new_area, schema};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use terroir::is_name;

#[derive(clap::Args)]
#[command(after_help = "Example:\n  terroir new my-lamp\n  terroir new my-light --template street-light\n  \
    terroir new --area XK                one more area: an overlay with a comment per key\n  \
    terroir new --area XK packs/ours     the same in a pack, for `--regions packs/ours`\n\n\
    Templates: starter (4 slots, 2 markets, a comment per key), street-light, health-monitor, soil-station\n\n\
    Every file begins with the schema by which an editor with taplo (in VS Code: Even Better TOML) completes it, checks\n\
    it and tells what a key means: open the folder and point at a key. `terroir schema --all` renews the schemas.")]
pub struct Arguments {
    /// The folder to make; it must not be there yet, or be empty. With `--area` any folder [default: the solution's
    /// `regions`, else this one]
    #[arg(value_name = "DIR", required_unless_present = "area")]
    folder: Option<PathBuf>,
    /// Make no solution, but an overlay: the skeleton of an area's facts
    #[arg(long, value_name = "CODE", conflicts_with = "template")]
    area: Option<String>,
    /// What to start from
    #[arg(long, value_name = "NAME", default_value = "starter", value_parser = template)]
    template: &'static Template,
}

fn template(name: &str) -> Result<&'static Template, String> {
    let known = || templates::ALL.iter().map(|template| template.name);
    let found = templates::ALL.into_iter().find(|template| template.name == name);
    found.ok_or_else(|| match terroir::name::nearest(name, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the templates are {}", known().collect::<Vec<_>>().join(", ")),
    })
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let folder = match (&arguments.area, &arguments.folder) {
        (Some(code), folder) => return new_area::run(code, folder.as_deref(), global, console),
        (None, Some(folder)) => folder,
        (None, None) => return Err(Failure::Usage("which folder?".to_owned(), None)),
    };
    let files = schema::with_schemas(&named(arguments.template, folder))?;
    make(folder, &files)?;
    let (shown, typed) = (folder.display(), file::typed(folder));
    console.print(&format!(
        "made `{shown}` from the template `{}`: {} files\n\nnext:\n  cd {typed}\n  terroir resolve          the bill \
         of materials of every market\n  terroir matrix           what the markets share\n  terroir add market JP    \
         one market more\n",
        arguments.template.name,
        files.len()
    ))?;
    Ok(Status::Clean)
}

/// Writes the files of a solution into a folder that is not there yet, or is empty.
pub fn make(folder: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => stage(folder, files),
        Err(error) => Err(Failure::Write(folder.to_owned(), error)),
        Ok(_) => {
            refuse_used(folder)?;
            write(folder, files)
        }
    }
}

/// Files of the user's are never touched.
fn refuse_used(folder: &Path) -> Result<(), Failure> {
    let help = || Some("name a folder that is not there yet, or an empty one".to_owned());
    match fs::read_dir(folder).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::Usage(format!("`{}` is not empty", folder.display()), help())),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(Failure::Usage(format!("`{}` is no folder", folder.display()), help()))
        }
        Err(error) => Err(Failure::Write(folder.to_owned(), error)),
    }
}

/// The template's files; the solution takes the folder's name, as a package takes it from cargo.
fn named(template: &Template, folder: &Path) -> Vec<(&'static str, String)> {
    let name = folder.file_name().and_then(|name| name.to_str()).filter(|name| is_name(name));
    let text = |file: &str, text: &str| match name {
        Some(name) if file == "solution.toml" => edit::rename(text, name).unwrap_or_else(|| text.to_owned()),
        _ => text.to_owned(),
    };
    template.files.iter().map(|(file, content)| (*file, text(file, content))).collect()
}

/// Writes into a folder beside, and gives it its name when all is there: the folder is whole or not there.
fn stage(folder: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    let failed = |error| Failure::Write(folder.to_owned(), error);
    let parent = file::folder_of(folder);
    file::create_folder(parent)?;
    let made = tempfile::Builder::new().prefix(".terroir-").tempdir_in(parent);
    let staging = made.map_err(|error| failed(file::of_system(error)))?;
    // A folder inside, for the outer one is the user's alone and the new one shall be as any other.
    let inner = staging.path().join("new");
    write(&inner, files)?;
    fs::rename(&inner, folder).and_then(|()| file::sync_folder(parent)).map_err(failed)
}

/// Writes all files, `solution.toml` last: without it, it is no solution.
fn write(folder: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    let is_manifest = |name: &str| name == "solution.toml";
    let others = files.iter().filter(|(name, _)| !is_manifest(name));
    for (name, text) in others.chain(files.iter().filter(|(name, _)| is_manifest(name))) {
        let path = folder.join(name);
        file::create_folder(file::folder_of(&path))?;
        if !file::create(&path, text)? {
            let message = format!("`{}` is there already", path.display());
            return Err(Failure::Usage(message, None));
        }
    }
    Ok(())
}
