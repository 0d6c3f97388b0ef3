//! What a machine places on a board: the positions of a board's file, without those that a market does not fit.

use super::release::MarketRelease;
use super::sheet::{Cell, Sheet};
use std::collections::BTreeSet;

/// A part of a board with its place, in the words of the file that it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// The reference designator.
    pub designator: String,
    /// Its horizontal place.
    pub x: String,
    /// Its vertical place.
    pub y: String,
    /// The side of the board.
    pub layer: String,
    /// Its rotation in degrees.
    pub rotation: String,
}

/// The positions that a market fits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Placement {
    /// `Designator`, `Mid X`, `Mid Y`, `Layer` and `Rotation`, as JLCPCB reads them, in the order of the file.
    pub sheet: Sheet,
    /// Designators that the market fits and the file has no position for.
    pub without_position: Vec<String>,
    /// Designators of the solution with a position that the market leaves empty.
    pub left_out: Vec<String>,
    /// Designators with a position that no slot has.
    pub unknown: Vec<String>,
    /// Designators that are fitted and whose side or rotation the file does not state.
    pub incomplete: Vec<String>,
}

/// The positions of what a market fits. Numbers stay as they are written; sides are called `Top` and `Bottom`.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (compiled, portfolio) = lamp::solve()?;
/// use terroir::export::{Dialect, Placed, Release, placement};
/// let release = Release::of(&compiled, &portfolio)?;
/// let placed = |designator: &str| Placed { designator: designator.to_owned(), x: "1.50".to_owned(), ..Placed::default() };
/// let made = placement(&release.markets[0], &[placed("D1"), placed("FID1")]);
/// assert_eq!(made.unknown, ["FID1"]);
/// assert_eq!(made.sheet.csv(Dialect::Plain), "Designator,Mid X,Mid Y,Layer,Rotation\nD1,1.50,,,\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn placement(market: &MarketRelease, positions: &[Placed]) -> Placement {
    let lines = market.rows.iter().flat_map(|row| &row.line.refdes);
    let fitted: Vec<&str> = lines.map(String::as_str).collect();
    let is_fitted: BTreeSet<&str> = fitted.iter().copied().collect();
    let is_placed: BTreeSet<&str> = positions.iter().map(|one| one.designator.as_str()).collect();
    let (kept, rest): (Vec<&Placed>, Vec<&Placed>) =
        positions.iter().partition(|one| is_fitted.contains(one.designator.as_str()));
    let (left_out, unknown): (Vec<&Placed>, Vec<&Placed>) =
        rest.into_iter().partition(|one| market.places.iter().any(|place| place.designator == one.designator));
    let incomplete = kept.iter().filter(|one| side(&one.layer).is_none() || one.rotation.is_empty());
    let incomplete = names(incomplete.copied());
    let without = fitted.iter().filter(|designator| !is_placed.contains(**designator));
    Placement {
        sheet: Sheet {
            name: market.bom.market.clone(),
            board: None,
            header: ["Designator", "Mid X", "Mid Y", "Layer", "Rotation"].map(str::to_owned).to_vec(),
            rows: kept.into_iter().map(row).collect(),
            footer: Vec::new(),
        },
        without_position: without.map(|designator| (*designator).to_owned()).collect(),
        left_out: names(left_out),
        unknown: names(unknown),
        incomplete,
    }
}

fn names<'a>(list: impl IntoIterator<Item = &'a Placed>) -> Vec<String> {
    list.into_iter().map(|one| one.designator.clone()).collect()
}

fn row(placed: &Placed) -> Vec<Cell> {
    let number = |text: &str| match is_measure(text) {
        true => Cell::Number(text.to_owned()),
        false => Cell::Text(text.to_owned()),
    };
    vec![
        Cell::Text(placed.designator.clone()),
        number(&placed.x),
        number(&placed.y),
        Cell::Text(side(&placed.layer).unwrap_or(&placed.layer).to_owned()),
        number(&placed.rotation),
    ]
}

/// Whether a text is a number, with a unit or without: such a text is no formula, though it may begin with a minus.
fn is_measure(text: &str) -> bool {
    let number = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic()).trim_end();
    let digits = number.strip_prefix(['-', '+']).unwrap_or(number);
    digits.chars().any(|letter| letter.is_ascii_digit())
        && digits.chars().all(|letter| letter.is_ascii_digit() || letter == '.')
}

/// JLCPCB calls the sides `Top` and `Bottom`.
fn side(layer: &str) -> Option<&'static str> {
    match layer.to_lowercase().as_str() {
        "top" | "t" | "toplayer" | "top layer" | "f.cu" | "front" => Some("Top"),
        "bottom" | "b" | "bottomlayer" | "bottom layer" | "b.cu" | "back" | "bot" => Some("Bottom"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_keeps_its_minus_and_nothing_else_does() {
        for measure in ["1", "-1.50", "+2", "12.3mm", "-485.0 mil", ".5"] {
            assert!(is_measure(measure), "{measure}");
        }
        for other in ["", "-", "mm", "=1", "-1+2", "1,5", "1e5+"] {
            assert!(!is_measure(other), "{other}");
        }
    }
}
