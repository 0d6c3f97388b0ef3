//! Exact decimals, as the text of a cell's value has them.

/// Significant digits of a spreadsheet; what follows is noise of binary arithmetic.
const PRECISION: usize = 15;

/// Numbers with more places than this before or after the point are no amounts.
const LARGEST_EXPONENT: i32 = 400;

/// `0.DIGITS × 10^point`, without zeros at either end of the digits; zero has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import::table) struct Decimal {
    pub is_negative: bool,
    pub digits: Vec<u8>,
    pub point: i32,
}

impl Decimal {
    /// Reads `-12.5`, `1.5E-3`; rounded to the digits that a spreadsheet has.
    pub fn parse(text: &str) -> Option<Self> {
        let (is_negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = text.split_once(['E', 'e']).unwrap_or((text, "0"));
        let exponent: i32 = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        if digits.is_empty() || digits.iter().any(|digit| !digit.is_ascii_digit()) {
            return None;
        }
        let point = i32::try_from(whole.len()).ok()?.checked_add(exponent)?;
        if point.abs() > LARGEST_EXPONENT || digits.len() > 1000 {
            return None;
        }
        let digits = digits.iter().map(|digit| digit - b'0').collect();
        Some(Self { is_negative, digits, point }.tidy().to_significant(PRECISION))
    }

    fn tidy(mut self) -> Self {
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..zeros);
        self.point -= places(zeros);
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            return Self { is_negative: false, digits: Vec::new(), point: 0 };
        }
        self
    }

    pub fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Digits after the decimal point.
    pub fn decimals(&self) -> usize {
        usize::try_from(places(self.digits.len()) - self.point).unwrap_or(0)
    }

    /// The number without its sign.
    pub fn magnitude(&self) -> Self {
        Self { is_negative: false, ..self.clone() }
    }

    /// The number times a power of ten.
    pub fn shifted(&self, by: i32) -> Self {
        let point = if self.is_zero() { 0 } else { self.point + by };
        Self { point, ..self.clone() }
    }

    /// Rounded to a number of significant digits, half away from zero.
    pub fn to_significant(&self, count: usize) -> Self {
        let mut digits: Vec<u8> = self.digits.iter().take(count).copied().collect();
        let mut point = self.point;
        if self.digits.get(count).is_some_and(|next| *next >= 5) {
            let nines = digits.iter().rev().take_while(|digit| **digit == 9).count();
            digits.truncate(digits.len() - nines);
            match digits.last_mut() {
                Some(last) => *last += 1,
                None => {
                    digits.push(1);
                    point += 1;
                }
            }
        }
        Self { is_negative: self.is_negative, digits, point }.tidy()
    }

    /// Rounded to a number of digits after the point.
    pub fn to_decimals(&self, count: usize) -> Self {
        match usize::try_from(self.point + places(count)) {
            Ok(significant) => self.to_significant(significant),
            Err(_) => Self { is_negative: false, digits: Vec::new(), point: 0 },
        }
    }

    /// Digits before the point; none for a number below one.
    pub fn whole(&self) -> String {
        (0..self.point.max(0)).map(|at| char::from(b'0' + self.digit(at))).collect()
    }

    /// That many digits after the point.
    pub fn fraction(&self, count: usize) -> String {
        (0..places(count)).map(|at| char::from(b'0' + self.digit(self.point + at))).collect()
    }

    /// The digit at a place counted from the first one.
    fn digit(&self, at: i32) -> u8 {
        usize::try_from(at).ok().and_then(|at| self.digits.get(at)).copied().unwrap_or(0)
    }

    /// All digits without an exponent.
    pub fn plain(&self) -> String {
        let sign = if self.is_negative { "-" } else { "" };
        let whole = Some(self.whole()).filter(|whole| !whole.is_empty()).unwrap_or_else(|| "0".to_owned());
        match self.fraction(self.decimals()) {
            fraction if fraction.is_empty() => format!("{sign}{whole}"),
            fraction => format!("{sign}{whole}.{fraction}"),
        }
    }
}

/// A number of digits as an exponent.
fn places(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 4)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_and_lose_only_noise() {
        for (text, wanted) in [
            ("603", "603"),
            ("0.1", "0.1"),
            ("0.30000000000000004", "0.3"),
            ("1.5E-3", "0.0015"),
            ("9.55E+12", "9550000000000"),
            ("-0", "0"),
            ("-12.50", "-12.5"),
            ("999999999999999.9", "1000000000000000"),
            ("00.5", "0.5"),
        ] {
            assert_eq!(Decimal::parse(text).unwrap().plain(), wanted, "{text}");
        }
        assert_eq!(Decimal::parse("1e999"), None);
        assert_eq!(Decimal::parse("x"), None);
        assert_eq!(Decimal::parse("0.996").unwrap().to_decimals(2).plain(), "1");
        assert_eq!(Decimal::parse("0.004").unwrap().to_decimals(2).plain(), "0");
    }
}
