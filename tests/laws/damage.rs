//! What happens to lists on their way: each kind changes one row, or what is around it.

use super::random::Random;
use super::sheet::{Column, Layout, cells};
use super::truth::{List, Part, Row, Set};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    QuantityTooMany,
    QuantityWord,
    ExponentNumber,
    DateNumber,
    ErrorWord,
    Hashes,
    LostZero,
    DoubledPlace,
    PlaceTwiceInCell,
    StrangePlace,
    UnclearFitted,
    CellTooMany,
    UnclosedQuote,
    HeaderAgain,
    SectionTitle,
    SecondBoard,
    Footer,
}

const KINDS: [Kind; 17] = [
    Kind::QuantityTooMany,
    Kind::QuantityWord,
    Kind::ExponentNumber,
    Kind::DateNumber,
    Kind::ErrorWord,
    Kind::Hashes,
    Kind::LostZero,
    Kind::DoubledPlace,
    Kind::PlaceTwiceInCell,
    Kind::StrangePlace,
    Kind::UnclearFitted,
    Kind::CellTooMany,
    Kind::UnclosedQuote,
    Kind::HeaderAgain,
    Kind::SectionTitle,
    Kind::SecondBoard,
    Kind::Footer,
];

#[derive(Clone, Debug)]
pub struct Damage {
    pub kind: Kind,
    pub row: usize,
    /// The part of a doubled place.
    pub other: usize,
}

pub fn random(random: &mut Random, columns: &[Column], list: &List, parts: &[Part]) -> Vec<Damage> {
    let mut found: Vec<Damage> = Vec::new();
    for _ in 0..random.between(1, 2) {
        let damage =
            Damage { kind: *random.pick(&KINDS), row: random.below(list.rows.len()), other: random.below(parts.len()) };
        let fits = match damage.kind {
            Kind::QuantityTooMany => columns.contains(&Column::Quantity) && !list.rows[damage.row].places.is_empty(),
            Kind::QuantityWord => columns.contains(&Column::Quantity),
            Kind::ExponentNumber | Kind::DateNumber | Kind::ErrorWord | Kind::Hashes => {
                columns.contains(&Column::Number)
            }
            // With no designators at all, the column is read as names of parts.
            Kind::StrangePlace => {
                list.rows.iter().enumerate().any(|(at, row)| at != damage.row && !row.places.is_empty())
            }
            Kind::LostZero => columns.contains(&Column::Footprint),
            Kind::UnclearFitted => columns.contains(&Column::Fitted),
            Kind::DoubledPlace => damage.other != list.rows[damage.row].part && list.rows[damage.row].fitted,
            _ => true,
        };
        if fits && found.iter().all(|other| other.row != damage.row) {
            found.push(damage);
        }
    }
    found
}

impl Damage {
    pub fn change_cells(&self, layout: &Layout, cells: &mut Vec<String>) {
        let skip = usize::from(layout.row_numbers);
        let at = |column: Column| layout.order.iter().position(|own| *own == column).map(|at| at + skip);
        let mut set = |column: Column, text: &str| {
            if let Some(at) = at(column) {
                text.clone_into(&mut cells[at]);
            }
        };
        match self.kind {
            Kind::QuantityTooMany => set(Column::Quantity, "77"),
            Kind::QuantityWord => set(Column::Quantity, "as required"),
            Kind::ExponentNumber => set(Column::Number, "9.55E+12"),
            Kind::DateNumber => set(Column::Number, "1-Mar"),
            Kind::ErrorWord => set(Column::Number, "#N/A"),
            Kind::Hashes => set(Column::Number, "########"),
            Kind::UnclearFitted => set(Column::Fitted, "perhaps"),
            Kind::StrangePlace => set(Column::Places, "R?"),
            Kind::LostZero => {
                if let Some(at) = at(Column::Footprint) {
                    cells[at] = cells[at].trim_start_matches('0').to_owned();
                }
            }
            Kind::PlaceTwiceInCell => {
                if let Some(at) = at(Column::Places) {
                    let first = cells[at].split([',', ' ', ';']).next().unwrap_or_default().to_owned();
                    cells[at] = format!("{}{}{first}", cells[at], layout.between);
                }
            }
            // An empty cell at the end is what many tools write: a row that ends with one is left as it is.
            Kind::CellTooMany if cells.last().is_some_and(|last| !last.is_empty()) => {
                cells.insert(cells.len() / 2, "extra".to_owned());
            }
            Kind::CellTooMany
            | Kind::DoubledPlace
            | Kind::UnclosedQuote
            | Kind::HeaderAgain
            | Kind::SectionTitle
            | Kind::SecondBoard
            | Kind::Footer => {}
        }
    }

    pub fn change_line(&self, line: &mut String) {
        if self.kind == Kind::UnclosedQuote && !line.starts_with('"') {
            line.insert(0, '"');
        }
    }

    /// Lines below the row.
    pub fn more_lines(&self, set: &Set, layout: &Layout, row: &Row) -> Vec<String> {
        match self.kind {
            Kind::HeaderAgain => vec![layout.line(&layout.header())],
            Kind::SectionTitle => {
                vec![format!("Resistors{}", layout.delimiter.to_string().repeat(layout.order.len() - 1))]
            }
            Kind::DoubledPlace => {
                let doubled = Row { part: self.other, places: row.places.clone(), pieces: 1, fitted: true };
                vec![layout.line(&cells(set, layout, &doubled, 99))]
            }
            Kind::SecondBoard => {
                let mut header = layout.header();
                header.reverse();
                let row: Vec<String> = cells(set, layout, row, 1).into_iter().rev().collect();
                vec![String::new(), "Power board".to_owned(), layout.line(&header), layout.line(&row)]
            }
            _ => Vec::new(),
        }
    }

    pub fn footer(&self) -> Vec<String> {
        if self.kind != Kind::Footer {
            return Vec::new();
        }
        vec![String::new(), "Component Count: 7".to_owned(), "Date: 2026-01-06".to_owned()]
    }
}
