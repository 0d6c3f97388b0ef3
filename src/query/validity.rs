//! What is known of whether markets have a valid bill of materials: kept, because many answers need it.

use crate::date::Date;
use crate::model::AreaId;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The markets that share the costs of one market's planned certificates.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sharing {
    /// The market itself and the others that have a valid bill of materials; empty where nothing is planned.
    pub markets: Vec<AreaId>,
    /// Whether the work limit left open whether some market has one.
    pub is_undecided: bool,
}

/// Whether markets have a valid bill of materials, as far as it is known.
#[derive(Debug, Default)]
pub(crate) struct Validity {
    known: Mutex<BTreeMap<Question, Option<bool>>>,
    /// The days on which something changes in a market, ascending.
    days: Mutex<BTreeMap<AreaId, Vec<Date>>>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Question {
    pub market: AreaId,
    /// The last day on which something changed there; `None`: before all of them.
    pub since: Option<Date>,
    /// The what-if flags and the name of the variant.
    pub flags: Vec<String>,
    pub limit: Option<u64>,
}

/// A thread that was stopped while it held the map has left it whole: an entry is added in one step.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Validity {
    pub fn known(&self, question: &Question) -> Option<Option<bool>> {
        locked(&self.known).get(question).copied()
    }

    /// Keeps an answer; `None`: the work limit was reached.
    pub fn keep(&self, question: Question, found: Option<bool>) {
        locked(&self.known).insert(question, found);
    }

    /// The last day up to another on which something changed in a market; `days` is called once a market.
    pub fn last_change(&self, market: AreaId, day: Date, days: impl FnOnce() -> Vec<Date>) -> Option<Date> {
        let mut known = locked(&self.days);
        let of_market = known.entry(market).or_insert_with(days);
        of_market.iter().copied().take_while(|change| *change <= day).last()
    }
}
