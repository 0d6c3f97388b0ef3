//! The places on the boards of a product: the reference designators of all slots, filled or not.

use crate::query::Compiled;

/// A reference designator of a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// The designator.
    pub designator: String,
    /// The slot of its board; `None`: the main board.
    pub board: Option<String>,
}

/// The places of the slots of all markets, each once, in the order of the slots.
pub(super) fn of(all: &[&Compiled]) -> Vec<Known> {
    let views = || all.iter().flat_map(|compiled| compiled.markets.values().map(|view| (*compiled, view)));
    let mut found: Vec<(usize, Known)> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (compiled, view) in views() {
        for (at, slot) in view.slots.iter().enumerate() {
            let Some(slot) = slot else { continue };
            let board = slot.part_of.map(|parent| compiled.model.slot_name(parent).to_owned());
            for designator in &slot.refdes {
                if seen.insert((board.clone(), designator.clone())) {
                    found.push((at, Known { designator: designator.clone(), board: board.clone() }));
                }
            }
        }
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, known)| known).collect()
}

/// The boards that places are on, each once; `None` is the main board.
pub(super) fn boards(places: &[Known]) -> Vec<Option<String>> {
    let mut boards: Vec<Option<String>> = Vec::new();
    for place in places {
        if !boards.contains(&place.board) {
            boards.push(place.board.clone());
        }
    }
    boards
}

/// The boards that places are on; the main one where there are none.
pub(super) fn boards_or_main(places: &[Known]) -> Vec<Option<String>> {
    let boards = boards(places);
    if boards.is_empty() { vec![None] } else { boards }
}

/// The name of the main board, which no other board has.
pub(super) fn main_name(boards: &[Option<String>]) -> String {
    let is_taken = |name: &String| boards.iter().flatten().any(|slot| slot.eq_ignore_ascii_case(name));
    let numbered = (2_usize..).map(|number| format!("main-{number}"));
    std::iter::once("main".to_owned()).chain(numbered).find(|name| !is_taken(name)).unwrap_or_default()
}
