//! The calendar: when markets lose, regain or change their bill of materials, and through what.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]
#![cfg(feature = "cli")]

mod common;

use common::lamp::{self, Lamp};
use std::collections::BTreeSet;
use std::process::Command;
use terroir::horizon::{Kind, State};
use terroir::{Request, Solution};

/// Two made-up areas, so that no law of the world ends anything here.
fn lamp() -> Lamp {
    let lamp = Lamp::new();
    lamp.edit("solution.toml", "[\"US\", \"DE\"]", "[\"North\", \"South\"]");
    for (area, volts) in [("North", 120), ("South", 230)] {
        let text =
            format!("area = \"{area}\"\nname = \"{area}\"\nwithin = [\"world\"]\n[power]\nvoltage_v = [{volts}]\n");
        lamp.write(&format!("regions/{area}.toml"), &text);
    }
    lamp
}

const RULES: &str = r#"
[[rules]]
id = "spring-break"
if = "market == South"
then = "not slot.driver"
from = 2027-03-01
until = 2027-04-15

[[rules]]
id = "bystander"
then = "slot.housing"
from = 2027-03-01
"#;

const WIDE: &str = r#"
[[components]]
id = "driver-wide"
kind = "hardware"
price = "6.00"
needs = { "power.mains" = { voltage_v = { within = [100, 277] } } }
"#;

/// A lamp that the south may not have for six weeks, and whose cheaper driver ends.
fn dated() -> Lamp {
    let lamp = lamp();
    lamp.write("solution.toml", &(lamp.read("solution.toml") + RULES));
    lamp.edit("solution.toml", "\"driver-230\"]", "\"driver-230\", \"driver-wide\"]");
    lamp.write("catalog/parts.toml", &(lamp.read("catalog/parts.toml") + WIDE));
    lamp.edit("catalog/parts.toml", "id = \"driver-230\"", "id = \"driver-230\"\nuntil = 2028-01-01");
    lamp
}

fn horizon(lamp: &Lamp, more: &[&str]) -> lamp::Run {
    let mut arguments = vec!["horizon", "--until", "2030-01-01"];
    arguments.extend(more);
    lamp.run(&arguments)
}

#[test]
fn a_hole_between_two_dates_is_found_with_what_makes_it() {
    let run = horizon(&dated(), &[]).exits(1);
    run.prints("2027-03-01  South  no valid BOM until 2027-04-15")
        .prints("cause: rule `spring-break` comes into force (solution.toml:")
        .prints("2027-04-15  South  a valid BOM again, 9.50 USD")
        .prints("cause: rule `spring-break` ends (solution.toml:")
        .prints("2028-01-01  South  a different BOM, 9.50 -> 11.00 USD")
        .prints("change: driver: driver-230 -> driver-wide")
        .prints("cause: `driver-230` is no longer available (catalog/parts.toml:")
        .prints("nothing changes in North")
        .prints("no valid BOM for South from 2027-03-01 until 2027-04-15");
}

#[test]
fn what_begins_on_the_same_day_and_changes_nothing_is_not_named() {
    let json = horizon(&dated(), &["--format", "json"]).exits(1).json();
    let south = &json["markets"][1];
    let events = south["events"].as_array().unwrap();
    let told: Vec<(&str, &str, usize)> = events
        .iter()
        .map(|event| {
            let through = event["through"].as_array().unwrap();
            (event["date"].as_str().unwrap(), event["change"].as_str().unwrap(), through.len())
        })
        .collect();
    assert_eq!(told, [("2027-03-01", "lost", 1), ("2027-04-15", "regained", 1), ("2028-01-01", "changed", 1)]);
    assert_eq!(json["markets"][0]["events"].as_array().unwrap().len(), 0);
    assert_eq!(south["holes"][0]["until"], "2027-04-15");
    let ends: Vec<&serde_json::Value> =
        south["stretches"].as_array().unwrap().iter().map(|stretch| &stretch["until"]).collect();
    assert_eq!(
        ends,
        ["2027-03-01", "2027-04-15", "2028-01-01", "null"]
            .map(|day| match day {
                "null" => serde_json::Value::Null,
                day => day.into(),
            })
            .iter()
            .collect::<Vec<_>>()
    );
}

#[test]
fn the_way_out_of_a_lost_market_is_told_with_its_cost() {
    let lamp = dated();
    lamp.edit("solution.toml", ", \"driver-wide\"]", "]");
    let run = horizon(&lamp, &["--market", "South"]).exits(1);
    run.prints("2028-01-01  South  no valid BOM\n").prints("fix: ").prints("the BOM then costs");
}

