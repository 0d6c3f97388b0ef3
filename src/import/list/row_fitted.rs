//! Whether a row, or some of its places, are not fitted.

use crate::import::cells::fitted::{Fitting, in_value};
use crate::import::cells::placeholder::is_none;
use crate::import::list::cell::{self, Marks};
use crate::import::list::columns::ListColumn;
use crate::import::list::config::{self, Says, Variant};
use crate::import::list::part::Part;
use crate::import::list::row_cells::Cells;
use crate::import::list::row_reader::{Places, RowReader};
use crate::number::Number;

/// How many of the designators of a row a cell leaves out.
enum LeftOut {
    All,
    Some,
    None,
}

impl RowReader<'_> {
    /// Whether the whole row is not fitted; single designators that are not are taken out of `fitted`.
    pub fn is_not_fitted(&mut self, row: Cells<'_>, part: &mut Part, places: &mut Places) -> bool {
        if !is_contact(part, &places.fitted)
            && !is_numbered(part)
            && let Some(rest) = self.fitting(&part.value)
        {
            part.value = rest;
            return true;
        }
        let texts = [&part.mpn, &part.description].into_iter().chain(part.fields.iter().map(|field| &field.text));
        if texts.filter(|text| is_certain(text)).any(|text| self.fitting(text).is_some_and(|rest| rest.is_empty())) {
            return true;
        }
        let marks = row.all(ListColumn::NotFitted).map(|(column, text)| (column, text, cell::not_fitted(text)));
        let marks = marks.chain(row.all(ListColumn::Fitted).map(|(column, text)| (column, text, cell::fitted(text))));
        for (column, text, says) in marks.collect::<Vec<_>>() {
            match says {
                Fitting::NotFitted => return true,
                Fitting::Fitted => {}
                Fitting::NotFittedAt(names) => match self.left_out(row.line, names, places) {
                    LeftOut::All => return true,
                    LeftOut::Some => {}
                    LeftOut::None => self.unclear_word(row.line, &column.title, text),
                },
                Fitting::Unclear => self.unclear_word(row.line, &column.title, text),
            }
        }
        let columns = row.header.columns.iter().enumerate().filter(|(_, column)| column.is_denied_by_blank);
        if columns.map(|(at, _)| row.cells.get(at)).any(|cell| cell.is_none_or(String::is_empty)) {
            return true;
        }
        if self.is_left_out_by_places(row, places) || self.is_left_out_by_variant(row) {
            return true;
        }
        self.blank(row);
        false
    }

    /// Takes designators out of those that are fitted.
    fn left_out(&mut self, line: u64, names: Vec<String>, places: &mut Places) -> LeftOut {
        let some: Vec<String> = names.into_iter().filter(|name| places.fitted.contains(name)).collect();
        if some.is_empty() {
            return LeftOut::None;
        }
        if some.len() == places.fitted.len() {
            return LeftOut::All;
        }
        places.fitted.retain(|one| !some.contains(one));
        self.note(line, format!("`{}` is not fitted and was left out", some.join(" ")));
        places.left_out += some.len();
        LeftOut::Some
    }

    /// `DNP Refs` and `DNP Qty`: the designators that are not fitted, and how many these are.
    fn is_left_out_by_places(&mut self, row: Cells<'_>, places: &mut Places) -> bool {
        let before = places.left_out;
        for (column, text) in row.all(ListColumn::NotFittedPlaces) {
            let read = cell::read_designators(text);
            if !read.unclear.is_empty() && !is_none(text) {
                self.unclear_word(row.line, &column.title, text);
            }
            let names: Vec<String> = read.fitted.into_iter().chain(read.not_fitted).collect();
            match self.left_out(row.line, names.clone(), places) {
                LeftOut::All => return true,
                LeftOut::Some => {}
                LeftOut::None if places.fitted.is_empty() && !names.is_empty() => return true,
                LeftOut::None if names.is_empty() => {}
                LeftOut::None => {
                    let message = format!("`{}` under `{}` is not fitted", names.join(" "), column.title);
                    self.note(row.line, message);
                }
            }
        }
        let named = places.left_out > before || row.all(ListColumn::NotFittedPlaces).next().is_some();
        let Some((column, text)) = row.all(ListColumn::NotFittedCount).next() else { return false };
        let count = match cell::read_quantity(text, Marks::default()) {
            Ok((count, None)) => count,
            Ok((_, Some(_))) | Err(_) if is_none(text) => return false,
            Ok((_, Some(_))) | Err(_) => {
                self.unclear_word(row.line, &column.title, text);
                return false;
            }
        };
        if count.is_zero() || named {
            return false;
        }
        let stated = cell::read_quantity(row.first(ListColumn::Quantity), self.marks).ok().map(|(stated, _)| stated);
        let counted = Some(places.fitted.len()).filter(|count| *count > 0).map(|count| Number::from(count as u64));
        if counted.or(stated).is_some_and(|all| count >= all) {
            return true;
        }
        let message = format!(
            "`{}` says that {count} of the row's pieces are not fitted, and the list does not say which: all of them were \
             read as fitted",
            column.title
        );
        self.warn(row.line, message);
        false
    }

    /// `-US` and `+EU`: whether the part does not belong to the variant of this list.
    fn is_left_out_by_variant(&mut self, row: Cells<'_>) -> bool {
        for (column, text) in row.all(ListColumn::Config) {
            let variant = Variant { name: self.variant, is_known: self.marks.names_variant };
            match config::says(text, variant) {
                Says::NotFitted => return true,
                Says::Fitted => {}
                Says::Other => {
                    let message = format!(
                        "`{text}` under `{}` names another variant than `{}`; the part was read as fitted",
                        column.title, self.variant
                    );
                    self.warn(row.line, message);
                }
            }
        }
        false
    }

    /// Reports an empty cell beside cells that only affirm: it may be the denial.
    fn blank(&mut self, row: Cells<'_>) {
        let mut columns = self.header.columns.iter().filter(|column| column.means == ListColumn::Fitted);
        if let (true, Some(column)) = (self.marks.has_unclear_blanks, columns.find(|one| !one.is_denied_by_blank))
            && row.first(ListColumn::Fitted).is_empty()
        {
            let title = &column.title;
            let message = format!("no mark under `{title}`, where other rows have one; it was read as fitted");
            self.warn(row.line, message);
        }
    }

    /// What is left of a text that says that its part is not fitted.
    fn fitting(&mut self, text: &str) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        if let Some(known) = self.fittings.get(text) {
            return known.clone();
        }
        let found = in_value(text);
        self.fittings.insert(text.to_owned(), found.clone());
        found
    }

    fn unclear_word(&mut self, line: u64, title: &str, text: &str) {
        let message =
            format!("`{text}` under `{title}` does not say whether the part is fitted; it was read as fitted");
        self.warn(line, message);
    }
}

