//! The least number of groups such that the members of each fit together.
//!
//! From above: first fit, then again in the order that the conflicts found suggest. From below: members no two of which
//! fit together. Between the two: a colouring under all cuts known so far (clauses over "this member is in that group"
//! and "this group has that feature"); each group of it that does not fit gives a new cut, until all groups of one fit
//! or there is none.

use super::clique;
use super::oracle::Oracle;
use super::sets::Set;
use crate::engine::{GroupId, Label, LimitReached, Problem, Values, Work, satisfy};
use std::collections::BTreeMap;

/// Pairs that are put to the solver for the bound from below.
const MOST_PAIRS: usize = 4_000;

/// Groups of members, and what is known of their least number.
#[derive(Clone, Debug, Default)]
pub(super) struct Cover {
    /// The members of each group, which fit together.
    pub groups: Vec<Vec<usize>>,
    /// There is no cover by fewer.
    pub at_least: usize,
    /// Members no two of which fit together.
    pub apart: Vec<usize>,
}

/// Covers members, given by their features, each of which fits alone. Past the limit the bounds stay apart.
///
/// `report` is called with the bounds as they close.
pub(super) fn fewest(
    oracle: &mut Oracle,
    members: &[Set],
    work: &mut Work,
    report: &mut dyn FnMut(usize, usize),
) -> Cover {
    let groups = (0..members.len()).map(|member| vec![member]).collect();
    let cover = Cover { groups, at_least: members.len().min(1), apart: (0..members.len().min(1)).collect() };
    let mut covering = Covering { oracle, members, cover, report };
    // The limit ends the search, not the answer: what was found so far all_fit.
    let _ended = covering.close(work);
    covering.cover
}

struct Covering<'a> {
    oracle: &'a mut Oracle,
    members: &'a [Set],
    cover: Cover,
    report: &'a mut dyn FnMut(usize, usize),
}

impl Covering<'_> {
    fn close(&mut self, work: &mut Work) -> Result<(), LimitReached> {
        let mut order: Vec<usize> = (0..self.members.len()).collect();
        order.sort_by_key(|member| (std::cmp::Reverse(self.members[*member].len()), *member));
        self.first_fit(&order, work)?;
        self.report();
        let neighbours = neighbours(self.oracle, self.members, work)?;
        let clique = clique::largest(&neighbours, self.cover.groups.len());
        if clique.len() > self.cover.at_least {
            self.cover.at_least = clique.len();
            self.cover.apart = clique;
        }
        self.report();
        if self.is_open() {
            let first = self.cover.apart.clone();
            order
                .sort_by_key(|member| (!first.contains(member), std::cmp::Reverse(neighbours[*member].len()), *member));
            self.first_fit(&order, work)?;
            self.report();
        }
        while self.is_open() {
            match split(self.oracle, self.members, &self.cover.apart, self.cover.at_least, work)? {
                Some(groups) => self.cover.groups = groups,
                None => self.cover.at_least += 1,
            }
            self.report();
        }
        Ok(())
    }

    fn is_open(&self) -> bool {
        self.cover.at_least < self.cover.groups.len()
    }

    fn report(&mut self) {
        (self.report)(self.cover.at_least, self.cover.groups.len());
    }

    /// Puts each member into the first group that it fits into.
    fn first_fit(&mut self, order: &[usize], work: &mut Work) -> Result<(), LimitReached> {
        let mut groups: Vec<(Vec<usize>, Set)> = Vec::new();
        for member in order {
            let mut place = None;
            for (at, (_, features)) in groups.iter().enumerate() {
                if self.oracle.fits(&features.union(&self.members[*member]), work)? {
                    place = Some(at);
                    break;
                }
            }
            match place.and_then(|at| groups.get_mut(at)) {
                Some((list, features)) => {
                    list.push(*member);
                    features.unite(&self.members[*member]);
                }
                None => groups.push((vec![*member], self.members[*member].clone())),
            }
        }
        if groups.len() < self.cover.groups.len() {
            self.cover.groups = groups.into_iter().map(|(list, _)| list).collect();
        }
        Ok(())
    }
}

/// For each member those that do not fit beside it, as far as pairs could be looked at.
pub(super) fn neighbours(oracle: &mut Oracle, members: &[Set], work: &mut Work) -> Result<Vec<Set>, LimitReached> {
    let mut neighbours = vec![Set::default(); members.len()];
    let mut solved = 0;
    for (one, features) in members.iter().enumerate() {
        for (two, other) in members.iter().enumerate().take(one) {
            let known = match oracle.known_pair(features, other) {
                None if solved < MOST_PAIRS => {
                    solved += 1;
                    Some(oracle.fits(&features.union(other), work)?)
                }
                known => known,
            };
            if known == Some(false) {
                neighbours[one].insert(two);
                neighbours[two].insert(one);
            }
        }
    }
    Ok(neighbours)
}

