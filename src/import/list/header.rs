//! The header of a list: what each of its columns holds.

use crate::import::cells::currency::{Currency, in_title};
use crate::import::list::columns::ListColumn;
use crate::import::list::price_columns::breaks;
use crate::import::list::sample::Sample;
use crate::import::list::title::{Title, titles};
use crate::import::list::titles::whole_key;
use crate::import::table::TableRow;
use crate::number::Number;
use std::collections::HashMap;

/// A column of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Column {
    /// As the file has it; a number follows a title that an earlier column has.
    pub title: String,
    pub means: ListColumn,
    /// The number of a further source: 2 in `MPN 2`; 0 without one.
    pub source: u32,
    /// The key of a component for a column of terroir's own `release` profile.
    pub own: Option<&'static str>,
    /// The number of pieces from which the prices of a column hold, in `Price 100`.
    pub from: Option<Number>,
    /// Whether an empty cell says that the part is not fitted, in the column of a variant.
    pub is_denied_by_blank: bool,
}

impl Column {
    /// What was read from it, for people.
    pub fn shown(&self) -> String {
        match self.from {
            Some(from) if from != Number::ONE => format!("{} from {from} on", self.means.shown()),
            Some(_) | None => self.means.shown().to_owned(),
        }
    }
}

/// A column that the user named: `--columns mpn="Order code"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct ChosenColumn {
    pub means: ListColumn,
    pub title: String,
}

/// The header of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Header {
    pub line: u64,
    pub columns: Vec<Column>,
    /// The number of cells of its row; columns after these have no title.
    pub titled: usize,
    /// The currency that the title of the price column names.
    pub currency: Option<Currency>,
}

/// The meanings in the order in which columns are found for them.
const ORDER: [ListColumn; 15] = [
    ListColumn::Reference,
    ListColumn::Quantity,
    ListColumn::Mpn,
    ListColumn::Value,
    ListColumn::Footprint,
    ListColumn::Ipn,
    ListColumn::Manufacturer,
    ListColumn::Description,
    ListColumn::Price,
    ListColumn::Currency,
    ListColumn::Datasheet,
    ListColumn::Unit,
    ListColumn::Level,
    ListColumn::Board,
    ListColumn::Optional,
];

impl Header {
    /// Reads a row as the header of the rows below it.
    pub fn of(row: &TableRow, below: &[TableRow], chosen: &[ChosenColumn]) -> Self {
        let titles = titles(&row.cells);
        let mut means: Vec<Option<ListColumn>> = vec![None; titles.len()];
        let same =
            |one: &ChosenColumn, cell: &str| one.title.trim() == cell || whole_key(&one.title) == whole_key(cell);
        for (cell, means) in row.cells.iter().zip(&mut means) {
            let named = |one: &&ChosenColumn| !cell.is_empty() && same(one, cell);
            *means = chosen.iter().find(named).map(|one| one.means);
        }
        let sample = Sample::of(row, below);
        let from = breaks(&row.cells, &mut means, &sample);
        for wanted in ORDER {
            if means.contains(&Some(wanted)) {
                continue;
            }
            let fits = |(at, title): (usize, &Title)| {
                let meaning = title.meanings.iter().find(|one| one.column == wanted)?;
                let fits = means.get(at) == Some(&None) && sample.fits(at, &title.key, *meaning);
                fits.then_some((sample.rank(at, *meaning), sample.doubt(at, wanted), at))
            };
            if let Some((_, _, at)) = titles.iter().enumerate().filter_map(fits).min()
                && let Some(place) = means.get_mut(at)
            {
                *place = Some(wanted);
            }
        }
        unit_price(&titles, &mut means, &sample);
        let has_level = means.contains(&Some(ListColumn::Level));
        let columns = titles.iter().zip(means).enumerate();
        let columns = columns.map(|(at, (title, means))| {
            let otherwise = || match otherwise(title, at, &sample) {
                column if column == ListColumn::Level && has_level => ListColumn::Ignore,
                column => column,
            };
            means.unwrap_or_else(otherwise)
        });
        let columns = columns.zip(&titles).zip(distinct_titles(&row.cells)).zip(from);
        let column = |(((means, title), name), from): (((ListColumn, &Title), String), Option<Number>)| Column {
            title: name,
            means,
            source: title.source,
            own: title.own,
            from,
            is_denied_by_blank: false,
        };
        let mut columns: Vec<Column> = columns.map(column).collect();
        name_makers(&mut columns);
        let mut prices = columns.iter().zip(&row.cells).filter(|(column, _)| column.means == ListColumn::Price);
        let currency = prices.find_map(|(_, title)| in_title(title));
        Self { line: row.line, titled: row.cells.len(), columns, currency }
    }

    /// A row with the exact numbers of its quantities and prices, where a workbook has them.
    pub fn exact(&self, row: &TableRow) -> TableRow {
        let mut row = row.clone();
        for (at, number) in std::mem::take(&mut row.exact) {
            let means = self.columns.get(at).map(|column| column.means);
            if let (Some(ListColumn::Quantity | ListColumn::Price), Some(cell)) = (means, row.cells.get_mut(at)) {
                *cell = with_number(cell, &number);
            }
        }
        row
    }

    /// Whether a column has a meaning.
    pub fn has(&self, wanted: ListColumn) -> bool {
        self.columns.iter().any(|column| column.means == wanted)
    }

