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
use edits::{Files, applied};
use oracle::generator::{Case, generate};
use oracle::question::Ground;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use terroir::bom::{ChoiceVerdict, Conflict, Edit, Reason};
use terroir::{Compiled, Outcome, Request, Solution};
use toml::de::{DeTable, DeValue};

type Counts = BTreeMap<String, u64>;

/// Tries the conflicts among random solutions in parallel and adds the counts up.
fn each_conflict(cases: u64, test: impl Fn(&Asked, &Conflict, u64, &mut Counts) + Sync) -> Counts {
    counted(cases, |seed, counts| {
        let asked = Asked::of(generate(seed, None));
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
        let request = flagged(day, &case.set, &case.pins, &case.without);
        let compiled = solution.compile().unwrap_or_else(|faults| panic!("{faults}"));
        Self { files: case.files.iter().map(|file| (file.name.clone(), file.text())).collect(), compiled, request }
    }

    fn print(&self) -> String {
        let mut out = format!("{:?}\n", self.request);
        self.files.iter().for_each(|(name, text)| out.push_str(&format!("--- {name}\n{text}\n")));
        out
    }

    /// The areas that the market lies in.
    fn wider(&self) -> Vec<String> {
        let solution = Solution::from_sources(self.files.clone()).unwrap();
        let areas = solution.areas();
        let (mut found, mut open) = (Vec::new(), self.request.markets.clone());
        while let Some(code) = open.pop() {
            let within = areas.iter().find(|area| area.code == code).map(|area| area.within.clone()).unwrap();
            found.extend(within.clone());
            open.extend(within);
        }
        found
    }

    /// The reasons are enough by themselves, and none of them can go.
    fn is_minimal(&self, reasons: &[Reason]) -> bool {
        let again = self.compiled.recheck(&self.request, reasons).unwrap();
        again.refutes && again.superfluous.is_empty()
    }

    /// Makes every tried fix in the files or in the request, reads everything anew and asks again.
    fn check_fixes(&self, conflict: &Conflict, counts: &mut Counts) {
        for fix in conflict.fixes.iter().filter(|fix| fix.is_tried()) {
            let (files, request) = applied(fix, &self.files, &self.request, &self.wider());
            let print = || format!("{}\n{:?}\n{}", fix.text, fix.edits, Self::print_of(&files, &request));
            let solution =
                Solution::from_sources(files.clone()).unwrap_or_else(|faults| panic!("{faults}\n{}", print()));
            let compiled = solution.compile().unwrap_or_else(|faults| panic!("{faults}\n{}", print()));
            let outcome = compiled.resolve(&request).unwrap_or_else(|error| panic!("{error}\n{}", print()));
            let Some(bom) = outcome.bom() else { panic!("{outcome:#?}\ndoes not help: {}\n{}", print(), self.print()) };
            let is_free = !fix.edits.iter().any(|edit| matches!(edit, Edit::PlanCertificate { .. }));
            // A flag left out, or a pin that now means one version more, may free something cheaper besides.
            assert!(!is_free || Some(bom.cost()) <= fix.cost, "{:?} costs {}: {}", fix, bom.cost(), print());
            fix.edits.iter().for_each(|edit| count(counts, edit.word()));
            count(counts, if fix.edits.len() > 1 { "fixes of two edits" } else { "fixes of one edit" });
        }
    }

    fn print_of(files: &Files, request: &Request) -> String {
        let mut out = format!("{request:?}\n");
        files.iter().for_each(|(name, text)| out.push_str(&format!("--- {name}\n{text}\n")));
        out
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
        assert!(sets.is_sorted_by_key(Vec::len), "case {seed}: {sets:?}");
        for (at, set) in found.sets.iter().enumerate() {
            assert!(asked.is_minimal(set), "case {seed}: {set:#?}\n{}", asked.print());
            assert!(!sets[..at].contains(&sets[at]), "case {seed}: {sets:?}");
            count(counts, "sets");
        }
        count(counts, if found.complete { "all of them" } else { "some of them" });
    });
    println!("sets of reasons: {cases} cases: {counts:?}");
    assert!(counts["sets"] > counts["conflicts"] && counts.contains_key("all of them"), "{counts:?}");
}

#[test]
fn a_limit_of_work_gives_the_same_answer_or_none() {
    let mut counts = Counts::new();
    for seed in 1..=(wanted_cases(2400) / 100).max(16) {
        let asked = Asked::of(generate(seed, None));
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
        let words = explanation(&conflict);
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

/// A conflict as the command tells it.
fn explanation(conflict: &Conflict) -> String {
    let mut text = format!("{} on {}\n", conflict.market, conflict.as_of);
    for (number, reason) in (1..).zip(&conflict.reasons) {
        let place = reason.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
        let _ = writeln!(text, "({number}) {}{place}", reason.text);
        for terroir::bom::ReasonLabel { text: label, place, .. } in &reason.labels {
            let place = place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
            let _ = writeln!(text, "      {label}{place}");
        }
    }
    conflict.context.iter().for_each(|line| text.push_str(&format!("{line}\n")));
    conflict.fixes.iter().for_each(|fix| text.push_str(&format!("help: {}\n", fix.text)));
    text
}
