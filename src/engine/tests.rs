//! Laws of the engine on random small problems, against every assignment tried in turn.

mod sizes;

use super::*;

/// A xorshift generator (Marsaglia 2003).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }

    fn between(&mut self, first: i64, last: i64) -> i64 {
        first + self.below((last - first + 1) as u64) as i64
    }

    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// Few groups of varied sizes, labels 0 to 5, costs that often tie.
fn random_problem(random: &mut Random) -> Problem {
    let mut problem = Problem::new();
    let count = 1 + random.below(6) as u32;
    let wide = random.chance(4);
    for group in 0..count {
        let size = match random.below(12) {
            0 => 1,
            1 if random.chance(5) => 0,
            2 if wide && group < 2 => 70,
            _ => 2 + random.below(3) as u32,
        };
        let id = problem.add_group(size);
        let style = random.below(4);
        for value in 0..size {
            let cost = match style {
                0 => 0,
                1 => random.between(-3, 3),
                2 => random.between(0, 2) * 10,
                _ => random.between(0, 1_000_000_000_000),
            };
            problem.set_cost(id, value, i128::from(cost));
        }
    }
    for _ in 0..random.below(9) {
        add_random_clause(random, &mut problem, count);
    }
    for _ in 0..random.below(3) {
        add_random_budget(random, &mut problem, count);
    }
    problem
}

fn random_label(random: &mut Random) -> Label {
    Label(random.below(6) as u32)
}

fn add_random_clause(random: &mut Random, problem: &mut Problem, groups: u32) {
    let label = random_label(random);
    let length = if random.chance(2) { 0 } else { 1 + random.below(4) };
    let literals = (0..length).map(|_| {
        let group = GroupId(random.below(u64::from(groups)) as u32);
        let density = 10 + random.below(60);
        let values = (0..problem.size(group) + 1).filter(|_| random.chance(density)).collect();
        (group, values)
    });
    let literals: Vec<_> = literals.collect();
    problem.add_clause(label, literals);
}

fn add_random_budget(random: &mut Random, problem: &mut Problem, groups: u32) {
    let label = random_label(random);
    let terms: Vec<_> = (0..1 + random.below(5))
        .map(|_| {
            let group = GroupId(random.below(u64::from(groups)) as u32);
            let size = problem.size(group);
            (group, (0..size).map(|_| random.between(-4, 9)).collect::<Vec<i64>>())
        })
        .collect();
    problem.add_budget(label, terms, random.between(-6, 20));
}

/// Every assignment, first one first.
fn assignments(problem: &Problem) -> Vec<Assignment> {
    let mut all: Vec<Vec<u32>> = vec![Vec::new()];
    for group in problem.group_ids() {
        let longer = |prefix: &Vec<u32>| {
            let prefix = prefix.clone();
            (0..problem.size(group)).map(move |value| [&prefix[..], &[value]].concat())
        };
        all = all.iter().flat_map(longer).collect();
    }
    all.into_iter().map(Assignment::from).collect()
}

fn cost_of(problem: &Problem, values: &Assignment) -> i128 {
    problem.group_ids().zip(values).map(|(group, value)| problem.costs(group)[*value as usize]).sum()
}

fn brute_force(problem: &Problem) -> Option<Optimum> {
    let mut best: Option<Optimum> = None;
    for values in assignments(problem) {
        let cost = cost_of(problem, &values);
        if problem.is_satisfied(&values) && best.as_ref().is_none_or(|best| cost < best.cost) {
            best = Some(Optimum { values, cost });
        }
    }
    best
}

/// The same groups with the constraints of the structure and of some labels.
pub(super) fn only(problem: &Problem, labels: &[Label]) -> Problem {
    let mut less = problem.clone();
    let stays = |label: Label| label == Label::STRUCTURE || labels.contains(&label);
    less.clauses.retain(|clause| stays(clause.label));
    less.budgets.retain(|budget| stays(budget.label));
    less
}

fn has_solution(problem: &Problem) -> bool {
    assignments(problem).iter().any(|values| problem.is_satisfied(values))
}

const ROUNDS: u64 = 12_000;

