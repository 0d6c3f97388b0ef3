//! Blocks of combinations: for each choice, a set of its values.
//!
//! A condition such as `interface == usb and gnss` is a block. Blocks are compared without listing combinations, so the
//! work does not grow with the number of combinations that the choices allow.

use crate::import::variant::axes::Axes;

/// A set of values of one choice, or of lists: bit `n` is the value `n`.
pub(in crate::import) type Set = u128;

/// Most values of a choice, and most lists, that a set can hold.
pub(in crate::import) const MOST: usize = 128;

/// Most blocks that are kept while the widest ones around a list are looked for.
const WIDEST: usize = 16;

/// The set of the first `size` values.
pub(in crate::import) fn all(size: usize) -> Set {
    if size >= MOST { Set::MAX } else { (1 << size) - 1 }
}

/// The set of one value; empty if there is no room for it.
pub(in crate::import) fn one(value: usize) -> Set {
    u32::try_from(value).ok().and_then(|value| Set::checked_shl(1, value)).unwrap_or(0)
}

/// The values of a set.
pub(in crate::import) fn items(set: Set) -> impl Iterator<Item = usize> {
    (0..MOST).filter(move |value| set & one(*value) != 0)
}

/// All combinations that have one of the given values in every choice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::import) struct Block(pub Vec<Set>);

impl Block {
    /// All combinations.
    pub fn whole(axes: &Axes) -> Self {
        Self(axes.axes.iter().map(|axis| all(axis.values.len())).collect())
    }

    /// A single combination.
    pub fn point(coordinates: &[usize]) -> Self {
        Self(coordinates.iter().map(|value| one(*value)).collect())
    }

    /// Whether some combination is in both.
    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(left, right)| left & right != 0)
    }

    /// Whether every combination is in the other.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(left, right)| left & !right == 0)
    }

    /// The combinations that are not in the other, as blocks of which no two meet.
    pub fn minus(&self, other: &Self) -> Vec<Self> {
        if !self.meets(other) {
            return vec![self.clone()];
        }
        let mut rest = self.clone();
        let mut pieces = Vec::new();
        for (axis, cut) in other.0.iter().enumerate() {
            if let Some(piece) = rest.less(axis, *cut) {
                pieces.push(piece);
            }
            if let Some(mask) = rest.0.get_mut(axis) {
                *mask &= cut;
            }
        }
        pieces
    }

    /// The block without some values of one choice; `None` if nothing remains.
    fn less(&self, axis: usize, cut: Set) -> Option<Self> {
        let mut piece = self.clone();
        let mask = piece.0.get_mut(axis)?;
        *mask &= !cut;
        (*mask != 0).then_some(piece)
    }
}

/// The widest blocks that contain a combination and nothing that is forbidden.
///
/// `narrowness` orders the blocks if there are too many; those with the smallest are kept. The combination itself must be
/// in no forbidden block.
pub(in crate::import) fn widest<K: Ord>(
    point: &Block,
    whole: &Block,
    forbidden: &[Block],
    narrowness: impl Fn(&Block) -> K,
) -> Vec<Block> {
    let mut blocks = vec![whole.clone()];
    for bad in forbidden {
        let (hit, mut clear): (Vec<Block>, Vec<Block>) = blocks.into_iter().partition(|block| block.meets(bad));
        let mut cut: Vec<Block> = Vec::new();
        for block in &hit {
            for (axis, (own, other)) in point.0.iter().zip(&bad.0).enumerate() {
                cut.extend(if own & other == 0 { block.less(axis, *other) } else { None });
            }
        }
        cut.sort();
        cut.dedup();
        if cut.len() > 2 * WIDEST {
            cut.sort_by_cached_key(&narrowness);
            cut.truncate(2 * WIDEST);
        }
        let is_inner = |one: &Block| clear.iter().chain(&cut).any(|other| other != one && one.is_within(other));
        let outer: Vec<Block> = cut.iter().filter(|one| !is_inner(one)).cloned().collect();
        clear.extend(outer);
        if clear.len() > WIDEST {
            clear.sort_by_cached_key(&narrowness);
            clear.truncate(WIDEST);
        }
        blocks = clear;
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(masks: &[Set]) -> Block {
        Block(masks.to_vec())
    }

    #[test]
    fn what_is_cut_off_meets_nothing() {
        let (left, right) = (block(&[0b111, 0b11]), block(&[0b001, 0b01]));
        assert_eq!(left.minus(&right), [block(&[0b110, 0b11]), block(&[0b001, 0b10])]);
        assert_eq!(left.minus(&left), []);
        assert_eq!(right.minus(&block(&[0b010, 0b11])), [right]);
    }

    #[test]
    fn the_widest_blocks_avoid_what_is_forbidden() {
        let whole = block(&[0b11, 0b11]);
        let found = widest(&block(&[0b01, 0b01]), &whole, &[block(&[0b10, 0b10])], Clone::clone);
        assert_eq!(found, [block(&[0b01, 0b11]), block(&[0b11, 0b01])]);
    }
}
