//! The samples that lie beside the repository, as cases.

use super::case::{Case, Variant, Want};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The cases of `cases.json` in a folder; none where there is no such folder.
pub fn read(folder: &Path) -> Vec<Case> {
    let Ok(text) = std::fs::read_to_string(folder.join("cases.json")) else { return Vec::new() };
    let cases: Value = serde_json::from_str(&text).unwrap();
    cases.as_array().into_iter().flatten().map(|case| sample(case, folder)).collect()
}

fn sample(case: &Value, folder: &Path) -> Case {
    let strings = |value: &Value| -> Vec<String> {
        let list = value.as_array().into_iter().flatten();
        list.filter_map(Value::as_str).chain(value.as_str()).map(str::to_owned).collect()
    };
    let files = case["files"].as_object().unwrap();
    Case {
        id: case["id"].as_str().unwrap().to_owned(),
        args: strings(&case["args"]),
        exit: case["exit"].as_i64(),
        fails: case["fails"].as_bool().unwrap_or(false),
        says: case["says"].as_array().into_iter().flatten().map(strings).collect(),
        each_alone: true,
        variants: files.iter().map(|(name, file)| variant(case, name, &folder.join(file.as_str().unwrap()))).collect(),
        ..Case::default()
    }
}

fn variant(case: &Value, name: &str, path: &Path) -> Variant {
    let mut want = Want::default();
    if let Some(places) = case["places"].as_object() {
        let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (designator, key) in places[name].as_object().into_iter().flatten() {
            keys.entry(key.as_str().unwrap().to_owned()).or_default().push(designator.clone());
        }
        want.places = Some(keys);
    }
    for (key, amount) in case["pieces"][name].as_object().into_iter().flatten() {
        want.pieces.insert(key.clone(), amount.to_string());
    }
    for (place, mpn) in case["mpns"][name].as_object().into_iter().flatten() {
        want.parts.push((place.clone(), "mpn".to_owned(), mpn.as_str().unwrap().to_owned()));
    }
    let file = path.file_name().unwrap().to_str().unwrap().to_owned();
    Variant { name: name.to_owned(), file, bytes: std::fs::read(path).unwrap(), want }
}
