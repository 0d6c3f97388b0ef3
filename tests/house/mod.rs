//! Reading the crate's own sources: files without their tests, the layer table, and the paths that a file names.

pub mod circles;
mod citations;
pub mod functions;
pub mod literals;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A path of the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Marks around the table of layers in ARCHITECTURE.md, README.md and src/lib.rs.
const TABLE_START: &str = "<!-- layers -->";
const TABLE_END: &str = "<!-- end of layers -->";

/// A source file without its test modules and comments; lines keep their numbers.
pub struct Source {
    /// `resolve/solve.rs`.
    pub name: String,
    /// `["resolve", "solve"]`.
    pub path: Vec<String>,
    /// Lines of code without comments.
    pub lines: Vec<(usize, String)>,
    /// All lines but those of tests, comments included.
    pub text: Vec<(usize, String)>,
}

/// All Rust files of a folder, sorted.
pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// All source files but tests.
pub fn sources() -> Vec<Source> {
    let root = project("src");
    let mut test_modules: BTreeSet<PathBuf> = BTreeSet::new();
    let mut list = Vec::new();
    for file in rust_files(&root) {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let mut path: Vec<String> = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if path.last().is_some_and(|last| last == "mod") {
            path.pop();
        }
        let own = root.join(path.join("/"));
        let (text, modules) = without_tests(&text);
        test_modules.extend(modules.iter().map(|module| own.join(module)));
        let lines =
            text.iter().map(|(number, line)| (*number, code(line))).filter(|(_, line)| !line.is_empty()).collect();
        list.push((file, Source { name, path, lines, text }));
    }
    // A module that is declared under `#[cfg(test)]` is a test with all its files.
    let is_test = |file: &Path| file.with_extension("").ancestors().any(|above| test_modules.contains(above));
    list.into_iter().filter(|(file, _)| !is_test(file)).map(|(_, source)| source).collect()
}

