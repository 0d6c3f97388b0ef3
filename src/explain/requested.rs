//! What somebody needs of a market, or reads of it, and nobody stated.

use super::wording::listed;
use crate::kernel::{MarketInput, Unknown, passes};
use crate::model::{Alternative, Attribute, AttributeTest, Check, FactCheck, Formula, Scalar, Test};
use crate::name::is_below;
use crate::query::Case;
use crate::syntax::condition::FactPath;
use crate::syntax::is_range_key;

/// Something that is requested for and not known.
#[derive(Clone, Debug)]
pub(super) struct Requested {
    /// What is not known.
    pub unknown: Unknown,
    /// Attributes that are requested for, each with a value that would do.
    pub values: Vec<(String, Attribute)>,
    /// What the values have to pass, of all who need it.
    tests: Vec<AttributeTest>,
    /// Who needs or reads it.
    pub requesters: Vec<Requester>,
}

/// Who needs or reads something: a component, a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Requester {
    who: String,
    /// "need", "read".
    verb: &'static str,
}

impl Requester {
    pub fn needing(component: &str) -> Self {
        Self { who: format!("`{component}`"), verb: "need" }
    }

    pub fn requiring(area: &str) -> Self {
        Self { who: format!("`{area}`"), verb: "require" }
    }

    pub fn requesting(file: &str) -> Self {
        Self { who: file.to_owned(), verb: "request" }
    }

    /// A condition of something: of rule `x`.
    pub fn reading(what: &str, id: &str) -> Self {
        Self { who: format!("{what} `{id}`"), verb: "read" }
    }
}

/// "`a` and `b` need it, rule `x` reads it".
pub(super) fn in_words(requesters: &[Requester]) -> String {
    let mut verbs: Vec<&str> = requesters.iter().map(|requester| requester.verb).collect();
    verbs.dedup();
    let part = |verb: &&str| {
        let who: Vec<String> = requesters.iter().filter(|one| one.verb == *verb).map(|one| one.who.clone()).collect();
        let ending = if who.len() == 1 { "s" } else { "" };
        format!("{} {verb}{ending} it", listed(&who, "and"))
    };
    verbs.iter().map(part).collect::<Vec<_>>().join(", ")
}

impl Requested {
    /// An alternative of a need that nobody is known to meet.
    pub fn of_alternative(unknown: Unknown, alternative: &Alternative, case: &Case<'_>, requester: Requester) -> Self {
        // A carrier that is picked passes the limits, too; and what the limit of any market tests, some network must have.
        let limits = case.compiled.markets.values().flat_map(|view| &view.limits);
        let limits =
            limits.filter(|limit| alternative.is_network() && is_below(&unknown.capability, &limit.capability));
        let limiting = limits.flat_map(|limit| &limit.tests);
        let tests: Vec<AttributeTest> = alternative.tests.iter().chain(limiting).cloned().collect();
        Self { values: values_of(&tests, &case.input), unknown, tests, requesters: vec![requester] }
    }

    /// A carrier that the solution requests.
    pub fn of_carrier(unknown: Unknown, requester: Requester) -> Self {
        Self { unknown, values: Vec::new(), tests: Vec::new(), requesters: vec![requester] }
    }

    /// Adds what somebody else needs of the same.
    pub fn join(&mut self, other: Self, input: &MarketInput<'_>) {
        let new: Vec<Requester> =
            other.requesters.into_iter().filter(|requester| !self.requesters.contains(requester)).collect();
        self.requesters.extend(new);
        self.unknown.lacking.join(other.unknown.lacking);
        self.tests.extend(other.tests);
        // What conditions read has a value and no test.
        let without_test = std::mem::take(&mut self.values).into_iter().chain(other.values);
        self.values = values_of(&self.tests, input);
        for (name, value) in without_test {
            match self.values.iter_mut().find(|(known, _)| *known == name) {
                None => self.values.push((name, value)),
                // `known(f)` says nothing about a value.
                Some((_, known)) if *known == Attribute::Set(Vec::new()) => *known = value,
                Some(_) => {}
            }
        }
    }

