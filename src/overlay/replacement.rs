//! Own statements that change or remove wider ones: what was required without them, and what is required with them.

use super::complete::entries_of;
use super::merge::{Merging, Version, beats, layer_beats, versions};
use crate::model::{AreaId, Layer, Model, Removal, Section, StatementId};
use crate::schema::{Entry, EntryReader};
use crate::span::{FileOrigin, Span};

/// The sections whose entries require something.
const REQUIRING: [Section; 6] =
    [Section::Carriers, Section::Certification, Section::Sensors, Section::Needs, Section::Limits, Section::Rules];

/// A statement of an own overlay, or of a pack, that changes an entry of wider ones.
#[derive(Clone, Debug)]
pub struct Replacement {
    /// The statement.
    pub statement: StatementId,
    /// The strongest of those that it changes.
    pub wider: StatementId,
    /// What the wider ones require without it.
    pub before: Vec<Entry>,
    /// What they and it require.
    pub after: Vec<Entry>,
}

/// The replacements in one version of an entry.
pub(super) fn replacements(model: &Model, section: Section, id: &str, version: &Version) -> Vec<Replacement> {
    if !REQUIRING.contains(&section) || version.statements.len() < 2 {
        return Vec::new();
    }
    let is_own = |id: &StatementId| model.layers[model.statements[*id].layer].file_origin != FileOrigin::BuiltIn;
    let replacement = |statement: StatementId| {
        let weaker = version.statements.iter().copied().filter(|weak| beats(model, statement, *weak));
        let mut statements: Vec<StatementId> = weaker.collect();
        let wider = strongest(model, &statements)?;
        let before = typed(model, section, id, &statements)?;
        statements.push(statement);
        let after = typed(model, section, id, &statements)?;
        Some(Replacement { statement, wider, before, after })
    };
    version.statements.iter().copied().filter(is_own).filter_map(replacement).collect()
}

/// A requirement that `[remove]` of an own overlay, or of a pack, names.
#[derive(Clone, Debug)]
pub struct RemovedEntry {
    /// The id as it is written there.
    pub place: Span,
    /// The area in which it is removed.
    pub area: AreaId,
    /// The strongest of the statements that are removed.
    pub wider: StatementId,
    /// What they require.
    pub before: Vec<Entry>,
    /// What the file that removes them states in their place.
    pub after: Vec<Entry>,
}

/// What overlays remove of what wider ones, or built-in ones, require of the markets.
#[must_use]
pub fn removed_entries(model: &Model, markets: &[AreaId]) -> Vec<RemovedEntry> {
    let applies = |layer: &&Layer| markets.iter().any(|market| model.areas.lies_in(*market, layer.area));
    let own = |layer: &&Layer| layer.file_origin != FileOrigin::BuiltIn;
    let layers = model.layers.iter().filter(own).filter(applies);
    layers.flat_map(|layer| layer.removals.iter().filter_map(|one| removed_entry(model, layer, one))).collect()
}

fn removed_entry(model: &Model, layer: &Layer, removal: &Removal) -> Option<RemovedEntry> {
    let removal_id = removal.id.value.as_str();
    let written = (removal.section, removal_id.to_owned());
    let sensor = || Some((Section::Sensors, removal_id.split_once('.')?.1.to_owned()));
    let (section, id) = if model.entries.contains_key(&written) { written } else { sensor()? };
    if !REQUIRING.contains(&section) {
        return None;
    }
    let stated = model.entries.get(&(section, id.clone()))?;
    let of = |statement: StatementId| &model.layers[model.statements[statement].layer];
    let is_gone = |statement: StatementId| {
        let names = |other: &&Layer| {
            let mut removals = other.removals.iter();
            removals.any(|one| one.section == removal.section && one.id.value == removal.id.value)
        };
        let mut wider = model.layers.iter().filter(|other| layer_beats(model, layer, other)).filter(names);
        wider.any(|other| layer_beats(model, other, of(statement)))
    };
    let weaker = stated.iter().copied().filter(|one| layer_beats(model, layer, of(*one)) && !is_gone(*one));
    let weaker: Vec<StatementId> = weaker.collect();
    let anew = stated.iter().copied().filter(|one| of(*one).file == layer.file && of(*one).area == layer.area);
    let lowered = |statements: Vec<StatementId>| {
        let versions = versions(model, statements).into_iter();
        let entries = versions.filter_map(|version| typed(model, section, &id, &version.statements)).flatten();
        entries.filter(|entry| section != Section::Sensors || is_named(entry, removal)).collect::<Vec<Entry>>()
    };
    let (wider, after) = (strongest(model, &weaker)?, lowered(anew.collect()));
    Some(RemovedEntry { place: removal.id.span, area: layer.area, wider, before: lowered(weaker), after })
}

/// Whether something that a sensor makes is what `[remove]` names.
fn is_named(entry: &Entry, removal: &Removal) -> bool {
    let is = |section: Section, id: &str| removal.section == section && removal.id.value == id;
    if let Entry::AreaNeed(need) = entry {
        is(Section::Needs, &need.id)
    } else if let Entry::Limit(limit) = entry {
        is(Section::Limits, &limit.id)
    } else {
        false
    }
}

/// The statement that no other one beats; of several, that of the first area by code, whatever the order of files.
fn strongest(model: &Model, statements: &[StatementId]) -> Option<StatementId> {
    let beaten = |one: &StatementId| statements.iter().any(|other| beats(model, *other, *one));
    let code = |one: &StatementId| model.areas.code(model.layers[model.statements[*one].layer].area);
    statements.iter().copied().filter(|one| !beaten(one)).min_by_key(code)
}

/// What statements of an entry lower to; `None` where they clash, which is reported with the whole entry.
fn typed(model: &Model, section: Section, id: &str, statements: &[StatementId]) -> Option<Vec<Entry>> {
    let mut ignored = Vec::new();
    let version = Version { statements: statements.to_vec() };
    let merged = Merging { model, diagnostics: &mut ignored }.merged(&version);
    if !ignored.is_empty() {
        return None;
    }
    let keys = merged.held();
    let mut reader = EntryReader { id, section, keys: &keys, statements, lookup: model, diagnostics: &mut ignored };
    Some(entries_of(&mut reader))
}
