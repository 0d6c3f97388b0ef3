//! Scenarios: folders that a product engineer can read and add to. `solution.toml`, `catalog/` and `regions/` are the
//! question, and every folder below `packs/` a pack; `expect.toml` holds what is asked of them and the answers; `conflict.snap` the words of an explanation.
//!
//! ```toml
//! faults = ["clash regions/west.toml:4"]        # codes and places of what reading or compiling tells, in their order; `* file:line`: any code
//! [[facts]]                                      # keys (or "key = value") that an area has
//! area = "north"
//! has = ["radio.wifi-5150-5250.eirp_dbm = 23"]
//! count = { "radio.wifi" = 7 }                   # entries whose key begins so, told apart by the part behind
//! [[ask]]
//! market = "north"                               # or markets = [...]: the portfolio
//! as_of = 2026-11-22                             # this is the default
//! set = ["uplink=lorawan"]                       # also pin, without
//! lines = { driver = "driver-230", screw = "screw x4", firmware = "fw@2.1.0" }   # all of them
//! cost = "12.30"
//! carriers = ["a"]
//! options = { uplink = "cellular" }
//! one_off = ["red 6.00"]
//! warnings = ["gap: certification"]              # these are among them: code, perhaps with words of the message
//! conflict = ["words of the first reason", …]    # one text a reason
//! fixes = ["words of a fix"]
//! undo = ["pin"]                                 # without these flags there is a BOM
//! refused = "words of the error of the request"
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
#[allow(dead_code)]
mod edits;

use common::files;
use edits::tried::{Counts, Question};
use std::fs;
use std::path::{Path, PathBuf};
use terroir::bom::{Bom, Conflict, Line, Warning};
use terroir::{Compiled, Diagnostic, Outcome, Pack, Request, Severity, Solution};
use toml::de::{DeTable, DeValue};

macro_rules! scenarios {
    ($($name:ident)*) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];
        $(#[test] fn $name() { run(stringify!($name)); })*
    };
}

include!("scenarios/names.rs");

#[test]
fn every_folder_is_run() {
    let entries = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut found: Vec<String> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    found.sort();
    let mut names = NAMES.to_vec();
    names.sort_unstable();
    assert_eq!(found, names);
    assert!(found.len() >= 45, "only {} scenarios", found.len());
}

/// A lock is checked on the day that it names, not on today.
#[cfg(feature = "cli")]
#[test]
fn a_lock_holds_after_midnight() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files(&root().join("a_state_overrides_its_union")) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let terroir = |arguments: &[&str]| common::lamp::run(folder.path(), arguments).exits(0);
    terroir(&["resolve", "--as-of", "2026-01-01"]);
    let before = fs::read_to_string(folder.path().join("terroir.lock")).unwrap();
    assert!(before.contains("2026-01-01"), "{before}");
    terroir(&["resolve", "--locked"]);
    // Another day alone does not change a lock.
    terroir(&["resolve", "--as-of", "2026-01-02"]);
    assert_eq!(fs::read_to_string(folder.path().join("terroir.lock")).unwrap(), before);
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios")
}

/// The packs of a scenario, each named as from its folder: `packs/acme`.
fn packs(folder: &Path) -> Vec<Pack> {
    let mut packs: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for (path, text) in pack_files(folder) {
        let (pack, name) = path.rsplit_once('/').unwrap();
        match packs.iter_mut().find(|(known, _)| known == pack) {
            Some((_, texts)) => texts.push((name.to_owned(), text)),
            None => packs.push((pack.to_owned(), vec![(name.to_owned(), text)])),
        }
    }
    packs.into_iter().map(|(pack, texts)| Pack::from_sources(pack, texts)).collect()
}

/// The files of the packs: `packs/acme/moon.toml`.
fn pack_files(folder: &Path) -> Vec<(String, String)> {
    let Ok(entries) = fs::read_dir(folder.join("packs")) else { return Vec::new() };
    let mut list: Vec<(String, String)> = Vec::new();
    for pack in entries.map(|entry| entry.unwrap()) {
        for file in fs::read_dir(pack.path()).unwrap().map(|file| file.unwrap()) {
            let name = [pack.file_name(), file.file_name()].map(|name| name.into_string().unwrap()).join("/");
            list.push((format!("packs/{name}"), fs::read_to_string(file.path()).unwrap()));
        }
    }
    list.sort();
    list
}

