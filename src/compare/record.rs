//! An answer as a flat record: every value that a buyer, an inspector or customs would act on, under one key each.
//!
//! The lock holds it, `diff` and `review` compare it. Texts that are only shown (names, descriptions, data sheets) and
//! alternates are not part of it.

use super::items::{about_article, about_license, put_items};
use super::topic::{About, Topic, Values};
use super::value::{LineValue, NamedText, RecordValue};
use crate::bom::{ApprovedPart, Bom, HeldCertificate, Line, OneOff, Outcome};
use crate::number::Number;
use std::collections::BTreeSet;

/// A value that differs between two answers.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ValueChange {
    /// What it is.
    pub topic: Topic,
    /// In the first; `None` where it has none.
    pub before: Option<String>,
    /// In the second.
    pub after: Option<String>,
}

/// The values that differ, in the order of topics.
fn value_changes(before: &Values, after: &Values) -> Vec<ValueChange> {
    let topics: BTreeSet<&Topic> = before.keys().chain(after.keys()).collect();
    let change = |topic: &Topic| {
        let (before, after) = (before.get(topic).cloned(), after.get(topic).cloned());
        (before != after).then(|| ValueChange { topic: topic.clone(), before, after })
    };
    topics.into_iter().filter_map(change).collect()
}

/// The values that differ and say something of their own: what another component says of itself is not listed beside the
/// component, nor which facts other parts use.
pub(crate) fn own_changes(before: &Values, after: &Values) -> Vec<ValueChange> {
    let changes = value_changes(before, after);
    let parts = changes.iter().filter(|one| one.topic.is_part()).filter_map(|one| one.topic.slot());
    let exchanged: BTreeSet<String> = parts.map(str::to_owned).collect();
    let is_filled = |slot: &str| {
        let component = Topic::new(About::Line(slot.to_owned()), "component");
        before.contains_key(&component) && after.contains_key(&component)
    };
    let is_own = |topic: &Topic| match &topic.about {
        About::Line(slot) if exchanged.contains(slot) => {
            topic.is_part() || ["part_of", "refdes"].contains(&topic.key.as_str()) && is_filled(slot)
        }
        About::Fact(_) => exchanged.is_empty(),
        About::Line(_)
        | About::Market
        | About::Option(_)
        | About::OneOff(_)
        | About::Certificate(_)
        | About::Article(_)
        | About::Content(_)
        | About::License(_)
        | About::Order(_)
        | About::Warning(_)
        | About::Skus
        | About::Core
        | About::Threat => true,
    };
    // Of a thing that only one side has, one value says so.
    let is_shown = |topic: &Topic| {
        topic.main_key().is_none_or(|key| key == topic.key || has(before, &topic.about) && has(after, &topic.about))
    };
    changes.iter().filter(|one| is_own(&one.topic) && is_shown(&one.topic)).cloned().collect()
}

/// Whether values say anything of a thing.
fn has(values: &Values, about: &About) -> bool {
    values.keys().any(|topic| topic.about == *about)
}

/// The values of an answer; one without a bill of materials has its status alone.
pub(crate) fn record(outcome: &Outcome) -> Values {
    let mut values = Values::new();
    let status = match outcome {
        Outcome::Resolved(_) => "resolved",
        Outcome::Conflict(_) => "conflict",
        Outcome::Undecided(_) => "undecided",
    };
    values.insert(Topic::new(About::Market, "status"), status.to_owned());
    if let Some(bom) = outcome.bom() {
        market(bom, &mut values);
        bom.lines.iter().for_each(|one| line(bom, one, &mut values));
        put_items(bom, &mut values);
    }
    values
}

/// The exact amounts of a bill of materials, before they are rounded: a unit, its lines, articles, licences and one-off
/// costs.
pub(crate) fn exact_amounts(bom: &Bom) -> Vec<(About, Number)> {
    let lines = bom.lines.iter().map(|line| (About::Line(line.slot.clone()), line.cost));
    let one_off = bom.one_off.iter().map(|one| (About::OneOff(one_off_name(one)), one.unit_cost));
    let articles = bom.articles.iter().map(|one| (about_article(one), one.cost));
    let licenses = bom.licenses.iter().map(|one| (about_license(one), one.cost));
    let parts = lines.chain(articles).chain(licenses).chain(one_off);
    std::iter::once((About::Market, bom.cost())).chain(parts).collect()
}

