//! Reads one part list: from a table of any common form to parts with their places.

use super::columns::{Header, ListColumn, sign};
use super::designators::designators;
use super::finding::Finding;
use super::text::{Decoded, Encoding, decode, is_garbled};
use crate::number::Number;
use std::collections::BTreeMap;

/// The first rows that are searched for the header: a title, a date or a logo may come before it.
const HEADER_WITHIN: usize = 40;

/// A row of cells with its line, counted from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TableRow {
    pub line: u64,
    pub cells: Vec<String>,
}

/// A table as the file has it.
pub(super) type Table = Vec<TableRow>;

/// A header and the index of its row.
struct FoundHeader {
    at: usize,
    header: Header,
}

/// What identifies a part: the manufacturer part number, else the company's own, else an order number, else value and
/// footprint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Mpn(String),
    Ipn(String),
    Order(String),
    Value(String, String),
}

impl Key {
    /// The name for people.
    pub fn shown(&self) -> String {
        match self {
            Self::Mpn(text) | Self::Ipn(text) | Self::Order(text) => text.clone(),
            Self::Value(value, footprint) if footprint.is_empty() => value.clone(),
            Self::Value(value, footprint) => format!("{value} {footprint}"),
        }
    }
}

/// What a list says about a part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub value: String,
    pub footprint: String,
    pub description: String,
    pub manufacturer: String,
    pub price: String,
    pub alternatives: Vec<String>,
}

/// One row: a part at its places, or a quantity of it if no places are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub line: u64,
    pub key: Key,
    pub part: Part,
    pub references: Vec<String>,
    /// The number of designators, or the quantity of the list if there are none.
    pub quantity: u64,
}

/// A part list as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    pub rows: Vec<Row>,
    pub currency: Option<String>,
}

/// Reads the bytes of a file as text; findings name the file.
pub(super) fn read(file: &str, bytes: &[u8], findings: &mut Vec<Finding>) -> Option<List> {
    let Decoded { text, encoding } = decode(bytes);
    if encoding == Encoding::Windows1252 {
        findings.push(Finding::warning(file, 0, "the file is not valid UTF-8 and was read as Windows-1252"));
    }
    if is_garbled(&text) {
        let message = "the file holds text that was encoded twice, as in `Âµ`; it was kept unchanged";
        findings.push(Finding::warning(file, 0, message));
    }
    let tables = [b',', b';', b'\t'].map(|delimiter| table(&text, delimiter));
    let headers = tables.iter().filter_map(|table| header(table).map(|found| (table, found)));
    // On a tie the first delimiter wins, so that a delimiter that only occurs inside texts does not.
    let best = headers.reduce(|best, next| if next.1.header.known() > best.1.header.known() { next } else { best });
    let Some((table, found)) = best else {
        findings.push(Finding::no_header(file));
        return None;
    };
    Some(rows(file, table, &found, findings))
}

/// Reads a table of a workbook.
#[cfg(feature = "xlsx")]
pub(super) fn read_table(file: &str, table: &Table, findings: &mut Vec<Finding>) -> Option<List> {
    let Some(found) = header(table) else {
        findings.push(Finding::no_header(file));
        return None;
    };
    Some(rows(file, table, &found, findings))
}

fn table(text: &str, delimiter: u8) -> Table {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let records = reader.records().filter_map(Result::ok);
    let row = |record: csv::StringRecord| TableRow {
        line: record.position().map_or(0, csv::Position::line),
        cells: record.iter().map(|cell| cell.trim().to_owned()).collect(),
    };
    records.map(row).collect()
}

/// The row of the first lines that names the most columns.
fn header(table: &Table) -> Option<FoundHeader> {
    let rows = table.iter().take(HEADER_WITHIN).enumerate();
    let headers = rows.map(|(at, row)| FoundHeader { at, header: Header::of(row.cells.iter().map(String::as_str)) });
    let enough = headers.filter(|found| found.header.is_enough());
    enough.reduce(|best, next| if next.header.known() > best.header.known() { next } else { best })
}

fn rows(file: &str, table: &Table, found: &FoundHeader, findings: &mut Vec<Finding>) -> List {
    let mut reader = RowReader { file, header: &found.header, currency: found.header.currency.clone(), findings };
    let mut rows = Vec::new();
    let mut places: BTreeMap<String, u64> = BTreeMap::new();
    for table_row in table.iter().skip(found.at + 1) {
        let Some(row) = reader.row(table_row) else { continue };
        for reference in &row.references {
            if let Some(before) = places.insert(reference.clone(), row.line) {
                reader.warn(row.line, format!("`{reference}` has two parts: here and in line {before}"));
            }
        }
        rows.push(row);
    }
    if rows.is_empty() {
        reader.warn(0, "the list names no part, so its variant is empty");
    }
    List { rows, currency: reader.currency }
}

/// Reads the rows below a header.
struct RowReader<'a> {
    file: &'a str,
    header: &'a Header,
    currency: Option<String>,
    findings: &'a mut Vec<Finding>,
}

