//! Powers of radios. A rule states one kind of power, a radio is measured in another: what a rule says of one kind is added
//! for the others, so that tests compare like with like. All of it is exact.

use super::attributes::{Attribute, AttributeTest, Attributes, Scalar, Test};
use crate::diagnostic::Diagnostic;
use crate::name::is_below;
use crate::number::Number;
use crate::span::{Span, Spanned};
use crate::terms::PowerKind;
use crate::terms::code::SchemaCode;

/// The key that says what `power_dbm` is.
pub(super) const KIND: &str = "power_kind";
const POWER: &str = "power_dbm";
const DENSITY: &str = "density_dbm_per_mhz";

/// What a channel of a width may send under a density: 10·log₁₀ of the width in hundredths of a decibel, rounded down, for
/// a limit must not grow by rounding.
const WIDTHS: [(&str, u32, i32); 5] = [
    ("eirp_20mhz_dbm", 20, 1301),
    ("eirp_40mhz_dbm", 40, 1602),
    ("eirp_80mhz_dbm", 80, 1903),
    ("eirp_160mhz_dbm", 160, 2204),
    ("eirp_320mhz_dbm", 320, 2505),
];

impl PowerKind {
    /// The attribute of a power of this kind.
    fn attribute(self) -> &'static str {
        match self {
            Self::Erp => "erp_dbm",
            Self::Eirp => "eirp_dbm",
            Self::Conducted => "conducted_dbm",
        }
    }
}

/// Adds the kinds of power that follow from those that a rule of spectrum states: the one that `power_kind` names, e.r.p.
/// and e.i.r.p. from each other, and e.i.r.p. by width from a density.
pub(super) fn derive(attributes: &mut Attributes) {
    if let Some(kind) = text(attributes, KIND).and_then(PowerKind::from_word) {
        copy(attributes, POWER, kind.attribute(), Some);
    }
    let (erp, eirp) = (PowerKind::Erp.attribute(), PowerKind::Eirp.attribute());
    copy(attributes, erp, eirp, |power| power.checked_add(dipole_gain()?));
    copy(attributes, eirp, erp, |power| power.checked_sub(dipole_gain()?));
    let (most, widest) = (number(attributes, eirp), number(attributes, "width_mhz"));
    for (name, width, gain) in WIDTHS {
        if widest.is_none_or(|(widest, _)| Number::from(width) <= widest) {
            let limited = |density: Number| {
                let power = density.checked_add(hundredths(gain)?)?;
                Some(most.map_or(power, |(most, _)| power.min(most)))
            };
            copy(attributes, DENSITY, name, limited);
        }
    }
}

/// The gain of a half-wave dipole over an isotropic radiator, by which e.i.r.p. exceeds e.r.p.: 2.15 dB.
fn dipole_gain() -> Option<Number> {
    hundredths(215)
}

fn hundredths(count: i32) -> Option<Number> {
    Number::from(count).checked_div(Number::from(100))
}

/// States an attribute that is not stated, as another one says.
fn copy(attributes: &mut Attributes, from: &str, to: &'static str, value: impl Fn(Number) -> Option<Number>) {
    let Some((stated, place)) = number(attributes, from) else { return };
    let Some(value) = value(stated) else { return };
    attributes.add_missing(to, Spanned::new(Attribute::Set(vec![Scalar::Number(value)]), place));
}

fn number(attributes: &Attributes, name: &str) -> Option<(Number, Span)> {
    let found = attributes.get(name)?;
    match &found.value {
        Attribute::Set(values) => match values.as_slice() {
            [Scalar::Number(number)] => Some((*number, found.span)),
            _ => None,
        },
        Attribute::Range(..) => None,
    }
}

fn text<'a>(attributes: &'a Attributes, name: &str) -> Option<&'a str> {
    match &attributes.get(name)?.value {
        Attribute::Set(values) => word(values),
        Attribute::Range(..) => None,
    }
}

