//! The cells below a header, where a title alone does not say what they are.

use crate::import::cells::currency::is_code;
use crate::import::list::columns::ListColumn;
use crate::import::list::config::is_config;
use crate::import::list::guess::GUESSED;
use crate::import::list::title::titles_in;
use crate::import::list::titles::Meaning;
use crate::import::table::TableRow;
use crate::number::Number;

/// Rows below a header that are looked at where a title has several meanings.
const SAMPLE: usize = 200;

/// The cells below a header.
pub(super) struct Sample<'a> {
    rows: Vec<&'a TableRow>,
}

impl<'a> Sample<'a> {
    /// The first rows below a header, up to the next one, without titles, dates and signatures: these hold one text, or begin
    /// with a label.
    pub fn of(header: &TableRow, below: &'a [TableRow]) -> Self {
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
    pub fn fits(&self, at: usize, key: &str, meaning: Meaning) -> bool {
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
            (ListColumn::Ipn, 5) => !self.is_numbers(at),
            (ListColumn::Unit, _) => !self.is_amounts(at),
            (ListColumn::Price, GUESSED) => self.is_amounts(at),
            (ListColumn::Price, _) => !self.is_codes(at),
            (ListColumn::Currency, 1) => self.is_codes(at),
            (ListColumn::Quantity, 5) => self.cells(at).filter(|cell| cell.parse::<u64>().is_ok()).count() > 0,
            _ => true,
        }
    }

    /// The rank of a meaning, where a text column without any cell comes after one with cells.
    pub fn rank(&self, at: usize, meaning: Meaning) -> u8 {
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
    pub fn is_sequence(&self, at: usize) -> bool {
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

    /// Whether the cells are numbers, with signs of currencies or without.
    pub fn is_amounts(&self, at: usize) -> bool {
        let is_amount = |cell: &str| {
            let is_letter = |letter: char| letter.is_ascii_digit() || " .,-$€£¥".contains(letter);
            cell.contains(|letter: char| letter.is_ascii_digit()) && cell.chars().all(is_letter)
        };
        self.cells(at).next().is_some() && self.cells(at).all(is_amount)
    }

    /// Whether each number of a column is that of another times the quantity, which is not always one.
    pub fn is_total(&self, total: usize, each: usize, quantity: usize) -> bool {
        let mut is_more = false;
        for row in &self.rows {
            let cell = |at: usize| row.cells.get(at).map_or("", String::as_str);
            if cell(total).is_empty() && cell(each).is_empty() {
                continue;
            }
            let (Some(total), Some(each), Some(quantity)) =
                (amount(cell(total)), amount(cell(each)), amount(cell(quantity)))
            else {
                return false;
            };
            if each.checked_mul(quantity) != Some(total) {
                return false;
            }
            is_more |= quantity > Number::ONE;
        }
        is_more
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
    pub fn is_config(&self, at: usize) -> bool {
        self.cells(at).next().is_some() && self.cells(at).all(is_config)
    }

    /// Whether the cells are codes of currencies.
    fn is_codes(&self, at: usize) -> bool {
        self.cells(at).next().is_some() && self.cells(at).all(is_code)
    }

    /// Whether at least half of the cells are numbers, or all are empty.
    pub fn is_numbers(&self, at: usize) -> bool {
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
    pub fn is_outline(&self, at: usize) -> bool {
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
    pub fn doubt(&self, at: usize, wanted: ListColumn) -> u8 {
        u8::from(wanted == ListColumn::Reference && self.designators(at) == 0 && self.cells(at).next().is_some())
    }
}

/// `$1.25`; a comma is read as the decimal mark of a number without a point.
fn amount(cell: &str) -> Option<Number> {
    let bare = cell.trim_matches(|letter: char| letter.is_whitespace() || "$€£¥".contains(letter));
    if bare.contains('.') { bare.parse().ok() } else { bare.replace(',', ".").parse().ok() }
}

/// Whether a cell begins with a designator such as `R1`, `LED_12A` or, without its number yet, `R?`.
fn looks_like_designators(cell: &str) -> bool {
    let word = cell
        .split([' ', ',', ';', '-', '/', '~', '\n', '.', '(', '～', '、', '，', '；', '–', '…'])
        .find(|word| !word.is_empty())
        .unwrap_or_default();
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
