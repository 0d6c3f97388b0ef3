//! No file crashes the reader, holds it up or fills the memory.

use super::{component, overlay, reading};
use crate::schema::FileKind;
use std::time::{Duration, Instant};

const SOLUTION: &str = include_str!("sample.toml");

const KINDS: [FileKind; 4] = [FileKind::Solution, FileKind::Catalog, FileKind::Overlay, FileKind::Sources];

/// Reading takes less than a second, wherever the diagnostics point they can be shown, and the worst is told.
fn assert_withstood(kind: FileKind, name: &str, text: &str, code: &str) {
    let start = Instant::now();
    let found = reading(kind, name, text);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?} for {code}", start.elapsed());
    assert!(found.diagnostics.iter().any(|one| one.code == code), "no {code} in {:?}", found.codes().first());
    for one in found.diagnostics.iter().take(20) {
        assert!(!one.render(&found.files).is_empty());
    }
}

#[test]
fn brackets_and_dots_without_end_are_too_deep() {
    let size = 5_000_000;
    for text in [
        "[".repeat(size),
        format!("a = {}", "[".repeat(size)),
        format!("a = {}", "{a=".repeat(size / 3)),
        "a.".repeat(size / 2),
    ] {
        assert_withstood(FileKind::Solution, "s.toml", &text, "too-deep");
    }
    let dotted = format!("{}x = 1{}", format!("{{{}b = ", "a.".repeat(40)).repeat(60), "}".repeat(60));
    assert_withstood(FileKind::Catalog, "c.toml", &format!("a = {dotted}"), "too-deep");
    assert_withstood(
        FileKind::Catalog,
        "c.csv",
        &format!("id,kind,provides\na,hardware,x = {}\n", "{a=".repeat(10_000)),
        "too-deep",
    );
}

#[test]
fn what_is_as_deep_as_allowed_is_read() {
    let text = overlay(&format!("[set]\na = {}{}", "[".repeat(60), "]".repeat(60)));
    assert_eq!(reading(FileKind::Overlay, "o.toml", &text).only().code, "wrong-type");
}

#[test]
fn long_and_many_things_are_read_in_time() {
    let long = "x".repeat(1_000_000);
    assert_withstood(FileKind::Catalog, "c.toml", &component(&format!("kidn = \"{long}\"")), "unknown-key");
    assert_withstood(FileKind::Catalog, "c.toml", &component(&format!("hs = {}", "9".repeat(1_000_000))), "wrong-type");
    assert_withstood(
        FileKind::Catalog,
        "c.toml",
        &component(&format!("attributes = {{ x = {} }}", "9".repeat(1_000_000))),
        "bad-number",
    );
    assert_withstood(FileKind::Overlay, "o.toml", &"a = 1\n".repeat(50_000), "duplicate-key");
    assert_withstood(FileKind::Overlay, "o.toml", &"x y\n".repeat(50_000), "toml-syntax");
    assert_withstood(FileKind::Overlay, "o.toml", &"[a\nx y\n".repeat(20_000), "toml-syntax");
    let keys: String = (0..50_000).map(|at| format!("k{at} = 1\n")).collect();
    assert_withstood(FileKind::Overlay, "o.toml", &keys, "unknown-key");
    assert_withstood(FileKind::Catalog, "c.csv", &format!("id,kind\n{}", "a,\"".repeat(50_000)), "csv-row");
}

#[test]
fn a_file_of_faults_is_not_read_to_its_end() {
    for line in ["x y\n", "a=1\n", "a=\"\n", "[a\n", "x=[\n[a]\n"] {
        let text = line.repeat(2_000_000 / line.len());
        assert_withstood(FileKind::Overlay, "o.toml", &text, "too-many-faults");
    }
    for text in [",".repeat(1_000_000), format!("id,kind\n{}", ",".repeat(1_000_000)), "a,".repeat(5_000)] {
        assert_withstood(FileKind::Catalog, "c.csv", &text, "csv-row");
    }
}

