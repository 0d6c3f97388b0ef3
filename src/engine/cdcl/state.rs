//! The state of the solver: the assignment in the making and the constraints; adding to both and backtracking.

use super::arena::{Arena, ClauseRef, Source};
use super::literal::{Literal, Variable};
use super::queue::DecisionQueue;
use crate::keyed_vec::{Key, KeyedVec};

/// What is known of a literal.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub(super) enum Truth {
    True,
    False,
    Free,
}

/// Why a literal is true.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub(super) enum Reason {
    /// It was decided or assumed, or it is a fact of level 0.
    Decision,
    /// All other literals of the clause are false.
    Clause(ClauseRef),
    /// Another value of its group is taken.
    Sibling(Literal),
    /// Its negation weighs more than the budget has left.
    Budget(BudgetId),
}

/// A clause that must be looked at when a literal becomes false.
///
/// Each clause is watched by two of its literals (Moskewicz et al. 2001): while neither is false the clause can neither
/// imply nor break, so most assignments never touch it, and backtracking has nothing to undo.
#[derive(Copy, Clone)]
pub(super) struct Watch {
    pub clause: ClauseRef,
    /// Another literal of the clause: while it is true the clause need not be read, which saves the cache miss.
    pub blocker: Literal,
}

/// The number of a budget.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub(crate) struct BudgetId(u32);

impl Key for BudgetId {
    fn at(index: usize) -> Self {
        Self(index as u32)
    }

    fn index(self) -> usize {
        self.0 as usize
    }
}

/// Σ weight·literal ≤ cap with positive weights.
#[derive(Clone)]
pub(super) struct Budget {
    /// Heaviest first: a scan for literals that no longer fit ends at the first that does.
    pub terms: Vec<Weighted>,
    pub cap: i128,
    /// The weight of the true literals on the trail before the head.
    pub sum: i128,
}

/// A literal with what it weighs.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Weighted {
    pub literal: Literal,
    pub weight: i128,
}

/// A literal's place in a budget.
#[derive(Copy, Clone)]
pub(super) struct Occurrence {
    pub budget: BudgetId,
    pub weight: i128,
}

/// The variables of a group: from `first` up to, but without, `end`.
#[derive(Copy, Clone)]
pub(super) struct Siblings {
    pub first: Variable,
    pub end: Variable,
}

impl Siblings {
    pub fn iter(self) -> impl Iterator<Item = Variable> {
        (self.first.0..self.end.0).map(Variable)
    }
}

/// Whether the search may decide a variable.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub(crate) enum Branching {
    /// It is decided like any other.
    Allowed,
    /// It stays open unless it is assumed or implied: deciding it would settle nothing.
    Never,
}

/// The solver: an assignment in the making, the constraints and what was learned from them.
#[derive(Clone)]
pub(crate) struct CdclSolver {
    pub(super) truth: KeyedVec<Literal, Truth>,
    pub(super) watches: KeyedVec<Literal, Vec<Watch>>,
    pub(super) occurrences: KeyedVec<Literal, Vec<Occurrence>>,
    pub(super) level: KeyedVec<Variable, u32>,
    /// The place of each assigned variable on the trail.
    pub(super) position: KeyedVec<Variable, u32>,
    pub(super) reason: KeyedVec<Variable, Reason>,
    /// The side of each variable that a decision takes.
    ///
    /// It is the side that it had last (phase saving, Pipatsrisawat & Darwiche 2007): a jump back over several levels
    /// undoes assignments of parts that have nothing to do with the conflict, and their solution is found again without
    /// search. At first it is the negative side: taking a value blindly excludes all others of its group and made 1.3 to
    /// 3 times as many conflicts.
    pub(super) phase: KeyedVec<Variable, Literal>,
    pub(super) siblings: KeyedVec<Variable, Siblings>,
    pub(super) queue: DecisionQueue,
    /// The true literals, in the order in which they became true.
    pub(super) trail: Vec<Literal>,
    /// Where on the trail each decision level starts.
    pub(super) level_starts: Vec<u32>,
    /// What is on the trail before the head has been propagated.
    pub(super) head: usize,
    pub(super) arena: Arena,
    pub(super) budgets: KeyedVec<BudgetId, Budget>,
    /// The constraints have no solution, whatever is assumed.
    pub(super) inconsistent: bool,
    pub(super) assumptions: Vec<Literal>,
    /// The assumptions that refuted the last call.
    pub(super) failed: Vec<Literal>,
    pub(super) analysis: Analysis,
    pub(super) steps: u64,
    pub(super) conflicts: u64,
    /// The number of conflicts at which learned clauses are deleted next.
    pub(super) next_reduction: u64,
}

/// Memory of the conflict analysis, kept between conflicts so that none of them allocates.
#[derive(Clone, Default)]
pub(super) struct Analysis {
    /// The false literals of the constraint that broke.
    pub conflict: Vec<Literal>,
    /// The clause that is learned.
    pub learned: Vec<Literal>,
    pub seen: KeyedVec<Variable, bool>,
    /// The variables that are seen.
    pub touched: Vec<Variable>,
    /// The last mark of each decision level: marking with a new number needs no clearing.
    pub level_marks: Vec<u64>,
    pub mark: u64,
}

/// Conflicts before learned clauses are deleted for the first time.
const FIRST_REDUCTION: u64 = 2_000;

