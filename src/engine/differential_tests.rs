//! Another solver's word on problems too large to enumerate: batsat through rustsat.
//!
//! The other side sees one-hot variables, pairwise exclusions and encoded budgets; nothing is shared with the
//! engine but the problem.

use rustsat::encodings::pb::default_encode_pb_constraint;
use rustsat::instances::{BasicVarManager, Cnf, ManageVars};
use rustsat::solvers::{Solve, SolveIncremental, SolverResult};
use rustsat::types::constraints::PbConstraint;
use rustsat::types::{Clause, Lit, Var};
use rustsat_batsat::BasicSolver;

use super::tests::Random;
use super::*;

/// A problem as clauses, with "the cost is at most this" when asked for.
fn encode(problem: &Problem, most: Option<i128>) -> BasicSolver {
    let mut cnf = Cnf::new();
    let mut next = 0;
    let firsts: Vec<u32> = problem
        .group_ids()
        .map(|group| {
            next += problem.size(group);
            next - problem.size(group)
        })
        .collect();
    let mut variables = BasicVarManager::from_next_free(Var::new(next));
    for group in problem.group_ids() {
        let first = firsts[group.0 as usize];
        let literals = (0..problem.size(group)).map(|value| Lit::positive(first + value));
        let literals: Vec<Lit> = literals.collect();
        cnf.add_clause(literals.iter().copied().collect::<Clause>());
        for (index, one) in literals.iter().enumerate() {
            literals[..index].iter().for_each(|other| cnf.add_binary(!*one, !*other));
        }
    }
    for clause in &problem.clauses {
        let literals = clause.literals.iter().flat_map(|(group, values)| {
            let first = firsts[group.0 as usize];
            values.iter().map(move |value| Lit::positive(first + value)).collect::<Vec<_>>()
        });
        cnf.add_clause(literals.collect::<Clause>());
    }
    let mut limit = |mut terms: Vec<(Lit, isize)>, most: i128| {
        terms.retain(|(_, weight)| *weight != 0);
        let constraint = PbConstraint::new_ub(terms, isize::try_from(most).unwrap());
        default_encode_pb_constraint(constraint, &mut cnf, &mut variables).unwrap();
    };
    let weighted = |group: GroupId, weights: &[i128]| {
        let first = firsts[group.0 as usize];
        let literal = |(value, weight): (u32, &i128)| (Lit::positive(first + value), isize::try_from(*weight).unwrap());
        (0..).zip(weights).map(literal).collect::<Vec<_>>()
    };
    for budget in &problem.budgets {
        let terms = budget.terms.iter().flat_map(|(group, weights)| weighted(*group, weights));
        limit(terms.collect(), budget.cap);
    }
    if let Some(most) = most {
        let terms = problem.group_ids().flat_map(|group| weighted(group, problem.costs(group)));
        limit(terms.collect(), most);
    }
    let mut solver = BasicSolver::default();
    if let Some(highest) = variables.max_var() {
        solver.reserve(highest).unwrap();
    }
    solver.add_cnf(cnf).unwrap();
    solver
}

/// Twelve to thirty-one groups; near the border between possible and impossible.
fn medium_problem(random: &mut Random) -> Problem {
    let mut problem = Problem::new();
    let count = 12 + random.below(20) as u32;
    for _ in 0..count {
        let size = 2 + random.below(4) as u32;
        let group = problem.add_group(size);
        for value in 0..size {
            problem.set_cost(group, value, i128::from(random.below(12)));
        }
    }
    let group = |random: &mut Random| GroupId(random.below(u64::from(count)) as u32);
    for label in 0..u64::from(count) * (3 + random.below(9)) / 4 {
        let literals = (0..2 + random.below(2)).map(|_| {
            let group = group(random);
            (group, (0..problem.size(group)).filter(|_| random.chance(50)).collect())
        });
        let literals: Vec<_> = literals.collect();
        problem.add_clause(Label(label as u32 % 40), literals);
    }
    for _ in 0..random.below(4) {
        let terms = (0..8).map(|_| {
            let group = group(random);
            let weights = (0..problem.size(group)).map(|_| random.below(9) as i64).collect();
            (group, weights)
        });
        let terms: Vec<_> = terms.collect();
        problem.add_budget(Label(3), terms, 20 + random.below(20) as i64);
    }
    problem
}

