//! The rules of an interval without a valid bill of materials: which of them alone leave none, and which can be broken
//! where all others hold.

use super::nearby::{Holding, Nearby};
use super::questions::{Blamed, Finding, find};
use super::rules::{Probed, ProbedRule, Rules, Solvable, Switched, Verdicts, harden_others};
use crate::engine::{Label, LimitReached, Solver, Work};

/// Searches for the rules of the interval: first each alone, then those that are not known to matter.
pub(super) fn search(
    known: &mut Rules,
    problem: &Probed<'_>,
    rules: &[ProbedRule],
    work: &mut Work,
) -> Result<Verdicts, LimitReached> {
    let Alone { verdicts, is_hopeless } = alone(problem, rules, work)?;
    // Where even without rules there is nothing, no rule can be broken while everything else holds.
    if !is_hopeless && rules.iter().any(|rule| known.is_open(rule.span)) {
        search_each(known, problem, rules, work)?;
    }
    Ok(verdicts)
}

/// What the rules do alone.
#[derive(Default)]
struct Alone {
    verdicts: Verdicts,
    /// There is no valid bill of materials even without rules.
    is_hopeless: bool,
}

/// Which rules alone leave no valid bill of materials where there is one without rules.
fn alone(problem: &Probed<'_>, rules: &[ProbedRule], work: &mut Work) -> Result<Alone, LimitReached> {
    let mut plain = problem.probes.without(&problem.lowered.problem);
    harden_others(&mut plain, rules.iter());
    let mut solver = Solver::new(&plain);
    let mut alone = Alone::default();
    let mut nearby = match find(&mut solver, &[], &[], work)? {
        Finding::Possible(values) => Nearby::new(&plain, values),
        Finding::Impossible(_) => return Ok(Alone { is_hopeless: true, ..alone }),
        Finding::Unproved => return Ok(alone),
    };
    for rule in rules {
        let is_near = nearby.has(&[], Holding::Only(rule.probe.label), work)?;
        if !is_near && matches!(find(&mut solver, &[rule.probe.label], &[], work)?, Finding::Impossible(_)) {
            alone.verdicts.impossible.push(rule.span);
        } else {
            alone.verdicts.fine.push(rule.span);
        }
    }
    Ok(alone)
}

/// Searches for the rules that are not known to matter, the last first; those that do not matter are left out for the
/// others.
///
/// As long as rules that contradict each other are known (an unsat core), a rule that is not one of them needs no call:
/// without it they contradict each other still. So most rules of thousands need none. Once the rules left do
/// not contradict each other any more, the rest is searched near their solution.
pub(super) fn search_each(
    known: &mut Rules,
    problem: &Probed<'_>,
    rules: &[ProbedRule],
    work: &mut Work,
) -> Result<(), LimitReached> {
    let mut switched = Switched::new(problem.lowered.problem.clone(), rules.iter());
    let mut left_out: Vec<Label> = Vec::new();
    let mut contradiction = match switched.find(work)? {
        Finding::Impossible(Blamed { labels, .. }) => Some(labels),
        Finding::Possible(_) | Finding::Unproved => None,
    };
    for (at, rule) in rules.iter().enumerate().rev().filter(|(_, rule)| known.is_open(rule.span)).collect::<Vec<_>>() {
        let label = rule.probe.label;
        if contradiction.as_ref().is_some_and(|labels| labels.binary_search(&label).is_err()) {
            switched.leave_out(label);
            left_out.push(label);
            continue;
        }
        let Some(finding) = known.search_broken(rule, &mut switched, work)? else { continue };
        known.search_reached(rule, &mut switched, work)?;
        let Finding::Impossible(Blamed { labels, picks }) = finding else { continue };
        switched.leave_out(label);
        left_out.push(label);
        if picks.is_empty() {
            contradiction = Some(labels);
            continue;
        }
        contradiction = match switched.find(work)? {
            Finding::Impossible(Blamed { labels, .. }) => Some(labels),
            Finding::Unproved => None,
            Finding::Possible(values) => {
                left_out.sort_unstable();
                let values = problem.probes.values_without(&values);
                let rules = &rules[..at];
                return known.search_solvable(&Solvable { problem, rules, left_out: &left_out, values: &values }, work);
            }
        };
    }
    Ok(())
}
