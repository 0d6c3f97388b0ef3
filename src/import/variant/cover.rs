//! The shortest union of blocks that contains some lists and nothing that is forbidden.

use crate::import::variant::axes::{Axes, market_axis};
use crate::import::variant::blocks::{Block, Set, all, items, one, widest};

/// Maximum number of unions that are tried after the first one.
const MOST_TRIED: usize = 2_000;

/// Lists times choices up to which all blocks around every list are tried.
const LARGE: usize = 100;

/// Comparisons up to which a single block is never longer than two.
const SHORT: usize = 3;

/// The choices and where the lists are among their combinations.
pub(in crate::import) struct Grid<'a> {
    pub axes: &'a Axes,
    pub whole: Block,
    /// For each list, its combination.
    pub points: Vec<Block>,
}

/// A block with the wanted lists that it contains.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    weight: usize,
    /// Whether it holds in every market.
    everywhere: bool,
    held: Set,
    block: Block,
}

impl<'a> Grid<'a> {
    pub fn new(axes: &'a Axes) -> Self {
        let points = axes.coordinates.iter().map(|one| Block::point(one)).collect();
        Self { axes, whole: Block::whole(axes), points }
    }

    /// Whether only the most likely unions are tried.
    pub fn is_large(&self) -> bool {
        self.points.len() * self.axes.axes.len() > LARGE
    }

    /// The lists inside a block.
    fn inside(&self, block: &Block) -> Set {
        let inside = self.points.iter().enumerate().filter(|(_, point)| point.is_within(block));
        inside.map(|(list, _)| one(list)).fold(0, |set, list| set | list)
    }

    /// The combinations of some lists.
    pub fn points_of(&self, lists: Set) -> Vec<Block> {
        items(lists).filter_map(|list| self.points.get(list).cloned()).collect()
    }

    /// The number of values that a condition for the block names.
    pub fn comparisons(&self, block: &Block) -> usize {
        let named = |(mask, whole): (&Set, &Set)| match (whole & !mask).count_ones() {
            0 => 0,
            1 => 1,
            _ => mask.count_ones() as usize,
        };
        block.0.iter().zip(&self.whole.0).map(named).sum()
    }

    /// The length of a condition: its comparisons, and one for each block.
    pub fn weight(&self, blocks: &[Block]) -> usize {
        blocks.iter().map(|block| self.comparisons(block) + 1).sum()
    }

    /// Whether a block says nothing of the market. Of conditions that are equally short, those that do are preferred: a
    /// combination without a list then gets the parts of its market.
    pub fn is_everywhere(&self, block: &Block) -> bool {
        market_axis(self.axes).is_some_and(|axis| block.0.get(axis) == self.whole.0.get(axis))
    }

    /// A shortest union of blocks that contains the wanted lists and meets no forbidden block. A wanted list must be in
    /// no forbidden block.
    pub fn cover(&self, wanted: Set, forbidden: &[Block]) -> Vec<Block> {
        let mut candidates: Vec<Candidate> = Vec::new();
        for list in items(wanted) {
            // With many choices a list that is in some block gets no more blocks of its own.
            if self.is_large() && candidates.iter().any(|candidate| candidate.held & one(list) != 0) {
                continue;
            }
            candidates.extend(self.around(list, wanted, forbidden));
            // A block that contains all wanted lists is one of those around the first.
            let whole = candidates.iter().filter(|one| one.held == wanted).min();
            if let Some(whole) = whole.filter(|one| one.weight <= SHORT + 1) {
                return vec![whole.block.clone()];
            }
        }
        let candidates = useful(candidates);
        let mut search = Search { candidates: &candidates, best: greedy(&candidates, wanted), tried: 0 };
        search.extend(&mut Vec::new(), wanted, 0);
        search.best.iter().map(|one| one.block.clone()).collect()
    }

    /// The widest blocks around a list, each with as few values as it can have.
    fn around(&self, list: usize, wanted: Set, forbidden: &[Block]) -> Vec<Candidate> {
        let Some(point) = self.points.get(list) else { return Vec::new() };
        let narrowness = |block: &Block| {
            let held = (self.inside(block) & wanted).count_ones();
            (std::cmp::Reverse(held), self.comparisons(block), block.clone())
        };
        let blocks = widest(point, &self.whole, forbidden, narrowness);
        blocks.iter().map(|block| self.shortened(block, wanted)).collect()
    }

    /// The part of a block that still contains its wanted lists and names the fewest values.
    fn shortened(&self, block: &Block, wanted: Set) -> Candidate {
        let held = self.inside(block) & wanted;
        let points = self.points_of(held);
        let narrow = |(axis, (mask, whole)): (usize, (&Set, &Set))| {
            let used = points.iter().filter_map(|point| point.0.get(axis)).fold(0, |set, value| set | value);
            let missing = (whole & !mask).count_ones();
            if missing == 0 || (missing == 1 && used.count_ones() > 1) { *mask } else { used }
        };
        let block = Block(block.0.iter().zip(&self.whole.0).enumerate().map(narrow).collect());
        Candidate { weight: self.comparisons(&block) + 1, everywhere: self.is_everywhere(&block), held, block }
    }
}

/// Candidates without those that hold no more than another and are not shorter; shortest first.
fn useful(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by(|left, right| {
        let key = |one: &Candidate| (one.weight, one.everywhere, std::cmp::Reverse(one.held.count_ones()));
        key(left).cmp(&key(right)).then_with(|| left.cmp(right))
    });
    let mut kept: Vec<Candidate> = Vec::new();
    for one in candidates {
        if !kept.iter().any(|other| one.held & !other.held == 0) {
            kept.push(one);
        }
    }
    kept
}

/// A union that takes the block with the most new lists each time.
fn greedy(candidates: &[Candidate], wanted: Set) -> Vec<Candidate> {
    let mut open = wanted;
    let mut chosen = Vec::new();
    while open != 0 {
        let gain = |one: &&Candidate| ((one.held & open).count_ones(), std::cmp::Reverse(one.weight));
        // `max_by_key` returns the last of equals; the shortest come first.
        let Some(best) = candidates.iter().rev().max_by_key(gain).filter(|one| one.held & open != 0) else { break };
        open &= !best.held;
        chosen.push(best.clone());
    }
    chosen
}

struct Search<'a> {
    candidates: &'a [Candidate],
    best: Vec<Candidate>,
    tried: usize,
}

impl<'a> Search<'a> {
    fn extend(&mut self, chosen: &mut Vec<&'a Candidate>, open: Set, spent: usize) {
        let best: usize = self.best.iter().map(|one| one.weight).sum();
        self.tried += 1;
        let Some(first) = items(open).next() else {
            if spent < best {
                self.best = chosen.iter().map(|one| (*one).clone()).collect();
            }
            return;
        };
        for candidate in self.candidates {
            if candidate.held & one(first) == 0 {
                continue;
            }
            if spent + candidate.weight >= best || self.tried > MOST_TRIED {
                return;
            }
            chosen.push(candidate);
            self.extend(chosen, open & !candidate.held, spent + candidate.weight);
            chosen.pop();
        }
    }
}

/// The set of all lists.
pub(in crate::import) fn lists(axes: &Axes) -> Set {
    all(axes.coordinates.len())
}
