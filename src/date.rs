//! Calendar dates without a clock or a time zone.

use std::fmt;

/// A date of the Gregorian calendar, from year 1 to 9999.
///
/// ```
/// use terroir::Date;
/// let day: Date = "2026-11-22".parse()?;
/// assert!(day < Date::new(2027, 12, 11).unwrap());
/// assert!("2026-02-30".parse::<Date>().is_err());
/// # Ok::<(), terroir::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A text that is not a calendar date of the form `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date of the form YYYY-MM-DD")]
pub struct DateError;

impl Date {
    /// The earliest date.
    pub const FIRST: Self = Self { year: 1, month: 1, day: 1 };

    /// A date; `None` if it does not exist.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u8::from(leap),
            _ => return None,
        };
        let known = (1..=9999).contains(&year) && (1..=days).contains(&day);
        known.then_some(Self { year, month, day })
    }

    /// The date that a text means in this or another form: `2026-12-01`, `2026/12/1`, `01.12.2026`, `12/31/2026`; `None`
    /// where day and month could be either, as in `01/12/2026`.
    pub(crate) fn of_any_form(text: &str) -> Option<Self> {
        let text = text.trim();
        let separator = ['.', '/', '-'].into_iter().find(|sign| text.contains(*sign))?;
        let parts: Vec<&str> = text.split(separator).collect();
        let [first, second, third] = parts.as_slice() else { return None };
        let small = |part: &str| {
            let digits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            if digits { part.parse::<u8>().ok() } else { None }
        };
        let year = |part: &str| {
            let digits = part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
            if digits { part.parse::<u16>().ok() } else { None }
        };
        if let Some(year) = year(first) {
            return Self::new(year, small(second)?, small(third)?);
        }
        let (first, second, year) = (small(first)?, small(second)?, year(third)?);
        if separator == '.' || first == second {
            return Self::new(year, second, first);
        }
        // Only a number above 12 tells which is the day.
        match (Self::new(year, second, first), Self::new(year, first, second)) {
            (Some(day), None) | (None, Some(day)) => Some(day),
            _ => None,
        }
    }

    /// Whether a text looks like a date: a year of four digits first or last, and two short numbers.
    pub(crate) fn is_meant(text: &str) -> bool {
        let parts: Vec<&str> = text.split(['.', '/', '-']).collect();
        let has_digits = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        has_digits && matches!(lengths.as_slice(), [4, 1..=2, 1..=2] | [1..=2, 1..=2, 4])
    }

    /// The number of days until another date; negative if that date is earlier.
    ///
    /// ```
    /// let [read, needed] = ["2026-11-22", "2027-11-22"].map(|day| day.parse::<terroir::Date>().unwrap());
    /// assert_eq!((read.days_until(needed), needed.days_until(read)), (365, -365));
    /// ```
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        other.day_number() - self.day_number()
    }

    /// Days since the first of March of the year 0: years that begin in March end with their leap day.
    fn day_number(self) -> i64 {
        let (year, month) = (i64::from(self.year), i64::from(self.month));
        let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
        let leap_days = year / 4 - year / 100 + year / 400;
        365 * year + leap_days + (153 * month + 2) / 5 + i64::from(self.day)
    }

    /// The day after a number of weeks; `None` past the last year that a date can have.
    pub(crate) fn after_weeks(self, weeks: u64) -> Option<Self> {
        let wanted = self.day_number().checked_add(i64::try_from(weeks).ok()?.checked_mul(7)?)?;
        let is_reached = |day: &Self| day.day_number() <= wanted;
        // A year has at most 366 days, so no year before this one is the wanted one's.
        let least = i64::from(self.year) + (wanted - self.day_number()) / 366;
        let years = u16::try_from(least).ok()?..=u16::MAX;
        let year = years.map_while(|year| Self::new(year, 1, 1).filter(is_reached)).last()?.year;
        let first = (1..=12).map_while(|month| Self::new(year, month, 1).filter(is_reached)).last()?;
        let day = u8::try_from(wanted - first.day_number() + 1).ok()?;
        Self::new(year, first.month, day)
    }

    /// The day after; `None` after the last day that there is.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        let in_month = self.day.checked_add(1).and_then(|day| Self::new(self.year, self.month, day));
        let in_year = || self.month.checked_add(1).and_then(|month| Self::new(self.year, month, 1));
        in_month.or_else(in_year).or_else(|| Self::new(self.year.checked_add(1)?, 1, 1))
    }

    /// The same day some months later, or the last day of a shorter month; `None` past the year 9999.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Option<Self> {
        let past = u32::from(self.year).checked_mul(12)?.checked_add(u32::from(self.month) - 1)?.checked_add(months)?;
        let year = u16::try_from(past / 12).ok()?;
        let month = u8::try_from(past % 12 + 1).ok()?;
        (1..=self.day).rev().find_map(|day| Self::new(year, month, day))
    }

    /// The day before; `None` before the first day of year 1.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        if let Some(before) = Self::new(self.year, self.month, self.day.checked_sub(1)?) {
            return Some(before);
        }
        let (year, month) = if self.month > 1 { (self.year, self.month - 1) } else { (self.year.checked_sub(1)?, 12) };
        (28..=31).rev().find_map(|day| Self::new(year, month, day))
    }
}

