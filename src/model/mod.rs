//! Documents → the 150% BOM: components, options, areas and what every overlay states, with ids instead of names.
//!
//! [`build`] reports every fault and keeps what is right; use the model only when none of the faults is an error.

mod alone;
mod area;
mod borders;
mod build;
mod candidate_query;
mod condition_lints;
mod header;
mod iso;
mod layer;
mod matching_versions;
mod names;
mod offers;
mod parties;
mod resolve_names;
mod semantic_version;
mod trade;
mod trade_currencies;
mod trade_faults;
mod validate;
mod variants;

pub use area::{Area, Areas};
pub use build::{Elsewhere, build};
pub(crate) use candidate_query::glob;
pub use header::Header;
pub use iso::is_country_code;
pub use layer::{Layer, Removal};
pub use names::Names;

pub(crate) use crate::schema::natural_attributes;
pub use crate::schema::{
    Alternative, Amount, AreaId, Article, ArticleId, Attribute, AttributeKind, AttributeTest, Attributes, Certificate,
    Check, Citation, Cited, Component, ComponentId, Contender, FactCheck, Formula, Freight, LayerId, License,
    ManufacturerPart, Need, Offer, OfferId, OptionDefinition, OptionId, Ordering, Party, Price, PriceTier,
    ProfileDefinition, Provided, Scalar, Section, Site, SiteId, SlotId, Statement, StatementId, Territories,
    TerritoryKind, Test, Variant, VariantId, VariantSetting, Which, effectivity_of, orders,
};
#[cfg(feature = "internals")]
pub use crate::schema::{Attrition, Bound, ContentBound, ContentRule, Customs, PartyList};
pub use crate::terms::Objective;
#[cfg(feature = "internals")]
pub use crate::terms::{Basis, Counts, Pool};

use crate::keyed_vec::KeyedVec;
use crate::span::Span;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

/// The checked 150% BOM with all that overlays state; immutable.
#[derive(Clone, Debug)]
pub struct Model {
    /// The solution as a whole.
    pub header: Header,
    /// Options, in the order of the file.
    pub options: KeyedVec<OptionId, OptionDefinition>,
    /// Variants, in the order of the file.
    pub variants: KeyedVec<VariantId, Variant>,
    /// Components in catalogue order; all versions of one are at its first place, newest first.
    pub components: KeyedVec<ComponentId, Component>,
    /// Companies, in the order of the files.
    pub parties: Vec<Party>,
    /// Offers of sellers, in the order of the files.
    pub offers: KeyedVec<OfferId, Offer>,
    /// What crosses a border as one thing, in the order of the file.
    pub articles: KeyedVec<ArticleId, Article>,
    /// Where articles are assembled, in the order of the file.
    pub sites: KeyedVec<SiteId, Site>,
    /// What transport costs, in the order of the file.
    pub freight: Vec<Freight>,
    /// Licences, in the order of the files.
    pub licenses: Vec<License>,
    /// Every slot that any area has, in the order of preference.
    pub slots: KeyedVec<SlotId, SlotName>,
    /// Name → slot.
    pub(crate) slot_numbers: HashMap<String, SlotId>,
    /// All areas.
    pub areas: Areas,
    /// What files state, from weak to strong: wider areas first, built-in before own, then by file name.
    pub layers: KeyedVec<LayerId, Layer>,
    /// All statements, those of one layer together and in the order of its file.
    pub statements: KeyedVec<StatementId, Statement>,
    /// The statements of each entry: section and id → statements, from weak to strong.
    pub entries: BTreeMap<(Section, String), Vec<StatementId>>,
    /// What conditions mean, by the place of their text.
    pub(crate) formulas: HashMap<Span, Arc<Formula>>,
    /// What `choose` and `also` mean, by the place of their value.
    pub(crate) choices: HashMap<Span, Arc<Vec<ComponentId>>>,
    /// Cited sources.
    pub citations: BTreeMap<String, Citation>,
    /// Id → its newest version, made when the first component is looked up: most runs look up none.
    pub(crate) newest: OnceLock<HashMap<String, ComponentId>>,
}

/// A slot as such; what it takes differs by area.
#[derive(Clone, Debug)]
pub struct SlotName {
    /// Its name.
    pub name: String,
    /// Where it is first named.
    pub span: Span,
}

impl Model {
    /// A component by number.
    #[must_use]
    pub fn component(&self, id: ComponentId) -> Option<&Component> {
        self.components.get(id)
    }

    /// A slot's name.
    #[must_use]
    pub fn slot_name(&self, id: SlotId) -> &str {
        &self.slots[id].name
    }

    /// A slot by name.
    #[must_use]
    pub fn find_slot(&self, name: &str) -> Option<SlotId> {
        self.slot_numbers.get(name).copied()
    }

    /// An option by name.
    #[must_use]
    pub fn find_option(&self, name: &str) -> Option<OptionId> {
        self.options.iter().position(|option| option.name == name).map(OptionId::at)
    }

    /// A variant by name.
    #[must_use]
    pub fn find_variant(&self, name: &str) -> Option<VariantId> {
        self.variants.iter().position(|variant| variant.name == name).map(VariantId::at)
    }

    /// The markets of a variant; of the solution where none is meant.
    #[must_use]
    pub fn markets_of(&self, variant: Option<VariantId>) -> Vec<AreaId> {
        match variant {
            Some(id) => self.variants[id].markets.clone(),
            None => self.header.markets.iter().map(|market| market.value).collect(),
        }
    }

    /// A layer by number.
    #[must_use]
    pub fn layer(&self, id: LayerId) -> Option<&Layer> {
        self.layers.get(id)
    }

    /// A statement by number.
    #[must_use]
    pub fn statement(&self, id: StatementId) -> Option<&Statement> {
        self.statements.get(id)
    }

    /// What a condition at a place means.
    #[must_use]
    pub fn formula(&self, span: Span) -> Option<Arc<Formula>> {
        self.formulas.get(&span).cloned()
    }

    /// The versions of a component, newest first.
    pub fn versions<'a>(&'a self, id: &'a str) -> impl Iterator<Item = (ComponentId, &'a Component)> {
        // All versions are neighbours, so the first one leads to the others.
        let first = self.newest().get(id).map_or(self.components.len(), |first| first.index());
        let all = self.components.iter().enumerate().skip(first);
        all.take_while(move |(_, component)| component.id == id).map(|(at, component)| (ComponentId::at(at), component))
    }

    /// A component version by its id and the text of its version.
    pub(crate) fn find_version(&self, id: &str, version: &str) -> Option<(ComponentId, &Component)> {
        let first = *self.newest().get(id)?;
        let mut versions =
            self.components.entries().skip(first.index()).take_while(|(_, component)| component.id == id);
        versions.find(|(_, component)| component.version.to_string() == version)
    }

    fn newest(&self) -> &HashMap<String, ComponentId> {
        self.newest.get_or_init(|| {
            let mut newest = HashMap::with_capacity(self.components.len());
            for (id, component) in self.components.entries() {
                newest.entry(component.id.clone()).or_insert(id);
            }
            newest
        })
    }

    /// How a component is called in messages: its id, with the version where it has several.
    #[must_use]
    pub fn component_label(&self, id: ComponentId) -> String {
        let Some(component) = self.component(id) else { return String::new() };
        // All versions are neighbours, so looking at the next ones is enough.
        let at = id.index();
        let same = |index: Option<usize>| {
            index.and_then(|index| self.components.as_slice().get(index)).is_some_and(|other| other.id == component.id)
        };
        if same(at.checked_sub(1)) || same(at.checked_add(1)) { component.label() } else { component.id.clone() }
    }
}
