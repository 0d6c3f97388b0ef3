//! The facts of an area as a page of sentences, each with what it cites: pages, day, status.

use super::conflict_text;
use super::region_entries::{RegionEntry, entries_of};
use super::region_sentences::sentence;
use serde::Serialize;
use terroir::{Date, Fact, FactStatus, FileOrigin, Solution, printable};

/// Sections in the order of the page, each with its heading.
const SECTIONS: [(&str, &str); 13] = [
    ("identity", "Country"),
    ("power", "Power"),
    ("radio", "Radio"),
    ("certification", "Certification"),
    ("certificates", "Certificates"),
    ("limits", "Limits"),
    ("needs", "Needs"),
    ("sensors", "Sensors"),
    ("provides", "What sources say"),
    ("supplies", "Supplies"),
    ("duties", "Duties"),
    ("carriers", "Carriers"),
    (GAPS, "Not known"),
];

/// The section of what no source was read for.
const GAPS: &str = "gaps";

/// One sentence with what it cites.
#[derive(Serialize)]
pub struct StatementJson {
    key: String,
    text: String,
    status: Option<String>,
    as_of: Option<String>,
    sources: Vec<SourceJson>,
    layer: String,
    whose: FileOrigin,
    file: String,
    line: u32,
    /// The values of other sources, as in `voltage_v 127 (iec-world-plugs)`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contenders: Vec<String>,
    #[serde(skip)]
    section: String,
}

/// A source with its page.
#[derive(Serialize, PartialEq, Eq)]
struct SourceJson {
    id: String,
    title: String,
    page: Option<String>,
}

/// The facts as sentences, in the order of the page.
pub fn statements(solution: &Solution, facts: &[Fact]) -> Vec<StatementJson> {
    let mut entries = entries_of(facts);
    let place = |entry: &RegionEntry<'_>| SECTIONS.iter().position(|(section, _)| *section == entry.section);
    entries.sort_by(|one, other| {
        let key = |entry: &RegionEntry<'_>| place(entry).unwrap_or(SECTIONS.len() - 2);
        key(one).cmp(&key(other)).then_with(|| one.range().cmp(&other.range()))
    });
    entries.iter().filter_map(|entry| statement(solution, entry)).collect()
}

fn statement(solution: &Solution, entry: &RegionEntry<'_>) -> Option<StatementJson> {
    let (_, first) = entry.facts.iter().min_by_key(|(_, fact)| &fact.place)?;
    let facts = || entry.facts.iter().map(|(_, fact)| *fact);
    let mut ids: Vec<&String> = facts().flat_map(|fact| &fact.source).collect();
    ids.sort();
    ids.dedup();
    let source = |id: &String| SourceJson {
        id: id.clone(),
        title: conflict_text::citation(solution, id),
        page: solution.citation(id).and_then(|source| source.url),
    };
    let weakest = FactStatus::ALL.iter().rev().find(|status| facts().any(|fact| fact.status == Some(**status)));
    let contender = |(name, fact): &(&str, &Fact)| {
        let each = fact.contenders.iter().map(|one| format!("{name} {} ({})", one.value, one.source));
        each.collect::<Vec<_>>()
    };
    Some(StatementJson {
        key: format!("{}.{}", entry.section, entry.id).trim_end_matches('.').to_owned(),
        text: sentence(entry),
        status: weakest.map(ToString::to_string),
        as_of: facts().filter_map(|fact| fact.as_of).min().map(|day: Date| day.to_string()),
        sources: ids.into_iter().map(source).collect(),
        layer: first.layer.clone(),
        whose: first.file_origin,
        file: first.place.file.clone(),
        line: first.place.line,
        contenders: entry.facts.iter().flat_map(contender).collect(),
        section: entry.section.to_owned(),
    })
}

/// The page: sentences below headings; what several cite alike is written once, below them. `parts` is what was wanted.
pub fn page(area: &str, statements: &[StatementJson], parts: &[&str]) -> String {
    if statements.is_empty() {
        let parts = if parts.is_empty() { "it".to_owned() } else { parts.join(", ") };
        return format!("\nno overlay states anything about {}: it is not known\n", printable(&parts));
    }
    let mut page = String::new();
    for of_section in statements.chunk_by(|one, other| one.section == other.section) {
        let Some(first) = of_section.first() else { continue };
        let heading = SECTIONS.iter().find(|(section, _)| *section == first.section);
        page.push_str(&format!("\n{}\n", heading.map_or(first.section.as_str(), |(_, heading)| heading)));
        for alike in of_section.chunk_by(|one, other| one.citation(area) == other.citation(area)) {
            alike.iter().for_each(|one| page.push_str(&format!("  {}\n", printable(&one.text))));
            let citation = alike.first().map(|one| one.citation(area)).filter(|citation| !citation.is_empty());
            page.extend(citation.map(|citation| format!("    {}\n", printable(&citation))));
        }
    }
    page
}

impl StatementJson {
    /// `agree, 2017-10-17, of eea: IEC World Plugs, 2017-10-17 <https://www.iec.ch/world-plugs>`.
    fn citation(&self, area: &str) -> String {
        let layer = (self.layer != area).then(|| format!("of `{}`", self.layer));
        let own = match self.whose {
            FileOrigin::BuiltIn => None,
            origin @ (FileOrigin::Pack | FileOrigin::Own) => {
                Some(format!("{}:{} ({})", self.file, self.line, origin.word()))
            }
        };
        let head: Vec<String> = [self.status.clone(), self.as_of.clone(), layer, own].into_iter().flatten().collect();
        let page = |source: &SourceJson| source.page.as_ref().map(|page| format!(" <{page}>")).unwrap_or_default();
        let sources: Vec<String> =
            self.sources.iter().map(|source| format!("{}{}", source.title, page(source))).collect();
        let others = self.contenders.join("; ");
        let others = if others.is_empty() { others } else { format!("; others state: {others}") };
        match (head.is_empty(), sources.is_empty()) {
            // A gap is the absence of a source.
            (true, true) => others,
            (false, true) if self.section == GAPS => head.join(", "),
            (false, true) => format!("{}; no source{others}", head.join(", ")),
            (true, false) => format!("{}{others}", sources.join("; ")),
            (false, false) => format!("{}: {}{others}", head.join(", "), sources.join("; ")),
        }
    }
}
