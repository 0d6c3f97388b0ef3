//! Whether a cell says that a part is fitted.

use super::designators;
use super::text::{lower_words, plain};
use super::words;

/// What a mark in a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Column {
    /// `DNP`, `Exclude from BOM`: a mark leaves the part out.
    NotFitted,
    /// `Mounted`, `Assemble`: a denial leaves the part out.
    Fitted,
}

/// What a cell of such a column says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) enum Fitting {
    /// The part is fitted.
    Fitted,
    /// The part is left out.
    NotFitted,
    /// These designators of the row are left out: `*C26`, `C26, C27`.
    NotFittedAt(Vec<String>),
    /// Neither yes nor no.
    Unclear,
}

/// Reads a cell of a column that says whether parts are fitted.
pub(in crate::import) fn read(column: Column, cell: &str) -> Fitting {
    let text = plain(cell);
    if text.is_empty() {
        return Fitting::Fitted;
    }
    let lower = lower_words(&text);
    // `NC贴` and `*DNP*` say the same in both columns.
    if words::is_not_fitted(&lower) || (column == Column::Fitted && is_cross(&text)) {
        return Fitting::NotFitted;
    }
    if words::is_fitted(&lower) {
        return Fitting::Fitted;
    }
    let joined = if is_zeros_after_point(&text) {
        lower_words(text.split('.').next().unwrap_or_default()).concat()
    } else {
        lower.concat()
    };
    let marked = is_tick(&text) || words::is_yes(&joined);
    let denied = words::is_no(&joined) || text == "☐";
    match column {
        Column::NotFitted if marked || is_stars(&text) => Fitting::NotFitted,
        Column::NotFitted if denied || is_dashes(&text) || is_not_available(&joined) => Fitting::Fitted,
        Column::NotFitted => named(&text),
        Column::Fitted if marked || is_count(&joined) => Fitting::Fitted,
        Column::Fitted if denied && !is_nothing(&joined) => Fitting::NotFitted,
        Column::Fitted => Fitting::Unclear,
    }
}

/// Whether an empty cell of a column of [`Column::Fitted`] is fitted: yes where other cells deny, unclear where the others only
/// affirm, since the empty ones may then be the denials.
pub(in crate::import) fn of_empty<'a>(column: Column, cells: impl Iterator<Item = &'a str>) -> Fitting {
    let (mut affirmed, mut denied) = (false, false);
    for cell in cells.filter(|cell| !plain(cell).is_empty()) {
        match read(column, cell) {
            Fitting::Fitted => affirmed = true,
            Fitting::NotFitted | Fitting::NotFittedAt(_) => denied = true,
            Fitting::Unclear => {}
        }
    }
    if column == Column::Fitted && affirmed && !denied { Fitting::Unclear } else { Fitting::Fitted }
}

/// The rest of a value or comment that says "not fitted": `10k DNP` and `DNP (10k)` → `10k`, `(DNP)` → nothing. `None` if it
/// does not: `NC7SZ04`, `10 NF`, `SPST NC`, or a long sentence ([`has_phrase`]).
pub(in crate::import) fn in_value(cell: &str) -> Option<String> {
    let text = plain(cell);
    let lower = lower_words(&text);
    if words::is_not_fitted(&lower) && !is_only_negation(&lower) {
        return Some(String::new());
    }
    if let Some(phrase) = words::joined_phrase(&text) {
        return Some(without(&text, phrase));
    }
    if let Some(rest) = not_assembled(&text) {
        return Some(rest);
    }
    let (before, after) = strong_phrase(&text).or_else(|| glued(&text)).or_else(|| weak_word(&text))?;
    let rest = cleaned(&before, &after);
    let is_short = lower_words(&rest).len() <= MOST_OTHER_WORDS;
    is_short.then_some(rest)
}

