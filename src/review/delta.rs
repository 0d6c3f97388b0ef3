//! Two trees of one file as one: what is the same, and the places at which an edit chooses between two values.
//!
//! The tree with no edit taken back is that of the changed file, with all of them taken back that of the old one.

use crate::syntax::written::{Written, WrittenElement, WrittenEntry};
use std::collections::BTreeSet;

/// The number of an edit in the list of all.
pub(super) type EditNumber = usize;

/// A piece of a file on both sides.
pub(super) enum Delta {
    /// Equal.
    Same(Written),
    /// One value or the other; `None` where a side has none.
    Either { edit: EditNumber, base: Option<Written>, head: Option<Written> },
    /// Tables with different entries.
    Table(Merged),
    /// Arrays of tables with different elements.
    Array(Merged),
}

/// The entries of two tables, or the elements of two arrays.
pub(super) struct Merged {
    pub children: Vec<Child>,
    /// The edit by which those that both sides have were put into another order.
    pub order: Option<EditNumber>,
    /// Whether a side does not have the table or array, so that an empty one is left out.
    pub is_new_or_gone: bool,
}

/// An entry or element.
pub(super) struct Child {
    /// The key; empty for elements.
    pub key: String,
    pub at: Ranks,
    pub delta: Delta,
}

/// The positions of a child among those of its side.
#[derive(Clone, Copy)]
pub(super) struct Ranks {
    pub base: Option<usize>,
    pub head: Option<usize>,
}

/// One of two sides.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Base,
    Head,
}

impl Ranks {
    fn on(self, side: By) -> Option<usize> {
        match side {
            By::Base => self.base,
            By::Head => self.head,
        }
    }
}

impl Delta {
    /// The tree with some edits taken back; `None`: nothing is left.
    pub fn without(&self, taken: &BTreeSet<EditNumber>) -> Option<Written> {
        match self {
            Self::Same(value) => Some(value.clone()),
            Self::Either { edit, base, head } => {
                if taken.contains(edit) {
                    base.clone()
                } else {
                    head.clone()
                }
            }
            Self::Table(merged) => {
                let entry = |child: &Child| {
                    let value = child.delta.without(taken)?;
                    Some(WrittenEntry { key: child.key.clone(), at: 0, value })
                };
                let entries: Vec<WrittenEntry> = merged.ordered(taken).filter_map(entry).collect();
                (!entries.is_empty() || !merged.is_new_or_gone).then_some(Written::Table(entries))
            }
            Self::Array(merged) => {
                let element = |child: &Child| Some(WrittenElement { at: 0, value: child.delta.without(taken)? });
                let elements: Vec<WrittenElement> = merged.ordered(taken).filter_map(element).collect();
                (!elements.is_empty() || !merged.is_new_or_gone).then_some(Written::Array(elements))
            }
        }
    }
}

impl Merged {
    /// The children in the order of the changed file or, where that is taken back, of the old one.
    fn ordered(&self, taken: &BTreeSet<EditNumber>) -> impl Iterator<Item = &Child> {
        let is_old = self.order.is_some_and(|edit| taken.contains(&edit));
        let order = order(&self.children, if is_old { By::Base } else { By::Head });
        order.into_iter().filter_map(|at| self.children.get(at))
    }
}

/// The children in the order of a side; one that only the other side has follows the one that it follows there.
fn order(children: &[Child], side: By) -> Vec<usize> {
    let other = if side == By::Base { By::Head } else { By::Base };
    let ranked = |side: By| {
        let numbered = children.iter().enumerate();
        let mut ranked: Vec<(usize, usize)> = numbered.filter_map(|(at, one)| Some((one.at.on(side)?, at))).collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, at)| at).collect::<Vec<usize>>()
    };
    let mut order = ranked(side);
    let mut before: Option<usize> = None;
    for at in ranked(other) {
        if children.get(at).is_some_and(|child| child.at.on(side).is_none()) {
            let behind = before.and_then(|before| order.iter().position(|one| *one == before)).map_or(0, |at| at + 1);
            order.insert(behind, at);
        }
        before = Some(at);
    }
    order
}

/// Whether the children that both sides have are in another order.
pub(super) fn is_reordered(children: &[Child]) -> bool {
    let mut both: Vec<(usize, usize)> = children.iter().filter_map(|one| one.at.base.zip(one.at.head)).collect();
    both.sort_unstable();
    both.windows(2).any(|pair| matches!(pair, [one, two] if one.1 > two.1))
}
