//! `catalog/parts.toml`: one component a part.

use crate::import::list::part::{FieldKind, PartPrice, Source};
use crate::import::merge::Known;
use crate::syntax::toml_string;
use std::collections::HashSet;
use std::fmt::Write as _;

/// The catalogue of all parts, in the order in which the lists name them.
pub(in crate::import) fn catalogue(parts: &[Known], currency: &str) -> String {
    let mut out = String::new();
    for known in parts {
        out.push_str(&component(known, currency));
    }
    out
}

fn component(known: &Known, currency: &str) -> String {
    let part = &known.part;
    let shown = part.shown();
    let name = [&part.description, &part.value, &shown].into_iter().find(|text| !text.is_empty()).unwrap_or(&shown);
    let mut out = format!("[[components]]\nid = {}\n", toml_string(&known.id));
    if !part.fields.iter().any(|field| field.kind == FieldKind::Key("kind")) {
        out.push_str("kind = \"hardware\"\n");
    }
    let mut line = |key: &str, text: &str| {
        if !text.is_empty() {
            let _ = writeln!(out, "{key} = {}", toml_string(text));
        }
    };
    line("name", name);
    line("manufacturer", &part.manufacturer);
    line("mpn", &part.mpn);
    line("unit", &part.unit);
    line("value", &part.value);
    line("footprint", &part.footprint);
    line("description", &part.description);
    line("datasheet", &part.datasheet);
    let priced = part.price.as_ref().and_then(|own| price(own, currency));
    if let Some(price) = &priced {
        let _ = writeln!(out, "price = {price}");
    }
    if !part.approved.is_empty() {
        let approved: Vec<String> = part.approved.iter().map(source).collect();
        let _ = writeln!(out, "approved = [{}]", approved.join(", "));
    }
    for field in &part.fields {
        if let FieldKind::Key(key) = field.kind {
            let text = if key == "lead_weeks" { field.text.clone() } else { toml_string(&field.text) };
            let _ = writeln!(out, "{key} = {text}");
        }
    }
    let unheld = part.price.as_ref().filter(|_| priced.is_none());
    let fields = fields(known, unheld.map(|price| price.text.as_str()));
    if !fields.is_empty() {
        let pairs: Vec<String> =
            fields.iter().map(|(title, text)| format!("{} = {}", toml_string(title), toml_string(text))).collect();
        let _ = writeln!(out, "fields = {{ {} }}", pairs.join(", "));
    }
    out.push('\n');
    out
}

/// The further columns of a part, each title once: its own number if it cannot be the id, its fields, and a price that the
/// solution cannot hold.
fn fields(known: &Known, price: Option<&str>) -> Vec<(String, String)> {
    let part = &known.part;
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    let mut field = |title: &str, text: &str| {
        let numbered = (2_u32..).map(|number| format!("{title} {number}"));
        let mut titles = std::iter::once(title.to_owned()).chain(numbered);
        if let Some(title) = titles.find(|title| seen.insert(title.clone())) {
            fields.push((title, text.to_owned()));
        }
    };
    if part.ipn != known.id && !part.ipn.is_empty() {
        field("IPN", &part.ipn);
    }
    for one in &part.fields {
        match one.kind {
            FieldKind::Key(_) => {}
            FieldKind::Order | FieldKind::Other => field(&one.title, &one.text),
        }
    }
    if let Some(price) = price {
        field("Price", price);
    }
    fields
}

fn source(source: &Source) -> String {
    let mpn = toml_string(&source.mpn);
    if source.manufacturer.is_empty() {
        format!("{{ mpn = {mpn} }}")
    } else {
        format!("{{ manufacturer = {}, mpn = {mpn} }}", toml_string(&source.manufacturer))
    }
}

/// Whether the solution can hold a price: in its currency, and each amount a decimal.
pub(in crate::import) fn is_writable(price: &PartPrice, currency: &str) -> bool {
    let is_decimal = |number: crate::number::Number| !number.to_string().contains('/') && !number.is_negative();
    price.currency.as_deref().is_none_or(|own| own == currency)
        && price.tiers.iter().all(|tier| is_decimal(tier.each) && tier.from.to_integer().is_some_and(|from| from > 0))
}

fn price(price: &PartPrice, currency: &str) -> Option<String> {
    if !is_writable(price, currency) {
        return None;
    }
    let one = |each: crate::number::Number| toml_string(&each.to_string());
    match price.tiers.as_slice() {
        [] => None,
        [only] if only.from == crate::number::Number::ONE => Some(one(only.each)),
        tiers => {
            let tiers = tiers.iter().map(|tier| format!("{{ from = {}, each = {} }}", tier.from, one(tier.each)));
            Some(format!("[{}]", tiers.collect::<Vec<_>>().join(", ")))
        }
    }
}
