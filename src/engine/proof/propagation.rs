//! Unit propagation over linear inequalities, exactly as a checker of proofs does it: by slack.

use super::linear::{Linear, Literal};

/// An inequality that watches how much it may still lose.
struct Constraint {
    linear: Linear,
    slack: i128,
}

/// Why a literal is true.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Because {
    Decision,
    /// By number.
    Constraint(usize),
}

#[derive(Clone, Copy)]
struct Assigned {
    is_true: bool,
    level: u32,
    position: u32,
    because: Because,
}

/// Variables with what is known of them, and the inequalities that they must satisfy.
pub(super) struct Propagator {
    constraints: Vec<Constraint>,
    /// The inequalities of each literal, with its weight there.
    occurrences: Vec<Vec<(usize, i128)>>,
    assigned: Vec<Option<Assigned>>,
    trail: Vec<Literal>,
    /// Literals of the trail before this one have reached all inequalities.
    reached: usize,
    levels: Vec<usize>,
    pub steps: u64,
}

/// An inequality that cannot hold any more, by number.
#[derive(Debug)]
pub(super) struct Broken(pub usize);

impl Propagator {
    /// Variables below this number, no inequality.
    pub fn new(variables: usize) -> Self {
        Self {
            constraints: Vec::new(),
            occurrences: vec![Vec::new(); 2 * variables],
            assigned: vec![None; variables],
            trail: Vec::new(),
            reached: 0,
            levels: Vec::new(),
            steps: 0,
        }
    }

    /// Adds an inequality; it must be broken or tight at the present level only, or at level 0.
    pub fn add(&mut self, linear: Linear) -> Result<usize, Broken> {
        let number = self.constraints.len();
        let mut slack = linear.slack().unwrap_or(i128::MAX);
        for (literal, weight) in &linear.terms {
            self.occurrences[literal.index()].push((number, *weight));
            let reached =
                self.of(!*literal).is_some_and(|known| known.is_true && (known.position as usize) < self.reached);
            slack -= if reached { *weight } else { 0 };
        }
        self.steps += linear.terms.len() as u64;
        self.constraints.push(Constraint { linear, slack });
        self.visit(number)?;
        Ok(number)
    }

    /// What is known of a literal.
    fn of(&self, literal: Literal) -> Option<Assigned> {
        let known = self.assigned[literal.variable()]?;
        Some(Assigned { is_true: known.is_true == literal.is_positive(), ..known })
    }

    pub fn is_true(&self, literal: Literal) -> bool {
        self.of(literal).is_some_and(|known| known.is_true)
    }

    pub fn is_open(&self, variable: usize) -> bool {
        self.assigned[variable].is_none()
    }

    /// The level at which a literal's variable was decided or derived.
    pub fn level_of(&self, literal: Literal) -> usize {
        self.of(literal).map_or(0, |known| known.level as usize)
    }

    pub fn because(&self, literal: Literal) -> Option<Because> {
        self.of(literal).map(|known| known.because)
    }

    pub fn trail(&self) -> &[Literal] {
        &self.trail
    }

    /// Decides a literal on a new level.
    pub fn decide(&mut self, literal: Literal) {
        self.levels.push(self.trail.len());
        self.assign(literal, Because::Decision);
    }

    fn assign(&mut self, literal: Literal, because: Because) {
        let (level, position) = (self.levels.len() as u32, self.trail.len() as u32);
        self.assigned[literal.variable()] = Some(Assigned { is_true: literal.is_positive(), level, position, because });
        self.trail.push(literal);
    }

    /// Takes back all levels above this one; `forget` sees every literal that is taken back.
    pub fn back_to(&mut self, level: usize, mut forget: impl FnMut(Literal)) {
        let Some(keep) = self.levels.get(level).copied() else { return };
        self.levels.truncate(level);
        while self.trail.len() > keep {
            let Some(literal) = self.trail.pop() else { return };
            if self.trail.len() < self.reached {
                for (number, weight) in &self.occurrences[(!literal).index()] {
                    self.constraints[*number].slack += weight;
                }
                self.steps += self.occurrences[(!literal).index()].len() as u64;
            }
            self.assigned[literal.variable()] = None;
            forget(literal);
        }
        self.reached = self.reached.min(keep);
    }

    /// Derives all that follows.
    pub fn propagate(&mut self) -> Result<(), Broken> {
        while let Some(literal) = self.trail.get(self.reached).copied() {
            self.reached += 1;
            let lost = std::mem::take(&mut self.occurrences[(!literal).index()]);
            self.steps += 1 + lost.len() as u64;
            for (number, weight) in &lost {
                self.constraints[*number].slack -= weight;
            }
            let broken = lost.iter().try_for_each(|(number, _)| self.visit(*number));
            self.occurrences[(!literal).index()] = lost;
            broken?;
        }
        Ok(())
    }

    /// Derives the literals that an inequality cannot do without.
    fn visit(&mut self, number: usize) -> Result<(), Broken> {
        let slack = self.constraints[number].slack;
        if slack < 0 {
            return Err(Broken(number));
        }
        let mut at = 0;
        while let Some((literal, weight)) = self.constraints[number].linear.terms.get(at).copied() {
            if weight <= slack {
                break;
            }
            if self.is_open(literal.variable()) {
                self.assign(literal, Because::Constraint(number));
            }
            at += 1;
        }
        self.steps += at as u64;
        Ok(())
    }

    /// How many literals an inequality has.
    pub fn length(&self, number: usize) -> u64 {
        self.constraints[number].linear.terms.len() as u64
    }

    /// False literals that, together, break an inequality, or make it derive a literal.
    pub fn explain(&self, number: usize, derived: Option<Literal>) -> Vec<Literal> {
        let linear = &self.constraints[number].linear;
        let weight_of = |wanted| linear.terms.iter().find(|(literal, _)| *literal == wanted).map(|(_, weight)| *weight);
        let least = derived.and_then(weight_of).unwrap_or(0);
        let before = derived.and_then(|literal| self.of(literal)).map_or(u32::MAX, |known| known.position);
        let mut slack = linear.slack().unwrap_or(i128::MAX);
        let is_enough = |slack: i128| if derived.is_some() { slack < least } else { slack < 0 };
        let mut chosen = Vec::new();
        for (literal, weight) in &linear.terms {
            if is_enough(slack) {
                break;
            }
            if self.of(*literal).is_some_and(|known| !known.is_true && known.position < before) {
                chosen.push(*literal);
                slack -= weight;
            }
        }
        chosen
    }
}