fn market(bom: &Bom, values: &mut Values) {
    let mut put = |about: About, key: &str, value: String| values.insert(Topic::new(about, key), value);
    for one in &bom.objective {
        let value = if one.name == "cost" { one.value.to_fixed(bom.minor_unit) } else { one.value.to_string() };
        put(About::Market, &one.name, value);
    }
    if !bom.carriers.is_empty() {
        put(About::Market, "carriers", bom.carriers.join(", "));
    }
    for (key, day) in [("sellable_from", bom.sellable_from), ("holds_until", bom.holds_until)] {
        day.iter().for_each(|day| _ = put(About::Market, key, day.to_string()));
    }
    for one in &bom.options {
        put(About::Option(one.name.clone()), "value", one.value.to_string());
    }
    for one in &bom.one_off {
        let name = one_off_name(one);
        put(About::OneOff(name.clone()), "unit_cost", one.unit_cost.to_fixed(bom.minor_unit));
        one.weeks.iter().for_each(|weeks| _ = put(About::OneOff(name.clone()), "weeks", weeks.to_string()));
    }
    for one in &bom.certificates {
        put(About::Certificate(one.label()), "authority", authority(one).unwrap_or_default());
    }
    for one in &bom.warnings {
        let name = if one.key.is_empty() { one.code.to_string() } else { format!("{} {}", one.code, one.key) };
        put(About::Warning(name), "state", if one.waived { "waived" } else { "given" }.to_owned());
    }
    for one in &bom.facts {
        let name = format!("{} of {}", one.key, one.layer);
        put(About::Fact(name.clone()), "value", one.value.clone());
        put(About::Fact(name.clone()), "source", one.source.join(", "));
        put(About::Fact(name.clone()), "status", one.status.clone().unwrap_or_default());
        put(About::Fact(name), "slots", one.slots.join(", "));
    }
}

fn line(bom: &Bom, line: &Line, values: &mut Values) {
    let mut put = |key: &str, value: String| values.insert(Topic::new(About::Line(line.slot.clone()), key), value);
    put("component", line.component.clone());
    put("version", line.version.clone());
    put("quantity", line.quantity.with_unit(line.details.counted_in()));
    put("cost", line.cost.to_fixed(bom.minor_unit));
    put("core", line.core.to_string());
    for LineValue { key, value } in line_values(line, bom.minor_unit) {
        put(key, value.to_string());
    }
}

/// What a line holds beside its slot, component, version and quantity, in the order of the JSON answer; keys without a
/// value are left out.
pub(crate) fn line_values(line: &Line, minor_unit: u32) -> Vec<LineValue> {
    let (details, text) = (&line.details, |text: &Option<String>| text.clone().map(RecordValue::Text));
    let some = |text: String| Some(RecordValue::Text(text));
    let list = |texts: Vec<String>| Some(texts).filter(|texts| !texts.is_empty()).map(RecordValue::List);
    let fields: Vec<NamedText> =
        details.fields.iter().map(|one| NamedText { name: one.name.clone(), text: one.value.clone() }).collect();
    let all = [
        ("part_of", text(&line.part_of)),
        ("kind", some(line.kind.to_string())),
        ("unit", text(&details.unit)),
        ("refdes", list(line.refdes.clone())),
        ("by", text(&line.by)),
        ("manufacturer", text(&line.manufacturer)),
        ("mpn", text(&line.mpn)),
        ("seller", text(&line.seller)),
        ("sku", text(&line.sku)),
        ("approved", list(line.approved.iter().map(approved).collect())),
        ("origin", text(&line.origin)),
        ("hs", text(&line.hs)),
        ("lead_weeks", line.lead_weeks.map(|weeks| RecordValue::Text(weeks.to_string()))),
        ("lifecycle", some(line.lifecycle.to_string())),
        ("value", text(&details.value)),
        ("footprint", text(&details.footprint)),
        ("license", text(&details.license)),
        ("purl", text(&details.purl)),
        ("cpe", text(&details.cpe)),
        ("supplier", text(&details.supplier)),
        ("sbom", text(&details.sbom)),
        ("fields", Some(fields).filter(|fields| !fields.is_empty()).map(RecordValue::Fields)),
        ("unit_cost", some(line.unit_price(minor_unit))),
        (
            "freight",
            Some(line.freight)
                .filter(|freight| !freight.is_zero())
                .and_then(|freight| some(freight.to_fixed(minor_unit))),
        ),
        ("duty", some(line.duty.to_fixed(minor_unit))),
        ("certificates", list(line.held.iter().map(HeldCertificate::label).collect())),
        ("authorities", list(line.held.iter().filter_map(authority_of).collect())),
        ("needs", list(line.needs.clone())),
    ];
    all.into_iter().filter_map(|(key, value)| Some(LineValue { key, value: value? })).collect()
}

/// `Yageo: RC0402FR (TW)`.
fn approved(part: &ApprovedPart) -> String {
    let maker = part.manufacturer.as_ref().map(|maker| format!("{maker}: ")).unwrap_or_default();
    let origin = part.origin.as_ref().map(|origin| format!(" ({origin})")).unwrap_or_default();
    format!("{maker}{}{origin}", part.mpn)
}

/// Who requires a certificate and where it is published.
pub(crate) fn authority(held: &HeldCertificate) -> Option<String> {
    let texts: Vec<&str> = held.authority.iter().chain(&held.url).map(String::as_str).collect();
    (!texts.is_empty()).then(|| texts.join(" "))
}

/// The same with the certificate's label.
fn authority_of(held: &HeldCertificate) -> Option<String> {
    authority(held).map(|authority| format!("{} {authority}", held.label()))
}

/// A planned certificate's scheme, with its id and the component that it is planned for where it has them.
fn one_off_name(one: &OneOff) -> String {
    let id = one.id.as_ref().map(|id| format!(":{id}")).unwrap_or_default();
    let of = one.component.as_ref().map(|component| format!(" of {component}")).unwrap_or_default();
    format!("{}{id}{of}", one.scheme)
}
