//! Plans of independent parts: most slots have nothing to do with each other but that markets buy the same parts for them.
//!
//! Two parts of markets are in one block if they could take pieces of one order whose price depends on how many there are.
//! Each block is planned by itself, by the same search as the whole (`search`), over choices that are listed. The best
//! plan of all is put together from the best plans of the blocks: costs are added, and preferences compare slot by slot.

use super::options::{PartChoice, PartChoices};
use super::relaxed::Stop;
use crate::engine::{UnionFind, Work};
use crate::model::{ComponentId, Model};
use crate::number::Number;
use crate::trade::{OrderKey, Terms, loss};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

/// Most sums of pieces that are looked at one by one.
const MOST_SUMS: usize = 128;
/// What one choice that is looked at counts as work.
const STEPS: u64 = 200;

/// A part of a market in a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub market: usize,
    pub part: usize,
}

/// The parts that share orders, each group of them with its markets in order.
pub(super) fn blocks(all: &[Vec<PartChoices>], is_constant: &dyn Fn(OrderKey) -> bool) -> Vec<Vec<Member>> {
    let members: Vec<Member> = all
        .iter()
        .enumerate()
        .flat_map(|(market, parts)| (0..parts.len()).map(move |part| Member { market, part }))
        .collect();
    let mut union = UnionFind::new(members.len());
    let mut first: HashMap<OrderKey, u32> = HashMap::new();
    for (at, member) in (0..).zip(&members) {
        let choices = all[member.market][member.part].list.iter();
        let keys: BTreeSet<OrderKey> =
            choices.flat_map(|choice| &choice.orders).map(|(key, _)| *key).filter(|key| !is_constant(*key)).collect();
        for key in keys {
            let other = *first.entry(key).or_insert(at);
            union.join([at, other].into_iter());
        }
    }
    let mut blocks: BTreeMap<u32, Vec<Member>> = BTreeMap::new();
    for (at, member) in (0..).zip(&members) {
        blocks.entry(union.root(at)).or_default().push(*member);
    }
    blocks.into_values().collect()
}

/// The best plan of a block, and what is proved of it.
pub(super) struct BlockPlan {
    /// The choice of each member.
    pub choices: Vec<usize>,
    pub year: Number,
    /// No plan is below.
    pub at_least: Number,
}

/// The search over one block.
pub(super) struct Block<'b> {
    model: &'b Model,
    members: Vec<&'b [PartChoice]>,
    orders: BTreeMap<OrderKey, Order>,
    costs: HashMap<(OrderKey, Number), Option<Number>>,
}

struct Order {
    terms: Terms,
    component: Option<ComponentId>,
    constant: Option<Number>,
    is_lossy: bool,
}

#[derive(Clone)]
struct Node {
    /// The choices that are open, of each member.
    open: Vec<Vec<usize>>,
    /// The best of them at the least prices.
    picks: Vec<usize>,
    least: Number,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank(std::cmp::Reverse<(Number, Vec<usize>, u64)>, usize);

impl<'b> Block<'b> {
    pub fn of(
        model: &'b Model,
        members: Vec<&'b [PartChoice]>,
        terms: &dyn Fn(OrderKey) -> (Terms, BTreeSet<ComponentId>),
    ) -> Self {
        let keys: BTreeSet<OrderKey> =
            members.iter().flat_map(|list| *list).flat_map(|one| &one.orders).map(|(key, _)| *key).collect();
        let order = |key: OrderKey| {
            let (terms, components) = terms(key);
            let component = components.iter().next().copied().filter(|_| components.len() == 1);
            let is_lossy = components.iter().any(|id| model.components[*id].attrition.is_some());
            let constant = terms.constant().filter(|_| !is_lossy);
            (key, Order { terms, component, constant, is_lossy })
        };
        Self { model, members, orders: keys.into_iter().map(order).collect(), costs: HashMap::new() }
    }

