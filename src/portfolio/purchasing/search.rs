//! The search for the best plan of some markets: the first in the order of plans.

use super::evaluated::{Evaluated, Fault, Placed, evaluate, set_up_of};
use super::found::{Found, Known};
use super::key::{PlanKey, objectives};
use super::market::{Built, Engine, Market};
use super::relaxed::{Choice, Paid, Pick, Stop, pick};
use super::usage::{Amounts, Usage, least_price, of_market};
use crate::engine::{GroupId, OpenValues, Values};
use crate::model::{ArticleId, ComponentId};
use crate::number::Number;
use crate::trade::{OrderKey, Terms};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::rc::Rc;

/// How many times the best plan so far is priced anew with what its orders really cost.
const ROUNDS: usize = 4;

/// How many plans are priced anew: the first ones show most.
const IMPROVED: usize = 8;

/// What a line of a plan that is looked at counts as work.
const STEPS_A_LINE: u64 = 4_000;

/// What is open to one market.
#[derive(Clone)]
pub(super) struct Open {
    pub restricted: Vec<(GroupId, Values)>,
    pub routes: Vec<usize>,
    /// What its first way of building leaves open.
    pub values: Rc<OpenValues>,
    pub usage: Rc<Usage>,
}

/// A part of all plans, with the best of them at prices that none is below.
#[derive(Clone)]
pub(super) struct Node {
    pub open: Vec<Rc<Open>>,
    pub prices: Rc<BTreeMap<OrderKey, Option<Number>>>,
    pub picks: Vec<Rc<Pick>>,
    pub key: PlanKey,
}

/// A node in the heap: the first plan comes first, then the node that was made first.
struct Ranked(Node, u64);

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (&other.0.key, other.1).cmp(&(&self.0.key, self.1))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ranked {}

/// What is decided next: a value of a group, or a way of building.
#[derive(Clone, Copy, Debug)]
pub(super) enum Decision {
    Value(GroupId, u32),
    Route(usize),
}

/// Whether a decision is taken as it is in a plan, or otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    As,
    Not,
}

/// A decision of a market.
#[derive(Clone, Copy, Debug)]
struct Branch {
    at: usize,
    decision: Decision,
    side: Side,
}

/// What is wanted of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    /// The best plan.
    Best,
    /// Whether there is any.
    Any,
}

/// The search over some markets.
pub(super) struct Search<'s, 'a> {
    pub(super) markets: &'s [&'s Market<'a>],
    terms: BTreeMap<OrderKey, (Terms, BTreeSet<ComponentId>)>,
    /// What costs the same whatever is ordered.
    constant: BTreeMap<OrderKey, Number>,
    known: Option<Rc<Known>>,
    fault: Option<Fault>,
    /// How many plans were made better at their real prices.
    improved: usize,
}

impl<'s, 'a> Search<'s, 'a> {
    pub fn of(markets: &'s [&'s Market<'a>]) -> Self {
        let mut terms: BTreeMap<OrderKey, (Terms, BTreeSet<ComponentId>)> = BTreeMap::new();
        let mut constant = BTreeMap::new();
        for market in markets {
            let Some(built) = market.built.first() else { continue };
            let input = &built.case.input;
            for id in built.lowered.slots.iter().flat_map(|slot| slot.candidates.iter().copied()) {
                for way in built.lowered.supplies.all(id) {
                    let key = way.order(id);
                    let known = terms
                        .entry(key)
                        .or_insert_with(|| (input.index.supply.terms(input.model, key), BTreeSet::new()));
                    known.1.insert(id);
                }
            }
        }
        for (key, (own, components)) in &terms {
            let model = markets.first().and_then(|market| market.built.first()).map(|built| built.case.input.model);
            let is_lossless =
                components.iter().all(|id| model.is_some_and(|model| model.components[*id].attrition.is_none()));
            constant.extend(own.constant().filter(|_| is_lossless).map(|each| (*key, each)));
        }
        Self { markets, terms, constant, known: None, fault: None, improved: 0 }
    }

