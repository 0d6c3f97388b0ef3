//! Union-find: which items are connected.

/// Disjoint sets of items, each named by its smallest member.
///
/// Path halving keeps the trees flat (Tarjan & van Leeuwen 1984). Joining by the smaller number rather than by size costs
/// a logarithm and makes the name of a set independent of the order of the joins.
pub(crate) struct UnionFind(Vec<u32>);

impl UnionFind {
    /// Every item in a set of its own.
    pub fn new(items: usize) -> Self {
        Self((0..items as u32).collect())
    }

    /// The smallest item of an item's set.
    pub fn root(&mut self, mut item: u32) -> u32 {
        while self.0[item as usize] != item {
            self.0[item as usize] = self.0[self.0[item as usize] as usize];
            item = self.0[item as usize];
        }
        item
    }

    /// Puts items into one set.
    pub fn join(&mut self, items: impl Iterator<Item = u32>) {
        let mut first = None;
        for item in items {
            let root = self.root(item);
            let other = *first.get_or_insert(root);
            let (small, large) = (root.min(other), root.max(other));
            self.0[large as usize] = small;
            first = Some(small);
        }
    }
}
