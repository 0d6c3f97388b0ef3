//! Reads one row of a list.

use crate::import::cells::designators::Designators;
use crate::import::cells::placeholder::{is_no_part_number, is_none};
use crate::import::finding::Finding;
use crate::import::list::cell;
use crate::import::list::columns::ListColumn;
use crate::import::list::part::{FieldKind, FieldText, Part, Row};
use crate::import::list::row_cells::{Cells, letters, squeezed};
use crate::import::list::row_count::Count;
use crate::import::list::row_fitted::{is_numbered, is_whole_number};
use crate::import::list::row_price;
use crate::import::list::row_reader::{Places, RowReader};
use crate::import::list::sources::sources;
use crate::import::list::titles::whole_key;
use crate::import::table::TableRow;
use crate::number::Number;
use crate::terms::ComponentKind;
use std::collections::BTreeSet;
use std::str::FromStr;

/// What was read from a row of the table.
pub(super) enum Outcome {
    /// A part, to be counted.
    Part(Box<Row>),
    /// A part that is not fitted; its parts, if it is an assembly, are not fitted either.
    NotFitted,
    /// Nothing that could be used.
    LeftOut,
}

impl RowReader<'_> {
    /// Reads a row that has at least one cell.
    pub fn row(&mut self, table_row: &TableRow) -> Outcome {
        let header = self.header;
        let row = Cells { line: table_row.line, header, cells: &table_row.cells };
        self.beyond(row);
        let Designators { fitted, not_fitted, unclear, .. } = cell::read_designators(row.first(ListColumn::Reference));
        let stated = cell::read_quantity(row.first(ListColumn::Quantity), self.marks).ok().map(|(amount, _)| amount);
        let mut fitted = self.once(row.line, cell::joined(&fitted, stated));
        let mut unclear_text = None;
        if fitted.is_empty() && not_fitted.is_empty() && !unclear.is_empty() {
            unclear_text = unnamed(&unclear, &mut fitted);
        } else if !unclear.is_empty() {
            self.warn(row.line, format!("`{}` is not a designator and was left out", unclear.join(" ")));
        }
        if !not_fitted.is_empty() {
            self.note(row.line, format!("`{}` is not fitted and was left out", not_fitted.join(" ")));
        }
        let mut part = self.part(row);
        let had_some = !not_fitted.is_empty();
        let mut places = Places { fitted, left_out: not_fitted.len(), unclear: unclear_text };
        if self.is_not_fitted(row, &mut part, &mut places) || (places.fitted.is_empty() && had_some) {
            let name = [row.first(ListColumn::Reference), &part.shown()]
                .into_iter()
                .find(|text| !text.is_empty())
                .map(str::to_owned);
            self.note(row.line, format!("`{}` is not fitted and was left out", name.unwrap_or_default()));
            return Outcome::NotFitted;
        }
        if !part.is_named() {
            let message = if let Some(text) = places.unclear {
                format!("the row (`{text}`) names no part and was left out")
            } else if places.fitted.is_empty() {
                "the row names no part and was left out".to_owned()
            } else {
                format!("`{}` has designators but no part, and was left out", places.fitted.join(" "))
            };
            self.warn(row.line, message);
            return Outcome::LeftOut;
        }
        part.letters = letters(&places.fitted);
        self.counted(row, part, places)
    }

    /// A part that is named, with its quantity.
    fn counted(&mut self, row: Cells<'_>, mut part: Part, places: Places) -> Outcome {
        let Places { fitted: mut references, left_out, unclear } = places;
        let counted = references.len() + left_out;
        let (quantity, unit) = match self.quantity(row, &part, (references.len(), counted)) {
            Count::Of(quantity, unit) => (quantity, unit),
            Count::None => {
                self.note(row.line, format!("`{}` has the quantity 0 and was left out", part.shown()));
                return Outcome::NotFitted;
            }
            Count::Unreadable => return Outcome::LeftOut,
        };
        if let (Some(unit), true) = (unit, part.unit.is_empty()) {
            part.unit = unit;
        }
        // A length at places is one length, not one for each place.
        let is_measured = counted > 0 && !part.unit.is_empty() && quantity != Number::from(counted as u64);
        if is_measured {
            self.measured(row, &mut part, quantity);
            references.clear();
        }
        let is_placed = counted > 0 && !is_measured;
        let quantity = if is_placed { Number::from(references.len() as u64) } else { quantity };
        if let Some(text) = unclear {
            let why = if text.contains('?') { "has no number yet" } else { "is not a designator" };
            self.warn(row.line, format!("`{text}` {why}; the quantity was used"));
        }
        self.damage(row);
        self.remark(row, &part, counted, quantity);
        let board = row.first(ListColumn::Board).to_owned();
        Outcome::Part(Box::new(Row { line: row.line, header: self.number, part, references, quantity, board }))
    }

    /// Notes what is unusual about a part that was read.
    fn remark(&mut self, row: Cells<'_>, part: &Part, counted: usize, quantity: Number) {
        if counted == 0 && self.header.has(ListColumn::Reference) && !self.header.has(ListColumn::Level) {
            self.note(row.line, format!("`{}` has no designators: {quantity} are counted", part.shown()));
        }
        let texts = [&part.description, &part.footprint, &part.manufacturer];
        let value = Some(&part.value).filter(|_| !is_numbered(part));
        let number = Some(&part.mpn).filter(|number| !is_whole_number(number));
        for text in value.into_iter().chain(number).chain(texts) {
            if cell::says_not_fitted(text) {
                self.warn(row.line, format!("`{text}` may mean that the part is not fitted; it was read as fitted"));
            }
        }
        for (column, _) in row.header.columns.iter().zip(row.cells).filter(|(_, text)| is_true(text)) {
            let key = whole_key(&column.title);
            if matches!(key.as_str(), "optional" | "consumable") {
                self.note(row.line, format!("`{}` is {key} in the list; it was read as fitted", part.shown()));
            }
        }
    }

    /// Reports a row with more cells than the header, whatever else is read from it.
    fn beyond(&mut self, row: Cells<'_>) {
        let mut beyond = row.cells.iter().skip(row.header.titled);
        if let Some(cell) = beyond.find(|cell| !cell.is_empty()) {
            let message =
                format!("the row has more cells than the header (`{cell}`): its cells may be in wrong columns");
            self.warn(row.line, message);
        }
    }

    /// Designators without those that the row names twice.
    fn once(&mut self, line: u64, names: Vec<String>) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let (names, again): (Vec<String>, Vec<String>) = names.into_iter().partition(|name| seen.insert(name.clone()));
        if !again.is_empty() {
            self.warn(line, format!("the row names `{}` twice; it was counted once", again.join(" ")));
        }
        names
    }

    /// Keeps the designators of a part that is measured in a unit as a text, since they count no pieces.
    fn measured(&mut self, row: Cells<'_>, part: &mut Part, quantity: Number) {
        let Some((column, text)) = row.all(ListColumn::Reference).next() else { return };
        let message = format!(
            "`{}` is {quantity} {} at `{}`: the quantity was kept, and the designators as a field",
            part.shown(),
            part.unit,
            squeezed(text)
        );
        self.note(row.line, message);
        part.fields.push(FieldText { title: column.title.clone(), text: squeezed(text), kind: FieldKind::Other });
    }

    fn part(&mut self, row: Cells<'_>) -> Part {
        let placeholders = &mut *self.placeholders;
        let mut known = |wanted: ListColumn| {
            let (title, cell) = row.all(wanted).next().map_or(("", ""), |(column, cell)| (column.title.as_str(), cell));
            let is_number = matches!(wanted, ListColumn::Mpn | ListColumn::Manufacturer | ListColumn::Ipn);
            let is_empty = if is_number { is_no_part_number } else { is_none };
            if cell.is_empty() {
                return String::new();
            }
            if is_empty(cell) {
                *placeholders.entry(title.to_owned()).or_default() += 1;
                return String::new();
            }
            squeezed(cell)
        };
        let mut part = Part {
            mpn: known(ListColumn::Mpn),
            manufacturer: known(ListColumn::Manufacturer),
            ipn: known(ListColumn::Ipn),
            value: known(ListColumn::Value),
            footprint: known(ListColumn::Footprint),
            description: known(ListColumn::Description),
            datasheet: known(ListColumn::Datasheet),
            unit: unit(row.first(ListColumn::Unit)),
            ..Part::default()
        };
        for (column, text) in row.header.columns.iter().zip(row.cells) {
            if !column.means.is_field() || is_none(text) || is_default(&column.title, text) {
                continue;
            }
            let own = column.own.filter(|key| is_valid(key, text));
            let kind = match (own, column.means) {
                (Some(key), _) => FieldKind::Key(key),
                (None, ListColumn::Order) => FieldKind::Order,
                (None, _) => FieldKind::Other,
            };
            part.fields.push(FieldText { title: column.title.clone(), text: squeezed(text), kind });
        }
        self.kind_without_version(row.line, &mut part);
        part.approved = sources(row);
        part.price = row_price::read(row, self.marks).unwrap_or_else(|message| {
            self.warn(row.line, message);
            None
        });
        part
    }

    /// Firmware and software have a version; without one, the kind is kept as a text only.
    fn kind_without_version(&mut self, line: u64, part: &mut Part) {
        let has_version = part.fields.iter().any(|field| field.kind == FieldKind::Key("version"));
        let needs_one = |field: &&mut FieldText| {
            field.kind == FieldKind::Key("kind") && matches!(field.text.as_str(), "firmware" | "software")
        };
        let Some(kind) = part.fields.iter_mut().find(needs_one).filter(|_| !has_version) else { return };
        kind.kind = FieldKind::Other;
        let message = format!("`{}` without a version (`1.0.0`) was read as hardware", kind.text);
        self.warn(line, message);
    }

    /// Reports part numbers and footprints that a spreadsheet has changed.
    fn damage(&mut self, row: Cells<'_>) {
        use ListColumn::{Footprint, Ipn, Mpn, Order, Value};
        let columns = row.header.columns.iter().zip(row.cells);
        let columns = columns.filter(|(column, _)| matches!(column.means, Mpn | Ipn | Order | Footprint | Value));
        for (column, text) in columns.filter(|(_, text)| !text.is_empty()) {
            let Some(damaged) = cell::damage(column.means, text) else { continue };
            let message = format!("`{text}` under `{}` looks damaged: {}", column.title, damaged.what);
            let finding = if damaged.is_certain { Finding::warning } else { Finding::note };
            self.findings.push(finding(self.file, row.line, message.as_str()));
        }
    }
}

