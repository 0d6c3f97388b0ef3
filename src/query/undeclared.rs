//! Schemes that are not required of an answer only because no line declares what the product is: each is reported.

use super::Case;
use crate::bom::Warning;
use crate::model::{Check, Component, Formula, Need};
use crate::name::{is_below, listed};
use crate::overlay::Certification;
use crate::terms::CertificationKind;
use crate::terms::ComponentKind;
use crate::terms::code::FactCode;
use crate::verify::Selection;
use std::collections::{BTreeMap, BTreeSet};

/// The capabilities below which a product declares what it is: without any `equipment`, nothing is known of it.
const ROOTS: [&str; 3] = ["equipment", "radio", "battery"];

/// Why it is thought that the product is something that no line provides.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Hint {
    /// A line needs the mains, a band or a network, so it is connected to it.
    Need { component: String, needed: String, is: String },
    /// No line says what the product is; these are the roots below which none provides anything.
    Nothing(Vec<&'static str>),
}

impl Hint {
    /// Whether a product with this hint may be what a scheme is for, though no line says so.
    fn suggests(&self, capability: &str) -> bool {
        match self {
            Self::Need { is, .. } => is_below(is, capability),
            Self::Nothing(roots) => roots.iter().any(|root| is_below(capability, root)),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Need { component, needed, is } => {
                format!("`{component}` needs `{needed}`, and no line provides `{is}`")
            }
            Self::Nothing(roots) => format!("no line says what the product is by {}", listed(roots)),
        }
    }
}

/// What an answer says of itself, and what it only suggests.
struct Product<'a> {
    case: &'a Case<'a>,
    selection: &'a Selection,
    provided: BTreeSet<&'a str>,
    hints: Vec<Hint>,
}

impl Case<'_> {
    /// A warning for each kind of certification with schemes that would be required if the product declared what it seems to be.
    pub fn undeclared(&self, selection: &Selection) -> Vec<Warning> {
        let product = Product::new(self, selection);
        let mut kinds: BTreeMap<(CertificationKind, &Hint), BTreeSet<&str>> = BTreeMap::new();
        let in_force = self.input.view.certification.iter().filter(|one| one.effectivity.holds_on(self.input.day));
        for one in in_force {
            if let Some(hint) = product.hint_of(one) {
                kinds.entry((one.kind, hint)).or_default().insert(&one.scheme);
            }
        }
        let code = self.code();
        let warning = |((kind, hint), schemes): (&(CertificationKind, &Hint), &BTreeSet<&str>)| {
            let schemes = listed(&schemes.iter().copied().collect::<Vec<_>>());
            let message = format!("{}: of the kind `{kind}`, {schemes} is not required in `{code}`", hint.text());
            Warning::new(FactCode::Undeclared, format!("certification.{kind}"), message)
        };
        kinds.iter().map(warning).collect()
    }
}

impl<'a> Product<'a> {
    fn new(case: &'a Case<'a>, selection: &'a Selection) -> Self {
        let model = case.input.model;
        let filled = selection.slots.entries();
        let lines: Vec<&Component> = filled.filter_map(|(_, id)| model.component((*id)?)).collect();
        let provided = lines.iter().flat_map(|line| &line.provides).map(|one| &*one.capability).collect();
        let mut product = Self { case, selection, provided, hints: Vec::new() };
        let hardware: Vec<&Component> = lines.into_iter().filter(|line| line.kind == ComponentKind::Hardware).collect();
        for line in &hardware {
            let hints = line.needs.iter().filter_map(|need| product.hint_of_need(line, need));
            product.hints = product.hints.iter().cloned().chain(hints).collect();
        }
        let [equipment, ..] = ROOTS;
        if !hardware.is_empty() && !product.provides(equipment) {
            product.hints.push(Hint::Nothing(ROOTS.into_iter().filter(|root| !product.provides(root)).collect()));
        }
        product
    }

    fn provides(&self, capability: &str) -> bool {
        self.provided.iter().any(|one| is_below(one, capability))
    }

    fn is_suggested(&self, capability: &str) -> bool {
        self.hints.iter().any(|hint| hint.suggests(capability))
    }

