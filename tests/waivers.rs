//! Gaps and waivers on the command line: what is printed can be pasted, and what is accepted counts no more.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::lamp::Lamp;
use common::project;
use serde_json::Value;
use std::fs;

const SOLUTION: &str = "[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\nmarkets = [\"CA\", \"DE\"]\n\
                        currency = \"USD\"\nas-of = 2026-11-22\n[volumes]\nCA = 100\nDE = 100\n\
                        [slots.modem]\nchoose = [\"modem\"]\n";
const MODEM: &str = "[[components]]\nid = \"modem\"\nkind = \"hardware\"\nprice = \"1.00\"\n[[components.needs]]\n\
                     one-of = [{ capability = \"network.lte\" }, { capability = \"network.nb-ntn\" }]\n";
const WAIVER: &str = "[[waivers]]\ncode = \"gap\"\nbecause = \"measured\"\n";

/// A modem in two markets, with more text in solution.toml.
fn modem(more: &str) -> Lamp {
    Lamp::of(&format!("{SOLUTION}{more}"), MODEM)
}

/// The objects of `check --format json` with this code.
fn findings(lamp: &Lamp, code: &str) -> Vec<Value> {
    let run = lamp.run(&["check", "--format", "json", "--exit-zero"]).exits(0);
    let lines = run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line["code"] == code).collect()
}

/// Pastes what the help of a gap shows for each market, as its text says.
fn paste(lamp: &Lamp, text: &str) {
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((_, rest)) = line.strip_prefix("help: for ").and_then(|rest| rest.split_once(", ")) else { continue };
        if rest.starts_with("the block above") {
            continue;
        }
        let place = ["write a new file ", "add to the end of ", "insert into "];
        let (is_new, rest) =
            place.iter().find_map(|place| Some((*place == "write a new file ", rest.strip_prefix(place)?))).unwrap();
        let mut words = rest.split([':', ',']);
        let file = words.next().unwrap();
        let at: Vec<usize> = words.map_while(|word| word.parse().ok()).collect();
        let mut block = String::new();
        while let Some(line) = lines.next_if(|line| line.is_empty() || line.starts_with("    ")) {
            block.push_str(line.trim_start());
            block.push('\n');
        }
        let path = lamp.path(file);
        assert_eq!(is_new, !path.exists(), "{file}");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let before = fs::read_to_string(&path).unwrap_or_default();
        let after = match at.as_slice() {
            [line, column] => {
                let start: usize = before.split_inclusive('\n').take(line - 1).map(str::len).sum();
                let (head, tail) = before.split_at(start + column - 1);
                format!("{head}{}{tail}", block.trim_end())
            }
            _ => before + &block,
        };
        fs::write(&path, after).unwrap();
    }
}

#[test]
fn what_is_printed_for_a_gap_closes_it() {
    let lamp = modem("");
    let run = lamp.run(&["check", "--deny", "gap"]).exits(1).tells("error[gap: network.nb-ntn]");
    paste(&lamp, &run.stderr);
    lamp.run(&["check", "--deny", "gap"]).exits(0);
    // A second gap of the same carrier goes into its entry.
    lamp.edit("catalog/parts.toml", "\"network.nb-ntn\" }", "\"network.nb-ntn\" }, { capability = \"network.ntn\" }");
    let run = lamp.run(&["check", "--deny", "gap"]).exits(1).tells("error[gap: network.ntn]").tells("insert into");
    paste(&lamp, &run.stderr);
    lamp.run(&["check", "--deny", "gap"]).exits(0);
}

#[test]
fn a_block_of_several_gaps_is_printed_once() {
    let lamp = modem("");
    lamp.edit("catalog/parts.toml", "\"network.nb-ntn\" }", "\"network.nb-ntn\" }, { capability = \"network.ntn\" }");
    let run = lamp.run(&["check", "--deny", "gap"]).exits(1).tells("help: for CA, the block above states it, too");
    assert_eq!(run.stderr.matches("write a new file regions/CA.toml").count(), 1, "{}", run.stderr);
    paste(&lamp, &run.stderr);
    lamp.run(&["check", "--deny", "gap"]).exits(0);
}

#[test]
fn gaps_may_be_denied_where_there_is_no_radio() {
    Lamp::new().run(&["check", "--deny", "gap"]).exits(0);
    for template in ["starter", "street-light", "health-monitor", "soil-station"] {
        Lamp::template(template).run(&["check", "--deny", "gap", "--as-of", "2026-11-22"]).exits(0);
    }
}

