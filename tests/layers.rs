//! The house: which module may import which, how long files are, what may not stand in them, and what the built-in
//! overlays cite. Everything is read from the files, so a breach is named with its file and line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{project, text};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// The table of layers: a module imports only from layers above its own. Engine and kernel stand apart: the kernel
/// writes its problems in the engine's words, and the engine knows no other module at all.
///
/// Answers (`bom`) are plain data of dates, numbers and places, so they stand beside diagnostics: the model uses their
/// words for kinds and option values, and everything that tells an answer reads them.
const LAYERS: [&[&str]; 21] = [
    &["span", "name", "number", "date", "keyed_vec"],
    &["terms", "engine"],
    &["diagnostic", "bom"],
    &["compare"],
    &["syntax"],
    &["schema"],
    &["model"],
    &["overlay"],
    &["regions"],
    &["solution"],
    &["kernel", "verify"],
    &["query"],
    &["explain"],
    &["resolve", "lint", "impact"],
    &["portfolio", "horizon"],
    &["lock"],
    &["diff"],
    &["export"],
    &["import"],
    &["load"],
    &["cli", "main"],
];

/// Imports against the table, each with its reason. One that is no longer needed fails the test too.
const EXCEPTIONS: [(&str, &str, &str); 0] = [];

/// What the independent checker may never see.
const HIDDEN_FROM_VERIFY: [&str; 5] = ["kernel", "engine", "query", "resolve", "explain"];

/// Most lines of a file before its tests.
const LONGEST: usize = 400;

/// Files that are still longer.
const LONGER: [&str; 0] = [];

/// Words that may not stand outside tests.
const FORBIDDEN: [&str; 11] = [
    ".unwrap()",
    ".expect(",
    "panic!(",
    "println!(",
    "eprintln!(",
    "print!(",
    "eprint!(",
    "todo!(",
    "unimplemented!(",
    "unreachable!(",
    "dbg!(",
];

/// A source file without its test modules and comments; lines keep their numbers.
struct Source {
    /// `resolve/solve.rs`.
    name: String,
    /// `["resolve", "solve"]`.
    path: Vec<String>,
    lines: Vec<(usize, String)>,
    /// Lines with comments, tests excluded.
    length: usize,
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let root = project("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    let mut test_modules: BTreeSet<PathBuf> = BTreeSet::new();
    let mut list = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        let name = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let mut path: Vec<String> = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if path.last().is_some_and(|last| last == "mod") {
            path.pop();
        }
        let own = root.join(path.join("/"));
        let (lines, length, modules) = without_tests(&text);
        test_modules.extend(modules.iter().map(|module| own.join(module)));
        list.push((file.clone(), Source { name, path, lines, length }));
    }
    // A module that is declared under `#[cfg(test)]` is a test with all its files.
    let is_test = |file: &Path| {
        let plain = file.with_extension("");
        plain.ancestors().any(|above| test_modules.contains(above))
    };
    list.into_iter().filter(|(file, _)| !is_test(file)).map(|(_, source)| source).collect()
}

