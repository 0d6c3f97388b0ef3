//! What `check` says of overlays that require less than wider or built-in ones: every such edit of every built-in
//! requirement of the templates' markets, and no edit that only adds.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod common;

use common::project;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use terroir::Solution;
use toml::de::{DeTable, DeValue};

const TEMPLATES: [&str; 4] = ["starter", "street-light", "soil-station", "health-monitor"];

/// A built-in requirement: its area, its section, its id, and its keys.
struct Requirement {
    area: String,
    section: &'static str,
    id: String,
    texts: BTreeMap<String, String>,
    accepts: Vec<String>,
    is_dated: bool,
}

/// The elements of an array of a TOML file; none where there is none.
fn elements<'t>(table: &DeTable<'t>, key: &str) -> Vec<DeValue<'t>> {
    match table.get(key).map(toml::Spanned::get_ref) {
        Some(DeValue::Array(elements)) => elements.iter().map(|one| one.get_ref().clone()).collect(),
        _ => Vec::new(),
    }
}

/// The built-in requirements of a market, with those of the areas that it lies in.
fn requirements(area: &str, found: &mut BTreeMap<(String, String), Requirement>) {
    let file = project("regions").join(format!("{area}.toml"));
    let Ok(file) = fs::read_to_string(file) else { return };
    let table = DeTable::parse(&file).unwrap().into_inner();
    for section in ["certification", "limits", "needs"] {
        for entry in elements(&table, section) {
            let DeValue::Table(entry) = entry else { continue };
            if matches!(entry.get("mandatory").map(toml::Spanned::get_ref), Some(DeValue::Boolean(false))) {
                continue;
            }
            let is_text = |value: &DeValue<'_>| matches!(value, DeValue::String(_));
            let texts = entry.iter().filter(|(_, value)| is_text(value.get_ref()));
            let texts = texts.map(|(key, value)| (key.get_ref().to_string(), common::text(value.get_ref())));
            let texts: BTreeMap<String, String> = texts.collect();
            let id = texts.get("id").or(texts.get("scheme")).unwrap().clone();
            let accepts = elements(&entry, "accepts").iter().map(common::text).collect();
            let is_dated = ["from", "until", "through"].iter().any(|key| entry.contains_key(*key));
            let one = Requirement { area: area.to_owned(), section, id: id.clone(), texts, accepts, is_dated };
            found.insert((area.to_owned(), id), one);
        }
    }
    let wider: Vec<String> = elements(&table, "within").iter().map(common::text).collect();
    wider.iter().for_each(|area| requirements(area, found));
}

/// A kind of edit: the keys of an own entry under the same id; `None` where it does not apply.
type Edit = fn(&Requirement) -> Option<String>;

fn of_certification(one: &Requirement, keys: &str) -> Option<String> {
    (one.section == "certification").then(|| keys.to_owned())
}

const LOOSENING: [(&str, Edit); 9] = [
    ("mandatory", |one| of_certification(one, "mandatory = false")),
    ("when", |_| Some("when = \"market != US\"".to_owned())),
    ("until", |one| (!one.is_dated).then(|| "until = 2026-01-01".to_owned())),
    ("from", |one| (!one.is_dated).then(|| "from = 2099-01-01".to_owned())),
    ("from and mandatory", |one| {
        of_certification(one, "from = 2098-01-01\nmandatory = false").filter(|_| !one.is_dated)
    }),
    ("accepts", |one| {
        let scheme = one.texts.get("scheme").cloned();
        let accepts = one.accepts.iter().cloned().chain(scheme).chain(["other".to_owned()]);
        let accepts: BTreeSet<String> = accepts.collect();
        of_certification(one, &format!("accepts = {accepts:?}").replace('{', "[").replace('}', "]"))
    }),
    ("applies-to", |one| {
        let narrowed = one.texts.get("applies-to").map_or("motion".to_owned(), |wide| format!("{wide}.narrow"));
        of_certification(one, &format!("applies-to = \"{narrowed}\""))
    }),
    ("level", |one| {
        let is_component = one.texts.get("level").is_some_and(|level| level == "component");
        let applies = one.texts.get("applies-to").map_or("\napplies-to = \"motion\"", |_| "");
        of_certification(one, &format!("level = \"component\"{applies}")).filter(|_| !is_component)
    }),
    ("capability", |one| (one.section != "certification").then(|| "capability = \"other.thing\"".to_owned())),
];

