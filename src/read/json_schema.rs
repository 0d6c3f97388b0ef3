//! JSON Schema of the kinds of files, made of the same tables that reading uses.

use super::Kind;
use super::shape::{Choice, Form, Rest, Shape, TableShape};
use super::{check, schema};
use serde_json::{Map, Value, json};

const NAME: &str = "^[A-Za-z0-9][A-Za-z0-9_-]*$";
const CAPABILITY: &str = "^[a-z0-9][a-z0-9_-]*(\\.[a-z0-9][a-z0-9_-]*)*$";
const IDENTIFIER: &str = "^[A-Za-z0-9][A-Za-z0-9_-]*(\\.[A-Za-z0-9][A-Za-z0-9_-]*)*$";
const RANGE_KEY: &str = "^(range_.+|.*_range_.+)$";
const FREE_KEY: &str = "^(?!range_.|.*_range_.)[A-Za-z0-9][A-Za-z0-9_-]*$";

/// The JSON Schema (draft 7) of a kind of file, for editors: `terroir schema catalog`.
#[must_use]
pub fn json_schema(kind: Kind) -> Value {
    let mut root = table(schema::of(kind));
    let title = match kind {
        Kind::Solution => "terroir solution",
        Kind::Catalog => "terroir catalogue",
        Kind::Overlay => "terroir overlay",
        Kind::Sources => "terroir sources",
    };
    if let Some(object) = root.as_object_mut() {
        object.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        object.insert("title".to_owned(), json!(title));
    }
    root
}

fn table(shape: &TableShape) -> Value {
    let mut object = Map::new();
    object.insert("type".to_owned(), json!("object"));
    let properties: Map<String, Value> =
        shape.keys().map(|key| (key.name.to_owned(), described(&key.shape, key.doc))).collect();
    if !properties.is_empty() {
        object.insert("properties".to_owned(), Value::Object(properties));
    }
    let required: Vec<&str> = shape.keys().filter(|key| key.example.is_some()).map(|key| key.name).collect();
    if !required.is_empty() {
        object.insert("required".to_owned(), json!(required));
    }
    if let Some(patterns) = patterns(&shape.rest) {
        object.insert("patternProperties".to_owned(), patterns);
    }
    object.insert("additionalProperties".to_owned(), json!(false));
    let choices: Vec<Value> = shape.choices.iter().map(choice).collect();
    if !choices.is_empty() {
        object.insert("allOf".to_owned(), json!(choices));
    }
    Value::Object(object)
}

fn described(shape: &Shape, doc: &str) -> Value {
    let mut value = of(shape);
    if let Some(object) = value.as_object_mut() {
        object.insert("description".to_owned(), json!(doc));
    }
    value
}

fn choice(choice: &Choice) -> Value {
    let required = |keys: &[&str]| keys.iter().map(|key| json!({ "required": [key] })).collect::<Vec<_>>();
    match choice {
        Choice::Exactly(keys, _) => json!({ "oneOf": required(keys) }),
        Choice::Any(keys, _) => json!({ "anyOf": required(keys) }),
        Choice::Exclusive(keys) => json!({ "not": { "required": keys } }),
    }
}

fn patterns(rest: &Rest) -> Option<Value> {
    Some(match rest {
        Rest::Closed => return None,
        Rest::Map(form, shape) => json!({ pattern(*form).unwrap_or("^.*$"): of(shape) }),
        Rest::Attributes => json!({ RANGE_KEY: of(&Shape::Range), FREE_KEY: attribute() }),
        Rest::Where => json!({
            RANGE_KEY: { "anyOf": [of(&Shape::Range), tests()] },
            FREE_KEY: { "anyOf": [attribute(), tests()] },
        }),
        Rest::Prefix(prefix, shape) => json!({ format!("^{prefix}."): of(shape) }),
    })
}

fn attribute() -> Value {
    json!({ "anyOf": [{ "type": ["boolean", "string", "number"] }, set()] })
}

fn set() -> Value {
    let of = |kind: &str| json!({ "type": "array", "items": { "type": kind }, "uniqueItems": true });
    json!({ "anyOf": [of("string"), of("number")] })
}

fn tests() -> Value {
    let test = |name: &str| match name {
        "equals" => attribute(),
        "within" | "covers" => of(&Shape::Range),
        "at-least" | "at-most" => of(&Shape::Number),
        "in" => of(&Shape::Text(Form::Name)),
        _ => set(),
    };
    let properties: Map<String, Value> = check::TESTS.iter().map(|name| ((*name).to_owned(), test(name))).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false, "minProperties": 1 })
}

fn pattern(form: Form) -> Option<&'static str> {
    match form {
        Form::Name => Some(NAME),
        Form::Capability => Some(CAPABILITY),
        Form::Identifier => Some(IDENTIFIER),
        Form::Reference => Some("^[A-Za-z0-9][A-Za-z0-9_-]*(@.+)?$"),
        Form::Currency => Some("^[A-Z]{3}$"),
        Form::Tariff => Some("^[0-9]+$"),
        Form::Objective => Some("^(cost|regional|core|parts|lead-time|changes|sum\\([A-Za-z0-9][A-Za-z0-9_-]*\\))$"),
        Form::Any | Form::Word(_) => None,
    }
}

fn of(shape: &Shape) -> Value {
    match shape {
        Shape::Boolean => json!({ "type": "boolean" }),
        Shape::Integer(least) => json!({ "type": "integer", "minimum": least }),
        Shape::Number => json!({ "type": "number" }),
        Shape::Amount => json!({ "type": "number", "minimum": 0 }),
        Shape::Share => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Shape::Text(Form::Word(words)) => json!({ "type": "string", "enum": words }),
        Shape::Text(form) => match pattern(*form) {
            Some(pattern) => json!({ "type": "string", "pattern": pattern, "maxLength": crate::name::LONGEST_NAME }),
            None => json!({ "type": "string" }),
        },
        Shape::Money => json!({ "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?$" }),
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
