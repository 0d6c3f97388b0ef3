//! The values of a lock's text, each with its place.

use crate::bom::OptionValue;
use crate::compare::{NamedText, RecordValue};
use crate::date::Date;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// A fault at a place of the text.
pub(super) struct Fault {
    pub place: Range<usize>,
    pub message: String,
}

impl Fault {
    pub fn new(place: Range<usize>, message: impl Into<String>) -> Self {
        Self { place, message: message.into() }
    }
}

pub(super) type Value<'i> = Spanned<DeValue<'i>>;

/// The keys of one table.
pub(super) struct Fields<'a, 'i> {
    pub table: &'a DeTable<'i>,
    pub place: Range<usize>,
}

impl<'a, 'i> Fields<'a, 'i> {
    pub fn find(&self, key: &str) -> Option<&'a Value<'i>> {
        self.table.get(key)
    }

    pub fn need(&self, key: &str) -> Result<&'a Value<'i>, Fault> {
        self.find(key).ok_or_else(|| Fault::new(self.place.clone(), format!("`{key}` is missing")))
    }

    pub fn text(&self, key: &str) -> Result<String, Fault> {
        text(self.need(key)?)
    }

    pub fn text_or_empty(&self, key: &str) -> Result<String, Fault> {
        self.find(key).map_or(Ok(String::new()), text)
    }

    pub fn list(&self, key: &str) -> Result<&'a [Value<'i>], Fault> {
        self.find(key).map_or(Ok(&[][..]), |value| array(value).map(|items| items as &[Value<'i>]))
    }

    pub fn map<T>(
        &self,
        key: &str,
        read: impl Fn(&Value<'i>) -> Result<T, Fault>,
    ) -> Result<BTreeMap<String, T>, Fault> {
        let Some(value) = self.find(key) else { return Ok(BTreeMap::new()) };
        let entries = fields(value)?.table.iter();
        entries.map(|(key, value)| read(value).map(|value| (key.get_ref().to_string(), value))).collect()
    }

    pub fn only(&self, known: &[&str]) -> Result<(), Fault> {
        match self.table.keys().find(|key| !known.contains(&key.get_ref().as_ref())) {
            Some(key) => Err(Fault::new(key.span(), format!("unknown key `{}`", printable(key.get_ref())))),
            None => Ok(()),
        }
    }
}

pub(super) fn fields<'a, 'i>(value: &'a Value<'i>) -> Result<Fields<'a, 'i>, Fault> {
    let DeValue::Table(table) = value.get_ref() else { return Err(mismatch(value, "a table")) };
    Ok(Fields { table, place: value.span() })
}

pub(super) fn array<'a, 'i>(value: &'a Value<'i>) -> Result<&'a DeArray<'i>, Fault> {
    let DeValue::Array(items) = value.get_ref() else { return Err(mismatch(value, "an array")) };
    Ok(items)
}

pub(super) fn text(value: &Value<'_>) -> Result<String, Fault> {
    let DeValue::String(text) = value.get_ref() else { return Err(mismatch(value, "a string")) };
    Ok(text.to_string())
}

pub(super) fn integer(value: &Value<'_>) -> Result<i64, Fault> {
    let DeValue::Integer(number) = value.get_ref() else { return Err(mismatch(value, "an integer")) };
    let digits = number.as_str().replace('_', "");
    let parsed = i64::from_str_radix(&digits, number.radix());
    parsed.map_err(|_| Fault::new(value.span(), "the number does not fit in 64 bits"))
}

pub(super) fn date(value: &Value<'_>) -> Result<Date, Fault> {
    let DeValue::Datetime(day) = value.get_ref() else { return Err(mismatch(value, "a date")) };
    day.to_string().parse().map_err(|_| Fault::new(value.span(), "expected a date of the form YYYY-MM-DD"))
}

pub(super) fn option(value: &Value<'_>) -> Result<OptionValue, Fault> {
    if let DeValue::Boolean(value) = value.get_ref() {
        return Ok(OptionValue::Boolean(*value));
    }
    if matches!(value.get_ref(), DeValue::Integer(_)) {
        return integer(value).map(OptionValue::Integer);
    }
    text(value).map(OptionValue::Text)
}

pub(super) fn mismatch(value: &Value<'_>, wanted: &str) -> Fault {
    Fault::new(value.span(), format!("expected {wanted}, found {}", value.get_ref().type_str()))
}

/// Words of the file inside a message: short, and safe to print on a terminal.
pub(super) fn printable(text: &str) -> String {
    text.chars().take(80).map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}

/// The entries of a table of texts, in the order of the file.
pub(super) fn named_texts(value: &Value<'_>) -> Result<Vec<NamedText>, Fault> {
    let mut list: Vec<(usize, NamedText)> = Vec::new();
    for (name, value) in fields(value)?.table.iter() {
        list.push((value.span().start, NamedText { name: name.get_ref().to_string(), text: text(value)? }));
    }
    list.sort_by_key(|(start, _)| *start);
    Ok(list.into_iter().map(|(_, one)| one).collect())
}

pub(super) fn record_value(value: &Value<'_>) -> Result<RecordValue, Fault> {
    match value.get_ref() {
        DeValue::Array(items) => Ok(RecordValue::List(items.iter().map(text).collect::<Result<_, _>>()?)),
        DeValue::Table(_) => Ok(RecordValue::Fields(named_texts(value)?)),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            text(value).map(RecordValue::Text)
        }
    }
}