    /// The best plan, or the best within the work limit. No capacity is in a block, so there is a plan.
    pub fn plan(mut self, work: &mut Work) -> Result<BlockPlan, Stop> {
        let mut nodes = Vec::new();
        let mut heap = BinaryHeap::new();
        let open: Vec<Vec<usize>> = self.members.iter().map(|list| (0..list.len()).collect()).collect();
        let root = self.relaxed(open)?;
        let mut best: Option<(Number, Vec<usize>)> = None;
        let push = |nodes: &mut Vec<Option<Node>>, heap: &mut BinaryHeap<Rank>, node: Node| {
            let rank = (node.least, node.picks.clone(), nodes.len() as u64);
            heap.push(Rank(std::cmp::Reverse(rank), nodes.len()));
            nodes.push(Some(node));
        };
        push(&mut nodes, &mut heap, root);
        let mut at_least = None;
        while let Some(Rank(_, at)) = heap.pop() {
            let Some(node) = nodes[at].take() else { continue };
            let key = (node.least, node.picks.clone());
            if best.as_ref().is_some_and(|best| key >= *best) {
                break;
            }
            let choices: u64 = node.open.iter().map(|open| open.len() as u64).sum();
            if work.spend(choices * STEPS).is_err() {
                at_least = Some(node.least);
                // The best plan so far is good enough to go on with; without one, this node's.
                if best.is_none() {
                    best = Some((self.year(&node.picks)?, node.picks));
                }
                break;
            }
            let year = self.year(&node.picks)?;
            for plan in [(year, node.picks.clone())].into_iter().chain(self.repriced(&node)?) {
                if best.as_ref().is_none_or(|best| plan < *best) {
                    best = Some(plan);
                }
            }
            if year == node.least {
                continue;
            }
            let Some((member, with, without)) = self.split(&node)? else { continue };
            for kept in [with, without] {
                let mut open = node.open.clone();
                open[member] = kept;
                let child = self.relaxed(open)?;
                if best.as_ref().is_none_or(|best| (child.least, child.picks.clone()) < *best) {
                    push(&mut nodes, &mut heap, child);
                }
            }
        }
        let (year, choices) = best.ok_or(Stop::TooLarge)?;
        Ok(BlockPlan { choices, year, at_least: at_least.unwrap_or(year) })
    }

    /// What an order costs of which a number of pieces are used.
    fn cost(&mut self, key: OrderKey, used: Number) -> Result<Option<Number>, Stop> {
        if let Some(known) = self.costs.get(&(key, used)) {
            return Ok(*known);
        }
        let Some(order) = self.orders.get(&key) else { return Ok(None) };
        let loss = order.component.and_then(|id| loss(&self.model.components[id]));
        let lost = loss.map_or(Some(Number::ZERO), |loss| loss.of(used)).ok_or(Stop::TooLarge)?;
        let needed = used.checked_add(lost).ok_or(Stop::TooLarge)?;
        let cost = order.terms.order(needed).map(|ordered| ordered.cost);
        self.costs.insert((key, used), cost);
        Ok(cost)
    }

    /// The pieces of each order that some choices take, and how often its price is paid.
    fn taken(&self, picks: &[usize]) -> Result<BTreeMap<OrderKey, (Number, Number)>, Stop> {
        let mut taken: BTreeMap<OrderKey, (Number, Number)> = BTreeMap::new();
        for (list, pick) in self.members.iter().zip(picks) {
            for (key, own) in &list[*pick].orders {
                let sum = taken.entry(*key).or_insert((Number::ZERO, Number::ZERO));
                sum.0 = sum.0.checked_add(own.pieces).ok_or(Stop::TooLarge)?;
                sum.1 = sum.1.checked_add(own.paid).ok_or(Stop::TooLarge)?;
            }
        }
        Ok(taken)
    }

