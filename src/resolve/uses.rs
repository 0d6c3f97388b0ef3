//! Facts on their way into an answer: one entry a key and speaker, with its values united.

use crate::bom::FactUse;
use crate::model::{Attribute, Attributes, Model, Scalar};
use crate::overlay::{Network, Origin, json, said_by};
use crate::span::{Files, Place, Span};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Key, area, sources and status: what makes a fact one fact.
type Identity = (String, String, Vec<String>, Option<String>);

/// What is known of one fact so far.
#[derive(Default)]
struct Use {
    values: Vec<Value>,
    place: Option<Place>,
    slots: BTreeSet<String>,
}

/// The facts collected so far.
pub(super) struct Uses<'a> {
    model: &'a Model,
    files: &'a Files,
    list: BTreeMap<Identity, Use>,
}

impl<'a> Uses<'a> {
    pub fn new(model: &'a Model, files: &'a Files) -> Self {
        Self { model, files, list: BTreeMap::new() }
    }

    /// Attributes that something offers, or the offer itself where none is asked for.
    pub fn offer(
        &mut self,
        capability: &str,
        (attributes, names): (&Attributes, &[&str]),
        origin: &Origin,
        slots: &[&str],
    ) {
        if names.is_empty() {
            self.entry(capability.to_owned(), origin, Value::Bool(true), slots);
        }
        for name in names {
            let Some(found) = attributes.get(name) else { continue };
            let key = format!("{capability}.{name}");
            self.at(key, (found.span, origin), plain(&found.value), slots);
        }
    }

    /// Attributes of a carrier's network, or the network itself where none is asked for.
    pub fn network(&mut self, key: &str, network: &Network, names: &[&str], (origin, slot): (&Origin, &str)) {
        if names.is_empty() {
            self.at(key.to_owned(), (network.span, origin), Value::Bool(true), &[slot]);
        }
        for name in names {
            let Some(found) = network.attributes.get(name) else { continue };
            self.at(format!("{key}.{name}"), (found.span, origin), plain(&found.value), &[slot]);
        }
    }

    /// An entry as a whole.
    pub fn entry(&mut self, key: String, origin: &Origin, value: Value, slots: &[&str]) {
        let place = self.files.place(origin.span);
        self.take(key, origin, (value, place), slots);
    }

    /// A value at a place: as it is written there, from whom it is written there. Defaults that nobody writes are the
    /// entry's.
    pub fn at(&mut self, key: String, (span, origin): (Span, &Origin), value: Value, slots: &[&str]) {
        let place = self.files.place(span);
        match said_by(self.model, span) {
            Some((said, written)) => {
                let value = written.map_or(value, json);
                self.take(key, &said, (value, place), slots);
            }
            None => self.take(key, origin, (value, place), slots),
        }
    }

    fn take(&mut self, key: String, origin: &Origin, (value, place): (Value, Place), slots: &[&str]) {
        let source = origin.cited.source.iter().map(|id| id.value.clone()).collect();
        let layer = self.model.areas.code(origin.area).to_owned();
        let one = self.list.entry((key, layer, source, origin.cited.status.clone())).or_default();
        if !one.values.contains(&value) {
            one.values.push(value);
        }
        if one.place.as_ref().is_none_or(|known| place < *known) {
            one.place = Some(place);
        }
        one.slots.extend(slots.iter().map(|slot| (*slot).to_owned()));
    }

    /// All facts, sorted by key.
    pub fn into_list(self) -> Vec<FactUse> {
        let fact = |((key, layer, source, status), one): (Identity, Use)| {
            let value = match <[Value; 1]>::try_from(one.values) {
                Ok([only]) => only,
                Err(several) => Value::Array(several),
            };
            FactUse {
                key,
                layer,
                source,
                status,
                value: text(&value),
                place: one.place,
                slots: one.slots.into_iter().collect(),
            }
        };
        self.list.into_iter().map(fact).collect()
    }
}

/// An attribute's value where nobody writes it.
fn plain(attribute: &Attribute) -> Value {
    let scalar = |scalar: &Scalar| match scalar {
        Scalar::Boolean(value) => Value::Bool(*value),
        Scalar::Text(text) => Value::String(text.clone()),
        Scalar::Number(number) => json(&crate::read::Node::Number(*number)),
    };
    match attribute {
        Attribute::Range(low, high) => [low, high].iter().map(|end| json(&crate::read::Node::Number(**end))).collect(),
        Attribute::Set(values) => match values.as_slice() {
            [only] => scalar(only),
            several => several.iter().map(scalar).collect(),
        },
    }
}

/// JSON with a blank behind every comma and colon, as people write it.
fn text(value: &Value) -> String {
    match value {
        Value::Array(elements) => format!("[{}]", elements.iter().map(text).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) => {
            let each = entries.iter().map(|(key, value)| format!("{}: {}", Value::from(key.as_str()), text(value)));
            format!("{{{}}}", each.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}
