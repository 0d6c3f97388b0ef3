//! Which edits cause a change: those without which, taken back alone, it is gone.
//!
//! Every edit is taken back alone and the markets are solved again. With many edits, runs of them are taken back
//! together first, and only those that matter are split; the number of trials is bounded. Where no single edit does, the
//! cause is a set of edits without which the change is gone and of which none can be missed: those that move the value, or
//! else all, are taken back together, and the set is made smaller as long as trials are left.

use super::answers::Answers;
use super::changes::Change;
use super::delta::EditNumber;
use crate::query::ResolveError;
use std::collections::{BTreeMap, BTreeSet};

/// The most edits that are taken back one by one without being looked at in runs first.
const SINGLES: usize = 64;
/// The most trials before the rest is named in runs, and the most trials of several edits together.
const TRIALS: usize = 160;
const TOGETHER: usize = 96;

/// The cause of a change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// Each of these: without any one of them the change is gone.
    Each(Vec<EditNumber>),
    /// These together.
    Together(Vec<EditNumber>),
    /// These, as the comparison of two locks found.
    Found(Vec<EditNumber>),
}

/// The causes of changes.
pub(super) struct Attribution {
    /// One for each change, in their order.
    pub causes: Vec<Cause>,
    /// How many of how many edits were not taken back alone.
    pub in_runs: usize,
}

/// Answers with some edits taken back; `None` where the files are not a solution without them.
pub(super) type Trial<'t> = dyn FnMut(&BTreeSet<EditNumber>) -> Result<Option<Answers>, ResolveError> + 't;

/// Finds the causes of changes among `count` edits.
pub(super) fn attribute(count: usize, changes: &[Change], trial: &mut Trial<'_>) -> Result<Attribution, ResolveError> {
    if count <= 1 || changes.is_empty() {
        let causes = changes.iter().map(|_| Cause::Each((0..count).collect())).collect();
        return Ok(Attribution { causes, in_runs: 0 });
    }
    let mut search = Search { changes, trial, tried: BTreeMap::new(), left: TRIALS };
    let runs = search.runs(count)?;
    let in_runs = runs.iter().filter(|run| run.len() > 1).map(BTreeSet::len).sum();
    let mut broken = BTreeSet::new();
    for run in &runs {
        if search.effect(run)?.is_none() {
            broken.extend(run.iter().copied());
        }
    }
    // Edits that only make sense together, such as a new part and the slot that takes it, are looked at as one.
    let mut units = runs;
    if broken.len() > 1 && broken.len() < count {
        units.push(broken);
    }
    search.left = TOGETHER;
    let mut causes = Vec::with_capacity(changes.len());
    for at in 0..changes.len() {
        causes.push(search.cause(at, &units, count)?);
    }
    Ok(Attribution { causes, in_runs })
}

/// What taking edits back does to each change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    /// Nothing.
    None,
    /// The value is another one, but not the old one.
    Moved,
    /// The change is gone.
    Gone,
}

struct Search<'s, 't> {
    changes: &'s [Change],
    trial: &'s mut Trial<'t>,
    /// What was tried; `None` where the files are not a solution.
    tried: BTreeMap<BTreeSet<EditNumber>, Option<Vec<Effect>>>,
    left: usize,
}

impl Search<'_, '_> {
    /// The runs of edits that are looked at: single ones where there are few; else those that matter, split as far as the
    /// number of trials allows.
    fn runs(&mut self, count: usize) -> Result<Vec<BTreeSet<EditNumber>>, ResolveError> {
        let size = count.div_ceil(SINGLES);
        let mut open: Vec<BTreeSet<EditNumber>> = Vec::new();
        for start in (0..count).step_by(size) {
            open.push((start..count.min(start + size)).collect());
        }
        let mut runs = Vec::new();
        while let Some(run) = open.pop() {
            if run.len() == 1 || self.left == 0 {
                runs.push(run);
                continue;
            }
            self.left -= 1;
            let matters = self.effect(&run)?.is_none_or(|effects| effects.iter().any(|one| *one != Effect::None));
            if matters {
                let middle = run.iter().nth(run.len() / 2).copied().unwrap_or(0);
                let mut first = run;
                let second = first.split_off(&middle);
                open.extend([second, first]);
            }
        }
        runs.reverse();
        Ok(runs)
    }

    /// What taking edits back does to each change; `None` where the files are then not a solution.
    fn effect(&mut self, edits: &BTreeSet<EditNumber>) -> Result<Option<Vec<Effect>>, ResolveError> {
        if let Some(known) = self.tried.get(edits) {
            return Ok(known.clone());
        }
        let effect = |answers: &Answers, change: &Change| match change.in_answers(answers) {
            Some(value) if value == change.before => Effect::Gone,
            Some(value) if value == change.after => Effect::None,
            Some(_) | None => Effect::Moved,
        };
        let answers = (self.trial)(edits)?;
        let found = answers.map(|answers| self.changes.iter().map(|change| effect(&answers, change)).collect());
        self.tried.insert(edits.clone(), found.clone());
        Ok(found)
    }

    /// The cause of a change among the units, or all `count` edits together.
    fn cause(&mut self, at: usize, units: &[BTreeSet<EditNumber>], count: usize) -> Result<Cause, ResolveError> {
        let (mut single, mut together, mut moving) = (Vec::new(), None, BTreeSet::new());
        for unit in units {
            match self.effect(unit)?.and_then(|effects| effects.get(at).copied()) {
                Some(Effect::Gone) if unit.len() == 1 => single.extend(unit.iter().copied()),
                Some(Effect::Gone) if together.is_none() => together = Some(unit.clone()),
                Some(Effect::Moved | Effect::Gone) => moving.extend(unit.iter().copied()),
                Some(Effect::None) | None => {}
            }
        }
        if !single.is_empty() {
            return Ok(Cause::Each(single));
        }
        if let Some(together) = together {
            return Ok(Cause::Together(together.into_iter().collect()));
        }
        let all: BTreeSet<EditNumber> = (0..count).collect();
        let start = if self.is_gone(at, &moving)? { moving } else { all };
        Ok(Cause::Together(self.smallest(at, start)?.into_iter().collect()))
    }

    /// The edits of a set without which the change is gone, as few as the number of trials allows: each in turn, in larger
    /// runs first, is kept in the files, and left out of the set where the change is still gone.
    fn smallest(&mut self, at: usize, mut set: BTreeSet<EditNumber>) -> Result<BTreeSet<EditNumber>, ResolveError> {
        let mut size = set.len().div_ceil(2);
        loop {
            let order: Vec<EditNumber> = set.iter().copied().collect();
            for run in order.chunks(size.max(1)) {
                let rest: BTreeSet<EditNumber> = set.iter().copied().filter(|edit| !run.contains(edit)).collect();
                if !rest.is_empty() && self.is_gone(at, &rest)? {
                    set = rest;
                }
            }
            if size <= 1 {
                return Ok(set);
            }
            size = size.div_ceil(2).min(set.len());
        }
    }

    /// Whether a change is known to be gone without some edits; tries it while trials are left.
    fn is_gone(&mut self, at: usize, edits: &BTreeSet<EditNumber>) -> Result<bool, ResolveError> {
        if !self.tried.contains_key(edits) {
            if self.left == 0 {
                return Ok(false);
            }
            self.left -= 1;
        }
        Ok(self.effect(edits)?.and_then(|effects| effects.get(at).copied()) == Some(Effect::Gone))
    }
}
