//! What the public types promise to whoever builds on them.

use terroir::bom::{Bom, Commonality, Conflict, Outcome, Portfolio, ReasonSets, Skus, Undecided, Why};
use terroir::compare::Difference;
use terroir::diff::Diff;
use terroir::horizon::Horizon;
use terroir::impact::Impact;
use terroir::lock::{Lock, Part};
use terroir::{Code, Compiled, Diagnostic, Fact, Faults, Files, Number, Request, ResolveError, Solution};

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
};

/// Answers go to programs, and requests and locks come from them.
const fn is_serialisable<T: serde::Serialize>() {}
const fn reads_back<T: serde::Serialize + serde::de::DeserializeOwned>() {}

const _: () = {
    is_serialisable::<Outcome>();
    is_serialisable::<Portfolio>();
    reads_back::<Request>();
    reads_back::<Lock>();
};

#[test]
fn answers_and_requests_may_cross_threads() {
    let request = Request::market("DE");
    let same = std::thread::spawn(move || request).join();
    assert_eq!(same.map(|request| request == Request::market("DE")).ok(), Some(true));
}
