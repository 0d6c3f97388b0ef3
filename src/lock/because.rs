//! Which edits and facts caused a difference between two locks, as far as it shows without the old files.
//!
//! Where there is one edit, it is the cause of everything. Of several, those count for a value that are written where the
//! value is stated: the part number at its component, the price and the volume for a cost. Where none is, all are named.

use super::cause::Cause;
use super::content::LockedMarket;
use super::stated::{EditKind, StatedEdit};
use crate::compare::{About, ValueChange};
use crate::date::Date;
use crate::number::Number;

/// Most edits that one line names.
const MOST: usize = 4;

/// What may have caused the differences of a market.
pub(super) struct Causes<'a> {
    /// The edits of the solution's files.
    pub edits: &'a [StatedEdit],
    /// The facts that differ.
    pub facts: &'a [Cause],
    /// The days of the two answers, where they differ and no edit of a file is why.
    pub days: Option<(Date, Date)>,
}

impl<'a> Causes<'a> {
    /// The causes of one difference: `, because …`, or the place alone where the value itself was edited.
    pub fn of(&self, change: &ValueChange, old: &LockedMarket, new: &LockedMarket) -> String {
        let more = difference(change);
        let mut edits = self.edits_of(change, old, new);
        if let [edit] = edits.as_slice()
            && is_value_itself(edit, change, &parts(change, old, new))
        {
            return format!("{more}{}", at(edit));
        }
        let slot = change.topic.slot();
        let bearing = self.facts.iter().filter(|fact| fact.slots.iter().any(|one| Some(one.as_str()) == slot));
        let mut texts: Vec<String> = bearing.map(ToString::to_string).collect();
        if edits.is_empty() && texts.is_empty() {
            texts.extend(self.date());
            edits = self.possible(old, new);
            texts.extend(named(&edits, Some((old, new))));
            return format!("{more}{}", clause_of_any(&texts));
        }
        texts.extend(named(&edits, Some((old, new))));
        format!("{more}{}", clause(&texts))
    }

    /// The causes of another status: the date, and the edits of what a status depends on.
    pub fn of_status(&self) -> String {
        let is_cause = |edit: &&StatedEdit| !edit.is_only_recorded() && !edit.is_money();
        let mut edits: Vec<&StatedEdit> = self.edits.iter().filter(is_cause).collect();
        if edits.is_empty() && self.days.is_none() {
            edits = self.edits.iter().collect();
        }
        clause_of_any(&self.date().into_iter().chain(named(&edits, None)).collect::<Vec<_>>())
    }

    /// The edits that may have caused a difference where none is written at the value: those of parts that neither answer
    /// holds at last.
    pub fn possible(&self, old: &LockedMarket, new: &LockedMarket) -> Vec<&'a StatedEdit> {
        let is_possible = |edit: &&StatedEdit| is_held(edit, old, new) || !edit.is_money() && !edit.is_only_recorded();
        let mut edits: Vec<&StatedEdit> = self.edits.iter().filter(is_possible).collect();
        if edits.is_empty() {
            edits = self.edits.iter().collect();
        }
        if self.days.is_some() {
            edits.clear();
        }
        edits
    }

    fn date(&self) -> Option<String> {
        self.days.map(|(was, now)| format!("the date is {now} (was {was})"))
    }

    /// The edits that are written where a value is stated; the only one where there is one.
    pub fn edits_of(&self, change: &ValueChange, old: &LockedMarket, new: &LockedMarket) -> Vec<&'a StatedEdit> {
        let parts = parts(change, old, new);
        let is_only_cause = self.edits.len() == 1 && self.days.is_none();
        let is_cost = change.topic.about == About::Market && change.topic.key == "cost";
        let is_cause = |edit: &&StatedEdit| {
            is_only_cause || bears_on(edit, change, &parts) && (!is_cost || is_held(edit, old, new))
        };
        self.edits.iter().filter(is_cause).collect()
    }
}

/// The place of an edit: `, catalog/radio.toml:14`.
pub(super) fn at(edit: &StatedEdit) -> String {
    edit.place.as_ref().map(|place| format!(", {place}")).unwrap_or_default()
}

/// The place of the edit of one key.
pub(super) fn place_of_key(edits: &[StatedEdit], entry: &str, key: &str) -> String {
    edits.iter().find(|edit| edit.entry == entry && edit.path == key).map(at).unwrap_or_default()
}

