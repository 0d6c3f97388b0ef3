//! The overlays of one market view on each other.

use super::lower::Reader;
use super::market_view::{CertificateDefinition, Entry, Gap, MarketView};
use super::merge::{Merging, Version, beats, versions};
use super::structure::part_of_circles;
use crate::diagnostic::Diagnostic;
use crate::model::{AreaId, Layer, Model, Section, StatementId};
use crate::span::{FileOrigin, Span};
use crate::terms::code::OverlayCode;
use std::collections::HashMap;
use std::sync::Arc;

/// Lays markets one after another and remembers what they share.
pub struct Composer<'m> {
    model: &'m Model,
    /// Every entry, in order.
    entries: Vec<&'m (Section, String)>,
    /// The statements of each layer with the position of their entry in `entries`: a market looks at no others.
    of_layer: Vec<Vec<(usize, StatementId)>>,
    /// What versions become, by their statements: most stand in many markets.
    shared: HashMap<Vec<StatementId>, Vec<Entry>>,
    /// For each statement that a market heard: whether one uses any of its values, and what hid them otherwise.
    fate: Vec<Option<Fate>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Fate {
    used: bool,
    hidden_by: Option<StatementId>,
}

impl<'m> Composer<'m> {
    /// Begins with nothing view.
    #[must_use]
    pub fn new(model: &'m Model) -> Self {
        let mut of_layer = vec![Vec::new(); model.layers.len()];
        for (at, statements) in model.entries.values().enumerate() {
            for id in statements {
                let layer = model.statement(*id).and_then(|statement| of_layer.get_mut(statement.layer.index()));
                layer.into_iter().for_each(|list| list.push((at, *id)));
            }
        }
        let entries = model.entries.keys().collect();
        Self { model, entries, of_layer, shared: HashMap::new(), fate: vec![None; model.statements.len()] }
    }

    /// Lays all overlays of a market; faults of the combination are told.
    pub fn compose(&mut self, market: AreaId, diagnostics: &mut Vec<Diagnostic>) -> MarketView {
        let mut view = MarketView { slots: vec![None; self.model.slots.len()], ..MarketView::default() };
        let model = self.model;
        let ancestors = model.areas.ancestors(market);
        let is_heard = |layer: &&Layer| ancestors.contains(&layer.area);
        let removing: Vec<&Layer> =
            model.layers.iter().filter(is_heard).filter(|layer| !layer.removals.is_empty()).collect();
        for spoken in self.spoken(market).chunk_by(|one, other| one.0 == other.0) {
            let Some((section, id)) = spoken.first().and_then(|(at, _)| self.entries.get(*at)) else { continue };
            let applying = self.applying(&removing, (*section, id), spoken);
            if applying.is_empty() {
                continue;
            }
            for version in versions(model, applying) {
                self.lower(*section, id, &version, diagnostics);
                let entries = self.shared.get(&version.statements).into_iter().flatten();
                let kept = entries.filter(|entry| !self.sensor_removed(&removing, *section, entry));
                kept.for_each(|entry| view.take(entry.clone()));
            }
        }
        view.carriers.sort_by_key(|left| left.rank);
        let place = |certificate: &Arc<CertificateDefinition>| certificate.origin.span;
        view.certificates.sort_by_key(place);
        self.unstated(market, &mut view);
        part_of_circles(model, &mut view, diagnostics);
        view
    }

    /// The statements that a market hears: those of its area and of every area it lies in, those of an entry together,
    /// weak to strong.
    fn spoken(&self, market: AreaId) -> Vec<(usize, StatementId)> {
        let ancestors = self.model.areas.ancestors(market);
        let layers = self.model.layers.iter().zip(&self.of_layer);
        let heard = layers.filter(|(layer, _)| ancestors.contains(&layer.area));
        let mut spoken: Vec<(usize, StatementId)> = heard.flat_map(|(_, list)| list).copied().collect();
        spoken.sort_unstable();
        spoken
    }

    /// The statements of an entry less those that an overlay removes.
    fn applying(
        &self,
        removing: &[&Layer],
        (section, id): (Section, &str),
        spoken: &[(usize, StatementId)],
    ) -> Vec<StatementId> {
        let model = self.model;
        let mut applying: Vec<StatementId> = spoken.iter().map(|(_, statement)| *statement).collect();
        for layer in removing {
            if layer.removals.iter().any(|one| one.section == section && one.id.value == id) {
                applying.retain(|statement| {
                    let stated = model.statement(*statement).and_then(|one| model.layer(one.layer));
                    !stated.is_some_and(|stated| layer_beats(model, layer, stated))
                });
            }
        }
        applying
    }