#[test]
fn a_problem_is_satisfied_iff_some_assignment_does() {
    let (mut yes, mut no) = (0, 0);
    for seed in 1..=ROUNDS {
        let problem = random_problem(&mut Random::new(seed));
        let found = satisfy(&problem, &mut Work::unlimited()).unwrap();
        let expected = has_solution(&problem);
        assert_eq!(found.is_some(), expected, "seed {seed}");
        if let Some(values) = found {
            assert!(problem.is_satisfied(&values), "seed {seed}");
        }
        if expected { yes += 1 } else { no += 1 }
    }
    assert!(yes > 2_000 && no > 2_000, "{yes} {no}");
}

#[test]
fn the_optimum_is_the_first_of_the_cheapest() {
    let mut optimiser = Optimiser::new();
    for seed in 1..=ROUNDS {
        let problem = random_problem(&mut Random::new(seed));
        let found = optimiser.optimum(&problem, &mut Work::unlimited()).unwrap();
        assert_eq!(found, brute_force(&problem), "seed {seed}");
    }
}

#[test]
fn conflict_driven_search_gives_the_same_optimum() {
    for seed in 1..=ROUNDS {
        let problem = random_problem(&mut Random::new(seed));
        let found = Optimiser::with_patience(0).optimum(&problem, &mut Work::unlimited()).unwrap();
        assert_eq!(found, brute_force(&problem), "seed {seed}");
    }
}

/// Rules "this value here needs one of those there" and "one of two or three", many for each group.
fn dense_problem(random: &mut Random) -> Problem {
    let mut problem = Problem::new();
    let groups: Vec<GroupId> = (0..24).map(|_| problem.add_group(5)).collect();
    let ties = random.chance(50);
    for group in &groups {
        for value in 0..5 {
            let cost = if ties { random.between(1, 9) } else { random.between(100, 2_000) };
            problem.set_cost(*group, value, i128::from(cost));
        }
    }
    let group = |random: &mut Random| groups[random.below(24) as usize];
    for _ in 0..140 {
        let held = Values::single(random.below(5) as u32).complement(5);
        let mut literals = vec![(group(random), held)];
        for _ in 0..1 + random.below(2) {
            literals.push((group(random), (0..5).filter(|_| random.chance(60)).collect()));
        }
        problem.add_clause(Label(1), literals);
    }
    if random.chance(50) {
        let weigh = |group: &GroupId| (*group, (0..5).map(|_| random.between(0, 9)).collect());
        let terms = groups.iter().map(weigh).collect();
        problem.add_budget(Label(2), terms, 90);
    }
    problem
}

#[test]
fn dense_problems_have_the_same_optimum_by_every_method() {
    let mut possible = 0;
    for seed in 1..=16 {
        let problem = dense_problem(&mut Random::new(seed));
        let best = Optimiser::new().optimum(&problem, &mut Work::unlimited()).unwrap();
        let other = Optimiser::with_patience(0).optimum(&problem, &mut Work::unlimited());
        assert_eq!(Ok(&best), other.as_ref(), "seed {seed}");
        possible += usize::from(best.is_some());
    }
    assert!(possible > 8, "{possible}");
}

#[test]
fn a_core_has_no_solution_and_loses_that_with_any_label() {
    let mut cores = 0;
    for seed in 1..=ROUNDS {
        let mut random = Random::new(seed);
        let problem = random_problem(&mut random);
        let wanted: Vec<Label> = (0..3).map(|_| random_label(&mut random)).collect();
        let core = minimal_unsatisfiable_subset(&problem, &wanted, &mut Work::unlimited()).unwrap();
        assert_eq!(core.is_none(), has_solution(&problem), "seed {seed}");
        let Some(core) = core else { continue };
        assert!(!has_solution(&only(&problem, &core)), "seed {seed}");
        for label in &core {
            let rest: Vec<Label> = core.iter().copied().filter(|other| other != label).collect();
            assert!(has_solution(&only(&problem, &rest)), "seed {seed}");
        }
        assert_eq!(core, core_by_deletion(&problem, &wanted), "seed {seed}");
        cores += usize::from(core.len() > 1);
    }
    assert!(cores > 500, "{cores}");
}

