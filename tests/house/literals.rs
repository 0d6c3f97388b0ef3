//! String literals and comments of Rust code.

/// A string literal or a line of a doc comment, with its line.
pub struct Text {
    pub line: usize,
    pub text: String,
}

/// The string literals of a file without its comments.
pub fn strings(lines: &[(usize, String)]) -> Vec<Text> {
    let mut found = Vec::new();
    // A literal that goes on in the next line: its text so far and how it ends.
    let mut open: Option<(Text, String)> = None;
    for (line, code) in lines {
        let mut rest = code.as_str();
        loop {
            if let Some((mut text, end)) = open.take() {
                let Some(at) = end_of(rest, &end) else {
                    text.text.push_str(rest.trim_start().trim_end_matches('\\'));
                    text.text.push(' ');
                    open = Some((text, end));
                    break;
                };
                text.text.push_str(rest[..at].trim_start());
                found.push(text);
                rest = &rest[at + end.len()..];
            }
            let Some((start, end)) = start_of(rest) else { break };
            open = Some((Text { line: *line, text: String::new() }, end));
            rest = &rest[start..];
            // A space is kept: the literal begins in this line.
            if let Some((text, end)) = &mut open
                && let Some(at) = end_of(rest, end)
            {
                text.text.push_str(&rest[..at]);
                rest = &rest[at + end.len()..];
                found.extend(open.take().map(|(text, _)| text));
            }
        }
    }
    found
}

/// The doc comments of a file, a line each.
pub fn docs(lines: &[(usize, String)]) -> Vec<Text> {
    let doc = |(line, text): &(usize, String)| {
        let text = text.trim_start();
        let text = text.strip_prefix("///").or_else(|| text.strip_prefix("//!"))?;
        Some(Text { line: *line, text: text.to_owned() })
    };
    lines.iter().filter_map(doc).collect()
}

/// Where the first literal of the code begins, behind its opening quote, and how it ends.
fn start_of(code: &str) -> Option<(usize, String)> {
    let mut from = 0;
    loop {
        let at = from + code.get(from..)?.find('"')?;
        let before = &code[..at];
        if before.ends_with('\'') && code[at..].starts_with("\"'") || before.ends_with("'\\") {
            from = at + 1;
            continue;
        }
        let marks = before.len() - before.trim_end_matches('#').len();
        let is_raw = before[..before.len() - marks].ends_with('r');
        return Some((at + 1, if is_raw { format!("\"{}", "#".repeat(marks)) } else { "\"".to_owned() }));
    }
}

/// Where a literal ends: for a plain one, at the first quote without an odd number of backslashes before it.
fn end_of(code: &str, end: &str) -> Option<usize> {
    let escaped = |at: usize| code[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    code.match_indices(end).map(|(at, _)| at).find(|at| end.len() > 1 || !escaped(*at))
}
