//! What a search decides next.

use super::evaluated::{Evaluated, Fault, Placed};
use super::search::{Decision, Node, Search};
use super::usage::deciding;
use crate::kernel::SlotGroup;
use crate::number::Number;
use crate::trade::OrderKey;

impl Search<'_, '_> {
    /// What to decide next: where an order costs most beyond its price, then anything that is open.
    pub(super) fn decision(&self, node: &Node, evaluated: &Result<Evaluated, Fault>) -> Option<(usize, Decision)> {
        let mut keys: Vec<OrderKey> = Vec::new();
        match evaluated {
            Err(Fault::Capacity(key)) => keys.push(*key),
            Err(Fault::Content(at)) => return self.anything(node, *at).or_else(|| self.anything_anywhere(node)),
            Ok(found) => {
                let beyond = |order: &Placed| {
                    let price = node.prices.get(&order.key).copied().flatten()?;
                    order.ordered.cost.checked_sub(price.checked_mul(order.used)?)
                };
                let mut costly: Vec<(Number, OrderKey)> =
                    found.orders.iter().filter_map(|order| Some((beyond(order)?, order.key))).collect();
                costly.retain(|(beyond, _)| !beyond.is_zero() && !beyond.is_negative());
                costly.sort_by(|one, other| (other.0, one.1).cmp(&(one.0, other.1)));
                keys.extend(costly.into_iter().map(|(_, key)| key));
            }
        }
        keys.into_iter().find_map(|key| self.about_order(node, key)).or_else(|| self.anything_anywhere(node))
    }

    /// Whether a market takes pieces of an order: first those that do, the largest first.
    fn about_order(&self, node: &Node, key: OrderKey) -> Option<(usize, Decision)> {
        let mut markets: Vec<(bool, Number, usize)> = Vec::new();
        for (at, open) in node.open.iter().enumerate() {
            let Some(amounts) = open.usage.get(&key) else { continue };
            markets.push((self.takes(node, at, key), amounts.most(), at));
        }
        markets.sort_by(|one, other| (other.0, other.1, one.2).cmp(&(one.0, one.1, other.2)));
        markets.into_iter().find_map(|(_, _, at)| {
            let built = self.markets[at].built.get(node.picks[at].built)?;
            let (group, value) = deciding(built, &node.open[at].values, key)?;
            Some((at, Decision::Value(group, value)))
        })
    }

    /// Whether a market's pick takes pieces of an order.
    fn takes(&self, node: &Node, at: usize, key: OrderKey) -> bool {
        let pick = &node.picks[at];
        let Some(built) = self.markets[at].built.get(pick.built) else { return false };
        let holds = |slot: &SlotGroup| {
            let component = slot.component(pick.values[slot.group])?;
            Some(built.lowered.supplies.taken(component, &pick.values).order(component) == key)
        };
        built.lowered.slots.iter().any(|slot| holds(slot) == Some(true))
    }

    fn anything_anywhere(&self, node: &Node) -> Option<(usize, Decision)> {
        (0..self.markets.len()).find_map(|at| self.anything(node, at))
    }

    /// Anything that is open to a market, as its pick has it.
    fn anything(&self, node: &Node, at: usize) -> Option<(usize, Decision)> {
        let (open, pick) = (&node.open[at], &node.picks[at]);
        let built = self.markets[at].built.get(pick.built)?;
        if open.routes.len() > 1 {
            return Some((at, Decision::Route(pick.built)));
        }
        let lowered = &built.lowered;
        let slots = lowered.slots.iter().map(|slot| slot.group);
        let ways = lowered.supplies.groups.iter().map(|supply| supply.group);
        let others = lowered.options.iter().copied().chain(lowered.carriers.iter().flatten().copied());
        let planned = lowered.planned.iter().flatten().copied();
        let parts = lowered.planned_parts.iter().map(|part| part.group);
        let mut groups = slots.chain(ways).chain(others).chain(planned).chain(parts);
        let group = groups.find(|group| open.values[*group].len() > 1)?;
        Some((at, Decision::Value(group, pick.values[group])))
    }
}
