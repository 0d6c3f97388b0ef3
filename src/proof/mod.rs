//! One market's question as a pseudo-Boolean problem, and a proof of its answer that another program checks.
//!
//! | step | where |
//! |---|---|
//! | the problem that the kernel lowers the market to, as OPB | `opb` |
//! | what each variable and each constraint is, in the words of the files | `legend` |
//! | the proof | `prove_optimal` and `prove_unsatisfiable` of the engine |
//!
//! What is proved is that the problem has no solution, or none with a smaller objective. That the problem says what the
//! files say is another question: `tests/proof/check_opb.py` reads the files by itself and compares.

mod legend;
mod opb;

use crate::bom::MarketProof;
use crate::engine::{Assignment, Optimiser, Unproved, Work, prove_optimal, prove_unsatisfiable};
use crate::kernel::Factor;
use crate::model::Objective;
use crate::query::{Case, Compiled, Request, ResolveError, best};

impl Compiled {
    /// A proof of the answer for the first market of the request: that it has no bill of materials, or that none is
    /// better by the objectives. Ties are broken by preference, which is not part of the proof.
    ///
    /// Where there is none, the answer says why: the objective `regional` and shared purchases are decided for all markets
    /// jointly, and a proof may take more steps than the request allows.
    ///
    /// # Errors
    /// As [`Compiled::resolve`].
    pub fn proof(&self, request: &Request) -> Result<MarketProof, ResolveError> {
        self.with_case(request, of_case)
    }
}

/// What is to be proved.
enum Claim {
    /// No assignment satisfies the constraints.
    None,
    /// None costs less than this one.
    Best(Assignment),
}

fn of_case(mut case: Case<'_>) -> Result<MarketProof, ResolveError> {
    let missing = |text: &str| Ok(MarketProof::Missing(text.to_owned()));
    if case.sharing.is_undecided {
        return missing("the markets that share the cost of a planned certificate are undecided");
    }
    let (_, factors) = case.priced()?;
    let mut work = Work::new(case.limit);
    let claim = match best(case.lowered(), &mut Optimiser::new(), &mut work) {
        Ok(Some(values)) => Claim::Best(values),
        Ok(None) => Claim::None,
        Err(_) => return missing("the market is undecided: the step limit was reached before an answer was found"),
    };
    let is_joint = case.objectives.contains(&Objective::Regional);
    if is_joint && matches!(claim, Claim::Best(_)) {
        return missing(
            "the objective `regional` is minimised over all markets jointly, and joint optima have no proof",
        );
    }
    let (problem, mut work) = (&case.lowered().problem, Work::new(case.limit));
    let proof = match &claim {
        Claim::None => prove_unsatisfiable(problem, &mut work),
        Claim::Best(values) => prove_optimal(problem, values, &mut work),
    };
    match proof {
        Ok(proof) => Ok(MarketProof::Given { problem: text(&case, &factors, &claim), proof }),
        Err(Unproved::Limit) => missing("the step limit was reached before the proof was complete; allow more steps"),
        Err(Unproved::TooLarge) => missing("amounts are too large or too fine for proofs in 128 bits"),
        Err(Unproved::Contradicted) => {
            Err(ResolveError::refused(case.code(), "the proof found a better answer than the one given"))
        }
    }
}

fn text(case: &Case<'_>, factors: &[Factor], claim: &Claim) -> String {
    let legend = legend::Legend::of(case);
    let mut head = vec![legend.title()];
    head.extend(legend.flags());
    head.push(match claim {
        Claim::None => {
            "claim: no assignment satisfies all constraints, so the market has no bill of materials".to_owned()
        }
        Claim::Best(_) => {
            "claim: no assignment has a smaller objective than the answer; ties are not part of it".to_owned()
        }
    });
    // A problem that is to have no solution has no objective either.
    let objective = match claim {
        Claim::None => opb::Objective::Left,
        Claim::Best(_) => opb::Objective::Written,
    };
    if objective == opb::Objective::Written {
        head.extend(legend.objectives(factors));
    }
    opb::text(&case.lowered().problem, &head, &legend, objective)
}
