//! The facts of an area by the entries of overlays that state them, and which of them a word such as `radio` means.

use std::collections::BTreeSet;
use terroir::Fact;

/// An entry: a rule of `[[radio]]`, a carrier, `[power]`.
pub struct RegionEntry<'f> {
    /// `radio`, `carriers`, `gaps`.
    pub section: &'f str,
    /// What the entry is called; empty where a section is one entry.
    pub id: &'f str,
    /// Its facts, each with the last part of its key; empty where the entry is one value.
    pub facts: Vec<(&'f str, &'f Fact)>,
}

/// Words for kinds of facts beside the names of sections, each with what it means.
const KINDS: [(&str, &[&str]); 17] = [
    ("radio", &["radio", "spectrum"]),
    ("spectrum", &["radio", "spectrum"]),
    ("carriers", &["carriers", "carrier", "network"]),
    ("networks", &["carriers", "carrier", "network"]),
    ("certification", &["certification", "regime.cert"]),
    ("safety", &["safety", "certification.safety"]),
    ("emc", &["emc", "certification.emc"]),
    ("telecom", &["telecom", "certification.telecom"]),
    ("cyber", &["cyber", "certification.cyber"]),
    ("energy", &["energy", "certification.energy"]),
    ("substances", &["substances", "certification.substances"]),
    ("battery", &["battery", "certification.battery"]),
    ("labels", &["label", "regime.label", "certification.label"]),
    ("label", &["label", "regime.label", "certification.label"]),
    ("data", &["data", "regime.data"]),
    ("roaming", &["connectivity.roaming", "regime.roaming"]),
    ("sensors", &["sensors", "index", "sense"]),
];

/// Whether a word is one for a kind of facts, whether or not a market has any.
pub fn is_kind(word: &str) -> bool {
    KINDS.iter().any(|(kind, _)| *kind == word)
}

/// The words that may follow an area: those of the kinds, and the sections of its facts.
pub fn known_words(facts: &[Fact]) -> Vec<&str> {
    let sections = facts.iter().map(|fact| fact.key.split('.').next().unwrap_or_default());
    let words: BTreeSet<&str> = sections.chain(KINDS.iter().map(|(kind, _)| *kind)).collect();
    words.into_iter().collect()
}

/// Facts, sorted by key, by the entries that they are of.
pub fn entries_of(facts: &[Fact]) -> Vec<RegionEntry<'_>> {
    let mut entries: Vec<RegionEntry<'_>> = Vec::new();
    for fact in facts {
        let (section, id, name) = parts(&fact.key);
        let at = entries.iter().rposition(|one| one.section == section && one.id == id);
        match at.and_then(|at| entries.get_mut(at)) {
            Some(entry) => entry.facts.push((name, fact)),
            None => entries.push(RegionEntry { section, id, facts: vec![(name, fact)] }),
        }
    }
    entries
}

/// Section, entry and last part of a key.
fn parts(key: &str) -> (&str, &str, &str) {
    let (section, rest) = key.split_once('.').unwrap_or((key, ""));
    match section {
        "identity" => (section, "", rest),
        "gaps" | "complete" | "set" | "supplies" => (section, rest, ""),
        _ => match rest.rsplit_once('.') {
            Some((id, name)) => (section, id, name),
            None => (section, rest, ""),
        },
    }
}

impl RegionEntry<'_> {
    /// A text that it states.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.facts.iter().find(|(known, _)| *known == name).and_then(|(_, fact)| fact.value.as_str())
    }

    /// The technology of a rule of the spectrum and the lower end of its range, by which rules are sorted.
    pub fn range(&self) -> (Option<&str>, u64) {
        let range = self.facts.iter().find(|(name, _)| *name == "range_mhz").and_then(|(_, fact)| fact.value.get(0));
        let whole = range.and_then(|low| low.to_string().split('.').next()?.parse().ok());
        (self.text("technology"), whole.unwrap_or_default())
    }

    /// Whether it is about what a word means: a kind of facts, a technology, a capability, a kind of certification.
    pub fn is_about(&self, word: &str) -> bool {
        let own = [word];
        let meant = KINDS.iter().find(|(kind, _)| *kind == word).map_or(own.as_slice(), |(_, meant)| meant);
        let topics = self.topics();
        meant.iter().any(|meant| topics.iter().any(|topic| is_below(topic, meant)))
    }

    fn topics(&self) -> Vec<String> {
        let own = |name: &str| self.text(name).map(str::to_owned);
        let mut topics = vec![self.section.to_owned()];
        match self.section {
            "radio" => topics.extend(own("technology")),
            "certification" => {
                let kind = own("kind");
                topics.extend(kind.iter().map(|kind| format!("certification.{kind}")));
                // Certification of radios is no rule of the spectrum.
                topics.extend(kind.filter(|kind| kind != "radio"));
            }
            "limits" | "needs" => topics.extend(own("capability")),
            "sensors" => topics.extend(own("measure")),
            "provides" | "gaps" => topics.push(self.id.to_owned()),
            _ => {}
        }
        topics
    }
}

fn is_below(topic: &str, meant: &str) -> bool {
    topic.strip_prefix(meant).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
