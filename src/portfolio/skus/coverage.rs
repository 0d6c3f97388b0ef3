//! The most markets that a number of SKUs can serve, where it cannot serve them all.

use super::clique;
use super::cover::{neighbours, number, split};
use super::oracle::Oracle;
use super::pricing::Stopped;
use super::sets::Set;
use crate::engine::{GroupId, Label, Optimiser, Problem, Values, Work};

/// The value of a member that is served; the other one is not.
const SERVED: u32 = 0;

/// Who is served: groups of members that each fit; most members first, then the most units, then the earliest members.
///
/// Implicit hitting sets: the best choice of members that leaves out one of every set known to be too much for that many
/// groups, until a choice can be split. Of members no two of which fit together at most one a group is served.
pub(super) fn most(
    oracle: &mut Oracle,
    members: &[Set],
    units: &[i128],
    count: usize,
    work: &mut Work,
) -> Result<Vec<Vec<usize>>, Stopped> {
    let mut optimiser = Optimiser::new();
    let cliques = cliques(oracle, members, work)?;
    let mut choice = choice(units, &cliques, count);
    loop {
        let Some(best) = optimiser.optimum(&choice, work)? else { return Ok(Vec::new()) };
        let chosen: Vec<usize> =
            (0..members.len()).filter(|at| best.values.as_slice().get(*at) == Some(&SERVED)).collect();
        let mut choosing = Choosing { oracle, members, cliques: &cliques, count };
        if let Some(groups) = choosing.split(&chosen, work)? {
            return Ok(groups);
        }
        let mut needed = chosen;
        for member in needed.clone().into_iter().rev() {
            let without: Vec<usize> = needed.iter().copied().filter(|one| *one != member).collect();
            if choosing.split(&without, work)?.is_none() {
                needed = without;
            }
        }
        let left_out = |member: &usize| (GroupId(number(*member)), Values::single(1 - SERVED));
        choice.add_clause(Label::STRUCTURE, needed.iter().map(left_out).collect());
    }
}

/// Served or not, at the cost of whom it leaves out; of each clique at most one a group.
fn choice(units: &[i128], cliques: &[Vec<usize>], count: usize) -> Problem {
    let mut problem = Problem::new();
    // One member more outweighs all units.
    let member = units.iter().try_fold(1_i128, |sum, units| sum.checked_add(*units)).unwrap_or(i128::MAX / 4096);
    for units in units {
        let group = problem.add_group(2);
        problem.set_cost(group, 1 - SERVED, member.saturating_add(*units));
    }
    for clique in cliques {
        let terms = clique.iter().map(|member| (GroupId(number(*member)), vec![1, 0])).collect();
        problem.add_budget(Label::STRUCTURE, terms, i64::from(number(count)));
    }
    problem
}

/// The members in sets no two of which fit together, a largest one first.
fn cliques(oracle: &mut Oracle, members: &[Set], work: &mut Work) -> Result<Vec<Vec<usize>>, Stopped> {
    let mut neighbours = neighbours(oracle, members, work)?;
    let mut left: Set = (0..members.len()).collect();
    let mut cliques = Vec::new();
    loop {
        let clique = clique::largest(&neighbours, members.len());
        let clique: Vec<usize> = clique.into_iter().filter(|member| left.contains(*member)).collect();
        if clique.len() < 2 {
            return Ok(cliques);
        }
        left = left.iter().filter(|member| !clique.contains(member)).collect();
        for (member, list) in neighbours.iter_mut().enumerate() {
            let inside = left.contains(member);
            *list = list.iter().filter(|other| inside && left.contains(*other)).collect();
        }
        cliques.push(clique);
    }
}

struct Choosing<'a> {
    oracle: &'a mut Oracle,
    members: &'a [Set],
    cliques: &'a [Vec<usize>],
    count: usize,
}

impl Choosing<'_> {
    /// The chosen members in groups that fit; `None` where they need more.
    fn split(&mut self, chosen: &[usize], work: &mut Work) -> Result<Option<Vec<Vec<usize>>>, Stopped> {
        let features: Vec<Set> = chosen.iter().map(|member| self.members[*member].clone()).collect();
        let inside = |clique: &Vec<usize>| -> Vec<usize> {
            (0..chosen.len()).filter(|place| clique.contains(&chosen[*place])).collect()
        };
        let apart = self.cliques.iter().map(inside).max_by_key(Vec::len).unwrap_or_default();
        let found = split(self.oracle, &features, &apart, self.count, work)?;
        let named = |group: Vec<usize>| group.into_iter().map(|place| chosen[place]).collect();
        Ok(found.map(|groups| groups.into_iter().map(named).collect()))
    }
}

/// Some that are served, for want of work: the largest groups of a cover.
pub(super) fn largest(cover: &[Vec<usize>], count: usize) -> Vec<Vec<usize>> {
    let mut groups = cover.to_vec();
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    groups.truncate(count);
    groups
}
