//! The header of a list: what each of its columns holds.

use crate::import::cells::currency::{Currency, in_title, is_code};
use crate::import::list::columns::ListColumn;
use crate::import::list::config::is_config;
use crate::import::list::guess::GUESSED;
use crate::import::list::price_columns::breaks;
use crate::import::list::title::{Title, titles, titles_in};
use crate::import::list::titles::{Meaning, whole_key};
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

/// Rows below a header that are looked at where a title has several meanings.
const SAMPLE: usize = 200;

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
        let from = breaks(&row.cells, &mut means);
        let sample = Sample::of(row, below);
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
        let has_level = means.contains(&Some(ListColumn::Level));
        let otherwise = |at: usize, title: &Title| {
            let column = title.otherwise();
            if column == ListColumn::Config {
                return if sample.is_config(at) { column } else { title.without_config() };
            }
            if column != ListColumn::Ignore || !title.is_row_number() {
                column
            } else if !has_level && sample.is_outline(at) {
                ListColumn::Level
            } else if sample.is_numbers(at) {
                column
            } else {
                ListColumn::Field
            }
        };
        let columns = titles.iter().zip(means).enumerate();
        let columns = columns.map(|(at, (title, means))| means.unwrap_or_else(|| otherwise(at, title)));
        let columns = columns.zip(&titles).zip(distinct_titles(&row.cells)).zip(from);
        let column = |(((means, title), name), from): (((ListColumn, &Title), String), Option<Number>)| Column {
            title: name,
            means,
            source: title.source,
            own: title.own,
            from,
        };
        let mut columns: Vec<Column> = columns.map(column).collect();
        name_makers(&mut columns);
        let mut prices = columns.iter().zip(&row.cells).filter(|(column, _)| column.means == ListColumn::Price);
        let currency = prices.find_map(|(_, title)| in_title(title));
        Self { line: row.line, titled: row.cells.len(), columns, currency }
    }

    /// A row with the numbers behind the texts of its quantities and prices, where a workbook has them.
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

/// The cells below a header.
struct Sample<'a> {
    rows: Vec<&'a TableRow>,
}

impl<'a> Sample<'a> {
    /// The first rows below a header, up to the next one, without titles, dates and signatures: these hold one text, or begin
    /// with a label.
    fn of(header: &TableRow, below: &'a [TableRow]) -> Self {
        let is_wide = header.cells.iter().filter(|cell| !cell.is_empty()).count() > 2;
        let is_part = |row: &&TableRow| {
            let mut filled = row.cells.iter().filter(|cell| !cell.is_empty());
            let is_label = filled.next().is_some_and(|first| first.ends_with([':', '：']));
            !is_wide || (!is_label && filled.next().is_some())
        };
        let is_header = |row: &&TableRow| {
            let titles = titles_in(&row.cells);
            titles >= 3 && titles == row.cells.iter().filter(|cell| !cell.is_empty()).count()
        };
        let own = below.iter().take(SAMPLE).take_while(|row| !is_header(row));
        Self { rows: own.filter(is_part).collect() }
    }

    fn cells(&self, at: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(move |row| row.cells.get(at)).map(String::as_str).filter(|cell| !cell.is_empty())
    }

    /// Whether the cells agree with a meaning that is not certain from the title alone.
    fn fits(&self, at: usize, key: &str, meaning: Meaning) -> bool {
        match (meaning.column, meaning.rank) {
            (ListColumn::Reference, 0) => !matches!(key, "reference" | "referencia") || self.can_be_places(at),
            (ListColumn::Reference, _) => {
                self.designators(at) > 0 && self.designators(at) * 2 >= self.cells(at).count()
            }
            (ListColumn::Description | ListColumn::Value, 6) => !self.is_numbers(at),
            (ListColumn::Quantity, GUESSED) => self.numbers(at) * 2 >= self.cells(at).count(),
            (ListColumn::Mpn, GUESSED) => !self.is_sequence(at),
            (ListColumn::Ipn, 0) if matches!(key, "itemno" | "itemnumber") => !self.is_rows(at) && !self.is_outline(at),
            (ListColumn::Quantity, 1) if key == "amount" => !self.is_money(at),
            (ListColumn::Price, _) => !self.is_codes(at),
            (ListColumn::Currency, 1) => self.is_codes(at),
            (ListColumn::Quantity, 5) => self.cells(at).filter(|cell| cell.parse::<u64>().is_ok()).count() > 0,
            _ => true,
        }
    }

    /// The rank of a meaning, where a text column without any cell comes after one with cells.
    fn rank(&self, at: usize, meaning: Meaning) -> u8 {
        use ListColumn::{Description, Footprint, Quantity, Value};
        let is_empty = matches!(meaning.column, Value | Footprint | Description | Quantity)
            && !self.rows.is_empty()
            && self.cells(at).next().is_none();
        // Names and the like, of rank 4 and more, do not stand in for an empty column.
        if is_empty { (meaning.rank * 2).max(7) } else { meaning.rank * 2 }
    }

