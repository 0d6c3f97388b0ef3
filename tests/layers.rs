//! The house: which module may import which, how long files are, what may not stand in them, and what the built-in
//! overlays cite. Everything is read from the files, so a breach is named with its file and line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod house;

use house::circles::circles;
use house::{Paths, Source, functions, layers, project, sources, table, words};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Imports against the table, each with its reason. One that is no longer needed fails the test too.
const EXCEPTIONS: [(&str, &str, &str); 0] = [];

/// Private metaphors that are still in string literals and doc comments, by folder.
const TEXTS_LEFT: [(&str, usize); 0] = [];

/// Names that still have one, by folder.
const NAMES_LEFT: [(&str, usize); 0] = [];

/// Lines of documents that still have one, by their first folder.
const DOCUMENTS_LEFT: [(&str, usize); 0] = [];

/// What the independent checker may never see.
const HIDDEN_FROM_VERIFY: [&str; 6] = ["kernel", "engine", "trade", "query", "resolve", "explain"];

/// Words of the product, which `syntax` does not know: the schema describes them to it as data.
const PRODUCT_WORDS: [&str; 13] = [
    "capabilit",
    "tariff",
    "currenc",
    "market",
    "carrier",
    "component",
    "certificate",
    "certification",
    "slot",
    "overlay",
    "region",
    "sensor",
    "operator",
];

/// The language of conditions has such words in its grammar.
const GRAMMAR: &str = "syntax/condition";

/// Most lines of a file before its tests.
const LONGEST: usize = 400;

/// Most lines of a function.
const LONGEST_FUNCTION: usize = 60;

/// What may not be used outside tests.
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

/// The top modules of the crate that a file imports, with the lines.
fn imports(paths: &Paths, source: &Source) -> Vec<(usize, String)> {
    let references = paths.references.get(&source.path).into_iter().flatten();
    references.filter_map(|reference| Some((reference.line, reference.path.first()?.clone()))).collect()
}

