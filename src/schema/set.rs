//! `[set]`: values of options in an area, one entry an option.

use super::Entry;
use super::cited::Origin;
use super::common::VALUE;
use super::dated::Dated;
use super::entry::EntryReader;
use super::ids::OptionId;
use super::layout::Layout;
use super::section::{SectionShape, Subject};
use crate::date::Effectivity;
use crate::span::Span;
use crate::syntax::field;
use crate::syntax::shape::{Form, Shape, TableShape, map};

static SCALAR: Shape = Shape::Scalar;
static TABLE: TableShape = map("`[set]`", Form::Name, &SCALAR);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    subject: Subject::Product,
    ..SectionShape::new(
        field::table("set", &TABLE, "values of options in this area").key,
        Layout::NamedValues,
        |entry| Entry::list(lower(entry)),
    )
};

/// An option's value that an area fixes.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The option.
    pub option: OptionId,
    /// The value's position.
    pub value: u32,
    /// Where it comes from.
    pub origin: Origin,
}

impl Dated for Setting {
    fn each_date(&self, _: &mut dyn FnMut(Effectivity, Span)) {}
}

fn lower(entry: &EntryReader<'_, '_>) -> Option<Setting> {
    let (option, value) = entry.lookup.choice(entry.id, entry.read(&VALUE)?)?;
    Some(Setting { option, value, origin: entry.origin_of(&VALUE)? })
}
