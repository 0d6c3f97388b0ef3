//! The cheapest way to split markets into a number of groups that each share their hardware.
//!
//! A group's least cost is the optimum of its joint problem, solved once. It never falls when a market joins: whoever
//! shares with more has less choice. So the cost of the groups so far and every other market's cost alone bound all
//! splits that go on from there, and a search in the order of markets that only takes what is cheaper than the best so
//! far ends with the first of the cheapest.

use super::joint::Joint;
use super::oracle::Oracle;
use super::pricing::{Scale, Stopped};
use super::sets::Set;
use crate::bom::CostBounds;
use crate::engine::{Optimiser, Work};
use crate::number::Number;
use crate::query::ResolveError;
use std::collections::BTreeMap;

/// What groups of markets cost, remembered.
pub(super) struct Prices<'a> {
    joint: &'a Joint,
    features: &'a [Set],
    optimiser: Optimiser,
    /// `None`: the markets cannot share.
    known: BTreeMap<Vec<usize>, Option<i128>>,
}

/// A split with its cost, and a bound below which there is none.
#[derive(Clone, Debug)]
pub(super) struct Split {
    pub groups: Vec<Vec<usize>>,
    pub cost: i128,
    pub at_least: i128,
}

impl Split {
    /// Its cost and the bound below it, as money with what keeping the SKUs costs.
    pub fn bounds(&self, scale: Scale, keeping: Number) -> Result<CostBounds, ResolveError> {
        let money = |cost: i128| scale.money_of(cost).and_then(|money| money.checked_add(keeping));
        let (cost, at_least) = (money(self.cost), money(self.at_least));
        let cost = cost.ok_or_else(ResolveError::too_large)?;
        Ok(CostBounds { cost, at_least: at_least.ok_or_else(ResolveError::too_large)?.min(cost) })
    }
}

impl<'a> Prices<'a> {
    pub fn new(joint: &'a Joint, features: &'a [Set]) -> Self {
        Self { joint, features, optimiser: Optimiser::new(), known: BTreeMap::new() }
    }

    /// What each market requires of hardware.
    pub fn features(&self) -> &'a [Set] {
        self.features
    }

    /// The least cost of markets (ascending) that share their hardware; `None` where they cannot.
    pub fn of(&mut self, group: &[usize], oracle: &mut Oracle, work: &mut Work) -> Result<Option<i128>, Stopped> {
        if let Some(known) = self.known.get(group) {
            return Ok(*known);
        }
        let features = super::cover::features_of(self.features, group);
        let cost = match oracle.fits(&features, work)? {
            true => self.optimum(group, work)?.map(|(cost, _)| cost),
            false => None,
        };
        self.known.insert(group.to_vec(), cost);
        Ok(cost)
    }

    /// The joint optimum of markets that can share: its cost and what the shared choices mean in it.
    pub fn optimum(&mut self, group: &[usize], work: &mut Work) -> Result<Option<(i128, Vec<u32>)>, Stopped> {
        let fused = self.joint.fused(group).map_err(|_| ResolveError::too_large())?;
        let found = self.optimiser.optimum(&fused.problem, work)?;
        Ok(found.map(|best| (best.cost + fused.base, best.values.into_inner())))
    }
}

/// The search for the cheapest split.
pub(super) struct Search<'a, 'b> {
    pub prices: &'a mut Prices<'b>,
    pub oracle: &'a mut Oracle,
    pub work: &'a mut Work,
    /// The markets to split, ascending.
    pub markets: &'a [usize],
    /// At most this many groups.
    pub count: usize,
}

/// How far a descent is: the next market's place, and what the groups so far cost.
#[derive(Clone, Copy)]
struct Reached {
    at: usize,
    cost: i128,
}

impl Search<'_, '_> {
    /// The cheapest split, the first of them in the order of markets; starting from a valid split.
    ///
    /// Past the limit it is the best one met so far. Without even that split's cost the limit is an error.
    pub fn cheapest(&mut self, first: &[Vec<usize>]) -> Result<Split, Stopped> {
        let mut split = self.priced(first)?;
        let done = self.improve(&mut split).and_then(|()| {
            let alone = self.alone()?;
            split.at_least = alone.iter().sum::<i128>().min(split.cost);
            self.exact(&mut split, &alone)
        });
        match done {
            Ok(()) | Err(Stopped::Limit) => {}
            Err(error) => return Err(error),
        }
        split.groups.iter_mut().for_each(|group| group.sort_unstable());
        split.groups.sort();
        Ok(split)
    }

    fn priced(&mut self, groups: &[Vec<usize>]) -> Result<Split, Stopped> {
        let mut groups = groups.to_vec();
        groups.iter_mut().for_each(|group| group.sort_unstable());
        let mut cost = 0;
        for group in &groups {
            cost += self.price(group)?.unwrap_or(0);
        }
        Ok(Split { groups, cost, at_least: 0 })
    }

