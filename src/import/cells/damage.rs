//! What a spreadsheet did to a cell before the list was written.

use super::text::plain;

/// What a cell shows of the damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Damage {
    /// `9.55167E+12`: a long number, of which the last digits are lost.
    Rounded,
    /// `1E3`: a number with an exponent that may be meant, as a value or as a code.
    Exponent,
    /// `1-Mar`: a code that was taken for a date.
    Date,
    /// `#N/A`: a formula without a result.
    Formula,
    /// `####`: a column that was too narrow.
    Narrow,
}

impl Damage {
    /// Whether nobody would write such a text: all but [`Damage::Exponent`].
    pub fn is_certain(self) -> bool {
        self != Self::Exponent
    }

    /// What happened, as a phrase for a message.
    pub fn what(self) -> &'static str {
        match self {
            Self::Rounded => "a spreadsheet rounded a long number",
            Self::Exponent => "a spreadsheet may have made an exponent of a code",
            Self::Date => "a spreadsheet made a date of it",
            Self::Formula => "a formula without a result",
            Self::Narrow => "a column that was too narrow to show it",
        }
    }
}

/// Month names in the languages of spreadsheets, in lower case without dots.
const MONTHS: [&str; 62] = [
    "jan",
    "january",
    "januar",
    "janv",
    "janvier",
    "ene",
    "enero",
    "feb",
    "february",
    "februar",
    "févr",
    "février",
    "febrero",
    "mar",
    "march",
    "mrz",
    "mär",
    "märz",
    "mars",
    "marzo",
    "apr",
    "april",
    "avr",
    "avril",
    "abr",
    "abril",
    "may",
    "mai",
    "mayo",
    "jun",
    "june",
    "juni",
    "juin",
    "junio",
    "jul",
    "july",
    "juli",
    "juil",
    "juillet",
    "julio",
    "aug",
    "august",
    "août",
    "ago",
    "agosto",
    "sep",
    "sept",
    "september",
    "septembre",
    "septiembre",
    "oct",
    "okt",
    "october",
    "oktober",
    "octobre",
    "octubre",
    "nov",
    "november",
    "dec",
    "dez",
    "déc",
    "dic",
];

/// Results of formulas that failed, in the languages of spreadsheets.
const ERRORS: [&str; 24] = [
    "#N/A",
    "#REF!",
    "#NAME?",
    "#VALUE!",
    "#DIV/0!",
    "#NULL!",
    "#NUM!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#GETTING_DATA",
    "#NV",
    "#BEZUG!",
    "#WERT!",
    "#ZAHL!",
    "#NOM?",
    "#VALEUR!",
    "#NOMBRE!",
    "#¡REF!",
    "#¿NOMBRE?",
    "#¡VALOR!",
    "#¡NUM!",
    "#¡DIV/0!",
];

/// What a spreadsheet did to the cell, if it shows.
pub(in crate::import) fn of(cell: &str) -> Option<Damage> {
    // Most cells are words: of these only months can be damage.
    let is_word = |letter: u8| letter.is_ascii_graphic() || letter == b' ';
    if cell.starts_with(|letter: char| letter.is_ascii_alphabetic()) && cell.bytes().all(is_word) && !cell.contains(':')
    {
        return is_named_date(cell.trim_end()).then_some(Damage::Date);
    }
    let text = plain(cell);
    if text.len() >= 3 && text.bytes().all(|letter| letter == b'#') {
        return Some(Damage::Narrow);
    }
    let upper = text.to_uppercase();
    let is_office = |digits: &str| digits.len() == 3 && digits.bytes().all(|digit| digit.is_ascii_digit());
    if ERRORS.contains(&upper.as_str()) || text.strip_prefix("Err:").is_some_and(is_office) {
        return Some(Damage::Formula);
    }
    exponent(&text).or_else(|| (is_date(&text) || is_named_date(&text)).then_some(Damage::Date))
}

/// The size code that a spreadsheet took a leading zero from: `603` → `0603`.
///
/// ```text
/// 402 → 0402    603.0 → 0603    1206 → nothing
/// ```
pub(in crate::import) fn lost_zero(cell: &str) -> Option<String> {
    const CODES: [&str; 9] = ["201", "204", "207", "306", "402", "504", "603", "612", "805"];
    let text = plain(cell);
    let code = text.strip_suffix(".0").unwrap_or(&text);
    CODES.contains(&code).then(|| format!("0{code}"))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit())
}

/// `9.55E+12` as spreadsheets write it: one digit before the point, a sign, two digits or more; `1E3` as people do.
fn exponent(text: &str) -> Option<Damage> {
    let (mantissa, exponent) = text.trim_start_matches(['+', '-']).split_once(['e', 'E'])?;
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    if !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let is_written = exponent.starts_with('+') && digits.len() >= 2 && whole.len() == 1;
    is_digits(digits).then_some(if is_written { Damage::Rounded } else { Damage::Exponent })
}

