//! Further sources of a part.

use crate::import::cells::placeholder::is_no_part_number;
use crate::import::list::columns::ListColumn;
use crate::import::list::header::Column;
use crate::import::list::part::Source;
use crate::import::list::row_cells::{Cells, squeezed};

/// Further sources: pairs of a maker and a number by the number of their source, and lists of numbers in one cell.
pub(super) fn sources(row: Cells<'_>) -> Vec<Source> {
    let makers: Vec<(&Column, &str)> = row.all(ListColumn::AlternativeMaker).collect();
    let mut all: Vec<Source> = Vec::new();
    for (column, text) in row.all(ListColumn::Alternative) {
        let maker = makers.iter().find(|(other, _)| other.source == column.source && column.source > 0);
        let maker = maker.map_or("", |(_, maker)| maker);
        let makers: Vec<&str> = maker.split([';', '|', '\n']).map(str::trim).collect();
        let numbers: Vec<&str> = text.split([',', ';', '|', '\n']).map(str::trim).collect();
        for (at, number) in numbers.iter().enumerate() {
            let own = if makers.len() == numbers.len() { makers.get(at).copied().unwrap_or_default() } else { maker };
            let source = source(number, own);
            if !source.mpn.is_empty() && !all.contains(&source) {
                all.push(source);
            }
        }
    }
    all
}

/// `ExampleCorp EXAMPLE-1`, `ExampleCorp: EXAMPLE-1` or a number alone.
fn source(text: &str, maker: &str) -> Source {
    let real = |text: &str| if is_no_part_number(text) { String::new() } else { squeezed(text) };
    let pair = text.split_once(": ").or_else(|| text.split_once(" / "));
    match pair {
        Some((own, mpn)) if maker.is_empty() => Source { manufacturer: real(own.trim()), mpn: real(mpn.trim()) },
        _ => Source { manufacturer: real(maker), mpn: real(text) },
    }
}
