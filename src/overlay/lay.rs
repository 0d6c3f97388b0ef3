//! The overlays of one market laid on each other.

use super::entry::{CertificateDefinition, Entry, Gap, Laid};
use super::lower::Reader;
use super::merge::{Merging, Version, beats, versions};
use super::structure::part_of_circles;
use crate::diagnostic::Diagnostic;
use crate::model::{AreaId, LayerId, Model, Section, StatementId};
use crate::span::{Span, Whose};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Lays markets one after another and remembers what they share.
pub struct Laying<'m> {
    model: &'m Model,
    /// Every entry with its statements, in order.
    entries: Vec<(&'m (Section, String), &'m [StatementId])>,
    /// The entries that each layer speaks of, by position in `entries`: a market looks at no others.
    of_layer: Vec<Vec<usize>>,
    shared: HashMap<(Section, Vec<StatementId>), Vec<Entry>>,
    /// For each statement: whether some market uses one of its values, and what hid them otherwise.
    fate: BTreeMap<StatementId, Fate>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Fate {
    used: bool,
    hidden_by: Option<StatementId>,
}

impl<'m> Laying<'m> {
    /// Begins with nothing laid.
    #[must_use]
    pub fn new(model: &'m Model) -> Self {
        let entries: Vec<(&(Section, String), &[StatementId])> =
            model.entries.iter().map(|(key, statements)| (key, statements.as_slice())).collect();
        let mut of_layer = vec![Vec::new(); model.layers.len()];
        for (at, (_, statements)) in entries.iter().enumerate() {
            for statement in statements.iter().filter_map(|id| model.statement(*id)) {
                if let Some(list) = of_layer.get_mut(statement.layer.index()) {
                    list.push(at);
                }
            }
        }
        Self { model, entries, of_layer, shared: HashMap::new(), fate: BTreeMap::new() }
    }

    /// Lays all overlays of a market; faults of the combination are told.
    pub fn lay(&mut self, market: AreaId, diagnostics: &mut Vec<Diagnostic>) -> Laid {
        let mut laid = Laid { slots: vec![None; self.model.slots.len()], ..Laid::default() };
        let model = self.model;
        let heard = self.heard(market);
        for at in self.spoken_of(&heard) {
            let Some(((section, id), statements)) = self.entries.get(at).copied() else { continue };
            let applying = self.applying(&heard, *section, id, statements);
            if applying.is_empty() {
                continue;
            }
            for version in versions(model, &applying) {
                let entries = self.entries(*section, id, &version, diagnostics);
                let removed = |entry: &Entry| self.sensor_removed(market, *section, entry);
                let kept: Vec<Entry> = entries.into_iter().filter(|entry| !removed(entry)).collect();
                kept.into_iter().for_each(|entry| laid.take(entry));
            }
        }
        laid.carriers.sort_by_key(|left| left.rank);
        let place = |certificate: &Arc<CertificateDefinition>| certificate.origin.span;
        laid.certificates.sort_by_key(place);
        self.unstated(market, &mut laid);
        part_of_circles(model, &mut laid, diagnostics);
        laid
    }

    /// The layers that a market hears: those of its area and of every area it lies in.
    fn heard(&self, market: AreaId) -> Vec<bool> {
        let ancestors = self.model.areas.ancestors(market);
        self.model.layers.iter().map(|layer| ancestors.contains(&layer.area)).collect()
    }

    /// The entries that the heard layers speak of, in order, each once.
    fn spoken_of(&self, heard: &[bool]) -> Vec<usize> {
        let lists = self.of_layer.iter().zip(heard).filter(|(_, heard)| **heard);
        let mut entries: Vec<usize> = lists.flat_map(|(list, _)| list).copied().collect();
        entries.sort_unstable();
        entries.dedup();
        entries
    }

    /// The statements of an entry that a market hears, weak to strong, less those that an overlay removes.
    fn applying(&self, heard: &[bool], section: Section, id: &str, statements: &[StatementId]) -> Vec<StatementId> {
        let model = self.model;
        let layer_of = |id: StatementId| model.statement(id).map(|statement| statement.layer);
        let is_heard = |layer: LayerId| heard.get(layer.index()).copied().unwrap_or(false);
        let mut applying: Vec<StatementId> =
            statements.iter().copied().filter(|id| layer_of(*id).is_some_and(is_heard)).collect();
        let removing = model.layers.iter().zip(heard).filter(|(layer, heard)| **heard && !layer.removals.is_empty());
        for (layer, _) in removing {
            if layer.removals.iter().any(|one| one.section == section && one.id.value == id) {
                applying.retain(|statement| {
                    let stated = layer_of(*statement).and_then(|id| model.layer(id));
                    !stated.is_some_and(|stated| layer_beats(model, layer, stated))
                });
            }
        }
        applying
    }

    /// Sensors make needs and limits that can be removed by the ids `sense.<measure>` and `index.<measure>`.
    fn sensor_removed(&self, market: AreaId, section: Section, entry: &Entry) -> bool {
        if section != Section::Sensors {
            return false;
        }
        let (kind, id, area) = match entry {
            Entry::Need(need) => (Section::Needs, &need.id, need.origin.area),
            Entry::Limit(limit) => (Section::Limits, &limit.id, limit.origin.area),
            _ => return false,
        };
        let ancestors = self.model.areas.ancestors(market);
        self.model.layers.iter().filter(|layer| ancestors.contains(&layer.area)).any(|layer| {
            let named = layer.removals.iter().any(|one| one.section == kind && one.id.value == *id);
            named && self.model.areas.lies_in(layer.area, area)
        })
    }