    /// The best plan, or any.
    pub fn run(mut self, aim: Aim, engine: &mut Engine) -> Result<Found, Stop> {
        let mut heap = BinaryHeap::new();
        let mut made = 0_u64;
        match self.root(engine) {
            Ok(root) => heap.extend(root.map(|root| Ranked(root, made))),
            Err(Stop::Limit) => return Ok(Found::Open { known: None, at_least: None }),
            Err(Stop::TooLarge) => return Err(Stop::TooLarge),
        }
        if let Some(Ranked(root, _)) = heap.peek().filter(|_| aim == Aim::Best) {
            let picks = root.picks.clone();
            let is_exact = self.evaluated(&picks)?.is_ok_and(|found| found.key == root.key);
            if !is_exact && let Some(found) = super::apart::planned(self.markets, &picks, &self.terms, engine)? {
                return Ok(found);
            }
        }
        while let Some(Ranked(node, _)) = heap.pop() {
            if self.known.as_ref().is_some_and(|known| node.key >= known.evaluated.key) {
                break;
            }
            if aim == Aim::Any && self.known.is_some() {
                break;
            }
            let at_least = self.year_of(&node);
            match self.expand(&node, engine) {
                Ok(children) => {
                    let known = self.known.as_ref().map(|known| &known.evaluated.key);
                    for child in children.into_iter().filter(|child| known.is_none_or(|known| child.key < *known)) {
                        made += 1;
                        heap.push(Ranked(child, made));
                    }
                }
                Err(Stop::Limit) => return Ok(Found::Open { known: self.known, at_least }),
                Err(Stop::TooLarge) => return Err(Stop::TooLarge),
            }
        }
        Ok(match self.known {
            Some(known) => Found::Best(known),
            None => Found::Nothing(self.fault),
        })
    }

    /// What a year of a node's plans costs at least.
    fn year_of(&self, node: &Node) -> Option<Number> {
        let mut year = Number::ZERO;
        for (market, pick) in self.markets.iter().zip(&node.picks) {
            let levels = &market.built[pick.built].levels;
            let costs = levels.iter().zip(&pick.objective);
            for (_, cost) in costs.filter(|(level, _)| matches!(level, super::market::Level::Cost)) {
                year = year.checked_add(cost.checked_mul(market.volume)?)?;
            }
        }
        Some(year)
    }

    fn root(&mut self, engine: &mut Engine) -> Result<Option<Node>, Stop> {
        let mut open = Vec::with_capacity(self.markets.len());
        for market in self.markets {
            let Some(built) = market.built.first() else { return Ok(None) };
            let usage = of_market(built, &built.open, market.volume).ok_or(Stop::TooLarge)?;
            open.push(Rc::new(Open {
                restricted: Vec::new(),
                routes: (0..market.built.len()).collect(),
                values: Rc::new(built.open.clone()),
                usage: Rc::new(usage),
            }));
        }
        let keys: Vec<OrderKey> = self.terms.keys().filter(|key| !self.constant.contains_key(key)).copied().collect();
        let mut prices = BTreeMap::new();
        for key in keys {
            prices.insert(key, self.price(key, &open)?);
        }
        self.solved(open, Rc::new(prices), None, engine)
    }

    /// The least price of an order's piece with what is open to the markets.
    fn price(&self, key: OrderKey, open: &[Rc<Open>]) -> Result<Option<Number>, Stop> {
        let (Some((terms, components)), Some(first)) = (self.terms.get(&key), self.markets.first()) else {
            return Ok(None);
        };
        let mut amounts = Amounts::Each(vec![Number::ZERO]);
        for open in open {
            if let Some(own) = open.usage.get(&key) {
                amounts = amounts.plus(own).ok_or(Stop::TooLarge)?;
            }
        }
        let Some(built) = first.built.first() else { return Ok(None) };
        Ok(least_price(built.case.input.model, terms, components, &amounts))
    }