/// Whether a text of any column can say for certain that a part is not fitted: a phrase without numbers; `NF` and `NC` can
/// mean something else there.
fn is_certain(text: &str) -> bool {
    let is_phrase = text.len() < 40 && !text.bytes().any(|byte| byte.is_ascii_digit());
    is_phrase && !matches!(text.to_lowercase().as_str(), "nc" | "n.c." | "nf" | "no" | "x" | "none")
}

/// Whether the value of a switch or relay with a part number is its contact: `NC`.
fn is_contact(part: &Part, names: &[String]) -> bool {
    let is_switch = |name: &String| {
        let letters = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
        matches!(letters, "SW" | "S" | "K" | "RL" | "RLY" | "KEY" | "BTN")
    };
    matches!(part.value.as_str(), "NC" | "N.C.")
        && !part.mpn.is_empty()
        && !names.is_empty()
        && names.iter().all(is_switch)
}

/// Whether the value is the part number again: `DNI-100` is the name of a part.
pub(super) fn is_numbered(part: &Part) -> bool {
    part.value.eq_ignore_ascii_case(&part.mpn) && is_whole_number(&part.mpn)
}

/// Whether a part number is one word with a digit that does not end with words for "not fitted": `DNI-100`, but not `ABC1-DNP`.
pub(super) fn is_whole_number(number: &str) -> bool {
    let last = number.rsplit(['-', '_', '.', '/']).next().unwrap_or(number);
    let is_word = !number.contains([' ', '(', '[', '{', '<', ',', ';', '*']);
    is_word && number.bytes().any(|byte| byte.is_ascii_digit()) && !cell::says_not_fitted(last)
}