#[test]
fn nothing_dated_means_nothing_to_tell() {
    let lamp = lamp();
    horizon(&lamp, &[]).exits(0).prints("nothing changes in North, South");
    horizon(&lamp, &["--from", "2031-01-01"]).exits(2).tells("is before the first date, 2031-01-01");
    lamp.run(&["horizon"]).exits(2).tells("--until");
    horizon(&lamp, &["--pin", "driver=driver-120", "--market", "South"])
        .exits(1)
        .prints("2026-11-22  South  no valid BOM");
}

#[test]
fn every_day_between_two_events_has_the_answer_of_its_stretch() {
    let folder = dated();
    let solution = Solution::load(folder.path("")).unwrap();
    let compiled = solution.compile().unwrap();
    let request = Request::default().as_of("2026-11-22".parse().unwrap()).jobs(2);
    let horizon = compiled.horizon(&request, "2028-12-31".parse().unwrap()).unwrap();
    let mut asked = 0;
    for calendar in &horizon.markets {
        for (year, month) in (2026..2029).flat_map(|year| (1..13).map(move |month| (year, month))) {
            for day in [1, 14, 15, 28] {
                let day = terroir::Date::new(year, month, day).unwrap();
                let inside =
                    |one: &&terroir::horizon::Stretch| one.from <= day && one.until.is_none_or(|until| day < until);
                let Some(stretch) = calendar.stretches.iter().find(inside) else { continue };
                let answer = compiled.resolve(&Request::market(&*calendar.market).as_of(day)).unwrap();
                match (&stretch.state, answer.bom()) {
                    (State::Resolved { cost, hardware }, Some(bom)) => {
                        assert_eq!((*cost, hardware), (bom.cost(), &bom.hardware_id()), "{day}");
                    }
                    (State::Conflict, None) => {}
                    (state, _) => panic!("{} on {day}: {state:?}", calendar.market),
                }
                asked += 1;
            }
        }
    }
    assert!(asked > 150, "{asked}");
}

#[test]
fn what_an_answer_changes_through_is_the_same_in_both_directions() {
    let folder = dated();
    let solution = Solution::load(folder.path("")).unwrap();
    let compiled = solution.compile().unwrap();
    let day = |text: &str| text.parse().unwrap();
    let through = |from: &str, to: &str| {
        let all = compiled.through(&Request::market("South").as_of(day(to)), day(from)).unwrap();
        all.iter().map(|one| one.place.line).collect::<Vec<_>>()
    };
    assert_eq!(through("2026-11-22", "2027-03-10").len(), 1);
    assert_eq!(through("2026-11-22", "2027-03-10"), through("2027-03-10", "2026-11-22"));
    assert!(through("2026-11-22", "2027-05-01").is_empty(), "the answer is the same again");
}

#[test]
fn ten_markets_over_ten_years_lose_what_their_dates_take() {
    let folder = tempfile::tempdir().unwrap();
    lamp::run(folder.path(), &["new", "light", "--template", "street-light"]).exits(0);
    let light = folder.path().join("light");
    let solution = Solution::load(&light).unwrap();
    let compiled = solution.compile().unwrap();
    let request = Request::default().as_of("2026-11-22".parse().unwrap());
    let horizon = compiled.horizon(&request, "2036-11-22".parse().unwrap()).unwrap();
    assert_eq!(horizon.markets.len(), 10);
    let german = horizon.markets.iter().find(|calendar| calendar.market == "DE").unwrap();
    let cra = german.events.iter().find(|event| event.kind == Kind::Lost).unwrap();
    assert_eq!(cra.day.to_string(), "2027-12-11", "the Cyber Resilience Act applies");
    assert_eq!(cra.through.len(), 1, "{:?}", cra.through);
    assert!(cra.through[0].text.contains("`cra`"));
    assert!(!cra.through[0].source.is_empty());
    let threads = compiled.horizon(&request.jobs(4), "2036-11-22".parse().unwrap()).unwrap();
    assert_eq!(threads, horizon);
}

// iCalendar.

