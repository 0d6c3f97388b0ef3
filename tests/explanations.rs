//! Explanations: on random small solutions, and on conflicts seeded into the templates.
//!
//! `PROPERTY_CASES=20000 cargo test --test explanations -- --nocapture` tries more of them and prints what they were.
//! A seeded conflict is a file `tests/conflicts/NAME.toml` with its explanation beside it (`NAME.snap`):
//!
//! ```toml
//! template = "street-light"                      # the folder of examples/ that it starts from
//! market = "BR"
//! as_of = 2026-11-22                             # this is the default
//! set = ["uplink=lorawan"]                       # also pin, without
//! [[replace]]                                    # an edit of a file of the template
//! file = "solution.toml"
//! old = "…"
//! new = "…"
//! [append]                                       # texts behind files; a file that is not there is written
//! "regions/BR.toml" = "…"
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs, dead_code)]

mod common;
mod edits;
mod oracle;

use common::parallel::{counted, wanted_cases};
use common::{project, template, text};
use edits::Files;
use edits::tried::{Counts, Question, print};
use oracle::generator::{Case, add_variants, generate};
use oracle::question::Ground;
use std::fs;
use std::path::{Path, PathBuf};
use terroir::bom::{ChoiceVerdict, Conflict, Reason};
use terroir::{Compiled, Outcome, Request, Solution};
use toml::de::{DeTable, DeValue};

/// Tries the conflicts among random solutions in parallel and adds the counts up.
fn each_conflict(cases: u64, test: impl Fn(&Asked, &Conflict, u64, &mut Counts) + Sync) -> Counts {
    counted(cases, |seed, counts| {
        let mut case = generate(seed, None);
        add_variants(&mut case, seed);
        let asked = Asked::of(case);
        match asked.compiled.resolve(&asked.request).unwrap() {
            Outcome::Conflict(conflict) => {
                count(counts, "conflicts");
                test(&asked, &conflict, seed, counts);
            }
            Outcome::Resolved(_) => count(counts, "resolved"),
            Outcome::Undecided(_) => panic!("case {seed} is undecided"),
        }
    })
}

fn count(counts: &mut Counts, kind: &str) {
    *counts.entry(kind.to_owned()).or_default() += 1;
}

/// A question with the files that it is asked of.
struct Asked {
    files: Files,
    compiled: Compiled,
    request: Request,
}

type Pairs = [(String, String)];

fn flagged(request: Request, set: &Pairs, pins: &Pairs, without: &[String]) -> Request {
    let set = set.iter().fold(request, |request, (option, value)| request.set(option, value));
    let pinned = pins.iter().fold(set, |request, (slot, component)| request.pin(slot, component));
    without.iter().fold(pinned, |request, component| request.without(component))
}

impl Asked {
    fn of(mut case: Case) -> Self {
        let solution = Solution::from_sources(case.sources()).unwrap_or_else(|faults| panic!("{faults}"));
        Ground::of(solution.model(), &case).keep_askable(&mut case);
        let day = Request::market(case.market).as_of(case.date.parse().unwrap());
        let mut request = flagged(day, &case.set, &case.pins, &case.without);
        request.variant.clone_from(&case.variant);
        let compiled = solution.compile().unwrap_or_else(|faults| panic!("{faults}"));
        Self { files: case.files.iter().map(|file| (file.name.clone(), file.text())).collect(), compiled, request }
    }

    fn print(&self) -> String {
        print(&self.files, &self.request)
    }

    /// The reasons are enough by themselves, and none of them can go.
    fn is_minimal(&self, reasons: &[Reason]) -> bool {
        let again = self.compiled.recheck(&self.request, reasons).unwrap();
        again.refutes && again.superfluous.is_empty()
    }

    /// Makes every tried fix in the files or in the request, reads everything anew and asks again.
    fn check_fixes(&self, conflict: &Conflict, counts: &mut Counts) {
        Question { files: &self.files, packs: &[], request: &self.request }.check_fixes(conflict, counts);
    }
}

