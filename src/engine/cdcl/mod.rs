//! Conflict-driven clause learning with native exactly-one groups and budgets.
//!
//! The method of GRASP (Marques-Silva & Sakallah 1999) and MiniSat (Eén & Sörensson 2003): decide, propagate,
//! learn the first unique implication point of a conflict, jump back. On top of it:
//!
//! - *groups*: taking a value excludes its siblings without any clause; "at least one" is a clause;
//! - *budgets*: Σ weight·literal ≤ cap over positive weights propagates natively, reasons are made only when
//!   a conflict asks for them;
//! - *assumptions* are the first decisions and stay on the trail for the next question as far as they agree;
//!   a refuted question tells which of them were to blame.

mod analyse;
mod arena;
mod budgets;
mod literal;
mod propagate;
mod queue;
mod search;

pub(crate) use literal::Lit;

use arena::Arena;
use budgets::{Allowance, Use};
use literal::Reason;
use queue::Queue;

/// The truth of a literal.
const TRUE: i8 = 1;
const FALSE: i8 = -1;
const FREE: i8 = 0;

/// A clause that must be looked at when a literal becomes false.
#[derive(Copy, Clone)]
struct Watch {
    clause: u32,
    /// Another literal of the clause: while it is true the clause need not be read.
    blocker: Lit,
}

/// The solver: an assignment in the making, the constraints and what was learned from them.
#[derive(Clone)]
pub(crate) struct Clausal {
    // Per literal.
    truth: Vec<i8>,
    watches: Vec<Vec<Watch>>,
    uses: Vec<Vec<Use>>,
    // Per variable.
    level: Vec<u32>,
    position: Vec<u32>,
    reason: Vec<Reason>,
    phase: Vec<bool>,
    siblings: Vec<(u32, u32)>,
    seen: Vec<bool>,
    queue: Queue,
    // The assignment: literals in the order they became true, and where each level starts.
    trail: Vec<Lit>,
    level_starts: Vec<u32>,
    head: usize,
    // Constraints.
    arena: Arena,
    allowances: Vec<Allowance>,
    inconsistent: bool,
    // The current question and its failure.
    assumptions: Vec<Lit>,
    failed: Vec<Lit>,
    // Scratch of the analysis.
    conflict: Vec<Lit>,
    learned: Vec<Lit>,
    touched: Vec<u32>,
    level_marks: Vec<u64>,
    mark: u64,
    // Counters.
    steps: u64,
    conflicts: u64,
    next_reduction: u64,
}

impl Clausal {
    pub fn new() -> Self {
        Self {
            truth: Vec::new(),
            watches: Vec::new(),
            uses: Vec::new(),
            level: Vec::new(),
            position: Vec::new(),
            reason: Vec::new(),
            phase: Vec::new(),
            siblings: Vec::new(),
            seen: Vec::new(),
            queue: Queue::new(),
            trail: Vec::new(),
            level_starts: Vec::new(),
            head: 0,
            arena: Arena::default(),
            allowances: Vec::new(),
            inconsistent: false,
            assumptions: Vec::new(),
            failed: Vec::new(),
            conflict: Vec::new(),
            learned: Vec::new(),
            touched: Vec::new(),
            level_marks: vec![0],
            mark: 0,
            steps: 0,
            conflicts: 0,
            next_reduction: 2_000,
        }
    }

    /// A new variable. One that is not `decidable` stays open unless assumed or implied.
    pub fn add_variable(&mut self, decidable: bool) -> u32 {
        let variable = self.level.len() as u32;
        for _ in 0..2 {
            self.truth.push(FREE);
            self.watches.push(Vec::new());
            self.uses.push(Vec::new());
        }
        self.level.push(0);
        self.position.push(0);
        self.reason.push(Reason::Decision);
        self.phase.push(false);
        self.siblings.push((variable, variable));
        self.seen.push(false);
        self.level_marks.push(0);
        self.queue.add(decidable);
        self.queue.rewind();
        variable
    }

    /// New variables of which exactly one is true; the first of them.
    pub fn add_group(&mut self, size: u32) -> u32 {
        let first = self.level.len() as u32;
        let range = (first, first + size);
        for _ in 0..size {
            let variable = self.add_variable(true);
            self.siblings[variable as usize] = range;
        }
        let at_least_one: Vec<Lit> = (range.0..range.1).map(Lit::positive).collect();
        self.add_clause(&at_least_one);
        first
    }

    /// Adds a clause: at least one literal is true.
    pub fn add_clause(&mut self, literals: &[Lit]) {
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
            _ => {
                let added = self.arena.add(&clause, None);
                self.watch(added, clause[0], clause[1]);
            }
        }
    }

    pub fn is_true(&self, literal: Lit) -> bool {
        self.truth[literal.index()] == TRUE
    }

    fn is_false(&self, literal: Lit) -> bool {
        self.truth[literal.index()] == FALSE
    }

    fn is_free(&self, literal: Lit) -> bool {
        self.truth[literal.index()] == FREE
    }

    /// Tries this side of the literal first, until a search has tried another.
    pub fn prefer(&mut self, literal: Lit) {
        self.phase[literal.variable()] = !literal.is_negative();
    }

    fn watch(&mut self, clause: u32, first: Lit, second: Lit) {
        self.watches[first.index()].push(Watch { clause, blocker: second });
        self.watches[second.index()].push(Watch { clause, blocker: first });
    }

    fn current_level(&self) -> u32 {
        self.level_starts.len() as u32
    }

    fn assign(&mut self, literal: Lit, reason: Reason) {
        let variable = literal.variable();
        self.truth[literal.index()] = TRUE;
        self.truth[(!literal).index()] = FALSE;
        self.level[variable] = self.current_level();
        self.position[variable] = self.trail.len() as u32;
        self.reason[variable] = reason;
        self.trail.push(literal);
    }

    fn decide(&mut self, literal: Lit) {
        self.open_level();
        self.assign(literal, Reason::Decision);
    }

    fn open_level(&mut self) {
        self.level_starts.push(self.trail.len() as u32);
        if self.level_marks.len() <= self.level_starts.len() {
            self.level_marks.push(0);
        }
    }

    /// Takes back everything above `level`.
    pub fn backtrack(&mut self, level: u32) {
        if self.current_level() <= level {
            return;
        }
        let keep = self.level_starts[level as usize] as usize;
        for index in (keep..self.trail.len()).rev() {
            let literal = self.trail[index];
            if index < self.head {
                self.release_weight(literal);
            }
            self.truth[literal.index()] = FREE;
            self.truth[(!literal).index()] = FREE;
            self.phase[literal.variable()] = !literal.is_negative();
            self.queue.release(literal.variable());
        }
        self.trail.truncate(keep);
        self.level_starts.truncate(level as usize);
        self.head = self.head.min(keep);
    }
}