    /// The number of cells that begin with a digit.
    fn numbers(&self, at: usize) -> usize {
        self.cells(at).filter(|cell| cell.starts_with(|letter: char| letter.is_ascii_digit())).count()
    }

    /// Whether the cells count the rows: 1, 2, 3.
    fn is_sequence(&self, at: usize) -> bool {
        let numbers: Option<Vec<u64>> = self.cells(at).map(|cell| cell.parse().ok()).collect();
        numbers.is_some_and(|numbers| {
            numbers.len() > 1 && numbers.windows(2).all(|pair| matches!(pair, [low, high] if *high == low + 1))
        })
    }

    /// Whether the cells are numbers that grow from a small one, as those of rows do.
    fn is_rows(&self, at: usize) -> bool {
        let numbers: Option<Vec<u64>> = self.cells(at).map(|cell| cell.parse().ok()).collect();
        numbers.is_some_and(|numbers| {
            numbers.first().is_some_and(|first| *first <= 10)
                && numbers.windows(2).all(|pair| matches!(pair, [low, high] if low < high))
        })
    }

    /// Whether the cells are amounts of money: with a sign, or two decimals that are not both zero.
    fn is_money(&self, at: usize) -> bool {
        let is_money = |cell: &str| {
            let cents = cell.rsplit_once(['.', ',']).map(|(_, cents)| cents);
            cell.contains(['$', '€', '£', '¥']) || cents.is_some_and(|cents| cents.len() == 2 && cents != "00")
        };
        self.cells(at).any(is_money)
    }

    /// Whether the cells are marks of variants: `-US`, `+EU`.
    fn is_config(&self, at: usize) -> bool {
        self.cells(at).next().is_some() && self.cells(at).all(is_config)
    }

    /// Whether the cells are codes of currencies.
    fn is_codes(&self, at: usize) -> bool {
        self.cells(at).next().is_some() && self.cells(at).all(is_code)
    }

    /// Whether at least half of the cells are numbers, or all are empty.
    fn is_numbers(&self, at: usize) -> bool {
        let numbers = self.cells(at).filter(|cell| cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
        numbers.count() * 2 >= self.cells(at).count()
    }

    /// Whether the cells are designators, or look as if they were numbers of parts: nothing like `R1`, and another number
    /// of words than the row has parts.
    fn can_be_places(&self, at: usize) -> bool {
        let words = |cell: &str| cell.split([' ', ',', ';']).filter(|word| !word.is_empty()).count();
        let other = |row: &&&TableRow| {
            let cell = row.cells.get(at).map_or("", String::as_str);
            let counts: Vec<usize> = row.cells.iter().filter_map(|cell| cell.parse().ok()).collect();
            !cell.is_empty() && !counts.is_empty() && !counts.contains(&words(cell))
        };
        self.designators(at) > 0 || self.rows.iter().filter(other).count() * 2 <= self.cells(at).count()
    }

    /// Whether the cells number the rows of an assembly: `1`, `1.1`, `1.2`, `2`.
    fn is_outline(&self, at: usize) -> bool {
        let cells: Vec<&str> = self.cells(at).collect();
        let inner = |cell: &&&str| cell.contains('.');
        let above = |cell: &&str| cell.rsplit_once('.').is_some_and(|(above, _)| cells.contains(&above));
        self.is_numbers(at) && cells.iter().any(|cell| inner(&cell)) && cells.iter().filter(inner).all(above)
    }

    /// The number of cells that hold designators.
    fn designators(&self, at: usize) -> usize {
        self.cells(at).filter(|cell| looks_like_designators(cell)).count()
    }

    /// Of two columns with one title, the one whose cells look right is taken.
    fn doubt(&self, at: usize, wanted: ListColumn) -> u8 {
        u8::from(wanted == ListColumn::Reference && self.designators(at) == 0 && self.cells(at).next().is_some())
    }
}

/// Whether a cell begins with a designator such as `R1`, `LED_12A` or, without its number yet, `R?`.
fn looks_like_designators(cell: &str) -> bool {
    let word =
        cell.split([' ', ',', ';', '-', '/', '~', '\n', '.', '(']).find(|word| !word.is_empty()).unwrap_or_default();
    let word = word.trim_start_matches('*');
    let bare = word.trim_end_matches('?');
    if bare.len() < word.len() && (1..=5).contains(&bare.len()) && bare.bytes().all(|one| one.is_ascii_alphabetic()) {
        return true;
    }
    let letters = word.find(|letter: char| letter.is_ascii_digit()).unwrap_or(word.len());
    let (prefix, rest) = word.split_at(letters);
    let tail = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let digits = rest.len() - tail.len();
    let is_prefix = (1..=5).contains(&prefix.chars().count())
        && prefix.chars().all(|letter| letter.is_alphabetic() || letter == '_');
    is_prefix && (1..=5).contains(&digits) && tail.chars().count() <= 1 && tail.chars().all(char::is_alphabetic)
}