/// The lines of code with their numbers, how many lines stand before the tests, and the names of test modules in files
/// of their own.
fn without_tests(text: &str) -> (Vec<(usize, String)>, usize, Vec<String>) {
    let (mut lines, mut length, mut modules) = (Vec::new(), 0, Vec::new());
    let mut rest = (1..).zip(text.lines());
    while let Some((number, line)) = rest.next() {
        if line.trim() != "#[cfg(test)]" {
            length += 1;
            let code = code(line);
            if !code.is_empty() {
                lines.push((number, code));
            }
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
    (lines, length, modules)
}

/// A line without its comment.
fn code(line: &str) -> String {
    let cut = line.match_indices("//").map(|(at, _)| at).find(|at| {
        // Not inside a string: an even number of quotes stands before.
        line.get(..*at).is_some_and(|before| before.matches('"').count() % 2 == 0)
    });
    line.get(..cut.unwrap_or(line.len())).unwrap_or(line).trim_end().to_owned()
}

/// The top modules of the crate that a file imports, with the lines.
fn imports(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let up = "super::".repeat(source.path.len());
    for (at, (number, line)) in source.lines.iter().enumerate() {
        let whole: String = std::iter::once(line.as_str())
            .chain(source.lines.iter().skip(at + 1).take(8).map(|(_, line)| line.trim()))
            .collect();
        for root in ["crate::", up.as_str()] {
            for (place, _) in line.match_indices(root) {
                let before = line.get(..place).unwrap_or("");
                if before.ends_with("::") || before.ends_with('$') || before.ends_with(|l: char| l.is_alphanumeric()) {
                    continue;
                }
                let after = whole.get(place + root.len()..).unwrap_or("");
                found.extend(names(after).into_iter().map(|name| (*number, name)));
            }
        }
    }
    found
}

/// `model::X` → `model`; `{bom, model::X}` → both.
fn names(after: &str) -> Vec<String> {
    let first = |text: &str| -> String { text.chars().take_while(|l| l.is_alphanumeric() || *l == '_').collect() };
    let Some(inner) = after.strip_prefix('{') else { return vec![first(after)] };
    let (mut depth, mut list, mut word) = (0, Vec::new(), String::new());
    for letter in inner.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => list.push(std::mem::take(&mut word)),
            other => word.push(other),
        }
    }
    list.push(word);
    list.iter().map(|word| first(word.trim())).filter(|word| !word.is_empty()).collect()
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

#[test]
fn modules_import_only_from_layers_above_them() {
    let sources = sources();
    assert!(sources.len() > 80, "only {} files were read", sources.len());
    let mut breaches = Vec::new();
    let mut used = BTreeSet::new();
    let mut counted = 0;
    for source in sources.iter().filter(|source| source.name != "lib.rs") {
        let own = source.path.first().unwrap().as_str();
        let place = |line: usize| format!("src/{}:{line}", source.name);
        let Some(own_layer) = layer(own) else {
            breaches.push(format!("src/{}: module `{own}` stands in no layer", source.name));
            continue;
        };
        for (line, module) in imports(source) {
            counted += 1;
            if module == own {
                continue;
            }
            let Some(other) = layer(&module) else {
                breaches.push(format!("{}: `{module}` stands in no layer; import by the module's path", place(line)));
                continue;
            };
            if own == "engine" && module != "keyed_vec" {
                breaches.push(format!("{}: `engine` knows no product word, and imports `{module}`", place(line)));
            } else if own == "verify" && HIDDEN_FROM_VERIFY.contains(&module.as_str()) {
                breaches.push(format!("{}: the independent checker imports `{module}`", place(line)));
            } else if EXCEPTIONS.iter().any(|(from, to, _)| *from == own && *to == module) {
                used.insert((own.to_owned(), module));
            } else if other >= own_layer {
                breaches.push(format!("{}: `{own}` imports `{module}`, which is not above it", place(line)));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
    assert!(counted > 200, "only {counted} imports were seen");
    for (from, to, _) in EXCEPTIONS {
        assert!(used.contains(&(from.to_owned(), to.to_owned())), "the exception {from} → {to} is not needed any more");
    }
}

#[test]
fn the_command_uses_the_public_api_only() {
    for source in sources().iter().filter(|source| source.path.first().is_some_and(|one| one == "cli")) {
        for (line, module) in imports(source) {
            assert_eq!(module, "cli", "src/{}:{line}", source.name);
        }
    }
}

#[test]
fn no_file_is_too_long() {
    let sources = sources();
    let long = sources.iter().filter(|source| source.length > LONGEST);
    let long: Vec<(&str, usize)> = long.map(|source| (source.name.as_str(), source.length)).collect();
    let unknown: Vec<_> = long.iter().filter(|(name, _)| !LONGER.contains(name)).collect();
    assert!(unknown.is_empty(), "more than {LONGEST} lines before their tests: {unknown:?}");
    for name in LONGER {
        assert!(long.iter().any(|(known, _)| *known == name), "{name} is not too long any more");
    }
}

#[test]
fn no_code_gives_up_or_prints() {
    let mut breaches = Vec::new();
    for source in sources() {
        for (number, line) in &source.lines {
            for word in FORBIDDEN.iter().filter(|word| line.contains(**word)) {
                breaches.push(format!("src/{}:{number}: `{word}`", source.name));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// Every table of a TOML file with the path of keys to it.
fn tables<'a>(path: &str, table: &'a DeTable<'a>, found: &mut Vec<(String, &'a DeTable<'a>)>) {
    found.push((path.to_owned(), table));
    for (key, value) in table {
        let below = format!("{path}.{}", key.get_ref());
        match value.get_ref() {
            DeValue::Table(inner) => tables(&below, inner, found),
            DeValue::Array(list) => {
                for one in list.iter() {
                    if let DeValue::Table(inner) = one.get_ref() {
                        tables(&below, inner, found);
                    }
                }
            }
            _ => {}
        }
    }
}

fn get(table: &DeTable<'_>, key: &str) -> Option<String> {
    table.get(key).map(|value| text(value.get_ref()))
}

/// Name and text of every built-in overlay, the list of sources left out.
fn overlays() -> Vec<(String, String)> {
    let mut names: Vec<String> = fs::read_dir(project("regions"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".toml") && name != "sources.toml")
        .collect();
    names.sort();
    assert!(names.len() >= 12, "{names:?}");
    names.into_iter().map(|name| (name.clone(), fs::read_to_string(project("regions").join(name)).unwrap())).collect()
}

/// The ids of the sources in their order, and the newest day on which one was read.
fn cited() -> (Vec<String>, String) {
    let file = fs::read_to_string(project("regions/sources.toml")).unwrap();
    let table = DeTable::parse(&file).unwrap();
    let mut found = Vec::new();
    tables("", table.get_ref(), &mut found);
    let sources: Vec<_> = found.iter().filter(|(path, _)| path == ".sources").map(|(_, table)| *table).collect();
    let newest = sources.iter().filter_map(|source| get(source, "read_on")).max().unwrap();
    for source in &sources {
        let id = get(source, "id").unwrap();
        assert!(get(source, "title").is_some(), "{id} has no title");
        let day = get(source, "date").unwrap_or_default();
        assert!(*day <= *newest, "{id} is of {day}, after {newest}");
    }
    (sources.iter().map(|source| get(source, "id").unwrap()).collect(), newest)
}

#[test]
fn sources_are_unique_sorted_and_cited() {
    let (ids, _) = cited();
    let mut sorted = ids.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(ids, sorted, "regions/sources.toml is sorted by id, each once");
    let all: String = overlays().into_iter().map(|(_, text)| text).collect();
    let cited = |id: &&String| all.contains(&format!("\"{id}\"")) || all.contains(&format!(" ({id})\""));
    let idle: Vec<&String> = ids.iter().filter(|id| !cited(id)).collect();
    assert!(idle.is_empty(), "no overlay cites {idle:?}");
}

#[test]
fn built_in_overlays_cite_sources_that_exist() {
    let (ids, newest) = cited();
    let known: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    let mut breaches = Vec::new();
    let mut citations = 0;
    for (name, file) in overlays() {
        let table = DeTable::parse(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(get(table.get_ref(), "area").unwrap(), name.trim_end_matches(".toml"));
        let mut found = Vec::new();
        tables("", table.get_ref(), &mut found);
        for (path, table) in &found {
            if let Some(DeValue::Array(list)) = table.get("source").map(toml::Spanned::get_ref) {
                for source in list.iter().map(|one| text(one.get_ref())) {
                    citations += 1;
                    if !known.contains(source.as_str()) {
                        breaches.push(format!("{name} {path}: no source `{source}`"));
                    }
                }
            } else if is_fact(path) {
                breaches.push(format!("{name} {path} cites nothing"));
            }
            let day = get(table, "as_of").unwrap_or_default();
            if *day > *newest {
                breaches.push(format!("{name} {path}: as of {day}, after the last source was read on {newest}"));
            }
        }
        breaches.extend(doubled(&name, &found));
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
    assert!(citations > 100, "only {citations} citations");
}

/// Whether a table of an overlay states something of the world.
fn is_fact(path: &str) -> bool {
    matches!(path.matches('.').count(), 1) && path.len() > 1 && !matches!(path, ".gaps" | ".remove" | ".set")
}

/// Carriers and certifications that one file names twice at overlapping dates; the reader tells it too.
fn doubled(name: &str, found: &[(String, &DeTable<'_>)]) -> Vec<String> {
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (path, table) in found.iter().filter(|(path, _)| path == ".carriers" || path == ".certification") {
        let dated = get(table, "from").is_some() || get(table, "until").is_some();
        if let (Some(id), false) = (get(table, "id").or_else(|| get(table, "scheme")), dated) {
            *seen.entry((path.clone(), id)).or_default() += 1;
        }
    }
    let twice = seen.into_iter().filter(|(_, count)| *count > 1);
    twice.map(|((path, id), _)| format!("{name} {path}: `{id}` stands twice")).collect()
}
