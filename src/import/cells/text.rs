//! The plain form of a cell's text.

/// The text without signs that look alike but differ: full-width letters and digits become plain ones (`Ｒ１，` → `R1,`),
/// signs without width go, any white space but a line end becomes a blank, and the ends are trimmed.
pub(super) fn plain(cell: &str) -> String {
    let letters =
        cell.chars().filter(|letter| !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'));
    let plain: String = letters
        .map(|letter| match letter {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
            '、' => ',',
            '\n' | '\r' | '\u{2028}' => '\n',
            blank if blank.is_whitespace() => ' ',
            other => other,
        })
        .collect();
    plain.trim().to_owned()
}

/// A number as a spreadsheet protects it: `'5`, `="5"`, `"5"` → `5`.
pub(super) fn unprotected(text: &str) -> &str {
    let text = text.strip_prefix('=').filter(|rest| rest.starts_with('"')).unwrap_or(text);
    let inner = ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    inner.unwrap_or_else(|| text.strip_prefix('\'').unwrap_or(text)).trim()
}

/// The words of a text in lower case: letters and digits, the dots of abbreviations and apostrophes dropped (`n.b.` → `nb`,
/// `don't` → `dont`), anything else a gap.
pub(super) fn lower_words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let spaced: String = lower
        .chars()
        .filter(|letter| !matches!(letter, '.' | '\'' | '’'))
        .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
        .collect();
    spaced.split_whitespace().map(str::to_owned).collect()
}
