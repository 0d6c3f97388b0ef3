//! `[[certification]]`: certificates that a market requires.

use super::Entry;
use super::cited::Origin;
use super::common::Validity;
use super::common::{CITED, EFFECTIVITY, IDENTIFIER, MOST_MONTHS, NAME, REASON, SWITCH, WHEN};
use super::dated::Dated;
use super::entry::EntryReader;
use super::forms;
use super::formula::Formula;
use super::layout::{Identity, Layout};
use super::section::{Absence, SectionShape, Switch};
use crate::date::{Date, Effectivity};
use crate::diagnostic::Diagnostic;
use crate::number::Number;
use crate::span::{Span, Spanned};
use crate::syntax::Table;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Choice, Keys, Rest, Shape, TableShape};
use crate::terms::code::OverlayCode;
use crate::terms::{CertificationKind, Level};
use std::sync::Arc;

static ID: Field<Text> = field::identifier("id", "its id; where it is not written, the scheme");
static SCHEME: Field<Text> = field::name("scheme", "the certificate that is required");
static ACCEPTS: Field<List<Text>> = field::texts("accepts", &NAME, "schemes of which any counts; default the scheme");
static APPLIES_TO: Field<Text> = forms::capability("applies-to", "to every selected component that provides it");
static KIND: Field<CertificationKind> =
    field::term("kind", "radio, safety, emc, telecom, cyber, energy, substances, battery, label or other")
        .or("\"other\"");
static LEVEL: Field<Level> = field::term("level", "component: modular approval counts; or solution");
static AUTHORITY: Field<Text> = field::text("authority", "who requires it");

static MANDATORY: Field<bool> =
    field::flag("mandatory", "false: it is voluntary, so it is shown and never required").or("true");
static VALID_MONTHS: Field<Number> = field::whole_between(
    "valid_months",
    (1, MOST_MONTHS),
    "how long a certificate with `issued` and without an end is accepted",
);

static KEYS: Keys = &[
    &ID.key,
    &SCHEME.key,
    &KIND.key,
    &ACCEPTS.key,
    &APPLIES_TO.key,
    &LEVEL.key,
    &AUTHORITY.key,
    &MANDATORY.key,
    &VALID_MONTHS.key,
];
static TABLE: TableShape = TableShape {
    what: "a `[[certification]]` entry",
    groups: &[KEYS, SWITCH, REASON, EFFECTIVITY, CITED],
    rest: Rest::Closed,
    choices: &[Choice::Any(&[&SCHEME.key, &ID.key], "scheme = \"red\"")],
};
static ENTRY: Shape = Shape::Table(&TABLE);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    absence: Absence::Gap,
    switch: Some(Switch { what: "certification", condition: &WHEN }),
    needed: &[&[&SCHEME.key]],
    ..SectionShape::new(
        field::list::<Table>("certification", &ENTRY, "certificates that are required").key,
        Layout::Tables(Identity::WrittenOr(|table| table.string(&SCHEME))),
        |entry| Entry::list(lower(entry)),
    )
};

/// Its key in `[remove]`.
pub static REMOVE: Field<List<Text>> = field::texts("certification", &IDENTIFIER, "ids of required certificates");

/// What a requirement that is mandatory, as one layer states it, applies to.
pub(crate) fn applies_to(table: &Table) -> Option<Spanned<&str>> {
    table.read_at(&APPLIES_TO).filter(|_| table.read(&MANDATORY) != Some(false))
}

/// A scheme that the market requires. A voluntary one (`mandatory = false`) is a fact of the area and nothing else.
#[derive(Clone, Debug)]
pub struct Certification {
    /// Its id.
    pub id: String,
    /// The scheme.
    pub scheme: String,
    /// What it is about.
    pub kind: CertificationKind,
    /// Certificates of any of these schemes count.
    pub accepts: Vec<String>,
    /// It is required of what provides this; `None`: of every product.
    pub applies_to: Option<String>,
    /// Which certificates count.
    pub level: Level,
    /// It is required only while this holds.
    pub when: Option<Arc<Formula>>,
    /// Months after which a certificate of which only the day of issue is stated is no longer accepted.
    pub valid_months: Option<u32>,
    /// Who requires it.
    pub authority: Option<String>,
    /// When it is in force.
    pub effectivity: Effectivity,
    /// Where it comes from.
    pub origin: Origin,
}

impl Certification {
    /// Whether a certificate counts on a day.
    #[must_use]
    pub fn is_met_by(&self, scheme: &str, validity: Validity, day: Date) -> bool {
        self.accepts.iter().any(|accepted| accepted == scheme) && self.dates_of(validity).holds_on(day)
    }

    /// From when until when a certificate of an accepted scheme counts here.
    #[must_use]
    pub fn dates_of(&self, validity: Validity) -> Effectivity {
        let stated = validity.effectivity;
        let ends = || validity.issued?.plus_months(self.valid_months?);
        Effectivity { from: stated.from, until: stated.until.or_else(ends) }
    }
}

/// Every period in which a certificate counts for somebody: by its own dates, and where a requirement accepts it for
/// some months only.
pub(crate) fn periods<'c>(
    scheme: &str,
    validity: Validity,
    requirements: impl Iterator<Item = &'c Arc<Certification>>,
) -> Vec<Effectivity> {
    let mut periods = vec![validity.effectivity];
    for one in requirements.filter(|one| one.accepts.iter().any(|accepted| accepted == scheme)) {
        let period = one.dates_of(validity);
        if !periods.contains(&period) {
            periods.push(period);
        }
    }
    periods
}

impl Dated for Certification {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.origin.span);
    }
}

fn lower(entry: &mut EntryReader<'_, '_>) -> Option<Certification> {
    if entry.read(&MANDATORY) == Some(false) {
        return None;
    }
    let scheme = entry.string(&SCHEME)?;
    let origin = entry.origin()?;
    let applies_to = entry.string(&APPLIES_TO);
    let level = entry.read(&LEVEL).unwrap_or(Level::Solution);
    if level == Level::Component && applies_to.is_none() {
        let message = format!("certification `{}` has `level = \"component\"` but no `applies-to`", entry.id);
        let fault = Diagnostic::error(OverlayCode::MissingAppliesTo, origin.span, message);
        entry.diagnostics.push(fault.help("add `applies-to = \"radio\"`, or `level = \"solution\"`"));
    }
    let accepts = entry.list(&ACCEPTS).into_strings();
    Some(Certification {
        id: entry.id.to_owned(),
        accepts: if accepts.is_empty() { vec![scheme.clone()] } else { accepts },
        scheme,
        kind: entry.read(&KIND).unwrap_or(CertificationKind::Other),
        applies_to,
        level,
        when: entry.formula(&WHEN),
        valid_months: entry.read(&VALID_MONTHS).and_then(|months| months.to_string().parse().ok()),
        authority: entry.string(&AUTHORITY),
        effectivity: entry.effectivity(),
        origin,
    })
}
