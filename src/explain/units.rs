//! Attributes in plain words: `voltage_v = [127, 220]` is "voltage 127 and 220 V".

use crate::model::{Attribute, AttributeTest};
use crate::schema::is_flag;

/// Ends of attribute names and the units that they mean.
const UNITS: [(&str, &str); 17] = [
    ("_v", "V"),
    ("_hz", "Hz"),
    ("_mhz", "MHz"),
    ("_a", "A"),
    ("_ma", "mA"),
    ("_w", "W"),
    ("_c", "°C"),
    ("_k", "K"),
    ("_dbm", "dBm"),
    ("_mm", "mm"),
    ("_m", "m"),
    ("_ugm3", "µg/m³"),
    ("_percent", "%"),
    ("_h", "h"),
    ("_g", "g"),
    ("_kg", "kg"),
    ("_lm", "lm"),
];

/// The words of an attribute's name, and its unit with a blank in front; empty where it has none.
pub(crate) fn name_and_unit(attribute: &str) -> (String, String) {
    let found = UNITS.iter().filter_map(|(end, unit)| attribute.strip_suffix(end).map(|name| (name, *unit)));
    // The longest end wins: `_ma` is not `_a`.
    let (name, unit) = found.min_by_key(|(name, _)| name.len()).unwrap_or((attribute, ""));
    let name = name.strip_suffix("_range").unwrap_or(name).replace(['_', '-'], " ");
    (name, if unit.is_empty() { String::new() } else { format!(" {unit}") })
}

/// An attribute's name in words: "range" of `range_mhz`.
pub(super) fn named(attribute: &str) -> String {
    name_and_unit(attribute).0
}

/// A value as a provider states it: "voltage 127 and 220 V".
pub(super) fn stated(attribute: &str, value: &Attribute) -> String {
    let (name, unit) = name_and_unit(attribute);
    match value {
        Attribute::Set(values) if values.is_empty() => format!("no {name}"),
        Attribute::Set(values) if is_flag(values) => format!("{name} = {}", value.in_words()),
        Attribute::Set(_) | Attribute::Range(..) => format!("{name} {}{unit}", value.in_words()),
    }
}

/// A test of a need: "voltage within 100 to 130 V".
pub(super) fn test_in_words(one: &AttributeTest) -> String {
    let (name, unit) = name_and_unit(&one.attribute);
    one.test.sentence(&name, &unit)
}

/// Several tests: "voltage within 100 to 130 V and frequency 50 Hz".
pub(super) fn all_tests_in_words(tests: &[AttributeTest]) -> String {
    tests.iter().map(test_in_words).collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Scalar;
    use crate::number::Number;

    fn numbers(values: &[i32]) -> Attribute {
        Attribute::Set(values.iter().map(|value| Scalar::Number(Number::from(*value))).collect())
    }

    #[test]
    fn a_unit_in_the_name_follows_the_value() {
        assert_eq!(stated("voltage_v", &numbers(&[127, 220])), "voltage 127 and 220 V");
        assert_eq!(stated("current_ma", &numbers(&[5])), "current 5 mA");
        assert_eq!(stated("bands", &numbers(&[2, 4, 12])), "bands 2, 4 and 12");
        let range = Attribute::Range(Number::from(-30), Number::from(50));
        assert_eq!(stated("temperature_range_c", &range), "temperature -30 to 50 °C");
    }
}
