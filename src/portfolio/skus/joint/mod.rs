//! Several markets' problems joined: some choices are made once for all of them, everything else market by market.
//!
//! A caller names for each market which of its groups are *shared choices* and what each value means there. Then
//!
//! | question | answer |
//! |---|---|
//! | what markets require of the shared choices, in the same terms | [`Joint::features`]: one problem, a label for each set of markets with the same requirements |
//! | the cheapest answer of some markets together | [`Joint::fused`]: one problem with the costs of all |
//!
//! A market's groups that depend on each other apart from shared choices are a *piece*; pieces with the same constraints
//! in two markets are in the joint problem once. That loses nothing: given the shared choices, one answer serves both.
//!
//! ```text
//! US: driver ∈ {120, 90-305}   modem needs firmware of its own   ⎫  driver, modem: shared choices
//! DE: driver ∈ {230, 90-305}   modem needs firmware of its own   ⎭  firmware: one piece, used by both
//! ```
//!
//! The objective `regional` does not require that choices are equal, it minimises those that are not: its joint problem
//! is another relaxation (`portfolio::regional`, which explains why there are two).

mod pieces;

use crate::engine::{GroupId, Label, Problem};
use pieces::{Content, by_meaning, pieces};
use std::collections::BTreeMap;

/// A group of one market that is a choice shared with others.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    /// The number of the choice.
    pub choice: u32,
    /// The market's group.
    pub group: GroupId,
    /// What each of the group's values means; meaning 0 is "nothing", also for markets without the choice.
    pub meanings: Vec<u32>,
}

impl Shared {
    /// Whether each value means something else, so that the group and the choice are one.
    fn is_one_to_one(&self) -> bool {
        let mut sorted = self.meanings.clone();
        sorted.sort_unstable();
        sorted.windows(2).all(|pair| pair[0] != pair[1])
    }
}

/// A market that takes part.
#[derive(Clone, Debug)]
pub(crate) struct Member<'a> {
    pub problem: &'a Problem,
    pub shared: Vec<Shared>,
}

/// What a member's values cost, as whole numbers on a scale that all members share.
#[derive(Clone, Debug, Default)]
pub(crate) struct Costs {
    /// By group and value, before weighing.
    pub each: Vec<(GroupId, Vec<i128>)>,
    /// What they are multiplied by: the units a year.
    pub weight: i128,
    /// Further costs of meanings by shared choice, not multiplied: what a change costs.
    pub further: Vec<(u32, Vec<i128>)>,
}

/// Markets in pieces, ready to be joined in any combination.
///
/// Made by [`Joint::of`].
pub(crate) struct Joint {
    /// How many meanings each shared choice has.
    sizes: Vec<u32>,
    contents: Vec<Content>,
    /// `None` for a member that has no solution alone.
    members: Vec<Option<Joined>>,
}

/// A piece of a member.
struct Part {
    /// The number of its content.
    content: usize,
    /// What the content's groups are in the member: group and the values left to it.
    own: Vec<(GroupId, Vec<u32>)>,
    /// What the values left cost; nothing until priced.
    costs: OwnCosts,
}

/// By group and value.
type OwnCosts = Vec<Vec<i128>>;

#[derive(Default)]
struct Joined {
    groups: usize,
    pieces: Vec<Part>,
    fixed: Vec<(GroupId, u32)>,
    shared: Vec<Shared>,
    shared_costs: Vec<(u32, Vec<i128>)>,
    weight: i128,
    /// What its decided groups cost, weighed.
    base: i128,
}

/// What members require of the shared choices: groups are the choices, then what pieces need of their own.
pub(crate) struct Features {
    pub problem: Problem,
    /// What each member requires: the labels to enable. `None` where it has no solution alone.
    pub labels: Vec<Option<Vec<Label>>>,
}

/// Some members as one problem with the costs of all.
pub(crate) struct Fused {
    pub problem: Problem,
    /// What decided groups cost beside the problem's own optimum.
    pub base: i128,
}

/// The sums of costs do not fit 128 bits, or leave no room for a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overflow;

