//! A problem as variables of the solver: one for each value, and a selector for each label.

use super::cdcl::{Branching, CdclSolver, Literal, Variable, Weighted};
use super::counting::{Sum, sums};
use super::problem::{Assignment, Clause, GroupId, Label, Pick, Problem};
use super::values::Values;
use super::work::{LimitReached, Work};
use crate::keyed_vec::{Key, KeyedVec};

/// A solver that holds a problem, and which variable means what.
///
/// A constraint with a label holds only while the label's selector is assumed: clause ∨ ¬selector. So a set of labels is
/// a set of assumptions, and whatever the solver learns stays true for every other set.
pub(crate) struct Encoding {
    pub cdcl: CdclSolver,
    groups: KeyedVec<GroupId, Block>,
    /// Ascending by label, and by variable too.
    selectors: Vec<Selector>,
}

/// The variables of a group, one after the other.
#[derive(Clone, Copy)]
struct Block {
    first: u32,
    size: u32,
}

impl Block {
    fn variable(self, value: u32) -> Variable {
        Variable(self.first + value)
    }
}

/// The variable that switches the constraints of a label on.
#[derive(Clone, Copy)]
struct Selector {
    label: Label,
    variable: Variable,
}

impl Encoding {
    pub fn new(problem: &Problem) -> Self {
        let mut cdcl = CdclSolver::new();
        let blocks = problem.group_ids().map(|group| {
            let size = problem.size(group);
            Block { first: cdcl.add_group(size).0, size }
        });
        let groups = blocks.collect();
        let labels = problem.labels().into_iter();
        // A selector that is not assumed stays open: then its constraints ask for nothing.
        let selectors = labels.map(|label| Selector { label, variable: cdcl.add_variable(Branching::Never) }).collect();
        let mut encoding = Self { cdcl, groups, selectors };
        for clause in &problem.clauses {
            encoding.add_clause(clause);
        }
        for budget in &problem.budgets {
            encoding.add_budget(&budget.terms, budget.cap, std::slice::from_ref(&budget.label));
        }
        encoding
    }

    /// The same with the sums of counting arguments: for problems that no reduction has seen.
    pub fn with_sums(problem: &Problem) -> Self {
        let mut encoding = Self::new(problem);
        for sum in sums(problem) {
            encoding.add_sum(&sum);
        }
        encoding
    }

    /// The literal "this group takes this value", if there is such a value.
    pub fn literal(&self, group: GroupId, value: u32) -> Option<Literal> {
        let block = self.groups.get(group)?;
        (value < block.size).then(|| Literal::positive(block.variable(value)))
    }

    /// The literal that switches a label on, if constraints carry it.
    pub fn selector(&self, label: Label) -> Option<Literal> {
        let found = self.selectors.binary_search_by_key(&label, |selector| selector.label);
        found.ok().map(|index| Literal::positive(self.selectors[index].variable))
    }

