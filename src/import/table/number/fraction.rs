//! Fractions: `# ?/?`.

use crate::import::table::number::decimal::Decimal;
use crate::import::table::number::format::Token;

/// The most digits of a denominator that are searched.
const LONGEST_DENOMINATOR: u32 = 3;

/// A number as a fraction; `None` if its format or its size does not allow it.
pub(super) fn shown(number: &Decimal, tokens: &[Token]) -> Option<String> {
    let slash = tokens.iter().position(|token| *token == Token::Slash)?;
    let after = tokens.get(slash + 1..)?;
    let places = after.iter().take_while(|token| matches!(token, Token::Digit(_))).count();
    let fixed: String = after
        .iter()
        .map_while(|token| {
            if let Token::Literal(text) = token {
                return text.chars().all(|letter| letter.is_ascii_digit()).then_some(text.as_str());
            }
            (*token == Token::Digit('0')).then_some("0")
        })
        .collect();
    let decimals = u32::try_from(number.decimals()).ok().filter(|decimals| *decimals <= 15 && number.point <= 9)?;
    let scale = 10_i128.pow(decimals);
    let value: i128 = number.magnitude().shifted(i32::try_from(decimals).ok()?).plain().parse().ok()?;
    let (whole, rest) = (value / scale, value % scale);
    let (top, bottom) = match fixed.parse::<i128>() {
        Ok(bottom) if bottom > 0 => ((2 * rest * bottom + scale) / (2 * scale), bottom),
        _ => {
            let places = u32::try_from(places).ok()?.clamp(1, LONGEST_DENOMINATOR);
            closest(rest, scale, 10_i128.pow(places) - 1)
        }
    };
    let (whole, top) = if top == bottom { (whole + 1, 0) } else { (whole, top) };
    let sign = if number.is_negative { "-" } else { "" };
    let has_whole = tokens.get(..slash)?.iter().any(|token| matches!(token, Token::Literal(text) if text == " "));
    Some(match (whole, top) {
        (whole, 0) => format!("{sign}{whole}"),
        (0, top) => format!("{sign}{top}/{bottom}"),
        (whole, top) if has_whole => format!("{sign}{whole} {top}/{bottom}"),
        (whole, top) => format!("{sign}{}/{bottom}", whole * bottom + top),
    })
}

/// The fraction with the smallest denominator that is closest to `rest / scale`.
fn closest(rest: i128, scale: i128, largest: i128) -> (i128, i128) {
    let (mut best, mut best_error) = ((0, 1), rest);
    for bottom in 1..=largest {
        let top = (2 * rest * bottom + scale) / (2 * scale);
        let error = (top * scale - rest * bottom).abs();
        if error * best.1 < best_error * bottom {
            (best, best_error) = ((top, bottom), error);
        }
    }
    best
}