    /// What a year of some choices costs.
    fn year(&mut self, picks: &[usize]) -> Result<Number, Stop> {
        let mut year = Number::ZERO;
        for (list, pick) in self.members.iter().zip(picks) {
            year = year.checked_add(list[*pick].fixed).ok_or(Stop::TooLarge)?;
        }
        for (key, (pieces, paid)) in self.taken(picks)? {
            let each = self.each(key, pieces)?;
            let cost = each.checked_mul(paid).ok_or(Stop::TooLarge)?;
            year = year.checked_add(cost).ok_or(Stop::TooLarge)?;
        }
        Ok(year)
    }

    fn each(&mut self, key: OrderKey, pieces: Number) -> Result<Number, Stop> {
        let order = self.orders.get(&key).ok_or(Stop::TooLarge)?;
        if let Some(each) = order.constant {
            return Ok(each);
        }
        if pieces.is_zero() {
            return order.terms.tiers.first().map(|tier| tier.each).ok_or(Stop::TooLarge);
        }
        let cost = self.cost(key, pieces)?.ok_or(Stop::TooLarge)?;
        cost.checked_div(pieces).ok_or(Stop::TooLarge)
    }

    /// The best choices at the least prices of what is open.
    fn relaxed(&mut self, open: Vec<Vec<usize>>) -> Result<Node, Stop> {
        let mut prices = BTreeMap::new();
        let keys: Vec<OrderKey> = self.orders.keys().copied().collect();
        for key in keys {
            prices.insert(key, self.least_price(key, &open)?);
        }
        self.at_prices(open, &prices)
    }

    fn at_prices(&self, open: Vec<Vec<usize>>, prices: &BTreeMap<OrderKey, Number>) -> Result<Node, Stop> {
        let mut least = Number::ZERO;
        let mut picks = Vec::with_capacity(open.len());
        for (list, open) in self.members.iter().zip(&open) {
            let mut best: Option<(Number, usize)> = None;
            for at in open {
                let choice = &list[*at];
                let mut cost = choice.fixed;
                for (key, taken) in &choice.orders {
                    let price = prices.get(key).copied().unwrap_or(Number::ZERO);
                    let paid = price.checked_mul(taken.paid).ok_or(Stop::TooLarge)?;
                    cost = cost.checked_add(paid).ok_or(Stop::TooLarge)?;
                }
                if best.is_none_or(|best| (cost, *at) < best) {
                    best = Some((cost, *at));
                }
            }
            let (cost, at) = best.ok_or(Stop::TooLarge)?;
            least = least.checked_add(cost).ok_or(Stop::TooLarge)?;
            picks.push(at);
        }
        Ok(Node { open, picks, least })
    }

    /// The least price of a piece, with what is open.
    fn least_price(&mut self, key: OrderKey, open: &[Vec<usize>]) -> Result<Number, Stop> {
        let Some(order) = self.orders.get(&key) else { return Ok(Number::ZERO) };
        if let Some(each) = order.constant {
            return Ok(each);
        }
        let mut sums: BTreeSet<Number> = BTreeSet::from([Number::ZERO]);
        let mut most = Number::ZERO;
        let mut is_listed = order.component.is_some() || !order.is_lossy;
        for (list, open) in self.members.iter().zip(open) {
            let of_choice = |at: &usize| {
                let own = list[*at].orders.iter().find(|(other, _)| *other == key);
                own.map_or(Number::ZERO, |(_, taken)| taken.pieces)
            };
            let amounts: BTreeSet<Number> = open.iter().map(of_choice).collect();
            let own = amounts.last().copied().unwrap_or(Number::ZERO);
            most = most.checked_add(own).ok_or(Stop::TooLarge)?;
            if is_listed && (amounts.len() > 1 || !own.is_zero()) {
                let mut next = BTreeSet::new();
                for (sum, amount) in sums.iter().flat_map(|sum| amounts.iter().map(move |amount| (sum, amount))) {
                    next.insert(sum.checked_add(*amount).ok_or(Stop::TooLarge)?);
                }
                is_listed = next.len() <= MOST_SUMS;
                sums = next;
            }
        }
        if !is_listed {
            let percent = order
                .component
                .and_then(|id| loss(&self.model.components[id]))
                .map_or(Number::ZERO, |loss| loss.percent);
            let share = percent.checked_div(Number::from(100_u32)).and_then(|share| share.checked_add(Number::ONE));
            return Ok(share.and_then(|share| order.terms.least_each(most, share)).unwrap_or(Number::ZERO));
        }
        let mut least: Option<Number> = None;
        for used in sums.into_iter().filter(|used| !used.is_zero()) {
            let each = self.each(key, used)?;
            least = Some(least.map_or(each, |known| known.min(each)));
        }
        Ok(least.unwrap_or(Number::ZERO))
    }

