//! What is wrong with parties, offers, duties and content rules once all of them are known.

use super::area::Areas;
use super::parties::{Company, company, find_party};
use crate::diagnostic::Diagnostic;
use crate::name::nearest;
use crate::number::Number;
use crate::schema::common::texts_of;
use crate::schema::prices::{TIER_FROM, tiers};
use crate::schema::{
    Component, ComponentId, Offer, OfferId, Party, PriceTier, Section, Statement, content, customs, duties,
};
use crate::span::Span;
use crate::syntax::{Field, Node, Table};
use crate::terms::code::{PurchaseCode, SchemaCode};
use petgraph::graphmap::DiGraphMap;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Parties that own each other.
pub(super) fn report_owner_circles(parties: &[Party], diagnostics: &mut Vec<Diagnostic>) {
    let place = |id: &str| parties.iter().position(|party| party.id == id).and_then(|at| u32::try_from(at).ok());
    let mut graph: DiGraphMap<u32, ()> = DiGraphMap::new();
    for (party, at) in parties.iter().zip(0_u32..) {
        let owners = party.owned_by.iter().filter_map(|owner| find_party(parties, &owner.value));
        for owner in owners.filter_map(|owner| place(&owner.id)) {
            graph.add_edge(at, owner, ());
        }
    }
    for mut circle in petgraph::algo::tarjan_scc(&graph) {
        circle.sort_unstable();
        let Some(first) = circle.first().copied() else { continue };
        if circle.len() == 1 && !graph.contains_edge(first, first) {
            continue;
        }
        let members: Vec<&Party> = circle.iter().filter_map(|at| parties.get(*at as usize)).collect();
        let names: Vec<&str> = members.iter().map(|party| party.id.as_str()).collect();
        let message = match names.as_slice() {
            [only] => format!("party `{only}` owns itself"),
            names => format!("parties own each other: `{}`", names.join("`, `")),
        };
        let Some(place) = members.first().and_then(|party| party.owned_by.first()).map(|owner| owner.span) else {
            continue;
        };
        let fault = Diagnostic::error(PurchaseCode::OwnerCircle, place, message);
        diagnostics.push(fault.help("remove one of them from `owned-by`"));
    }
}

/// Tiers of a price that begin at one quantity.
pub(super) fn report_tiers(table: &Table, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<Number, Span> = BTreeMap::new();
    for from in tiers(table).filter_map(|tier| tier.read_at(&TIER_FROM)) {
        if let Some(first) = seen.insert(from.value, from.span) {
            let message = format!("two price tiers begin at {}", from.value);
            let fault = Diagnostic::error(SchemaCode::DuplicateValue, from.span, message).and(first, "first here");
            diagnostics.push(fault.help("keep one of the two"));
        }
    }
}

/// Prices that rise with the quantity, orders that no capacity allows, and offers that are written twice.
pub(super) fn report_offers(
    offers: &[Offer],
    components: &[Component],
    parties: &[Party],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for offer in offers {
        let key = offer.parts.first().and_then(|(id, _)| components.get(id.index())).map_or("", |one| one.id.as_str());
        report_rising(&offer.price, key, diagnostics);
        report_unusable(offer, key, diagnostics);
    }
    report_twice(offers, parties, diagnostics);
}

fn report_rising(price: &[PriceTier], key: &str, diagnostics: &mut Vec<Diagnostic>) {
    for (tier, next) in price.iter().zip(price.iter().skip(1)) {
        if next.from > tier.from && next.each > tier.each {
            let (each, before) = (next.each, tier.each);
            let message = format!("the price of one rises from {before} to {each} at a quantity of {}", next.from);
            let warning = Diagnostic::warning(PurchaseCode::RisingPrice, next.span, message).about(key);
            let warning = warning.and(tier.span, "the price of fewer");
            diagnostics
                .push(warning.help("correct one of the two prices; `each` is the price of one, not of the quantity"));
        }
    }
}

fn report_unusable(offer: &Offer, key: &str, diagnostics: &mut Vec<Diagnostic>) {
    let Some(capacity) = offer.capacity else { return };
    let first = offer.price.first().map_or(Number::ONE, |tier| tier.from);
    let least = offer.minimum.unwrap_or(first).max(offer.multiple.unwrap_or(Number::ZERO));
    if least > capacity {
        let message = format!("the least order of this offer is {least}, but its capacity is {capacity}");
        let warning = Diagnostic::warning(PurchaseCode::UnusableOffer, offer.span, message).about(key);
        diagnostics.push(warning.help("correct `minimum`, `multiple` or `capacity`, or delete the offer"));
    }
}

/// Who sells what under which number.
type Sold<'a> = (Company, Option<&'a str>, (ComponentId, u32));

/// Two offers of one seller, part and number on one day.
fn report_twice(offers: &[Offer], parties: &[Party], diagnostics: &mut Vec<Diagnostic>) {
    let mut known: HashMap<Sold<'_>, Vec<OfferId>> = HashMap::new();
    let mut reported: BTreeSet<(Span, Span)> = BTreeSet::new();
    for (at, offer) in offers.iter().enumerate() {
        for part in &offer.parts {
            let sold = (company(parties, &offer.seller), offer.sku.as_deref(), *part);
            let same = known.entry(sold).or_default();
            let others = same.iter().filter_map(|id| offers.get(id.index()));
            for other in others.filter(|other| other.effectivity.overlaps(offer.effectivity)) {
                if reported.insert((offer.span, other.span)) {
                    let message = format!("two offers of `{}` for the same part hold on one day", offer.seller);
                    let fault = Diagnostic::error(PurchaseCode::DuplicateOffer, offer.span, message).label("here");
                    let help = "keep one of them, give each its own `sku`, or dates that do not overlap";
                    diagnostics.push(fault.and(other.span, "and here").help(help));
                }
            }
            same.push(OfferId::at(at));
        }
    }
}

/// Areas of customs and content rules that do not exist; duties and content rules that duties name and no file states.
pub(super) fn report_names(statements: &[Statement], areas: &Areas, diagnostics: &mut Vec<Diagnostic>) {
    let of = |section: Section| statements.iter().filter(move |statement| statement.section == section);
    for statement in of(Section::Customs) {
        statement.table.string_at(&customs::AREA).iter().for_each(|area| areas.report_unknown(area, diagnostics));
    }
    for statement in of(Section::Content) {
        let named = |field: &Field<Node>| texts_of(statement.table.get(field.name()));
        let all = [named(&content::OF), named(&content::BUILT_IN)].concat();
        all.iter().for_each(|area| areas.report_unknown(area, diagnostics));
    }
    let ids = |section| of(section).map(|statement| statement.id.as_str()).collect::<BTreeSet<&str>>();
    let (known_duties, rules) = (ids(Section::Duties), ids(Section::Content));
    for duty in of(Section::Duties) {
        for named in duty.table.list(&duties::INSTEAD_OF).filter(|named| !known_duties.contains(named.value)) {
            let near = nearest(named.value, known_duties.iter().copied());
            let message = format!("unknown duty `{}`", named.value);
            diagnostics.push(Diagnostic::error(PurchaseCode::UnknownDuty, named.span, message).did_you_mean(near));
        }
        if let Some(named) = duty.table.read_at(&duties::NOT_IF).filter(|named| !rules.contains(named.value)) {
            let near = nearest(named.value, rules.iter().copied());
            let message = format!("unknown content rule `{}`", named.value);
            let fault = Diagnostic::error(PurchaseCode::UnknownContentRule, named.span, message);
            diagnostics.push(fault.did_you_mean(near));
        }
    }
}
