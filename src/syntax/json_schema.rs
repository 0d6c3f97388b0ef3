//! JSON Schema of a kind of file, generated from the same shapes that reading uses.

use super::shape::{Choice, Form, FreeKeys, Key, Keys, Operand, Rest, Shape, TableShape, TestKey, WordList};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use toml::de::{DeTable, DeValue};

const NAME: &str = "^[A-Za-z0-9][A-Za-z0-9_-]*$";
const IDENTIFIER: &str = "^[A-Za-z0-9][A-Za-z0-9_-]*(\\.[A-Za-z0-9][A-Za-z0-9_-]*)*$";
const RANGE_KEY: &str = "^(range_.+|.*_range_.+)$";
/// The comment of every schema, which distinguishes a generated file from one that others wrote.
const WRITTEN: &str = "written by `terroir schema`, which renews it";

/// The JSON Schema (draft 7) of a file whose root is a table, with the definitions of free keys and their tests where it
/// uses them.
#[must_use]
pub fn document(shape: &TableShape, title: &str, free: Option<&FreeKeys>) -> Value {
    let mut root = table(shape);
    if let Some(object) = root.as_object_mut() {
        object.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        object.insert("$comment".to_owned(), json!(WRITTEN));
        object.insert("title".to_owned(), json!(title));
        if let Some(free) = free {
            let definitions = json!({ "attribute": attribute(), "set": set(), "tests": tests(free.tests) });
            object.insert("definitions".to_owned(), definitions);
        }
    }
    root
}

fn table(shape: &TableShape) -> Value {
    let mut object = Map::new();
    object.insert("type".to_owned(), json!("object"));
    let properties: Map<String, Value> = shape.keys().map(|key| (key.name.to_owned(), described(key))).collect();
    if !properties.is_empty() {
        object.insert("properties".to_owned(), Value::Object(properties));
    }
    let required: Vec<&str> = shape.keys().filter(|key| key.example.is_some()).map(|key| key.name).collect();
    if !required.is_empty() {
        object.insert("required".to_owned(), json!(required));
    }
    rest(&shape.rest, &mut object);
    choices(shape.choices, &mut object);
    Value::Object(object)
}

/// The schema of a key, with the description that editors show.
fn described(key: &Key) -> Value {
    let mut value = of(&key.shape);
    let default = key.default.map(|default| (default, from_toml(default)));
    let doc = default.as_ref().map_or_else(|| key.doc.to_owned(), |(text, _)| format!("{}; default `{text}`", key.doc));
    if let Some(object) = value.as_object_mut() {
        object.insert("description".to_owned(), json!(doc));
        if let Some((_, Some(default))) = default {
            object.insert("default".to_owned(), default);
        }
        if let Some(example) = key.example.and_then(from_toml) {
            object.insert("examples".to_owned(), json!([example]));
        }
    }
    value
}

/// A value of the tables of keys, which are TOML, as JSON.
fn from_toml(text: &str) -> Option<Value> {
    let line = format!("value = {text}");
    let parsed = DeTable::parse(&line).ok()?;
    parsed.get_ref().get("value").and_then(|value| to_json(value.get_ref()))
}

fn to_json(value: &DeValue<'_>) -> Option<Value> {
    Some(match value {
        DeValue::String(text) => json!(text),
        DeValue::Boolean(value) => json!(value),
        DeValue::Integer(number) => json!(number.as_str().parse::<i64>().ok()?),
        DeValue::Array(list) => list.iter().map(|one| to_json(one.get_ref())).collect::<Option<Value>>()?,
        DeValue::Table(table) => {
            let entries = table.iter().map(|(key, value)| Some((key.get_ref().to_string(), to_json(value.get_ref())?)));
            Value::Object(entries.collect::<Option<_>>()?)
        }
        DeValue::Float(_) | DeValue::Datetime(_) => return None,
    })
}

/// Which of a table's keys must be there. Not in `allOf`: editors that complete by a schema look past the table's own
/// keys where it has one.
fn choices(choices: &[Choice], object: &mut Map<String, Value>) {
    let required = |keys: Keys| keys.iter().map(|key| json!({ "required": [key.name] })).collect::<Vec<_>>();
    let names = |keys: Keys| keys.iter().map(|key| key.name).collect::<Vec<_>>();
    let mut never = Vec::new();
    for choice in choices {
        match choice {
            Choice::Exactly(keys, _) => drop(object.insert("oneOf".to_owned(), json!(required(keys)))),
            Choice::Any(keys, _) => drop(object.insert("anyOf".to_owned(), json!(required(keys)))),
            Choice::Exclusive(keys) => never.push(json!({ "required": names(keys) })),
        }
    }
    if !never.is_empty() {
        object.insert("not".to_owned(), json!({ "anyOf": never }));
    }
}

