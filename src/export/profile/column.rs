//! What a profile is made of: its columns, and the lines that it lists.

use crate::terms::{Column, ComponentKind};

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A field of the line.
    Of(Column),
    /// A field, in the first row only: for readers that take the assembly's own fields from there.
    Once(Column),
    /// A fixed text, in the first row only.
    OnceText(&'static str),
    /// A fixed text in every row.
    Text(&'static str),
    /// Solution and market joined, in the first row only: `street-light-DE`.
    OnceProduct,
    /// The manufacturer part number, or the component's id where it has none: for a column that must not be empty.
    PartNumber,
    /// Nothing: the reader has the column, but terroir has no data for it.
    Nothing,
    /// Three columns for each substitute: id, manufacturer, part number.
    Substitutes,
}

/// Which lines are listed, by their reference designators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placement {
    /// All lines.
    All,
    /// Lines with reference designators; a row lists at most this many.
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
    /// Its title; unused where [`Source::Substitutes`] brings its own.
    pub title: String,
    /// What it shows.
    pub source: Source,
}
