//! The calendar of random dated portfolios: on every day on which anything changes it has what `resolve` answers.

use super::*;
use std::collections::BTreeSet;
use terroir::Date;
use terroir::horizon::{Calendar, Kind, State};

/// The contrary portfolios with rules that begin and end; every other one with `regional`.
fn dated_case(seed: u64, with_regional: bool) -> Case {
    let mut case = if seed.is_multiple_of(2) { contrary_case(seed) } else { portfolio_case(seed) };
    let mut random = Random::new(seed ^ 0xda7e);
    let days = ["2026-01-01", "2026-03-01", "2026-06-30", "2027-01-01"];
    for block in case.files.iter_mut().flat_map(|file| &mut file.blocks) {
        let is_dated = block.keys.iter().any(|(key, _)| key == "from" || key == "until");
        if block.header == "[[rules]]" && !is_dated && random.chance(60) {
            let from = random.below(3);
            block.keys.push(("from".to_owned(), raw(days[from])));
            if random.chance(50) {
                block.keys.push(("until".to_owned(), raw(days[from + 1])));
            }
        }
        if let Some((_, objective)) = block.keys.iter_mut().find(|(key, _)| key == "objective" && !with_regional) {
            *objective = texts(["cost"]);
        }
    }
    case.date = "2025-05-01";
    case
}

/// What the calendar says of a day.
fn state_on(calendar: &Calendar, day: Date) -> &State {
    let mut stretches = calendar.stretches.iter();
    &stretches.find(|one| one.from <= day && one.until.is_none_or(|until| day < until)).unwrap().state
}

fn check_calendar(solution: &Solution, case: &Case, counts: &mut Counts) {
    let compiled = solution.compile().unwrap();
    let request = case_request(case);
    let (from, until): (Date, Date) = (case.date.parse().unwrap(), "2027-06-01".parse().unwrap());
    let horizon = compiled.horizon(&request, until).unwrap();
    let codes: Vec<&str> = horizon.markets.iter().map(|calendar| calendar.market.as_str()).collect();
    let mut days: BTreeSet<Date> = codes.iter().flat_map(|code| compiled.change_dates(code)).collect();
    days.retain(|day| from < *day && *day <= until);
    for day in days.iter().copied().chain([from, until]) {
        let answers = compiled.portfolio(&request.clone().as_of(day)).unwrap();
        for (calendar, outcome) in horizon.markets.iter().zip(&answers.markets) {
            let one = request.for_markets([&calendar.market]).as_of(day);
            let resolved = compiled.resolve(&one).unwrap();
            assert_eq!(resolved.bom().map(told), outcome.bom().map(told));
            let is = match outcome {
                Outcome::Resolved(bom) => State::Resolved { cost: bom.cost(), hardware: bom.hardware_id() },
                Outcome::Conflict(_) => State::Conflict,
                Outcome::Undecided(_) => State::Undecided,
            };
            assert_eq!(*state_on(calendar, day), is, "{} on {day}\n{}", calendar.market, case.print());
            *counts.entry("days").or_default() += 1;
        }
    }
    for calendar in &horizon.markets {
        let one = request.for_markets([&calendar.market]);
        assert_eq!(compiled.horizon(&one, until).unwrap().markets, std::slice::from_ref(calendar), "{}", case.print());
        let own = compiled.change_dates(&calendar.market);
        let events = calendar.events.iter().filter(|event| event.day > from);
        for event in events {
            *counts.entry("events").or_default() += 1;
            *counts.entry("through another market").or_default() += u64::from(!own.contains(&event.day));
            assert!(!event.through.is_empty() || event.kind == Kind::Undecided, "{event:?}\n{}", case.print());
            let lines: BTreeSet<_> = event.through.iter().map(|one| (&one.place, &one.text)).collect();
            assert_eq!(lines.len(), event.through.len(), "each thing is told once: {event:?}");
            // Through what it differs from the answer on the day before is told in the same words.
            let one = request.for_markets([&calendar.market]).as_of(event.day);
            let before = days.range(..event.day).next_back().copied().unwrap_or(from);
            assert_eq!(compiled.through(&one, before).unwrap(), event.through, "{}", case.print());
        }
    }
}

fn counted(with_regional: bool) -> Counts {
    let mut counts = Counts::new();
    for seed in 1..=150 {
        let case = dated_case(seed, with_regional);
        let Ok(solution) = Solution::from_sources(case.sources()) else { continue };
        if solution.compile().is_ok() {
            check_calendar(&solution, &case, &mut counts);
            *counts.entry("portfolios").or_default() += 1;
        }
    }
    println!("calendars: {counts:?}");
    assert!(counts["portfolios"] > 50 && counts["events"] > 50, "{counts:?}");
    counts
}

#[test]
fn a_calendar_of_markets_alone_has_what_resolve_answers() {
    assert_eq!(counted(false)["through another market"], 0);
}

#[test]
fn a_calendar_of_markets_together_has_what_resolve_answers() {
    let counts = counted(true);
    assert!(counts["through another market"] > 5, "{counts:?}");
}
