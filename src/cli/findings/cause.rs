//! Findings grouped by cause, for the formats in which each cause is one entry.

use super::finding::{Finding, Label};
use super::paths::Paths;
use crate::cli::wording::plural;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use terroir::Code;

/// For how many markets after the first a text gives the cause in full.
const MOST_MARKETS: usize = 10;

/// One entry per cause, the worst first. Conflicts that come from the same places of the solution's own files have one
/// cause, because one edit fixes them.
pub fn by_cause(findings: Vec<Finding>, paths: &Paths) -> Vec<Cause> {
    let mut causes: Vec<Cause> = Vec::new();
    // Key → how many there are, and the index of the first.
    let mut known: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for finding in findings {
        let key = paths.key(&finding);
        let (count, first) = known.entry(key.clone()).or_insert((0, causes.len()));
        match causes.get_mut(*first) {
            Some(cause) if cause.finding.code == Code::NO_VALID_BOM => cause.join(finding),
            _ => {
                *count += 1;
                // Two with the same key are distinguished by their number.
                let key = if *count == 1 { key } else { format!("{key}\n{count}") };
                causes.push(Cause { key, others: Vec::new(), finding });
            }
        }
    }
    causes.sort_by_key(|cause| cause.finding.severity);
    causes
}

/// A cause with all findings that it has led to.
pub struct Cause {
    /// What identifies it in the next run: stable when lines move.
    key: String,
    /// The first finding, with the markets of all.
    pub finding: Finding,
    /// The text of the cause in each further market.
    others: Vec<String>,
}

impl Cause {
    fn join(&mut self, other: Finding) {
        self.others.extend(other.labels.into_iter().next().map(|label| label.text));
        for (own, more) in [(&mut self.finding.markets, other.markets), (&mut self.finding.variants, other.variants)] {
            own.extend(more.into_iter().filter(|name| !own.contains(name)).collect::<Vec<_>>());
        }
    }

    /// The message with its labels and help, for formats that only show a text.
    pub fn text(&self) -> String {
        let finding = &self.finding;
        let mut out = finding.text();
        if finding.code == Code::NO_VALID_BOM {
            for Label { text, place } in &finding.labels {
                let place = place.as_ref().map(ToString::to_string).filter(|place| !text.contains(place));
                let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
                let _ = write!(out, "\n- {text}{place}");
            }
            for text in self.others.iter().take(MOST_MARKETS) {
                let _ = write!(out, "\n- {text}");
            }
            let more = self.others.len().saturating_sub(MOST_MARKETS);
            if more > 0 {
                let _ = write!(out, "\n- and {}", plural(more, "more market"));
            }
        }
        if let Some(help) = &finding.help {
            let _ = write!(out, "\nhelp: {help}");
        }
        out
    }

    /// Sixty-four hexadecimal digits that stay the same while the cause does.
    pub fn fingerprint(&self) -> String {
        hmac_sha256::Hash::hash(self.key.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