#[test]
fn a_waived_finding_is_listed_and_does_not_count() {
    let lamp = modem(&format!("{WAIVER}key = \"network\"\n"));
    let run = lamp.run(&["check", "--deny", "gap"]).exits(0);
    run.tells("waived[gap: network.nb-ntn]").tells("accepted because \"measured\"");
    let found = findings(&lamp, "gap");
    assert!(!found.is_empty());
    for one in &found {
        assert_eq!(
            (&one["waived"], &one["because"], &one["severity"]),
            (&true.into(), &"measured".into(), &"note".into())
        );
    }
    let log: Value = serde_json::from_str(&lamp.run(&["check", "--format", "sarif"]).exits(0).stdout).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let gaps: Vec<&Value> = results.iter().filter(|result| result["ruleId"] == "gap").collect();
    assert!(!gaps.is_empty());
    for gap in gaps {
        assert_eq!(gap["suppressions"][0]["justification"], "measured");
        assert_eq!(gap["suppressions"][0]["status"], "accepted");
    }
    let answers: Value = lamp.run(&["resolve", "--format", "json"]).exits(0).json();
    let warnings = answers["markets"][0]["warnings"].as_array().unwrap();
    let gap = warnings.iter().find(|warning| warning["code"] == "gap").unwrap();
    assert_eq!((&gap["waived"], &gap["because"]), (&true.into(), &"measured".into()));
}

#[test]
fn a_finding_in_a_file_is_waived_in_one_line() {
    let lamp = modem("");
    lamp.write("regions/CA.toml", "area = \"CA\"\n[[limits]]\ncapability = \"never\"\nwhere = { x = 1 }\n");
    lamp.run(&["check"]).exits(0).tells("warning[matches-nothing: never]");
    lamp.run(&["check", "--fail-on", "warning", "--deny", "matches-nothing"]).exits(1);
    lamp.run(&["-q", "check", "--fail-on", "warning"]).exits(1).tells("warning[");
    lamp.write("solution.toml", &format!("{SOLUTION}[[waivers]]\ncode = \"matches-nothing\"\nbecause = \"soon\"\n"));
    let run = lamp.run(&["check", "--deny", "matches-nothing"]).exits(0);
    run.tells("waived[matches-nothing: never]").tells("(regions/CA.toml:3); accepted because \"soon\"");
}

#[test]
fn a_waiver_counts_in_its_markets_and_until_its_end() {
    let lamp = modem(&format!("{WAIVER}markets = [\"CA\"]\nthrough = 2026-11-22\n"));
    lamp.run(&["check", "--deny", "gap", "--market", "CA"]).exits(0);
    let next = lamp.run(&["check", "--deny", "gap", "--as-of", "2026-11-23"]).exits(1);
    next.tells("warning[waiver-ended: gap]: the waiver of `[gap]` has ended: 2026-11-22 was its last day");
    // In an overlay, it is for the markets of that area.
    let lamp = modem("");
    lamp.write("regions/CA.toml", &format!("area = \"CA\"\n{WAIVER}"));
    lamp.run(&["check", "--deny", "gap", "--market", "CA"]).exits(0).tells("waived[gap");
}

#[test]
fn a_waiver_that_accepts_nothing_says_what_it_may_mean() {
    let unused = |more: &str, help: &str| {
        let lamp = modem(&format!("[[waivers]]\nbecause = \"x\"\n{more}"));
        lamp.run(&["check"]).exits(0).tells("warning[waiver-unused").tells(help);
        // With a market or a what-if flag, it may be of use elsewhere.
        let part = lamp.run(&["check", "--market", "DE"]).exits(0);
        assert!(!part.stderr.contains("waiver-unused"), "{}", part.stderr);
    };
    unused("code = \"gap\"\nkey = \"network.nb-ntnt\"\n", "did you mean `network.nb-ntn`?");
    unused("code = \"unread\"\nkey = \"zigzag\"\n", "correct its `key`, such as `certification.battery`");
    unused("code = \"disputed\"\n", "delete it: there is no finding `disputed`");
    unused("code = \"unread\"\nkey = \"certification.cyber\"\nmarkets = [\"DE\"]\n", "the finding is one of CA");
}

