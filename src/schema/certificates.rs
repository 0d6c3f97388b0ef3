//! `[[certificates]]`: certificates that the solution holds or plans, for one area or as a whole.

use super::Entry;
use super::cited::Origin;
use super::common::{CITED, EFFECTIVITY, ISSUE, ISSUED, MOST_WEEKS, REASON, Validity};
use super::dated::Dated;
use super::entry::EntryReader;
use super::layout::{Identity, Layout};
use super::section::{SectionShape, Subject};
use crate::date::{Date, Effectivity};
use crate::number::Number;
use crate::span::Span;
use crate::syntax::Table;
use crate::syntax::field::{self, Field, Text};
use crate::syntax::shape::{Choice, Keys, Rest, Shape, TableShape, closed};

static COST: Field<Number> =
    field::money("cost", "what it costs once, in the solution's currency").required("\"9000\"");
static WEEKS: Field<Number> = field::whole_between("weeks", (0, MOST_WEEKS), "how long it takes");
static PLANNED_KEYS: Keys = &[&COST.key, &WEEKS.key];
static PLANNED_TABLE: TableShape = closed("a planned certificate", &[PLANNED_KEYS]);

static SCHEME: Field<Text> = field::name("scheme", "the conformity regime").required("\"red\"");
static NUMBER: Field<Text> = field::text("id", "the certificate's number");
/// What a certificate that is not held yet costs and how long it takes; of the solution, and of a component.
pub(super) static PLANNED: Field<Table> =
    field::table("planned", &PLANNED_TABLE, "not held yet: what it costs and how long it takes");
static URL: Field<Text> = field::text("url", "where it can be seen");

static KEYS: Keys = &[&SCHEME.key, &NUMBER.key, &PLANNED.key, &URL.key];
static TABLE: TableShape = TableShape {
    what: "a certificate",
    groups: &[KEYS, ISSUE, REASON, EFFECTIVITY, CITED],
    rest: Rest::Closed,
    choices: &[Choice::Exactly(&[&NUMBER.key, &PLANNED.key], "id = \"…\"")],
};
static ENTRY: Shape = Shape::Table(&TABLE);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    subject: Subject::Product,
    ..SectionShape::new(
        field::list::<Table>("certificates", &ENTRY, "certificates that are held or planned").key,
        Layout::Tables(Identity::Implied(implied_id)),
        |entry| Entry::list(lower(entry)),
    )
};

fn implied_id(table: &Table) -> Option<String> {
    let number = table.read(&NUMBER).unwrap_or_default();
    table.read(&SCHEME).map(|scheme| format!("{scheme}:{number}"))
}

/// A certificate that the solution holds or plans.
#[derive(Clone, Debug)]
pub struct CertificateDefinition {
    /// The scheme.
    pub scheme: String,
    /// Its number.
    pub id: Option<String>,
    /// Where it can be seen.
    pub url: Option<String>,
    /// When it holds.
    pub effectivity: Effectivity,
    /// When it was issued.
    pub issued: Option<Date>,
    /// What it costs to get; `None`: it is held.
    pub planned: Option<Planned>,
    /// Where it comes from.
    pub origin: Origin,
}

/// A certificate still to be obtained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// One-off cost in the solution's currency.
    pub cost: Number,
    /// Weeks until it is there.
    pub weeks: Option<Number>,
}

impl CertificateDefinition {
    /// Its dates.
    #[must_use]
    pub fn validity(&self) -> Validity {
        Validity { effectivity: self.effectivity, issued: self.issued }
    }
}

impl Dated for CertificateDefinition {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.origin.span);
    }
}

fn lower(entry: &EntryReader<'_, '_>) -> Option<CertificateDefinition> {
    Some(CertificateDefinition {
        scheme: entry.string(&SCHEME)?,
        id: entry.string(&NUMBER),
        url: entry.string(&URL),
        effectivity: Validity::new(entry.effectivity(), entry.read(&ISSUED)).effectivity,
        issued: entry.read(&ISSUED),
        planned: entry.read(&PLANNED).map(planned_of),
        origin: entry.origin()?,
    })
}

/// What `planned = { … }` says.
pub(super) fn planned_of(table: &Table) -> Planned {
    // A missing cost was reported when the file was read.
    Planned { cost: table.read(&COST).unwrap_or(Number::ZERO), weeks: table.read(&WEEKS) }
}
