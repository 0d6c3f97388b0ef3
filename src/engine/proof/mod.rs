//! Proofs that a program of someone else can check: that a problem has no solution, or none that costs less.
//!
//! A proof is made apart from the search for the answer, from the problem and the answer alone: what is to be shown is
//! known, so a simple procedure that writes down every step is enough. The format is that of VeriPB, version 3 (Gocht &
//! Nordström 2021; Bogaerts, Gocht, McCreesh & Nordström 2023): cutting planes, reverse unit propagation, and
//! subproofs by contradiction.
//!
//! | step | where |
//! |---|---|
//! | the variables and constraints, numbered | `numbering` |
//! | what propagation settles; independent parts | `parts`, by `propagation` |
//! | for each part: it costs no less than in the answer; first its dual bound | `bound` |
//! | then learning from conflicts below the answer's cost | `search` |
//! | all parts added up contradict a cheaper answer | here |

mod bound;
mod budget;
mod linear;
mod log;
mod numbering;
mod parts;
mod propagation;
mod search;

#[cfg(test)]
mod tests;

pub(crate) use budget::Unproved;
pub(crate) use numbering::Numbering;

use super::problem::{Assignment, GroupId, Problem};
use super::work::Work;
use budget::Budget;
use linear::{Linear, Literal};
use log::{Log, push_term};
use parts::{Part, Propagated, Root};
use search::{End, Search};

/// A proof that no assignment satisfies a problem.
pub(crate) fn prove_unsatisfiable(problem: &Problem, work: &mut Work) -> Result<String, Unproved> {
    let numbering = Numbering::of(problem);
    let mut log = Log::new(numbering.constraints());
    let Propagated::Open(root) = Root::of(problem, &numbering, &mut log)? else {
        log.contradiction();
        return Ok(log.finish("UNSAT : -1"));
    };
    for part in root.parts() {
        if refute(&part, &numbering, Vec::new(), &mut log, work)? == End::Refuted {
            return Ok(log.finish("UNSAT : -1"));
        }
    }
    Err(Unproved::Contradicted)
}

/// A proof that no assignment costs less than an optimum.
pub(crate) fn prove_optimal(problem: &Problem, optimum: &Assignment, work: &mut Work) -> Result<String, Unproved> {
    if problem.has_big_costs() {
        return Err(Unproved::TooLarge);
    }
    let numbering = Numbering::of(problem);
    let mut log = Log::new(numbering.constraints());
    let cost_of = |group: GroupId| problem.costs(group)[optimum[group] as usize];
    let cost = total(problem.group_ids().map(cost_of))?;
    log.step(&solution(problem, &numbering, optimum));
    let Propagated::Open(root) = Root::of(problem, &numbering, &mut log)? else { return Err(Unproved::Contradicted) };
    let mut sum = "pol @better".to_owned();
    for (at, group) in problem.group_ids().enumerate() {
        if root.only(group).is_some() && problem.costs(group).iter().any(|cost| *cost != 0) {
            let goal = at_least(problem, &numbering, &[group], cost_of(group));
            log.step(&format!("@f{at} rup {goal}"));
            sum += &format!(" @f{at} +");
        }
    }
    for (at, part) in root.parts().iter().enumerate() {
        let groups: Vec<GroupId> = part.groups.iter().map(|(group, _)| *group).collect();
        if groups.iter().all(|group| problem.costs(*group).iter().all(|cost| *cost == 0)) {
            continue;
        }
        let own = total(groups.iter().map(|group| cost_of(*group)))?;
        log.assume(&format!("@p{at} pbc {}", at_least(problem, &numbering, &groups, own)));
        let most = own.checked_sub(1).ok_or(Unproved::TooLarge)?;
        let below = format!("@c{at}");
        log.step(&format!("{below} pol -1"));
        let (step, excess) = bound::excess(part, &numbering, (most, &below), &format!("@e{at}"), work)?;
        log.step(&step);
        let budgets = vec![excess, bound::cost(part, &numbering, most, &below)];
        if refute(part, &numbering, budgets, &mut log, work)? == End::Satisfied {
            return Err(Unproved::Contradicted);
        }
        log.step("qed pbc");
        sum += &format!(" @p{at} +");
    }
    log.step(&sum);
    Ok(log.finish(&format!("BOUNDS {cost} : -1 {cost}")))
}

fn total(mut amounts: impl Iterator<Item = i128>) -> Result<i128, Unproved> {
    amounts.try_fold(0_i128, i128::checked_add).ok_or(Unproved::TooLarge)
}

/// The step that gives an answer, and from there on supposes a better one.
fn solution(problem: &Problem, numbering: &Numbering, optimum: &Assignment) -> String {
    let mut step = "@better soli".to_owned();
    for group in problem.group_ids() {
        for value in 0..problem.size(group) {
            let negated = if optimum[group] == value { "" } else { "~" };
            step += &format!(" {negated}x{}", numbering.variable(group, value));
        }
    }
    step
}

/// `+3 x1 +5 x2 >= 8`: the groups cost at least so much.
fn at_least(problem: &Problem, numbering: &Numbering, groups: &[GroupId], cost: i128) -> String {
    let mut goal = String::new();
    for group in groups {
        for (value, cost) in (0..).zip(problem.costs(*group)).filter(|(_, cost)| **cost != 0) {
            push_term(&mut goal, *cost, Literal::positive(numbering.variable(*group, value)));
        }
    }
    goal + &format!(">= {cost}")
}

/// Looks for a contradiction in a part, within budgets of its costs.
fn refute(
    part: &Part,
    numbering: &Numbering,
    costs: Vec<Budget>,
    log: &mut Log,
    work: &mut Work,
) -> Result<End, Unproved> {
    let mut search = Search::new(numbering.variables() + 1, part.variables(numbering), log);
    let begin = || {
        part.inequalities(numbering).into_iter().try_for_each(|linear: Linear| search.add(linear))?;
        part.budgets(numbering).into_iter().chain(costs).try_for_each(|budget| search.add_budget(budget))
    };
    if begin().is_err() {
        log.contradiction();
        return Ok(End::Refuted);
    }
    search.run(work)
}
