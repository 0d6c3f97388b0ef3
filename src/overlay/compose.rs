//! Composes the overlays of one market.

use super::complete::entries_of;
use super::merge::{Merging, Version, beats, layer_beats, versions};
use super::replacement::{Replacement, replacements};
use super::structure::{duty_circles, part_of_circles};
use crate::diagnostic::Diagnostic;
use crate::keyed_vec::KeyedVec;
use crate::model::{AreaId, Layer, LayerId, Model, Removal, Section, Statement, StatementId};
use crate::schema::{ALONE, Absence, CertificateDefinition, Complete, Entry, EntryReader, Gap, MarketView, Origin};
use crate::span::{FileOrigin, Span};
use crate::terms::code::OverlayCode;
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
    /// The same of statements that are alone in their entry, which most are.
    alone: KeyedVec<StatementId, Option<Vec<Entry>>>,
    /// For each statement that applies in a market: whether one uses any of its values, and what hides them otherwise.
    fates: KeyedVec<StatementId, Option<Fate>>,
    /// Own statements that replace tests of wider ones, each once.
    replacements: Vec<Replacement>,
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
        let alone = KeyedVec::filled(None, model.statements.len());
        Self { model, entries, of_layer, shared: HashMap::new(), alone, fates, replacements: Vec::new() }
    }

    /// Composes all overlays of a market; reports faults of the combination.
    pub fn compose(&mut self, market: AreaId, diagnostics: &mut Vec<Diagnostic>) -> MarketView {
        let model = self.model;
        let slots = KeyedVec::filled(None, model.slots.len());
        let mut view = MarketView { slots, ..MarketView::default() };
        let removing: Vec<&Layer> = self.layers_of(market).filter(|layer| !layer.removals.is_empty()).collect();
        for stated in self.statements_of(market).chunk_by(|one, other| one.entry == other.entry) {
            let Some((section, id)) = stated.first().map(|first| self.entries[first.entry]) else { continue };
            if let ([only], true) = (stated, removing.is_empty()) {
                let entries = self.entries_alone(*section, id, only.statement, diagnostics);
                entries.iter().for_each(|entry| view.take(entry.clone()));
                continue;
            }
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
        duty_circles(&view, diagnostics);
        view
    }

    /// What a statement lowers to that is the only one of its entry.
    fn entries_alone(
        &mut self,
        section: Section,
        id: &str,
        statement: StatementId,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> &[Entry] {
        if self.alone[statement].is_none() {
            let version = Version { statements: vec![statement] };
            self.lower(section, id, &version, diagnostics);
            self.alone[statement] = self.shared.get(&version.statements).cloned();
        }
        self.alone[statement].as_deref().unwrap_or_default()
    }

    /// The own statements in the markets composed so far that replace tests of wider ones.
    #[must_use]
    pub fn replacements(&self) -> &[Replacement] {
        &self.replacements
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
        let merged = Merging { model, diagnostics }.merged(version);
        let keys = merged.held();
        let unites = keys.iter().any(|(name, _)| section.shape().unites(name));
        for statement in &version.statements {
            let is_used = unites || merged.statements().any(|used| used == *statement);
            let hidden_by = merged.statements().find(|other| beats(model, *other, *statement));
            let fate = self.fates[*statement].get_or_insert_default();
            fate.used |= is_used;
            fate.hidden_by = fate.hidden_by.or(hidden_by);
        }
        for one in replacements(model, section, id, version) {
            let is_known = |known: &Replacement| (known.statement, known.wider) == (one.statement, one.wider);
            if !self.replacements.iter().any(is_known) {
                self.replacements.push(one);
            }
        }
        let statements = version.statements.as_slice();
        let mut reader = EntryReader { id, section, keys: &keys, statements, lookup: model, diagnostics };
        let entries = entries_of(&mut reader);
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
        self.close_gaps_of_kinds(&layers, view);
        view.gaps.sort_by(|left, right| left.key.cmp(&right.key));
        self.sections_stated_empty(&layers, view);
    }

    /// A gap of one kind of certification is closed by an entry of that kind in a stronger layer.
    fn close_gaps_of_kinds(&self, layers: &[&Layer], view: &mut MarketView) {
        let layer_of = |origin: &Origin| {
            layers.iter().find(|layer| layer.area == origin.area && layer.file == origin.span.file).copied()
        };
        let prefix = Section::Certification.key();
        let certification = &view.certification;
        view.gaps.retain(|gap| {
            let kind = gap.key.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('.'));
            let Some((kind, naming)) = kind.zip(gap.origin.as_ref().and_then(layer_of)) else { return true };
            let of_kind = certification.iter().filter(|one| one.kind.as_str() == kind);
            let mut stating = of_kind.filter_map(|one| layer_of(&one.origin));
            !stating.any(|layer| layer_beats(self.model, layer, naming))
        });
    }

    /// `radio = []` says that there is none.
    fn sections_stated_empty(&self, layers: &[&Layer], view: &mut MarketView) {
        let is_empty = |layer: &&Layer, section: Section| {
            let states = |id: &StatementId| self.layer(*id).file == layer.file;
            let mut entries = self.model.entries.iter().filter(|((of, _), _)| *of == section);
            layer.stated.contains(&section) && !entries.any(|(_, statements)| statements.iter().any(states))
        };
        for section in Section::ALL.iter().filter(|section| section.shape().absence == Absence::Gap) {
            if layers.iter().any(|layer| layer.file_origin != FileOrigin::BuiltIn && is_empty(layer, *section)) {
                view.complete.push(Arc::new(Complete { section: section.key().to_owned(), only: None }));
            }
        }
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
                diagnostics.push(unused.about(code).help(format!("add `{code}` to `markets`, or delete the file")));
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
        let hidden = hidden.about(area);
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
                if let Some(alone) = self.alone_below(layer, removal) {
                    diagnostics.push(self.without_id(removal, alone));
                    continue;
                }
                let known = model.entries.keys().filter(|(section, _)| *section == removal.section);
                let near = crate::name::nearest(id, known.map(|(_, id)| id.as_str()).filter(|id| !id.contains(ALONE)));
                let message = format!("there is no `{id}` in `{}` to remove", removal.section.key());
                let fault = Diagnostic::error(OverlayCode::NothingToRemove, removal.id.span, message);
                diagnostics.push(match near {
                    Some(same) if same == id => fault.help(NOT_WEAKER),
                    near => fault.did_you_mean(near),
                });
            }
        }
    }
}

