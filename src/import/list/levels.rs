//! Rows of an assembly with levels: quantities multiply from the top down, and only rows without rows below are parts.

use crate::import::finding::{Finding, plural};
use crate::import::list::part::Row;
use crate::import::list::row::Outcome;
use crate::number::Number;

/// A row with its level, as the list has it.
pub(super) struct Leveled {
    /// `2` or `1.2.1`; `None` without a column of levels.
    pub level: Option<String>,
    pub line: u64,
    pub outcome: Outcome,
}

/// An assembly whose rows are being read.
struct Above {
    depth: usize,
    /// How many of it the product has; `None` if it is not fitted.
    times: Option<Number>,
}

/// The parts of all levels with the quantities of the whole product.
pub(super) fn flat(rows: Vec<Leveled>, file: &str, findings: &mut Vec<Finding>) -> Vec<Row> {
    let levels = || rows.iter().map(|row| row.level.as_deref());
    let is_inner = |level: &str| level.trim_matches('.').contains('.');
    let is_outline = levels().flatten().any(is_inner);
    let depths: Vec<Option<usize>> =
        levels().map(|level| if is_outline { outlined(level?) } else { depth(level?) }).collect();
    let mut above: Vec<Above> = Vec::new();
    let mut all = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        let own = depths.get(at).copied().flatten();
        let Some(own) = own else {
            if let Outcome::Part(part) = row.outcome {
                all.push(*part);
            }
            continue;
        };
        let before = at.checked_sub(1).and_then(|before| depths.get(before).copied().flatten());
        if before.is_some_and(|before| own > before + 1) {
            let message = "the level is more than one below that of the row above; it was read as one below";
            findings.push(Finding::warning(file, row.line, message));
        }
        above.retain(|one| one.depth < own);
        let has_rows = depths.get(at + 1).copied().flatten().is_some_and(|next| next > own);
        let times = above.last().map_or(Some(Number::ONE), |one| one.times);
        let part = match row.outcome {
            Outcome::Part(part) => Some(part),
            Outcome::NotFitted | Outcome::LeftOut => None,
        };
        if has_rows {
            let quantity = part.as_ref().map(|part| part.quantity);
            let product = times.zip(quantity).and_then(|(times, quantity)| times.checked_mul(quantity));
            if let Some(part) = &part {
                let message = format!(
                    "`{}` is an assembly: the parts below it were read, {} times",
                    part.part.shown(),
                    product.unwrap_or(Number::ONE)
                );
                findings.push(Finding::note(file, row.line, message));
            }
            above.push(Above { depth: own, times: product });
            continue;
        }
        match (part, times) {
            (Some(mut part), Some(times)) => {
                multiply(&mut part, times, file, findings);
                all.push(*part);
            }
            (Some(part), None) => {
                let message =
                    format!("`{}` belongs to an assembly that is not fitted and was left out", part.part.shown());
                findings.push(Finding::note(file, row.line, message));
            }
            (None, _) => {}
        }
    }
    all
}

fn multiply(part: &mut Row, times: Number, file: &str, findings: &mut Vec<Finding>) {
    if times == Number::ONE {
        return;
    }
    part.quantity = part.quantity.checked_mul(times).unwrap_or(part.quantity);
    if !part.references.is_empty() {
        let names = part.references.join(" ");
        let message =
            format!("`{names}` is on each of {}: the parts are counted without designators", plural(times, "assembly"));
        findings.push(Finding::note(file, part.line, message));
        part.references.clear();
    }
}

/// `2` is the second level, and so is `..2`, as SAP has it; `.2` is the second below `1`.
fn depth(level: &str) -> Option<usize> {
    let text = level.trim();
    let digits = text.trim_start_matches('.');
    let dots = text.len() - digits.len();
    if dots > 0 && digits.parse() == Ok(dots) {
        return Some(dots);
    }
    if text.bytes().all(|digit| digit.is_ascii_digit()) { text.parse().ok() } else { outlined(text) }
}

/// In an outline with `1.2.1`, `2` is the first level.
fn outlined(level: &str) -> Option<usize> {
    let text = level.trim();
    let parts: Vec<&str> = text.split('.').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() || !parts.iter().all(|part| part.parse::<u32>().is_ok()) {
        return None;
    }
    let dots = text.len() - text.trim_start_matches('.').len();
    Some(parts.len() + dots)
}
