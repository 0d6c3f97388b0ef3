//! What an editor gets: every file that terroir makes names its schema, which lies beside it and tells what each key means.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod common;

use common::lamp::{self, Lamp};
use common::schemas;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// All TOML files below a folder.
fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let mut files = Vec::new();
    for path in entries {
        match path.is_dir() {
            true => files.extend(toml_files(&path)),
            false => files.extend(path.extension().is_some_and(|one| one == "toml").then_some(path)),
        }
    }
    files
}

/// Reads a file as an editor does: by the schema that its first line names.
#[track_caller]
fn is_valid_by_its_first_line(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap();
    let named = text.lines().next().and_then(|line| line.strip_prefix("#:schema ")).unwrap_or_default();
    assert!(named.starts_with("./") || named.starts_with("../"), "{}: {text}", path.display());
    let schema = fs::read_to_string(path.parent().unwrap().join(named)).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    schemas::assert_valid(&jsonschema::draft7::new(&schema).unwrap(), &schemas::document(&text));
    schema
}

fn kinds_of(schemas: &[Value]) -> Vec<&str> {
    let mut titles: Vec<&str> = schemas.iter().map(|schema| schema["title"].as_str().unwrap()).collect();
    titles.dedup();
    titles
}

fn schema(kind: &str) -> String {
    lamp::run(Path::new("."), &["schema", kind]).exits(0).stdout
}

#[test]
fn every_file_of_a_new_solution_is_valid_by_the_schema_that_its_first_line_names() {
    let mut count = 0;
    for template in ["starter", "street-light", "health-monitor", "soil-station"] {
        let folder = tempfile::tempdir().unwrap();
        lamp::run(folder.path(), &["new", "made", "--template", template]).exits(0);
        let files = toml_files(&folder.path().join("made"));
        let named: Vec<Value> = files.iter().map(|path| is_valid_by_its_first_line(path)).collect();
        assert_eq!(kinds_of(&named), ["terroir catalogue", "terroir overlay", "terroir solution"], "{template}");
        count += files.len();
        for kind in ["solution", "catalog", "overlay", "sources"] {
            let path = folder.path().join(format!("made/schema/{kind}.json"));
            assert_eq!(fs::read_to_string(path).unwrap(), schema(kind));
        }
    }
    println!("{count} files");
    assert!(count > 40, "{count} files");
}

#[test]
fn a_slip_is_a_fault_by_the_schema_and_told_at_its_line_by_check() {
    let folder = tempfile::tempdir().unwrap();
    lamp::run(folder.path(), &["new", "made"]).exits(0);
    let path = folder.path().join("made/solution.toml");
    let text = fs::read_to_string(&path).unwrap().replace("core-target", "core-tarket");
    fs::write(&path, &text).unwrap();
    let line = text.lines().position(|line| line.starts_with("core-tarket")).unwrap() + 1;
    let told = format!("--> solution.toml:{line}:1");
    lamp::run(&folder.path().join("made"), &["check"]).exits(1).tells("unknown-key").tells(&told);
    let schema: Value = serde_json::from_str(&schema("solution")).unwrap();
    assert!(!jsonschema::draft7::is_valid(&schema, &schemas::document(&text)));
}

#[test]
fn the_line_survives_edits_and_stands_in_what_is_added() {
    let folder = tempfile::tempdir().unwrap();
    lamp::run(folder.path(), &["new", "made"]).exits(0);
    let made = folder.path().join("made");
    let before = fs::read_to_string(made.join("solution.toml")).unwrap();
    lamp::run(&made, &["add", "market", "FR"]).exits(0);
    let edited = fs::read_to_string(made.join("solution.toml")).unwrap();
    assert_eq!(edited, before.replace("[\"US\", \"DE\"]", "[\"US\", \"DE\", \"FR\"]"));
    lamp::run(&made, &["new", "--area", "XK"]).exits(0);
    lamp::run(&made, &["new", "--area", "campus", "packs/ours"]).exits(0);
    for name in ["solution.toml", "regions/FR.toml", "regions/XK.toml", "packs/ours/campus.toml"] {
        is_valid_by_its_first_line(&made.join(name));
    }
    lamp::run(&made, &["check", "--overlays", "packs/ours", "--market", "US"]).exits(0);
}