    /// Sensors make needs and limits that can be removed by the ids `sense.<measure>` and `index.<measure>`.
    fn sensor_removed(&self, removing: &[&Layer], section: Section, entry: &Entry) -> bool {
        if section != Section::Sensors {
            return false;
        }
        let (kind, id, area) = match entry {
            Entry::Need(need) => (Section::Needs, &need.id, need.origin.area),
            Entry::Limit(limit) => (Section::Limits, &limit.id, limit.origin.area),
            _ => return false,
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
        let keys = Merging { model: self.model, diagnostics }.keys(version);
        for statement in &version.statements {
            let used =
                keys.iter().any(|(name, held)| held.statement == *statement || *name == "also" || *name == "networks");
            let hidden_by =
                keys.iter().map(|(_, held)| held.statement).find(|other| beats(self.model, *other, *statement));
            let Some(fate) = self.fate.get_mut(statement.index()) else { continue };
            let fate = fate.get_or_insert_default();
            fate.used |= used;
            fate.hidden_by = fate.hidden_by.or(hidden_by);
        }
        let mut reader =
            Reader { model: self.model, section, id, keys: &keys, statements: &version.statements, diagnostics };
        let entries = reader.lower();
        self.shared.insert(version.statements.clone(), entries);
    }

    /// Power, radio, carriers and certification that no overlay of the market states are gaps, named or not.
    fn unstated(&self, market: AreaId, view: &mut MarketView) {
        let model = self.model;
        let ancestors = model.areas.ancestors(market);
        let heard: Vec<_> = model.layers.iter().filter(|layer| ancestors.contains(&layer.area)).collect();
        for section in [Section::Power, Section::Radio, Section::Carriers, Section::Certification] {
            let stating = |layer: &&&Layer| layer.stated.contains(&section);
            let named = view.gaps.iter().position(|gap| gap.key == section.key());
            match named {
                // A value that a stronger layer states fills the gap that a weaker one names.
                Some(at) => {
                    let gap_area = view
                        .gaps
                        .get(at)
                        .and_then(|gap| gap.origin.as_ref())
                        .map(|origin| (origin.area, origin.span.file));
                    let filled = gap_area.is_some_and(|(area, file)| {
                        let gap_layer = heard.iter().find(|layer| layer.area == area && layer.file == file);
                        heard
                            .iter()
                            .filter(stating)
                            .any(|layer| gap_layer.is_some_and(|gap| layer_beats(model, layer, gap)))
                    });
                    if filled {
                        view.gaps.remove(at);
                    }
                }
                None => {
                    if !heard.iter().any(|layer| stating(&layer)) {
                        let text = "no overlay states it".to_owned();
                        view.gaps.push(Arc::new(Gap { key: section.key().to_owned(), text, origin: None }));
                    }
                }
            }
        }
        view.gaps.sort_by(|left, right| left.key.cmp(&right.key));
    }

    /// What no market of the portfolio uses: own values hidden by built-in ones, overlays of areas without a market.
    pub fn report_unused(&self, markets: &[AreaId], diagnostics: &mut Vec<Diagnostic>) {
        for (at, fate) in self.fate.iter().enumerate() {
            fate.iter()
                .filter(|fate| !fate.used)
                .for_each(|fate| self.report_hidden(StatementId::at(at), *fate, diagnostics));
        }
        let model = self.model;
        for layer in model.layers.iter().filter(|layer| layer.file_origin == FileOrigin::Own) {
            let heard = markets.iter().any(|market| model.areas.lies_in(*market, layer.area));
            if !heard {
                let code = model.areas.code(layer.area);
                let message =
                    format!("no market of the solution is or lies in `{code}`, so this overlay is never used");
                let told = Diagnostic::warning(OverlayCode::UnusedOverlay, Span::start_of(layer.file), message);
                diagnostics.push(told.help(format!("add `{code}` to `markets`, or delete the file")));
            }
        }
        self.report_idle_removals(diagnostics);
    }

    fn report_hidden(&self, id: StatementId, fate: Fate, diagnostics: &mut Vec<Diagnostic>) {
        let model = self.model;
        let layer = |id: StatementId| model.statement(id).and_then(|one| model.layer(one.layer));
        let (Some(statement), Some(own)) = (model.statement(id), layer(id)) else { return };
        let Some((other, hiding)) = fate.hidden_by.and_then(|other| Some((model.statement(other)?, layer(other)?)))
        else {
            return;
        };
        // A pack serves other solutions too, where what is hidden here may count.
        if own.file_origin != FileOrigin::Own || hiding.file_origin == FileOrigin::Own {
            return;
        }
        let by = if hiding.built_in { "the built-in" } else { "a pack's" };
        let (area, narrower) = (model.areas.code(own.area), model.areas.code(hiding.area));
        let message = format!("what `{area}` says here is hidden by {by} `{narrower}` in every market");
        let told = Diagnostic::warning(OverlayCode::HiddenByBuiltIn, statement.span, message).label("never used");
        let help = format!("write it in an own overlay with `area = \"{narrower}\"`");
        diagnostics.push(told.and(other.span, format!("{by} `{narrower}` says this")).help(help));
    }

    fn report_idle_removals(&self, diagnostics: &mut Vec<Diagnostic>) {
        let model = self.model;
        for layer in &model.layers {
            for removal in &layer.removals {
                let weaker = |id: &StatementId| {
                    let stated = model.statement(*id).and_then(|one| model.layer(one.layer));
                    stated.is_some_and(|stated| layer_beats(model, layer, stated))
                };
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
                let told = Diagnostic::error(OverlayCode::NothingToRemove, removal.id.span, message);
                diagnostics.push(told.did_you_mean(near));
            }
        }
    }
}

/// Whether a layer is stronger than another.
fn layer_beats(model: &Model, strong: &Layer, weak: &Layer) -> bool {
    if strong.area == weak.area {
        return strong.file_origin > weak.file_origin;
    }
    model.areas.lies_in(strong.area, weak.area)
}
