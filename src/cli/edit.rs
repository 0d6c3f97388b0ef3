//! Edits of a user's `solution.toml` that leave every other byte as it is: comments, order, line ends.
//!
//! An edit is made at the places that the TOML parser gives, then read back: one that does not have the intended effect
//! is not returned.

use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Why an edit was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The file is not valid TOML.
    #[error("`solution.toml` is not valid TOML; `terroir check` shows where")]
    Syntax,
    /// The market is in the list.
    #[error("`{0}` is already a market of this solution")]
    Known(String),
    /// The file is written in a way that this editor does not handle.
    #[error("`solution.toml` cannot be edited safely; add `\"{0}\"` to `markets` by hand")]
    Unclear(String),
}

/// The largest file that is edited: a tree of a hostile one would take fifty times its size.
const LARGEST_MANIFEST: usize = 1 << 20;

/// The text with one more market at the end of `markets`.
pub fn add_market(text: &str, code: &str) -> Result<String, EditError> {
    if text.len() > LARGEST_MANIFEST {
        return Err(EditError::Unclear(code.to_owned()));
    }
    let before = markets(text).ok_or(EditError::Syntax)?;
    if before.iter().any(|market| market == code) {
        return Err(EditError::Known(code.to_owned()));
    }
    let edited = insert(text, code).ok_or_else(|| EditError::Unclear(code.to_owned()))?;
    let wanted: Vec<String> = before.into_iter().chain([code.to_owned()]).collect();
    if markets(&edited) == Some(wanted) { Ok(edited) } else { Err(EditError::Unclear(code.to_owned())) }
}

/// The text with another name of the solution; `None` where it has none.
pub fn rename(text: &str, name: &str) -> Option<String> {
    let root = DeTable::parse(text).ok()?;
    let place = find(root.get_ref(), "name")?.span();
    Some(format!("{}\"{name}\"{}", text.get(..place.start)?, text.get(place.end..)?))
}

/// Whether a text has volumes of other markets, but none of this one.
pub fn lacks_volume(text: &str, code: &str) -> bool {
    let Ok(root) = DeTable::parse(text) else { return false };
    let volumes = root.get_ref().get("volumes").and_then(|value| value.get_ref().as_table());
    volumes.is_some_and(|volumes| !volumes.is_empty() && !volumes.contains_key(code))
}

fn find<'a, 'i>(root: &'a DeTable<'i>, key: &str) -> Option<&'a Spanned<DeValue<'i>>> {
    root.get("solution")?.get_ref().as_table()?.get(key)
}

/// The markets that a text lists; empty if the key is missing, `None` if the text is not TOML.
fn markets(text: &str) -> Option<Vec<String>> {
    let root = DeTable::parse(text).ok()?;
    let listed = find(root.get_ref(), "markets").and_then(|value| value.get_ref().as_array());
    let codes = listed.map(|items| items.iter().filter_map(|item| item.get_ref().as_str().map(str::to_owned)));
    Some(codes.map(Iterator::collect).unwrap_or_default())
}

fn insert(text: &str, code: &str) -> Option<String> {
    let root = DeTable::parse(text).ok()?;
    let Some(value) = find(root.get_ref(), "markets") else { return insert_key(text, root.get_ref(), code) };
    let last = value.get_ref().as_array()?.iter().map(Spanned::span).next_back();
    match last {
        Some(last) => insert_after(text, last, value.span(), code),
        None => splice(text, value.span().start + 1, &format!("\"{code}\"")),
    }
}

/// A line `markets = […]` in front of the first key of `[solution]`.
fn insert_key(text: &str, root: &DeTable<'_>, code: &str) -> Option<String> {
    let first = root.get("solution")?.get_ref().as_table()?.keys().map(|key| key.span().start).min()?;
    let line = text.get(..first)?.rfind('\n').map_or(0, |at| at + 1);
    splice(text, line, &format!("markets = [\"{code}\"]{}", line_end(text)))
}

