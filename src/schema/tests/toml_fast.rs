//! The short way through TOML without faults gives what the long way gives, or nothing.

use crate::span::FileId;
use crate::syntax::context::Context;
use crate::syntax::{toml_fast, toml_reader};

/// What the short way found agrees with the long way, which has nothing to tell; whether it found anything.
fn is_plain(text: &str) -> bool {
    let Some(short) = toml_fast::read(text, FileId(0)) else { return false };
    let mut context = Context::toml(FileId(0), text);
    let long = toml_reader::read_any(&mut context);
    assert_eq!(context.finish(), [], "{text}");
    assert_eq!(format!("{short:?}"), format!("{long:?}"), "{text}");
    true
}

fn files(folder: &str) -> Vec<String> {
    let folder = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    let mut open = vec![std::path::PathBuf::from(folder)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            match entry.path() {
                path if path.is_dir() => open.push(path),
                path if path.extension().is_some_and(|end| end == "toml") => {
                    texts.push(std::fs::read_to_string(path).unwrap());
                }
                _ => {}
            }
        }
    }
    texts
}

#[test]
fn every_built_in_file_and_nearly_every_example_is_plain() {
    assert!(files("regions").iter().all(|text| is_plain(text)));
    let examples = files("examples");
    let plain = examples.iter().filter(|text| is_plain(text)).count();
    assert!(plain * 10 >= examples.len() * 9, "{plain} of {}", examples.len());
}

#[test]
fn what_is_plain_is_read_alike_and_all_else_is_left() {
    let plain = [
        "",
        "a = 1",
        "# only this",
        " a = -0 # zero\n\tb = 1.50",
        "a = [ 1, # one\n 2,\n]\n",
        "a = { b = { }, \"c.d\" = [[], [true]] }",
        "[a.b]\nc = 1\n[a.d]\n[e]\n[a.'f g'.h]",
        "[[a]]\nb = \"ü\"\n[[a.c]]\n[[a]]\n[a.c]\nd = 2026-11-22",
        "[ a . b ]",
        "a = [[1]]\nb = [{ c = 1 }, { c = 2 }]",
        "a = 123456789012345678901234567890",
        "a = 1_000",
        "a = +1",
        "a = 0x1f",
        "a = 1e3",
        "a = inf",
        "a = 1\r\nb = 2\r\n",
        "a = \"\\n\\u00e9\"",
        "a = \"\"\"\nb\n c\"\"\"",
        "a = '''b'''",
        "\"a\\tb\" = 1",
        "a = { b = 1, }",
        "a = {\n b = 1 }",
    ];
    plain.iter().for_each(|text| assert!(is_plain(text), "{text}"));
    let other = [
        "a.b = 1",
        "a = { b.c = 1 }",
        "a = 01",
        "a = .5",
        "a = 5.",
        "a = 2026-02-30",
        "a = 2026-11-22 10:00:00",
        "a = 10:00:00",
        "a = 2026-11-22T10:00:00",
        "a = 1 b = 2",
        "a = 1\na = 2",
        "a = 1\n\"a\" = 2",
        "[a]\n[a]",
        "[a.b]\n[a]",
        "a = {}\n[a.b]",
        "a = [{}]\n[[a]]",
        "a = [[1]]\n[[a]]",
        "a = []\n[[a]]",
        "a = 1\n[a.b]",
        "[a",
        "[a]]",
        "[[a]",
        "[]",
        "[a.]",
        "a =",
        "a",
        "= 1",
        "a = [1 2]",
        "a = [,]",
        "a = [1",
        "a = { b = 1",
        "a = \"b",
        "a = \"\\q\"",
        "a = 'b\nc'",
        "a = tru",
        "a = \"\u{7}\"",
        "# \u{7}",
        "a = 1\rb = 2",
        "[a] b = 1",
        "a = { b = 1, b = 2 }",
        "\"\"\"a\"\"\" = 1",
    ];
    other.iter().for_each(|text| assert!(!is_plain(text), "{text}"));
    assert!(!is_plain(&format!("a = {}{}", "[".repeat(40), "]".repeat(40))));
    assert!(!is_plain(&format!("[{}b]", "a.".repeat(40))));
}

#[test]
fn many_keys_are_each_there_once() {
    let keys = |name: &str| -> String { (0..100).map(|at| format!("[{name}.k{at}]\n")).collect() };
    assert!(is_plain(&keys("a")));
    assert!(!is_plain(&format!("{}[a.k1]", keys("a"))));
    assert!(!is_plain(&format!("{}[a.k1.b]", keys("a"))));
}

#[test]
fn a_plain_text_with_any_slip_is_read_alike_or_left() {
    let text =
        "a = 1\n[b]\nc = [\"d\", 2.5]\ne = { f = true }\n[[g]]\nh = 2026-11-22\n[[g.i]]\n\"j\" = 'k' # l\n[b.m]\n";
    let pieces =
        ["", "\n", " ", "\"", "'", "[", "]", "{", "}", "=", ",", ".", "#", "0", "-", "a", "_", "\\", "\r", "\t"];
    let mut plain = 0;
    for at in 0..=text.len() {
        for gone in [0, 1, 2] {
            for piece in pieces {
                let end = (at + gone).min(text.len());
                plain += usize::from(is_plain(&format!("{}{piece}{}", &text[..at], &text[end..])));
            }
        }
    }
    assert!(plain > 500, "{plain}");
}