/// The kind of a reason: the word before the first colon.
fn kind(reason: &Reason) -> &str {
    reason.key.split(':').next().unwrap()
}

#[test]
fn every_set_of_reasons_is_minimal_and_every_fix_helps() {
    let cases = wanted_cases(2400);
    let counts = each_conflict(cases, |asked, conflict, seed, counts| {
        let print = || format!("case {seed}: {:#?}\n{}", conflict.reasons, asked.print());
        assert!(asked.is_minimal(&conflict.reasons), "{}", print());
        conflict.reasons.iter().for_each(|reason| count(counts, &format!("reason {}", kind(reason))));
        asked.check_fixes(conflict, counts);
    });
    println!("explanations: {cases} cases: {counts:?}");
    assert!(counts["conflicts"] * 8 > cases, "{counts:?}");
    // Fewer cases do not see every kind.
    if cases < 600 {
        return;
    }
    for wanted in ["set", "pin", "without", "setting", "default", "requested-carrier", "unmeetable", "need", "dates"]
        .iter()
        .chain(&["scheme", "territory", "rule", "area-need", "limit", "resource", "approval", "end-of-life"])
    {
        assert!(counts.contains_key(&format!("reason {wanted}")), "no reason `{wanted}`: {counts:?}");
    }
    for wanted in ["drop-flag", "set-option", "add-candidate", "remove", "as-of", "plan-certificate"] {
        assert!(counts.contains_key(wanted), "no fix `{wanted}`: {counts:?}");
    }
}

#[test]
fn further_sets_of_reasons_come_smallest_first_and_each_is_minimal() {
    let cases = wanted_cases(2400) / 4;
    let counts = each_conflict(cases, |asked, conflict, seed, counts| {
        let found = asked.compiled.reason_sets(&asked.request, 12).unwrap();
        let keys = |set: &[Reason]| set.iter().map(|reason| reason.key.clone()).collect::<Vec<_>>();
        let sets: Vec<Vec<String>> = found.sets.iter().map(|set| keys(set)).collect();
        assert_eq!(sets[0], keys(&conflict.reasons), "case {seed}: {}", asked.print());
        // After the set shown those that share no reason with it, then the others; each in order of size.
        let apart = |set: &&Vec<String>| !set.iter().any(|key| sets[0].contains(key));
        let independent = sets[1..].iter().take_while(apart).count();
        assert!(!sets[1 + independent..].iter().any(|set| apart(&set)), "case {seed}: {sets:?}");
        for part in [&sets[1..=independent], &sets[1 + independent..]] {
            assert!(part.is_sorted_by_key(Vec::len), "case {seed}: {sets:?}");
        }
        if found.complete {
            assert_eq!(independent.min(Conflict::COUNTED), conflict.further, "case {seed}: {sets:?}");
        }
        *counts.entry("further causes".to_owned()).or_default() += conflict.further as u64;
        for (at, set) in found.sets.iter().enumerate() {
            assert!(asked.is_minimal(set), "case {seed}: {set:#?}\n{}", asked.print());
            assert!(!sets[..at].contains(&sets[at]), "case {seed}: {sets:?}");
            count(counts, "sets");
        }
        count(counts, if found.complete { "all of them" } else { "some of them" });
    });
    println!("sets of reasons: {cases} cases: {counts:?}");
    assert!(counts["sets"] > counts["conflicts"] && counts.contains_key("all of them"), "{counts:?}");
    assert!(cases < 100 || counts["further causes"] > 20, "{counts:?}");
}

