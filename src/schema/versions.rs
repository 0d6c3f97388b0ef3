//! What is stated of one thing on different dates.

use super::ids::LayerId;
use crate::date::Effectivity;

/// When a statement holds, and who makes it.
#[derive(Clone, Copy)]
pub struct Dates {
    /// When it holds.
    pub effectivity: Effectivity,
    /// The layer.
    pub layer: LayerId,
}

/// Splits what is stated of one thing (in order from weak to strong) into versions by date, each in the same order.
///
/// Dated statements that overlap a version of other layers join it, others begin a new one; undated ones join every
/// version.
pub fn by_date<T: Copy + Ord>(all: Vec<T>, dates: impl Fn(T) -> Dates) -> Vec<Vec<T>> {
    if all.iter().all(|one| dates(*one).effectivity.is_open()) {
        return vec![all];
    }
    let (open, dated): (Vec<T>, Vec<T>) = all.into_iter().partition(|one| dates(*one).effectivity.is_open());
    let mut versions: Vec<(Effectivity, Vec<T>)> = Vec::new();
    for one in dated {
        let Dates { effectivity, layer } = dates(one);
        let mut joined = false;
        for (span, members) in versions.iter_mut().filter(|(span, _)| span.overlaps(effectivity)) {
            let same_layer = members.iter().any(|member| dates(*member).layer == layer);
            if !same_layer {
                *span = narrowed(*span, effectivity);
                members.push(one);
                joined = true;
            }
        }
        if !joined {
            versions.push((effectivity, vec![one]));
        }
    }
    let merged = versions.into_iter().map(|(_, members)| {
        let mut all: Vec<T> = open.iter().copied().chain(members).collect();
        all.sort_unstable();
        all
    });
    merged.collect()
}

/// The stronger statement's dates where it gives them.
fn narrowed(weak: Effectivity, strong: Effectivity) -> Effectivity {
    Effectivity { from: strong.from.or(weak.from), until: strong.until.or(weak.until) }
}
