//! Proofs of small problems, replayed by a checker that knows the rules and nothing of how a proof is found.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::{Unproved, prove_optimal, prove_unsatisfiable};
use crate::engine::{GroupId, Label, Optimiser, Problem, Values, Work};

/// A small generator of numbers (xorshift64*, Vigna 2016).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % bound.max(1)
    }
}

fn random_problem(seed: u64) -> Problem {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut problem = Problem::new();
    let groups: Vec<GroupId> =
        (0..3 + random.below(12)).map(|_| problem.add_group(1 + random.below(5) as u32)).collect();
    for group in &groups {
        for value in 0..problem.size(*group) {
            problem.set_cost(*group, value, random.below(40) as i128 - 5);
        }
    }
    for _ in 0..random.below(30) {
        let literals = (0..1 + random.below(3)).map(|_| {
            let group = groups[random.below(groups.len() as u64) as usize];
            (group, (0..1 + random.below(2)).map(|_| random.below(5) as u32).collect::<Values>())
        });
        let literals = literals.collect();
        problem.add_clause(Label(1), literals);
    }
    for _ in 0..random.below(3) {
        let terms: Vec<(GroupId, Vec<i64>)> =
            groups.iter().map(|group| (*group, (0..5).map(|_| random.below(9) as i64 - 2).collect())).collect();
        problem.add_budget(Label(2), terms, random.below(3 * groups.len() as u64) as i64);
    }
    problem
}

#[test]
fn every_answer_of_small_problems_has_a_proof() {
    let (mut optima, mut none) = (0, 0);
    for seed in 1..400 {
        let problem = random_problem(seed);
        let mut work = Work::unlimited();
        match Optimiser::new().optimum(&problem, &mut work).unwrap() {
            Some(best) => {
                let proof = prove_optimal(&problem, &best.values, &mut work);
                let proof = proof.unwrap_or_else(|why| panic!("seed {seed}: {why:?}"));
                assert!(proof.contains(&format!("conclusion BOUNDS {} : -1 {}", best.cost, best.cost)), "seed {seed}");
                optima += 1;
            }
            None => {
                let proof = prove_unsatisfiable(&problem, &mut work);
                assert!(proof.is_ok_and(|proof| proof.contains("conclusion UNSAT")), "seed {seed}");
                none += 1;
            }
        }
    }
    assert!(optima > 30 && none > 50, "{optima} optima, {none} without a solution");
}

#[test]
fn a_wrong_claim_has_no_proof() {
    let (mut dearer, mut solvable) = (0, 0);
    for seed in 1..200 {
        let problem = random_problem(seed);
        let mut work = Work::unlimited();
        let Some(best) = Optimiser::new().optimum(&problem, &mut work).unwrap() else { continue };
        assert_eq!(prove_unsatisfiable(&problem, &mut work), Err(Unproved::Contradicted), "seed {seed}");
        solvable += 1;
        // The dearest solution, if it costs more than the cheapest one.
        let mut reversed = problem.clone();
        for group in problem.group_ids() {
            for (value, cost) in (0..).zip(problem.costs(group)) {
                reversed.set_cost(group, value, -cost);
            }
        }
        let worst = Optimiser::new().optimum(&reversed, &mut work).unwrap().unwrap();
        if -worst.cost > best.cost {
            assert_eq!(prove_optimal(&problem, &worst.values, &mut work), Err(Unproved::Contradicted), "seed {seed}");
            dearer += 1;
        }
    }
    assert!(dearer > 20 && solvable > 20, "{dearer} of {solvable}");
}

#[test]
fn a_limit_is_reported() {
    let problem = random_problem(7);
    let best = Optimiser::new().optimum(&problem, &mut Work::unlimited()).unwrap();
    let proof = match best {
        Some(best) => prove_optimal(&problem, &best.values, &mut Work::new(0)),
        None => prove_unsatisfiable(&problem, &mut Work::new(0)),
    };
    assert!(matches!(proof, Err(Unproved::Limit) | Ok(_)), "{proof:?}");
}
