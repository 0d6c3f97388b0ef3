//! Composes the overlays of one market.

use super::merge::{Merging, Version, beats, layer_beats, versions};
use super::structure::part_of_circles;
use crate::diagnostic::Diagnostic;
use crate::keyed_vec::KeyedVec;
use crate::model::{AreaId, Layer, LayerId, Model, Section, StatementId};
use crate::schema::{Absence, CertificateDefinition, Entry, EntryReader, Gap, Held, MarketView};
use crate::span::{FileOrigin, Span};
use crate::syntax::shape::Key;
use crate::terms::code::{OverlayCode, SchemaCode};
use std::collections::HashMap;
use std::sync::Arc;

/// Composes markets one after another and remembers what they share.
pub struct Composer<'m> {
    model: &'m Model,
    /// Every entry, in order.
    entries: Vec<&'m (Section, String)>,
    /// The statements of each layer with the position of their entry in `entries`: a market looks at no others.
    of_layer: KeyedVec<LayerId, Vec<EntryStatement>>,
    /// What versions lower to, by their statements: most are the same in many markets.
    shared: HashMap<Vec<StatementId>, Vec<Entry>>,
    /// For each statement that applies in a market: whether one uses any of its values, and what hides them otherwise.
    fates: KeyedVec<StatementId, Option<Fate>>,
}

/// A statement with the position of its entry among all entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct EntryStatement {
    entry: usize,
    statement: StatementId,
}

/// What becomes of a statement over all markets.
#[derive(Clone, Copy, Debug, Default)]
struct Fate {
    used: bool,
    hidden_by: Option<StatementId>,
}

impl<'m> Composer<'m> {
    /// Begins with no market composed.
    #[must_use]
    pub fn new(model: &'m Model) -> Self {
        let mut of_layer = KeyedVec::filled(Vec::new(), model.layers.len());
        for (entry, statements) in model.entries.values().enumerate() {
            for statement in statements.iter().copied() {
                of_layer[model.statements[statement].layer].push(EntryStatement { entry, statement });
            }
        }
        let entries = model.entries.keys().collect();
        let fates = KeyedVec::filled(None, model.statements.len());
        Self { model, entries, of_layer, shared: HashMap::new(), fates }
    }

    /// Composes all overlays of a market; reports faults of the combination.
    pub fn compose(&mut self, market: AreaId, diagnostics: &mut Vec<Diagnostic>) -> MarketView {
        let model = self.model;
        let slots = KeyedVec::filled(None, model.slots.len());
        let mut view = MarketView { slots, ..MarketView::default() };
        let removing: Vec<&Layer> = self.layers_of(market).filter(|layer| !layer.removals.is_empty()).collect();
        for stated in self.statements_of(market).chunk_by(|one, other| one.entry == other.entry) {
            let Some((section, id)) = stated.first().map(|first| self.entries[first.entry]) else { continue };
            let applying = self.applying(&removing, *section, id, stated);
            if applying.is_empty() {
                continue;
            }
            for version in versions(model, applying) {
                self.lower(*section, id, &version, diagnostics);
                let entries = self.shared.get(&version.statements).into_iter().flatten();
                let kept = entries.filter(|entry| !self.is_removed_sensor(&removing, *section, entry));
                kept.for_each(|entry| view.take(entry.clone()));
            }
        }
        view.carriers.sort_by_key(|carrier| carrier.rank);
        let place = |certificate: &Arc<CertificateDefinition>| certificate.origin.span;
        view.certificates.sort_by_key(place);
        self.gaps_of_absent_sections(market, &mut view);
        part_of_circles(model, &mut view, diagnostics);
        view
    }

    /// The layers of a market: those of its area and of every area it lies in.
    fn layers_of(&self, market: AreaId) -> impl Iterator<Item = &'m Layer> + use<'m> {
        let ancestors = self.model.areas.ancestors(market);
        self.model.layers.iter().filter(|layer| ancestors.contains(&layer.area))
    }

