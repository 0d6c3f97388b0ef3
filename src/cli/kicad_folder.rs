//! The folder of a KiCad project: its files are read, and written into a copy or in place.

use super::failure::Failure;
use super::path_text;
use super::writing::{Created, Swapped, Writer, copy, create, create_folder, swap};
use std::fs;
use std::path::{Path, PathBuf};
use terroir::export::KicadFile;
use terroir::load::{LoadError, read_text};
use terroir::printable;

/// How deep folders may be nested.
const DEEPEST: usize = 16;

/// A KiCad project.
pub struct KicadFolder {
    folder: PathBuf,
    /// The project file and the schematics, by their paths in the folder.
    pub files: Vec<KicadFile>,
    /// All files, by their paths in the folder.
    all: Vec<PathBuf>,
}

impl KicadFolder {
    /// Reads a project.
    pub fn read(folder: &Path) -> Result<Self, Failure> {
        let mut all = Vec::new();
        list(folder, Path::new(""), DEEPEST, &mut all)?;
        all.sort();
        let has_extension =
            |path: &&PathBuf, wanted: &str| path.extension().is_some_and(|extension| extension == wanted);
        let projects: Vec<&PathBuf> =
            all.iter().filter(|path| has_extension(path, "kicad_pro") && path.components().count() == 1).collect();
        let [project] = projects.as_slice() else {
            let (shown, count) = (shown(folder), projects.len());
            let message = format!("expected one `.kicad_pro` file in `{shown}`, found {count}");
            return Err(Failure::Usage(
                message,
                Some("name the folder of one KiCad project with `--kicad`".to_owned()),
            ));
        };
        let is_open = |path: &&PathBuf| has_extension(path, "lck");
        if let Some(lock) = all.iter().find(is_open) {
            let message = format!("the project is open in KiCad: `{}` exists", shown(&folder.join(lock)));
            return Err(Failure::Usage(message, Some("close it in KiCad first".to_owned())));
        }
        let schematics = all.iter().filter(|path| has_extension(path, "kicad_sch"));
        let files = [*project].into_iter().chain(schematics).map(|path| {
            let text = read_text(&folder.join(path)).map_err(|unreadable| LoadError::Io(vec![unreadable]))?;
            let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            Ok(KicadFile { path: parts.join("/"), text })
        });
        let files = files.collect::<Result<Vec<KicadFile>, Failure>>()?;
        Ok(Self { folder: folder.to_owned(), files, all })
    }

    /// A path in the folder, or a message that begins with one, as the user would write it.
    pub fn inside(&self, path: &str) -> String {
        path_text::shown(&self.folder.join(path)).to_string()
    }

    /// Writes the files that change, into a copy of the folder where one is named; how many files changed.
    pub fn write(&self, changed: &[KicadFile], to: Option<&Path>, writer: &Writer) -> Result<usize, Failure> {
        let target = to.unwrap_or(&self.folder);
        if let Some(copy) = to {
            self.check_copy(copy)?;
        }
        for file in changed {
            writer.check_name(&target.join(&file.path))?;
        }
        match to {
            Some(target) => self.write_copy(changed, target)?,
            None => changed.iter().try_for_each(|file| self.replace(file))?,
        }
        Ok(changed.len())
    }

    fn write_copy(&self, changed: &[KicadFile], target: &Path) -> Result<(), Failure> {
        for path in &self.all {
            let to = target.join(path);
            create_folder(path_text::folder_of(&to))?;
            match changed.iter().find(|file| Path::new(&file.path) == path) {
                Some(file) if create(&to, &file.text)? == Created::Kept => return Err(Failure::Changed(to)),
                Some(_) => {}
                None => copy(&self.folder.join(path), &to)?,
            }
        }
        Ok(())
    }

    /// Replaces a file of the project that still holds what was read.
    fn replace(&self, file: &KicadFile) -> Result<(), Failure> {
        let path = self.folder.join(&file.path);
        let read = self.files.iter().find(|one| one.path == file.path).map(|one| one.text.as_str());
        match swap(&path, read, &file.text)? {
            Swapped::Written => Ok(()),
            Swapped::Changed => Err(Failure::Changed(path)),
        }
    }

    fn check_copy(&self, copy: &Path) -> Result<(), Failure> {
        let is_used = fs::read_dir(copy).is_ok_and(|mut entries| entries.next().is_some()) || copy.is_file();
        let is_inside = match (self.folder.canonicalize(), path_text::folder_of(copy).canonicalize()) {
            (Ok(folder), Ok(parent)) => parent.starts_with(folder),
            (Ok(_) | Err(_), _) => false,
        };
        let help = || Some("name a new folder beside the project with `-o`".to_owned());
        match (is_used, is_inside) {
            (true, _) => Err(Failure::Usage(format!("`{}` already has files", shown(copy)), help())),
            (_, true) => Err(Failure::Usage(format!("`{}` is inside the project", shown(copy)), help())),
            (false, false) => Ok(()),
        }
    }
}

fn shown(path: &Path) -> String {
    printable(&path_text::shown(path).to_string())
}

/// The files of a folder and of the folders in it. Hidden ones, KiCad's backups and links are not part of the project.
fn list(folder: &Path, inside: &Path, depth: usize, all: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let place = folder.join(inside);
    let unreadable = |error: std::io::Error| {
        let help = "name the folder of a KiCad project with `--kicad`".to_owned();
        Failure::Usage(format!("cannot read the folder `{}`: {error}", shown(&place)), Some(help))
    };
    for entry in fs::read_dir(&place).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let (kind, name) = (entry.file_type().map_err(unreadable)?, entry.file_name());
        let text = name.to_string_lossy();
        let path = inside.join(&name);
        if text.starts_with('.') || text.ends_with("-backups") {
            continue;
        }
        if kind.is_file() {
            all.push(path);
        } else if kind.is_dir() && depth > 0 {
            list(folder, &path, depth - 1, all)?;
        }
    }
    Ok(())
}
