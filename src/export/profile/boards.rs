//! The boards of a product, and what one of each carries.
//!
//! A board is a slot that lines with reference designators are part of; such lines that are part of no slot are on the main
//! board. A board may carry boards: each line is on the one that it is part of directly.

use crate::export::release::{MarketRelease, ReleaseLine};
use crate::quantity::Quantity;
use std::collections::BTreeSet;

/// A board of one market.
pub(super) struct Board {
    /// Its slot; `None`: the main board.
    pub slot: Option<String>,
    /// Its rows: one for each part, numbered from 1, with the quantity that one board carries.
    pub rows: Vec<ReleaseLine>,
}

/// The boards of a market in the order of their first lines; a row holds at most `most` designators.
pub(super) fn of<'a>(
    market: &'a MarketRelease,
    listed: impl Iterator<Item = &'a ReleaseLine>,
    most: usize,
) -> Vec<Board> {
    let mut boards: Vec<Board> = Vec::new();
    for row in listed {
        let slot = row.line.part_of.clone();
        let own = on_one_board(market, row);
        match boards.iter_mut().find(|board| board.slot == slot) {
            Some(board) => add(&mut board.rows, own),
            None => boards.push(Board { slot, rows: vec![own] }),
        }
    }
    for board in &mut boards {
        let rows = std::mem::take(&mut board.rows);
        let split = rows.into_iter().flat_map(|row| split(row, most)).enumerate();
        board.rows = split.map(|(at, row)| ReleaseLine { item: at + 1, ..row }).collect();
    }
    boards
}

/// The rows of a product, one for each part at one price, numbered from 1: who buys counts parts, not places.
pub(super) fn by_part<'a>(listed: impl Iterator<Item = &'a ReleaseLine>) -> Vec<ReleaseLine> {
    let listed: Vec<&ReleaseLine> = listed.collect();
    let placed = listed.iter().filter(|row| !row.line.refdes.is_empty());
    let are_several = placed.map(|row| &row.line.part_of).collect::<BTreeSet<_>>().len() > 1;
    let mut rows: Vec<ReleaseLine> = Vec::new();
    for row in listed {
        let mut own = row.clone();
        if let Some(board) = own.line.part_of.take().filter(|_| are_several) {
            own.line.refdes = own.line.refdes.iter().map(|place| format!("{board}:{place}")).collect();
        }
        let slot = own.line.slot.clone();
        let is_same = |known: &&mut ReleaseLine| {
            known.line.component == own.line.component
                && known.line.version == own.line.version
                && known.line.unit_cost == own.line.unit_cost
                && known.substitutes == own.substitutes
        };
        match rows.iter_mut().find(is_same) {
            Some(known) => {
                known.line.quantity = known.line.quantity.plus(own.line.quantity);
                known.line.refdes.extend(own.line.refdes);
                known.line.slot = format!("{}, {slot}", known.line.slot);
            }
            None => rows.push(ReleaseLine { item: rows.len() + 1, ..own }),
        }
    }
    rows
}

/// A line with the quantity of one board: the answer has that of all boards of one product.
fn on_one_board(market: &MarketRelease, row: &ReleaseLine) -> ReleaseLine {
    let mut own = row.clone();
    let board = row.line.part_of.as_ref().and_then(|slot| market.rows.iter().find(|one| one.line.slot == *slot));
    if let Some(board) = board {
        own.line.quantity = row.line.quantity.per(board.line.quantity).unwrap_or(row.line.quantity);
    }
    own
}

/// Adds a line to the row of its part, or as a new one.
fn add(rows: &mut Vec<ReleaseLine>, row: ReleaseLine) {
    let part = |row: &ReleaseLine| (row.line.component.clone(), row.line.version.clone());
    let wanted = part(&row);
    match rows.iter_mut().find(|known| part(known) == wanted) {
        Some(known) => {
            known.line.quantity = known.line.quantity.plus(row.line.quantity);
            known.line.refdes.extend(row.line.refdes);
        }
        None => rows.push(row),
    }
}

/// The row itself, or several rows where it has more designators than one may hold.
fn split(row: ReleaseLine, most: usize) -> Vec<ReleaseLine> {
    // What is measured is not divided among designators.
    if row.line.refdes.len() <= most || row.line.details.measure().is_some() {
        return vec![row];
    }
    let part = |designators: &[String]| {
        let mut part = row.clone();
        part.line.refdes = designators.to_vec();
        part.line.quantity = Quantity::from(designators.len() as u64);
        part
    };
    row.line.refdes.chunks(most).map(part).collect()
}