    /// The statements that apply to a market, those of an entry together, weak to strong.
    fn statements_of(&self, market: AreaId) -> Vec<EntryStatement> {
        let ancestors = self.model.areas.ancestors(market);
        let layers = self.model.layers.entries().filter(|(_, layer)| ancestors.contains(&layer.area));
        let mut stated: Vec<EntryStatement> = layers.flat_map(|(id, _)| &self.of_layer[id]).copied().collect();
        stated.sort_unstable();
        stated
    }

    /// The statements of an entry less those that an overlay removes.
    fn applying(&self, removing: &[&Layer], section: Section, id: &str, stated: &[EntryStatement]) -> Vec<StatementId> {
        let model = self.model;
        let mut applying: Vec<StatementId> = stated.iter().map(|one| one.statement).collect();
        for layer in removing {
            if layer.removals.iter().any(|one| one.section == section && one.id.value == id) {
                applying.retain(|statement| !layer_beats(model, layer, self.layer(*statement)));
            }
        }
        applying
    }

    fn layer(&self, statement: StatementId) -> &'m Layer {
        &self.model.layers[self.model.statements[statement].layer]
    }

    /// Sensors make needs and limits that can be removed by the ids `sense.<measure>` and `index.<measure>`.
    fn is_removed_sensor(&self, removing: &[&Layer], section: Section, entry: &Entry) -> bool {
        if section != Section::Sensors {
            return false;
        }
        let (kind, id, area) = if let Entry::AreaNeed(need) = entry {
            (Section::Needs, &need.id, need.origin.area)
        } else if let Entry::Limit(limit) = entry {
            (Section::Limits, &limit.id, limit.origin.area)
        } else {
            return false;
        };
        removing.iter().any(|layer| {
            let named = layer.removals.iter().any(|one| one.section == kind && one.id.value == *id);
            named && self.model.areas.lies_in(layer.area, area)
        })
    }

    /// Finds a version's typed entries, once for all markets.
    fn lower(&mut self, section: Section, id: &str, version: &Version, diagnostics: &mut Vec<Diagnostic>) {
        if self.shared.contains_key(&version.statements) {
            return;
        }
        let model = self.model;
        let keys = Merging { model, diagnostics }.keys(version);
        for statement in &version.statements {
            let used = |name: &str, held: &Held<'_>| held.statement == *statement || section.shape().unites(name);
            let is_used = keys.iter().any(|(name, held)| used(name, held));
            let hidden_by = keys.iter().map(|(_, held)| held.statement).find(|other| beats(model, *other, *statement));
            let fate = self.fates[*statement].get_or_insert_default();
            fate.used |= is_used;
            fate.hidden_by = fate.hidden_by.or(hidden_by);
        }
        let statements = version.statements.as_slice();
        let mut reader = EntryReader { id, section, keys: &keys, statements, lookup: model, diagnostics };
        let entries = if lacks_keys(&mut reader) { Vec::new() } else { (section.shape().lower)(&mut reader) };
        self.shared.insert(version.statements.clone(), entries);
    }

    /// Sections whose absence is a gap: a gap that no overlay names is added, one that a stronger layer fills is removed.
    fn gaps_of_absent_sections(&self, market: AreaId, view: &mut MarketView) {
        let layers: Vec<&Layer> = self.layers_of(market).collect();
        let sections = Section::ALL.iter().filter(|section| section.shape().absence == Absence::Gap);
        for section in sections {
            let stating = || layers.iter().filter(|layer| layer.stated.contains(section));
            match view.gaps.iter().position(|gap| gap.key == section.key()) {
                Some(at) => {
                    let origin = view.gaps[at].origin.as_ref();
                    let naming = origin.and_then(|origin| {
                        layers.iter().find(|layer| layer.area == origin.area && layer.file == origin.span.file)
                    });
                    let is_filled =
                        naming.is_some_and(|naming| stating().any(|layer| layer_beats(self.model, layer, naming)));
                    if is_filled {
                        view.gaps.remove(at);
                    }
                }
                None if stating().next().is_none() => {
                    let text = "no overlay states it".to_owned();
                    view.gaps.push(Arc::new(Gap { key: section.key().to_owned(), text, origin: None }));
                }
                None => {}
            }
        }
        view.gaps.sort_by(|left, right| left.key.cmp(&right.key));
    }

    /// What no market of the portfolio uses: own values hidden by built-in ones, overlays of areas without a market.
    pub fn report_unused(&self, markets: &[AreaId], diagnostics: &mut Vec<Diagnostic>) {
        for (id, fate) in self.fates.entries() {
            let unused = fate.iter().filter(|fate| !fate.used);
            unused.for_each(|fate| self.report_hidden(id, *fate, diagnostics));
        }
        let model = self.model;
        for layer in model.layers.iter().filter(|layer| layer.file_origin == FileOrigin::Own) {
            if !markets.iter().any(|market| model.areas.lies_in(*market, layer.area)) {
                let code = model.areas.code(layer.area);
                let message =
                    format!("no market of the solution is or lies in `{code}`, so this overlay is never used");
                let unused = Diagnostic::warning(OverlayCode::UnusedOverlay, Span::start_of(layer.file), message);
                diagnostics.push(unused.help(format!("add `{code}` to `markets`, or delete the file")));
            }
        }
        self.report_idle_removals(diagnostics);
    }

    fn report_hidden(&self, id: StatementId, fate: Fate, diagnostics: &mut Vec<Diagnostic>) {
        let model = self.model;
        let Some(other) = fate.hidden_by else { return };
        let (own, hiding) = (self.layer(id), self.layer(other));
        // A pack serves other solutions too, where what is hidden here may count.
        if own.file_origin != FileOrigin::Own || hiding.file_origin == FileOrigin::Own {
            return;
        }
        let by = if hiding.built_in { "the built-in" } else { "a pack's" };
        let (area, narrower) = (model.areas.code(own.area), model.areas.code(hiding.area));
        let message = format!("what `{area}` states here is hidden by {by} `{narrower}` in every market");
        let place = model.statements[id].span;
        let hidden = Diagnostic::warning(OverlayCode::HiddenByBuiltIn, place, message).label("never used");
        let help = format!("write it in an overlay of your own with `area = \"{narrower}\"`");
        let other = model.statements[other].span;
        diagnostics.push(hidden.and(other, format!("{by} `{narrower}` states this")).help(help));
    }

    fn report_idle_removals(&self, diagnostics: &mut Vec<Diagnostic>) {
        let model = self.model;
        for layer in &model.layers {
            for removal in &layer.removals {
                let weaker = |id: &StatementId| layer_beats(model, layer, self.layer(*id));
                let removes = |section: Section, id: &str| {
                    let key = (section, id.to_owned());
                    model.entries.get(&key).is_some_and(|statements| statements.iter().any(weaker))
                };
                let id = removal.id.value.as_str();
                let sensor = id.split_once('.').is_some_and(|(_, measure)| removes(Section::Sensors, measure));
                if removes(removal.section, id) || sensor {
                    continue;
                }
                let known = model.entries.keys().filter(|(section, _)| *section == removal.section);
                let near = crate::name::nearest(id, known.map(|(_, id)| id.as_str()));
                let message = format!("there is no `{id}` in `{}` to remove", removal.section.key());
                let fault = Diagnostic::error(OverlayCode::NothingToRemove, removal.id.span, message);
                diagnostics.push(fault.did_you_mean(near));
            }
        }
    }
}

/// Reports keys that an entry needs and no layer gives it: an `id` alone only changes an entry of a wider area.
fn lacks_keys(reader: &mut EntryReader<'_, '_>) -> bool {
    let has = |key: &Key| reader.keys.iter().any(|(name, _)| *name == key.name);
    let needed = reader.section.shape().needed.iter();
    let lacking: Vec<&Key> =
        needed.filter(|group| !group.iter().any(|key| has(key))).filter_map(|group| group.first().copied()).collect();
    let Some(origin) = reader.origin().filter(|_| !lacking.is_empty()) else { return false };
    for key in lacking {
        let (id, section, key) = (reader.id, reader.section.key(), key.name);
        let message = format!("`{id}` of `{section}` has no `{key}`, and no wider area states one");
        let fault = Diagnostic::error(SchemaCode::MissingKey, origin.span, message);
        reader.diagnostics.push(fault.help(format!("add `{key} = …`, or use the `id` of an entry that has one")));
    }
    true
}
