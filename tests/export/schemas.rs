//! Official schemas, from the folder beside the project; where they are not there, a test says so and is over.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

pub fn path(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared/schemas").join(name);
    if !path.is_file() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

pub fn json(name: &str) -> Option<Value> {
    Some(serde_json::from_str(&fs::read_to_string(path(name)?).unwrap()).unwrap())
}

/// A validator of CycloneDX documents, with the schemas that theirs refers to.
#[allow(dead_code)]
pub fn cyclonedx(version: &str) -> Option<jsonschema::Validator> {
    let mut registry = jsonschema::Registry::new();
    for name in ["spdx.schema.json", "jsf-0.82.schema.json", "cryptography-defs.schema.json"] {
        registry = registry.add(format!("http://cyclonedx.org/schema/{name}"), json(name)?).unwrap();
    }
    let registry = registry.prepare().unwrap();
    let schema = json(&format!("bom-{version}.schema.json"))?;
    Some(jsonschema::options().with_registry(&registry).build(&schema).unwrap())
}

#[track_caller]
pub fn assert_valid(validator: &jsonschema::Validator, document: &Value) {
    let faults: Vec<String> =
        validator.iter_errors(document).map(|fault| format!("{fault} at {}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{}\n{document:#}", faults.join("\n"));
}
