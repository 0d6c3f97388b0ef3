//! Official schemas; tests/schemas/README.md lists where they come from.

use serde_json::Value;
use std::fs;

pub fn json(name: &str) -> Value {
    let path = super::project("tests/schemas").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// A validator of CycloneDX documents, with the schemas that theirs refers to.
pub fn cyclonedx(version: &str) -> jsonschema::Validator {
    let mut registry = jsonschema::Registry::new();
    for name in ["spdx.schema.json", "jsf-0.82.schema.json", "cryptography-defs.schema.json"] {
        registry = registry.add(format!("http://cyclonedx.org/schema/{name}"), json(name)).unwrap();
    }
    let registry = registry.prepare().unwrap();
    let schema = json(&format!("bom-{version}.schema.json"));
    jsonschema::options().with_registry(&registry).build(&schema).unwrap()
}

#[track_caller]
pub fn assert_valid(validator: &jsonschema::Validator, document: &Value) {
    let faults: Vec<String> =
        validator.iter_errors(document).map(|fault| format!("{fault} at {}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{}\n{document:#}", faults.join("\n"));
}

/// A value of a TOML file as JSON; dates are strings, as editors take them.
fn from_toml(value: &toml::de::DeValue<'_>) -> Value {
    use toml::de::DeValue;
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => serde_json::from_str(&number.to_string().replace('_', "")).unwrap(),
        DeValue::Float(number) => serde_json::from_str(&number.to_string().replace('_', "")).unwrap(),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(list) => list.iter().map(|one| from_toml(one.get_ref())).collect(),
        DeValue::Table(table) => {
            table.iter().map(|(key, value)| (key.get_ref().to_string(), from_toml(value.get_ref()))).collect()
        }
    }
}

/// A TOML file as JSON.
pub fn document(text: &str) -> Value {
    let table = toml::de::DeTable::parse(text).unwrap();
    table.get_ref().iter().map(|(key, value)| (key.get_ref().to_string(), from_toml(value.get_ref()))).collect()
}
