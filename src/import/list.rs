//! One part list: a table of any of the usual forms → parts with their places.

use super::Finding;
use super::columns::{Column, Head, sign};
use super::designators::designators;
use super::text::{Encoding, decode, is_garbled};
use crate::number::Number;
use std::collections::BTreeMap;

/// The first rows in which the head is looked for: above it may stand a title, a date, a logo's cell.
const HEAD_WITHIN: usize = 40;

/// A table: rows of cells, each row with its line.
pub(super) type Table = Vec<(u64, Vec<String>)>;

/// What a part is known by: the maker's number, else the company's own, else an order number, else value and footprint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Mpn(String),
    Ipn(String),
    Order(String),
    Value(String, String),
}

impl Key {
    /// As people name it.
    pub fn shown(&self) -> String {
        match self {
            Self::Mpn(text) | Self::Ipn(text) | Self::Order(text) => text.clone(),
            Self::Value(value, footprint) if footprint.is_empty() => value.clone(),
            Self::Value(value, footprint) => format!("{value} {footprint}"),
        }
    }
}

/// What a list says of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub value: String,
    pub footprint: String,
    pub description: String,
    pub manufacturer: String,
    pub price: String,
    pub alternatives: Vec<String>,
}

/// One row: a part at places, or a number of it where no places are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub line: u64,
    pub key: Key,
    pub part: Part,
    pub references: Vec<String>,
    /// As many as there are designators, else as the list says.
    pub quantity: u64,
}

/// A part list as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    pub rows: Vec<Row>,
    pub currency: Option<String>,
}

/// Reads the bytes of a file as text; what is told names the file.
pub(super) fn read(file: &str, bytes: &[u8], told: &mut Vec<Finding>) -> Option<List> {
    let (text, encoding) = decode(bytes);
    if encoding == Encoding::Windows1252 {
        told.push(Finding::warning(file, 0, "is no UTF-8 and was read as Windows-1252".to_owned()));
    }
    if is_garbled(&text) {
        let message = "holds text that was encoded twice, as in `Âµ`; it was taken as it stands";
        told.push(Finding::warning(file, 0, message.to_owned()));
    }
    let tables = [b',', b';', b'\t'].map(|delimiter| table(&text, delimiter));
    let heads = tables.iter().filter_map(|table| head(table).map(|(at, head)| (table, at, head)));
    // The first of the best, so that a list of one delimiter is not read by another that stands in its texts.
    let best = heads.reduce(|best, next| if next.2.known() > best.2.known() { next } else { best });
    let Some((table, at, head)) = best else {
        told.push(Finding::no_head(file));
        return None;
    };
    Some(rows(file, table, at, &head, told))
}

/// Reads a table of a workbook.
#[cfg(feature = "xlsx")]
pub(super) fn read_table(file: &str, table: &Table, told: &mut Vec<Finding>) -> Option<List> {
    let Some((at, head)) = head(table) else {
        told.push(Finding::no_head(file));
        return None;
    };
    Some(rows(file, table, at, &head, told))
}

fn table(text: &str, delimiter: u8) -> Table {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let records = reader.records().filter_map(Result::ok);
    let row = |record: csv::StringRecord| {
        (record.position().map_or(0, csv::Position::line), record.iter().map(|cell| cell.trim().to_owned()).collect())
    };
    records.map(row).collect()
}

/// The row of the first lines that names most columns.
fn head(table: &Table) -> Option<(usize, Head)> {
    let heads = table.iter().take(HEAD_WITHIN).enumerate();
    let heads = heads.map(|(at, (_, cells))| (at, Head::of(cells.iter().map(String::as_str))));
    let enough = heads.filter(|(_, head)| head.is_enough());
    enough.reduce(|best, next| if next.1.known() > best.1.known() { next } else { best })
}

fn rows(file: &str, table: &Table, at: usize, head: &Head, told: &mut Vec<Finding>) -> List {
    let mut list = List { rows: Vec::new(), currency: head.currency.clone() };
    let mut places: BTreeMap<String, u64> = BTreeMap::new();
    for (line, cells) in table.iter().skip(at + 1) {
        let Some(row) = row(file, *line, cells, head, &mut list.currency, told) else { continue };
        for reference in &row.references {
            if let Some(before) = places.insert(reference.clone(), *line) {
                let message = format!("`{reference}` has two parts: here and in line {before}");
                told.push(Finding::warning(file, *line, message));
            }
        }
        list.rows.push(row);
    }
    if list.rows.is_empty() {
        told.push(Finding::warning(file, 0, "names no part: its variant is empty".to_owned()));
    }
    list
}