    /// A fact that a condition reads.
    pub fn of_fact(unknown: Unknown, path: &FactPath, value: Option<Attribute>, requester: Requester) -> Self {
        let value = value.unwrap_or(Attribute::Set(Vec::new()));
        Self { unknown, values: vec![(path.attribute.clone(), value)], tests: Vec::new(), requesters: vec![requester] }
    }
}

/// Each key once, with all who need or read it.
pub(super) fn united(list: Vec<Requested>, input: &MarketInput<'_>) -> Vec<Requested> {
    let mut united: Vec<Requested> = Vec::new();
    for one in list {
        match united.iter_mut().find(|known| known.unknown.key == one.unknown.key) {
            Some(known) => known.join(one, input),
            None => united.push(one),
        }
    }
    united
}

/// The facts in a condition that nobody stated.
pub(super) fn facts_of(input: &MarketInput<'_>, condition: &Formula, requester: &Requester) -> Vec<Requested> {
    let mut list: Vec<Requested> = Vec::new();
    condition.each_check(&mut |check| {
        let Some(path) = check.fact_path() else { return };
        let value = if let Check::Fact(fact) = check { value_of_fact(fact) } else { None };
        let Some(unknown) = input.unknown_fact(path) else { return };
        match list.iter_mut().find(|one| one.unknown.key == unknown.key) {
            // `known(f)` says nothing about its value; another question may.
            Some(known) => {
                if let (Some(value), Some(slot)) = (value, known.values.first_mut()) {
                    slot.1 = value;
                }
            }
            None => list.push(Requested::of_fact(unknown, path, value, requester.clone())),
        }
    });
    list
}

/// A value of the kind that a condition compares a fact with.
fn value_of_fact(fact: &FactCheck) -> Option<Attribute> {
    let first = fact.values.first()?.clone();
    match (&first, is_range_key(&fact.path.attribute)) {
        (Scalar::Number(number), true) => Some(Attribute::Range(*number, *number)),
        _ => Some(Attribute::Set(vec![first])),
    }
}

/// For each tested attribute, in the order of the tests, a value that passes all its tests.
fn values_of(tests: &[AttributeTest], input: &MarketInput<'_>) -> Vec<(String, Attribute)> {
    let mut list: Vec<(String, Attribute)> = Vec::new();
    for one in tests {
        if list.iter().any(|(name, _)| *name == one.attribute) {
            continue;
        }
        let same: Vec<&Test> =
            tests.iter().filter(|test| test.attribute == one.attribute).map(|one| &one.test).collect();
        let would_do = |value: &Attribute| same.iter().all(|test| passes(test, Some(value), &input.model.areas));
        let values = || same.iter().flat_map(|test| candidates(&one.attribute, test));
        let value = values().find(would_do).or_else(|| all_of(values())).or_else(|| values().next());
        list.extend(value.map(|value| (one.attribute.clone(), value)));
    }
    list
}

/// All values of several sets: what each of several components would take.
fn all_of(values: impl Iterator<Item = Attribute>) -> Option<Attribute> {
    let mut all: Vec<Scalar> = Vec::new();
    for value in values {
        match value {
            Attribute::Set(values) => all.extend(values),
            Attribute::Range(..) => return None,
        }
    }
    all.sort();
    all.dedup();
    (!all.is_empty()).then_some(Attribute::Set(all))
}

/// Values that pass a test, the narrowest first.
fn candidates(name: &str, test: &Test) -> Vec<Attribute> {
    let single = |scalar: Scalar| Attribute::Set(vec![scalar]);
    match test {
        Test::Equals(value) => vec![value.clone()],
        Test::Within(low, high) if is_range_key(name) => vec![Attribute::Range(*low, *high)],
        Test::Within(low, high) => vec![single(Scalar::Number(*low)), single(Scalar::Number(*high))],
        Test::Covers(low, high) => vec![Attribute::Range(*low, *high)],
        Test::AnyOf(values) => {
            let each = values.iter().cloned().map(single);
            each.chain([Attribute::Set(values.clone())]).collect()
        }
        Test::AllOf(values) => vec![Attribute::Set(values.clone())],
        Test::NoneOf(_) => vec![Attribute::Set(Vec::new())],
        Test::AtLeast(number) | Test::AtMost(number) => vec![single(Scalar::Number(*number))],
        Test::In(area) => vec![single(Scalar::Text(area.clone()))],
        Test::Version(_) => Vec::new(),
    }
}