#[test]
fn an_imported_solution_names_its_schemas_and_lists_them() {
    let folder = tempfile::tempdir().unwrap();
    let list = |part: &str| format!("Reference,Qty,MPN\nR1,1,{part}\nU1,1,EXAMPLE-1\n");
    fs::write(folder.path().join("eu.csv"), list("A")).unwrap();
    fs::write(folder.path().join("us.csv"), list("B")).unwrap();
    let arguments = ["import", "bom", "EU868=eu.csv", "US915=us.csv", "-o", "made", "--format", "json"];
    let told = lamp::run(folder.path(), &arguments).exits(0).stdout;
    let told: Value = serde_json::from_str(&told).unwrap();
    let files: Vec<&str> = told["files"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert!(files.contains(&"schema/overlay.json"));
    assert!(files.iter().all(|name| folder.path().join("made").join(name).is_file()), "{files:?}");
    for path in toml_files(&folder.path().join("made")) {
        is_valid_by_its_first_line(&path);
    }
}

#[test]
fn a_solution_without_schemas_gets_them_with_its_first_new_file() {
    let lamp = Lamp::new();
    lamp.run(&["add", "market", "FR"]).exits(0);
    is_valid_by_its_first_line(&lamp.path("regions/FR.toml"));
    // An overlay that is there stays, and nothing is made for it.
    let lamp = Lamp::new();
    lamp.write("regions/FR.toml", "area = \"FR\"\n");
    lamp.run(&["add", "market", "FR"]).exits(0);
    lamp.run(&["new", "--area", "FR"]).exits(2);
    assert_eq!(lamp.read("regions/FR.toml"), "area = \"FR\"\n");
    assert!(!lamp.path("schema").exists());
    // A file of the user's stays, and is not taken for a schema.
    fs::create_dir(lamp.path("schema")).unwrap();
    lamp.write("schema/overlay.json", "{}");
    lamp.run(&["new", "--area", "XK"]).exits(0);
    assert!(lamp.read("regions/XK.toml").starts_with("# Facts of XK"));
    assert_eq!(lamp.read("schema/overlay.json"), "{}");
}

#[test]
fn schemas_are_renewed_and_what_others_wrote_is_left_alone() {
    let lamp = Lamp::new();
    lamp.run(&["schema", "--all"]).exits(0).prints("wrote `schema/overlay.json`");
    let old = lamp.read("schema/overlay.json").replace("\"title\": \"terroir overlay\"", "\"title\": \"old\"");
    lamp.write("schema/overlay.json", &old);
    lamp.run(&["schema", "--all"]).exits(0);
    assert_eq!(lamp.read("schema/overlay.json"), schema("overlay"));
    lamp.write("schema/overlay.json", &old);
    lamp.write("schema/sources.json", "{\"mine\": true}\n");
    lamp.run(&["schema", "--all"]).exits(2).tells("`schema/sources.json` already exists, and terroir did not write it");
    assert_eq!(
        (lamp.read("schema/sources.json"), lamp.read("schema/overlay.json")),
        ("{\"mine\": true}\n".into(), old)
    );
    lamp.run(&["schema", "--all", "-o", "packs/ours/schema"]).exits(0);
    lamp.run(&["schema", "catalog", "-o", "deep/catalog.json"]).exits(0).prints("wrote `deep/catalog.json`");
    assert_eq!(lamp.read("deep/catalog.json"), lamp.read("packs/ours/schema/catalog.json"));
    lamp.run(&["schema", "catalog", "-o", "solution.toml"]).exits(2).tells("is a file of the solution itself");
    lamp.run(&["schema", "catalog", "--all"]).exits(2);
    lamp.run(&["schema"]).exits(2).tells("terroir schema --all [-o DIR]");
    let empty = tempfile::tempdir().unwrap();
    lamp::run(empty.path(), &["schema", "--all"]).exits(2).tells("name a folder with `-o`");
}

/// Every key of a schema with its place.
fn keys<'a>(value: &'a Value, place: &str, all: &mut Vec<(String, &'a Value)>) {
    let Some(object) = value.as_object() else {
        value.as_array().into_iter().flatten().for_each(|one| keys(one, place, all));
        return;
    };
    for (key, inner) in object.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let place = format!("{place}/{key}");
        all.push((place.clone(), inner));
        keys(inner, &place, all);
    }
    for (_, inner) in object.iter().filter(|(key, _)| *key != "properties") {
        keys(inner, place, all);
    }
}

#[test]
fn an_editor_can_tell_what_every_key_means_and_what_stands_without_it() {
    let (mut described, mut defaults, mut examples) = (0, Vec::new(), 0);
    for kind in ["solution", "catalog", "overlay", "sources"] {
        let text = schema(kind);
        // Editors look past the keys beside `allOf`, and their patterns do not look ahead.
        assert!(!text.contains("\"allOf\"") && !text.contains("(?"), "{kind}");
        let schema: Value = serde_json::from_str(&text).unwrap();
        let mut all = Vec::new();
        keys(&schema, kind, &mut all);
        for (place, key) in all {
            assert!(key["description"].as_str().is_some_and(|doc| doc.len() > 4), "{place}: {key:#}");
            described += 1;
            let mut alone = key.clone();
            alone["definitions"] = schema.get("definitions").cloned().unwrap_or_else(|| serde_json::json!({}));
            let given = key.get("default").into_iter().chain(key["examples"].as_array().into_iter().flatten());
            for value in given {
                assert!(jsonschema::draft7::is_valid(&alone, value), "{place}: {value}");
            }
            examples += usize::from(key.get("examples").is_some());
            defaults.extend(key.get("default").map(|value| format!("{place} = {value}")));
        }
    }
    println!("{described} keys, {examples} examples, {} defaults", defaults.len());
    assert!(described > 300 && examples > 20, "{described} keys, {examples} examples");
    for default in [
        "solution/solution/version = \"1.0.0\"",
        "catalog/components/lifecycle = \"active\"",
        "overlay/radio/dfs = false",
    ] {
        assert!(defaults.iter().any(|one| one == default), "{defaults:#?}");
    }
}
