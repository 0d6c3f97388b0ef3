//! The purchasing plan that a lock holds: the year's orders, and what the markets pay together.

use super::content::Lock;
use super::difference::SolutionChange;
use super::item::{LockedItem, LockedPlan};
use super::stated::StatedEdit;
use crate::bom::Portfolio;
use crate::compare::{About, ItemKind, Topic, Values, order_values, own_changes};

impl LockedPlan {
    /// The plan of a portfolio; `None` where its markets pay for nothing together.
    pub(super) fn of(portfolio: &Portfolio) -> Option<Self> {
        let minor_unit = crate::bom::minor_unit(&portfolio.currency);
        Some(Self {
            variant: portfolio.variant.clone(),
            year_cost: portfolio.year_cost?.to_fixed(minor_unit),
            orders: portfolio.orders.iter().map(|one| LockedItem::of(order_values(one, minor_unit))).collect(),
        })
    }

    /// Its values, to be compared one by one.
    fn values(&self) -> Values {
        let mut values = Values::new();
        values.insert(Topic::new(About::Market, "year_cost"), self.year_cost.clone());
        self.orders.iter().for_each(|order| values.extend(order.record(ItemKind::Order)));
        values
    }
}

impl Lock {
    /// This lock with the plan of a portfolio.
    #[must_use]
    pub(crate) fn with_plan_of(mut self, portfolio: &Portfolio) -> Self {
        self.plans.extend(LockedPlan::of(portfolio));
        self
    }

    /// The plan of a variant; `None`: of the solution.
    fn plan(&self, variant: Option<&str>) -> Option<&LockedPlan> {
        self.plans.iter().find(|plan| plan.variant.as_deref() == variant)
    }

    /// What differs between the plans, each with the edits that may have caused it.
    pub(super) fn plan_changes(&self, other: &Self, edits: &[StatedEdit]) -> Vec<SolutionChange> {
        let known = |plan: &&LockedPlan| self.plan(plan.variant.as_deref()).is_some();
        let added = other.plans.iter().filter(|plan| !known(plan));
        let variants = self.plans.iter().chain(added).map(|plan| plan.variant.as_deref());
        let changes = variants.flat_map(|variant| {
            let (old, new) = (self.plan(variant), other.plan(variant));
            let of = variant.map(|name| format!(" of variant `{name}`")).unwrap_or_default();
            plan_changes(old, new, edits).into_iter().map(move |mut change| {
                change.what.push_str(&of);
                change
            })
        });
        changes.collect()
    }
}

fn plan_changes(old: Option<&LockedPlan>, new: Option<&LockedPlan>, edits: &[StatedEdit]) -> Vec<SolutionChange> {
    let (Some(before), Some(after)) = (old, new) else {
        let what = |plan: Option<&LockedPlan>| plan.map(|plan| format!("{} a year", plan.year_cost));
        let (before, after, because) = (what(old), what(new), edits.to_vec());
        return vec![SolutionChange { what: "orders".to_owned(), before, after, because }];
    };
    let changes = own_changes(&before.values(), &after.values()).into_iter();
    let changes: Vec<SolutionChange> = changes
        .map(|change| {
            let because = causes(&change.topic, edits);
            SolutionChange { what: change.topic.to_string(), before: change.before, after: change.after, because }
        })
        .collect();
    if changes.is_empty() && before != after {
        let text = |list: &[LockedItem]| Some(list.len().to_string());
        let (before, after) = (text(&before.orders), text(&after.orders));
        return vec![SolutionChange { what: "order of the orders".to_owned(), before, after, because: edits.to_vec() }];
    }
    changes
}

/// The edits that may have changed an order: those of its component, and those of sellers, volumes and rates; all of them
/// where there is none.
fn causes(topic: &Topic, edits: &[StatedEdit]) -> Vec<StatedEdit> {
    let component = match &topic.about {
        About::Order(name) => name.split([' ', '@']).next(),
        About::Market
        | About::Line(_)
        | About::Option(_)
        | About::OneOff(_)
        | About::Certificate(_)
        | About::Article(_)
        | About::Content(_)
        | About::License(_)
        | About::Warning(_)
        | About::Fact(_)
        | About::Skus
        | About::Core
        | About::Threat => None,
    };
    const SHARED: [&str; 5] = ["offers", "purchasing", "volumes", "exchange", "slots"];
    let is_cause = |edit: &&StatedEdit| match edit.component() {
        Some(of) => component.is_none_or(|component| component == of),
        None => SHARED.contains(&edit.section()),
    };
    let found: Vec<StatedEdit> = edits.iter().filter(is_cause).cloned().collect();
    if found.is_empty() { edits.to_vec() } else { found }
}