#[test]
fn a_limit_of_work_gives_the_same_answer_or_none() {
    let mut counts = Counts::new();
    for seed in 1..=(wanted_cases(2400) / 100).max(16) {
        let mut case = generate(seed, None);
        add_variants(&mut case, seed);
        let asked = Asked::of(case);
        let whole = asked.compiled.resolve(&asked.request).unwrap();
        let mut limit = 1;
        loop {
            let request = asked.request.clone().limit(limit);
            match asked.compiled.resolve(&request).unwrap() {
                Outcome::Undecided(_) => count(&mut counts, "undecided"),
                outcome => {
                    assert_eq!(outcome, whole, "case {seed} with {limit} steps: {}", asked.print());
                    count(&mut counts, if whole.bom().is_some() { "resolved" } else { "conflict" });
                    break;
                }
            }
            limit += 1 + limit / 12;
        }
    }
    println!("limits: {counts:?}");
    assert!(["undecided", "resolved", "conflict"].iter().all(|kind| counts.contains_key(*kind)), "{counts:?}");
}

#[test]
fn why_agrees_with_pins() {
    let mut counts = Counts::new();
    for seed in 1..=wanted_cases(2400) / 10 {
        let asked = Asked::of(generate(seed, Some(&["cost"])));
        let Outcome::Resolved(bom) = asked.compiled.resolve(&asked.request).unwrap() else { continue };
        for line in &bom.lines {
            let why = asked.compiled.why_slot(&asked.request, &line.slot).unwrap();
            let [place] = why.decisions.as_slice() else { panic!("one place") };
            assert_eq!(why.cost, Some(bom.cost()), "case {seed}");
            let open = place.choices.iter().any(|choice| matches!(choice.verdict, ChoiceVerdict::Possible { .. }));
            assert!(!open || place.forced.is_none(), "case {seed}: {}: {place:#?}\n{}", line.slot, asked.print());
            for choice in &place.choices {
                let named = choice.choice.clone().unwrap_or_default().replace('@', "@=");
                if asked.request.pin.iter().any(|pin| pin.slot == line.slot) {
                    continue;
                }
                let pinned = asked.request.clone().pin(&line.slot, &named);
                let holds =
                    |other: &terroir::Bom| named.is_empty() || other.lines.iter().any(|one| one.slot == line.slot);
                match (&choice.verdict, asked.compiled.resolve(&pinned).unwrap()) {
                    // A pin holds for the other markets too, and those that lose their BOM share no cost any more.
                    (ChoiceVerdict::Possible { .. }, Outcome::Resolved(other))
                        if !bom.one_off.is_empty() || !other.one_off.is_empty() =>
                    {
                        count(&mut counts, "shared costs");
                    }
                    (ChoiceVerdict::Possible { cost, .. }, Outcome::Resolved(other)) => {
                        assert!(other.cost() <= *cost, "case {seed}: {named}: {}", asked.print());
                        assert!(!holds(&other) || other.cost() == *cost, "case {seed}: {named}: {}", asked.print());
                        count(&mut counts, "possible");
                    }
                    (ChoiceVerdict::Impossible(_), Outcome::Conflict(_)) => count(&mut counts, "impossible"),
                    // A pinned part at its end of life counts, and a pinned slot may be empty by its condition.
                    (ChoiceVerdict::Impossible(reasons), Outcome::Resolved(other)) => {
                        let eol = reasons.iter().any(|reason| kind(reason) == "end-of-life");
                        assert!(eol || !holds(&other), "case {seed}: {named}: {reasons:#?}\n{}", asked.print());
                        count(&mut counts, "impossible unless pinned");
                    }
                    (verdict, outcome) => panic!("case {seed}: {verdict:?}\n{outcome:?}\n{}", asked.print()),
                }
            }
            count(&mut counts, if place.forced.is_some() { "forced" } else { "free" });
        }
    }
    println!("why: {counts:?}");
    assert!(["possible", "impossible", "forced", "free"].iter().all(|kind| counts.contains_key(*kind)), "{counts:?}");
}

// Conflicts seeded into the templates.