/// Reads an iCalendar file by the letter of RFC 5545: line ends, folding, properties, nesting.
fn components(text: &str) -> Vec<Vec<(String, String)>> {
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "every line ends in CR LF");
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    let unfolded = text.replace("\r\n ", "");
    let lines: Vec<&str> = unfolded.split_terminator("\r\n").collect();
    assert_eq!((lines.first(), lines.last()), (Some(&"BEGIN:VCALENDAR"), Some(&"END:VCALENDAR")));
    let mut events = Vec::new();
    let mut open: Option<Vec<(String, String)>> = None;
    for line in &lines[1..lines.len() - 1] {
        let (name, value) = line.split_once(':').unwrap();
        let base = name.split(';').next().unwrap();
        assert!(base.chars().all(|letter| letter.is_ascii_uppercase() || letter == '-'), "{line}");
        assert!(!value.chars().any(char::is_control), "{line}");
        match (*line, &mut open) {
            ("BEGIN:VEVENT", None) => open = Some(Vec::new()),
            ("END:VEVENT", Some(_)) => events.extend(open.take()),
            (_, Some(event)) => event.push((name.to_owned(), value.to_owned())),
            (_, None) => {
                assert!(matches!(base, "VERSION" | "PRODID" | "CALSCALE" | "METHOD" | "X-WR-CALNAME"), "{line}")
            }
        }
    }
    assert!(open.is_none() && !events.is_empty());
    for required in ["VERSION:2.0", "CALSCALE:GREGORIAN"] {
        assert!(lines.contains(&required), "{required}");
    }
    events
}

fn property<'a>(event: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    event.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
}

#[test]
fn the_calendar_file_is_one_that_programs_subscribe_to() {
    let lamp = dated();
    lamp.edit(
        "solution.toml",
        "id = \"spring-break\"",
        "id = \"spring-break\"\nmessage = \"no; lamps, \\\\ in 电 spring\"",
    );
    let text = horizon(&lamp, &["--format", "ics"]).exits(1).stdout;
    let events = components(&text);
    assert_eq!(events.len(), 4, "three changes and the last day");
    let ids: BTreeSet<&str> = events.iter().flat_map(|event| property(event, "UID")).collect();
    assert_eq!(ids.len(), events.len(), "every event has an identity of its own");
    for event in &events {
        assert_eq!(property(event, "DTSTAMP"), ["20261122T000000Z"], "no clock is read");
        let [start] = property(event, "DTSTART;VALUE=DATE")[..] else { panic!("{event:?}") };
        assert!(start.len() == 8 && start.bytes().all(|digit| digit.is_ascii_digit()));
        assert_eq!(property(event, "SUMMARY").len(), 1);
    }
    assert_eq!(property(&events[0], "DTEND;VALUE=DATE"), ["20270415"], "a hole has an end");
    let told = property(&events[0], "DESCRIPTION")[0];
    assert!(told.contains("no\\; lamps\\, \\\\ in 电 spring"), "{told}");
    // What stays the same keeps its identity when something else changes.
    lamp.edit("catalog/parts.toml", "until = 2028-01-01", "until = 2028-06-01");
    let later = components(&horizon(&lamp, &["--format", "ics"]).exits(1).stdout);
    assert_eq!(property(&events[0], "UID"), property(&later[0], "UID"));
    assert_ne!(property(&events[2], "UID"), property(&later[2], "UID"));
}

#[test]
fn a_calendar_without_a_change_still_holds_an_event() {
    let lamp = lamp();
    let text = horizon(&lamp, &["--format", "ics"]).exits(0).stdout;
    assert_eq!(components(&text).len(), 1);
}

#[test]
fn the_file_that_is_written_has_the_form_of_its_ending() {
    let lamp = dated();
    for (name, begins) in
        [("a.ics", "BEGIN:VCALENDAR\r\n"), ("a.json", "{\n"), ("a.md", "# lamp"), ("a.txt", "lamp 1.0.0")]
    {
        let run = horizon(&lamp, &["-o", name]).exits(1).tells("wrote");
        assert_eq!(run.stdout, "");
        assert!(lamp.read(name).starts_with(begins), "{}", lamp.read(name));
    }
    assert!(
        lamp.read("a.md").contains("| 2027-03-01 | South | no valid BOM until 2027-04-15 |"),
        "{}",
        lamp.read("a.md")
    );
    horizon(&lamp, &["-o", "a/new/folder.ics"]).exits(1).tells("wrote");
    horizon(&lamp, &["-o", "a.md/folder.ics"]).exits(2).tells("cannot write");
}

#[test]
fn a_foreign_program_reads_the_calendar_file() {
    let known = Command::new("python3").args(["-c", "import icalendar"]).output();
    if !known.is_ok_and(|output| output.status.success()) {
        println!("skipped: python3 with the package `icalendar` is not here");
        return;
    }
    let lamp = dated();
    horizon(&lamp, &["-o", "a.ics"]).exits(1);
    let script = "import icalendar, sys\n\
        events = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read()).walk('VEVENT')\n\
        print(len(events), events[0].decoded('dtstart'), [e.errors for e in events if e.errors])";
    let output = Command::new("python3").args(["-c", script, lamp.path("a.ics").to_str().unwrap()]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "4 2027-03-01 []\n");
}
