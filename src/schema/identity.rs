//! `[identity]`: codes, currency and languages of an area. Only facts; nothing is lowered.

use super::common::{CITED, TEXT};
use super::forms;
use super::layout::Layout;
use super::section::SectionShape;
use crate::number::Number;
use crate::syntax::Node;
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Form, Keys, Shape, TableShape, closed};
use crate::terms::Measurement;

static ISO3: Field<Text> = field::text("iso3", "ISO 3166-1 alpha-3 code");
static NUMERIC: Field<Node> =
    field::node("numeric", Shape::Either(&[Shape::Text(Form::Any), Shape::Integer(0, i64::MAX)]), "ISO 3166-1 number");
static CURRENCY: Field<Text> = forms::currency("currency", "its currency");
static MINOR_UNIT: Field<Number> = field::whole("minor_unit", 0, "decimal places of the currency");
static LANGUAGES: Field<List<Text>> = field::texts("languages", &TEXT, "its official languages");
static MEASUREMENT: Field<Measurement> = field::term("measurement", "its system of measurement");
static CALLING_CODE: Field<Text> = field::text("calling_code", "the prefix of its telephone numbers");
static MCC: Field<List<Text>> = field::texts("mcc", &TEXT, "its mobile country codes");
static TIME_ZONES: Field<List<Text>> = field::texts("time_zones", &TEXT, "its time zones, by their IANA names");

static KEYS: Keys = &[
    &ISO3.key,
    &NUMERIC.key,
    &CURRENCY.key,
    &MINOR_UNIT.key,
    &LANGUAGES.key,
    &MEASUREMENT.key,
    &CALLING_CODE.key,
    &MCC.key,
    &TIME_ZONES.key,
];
static TABLE: TableShape = closed("`[identity]`", &[KEYS, CITED]);

/// The section.
pub static SECTION: SectionShape =
    SectionShape::new(field::table("identity", &TABLE, "codes, currency and languages").key, Layout::Table, |_| {
        Vec::new()
    });