/// Reads a seeded conflict: the template with its edits, and the question.
fn seeded(path: &Path) -> Asked {
    let file = fs::read_to_string(path).unwrap();
    let parsed = DeTable::parse(&file).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let table = parsed.get_ref();
    let one = |key: &str| table.get(key).map(|value| text(value.get_ref()));
    let pairs = |key: &str| -> Vec<(String, String)> {
        let split = |one: String| one.split_once('=').map(|(left, right)| (left.to_owned(), right.to_owned())).unwrap();
        texts(table, key).into_iter().map(split).collect()
    };
    let mut files = template(&one("template").expect("a template"));
    if let Some(DeValue::Array(list)) = table.get("replace").map(|value| value.get_ref()) {
        for edit in list {
            let DeValue::Table(edit) = edit.get_ref() else { panic!("`replace` is no table") };
            let [name, old, new] = ["file", "old", "new"].map(|key| text(edit.get(key).unwrap().get_ref()));
            let (_, found) = files.iter_mut().find(|(known, _)| *known == name).unwrap();
            assert_eq!(found.matches(&old).count(), 1, "{}: `{old}` in {name}", path.display());
            *found = found.replace(&old, &new);
        }
    }
    if let Some(DeValue::Table(added)) = table.get("append").map(|value| value.get_ref()) {
        for (name, more) in added {
            let (name, more) = (name.get_ref().to_string(), text(more.get_ref()));
            match files.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => known.push_str(&more),
                None => files.push((name, more)),
            }
        }
    }
    let day = one("as_of").unwrap_or_else(|| "2026-11-22".to_owned());
    let day = Request::market(one("market").expect("a market")).as_of(day.parse().unwrap());
    let request = flagged(day, &pairs("set"), &pairs("pin"), &texts(table, "without"));
    let solution =
        Solution::from_sources(files.clone()).unwrap_or_else(|faults| panic!("{}: {faults}", path.display()));
    let compiled = solution.compile().unwrap_or_else(|faults| panic!("{}: {faults}", path.display()));
    Asked { files, compiled, request }
}

fn texts(table: &DeTable<'_>, key: &str) -> Vec<String> {
    let Some(value) = table.get(key) else { return Vec::new() };
    let DeValue::Array(list) = value.get_ref() else { panic!("`{key}` is no array") };
    list.iter().map(|one| text(one.get_ref())).collect()
}

/// Most reasons of an explanation of a template's conflict.
const MOST_REASONS: usize = 12;

#[cfg(feature = "cli")]
#[test]
fn conflicts_of_the_templates_are_explained_in_few_reasons_and_every_fix_helps() {
    let folder = project("tests/conflicts");
    let entries = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    paths.sort();
    assert!(paths.len() >= 25, "only {} conflicts", paths.len());
    let mut counts = Counts::new();
    let mut failed = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let asked = seeded(&path);
        let Outcome::Conflict(conflict) = asked.compiled.resolve(&asked.request).unwrap() else {
            failed.push(format!("{name} has a BOM"));
            continue;
        };
        let words = common::lamp::explanation(&asked.files, &[], &asked.request);
        let reasons = conflict.reasons.len();
        if !(1..=MOST_REASONS).contains(&reasons) || !asked.is_minimal(&conflict.reasons) {
            failed.push(format!("{name}: {words}"));
        }
        asked.check_fixes(&conflict, &mut counts);
        conflict.reasons.iter().for_each(|reason| count(&mut counts, &format!("reason {}", kind(reason))));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, words));
    }
    println!("conflicts of the templates: {counts:?}");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The conflict of a market that some texts leave without a bill of materials.
fn conflict_of(market: &str, day: &str, files: &[(&str, &str)]) -> Conflict {
    let solution = Solution::from_sources(files.iter().copied()).unwrap_or_else(|faults| panic!("{faults}"));
    let compiled = solution.compile().unwrap_or_else(|faults| panic!("{faults}"));
    let request = Request::market(market).as_of(day.parse().unwrap());
    let Outcome::Conflict(conflict) = compiled.resolve(&request).unwrap() else { panic!("no conflict") };
    let files: Files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Question { files: &files, packs: &[], request: &request }.check_fixes(&conflict, &mut Counts::new());
    *conflict
}