/// Inserts after the last market, in the style of the list: on its own line if the last one has its own line.
fn insert_after(text: &str, last: Range<usize>, list: Range<usize>, code: &str) -> Option<String> {
    let line = text.get(..last.start)?.rfind('\n').map_or(0, |at| at + 1);
    let indent = text.get(line..last.start)?;
    let own_line = line > list.start && indent.chars().all(char::is_whitespace);
    let rest = text.get(last.end..list.end)?;
    if !own_line {
        return splice(text, last.end, &format!(", \"{code}\""));
    }
    let end = line_end(text);
    match (rest.find('\n'), has_comma(rest)) {
        (Some(newline), true) => splice(text, last.end + newline + 1, &format!("{indent}\"{code}\",{end}")),
        (Some(newline), false) => {
            let added = splice(text, last.end + newline + 1, &format!("{indent}\"{code}\"{end}"))?;
            splice(&added, last.end, ",")
        }
        (None, _) => splice(text, last.end, &format!(",{end}{indent}\"{code}\"")),
    }
}

/// Whether a comma follows, outside of comments.
fn has_comma(rest: &str) -> bool {
    rest.lines().any(|line| line.split('#').next().is_some_and(|words| words.contains(',')))
}

fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

fn splice(text: &str, at: usize, added: &str) -> Option<String> {
    Some(format!("{}{added}{}", text.get(..at)?, text.get(at..)?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn added(markets: &str) -> String {
        let text = format!("# ours\n[solution]\nname = \"a\"  # name\n{markets}\n[slots.x]\n");
        let edited = add_market(&text, "BR").unwrap();
        edited.replace("# ours\n[solution]\n", "").replace("name = \"a\"  # name\n", "").replace("\n[slots.x]\n", "")
    }

    #[test]
    fn a_market_is_added_in_the_style_of_the_list() {
        for (before, after) in [
            ("markets = [\"US\"]  # all", "markets = [\"US\", \"BR\"]  # all"),
            ("markets = []", "markets = [\"BR\"]"),
            ("markets = [ ]", "markets = [\"BR\" ]"),
            ("markets = [\"US\",]", "markets = [\"US\", \"BR\",]"),
            ("markets = ['US']", "markets = ['US', \"BR\"]"),
            ("markets = [\n  \"US\",\n  \"DE\",  # a, b\n]", "markets = [\n  \"US\",\n  \"DE\",  # a, b\n  \"BR\",\n]"),
            ("markets = [\n  \"US\",\n  \"DE\"  # a, b\n]", "markets = [\n  \"US\",\n  \"DE\",  # a, b\n  \"BR\"\n]"),
            ("markets = [\n  \"US\",\n  \"DE\"]", "markets = [\n  \"US\",\n  \"DE\",\n  \"BR\"]"),
            ("markets = [\n  \"US\", \"DE\",\n]", "markets = [\n  \"US\", \"DE\", \"BR\",\n]"),
        ] {
            assert_eq!(added(before), after);
        }
    }

    #[test]
    fn a_list_that_is_missing_is_made() {
        let edited = add_market("[solution]\nname = \"a\"\n", "BR").unwrap();
        assert_eq!(edited, "[solution]\nmarkets = [\"BR\"]\nname = \"a\"\n");
    }

    #[test]
    fn windows_line_ends_stay() {
        let edited = add_market("[solution]\r\nmarkets = [\r\n  \"US\",\r\n]\r\n", "BR").unwrap();
        assert_eq!(edited, "[solution]\r\nmarkets = [\r\n  \"US\",\r\n  \"BR\",\r\n]\r\n");
    }

    #[test]
    fn what_cannot_be_edited_safely_is_left_alone() {
        assert_eq!(add_market("[solution]\nmarkets = [\"BR\"]", "BR"), Err(EditError::Known("BR".to_owned())));
        assert_eq!(add_market("[solution", "BR"), Err(EditError::Syntax));
        for text in ["", "[solution]\n", "solution = { name = \"a\" }\n", "[solution]\nmarkets = 7\n"] {
            assert_eq!(add_market(text, "BR"), Err(EditError::Unclear("BR".to_owned())), "{text}");
        }
    }

    #[test]
    fn a_solution_takes_another_name() {
        let text = "[solution]\nname = \"a\" # x\n";
        assert_eq!(rename(text, "b").as_deref(), Some("[solution]\nname = \"b\" # x\n"));
        assert_eq!(rename("", "b"), None);
    }
}
