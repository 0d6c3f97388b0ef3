//! Facts on their way into an answer: what is used, by place; then one fact for each key and layer, its values united.

use crate::bom::FactUse;
use crate::model::{Attribute, Attributes, Model, Scalar};
use crate::overlay::{Network, Origin, attribution_of, json};
use crate::span::{Files, Place, Span};
use crate::syntax::Node;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Key, area, sources and status: what makes a fact one fact.
type Identity = (String, String, Vec<String>, Option<String>);

/// Attributes that something states, and those of them that are used; none: the thing itself is used.
#[derive(Clone, Copy)]
pub(super) struct Stated<'a> {
    pub attributes: &'a Attributes,
    pub names: &'a [&'a str],
}

/// A place in a file, and who states what is there.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    pub span: Span,
    pub origin: &'a Origin,
}

/// A carrier's origin and the slot that uses one of its networks.
#[derive(Clone, Copy)]
pub(super) struct NetworkUser<'a> {
    pub origin: &'a Origin,
    pub slot: &'a str,
}

/// What the place of a used value is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PlaceOf {
    /// The entry that has it.
    Entry,
    /// The value itself: then it is as written there, from whoever writes it there.
    Value,
}

/// A value that is used, at its place.
struct Use {
    origin: Origin,
    value: Value,
    place_of: PlaceOf,
    slots: BTreeSet<String>,
}

/// What is known of one fact.
#[derive(Default)]
struct United {
    values: Vec<Value>,
    place: Option<Place>,
    slots: BTreeSet<String>,
}

/// The facts collected so far.
pub(super) struct Collector<'a> {
    model: &'a Model,
    files: &'a Files,
    list: BTreeMap<(String, Span), Use>,
}

impl<'a> Collector<'a> {
    pub fn new(model: &'a Model, files: &'a Files) -> Self {
        Self { model, files, list: BTreeMap::new() }
    }

    /// Attributes that something offers, or the offer itself where none is used.
    pub fn offer(&mut self, capability: &str, stated: Stated<'_>, origin: &Origin, slots: &[&str]) {
        if stated.names.is_empty() {
            self.entry(capability.to_owned(), origin, Value::Bool(true), slots);
        }
        for name in stated.names {
            let Some(found) = stated.attributes.get(name) else { continue };
            let written = Written { span: found.span, origin };
            self.value(format!("{capability}.{name}"), written, plain(&found.value), slots);
        }
    }

    /// Attributes of a carrier's network, or the network itself where none is used.
    pub fn network(&mut self, key: &str, network: &Network, names: &[&str], user: NetworkUser<'_>) {
        let NetworkUser { origin, slot } = user;
        if names.is_empty() {
            self.value(key.to_owned(), Written { span: network.span, origin }, Value::Bool(true), &[slot]);
        }
        for name in names {
            let Some(found) = network.attributes.get(name) else { continue };
            let written = Written { span: found.span, origin };
            self.value(format!("{key}.{name}"), written, plain(&found.value), &[slot]);
        }
    }

    /// An entry as a whole.
    pub fn entry(&mut self, key: String, origin: &Origin, value: Value, slots: &[&str]) {
        let new = || Use { origin: origin.clone(), value, place_of: PlaceOf::Entry, slots: BTreeSet::new() };
        self.list.entry((key, origin.span)).or_insert_with(new).add(slots);
    }

    /// A value at its own place. Defaults that nobody writes are the entry's.
    pub fn value(&mut self, key: String, written: Written<'_>, value: Value, slots: &[&str]) {
        let new = || Use { origin: written.origin.clone(), value, place_of: PlaceOf::Value, slots: BTreeSet::new() };
        self.list.entry((key, written.span)).or_insert_with(new).add(slots);
    }

    /// All facts, sorted by key.
    pub fn into_list(self) -> Vec<FactUse> {
        let mut united: BTreeMap<Identity, United> = BTreeMap::new();
        for ((key, span), one) in self.list {
            let attributed = match one.place_of {
                PlaceOf::Entry => None,
                PlaceOf::Value => attribution_of(self.model, span),
            };
            let (origin, value) = match attributed {
                // A network as a whole is there or not; what else its table says is not its value.
                Some((stated, written)) => {
                    let written = written.filter(|node| !matches!(node, Node::Table(_)));
                    (stated, written.map_or(one.value, json))
                }
                None => (one.origin, one.value),
            };
            let source = origin.cited.source.iter().map(|id| id.value.clone()).collect();
            let layer = self.model.areas.code(origin.area).to_owned();
            let attribute = key.rsplit_once('.').map_or(key.as_str(), |(_, name)| name);
            let status = origin.cited.status_of(attribute).map(|status| status.as_str().to_owned());
            let fact = united.entry((key, layer, source, status)).or_default();
            if !fact.values.contains(&value) {
                fact.values.push(value);
            }
            let place = self.files.place(span);
            if fact.place.as_ref().is_none_or(|known| place < *known) {
                fact.place = Some(place);
            }
            fact.slots.extend(one.slots);
        }
        united.into_iter().map(|(identity, one)| one.into_fact(identity)).collect()
    }
}

impl Use {
    fn add(&mut self, slots: &[&str]) {
        for slot in slots {
            if !self.slots.contains(*slot) {
                self.slots.insert((*slot).to_owned());
            }
        }
    }
}

impl United {
    fn into_fact(mut self, (key, layer, source, status): Identity) -> FactUse {
        // The order of the values does not depend on which file was read first.
        self.values.sort_by_cached_key(text);
        let value = match <[Value; 1]>::try_from(self.values) {
            Ok([only]) => only,
            Err(several) => Value::Array(several),
        };
        let slots = self.slots.into_iter().collect();
        FactUse { key, layer, source, status, value: text(&value), place: self.place, slots }
    }
}

/// An attribute's value where nobody writes it.
fn plain(attribute: &Attribute) -> Value {
    let scalar = |scalar: &Scalar| match scalar {
        Scalar::Boolean(value) => Value::Bool(*value),
        Scalar::Text(text) => Value::String(text.clone()),
        Scalar::Number(number) => json(&Node::Number(*number)),
    };
    match attribute {
        Attribute::Range(low, high) => [low, high].iter().map(|end| json(&Node::Number(**end))).collect(),
        Attribute::Set(values) => match values.as_slice() {
            [only] => scalar(only),
            several => several.iter().map(scalar).collect(),
        },
    }
}

/// JSON with a blank after every comma and colon, as people write it.
fn text(value: &Value) -> String {
    match value {
        Value::Array(elements) => format!("[{}]", elements.iter().map(text).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) => {
            let each = entries.iter().map(|(key, value)| format!("{}: {}", Value::from(key.as_str()), text(value)));
            format!("{{{}}}", each.collect::<Vec<_>>().join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}
