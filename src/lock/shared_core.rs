//! The shared core of locked answers, as far as the lock and its solution determine it.

use super::content::{Lock, LockedLine, LockedMarket, LockedStatus};
use crate::bom::{Bom, Core, Line, OptionSetting, Outcome, Undecided, Warning};
use crate::portfolio::shared;
use crate::query::Compiled;
use crate::terms::ComponentKind;

/// What the answers of a lock have in common.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct LockedCore {
    /// The shared core, without costs.
    pub core: Core,
    /// The warnings that concern several markets at once.
    pub warnings: Vec<Warning>,
}

impl Lock {
    /// The shared core of the locked answers and the warnings that concern several markets at once, as a single run would
    /// have given them. A market without a bill of materials counts as requested only.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let solution = lamp::solution()?;
    /// let lock = terroir::lock::Lock::from_portfolio(&portfolio, solution.files(), "USD");
    /// assert_eq!(lock.shared_core(&compiled).core.lines, ["led"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn shared_core(&self, compiled: &Compiled) -> LockedCore {
        let own = self.markets.iter().filter(|market| market.variant.is_none());
        let outcomes: Vec<Outcome> = own.map(|market| self.outcome(compiled, market)).collect();
        let (core, warnings) = shared(compiled, None, &outcomes);
        LockedCore { core, warnings }
    }

    /// An answer with what the core needs.
    fn outcome(&self, compiled: &Compiled, market: &LockedMarket) -> Outcome {
        if market.status == LockedStatus::Conflict {
            let (market, as_of) = (market.market.clone(), self.as_of);
            let undecided = Undecided { market, variant: None, as_of, steps: 0, regional: None };
            return Outcome::Undecided(Box::new(undecided));
        }
        let options = compiled.model.options.iter().filter_map(|option| {
            let value = market.options.get(&option.name)?;
            Some(OptionSetting { name: option.name.clone(), value: value.clone() })
        });
        Outcome::Resolved(Box::new(Bom {
            market: market.market.clone(),
            variant: None,
            as_of: self.as_of,
            currency: self.currency.clone(),
            minor_unit: crate::bom::minor_unit(&self.currency),
            objective: Vec::new(),
            options: options.collect(),
            carriers: market.carriers.clone(),
            lines: market.lines.iter().map(|line| bare(compiled, line)).collect(),
            articles: Vec::new(),
            content: Vec::new(),
            licenses: Vec::new(),
            one_off: Vec::new(),
            sellable_from: None,
            warnings: Vec::new(),
            facts: Vec::new(),
            certificates: Vec::new(),
            holds_until: None,
        }))
    }
}

/// A line with what the core needs: slot, component, version, kind, quantity.
fn bare(compiled: &Compiled, line: &LockedLine) -> Line {
    let component = compiled.model.find_version(&line.component, &line.version);
    Line {
        kind: component.map_or(ComponentKind::Hardware, |(_, component)| component.kind),
        quantity: line.quantity,
        ..Line::bare(&line.slot, &line.component, &line.version)
    }
}
