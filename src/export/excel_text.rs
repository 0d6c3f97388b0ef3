//! Which texts Excel changes when it opens a CSV file: `0603` becomes 603, `1E5` 100000, `3-1` the first of March.

/// The names of months that make a date of a text, in languages whose names begin otherwise than in English too.
const MONTHS: [&str; 24] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mrz", "mär", "mai", "okt",
    "dez", "ene", "abr", "ago", "dic", "avr", "juil", "aoû",
];

/// Digits of a whole number that Excel shows as they are; with more it shows an exponent.
const MOST_DIGITS: usize = 11;

/// Whether Excel shows another text than the cell has.
///
/// Where it is not certain, it is: what is protected for nothing looks the same.
pub(super) fn is_changed(text: &str) -> bool {
    let word = text.trim().to_lowercase();
    let is_truth = matches!(word.as_str(), "true" | "false" | "wahr" | "falsch" | "vrai" | "faux");
    is_truth || (has_digit(&word) && !is_plain_number(text) && (is_numeric(&word) || is_date(&word) || is_hour(&word)))
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

/// A whole number that is shown with the same digits: `47`, not `047`.
fn is_plain_number(text: &str) -> bool {
    let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits && text.len() <= MOST_DIGITS && (text == "0" || !text.starts_with('0'))
}

/// Digits with the marks of numbers, dates, fractions, amounts and shares: `1.50`, `1/2`, `3-1`, `10:30`, `5 %`, `1E5`.
fn is_numeric(word: &str) -> bool {
    let mut exponents = 0;
    let mut before = ' ';
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_mark = matches!(
            letter,
            '.' | ',' | ':' | '/' | '-' | '+' | '%' | '$' | '€' | '£' | '¥' | ' ' | '\u{a0}' | '\'' | '(' | ')'
        );
        if letter == 'e' {
            exponents += 1;
            let is_number_next = letters.peek().is_some_and(|next| next.is_ascii_digit() || matches!(next, '+' | '-'));
            if exponents > 1 || !is_number_next || !(before.is_ascii_digit() || before == '.') {
                return false;
            }
        } else if !letter.is_ascii_digit() && !is_mark {
            return false;
        }
        before = letter;
    }
    true
}

/// A month with a day or a year: `1-mar`, `mar1`, `dec 2024`, `2. mai 2024`.
fn is_date(word: &str) -> bool {
    let letters: String = word.chars().filter(|letter| letter.is_alphabetic()).collect();
    let is_month =
        MONTHS.iter().any(|month| letters.starts_with(month)) && letters.chars().count() <= "september".len();
    let runs = word.split(|letter: char| !letter.is_alphabetic()).filter(|run| !run.is_empty()).count();
    is_month
        && runs == 1
        && word.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '/' | '.' | ','))
}

/// An hour with half of the day: `10 p`, which a list means as 10 pF, or `1:30 am`.
fn is_hour(word: &str) -> bool {
    let hour = word.trim_end_matches('m').strip_suffix(['a', 'p']);
    hour.is_some_and(|hour| {
        hour.ends_with(' ') && hour.trim().chars().all(|letter| letter.is_ascii_digit() || letter == ':')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_number_or_a_date_is_changed() {
        let changed = [
            "0603",
            "1E5",
            "1e-3",
            "3-1",
            "1/2",
            "123456789012",
            "1.50",
            "4,7",
            "10:30",
            "5 %",
            "$5",
            "1-Mar",
            "MAR1",
            "SEPT2",
            "Dec 2024",
            "10 p",
            "1:30 AM",
            "TRUE",
            "2. Mai 2024",
            " 7",
            "007",
        ];
        for text in changed {
            assert!(is_changed(text), "{text}");
        }
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        let same = [
            "",
            "47",
            "0",
            "12345678901",
            "10k",
            "100nF",
            "10p",
            "4k7",
            "R1,R2",
            "C0603",
            "RC0402FR-0710KL",
            "1E10X",
            "E5",
            "e",
            "-",
            "Mar",
            "MARCH-X1",
            "decoupling 100n",
            "1N4148",
            "2N7002",
            "74HC04",
            "SOT-23",
            "1EE5",
            "10 pF",
        ];
        for text in same {
            assert!(!is_changed(text), "{text}");
        }
    }
}
