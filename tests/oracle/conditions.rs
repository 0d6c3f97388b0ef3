//! What conditions mean.

use super::World;
use super::{Guess, names};
use std::collections::BTreeSet;
use terroir::Number;
use terroir::model::{Attribute, Check, Component, FactCheck, Formula, Scalar, Which, orders};

/// Kleene's three values as numbers: conjunction is the least, disjunction the greatest, negation `2 - x`.
pub type Truth = u8;
pub const NO: Truth = 0;
pub const UNKNOWN: Truth = 1;
pub const YES: Truth = 2;

pub fn truth(known: bool) -> Truth {
    if known { YES } else { NO }
}

impl World<'_> {
    pub fn evaluate(&self, guess: &Guess, formula: &Formula) -> Truth {
        match formula {
            Formula::Not(inner) => YES - self.evaluate(guess, inner),
            Formula::And(parts) => parts.iter().map(|part| self.evaluate(guess, part)).min().unwrap_or(YES),
            Formula::Or(parts) => parts.iter().map(|part| self.evaluate(guess, part)).max().unwrap_or(NO),
            Formula::Check(Check::Fact(check)) => self.fact(check),
            Formula::Check(check) => truth(self.check(guess, check)),
        }
    }

    pub fn check(&self, guess: &Guess, check: &Check) -> bool {
        let provides =
            |component: &Component, wanted: &str| component.provides.iter().any(|one| names(wanted, &one.capability));
        match check {
            Check::Option(option, values) => values.contains(&guess.options[option.index()]),
            Check::Filled(slot) => guess.slots[slot.index()].is_some(),
            Check::Holds(slot, ids) => guess.slots[slot.index()].is_some_and(|id| ids.contains(&id)),
            Check::Selected(ids) => ids.iter().any(|id| guess.slots.contains(&Some(*id))),
            Check::Provides(wanted) => self.lines(guess).any(|(_, _, component)| provides(component, wanted)),
            Check::MarketIs(areas) => areas.contains(&self.market),
            Check::MarketIn(areas) => areas.iter().any(|area| self.model.areas.lies_in(self.market, *area)),
            Check::Carrier(ids) => guess.carriers.iter().any(|at| ids.contains(&self.view.carriers[*at].id)),
            Check::Known(path) => !self.stated(&path.capability, &path.attribute).is_empty(),
            Check::Count(wanted, order) => {
                let one = |component: &Component| if provides(component, wanted) { Number::ONE } else { Number::ZERO };
                orders(self.total(guess, one), order.operator, order.value)
            }
            Check::Sum(name, order) => orders(self.sum(guess, name), order.operator, order.value),
            Check::Fact(_) => unreachable!("facts have three values"),
        }
    }

    pub fn sum(&self, guess: &Guess, name: &str) -> Number {
        self.total(guess, |component| match component.attributes.get(name).map(|found| &found.value) {
            Some(Attribute::Set(values)) => match values[..] {
                [Scalar::Number(number)] => number,
                _ => Number::ZERO,
            },
            _ => Number::ZERO,
        })
    }

    pub fn stated(&self, capability: &str, attribute: &str) -> Vec<Attribute> {
        let entries = self.view.provides.iter();
        let here = entries.filter(|entry| entry.capability == capability && entry.effectivity.holds_on(self.date));
        here.filter_map(|entry| entry.attributes.get(attribute).map(|found| found.value.clone())).collect()
    }

    pub fn fact(&self, check: &FactCheck) -> Truth {
        let mut values = BTreeSet::new();
        let mut has_range = false;
        for attribute in self.stated(&check.path.capability, &check.path.attribute) {
            match attribute {
                Attribute::Set(set) => values.extend(set),
                Attribute::Range(low, high) => {
                    has_range = true;
                    values.extend([Scalar::Number(low), Scalar::Number(high)]);
                }
            }
        }
        let value = match check.which {
            Which::Single if has_range || values.len() != 1 => None,
            Which::Single | Which::Min => values.first(),
            Which::Max => values.last(),
        };
        let Some(value) = value else { return UNKNOWN };
        truth(check.values.iter().any(|wanted| match (value, wanted) {
            (Scalar::Number(left), Scalar::Number(right)) => orders(*left, check.operator, *right),
            _ => value == wanted,
        }))
    }
}
