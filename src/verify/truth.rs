//! Conditions, three-valued: what the market does not state is unknown (`None`), and Kleene's tables decide the rest.

use super::answer::Answer;
use crate::model::{Attribute, Check, FactCheck, Formula, Ordering, Scalar, Which, orders};
use crate::number::Number;
use crate::syntax::condition::{Comparator, FactPath};

impl Answer<'_> {
    /// Whether a condition holds; `None`: unknown.
    pub fn holds(&self, condition: &Formula) -> Option<bool> {
        match condition {
            Formula::Check(check) => self.answer(check),
            Formula::Not(inner) => self.holds(inner).map(|held| !held),
            Formula::And(parts) => all(parts.iter().map(|part| self.holds(part))),
            Formula::Or(parts) => all(parts.iter().map(|part| self.holds(part).map(|held| !held))).map(|none| !none),
        }
    }

    fn answer(&self, check: &Check) -> Option<bool> {
        let areas = &self.input.model.areas;
        let market = self.input.market;
        match check {
            Check::Option(option, values) => {
                let value = self.selection.options.get(*option)?;
                Some(values.contains(value))
            }
            Check::Filled(slot) => Some(self.held(*slot).is_some()),
            Check::Holds(slot, components) => Some(self.held(*slot).is_some_and(|id| components.contains(&id))),
            Check::Selected(components) => Some(self.lines.iter().any(|line| components.contains(&line.id))),
            Check::Provides(capability) => Some(self.providers(capability).next().is_some()),
            Check::MarketIs(list) => Some(list.contains(&market)),
            Check::MarketIn(list) => Some(list.iter().any(|area| areas.lies_in(market, *area))),
            Check::Carrier(ids) => Some(self.picked.iter().any(|carrier| ids.contains(&carrier.id))),
            Check::Fact(check) => self.compare_fact(check),
            Check::Known(path) => Some(!self.stated(path).is_empty()),
            Check::Count(capability, ordering) => {
                let pieces = self.providers(capability).map(|line| Some(line.pieces));
                total(pieces).map(|count| in_order(count, ordering))
            }
            Check::Sum(attribute, ordering) => self.sum(attribute).map(|sum| in_order(sum, ordering)),
        }
    }

    /// The lines that provide a capability, each once however many entries match.
    fn providers(&self, capability: &str) -> impl Iterator<Item = &super::answer::Line<'_>> {
        self.lines.iter().filter(move |line| line.provides(capability))
    }

    /// The sum of an attribute over all pieces; a component without it, or without a single number, adds nothing.
    fn sum(&self, attribute: &str) -> Option<Number> {
        total(self.lines.iter().map(|line| {
            let value = match line.component.attributes.get(attribute).map(|found| &found.value) {
                Some(Attribute::Set(values)) => match values.as_slice() {
                    [Scalar::Number(number)] => *number,
                    [] | [Scalar::Boolean(_) | Scalar::Text(_)] | [_, _, ..] => Number::ZERO,
                },
                Some(Attribute::Range(..)) | None => Number::ZERO,
            };
            value.checked_mul(line.pieces)
        }))
    }

    /// What the market's entries of exactly this capability state of the attribute on the day of the answer.
    fn stated(&self, path: &FactPath) -> Vec<&Attribute> {
        let provides = self.input.view.provides.iter();
        provides
            .filter(|entry| entry.capability == path.capability && self.is_in_force(entry.effectivity))
            .filter_map(|entry| entry.attributes.get(&path.attribute).map(|found| &found.value))
            .collect()
    }

    fn compare_fact(&self, check: &FactCheck) -> Option<bool> {
        let stated = self.stated(&check.path);
        let value = match check.which {
            Which::Single => single(&stated)?,
            Which::Min => Scalar::Number(numbers(&stated)?.into_iter().min()?),
            Which::Max => Scalar::Number(numbers(&stated)?.into_iter().max()?),
        };
        let fits = |wanted: &Scalar| match (&value, wanted) {
            (Scalar::Number(value), Scalar::Number(wanted)) => orders(*value, check.operator, *wanted),
            (value, wanted) => {
                matches!(check.operator, Comparator::Equal | Comparator::NotEqual | Comparator::In) && value == wanted
            }
        };
        Some(check.values.iter().any(fits))
    }
}

/// Kleene's conjunction: false as soon as one is, else unknown as soon as one is.
fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            Some(true) => {}
            None => known = None,
        }
    }
    known
}

fn in_order(left: Number, ordering: &Ordering) -> bool {
    orders(left, ordering.operator, ordering.value)
}

fn total(amounts: impl Iterator<Item = Option<Number>>) -> Option<Number> {
    amounts.into_iter().try_fold(Number::ZERO, |sum, amount| sum.checked_add(amount?))
}

/// The only value; `None` where there is none, where there are several, and for a range.
fn single(stated: &[&Attribute]) -> Option<Scalar> {
    let mut found: Option<&Scalar> = None;
    for attribute in stated {
        let Attribute::Set(values) = attribute else { return None };
        for value in values {
            if found.is_some_and(|known| known != value) {
                return None;
            }
            found = Some(value);
        }
    }
    found.cloned()
}

/// All numbers and ends of ranges; `None` where something else is among them.
fn numbers(stated: &[&Attribute]) -> Option<Vec<Number>> {
    let mut found = Vec::new();
    for attribute in stated {
        match attribute {
            Attribute::Range(low, high) => found.extend([*low, *high]),
            Attribute::Set(values) => {
                for value in values {
                    let Scalar::Number(number) = value else { return None };
                    found.push(*number);
                }
            }
        }
    }
    Some(found)
}
