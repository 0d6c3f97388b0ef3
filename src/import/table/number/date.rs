//! Days and times.

use crate::import::table::number::decimal::Decimal;
use crate::import::table::number::format::Token;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] = ["Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

const SECONDS_A_DAY: i64 = 86_400;

/// The first day after the last one that a spreadsheet has, 9999-12-31.
const END: i64 = 2_958_466;

/// From the first day of 1900 to that of 1904.
const SHIFT_1904: i64 = 1_462;

/// The day from which workbooks count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::import::table) enum Epoch {
    #[default]
    Of1900,
    Of1904,
}

/// A day with its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import::table) struct DayTime {
    serial: i64,
    /// Thousandths of a second since midnight.
    thousandths: i64,
}

impl DayTime {
    /// The day of a cell's number; `None` outside of 1900 to 9999.
    pub fn of(number: &Decimal, epoch: Epoch) -> Option<Self> {
        if number.is_negative || number.point > 8 {
            return None;
        }
        let whole = number.whole();
        let serial: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let fraction: i128 = format!("0{}", number.fraction(12)).parse().ok()?;
        let scaled = fraction * i128::from(SECONDS_A_DAY) * 1000;
        let scale = 1_000_000_000_000;
        let thousandths = i64::try_from((scaled + scale / 2) / scale).ok()?;
        let (serial, thousandths) =
            if thousandths >= SECONDS_A_DAY * 1000 { (serial + 1, 0) } else { (serial, thousandths) };
        let serial = match epoch {
            Epoch::Of1900 => serial,
            Epoch::Of1904 => serial + SHIFT_1904,
        };
        (serial < END).then_some(Self { serial, thousandths })
    }

    /// Rounded to a second.
    fn to_second(self) -> Self {
        let seconds = (self.thousandths + 500) / 1000;
        match seconds {
            SECONDS_A_DAY.. => Self { serial: self.serial + 1, thousandths: 0 },
            _ => Self { serial: self.serial, thousandths: seconds * 1000 },
        }
    }

    /// Year, month and day. Spreadsheets count a 29 February 1900, which did not exist.
    fn civil(self) -> (i64, usize, i64) {
        let days = match self.serial {
            0 => return (1900, 1, 0),
            60 => return (1900, 2, 29),
            early @ ..60 => early + 1,
            later => later,
        };
        // Days since 0000-03-01 in the Gregorian calendar; 1899-12-30 is day 0 of spreadsheets.
        let days = days + 693_899;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year, usize::try_from(month).unwrap_or(1), day)
    }

    /// `2026-03-01`.
    pub fn iso(self) -> String {
        let (year, month, day) = self.civil();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// In a format.
    pub fn shown(self, tokens: &[Token]) -> String {
        let has = |wanted: fn(&Token) -> bool| tokens.iter().any(wanted);
        let time = if has(|token| matches!(token, Token::SubSecond(_))) { self } else { self.to_second() };
        let is_half = has(|token| matches!(token, Token::HalfDay));
        let mut text = String::new();
        for (at, token) in tokens.iter().enumerate() {
            let part = match token {
                Token::Date(code) if code.starts_with('m') && is_minute(tokens, at) => {
                    pad(time.thousandths / 60_000 % 60, code.len())
                }
                Token::Date(code) if is_half && code.starts_with('h') => {
                    pad((time.thousandths / 3_600_000 + 11) % 12 + 1, code.len())
                }
                Token::Date(code) => time.part(code),
                Token::Elapsed(unit) => time.elapsed(*unit).to_string(),
                Token::HalfDay => if time.thousandths < SECONDS_A_DAY * 500 { "AM" } else { "PM" }.to_owned(),
                Token::SubSecond(digits) => {
                    let fraction = format!("{:03}", time.thousandths % 1000);
                    format!(".{}", fraction.chars().take(*digits).collect::<String>())
                }
                Token::Literal(literal) => literal.clone(),
                Token::Slash => "/".to_owned(),
                Token::Comma => ",".to_owned(),
                Token::Point => ".".to_owned(),
                Token::Digit(_) | Token::Percent | Token::Exponent { .. } | Token::Text | Token::General => {
                    String::new()
                }
            };
            text.push_str(&part);
        }
        text
    }

    fn part(self, code: &str) -> String {
        let (year, month, day) = self.civil();
        let month_name = MONTHS.get(month - 1).copied().unwrap_or_default();
        let weekday =
            usize::try_from(self.serial % 7).ok().and_then(|at| WEEKDAYS.get(at)).copied().unwrap_or_default();
        let hour = self.thousandths / 3_600_000;
        let short = |name: &str| name.chars().take(3).collect();
        match code {
            "y" | "yy" => pad(year % 100, 2),
            "m" | "mm" => pad(i64::try_from(month).unwrap_or(0), code.len()),
            "mmm" => short(month_name),
            "mmmmm" => month_name.chars().take(1).collect(),
            "d" | "dd" => pad(day, code.len()),
            "ddd" => short(weekday),
            _ => match code.chars().next() {
                Some('y') => pad(year, 4),
                Some('m') => month_name.to_owned(),
                Some('d') => weekday.to_owned(),
                Some('h') => pad(hour, code.len()),
                Some('s') => pad(self.thousandths / 1000 % 60, code.len()),
                Some(_) | None => String::new(),
            },
        }
    }

    fn elapsed(self, unit: char) -> i64 {
        let seconds = self.serial * SECONDS_A_DAY + self.thousandths / 1000;
        match unit {
            'h' => seconds / 3600,
            'm' => seconds / 60,
            _ => seconds,
        }
    }
}

/// `m` is minutes after hours and before seconds.
fn is_minute(tokens: &[Token], at: usize) -> bool {
    let is_time = |token: &&Token| matches!(token, Token::Date(_) | Token::Elapsed(_));
    let is = |token: Option<&Token>, unit: char| match token {
        Some(Token::Date(code)) => code.starts_with(unit),
        Some(Token::Elapsed(one)) => *one == unit,
        Some(_) | None => false,
    };
    let before = tokens.get(..at).unwrap_or_default().iter().rev().find(is_time);
    let after = tokens.get(at + 1..).unwrap_or_default().iter().find(is_time);
    is(before, 'h') || is(after, 's')
}

fn pad(number: i64, width: usize) -> String {
    format!("{number:0width$}")
}
