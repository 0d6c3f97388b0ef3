//! Where the work limit is reached: the same answer as without one, or bounds that hold.

use super::*;
use terroir::bom::{Commonality, Point};

/// Limits from one step on: each of the first, then ever farther apart.
fn limits() -> impl Iterator<Item = u64> {
    std::iter::successors(Some(1_u64), |limit| Some(limit + 1 + limit / 12)).take_while(|limit| *limit < 50_000_000)
}

/// Random portfolios, most of them with rules that contradict each other.
fn solutions(count: u64) -> impl Iterator<Item = (u64, Case, Solution)> {
    let case =
        |seed| if seed % 5 == 0 { portfolio_case(seed) } else { large_contrary_case(seed, (seed % 5) as usize * 2) };
    let read = move |seed| {
        let case = case(seed);
        let solution = Solution::from_sources(case.sources()).ok()?;
        Some((seed, case, solution))
    };
    (1..=count).filter_map(read)
}

fn regional_lines(portfolio: &Portfolio) -> usize {
    let boms = portfolio.markets.iter().filter_map(Outcome::bom);
    boms.flat_map(|bom| &bom.lines).filter(|line| !line.core).count()
}

/// Compares an answer within a limit with the one without; true if nothing is undecided any more.
fn is_decided(limited: &Portfolio, whole: &Portfolio, counts: &mut Counts) -> bool {
    let mut decided = true;
    let lines = regional_lines(whole);
    for (one, other) in limited.markets.iter().zip(&whole.markets) {
        match (one, other) {
            (Outcome::Resolved(one), Outcome::Resolved(other)) => assert_eq!(told(one), told(other)),
            (Outcome::Conflict(_), Outcome::Conflict(_)) => {}
            (Outcome::Undecided(undecided), _) => {
                decided = false;
                let Some(bounds) = undecided.regional else { continue };
                assert!(matches!(other, Outcome::Resolved(_)), "{bounds}");
                assert!(bounds.at_least <= lines, "{bounds}, and the answer has {lines}");
                assert!(bounds.at_most.is_none_or(|most| lines <= most), "{bounds}, and the answer has {lines}");
                let kind = match bounds.at_most {
                    None => "bounded from below",
                    Some(most) if most == bounds.at_least => "bounds that meet",
                    Some(_) => "bounds apart",
                };
                *counts.entry(kind).or_default() += 1;
            }
            (one, other) => panic!("{one:?} and {other:?}"),
        }
    }
    decided
}

fn limited(mut request: Request, limit: Option<u64>) -> Request {
    request.limit = limit;
    request
}

#[test]
fn within_any_limit_the_answer_is_the_same_or_lies_within_the_bounds_that_are_told() {
    let mut counts = Counts::new();
    for (seed, case, solution) in solutions(100) {
        let Some(whole) = ask(&solution, &case) else { continue };
        let compiled = solution.compile().unwrap();
        let answer = |limit| compiled.portfolio(&case_request(&case).limit(limit)).unwrap();
        let enough = limits().find(|limit| is_decided(&answer(*limit), &whole, &mut counts));
        assert!(enough.is_some(), "case {seed}");
        *counts.entry("swept").or_default() += 1;
    }
    println!("limits: {counts:?}");
    for kind in ["swept", "bounded from below", "bounds that meet", "bounds apart"] {
        assert!(counts.get(kind).is_some_and(|count| *count > 50), "hardly any {kind}: {counts:?}");
    }
}

/// Compares a curve within a limit with the whole one.
fn check_known(found: &Commonality, whole: &Commonality, counts: &mut Counts) {
    if found.complete {
        assert_eq!(found, whole);
    }
    for pair in found.points.windows(2) {
        assert!(pair[0].regional > pair[1].regional && pair[0].total < pair[1].total, "{pair:?}");
    }
    for point in &found.points {
        if point.proved {
            assert!(whole.points.contains(point), "{point:?} is not of {whole:?}");
            continue;
        }
        assert!(!found.complete);
        let least: Vec<&Point> = whole.points.iter().filter(|one| one.regional <= point.regional).collect();
        let least = least.first().unwrap_or_else(|| panic!("{point:?} has too few lines: {whole:?}"));
        assert!(least.total <= point.total, "{point:?} is too cheap: {whole:?}");
        let kind = if least.total == point.total { "unproved and right" } else { "unproved" };
        *counts.entry(kind).or_default() += 1;
    }
}

