//! Problems of known answers: pigeons and holes, long chains, numbers at the ends of what fits.

use super::*;

/// `count` groups that take different values among `holes`, each pair with its own label.
fn pigeonhole(count: u32, holes: u32) -> Problem {
    let mut problem = Problem::new();
    let pigeons: Vec<GroupId> = (0..count).map(|_| problem.add_group(holes)).collect();
    let mut label = 0;
    for first in 0..pigeons.len() {
        for second in 0..first {
            label += 1;
            for hole in 0..holes {
                let outside = Values::single(hole).complement(holes);
                let literals = vec![(pigeons[first], outside.clone()), (pigeons[second], outside)];
                problem.add_clause(Label(label), literals);
            }
        }
    }
    problem
}

#[test]
fn six_pigeons_do_not_fit_five_holes() {
    let problem = pigeonhole(6, 5);
    assert_eq!(satisfy(&problem, &mut Work::unlimited()), Ok(None));
    assert_eq!(Optimiser::new().optimum(&problem, &mut Work::unlimited()), Ok(None));
    assert_eq!(Optimiser::with_patience(0).optimum(&problem, &mut Work::unlimited()), Ok(None));
    let core = minimal_unsatisfiable_subset(&problem, &[], &mut Work::unlimited()).unwrap().unwrap();
    assert_eq!(core.len(), 15);
}

#[test]
fn forgetting_learned_clauses_loses_no_answer() {
    let mut encoding = encoding::Encoding::new(&pigeonhole(8, 7));
    let all: Vec<_> = encoding.selectors().collect();
    for _ in 0..2 {
        assert_eq!(encoding.cdcl.solve(&all, &mut Work::unlimited()), Ok(false));
        assert_eq!(encoding.cdcl.solve(&all[1..], &mut Work::unlimited()), Ok(true));
    }
    assert!(encoding.cdcl.conflicts() > 2_000);
}

#[test]
fn six_pigeons_fit_six_holes_in_order() {
    let best = Optimiser::new().optimum(&pigeonhole(6, 6), &mut Work::unlimited()).unwrap();
    assert_eq!(best.map(|best| best.values), Some(vec![0, 1, 2, 3, 4, 5].into()));
}

#[test]
fn a_chain_of_five_thousand_groups_fits_a_small_stack() {
    let solve = || {
        let mut problem = Problem::new();
        let groups: Vec<GroupId> = (0..5_000).map(|_| problem.add_group(3)).collect();
        for (index, pair) in groups.windows(2).enumerate() {
            problem.set_cost(pair[0], 1, 7);
            problem.set_cost(pair[0], 2, 7 + (index % 3) as i128);
            let first = Values::single(0).complement(3);
            problem.add_clause(Label(1), vec![(pair[0], first.clone()), (pair[1], first)]);
        }
        assert!(satisfy(&problem, &mut Work::unlimited()).unwrap().is_some());
        let fast = Optimiser::new().optimum(&problem, &mut Work::unlimited()).unwrap().unwrap();
        let slow = Optimiser::with_patience(0).optimum(&problem, &mut Work::unlimited());
        assert_eq!(slow, Ok(Some(fast)));
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(solve).unwrap().join().unwrap();
}

#[test]
fn costs_beyond_all_room_reach_the_limit_and_great_ones_do_not() {
    let mut problem = Problem::new();
    let group = problem.add_group(2);
    problem.set_cost(group, 0, i128::MAX);
    assert_eq!(Optimiser::new().optimum(&problem, &mut Work::unlimited()), Err(LimitReached));
    for seed in 1..=500 {
        let mut random = Random::new(seed);
        let mut problem = random_problem(&mut random);
        for group in problem.group_ids() {
            for value in 0..problem.size(group) {
                problem.set_cost(group, value, (1 << 110) + i128::from(random.between(-5, 5)) * ((1 << 100) + 1));
            }
        }
        let found = Optimiser::new().optimum(&problem, &mut Work::unlimited()).unwrap();
        assert_eq!(found, brute_force(&problem), "seed {seed}");
    }
}

#[test]
fn budgets_at_the_ends_of_the_numbers_hold() {
    let mut problem = Problem::new();
    let groups: Vec<GroupId> = (0..4).map(|_| problem.add_group(2)).collect();
    let terms = |last: i64| groups.iter().map(|group| (*group, vec![i64::MAX, last])).collect();
    problem.add_budget(Label(1), terms(i64::MIN), 0);
    problem.add_budget(Label(2), terms(i64::MIN), i64::MAX);
    let best = Optimiser::new().optimum(&problem, &mut Work::unlimited()).unwrap();
    assert_eq!(best, brute_force(&problem));
    assert!(satisfy(&problem, &mut Work::unlimited()).unwrap().is_some());
}
