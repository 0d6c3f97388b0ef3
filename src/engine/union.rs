//! Union-find: which items hang together.

/// Union-find with path halving; the smaller number is the root.
pub(crate) struct Union(Vec<u32>);

impl Union {
    /// So many items, each by itself.
    pub fn of(items: usize) -> Self {
        Self((0..items as u32).collect())
    }

    /// The number that stands for an item and all that hang together with it.
    pub fn root(&mut self, mut item: u32) -> u32 {
        while self.0[item as usize] != item {
            self.0[item as usize] = self.0[self.0[item as usize] as usize];
            item = self.0[item as usize];
        }
        item
    }

    /// Makes items hang together.
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