/// `2026-03-01 00:00:00`, `2026-03-01`, `3/1/2026`, `01.03.2026`, `3月1日`.
fn is_date(text: &str) -> bool {
    if let Some((month, day)) = text.strip_suffix('日').and_then(|text| text.split_once('月')) {
        let month = month.rsplit('年').next().unwrap_or(month);
        return is_digits(month) && is_digits(day);
    }
    let day = text.split([' ', 'T']).next().unwrap_or(text);
    let time = text.get(day.len()..).unwrap_or_default().trim_start_matches([' ', 'T']);
    if !time.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, ':' | '.')) {
        return false;
    }
    let is_part =
        |part: &str, most: u32| part.len() <= 2 && part.parse().is_ok_and(|number: u32| (1..=most).contains(&number));
    let is_year = |part: &str| part.len() == 4 && is_digits(part) && (part.starts_with("19") || part.starts_with("20"));
    ['-', '/', '.'].into_iter().any(|separator| {
        let parts: Vec<&str> = day.split(separator).collect();
        match parts.as_slice() {
            [year, month, day] if separator != '.' && is_year(year) => is_part(month, 12) && is_part(day, 31),
            [one, other, year] if is_year(year) => {
                is_part(one, 31) && is_part(other, 31) && (is_part(one, 12) || is_part(other, 12))
            }
            _ => false,
        }
    })
}

/// `1-Mar`, `01.Mrz`, `1. März 2026`, `Mar-01`.
fn is_named_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '.', ' ', '/']).filter(|part| !part.is_empty()).collect();
    let is_month = |part: &str| MONTHS.contains(&part.to_lowercase().as_str());
    let is_day = |part: &str| part.len() <= 2 && part.parse().is_ok_and(|day: u32| (1..=31).contains(&day));
    let is_year = |part: &str| is_digits(part) && matches!(part.len(), 2 | 4);
    match parts.as_slice() {
        [day, month] if is_day(day) && is_month(month) => text.chars().nth(day.len()) != Some(' ') || is_title(month),
        // `MAR-99` in capitals is how makers name parts.
        [month, year] => is_month(month) && is_year(year) && is_title(month),
        [day, month, year] => is_day(day) && is_month(month) && is_year(year),
        _ => false,
    }
}

/// Not all in capitals.
fn is_title(word: &str) -> bool {
    word.chars().skip(1).all(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_known_and_part_numbers_are_none() {
        for (cell, wanted) in [
            ("9.55167E+12", Damage::Rounded),
            ("1.00E+05", Damage::Rounded),
            ("9,55E+12", Damage::Rounded),
            ("1E+05", Damage::Rounded),
            ("1E3", Damage::Exponent),
            ("10E2", Damage::Exponent),
            ("1.5E-3", Damage::Exponent),
            ("1-Mar", Damage::Date),
            ("01-mar", Damage::Date),
            ("Mar-01", Damage::Date),
            ("mars-01", Damage::Date),
            ("01.Mrz", Damage::Date),
            ("1. März 2026", Damage::Date),
            ("1-Mar-26", Damage::Date),
            ("Dez 26", Damage::Date),
            ("3月1日", Damage::Date),
            ("2026-03-01 00:00:00", Damage::Date),
            ("2026-03-01T00:00:00", Damage::Date),
            ("2026-03-01", Damage::Date),
            ("3/1/2026", Damage::Date),
            ("01.03.2026", Damage::Date),
            ("#N/A", Damage::Formula),
            ("#REF!", Damage::Formula),
            ("#NAME?", Damage::Formula),
            ("#BEZUG!", Damage::Formula),
            ("#NV", Damage::Formula),
            ("Err:502", Damage::Formula),
            ("########", Damage::Narrow),
        ] {
            assert_eq!(of(cell), Some(wanted), "{cell}");
        }
        for cell in [
            "",
            "10k",
            "MAR-6",
            "MAR-99",
            "0603",
            "1206",
            "E12",
            "2N3904E",
            "1-1",
            "3-1",
            "74HC00",
            "#1",
            "##",
            "EXAMPLE-1",
            "12-34-5678",
            "01.02",
            "MAY-3A",
            "DEC",
            "1E",
            "LED-E3",
        ] {
            assert_eq!(of(cell), None, "{cell}");
        }
        assert_eq!(lost_zero("603").as_deref(), Some("0603"));
        assert_eq!(lost_zero("402.0").as_deref(), Some("0402"));
        assert_eq!(lost_zero("0603"), None);
        assert_eq!(lost_zero("1206"), None);
    }
}