/// `NA(10R/R0402)`, `NC (100n)` and `NA/10k`: the value of a part that is not assembled. `NC (normally closed)` is a contact.
fn not_assembled(text: &str) -> Option<String> {
    let rest = text.get(..2).filter(|word| matches!(*word, "NA" | "NC")).and_then(|word| text.strip_prefix(word))?;
    let rest = rest.trim_start();
    let inner = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    let value = inner.or_else(|| rest.strip_prefix('/').filter(|_| text.starts_with("NA")))?.trim();
    value.contains(|letter: char| letter.is_ascii_digit()).then(|| value.to_owned())
}

/// Whether a cell has words that mean "not fitted" and nothing else.
pub(in crate::import) fn has_phrase(cell: &str) -> bool {
    strong_phrase(&plain(cell)).is_some()
}

/// Beside more words than these, a phrase may mean another part.
const MOST_OTHER_WORDS: usize = 4;

/// The longest phrase: `do not be fitted` and the like.
const LONGEST_PHRASE: usize = 4;

/// A designator cell in a column of what is not fitted.
fn named(text: &str) -> Fitting {
    let read = designators::read(text);
    let has_digit =
        |name: &String| name.contains(|letter: char| letter.is_ascii_digit()) && name.starts_with(char::is_alphabetic);
    let mut names = read.fitted;
    names.extend(read.not_fitted);
    let is_names = read.unclear.is_empty() && !names.is_empty() && names.iter().all(has_digit);
    if is_names { Fitting::NotFittedAt(names) } else { Fitting::Unclear }
}

fn is_tick(text: &str) -> bool {
    matches!(text.trim_end_matches('\u{fe0f}'), "✓" | "✔" | "☑" | "✅" | "√" | "☒" | "●" | "•" | "■" | "○" | "◯" | "◎")
}

fn is_cross(text: &str) -> bool {
    matches!(text.trim_end_matches('\u{fe0f}'), "✗" | "✘" | "❌" | "×" | "✖" | "☒")
}

fn is_stars(text: &str) -> bool {
    text.chars().all(|letter| letter == '*')
}

fn is_dashes(text: &str) -> bool {
    text.chars().all(|letter| matches!(letter, '-' | '–' | '—' | '~' | '_' | '.'))
}

fn is_not_available(word: &str) -> bool {
    matches!(word, "na" | "notapplicable")
}

/// `None` of a tool that has no value.
fn is_nothing(word: &str) -> bool {
    matches!(word, "none" | "nil" | "null")
}

/// `1.0`, `0.00`: a flag that a spreadsheet made a number of.
fn is_zeros_after_point(text: &str) -> bool {
    text.split_once('.').is_some_and(|(_, zeros)| !zeros.is_empty() && zeros.bytes().all(|digit| digit == b'0'))
}

fn is_count(word: &str) -> bool {
    word.parse().is_ok_and(|count: u32| count > 0)
}

/// `no`, `nicht` alone say nothing in a value.
fn is_only_negation(lower: &[String]) -> bool {
    matches!(lower, [one] if matches!(one.as_str(), "nicht" | "without" | "skip" | "remove" | "ni" | "nl"))
}

/// A word of a text and its place in bytes.
struct Word {
    start: usize,
    end: usize,
    lower: String,
}

fn words_of(text: &str) -> Vec<Word> {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '\'' | '’');
    let mut words: Vec<Word> = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match start {
            None if is_part(letter) => start = Some(at),
            Some(first) if !is_part(letter) => {
                let lower = lower_words(text.get(first..at).unwrap_or_default()).concat();
                words.push(Word { start: first, end: at, lower });
                start = None;
            }
            None | Some(_) => {}
        }
    }
    words
}

/// The texts before and after the longest phrase that always means "not fitted".
fn strong_phrase(text: &str) -> Option<(String, String)> {
    let words = words_of(text);
    for length in (1..=LONGEST_PHRASE.min(words.len())).rev() {
        for window in words.windows(length) {
            let lower: Vec<String> = window.iter().map(|word| word.lower.clone()).collect();
            let (Some(first), Some(last)) = (window.first(), window.last()) else { continue };
            if words::is_strong(&lower) && words::is_in_values(&lower) {
                return Some((text.get(..first.start)?.to_owned(), text.get(last.end..)?.to_owned()));
            }
        }
    }
    None
}