fn run(name: &str) {
    let folder = root().join(name);
    let text = fs::read_to_string(folder.join("expect.toml")).unwrap();
    let table = DeTable::parse(&text).unwrap_or_else(|error| panic!("{name}/expect.toml: {error}"));
    let expect = Expect(table.get_ref());
    expect.knows(&["faults", "facts", "ask"]);
    let (compiled, told) = compile(&folder);
    if let Some(faults) = expect.texts("faults") {
        let lines: Vec<&str> = told.iter().map(|(line, _)| line.as_str()).collect();
        let all: Vec<&str> = told.iter().map(|(_, text)| text.as_str()).collect();
        let same = |line: &&str, wanted: &String| {
            wanted.strip_prefix("* ").map_or(*line == wanted.as_str(), |place| line.ends_with(&format!(" {place}")))
        };
        let fits = lines.len() == faults.len() && lines.iter().zip(&faults).all(|(line, wanted)| same(line, wanted));
        assert!(fits, "{name} tells {lines:?} and not {faults:?}:\n{}", all.join("\n"));
    } else {
        let all: Vec<&str> = told.iter().map(|(_, text)| text.as_str()).collect();
        assert!(told.is_empty(), "{name}:\n{}", all.join("\n"));
    }
    let Some(compiled) = compiled else {
        assert!(expect.tables("ask").is_empty(), "{name} has faults and cannot be asked");
        return;
    };
    expect.tables("facts").iter().for_each(|facts| check_facts(compiled.solution(), facts));
    let mut snapshot = String::new();
    for ask in expect.tables("ask") {
        ask.knows(&[
            "market",
            "markets",
            "as_of",
            "set",
            "pin",
            "without",
            "lines",
            "cost",
            "carriers",
            "options",
            "one_off",
            "warnings",
            "conflict",
            "fixes",
            "undo",
            "refused",
            "duties",
            "alternates",
            "objective",
            "core",
        ]);
        check_ask(name, &compiled, &ask, &mut snapshot);
    }
    if !snapshot.is_empty() {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("conflict", snapshot));
    }
}

/// The compiled solution, and all that was told on the way: `code file:line` and the whole text.
fn compile(folder: &Path) -> (Option<Solved>, Vec<(String, String)>) {
    let line = |one: &Diagnostic, files: &terroir::span::Files| {
        let place = one.place(files).map(|place| format!(" {}:{}", place.file, place.line)).unwrap_or_default();
        (format!("{}{place}", one.code), one.render(files))
    };
    let told = |list: &[Diagnostic], files: &terroir::span::Files| -> Vec<(String, String)> {
        list.iter().filter(|one| one.severity != Severity::Note).map(|one| line(one, files)).collect()
    };
    let solution = match Solution::from_sources_and_packs(files(folder), packs(folder)) {
        Ok(solution) => solution,
        Err(faults) => return (None, told(&faults.diagnostics, &faults.files)),
    };
    let mut all = told(solution.diagnostics(), solution.files());
    match solution.compile() {
        Ok(compiled) => {
            all.extend(told(compiled.diagnostics(), solution.files()));
            (Some(Solved { folder: folder.to_owned(), solution, compiled }), all)
        }
        Err(faults) => (None, told(&faults.diagnostics, &faults.files)),
    }
}

struct Solved {
    folder: PathBuf,
    solution: Solution,
    compiled: Compiled,
}

impl Solved {
    fn solution(&self) -> &Solution {
        &self.solution
    }
}

fn check_facts(solution: &Solution, expect: &Expect<'_>) {
    expect.knows(&["area", "has", "count"]);
    let area = expect.text("area").unwrap();
    let facts = solution.facts(&area).unwrap();
    let lines: Vec<String> = facts.iter().map(|fact| format!("{} = {}", fact.key, fact.value)).collect();
    for wanted in expect.texts("has").unwrap_or_default() {
        let found = lines.iter().any(|line| *line == wanted || line.starts_with(&format!("{wanted} = ")));
        assert!(found, "{area} lacks {wanted}:\n{}", lines.join("\n"));
    }
    for (prefix, count) in expect.pairs("count") {
        let inside = facts.iter().filter_map(|fact| fact.key.strip_prefix(&prefix));
        let mut entries: Vec<&str> = inside.map(|rest| rest.rsplit_once('.').map_or(rest, |(id, _)| id)).collect();
        entries.sort_unstable();
        entries.dedup();
        assert_eq!(entries.len().to_string(), count, "{prefix} of {area}: {entries:?}");
    }
}