/// A cover by `count` groups; `None` where there is none. No two of `apart` fit together.
pub(super) fn split(
    oracle: &mut Oracle,
    members: &[Set],
    apart: &[usize],
    count: usize,
    work: &mut Work,
) -> Result<Option<Vec<Vec<usize>>>, LimitReached> {
    if apart.len() > count {
        return Ok(None);
    }
    loop {
        let problem = colouring(&oracle.cuts, members, apart, count);
        let Some(values) = satisfy(&problem, work)? else { return Ok(None) };
        let groups = grouped(values.as_slice(), members.len(), count);
        let mut all_fit = true;
        for group in &groups {
            all_fit &= oracle.fits(&features_of(members, group), work)?;
        }
        if all_fit {
            return Ok(Some(groups.into_iter().filter(|group| !group.is_empty()).collect()));
        }
    }
}

/// All features of a group.
pub(super) fn features_of(members: &[Set], group: &[usize]) -> Set {
    let mut features = Set::default();
    group.iter().for_each(|member| features.unite(&members[*member]));
    features
}

/// The members by the group that they take.
fn grouped(values: &[u32], members: usize, count: usize) -> Vec<Vec<usize>> {
    let mut groups = vec![Vec::new(); count];
    for (member, group) in values.iter().take(members).enumerate() {
        if let Some(list) = groups.get_mut(*group as usize) {
            list.push(member);
        }
    }
    groups
}

/// Members into groups such that no group has all features of a cut. The first groups of the problem are the members;
/// `apart` take the first values, so that equal covers are met once.
fn colouring(cuts: &[Set], members: &[Set], apart: &[usize], count: usize) -> Problem {
    let mut problem = Problem::new();
    members.iter().for_each(|_| {
        problem.add_group(number(count));
    });
    let mut used = Set::default();
    cuts.iter().for_each(|cut| used.unite(cut));
    for group in 0..count {
        let has: BTreeMap<usize, GroupId> = used.iter().map(|feature| (feature, problem.add_group(2))).collect();
        let outside = Values::single(number(group)).complement(number(count));
        for (member, features) in members.iter().enumerate() {
            for has in features.iter().filter_map(|feature| has.get(&feature)) {
                let literals = vec![(GroupId(number(member)), outside.clone()), (*has, Values::single(1))];
                problem.add_clause(Label::STRUCTURE, literals);
            }
        }
        for cut in cuts {
            let lacks = cut.iter().filter_map(|feature| Some((*has.get(&feature)?, Values::single(0))));
            problem.add_clause(Label::STRUCTURE, lacks.collect());
        }
    }
    let mut further = apart.len();
    for member in 0..members.len() {
        // The next member outside may open one more group, not any of those that are still empty.
        let allowed = match apart.iter().position(|one| *one == member) {
            Some(group) => Values::single(number(group)),
            None => {
                further += 1;
                Values::all(number(further.min(count)))
            }
        };
        problem.add_clause(Label::STRUCTURE, vec![(GroupId(number(member)), allowed)]);
    }
    problem
}

/// A count as the engine takes it.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Features 1, 2, …: feature n forbids value n − 1 of a single group, so that all of them together do not fit.
    fn oracle(size: u32) -> Oracle {
        let mut problem = Problem::new();
        let group = problem.add_group(size);
        for value in 0..size {
            problem.add_clause(Label(value + 1), vec![(group, Values::single(value).complement(size))]);
        }
        Oracle::new(problem)
    }

    fn cover(size: u32, members: &[&[usize]]) -> Cover {
        let members: Vec<Set> = members.iter().map(|list| list.iter().copied().collect()).collect();
        fewest(&mut oracle(size), &members, &mut Work::unlimited(), &mut |_, _| {})
    }

    #[test]
    fn members_that_only_fit_two_at_a_time_need_half_as_many_groups() {
        // Any two of four leave a value, any three do not; no two are apart.
        let found = cover(3, &[&[1], &[2], &[3], &[1], &[2], &[3]]);
        assert_eq!((found.at_least, found.groups.len()), (2, 2));
        let found = cover(2, &[&[1], &[2]]);
        assert_eq!((found.at_least, found.apart), (2, vec![0, 1]));
    }

    #[test]
    fn nobody_needs_no_group() {
        let found = cover(2, &[]);
        assert_eq!((found.at_least, found.groups.len()), (0, 0));
    }

    #[test]
    fn past_the_limit_both_bounds_stand() {
        let members: Vec<Set> = [vec![1], vec![2]].into_iter().map(|list| list.into_iter().collect()).collect();
        let found = fewest(&mut oracle(2), &members, &mut Work::new(0), &mut |_, _| {});
        assert_eq!((found.at_least, found.groups.len()), (1, 2));
    }
}
