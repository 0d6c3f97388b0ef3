//! What one part for all markets would have to take: the facts that the parts there now are put to, of all markets.

use super::attempt::Attempts;
use crate::bom::{Bom, Wanted};
use crate::model::{Attribute, ComponentId, Scalar, Test};
use crate::name::is_below;
use crate::number::Number;
use std::collections::BTreeSet;

/// The facts of an attribute in all markets.
#[derive(Default)]
struct Facts {
    numbers: Vec<Number>,
    texts: BTreeSet<String>,
    /// What is stated, with the markets that state it.
    stated: Vec<(String, Vec<String>)>,
}

/// The attributes of the markets that the parts' needs test, where the markets differ in them.
pub(super) fn wanted(attempts: &Attempts<'_>, boms: &[&Bom], parts: &[ComponentId]) -> Vec<Wanted> {
    let mut tested: Vec<Tested<'_>> = Vec::new();
    let components = parts.iter().filter_map(|part| attempts.compiled.model.component(*part));
    for alternative in components.flat_map(|component| &component.needs).flat_map(|need| &need.alternatives) {
        for test in &alternative.tests {
            let one = Tested { capability: &alternative.capability, attribute: &test.attribute, test: &test.test };
            if !tested.iter().any(|known| (known.capability, known.attribute) == (one.capability, one.attribute)) {
                tested.push(one);
            }
        }
    }
    tested.into_iter().filter_map(|tested| hull(attempts, boms, &tested)).collect()
}

/// What the parts' needs test.
struct Tested<'a> {
    capability: &'a str,
    attribute: &'a str,
    /// The first of the tests.
    test: &'a Test,
}

fn hull(attempts: &Attempts<'_>, boms: &[&Bom], tested: &Tested<'_>) -> Option<Wanted> {
    let Tested { capability, attribute, test } = *tested;
    let mut facts = Facts::default();
    for bom in boms {
        let area = attempts.compiled.model.areas.find(&bom.market)?;
        let view = attempts.compiled.markets.get(&area)?;
        let in_force = view.provides.iter().filter(|offer| offer.effectivity.holds_on(bom.as_of));
        let offers = in_force.filter(|offer| is_below(&offer.capability, capability));
        let mut own = Vec::new();
        for found in offers.filter_map(|offer| offer.attributes.get(attribute)) {
            own.push(facts.add(&found.value));
        }
        own.sort();
        let stated = own.join(", ");
        match facts.stated.iter_mut().find(|(known, _)| *known == stated) {
            Some((_, markets)) => markets.push(bom.market.clone()),
            None => facts.stated.push((stated, vec![bom.market.clone()])),
        }
    }
    if facts.stated.len() < 2 {
        return None;
    }
    let values = if matches!(test, Test::AnyOf(_)) { facts.any_of() } else { facts.words()? };
    Some(Wanted { capability: capability.to_owned(), attribute: attribute.to_owned(), values })
}

impl Facts {
    /// Takes a fact up; its text.
    fn add(&mut self, value: &Attribute) -> String {
        match value {
            Attribute::Range(low, high) => {
                self.numbers.extend([*low, *high]);
                format!("{low} to {high}")
            }
            Attribute::Set(values) => {
                let texts: Vec<String> = values.iter().map(|value| self.add_one(value)).collect();
                texts.join(", ")
            }
        }
    }

    fn add_one(&mut self, value: &Scalar) -> String {
        if let Scalar::Number(number) = value {
            self.numbers.push(*number);
            return number.to_string();
        }
        let text = value.to_string();
        self.texts.insert(text.clone());
        text
    }

    /// "one of A, B in US, JP; one of C, F in DE": one value a market is enough.
    fn any_of(&self) -> String {
        let each = self.stated.iter().map(|(values, markets)| format!("one of {values} in {}", markets.join(", ")));
        each.collect::<Vec<_>>().join("; ")
    }

    /// From the least to the greatest number, or all texts.
    fn words(&self) -> Option<String> {
        let texts: Vec<&str> = self.texts.iter().map(String::as_str).collect();
        match (self.numbers.iter().min(), self.numbers.iter().max()) {
            (Some(low), Some(high)) if low == high => Some(low.to_string()),
            (Some(low), Some(high)) => Some(format!("{low} to {high}")),
            _ if texts.is_empty() => None,
            _ => Some(texts.join(", ")),
        }
    }
}
