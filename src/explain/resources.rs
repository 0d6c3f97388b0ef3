//! Wording for resources that run out: the least that has to be used against the most that can be supplied.

use super::finding::flag_excludes;
use super::ground::{FixedBy, Ground};
use super::wording::{Sentence, Wording};
use crate::bom::ReasonLabel;
use crate::engine::{Label, Optimiser, Work};
use crate::kernel::{Cause, Pin, Reason, SlotGroup};
use crate::model::{Amount, Check, Component, ComponentId, Formula, OptionId};
use crate::number::Number;
use crate::query::FlagId;

/// Most candidates that are listed.
const LISTED: usize = 8;

/// Steps for the choice that leaves least missing.
const AT_BEST: u64 = 5_000_000;

/// What a slot does with a resource.
struct Share {
    slot: String,
    /// The least that its candidates use, and the most that they supply, with quantities.
    used: Number,
    supplied: Number,
    labels: Vec<ReasonLabel>,
}

impl Wording<'_> {
    pub(super) fn resource(&self, resource: &str) -> Sentence {
        let groups = self.lowered.slots.iter().filter(|group| !self.is_off(group));
        let shares: Vec<Share> = groups.map(|group| self.share(group, resource)).collect();
        let market = self.case.input.view.supplies.iter().filter(|supply| supply.resource == resource);
        let market: Vec<_> = market.collect();
        let add = |sum: Number, more: Number| sum.checked_add(more).unwrap_or(sum);
        let used = shares.iter().map(|share| share.used).fold(Number::ZERO, add);
        let supplied = shares.iter().map(|share| share.supplied).fold(Number::ZERO, add);
        let supplied = market.iter().map(|supply| supply.amount).fold(supplied, add);
        let text = if used > supplied {
            let using = parts(&shares, |share| share.used);
            let supplying = parts(&shares, |share| share.supplied);
            format!("`{resource}`: at least {used} used{using}, at most {supplied} supplied{supplying}")
        } else if let Some((text, labels)) = self.at_best(resource) {
            let source = market.iter().flat_map(|supply| Self::sources(&supply.origin)).collect();
            return Sentence { text, labels, source };
        } else {
            format!("`{resource}`: more is used than supplied")
        };
        let mut labels: Vec<ReasonLabel> = shares.into_iter().flat_map(|share| share.labels).collect();
        let more = labels.len().saturating_sub(LISTED);
        labels.truncate(LISTED);
        if more > 0 {
            labels.push(ReasonLabel { text: format!("and {more} more"), place: None });
        }
        let source = market.iter().flat_map(|supply| Self::sources(&supply.origin)).collect();
        Sentence { text, labels, source }
    }

    /// The choice that leaves least missing where the other reasons hold, whichever slots it fills; where the resource is
    /// enough in each part and only the whole runs out.
    fn at_best(&self, resource: &str) -> Option<(String, Vec<ReasonLabel>)> {
        let numbered = || (1..).zip(&self.lowered.reasons).map(|(at, reason)| (Label(at), reason));
        let is_shown = |cause: &Cause| self.reasons.iter().any(|reason| reason.cause == *cause);
        let own = numbered().find(|(_, reason)| reason.cause == Cause::Resource(resource.to_owned()))?.0;
        let kept: Vec<Label> = numbered()
            .filter(|(label, reason)| *label != own && is_shown(&reason.cause))
            .map(|(label, _)| label)
            .collect();
        let holds = |label: Label| label == Label::STRUCTURE || kept.contains(&label);
        let mut problem = self.lowered.problem.clone();
        for group in problem.group_ids() {
            (0..problem.size(group)).for_each(|value| problem.set_cost(group, value, 0));
        }
        for (group, weights) in &self.lowered.problem.budgets.iter().find(|budget| budget.label == own)?.terms {
            for (value, weight) in (0..).zip(weights) {
                problem.set_cost(*group, value, *weight);
            }
        }
        problem.clauses.retain(|clause| holds(clause.label));
        problem.budgets.retain(|budget| holds(budget.label));
        let best = Optimiser::new().optimum(&problem, &mut Work::new(AT_BEST)).ok()??;
        let shares: Vec<Share> = self
            .lowered
            .slots
            .iter()
            .filter_map(|group| {
                let value = best.values[group.group];
                self.chosen(group, group.component(value)?, resource)
            })
            .collect();
        let add = |sum: Number, more: Number| sum.checked_add(more).unwrap_or(sum);
        let used = shares.iter().map(|share| share.used).fold(Number::ZERO, add);
        let market = self.case.input.view.supplies.iter().filter(|supply| supply.resource == resource);
        let supplied = shares.iter().map(|share| share.supplied).chain(market.map(|supply| supply.amount));
        let supplied = supplied.fold(Number::ZERO, add);
        let (using, supplying) = (parts(&shares, |share| share.used), parts(&shares, |share| share.supplied));
        let text = format!("`{resource}`: even at best {used} used{using} and {supplied} supplied{supplying}");
        let mut labels: Vec<ReasonLabel> = shares.into_iter().flat_map(|share| share.labels).collect();
        labels.truncate(LISTED);
        (used > supplied).then_some((text, labels))
    }

    /// What one candidate does with a resource; `None` where it has nothing to do with it.
    fn chosen(&self, group: &SlotGroup, id: ComponentId, resource: &str) -> Option<Share> {
        let component = self.case.compiled.model.component(id)?;
        let pieces = Number::from(group.quantity);
        let labels = self.amounts(group, id, component, resource);
        let used = amount(&component.uses, resource, pieces);
        let supplied = amount(&component.supplies, resource, pieces);
        (!labels.is_empty()).then(|| Share { slot: self.slot(group.slot).to_owned(), used, supplied, labels })
    }

    fn share(&self, group: &SlotGroup, resource: &str) -> Share {
        let optional =
            group.definition.optional || group.definition.when.is_some() || group.definition.part_of.is_some();
        let mut least: Option<Number> = (optional && !self.is_on(group)).then_some(Number::ZERO);
        let (mut most, mut labels) = (Number::ZERO, Vec::new());
        let pieces = Number::from(group.quantity);
        for id in group.candidates.iter().filter(|id| !self.is_out(group, **id)) {
            let Some(component) = self.case.compiled.model.component(*id) else { continue };
            let used = amount(&component.uses, resource, pieces);
            least = Some(least.map_or(used, |least| least.min(used)));
            most = most.max(amount(&component.supplies, resource, pieces));
            labels.extend(self.amounts(group, *id, component, resource));
        }
        let (slot, used) = (self.slot(group.slot).to_owned(), least.unwrap_or(Number::ZERO));
        Share { slot, used, supplied: most, labels }
    }

    fn amounts(&self, group: &SlotGroup, id: ComponentId, component: &Component, resource: &str) -> Vec<ReasonLabel> {
        let measure = component.details.counted_in();
        let times = match group.quantity == 1 {
            true => String::new(),
            false => format!(" × {}", group.quantity.with_unit(measure)),
        };
        let uses = component.uses.iter().map(|amount| (amount, "uses"));
        let all = uses.chain(component.supplies.iter().map(|amount| (amount, "supplies")));
        let (name, slot) = (self.component(id), self.slot(group.slot));
        let label = |(amount, verb): (&Amount, &str)| {
            let text = format!("`{name}` in slot `{slot}` {verb} {}{times}", amount.amount);
            self.label(amount.span, text)
        };
        all.filter(|(amount, _)| amount.resource == resource).map(label).collect()
    }

    /// Whether another reason of this conflict keeps a candidate out of its slot.
    fn is_out(&self, group: &SlotGroup, id: ComponentId) -> bool {
        let is_excluded = |reason: &Reason| {
            reason.cause.excluded_slot() == Some(group.slot) && reason.excluded.iter().any(|(out, _)| *out == id)
        };
        self.reasons.iter().any(|reason| {
            flag_excludes(self.case, &reason.cause, group.slot, id)
                || is_unconditional(&reason.cause) && is_excluded(reason)
        })
    }

    /// Whether a slot is empty by its condition under the options that other reasons fix.
    fn is_off(&self, group: &SlotGroup) -> bool {
        let when = group.definition.when.as_ref();
        when.is_some_and(|when| self.decided(&when.value) == Some(false))
    }

    /// Whether a slot is filled for certain under the options that other reasons fix.
    fn is_on(&self, group: &SlotGroup) -> bool {
        let pinned = matches!(self.case.input.flags.pin(group.slot), Some(Pin::Any(_)));
        let when = group.definition.when.as_ref();
        let parent = group.definition.part_of.and_then(|parent| self.group(parent));
        (!group.definition.optional || pinned)
            && when.is_none_or(|when| self.decided(&when.value) == Some(true))
            && parent.is_none_or(|parent| self.is_on(parent))
    }

    /// A condition's value as far as fixed options and the market decide it.
    fn decided(&self, formula: &Formula) -> Option<bool> {
        let all = |parts: &[Formula], deciding: bool| {
            let values: Vec<Option<bool>> = parts.iter().map(|part| self.decided(part)).collect();
            if values.contains(&Some(deciding)) {
                return Some(deciding);
            }
            (!values.contains(&None)).then_some(!deciding)
        };
        match formula {
            Formula::Not(inner) => self.decided(inner).map(|value| !value),
            Formula::And(parts) => all(parts, false),
            Formula::Or(parts) => all(parts, true),
            Formula::Check(Check::Option(option, values)) => {
                self.fixed_value(*option).map(|value| values.contains(&value))
            }
            Formula::Check(Check::MarketIs(areas)) => Some(areas.contains(&self.case.input.market)),
            Formula::Check(Check::MarketIn(areas)) => {
                let known = &self.case.compiled.model.areas;
                Some(areas.iter().any(|area| known.lies_in(self.case.input.market, *area)))
            }
            Formula::Check(
                Check::Filled(_)
                | Check::Holds(..)
                | Check::Selected(_)
                | Check::Provides(_)
                | Check::Carrier(_)
                | Check::Fact(_)
                | Check::Known(_)
                | Check::Count(..)
                | Check::Sum(..),
            ) => None,
        }
    }

    /// The value that a reason of this conflict fixes an option to.
    fn fixed_value(&self, option: OptionId) -> Option<u32> {
        self.reasons.iter().find_map(|reason| match Ground::from(&reason.cause) {
            Ground::Flag(FlagId::Set(set)) if set == option => {
                self.case.input.flags.set.iter().find(|set| set.option == option).map(|set| set.value)
            }
            Ground::Value(fixed, by) if fixed == option => self.value_by(option, by),
            Ground::Flag(_) | Ground::Value(..) | Ground::Need(_) | Ground::Other => None,
        })
    }

    /// The value that the variant, an area or its default fixes an option to.
    pub(super) fn value_by(&self, option: OptionId, by: FixedBy) -> Option<u32> {
        match by {
            FixedBy::Variant => self.variant_setting(option).map(|setting| setting.value),
            FixedBy::Area => self.setting_of(option).map(|setting| setting.value),
            FixedBy::Default => {
                let definition = self.case.compiled.model.options.get(option)?;
                definition.default.as_ref().map(|default| default.value)
            }
        }
    }
}

/// Whether a cause excludes its candidates whatever else is selected.
fn is_unconditional(cause: &Cause) -> bool {
    matches!(cause, Cause::Dates(_) | Cause::EndOfLife(_) | Cause::Territory(..))
}

fn amount(list: &[Amount], resource: &str, pieces: Number) -> Number {
    let found = list.iter().find(|amount| amount.resource == resource);
    found.and_then(|amount| amount.amount.checked_mul(pieces)).unwrap_or(Number::ZERO)
}

/// " (`modem` 1, `motion` 1)".
fn parts(shares: &[Share], each: impl Fn(&Share) -> Number) -> String {
    let counting = shares.iter().filter(|share| !each(share).is_zero());
    let words: Vec<String> = counting.map(|share| format!("`{}` {}", share.slot, each(share))).collect();
    if words.is_empty() || words.len() > LISTED { String::new() } else { format!(" ({})", words.join(", ")) }
}