#[test]
fn a_long_sound_file_is_read_whole() {
    let text: String = (0..20_000)
        .map(|at| format!("[[components]]\nid = \"c{at}\"\nkind = \"hardware\"\nname = \"a longer name\"\n"))
        .collect();
    assert!(text.len() > 1024 * 1024);
    let found = reading(FileKind::Catalog, "c.toml", &text);
    assert!(found.is_sound());
    assert_eq!(found.document.root.tables("components").count(), 20_000);
}

#[test]
fn conditions_without_end_are_too_deep_or_read() {
    for inner in ["(", "not ", "a => "] {
        let text = overlay(&format!("[[rules]]\nid = \"r\"\nthen = \"{}b\"", inner.repeat(200_000)));
        assert_withstood(FileKind::Overlay, "o.toml", &text, "too-deep");
    }
    let text = overlay(&format!("[[rules]]\nid = \"r\"\nthen = \"{}b\"", "a and ".repeat(100_000)));
    assert!(reading(FileKind::Overlay, "o.toml", &text).is_sound());
}

#[test]
fn odd_characters_are_told_or_kept_and_shown_harmlessly() {
    let found = reading(FileKind::Overlay, "o.toml", "area = \"D\u{0}E\"\n");
    assert_eq!(found.codes(), ["toml-syntax 1:10"]);
    let found = reading(FileKind::Overlay, "o.toml", "area = \"DE\"\nx\u{202e} = 1\n\"\u{202e}\u{1b}\" = 1\n");
    assert!(!found.told().contains('\u{202e}') && !found.told().contains('\u{1b}'));
    let found = reading(FileKind::Overlay, "o.toml", "area = \"\u{202e}DE\"\n");
    assert_eq!(found.only().code, "bad-name");
    assert!(!found.told().contains('\u{202e}'));
}

/// A small generator of the same numbers everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

fn mutated(text: &str, dice: &mut Dice) -> String {
    const PIECES: [&str; 24] = [
        "\"",
        "'",
        "\"\"\"",
        "[",
        "]",
        "[[",
        "{",
        "}",
        "=",
        ",",
        ".",
        "\n",
        "\r\n",
        "#",
        "\u{0}",
        "é",
        "\u{feff}",
        " and ",
        "(",
        "1e9",
        "-",
        "nan",
        "2026-01-01",
        ";",
    ];
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=dice.roll(4) {
        let at = dice.roll(letters.len());
        let until = (at + dice.roll(12)).min(letters.len());
        match dice.roll(3) {
            0 => drop(letters.drain(at..until)),
            1 => drop(letters.splice(at..at, PIECES[dice.roll(PIECES.len())].chars())),
            _ => {
                let copy: Vec<char> = letters[at..until].to_vec();
                let to = dice.roll(letters.len());
                letters.splice(to..to, copy);
            }
        }
    }
    letters.into_iter().collect()
}

#[test]
fn no_mutation_of_a_sound_file_makes_reading_panic() {
    let mut dice = Dice(7);
    let csv = "id,kind,price,provides,needs,uses\na,hardware,1.5,\"x.y = { a = \"\"b\"\" }; z\",p = { v = { within = [1, 2] } },u = 1; w = 2\r\n";
    let mut faults = 0;
    for round in 0..2_500 {
        let (kind, name, text) = match round % 5 {
            4 => (FileKind::Catalog, "c.csv", mutated(csv, &mut dice)),
            nth => (KINDS[nth], "f.toml", mutated(SOLUTION, &mut dice)),
        };
        let found = reading(kind, name, &text);
        faults += usize::from(!found.is_sound());
        for one in &found.diagnostics {
            let span = one.span().unwrap();
            assert!(span.start <= span.end && span.end as usize <= text.len(), "{text:?} {one:?}");
            assert!(!one.render(&found.files).is_empty());
        }
    }
    assert!(faults > 1_000);
}
