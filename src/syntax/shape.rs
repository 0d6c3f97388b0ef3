//! The shapes of values as data, so that the check, the messages and the JSON Schema agree.

use crate::terms::code::{SchemaCode, SyntaxCode};

/// The shape of a value.
#[derive(Debug)]
pub enum Shape {
    /// `true`, `false`.
    Boolean,
    /// A whole number, not below the first and not above the second, which is [`i64::MAX`] where there is no bound.
    Integer(i64, i64),
    /// A number.
    Number,
    /// A number, not below 0.
    Amount,
    /// A number from 0 to 1.
    Share,
    /// A string of some form.
    Text(Form),
    /// A decimal in a string, not below 0.
    Money,
    /// A decimal in a string, above 0, with the most digits before and after the point.
    Decimal(usize, usize),
    /// A local date.
    Date,
    /// A condition in a string.
    Condition,
    /// A string, a whole number or a Boolean: a value of an option.
    Scalar,
    /// Distinct values of an option, at least one, all of one kind.
    Scalars,
    /// `[lo, hi]`.
    Range,
    /// An array; scalars in it are distinct.
    List(&'static Shape),
    /// An array of at least one element; scalars in it are distinct.
    Filled(&'static Shape),
    /// A table.
    Table(&'static TableShape),
    /// One of these, distinguished by the type of the value.
    Either(&'static [Shape]),
}

/// The form of a string.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// Anything.
    Any,
    /// A name.
    Name,
    /// A name that may contain dots: ids made of other names and ranges, ids of sources.
    Identifier,
    /// A form that the schema describes.
    Described(&'static TextForm),
    /// A word of a list, or its function of a name: `cost`, `sum(power_w)`.
    Term(&'static TermList),
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of many words, which messages do not list.
    Listed(&'static WordList),
}

/// Words that are too many for a message.
#[derive(Debug)]
pub struct WordList {
    /// What is expected, as messages name it: "the code of a warning or note".
    pub expected: &'static str,
    /// The words.
    pub words: &'static [&'static str],
    /// What else there is to know where no word is similar.
    pub help: &'static str,
}

/// A form of strings that the schema describes: the check, the messages and the JSON Schema follow from it.
#[derive(Debug)]
pub struct TextForm {
    /// What is expected, as messages name it: "digits only".
    pub expected: &'static str,
    /// The code of the error for any other text.
    pub code: SchemaCode,
    /// The most bytes; `None` where the form itself limits them, or nothing does.
    pub longest: Option<usize>,
    /// The regular expression that JSON Schema has for it.
    pub pattern: &'static str,
    /// Whether a text has the form.
    pub matches: fn(&str) -> bool,
    /// The text that was probably meant by another one; suggested if it has the form.
    pub edit: fn(&str) -> String,
    /// What to report where such a text is a key with dots that is not in quotes; `None` if it has no dots.
    pub unquoted: Option<UnquotedKey>,
}

/// A key that TOML makes tables of, because its dots are not in quotes.
#[derive(Debug)]
pub struct UnquotedKey {
    /// What the key is, as messages name it: "the capability".
    pub what: &'static str,
    /// The code of the error.
    pub code: SyntaxCode,
}

/// Words, and a function that takes a name.
#[derive(Debug)]
pub struct TermList {
    /// What the list is a list of: `objective`.
    pub what: &'static str,
    /// The code of the error for any other text.
    pub unknown: SchemaCode,
    /// The words.
    pub words: &'static [&'static str],
    /// Words among them that mean the same as another one; messages do not list them.
    pub aliases: &'static [&'static str],
    /// The function's name.
    pub function: &'static str,
    /// What the function takes, as messages name it: `ATTRIBUTE`.
    pub argument: &'static str,
}

/// A table: its keys, and which further keys it may have.
#[derive(Debug)]
pub struct TableShape {
    /// What the table is, as messages name it: "a slot".
    pub what: &'static str,
    /// The keys, in groups that tables share.
    pub groups: &'static [Keys],
    /// Which further keys the table may have.
    pub rest: Rest,
    /// Sets of keys of which some are required.
    pub choices: &'static [Choice],
}

/// The keys that a table may have beside those that it names.
#[derive(Debug)]
pub enum Rest {
    /// None.
    Closed,
    /// Keys of a form, all with values of one shape.
    Map(Form, &'static Shape),
    /// Names that the user chooses; a name decides whether its value is a range.
    Free(&'static FreeKeys),
    /// Keys with a prefix.
    Prefix(&'static str, &'static Shape),
}

/// Names that the user chooses. Each has a Boolean, a string, a number, a set of strings or numbers, or a range where
/// its name announces one; perhaps also a table of tests of such a value.
#[derive(Debug)]
pub struct FreeKeys {
    /// What such a key is, as messages name it: "an attribute".
    pub what: &'static str,
    /// The tests that a table may contain in place of the value; empty if it may not.
    pub tests: &'static [TestKey],
    /// The names that hold something else.
    pub others: Keys,
}

/// A key of a table of tests.
#[derive(Clone, Copy, Debug)]
pub struct TestKey {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub takes: Operand,
    /// What it means, in a sentence.
    pub doc: &'static str,
}

/// What a test takes.
#[derive(Clone, Copy, Debug)]
pub enum Operand {
    /// What the tested key itself may hold.
    Value,
    /// A set of strings or numbers.
    Set,
    /// A value of this shape.
    Shape(&'static Shape),
}

/// A set of keys of which some are required.
#[derive(Debug)]
pub enum Choice {
    /// Exactly one of the keys; what to write if there is none.
    Exactly(Keys, &'static str),
    /// At least one of the keys; what to write if there is none.
    Any(Keys, &'static str),
    /// The keys contradict each other.
    Exclusive(Keys),
}

/// Keys of a table, in their order.
pub type Keys = &'static [&'static Key];

/// One key of a table.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// The shape of its value.
    pub shape: Shape,
    /// A value to write if the key is missing; `None` if it is optional.
    pub example: Option<&'static str>,
    /// The default as TOML; `None` if there is none, or if other keys decide it.
    pub default: Option<&'static str>,
    /// What it means, in a line.
    pub doc: &'static str,
}

/// A CSV file, of which each row is a table in an array: each key of the table can be a column.
#[derive(Debug)]
pub struct CsvShape {
    /// The key of the array.
    pub array: &'static str,
    /// The table that a row is.
    pub table: &'static TableShape,
    /// Further names of columns.
    pub aliases: &'static [CsvAlias],
    /// Keys whose cells may hold pairs.
    pub pairs: &'static [CsvPairs],
    /// The key that every file must have a column for.
    pub required: &'static str,
    /// Values of rows in files that have no column for the key.
    pub defaults: &'static [CsvDefault],
}

/// Another name of a column.
#[derive(Debug)]
pub struct CsvAlias {
    /// The name in the header, in any case.
    pub name: &'static str,
    /// The key that its cells hold.
    pub key: &'static str,
}

/// A key whose cell holds one value, or pairs of two keys: `1: 18.20; 1000: 12.90`.
#[derive(Debug)]
pub struct CsvPairs {
    /// The key.
    pub key: &'static str,
    /// The key of what is before the colon.
    pub first: &'static str,
    /// The key of what is after it.
    pub second: &'static str,
}

/// What a row has for a key where the file has no such column.
#[derive(Debug)]
pub struct CsvDefault {
    /// The key.
    pub key: &'static str,
    /// The value.
    pub value: CsvValue,
}

/// A value that a row has without a column.
#[derive(Clone, Copy, Debug)]
pub enum CsvValue {
    /// This text.
    Text(&'static str),
    /// What the row has in the column of another key, if anything.
    Of(&'static str),
}

/// A column that is read.
#[derive(Clone, Copy, Debug)]
pub struct CsvColumn {
    /// The key that its cells hold.
    pub key: &'static str,
    /// What its cells contain.
    pub content: CellContent,
}

/// What the cells of a column contain.
#[derive(Clone, Copy, Debug)]
pub enum CellContent {
    /// Text.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A date.
    Date,
    /// Texts, separated by `;`.
    Texts,
    /// The inside of an inline table, its entries separated by `;`.
    Table,
    /// Inline tables in braces, separated by `;`.
    Tables,
    /// The inside of one table, or several in braces.
    TableOrTables,
    /// One text, or pairs.
    Pairs(&'static CsvPairs),
    /// A value as TOML writes it.
    Value,
}

impl CellContent {
    /// What a cell contains that holds a value of a shape.
    #[must_use]
    pub fn of(shape: &Shape) -> Self {
        match shape {
            Shape::Text(_) | Shape::Money | Shape::Decimal(..) | Shape::Condition => Self::Text,
            Shape::Integer(..) | Shape::Number | Shape::Amount | Shape::Share => Self::Number,
            Shape::Boolean => Self::Boolean,
            Shape::Date => Self::Date,
            Shape::Table(_) => Self::Table,
            Shape::List(of) | Shape::Filled(of) => match of {
                Shape::Table(_) => Self::Tables,
                Shape::Text(_) => Self::Texts,
                Shape::Boolean | Shape::Integer(..) | Shape::Number | Shape::Amount | Shape::Share => Self::Value,
                Shape::Money | Shape::Date | Shape::Condition | Shape::Scalar | Shape::Scalars => Self::Value,
                Shape::Decimal(..) | Shape::Range | Shape::List(_) | Shape::Filled(_) | Shape::Either(_) => Self::Value,
            },
            Shape::Either(shapes) if shapes.iter().any(|one| matches!(one, Shape::Table(_))) => Self::TableOrTables,
            Shape::Either(_) | Shape::Scalar | Shape::Scalars | Shape::Range => Self::Value,
        }
    }
}

impl CsvShape {
    /// The column with a name, whatever its case; `None` for a column that is not read.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<CsvColumn> {
        let alias = self.aliases.iter().find(|alias| alias.name.eq_ignore_ascii_case(name)).map(|alias| alias.key);
        let name = alias.unwrap_or(name);
        let key = self.table.keys().find(|key| key.name.eq_ignore_ascii_case(name))?;
        Some(CsvColumn { key: key.name, content: self.content(key) })
    }

    /// What the cells of a key contain.
    #[must_use]
    pub fn content(&self, key: &Key) -> CellContent {
        let pairs = self.pairs.iter().find(|pairs| pairs.key == key.name);
        pairs.map_or_else(|| CellContent::of(&key.shape), CellContent::Pairs)
    }

    /// The names of all columns that are read.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.table.keys().map(|key| key.name).chain(self.aliases.iter().map(|alias| alias.name))
    }
}

/// A table without further keys.
pub const fn closed(what: &'static str, groups: &'static [Keys]) -> TableShape {
    TableShape { what, groups, rest: Rest::Closed, choices: &[] }
}

/// A table of free keys of one form with values of one shape.
pub const fn map(what: &'static str, form: Form, shape: &'static Shape) -> TableShape {
    TableShape { what, groups: &[], rest: Rest::Map(form, shape), choices: &[] }
}

impl TableShape {
    /// The key of a name.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys().find(|key| key.name == name)
    }

    /// All keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &'static Key> {
        self.groups.iter().flat_map(|group| group.iter().copied())
    }
}

impl Shape {
    /// What is expected, as messages name it.
    #[must_use]
    pub fn expected(&self) -> String {
        let words = match self {
            Self::Boolean => "`true` or `false`",
            Self::Integer(..) => "a whole number",
            Self::Number | Self::Amount | Self::Share => "a number",
            Self::Text(_) => "a string",
            Self::Money => "an amount in quotes",
            Self::Decimal(..) => "a decimal in quotes",
            Self::Date => "a date as YYYY-MM-DD without quotes",
            Self::Condition => "a condition in quotes",
            Self::Scalar => "a string, a whole number or a Boolean",
            Self::Scalars | Self::List(_) | Self::Filled(_) => "an array",
            Self::Range => "a range `[lo, hi]`",
            Self::Table(_) => "a table",
            Self::Either(shapes) => {
                let words: Vec<String> = shapes.iter().map(Self::expected).collect();
                return words.join(" or ");
            }
        };
        words.to_owned()
    }

    /// Whether the values of an array of it must be distinct.
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        !matches!(self, Self::Table(_) | Self::List(_) | Self::Filled(_) | Self::Either(_) | Self::Range)
    }
}