/// All edits as causes.
pub(super) fn of_all(edits: &[StatedEdit]) -> String {
    clause(&named(&edits.iter().collect::<Vec<_>>(), None))
}

/// Causes after a difference: `, because … and …`.
fn clause(causes: &[String]) -> String {
    if causes.is_empty() { String::new() } else { format!(", because {}", causes.join(" and ")) }
}

/// What may be the cause after a difference: `, because … or …`; the lock does not hold the old files, so which one it is
/// is not known.
fn clause_of_any(causes: &[String]) -> String {
    if causes.is_empty() { String::new() } else { format!(", because {}", causes.join(" or ")) }
}

/// Edits with their places, each phrase once.
fn named(edits: &[&StatedEdit], sides: Option<(&LockedMarket, &LockedMarket)>) -> Vec<String> {
    let mut phrases: Vec<String> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    for edit in edits {
        let before = sides.and_then(|(old, new)| old_price(edit, old, new));
        let phrase = before.map_or_else(|| edit.to_string(), |before| format!("{edit} instead of {before}"));
        if !phrases.contains(&phrase) {
            texts.push(format!("{phrase}{}", at(edit)));
            phrases.push(phrase);
        }
    }
    let more = texts.len().saturating_sub(MOST);
    if more > 0 {
        texts.truncate(MOST);
        texts.push(format!("{more} more {}", if more == 1 { "edit" } else { "edits" }));
    }
    texts
}

/// What a component cost, where both answers hold it.
fn old_price(edit: &StatedEdit, old: &LockedMarket, new: &LockedMarket) -> Option<String> {
    let component = edit.component().filter(|_| edit.is_price() && edit.kind == EditKind::Changed)?;
    let price = |market: &LockedMarket| {
        let line = market.lines.iter().find(|line| line.component == component)?;
        line.values.iter().find(|one| one.key == "unit_cost").map(|one| one.value.to_string())
    };
    (price(new) == edit.now).then(|| price(old))?
}

/// Whether either answer holds the component of an edit; an edit of something else counts.
fn is_held(edit: &StatedEdit, old: &LockedMarket, new: &LockedMarket) -> bool {
    let is_of = |component: &str| old.lines.iter().chain(&new.lines).any(|line| line.component == component);
    let has_shared_costs = !old.one_off.is_empty() || !new.one_off.is_empty();
    let is_priced = |list: &Vec<String>| has_shared_costs || list.iter().any(|component| is_of(component));
    edit.component().is_none_or(is_of) && edit.components.as_ref().is_none_or(is_priced)
}

/// The edits that can bear on a market.
pub(super) fn reaching(edits: &[StatedEdit], old: &LockedMarket, new: &LockedMarket) -> Vec<StatedEdit> {
    let has_shared_costs = || !old.one_off.is_empty() || !new.one_off.is_empty();
    let own: Vec<StatedEdit> =
        edits.iter().filter(|edit| edit.reaches(&old.market, has_shared_costs)).cloned().collect();
    // Something has to be the cause.
    if own.is_empty() { edits.to_vec() } else { own }
}

/// The components of a slot on both sides.
fn parts<'m>(change: &ValueChange, old: &'m LockedMarket, new: &'m LockedMarket) -> Vec<&'m str> {
    let Some(slot) = change.topic.slot() else { return Vec::new() };
    let lines = old.lines.iter().chain(&new.lines).filter(|line| line.slot == slot);
    lines.map(|line| line.component.as_str()).collect()
}

