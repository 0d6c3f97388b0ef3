//! One cell of a text.

/// The text of a cell: without spaces around it and without what spreadsheets put before a text so that it stays one.
pub(super) fn clean(raw: &str) -> String {
    let text = raw.trim();
    if let Some(inner) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'))
        && !inner.replace("\"\"", "").contains('"')
    {
        return inner.replace("\"\"", "\"").trim().to_owned();
    }
    match text.strip_prefix('\'') {
        Some(guarded) if guarded.starts_with(['=', '+', '-', '@', '\t']) => guarded.trim().to_owned(),
        Some(_) | None => text.to_owned(),
    }
}

/// The least number of spaces before a text that are an indent; one is a slip, or follows the delimiter.
pub(super) const INDENT: usize = 2;

/// The number of spaces before a text.
pub(super) fn indent(raw: &str) -> usize {
    if !raw.starts_with(char::is_whitespace) {
        return 0;
    }
    raw.chars().take_while(|letter| letter.is_whitespace()).map(|letter| if letter == '\t' { 4 } else { 1 }).sum()
}

/// Whether a row is a rule between others, such as `__________`.
pub(super) fn is_rule(cells: &[String]) -> bool {
    let mut texts = cells.iter().filter(|cell| !cell.is_empty());
    let is_line = |cell: &String| cell.len() >= 5 && cell.bytes().all(|byte| matches!(byte, b'_' | b'-' | b'=' | b'+'));
    texts.next().is_some_and(is_line) && texts.all(is_line)
}
