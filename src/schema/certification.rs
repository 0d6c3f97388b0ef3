//! `[[certification]]`: certificates that a market requires.

use super::Entry;
use super::cited::Origin;
use super::common::{CITED, EFFECTIVITY, IDENTIFIER, NAME, REASON};
use super::dated::Dated;
use super::entry::EntryReader;
use super::forms;
use super::layout::{Identity, Layout};
use super::section::{Absence, SectionShape};
use crate::date::Effectivity;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::syntax::Table;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Choice, Keys, Rest, Shape, TableShape};
use crate::terms::Level;
use crate::terms::code::OverlayCode;

static ID: Field<Text> = field::identifier("id", "its id; where it is not written, the scheme");
static SCHEME: Field<Text> = field::name("scheme", "the certificate that is required");
static ACCEPTS: Field<List<Text>> = field::texts("accepts", &NAME, "schemes of which any counts; default the scheme");
static APPLIES_TO: Field<Text> = forms::capability("applies-to", "to every selected component that provides it");
static LEVEL: Field<Level> = field::term("level", "component: modular approval counts; or solution");
static AUTHORITY: Field<Text> = field::text("authority", "who requires it");

static KEYS: Keys = &[&ID.key, &SCHEME.key, &ACCEPTS.key, &APPLIES_TO.key, &LEVEL.key, &AUTHORITY.key];
static TABLE: TableShape = TableShape {
    what: "a `[[certification]]` entry",
    groups: &[KEYS, REASON, EFFECTIVITY, CITED],
    rest: Rest::Closed,
    choices: &[Choice::Any(&[&SCHEME.key, &ID.key], "scheme = \"red\"")],
};
static ENTRY: Shape = Shape::Table(&TABLE);

/// The section.
pub static SECTION: SectionShape = SectionShape {
    absence: Absence::Gap,
    needed: &[&[&SCHEME.key]],
    ..SectionShape::new(
        field::list::<Table>("certification", &ENTRY, "certificates that are required").key,
        Layout::Tables(Identity::WrittenOr(|table| table.string(&SCHEME))),
        |entry| Entry::list(lower(entry)),
    )
};

/// Its key in `[remove]`.
pub static REMOVE: Field<List<Text>> = field::texts("certification", &IDENTIFIER, "ids of required certificates");

/// A scheme that the market requires.
#[derive(Clone, Debug)]
pub struct Certification {
    /// Its id.
    pub id: String,
    /// The scheme.
    pub scheme: String,
    /// Certificates of any of these schemes count.
    pub accepts: Vec<String>,
    /// It is required of what provides this; `None`: of every product.
    pub applies_to: Option<String>,
    /// Which certificates count.
    pub level: Level,
    /// Who requires it.
    pub authority: Option<String>,
    /// When it is in force.
    pub effectivity: Effectivity,
    /// Where it comes from.
    pub origin: Origin,
}

impl Dated for Certification {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.origin.span);
    }
}

fn lower(entry: &mut EntryReader<'_, '_>) -> Option<Certification> {
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
        applies_to,
        level,
        authority: entry.string(&AUTHORITY),
        effectivity: entry.effectivity(),
        origin,
    })
}
