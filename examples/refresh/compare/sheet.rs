//! A CSV file against the facts of the built-in overlays: what is compared, what differs, what is left out and why.

use std::collections::{BTreeMap, BTreeSet};
use terroir::overlay::Fact;
use terroir::{AreaSummary, Solution};

/// One row: column → cell.
pub type Row = BTreeMap<String, String>;

/// How an overlay and a file differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The file has a value, the overlay none.
    New,
    /// Both have one, and they differ.
    Changed,
    /// The overlay has a value, the file none.
    Gone,
}

/// A difference between an overlay and a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The market, or the area.
    pub market: String,
    /// The fact's key, or what stands for it.
    pub key: String,
    /// What happened.
    pub change: Change,
    /// What the overlay says.
    pub overlay: String,
    /// What the file says.
    pub file: String,
}

/// What came out of comparing one file.
#[derive(Debug, Default)]
pub struct Report {
    /// Cells that were compared.
    pub compared: usize,
    /// Cells that were left out, by reason.
    pub left_out: BTreeMap<&'static str, usize>,
    /// What differs.
    pub differences: Vec<Difference>,
}

impl Report {
    /// Notes a difference between two sets of words, if there is one.
    pub fn sets(&mut self, market: &str, key: &str, overlay: &BTreeSet<String>, file: &BTreeSet<String>) {
        if overlay == file {
            return;
        }
        let change = match (overlay.is_empty(), file.is_empty()) {
            (true, _) => Change::New,
            (_, true) => Change::Gone,
            _ => Change::Changed,
        };
        let text = |words: &BTreeSet<String>| words.iter().cloned().collect::<Vec<_>>().join(" | ");
        let (market, key) = (market.to_owned(), key.to_owned());
        self.differences.push(Difference { market, key, change, overlay: text(overlay), file: text(file) });
    }
}

/// A row whose every cell must be compared, or left out for a reason.
pub struct Cells<'a> {
    pub row: &'a Row,
    pub market: String,
    pub report: &'a mut Report,
    open: BTreeSet<&'a str>,
}

impl<'a> Cells<'a> {
    pub fn new(row: &'a Row, market: &str, report: &'a mut Report) -> Self {
        Self { row, market: market.to_owned(), report, open: row.keys().map(String::as_str).collect() }
    }

    /// A cell's text; empty where there is no such column.
    pub fn cell(&self, column: &str) -> &'a str {
        self.row.get(column).map_or("", |text| text.trim())
    }

    /// The words of a cell that `|` parts.
    pub fn words(&self, column: &str) -> BTreeSet<String> {
        self.cell(column).split('|').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    fn done(&mut self, column: &str) {
        if self.open.remove(column) {
            self.report.compared += 1;
        }
    }

    /// Compares the words of a cell with those of the overlay.
    pub fn same(&mut self, column: &str, key: &str, overlay: &BTreeSet<String>) {
        let file = self.words(column);
        self.sets(column, key, overlay, &file);
    }

    /// Compares a cell that was taken apart already.
    pub fn sets(&mut self, column: &str, key: &str, overlay: &BTreeSet<String>, file: &BTreeSet<String>) {
        self.done(column);
        self.report.sets(&self.market, key, overlay, file);
    }

    /// Compares one word.
    pub fn word(&mut self, column: &str, key: &str, overlay: &str, file: &str) {
        self.sets(column, key, &set([overlay]), &set([file]));
    }

    /// Compares columns that are one statement together.
    pub fn together(&mut self, columns: &[&str], key: &str, overlay: &str, file: &str) {
        for column in columns {
            self.done(column);
        }
        self.report.sets(&self.market, key, &set([overlay]), &set([file]));
    }

    /// What a cell says stands among all that is said, and what its own source says stands in the cell.
    pub fn contended(&mut self, column: &str, key: &str, said: &Said, file: &BTreeSet<String>) {
        let kept: BTreeSet<String> = file.intersection(&said.all).chain(&said.own).cloned().collect();
        self.sets(column, key, &kept, file);
    }

    /// Leaves columns out.
    pub fn leave_out(&mut self, columns: &[&str], reason: &'static str) {
        for column in columns {
            if self.open.remove(*column) {
                *self.report.left_out.entry(reason).or_default() += 1;
            }
        }
    }

    /// Leaves what is still open out.
    pub fn leave_row_out(&mut self, reason: &'static str) {
        let open: Vec<&str> = self.open.iter().copied().collect();
        self.leave_out(&open, reason);
    }

    /// A column that nothing spoke of is a difference: a new column of the file has no home.
    pub fn finish(self) {
        for column in self.open {
            let (market, key) = (self.market.clone(), format!("column {column}"));
            let file = self.row.get(column).cloned().unwrap_or_default();
            self.report.differences.push(Difference { market, key, change: Change::New, overlay: String::new(), file });
        }
    }
}

