//! The words of a variant's name.

use crate::import::variant::plans::joined;

/// A word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Word {
    /// Its identity: in lower case, or the name of a radio plan, or `rev 1.4`.
    pub text: String,
    /// As a value of an option.
    pub value: String,
    /// As the name has it.
    pub given: String,
    pub sign: Sign,
    pub kind: WordKind,
}

/// What a word says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum WordKind {
    Plain,
    /// A radio plan.
    Plan,
    /// A revision: `rev-1.4`, `v2`.
    Revision,
}

/// How a name uses a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Sign {
    /// As in `GNSS`.
    Present,
    /// As in `NON-GNSS`.
    Negated,
}

/// Words that negate the word after them; `w/o` as well.
const WITHOUT: [&str; 9] = ["non", "no", "not", "without", "ohne", "kein", "sans", "senza", "excl"];

/// Words that add nothing to the word after them; `w/` as well.
const WITH: [&str; 4] = ["with", "mit", "avec", "incl"];

/// Words before a revision.
const REVISION: [&str; 4] = ["revision", "version", "rev", "ver"];

/// Letters and digits of a name with the signs after them. A dot between digits is part of the number.
#[derive(Clone, Copy)]
struct Token<'a> {
    text: &'a str,
    after: &'a str,
}

fn tokens(name: &str) -> Vec<Token<'_>> {
    let mut all = Vec::new();
    let mut rest = name.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    while !rest.is_empty() {
        let length = token_length(rest);
        let (text, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        let next = behind.find(char::is_alphanumeric).unwrap_or(behind.len());
        let (after, behind) = behind.split_at_checked(next).unwrap_or((behind, ""));
        all.push(Token { text, after });
        rest = behind;
    }
    all
}

fn token_length(text: &str) -> usize {
    let mut letters = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, letter)) = letters.next() {
        let is_point =
            letter == '.' && before.is_ascii_digit() && letters.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if !letter.is_alphanumeric() && !is_point {
            return at;
        }
        before = letter;
    }
    text.len()
}

/// The words of a name; `NON`, `w/o` and the like negate the word after them.
pub(in crate::import) fn words(name: &str) -> Vec<Word> {
    let tokens = tokens(name);
    let mut rest = tokens.as_slice();
    let mut words = Vec::new();
    let mut sign = Sign::Present;
    while !rest.is_empty() {
        if let Some((found, used)) = marker(rest) {
            sign = found;
            rest = rest.get(used..).unwrap_or_default();
            continue;
        }
        let (mut word, used) = word(rest);
        if sign == Sign::Negated {
            word.sign = sign;
        }
        words.push(word);
        sign = Sign::Present;
        rest = rest.get(used..).unwrap_or_default();
    }
    words
}