fn row(
    file: &str,
    line: u64,
    cells: &[String],
    head: &Head,
    currency: &mut Option<String>,
    told: &mut Vec<Finding>,
) -> Option<Row> {
    let all = |wanted: Column| {
        let columns = head.columns.iter().zip(cells);
        columns
            .filter(move |(column, cell)| **column == Some(wanted) && !cell.is_empty())
            .map(|(_, cell)| cell.as_str())
    };
    let first = |wanted: Column| all(wanted).next().unwrap_or_default().to_owned();
    if cells.iter().all(String::is_empty) {
        return None;
    }
    if is_left_out(&first(Column::NotFitted), &first(Column::Fitted)) {
        told.push(Finding::note(file, line, format!("`{}` is not fitted and was left out", first(Column::Reference))));
        return None;
    }
    let references = designators(&first(Column::Reference));
    let Some(key) = key(&first) else {
        let message = if references.is_empty() { "names no part and was left out" } else { "has places and no part" };
        told.push(Finding::warning(file, line, message.to_owned()));
        return None;
    };
    let price = first(Column::Price);
    *currency = currency.take().or_else(|| sign(&price).map(str::to_owned));
    let quantity = quantity(file, line, &key, &first(Column::Quantity), &references, told)?;
    let separators = [',', ';', '|', '\n'];
    let alternatives = all(Column::Alternative).flat_map(|cell| cell.split(separators)).map(str::trim);
    let part = Part {
        value: first(Column::Value),
        footprint: first(Column::Footprint),
        description: first(Column::Description),
        manufacturer: first(Column::Manufacturer),
        price: amount(&price),
        alternatives: alternatives.filter(|one| !one.is_empty()).map(str::to_owned).collect(),
    };
    Some(Row { line, key, part, references, quantity })
}

fn is_left_out(not_fitted: &str, fitted: &str) -> bool {
    let no = |cell: &str| matches!(cell.to_lowercase().as_str(), "" | "0" | "no" | "n" | "false" | "-");
    let denied = matches!(fitted.to_lowercase().as_str(), "0" | "no" | "n" | "false" | "not fitted" | "dnp");
    !no(not_fitted) || denied
}

fn key(first: &impl Fn(Column) -> String) -> Option<Key> {
    let (mpn, ipn, order) = (first(Column::Mpn), first(Column::Ipn), first(Column::Order));
    let value = first(Column::Value);
    if !mpn.is_empty() {
        Some(Key::Mpn(mpn))
    } else if !ipn.is_empty() {
        Some(Key::Ipn(ipn))
    } else if !order.is_empty() {
        Some(Key::Order(order))
    } else {
        (!value.is_empty()).then(|| Key::Value(value, first(Column::Footprint)))
    }
}

/// The designators count; a number beside them that differs is told.
fn quantity(
    file: &str,
    line: u64,
    key: &Key,
    cell: &str,
    references: &[String],
    told: &mut Vec<Finding>,
) -> Option<u64> {
    let written: Option<u64> = cell.strip_suffix(".0").unwrap_or(cell).parse().ok();
    let places = references.len() as u64;
    match written {
        Some(written) if places > 0 && written != places => {
            let names = references.join(" ");
            let message = format!("quantity {written}, but {places} designators (`{names}`): the designators count");
            told.push(Finding::warning(file, line, message));
            Some(places)
        }
        _ if places > 0 => Some(places),
        Some(written) if written > 0 => Some(written),
        _ => {
            let message = format!("`{}` has no designators and no whole quantity (`{cell}`): left out", key.shown());
            told.push(Finding::warning(file, line, message));
            None
        }
    }
}

/// `$0.65`, `0,65 €` and `1.234,50` as a decimal; empty where it is none.
fn amount(cell: &str) -> String {
    let digits: String = cell.chars().filter(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',')).collect();
    let text = match (digits.rfind('.'), digits.rfind(',')) {
        (Some(point), Some(comma)) if comma > point => digits.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => digits.replace(',', ""),
        (None, Some(_)) => digits.replace(',', "."),
        _ => digits,
    };
    if text.parse::<Number>().is_ok() { text } else { String::new() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn list(text: &str) -> (List, Vec<String>) {
        let mut told = Vec::new();
        let list = read("a.csv", text.as_bytes(), &mut told).unwrap_or_default();
        (list, told.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_head_below_a_title_and_semicolons_are_found() {
        let (list, told) = list("My lamp;;\n;;\nDesignator;Qty;MPN;Unit Price\nC1, C2;2;GRM;\"0,10 €\"\n;;;\n");
        assert_eq!(told, [""; 0]);
        let row = list.rows.first().unwrap();
        assert_eq!((row.line, row.references.len(), row.part.price.as_str()), (4, 2, "0.10"));
        assert_eq!(list.currency.as_deref(), Some("EUR"));
    }

    #[test]
    fn what_looks_wrong_is_told_with_its_line() {
        let (list, told) = list("Ref,Qty,MPN,DNP\nC1 C2,3,A,\nC2,1,B,\nR1,1,C,DNP\n,,,\nX,1,,\n,0.5,WIRE,\n");
        assert_eq!(list.rows.len(), 2);
        assert_eq!(
            told,
            [
                "a.csv:2: quantity 3, but 2 designators (`C1 C2`): the designators count",
                "a.csv:3: `C2` has two parts: here and in line 2",
                "a.csv:4: `R1` is not fitted and was left out",
                "a.csv:6: has places and no part",
                "a.csv:7: `WIRE` has no designators and no whole quantity (`0.5`): left out",
            ]
        );
    }

    #[test]
    fn a_file_that_is_no_list_is_told() {
        let (_, told) = list("hello\nworld\n");
        assert_eq!(told.len(), 1);
        assert!(told.first().unwrap().starts_with("a.csv: no row names the columns of a part list"));
    }

    #[test]
    fn amounts_are_read_as_they_are_written_in_any_country() {
        for (cell, wanted) in
            [("$0.65", "0.65"), ("0,65 €", "0.65"), ("1.234,50", "1234.50"), ("1,234.50", "1234.50"), ("n/a", "")]
        {
            assert_eq!(amount(cell), wanted, "{cell}");
        }
    }
}