/// The lines before and between tests with their numbers, and the names of test modules in files of their own.
fn without_tests(text: &str) -> (Vec<(usize, String)>, Vec<String>) {
    let (mut lines, mut modules) = (Vec::new(), Vec::new());
    let mut rest = (1..).zip(text.lines());
    while let Some((number, line)) = rest.next() {
        if line.trim() != "#[cfg(test)]" {
            lines.push((number, line.to_owned()));
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let Some((_, item)) = rest.by_ref().find(|(_, line)| !line.trim().starts_with("#[")) else { break };
        if let Some(module) = item.trim().strip_suffix(';').and_then(|item| item.rsplit_once("mod ")) {
            modules.push(module.1.to_owned());
        } else if !item.trim_end().ends_with(['}', ';']) {
            let end = format!("{}}}", " ".repeat(indent));
            let _ = rest.by_ref().find(|(_, line)| *line == end);
        }
    }
    (lines, modules)
}

/// A line without its comment.
fn code(line: &str) -> String {
    let cut = line.match_indices("//").map(|(at, _)| at).find(|at| {
        // Not inside a string: the number of quotes before it is even.
        line.get(..*at).unwrap_or("").replace("\\\"", "").replace("'\"'", "").matches('"').count() % 2 == 0
    });
    line.get(..cut.unwrap_or(line.len())).unwrap_or(line).trim_end().to_owned()
}

/// The table of layers between its marks in a file of the project, without the marks of a doc comment.
pub fn table(file: &str) -> Vec<String> {
    let text = fs::read_to_string(project(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    let lines = text.lines().map(|line| line.trim_start_matches("//!").trim());
    let table: Vec<String> = lines
        .skip_while(|line| *line != TABLE_START)
        .skip(1)
        .take_while(|line| *line != TABLE_END)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    assert!(table.len() > 10, "{file} has no table between `{TABLE_START}` and `{TABLE_END}`");
    table
}

/// The modules of each row of the table in ARCHITECTURE.md: a module imports only from rows above its own.
pub fn layers() -> Vec<Vec<String>> {
    let rows = table("ARCHITECTURE.md").into_iter().filter(|row| row.starts_with("| L"));
    rows.map(|row| {
        let modules = row.split('|').nth(2).unwrap().split('`').skip(1).step_by(2);
        modules.flat_map(str::split_whitespace).map(str::to_owned).collect()
    })
    .collect()
}

/// One path that a file names, from the root of the crate.
#[derive(Clone)]
pub struct Reference {
    pub line: usize,
    pub path: Vec<String>,
}

/// What the files name: references of each file, and names that a file hands on from another.
pub struct Paths {
    /// References in code, by file.
    pub references: BTreeMap<Vec<String>, Vec<Reference>>,
    /// `pub use` by file and name.
    handed_on: BTreeMap<Vec<String>, BTreeMap<String, Vec<String>>>,
}

impl Paths {
    pub fn of(sources: &[Source]) -> Paths {
        let files: BTreeSet<&[String]> = sources.iter().map(|source| source.path.as_slice()).collect();
        let mut paths = Paths { references: BTreeMap::new(), handed_on: BTreeMap::new() };
        for source in sources {
            paths.read(source, &files);
        }
        paths
    }

    fn read(&mut self, source: &Source, files: &BTreeSet<&[String]>) {
        let children: BTreeSet<&str> = files
            .iter()
            .filter(|path| path.split_last().is_some_and(|(_, folder)| folder == source.path))
            .filter_map(|path| path.last().map(String::as_str))
            .collect();
        let mut references = Vec::new();
        let mut lines = source.lines.iter();
        while let Some((number, line)) = lines.next() {
            let Some((visibility, first)) = use_item(line) else {
                references.extend(inline_paths(line).map(|path| (*number, path)));
                continue;
            };
            let mut item = first.to_owned();
            while !item.trim_end().ends_with(';') {
                let Some((_, more)) = lines.next() else { break };
                item.push_str(more.trim());
            }
            for (path, name) in use_tree(&item) {
                if visibility.is_empty() {
                    references.push((*number, path));
                } else if let Some(path) = from_root(&path, source, &children) {
                    self.handed_on.entry(source.path.clone()).or_default().insert(name, path);
                }
            }
        }
        let from_root = |(line, path): (usize, Vec<String>)| {
            from_root(&path, source, &children).map(|path| Reference { line, path })
        };
        self.references.insert(source.path.clone(), references.into_iter().filter_map(from_root).collect());
    }

    /// The file in which what a path names is written, and the name, if the path goes on behind the file.
    pub fn target(&self, path: &[String]) -> (Vec<String>, Option<String>) {
        let mut path = path.to_vec();
        for _ in 0..8 {
            let known = (0..=path.len()).rev().find(|length| self.references.contains_key(&path[..*length]));
            let (file, rest) = path.split_at(known.unwrap_or(0));
            let next = rest.first().and_then(|name| self.handed_on.get(file)?.get(name));
            let Some(next) = next else { return (file.to_vec(), rest.first().cloned()) };
            path = next.iter().chain(&rest[1..]).cloned().collect();
        }
        (Vec::new(), None)
    }
}

/// Visibility and tree of `pub(crate) use a::{b, c};`.
fn use_item(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let (visibility, rest) = match line.strip_prefix("pub(") {
        Some(rest) => rest.split_once(") ").map_or(("", line), |(inside, rest)| (inside, rest)),
        None => line.strip_prefix("pub ").map_or(("", line), |rest| ("pub", rest)),
    };
    rest.strip_prefix("use ").map(|tree| (visibility, tree))
}

/// The paths of a tree of imports, each with the name it brings.
fn use_tree(tree: &str) -> Vec<(Vec<String>, String)> {
    let tree = tree.trim().trim_end_matches(';');
    let Some((prefix, inner)) = tree.split_once('{') else {
        let (path, alias) = tree.split_once(" as ").map_or((tree, None), |(path, alias)| (path, Some(alias)));
        let mut path: Vec<String> = path.split("::").map(|part| part.trim().to_owned()).collect();
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let name = alias.map_or_else(|| path.last().cloned().unwrap_or_default(), |alias| alias.trim().to_owned());
        return vec![(path, name)];
    };
    let inner = inner.trim_end().strip_suffix('}').unwrap_or(inner);
    parts(inner).into_iter().flat_map(|part| use_tree(&format!("{prefix}{part}"))).collect()
}

/// What stands between the commas of a list, with its inner lists whole.
fn parts(list: &str) -> Vec<String> {
    let (mut depth, mut parts, mut part) = (0, Vec::new(), String::new());
    for letter in list.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(letter);
    }
    parts.push(part);
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Paths of at least two parts in a line of code.
fn inline_paths(line: &str) -> impl Iterator<Item = Vec<String>> + '_ {
    let words = line.split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':'));
    let paths = words.filter(|word| word.contains("::") && !word.starts_with(':'));
    paths.map(|word| word.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect())
}

/// A path from the root of the crate, if it names something of the crate.
fn from_root(path: &[String], source: &Source, children: &BTreeSet<&str>) -> Option<Vec<String>> {
    let first = path.first()?.as_str();
    let ups = path.iter().take_while(|part| *part == "super").count();
    let (base, rest): (&[String], &[String]) = match first {
        "crate" => (&[], &path[1..]),
        "self" => (&source.path, &path[1..]),
        "super" => (source.path.get(..source.path.len().checked_sub(ups)?)?, &path[ups..]),
        child if children.contains(child) => (&source.path, path),
        _ => return None,
    };
    Some(base.iter().chain(rest).cloned().collect())
}