    fn price(&mut self, group: &[usize]) -> Result<Option<i128>, Stopped> {
        if group.is_empty() {
            return Ok(Some(0));
        }
        self.prices.of(group, self.oracle, self.work)
    }

    /// What each market costs alone.
    fn alone(&mut self) -> Result<Vec<i128>, Stopped> {
        let markets = self.markets;
        markets.iter().map(|market| Ok(self.price(&[*market])?.unwrap_or(0))).collect()
    }

    /// Moves single markets to other groups while that makes the split cheaper.
    fn improve(&mut self, split: &mut Split) -> Result<(), Stopped> {
        split.groups.resize(self.count.max(split.groups.len()), Vec::new());
        let mut moved = true;
        while moved {
            moved = false;
            for market in self.markets {
                moved |= self.move_one(split, *market)?;
            }
        }
        Ok(())
    }

    fn move_one(&mut self, split: &mut Split, market: usize) -> Result<bool, Stopped> {
        let Some(from) = split.groups.iter().position(|group| group.contains(&market)) else { return Ok(false) };
        let left: Vec<usize> = split.groups[from].iter().copied().filter(|other| *other != market).collect();
        let saved = self.price(&split.groups[from])?.unwrap_or(0) - self.price(&left)?.unwrap_or(0);
        let mut best: Option<(i128, usize, Vec<usize>)> = None;
        for (at, group) in split.groups.iter().enumerate().filter(|(at, _)| *at != from) {
            let mut joined = group.clone();
            joined.push(market);
            joined.sort_unstable();
            let before = self.price(group)?.unwrap_or(0);
            let Some(cost) = self.price(&joined)? else { continue };
            let change = cost - before - saved;
            if change < best.as_ref().map_or(0, |(change, ..)| *change) {
                best = Some((change, at, joined));
            }
        }
        let Some((change, at, joined)) = best else { return Ok(false) };
        split.groups[from] = left;
        split.groups[at] = joined;
        split.cost += change;
        Ok(true)
    }

    /// All splits in the order of markets, without those that cannot be cheaper than the best so far.
    fn exact(&mut self, split: &mut Split, alone: &[i128]) -> Result<(), Stopped> {
        let mut rest = vec![0; alone.len() + 1];
        for at in (0..alone.len()).rev() {
            rest[at] = rest[at + 1] + alone[at];
        }
        // One more than the best known, so that the first split of that cost is met again.
        let mut best = Split { cost: split.cost + 1, ..split.clone() };
        let done = self.descend(&mut best, &rest, Reached { at: 0, cost: 0 }, &mut Vec::new());
        if best.cost <= split.cost {
            split.cost = best.cost;
            split.groups = best.groups;
        }
        done?;
        split.at_least = split.cost;
        Ok(())
    }

    fn descend(
        &mut self,
        best: &mut Split,
        rest: &[i128],
        reached: Reached,
        groups: &mut Vec<(Vec<usize>, i128)>,
    ) -> Result<(), Stopped> {
        let Reached { at, cost } = reached;
        self.work.spend(1)?;
        let Some(market) = self.markets.get(at).copied() else {
            best.cost = cost;
            best.groups = groups.iter().map(|(group, _)| group.clone()).collect();
            return Ok(());
        };
        if groups.len() == self.count && self.is_hopeless(best.cost - cost - rest[at], at, groups)? {
            return Ok(());
        }
        for place in 0..(groups.len() + 1).min(self.count) {
            let (mut group, before) = groups.get(place).cloned().unwrap_or_default();
            group.push(market);
            let Some(after) = self.price(&group)? else { continue };
            let cost = cost - before + after;
            if cost + rest[at + 1] >= best.cost {
                continue;
            }
            let opened = place == groups.len();
            if opened {
                groups.push((group, after));
            } else {
                groups[place] = (group, after);
            }
            self.descend(best, rest, Reached { at: at + 1, cost }, groups)?;
            if opened {
                groups.pop();
            } else {
                groups[place].0.pop();
                groups[place].1 = before;
            }
        }
        Ok(())
    }

    /// Whether some market to come has no group that it could join for less than what is left.
    fn is_hopeless(&mut self, left: i128, at: usize, groups: &[(Vec<usize>, i128)]) -> Result<bool, Stopped> {
        for market in self.markets.get(at + 1..).unwrap_or_default() {
            let alone = self.price(&[*market])?.unwrap_or(0);
            let mut fits = false;
            for (group, before) in groups {
                let mut joined = group.clone();
                joined.push(*market);
                fits = self.price(&joined)?.is_some_and(|after| after - before - alone < left);
                if fits {
                    break;
                }
            }
            if !fits {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