#[test]
fn another_solver_agrees_on_what_is_possible_cheapest_and_first() {
    let (mut possible, mut impossible) = (0, 0);
    for seed in 1..=60 {
        let problem = medium_problem(&mut Random::new(seed));
        let said = encode(&problem, None).solve().unwrap();
        let found = satisfy(&problem, &mut Work::unlimited()).unwrap();
        assert_eq!(found.is_some(), said == SolverResult::Sat, "seed {seed}");
        let best = Optimiser::new().optimum(&problem, &mut Work::unlimited()).unwrap();
        let other = Optimiser::with_patience(0).optimum(&problem, &mut Work::unlimited());
        assert_eq!(Ok(&best), other.as_ref(), "seed {seed}");
        match best {
            Some(best) => {
                possible += 1;
                assert!(found.is_some_and(|found| problem.is_satisfied(&found)));
                assert!(problem.is_satisfied(&best.values), "seed {seed}");
                check_optimum(&problem, &best);
            }
            None => {
                impossible += 1;
                assert_eq!(said, SolverResult::Unsat, "seed {seed}");
            }
        }
    }
    assert!(possible > 10 && impossible > 10, "{possible} {impossible}");
}

/// Nothing is cheaper, and nothing as cheap comes earlier.
fn check_optimum(problem: &Problem, best: &Optimum) {
    assert_eq!(encode(problem, Some(best.cost - 1)).solve().unwrap(), SolverResult::Unsat);
    let mut as_cheap = encode(problem, Some(best.cost));
    let mut prefix = Vec::new();
    let mut first = 0;
    for (group, taken) in problem.group_ids().zip(&best.values) {
        for earlier in 0..*taken {
            prefix.push(Lit::positive(first + earlier));
            let said = as_cheap.solve_assumps(&prefix).unwrap();
            assert_eq!(said, SolverResult::Unsat);
            prefix.pop();
        }
        prefix.push(Lit::positive(first + taken));
        first += problem.size(group);
    }
    assert_eq!(as_cheap.solve_assumps(&prefix).unwrap(), SolverResult::Sat);
}

#[test]
fn another_solver_agrees_that_a_core_is_one_and_minimal() {
    let mut cores = 0;
    for seed in 1..=60 {
        let problem = medium_problem(&mut Random::new(seed));
        let core = minimal_unsatisfiable_subset(&problem, &[], &mut Work::unlimited()).unwrap();
        let Some(core) = core else { continue };
        cores += 1;
        let said = |labels: &[Label]| encode(&tests::only(&problem, labels), None).solve().unwrap();
        assert_eq!(said(&core), SolverResult::Unsat, "seed {seed}");
        for label in &core {
            let rest: Vec<Label> = core.iter().copied().filter(|other| other != label).collect();
            assert_eq!(said(&rest), SolverResult::Sat, "seed {seed}");
        }
    }
    assert!(cores > 10, "{cores}");
}

/// Forty groups in one component, with rules so dense that every search has a turn.
fn dense_problem(random: &mut Random) -> Problem {
    let mut problem = Problem::new();
    for _ in 0..40 {
        let group = problem.add_group(4);
        (0..4).for_each(|value| problem.set_cost(group, value, i128::from(random.below(30))));
    }
    for label in 1..=120 + random.below(60) as u32 {
        let literals = (0..2).map(|_| {
            let group = GroupId(random.below(40) as u32);
            (group, (0..4).filter(|_| random.chance(60)).collect())
        });
        let literals: Vec<_> = literals.collect();
        problem.add_clause(Label(label), literals);
    }
    if random.chance(40) {
        let weights = |random: &mut Random| (0..4).map(|_| random.below(9) as i64).collect();
        let terms: Vec<_> = (0..40).map(|group| (GroupId(group), weights(random))).collect();
        problem.add_budget(Label(1), terms, 110 + random.below(60) as i64);
    }
    problem
}

#[test]
fn turns_and_limits_of_any_length_change_no_answer() {
    let (mut possible, mut impossible, mut undecided) = (0, 0, 0);
    for seed in 1..=12 {
        let problem = dense_problem(&mut Random::new(seed));
        let expected = Optimiser::with_patience(0).optimum(&problem, &mut Work::unlimited()).unwrap();
        for patience in [900, 500_000] {
            let found = Optimiser::with_patience(patience).optimum(&problem, &mut Work::unlimited());
            assert_eq!(found.as_ref(), Ok(&expected), "seed {seed} patience {patience}");
        }
        for power in (8..22).step_by(3) {
            for patience in [90, 4_000] {
                match Optimiser::with_patience(patience).optimum(&problem, &mut Work::new(1 << power)) {
                    Ok(found) => assert_eq!(found, expected, "seed {seed} limit 2^{power}"),
                    Err(LimitReached) => undecided += 1,
                }
            }
        }
        if expected.is_some() { possible += 1 } else { impossible += 1 }
    }
    assert!(possible > 5 && undecided > 20, "{possible} {impossible} {undecided}");
}