fn word(values: &[Scalar]) -> Option<&str> {
    match values {
        [Scalar::Text(text)] => Some(text),
        _ => None,
    }
}

/// The tests of a need; where one of spectrum says which kind `power_dbm` is, that kind is tested, whatever kind a rule
/// was written in.
pub(super) fn of_stated_kind(
    capability: &str,
    tests: Vec<AttributeTest>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<AttributeTest> {
    let is_power = |one: &AttributeTest| one.attribute == POWER;
    let stated = tests.iter().filter(|one| one.attribute == KIND).find_map(|one| {
        let Test::Equals(Attribute::Set(values)) = &one.test else { return None };
        Some((word(values)?, one.span))
    });
    let Some((word, place)) = stated.filter(|_| is_below(capability, "spectrum") && tests.iter().any(is_power)) else {
        return tests;
    };
    let Some(kind) = PowerKind::from_word(word) else {
        let words: Vec<String> = PowerKind::WORDS.iter().map(|word| format!("`{word}`")).collect();
        let message = format!("`{KIND}` must be one of {}, found `{word}`", words.join(", "));
        diagnostics.push(Diagnostic::error(SchemaCode::BadValue, place, message));
        return tests;
    };
    let kept = tests.into_iter().filter(|one| one.attribute != KIND);
    kept.map(|one| if is_power(&one) { AttributeTest { attribute: kind.attribute().to_owned(), ..one } } else { one })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::is_range_key;

    fn stated(keys: &[(&'static str, &str)]) -> Attributes {
        let mut attributes = Attributes::default();
        for (name, value) in keys {
            assert!(!is_range_key(name));
            let value = value.parse().map_or_else(|_| Scalar::Text((*value).to_owned()), Scalar::Number);
            attributes
                .add_missing(name, Spanned::new(Attribute::Set(vec![value]), Span::start_of(crate::span::FileId(0))));
        }
        derive(&mut attributes);
        attributes
    }

    fn shown(attributes: &Attributes, name: &str) -> Option<String> {
        number(attributes, name).map(|(number, _)| number.to_string())
    }

    #[test]
    fn radiated_powers_follow_from_each_other_exactly() {
        let erp = stated(&[("power_dbm", "14"), ("power_kind", "erp")]);
        assert_eq!(shown(&erp, "eirp_dbm").as_deref(), Some("16.15"));
        assert_eq!(shown(&erp, "conducted_dbm"), None, "the gain of the antenna is not known");
        let eirp = stated(&[("eirp_dbm", "16.15")]);
        assert_eq!(shown(&eirp, "erp_dbm").as_deref(), Some("14"));
        let conducted = stated(&[("power_dbm", "30"), ("power_kind", "conducted")]);
        assert_eq!(shown(&conducted, "conducted_dbm").as_deref(), Some("30"));
        assert_eq!(shown(&conducted, "eirp_dbm"), None);
        assert_eq!(shown(&stated(&[("power_dbm", "30")]), "eirp_dbm"), None, "a power of no kind is of no kind");
    }

    #[test]
    fn a_density_limits_the_power_by_width_and_never_above_the_limit() {
        let rule = stated(&[("density_dbm_per_mhz", "5"), ("eirp_dbm", "30"), ("width_mhz", "320")]);
        let by_width = WIDTHS.map(|(name, ..)| shown(&rule, name).unwrap_or_default());
        assert_eq!(by_width, ["18.01", "21.02", "24.03", "27.04", "30"]);
        let narrow = stated(&[("density_dbm_per_mhz", "5"), ("width_mhz", "40")]);
        assert_eq!(shown(&narrow, "eirp_80mhz_dbm"), None);
    }

    #[test]
    fn the_gains_of_the_widths_are_logarithms_rounded_down() {
        for (_, width, gain) in WIDTHS {
            let exact = 1000.0 * f64::from(width).log10();
            assert!(f64::from(gain) <= exact && exact < f64::from(gain) + 1.0, "{width} MHz: {exact}");
        }
    }
}