impl RowReader<'_> {
    fn warn(&mut self, line: u64, message: impl Into<String>) {
        self.findings.push(Finding::warning(self.file, line, message));
    }

    fn row(&mut self, table_row: &TableRow) -> Option<Row> {
        let (line, cells) = (table_row.line, &table_row.cells);
        let header = self.header;
        let all = |wanted: ListColumn| {
            let columns = header.columns.iter().zip(cells);
            columns
                .filter(move |(column, cell)| **column == Some(wanted) && !cell.is_empty())
                .map(|(_, cell)| cell.as_str())
        };
        let first = |wanted: ListColumn| all(wanted).next().unwrap_or_default().to_owned();
        if cells.iter().all(String::is_empty) {
            return None;
        }
        if is_left_out(&first(ListColumn::NotFitted), &first(ListColumn::Fitted)) {
            let message = format!("`{}` is not fitted and was left out", first(ListColumn::Reference));
            self.findings.push(Finding::note(self.file, line, message));
            return None;
        }
        let references = designators(&first(ListColumn::Reference));
        let Some(key) = key(&first) else {
            let message = if references.is_empty() {
                "the row names no part and was left out"
            } else {
                "the row has designators but no part"
            };
            self.warn(line, message);
            return None;
        };
        let price = first(ListColumn::Price);
        self.currency = self.currency.take().or_else(|| sign(&price).map(str::to_owned));
        let quantity = self.quantity(line, &key, &first(ListColumn::Quantity), &references)?;
        let separators = [',', ';', '|', '\n'];
        let alternatives = all(ListColumn::Alternative).flat_map(|cell| cell.split(separators)).map(str::trim);
        let part = Part {
            value: first(ListColumn::Value),
            footprint: first(ListColumn::Footprint),
            description: first(ListColumn::Description),
            manufacturer: first(ListColumn::Manufacturer),
            price: amount(&price),
            alternatives: alternatives.filter(|one| !one.is_empty()).map(str::to_owned).collect(),
        };
        Some(Row { line, key, part, references, quantity })
    }

    /// The number of designators, or the quantity of the cell if there are none; a difference is reported.
    fn quantity(&mut self, line: u64, key: &Key, cell: &str, references: &[String]) -> Option<u64> {
        let written: Option<u64> = cell.strip_suffix(".0").unwrap_or(cell).parse().ok();
        let places = references.len() as u64;
        match written {
            Some(written) if places > 0 && written != places => {
                let names = references.join(" ");
                let message =
                    format!("quantity {written}, but {places} designators (`{names}`): the designators were counted");
                self.warn(line, message);
                Some(places)
            }
            _ if places > 0 => Some(places),
            Some(written) if written > 0 => Some(written),
            _ => {
                let part = key.shown();
                self.warn(
                    line,
                    format!("`{part}` has no designators and no whole quantity (`{cell}`), and was left out"),
                );
                None
            }
        }
    }
}

fn is_left_out(not_fitted: &str, fitted: &str) -> bool {
    let no = |cell: &str| matches!(cell.to_lowercase().as_str(), "" | "0" | "no" | "n" | "false" | "-");
    let denied = matches!(fitted.to_lowercase().as_str(), "0" | "no" | "n" | "false" | "not fitted" | "dnp");
    !no(not_fitted) || denied
}

fn key(first: &impl Fn(ListColumn) -> String) -> Option<Key> {
    let (mpn, ipn, order) = (first(ListColumn::Mpn), first(ListColumn::Ipn), first(ListColumn::Order));
    let value = first(ListColumn::Value);
    if !mpn.is_empty() {
        Some(Key::Mpn(mpn))
    } else if !ipn.is_empty() {
        Some(Key::Ipn(ipn))
    } else if !order.is_empty() {
        Some(Key::Order(order))
    } else {
        (!value.is_empty()).then(|| Key::Value(value, first(ListColumn::Footprint)))
    }
}

/// `$0.65`, `0,65 €` and `1.234,50` as a decimal; empty if the cell holds none.
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
        let mut findings = Vec::new();
        let list = read("a.csv", text.as_bytes(), &mut findings).unwrap_or_default();
        (list, findings.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_header_below_a_title_and_semicolons_are_found() {
        let (list, findings) = list("My lamp;;\n;;\nDesignator;Qty;MPN;Unit Price\nC1, C2;2;GRM;\"0,10 €\"\n;;;\n");
        assert_eq!(findings, [""; 0]);
        let row = list.rows.first().unwrap();
        assert_eq!((row.line, row.references.len(), row.part.price.as_str()), (4, 2, "0.10"));
        assert_eq!(list.currency.as_deref(), Some("EUR"));
    }

    #[test]
    fn what_looks_wrong_is_reported_with_its_line() {
        let (list, findings) = list("Ref,Qty,MPN,DNP\nC1 C2,3,A,\nC2,1,B,\nR1,1,C,DNP\n,,,\nX,1,,\n,0.5,WIRE,\n");
        assert_eq!(list.rows.len(), 2);
        assert_eq!(
            findings,
            [
                "a.csv:2: quantity 3, but 2 designators (`C1 C2`): the designators were counted",
                "a.csv:3: `C2` has two parts: here and in line 2",
                "a.csv:4: `R1` is not fitted and was left out",
                "a.csv:6: the row has designators but no part",
                "a.csv:7: `WIRE` has no designators and no whole quantity (`0.5`), and was left out",
            ]
        );
    }

    #[test]
    fn a_file_that_is_not_a_list_is_reported() {
        let (_, findings) = list("hello\nworld\n");
        assert_eq!(findings.len(), 1);
        assert!(findings.first().unwrap().starts_with("a.csv: no row names the columns of a part list"));
    }

    #[test]
    fn amounts_are_read_as_any_country_writes_them() {
        for (cell, wanted) in
            [("$0.65", "0.65"), ("0,65 €", "0.65"), ("1.234,50", "1234.50"), ("1,234.50", "1234.50"), ("n/a", "")]
        {
            assert_eq!(amount(cell), wanted, "{cell}");
        }
    }
}
