//! The rules of one interval, searched as its solutions allow.

use super::contradictions;
use super::reachable::Valid;
use super::rules::{Probed, Rules, Solvable, Verdicts, probed_rules};
use crate::engine::{Assignment, LimitReached, Work};
use crate::query::Compiled;

/// Searches for the rules of an interval that are not known to matter; what each does alone.
pub(super) fn search(
    compiled: &Compiled,
    known: &mut Rules,
    problem: &Probed<'_>,
    valid: Valid,
    work: &mut Work,
) -> Result<Verdicts, LimitReached> {
    let rules = probed_rules(compiled, problem);
    let values = match valid {
        Valid::One(values) => values,
        Valid::Nothing | Valid::Unproved => return contradictions::search(known, problem, &rules, work),
    };
    rules.iter().for_each(|rule| known.change(rule.span, |known| known.beside_valid = true));
    known.search_solvable(&Solvable { problem, rules: &rules, left_out: &[], values: &values }, work)?;
    Ok(Verdicts { fine: rules.iter().map(|rule| rule.span).collect(), impossible: Vec::new() })
}

/// The same for a market without a valid bill of materials, some of its constraints taken as met; with a solution where
/// one was found.
pub(super) fn search_lost(
    compiled: &Compiled,
    known: &mut Rules,
    problem: &Probed<'_>,
    valid: Option<Assignment>,
    work: &mut Work,
) -> Result<(), LimitReached> {
    let rules = probed_rules(compiled, problem);
    match valid {
        Some(values) => {
            known.search_solvable(&Solvable { problem, rules: &rules, left_out: &[], values: &values }, work)
        }
        None => contradictions::search_each(known, problem, &rules, work),
    }
}