#[test]
fn a_waiver_is_not_unused_while_a_market_of_it_has_no_answer() {
    let lamp = modem("[[waivers]]\ncode = \"no-price\"\nmarkets = [\"CA\"]\nbecause = \"soon\"\n");
    lamp.run(&["check"]).exits(0).tells("warning[waiver-unused: no-price]");
    lamp.edit("catalog/parts.toml", "{ capability = \"network.lte\" }, ", "");
    let run = lamp.run(&["check"]).exits(1);
    assert!(!run.stderr.contains("waiver-unused"), "{}", run.stderr);
}

#[test]
fn a_waived_gap_that_is_a_reason_is_still_to_be_stated() {
    let lamp = modem(WAIVER);
    lamp.edit("catalog/parts.toml", "{ capability = \"network.lte\" }, ", "");
    let run = lamp.run(&["check"]).exits(1);
    run.tells("a bill of materials needs it stated, also with this waiver").tells("accepted because \"measured\"");
}

#[test]
fn a_fact_in_a_summary_is_accepted_by_its_name() {
    let lamp = Lamp::new();
    let mains =
        "area = \"US\"\n[power]\nvoltage_v = [120]\nfrequency_hz = [60]\nplugs = [\"A\"]\nstatus = \"disputed\"\n";
    lamp.write("regions/US.toml", mains);
    lamp.edit("catalog/parts.toml", "within = [100, 130] }", "within = [100, 130] }, plugs = { any-of = [\"A\"] }");
    let waive = |key: &str| {
        let solution = lamp.read("solution.toml");
        let waiver = format!("[[waivers]]\ncode = \"disputed\"\nkey = \"{key}\"\nbecause = \"read\"\n");
        lamp.write("solution.toml", &(solution + &waiver));
    };
    lamp.run(&["check", "--deny", "disputed"]).exits(1).tells("2 facts on which sources differ");
    waive("power.mains.plugs");
    let run = lamp.run(&["check", "--deny", "disputed"]).exits(1);
    let run = run
        .tells("waived[disputed: power.mains.plugs]")
        .tells("1 fact on which sources differ: `power.mains.voltage_v`");
    assert!(!run.stderr.contains("waiver-unused"), "{}", run.stderr);
    lamp.run(&["resolve"]).exits(0);
    assert!(lamp.read("terroir.lock").contains("power.mains.plugs"), "{}", lamp.read("terroir.lock"));
    waive("power.mains.voltag");
    lamp.run(&["check"]).exits(0).tells("did you mean `power.mains.voltage_v`?");
    waive("power.mains.voltage_v");
    lamp.run(&["check", "--deny", "disputed"]).exits(0);
    let found = findings(&lamp, "disputed");
    let keys: Vec<&Value> = found.iter().map(|one| &one["key"]).collect();
    assert_eq!(keys, ["power.mains.plugs", "power.mains.voltage_v"]);
}

#[test]
fn what_only_areas_provide_has_a_block() {
    let lamp = Lamp::new();
    let housing = "id = \"housing\"\n";
    let need = "needs = { \"environment.ambient\" = { temperature_range_c = { within = [-40, 60] } } }\n";
    lamp.edit("catalog/parts.toml", housing, &format!("{housing}{need}"));
    let run = lamp
        .run(&["check"])
        .exits(1)
        .tells("state `environment.ambient` of US")
        .tells("temperature_range_c = [-40, 60]");
    paste(&lamp, &run.stderr);
    lamp.run(&["check"]).exits(0);
}

#[test]
fn goods_without_an_origin_are_named_where_a_duty_depends_on_it() {
    let lamp = Lamp::new();
    lamp.edit("catalog/parts.toml", "id = \"housing\"\n", "id = \"housing\"\nhs = \"851762\"\n");
    lamp.run(&["check", "--deny", "gap"]).exits(0);
    let duty = "[[duties]]\nid = \"from-cn\"\nhs = [\"8517\"]\norigin = \"CN\"\npercent = \"25\"\n";
    lamp.write("regions/US.toml", &format!("area = \"US\"\n{duty}"));
    let run = lamp.run(&["check", "--deny", "gap"]).exits(1);
    run.tells(
        "error[gap: origin.housing]: the origin of `housing` is not known: the duty `from-cn` of `US` may be due",
    );
    lamp.edit("catalog/parts.toml", "hs = \"851762\"\n", "hs = \"851762\"\norigin = \"CN\"\n");
    lamp.run(&["check", "--deny", "gap"]).exits(0);
}