const TIGHTENING: [(&str, Edit); 4] = [
    ("because", |_| Some("because = \"we say so\"".to_owned())),
    ("level", |one| of_certification(one, "level = \"solution\"")),
    ("valid_months", |one| of_certification(one, "valid_months = 1")),
    ("accepts", |one| {
        let first = one.accepts.first().or(one.texts.get("scheme"))?;
        of_certification(one, &format!("accepts = [\"{first}\"]"))
    }),
];

/// The notes `loosened` of a template with further overlays: area → its text.
fn notes(template: &str, overlays: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut files = common::template(template);
    let file =
        |(area, text): (&String, &String)| (format!("regions/zz-{area}.toml"), format!("area = \"{area}\"\n{text}"));
    files.extend(overlays.iter().map(file));
    let solution = Solution::from_sources(files).unwrap_or_else(|faults| panic!("{:?}", faults.diagnostics));
    let compiled = solution.compile().unwrap_or_else(|faults| panic!("{:?}", faults.diagnostics));
    let notes = compiled.diagnostics().iter().filter(|one| one.code.as_str() == "loosened");
    notes.map(|one| one.message.clone()).collect()
}

fn of_template(template: &str) -> Vec<Requirement> {
    let files = common::template(template);
    let mut found = BTreeMap::new();
    let solution = Solution::from_sources(files).unwrap_or_else(|faults| panic!("{:?}", faults.diagnostics));
    solution.markets().iter().for_each(|market| requirements(market, &mut found));
    found.into_values().collect()
}

/// The overlays with one edit of each requirement, and those that have one.
fn edited(all: &[Requirement], edit: Edit) -> (BTreeMap<String, String>, Vec<&Requirement>) {
    let mut overlays: BTreeMap<String, String> = BTreeMap::new();
    let mut changed = Vec::new();
    for one in all {
        let Some(keys) = edit(one) else { continue };
        let text = format!("[[{}]]\nid = \"{}\"\n{keys}\n", one.section, one.id);
        *overlays.entry(one.area.clone()).or_default() += &text;
        changed.push(one);
    }
    (overlays, changed)
}

#[test]
fn every_edit_by_which_less_is_required_is_told() {
    let mut told = 0;
    for template in TEMPLATES {
        let all = of_template(template);
        for (kind, edit) in LOOSENING {
            let (overlays, changed) = edited(&all, edit);
            let notes = notes(template, &overlays);
            for one in changed {
                let wanted = format!("`{0}` loosens `{1}`, which the built-in `{0}` requires: ", one.area, one.id);
                let count = notes.iter().filter(|note| note.starts_with(&wanted)).count();
                assert_eq!(count, 1, "{template}, {kind}: {wanted}\n{notes:#?}");
                told += 1;
            }
        }
    }
    println!("{told} edits told");
    assert!(told > 200);
}

#[test]
fn every_requirement_that_is_removed_is_told() {
    for template in TEMPLATES {
        let all = of_template(template);
        let mut lists: BTreeMap<String, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
        for one in &all {
            lists.entry(one.area.clone()).or_default().entry(one.section).or_default().push(&one.id);
        }
        let list = |(section, ids): (&&str, &Vec<&str>)| format!("{section} = {ids:?}\n");
        let text =
            |lists: &BTreeMap<&str, Vec<&str>>| format!("[remove]\n{}", lists.iter().map(list).collect::<String>());
        let overlays = lists.iter().map(|(area, lists)| (area.clone(), text(lists))).collect();
        let notes = notes(template, &overlays);
        for one in &all {
            let wanted = format!("`{0}` removes `{1}`, which the built-in `{0}` requires", one.area, one.id);
            assert!(notes.contains(&wanted), "{template}: {wanted}\n{notes:#?}");
        }
    }
}

#[test]
fn edits_that_only_tighten_are_not_told() {
    for template in TEMPLATES {
        let all = of_template(template);
        assert_eq!(notes(template, &BTreeMap::new()), BTreeSet::new(), "{template}");
        for (kind, edit) in TIGHTENING {
            let (overlays, _) = edited(&all, edit);
            assert_eq!(notes(template, &overlays), BTreeSet::new(), "{template}, {kind}");
        }
    }
}
