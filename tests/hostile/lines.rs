//! The cases of `lines.txt`: one text a line.

use super::case::{Case, Put};

const LINES: &str = include_str!("lines.txt");

struct Class {
    name: String,
    file: String,
    appends: bool,
    template: String,
}

pub fn cases() -> Vec<Case> {
    let (mut class, mut cases) = (None, Vec::new());
    for line in LINES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(head) = line.strip_prefix("=== ") {
            let mut words = head.splitn(4, ' ').map(str::to_owned);
            let mut word = || words.next().unwrap();
            class = Some(Class { name: word(), file: word(), appends: word() == "append", template: word() });
            continue;
        }
        let class: &Class = class.as_ref().unwrap();
        let (name, text) = line.split_once(" |").unwrap_or_else(|| panic!("no bar in {line}"));
        let bytes = unescaped(&class.template.replacen("{}", text.strip_prefix(' ').unwrap_or(text), 1));
        let file = class.file.clone();
        let put = if class.appends { Put::Append(file, bytes) } else { Put::Write(file, bytes) };
        cases.push(Case::check(&class.name, name, vec![put], &class.file));
    }
    cases
}

/// A line with the escapes of `lines.txt` as bytes.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        let kind = after.chars().next().unwrap_or_else(|| panic!("a backslash at the end of {text}"));
        rest = &after[1..];
        match kind {
            'n' => bytes.push(b'\n'),
            'r' => bytes.push(b'\r'),
            't' => bytes.push(b'\t'),
            '0' => bytes.push(0),
            '\\' => bytes.push(b'\\'),
            'x' => {
                bytes.push(u8::from_str_radix(&rest[..2], 16).unwrap());
                rest = &rest[2..];
            }
            'u' => {
                let (code, after) = rest[1..].split_once('}').unwrap();
                let letter = char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
                bytes.extend_from_slice(letter.to_string().as_bytes());
                rest = after;
            }
            other => panic!("unknown escape {other} in {text}"),
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}