impl Joint {
    /// Takes the members apart; `sizes` is how many meanings each shared choice has.
    pub fn of(sizes: Vec<u32>, members: &[Member<'_>]) -> Self {
        let mut numbers: BTreeMap<Content, usize> = BTreeMap::new();
        let mut list = Vec::with_capacity(members.len());
        for member in members {
            let Some(found) = pieces(&sizes, member) else {
                list.push(None);
                continue;
            };
            let mut joined = Joined { groups: member.problem.groups(), fixed: found.fixed, ..Joined::default() };
            for piece in found.pieces {
                let next = numbers.len();
                let number = *numbers.entry(piece.content).or_insert(next);
                joined.pieces.push(Part { content: number, own: piece.own, costs: Vec::new() });
            }
            joined.shared = member.shared.iter().filter(|shared| shared.is_one_to_one()).cloned().collect();
            list.push(Some(joined));
        }
        let mut contents = vec![Content::default(); numbers.len()];
        for (content, number) in numbers {
            contents[number] = content;
        }
        Self { sizes, contents, members: list }
    }

    /// What every member requires. Constraints of the same members carry one label; those of more members have the smaller
    /// one, so that solver calls for different members begin alike.
    pub fn features(&self) -> Features {
        let mut owners: Vec<Vec<usize>> = vec![Vec::new(); self.contents.len()];
        for (at, member) in self.members.iter().enumerate() {
            for part in member.iter().flat_map(|member| &member.pieces) {
                if owners[part.content].last() != Some(&at) {
                    owners[part.content].push(at);
                }
            }
        }
        let mut sets: Vec<&Vec<usize>> = owners.iter().filter(|set| !set.is_empty()).collect();
        sets.sort_by_key(|set| (std::cmp::Reverse(set.len()), *set));
        sets.dedup();
        let number: BTreeMap<&Vec<usize>, u32> = sets.into_iter().zip(1..).collect();
        let mut problem = Problem::new();
        let shared: Vec<GroupId> = self.sizes.iter().map(|size| problem.add_group(*size)).collect();
        let mut labels: Vec<Option<Vec<Label>>> = self.members.iter().map(|one| one.as_ref().map(|_| vec![])).collect();
        let mut used: Vec<u32> = Vec::new();
        for (content, set) in self.contents.iter().zip(&owners).filter(|(content, _)| !content.is_free()) {
            let Some(label) = number.get(set).copied() else { continue };
            let own: Vec<GroupId> = content.sizes.iter().map(|size| problem.add_group(*size)).collect();
            content.add_to(&mut problem, Label(label), &shared, &own);
            used.push(label);
        }
        used.sort_unstable();
        used.dedup();
        for (set, label) in number.into_iter().filter(|(_, label)| used.binary_search(label).is_ok()) {
            for member in set {
                labels[*member].iter_mut().for_each(|list| list.push(Label(label)));
            }
        }
        labels.iter_mut().flatten().for_each(|list| list.sort_unstable());
        Features { problem, labels }
    }

    /// Sets what the members' values cost, one entry a member.
    pub fn price(&mut self, costs: &[Costs]) -> Result<(), Overflow> {
        for (member, costs) in self.members.iter_mut().zip(costs) {
            if let Some(member) = member {
                member.price(&self.sizes, costs)?;
            }
        }
        Ok(())
    }

    /// Some members (ascending, none without a solution of its own) as one problem: the shared choices first, so that
    /// ties go to the earliest meanings, then each piece once for all members whom it costs the same.
    pub fn fused(&self, set: &[usize]) -> Result<Fused, Overflow> {
        let mut problem = Problem::new();
        let shared: Vec<GroupId> = self.sizes.iter().map(|size| problem.add_group(*size)).collect();
        let members: Vec<&Joined> = set.iter().filter_map(|at| self.members.get(*at)?.as_ref()).collect();
        let mut totals: Vec<Vec<i128>> = self.sizes.iter().map(|size| vec![0; *size as usize]).collect();
        let mut fused = Fused { problem: Problem::new(), base: 0 };
        let mut known: BTreeMap<(usize, &OwnCosts), (GroupId, i128)> = BTreeMap::new();
        for member in &members {
            fused.base = fused.base.checked_add(member.base).ok_or(Overflow)?;
            for (choice, costs) in &member.shared_costs {
                let Some(total) = totals.get_mut(*choice as usize) else { continue };
                for (sum, cost) in total.iter_mut().zip(costs) {
                    *sum = sum.checked_add(*cost).ok_or(Overflow)?;
                }
            }
            for part in &member.pieces {
                let (_, weight) = known.entry((part.content, &part.costs)).or_insert_with(|| {
                    let content = &self.contents[part.content];
                    let own: Vec<GroupId> = content.sizes.iter().map(|size| problem.add_group(*size)).collect();
                    content.add_to(&mut problem, Label::STRUCTURE, &shared, &own);
                    (own.first().copied().unwrap_or(GroupId(0)), 0)
                });
                *weight = weight.checked_add(member.weight).ok_or(Overflow)?;
            }
        }
        for (group, total) in shared.iter().zip(totals) {
            (0..).zip(total).for_each(|(value, cost)| problem.set_cost(*group, value, cost));
        }
        for ((_, costs), (first, weight)) in known {
            for (group, costs) in (first.0..).zip(costs) {
                for (value, cost) in (0..).zip(costs) {
                    problem.set_cost(GroupId(group), value, cost.checked_mul(weight).ok_or(Overflow)?);
                }
            }
        }
        // The search needs room for sums of costs.
        let most = problem.group_ids().map(|group| problem.costs(group).iter().map(|cost| cost.unsigned_abs()).max());
        let magnitude = most.flatten().try_fold(0_u128, |sum, most| sum.checked_add(most)).ok_or(Overflow)?;
        if magnitude >> 118 != 0 {
            return Err(Overflow);
        }
        fused.problem = problem;
        Ok(fused)
    }
}

impl Joined {
    fn price(&mut self, sizes: &[u32], costs: &Costs) -> Result<(), Overflow> {
        let mut each: Vec<&[i128]> = vec![&[]; self.groups];
        for (group, list) in &costs.each {
            if let Some(place) = each.get_mut(group.0 as usize) {
                *place = list;
            }
        }
        let of = |group: GroupId, value: u32| {
            each.get(group.0 as usize).and_then(|list| list.get(value as usize)).copied().unwrap_or(0)
        };
        let weigh = |cost: i128| cost.checked_mul(costs.weight).ok_or(Overflow);
        self.weight = costs.weight;
        self.base = 0;
        for (group, value) in &self.fixed {
            self.base = self.base.checked_add(weigh(of(*group, *value))?).ok_or(Overflow)?;
        }
        let cost_of = |(group, left): &(GroupId, Vec<u32>)| left.iter().map(|value| of(*group, *value)).collect();
        for part in &mut self.pieces {
            part.costs = part.own.iter().map(cost_of).collect();
        }
        self.shared_costs = costs.further.clone();
        for shared in &self.shared {
            let size = sizes.get(shared.choice as usize).copied().unwrap_or(0);
            let weights: Vec<i128> = (0..)
                .zip(&shared.meanings)
                .map(|(value, _)| weigh(of(shared.group, value)))
                .collect::<Result<_, _>>()?;
            self.shared_costs.push((shared.choice, by_meaning(shared, &weights, size)));
        }
        Ok(())
    }
}