/// What the first tokens say of the word after them, and how many they are. There must be such a word, and radio plans
/// are not negated: `NO` before one is Norway.
fn marker(tokens: &[Token<'_>]) -> Option<(Sign, usize)> {
    let (first, behind) = tokens.split_first()?;
    let low = first.text.to_lowercase();
    let (sign, used) = match behind.first().map(|next| next.text.to_lowercase()).as_deref() {
        Some("o" | "out") if low == "w" && (first.after == "/" || behind.len() > 1) => (Sign::Negated, 2),
        _ if low == "w" && first.after.starts_with('/') => (Sign::Present, 1),
        _ if WITHOUT.contains(&low.as_str()) => (Sign::Negated, 1),
        _ if WITH.contains(&low.as_str()) => (Sign::Present, 1),
        _ => return None,
    };
    let after = tokens.get(used..).filter(|after| !after.is_empty())?;
    let is_plan = word(after).0.kind == WordKind::Plan;
    (sign == Sign::Present || !is_plan).then_some((sign, used))
}

/// The first word, and the number of its tokens.
fn word(tokens: &[Token<'_>]) -> (Word, usize) {
    let Some((first, behind)) = tokens.split_first() else { return (plain(""), 1) };
    let texts: Vec<&str> = tokens.iter().take(4).map(|token| token.text).collect();
    if let Some((name, used)) = joined(&texts) {
        let word = Word { text: name.clone(), value: name, kind: WordKind::Plan, ..plain(first.text) };
        return (word, used);
    }
    if let Some((value, used)) = revision(first, behind) {
        let text = format!("rev {}", value.to_lowercase());
        return (Word { text, value, kind: WordKind::Revision, ..plain(first.text) }, used);
    }
    (attached(first.text).unwrap_or_else(|| plain(first.text)), 1)
}

fn plain(text: &str) -> Word {
    let low = text.to_lowercase();
    Word { text: low.clone(), value: low, given: text.to_owned(), sign: Sign::Present, kind: WordKind::Plain }
}

/// `noGNSS`, `nonGNSS`.
fn attached(text: &str) -> Option<Word> {
    let rest = ["non", "no"].iter().find_map(|no| text.strip_prefix(no)).filter(|rest| rest.chars().count() >= 3)?;
    let is_name = rest.chars().all(|letter| letter.is_uppercase() || letter.is_ascii_digit());
    is_name.then(|| Word { sign: Sign::Negated, ..plain(rest) })
}

/// `rev-1.4.2`, `rev1.3`, `revA`, `v2`, `v-2.1`: the whole revision as one value.
fn revision(first: &Token<'_>, behind: &[Token<'_>]) -> Option<(String, usize)> {
    let low = first.text.to_lowercase();
    let next = behind.first().map(|next| next.text).filter(|_| first.after.chars().count() == 1);
    if REVISION.contains(&low.as_str()) {
        let value = next.filter(|text| is_number(text) || is_letter(text))?;
        return Some((value.to_owned(), 2));
    }
    if low == "v" {
        return Some((format!("v{}", next.filter(|text| is_number(text))?), 2));
    }
    if let Some(rest) = low.strip_prefix('v').filter(|rest| is_number(rest)) {
        return Some((format!("v{rest}"), 1));
    }
    let given =
        ["rev", "ver"].iter().find(|word| low.starts_with(*word)).and_then(|word| first.text.get(word.len()..))?;
    (is_number(given) || (low.starts_with("rev") && is_letter(given))).then(|| (given.to_owned(), 1))
}

/// Digits with dots, and perhaps a letter: `1.4.2`, `3b`.
fn is_number(text: &str) -> bool {
    let digits = text.strip_suffix(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(text);
    digits.starts_with(|letter: char| letter.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn is_letter(text: &str) -> bool {
    text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &str) -> String {
        let word = |word: &Word| match word.sign {
            Sign::Present => word.value.clone(),
            Sign::Negated => format!("!{}", word.value),
        };
        words(name).iter().map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn signs_between_the_parts_of_a_plan_do_not_matter() {
        for name in ["EU868", "EU_868", "eu-868", "868", "868M", "868MHz", "868 MHz", "EU 868 MHz", "EU863-870"] {
            assert_eq!(shown(name), "EU868", "{name}");
        }
        assert_eq!(shown("AS923-1 AS923_2 as-923-3 AS923"), "AS923-1 AS923-2 AS923-3 AS923");
        assert_eq!(shown("GW-EU868-1"), "gw EU868 1");
    }

    #[test]
    fn with_and_without_are_no_words_of_their_own() {
        assert_eq!(shown("w/ case"), "case");
        for name in ["w/o case", "without case", "no case", "ohne-case", "w_o_case", "NON_case", "w/out case"] {
            assert_eq!(shown(name), "!case", "{name}");
        }
        assert_eq!(shown("nonGNSS noGPS not"), "!gnss !gps not");
        assert_eq!(shown("NO"), "no");
        assert_eq!(shown("NO-EU868"), "no EU868");
        assert_eq!(shown("None nobel"), "none nobel");
    }

    #[test]
    fn revisions_are_whole() {
        assert_eq!(shown("rev-1.4.2"), "1.4.2");
        assert_eq!(shown("board v2 REV B rev1.3b revC"), "board v2 B 1.3b C");
        assert_eq!(shown("review verb 2.4G"), "review verb 2.4g");
    }
}