    /// What a need shows of a line: a luminaire that needs the mains is connected to them.
    fn hint_of_need(&self, line: &Component, need: &Need) -> Option<Hint> {
        let when = need.when.as_ref();
        let is_active = need.effectivity.holds_on(self.case.input.day)
            && when.is_none_or(|when| self.case.holds(self.selection, when) == Some(true));
        let met_otherwise = |capability: &str| what_needs(capability).is_none() && self.provides(capability);
        if !is_active || need.alternatives.iter().any(|one| met_otherwise(&one.capability)) {
            return None;
        }
        let named: Vec<(&str, String)> =
            need.alternatives.iter().filter_map(|one| Some((&*one.capability, what_needs(&one.capability)?))).collect();
        if named.iter().any(|(_, is)| self.provides(is)) {
            return None;
        }
        let (needed, is) = named.into_iter().next()?;
        Some(Hint::Need { component: line.id.clone(), needed: needed.to_owned(), is })
    }

    /// Why a scheme that is not required might be; `None` where it is, or where nothing suggests it.
    fn hint_of(&self, one: &Certification) -> Option<&Hint> {
        let is_applied = one.applies_to.as_deref().is_none_or(|capability| self.provides(capability));
        if is_applied && self.case.requires(self.selection, one) {
            return None;
        }
        let applies = |capability: &String| self.provides(capability).then_some(true).or(self.perhaps(capability));
        let applies = one.applies_to.as_ref().map_or(Some(true), applies);
        let when = one.when.as_deref().map_or(Some(true), |when| self.might_hold(when));
        // Both `true`: it is required. One `false`: it is for something else.
        if applies == Some(false) || when == Some(false) || (applies, when) == (Some(true), Some(true)) {
            return None;
        }
        let mut names: BTreeSet<&str> = one.applies_to.as_deref().into_iter().collect();
        one.when.iter().for_each(|when| read_by(when, &mut names));
        names.retain(|name| !self.provides(name));
        self.hints.iter().find(|hint| names.iter().any(|name| hint.suggests(name)))
    }

    /// Unknown where something suggests it, else no.
    fn perhaps(&self, capability: &str) -> Option<bool> {
        if self.is_suggested(capability) { None } else { Some(false) }
    }

    /// A condition where what is suggested and not provided is unknown.
    fn might_hold(&self, when: &Formula) -> Option<bool> {
        match when {
            Formula::Check(Check::Provides(capability)) if !self.provides(capability) => self.perhaps(capability),
            Formula::Check(_) => self.case.holds(self.selection, when),
            Formula::Not(inner) => self.might_hold(inner).map(|holds| !holds),
            Formula::And(all) => all_of(all.iter().map(|one| self.might_hold(one))),
            Formula::Or(all) => all_of(all.iter().map(|one| Some(!self.might_hold(one)?))).map(|none| !none),
        }
    }
}

/// Kleene's conjunction: one that is false decides, else one that is not known.
fn all_of(values: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(true);
    for value in values {
        match value {
            Some(false) => return value,
            Some(true) => {}
            None => result = None,
        }
    }
    result
}

/// What a line is that needs this of a market: connected to the mains, or a radio of a technology.
fn what_needs(capability: &str) -> Option<String> {
    match capability.split_once('.') {
        Some(("power", "mains")) => Some("equipment.mains".to_owned()),
        // Short-range devices are radios of any kind, and rules for parts of Wi-Fi are about Wi-Fi.
        Some(("spectrum", "srd")) => Some("radio".to_owned()),
        Some(("spectrum", wifi)) if wifi.starts_with("wifi-") => Some("radio.wifi".to_owned()),
        Some(("spectrum" | "network", technology)) => Some(format!("radio.{technology}")),
        Some(_) | None => None,
    }
}

/// The capabilities that a condition reads.
fn read_by<'f>(formula: &'f Formula, names: &mut BTreeSet<&'f str>) {
    match formula {
        Formula::Check(Check::Provides(capability)) => {
            names.insert(capability);
        }
        Formula::Check(_) => {}
        Formula::Not(inner) => read_by(inner, names),
        Formula::And(all) | Formula::Or(all) => all.iter().for_each(|one| read_by(one, names)),
    }
}
