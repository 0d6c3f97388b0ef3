//! `[[waivers]]`: findings that are accepted, with a reason, perhaps until a date.

use super::Entry;
use super::cited::Origin;
use super::common::{BECAUSE, EFFECTIVITY, TEXT};
use super::dated::Dated;
use super::entry::EntryReader;
use super::forms;
use super::layout::{Identity, Layout};
use super::section::{SectionShape, Subject};
use crate::date::{Date, Effectivity};
use crate::name::is_below;
use crate::span::Span;
use crate::syntax::Table;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Form, Keys, Shape, TableShape, WordList, closed};
use crate::terms::Code;

/// How many codes a waiver may name.
const COUNT: usize = {
    let (mut count, mut at) = (0, 0);
    while at < Code::ALL.len() {
        count += Code::ALL[at].can_be_waived() as usize;
        at += 1;
    }
    count
};

static WORDS: [&str; COUNT] = {
    let mut words = [""; COUNT];
    let (mut count, mut at) = (0, 0);
    while at < Code::ALL.len() {
        if Code::ALL[at].can_be_waived() {
            words[count] = Code::ALL[at].as_str();
            count += 1;
        }
        at += 1;
    }
    words
};
static CODES: WordList = WordList {
    expected: "the code of a warning or note",
    words: &WORDS,
    help: "write the word in brackets of a warning or note, as in `warning[gap: …]`; errors cannot be waived",
};

static CODE: Field<Text> =
    field::formed("code", Form::Listed(&CODES), "the code of a warning or note").required("\"gap\"");
static KEY: Field<Text> =
    field::text("key", "what it is about and what is below it, as in `warning[gap: network.lte-m]`; default: anything");
pub(crate) static MARKETS: Field<List<Text>> =
    field::texts("markets", &TEXT, "the markets where it is accepted, or areas that they lie in; default: all");

/// Why it is accepted, which is required.
static REQUIRED_BECAUSE: Field<Text> =
    field::formed("because", forms::REASON, "why it is accepted").required("\"measured by the operator\"");
static KEYS: Keys = &[&CODE.key, &KEY.key, &MARKETS.key, &REQUIRED_BECAUSE.key];
static TABLE: TableShape = closed("a waiver", &[KEYS, EFFECTIVITY]);
static ENTRY: Shape = Shape::Table(&TABLE);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    subject: Subject::Product,
    ..SectionShape::new(
        field::list::<Table>("waivers", &ENTRY, "findings that are accepted").key,
        Layout::Tables(Identity::Implied(own_place)),
        |entry| Entry::list(lower(entry)),
    )
};

/// Waivers are never united: each is known by its place.
fn own_place(table: &Table) -> Option<String> {
    Some(format!("waiver-{}-{}", table.header.file.0, table.header.start))
}

/// A finding that is accepted.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The code of the finding.
    pub code: Code,
    /// What the finding is about; `None`: anything.
    pub key: Option<String>,
    /// The markets where it is accepted, or areas that they lie in; empty: all that the overlay applies to.
    pub markets: Vec<String>,
    /// Why.
    pub because: String,
    /// On which as-of dates it counts.
    pub effectivity: Effectivity,
    /// Where it comes from.
    pub origin: Origin,
}

impl Waiver {
    /// Whether it is about a finding, whatever the day. A key also names what is below it, as a capability does.
    #[must_use]
    pub fn names(&self, code: Code, key: &str) -> bool {
        self.code == code && self.key.as_deref().is_none_or(|own| own == key || is_below(key, own))
    }

    /// Whether it is about a market; `is_in` says whether that is, or lies in, an area.
    #[must_use]
    pub fn reaches(&self, is_in: impl Fn(&str) -> bool) -> bool {
        self.markets.is_empty() || self.markets.iter().any(|area| is_in(area))
    }

    /// Whether it counts on a day.
    #[must_use]
    pub fn counts(&self, day: Date) -> bool {
        self.effectivity.holds_on(day)
    }
}

impl Dated for Waiver {
    // A waiver changes no bill of materials, so its dates are no dates of the answer.
    fn each_date(&self, _: &mut dyn FnMut(Effectivity, Span)) {}
}

fn lower(entry: &EntryReader<'_, '_>) -> Option<Waiver> {
    Some(Waiver {
        code: Code::from_word(entry.read(&CODE)?)?,
        key: entry.string(&KEY),
        markets: entry.list(&MARKETS).into_strings(),
        because: entry.string(&BECAUSE)?,
        effectivity: entry.effectivity(),
        origin: entry.origin()?,
    })
}
