//! Which files a solution is made of: the names in its folders that match a pattern of its manifest.

use super::problem::kind;
use super::values::{MOST_VALUES, weight};
use super::{MANIFEST, MOST_FILES, Problem, Unreadable};
use crate::model::glob;
use crate::schema::{Document, FileKind, read};
use crate::span::{File, Files};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The manifest of a solution. Its errors are reported later, when the solution is built; one with too many values is not
/// parsed.
pub(super) fn manifest_document(text: &str) -> Document {
    let mut files = Files::new();
    let text = if weight(MANIFEST, text) > MOST_VALUES { "" } else { text };
    let id = files.add(File::new(MANIFEST, text));
    read(FileKind::Solution, id, &files, &mut Vec::new())
}

/// Folder and file name of a pattern; `None` where it could lead out of the solution.
pub(super) fn split(pattern: &str) -> Option<(&str, &str)> {
    let (folder, file) = match pattern.rsplit_once('/') {
        Some(("", _)) => return None,
        found => found.unwrap_or(("", pattern)),
    };
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
    let folders_are_plain =
        folder.is_empty() || folder.split('/').all(|part| plain(part) && !part.contains(['*', '?']));
    (folders_are_plain && plain(file)).then_some((folder, file))
}

/// The names of the files that match, sorted, relative to the solution.
pub(super) fn matching(root: &Path, folder: &str, pattern: &str) -> Result<Vec<String>, Vec<Unreadable>> {
    let one = |path: PathBuf, problem| vec![Unreadable { path, problem }];
    let mut path = root.to_owned();
    for part in folder.split('/').filter(|part| !part.is_empty()) {
        path.push(part);
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_dir() => {}
            Ok(found) => {
                let problem = Problem::Kind { found: kind(found.file_type()), wanted: "a folder" };
                return Err(one(path, problem));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(one(path, error.into())),
        }
    }
    let entries = fs::read_dir(&path).map_err(|error| one(path.clone(), error.into()))?;
    let (mut names, mut unreadable) = (BTreeSet::new(), Vec::new());
    for entry in entries {
        let name = entry.map_err(|error| one(path.clone(), error.into()))?.file_name();
        // Hidden files belong to editors and systems, unless the pattern names them.
        let hidden = name.to_string_lossy().starts_with('.') && !pattern.starts_with('.');
        if hidden || !glob(pattern, &name.to_string_lossy()) {
            continue;
        }
        match name.to_str() {
            Some(name) if folder.is_empty() => names.insert(name.to_owned()),
            Some(name) => names.insert(format!("{folder}/{name}")),
            None => {
                unreadable.push(Unreadable { path: path.join(&name), problem: Problem::Name });
                continue;
            }
        };
        if names.len() > MOST_FILES {
            return Err(one(path, Problem::TooMany));
        }
    }
    if unreadable.is_empty() { Ok(names.into_iter().collect()) } else { Err(unreadable) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{catalog_patterns, overlay_patterns};

    #[test]
    fn a_pattern_stays_inside_the_solution() {
        for pattern in ["catalog/*.toml", "a.toml", "a/b/c?.csv", "*"] {
            assert!(split(pattern).is_some(), "{pattern}");
        }
        for pattern in
            ["../a.toml", "/a.toml", "/etc/*", "a/../b", "a//b", "*/a.toml", "./a", "a\\b", "C:a", "", "a/", ".."]
        {
            assert!(split(pattern).is_none(), "{pattern}");
        }
    }

    #[test]
    fn stars_and_question_marks_fit() {
        for (name, pattern, fit) in [
            ("a.toml", "*.toml", true),
            ("a.toml", "?.toml", true),
            ("a.tomlx", "*.toml", false),
            ("", "*", true),
            ("aXbXc", "a*b*c", true),
            ("ab", "a?b", false),
            ("ä.toml", "?.toml", true),
        ] {
            assert_eq!(glob(pattern, name), fit, "{name} {pattern}");
        }
    }

    #[test]
    fn patterns_of_the_file_replace_the_defaults() {
        let texts = |text| {
            let root = manifest_document(text).root;
            let all = catalog_patterns(&root).into_iter().chain(overlay_patterns(&root));
            all.map(|pattern| pattern.text).collect::<Vec<_>>()
        };
        assert_eq!(texts("[solution]\ncatalog = [\"x.toml\"]"), ["x.toml", "regions/*.toml"]);
        assert_eq!(texts("[[[["), ["catalog/*.toml", "catalog/*.csv", "regions/*.toml"]);
    }
}
