//! What the public types promise to whoever builds on them.

use terroir::bom::{Bom, Commonality, Conflict, Outcome, Portfolio, ReasonSets, Skus, Undecided, Why};
use terroir::compare::Difference;
use terroir::diff::Diff;
use terroir::horizon::Horizon;
use terroir::impact::Impact;
use terroir::import::Settings;
use terroir::lock::{Lock, Part};
use terroir::session::{Commitment, Domain, Session};
use terroir::{Code, Compiled, Date, Diagnostic, Fact, Faults, Files, Number, Request, ResolveError, Solution};

/// Compiles for types that threads may share and pass on.
const fn is_send_and_sync<T: Send + Sync>() {}

const _: () = {
    is_send_and_sync::<Solution>();
    is_send_and_sync::<Compiled>();
    is_send_and_sync::<Request>();
    is_send_and_sync::<ResolveError>();
    is_send_and_sync::<Diagnostic>();
    is_send_and_sync::<Faults>();
    is_send_and_sync::<Files>();
    is_send_and_sync::<Code>();
    is_send_and_sync::<Fact>();
    is_send_and_sync::<Number>();
    is_send_and_sync::<Outcome>();
    is_send_and_sync::<Bom>();
    is_send_and_sync::<Conflict>();
    is_send_and_sync::<Undecided>();
    is_send_and_sync::<Portfolio>();
    is_send_and_sync::<Commonality>();
    is_send_and_sync::<ReasonSets>();
    is_send_and_sync::<Why>();
    is_send_and_sync::<Skus>();
    is_send_and_sync::<Difference>();
    is_send_and_sync::<Diff>();
    is_send_and_sync::<Horizon>();
    is_send_and_sync::<Impact>();
    is_send_and_sync::<Lock>();
    is_send_and_sync::<Part>();
    is_send_and_sync::<Session>();
    is_send_and_sync::<Domain>();
};

/// Answers go to programs, and requests and locks come from them.
const fn is_serialisable<T: serde::Serialize>() {}
const fn reads_back<T: serde::Serialize + serde::de::DeserializeOwned>() {}

const _: () = {
    is_serialisable::<Outcome>();
    is_serialisable::<Portfolio>();
    is_serialisable::<Diagnostic>();
    reads_back::<Request>();
    reads_back::<Lock>();
    reads_back::<Commitment>();
    reads_back::<Date>();
    reads_back::<Settings>();
};

#[test]
fn answers_and_requests_may_cross_threads() {
    let request = Request::market("DE");
    let same = std::thread::spawn(move || request).join();
    assert_eq!(same.map(|request| request == Request::market("DE")).ok(), Some(true));
}

#[test]
#[allow(clippy::unwrap_used)]
fn a_diagnostic_is_written_with_words_and_places() {
    let faults =
        Solution::from_sources([("solution.toml", "[solution]\nname = 'lamp'\nmarkts = ['US']\n")]).unwrap_err();
    let unknown = faults.diagnostics.iter().find(|one| one.code == "unknown-key").unwrap();
    let written = serde_json::to_value(unknown).unwrap();
    assert_eq!((&written["code"], &written["severity"]), (&"unknown-key".into(), &"error".into()));
    assert_eq!(written["message"], unknown.message.as_str());
    assert_eq!(written["help"], unknown.help.as_deref().unwrap());
    let span = &written["labels"][0]["span"];
    assert_eq!(span.as_object().unwrap().keys().collect::<Vec<_>>(), ["end", "file", "start"]);
    assert_eq!(span["start"], 25);
}

#[test]
#[allow(clippy::unwrap_used)]
fn a_date_reads_back_and_a_wrong_one_is_named() {
    let day: Date = serde_json::from_str("\"2026-11-22\"").unwrap();
    assert_eq!(serde_json::to_string(&day).unwrap(), "\"2026-11-22\"");
    let error = serde_json::from_str::<Date>("\"2026-02-30\"").unwrap_err();
    assert!(error.to_string().starts_with("`2026-02-30` is not a date of the form YYYY-MM-DD"), "{error}");
}