impl std::str::FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
        let digits = |at: usize| matches!(at, 4 | 7) || bytes[at].is_ascii_digit();
        if !shaped || !(0..10).all(digits) {
            return Err(DateError);
        }
        let part = |range: std::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<u16>().ok());
        let small = |range| part(range).and_then(|number| u8::try_from(number).ok());
        let (Some(year), Some(month), Some(day)) = (part(0..4), small(5..7), small(8..10)) else {
            return Err(DateError);
        };
        Self::new(year, month, day).ok_or(DateError)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// As in files: `"2026-11-22"`.
impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|error| serde::de::Error::custom(format!("`{}` is {error}", text.escape_debug())))
    }
}

/// The period in which something holds: `from` is included, `until` is excluded, and either may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Effectivity {
    /// The first day.
    pub from: Option<Date>,
    /// The day after the last one.
    pub until: Option<Date>,
}

impl Effectivity {
    /// Whether a date lies in the period.
    #[must_use]
    pub fn holds_on(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// Whether some date lies in both periods.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let before = |until: Option<Date>, from: Option<Date>| match (until, from) {
            (Some(until), Some(from)) => until <= from,
            _ => false,
        };
        !before(self.until, other.from) && !before(other.until, self.from)
    }

    /// Whether neither end is stated.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.from.is_none() && self.until.is_none()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_day_some_weeks_later_is_as_many_days_away() {
        let mut day: Date = "1999-12-30".parse().unwrap();
        for _ in 0..1500 {
            for weeks in [0, 1, 8, 53, 5218] {
                let later = day.after_weeks(weeks).unwrap();
                assert_eq!(day.days_until(later), i64::try_from(weeks).unwrap() * 7, "{day} and {weeks}");
            }
            let next = Date::new(day.year, day.month, day.day + 1).or(Date::new(day.year, day.month + 1, 1));
            day = next.or(Date::new(day.year + 1, 1, 1)).unwrap();
        }
        assert_eq!("9999-12-25".parse::<Date>().unwrap().after_weeks(1), None);
    }

    #[test]
    fn only_an_unambiguous_form_is_a_date() {
        let day = |text: &str| Date::of_any_form(text).map(|day| day.to_string());
        for text in ["2026-12-01", "2026/12/1", "01.12.2026", "1.12.2026", " 2026.12.01 "] {
            assert_eq!(day(text).as_deref(), Some("2026-12-01"), "{text}");
        }
        assert_eq!(day("12/31/2026").as_deref(), Some("2026-12-31"));
        for text in ["01/12/2026", "01-12-26", "31.31.2026", "+1.12.2026", "soon", "1.2.3", ""] {
            assert_eq!(day(text), None, "{text}");
        }
        assert!(Date::is_meant("01.12.2026") && !Date::is_meant("1.2.3") && !Date::is_meant("1.2.3.2026"));
    }
}