    /// A version's typed entries; versions of the same statements are lowered once for all markets.
    fn entries(
        &mut self,
        section: Section,
        id: &str,
        version: &Version,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Entry> {
        let key = (section, version.statements.clone());
        if let Some(known) = self.shared.get(&key) {
            return known.clone();
        }
        let keys = Merging { model: self.model, diagnostics }.keys(version);
        for statement in &version.statements {
            let used =
                keys.iter().any(|(name, held)| held.statement == *statement || *name == "also" || *name == "networks");
            let hidden_by =
                keys.iter().map(|(_, held)| held.statement).find(|other| beats(self.model, *other, *statement));
            let fate = self.fate.entry(*statement).or_default();
            fate.used |= used;
            fate.hidden_by = fate.hidden_by.or(hidden_by);
        }
        let mut reader =
            Reader { model: self.model, section, id, keys: &keys, statements: &version.statements, diagnostics };
        let entries = reader.lower();
        self.shared.insert(key, entries.clone());
        entries
    }

    /// Power, radio, carriers and certification that no overlay of the market states are gaps, named or not.
    fn unstated(&self, market: AreaId, laid: &mut Laid) {
        let model = self.model;
        let ancestors = model.areas.ancestors(market);
        let heard: Vec<_> = model.layers.iter().filter(|layer| ancestors.contains(&layer.area)).collect();
        for section in [Section::Power, Section::Radio, Section::Carriers, Section::Certification] {
            let stating = |layer: &&&crate::model::Layer| layer.stated.contains(&section);
            let named = laid.gaps.iter().position(|gap| gap.key == section.key());
            match named {
                // A value that a stronger layer states fills the gap that a weaker one names.
                Some(at) => {
                    let gap_area = laid
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
                        laid.gaps.remove(at);
                    }
                }
                None => {
                    if !heard.iter().any(|layer| stating(&layer)) {
                        let text = "no overlay states it".to_owned();
                        laid.gaps.push(Arc::new(Gap { key: section.key().to_owned(), text, origin: None }));
                    }
                }
            }
        }
        laid.gaps.sort_by(|left, right| left.key.cmp(&right.key));
    }

    /// What no market of the portfolio uses: own values hidden by built-in ones, overlays of areas without a market.
    pub fn tell_unused(&self, markets: &[AreaId], diagnostics: &mut Vec<Diagnostic>) {
        for (id, fate) in self.fate.iter().filter(|(_, fate)| !fate.used) {
            self.tell_hidden(*id, *fate, diagnostics);
        }
        let model = self.model;
        for layer in model.layers.iter().filter(|layer| layer.whose == Whose::Own) {
            let heard = markets.iter().any(|market| model.areas.lies_in(*market, layer.area));
            if !heard {
                let code = model.areas.code(layer.area);
                let message =
                    format!("no market of the solution is or lies in `{code}`, so this overlay is never used");
                let told = Diagnostic::warning("unused-overlay", Span::start_of(layer.file), message);
                diagnostics.push(told.help(format!("add `{code}` to `markets`, or delete the file")));
            }
        }
        self.tell_idle_removals(diagnostics);
    }

    fn tell_hidden(&self, id: StatementId, fate: Fate, diagnostics: &mut Vec<Diagnostic>) {
        let model = self.model;
        let layer = |id: StatementId| model.statement(id).and_then(|one| model.layer(one.layer));
        let (Some(statement), Some(own)) = (model.statement(id), layer(id)) else { return };
        let Some((other, hiding)) = fate.hidden_by.and_then(|other| Some((model.statement(other)?, layer(other)?)))
        else {
            return;
        };
        // A pack serves other solutions too, where what is hidden here may count.
        if own.whose != Whose::Own || hiding.whose == Whose::Own {
            return;
        }
        let by = if hiding.built_in { "the built-in" } else { "a pack's" };
        let (area, narrower) = (model.areas.code(own.area), model.areas.code(hiding.area));
        let message = format!("what `{area}` says here is hidden by {by} `{narrower}` in every market");
        let told = Diagnostic::warning("hidden-by-built-in", statement.span, message).label("never used");
        let help = format!("write it in an own overlay with `area = \"{narrower}\"`");
        diagnostics.push(told.and(other.span, format!("{by} `{narrower}` says this")).help(help));
    }

    fn tell_idle_removals(&self, diagnostics: &mut Vec<Diagnostic>) {
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
                let told = Diagnostic::error("nothing-to-remove", removal.id.span, message);
                diagnostics.push(told.did_you_mean(near));
            }
        }
    }
}

/// Whether a layer is stronger than another.
fn layer_beats(model: &Model, strong: &crate::model::Layer, weak: &crate::model::Layer) -> bool {
    if strong.area == weak.area {
        return strong.whose > weak.whose;
    }
    model.areas.lies_in(strong.area, weak.area)
}
