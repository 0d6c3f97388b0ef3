//! The values that differ beside components, options and carriers, and which edits of the files caused each difference.

use super::{Because, Diff, Differing, Pair};
use crate::compare::{About, Change, Named, Topic, own_topic};
use crate::lock::{CausedChange, Lock, LockedMarket, StatedEdit};
use std::collections::BTreeMap;

/// The causes of differences that were found by taking edits back: those of a market, or of a variant in it, by its title
/// and what differs.
pub(crate) type Tried = BTreeMap<(String, Topic), Vec<Because>>;

/// Two locks and what was edited between their files.
pub(super) struct Compared<'a> {
    pub left: &'a Lock,
    pub right: &'a Lock,
    pub edits: &'a [StatedEdit],
    /// What is known of the causes.
    pub tried: &'a Tried,
}

impl Compared<'_> {
    /// Adds the values that differ between two answers to their pair, and the edits as causes.
    pub fn complete(&self, pair: &mut Pair, name: &str, old: Option<&LockedMarket>, new: Option<&LockedMarket>) {
        let because = |edits: &[StatedEdit]| -> Vec<Because> {
            let mut list: Vec<Because> = edits.iter().map(|edit| caused_by(edit, name)).collect();
            // Several values of one certificate are one cause.
            list.dedup_by(|one, other| one.text == other.text);
            list
        };
        if let (Some(old), Some(new)) = (old, new) {
            let changes = Lock::value_changes(old, new, self.edits);
            for CausedChange { change, because: edits } in changes {
                let tried = self.tried.get(&(new.title(), own_topic(change.topic.clone(), &new.market))).cloned();
                let because = tried.unwrap_or_else(|| because(&edits));
                add_cause(pair, &change.topic, &because);
                if !is_listed(pair, &change.topic) {
                    pair.values.push(Differing { what: change, because });
                }
            }
        }
        let title = pair.left.title();
        let tried = self.tried.iter().filter(|((market, _), _)| *market == title).flat_map(|(_, list)| list.clone());
        let mut all: Vec<Because> = tried.collect();
        all.dedup();
        if all.is_empty() {
            all = because(self.edits);
        }
        if !pair.is_nothing() && !all.iter().any(|one| names(pair, one)) {
            pair.because.extend(all);
        }
    }
}

impl Diff {
    /// Adds what differs between the solutions as a whole: name, version, currency, warnings about several markets.
    pub(super) fn with_solution(mut self, compared: &Compared<'_>) -> Self {
        let name = self.right.name.clone();
        for change in compared.left.solution_changes(compared.right, compared.edits) {
            let because = change.because.iter().map(|edit| caused_by(edit, &name)).collect();
            let what = Named { name: change.what, before: change.before, after: change.after };
            self.solution.push(Differing { what, because });
        }
        self
    }
}

/// An edit as a cause on the second side.
pub(super) fn caused_by(edit: &StatedEdit, name: &str) -> Because {
    Because { on: name.to_owned(), text: edit.to_string(), place: edit.place.clone(), source: Vec::new() }
}

/// Whether a difference is in the other lists of a pair, or in its title.
fn is_listed(pair: &Pair, topic: &Topic) -> bool {
    match &topic.about {
        About::Market => ["status", "cost", "carriers"].contains(&topic.key.as_str()),
        About::Option(_) => true,
        About::OneOff(_) => topic.key == "unit_cost",
        About::Line(slot) => {
            let has =
                |change: Change| pair.lines.iter().any(|line| line.what.slot == *slot && line.what.change == change);
            let costs = has(Change::Cost);
            let is_source = ["by", "seller"].contains(&topic.key.as_str());
            topic.is_part()
                || is_source && has(Change::Source)
                || costs && ["unit_cost", "freight", "duty"].contains(&topic.key.as_str())
        }
        About::Certificate(_)
        | About::Article(_)
        | About::Content(_)
        | About::License(_)
        | About::Order(_)
        | About::Warning(_)
        | About::Fact(_)
        | About::Skus
        | About::Core
        | About::Threat => false,
    }
}

/// Adds causes to the line or option that a difference is about.
fn add_cause(pair: &mut Pair, topic: &Topic, because: &[Because]) {
    let add = |list: &mut Vec<Because>| {
        for one in because {
            if !list.contains(one) {
                list.push(one.clone());
            }
        }
    };
    let is_about_line =
        topic.is_part() || ["by", "seller", "unit_cost", "freight", "duty"].contains(&topic.key.as_str());
    match &topic.about {
        About::Line(slot) if is_about_line => {
            pair.lines.iter_mut().filter(|line| line.what.slot == *slot).for_each(|line| add(&mut line.because));
        }
        About::Option(name) => {
            pair.options.iter_mut().filter(|one| one.what.name == *name).for_each(|one| add(&mut one.because));
        }
        About::OneOff(name) => {
            let scheme = name.split([':', ' ']).next().unwrap_or(name).to_owned();
            pair.certificates
                .iter_mut()
                .filter(|one| one.what.name.starts_with(&scheme))
                .for_each(|one| add(&mut one.because));
        }
        About::Market if ["carriers", "status"].contains(&topic.key.as_str()) => add(&mut pair.because),
        About::Line(_)
        | About::Market
        | About::Certificate(_)
        | About::Article(_)
        | About::Content(_)
        | About::License(_)
        | About::Order(_)
        | About::Warning(_)
        | About::Fact(_)
        | About::Skus
        | About::Core
        | About::Threat => {}
    }
}

/// Whether a pair names a cause.
fn names(pair: &Pair, wanted: &Because) -> bool {
    let lists = pair.lines.iter().map(|one| &one.because);
    let lists = lists.chain(pair.options.iter().map(|one| &one.because));
    let lists = lists.chain(pair.certificates.iter().map(|one| &one.because));
    let mut lists = lists.chain(pair.values.iter().map(|one| &one.because)).chain([&pair.because]);
    lists.any(|list| list.contains(wanted))
}
