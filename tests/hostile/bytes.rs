//! Encodings, nesting and sizes: what is made by a rule, not written down.

use super::case::{Case, Put};

pub fn cases() -> Vec<Case> {
    [encodings(), nesting(), sizes(), lists()].concat()
}

const FILES: [&str; 4] = ["solution.toml", "catalog/more.toml", "catalog/more.csv", "regions/DE.toml"];

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let marked = if mark { format!("\u{feff}{text}") } else { text.to_owned() };
    let units = marked.encode_utf16().map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() });
    units.flatten().collect()
}

/// Whatever is not UTF-8, in each kind of file.
fn encodings() -> Vec<Case> {
    let text = |file: &str| match file {
        "solution.toml" => "[solution]\nname = \"lamp\"\nmarkets = [\"DE\"]\ncurrency = \"EUR\"\n",
        "catalog/more.toml" => "[[components]]\nid = \"x\"\nkind = \"hardware\"\n",
        "catalog/more.csv" => "id,kind\nx,hardware\n",
        _ => "area = \"DE\"\n",
    };
    let mut cases = Vec::new();
    for file in FILES {
        let text = text(file);
        let with = |bytes: &[u8]| [text.as_bytes(), b"# ", bytes, b"\n"].concat();
        let kinds: [(&str, Vec<u8>); 13] = [
            ("two byte order marks", ["\u{feff}\u{feff}".as_bytes(), text.as_bytes()].concat()),
            ("UTF-16 LE with mark", utf16(text, true, true)),
            ("UTF-16 BE with mark", utf16(text, false, true)),
            ("UTF-16 LE", utf16(text, true, false)),
            ("UTF-16 BE", utf16(text, false, false)),
            ("UTF-32 LE", text.chars().flat_map(|letter| u32::from(letter).to_le_bytes()).collect()),
            ("Latin-1", with(b"M\xfcller")),
            ("an overlong slash", with(b"\xc0\xaf")),
            ("a surrogate", with(b"\xed\xa0\x80")),
            ("past Unicode", with(b"\xf4\x90\x80\x80")),
            ("cut off", with(b"\xe2\x82")),
            ("a tail alone", with(b"\x80")),
            ("bytes of no encoding", with(b"\xfe\xff")),
        ];
        for (name, bytes) in kinds {
            cases.push(Case::check(
                "encodings",
                format!("{name} in {file}"),
                vec![Put::Write(file.to_owned(), bytes)],
                file,
            ));
        }
    }
    cases
}

/// Brackets, braces, dots and parentheses, deeper than anybody writes.
fn nesting() -> Vec<Case> {
    let mut cases = Vec::new();
    for depth in [65, 200, 5_000, 200_000] {
        let shapes: [(&str, String); 8] = [
            ("arrays", format!("\nx = {}{}\n", "[".repeat(depth), "]".repeat(depth))),
            ("arrays never closed", format!("\nx = {}\n", "[".repeat(depth))),
            ("tables", format!("\nx = {}1{}\n", "{a=".repeat(depth), "}".repeat(depth))),
            ("dotted key", format!("\n{} = 1\n", vec!["a"; depth].join("."))),
            ("dotted header", format!("\n[{}]\n", vec!["a"; depth].join("."))),
            ("parentheses", condition(&format!("{}slot.driver{}", "(".repeat(depth), ")".repeat(depth)))),
            ("parentheses never closed", condition(&"(".repeat(depth))),
            ("not", condition(&format!("{}nothing", "not ".repeat(depth)))),
        ];
        for (name, text) in shapes {
            let put = vec![Put::Append("solution.toml".to_owned(), text.into_bytes())];
            cases.push(Case::check("nesting", format!("{name}, {depth} deep"), put, "solution.toml"));
        }
    }
    cases
}

fn condition(text: &str) -> String {
    format!("\n[[rules]]\nid = \"r\"\nthen = \"{text}\"\n")
}

/// Long names, long lines and large files.
fn sizes() -> Vec<Case> {
    let mut cases = Vec::new();
    let part = |id: &str| format!("\n[[components]]\nid = \"{id}\"\nkind = \"hardware\"\n");
    for length in [201, 1_000, 100_000, 1_000_000] {
        let long = "a".repeat(length);
        let shapes: [(&str, &str, String); 5] = [
            ("an id", "catalog/parts.toml", part(&long)),
            ("a key", "solution.toml", format!("\n{long} = 1\n")),
            ("a slot", "solution.toml", format!("\n[slots.{long}]\nchoose = [\"housing\"]\n")),
            (
                "a digit row",
                "catalog/parts.toml",
                format!("\n[[components]]\nid = \"x\"\nkind = \"hardware\"\nlead_weeks = {}\n", "9".repeat(length)),
            ),
            ("a word in a condition", "solution.toml", condition(&long)),
        ];
        for (name, file, text) in shapes {
            let put = vec![Put::Append(file.to_owned(), text.into_bytes())];
            cases.push(Case::check("long names", format!("{name} of {length} letters"), put, file));
        }
    }
    for file in FILES {
        for (name, bytes) in [("comments", b"# filler\n".repeat(1_000_000)), ("nulls", vec![0; 9 << 20])] {
            let put = vec![Put::Write(file.to_owned(), bytes)];
            cases.push(Case::check("large files", format!("9 MB of {name} as {file}"), put, file));
        }
    }
    let many = vec![Put::Many("catalog/{}.csv".to_owned(), 10_001)];
    cases.push(Case::check("large files", "10,001 files", many, "catalog"));
    cases
}

/// Part lists for `import bom`.
fn lists() -> Vec<Case> {
    let kinds: [(&str, &[u8]); 18] = [
        ("nothing", b""),
        ("a newline", b"\n"),
        ("a word", b"resistors"),
        ("a header alone", b"Designator,MPN\n"),
        ("numbers alone", b"1,2,3\n4,5,6\n"),
        ("nulls", b"\0\0\0\0\0\0\0\0"),
        ("HTML", b"<html><table><tr><td>Designator</td></tr></table></html>"),
        ("JSON", b"{\"Designator\": \"R1\"}"),
        ("an image", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        ("a PDF", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"),
        ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00"),
        ("gzip", b"\x1f\x8b\x08\x00\x00\x00\x00\x00"),
        ("a zip that is cut off", b"PK\x03\x04\x14\x00\x00\x00"),
        ("a zip of nothing", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
        ("UTF-16 that is cut off", b"\xff\xfeD\x00e\x00s"),
        ("a program", b"#!/bin/sh\necho no\n"),
        ("bytes of no encoding", b"\xfe\xff\xfe\xff\x80\x81"),
        ("separators alone", b",,,,\n;;;;\n\t\t\t\n"),
    ];
    let case = |(name, bytes): (&str, &[u8])| {
        let put = vec![Put::Write("list.csv".to_owned(), bytes.to_vec())];
        Case::check("part lists", name, put, "list.csv").running(&["import", "bom", "A=list.csv", "-o", "made"])
    };
    kinds.map(case).into()
}