#[test]
fn within_any_limit_a_curve_has_only_points_that_hold() {
    let mut counts = Counts::new();
    for (seed, case, solution) in solutions(100) {
        let compiled = solution.compile().unwrap();
        let curve = |limit| compiled.commonality(&limited(case_request(&case), limit)).unwrap();
        let whole = curve(None);
        let enough = limits().find(|limit| {
            let found = curve(Some(*limit));
            check_known(&found, &whole, &mut counts);
            found.complete
        });
        assert!(enough.is_some(), "case {seed}");
    }
    println!("curves within limits: {counts:?}");
    for kind in ["unproved", "unproved and right"] {
        assert!(counts.get(kind).is_some_and(|count| *count > 50), "hardly any {kind}: {counts:?}");
    }
}

#[test]
fn a_curve_that_ends_early_names_the_best_point_that_was_found_next() {
    let compiled = street_light("[\"parts\", \"cost\"]").compile().unwrap();
    let curve = |limit| {
        let request = limited(Request::default().as_of("2026-11-22".parse().unwrap()), limit);
        compiled.commonality(&request).unwrap()
    };
    // Where the limit falls between two points depends on what a step of the engine is.
    let ends_between = |curve: &Commonality| {
        let proved: Vec<bool> = curve.points.iter().map(|point| point.proved).collect();
        proved == [true, false, true]
    };
    let found =
        (4..40).map(|limit| curve(Some(limit * 10_000))).find(ends_between).expect("a limit between two points");
    let whole = curve(None);
    check_known(&found, &whole, &mut Counts::new());
    let text = terroir::export::commonality(&found, "USD");
    assert!(text.contains("  not proved\n") && text.contains("the step limit was reached"), "{text}");
    assert!(whole.points.iter().all(|point| point.proved) && whole.points.len() > 3);
}

#[cfg(feature = "cli")]
#[test]
fn the_bounds_are_told_with_an_undecided_market() {
    let apart = |outcome: &Outcome| match outcome {
        Outcome::Undecided(undecided) => undecided.regional.filter(|bounds| bounds.at_most > Some(bounds.at_least)),
        _ => None,
    };
    let found = solutions(100).find_map(|(_, case, solution)| {
        let compiled = solution.compile().unwrap();
        let answer = |limit| compiled.portfolio(&case_request(&case).limit(limit)).unwrap();
        let limit = limits().take(130).find(|limit| answer(*limit).markets.iter().any(|one| apart(one).is_some()))?;
        // The command takes no flags from the case.
        let answer = answer(limit);
        (case.set.is_empty() && case.without.is_empty()).then_some((limit, answer, case))
    });
    let (limit, answer, case) = found.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in case.sources() {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_terroir"));
    command.args(["resolve", "--as-of", case.date, "--limit", &limit.to_string(), "--format", "json"]);
    let output = command.arg("--manifest-path").arg(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let (at, bounds) = answer.markets.iter().enumerate().find_map(|(at, one)| Some((at, apart(one)?))).unwrap();
    let market = &value["markets"][at];
    assert_eq!(market["status"], "undecided");
    assert_eq!(market["regional"], serde_json::json!({ "at_least": bounds.at_least, "at_most": bounds.at_most }));
    let told = format!(
        "on {}; all markets together have between {} and {} regional line",
        case.date,
        bounds.at_least,
        bounds.at_most.unwrap()
    );
    let errors = String::from_utf8(output.stderr).unwrap();
    // Sentences are folded.
    let errors = errors.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(errors.contains(&told), "{told}\n{errors}");
}
