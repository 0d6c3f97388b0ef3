//! The sample: drawn by a seed from all places, so that larger folders have more faults; no two overlap.

use crate::Options;
use crate::points::Fault;

/// Numbers that look random and follow from a seed (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }
}

fn is_apart(one: &Fault, other: &Fault) -> bool {
    one.file != other.file || one.at.end < other.at.start || other.at.end < one.at.start
}

pub fn chosen(all: &[Fault], options: &Options) -> Vec<Fault> {
    let mut left: Vec<&Fault> = all.iter().collect();
    let mut random = Random(options.seed);
    let mut chosen: Vec<Fault> = Vec::new();
    while chosen.len() < options.count && !left.is_empty() {
        let next = left.swap_remove(random.below(left.len()));
        if chosen.iter().all(|one| is_apart(one, next)) {
            chosen.push(next.clone());
        }
    }
    chosen.sort_by_key(|fault| fault.id);
    chosen
}
