//! One offer of a shop, and the values of JSON that it is made of.

use crate::number::Number;
use serde_json::Value;

/// One offer of a shop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Quote {
    /// The maker's part number.
    pub mpn: String,
    /// The maker.
    pub by: Option<String>,
    /// The seller.
    pub seller: String,
    /// The seller's number.
    pub sku: Option<String>,
    /// What one costs from a quantity on, ascending.
    pub prices: Vec<(u64, String)>,
    pub currency: Option<String>,
    pub minimum: Option<u64>,
    pub multiple: Option<u64>,
    pub lead_weeks: Option<u64>,
}

/// What is at a path of a value; null where there is nothing.
pub(super) fn get<'v>(value: &'v Value, path: &str) -> &'v Value {
    value.pointer(path).unwrap_or(&Value::Null)
}

/// A text that is not empty.
pub(super) fn text(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A whole number above 0, also in a text: `"250"`, `"84 Days"`.
pub(super) fn whole(value: &Value) -> Option<u64> {
    let digits = || value.as_str().map(|text| text.trim().chars().take_while(char::is_ascii_digit).collect::<String>());
    value.as_u64().or_else(|| digits()?.parse().ok()).filter(|number| *number > 0)
}

/// Days as weeks, rounded up.
pub(super) fn weeks(days: u64) -> u64 {
    days.div_ceil(7)
}

/// A price, exact: a number, or a text with the sign of a currency: `$0.10`, `1.234,50 €`.
pub(super) fn price(value: &Value) -> Option<String> {
    let written = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => with_a_point(text),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    let number: Number = written.parse().ok()?;
    // A number of JSON may have an exponent, which an amount may not.
    let plain = if written.contains(['e', 'E']) { number.to_string() } else { written };
    (number > Number::ZERO && plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')).then_some(plain)
}

/// The digits of an amount with a point: its last separator is the point, unless the same one comes twice.
fn with_a_point(text: &str) -> String {
    let kept: String = text.chars().filter(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',')).collect();
    let kept = kept.trim_matches(['.', ',']);
    let Some(sign) = kept.chars().rfind(|letter| matches!(letter, '.' | ',')) else { return kept.to_owned() };
    let Some((whole, fraction)) = kept.rsplit_once(sign) else { return kept.to_owned() };
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let point = if kept.matches(sign).count() > 1 { "" } else { "." };
    format!("{digits}{point}{fraction}")
}

/// The prices of a list, ascending; of a quantity that is named twice, the first.
pub(super) fn prices(list: &Value, from: &str, each: &str) -> Vec<(u64, String)> {
    let steps = list.as_array().map(Vec::as_slice).unwrap_or_default();
    let step = |step: &Value| Some((whole(step.get(from)?)?, price(step.get(each)?)?));
    let mut found: Vec<(u64, String)> = steps.iter().filter_map(step).collect();
    found.sort_by_key(|(from, _)| *from);
    found.dedup_by_key(|(from, _)| *from);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn prices_are_read_exactly_as_they_are_written() {
        for (value, wanted) in [
            (json!("$0.10"), Some("0.10")),
            (json!("1.234,50 €"), Some("1234.50")),
            (json!("0,0008 €"), Some("0.0008")),
            (json!("¥1,234,567"), Some("1234567")),
            (json!(0.1), Some("0.1")),
            (json!(12), Some("12")),
            (json!(1e-7), Some("0.0000001")),
            (json!("on request"), None),
            (json!(0), None),
            (json!(null), None),
        ] {
            assert_eq!(price(&value).as_deref(), wanted, "{value}");
        }
    }

    #[test]
    fn numbers_may_be_in_texts() {
        let told =
            [json!("250"), json!("84 Days"), json!(3), json!("0"), json!("none"), json!(null)].map(|one| whole(&one));
        assert_eq!(told, [Some(250), Some(84), Some(3), None, None, None]);
        assert_eq!([1, 7, 8, 84].map(weeks), [1, 1, 2, 12]);
    }
}
