//! Who makes what is used: `made` with the maker, the origin and the market's lists that name the maker or an owner of it.

use super::answer::{Answer, Line, MADE};
use super::offers::Offer;
use crate::model::{Alternative, Attribute, AttributeTest, Attributes, Party, Scalar};
use crate::name::is_below;
use crate::overlay::Limit;
use crate::span::Spanned;
use std::collections::BTreeSet;

/// The attribute of `made` with the market's lists that name its maker.
pub(super) const LISTS: &str = "lists";

/// The party of a text: by its id, else by its name whatever the case.
pub(super) fn party<'a>(answer: &Answer<'a>, text: &str) -> Option<&'a Party> {
    let parties = &answer.input.model.parties;
    let lower = text.to_lowercase();
    let is_named = |party: &&Party| party.name.as_ref().is_some_and(|name| name.to_lowercase() == lower);
    parties.iter().find(|party| party.id == text).or_else(|| parties.iter().find(is_named))
}

/// Whether two texts name the same company: one party, or else one name whatever the case.
pub(super) fn is_same(answer: &Answer<'_>, one: &str, other: &str) -> bool {
    match (party(answer, one), party(answer, other)) {
        (Some(one), Some(other)) => one.id == other.id,
        (None, None) => one.to_lowercase() == other.to_lowercase(),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// A party and its owners, through any number of them.
fn with_owners<'a>(answer: &Answer<'a>, first: &'a Party) -> Vec<&'a Party> {
    let (mut found, mut seen) = (vec![first], BTreeSet::from([first.id.as_str()]));
    let mut next = 0;
    while let Some(one) = found.get(next).copied() {
        next += 1;
        for owner in one.owned_by.iter().filter_map(|owner| party(answer, &owner.value)) {
            if seen.insert(&owner.id) {
                found.push(owner);
            }
        }
    }
    found
}

/// The ids of the market's lists that name a party or one of its owners.
fn lists_of(answer: &Answer<'_>, maker: &Party) -> Vec<Scalar> {
    let owners = with_owners(answer, maker);
    let names = |text: &String| {
        let is_it = |owner: &&Party| {
            let by_name = owner.name.as_ref().is_some_and(|name| name.to_lowercase() == text.to_lowercase());
            owner.id == *text || by_name
        };
        owners.iter().any(is_it)
    };
    let lists = answer.input.view.lists.iter().filter(|list| answer.is_in_force(list.effectivity));
    let naming = lists.filter(|list| list.parties.iter().any(names));
    let ids: BTreeSet<&str> = naming.map(|list| list.id.as_str()).collect();
    ids.into_iter().map(|id| Scalar::Text(id.to_owned())).collect()
}

/// What `made` states of a line: `by`, `origin` and, of a maker that is a party, `lists`.
fn made_of(answer: &Answer<'_>, line: &Line<'_>) -> Attributes {
    let mut attributes = Attributes::default();
    let place = line.component.span;
    let mut state = |name, values| attributes.add_missing(name, Spanned::new(Attribute::Set(values), place));
    let maker = line.maker().and_then(|by| party(answer, by));
    if let Some(by) = maker.map(|maker| maker.id.as_str()).or(line.maker()) {
        state("by", vec![Scalar::Text(by.to_owned())]);
    }
    if let Some(origin) = line.origin() {
        state("origin", vec![Scalar::Text(origin.to_owned())]);
    }
    if let Some(maker) = maker {
        state(LISTS, lists_of(answer, maker));
    }
    attributes
}

impl Answer<'_> {
    /// Whether something that a line provides meets an alternative of a need.
    pub fn line_meets(&self, line: &Line<'_>, alternative: &Alternative) -> bool {
        let areas = &self.input.model.areas;
        if Offer::of_line(line).any(|offer| offer.meets(alternative, areas)) {
            return true;
        }
        is_below(&alternative.capability, MADE) && self.any_made(line, &mut |offer| offer.meets(alternative, areas))
    }

    /// Whether everything that a line provides of a limit's capability passes it.
    pub fn line_passes(&self, line: &Line<'_>, limit: &Limit) -> bool {
        let areas = &self.input.model.areas;
        let fails = |offer: &Offer<'_>, tests: &[&AttributeTest]| {
            is_below(offer.capability, &limit.capability) && !offer.passes(tests.iter().copied(), areas)
        };
        let all: Vec<&AttributeTest> = limit.tests.iter().collect();
        if Offer::of_line(line).any(|offer| fails(&offer, &all)) {
            return false;
        }
        if !is_below(&limit.capability, MADE) {
            return true;
        }
        // Nobody knows which lists name a maker that is not a party: it passes, and the answer has a gap.
        let is_party = line.maker().is_some_and(|by| party(self, by).is_some());
        let known: Vec<&AttributeTest> = all.into_iter().filter(|test| is_party || test.attribute != LISTS).collect();
        !self.any_made(line, &mut |offer| fails(offer, &known))
    }

    /// Whether something that a hardware line provides for its manufacturer part passes a test.
    fn any_made(&self, line: &Line<'_>, test: &mut dyn FnMut(&Offer<'_>) -> bool) -> bool {
        if !line.is_hardware() {
            return false;
        }
        let attributes = made_of(self, line);
        let version = Some(&line.component.version);
        line.made().any(|capability| test(&Offer { capability: &capability, attributes: Some(&attributes), version }))
    }
}
