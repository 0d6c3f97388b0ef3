//! What the import makes of a case: the command for exit status and messages, the library for the answers.

use super::case::{self, Case};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use terroir::import::{PartList, Settings, import};
use terroir::{Request, Solution};
use toml::de::DeTable;

const DAY: &str = "2026-11-30";

#[derive(Debug, Default)]
pub struct Observed {
    pub exit: i64,
    pub said: String,
    /// A solution was written.
    pub made: bool,
    /// By name: the answer, or why there is none.
    pub variants: BTreeMap<String, Result<Seen, String>>,
    /// What is wrong whatever the case wants.
    pub faults: Vec<String>,
}

#[derive(Debug, Default)]
pub struct Seen {
    pub markets: Vec<String>,
    pub lines: Vec<Line>,
    pub currency: String,
}

#[derive(Debug)]
pub struct Line {
    pub refdes: Vec<String>,
    pub quantity: String,
    /// Component, version and part number: the same part.
    pub same: String,
    /// The component as the catalogue has it.
    pub part: Value,
}

pub type Files = Vec<(String, String)>;

/// Imports the lists of a case and resolves each variant.
pub fn observe(case: &Case) -> Observed {
    let folder = tempfile::tempdir().unwrap();
    let (mut given, mut lists) = (Vec::new(), Vec::new());
    for (number, variant) in case.variants.iter().enumerate() {
        let path = folder.path().join(format!("{number}")).join(&variant.file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &variant.bytes).unwrap();
        given.push(format!("{}={}", variant.name, path.display()));
        lists.push(PartList::csv(&variant.name, &variant.file, &variant.bytes));
    }
    let out = folder.path().join("made");
    let mut command = Command::new(env!("CARGO_BIN_EXE_terroir"));
    command.args(["import", "bom", "--as-of", DAY, "--name", "corpus"]).args(&given).args(&case.args);
    let run = command.arg("-o").arg(&out).output().unwrap();
    let said = [&run.stdout, &run.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat();
    let mut observed = Observed { exit: run.status.code().map_or(-1, i64::from), said, ..Observed::default() };
    observed.made = out.join("solution.toml").is_file();
    let known = (0..=2).contains(&observed.exit) && !observed.said.contains("panicked");
    if !known {
        observed.faults.push(format!("exit {}: {}", observed.exit, end_of(&observed.said)));
    }
    let files = if observed.made { written(&out) } else { Files::new() };
    if case.id.len().is_multiple_of(4) {
        compare_with_library(case, &lists, &files, &mut observed);
    }
    for variant in &case.variants {
        if observed.made {
            observed.variants.insert(variant.name.clone(), resolved(&files, &variant.name));
        }
    }
    observed
}

/// The last words of a text, for a message.
pub fn end_of(text: &str) -> String {
    let letters: Vec<char> = text.trim().chars().collect();
    letters[letters.len().saturating_sub(300)..].iter().collect()
}

fn written(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml" || extension == "csv") {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Text lists without flags: the library makes the same files. Looked at in a part of the cases, for speed.
fn compare_with_library(case: &Case, lists: &[PartList], files: &Files, observed: &mut Observed) {
    if !case.args.is_empty() || case.variants.iter().any(|variant| variant.file.contains(".xls")) {
        return;
    }
    match import(lists, &Settings::new("corpus", DAY.parse().unwrap())) {
        Ok(made) => {
            let mut same: Files = made.files.into_iter().map(|file| (file.name, file.text)).collect();
            same.retain(|(name, _)| Path::new(name).extension().is_some_and(|end| end == "toml" || end == "csv"));
            same.sort();
            if without_comments(&same) != without_comments(files) {
                observed.faults.push("the library makes other files than the command".to_owned());
            }
        }
        Err(error) if observed.made => observed.faults.push(format!("the library refuses: {error}")),
        Err(_) => {}
    }
}

/// The command adds lines for editors, and names files by their paths.
fn without_comments(files: &Files) -> Vec<(&str, Vec<&str>)> {
    files
        .iter()
        .map(|(name, text)| (name.as_str(), text.lines().filter(|line| !line.starts_with('#')).collect()))
        .collect()
}

pub fn resolved(files: &[(String, String)], variant: &str) -> Result<Seen, String> {
    let solution = Solution::from_sources(files.to_vec()).map_err(|error| error.to_string())?;
    let compiled = solution.compile().map_err(|error| error.to_string())?;
    let request = Request::default().variant(variant).as_of(DAY.parse().unwrap());
    let portfolio = compiled.portfolio(&request).map_err(|error| error.to_string())?;
    let json = terroir::export::json(&portfolio).map_err(|error| error.to_string())?;
    let json: Value = serde_json::from_str(&json).map_err(|error| error.to_string())?;
    let parts = catalogue(files);
    let markets = json["markets"].as_array().filter(|markets| !markets.is_empty()).ok_or("no market")?;
    let mut seen = Seen { currency: text(&markets[0]["currency"]), ..Seen::default() };
    for market in markets {
        let lines = market["lines"].as_array().ok_or_else(|| format!("no answer: {market}"))?;
        seen.markets.push(text(&market["market"]));
        let lines: Vec<Line> = lines.iter().map(|one| line(one, &parts)).collect();
        if seen.lines.is_empty() {
            seen.lines = lines;
        } else if seen.lines.iter().map(|line| &line.same).ne(lines.iter().map(|line| &line.same)) {
            return Err(format!("{} and {} differ", seen.markets[0], text(&market["market"])));
        }
    }
    Ok(seen)
}

/// The components of the written catalogues, by id.
fn catalogue(files: &[(String, String)]) -> BTreeMap<String, Value> {
    let mut parts = BTreeMap::new();
    for (name, content) in files.iter().filter(|(name, _)| name.ends_with(".toml")) {
        let Ok(parsed) = DeTable::parse(content) else { continue };
        let root = case::table(parsed.get_ref());
        for component in root["components"].as_array().into_iter().flatten() {
            let known = parts.insert(text(&component["id"]), component.clone());
            assert!(known.is_none(), "{name}: {component} is there twice");
        }
    }
    parts
}

fn line(one: &Value, parts: &BTreeMap<String, Value>) -> Line {
    let component = text(&one["component"]);
    let part = parts.get(&component).cloned().unwrap_or(Value::Object(Map::new()));
    let refdes = one["refdes"].as_array().into_iter().flatten().map(text).collect();
    let same = format!("{component}@{} {}", text(&one["version"]), text(&one["mpn"]));
    Line { refdes, quantity: text(&one["quantity"]), same, part }
}

/// A text or a number as text; nothing: empty.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
