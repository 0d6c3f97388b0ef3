//! Certificates that a component holds or plans, or one of its makers' parts.

use super::certificates::{PLANNED, Planned, planned_of};
use super::common::{CITED, EFFECTIVITY, ISSUE, ISSUED, Validity, effectivity_of};
use crate::date::{Date, Effectivity};
use crate::span::Span;
use crate::syntax::Table;
use crate::syntax::field::{self, Field, Text};
use crate::syntax::shape::{Choice, Keys, Rest, Shape, TableShape};

static SCHEME: Field<Text> = field::name("scheme", "the conformity regime").required("\"red\"");
static CERTIFICATE_ID: Field<Text> = field::text("id", "the certificate's number");
static URL: Field<Text> = field::text("url", "where it can be seen");
static CERTIFICATE_KEYS: Keys = &[&SCHEME.key, &CERTIFICATE_ID.key, &PLANNED.key, &URL.key];
static CERTIFICATE_TABLE: TableShape = TableShape {
    what: "a component's certificate",
    groups: &[CERTIFICATE_KEYS, ISSUE, EFFECTIVITY, CITED],
    rest: Rest::Closed,
    choices: &[Choice::Exclusive(&[&CERTIFICATE_ID.key, &PLANNED.key])],
};
/// A certificate of a component.
pub(super) static CERTIFICATE: Shape = Shape::Table(&CERTIFICATE_TABLE);

/// A dated proof of conformity.
#[derive(Clone, Debug)]
pub struct Certificate {
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
    /// Where it is written.
    pub span: Span,
}

impl Certificate {
    /// Its dates.
    #[must_use]
    pub fn validity(&self) -> Validity {
        Validity { effectivity: self.effectivity, issued: self.issued }
    }

    /// Whether it is held and in force: a planned one is not held.
    #[must_use]
    pub fn is_held_on(&self, day: Date) -> bool {
        self.planned.is_none() && self.effectivity.holds_on(day)
    }
}

/// A certificate, as a file has it.
pub(super) fn certificate_of(table: &Table) -> Option<Certificate> {
    let scheme = table.string_at(&SCHEME)?;
    Some(Certificate {
        scheme: scheme.value,
        id: table.string(&CERTIFICATE_ID),
        url: table.string(&URL),
        effectivity: Validity::new(effectivity_of(table), table.read(&ISSUED)).effectivity,
        issued: table.read(&ISSUED),
        planned: table.read(&PLANNED).map(planned_of),
        span: scheme.span,
    })
}