/// The texts round a mark right after a value: `10kDNP`, `10k N/F`.
fn glued(text: &str) -> Option<(String, String)> {
    let before = ["DNP", "DNF", "DNI", "N/F"].iter().find_map(|mark| text.strip_suffix(mark))?.trim_end();
    is_value(&before.to_lowercase()).then(|| (before.to_owned(), String::new()))
}

/// The texts round an abbreviation that means "not fitted" only beside a value: `10k/NC`, `NF 100n`.
fn weak_word(text: &str) -> Option<(String, String)> {
    let words = words_of(text);
    let last =
        words.len().checked_sub(1).filter(|last| words.get(*last).is_some_and(|word| words::is_weak(&word.lower)));
    let at = last.or_else(|| words.iter().position(|word| words::is_weak(&word.lower)))?;
    let word = words.get(at)?;
    let (before, after) = (text.get(..word.start)?, text.get(word.end..)?);
    let is_last = at + 1 == words.len();
    let is_bracketed = before.trim_end().ends_with(['(', '[', '{', '<', '*'])
        && after.trim_start().starts_with([')', ']', '}', '>', '*']);
    let neighbour = if is_last { words.first() } else { words.get(at + 1) };
    let is_end = is_last || at == 0;
    let is_spaced = is_last
        && at
            .checked_sub(2)
            .and_then(|first| words.get(first..at))
            .is_some_and(|pair| is_value(&pair.iter().map(|word| word.lower.as_str()).collect::<String>()));
    let beside_value = is_end && (is_spaced || neighbour.is_some_and(|word| is_value(&word.lower)));
    // `10uF NP` is not polarised, `LM358 (NS)` is a maker.
    let fits = match word.lower.as_str() {
        "np" | "ni" | "nl" => false,
        "nf" | "nm" | "dnu" | "dna" => beside_value || is_bracketed,
        "dns" | "dnl" => beside_value || (is_bracketed && words.len() <= 3),
        _ => beside_value,
    };
    fits.then(|| (before.to_owned(), after.to_owned()))
}

/// The value of a resistor, capacitor or coil with its unit: `10k`, `4k7`, `100nf`, `0r`. A number alone is none, since `100 nF`
/// may be written in two words.
fn is_value(lower: &str) -> bool {
    let unit: String = lower.chars().filter(|letter| !letter.is_ascii_digit() && *letter != '.').collect();
    let units = [
        "r", "k", "m", "meg", "g", "ω", "kω", "mω", "ohm", "kohm", "mohm", "p", "n", "u", "µ", "μ", "pf", "nf", "uf",
        "µf", "μf", "mf", "f", "nh", "uh", "µh", "μh", "mh", "h",
    ];
    lower.starts_with(|letter: char| letter.is_ascii_digit()) && units.contains(&unit.as_str())
}

fn without(text: &str, phrase: &str) -> String {
    let upper = text.to_uppercase();
    let found = if upper.len() == text.len() { upper.find(phrase) } else { text.find(phrase) };
    let split = found.and_then(|at| Some((text.get(..at)?, text.get(at + phrase.len()..)?)));
    split.map_or_else(String::new, |(before, after)| cleaned(before, after))
}

