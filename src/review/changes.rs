//! The values that differ between the answers of two sides.

use super::answers::Answers;
use crate::compare::{About, Topic};
use std::collections::BTreeSet;

/// A value that differs.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// The market; `None`: all together.
    pub market: Option<String>,
    pub topic: Topic,
    /// `None` where a side has no such value.
    pub before: Option<String>,
    pub after: Option<String>,
}

impl Change {
    /// The value in other answers; `None` where they cannot be compared, because the market has no bill of materials there.
    pub fn in_answers(&self, answers: &Answers) -> Option<Option<String>> {
        let is_status = self.topic.about == About::Market && self.topic.key == "status";
        match &self.market {
            Some(market) if !is_status && !answers.is_resolved(market) => None,
            market => Some(answers.value(market.as_deref(), &self.topic)),
        }
    }
}

/// All values that differ between two sides.
///
/// Of a market that one side does not resolve, only its status is compared.
pub(super) fn changes(base: &Answers, head: &Answers) -> Vec<Change> {
    let mut markets: Vec<&String> = base.markets.keys().chain(head.markets.keys()).collect();
    markets.sort();
    markets.dedup();
    let mut all = Vec::new();
    let compare = |market: Option<&String>, topic: &Topic| {
        let code = market.map(String::as_str);
        let (before, after) = (base.value(code, topic), head.value(code, topic));
        (before != after).then(|| Change { market: market.cloned(), topic: topic.clone(), before, after })
    };
    for market in markets {
        all.extend(compare(Some(market), &Topic::new(About::Market, "status")));
        if !base.is_resolved(market) || !head.is_resolved(market) {
            continue;
        }
        let values = |side: &'_ Answers| side.markets.get(market).cloned().unwrap_or_default();
        let topics: BTreeSet<Topic> = values(base).into_keys().chain(values(head).into_keys()).collect();
        all.extend(topics.iter().filter_map(|topic| compare(Some(market), topic)));
        if base.threats.contains_key(market) && head.threats.contains_key(market) {
            all.extend(compare(Some(market), &Topic::new(About::Threat, "day")));
        }
    }
    // What all markets have in common, also what only the base has.
    let common: BTreeSet<&Topic> = head.solution.keys().chain(base.solution.keys()).collect();
    all.extend(common.into_iter().filter_map(|topic| compare(None, topic)));
    all.extend(compare(None, &Topic::new(About::Skus, "number")));
    all.extend(compare(None, &Topic::new(About::Core, "share")));
    all
}