    /// Solves every market at the prices; what a parent has found is kept where nothing changed.
    fn solved(
        &self,
        open: Vec<Rc<Open>>,
        prices: Rc<BTreeMap<OrderKey, Option<Number>>>,
        parent: Option<(&Node, usize)>,
        engine: &mut Engine,
    ) -> Result<Option<Node>, Stop> {
        let changed: BTreeSet<OrderKey> = match parent {
            None => BTreeSet::new(),
            Some((parent, _)) => prices
                .iter()
                .filter(|(key, price)| parent.prices.get(key) != Some(price))
                .map(|(key, _)| *key)
                .collect(),
        };
        let each = |key: OrderKey| match self.constant.get(&key) {
            Some(each) => Some(*each),
            None => prices.get(&key).copied().flatten(),
        };
        let set_up = |built: &Built<'_>, article: ArticleId| self.least_set_up(built, article, &open);
        let paid = Paid { each: &each, set_up: &set_up };
        let mut picks = Vec::with_capacity(self.markets.len());
        for (at, (market, own)) in self.markets.iter().zip(&open).enumerate() {
            let kept = parent.filter(|(_, restricted)| *restricted != at).map(|(parent, _)| &parent.picks[at]);
            let is_same =
                !own.usage.keys().any(|key| changed.contains(key)) && !market.built.iter().any(|one| one.has_set_up);
            if let Some(kept) = kept.filter(|_| is_same) {
                picks.push(kept.clone());
                continue;
            }
            let choice = Choice { restricted: &own.restricted, routes: &own.routes };
            let Some(found) = pick(market, &choice, &paid, engine)? else { return Ok(None) };
            picks.push(Rc::new(found));
        }
        let key = self.key_of(&picks).ok_or(Stop::TooLarge)?;
        Ok(Some(Node { open, prices, picks, key }))
    }

    fn key_of(&self, picks: &[Rc<Pick>]) -> Option<PlanKey> {
        let levels = self.markets.first().and_then(|market| market.built.first());
        let levels = levels.map(|built| built.levels.as_slice()).unwrap_or_default();
        let volumes: Vec<Number> = self.markets.iter().map(|market| market.volume).collect();
        let of_market: Vec<Vec<Number>> = picks.iter().map(|pick| pick.objective.clone()).collect();
        let objectives = objectives(levels, &of_market, &volumes)?;
        Some(PlanKey { objectives, preferences: picks.iter().map(|pick| pick.preference.clone()).collect() })
    }

    /// The least that one piece of an article pays of the set-up of its site: all markets that could build it there, in the
    /// same way as far as that is decided, share it.
    fn least_set_up(&self, built: &Built<'_>, article: ArticleId, open: &[Rc<Open>]) -> Number {
        let Some(site) = built.route[article] else { return Number::ZERO };
        let Some(paid) = set_up_of(built, site).filter(|paid| !paid.is_zero()) else { return Number::ZERO };
        let mut pieces = Number::ZERO;
        for (market, open) in self.markets.iter().zip(open) {
            let could =
                open.routes.iter().filter_map(|at| market.built.get(*at)).find(|one| one.route[article] == Some(site));
            let own = could.and_then(|one| one.structure.pieces[article].checked_mul(market.volume));
            pieces = own.and_then(|own| pieces.checked_add(own)).unwrap_or(pieces);
        }
        if pieces.is_zero() { Number::ZERO } else { paid.checked_div(pieces).unwrap_or(Number::ZERO) }
    }

