//! SARIF 2.1.0 (OASIS), within the limits of GitHub's code scanning
//! (<https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning>).

use super::cause::Cause;
use super::paths::Paths;
use crate::cli::codes;
use crate::cli::failure::Failure;
use serde::Serialize;
use serde_json::{Value, json};
use terroir::Place;
use terroir::{Code, Severity};

/// The most results per run that code scanning accepts.
const MOST_RESULTS: usize = 25_000;

/// The base of the places in the overlays that are in the binary.
const BUILT_IN: &str = "TERROIR_BUILT_IN";

/// The most further places of a result.
const MOST_RELATED: usize = 10;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject {
    rule_id: Code,
    rule_index: usize,
    level: &'static str,
    message: Value,
    locations: [Value; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Value>,
    partial_fingerprints: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Value>,
    properties: Value,
}

/// The findings as a log with one run and a line end.
pub fn sarif(causes: &[Cause], paths: &Paths) -> Result<String, Failure> {
    let (kept, left_out) = causes.split_at(causes.len().min(MOST_RESULTS));
    let mut codes: Vec<Code> = kept.iter().map(|cause| cause.finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let results: Vec<ResultObject> = kept.iter().map(|cause| result(cause, &codes, paths)).collect();
    let version = env!("CARGO_PKG_VERSION");
    let driver = json!({
        "name": "terroir",
        "version": version,
        "semanticVersion": version,
        "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
    });
    let mut run = json!({
        "tool": { "driver": driver },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            BUILT_IN: { "description": { "text": "overlays in the terroir binary; `terroir regions AREA` lists their facts" } },
        },
        "results": results,
    });
    if let (Some(run), false) = (run.as_object_mut(), left_out.is_empty()) {
        run.insert("properties".to_owned(), json!({ "resultsLeftOut": left_out.len() }));
    }
    let log = json!({ "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run] });
    Ok(format!("{}\n", serde_json::to_string_pretty(&log)?))
}

fn rule(code: Code) -> Value {
    let help = codes::markdown(code);
    json!({
        "id": code,
        "shortDescription": { "text": code.text().summary },
        "help": { "text": help, "markdown": help },
    })
}

fn result(cause: &Cause, codes: &[Code], paths: &Paths) -> ResultObject {
    let finding = &cause.finding;
    let own = paths.place(finding);
    let labels = finding.labels.iter().filter_map(|label| Some((&label.text, label.place.as_ref()?)));
    let shown = |place: &Place| place.is_built_in() || paths.is_own(place);
    let related = labels.filter(|(_, place)| shown(place) && **place != own).take(MOST_RELATED);
    let related = (1..).zip(related).map(|(id, (text, place))| {
        let mut location = location(place, paths);
        if let Some(object) = location.as_object_mut() {
            object.insert("id".to_owned(), json!(id));
            object.insert("message".to_owned(), json!({ "text": text }));
        }
        location
    });
    ResultObject {
        rule_id: finding.code,
        rule_index: codes.iter().position(|code| *code == finding.code).unwrap_or(0),
        level: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        message: json!({ "text": cause.text() }),
        locations: [location(&own, paths)],
        related_locations: related.collect(),
        partial_fingerprints: fingerprints(&cause.fingerprint()),
        suppressions: if finding.waived {
            vec![json!({ "kind": "external", "status": "accepted", "justification": finding.because })]
        } else {
            Vec::new()
        },
        properties: json!({ "markets": finding.markets }),
    }
}

/// Under terroir's own name, and under the one that code scanning compares.
fn fingerprints(whole: &str) -> Value {
    let short = whole.get(..16).unwrap_or(whole);
    json!({ "terroir/v1": whole, "primaryLocationLineHash": format!("{short}:1") })
}

/// A place; one in a built-in file is relative to a base of its own, so that no viewer looks for it in the repository.
fn location(place: &Place, paths: &Paths) -> Value {
    let artifact = if place.is_built_in() {
        json!({ "uri": place.file, "uriBaseId": BUILT_IN })
    } else {
        json!({ "uri": paths.uri(&place.file) })
    };
    json!({
        "physicalLocation": {
            "artifactLocation": artifact,
            "region": { "startLine": place.line, "startColumn": place.column },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::cause::by_cause;
    use super::super::finding::Finding;
    use super::*;
    use terroir::Code;
    use terroir::Files;

    #[test]
    fn a_run_holds_no_more_results_than_code_scanning_takes() {
        let paths = Paths::of(std::path::Path::new("."), &Files::new(), None);
        let finding = |severity| Finding {
            code: Code::GAP,
            severity,
            key: String::new(),
            waived: false,
            because: None,
            message: "the same".to_owned(),
            place: None,
            labels: Vec::new(),
            help: None,
            variants: Vec::new(),
            markets: Vec::new(),
        };
        let mut findings: Vec<Finding> = (0..MOST_RESULTS).map(|_| finding(Severity::Warning)).collect();
        findings.push(finding(Severity::Error));
        let causes = by_cause(findings, &paths);
        let log: Value = serde_json::from_str(&sarif(&causes, &paths).unwrap_or_default()).unwrap_or_default();
        let run = &log["runs"][0];
        assert_eq!(run["results"].as_array().map(Vec::len), Some(MOST_RESULTS));
        assert_eq!(run["properties"]["resultsLeftOut"], 1);
        assert_eq!(run["results"][0]["level"], "error", "the worst come first, so they are kept");
        let print = |at: usize| run["results"][at]["partialFingerprints"]["terroir/v1"].clone();
        assert_ne!(print(1), print(2), "two of one kind have their own fingerprints");
    }
}
