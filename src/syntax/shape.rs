//! The shapes of values as data, so that the check, the messages and the JSON Schema agree.

use crate::terms::code::{SchemaCode, SyntaxCode};

/// The shape of a value.
#[derive(Debug)]
pub enum Shape {
    /// `true`, `false`.
    Boolean,
    /// A whole number, not below this.
    Integer(i64),
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

/// A CSV file, of which each row is a table in an array.
#[derive(Debug)]
pub struct CsvShape {
    /// The key of the array.
    pub array: &'static str,
    /// The columns that are read.
    pub columns: &'static [CsvColumn],
    /// The key that every file must have a column for.
    pub required: &'static str,
    /// Values of rows in files that have no column for the key.
    pub defaults: &'static [CsvDefault],
}

/// A column of a CSV file.
#[derive(Debug)]
pub struct CsvColumn {
    /// The name in the header, in any case.
    pub name: &'static str,
    /// The key that its cells hold.
    pub key: &'static str,
    /// What its cells contain.
    pub content: CellContent,
}

/// The text that a row has for a key where the file has no such column.
#[derive(Debug)]
pub struct CsvDefault {
    /// The key.
    pub key: &'static str,
    /// The text.
    pub value: &'static str,
}

/// What the cells of a column contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellContent {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// The inside of an inline table.
    Table,
}

impl CsvShape {
    /// The column with a name, whatever its case; `None` for a column that is not read.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&'static CsvColumn> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
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
            Self::Integer(_) => "a whole number",
            Self::Number | Self::Amount | Self::Share => "a number",
            Self::Text(_) => "a string",
            Self::Money => "an amount in quotes",
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