/// The schema of further keys of a table. No pattern uses look-ahead, which many editors do not support.
fn rest(rest: &Rest, object: &mut Map<String, Value>) {
    let mut put = |key: &str, value| drop(object.insert(key.to_owned(), value));
    match rest {
        Rest::Closed => {}
        Rest::Map(form, shape) => {
            put("patternProperties", json!({ pattern(*form).as_deref().unwrap_or("^.*$"): named(shape) }));
        }
        Rest::Prefix(prefix, shape) => put("patternProperties", json!({ format!("^{prefix}."): of(shape) })),
        Rest::Free(free) if free.tests.is_empty() => {
            put("patternProperties", json!({ RANGE_KEY: of(&Shape::Range) }));
            put("propertyNames", json!({ "pattern": NAME }));
            put("additionalProperties", reference("attribute"));
            return;
        }
        Rest::Free(_) => {
            put("patternProperties", json!({ RANGE_KEY: { "anyOf": [of(&Shape::Range), reference("tests")] } }));
            put("propertyNames", json!({ "pattern": NAME }));
            put("additionalProperties", json!({ "anyOf": [reference("attribute"), reference("tests")] }));
            return;
        }
    }
    put("additionalProperties", json!(false));
}

/// The schema of a value under a name that the user chooses; what the table is serves as the description.
fn named(shape: &Shape) -> Value {
    let mut value = of(shape);
    if let (Shape::Table(table), Some(object)) = (shape, value.as_object_mut()) {
        object.insert("description".to_owned(), json!(table.what));
    }
    value
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

fn attribute() -> Value {
    json!({ "anyOf": [{ "type": ["boolean", "string", "number"] }, reference("set")] })
}

fn set() -> Value {
    let of = |kind: &str| json!({ "type": "array", "items": { "type": kind }, "uniqueItems": true });
    json!({ "anyOf": [of("string"), of("number")] })
}

fn tests(tests: &[TestKey]) -> Value {
    let mut properties = Map::new();
    for test in tests {
        let mut operand = operand(test.takes);
        if let Some(object) = operand.as_object_mut() {
            object.insert("description".to_owned(), json!(phrase(test.doc)));
        }
        properties.insert(test.name.to_owned(), operand);
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": false, "minProperties": 1 })
}

/// What a test takes.
fn operand(operand: Operand) -> Value {
    match operand {
        Operand::Value => json!({ "anyOf": [reference("attribute")] }),
        Operand::Set => json!({ "anyOf": [reference("set")] }),
        Operand::Shape(shape) => of(shape),
    }
}

/// A sentence as descriptions have it: no capital, no full stop.
fn phrase(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn pattern(form: Form) -> Option<Cow<'static, str>> {
    Some(Cow::Borrowed(match form {
        Form::Name => NAME,
        Form::Identifier => IDENTIFIER,
        Form::Described(form) => form.pattern,
        Form::Term(list) => {
            let words = list.words.join("|");
            return Some(Cow::Owned(format!("^({words}|{}\\([A-Za-z0-9][A-Za-z0-9_-]*\\))$", list.function)));
        }
        Form::Any | Form::Word(_) | Form::Listed(_) => return None,
    }))
}

fn of(shape: &Shape) -> Value {
    match shape {
        Shape::Boolean => json!({ "type": "boolean" }),
        Shape::Integer(least, i64::MAX) => json!({ "type": "integer", "minimum": least }),
        Shape::Integer(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Shape::Number => json!({ "type": "number" }),
        Shape::Amount => json!({ "type": "number", "minimum": 0 }),
        Shape::Share => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Shape::Text(Form::Word(words) | Form::Listed(WordList { words, .. })) => {
            json!({ "type": "string", "enum": words })
        }
        Shape::Text(form) => match pattern(*form) {
            Some(pattern) => json!({ "type": "string", "pattern": pattern, "maxLength": crate::name::LONGEST_NAME }),
            None => json!({ "type": "string" }),
        },
        Shape::Money => json!({ "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?$" }),
        Shape::Decimal(digits, places) => {
            json!({ "type": "string", "pattern": format!("^[0-9]{{1,{digits}}}(\\.[0-9]{{1,{places}}})?$") })
        }
        // Editors of TOML show a local date as a string of this format.
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::Condition => json!({ "type": "string", "minLength": 1 }),
        Shape::Scalar => json!({ "type": ["string", "integer", "boolean"] }),
        Shape::Scalars => {
            let items = json!({ "type": ["string", "integer", "boolean"] });
            json!({ "type": "array", "items": items, "uniqueItems": true, "minItems": 1 })
        }
        Shape::Range => json!({ "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2 }),
        Shape::List(of_shape) if of_shape.is_scalar() => {
            json!({ "type": "array", "items": of(of_shape), "uniqueItems": true })
        }
        Shape::List(of_shape) => json!({ "type": "array", "items": of(of_shape) }),
        Shape::Filled(of_shape) => {
            json!({ "type": "array", "items": of(of_shape), "uniqueItems": of_shape.is_scalar(), "minItems": 1 })
        }
        Shape::Table(shape) => table(shape),
        Shape::Either(shapes) => json!({ "anyOf": shapes.iter().map(of).collect::<Vec<_>>() }),
    }
}
