//! How many of its part a row wants.

use crate::import::finding::plural;
use crate::import::list::cell;
use crate::import::list::columns::ListColumn;
use crate::import::list::part::Part;
use crate::import::list::row_cells::Cells;
use crate::import::list::row_reader::RowReader;
use crate::number::Number;

/// How many of a part a row wants.
pub(super) enum Count {
    Of(Number, Option<String>),
    None,
    Unreadable,
}

impl RowReader<'_> {
    /// The quantity of the row; one that differs from the number of its designators, of those that are fitted and of all, is
    /// reported.
    pub fn quantity(&mut self, row: Cells<'_>, part: &Part, (fitted, places): (usize, usize)) -> Count {
        let text = row.first(ListColumn::Quantity);
        let (places, name) = (Number::from(places as u64), part.shown());
        if text.is_empty() {
            if !places.is_zero() {
                return Count::Of(places, None);
            }
            let text = row.first(ListColumn::Reference);
            let why = if text.is_empty() { String::new() } else { format!(" (`{text}` is none)") };
            self.warn(row.line, format!("`{name}` has no designators{why} and no quantity, and was left out"));
            return Count::Unreadable;
        }
        let marks = self.marks.of_unit(&part.unit);
        let (written, unit) = match cell::read_quantity(text, marks) {
            Ok(read) => read,
            Err(why) => {
                let message = format!("the quantity `{text}` of `{name}` cannot be read ({why})");
                if places.is_zero() {
                    self.warn(row.line, format!("{message}: the row was left out"));
                    return Count::Unreadable;
                }
                self.warn(row.line, format!("{message}: the designators were counted"));
                return Count::Of(places, None);
            }
        };
        if cell::is_assumed(text, marks) {
            self.note(row.line, format!("the quantity `{text}` of `{name}` was read as {written}"));
        }
        if written.is_zero() {
            return Count::None;
        }
        if written.is_negative() {
            self.warn(row.line, format!("`{name}` has the quantity `{text}`, and was left out"));
            return Count::Unreadable;
        }
        if places.is_zero() && written.to_integer().is_none() && unit.is_none() && part.unit.is_empty() {
            let message =
                format!("`{name}` has the quantity `{text}` of no unit, which pieces cannot have, and was left out");
            self.warn(row.line, message);
            return Count::Unreadable;
        }
        let is_measured = unit.is_some() || !part.unit.is_empty();
        let is_counted = written == places || (fitted > 0 && written == Number::from(fitted as u64));
        if !places.is_zero() && !is_counted && !is_measured {
            let names = row.first(ListColumn::Reference).split_whitespace().collect::<Vec<_>>().join(" ");
            let count = plural(places, "designator");
            let message = format!("quantity {written}, but {count} (`{names}`): the designators were counted");
            self.warn(row.line, message);
            return Count::Of(places, unit);
        }
        Count::Of(if is_measured || places.is_zero() { written } else { places }, unit)
    }
}