/// The unit of a column of units; nothing for pieces.
fn unit(cell: &str) -> String {
    match crate::import::cells::quantity::unit(cell) {
        Some("pcs") => String::new(),
        Some(known) => known.to_owned(),
        None if is_none(cell) => String::new(),
        None => squeezed(cell),
    }
}

/// Words that do not look like designators: a single one can be the name of a place, anything else is a text.
fn unnamed(words: &[String], references: &mut Vec<String>) -> Option<String> {
    let is_name = |word: &str| {
        word.chars().any(char::is_alphabetic) && word.chars().all(|one| one.is_alphanumeric() || "_-+./".contains(one))
    };
    match words {
        [one] if is_name(one) => {
            references.push(one.clone());
            None
        }
        texts => Some(texts.join(" ")),
    }
}

/// Whether a text can be the value of a key of a component.
fn is_valid(key: &str, text: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match key {
        "version" => text.split('.').count() == 3 && text.split('.').all(is_digits),
        "kind" => ComponentKind::from_str(text).is_ok(),
        "lifecycle" => matches!(text, "active" | "nrnd" | "eol"),
        "hs" => is_digits(text) && matches!(text.len(), 6 | 8 | 10),
        "origin" => text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
        "lead_weeks" => is_digits(text) && text.len() <= 3,
        _ => true,
    }
}

/// Whether a field says nothing by its `False`.
fn is_default(title: &str, text: &str) -> bool {
    text.eq_ignore_ascii_case("false")
        && matches!(whole_key(title).as_str(), "optional" | "consumable" | "inherited" | "allowvariants" | "validated")
}

fn is_true(cell: &str) -> bool {
    matches!(cell.to_lowercase().as_str(), "true" | "yes" | "y" | "1" | "x")
}