const NORTH: &str =
    "area = \"North\"\nname = 'North'\nwithin = ['world']\n[power]\nvoltage_v = [230]\nfrequency_hz = [50]\n";

fn solution_of(slots: &str) -> String {
    format!("[solution]\nname = 'lamp'\nmarkets = ['North']\ncurrency = 'USD'\n{slots}")
}

fn fixes_of(conflict: &Conflict) -> Vec<&str> {
    conflict.fixes.iter().map(|fix| fix.text.split("; the BOM").next().unwrap()).collect()
}

#[test]
fn another_day_helps_against_independent_causes_at_once() {
    let solution = solution_of("[slots.a]\nchoose = ['a1']\n[slots.b]\nchoose = ['b1']\n");
    let parts = "[[components]]\nid = 'a1'\nkind = 'hardware'\nprice = '1'\nuntil = 2027-06-01\n\
                 [[components]]\nid = 'b1'\nkind = 'hardware'\nprice = '1'\nuntil = 2027-05-01\n";
    let files = [("solution.toml", &*solution), ("regions/North.toml", NORTH), ("catalog/parts.toml", parts)];
    let conflict = conflict_of("North", "2027-06-15", &files);
    assert_eq!(conflict.further, 1);
    assert_eq!(fixes_of(&conflict), ["place it on the market by 2027-04-30 (`--as-of 2027-04-30`)"]);
}

#[test]
fn a_component_that_supplies_more_of_a_resource_is_a_fix() {
    let slots =
        "[slots.board]\nchoose = [\"board-a\"]\n[slots.ble]\nchoose = ['ble']\n[slots.gnss]\nchoose = ['gnss']\n";
    let part = |id: &str, rest: &str| format!("[[components]]\nid = '{id}'\nkind = 'hardware'\nprice = '1'\n{rest}\n");
    let parts = [
        part("board-a", "supplies = { uart = 1 }"),
        part("board-b", "supplies = { uart = 4 }"),
        part("ble", "uses = { uart = 1 }"),
        part("gnss", "uses = { uart = 1 }"),
    ];
    let (solution, parts) = (solution_of(slots), parts.concat());
    let files = [("solution.toml", &*solution), ("regions/North.toml", NORTH), ("catalog/parts.toml", &*parts)];
    let conflict = conflict_of("North", "2027-06-15", &files);
    let fixes = fixes_of(&conflict);
    assert!(matches!(&fixes[..], [only] if only.starts_with("add `board-b` to `slots.board.choose`")), "{fixes:?}");
}

#[test]
fn a_certificate_and_a_block_for_what_is_not_known_are_a_fix_together() {
    let solution = solution_of("[slots.modem]\nchoose = ['nb', 'm1']\n");
    let north = format!("{NORTH}[[certification]]\nscheme = 'kc'\napplies-to = 'radio'\nlevel = 'solution'\n");
    let parts = "[[components]]\nid = 'nb'\nkind = 'hardware'\nprice = '1'\nprovides = { radio = {} }\n\
                 needs = { 'network.nb-iot' = {} }\n\
                 [[components]]\nid = 'm1'\nkind = 'hardware'\nprice = '1'\nprovides = { radio = {} }\n\
                 needs = { 'network.lte-m' = {} }\n";
    let files = [("solution.toml", &*solution), ("regions/North.toml", &*north), ("catalog/parts.toml", parts)];
    let conflict = conflict_of("North", "2027-06-15", &files);
    assert_eq!(conflict.reasons.len(), 1, "{:?}", conflict.reasons);
    let [first, ..] = &conflict.fixes[..] else { panic!("no fix: {:?}", conflict.reasons) };
    assert_eq!(first.edits.iter().map(terroir::bom::Edit::word).collect::<Vec<_>>(), ["plan-certificate", "state"]);
    assert!(!first.is_tried() && first.full_text().contains("[[carriers]]"), "{}", first.full_text());
    assert!(first.text.contains("scheme = \"kc\"") && first.text.contains("state `network."), "{}", first.text);
}
