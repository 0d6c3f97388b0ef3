//! Small pieces of text that several commands share.

use terroir::printable;

/// `1 error`, `2 errors`.
pub fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("{count} {word}") } else { format!("{count} {word}s") }
}

/// A message of one market as that of several: the list replaces the name of the first one.
pub fn with_markets(message: &str, markets: &[&str]) -> String {
    match markets {
        [] => message.to_owned(),
        [only] if message.contains(&quoted(only)) => message.to_owned(),
        [first, ..] => {
            let message = message.replace(&quoted(first), "these markets");
            format!("{message} ({})", markets.join(", "))
        }
    }
}

/// A message with the variants that it concerns; unchanged where there are none.
pub fn with_variants(message: &str, variants: &[&str]) -> String {
    let names: Vec<String> = variants.iter().map(|name| format!("`{}`", printable(name))).collect();
    match names.as_slice() {
        [] => message.to_owned(),
        [only] => format!("{message}, variant {only}"),
        several => format!("{message}, variants {}", several.join(", ")),
    }
}

/// The code of a market as messages quote it.
pub fn quoted(market: &str) -> String {
    format!("`{market}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_their_plural() {
        assert_eq!([plural(1, "error"), plural(0, "error"), plural(2, "note")], ["1 error", "0 errors", "2 notes"]);
    }
}