    /// Looks at the best plan of a node: it may be what it seems, or something has to be decided.
    fn expand(&mut self, node: &Node, engine: &mut Engine) -> Result<Vec<Node>, Stop> {
        // What is counted besides the engine's steps: prices, orders and borders of every line.
        let lines: usize =
            self.markets.iter().flat_map(|market| &market.built).map(|built| built.lowered.slots.len()).sum();
        engine.work.spend((lines as u64).saturating_mul(STEPS_A_LINE))?;
        let evaluated = self.evaluated(&node.picks)?;
        let is_exact = match &evaluated {
            Ok(found) => found.key == node.key,
            Err(fault) => {
                self.fault.get_or_insert(*fault);
                false
            }
        };
        if let Ok(found) = &evaluated {
            self.keep(&node.picks, found);
            if is_exact {
                return Ok(Vec::new());
            }
            if self.improved < IMPROVED {
                self.improved += 1;
                self.improve(node, found, engine)?;
            }
        }
        let Some((at, decision)) = self.decision(node, &evaluated) else { return Ok(Vec::new()) };
        let mut children = Vec::new();
        for side in [Side::As, Side::Not] {
            children.extend(self.child(node, Branch { at, decision, side }, engine)?);
        }
        Ok(children)
    }

    fn evaluated(&self, picks: &[Rc<Pick>]) -> Result<Result<Evaluated, Fault>, Stop> {
        let picks: Vec<&Pick> = picks.iter().map(Rc::as_ref).collect();
        evaluate(self.markets, &picks)
    }

    fn keep(&mut self, picks: &[Rc<Pick>], evaluated: &Evaluated) {
        if self.known.as_ref().is_none_or(|known| evaluated.key < known.evaluated.key) {
            self.known = Some(Rc::new(Known { picks: picks.to_vec(), evaluated: evaluated.clone() }));
        }
    }

    /// Plans at the prices that the orders of a plan really have: they are good ones, more often than not.
    fn improve(&mut self, node: &Node, found: &Evaluated, engine: &mut Engine) -> Result<(), Stop> {
        let mut orders: Vec<Placed> = found.orders.clone();
        let mut seen: Vec<Vec<Rc<Pick>>> = Vec::new();
        for _ in 0..ROUNDS {
            let mut prices = (*node.prices).clone();
            for order in orders.iter().filter(|order| !self.constant.contains_key(&order.key)) {
                prices.insert(order.key, Some(order.unit));
            }
            let Some(next) = self.solved(node.open.clone(), Rc::new(prices), None, engine)? else { return Ok(()) };
            let is_known =
                seen.iter().any(|known| known.iter().zip(&next.picks).all(|(one, other)| one.values == other.values));
            if is_known {
                return Ok(());
            }
            let Ok(evaluated) = self.evaluated(&next.picks)? else { return Ok(()) };
            self.keep(&next.picks, &evaluated);
            orders.clone_from(&evaluated.orders);
            seen.push(next.picks);
        }
        Ok(())
    }

    /// A node in which one more thing is decided; `None` where it has no plan.
    fn child(&self, node: &Node, branch: Branch, engine: &mut Engine) -> Result<Option<Node>, Stop> {
        let Branch { at, decision, side } = branch;
        let is_taken = side == Side::As;
        let market = self.markets[at];
        let mut own = (*node.open[at]).clone();
        match decision {
            Decision::Route(route) => own.routes.retain(|one| (*one == route) == is_taken),
            Decision::Value(group, value) => {
                let size = market.built[node.picks[at].built].lowered.problem.size(group);
                let taken = Values::single(value);
                own.restricted.push((group, if is_taken { taken } else { taken.complement(size) }));
            }
        }
        let Some(built) = own.routes.first().and_then(|route| market.built.get(*route)) else { return Ok(None) };
        let Some(values) = built.open_with(&own.restricted) else { return Ok(None) };
        let usage = of_market(built, &values, market.volume).ok_or(Stop::TooLarge)?;
        let before = own.usage.clone();
        (own.values, own.usage) = (Rc::new(values), Rc::new(usage));
        let changed: Vec<OrderKey> = before
            .iter()
            .filter(|(key, amounts)| own.usage.get(key) != Some(amounts) && !self.constant.contains_key(key))
            .map(|(key, _)| *key)
            .collect();
        let mut open = node.open.clone();
        open[at] = Rc::new(own);
        let mut prices = (*node.prices).clone();
        for key in changed {
            prices.insert(key, self.price(key, &open)?);
        }
        self.solved(open, Rc::new(prices), Some((node, at)), engine)
    }
}
