//! Which files a solution is made of: the patterns of its manifest, and the names in its folders that match.

use super::{MANIFEST, MOST_FILES, Problem, Unreadable, kind};
use crate::model::glob;
use crate::read::{Document, Kind, read};
use crate::span::{File, Files};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A pattern of `[solution] catalog` or `overlays`.
pub(super) struct Pattern {
    pub text: String,
    pub place: Range<usize>,
    /// Whether it is written in the file, not a default.
    pub written: bool,
}

/// What is wrong with it is told when the solution is built.
pub(super) fn manifest_document(text: &str) -> Document {
    let mut files = Files::new();
    let id = files.add(File::new(MANIFEST, text, false));
    read(Kind::Solution, id, &files, &mut Vec::new())
}

/// The patterns in their order.
pub(super) fn patterns(document: &Document) -> Vec<Pattern> {
    let solution = document.root.table("solution");
    let mut out = Vec::new();
    for (key, defaults) in [("catalog", &["catalog/*.toml", "catalog/*.csv"][..]), ("overlays", &["regions/*.toml"])] {
        match solution.filter(|table| table.get(key).is_some()) {
            Some(table) => out.extend(table.texts(key).map(|pattern| Pattern {
                text: pattern.value.to_owned(),
                place: pattern.span.start as usize..pattern.span.end as usize,
                written: true,
            })),
            None => out.extend(defaults.iter().map(|text| Pattern {
                text: (*text).to_owned(),
                place: 0..0,
                written: false,
            })),
        }
    }
    out
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
        // Hidden files are editors' and systems', unless they are asked for.
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
        let texts =
            |text| patterns(&manifest_document(text)).into_iter().map(|pattern| pattern.text).collect::<Vec<_>>();
        assert_eq!(texts("[solution]\ncatalog = [\"x.toml\"]"), ["x.toml", "regions/*.toml"]);
        assert_eq!(texts("[[[["), ["catalog/*.toml", "catalog/*.csv", "regions/*.toml"]);
    }
}