/// What is left round a phrase, without the signs that set it apart.
fn cleaned(before: &str, after: &str) -> String {
    let is_sign = |letter: char| {
        letter.is_whitespace()
            || matches!(letter, ',' | ';' | ':' | '/' | '|' | '-' | '_' | '*' | '!' | '.' | '=' | '#' | '–' | '—')
    };
    let is_open = |letter: char| is_sign(letter) || matches!(letter, '(' | '[' | '{' | '<');
    let is_close = |letter: char| is_sign(letter) || matches!(letter, ')' | ']' | '}' | '>');
    let (before, after) = (before.trim_end_matches(is_open), after.trim_start_matches(is_close));
    let (before, after) = (before.trim_start_matches(is_sign), after.trim_end_matches(is_sign));
    let joined = format!("{before} {after}");
    let joined = joined.trim();
    // `DNP (10k)`: the brackets belong to the value alone.
    let inner = joined.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inner.unwrap_or(joined).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_not_fitted_leave_out_in_both_columns() {
        for cell in [
            "DNP",
            "dnp",
            "DNF",
            "DNI",
            "DNM",
            "DNS",
            "DNL",
            "NF",
            "NC",
            "NP",
            "NS",
            "NM",
            "n.b.",
            "n.m.",
            "(DNP)",
            "*DNP*",
            "[DNP]",
            "D.N.P.",
            "not fitted",
            "Not Fitted",
            "not-fitted",
            "NOT_FITTED",
            "do not fit",
            "Do Not Place",
            "do not populate",
            "DO NOT MOUNT",
            "do not stuff",
            "Don't fit",
            "do not install",
            "do not load",
            "do not assemble",
            "not to be fitted",
            "Not Populated",
            "unpopulated",
            "not mounted",
            "no stuff",
            "NoStuff",
            "no pop",
            "nopop",
            "no-fit",
            "omit",
            "Excluded from BOM",
            "not placed",
            "nicht bestückt",
            "unbestückt",
            "nicht bestücken",
            "nicht montiert",
            "non monté",
            "Non montée",
            "ne pas monter",
            "non câblé",
            "no montar",
            "no montado",
            "sin montar",
            "不贴",
            "不焊",
            "NC贴",
            "空贴",
            "不焊接",
            "未実装",
            "実装しない",
            "非搭載",
            "not used",
        ] {
            assert_eq!(read(Column::NotFitted, cell), Fitting::NotFitted, "{cell}");
            assert_eq!(read(Column::Fitted, cell), Fitting::NotFitted, "{cell}");
        }
    }

    #[test]
    fn marks_and_denials_depend_on_the_column() {
        use Fitting::{Fitted, NotFitted, Unclear};
        for (cell, in_not_fitted, in_fitted) in [
            ("", Fitted, Fitted),
            ("0.0", Fitted, NotFitted),
            ("1.0", NotFitted, Fitted),
            ("None", Fitted, Unclear),
            ("DNP/NC", NotFitted, NotFitted),
            ("yes", NotFitted, Fitted),
            ("Y", NotFitted, Fitted),
            ("TRUE", NotFitted, Fitted),
            ("1", NotFitted, Fitted),
            ("x", NotFitted, Fitted),
            ("X", NotFitted, Fitted),
            ("✓", NotFitted, Fitted),
            ("☑", NotFitted, Fitted),
            ("ja", NotFitted, Fitted),
            ("oui", NotFitted, Fitted),
            ("sí", NotFitted, Fitted),
            ("是", NotFitted, Fitted),
            ("はい", NotFitted, Fitted),
            ("WAHR", NotFitted, Fitted),
            ("no", Fitted, NotFitted),
            ("N", Fitted, NotFitted),
            ("FALSE", Fitted, NotFitted),
            ("0", Fitted, NotFitted),
            ("nein", Fitted, NotFitted),
            ("non", Fitted, NotFitted),
            ("否", Fitted, NotFitted),
            ("いいえ", Fitted, NotFitted),
            ("FALSCH", Fitted, NotFitted),
            ("-", Fitted, Unclear),
            ("n/a", Fitted, Unclear),
            ("*", NotFitted, Unclear),
            ("✗", Unclear, NotFitted),
            ("fitted", Fitted, Fitted),
            ("populated", Fitted, Fitted),
            ("mount", Fitted, Fitted),
            ("bestückt", Fitted, Fitted),
            ("実装", Fitted, Fitted),
            ("not DNP", Fitted, Fitted),
            ("2", Unclear, Fitted),
            ("?", Unclear, Unclear),
            ("TBD", Unclear, Unclear),
            ("optional", Unclear, Unclear),
            ("see note", Unclear, Unclear),
            ("EU only", Unclear, Unclear),
        ] {
            assert_eq!(read(Column::NotFitted, cell), in_not_fitted, "DNP = {cell}");
            assert_eq!(read(Column::Fitted, cell), in_fitted, "Fitted = {cell}");
        }
        let names = |cell: &str| read(Column::NotFitted, cell);
        assert_eq!(names("*C26"), Fitting::NotFittedAt(vec!["C26".to_owned()]));
        assert_eq!(names("C26, C27"), Fitting::NotFittedAt(vec!["C26".to_owned(), "C27".to_owned()]));
    }

    #[test]
    fn empty_cells_beside_affirmations_alone_are_unclear() {
        assert_eq!(of_empty(Column::Fitted, ["x", "", "x"].into_iter()), Fitting::Unclear);
        assert_eq!(of_empty(Column::Fitted, ["", "DNF", "yes"].into_iter()), Fitting::Fitted);
        assert_eq!(of_empty(Column::NotFitted, ["x", ""].into_iter()), Fitting::Fitted);
    }

    #[test]
    fn values_that_say_not_fitted_keep_their_rest() {
        for (cell, rest) in [
            ("DNP", ""),
            ("(DNP)", ""),
            ("NC", ""),
            ("nf", ""),
            ("*DNP*", ""),
            ("not fitted", ""),
            ("n.b.", ""),
            ("10k DNP", "10k"),
            ("DNP 10k", "10k"),
            ("DNP (10k)", "10k"),
            ("10k (DNP)", "10k"),
            ("10k/NC", "10k"),
            ("NC/10k", "10k"),
            ("NA/10k", "10k"),
            ("NA(10R/R0402)", "10R/R0402"),
            ("NA (ESP32-WROVER)", "ESP32-WROVER"),
            ("NC(100nF/16V/0402)", "100nF/16V/0402"),
            ("10k NC", "10k"),
            ("NC 100nF", "100nF"),
            ("10k, DNP", "10k"),
            ("10k_DNP", "10k"),
            ("10k-DNP", "10k"),
            ("10k [NF]", "10k"),
            ("10k NF", "10k"),
            ("10k (do not fit)", "10k"),
            ("10k do not populate", "10k"),
            ("LM358 (DNP)", "LM358"),
            ("10k 1% *DNP*", "10k 1%"),
            ("100nF 不贴", "100nF"),
            ("10k(NC)", "10k"),
            ("4k7 nicht bestückt", "4k7"),
            ("100n non monté", "100n"),
            ("0R DNI", "0R"),
            ("10 kΩ NC", "10 kΩ"),
            ("100 nF NF", "100 nF"),
            ("不焊", ""),
        ] {
            assert_eq!(in_value(cell).as_deref(), Some(rest), "{cell}");
        }
    }

    #[test]
    fn values_that_only_look_like_it_are_kept() {
        for cell in [
            "",
            "10k",
            "NC7SZ04",
            "NFET",
            "DNS server",
            "10 NF",
            "100 nf",
            "100 NM",
            "SPST NC",
            "NO/NC",
            "NC (normally closed)",
            "NA555",
            "12V NC",
            "NP0",
            "10uF NP",
            "LM358 (NS)",
            "NPN",
            "no load switch",
            "NS16C550",
            "Normally closed",
            "X",
            "*",
            "1",
            "None",
            "No",
            "ESP32",
            "DNP0402X",
        ] {
            assert_eq!(in_value(cell), None, "{cell}");
        }
        assert!(has_phrase("fit R2 and R3 only if R1 is DNP"));
        assert!(!has_phrase("10k"));
    }
}
