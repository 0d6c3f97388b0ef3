//! Why a market has no valid bill of materials: a minimal set of reasons, and changes that were tried and help.
//!
//! Finding (which reasons) is the engine's; `words` turns each into a sentence with its places; `changes` thinks of
//! what could be changed and `fixes` tries it.

mod asks;
mod changes;
mod fixes;
mod needs;
mod resources;
mod rules;
mod smallest;
mod units;
mod unknown;
mod words;

use crate::bom::Conflict;
use crate::engine::{Label, LimitReached, Work, minimal_core};
use crate::kernel::{Flags, Lowered, Question, Reason, lower};
use crate::question::{Asked, Compiled, gaps};
use crate::span::{Files, Span, Whose};

/// The conflict of a market that has no solution.
pub(crate) fn conflict(
    compiled: &Compiled,
    asked: &Asked,
    question: &Question<'_>,
    lowered: &Lowered,
    work: &mut Work,
) -> Result<Conflict, LimitReached> {
    let core = core(compiled, lowered, work)?;
    if core.is_empty() && !question.flags.network_needs_are_reasons {
        // Only conditions that contradict the structure are left, such as one on the carrier that the slot itself asks for.
        let flags = Flags { network_needs_are_reasons: true, ..question.flags.clone() };
        let louder = Question { flags: &flags, ..*question };
        return conflict(compiled, asked, &louder, &lower(&louder), work);
    }
    let mut reasons: Vec<&Reason> = core.iter().filter_map(|label| lowered.reason(*label)).collect();
    reasons.sort_by_key(|reason| reading_place(&compiled.files, reason.span));
    let words = words::Words { compiled, asked, question, lowered, reasons: &reasons };
    let told = reasons.iter().map(|reason| words.reason(reason)).collect();
    let context = words.context();
    let fixes = fixes::fixes(&words, work);
    Ok(Conflict {
        market: compiled.model.areas.code(asked.market).to_owned(),
        as_of: asked.day,
        reasons: told,
        context,
        fixes,
        warnings: gaps(compiled, question),
    })
}

/// The smallest set of reasons, or one that is only minimal by inclusion where that was not found in time.
fn core(compiled: &Compiled, lowered: &Lowered, work: &mut Work) -> Result<Vec<Label>, LimitReached> {
    let reading = reading_order(&compiled.files, lowered);
    if let Some(core) = smallest::smallest(&compiled.files, lowered, &reading, work)? {
        return Ok(core);
    }
    let last_first: Vec<Label> = reading.iter().rev().copied().collect();
    Ok(minimal_core(&lowered.problem, &last_first, work)?.unwrap_or_default())
}

/// All labels in reading order.
fn reading_order(files: &Files, lowered: &Lowered) -> Vec<Label> {
    let places = lowered.reasons.iter().map(|reason| reading_place(files, reason.span));
    let mut labels: Vec<(ReadingPlace, Label)> =
        places.zip(1..).map(|(place, number)| (place, Label(number))).collect();
    labels.sort();
    labels.into_iter().map(|(_, label)| label).collect()
}

type ReadingPlace = (u8, String, u32);

/// Flags, solution.toml, the catalogue in its order, regions by name; by line within a file.
fn reading_place(files: &Files, span: Option<Span>) -> ReadingPlace {
    let Some(span) = span else { return (0, String::new(), 0) };
    let name = files.name(span.file);
    if name == "solution.toml" {
        return (1, String::new(), span.start);
    }
    // Catalogue files were added in the order of their patterns; own and built-in regions go by name.
    if name.starts_with("regions/") || files.whose(span.file) != Whose::Own {
        return (3, name.to_owned(), span.start);
    }
    (2, format!("{:08}", span.file.0), span.start)
}
