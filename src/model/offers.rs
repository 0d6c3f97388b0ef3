//! Offers: which manufacturer parts each is for.

use super::area::Areas;
use super::names::Names;
use super::parties::{Company, company};
use super::trade_faults::report_tiers;
use crate::diagnostic::Diagnostic;
use crate::name::nearest;
use crate::schema::offers::{AT, BY, COMPONENT, MPN, OFFERS, offer_of};
use crate::schema::{Component, ComponentId, Document, FileKind, Offer, Party};
use crate::span::{Span, Spanned};
use crate::syntax::Table;
use crate::syntax::condition::ComponentReference;
use crate::terms::code::PurchaseCode;
use std::collections::{BTreeMap, HashMap};

/// What offers are looked up in.
pub(super) struct Parts<'a> {
    pub names: &'a Names<'a>,
    pub components: &'a [Component],
    pub parties: &'a [Party],
    pub areas: &'a Areas,
}

/// Component versions, each with a position in its manufacturer parts.
type Found = Vec<(ComponentId, u32)>;

impl Parts<'_> {
    /// The offers of all files, in the order of the files. One that is for nothing is reported and left out.
    pub(super) fn offers(&self, documents: &[Document], diagnostics: &mut Vec<Diagnostic>) -> Vec<Offer> {
        let files = documents.iter().filter(|document| document.kind == FileKind::Offers);
        let tables: Vec<&Table> = files.flat_map(|file| file.root.list(&OFFERS)).map(|table| table.value).collect();
        // Most solutions have no offers, and then their part numbers need not be collected.
        let numbers = if tables.is_empty() { HashMap::new() } else { self.numbers() };
        let mut offers = Vec::with_capacity(tables.len());
        for table in tables {
            report_tiers(table, diagnostics);
            let Some(offer) = offer_of(table) else { continue };
            if let Some(at) = table.string_at(&AT) {
                self.areas.report_unknown(&at, diagnostics);
            }
            match self.parts(table, &numbers) {
                Ok(parts) => offers.push(Offer { parts, ..offer }),
                Err(fault) => diagnostics.push(*fault),
            }
        }
        offers
    }

    /// Part number → the manufacturer parts that have it.
    fn numbers(&self) -> HashMap<&str, Found> {
        let mut numbers: HashMap<&str, Found> = HashMap::new();
        for (at, component) in self.components.iter().enumerate() {
            for (position, part) in (0..).zip(&component.made) {
                if let Some(mpn) = &part.mpn {
                    numbers.entry(mpn).or_default().push((ComponentId::at(at), position));
                }
            }
        }
        numbers
    }

    fn parts(&self, table: &Table, numbers: &HashMap<&str, Found>) -> Result<Found, Box<Diagnostic>> {
        if let Some(text) = table.read_at(&COMPONENT) {
            let found = self.names.components(&ComponentReference::of(text.value), text.span)?;
            return Ok(found.into_iter().map(|id| (id, 0)).collect());
        }
        let Some(mpn) = table.read_at(&MPN) else { return Ok(Found::new()) };
        let Some(found) = numbers.get(mpn.value) else {
            let message = format!("no component has the part number `{}`", mpn.value);
            let near = nearest(mpn.value, numbers.keys().copied());
            return Err(unknown_part(mpn.span, message).did_you_mean(near).into());
        };
        match table.string_at(&BY) {
            Some(by) => self.of_maker(mpn, &by, found),
            None => self.of_one_maker(mpn, found),
        }
    }

    /// Those that a maker makes.
    fn of_maker(&self, mpn: Spanned<&str>, by: &Spanned<String>, found: &Found) -> Result<Found, Box<Diagnostic>> {
        let wanted = company(self.parties, &by.value);
        let kept = found.iter().copied().filter(|part| self.maker(*part).is_some_and(|one| one.0 == wanted));
        let kept: Found = kept.collect();
        if !kept.is_empty() {
            return Ok(kept);
        }
        let makers: Vec<String> = found.iter().filter_map(|part| Some(self.maker(*part)?.1)).collect();
        let message = format!("no component has the part number `{}` of `{}`", mpn.value, by.value);
        let fault = unknown_part(by.span, message);
        Err(match (nearest(&by.value, makers.iter().map(String::as_str)), makers.first()) {
            (None, Some(maker)) => {
                fault.help(format!("its maker is `{maker}`: write `by = \"{maker}\"`, or leave out `by`"))
            }
            (None, None) => fault.help("the component states no maker: leave out `by`, or state it there"),
            (near, _) => fault.did_you_mean(near),
        }
        .into())
    }

    /// All of them, unless two makers use the number.
    fn of_one_maker(&self, mpn: Spanned<&str>, found: &Found) -> Result<Found, Box<Diagnostic>> {
        let makers: BTreeMap<Company, (String, Span)> = found
            .iter()
            .filter_map(|part| {
                let (company, name, place) = self.maker(*part)?;
                Some((company, (name, place)))
            })
            .collect();
        let makers: Vec<&(String, Span)> = makers.values().collect();
        let [(one, here), (other, there), ..] = makers.as_slice() else { return Ok(found.clone()) };
        let message = format!("the part number `{}` is used by `{one}` and by `{other}`", mpn.value);
        let fault = Diagnostic::error(PurchaseCode::AmbiguousOffer, mpn.span, message);
        let fault = fault.and(*here, format!("by `{one}`")).and(*there, format!("by `{other}`"));
        Err(fault.help(format!("add `by = \"{one}\"` or `by = \"{other}\"`")).into())
    }

    /// The maker of a part: as it is compared, as it is written, and where the part is.
    fn maker(&self, (component, position): (ComponentId, u32)) -> Option<(Company, String, Span)> {
        let part = self.components.get(component.index())?.made.get(position as usize)?;
        let by = part.by.as_deref()?;
        Some((company(self.parties, by), by.to_owned(), part.span))
    }
}

fn unknown_part(span: Span, message: String) -> Diagnostic {
    Diagnostic::error(PurchaseCode::UnknownPart, span, message)
}
