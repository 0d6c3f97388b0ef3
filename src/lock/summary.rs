//! What the answers of a lock say together, as far as the lock and the solution that it belongs to tell.

use super::{Lock, LockedMarket, LockedStatus};
use crate::bom::{Bom, Core, Line, Outcome, Undecided, Warning};
use crate::number::Number;
use crate::query::Compiled;
use crate::resolve::shared;
use crate::terms::ComponentKind;

impl Lock {
    /// The shared core of the locked answers and the warnings that concern several markets at once: what one run would
    /// have told with them. A market without an answer counts as asked only.
    #[must_use]
    pub fn shared(&self, compiled: &Compiled) -> (Core, Vec<Warning>) {
        let outcomes: Vec<Outcome> = self.markets.iter().map(|market| self.outcome(compiled, market)).collect();
        shared(compiled, &outcomes)
    }

    /// An answer as far as the core needs it.
    fn outcome(&self, compiled: &Compiled, market: &LockedMarket) -> Outcome {
        if market.status == LockedStatus::Conflict {
            let undecided = Undecided { market: market.market.clone(), as_of: self.as_of, steps: 0, regional: None };
            return Outcome::Undecided(Box::new(undecided));
        }
        let options = compiled.model.options.iter().filter_map(|option| {
            let value = market.options.get(&option.name)?;
            Some((option.name.clone(), value.clone()))
        });
        Outcome::Resolved(Box::new(Bom {
            market: market.market.clone(),
            as_of: self.as_of,
            currency: self.currency.clone(),
            minor_unit: crate::bom::minor_unit(&self.currency),
            objective: Vec::new(),
            options: options.collect(),
            carriers: market.carriers.clone(),
            lines: market.lines.iter().map(|line| bare(compiled, line)).collect(),
            one_off: Vec::new(),
            warnings: Vec::new(),
            facts: Vec::new(),
        }))
    }
}

/// A line with what the core needs: slot, component, version, kind, quantity.
fn bare(compiled: &Compiled, line: &super::LockedLine) -> Line {
    let mut versions = compiled.model.versions(&line.component);
    let component = versions.find(|(_, component)| component.version.to_string() == line.version);
    Line {
        slot: line.slot.clone(),
        part_of: None,
        component: line.component.clone(),
        version: line.version.clone(),
        kind: component.map_or(ComponentKind::Hardware, |(_, component)| component.kind),
        name: line.component.clone(),
        quantity: line.quantity,
        refdes: Vec::new(),
        manufacturer: None,
        mpn: None,
        origin: None,
        hs: None,
        lead_weeks: None,
        unit_cost: Number::ZERO,
        duty: Number::ZERO,
        cost: Number::ZERO,
        core: false,
        certificates: Vec::new(),
        alternates: Vec::new(),
    }
}