    /// All selectors, ascending by label.
    pub fn selectors(&self) -> impl Iterator<Item = Literal> + '_ {
        self.selectors.iter().map(|selector| Literal::positive(selector.variable))
    }

    /// The label whose selector this is.
    pub fn label_of(&self, literal: Literal) -> Option<Label> {
        let found = self.selectors.binary_search_by_key(&literal.variable(), |selector| selector.variable);
        found.ok().map(|index| self.selectors[index].label)
    }

    /// The group and value whose literal this is.
    pub fn pick_of(&self, literal: Literal) -> Option<Pick> {
        let variable = literal.variable().0;
        let at = self.groups.as_slice().partition_point(|block| block.first <= variable).checked_sub(1)?;
        let group = GroupId::at(at);
        let value = variable - self.groups[group].first;
        (value < self.groups[group].size).then_some(Pick { group, value })
    }

    /// The value that each group takes in the solution just found.
    pub fn assignment(&self) -> Assignment {
        let is_true = |block: &Block, value: u32| self.cdcl.is_true(Literal::positive(block.variable(value)));
        let taken = |block: &Block| (0..block.size).take_while(|value| !is_true(block, *value)).count() as u32;
        self.groups.iter().map(taken).collect()
    }

    fn add_clause(&mut self, clause: &Clause) {
        let mut literals: Vec<Literal> = Vec::with_capacity(clause.literals.len() + 1);
        literals.extend(self.selector(clause.label).map(|selector| !selector));
        for (group, values) in &clause.literals {
            self.push_membership(*group, values, &mut literals);
        }
        self.cdcl.add_clause(&literals);
    }

    /// group ∈ values: one of the values is taken, or, where only one value is left out, that one is not: a single
    /// negative literal in place of all others makes the clause binary more often.
    fn push_membership(&self, group: GroupId, values: &Values, into: &mut Vec<Literal>) {
        let block = self.groups[group];
        if values.len() + 1 == block.size {
            let outside = values.complement(block.size);
            into.extend(outside.iter().map(|value| Literal::negative(block.variable(value))));
        } else {
            into.extend(values.iter().map(|value| Literal::positive(block.variable(value))));
        }
    }

    /// Σ weight ≤ cap. Each group's least weight is subtracted, since exactly one value is taken anyway: otherwise the
    /// budget would see no weight in a group before it is decided, and would hardly ever propagate. Each label's selector,
    /// while it is assumed, takes up exactly what the cap would spare without it.
    fn add_budget(&mut self, budget: &[(GroupId, Vec<i128>)], mut cap: i128, labels: &[Label]) {
        let mut heaviest = 0;
        let mut terms: Vec<Weighted> = Vec::new();
        for (group, weights) in budget {
            let least = weights.iter().min().copied().unwrap_or(0);
            let most = weights.iter().max().copied().unwrap_or(0);
            cap -= least;
            heaviest += most - least;
            for (value, weight) in (0..).zip(weights).filter(|(_, weight)| **weight > least) {
                let literal = Literal::positive(self.groups[*group].variable(value));
                terms.push(Weighted { literal, weight: weight - least });
            }
        }
        self.add_terms(terms, heaviest, cap, labels);
    }

    /// A sum of budgets. Where all values but one take up room, "that one is not taken" does: it is often known long before
    /// which value is.
    fn add_sum(&mut self, sum: &Sum) {
        let (mut heaviest, mut cap) = (0, sum.room);
        let mut terms: Vec<Weighted> = Vec::new();
        for (group, units) in &sum.terms {
            let mut sorted = units.clone();
            sorted.sort_unstable();
            let [least, second, ..] = sorted[..] else {
                cap -= sorted.first().copied().unwrap_or(0);
                continue;
            };
            cap -= least;
            heaviest += sorted.last().copied().unwrap_or(least) - least;
            for (value, unit) in (0..).zip(units) {
                let variable = self.groups[*group].variable(value);
                if *unit == least && second > least {
                    terms.push(Weighted { literal: Literal::negative(variable), weight: second - least });
                } else if *unit > second {
                    terms.push(Weighted { literal: Literal::positive(variable), weight: unit - second });
                }
            }
        }
        self.add_terms(terms, heaviest, cap, &sum.labels);
    }

    /// Σ of the terms, which is `heaviest` at most, keeps to the cap while all labels are on.
    fn add_terms(&mut self, mut terms: Vec<Weighted>, heaviest: i128, mut cap: i128, labels: &[Label]) {
        if heaviest <= cap {
            return;
        }
        let selectors: Vec<Literal> = labels.iter().filter_map(|label| self.selector(*label)).collect();
        if cap < 0 && !selectors.is_empty() {
            let off: Vec<Literal> = selectors.iter().map(|selector| !*selector).collect();
            return self.cdcl.add_clause(&off);
        }
        let spared = heaviest - cap;
        cap += spared * selectors.len() as i128;
        terms.extend(selectors.into_iter().map(|literal| Weighted { literal, weight: spared }));
        self.cdcl.add_budget(terms, cap);
    }

    /// The lexicographically first solution under the assumptions, of which `best` is one: the earliest value of
    /// the first groups, one after the other.
    ///
    /// Each solution found may settle several groups at once, so most groups cost no call: only values earlier than those
    /// of the best solution are tried.
    pub fn earliest(
        &mut self,
        groups: usize,
        mut assumptions: Vec<Literal>,
        mut best: Assignment,
        work: &mut Work,
    ) -> Result<Assignment, LimitReached> {
        for at in 0..groups {
            let group = GroupId::at(at);
            for value in 0..best[group] {
                assumptions.extend(self.literal(group, value));
                if self.cdcl.solve(&assumptions, work)? {
                    best = self.assignment();
                }
                assumptions.pop();
                if best[group] == value {
                    break;
                }
            }
            assumptions.extend(self.literal(group, best[group]));
        }
        Ok(best)
    }
}

/// Any assignment that satisfies every constraint of every label; `None` when there is none.
///
/// Conflict-driven clause learning (Marques-Silva & Sakallah 1999; Eén & Sörensson 2003).
///
/// # Errors
///
/// [`LimitReached`] where `work` ends the search.
///
/// ```
/// use terroir::engine::{Label, Problem, Values, Work, satisfy};
///
/// let mut problem = Problem::new();
/// let group = problem.add_group(2);
/// problem.add_clause(Label(1), vec![(group, Values::single(1))]);
/// let found = satisfy(&problem, &mut Work::unlimited())?;
/// assert_eq!(found.map(|values| values[group]), Some(1));
/// problem.add_clause(Label(2), vec![(group, Values::single(0))]);
/// assert_eq!(satisfy(&problem, &mut Work::unlimited())?, None);
/// # Ok::<(), terroir::engine::LimitReached>(())
/// ```
pub fn satisfy(problem: &Problem, work: &mut Work) -> Result<Option<Assignment>, LimitReached> {
    let mut encoding = Encoding::with_sums(problem);
    let all: Vec<Literal> = encoding.selectors().collect();
    let found = encoding.cdcl.solve(&all, work)?;
    Ok(found.then(|| encoding.assignment()))
}