    /// The number of columns that were understood.
    pub fn known(&self) -> usize {
        let known = |column: &&Column| !matches!(column.means, ListColumn::Field | ListColumn::Ignore);
        self.columns.iter().filter(known).count()
    }

    /// Whether a list can be read with this header: it names the part, and its designators or quantity.
    pub fn is_enough(&self) -> bool {
        use ListColumn::{Description, Ipn, Mpn, Order, Quantity, Reference, Value};
        let has = |wanted: &[ListColumn]| wanted.iter().any(|one| self.has(*one));
        has(&[Mpn, Ipn, Order, Value, Description]) && has(&[Reference, Quantity])
    }

    /// Whether a row has the titles of this header in their order.
    pub fn is_same(&self, cells: &[String]) -> bool {
        let other = keys(cells.iter());
        !other.is_empty() && keys(self.columns.iter().map(|column| &column.title)) == other
    }

    /// Whether a row has the titles of this header in any order.
    pub fn has_titles(&self, cells: &[String]) -> bool {
        let (mut own, mut other) = (keys(self.columns.iter().map(|column| &column.title)), keys(cells.iter()));
        own.sort();
        other.sort();
        !other.is_empty() && own == other
    }
}

/// What a column is that has none of the meanings of which a list has one.
fn otherwise(title: &Title, at: usize, sample: &Sample<'_>) -> ListColumn {
    let column = title.otherwise();
    if title.is_guess && column == ListColumn::Ignore && !sample.is_amounts(at) {
        return ListColumn::Field;
    }
    if column == ListColumn::Config {
        return if sample.is_config(at) { column } else { title.without_config() };
    }
    if column != ListColumn::Ignore || !title.is_row_number() {
        column
    } else if sample.is_outline(at) {
        ListColumn::Level
    } else if sample.is_numbers(at) {
        column
    } else {
        ListColumn::Field
    }
}

/// Of two columns of prices, one may hold those of all pieces of the row: the other one is the price.
fn unit_price(titles: &[Title], means: &mut [Option<ListColumn>], sample: &Sample<'_>) {
    let at = |wanted: ListColumn| means.iter().position(|one| *one == Some(wanted));
    let (Some(price), Some(quantity)) = (at(ListColumn::Price), at(ListColumn::Quantity)) else { return };
    let is_price = |at: usize| titles.get(at).is_some_and(|title| title.means(ListColumn::Price));
    let free = (0..titles.len()).filter(|at| means.get(*at) == Some(&None) && is_price(*at));
    let each = free.into_iter().find(|each| sample.is_total(price, *each, quantity));
    if let Some(each) = each.filter(|_| is_price(price)) {
        means.swap(price, each);
        if let Some(total) = means.get_mut(price) {
            *total = Some(ListColumn::Ignore);
        }
    }
}

/// A text with another number in the place of its first one: `$0.01` with 0.0123 is `$0.0123`.
fn with_number(text: &str, number: &str) -> String {
    let Some(begin) = text.find(|letter: char| letter.is_ascii_digit()) else { return text.to_owned() };
    let number = number.trim_start_matches('-');
    let rest = text.get(begin..).unwrap_or_default();
    let is_inner = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ' ' | '\'' | '’' | '\u{a0}');
    let run = rest.split(|letter: char| !is_inner(letter)).next().unwrap_or_default();
    let run = run.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    let after = rest.get(run.len()..).unwrap_or_default();
    let is_exponent = after.starts_with(['E', 'e']) && after.contains(|letter: char| letter.is_ascii_digit());
    let is_one = !after.contains(|letter: char| letter.is_ascii_digit());
    match (is_exponent, is_one) {
        (true, _) => number.to_owned(),
        (false, true) => format!("{}{number}{after}", text.get(..begin).unwrap_or_default()),
        (false, false) => text.to_owned(),
    }
}

/// The keys of titles without those of columns that have none.
fn keys<'a>(titles: impl Iterator<Item = &'a String>) -> Vec<String> {
    let keys = titles.map(|title| whole_key(title));
    keys.filter(|key| !key.is_empty() && !key.starts_with("column")).collect()
}

/// `2nd Source` beside `2nd Source MPN` is the maker.
fn name_makers(columns: &mut [Column]) {
    let numbers: Vec<(usize, u32, usize)> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.means == ListColumn::Alternative && column.source > 0)
        .map(|(at, column)| (at, column.source, column.title.len()))
        .collect();
    let has_maker: Vec<u32> =
        columns.iter().filter(|one| one.means == ListColumn::AlternativeMaker).map(|one| one.source).collect();
    for (at, source, length) in &numbers {
        // Where the maker has a column of its own, a plain `Alternate 1` is the id of a component.
        let longer = numbers.iter().any(|(other, its, long)| other != at && its == source && long > length);
        if let (true, Some(column)) = (longer, columns.get_mut(*at)) {
            let known = has_maker.contains(source);
            column.means = if known { ListColumn::Ignore } else { ListColumn::AlternativeMaker };
        }
    }
}

/// Titles as keys of fields: one that an earlier column has gets a number, one that is empty gets the column's.
fn distinct_titles(cells: &[String]) -> Vec<String> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut titles = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        let plain: String = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        let base = if plain.is_empty() { format!("column {}", at + 1) } else { plain };
        let count = seen.entry(base.clone()).or_default();
        *count += 1;
        titles.push(if *count == 1 { base } else { format!("{base} {count}") });
    }
    titles
}