    /// Plans at the prices that the orders of a node's plan really have.
    fn repriced(&mut self, node: &Node) -> Result<Option<(Number, Vec<usize>)>, Stop> {
        let mut prices = BTreeMap::new();
        let keys: Vec<OrderKey> = self.orders.keys().copied().collect();
        for key in keys {
            prices.insert(key, self.least_price(key, &node.open)?);
        }
        for (key, (pieces, _)) in self.taken(&node.picks)? {
            let each = self.each(key, pieces)?;
            prices.insert(key, each);
        }
        let next = self.at_prices(node.open.clone(), &prices)?;
        if next.picks == node.picks {
            return Ok(None);
        }
        Ok(Some((self.year(&next.picks)?, next.picks)))
    }

    /// A member whose choices are split by whether they take pieces of the order that costs most beyond its least price.
    #[expect(clippy::type_complexity, reason = "the member, and its choices with and without")]
    fn split(&mut self, node: &Node) -> Result<Option<(usize, Vec<usize>, Vec<usize>)>, Stop> {
        let mut beyond: Vec<(Number, OrderKey)> = Vec::new();
        for (key, (pieces, paid)) in self.taken(&node.picks)? {
            let price = self.least_price(key, &node.open)?;
            let each = self.each(key, pieces)?;
            let more = each.checked_sub(price).and_then(|more| more.checked_mul(paid)).ok_or(Stop::TooLarge)?;
            beyond.push((more, key));
        }
        beyond.sort_by(|one, other| (other.0, one.1).cmp(&(one.0, other.1)));
        for (_, key) in beyond.into_iter().filter(|(more, _)| !more.is_zero()) {
            let mut members: Vec<(bool, Number, usize)> = Vec::new();
            for (at, (list, open)) in self.members.iter().zip(&node.open).enumerate() {
                let pieces = |choice: &usize| {
                    let own = list[*choice].orders.iter().find(|(other, _)| *other == key);
                    own.map_or(Number::ZERO, |(_, taken)| taken.pieces)
                };
                let most = open.iter().map(pieces).max().unwrap_or(Number::ZERO);
                if !most.is_zero() && open.len() > 1 {
                    members.push((!pieces(&node.picks[at]).is_zero(), most, at));
                }
            }
            members.sort_by(|one, other| (other.0, other.1, one.2).cmp(&(one.0, one.1, other.2)));
            for (_, _, at) in members {
                let takes = |choice: &&usize| self.members[at][**choice].orders.iter().any(|(other, _)| *other == key);
                let (with, without): (Vec<usize>, Vec<usize>) = node.open[at].iter().partition(|choice| takes(choice));
                if !with.is_empty() && !without.is_empty() {
                    return Ok(Some((at, with, without)));
                }
            }
        }
        let open = node.open.iter().position(|open| open.len() > 1);
        Ok(open.map(|at| {
            let (picked, rest) = node.open[at].iter().partition(|choice| **choice == node.picks[at]);
            (at, picked, rest)
        }))
    }
}