fn request(ask: &Expect<'_>, without_flags: &[String]) -> Request {
    let markets = ask.text("market").map(|one| vec![one]).or(ask.texts("markets")).unwrap_or_default();
    let day = ask.text("as_of").unwrap_or_else(|| "2026-11-22".to_owned());
    let mut request = Request::markets(markets).as_of(day.parse().unwrap());
    let flags = |key: &str| {
        let all = ask.texts(key).unwrap_or_default();
        if without_flags.iter().any(|one| one == key) { Vec::new() } else { all }
    };
    for text in flags("set") {
        let (option, value) = text.split_once('=').unwrap();
        request = request.set(option, value);
    }
    for text in flags("pin") {
        let (slot, component) = text.split_once('=').unwrap();
        request = request.pin(slot, component);
    }
    request.without = flags("without");
    request
}

fn check_ask(name: &str, solved: &Solved, ask: &Expect<'_>, snapshot: &mut String) {
    let request = request(ask, &[]);
    if let Some(words) = ask.text("refused") {
        let error = solved.compiled.portfolio(&request).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains(&words), "{name}: {error}");
        return;
    }
    let portfolio = solved.compiled.portfolio(&request).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut warnings: Vec<&Warning> = portfolio.warnings.iter().collect();
    warnings.extend(portfolio.markets.iter().flat_map(Outcome::warnings));
    check_warnings(name, &warnings, ask);
    if let Some(core) = ask.texts("core") {
        assert_eq!(portfolio.core.lines, core, "core of {name}");
    }
    if request.markets.len() != 1 {
        return;
    }
    match portfolio.markets.first().unwrap() {
        Outcome::Resolved(bom) => check_bom(name, bom, ask),
        Outcome::Conflict(conflict) => {
            check_conflict(name, conflict, ask);
            let (files, packs) = (files(&solved.folder), packs(&solved.folder));
            let mut counts = Counts::new();
            Question { files: &files, packs: &packs, request: &request }.check_fixes(conflict, &mut counts);
            #[cfg(feature = "cli")]
            snapshot.push_str(&common::lamp::explanation(&files, &pack_files(&solved.folder), &request));
            let flags = ask.texts("undo").unwrap_or_default();
            if !flags.is_empty() {
                let answer = solved.compiled.resolve(&self::request(ask, &flags)).unwrap();
                assert!(answer.bom().is_some(), "{name}: without {flags:?} there is still no BOM");
            }
        }
        Outcome::Undecided(_) => panic!("{name} is undecided"),
    }
}

fn check_warnings(name: &str, warnings: &[&Warning], ask: &Expect<'_>) {
    for wanted in ask.texts("warnings").unwrap_or_default() {
        let (code, words) = wanted.split_once(": ").unwrap_or((&wanted, ""));
        let found = warnings.iter().any(|one| one.code == code && one.message.contains(words));
        assert!(found, "{name} lacks the warning {wanted}: {warnings:#?}");
    }
}

fn check_bom(name: &str, bom: &Bom, ask: &Expect<'_>) {
    let market = &bom.market;
    let shown = |line: &Line| {
        let version = if line.version == "1.0.0" { String::new() } else { format!("@{}", line.version) };
        let quantity = if line.quantity == 1 { String::new() } else { format!(" x{}", line.quantity) };
        format!("{}{version}{quantity}", line.component)
    };
    let lines: Vec<(String, String)> = bom.lines.iter().map(|line| (line.slot.clone(), shown(line))).collect();
    assert!(ask.texts("conflict").is_none(), "{name}: {market} has a BOM: {lines:?}");
    if ask.has("lines") {
        let mut wanted = ask.pairs("lines");
        wanted.sort();
        let mut found = lines;
        found.sort();
        assert_eq!(found, wanted, "lines of {name} in {market} (left: answered, right: expected)");
    }
    if let Some(cost) = ask.text("cost") {
        assert_eq!(bom.cost().to_fixed(bom.minor_unit), cost, "cost of {name} in {market}: {:#?}", bom.lines);
    }
    if let Some(carriers) = ask.texts("carriers") {
        assert_eq!(bom.carriers, carriers, "carriers of {name} in {market}");
    }
    for (option, value) in ask.pairs("options") {
        let found = bom.options.iter().find(|one| one.name == option).map(|one| one.value.to_string());
        assert_eq!(found.unwrap_or_default(), value, "option {option} of {name} in {market}");
    }
    for (objective, value) in ask.pairs("objective") {
        let found = bom.objective.iter().find(|one| one.name == objective).map(|one| one.value.to_string());
        assert_eq!(found.unwrap_or_default(), value, "objective {objective} of {name} in {market}");
    }
    for (slot, duty) in ask.pairs("duties") {
        let line = bom.lines.iter().find(|line| line.slot == slot).unwrap();
        assert_eq!(line.duty.to_fixed(bom.minor_unit), duty, "duty of {slot} of {name} in {market}");
    }
    for (slot, alternates) in ask.pairs("alternates") {
        let line = bom.lines.iter().find(|line| line.slot == slot).unwrap();
        assert_eq!(line.alternates.join(" "), alternates, "alternates of {slot} of {name} in {market}");
    }
    if let Some(wanted) = ask.texts("one_off") {
        let shown = |one: &terroir::bom::OneOff| format!("{} {}", one.scheme, one.unit_cost.to_fixed(bom.minor_unit));
        let found: Vec<String> = bom.one_off.iter().map(shown).collect();
        assert_eq!(found, wanted, "one-off costs of {name} in {market}");
    }
}