const NOT_WEAKER: &str = "only what a wider area states, or another file in place of which this one counts, can be removed here; \
                          delete the entry itself, or this line";

impl<'m> Composer<'m> {
    /// A weaker statement about a capability that `[remove]` names as if it were an id.
    fn alone_below(&self, layer: &Layer, removal: &Removal) -> Option<&'m Statement> {
        let model = self.model;
        let meant = |statement: &&Statement| {
            let is_it = statement.section == removal.section && statement.name() == removal.id.value;
            is_it && statement.is_alone() && layer_beats(model, layer, &model.layers[statement.layer])
        };
        model.statements.iter().find(meant)
    }

    fn without_id(&self, removal: &Removal, alone: &Statement) -> Diagnostic {
        let (id, section) = (&removal.id.value, removal.section.key());
        let area = self.model.areas.code(self.model.layers[alone.layer].area);
        let message = format!("what `{area}` states of `{id}` in `{section}` has no `id`, so it cannot be removed");
        let fault = Diagnostic::error(OverlayCode::NothingToRemove, removal.id.span, message);
        let wanted = format!("{area}-{}", id.replace('.', "-"));
        let help = format!("add `id = \"{wanted}\"` there, and remove `{wanted}` here");
        fault.and(alone.span, format!("`{area}` states it here")).help(help)
    }
}
