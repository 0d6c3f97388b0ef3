//! Facts on their way into an answer: what is asked for, by place; then one fact a key and speaker, its values united.

use crate::bom::FactUse;
use crate::model::{Attribute, Attributes, Model, Scalar};
use crate::overlay::{Network, Origin, attribution_of, json};
use crate::span::{Files, Place, Span};
use crate::syntax::Node;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Key, area, sources and status: what makes a fact one fact.
type Identity = (String, String, Vec<String>, Option<String>);

/// A value that somebody asks for, at its place.
struct Use {
    origin: Origin,
    value: Value,
    /// Whether the place is the value's own: then it is as written there, from whom it is written there.
    exact: bool,
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
pub(super) struct Uses<'a> {
    model: &'a Model,
    files: &'a Files,
    list: BTreeMap<(String, Span), Use>,
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
        self.take((key, origin.span), (origin, value, false), slots);
    }

    /// A value at a place. Defaults that nobody writes are the entry's.
    pub fn at(&mut self, key: String, (span, origin): (Span, &Origin), value: Value, slots: &[&str]) {
        self.take((key, span), (origin, value, true), slots);
    }

    fn take(&mut self, at: (String, Span), (origin, value, exact): (&Origin, Value, bool), slots: &[&str]) {
        let known = self.list.entry(at);
        let one = known.or_insert_with(|| Use { origin: origin.clone(), value, exact, slots: BTreeSet::new() });
        for slot in slots {
            if !one.slots.contains(*slot) {
                one.slots.insert((*slot).to_owned());
            }
        }
    }

    /// All facts, sorted by key.
    pub fn into_list(self) -> Vec<FactUse> {
        let mut united: BTreeMap<Identity, United> = BTreeMap::new();
        for ((key, span), one) in self.list {
            let (origin, value) = match one.exact.then(|| attribution_of(self.model, span)).flatten() {
                // A network as a whole is there or not; what its table says beside is no value of it.
                Some((said, written)) => {
                    let written = written.filter(|node| !matches!(node, Node::Table(_)));
                    (said, written.map_or(one.value, json))
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

impl United {
    fn into_fact(mut self, (key, layer, source, status): Identity) -> FactUse {
        // Whichever file was read first, the values stand in one order.
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