fn check_conflict(name: &str, conflict: &Conflict, ask: &Expect<'_>) {
    let text = explanation(conflict);
    let Some(wanted) = ask.texts("conflict") else { panic!("{name} has no BOM:\n{text}") };
    assert!((1..=12).contains(&conflict.reasons.len()), "{name}: {} reasons\n{text}", conflict.reasons.len());
    assert_eq!(conflict.reasons.len(), wanted.len(), "reasons of {name}:\n{text}");
    for (reason, words) in conflict.reasons.iter().zip(&wanted) {
        let labels: Vec<&str> = reason.labels.iter().map(|label| label.text.as_str()).collect();
        let place = reason.place.as_ref().map(|place| format!("{place} ")).unwrap_or_default();
        let whole = format!("{place}{} {}", reason.text, labels.join(" "));
        assert!(words.split(" … ").all(|part| whole.contains(part)), "{name}: no `{words}` in\n{text}");
    }
    for words in ask.texts("fixes").unwrap_or_default() {
        assert!(conflict.fixes.iter().any(|fix| fix.text.contains(&words)), "{name}: no fix `{words}` in\n{text}");
    }
}

/// The reasons and fixes of a conflict, for the message of a failure.
fn explanation(conflict: &Conflict) -> String {
    let reasons = conflict.reasons.iter().map(|reason| format!("{} {:?}\n", reason.text, reason.labels));
    let fixes = conflict.fixes.iter().map(|fix| format!("help: {}\n", fix.text));
    reasons.chain(fixes).collect()
}

/// A table of `expect.toml`.
struct Expect<'a>(&'a DeTable<'a>);

impl Expect<'_> {
    fn knows(&self, keys: &[&str]) {
        for key in self.0.keys() {
            let key: &str = key.get_ref();
            assert!(keys.contains(&key), "expect.toml knows no `{key}`");
        }
    }

    fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    fn text(&self, key: &str) -> Option<String> {
        self.0.get(key).map(|value| plain(value.get_ref()))
    }

    fn texts(&self, key: &str) -> Option<Vec<String>> {
        let DeValue::Array(list) = self.0.get(key)?.get_ref() else { panic!("`{key}` is no array") };
        Some(list.iter().map(|one| plain(one.get_ref())).collect())
    }

    fn pairs(&self, key: &str) -> Vec<(String, String)> {
        let Some(value) = self.0.get(key) else { return Vec::new() };
        let DeValue::Table(table) = value.get_ref() else { panic!("`{key}` is no table") };
        table.iter().map(|(key, value)| (key.get_ref().to_string(), plain(value.get_ref()))).collect()
    }

    fn tables(&self, key: &str) -> Vec<Expect<'_>> {
        let Some(value) = self.0.get(key) else { return Vec::new() };
        let DeValue::Array(list) = value.get_ref() else { panic!("`{key}` is no array of tables") };
        let tables = list.iter().map(|one| match one.get_ref() {
            DeValue::Table(table) => Expect(table),
            _ => panic!("`{key}` is no array of tables"),
        });
        tables.collect()
    }
}

fn plain(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        other => panic!("a text is expected, found {other:?}"),
    }
}
