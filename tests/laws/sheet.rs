//! How a list is written: titles of many tools and languages, order of the columns, delimiter, encoding, line ends.

use super::damage::Damage;
use super::random::Random;
use super::truth::{List, Row, Set};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Places,
    Quantity,
    Value,
    Footprint,
    Number,
    Maker,
    Tolerance,
    Order,
    Fitted,
}

/// Titles of places, quantity, value, footprint, part number, maker and what is not fitted.
const TITLES: [[&str; 7]; 11] = [
    ["Reference", "Qty", "Value", "Footprint", "MPN", "Manufacturer", "DNP"],
    ["Designator", "Quantity", "Comment", "Footprint", "Manufacturer Part Number 1", "Manufacturer 1", "DNP"],
    ["References", "Quantity Per PCB", "Value", "Footprint", "Manufacturer Part Number", "Manufacturer", "DNF"],
    ["Parts", "Qty", "Value", "Package", "MPN", "MF", "DNI"],
    ["Designator", "Quantity", "Name", "Footprint", "Manufacturer Part", "Manufacturer", "DNP"],
    ["RefDes", "QTY", "VALUE", "PACKAGE", "MFR PN", "MFR", "DNM"],
    ["Bauteil", "Anzahl", "Wert", "Gehäuse", "Herstellernummer", "Hersteller", "DNP"],
    ["位号", "数量", "值", "封装", "制造商料号", "制造商", "DNP"],
    ["Repère", "Quantité", "Valeur", "Boîtier", "Référence fabricant", "Fabricant", "DNP"],
    ["Referencia", "Cantidad", "Valor", "Encapsulado", "Número de parte del fabricante", "Fabricante", "DNP"],
    ["リファレンス", "数量", "値", "パッケージ", "メーカー型番", "メーカー", "DNP"],
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf8Marked,
    Utf16Little,
    Utf16Big,
}

#[derive(Clone, Debug)]
pub struct Layout {
    /// Which titles: a row of `TITLES`.
    pub titles: usize,
    pub order: Vec<Column>,
    pub delimiter: char,
    pub between: &'static str,
    pub line_end: &'static str,
    pub encoding: Encoding,
    pub placeholder: &'static str,
    /// Lines above the header.
    pub above: usize,
    pub blank_lines: bool,
    pub row_numbers: bool,
    pub quote_all: bool,
}

impl Layout {
    pub fn random(random: &mut Random, columns: &[Column]) -> Self {
        let mut order = columns.to_vec();
        if random.percent(60) {
            random.shuffle(&mut order);
        }
        let encodings = [Encoding::Utf8Marked, Encoding::Utf16Little, Encoding::Utf16Big];
        Self {
            titles: random.below(TITLES.len()),
            order,
            delimiter: *random.pick(&[',', ',', ';', '\t', '|']),
            between: *random.pick(&[", ", ",", " ", "; "]),
            line_end: *random.pick(&["\n", "\n", "\r\n", "\r"]),
            encoding: if random.percent(70) { Encoding::Utf8 } else { *random.pick(&encodings) },
            placeholder: *random.pick(&["", "?", "-", "~", "N/A", "n/a", "TBD", "none", "xxx"]),
            above: if random.percent(20) { random.between(1, 3) } else { 0 },
            blank_lines: random.percent(15),
            row_numbers: random.percent(30),
            quote_all: random.percent(30),
        }
    }

    /// The plainest form, which a failing case is brought to if it still fails.
    pub fn plain(columns: &[Column]) -> Self {
        Self {
            titles: 0,
            order: columns.to_vec(),
            delimiter: ',',
            between: " ",
            line_end: "\n",
            encoding: Encoding::Utf8,
            placeholder: "",
            above: 0,
            blank_lines: false,
            row_numbers: false,
            quote_all: false,
        }
    }

    fn title(&self, column: Column) -> &'static str {
        let titles = &TITLES[self.titles];
        match column {
            Column::Places => titles[0],
            Column::Quantity => titles[1],
            Column::Value => titles[2],
            Column::Footprint => titles[3],
            Column::Number => titles[4],
            Column::Maker => titles[5],
            Column::Tolerance => "Tolerance",
            Column::Order => "Order No.",
            Column::Fitted => titles[6],
        }
    }

    fn cell(&self, text: &str) -> String {
        let quote = self.quote_all || text.contains([self.delimiter, '"', '\n', '\r']);
        if quote { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    }

    pub fn line(&self, cells: &[String]) -> String {
        let cells: Vec<String> = cells.iter().map(|text| self.cell(text)).collect();
        cells.join(&self.delimiter.to_string())
    }

    /// The header row.
    pub fn header(&self) -> Vec<String> {
        let numbers = self.row_numbers.then_some("Item").into_iter();
        numbers.chain(self.order.iter().map(|column| self.title(*column))).map(str::to_owned).collect()
    }
}

/// A list as a file, with the line of each of its rows.
pub struct Sheet {
    pub bytes: Vec<u8>,
    /// By number of the row.
    pub lines: Vec<u64>,
}

/// The cells of a row.
pub fn cells(set: &Set, layout: &Layout, row: &Row, number: usize) -> Vec<String> {
    let part = &set.parts[row.part];
    let mut cells: Vec<String> = layout.row_numbers.then(|| number.to_string()).into_iter().collect();
    for column in &layout.order {
        cells.push(match column {
            Column::Places => row.places.join(layout.between),
            Column::Quantity if row.places.is_empty() => row.pieces.to_string(),
            Column::Quantity => row.places.len().to_string(),
            Column::Fitted if row.fitted => String::new(),
            Column::Fitted => layout.title(Column::Fitted).to_owned(),
            Column::Number | Column::Maker if part.cell(*column).is_empty() => layout.placeholder.to_owned(),
            Column::Number | Column::Maker | Column::Value | Column::Footprint | Column::Tolerance | Column::Order => {
                part.cell(*column).to_owned()
            }
        });
    }
    cells
}

pub fn write(set: &Set, list: &List) -> Sheet {
    let layout = &list.layout;
    let mut text: Vec<String> =
        (0..layout.above).map(|number| format!("Board {}, page {number}", list.name.len())).collect();
    text.push(layout.line(&layout.header()));
    let mut lines = Vec::new();
    for (number, row) in list.rows.iter().enumerate() {
        if layout.blank_lines && number % 3 == 1 {
            text.push(String::new());
        }
        let mut cells = cells(set, layout, row, number + 1);
        for damage in list.damage.iter().filter(|damage| damage.row == number) {
            damage.change_cells(layout, &mut cells);
        }
        lines.push(text.len() as u64 + 1);
        let mut line = layout.line(&cells);
        for damage in list.damage.iter().filter(|damage| damage.row == number) {
            damage.change_line(&mut line);
        }
        text.push(line);
        for damage in list.damage.iter().filter(|damage| damage.row == number) {
            text.extend(damage.more_lines(set, layout, row));
        }
    }
    text.extend(list.damage.iter().flat_map(Damage::footer));
    let text: String = text.iter().map(|line| format!("{line}{}", layout.line_end)).collect();
    Sheet { bytes: encode(&text, layout.encoding), lines }
}

fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Marked => [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(),
        Encoding::Utf16Little => {
            [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
        }
        Encoding::Utf16Big => [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
    }
}
