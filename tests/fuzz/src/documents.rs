//! Texts of a solution: one document, one condition, or all files.

use crate::{files, request, said, text, told};
use terroir::export::Release;
use terroir::lock::Lock;
use terroir::span::{File, Files, Span};
use terroir::syntax::condition::TextPlace;
use terroir::syntax::parse_condition;
use terroir::{Compiled, Solution, export};

/// The files beside the one that is fuzzed.
const LAMP: &str = include_str!("lamp.txt");

/// `solution.toml`, whatever it is.
pub fn read(data: &[u8]) {
    let Some(text) = text(data) else { return };
    if let Some(solution) = build(vec![("solution.toml".to_owned(), text.to_owned())]) {
        answer(&solution);
    }
}

/// A condition: as it is, printed and read again, and as the condition of a slot.
pub fn conditions(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let parsed = parse(text);
    if let Some(condition) = parsed {
        let printed = condition.to_string();
        let again = parse(&printed).map(|condition| condition.to_string());
        assert_eq!(again.as_deref(), Some(printed.as_str()), "printed, and not read again: {text:?}");
    }
    let quoted = toml_text(text);
    let files =
        with("solution.toml", |lamp| format!("{lamp}[slots.housing]\nchoose = [\"housing\"]\nwhen = {quoted}\n"));
    build(files).iter().for_each(answer);
}

fn parse(text: &str) -> Option<terroir::syntax::condition::Condition> {
    let mut files = Files::new();
    let id = files.add(File::new("solution.toml", text));
    let place = TextPlace { whole: Span::new(id, 0..text.len()), inner: Some(0) };
    match parse_condition(text, place) {
        Ok(condition) => Some(condition),
        Err(fault) => {
            said(&[fault], &files);
            None
        }
    }
}

/// An overlay of Germany.
pub fn overlays(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let mut files = lamp();
    files.push(("regions/DE.toml".to_owned(), text.to_owned()));
    build(files).iter().for_each(answer);
}

/// A catalogue as CSV beside one as TOML.
pub fn catalogue(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let mut files = lamp();
    files.push(("catalog/more.csv".to_owned(), text.to_owned()));
    build(files).iter().for_each(answer);
}

/// All files of a solution, each after a line `=== NAME`.
pub fn solution(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let files = files(text);
    // Without a manifest there is no place to name.
    if files.iter().any(|(name, _)| name == "solution.toml") {
        build(files).iter().for_each(answer);
    }
}

fn lamp() -> Vec<(String, String)> {
    files(LAMP)
}

fn with(name: &str, change: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let mut files = lamp();
    files.iter_mut().filter(|(own, _)| own == name).for_each(|(_, text)| *text = change(text));
    files
}

/// A text as a string of TOML.
pub(crate) fn toml_text(text: &str) -> String {
    terroir::syntax::toml_string(text)
}

/// The solution, or its faults, which are checked.
pub(crate) fn build(files: Vec<(String, String)>) -> Option<Solution> {
    match Solution::from_sources(files) {
        Ok(solution) => {
            said(solution.diagnostics(), solution.files());
            Some(solution)
        }
        Err(faults) => {
            told(&faults);
            None
        }
    }
}

/// Compiled and resolved for its first markets, with a lock that reads back.
fn answer(solution: &Solution) {
    let Some((_, portfolio)) = resolved(solution) else { return };
    let _ = export::json(&portfolio).expect("an answer as JSON");
    let lock = Lock::from_portfolio(&portfolio, solution.files(), solution.currency()).with_stated(solution);
    let written = lock.to_text();
    let read =
        Lock::parse(&written).unwrap_or_else(|error| panic!("a lock that does not read back: {error}\n{written}"));
    assert_eq!(read.to_text(), written, "a lock that changes when it is read");
}

/// The answers of a solution's first markets.
pub(crate) fn resolved(solution: &Solution) -> Option<(Compiled, terroir::Portfolio)> {
    let compiled = match solution.compile() {
        Ok(compiled) => compiled,
        Err(faults) => {
            told(&faults);
            return None;
        }
    };
    said(compiled.diagnostics(), solution.files());
    let first: Vec<String> = solution.markets().into_iter().take(3).collect();
    match compiled.portfolio(&request().for_markets(first)) {
        Ok(portfolio) => Some((compiled, portfolio)),
        Err(error) => {
            assert_ne!(error.kind(), terroir::ResolveErrorKind::Refused, "the checker refuses: {error}");
            None
        }
    }
}

/// What a release needs is there where an answer is.
pub(crate) fn release(compiled: &Compiled, portfolio: &terroir::Portfolio) -> Option<Release> {
    Release::of(compiled, portfolio).ok()
}
