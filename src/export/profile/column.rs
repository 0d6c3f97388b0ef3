//! What a profile is made of: its columns, and the lines that it lists.

use crate::terms::{Column, ComponentKind};

/// The names that a program has for units: `("m", "Meter")`.
pub(super) type UnitWords = &'static [(&'static str, &'static str)];

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A field of the line.
    Of(Column),
    /// A field as it is stated, without what [`Source::Of`] has in its place.
    Stated(Column),
    /// A field as it is stated; the column is there only where some line states it.
    IfAny(Column),
    /// A field, in the first row only: for readers that take the assembly's own fields from there.
    Once(Column),
    /// A fixed text, in the first row only.
    OnceText(&'static str),
    /// A fixed text in every row.
    Text(&'static str),
    /// Solution, market and variant joined, in the first row only: `street-light-DE`, `street-light-DE-with-radio`.
    OnceProduct,
    /// The value, the manufacturer part number, the description, the name, or the component's id: for a column that must
    /// not be empty.
    Comment,
    /// The description, or the name.
    Description,
    /// The same; the column is there only where some line has one.
    DescriptionIfAny,
    /// The description, the name, or the value.
    DescriptionOrValue,
    /// The order number of the maker of boards, under whichever title the component has it.
    Order,
    /// Only what a component has under this title in its `fields`.
    Field,
    /// What the quantity counts, in the reader's words.
    Unit(UnitWords),
    /// The same; the column is there only where some line counts something other than pieces.
    UnitIfAny(UnitWords),
    /// The variant; the column is there only where an answer is for one.
    VariantIfAny,
    /// The board that a line with designators is on; the column is there only where there are several.
    BoardIfAny,
    /// Three columns for each substitute: id, manufacturer, part number.
    Substitutes,
    /// Two columns for each approved part: manufacturer, part number.
    Approved,
}

/// Which lines are listed, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placement {
    /// All lines of the product, each in a row of its own.
    All,
    /// All lines of the product, those of one part in one row; where there are several boards, a designator has the slot of
    /// its board before it.
    ByPart,
    /// The lines with reference designators, a list for each board and a row for each part, which holds at most this many
    /// designators.
    OnBoards(usize),
}

/// A profile that terroir comes with; all of them: [`Profile::built_in`](super::Profile::built_in).
#[derive(Clone, Copy, Debug)]
pub struct BuiltInProfile {
    /// Its name, as `terroir export --format` takes it.
    pub name: &'static str,
    /// What it is for, as a phrase for help.
    pub doc: &'static str,
    /// The kinds of components it lists; all kinds if empty.
    pub(super) kinds: &'static [ComponentKind],
    pub(super) placement: Placement,
    /// Title and content of each column.
    pub(super) columns: &'static [(&'static str, Source)],
}

/// One column of a profile.
#[derive(Clone, Debug)]
pub(super) struct ProfileColumn {
    /// Its title; unused where the source brings its own.
    pub title: String,
    /// What it shows.
    pub source: Source,
}