/// The law of the order of dropping, without any solver.
fn core_by_deletion(problem: &Problem, drop_first: &[Label]) -> Vec<Label> {
    let mut left = problem.labels();
    let order: Vec<Label> = drop_first.iter().copied().chain(problem.labels()).collect();
    let mut kept = Vec::new();
    for label in order {
        if kept.contains(&label) || !left.contains(&label) {
            continue;
        }
        let without: Vec<Label> = left.iter().copied().filter(|other| *other != label).collect();
        if has_solution(&only(problem, &without)) {
            kept.push(label);
        } else {
            left = without;
        }
    }
    left
}

#[test]
fn one_solver_answers_many_questions() {
    for seed in 1..=ROUNDS / 6 {
        let mut random = Random::new(seed);
        let problem = random_problem(&mut random);
        let mut solver = Solver::new(&problem);
        for _ in 0..6 {
            let enabled: Vec<Label> = (0..6).map(Label).filter(|_| random.chance(60)).collect();
            let picks = random_picks(&mut random, &problem);
            let verdict = solver.solve(&enabled, &picks, &mut Work::unlimited()).unwrap();
            check_verdict(&problem, (&enabled, &picks), verdict);
        }
    }
}

fn random_picks(random: &mut Random, problem: &Problem) -> Vec<Pick> {
    let pick = |random: &mut Random| {
        let group = GroupId(random.below(problem.groups() as u64) as u32);
        Pick { group, value: random.below(4) as u32 }
    };
    (0..random.below(3)).map(|_| pick(random)).collect()
}

fn check_verdict(problem: &Problem, question: (&[Label], &[Pick]), verdict: Verdict) {
    let holds = |values: &Assignment, picks: &[Pick]| picks.iter().all(|pick| values[pick.group] == pick.value);
    match verdict {
        Verdict::Satisfiable(values) => {
            assert!(only(problem, question.0).is_satisfied(&values));
            assert!(holds(&values, question.1));
        }
        Verdict::Unsatisfiable { labels, picks } => {
            assert!(labels.iter().all(|label| question.0.contains(label)));
            assert!(picks.iter().all(|pick| question.1.contains(pick)));
            let less = only(problem, &labels);
            let solutions = assignments(&less);
            assert!(!solutions.iter().any(|values| less.is_satisfied(values) && holds(values, &picks)));
        }
    }
}

#[test]
fn a_limit_gives_the_same_answer_or_none() {
    let mut reached = 0;
    for seed in 1..=300 {
        let problem = random_problem(&mut Random::new(seed));
        let expected = brute_force(&problem);
        for limit in (0..200).chain((200..2_000).step_by(100)) {
            match Optimiser::new().optimum(&problem, &mut Work::new(limit)) {
                Ok(found) => assert_eq!(found, expected),
                Err(LimitReached) => reached += 1,
            }
            let mut patient = Optimiser::with_patience(limit);
            let found = patient.optimum(&problem, &mut Work::unlimited()).unwrap();
            assert_eq!(found, expected, "seed {seed} patience {limit}");
        }
    }
    assert!(reached > 1_000);
}

#[test]
fn a_solver_that_met_its_limit_still_answers() {
    for seed in 1..=500 {
        let problem = random_problem(&mut Random::new(seed));
        let labels = problem.labels();
        let mut solver = Solver::new(&problem);
        for limit in 0..30 {
            let _ = solver.solve(&labels, &[], &mut Work::new(limit));
        }
        let verdict = solver.solve(&labels, &[], &mut Work::unlimited()).unwrap();
        check_verdict(&problem, (&labels, &[]), verdict);
    }
}

#[test]
fn what_was_met_before_costs_the_same_steps() {
    let mut optimiser = Optimiser::new();
    for seed in 1..=500 {
        let problem = random_problem(&mut Random::new(seed));
        let mut fresh = Work::unlimited();
        let expected = Optimiser::new().optimum(&problem, &mut fresh);
        for _ in 0..2 {
            let mut work = Work::unlimited();
            assert_eq!(optimiser.optimum(&problem, &mut work), expected);
            assert_eq!(work.spent(), fresh.spent());
        }
    }
}
