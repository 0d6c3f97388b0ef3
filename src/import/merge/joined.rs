//! Classes of lists with different columns that are one part.

use crate::import::merge::attribute::Attribute;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A class for which several parts of another list can be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Unsure {
    pub class: usize,
    pub others: Vec<usize>,
}

/// Rows of lists with the same columns and the same cells in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Atom {
    pub layout: usize,
    /// The cells in the order of the layout's attributes, as numbers of texts; 0 for an empty one.
    pub cells: Vec<u32>,
    pub class: usize,
}

/// The columns of the lists and the cells of their rows.
pub(super) struct Layouts<'a> {
    pub layouts: &'a [Vec<Attribute>],
    pub atoms: &'a [Atom],
}

/// The classes after joining.
pub(super) struct Joined {
    /// For each class before, the one it belongs to.
    pub class: Vec<usize>,
    pub unsure: Vec<Unsure>,
}

/// For each class of one layout, the classes of another that can be meant.
type Candidates = BTreeMap<usize, BTreeSet<usize>>;

/// Joins classes of different layouts where exactly one can be meant in both directions.
pub(super) fn join(all: &Layouts<'_>, count: usize) -> Joined {
    let mut groups = Groups::new(count);
    let mut unsure: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for left in 0..all.layouts.len() {
        for right in left + 1..all.layouts.len() {
            let (forward, backward) = candidates(all, left, right);
            for (class, others) in forward.iter().chain(&backward) {
                let is_known = others.contains(class);
                if others.len() > 1 && !is_known {
                    unsure.entry(*class).or_default().extend(others);
                }
            }
            for (class, others) in &forward {
                let only = if others.len() == 1 { others.first() } else { None };
                if let Some(other) = only.filter(|other| backward.get(*other).is_some_and(|back| back.len() == 1)) {
                    groups.join(*class, *other);
                }
            }
        }
    }
    let class = agreed(all, groups);
    let unsure = unsure.into_iter().map(|(class, others)| Unsure { class, others: others.into_iter().collect() });
    let renamed = |one: usize| class.get(one).copied().unwrap_or(one);
    let unsure =
        unsure.map(|one| Unsure { class: renamed(one.class), others: one.others.into_iter().map(renamed).collect() });
    let unsure = unsure.filter(|one| !one.others.contains(&one.class)).collect();
    Joined { class, unsure }
}

/// Which classes of two layouts have equal cells in all columns that both have, in both directions.
fn candidates(all: &Layouts<'_>, left: usize, right: usize) -> (Candidates, Candidates) {
    let attributes = |at: usize| all.layouts.get(at).map(Vec::as_slice).unwrap_or_default();
    let shared: Vec<(usize, usize, bool)> = attributes(left)
        .iter()
        .enumerate()
        .filter_map(|(at, one)| Some((at, attributes(right).binary_search(one).ok()?, one.names_a_part())))
        .collect();
    let (mut forward, mut backward) = (Candidates::new(), Candidates::new());
    if !shared.iter().any(|(.., names)| *names) {
        return (forward, backward);
    }
    let cell = |atom: &Atom, at: usize| atom.cells.get(at).copied().unwrap_or_default();
    let mut by_cells: HashMap<Vec<u32>, BTreeSet<usize>> = HashMap::new();
    for atom in all.atoms.iter().filter(|atom| atom.layout == right) {
        let cells = shared.iter().map(|(_, at, _)| cell(atom, *at)).collect();
        by_cells.entry(cells).or_default().insert(atom.class);
    }
    for atom in all.atoms.iter().filter(|atom| atom.layout == left) {
        let is_named = shared.iter().any(|(at, _, names)| *names && cell(atom, *at) != 0);
        let cells: Vec<u32> = shared.iter().map(|(at, ..)| cell(atom, *at)).collect();
        let Some(classes) = by_cells.get(&cells).filter(|_| is_named) else { continue };
        forward.entry(atom.class).or_default().extend(classes);
        for class in classes {
            backward.entry(*class).or_default().insert(atom.class);
        }
    }
    (forward, backward)
}

/// The groups in which no two classes contradict each other; the classes of all others stay alone.
fn agreed(all: &Layouts<'_>, mut groups: Groups) -> Vec<usize> {
    let count = groups.parent.len();
    let roots: Vec<usize> = (0..count).map(|class| groups.root(class)).collect();
    let mut members: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (class, root) in roots.iter().enumerate() {
        members.entry(*root).or_default().insert(class);
    }
    let mut atoms: HashMap<usize, Vec<&Atom>> = HashMap::new();
    for atom in all.atoms {
        atoms.entry(atom.class).or_default().push(atom);
    }
    let none: Vec<&Atom> = Vec::new();
    let of = |class: &usize| atoms.get(class).unwrap_or(&none);
    let agrees = |group: &BTreeSet<usize>| {
        let pairs =
            group.iter().enumerate().flat_map(|(at, one)| group.iter().skip(at + 1).map(move |other| (one, other)));
        pairs
            .into_iter()
            .all(|(one, other)| of(one).iter().all(|left| of(other).iter().all(|right| can_be_one(all, left, right))))
    };
    let fits: BTreeMap<usize, bool> =
        members.iter().map(|(root, group)| (*root, group.len() == 1 || agrees(group))).collect();
    let class = |(class, root): (usize, &usize)| if fits.get(root) == Some(&true) { *root } else { class };
    roots.iter().enumerate().map(class).collect()
}

fn can_be_one(all: &Layouts<'_>, left: &Atom, right: &Atom) -> bool {
    let attributes = |at: usize| all.layouts.get(at).map(Vec::as_slice).unwrap_or_default();
    let cell = |atom: &Atom, at: usize| atom.cells.get(at).copied().unwrap_or_default();
    attributes(left.layout).iter().enumerate().all(|(at, one)| match attributes(right.layout).binary_search(one) {
        Ok(other) => cell(left, at) == cell(right, other),
        Err(_) => true,
    })
}

/// Sets of classes that are joined step by step.
struct Groups {
    parent: Vec<usize>,
}

impl Groups {
    fn new(count: usize) -> Self {
        Self { parent: (0..count).collect() }
    }

    fn root(&mut self, mut class: usize) -> usize {
        while let Some(parent) = self.parent.get(class).copied().filter(|parent| *parent != class) {
            class = parent;
        }
        class
    }

    fn join(&mut self, left: usize, right: usize) {
        let (left, right) = (self.root(left), self.root(right));
        let (low, high) = (left.min(right), left.max(right));
        if let Some(parent) = self.parent.get_mut(high) {
            *parent = low;
        }
    }
}