/// Words as a set; empty ones are none.
pub fn set<'t>(words: impl IntoIterator<Item = &'t str>) -> BTreeSet<String> {
    words.into_iter().filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// `yes` or `no`.
pub fn yes(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// A number as it is shortest: `20.0` is `20`.
pub fn number(text: &str) -> String {
    if !text.contains('.') {
        return text.to_owned();
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A JSON value as words: of an array each, of anything else one.
pub fn words_of(value: &serde_json::Value) -> BTreeSet<String> {
    match value {
        serde_json::Value::Array(items) => items.iter().map(word_of).collect(),
        other => [word_of(other)].into(),
    }
}

fn word_of(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Number(found) => number(&found.to_string()),
        other => other.to_string(),
    }
}

/// The values of one fact with its contenders.
#[derive(Clone, Debug, Default)]
pub struct Values {
    pub values: BTreeSet<String>,
    pub status: String,
    contenders: Vec<(String, String)>,
}

impl Values {
    /// What some sources say instead; of all sources where none is named.
    pub fn contenders(&self, sources: &[&str]) -> BTreeSet<String> {
        let of = self.contenders.iter().filter(|(source, _)| sources.is_empty() || sources.contains(&source.as_str()));
        of.map(|(_, value)| value.clone()).collect()
    }

    /// The values and what these sources say instead, of which the first is a cell's own.
    pub fn said_by(&self, sources: &[&str]) -> Said {
        let own = self.contenders(sources.get(..1).unwrap_or_default());
        Said { own, all: self.values.union(&self.contenders(sources)).cloned().collect() }
    }

    /// The values and all contenders.
    pub fn all(&self) -> BTreeSet<String> {
        self.values.union(&self.contenders(&[])).cloned().collect()
    }
}

/// What may stand in a cell.
pub struct Said {
    /// What the cell's own source says instead of the values.
    own: BTreeSet<String>,
    /// The values, and what any of its sources says instead.
    all: BTreeSet<String>,
}

/// All facts of one market, as the library resolves them.
pub struct Market {
    pub facts: BTreeMap<String, Fact>,
}

impl Market {
    /// A fact's values; empty where there is none.
    pub fn get(&self, key: &str) -> Values {
        let Some(fact) = self.facts.get(key) else { return Values::default() };
        let contenders = fact.contenders.iter().map(|one| (one.source.clone(), number(&one.value)));
        Values {
            values: words_of(&fact.value),
            status: fact.status.map(|status| status.to_string()).unwrap_or_default(),
            contenders: contenders.collect(),
        }
    }

    /// A fact's only word.
    pub fn word(&self, key: &str) -> String {
        self.get(key).values.into_iter().collect::<Vec<_>>().join("|")
    }

    /// Whether a Boolean fact is true.
    pub fn is(&self, key: &str) -> bool {
        self.facts.get(key).is_some_and(|fact| fact.value == serde_json::Value::Bool(true))
    }

    /// The ids of a section: `radio` → `wifi-5150-5250`. Ids may hold dots, keys of entries do not.
    pub fn ids(&self, section: &str, key: &str) -> Vec<String> {
        let inner = |name: &String| {
            let rest = name.strip_prefix(section)?.strip_prefix('.')?;
            Some(rest.strip_suffix(key)?.strip_suffix('.')?.to_owned())
        };
        self.facts.keys().filter_map(inner).collect()
    }
}

/// All areas and the facts of those that were asked for.
pub struct Book {
    world: Solution,
    areas: BTreeMap<String, AreaSummary>,
    markets: BTreeMap<String, Market>,
}

impl Book {
    /// The built-in overlays.
    ///
    /// # Errors
    /// Faults of the overlays.
    pub fn new() -> Result<Self, terroir::Faults> {
        let world = Solution::world()?;
        let areas = world.areas().into_iter().map(|area| (area.code.clone(), area)).collect();
        Ok(Self { world, areas, markets: BTreeMap::new() })
    }

    /// An area's facts; none where there is no such area.
    pub fn market(&mut self, code: &str) -> &Market {
        self.markets.entry(code.to_owned()).or_insert_with(|| {
            let facts = self.world.facts(code).unwrap_or_default();
            Market { facts: facts.into_iter().map(|fact| (fact.key.clone(), fact)).collect() }
        })
    }

    /// The codes of all countries that were read as a whole; the others are written from files of their own.
    pub fn countries(&self) -> Vec<String> {
        let read = self.areas.iter().filter(|(_, area)| area.tier == 1).map(|(code, _)| code);
        read.filter(|code| code.len() == 2 && code.chars().all(char::is_uppercase)).cloned().collect()
    }

    /// An area's name.
    pub fn name(&self, code: &str) -> String {
        self.areas.get(code).map_or_else(String::new, |area| area.name.clone())
    }

    /// How many families the sources of a fact are of.
    pub fn families(&self, sources: &[String]) -> usize {
        let family = |id: &String| self.world.citation(id)?.family;
        sources.iter().filter_map(family).collect::<BTreeSet<_>>().len()
    }

    /// Whether an area lies in another.
    pub fn lies_in(&self, code: &str, other: &str) -> bool {
        code == other
            || self.areas.get(code).is_some_and(|area| area.within.iter().any(|parent| self.lies_in(parent, other)))
    }
}
