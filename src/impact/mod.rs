//! The impact of a component: where it is used, which components need what it provides, which certificates the answers
//! use because of it, what replaces it in every market and what that costs, and what is lost without it.
//!
//! | question | where |
//! |---|---|
//! | slots and markets that have it as a candidate or chose it | here |
//! | components that need it, and what they take with them | `needed` |
//! | certificates: its own that are used, the solution's that cover it | `certificates` |
//! | today's answers beside those without it | [`Compiled::what_if`] |

mod certificates;
mod held;
mod needed;

use crate::bom::Outcome;
use crate::compare::Comparison;
use crate::model::{ComponentId, SlotId};
use crate::query::{Compiled, Request, ResolveError};

/// The impact of a component; made by [`Compiled::impact`].
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Impact {
    /// As given: `id` or `id@requirement`.
    pub component: String,
    /// The versions that are meant, newest first.
    pub versions: Vec<String>,
    /// The slots that have it as a candidate.
    pub slots: Vec<SlotUse>,
    /// The sets of hardware (SKUs) of the answers that hold it today.
    pub skus: Vec<SkuUse>,
    /// Components that need what it provides, and those that need a component lost with it.
    pub needed_by: Vec<Dependent>,
    /// Its own certificates, with the markets whose answers rest on them.
    pub certificates: Vec<CertificateUse>,
    /// Certificates of the solution that cover it: with another part in its place they must be renewed, or the product
    /// tested again.
    pub renewals: Vec<CertificateUse>,
    /// Today's answers beside those without it.
    pub without: Comparison,
}

/// A slot that has the component as a candidate.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct SlotUse {
    /// The slot.
    pub slot: String,
    /// The markets that have it as a candidate there.
    pub candidate_in: Vec<String>,
    /// The markets whose answer holds it there.
    pub chosen_in: Vec<String>,
}

/// A set of hardware of answers that hold the component: markets with equal hardware lines have one.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct SkuUse {
    /// The id of the hardware, as in the lock: a digest of its slots and parts.
    pub id: String,
    /// The markets whose answer is this hardware.
    pub markets: Vec<String>,
}

/// A component that needs what another provides.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Dependent {
    /// Who needs it.
    pub component: String,
    /// The capability.
    pub capability: String,
    /// Which component provides it: the given one, or one that is lost with it.
    pub provider: String,
    /// Whether no other candidate, market or carrier offers it: then it is lost too.
    pub is_lost: bool,
}

/// A certificate with the markets where it counts.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct CertificateUse {
    /// The scheme.
    pub scheme: String,
    /// Its number; `None`: planned, or held without a number.
    pub id: Option<String>,
    /// The day after its last, where it ends.
    pub until: Option<crate::date::Date>,
    /// Where.
    pub markets: Vec<String>,
}

impl Compiled {
    /// Where a component (`id`, or `id@requirement` for some of its versions) is used, what depends on it and what could
    /// replace it, on the request's day and under its flags.
    ///
    /// ```
    /// # fn example(compiled: &terroir::Compiled) -> Result<(), Box<dyn std::error::Error>> {
    /// let today = terroir::Request::default().as_of("2026-11-22".parse()?);
    /// let impact = compiled.impact("bg95-m3", &today)?;
    /// let lost = impact.without.markets.iter().filter(|one| one.is_lost()).count();
    /// println!("{lost} markets are lost without it");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Compiled::portfolio`], and where no component is meant.
    pub fn impact(&self, component: &str, request: &Request) -> Result<Impact, ResolveError> {
        let meant = self.versions(component)?;
        let compiled = &*self.for_markets(&request.markets)?;
        let without = compiled.what_if(request, &request.clone().without(component))?;
        let today: Vec<&Outcome> = without.markets.iter().map(|one| &one.before).collect();
        let version = |id: &ComponentId| self.model.component(*id).map(|component| component.version.to_string());
        Ok(Impact {
            component: component.to_owned(),
            versions: meant.iter().filter_map(version).collect(),
            slots: slots(compiled, &meant, &today),
            skus: skus(compiled, &meant, &today),
            needed_by: needed::needed_by(compiled, &meant),
            certificates: certificates::own(compiled, &meant, &today),
            renewals: certificates::renewals(compiled, &meant, &today),
            without,
        })
    }
}

/// The slots that have it as a candidate, with the markets whose answers hold it.
fn slots(compiled: &Compiled, meant: &[ComponentId], today: &[&Outcome]) -> Vec<SlotUse> {
    let model = &compiled.model;
    let mut list = Vec::new();
    for (at, slot) in model.slots.iter().enumerate() {
        let offers = |code: &str| {
            let view = model.areas.find(code).and_then(|area| compiled.markets.get(&area))?;
            let definition = view.slot(SlotId::at(at))?;
            definition.candidates.iter().any(|id| meant.contains(id)).then_some(())
        };
        let candidate_in: Vec<String> = today
            .iter()
            .map(|outcome| outcome.market())
            .filter(|code| offers(code).is_some())
            .map(str::to_owned)
            .collect();
        if !candidate_in.is_empty() {
            let chosen = today.iter().filter(|outcome| held::holds(compiled, outcome, meant, Some(&slot.name)));
            let chosen_in = chosen.map(|outcome| outcome.market().to_owned()).collect();
            list.push(SlotUse { slot: slot.name.clone(), candidate_in, chosen_in });
        }
    }
    list
}

/// The sets of hardware of the answers that hold it, in the order of their first markets.
fn skus(compiled: &Compiled, meant: &[ComponentId], today: &[&Outcome]) -> Vec<SkuUse> {
    let mut list: Vec<SkuUse> = Vec::new();
    for outcome in today.iter().filter(|outcome| held::holds(compiled, outcome, meant, None)) {
        let Some(bom) = outcome.bom() else { continue };
        let id = bom.hardware_id();
        match list.iter_mut().find(|known| known.id == id) {
            Some(known) => known.markets.push(bom.market.clone()),
            None => list.push(SkuUse { id, markets: vec![bom.market.clone()] }),
        }
    }
    list
}
