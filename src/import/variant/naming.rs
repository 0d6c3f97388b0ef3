//! Names of options and their values, from any text.

use crate::name::is_name;
use std::collections::BTreeSet;

/// Words that conditions read as something else than an option.
const RESERVED: [&str; 8] = ["and", "or", "not", "in", "true", "false", "market", "carrier"];

/// Most bytes of a value.
const LONGEST: usize = 100;

/// A word as the name of an option; `None` if it has no letter or digit that such a name can have.
pub(in crate::import) fn option_name(word: &str) -> Option<String> {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' };
    let text: String = word.to_lowercase().chars().map(plain).collect();
    let text = text.trim_matches(['-', '_']);
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let text = if is_number || RESERVED.contains(&text) { format!("with-{text}") } else { text.to_owned() };
    let is_word = word.chars().any(|letter| letter.is_ascii_alphanumeric()) && word.is_ascii();
    (is_word && is_name(&text)).then_some(text)
}

/// A text as a value: letters and digits of any script, with dashes for what is between them. A text without any stays as
/// it is.
pub(in crate::import) fn value(text: &str) -> String {
    let mut clean = String::new();
    for letter in text.chars() {
        if letter.is_alphanumeric() || matches!(letter, '.' | '_' | '+') {
            clean.push(letter);
        } else if !clean.ends_with('-') {
            clean.push('-');
        }
    }
    let clean = short(clean.trim_matches(['-', '_', '.'])).trim_end_matches(['-', '_', '.']);
    if clean.chars().any(char::is_alphanumeric) {
        return clean.to_owned();
    }
    let printed: String = text.chars().filter(|letter| !letter.is_control()).collect();
    let printed = short(printed.trim());
    if printed.is_empty() { "unnamed".to_owned() } else { printed.to_owned() }
}

fn short(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or_default()).unwrap_or("")
}

/// The texts, with numbers at the end of those that are like an earlier one, whatever their case.
pub(in crate::import) fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut all = Vec::new();
    for text in texts {
        let numbered = (2_usize..).map(|number| format!("{text}-{number}"));
        let free = std::iter::once(text.clone()).chain(numbered).find(|one| taken.insert(one.to_lowercase()));
        all.push(free.unwrap_or(text));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_options_are_never_words_of_conditions() {
        let name = |word: &str| option_name(word).unwrap_or_default();
        assert_eq!(
            ["GNSS", "2", "not", "1.4", "rev 1.4", "market"].map(name).join(" "),
            "gnss with-2 with-not 1-4 rev-1-4 with-market"
        );
        assert_eq!(["标准版", "🚀", "", "é"].map(option_name), [const { None }; 4]);
    }

    #[test]
    fn values_are_any_text() {
        assert_eq!(value("(a) or b == c"), "a-or-b-c");
        assert_eq!(["rev-1.4.2", "标准版", "🚀", "--", " \n"].map(value).join(" "), "rev-1.4.2 标准版 🚀 -- unnamed");
        let same = ["a b", "A-b", "a_b", "a-b"].map(value).into_iter();
        assert_eq!(distinct(same), ["a-b", "A-b-2", "a_b", "a-b-3"]);
    }
}
