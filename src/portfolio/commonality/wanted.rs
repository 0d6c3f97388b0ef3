//! What one part for all markets would have to take: the facts that the parts there now are put to, of all markets.

use super::attempt::Attempts;
use crate::bom::{Bom, Wanted};
use crate::model::{Attribute, ComponentId, Scalar};
use crate::name::is_below;
use crate::number::Number;
use std::collections::BTreeSet;

/// The facts of an attribute in all markets.
#[derive(Default)]
struct Facts {
    numbers: Vec<Number>,
    texts: BTreeSet<String>,
    /// How each market states it.
    stated: BTreeSet<String>,
}

/// The attributes of the markets that the parts' needs test, where the markets differ in them.
pub(super) fn wanted(attempts: &Attempts<'_>, boms: &[&Bom], parts: &[ComponentId]) -> Vec<Wanted> {
    let mut tested: Vec<(&str, &str)> = Vec::new();
    let components = parts.iter().filter_map(|part| attempts.compiled.model.component(*part));
    for alternative in components.flat_map(|component| &component.needs).flat_map(|need| &need.alternatives) {
        for test in &alternative.tests {
            let one = (alternative.capability.as_str(), test.attribute.as_str());
            if !tested.contains(&one) {
                tested.push(one);
            }
        }
    }
    tested.into_iter().filter_map(|(capability, attribute)| hull(attempts, boms, capability, attribute)).collect()
}

fn hull(attempts: &Attempts<'_>, boms: &[&Bom], capability: &str, attribute: &str) -> Option<Wanted> {
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
        facts.stated.insert(own.join(", "));
    }
    if facts.stated.len() < 2 {
        return None;
    }
    let values = facts.words()?;
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
