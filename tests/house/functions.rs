//! The length of functions.

use super::Source;

/// Functions with more lines than `most`: `src/a.rs:12: \`name\` has 70 lines`.
pub fn too_long(sources: &[Source], most: usize) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        for (at, (number, line)) in source.lines.iter().enumerate() {
            let Some(name) = function_name(line) else { continue };
            let indent = line.len() - line.trim_start().len();
            let end = format!("{}}}", " ".repeat(indent));
            // A function on one line, or without a body.
            let last = source.lines[at..].iter().find(|(_, line)| {
                *line == end || line.len() - line.trim_start().len() == indent && line.ends_with(['}', ';'])
            });
            let length = last.map_or(0, |(last, _)| last + 1 - number);
            if length > most {
                found.push(format!("src/{}:{number}: `{name}` has {length} lines", source.name));
            }
        }
    }
    found
}

fn function_name(line: &str) -> Option<&str> {
    let mut words = line.trim_start();
    for word in ["pub(crate) ", "pub(super) ", "pub ", "const ", "async ", "unsafe "] {
        words = words.strip_prefix(word).unwrap_or(words);
    }
    words.strip_prefix("fn ")?.split(['(', '<']).next()
}
