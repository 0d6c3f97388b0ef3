//! Facts as sentences, for people who do not read the keys of an overlay.

use crate::bom::FactUse;
use crate::explain::name_and_unit;
use serde_json::Value;

/// What a fact says: "`power.mains`: voltage 127, 220 V", "a certificate `red` of the product is required".
pub(super) fn sentence(fact: &FactUse) -> String {
    let value: Value = serde_json::from_str(&fact.value).unwrap_or_else(|_| Value::String(fact.value.clone()));
    let (section, rest) = fact.key.split_once('.').unwrap_or((&fact.key, ""));
    let known = match section {
        "certification" => certification(rest, &value),
        "needs" => Some(format!("required: {}", alternatives(&value))),
        "limits" => limit(&value),
        "carriers" => carrier(rest, &value),
        "set" => Some(format!("the option `{rest}` is set to {}", plain(&value, ""))),
        _ => None,
    };
    known.unwrap_or_else(|| attribute(&fact.key, &value))
}

fn certification(id: &str, value: &Value) -> Option<String> {
    let accepted: Vec<&str> = value.get("accepts")?.as_array()?.iter().filter_map(Value::as_str).collect();
    let schemes: Vec<String> = accepted.iter().map(|scheme| format!("`{scheme}`")).collect();
    let schemes = if schemes.is_empty() { format!("`{id}`") } else { schemes.join(" or ") };
    let level = value.get("level").and_then(Value::as_str).unwrap_or("solution");
    Some(match (level, value.get("applies-to").and_then(Value::as_str)) {
        ("component", Some(capability)) => {
            format!("a certificate {schemes} is required of each part that provides `{capability}`")
        }
        (_, Some(capability)) => {
            format!("a certificate {schemes} of the product is required, for a part provides `{capability}`")
        }
        (_, None) => format!("a certificate {schemes} of the product is required"),
    })
}

fn alternatives(value: &Value) -> String {
    let alternatives = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let one = |alternative: &Value| match alternative.get("capability").and_then(Value::as_str) {
        Some(capability) => match tests(alternative) {
            tests if tests.is_empty() => format!("`{capability}`"),
            tests => format!("`{capability}` with {tests}"),
        },
        None => format!("`{}`", plain(alternative, "")),
    };
    alternatives.iter().map(one).collect::<Vec<_>>().join(" or ")
}

fn limit(value: &Value) -> Option<String> {
    let capability = value.get("capability")?.as_str()?;
    Some(format!("each part that provides `{capability}` must have {}", tests(value)))
}

fn tests(value: &Value) -> String {
    let tests = value.get("where").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    tests.iter().map(|test| plain(test, "")).collect::<Vec<_>>().join(" and ")
}

fn carrier(rest: &str, value: &Value) -> Option<String> {
    let Some((id, network)) = rest.split_once(".networks.") else {
        return value.as_str().map(|name| format!("the carrier is {name}"));
    };
    Some(match (network.split_once('.'), value) {
        (Some((technology, attribute)), value) => {
            let (name, unit) = name_and_unit(attribute);
            format!("the carrier `{id}` has {technology}, {name} {}", plain(value, &unit))
        }
        (None, Value::Bool(true)) => format!("the carrier `{id}` has {network}"),
        (None, value) => format!("the carrier `{id}` has {network}: {}", plain(value, "")),
    })
}

/// `power.mains.voltage_v` with `[127, 220]`: its last name is the attribute, the names before it are the capability.
fn attribute(key: &str, value: &Value) -> String {
    let Some((capability, attribute)) = key.rsplit_once('.') else { return format!("{key}: {}", plain(value, "")) };
    let (name, unit) = name_and_unit(attribute);
    match value {
        Value::Bool(true) => format!("`{capability}`: {name}"),
        Value::Object(_) => format!("`{key}`: {}", plain(value, "")),
        Value::Null | Value::Bool(false) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            format!("`{capability}`: {name} {}", plain(value, &unit))
        }
    }
}

/// A value without the punctuation of JSON.
fn plain(value: &Value, unit: &str) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => format!("{number}{unit}"),
        Value::String(text) => format!("{text}{unit}"),
        Value::Array(values) => {
            let words: Vec<String> = values.iter().map(|one| plain(one, "")).collect();
            if words.is_empty() { "none".to_owned() } else { format!("{}{unit}", words.join(", ")) }
        }
        Value::Object(entries) => {
            let words = entries.iter().map(|(key, value)| {
                let (name, unit) = name_and_unit(key);
                format!("{name} {}", plain(value, &unit))
            });
            words.collect::<Vec<_>>().join("; ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(key: &str, value: &str) -> String {
        let (key, value) = (key.to_owned(), value.to_owned());
        let (layer, source, status) = ("DE".to_owned(), Vec::new(), None);
        sentence(&FactUse { key, layer, source, status, value, place: None, slots: Vec::new() })
    }

    #[test]
    fn a_fact_reads_as_a_sentence_with_its_unit() {
        assert_eq!(of("power.mains.voltage_v", "[127,220]"), "`power.mains`: voltage 127, 220 V");
        assert_eq!(of("power.mains.plugs", "[\"C\",\"F\"]"), "`power.mains`: plugs C, F");
        let kept = r#"{"accepts":["red","ukca"],"applies-to":"radio","level":"solution"}"#;
        let wanted = "a certificate `red` or `ukca` of the product is required, for a part provides `radio`";
        assert_eq!(of("certification.ukca", kept), wanted);
        let need = r#"[{"capability":"calibration","where":["body any of nist"]},"calibration.own"]"#;
        assert_eq!(of("needs.calibration", need), "required: `calibration` with body any of nist or `calibration.own`");
        assert_eq!(of("carriers.att.networks.lte-m", "true"), "the carrier `att` has lte-m");
        assert_eq!(
            of("limits.x", r#"{"capability":"data.store","where":["country in eea"]}"#),
            "each part that provides `data.store` must have country in eea"
        );
    }
}
