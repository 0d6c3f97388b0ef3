//! Sums past 64 and 128 bits: no constraint is dropped, and nothing is a wrong "no".

use super::{filled, request, solve};
use num_bigint::BigInt;
use std::fmt::Write as _;
use terroir::Solution;

fn part(id: &str, price: &str, more: &str) -> String {
    format!("[[components]]\nid = \"{id}\"\nkind = \"hardware\"\nprice = \"{price}\"\n{more}\n")
}

const TWO_SLOTS: &str = "[slots.a]\nchoose = [\"a\", \"b\"]\n[slots.p]\nchoose = [\"p\"]\n";

#[test]
fn a_resource_is_never_dropped_however_large_its_amounts_are() {
    for (uses, enough, supplies) in [
        ("5000000000000000", "0.5", "10.0001"),
        ("999999999999999999.999999999999", "0.000000000001", "0.000000000001"),
        ("999999999999999999.999999999999", "999999999999999999.999999999998", "999999999999999999.999999999998"),
        ("922337203685477581", "922337203685477580", "922337203685477580.7"),
        ("0.000000000003", "0.000000000001", "0.000000000002"),
        ("18446744073709551.616", "18446744073709551.615", "18446744073709551.6155"),
    ] {
        let catalog = [
            part("a", "1.00", &format!("uses = {{ energy_j = {uses} }}")),
            part("b", "2.00", &format!("uses = {{ energy_j = {enough} }}")),
            part("p", "2.00", &format!("supplies = {{ energy_j = {supplies} }}")),
        ];
        assert_eq!(filled(&solve(TWO_SLOTS, &catalog.concat())), "a: b, p: p", "{uses} {enough} {supplies}");
    }
}

#[test]
fn a_sum_is_compared_exactly_however_fine_it_is() {
    for (amount, rule, holds) in [
        ("0.000001", "<= 10000000000000", true),
        ("0.000000000001", "<= 999999999999999999", true),
        ("0.000000000001", ">= 999999999999999999", false),
        ("999999999999999999.999999999999", "> 999999999999999999", true),
        ("999999999999999999.999999999999", "<= 999999999999999999.999999999998", false),
        ("999999999999999999.999999999999", "== 999999999999999999.999999999999", true),
        ("0.333333333333", "!= 0.333333333334", true),
    ] {
        let rule = format!("[slots.a]\nchoose = [\"a\"]\n[[rules]]\nid = \"mem\"\nthen = \"sum(memory_b) {rule}\"\n");
        let found = filled(&solve(&rule, &part("a", "1.00", &format!("attributes = {{ memory_b = {amount} }}"))));
        assert_eq!(!found.starts_with("conflict"), holds, "{amount} {rule}: {found}");
    }
}

#[test]
fn quantities_past_64_bits_and_128_bits_are_counted_and_come_back_from_a_lock() {
    let slots = "[slots.a]\nchoose = [\"a\"]\nquantity = 4000000000\n\
                 [slots.b]\nchoose = [\"a\"]\nquantity = 4000000000\npart-of = \"a\"\n\
                 [slots.c]\nchoose = [\"a\"]\nquantity = 9999\npart-of = \"b\"\n";
    let catalog = part("a", "0.01", "attributes = { power_w = 0.000000000001 }");
    let outcome = solve(slots, &catalog);
    let bom = outcome.bom().unwrap();
    let quantities: Vec<String> = bom.lines.iter().map(|line| line.quantity.to_string()).collect();
    assert_eq!(quantities, ["4000000000", "16000000000000000000", "159984000000000000000000"]);
    assert_eq!(bom.lines[1].quantity.to_toml(), "\"16000000000000000000\"");
    for line in &bom.lines {
        let json = serde_json::to_string(&line.quantity).unwrap();
        assert_eq!(serde_json::from_str::<terroir::Quantity>(&json).unwrap(), line.quantity);
    }
    let pieces: BigInt = quantities.iter().map(|pieces| pieces.parse::<BigInt>().unwrap()).sum();
    assert_eq!(bom.cost().to_fixed(2), format!("{}.{:02}", &pieces / 100, pieces % 100));
}

#[test]
fn a_quantity_that_is_not_counted_with_is_refused_with_its_place() {
    let mut slots = String::from("[slots.s0]\nchoose = [\"a\"]\nquantity = 4000000000\n");
    for at in 1..6 {
        slots += &format!("[slots.s{at}]\nchoose = [\"a\"]\nquantity = 4000000000\npart-of = \"s{}\"\n", at - 1);
    }
    let header = "[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\nmarkets = [\"US\"]\ncurrency = \"USD\"\n";
    let files = [("solution.toml", format!("{header}{slots}")), ("catalog/a.toml", part("a", "0.01", ""))];
    let error = Solution::from_sources(files).unwrap().compile().unwrap().resolve(&request()).unwrap_err();
    assert_eq!(error.kind(), terroir::ResolveErrorKind::TooLarge);
    let text = error.to_string();
    assert!(text.starts_with("solution.toml:19:") && text.contains("slot `s3`"), "{text}");
}

#[test]
fn a_lock_with_quantities_past_64_bits_is_read_by_every_later_command() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::create_dir(path("catalog")).unwrap();
    let solution = "[solution]\nname = \"q\"\nversion = \"1.0.0\"\nmarkets = [\"US\"]\ncurrency = \"USD\"\n\
                    [slots.a]\nchoose = [\"a\"]\nquantity = 4000000000\n\
                    [slots.b]\nchoose = [\"a\"]\nquantity = 4000000000\npart-of = \"a\"\n";
    std::fs::write(path("solution.toml"), solution).unwrap();
    std::fs::write(path("catalog/a.toml"), part("a", "0.01", "")).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_terroir"));
        let output =
            command.args(arguments).args(["--as-of", "2026-11-30"]).current_dir(folder.path()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for arguments in [&["resolve"] as &[&str], &["resolve", "--locked"], &["matrix"], &["resolve"]] {
        let (status, messages) = run(arguments);
        assert_eq!(status, Some(0), "{arguments:?}: {messages}");
    }
    let lock = std::fs::read_to_string(path("terroir.lock")).unwrap();
    assert!(lock.contains("quantity = \"16000000000000000000\""), "{lock}");
}

#[test]
fn a_lock_of_many_slots_and_markets_is_read() {
    let mut text =
        "version = 4\n[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\ncurrency = \"USD\"\nas_of = 2026-11-22\n"
            .to_owned();
    for market in 0..6 {
        let _ = writeln!(text, "\n[[markets]]\nmarket = \"X{market}\"\nstatus = \"resolved\"\nlines = [");
        for slot in 0..5_000 {
            let _ = writeln!(
                text,
                "  {{ slot = \"slot-{slot}\", component = \"component-{slot}\", version = \"1.0.0\", quantity = 1, kind = \
                 \"hardware\", manufacturer = \"Example Components\", mpn = \"EX-{slot}-AAAAAAAAAAAAAAAAAAAAAAAA\", origin = \
                 \"CN\", hs = \"85044090\", lead_weeks = \"8\", lifecycle = \"active\", unit_cost = \"12.9034\", duty = \"0.93\" }},"
            );
        }
        text += "]\n";
    }
    assert!(text.len() > 8 << 20, "{} bytes", text.len());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("terroir.lock");
    std::fs::write(&path, &text).unwrap();
    let read = terroir::load::read_text(&path).unwrap();
    let lock = terroir::lock::Lock::parse(&read).unwrap();
    let again = terroir::lock::Lock::parse(&lock.to_text()).unwrap();
    assert!(again == lock && lock.to_text().matches("slot-4999").count() == 6);
}
