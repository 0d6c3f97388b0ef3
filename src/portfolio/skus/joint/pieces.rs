//! One market's problem taken apart: what it requires of the shared choices, and its own parts that depend on them.
//!
//! What the market alone decides is worked out first, so that its own groups that are decided are gone. What is left
//! falls into pieces that meet in shared choices only. Equal pieces of two markets require the same, whatever the market.

use super::{Member, Shared};
use crate::engine::{GroupId, Label, OpenValues, Problem, UnionFind, Values, open_values};
use crate::keyed_vec::KeyedVec;
use std::collections::BTreeMap;

/// What a constraint of a piece is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// A shared choice; its values are meanings.
    Shared(u32),
    /// A group of the piece's own, by position.
    Own(u32),
}

type Rule = Vec<(Place, Values)>;
type Budget = (Vec<(Place, Vec<i128>)>, i128);

/// What a piece requires; equal contents require the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Content {
    /// How many values each group of its own has.
    pub sizes: Vec<u32>,
    pub rules: Vec<Rule>,
    pub budgets: Vec<Budget>,
}

impl Content {
    /// Whether it requires nothing.
    pub fn is_free(&self) -> bool {
        self.rules.is_empty() && self.budgets.is_empty() && !self.sizes.contains(&0)
    }

    /// Adds its constraints to a problem in which `shared` and `own` are the groups of the places.
    pub fn add_to(&self, problem: &mut Problem, label: Label, shared: &[GroupId], own: &[GroupId]) {
        let group = |place: &Place| match place {
            Place::Shared(choice) => shared.get(*choice as usize).copied().unwrap_or(GroupId(u32::MAX)),
            Place::Own(at) => own.get(*at as usize).copied().unwrap_or(GroupId(u32::MAX)),
        };
        for rule in &self.rules {
            problem.add_clause(label, rule.iter().map(|(place, values)| (group(place), values.clone())).collect());
        }
        for (terms, cap) in &self.budgets {
            let terms = terms.iter().map(|(place, weights)| (group(place), weights.clone())).collect();
            problem.add_wide_budget(label, terms, *cap);
        }
    }
}

/// A piece of one market with the groups and values of the market's problem that it represents.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub content: Content,
    /// Groups of its own with the values that are left to them.
    pub own: Vec<(GroupId, Vec<u32>)>,
}

/// A problem in pieces.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces {
    pub pieces: Vec<Piece>,
    /// Groups that the market alone decides.
    pub fixed: Vec<(GroupId, u32)>,
}

/// Takes a problem apart; `None` where the market alone leaves nothing.
pub(super) fn pieces(sizes: &[u32], member: &Member<'_>) -> Option<Pieces> {
    let open = open_values(member.problem)?;
    let mut cutting = Cutting::new(sizes, member, open);
    cutting.allow_meanings();
    cutting.add_clauses();
    cutting.add_budgets();
    Some(cutting.finish())
}

/// A constraint before it is known which piece it belongs to; `Own` holds the number of the member's group.
enum Constraint {
    Rule(Rule),
    Budget(Budget),
}

struct Cutting<'a> {
    sizes: &'a [u32],
    member: &'a Member<'a>,
    open: OpenValues,
    /// The shared choice that a group is, where each of its values means something else.
    fused: KeyedVec<GroupId, Option<&'a Shared>>,
    constraints: Vec<Constraint>,
    /// The member's groups, those of a piece together.
    union: UnionFind,
}

impl<'a> Cutting<'a> {
    fn new(sizes: &'a [u32], member: &'a Member<'a>, open: OpenValues) -> Self {
        let groups = member.problem.groups();
        let mut fused = KeyedVec::filled(None, groups);
        for shared in member.shared.iter().filter(|shared| shared.is_one_to_one()) {
            fused[shared.group] = Some(shared);
        }
        Self { sizes, member, open, fused, constraints: Vec::new(), union: UnionFind::new(groups) }
    }

    fn is_fixed(&self, group: GroupId) -> bool {
        self.fused[group].is_none() && self.open[group].len() == 1
    }

    /// A shared choice means only what it can mean here; a group in which several values mean the same follows it.
    fn allow_meanings(&mut self) {
        let mut known: BTreeMap<u32, Values> = BTreeMap::new();
        for shared in &self.member.shared {
            known.insert(shared.choice, shared.meanings.iter().copied().collect());
            if shared.is_one_to_one() {
                continue;
            }
            for meaning in self.sizes.get(shared.choice as usize).map(|size| 0..*size).into_iter().flatten() {
                let meant = (0..).zip(&shared.meanings).filter(|(_, one)| **one == meaning);
                let values: Values = meant.map(|(value, _)| value).collect();
                if !values.is_empty() {
                    let other = Values::single(meaning).complement(self.sizes[shared.choice as usize]);
                    let follows = vec![(Place::Shared(shared.choice), other), (Place::Own(shared.group.0), values)];
                    self.push_rule(follows);
                }
            }
        }
        for (choice, size) in (0..).zip(self.sizes) {
            // A market without the slot leaves it empty.
            let allowed = known.remove(&choice).unwrap_or_else(|| Values::single(0));
            if allowed.len() < *size {
                self.push_rule(vec![(Place::Shared(choice), allowed)]);
            }
        }
    }

    fn add_clauses(&mut self) {
        for clause in &self.member.problem.clauses {
            let place = |(group, values): &(GroupId, Values)| match self.fused[*group] {
                Some(shared) => {
                    let meant = values.iter().filter_map(|value| shared.meanings.get(value as usize).copied());
                    (Place::Shared(shared.choice), meant.collect())
                }
                None => (Place::Own(group.0), values.clone()),
            };
            let rule = clause.literals.iter().map(place).collect();
            self.push_rule(rule);
        }
    }