impl CdclSolver {
    /// A solver without variables and constraints.
    pub fn new() -> Self {
        Self {
            truth: KeyedVec::new(),
            watches: KeyedVec::new(),
            occurrences: KeyedVec::new(),
            level: KeyedVec::new(),
            position: KeyedVec::new(),
            reason: KeyedVec::new(),
            phase: KeyedVec::new(),
            siblings: KeyedVec::new(),
            queue: DecisionQueue::new(),
            trail: Vec::new(),
            level_starts: Vec::new(),
            head: 0,
            arena: Arena::default(),
            budgets: KeyedVec::new(),
            inconsistent: false,
            assumptions: Vec::new(),
            failed: Vec::new(),
            analysis: Analysis { level_marks: vec![0], ..Analysis::default() },
            steps: 0,
            conflicts: 0,
            next_reduction: FIRST_REDUCTION,
        }
    }

    /// A new variable.
    pub fn add_variable(&mut self, branching: Branching) -> Variable {
        let variable = self.queue.add();
        for _ in 0..2 {
            self.truth.push(Truth::Free);
            self.watches.push(Vec::new());
            self.occurrences.push(Vec::new());
        }
        self.level.push(0);
        self.position.push(0);
        self.reason.push(Reason::Decision);
        self.phase.push(Literal::negative(variable));
        self.siblings.push(Siblings { first: variable, end: variable });
        self.analysis.seen.push(false);
        self.analysis.level_marks.push(0);
        if branching == Branching::Allowed {
            self.queue.attach(variable);
        }
        self.queue.rewind();
        variable
    }

    /// New variables, one after the other, of which exactly one is true; the first of them.
    pub fn add_group(&mut self, size: u32) -> Variable {
        let first = Variable::at(self.level.len());
        let group = Siblings { first, end: Variable(first.0 + size) };
        for _ in 0..size {
            let variable = self.add_variable(Branching::Allowed);
            self.siblings[variable] = group;
        }
        let at_least_one: Vec<Literal> = group.iter().map(Literal::positive).collect();
        self.add_clause(&at_least_one);
        first
    }

    /// Adds a clause: at least one literal is true.
    pub fn add_clause(&mut self, literals: &[Literal]) {
        // What is true on level 0 is true for good: satisfied clauses and false literals can be left out.
        self.backtrack(0);
        let mut clause = literals.to_vec();
        clause.sort_unstable();
        clause.dedup();
        let tautology = clause.windows(2).any(|pair| pair[0] == !pair[1]);
        if tautology || clause.iter().any(|literal| self.is_true(*literal)) {
            return;
        }
        clause.retain(|literal| !self.is_false(*literal));
        match clause[..] {
            [] => self.inconsistent = true,
            [unit] => self.assign(unit, Reason::Decision),
            [first, second, ..] => {
                let added = self.arena.add(&clause, Source::Problem);
                self.watch(added, first, second);
            }
        }
    }

    /// Whether a literal is true.
    pub fn is_true(&self, literal: Literal) -> bool {
        self.truth[literal] == Truth::True
    }

    pub(super) fn is_false(&self, literal: Literal) -> bool {
        self.truth[literal] == Truth::False
    }

    pub(super) fn is_free(&self, literal: Literal) -> bool {
        self.truth[literal] == Truth::Free
    }

    /// Decides this side of the variable first, until a search has assigned the other.
    pub fn prefer(&mut self, literal: Literal) {
        self.phase[literal.variable()] = literal;
    }

    pub(super) fn watch(&mut self, clause: ClauseRef, first: Literal, second: Literal) {
        self.watches[first].push(Watch { clause, blocker: second });
        self.watches[second].push(Watch { clause, blocker: first });
    }

    pub(super) fn current_level(&self) -> u32 {
        self.level_starts.len() as u32
    }

    pub(super) fn assign(&mut self, literal: Literal, reason: Reason) {
        let variable = literal.variable();
        self.truth[literal] = Truth::True;
        self.truth[!literal] = Truth::False;
        self.level[variable] = self.current_level();
        self.position[variable] = self.trail.len() as u32;
        self.reason[variable] = reason;
        self.trail.push(literal);
    }

    pub(super) fn decide(&mut self, literal: Literal) {
        self.open_level();
        self.assign(literal, Reason::Decision);
    }

    pub(super) fn open_level(&mut self) {
        self.level_starts.push(self.trail.len() as u32);
        // Assumptions that hold already open levels too, so there can be more levels than variables.
        if self.analysis.level_marks.len() <= self.level_starts.len() {
            self.analysis.level_marks.push(0);
        }
    }

    /// Takes back everything above `level`.
    pub(super) fn backtrack(&mut self, level: u32) {
        if self.current_level() <= level {
            return;
        }
        let keep = self.level_starts[level as usize] as usize;
        for index in (keep..self.trail.len()).rev() {
            let literal = self.trail[index];
            // A literal behind the head was never counted.
            if index < self.head {
                self.release_weight(literal);
            }
            self.truth[literal] = Truth::Free;
            self.truth[!literal] = Truth::Free;
            self.phase[literal.variable()] = literal;
            self.queue.release(literal.variable());
        }
        self.trail.truncate(keep);
        self.level_starts.truncate(level as usize);
        self.head = self.head.min(keep);
    }

    /// Counts the weight of a literal that the head passes.
    pub(super) fn take_weight(&mut self, literal: Literal) {
        for place in &self.occurrences[literal] {
            self.budgets[place.budget].sum += place.weight;
        }
    }

    fn release_weight(&mut self, literal: Literal) {
        for place in &self.occurrences[literal] {
            self.budgets[place.budget].sum -= place.weight;
        }
    }
}
