//! One solver for many questions about one problem: assumptions in place of copies.

use super::cdcl::Literal;
use super::encoding::Encoding;
use super::problem::{Assignment, Label, Pick, Problem};
use super::work::{LimitReached, Work};

/// Answers many questions about one problem and keeps what it learns between them.
///
/// A fresh solver for each question was 3.5 to 7 times slower. A question names the labels whose constraints hold (those of
/// [`Label::STRUCTURE`] always do) and values that must be taken: assumptions in the sense of Eén & Sörensson,
/// *Temporal Induction by Incremental SAT Solving* (2003). Questions that begin alike share work.
///
/// ```
/// use terroir::engine::{Label, Pick, Problem, Solver, Values, Verdict, Work};
///
/// let mut problem = Problem::new();
/// let driver = problem.add_group(2);
/// problem.add_clause(Label(7), vec![(driver, Values::single(1))]);
/// let mut solver = Solver::new(&problem);
/// let mut work = Work::unlimited();
/// let first = Pick { group: driver, value: 0 };
/// let free = solver.solve(&[], &[first], &mut work)?;
/// assert!(matches!(free, Verdict::Satisfiable(values) if values[driver] == 0));
/// let bound = solver.solve(&[Label(7)], &[first], &mut work)?;
/// assert_eq!(bound, Verdict::Unsatisfiable { labels: vec![Label(7)], picks: vec![first] });
/// # Ok::<(), terroir::engine::LimitReached>(())
/// ```
pub struct Solver {
    encoding: Encoding,
}

/// The answer to a question.
#[derive(Clone, Eq, PartialEq, Debug)]
pub enum Verdict {
    /// The value of each group in one solution.
    Satisfiable(Assignment),
    /// These labels and picks (with the structure) have no solution together; ascending, not always minimal.
    Unsatisfiable {
        /// Enabled labels that are part of the contradiction.
        labels: Vec<Label>,
        /// Picks that are part of the contradiction.
        picks: Vec<Pick>,
    },
}

impl Solver {
    /// A solver for `problem`, which it copies.
    pub fn new(problem: &Problem) -> Self {
        Self { encoding: Encoding::with_sums(problem) }
    }

    /// Whether the constraints of the `enabled` labels can hold with the `picks` taken.
    ///
    /// A label that no constraint carries changes nothing; a pick that does not exist has no solution.
    pub fn solve(&mut self, enabled: &[Label], picks: &[Pick], work: &mut Work) -> Result<Verdict, LimitReached> {
        let mut assumptions: Vec<Literal> = Vec::with_capacity(enabled.len() + picks.len());
        assumptions.extend(enabled.iter().filter_map(|label| self.encoding.selector(*label)));
        for pick in picks {
            match self.encoding.literal(pick.group, pick.value) {
                Some(literal) => assumptions.push(literal),
                None => return Ok(Verdict::Unsatisfiable { labels: Vec::new(), picks: vec![*pick] }),
            }
        }
        if self.encoding.cdcl.solve(&assumptions, work)? {
            return Ok(Verdict::Satisfiable(self.encoding.assignment()));
        }
        Ok(self.blamed())
    }

    fn blamed(&self) -> Verdict {
        let failed = self.encoding.cdcl.failed();
        let mut labels: Vec<Label> = failed.iter().filter_map(|literal| self.encoding.label_of(*literal)).collect();
        let mut picks: Vec<Pick> = failed.iter().filter_map(|literal| self.encoding.pick_of(*literal)).collect();
        labels.sort_unstable();
        labels.dedup();
        picks.sort_unstable();
        picks.dedup();
        Verdict::Unsatisfiable { labels, picks }
    }
}