/// Whether an edit is written where a value is stated.
fn bears_on(edit: &StatedEdit, change: &ValueChange, parts: &[&str]) -> bool {
    let (section, root, key) = (edit.section(), edit.root(), change.topic.key.as_str());
    let is_money = ["exchange", "volumes"].contains(&section) || section == "solution" && root == "term_months";
    let is_of_parts = |list: &Vec<String>| list.iter().any(|component| parts.contains(&component.as_str()));
    let is_priced = edit.components.as_ref().is_none_or(is_of_parts);
    match &change.topic.about {
        About::Line(slot) => {
            let of_part = edit.component().is_some_and(|component| parts.contains(&component));
            let of_slot = edit.entry.ends_with(&format!("slots/{slot}"));
            match key {
                "component" | "version" => of_part || of_slot,
                "quantity" | "refdes" | "part_of" => of_slot,
                "unit_cost" => of_part && ["price", "per_month", "currency"].contains(&root) || is_money && is_priced,
                "duty" => of_part && ["price", "hs", "origin", "currency"].contains(&root) || section == "duties",
                "certificates" | "authorities" => {
                    let is_held = of_part && root == "certificates" || section == "certificates";
                    is_held && is_of_changed_scheme(edit, change) || section == "certification"
                }
                "needs" => ["provides", "needs"].contains(&root),
                _ => of_part && root == key,
            }
        }
        About::Option(name) => edit.entry.ends_with(&format!("options/{name}")) || section == "set" && root == name,
        About::OneOff(name) | About::Certificate(name) => match edit.scheme() {
            Some(scheme) => scheme_of(name) == scheme,
            None => ["certification", "volumes"].contains(&section),
        },
        About::Market if key == "cost" => {
            is_money || ["price", "per_month", "currency"].contains(&root) || section == "duties"
        }
        About::Market if key == "carriers" => section == "carriers",
        About::Fact(name) => {
            let words = name.split(['.', ' ']).collect::<Vec<_>>();
            words.contains(&section)
                || edit.path.split(['.', '[', ']']).any(|word| !word.is_empty() && words.contains(&word))
        }
        About::Warning(name) => edit.component().is_some_and(|component| name.contains(component)),
        About::Article(name) | About::License(name) | About::Content(name) => {
            const SECTIONS: [&str; 8] =
                ["articles", "sites", "freight", "customs", "duties", "content", "licenses", "offers"];
            is_money || SECTIONS.contains(&section) || edit.entry.ends_with(&format!("/{name}"))
        }
        About::Market | About::Order(_) | About::Skus | About::Core | About::Threat => false,
    }
}

/// The scheme of a certificate as answers name it: `fcc:2AC7Z` and `fcc of modem` are of `fcc`.
fn scheme_of(label: &str) -> &str {
    label.split([':', ' ']).next().unwrap_or(label)
}

/// Whether an edit of a certificate is of a scheme whose certificates differ.
fn is_of_changed_scheme(edit: &StatedEdit, change: &ValueChange) -> bool {
    let Some(scheme) = edit.scheme() else { return true };
    let held = |list: &Option<String>| -> Vec<String> {
        let labels = list.iter().flat_map(|list| list.split(", "));
        labels.filter(|label| scheme_of(label) == scheme).map(str::to_owned).collect()
    };
    // Authorities name no scheme.
    change.topic.key != "certificates" || held(&change.before) != held(&change.after)
}

/// Whether the value that differs is what was edited, so that its place says it all.
fn is_value_itself(edit: &StatedEdit, change: &ValueChange, parts: &[&str]) -> bool {
    let of_part = edit.component().is_some_and(|component| parts.contains(&component));
    let is_now = edit.now.is_some() && edit.now == change.after;
    let is_key = edit.path == change.topic.key || edit.is_price() && change.topic.key == "unit_cost";
    match &change.topic.about {
        About::Line(slot) => is_key && is_now && (of_part || edit.entry.ends_with(&format!("slots/{slot}"))),
        About::Option(_) | About::Fact(_) => is_now,
        About::Market
        | About::OneOff(_)
        | About::Certificate(_)
        | About::Article(_)
        | About::Content(_)
        | About::License(_)
        | About::Order(_)
        | About::Warning(_)
        | About::Skus
        | About::Core
        | About::Threat => false,
    }
}

/// How much an amount rises or falls: ` (+1.00)`.
fn difference(change: &ValueChange) -> String {
    let amount = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<Number>().ok());
    let (true, Some(before), Some(after)) = (change.topic.is_money(), amount(&change.before), amount(&change.after))
    else {
        return String::new();
    };
    let places = change.after.as_ref().and_then(|text| text.split_once('.')).map_or(0, |(_, places)| places.len());
    let Some(more) = after.checked_sub(before) else { return String::new() };
    let sign = if more.is_negative() { "" } else { "+" };
    format!(" ({sign}{})", more.to_price(u32::try_from(places).unwrap_or(2)))
}