    /// Keeps a rule without what is decided: nothing of it where it holds anyway. Shared choices stay as they are
    /// written, so that equal requirements of two markets look the same.
    fn push_rule(&mut self, rule: Rule) {
        let mut kept: Rule = Vec::with_capacity(rule.len());
        for (place, values) in rule {
            let Place::Own(group) = place else {
                kept.push((place, values));
                continue;
            };
            let left = self.open[GroupId(group)].intersection(&values);
            if left == self.open[GroupId(group)] {
                return;
            }
            if !left.is_empty() {
                kept.push((place, left));
            }
        }
        kept.sort();
        self.union.join(kept.iter().filter_map(|(place, _)| own_of(*place)));
        self.constraints.push(Constraint::Rule(kept));
    }

    fn add_budgets(&mut self) {
        for budget in &self.member.problem.budgets {
            let mut cap = budget.cap;
            let mut terms: Vec<(Place, Vec<i128>)> = Vec::new();
            for (group, weights) in &budget.terms {
                if let Some(shared) = self.fused[*group] {
                    let size = self.sizes.get(shared.choice as usize).copied().unwrap_or(0);
                    terms.push((Place::Shared(shared.choice), by_meaning(shared, weights, size)));
                } else if let (true, Some(value)) = (self.is_fixed(*group), self.open[*group].iter().next()) {
                    cap -= weights.get(value as usize).copied().unwrap_or(0);
                } else {
                    terms.push((Place::Own(group.0), weights.clone()));
                }
            }
            terms.sort();
            self.union.join(terms.iter().filter_map(|(place, _)| own_of(*place)));
            self.constraints.push(Constraint::Budget((terms, cap)));
        }
    }

    /// Numbers each piece's groups anew, so that equal pieces look equal.
    fn finish(mut self) -> Pieces {
        let mut found = Pieces::default();
        let mut number: KeyedVec<GroupId, u32> = KeyedVec::filled(0, self.open.len());
        let mut by_root: BTreeMap<u32, Piece> = BTreeMap::new();
        for group in self.member.problem.group_ids() {
            if self.fused[group].is_some() {
                continue;
            }
            let values: Vec<u32> = self.open[group].iter().collect();
            if let [only] = values[..] {
                found.fixed.push((group, only));
                continue;
            }
            let root = self.union.root(group.0);
            let piece = by_root.entry(root).or_insert_with(|| Piece { content: Content::default(), own: Vec::new() });
            number[group] = u32::try_from(piece.own.len()).unwrap_or(u32::MAX);
            piece.content.sizes.push(u32::try_from(values.len()).unwrap_or(u32::MAX));
            piece.own.push((group, values));
        }
        for constraint in std::mem::take(&mut self.constraints) {
            self.hand_out(constraint, &number, &mut by_root, &mut found.pieces);
        }
        let mut pieces: Vec<Piece> = by_root.into_values().collect();
        for piece in &mut pieces {
            piece.content.rules.sort();
            piece.content.rules.dedup();
            piece.content.budgets.sort();
            piece.content.budgets.dedup();
        }
        found.pieces.extend(pieces);
        found
    }

    /// Gives a constraint to the piece of its groups; one of shared choices alone is a piece by itself.
    fn hand_out(
        &mut self,
        constraint: Constraint,
        number: &KeyedVec<GroupId, u32>,
        by_root: &mut BTreeMap<u32, Piece>,
        alone: &mut Vec<Piece>,
    ) {
        let first = match &constraint {
            Constraint::Rule(rule) => rule.iter().find_map(|(place, _)| own_of(*place)),
            Constraint::Budget((terms, _)) => terms.iter().find_map(|(place, _)| own_of(*place)),
        };
        let root = first.map(|group| self.union.root(group));
        let mut content = Content::default();
        let target = match root.and_then(|root| by_root.get_mut(&root)) {
            Some(piece) => &mut piece.content,
            None => &mut content,
        };
        let renumber = |place: Place| match place {
            Place::Own(group) => Place::Own(number[GroupId(group)]),
            shared @ Place::Shared(_) => shared,
        };
        let left = |group: u32| self.open[GroupId(group)].iter().collect::<Vec<u32>>();
        match constraint {
            Constraint::Rule(rule) => {
                let narrow = |(place, values): (Place, Values)| {
                    let Some(open) = own_of(place).map(left) else { return (place, values) };
                    let kept = (0..).zip(open).filter(|(_, value)| values.contains(*value)).map(|(at, _)| at);
                    (renumber(place), kept.collect())
                };
                target.rules.push(rule.into_iter().map(narrow).collect());
            }
            Constraint::Budget((terms, cap)) => {
                let narrow = |(place, weights): (Place, Vec<i128>)| {
                    let Some(open) = own_of(place).map(left) else { return (place, weights) };
                    let kept = open.into_iter().map(|value| weights.get(value as usize).copied().unwrap_or(0));
                    (renumber(place), kept.collect())
                };
                target.budgets.push((terms.into_iter().map(narrow).collect(), cap));
            }
        }
        if !(content.rules.is_empty() && content.budgets.is_empty()) {
            alone.push(Piece { content, own: Vec::new() });
        }
    }
}

fn own_of(place: Place) -> Option<u32> {
    match place {
        Place::Own(group) => Some(group),
        Place::Shared(_) => None,
    }
}

/// Weights of a group's values as weights of what they mean.
pub(super) fn by_meaning(shared: &Shared, weights: &[i128], size: u32) -> Vec<i128> {
    let mut list = vec![0; size as usize];
    for (meaning, weight) in shared.meanings.iter().zip(weights) {
        if let Some(place) = list.get_mut(*meaning as usize) {
            *place = *weight;
        }
    }
    list
}