#[test]
fn a_denied_finding_in_a_file_is_an_error() {
    let lamp = modem("");
    lamp.write("regions/CA.toml", "area = \"CA\"\n[[limits]]\ncapability = \"never\"\nwhere = { x = 1 }\n");
    lamp.run(&["check", "--deny", "matches-nothing"]).exits(1).tells("error[matches-nothing: never]");
}

#[test]
fn markets_without_a_volume_are_named_in_one_line() {
    let lamp = modem("");
    lamp.edit("solution.toml", "markets = [\"CA\", \"DE\"]", "markets = [\"CA\", \"DE\", \"US\"]");
    lamp.edit("solution.toml", "CA = 100\n", "");
    let run = lamp.run(&["check"]).exits(0).tells("2 markets have no volume and count as");
    assert_eq!(run.stderr.matches("assumed-volume").count(), 1, "{}", run.stderr);
}

#[test]
fn a_wrong_waiver_is_an_error_with_a_help() {
    let wrong = |more: &str, message: &str, help: &str| {
        let run = modem(&format!("[[waivers]]\n{more}")).run(&["check"]).exits(1);
        run.tells(message).tells(help);
    };
    let expected = "`code` must be the code of a warning or note, found";
    wrong("code = \"gpa\"\nbecause = \"x\"\n", &format!("{expected} `gpa`"), "help: write `\"gap\"`");
    for code in ["no-valid-bom", "unknown-key", "waiver-unused", "zzz"] {
        wrong(&format!("code = \"{code}\"\nbecause = \"x\"\n"), &format!("{expected} `{code}`"), "help: ");
    }
    wrong("code = \"gap\"\nbecuase = \"x\"\n", "error[unknown-key]", "`because`");
    wrong("code = \"gap\"\n", "error[missing-key]", "because");
    let market = "code = \"gap\"\nbecause = \"x\"\nmarkets = [\"Canada\"]\n";
    wrong(market, "error[unknown-area]", "did you mean `CA`?");
}

/// The pieces of the page, each in the file that its first line names.
#[test]
fn the_page_shows_what_can_be_written() {
    let page = fs::read_to_string(project("src/guide/gaps.md")).unwrap();
    let pieces: Vec<&str> = page.split("```toml\n").skip(1).filter_map(|piece| piece.split("```").next()).collect();
    assert!(pieces.len() >= 4);
    for piece in pieces {
        let lamp = modem("");
        let (name, text) = piece.split_once('\n').unwrap();
        let name = name.strip_prefix("# ").unwrap();
        let before = fs::read_to_string(lamp.path(name)).unwrap_or_default();
        fs::create_dir_all(lamp.path("regions")).unwrap();
        lamp.write(name, &(before + text));
        let run = lamp.run(&["check"]).exits(0);
        assert!(!run.stderr.contains("error"), "{piece}\n{}", run.stderr);
    }
}

#[test]
fn a_waiver_of_an_area_counts_in_the_markets_that_lie_in_it() {
    let lamp = modem(&format!("{WAIVER}markets = [\"itu-r2\"]\n"));
    lamp.run(&["check", "--deny", "gap", "--market", "CA"]).exits(0).tells("waived[gap");
    lamp.run(&["check", "--deny", "gap", "--market", "DE"]).exits(1);
    let run = lamp.run(&["check"]).exits(0);
    assert!(!run.stderr.contains("waiver-unused"), "{}", run.stderr);
    modem(&format!("{WAIVER}markets = [\"XX\"]\n")).run(&["check"]).exits(1).tells("unknown area `XX`");
}

#[test]
fn a_waiver_without_a_reason_is_an_error() {
    for because in ["", " ", "\\t"] {
        let waiver = format!("[[waivers]]\ncode = \"gap\"\nbecause = \"{because}\"\n");
        modem(&waiver).run(&["check"]).exits(1).tells("`because` must be a reason in words");
    }
}

#[test]
fn a_plan_of_more_than_a_century_is_an_error_with_the_limit() {
    let lamp = modem("[[certificates]]\nscheme = \"fcc\"\nplanned = { cost = \"1\", weeks = 9999999999 }\n");
    lamp.run(&["check"]).exits(1).tells("`weeks` must be from 0 to 5200, found `9999999999`");
    lamp.edit("solution.toml", "9999999999", "5200");
    lamp.run(&["check"]).exits(0);
}
