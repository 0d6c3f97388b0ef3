//! `[[certificates]]`: certificates that the solution holds or plans, for one area or as a whole.

use super::Entry;
use super::cited::Origin;
use super::common::{CITED, EFFECTIVITY, REASON};
use super::dated::Dated;
use super::entry::EntryReader;
use super::layout::{Identity, Layout};
use super::section::{SectionShape, Subject};
use crate::date::Effectivity;
use crate::number::Number;
use crate::span::Span;
use crate::syntax::Table;
use crate::syntax::field::{self, Field, Text};
use crate::syntax::shape::{Choice, Keys, Rest, Shape, TableShape, closed};

static COST: Field<Number> =
    field::money("cost", "what it costs once, in the solution's currency").required("\"9000\"");
static WEEKS: Field<Number> = field::whole("weeks", 0, "how long it takes");
static PLANNED_KEYS: Keys = &[&COST.key, &WEEKS.key];
static PLANNED_TABLE: TableShape = closed("a planned certificate", &[PLANNED_KEYS]);

static SCHEME: Field<Text> = field::name("scheme", "the conformity regime").required("\"red\"");
static NUMBER: Field<Text> = field::text("id", "the certificate's number");
static PLANNED: Field<Table> =
    field::table("planned", &PLANNED_TABLE, "not held yet: what it costs and how long it takes");
static URL: Field<Text> = field::text("url", "where it can be seen");

static KEYS: Keys = &[&SCHEME.key, &NUMBER.key, &PLANNED.key, &URL.key];
static TABLE: TableShape = TableShape {
    what: "a certificate",
    groups: &[KEYS, REASON, EFFECTIVITY, CITED],
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
    /// When it holds.
    pub effectivity: Effectivity,
    /// What it costs to get; `None`: it is held.
    pub planned: Option<Planned>,
    /// Where it comes from.
    pub origin: Origin,
}

/// A certificate still to be obtained.
#[derive(Clone, Debug)]
pub struct Planned {
    /// One-off cost in the solution's currency.
    pub cost: Number,
    /// Weeks until it is there.
    pub weeks: Option<Number>,
}

impl Dated for CertificateDefinition {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.origin.span);
    }
}

fn lower(entry: &EntryReader<'_, '_>) -> Option<CertificateDefinition> {
    let planned = entry.read(&PLANNED).map(|table| Planned {
        // A missing cost was reported when the file was read.
        cost: table.read(&COST).unwrap_or(Number::ZERO),
        weeks: table.read(&WEEKS),
    });
    Some(CertificateDefinition {
        scheme: entry.string(&SCHEME)?,
        id: entry.string(&NUMBER),
        effectivity: entry.effectivity(),
        planned,
        origin: entry.origin()?,
    })
}