#[test]
fn modules_import_only_from_layers_above_them() {
    let (sources, layers) = (sources(), layers());
    let paths = Paths::of(&sources);
    let layer = |module: &str| layers.iter().position(|modules| modules.iter().any(|known| known == module));
    assert!(sources.len() > 80, "only {} files were read", sources.len());
    let mut breaches = Vec::new();
    let mut used = BTreeSet::new();
    let mut counted = 0;
    for source in sources.iter().filter(|source| source.name != "lib.rs") {
        let own = source.path.first().unwrap().as_str();
        let place = |line: usize| format!("src/{}:{line}", source.name);
        let Some(own_layer) = layer(own) else {
            breaches.push(format!("src/{}: module `{own}` is in no layer of ARCHITECTURE.md", source.name));
            continue;
        };
        for (line, module) in imports(&paths, source) {
            counted += 1;
            if module == own {
                continue;
            }
            let Some(other) = layer(&module) else {
                breaches.push(format!("{}: `{module}` is in no layer; import by the module's path", place(line)));
                continue;
            };
            if own == "engine" && module != "keyed_vec" {
                breaches.push(format!("{}: `engine` knows no product word, but imports `{module}`", place(line)));
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
fn syntax_knows_no_product_word() {
    let mut breaches = Vec::new();
    for source in sources() {
        if !source.name.starts_with("syntax/") || source.name.starts_with(GRAMMAR) {
            continue;
        }
        for (number, line) in &source.lines {
            let code = line.to_lowercase();
            for word in PRODUCT_WORDS.iter().filter(|word| code.contains(**word)) {
                breaches.push(format!("src/{}:{number}: `{word}`", source.name));
            }
        }
    }
    assert!(breaches.is_empty(), "the schema describes these:\n{}", breaches.join("\n"));
}

/// Modules of the table that are gone, or twice in it, would hide a breach.
#[test]
fn the_table_of_layers_names_every_module_once() {
    let top: BTreeSet<String> = sources().iter().filter_map(|source| source.path.first().cloned()).collect();
    let rows = layers();
    let mut listed: Vec<&String> = rows.iter().flatten().collect();
    listed.sort();
    let expected: Vec<&String> = top.iter().filter(|module| *module != "lib").collect();
    assert_eq!(listed, expected, "modules of the table in ARCHITECTURE.md, and those of src/");
}

#[test]
fn readers_see_one_table_of_layers() {
    assert_eq!(table("README.md"), table("ARCHITECTURE.md"), "the tables in README.md and ARCHITECTURE.md");
}

#[test]
fn files_of_a_folder_import_each_other_in_one_direction() {
    let sources = sources();
    let circles = circles(&sources);
    assert!(circles.is_empty(), "{} circles:\n{}", circles.len(), circles.join("\n"));
}

#[test]
fn the_command_uses_the_public_interface_only() {
    let sources = sources();
    let paths = Paths::of(&sources);
    for source in sources.iter().filter(|source| source.path.first().is_some_and(|one| one == "cli")) {
        for (line, module) in imports(&paths, source) {
            assert_eq!(module, "cli", "src/{}:{line}", source.name);
        }
    }
}

#[test]
fn no_file_is_too_long() {
    let length = |source: &Source| source.text.len();
    let long: Vec<String> = sources()
        .iter()
        .filter(|source| length(source) > LONGEST)
        .map(|source| format!("src/{}: {}", source.name, length(source)))
        .collect();
    assert!(long.is_empty(), "more than {LONGEST} lines before their tests:\n{}", long.join("\n"));
}

#[test]
fn no_function_is_too_long() {
    let long = functions::too_long(&sources(), LONGEST_FUNCTION);
    assert!(long.is_empty(), "more than {LONGEST_FUNCTION} lines:\n{}", long.join("\n"));
}

/// The findings by folder against what is left in each, which only shrinks.
fn assert_no_more(left: &[(&str, usize)], findings: &[String], what: &str) {
    let mut by_folder: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for finding in findings {
        let name = finding.split(':').next().unwrap().trim_start_matches("src/");
        let folder = name.split('/').next().unwrap().trim_end_matches(".rs");
        by_folder.entry(folder.to_owned()).or_default().push(finding);
    }
    let mut breaches = Vec::new();
    for (folder, findings) in by_folder {
        let left = left.iter().find(|(known, _)| *known == folder).map_or(0, |(_, left)| *left);
        if findings.len() > left {
            let list: Vec<String> = findings.iter().map(|finding| format!("  {finding}")).collect();
            breaches.push(format!("{folder}: {} {what}, at most {left}\n{}", findings.len(), list.join("\n")));
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn texts_use_the_words_of_the_field() {
    let findings: Vec<String> = sources().iter().flat_map(words::in_source).collect();
    assert_no_more(&TEXTS_LEFT, &findings, "texts with private metaphors");
}

#[test]
fn names_use_the_words_of_the_field() {
    let findings: Vec<String> = sources().iter().flat_map(words::in_names).collect();
    assert_no_more(&NAMES_LEFT, &findings, "names with private metaphors");
}

#[test]
fn documents_use_the_words_of_the_field() {
    let mut findings = Vec::new();
    for file in documents() {
        let text = fs::read_to_string(project(&file)).unwrap();
        for (number, line) in (1..).zip(text.lines()) {
            findings.extend(words::in_text(line).iter().map(|word| format!("{file}:{number}: `{word}` in \"{line}\"")));
        }
    }
    assert_no_more(&DOCUMENTS_LEFT, &findings, "lines with private metaphors");
}

/// Paths in documents that are gone would mislead the reader.
#[test]
fn documents_name_files_that_exist() {
    let mut breaches = Vec::new();
    for file in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"] {
        let text = fs::read_to_string(project(file)).unwrap();
        for name in text.split('`').skip(1).step_by(2) {
            let is_path = ["src/", "tests/", "regions/", ".ci/", "benches/"].iter().any(|root| name.starts_with(root));
            if is_path && !name.contains(['*', '<', ' ', 'N']) && !project(name).exists() {
                breaches.push(format!("{file}: `{name}`"));
            }
        }
    }
    assert!(breaches.is_empty(), "these files are not there:\n{}", breaches.join("\n"));
}

/// The pages that a reader of the repository meets.
fn documents() -> Vec<String> {
    let mut list = vec![
        "README.md".to_owned(),
        "ARCHITECTURE.md".to_owned(),
        "CHANGELOG.md".to_owned(),
        "CONTRIBUTING.md".to_owned(),
    ];
    for folder in
        ["regions", "examples/starter", "examples/street-light", "examples/health-monitor", "examples/soil-station"]
    {
        let entries =
            fs::read_dir(project(folder)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        list.extend(entries.filter(|name| name.ends_with(".md")).map(|name| format!("{folder}/{name}")));
    }
    list.sort();
    list
}

/// What writes, renames or removes files.
const WRITES: [&str; 17] = [
    "fs::write",
    "fs::rename",
    "fs::copy",
    "fs::remove",
    "fs::hard_link",
    "fs::create_dir",
    "fs::set_permissions",
    "File::create",
    "File::options",
    "OpenOptions",
    "DirBuilder",
    "os::unix::fs",
    "os::windows::fs",
    "tempfile::",
    "tempfile_in",
    "persist",
    ".save(",
];

/// The only folder in which a file is written.
const WRITER: &str = "cli/writing/";

#[test]
fn files_are_written_in_one_place() {
    let (mut breaches, mut found) = (Vec::new(), 0);
    for source in sources() {
        for (number, line) in &source.lines {
            for word in WRITES.iter().filter(|word| line.contains(**word)) {
                if source.name.starts_with(WRITER) {
                    found += 1;
                } else {
                    breaches.push(format!("src/{}:{number}: `{word}`", source.name));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "files are written by src/{WRITER} alone:\n{}", breaches.join("\n"));
    assert!(found > 5, "only {found} places that write were seen in src/{WRITER}");
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
