//! The files that an export writes: their names, and their places.

use super::console::Console;
use super::failure::Failure;
use super::path_text;
use super::writing::{Mark, Writer};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use terroir::printable;

/// A file to be written: its name in a folder, and its bytes.
pub struct Output {
    pub name: String,
    pub bytes: Vec<u8>,
    /// How it is known again.
    pub mark: Mark,
}

/// The path of each output; empty where all go to stdout. Several need a folder, and none is an input of the solution.
pub fn targets(
    output: Option<&Path>,
    files: usize,
    outputs: &[Output],
    writer: &Writer,
) -> Result<Vec<PathBuf>, Failure> {
    let Some(target) = output else { return Ok(Vec::new()) };
    let is_folder = files > 1 || target.is_dir() || target.to_string_lossy().ends_with(['/', '\\']);
    let path = |output: &Output| if is_folder { target.join(&output.name) } else { target.to_path_buf() };
    let targets: Vec<PathBuf> = outputs.iter().map(path).collect();
    if is_folder && !target.is_dir() {
        writer.check_name(target)?;
    }
    if is_folder && target.is_file() {
        let message =
            format!("`{}` is a file, and there are {files} to write", printable(&path_text::shown(target).to_string()));
        return Err(Failure::Usage(message, Some("name a folder with `-o DIR`".to_owned())));
    }
    targets.iter().zip(outputs).try_for_each(|(path, output)| writer.check(path, &output.mark))?;
    Ok(targets)
}

/// Writes the outputs, each to its file.
pub fn write(targets: &[PathBuf], outputs: &[Output], writer: &Writer, console: &Console) -> Result<(), Failure> {
    if targets.is_empty() {
        return outputs.iter().try_for_each(|output| console.print(&String::from_utf8_lossy(&output.bytes)));
    }
    for (path, output) in targets.iter().zip(outputs) {
        writer.write(path, &output.bytes, &output.mark)?;
        console.note(&format!("note: wrote `{}`\n", printable(&path_text::shown(path).to_string())))?;
    }
    Ok(())
}

/// The longest name of a file without its ending, in bytes: file systems take 255 for the whole.
const LONGEST: usize = 200;

/// The name, cut to what file systems take, and numbered before its ending where it is taken: `lamp-A-US-CA-release-2.csv`.
pub fn free_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let (stem, ending) = name.find('.').map_or((name, ""), |at| name.split_at(at));
    let end = (0..=LONGEST.min(stem.len())).rev().find(|at| stem.is_char_boundary(*at)).unwrap_or(0);
    let stem = stem.get(..end).unwrap_or_default();
    let numbered = (2_usize..).map(|number| format!("{stem}-{number}{ending}"));
    let mut names = std::iter::once(format!("{stem}{ending}")).chain(numbered);
    names.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_differ_and_fit() {
        let mut taken = BTreeSet::new();
        let names = ["a-US-CA.csv", "A-us-ca.csv", "a-US-CA-2.csv", "a.cdx.json", "a.cdx.json"];
        let free = names.map(|name| free_name(name, &mut taken));
        assert_eq!(free, ["a-US-CA.csv", "A-us-ca-2.csv", "a-US-CA-2-2.csv", "a.cdx.json", "a-2.cdx.json"]);
        let long = "ä".repeat(120);
        let free = [free_name(&long, &mut taken), free_name(&long, &mut taken)];
        assert_eq!(free, ["ä".repeat(100), format!("{}-2", "ä".repeat(100))]);
    }
}
