//! What the built-in overlays cite.

use super::project;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use toml::de::{DeTable, DeValue};

/// A string or a date of a TOML file.
#[track_caller]
fn text(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        other => panic!("expected a text, found {other:?}"),
    }
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
    let names_in = |folder: &str| {
        let files = fs::read_dir(project("regions").join(folder)).unwrap();
        let name = |file: fs::DirEntry| format!("{folder}{}", file.file_name().into_string().unwrap());
        files.map(|file| name(file.unwrap())).collect::<Vec<String>>()
    };
    let mut names = [names_in(""), names_in("tier-2/")].concat();
    names.retain(|name| name.ends_with(".toml") && name != "sources.toml");
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
        let code = name.trim_start_matches("tier-2/").trim_end_matches(".toml");
        assert_eq!(get(table.get_ref(), "area").unwrap(), code);
        let mut found = Vec::new();
        tables("", table.get_ref(), &mut found);
        for (path, table) in &found {
            if let Some(DeValue::Array(list)) = table.get("source").map(toml::Spanned::get_ref) {
                citations += list.len();
                let sources = list.iter().map(|one| text(one.get_ref()));
                let unknown = sources.filter(|source| !known.contains(source.as_str()));
                breaches.extend(unknown.map(|source| format!("{name} {path}: no source `{source}`")));
            } else if is_fact(path) {
                breaches.push(format!("{name} {path} cites nothing"));
            }
            let day = get(table, "as_of").unwrap_or_default();
            if *day > *newest {
                breaches.push(format!("{name} {path}: as of {day}, after the last source was read on {newest}"));
            }
        }
        breaches.extend(listed_twice(&name, &found));
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
    assert!(citations > 100, "only {citations} citations");
}

/// Whether a table of an overlay states something of the world.
fn is_fact(path: &str) -> bool {
    matches!(path.matches('.').count(), 1) && path.len() > 1 && !matches!(path, ".gaps" | ".remove" | ".set")
}

/// Carriers and certifications that one file names twice at overlapping dates; the reader reports it too.
fn listed_twice(name: &str, found: &[(String, &DeTable<'_>)]) -> Vec<String> {
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (path, table) in found.iter().filter(|(path, _)| path == ".carriers" || path == ".certification") {
        let dated = get(table, "from").is_some() || get(table, "until").is_some();
        if let (Some(id), false) = (get(table, "id").or_else(|| get(table, "scheme")), dated) {
            *seen.entry((path.clone(), id)).or_default() += 1;
        }
    }
    let twice = seen.into_iter().filter(|(_, count)| *count > 1);
    twice.map(|((path, id), _)| format!("{name} {path}: `{id}` is listed twice")).collect()
}
