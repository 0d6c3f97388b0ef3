//! Locks that are damaged, by hand or by a merge.

use super::case::{Case, Put};

const LOCK: &str = include_str!("whole.lock");

/// A line of the lock, and what stands there instead.
const CHANGES: [(&str, &str, &str); 34] = [
    ("a later format", "version = 4", "version = 99"),
    ("no format", "version = 4\n", ""),
    ("a format of a text", "version = 4", "version = \"4\""),
    ("a format below nothing", "version = 4", "version = -4"),
    ("a format past 64 bits", "version = 4", "version = 99999999999999999999"),
    ("format twice", "version = 4\n", "version = 4\nversion = 4\n"),
    ("no solution", "[solution]\n", ""),
    ("no name", "name = \"lamp\"\n", ""),
    ("a name of a number", "name = \"lamp\"", "name = 7"),
    ("no currency", "currency = \"USD\"\n", ""),
    ("a date of a text", "as_of = 2026-11-22", "as_of = \"today\""),
    ("a date that is not", "as_of = 2026-11-22", "as_of = 2026-02-30"),
    ("a date with an hour", "as_of = 2026-11-22", "as_of = 2026-11-22T00:00:00Z"),
    ("no market", "market = \"US\"\n", ""),
    ("a market of a number", "market = \"US\"", "market = 1"),
    ("a market twice", "market = \"DE\"", "market = \"US\""),
    ("an unknown status", "status = \"resolved\"", "status = \"maybe\""),
    ("no status", "status = \"resolved\"\n", ""),
    ("a quantity of a text", "quantity = 1", "quantity = \"one\""),
    ("a quantity below nothing", "quantity = 1", "quantity = -1"),
    ("a quantity past 64 bits", "quantity = 1", "quantity = 18446744073709551616"),
    ("a quantity not a number", "quantity = 1", "quantity = nan"),
    ("a cost of a float", "unit_cost = \"4.00\"", "unit_cost = 4.00"),
    ("a cost of a word", "unit_cost = \"4.00\"", "unit_cost = \"much\""),
    ("an unknown kind", "kind = \"hardware\"", "kind = \"gadget\""),
    ("lines of a text", "lines = [", "lines = \"none\"\nrows = ["),
    ("a line of a text", "  { slot = \"driver\"", "  \"driver\",\n  { slot = \"driver\""),
    ("a line without component", "component = \"driver-120\", ", ""),
    ("a bracket never closed", "]\nfacts", "\nfacts"),
    ("marks of a merge", "[solution]", "<<<<<<< HEAD\n[solution]\n=======\n[solution]\n>>>>>>> other"),
    ("a null", "name = \"lamp\"", "name = \"la\0mp\""),
    ("a bell", "name = \"lamp\"", "name = \"la\x07mp\""),
    ("an objective of a number", "objective = {", "objective = 5\nother = {"),
    ("a table of no solution", "[[markets]]", "[[nothing]]"),
];

pub fn cases() -> Vec<Case> {
    let mut texts: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, from, to) in CHANGES {
        assert!(LOCK.contains(from), "{from} is not in the lock");
        texts.push((name.to_owned(), LOCK.replacen(from, to, 1).into_bytes()));
    }
    for share in 1..10 {
        texts.push((format!("cut off after {share} tenths"), LOCK.as_bytes()[..LOCK.len() * share / 10].to_vec()));
    }
    texts.extend([
        ("nothing".to_owned(), Vec::new()),
        ("a word".to_owned(), b"lock".to_vec()),
        ("a device's bytes".to_owned(), vec![0xff; 1000]),
        ("JSON".to_owned(), b"{\"version\": 4}".to_vec()),
        ("nested".to_owned(), format!("{LOCK}\nx = {}", "[".repeat(50_000)).into_bytes()),
        ("UTF-16".to_owned(), LOCK.encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ]);
    let case = |(name, bytes): (String, Vec<u8>)| {
        let put = vec![Put::Write("terroir.lock".to_owned(), bytes)];
        Case::check("locks", name, put, "terroir.lock").running(&["resolve", "--locked"])
    };
    texts.into_iter().map(case).collect()
}
