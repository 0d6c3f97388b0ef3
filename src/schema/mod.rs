//! The language of the files: each section and table in one file with its keys, its type, how it is lowered, its dates
//! and its documentation; and reading a file by them.
//!
//! A key is a [`Field`](crate::syntax::Field): its name is written once, and its value is read by its type. The list of
//! sections is below. From it follow the [`Section`]s, the keys of overlays and of `solution.toml`, their JSON Schema,
//! how statements are merged, what a [`MarketView`] holds and on which days it changes, and the table of all keys
//! ([`key_reference`]).

mod attribute_keys;
mod attributes;
mod cited;
pub(crate) mod common;
mod dated;
mod effectivity;
mod entry;
mod forms;
mod formula;
mod ids;
mod key_reference;
mod layout;
mod natural;
mod section;
mod stated;
mod statement;

pub(crate) mod carriers;
mod certificates;
pub(crate) mod certification;
pub(crate) mod duties;
mod gaps;
mod held_certificates;
mod identity;
pub(crate) mod limits;
pub(crate) mod needs;
pub(crate) mod power;
pub(crate) mod provides;
pub(crate) mod radio;
mod radio_power;
pub(crate) mod remove;
pub(crate) mod rules;
mod sensors;
mod set;
pub(crate) mod slots;
mod supplies;
mod versions;

pub(crate) mod articles;
mod complete;
pub(crate) mod components;
pub(crate) mod content;
mod csv;
pub(crate) mod customs;
mod databases;
pub(crate) mod details;
mod document;
pub(crate) mod exchange;
pub(crate) mod freight;
pub(crate) mod import_columns;
pub(crate) mod licenses;
mod lists;
pub(crate) mod made;
pub(crate) mod offers;
mod options;
pub(crate) mod overlay;
pub(crate) mod parties;
pub(crate) mod prices;
pub(crate) mod profile;
pub(crate) mod purchasing;
pub(crate) mod sites;
pub(crate) mod solution;
pub(crate) mod sources;
pub(crate) mod variants;
pub(crate) mod volumes;
pub(crate) mod waivers;

#[cfg(test)]
mod tests;

pub use articles::Article;
pub use attributes::{Attribute, AttributeKind, AttributeTest, Attributes, Scalar, Test, is_flag};
pub use carriers::{CarrierDefinition, Network};
pub use certificates::{CertificateDefinition, Planned};
pub use certification::Certification;
pub(crate) use certification::periods;
pub use cited::{Cited, Contender, Origin};
pub use common::{Validity, effectivity_of};
pub use complete::Complete;
pub use components::{Amount, Component, Price, Provided, Territories, TerritoryKind};
pub use content::{ContentBound, ContentRule};
pub(crate) use csv::column_key;
pub use csv::{csv_reference, offers_csv_reference};
pub use customs::Customs;
pub use databases::{MappedTable, mapped_tables};
pub use dated::Dated;
pub use details::{ApprovedPart, CustomField, Details};
#[cfg(feature = "internals")]
pub use document::of;
pub use document::{Document, FileKind, json_schema, key_reference, read};
pub use duties::{Bound, Duty};
pub use entry::{EntryReader, Held, Lookup, Strength};
pub use formula::{Check, FactCheck, Formula, Ordering, Which, orders};
pub use freight::Freight;
pub use gaps::Gap;
pub use held_certificates::Certificate;
pub use ids::{AreaId, ArticleId, ComponentId, LayerId, OfferId, OptionId, SiteId, SlotId, StatementId, VariantId};
pub use layout::{Identity, Layout};
pub use licenses::License;
pub use limits::Limit;
pub use lists::PartyList;
#[cfg(feature = "internals")]
pub use made::Attrition;
pub use made::ManufacturerPart;
pub(crate) use natural::natural_attributes;
pub use needs::{Alternative, AreaNeed, Need};
pub use offers::Offer;
pub(crate) use options::options_of;
pub use options::{OptionDefinition, OptionValue};
pub use parties::Party;
pub use prices::PriceTier;
pub use profile::ProfileDefinition;
pub use provides::MarketProvides;
pub use rules::Rule;
pub use section::{Absence, SectionShape, Subject, Switch, UnitedPart};
pub use set::Setting;
pub use sites::Site;
pub use slots::SlotDefinition;
#[cfg(feature = "fs")]
pub use solution::{FilePattern, PatternKey, pattern_keys};
pub use solution::{catalog_patterns, offer_patterns, overlay_patterns};
pub use sources::Citation;
pub use stated::Stated;
pub use statement::{ALONE, Statement, name_of};
pub use supplies::Supply;
pub use variants::{Variant, VariantSetting};
pub use versions::{Dates, by_date};
pub use waivers::Waiver;

use crate::date::Effectivity;
use crate::keyed_vec::KeyedVec;
use crate::span::Span;
use crate::syntax::shape::Keys;
use crate::terms::CertificationKind;
use std::sync::Arc;

/// Makes everything that follows from the list of sections.
macro_rules! sections {
    (
        of overlays { $($(#[doc = $own_doc:literal])+ $own:ident in $own_file:ident,)+ }
        of overlays and solutions {
            $($(#[doc = $doc:literal])+ $name:ident in $file:ident
                $(=> $(#[doc = $content_doc:literal])+ $content:ident: $type:ident)?,)+
        }
    ) => {
        /// A part of an overlay.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Section {
            $($(#[doc = $own_doc])+ $own,)+
            $($(#[doc = $doc])+ $name,)+
        }

        impl Section {
            /// Every section.
            pub const ALL: &[Self] = &[$(Self::$own,)+ $(Self::$name,)+];

            /// What it is.
            #[must_use]
            pub fn shape(self) -> &'static SectionShape {
                match self {
                    $(Self::$own => &$own_file::SECTION,)+
                    $(Self::$name => &$file::SECTION,)+
                }
            }
        }

        static OVERLAY_SECTIONS: Keys = &[$(&$own_file::SECTION.key,)+];
        static SECTIONS: Keys = &[$(&$file::SECTION.key,)+];

        /// A merged entry, lowered.
        #[derive(Clone, Debug)]
        pub enum Entry {
            /// A slot.
            Slot(Arc<SlotDefinition>),
            $($($(#[doc = $content_doc])+ $type(Arc<$type>),)?)+
        }

        /// All that holds in one market, on any date: entries keep their effectivity.
        #[derive(Clone, Debug, Default)]
        pub struct MarketView {
            /// The slots; `None` where the market has no such slot.
            pub slots: KeyedVec<SlotId, Option<Arc<SlotDefinition>>>,
            $($($(#[doc = $content_doc])+ pub $content: Vec<Arc<$type>>,)?)+
        }

        impl MarketView {
            /// A slot; `None` where the market has no such slot.
            #[must_use]
            pub fn slot(&self, id: SlotId) -> Option<&SlotDefinition> {
                self.slots[id].as_deref()
            }

            /// The kinds of certification that are not known: nothing is stated of them, not even that there is none, or
            /// `[gaps]` names them beside what is stated.
            pub fn unread_kinds(&self) -> impl Iterator<Item = CertificationKind> {
                let all = CertificationKind::ALL.iter().copied().filter(|kind| *kind != CertificationKind::Other);
                all.filter(|kind| {
                    let is_complete = |one: &Arc<Complete>| one.covers("certification", Some(kind.as_str()));
                    let is_stated = self.certification.iter().any(|one| one.kind == *kind);
                    (!is_stated || self.gap_of_kind(*kind).is_some()) && !self.complete.iter().any(is_complete)
                })
            }

            /// Puts an entry where it belongs.
            pub(crate) fn take(&mut self, entry: Entry) {
                match entry {
                    Entry::Slot(slot) => {
                        let id = slot.slot;
                        self.slots[id] = Some(slot);
                    }
                    $($(Entry::$type(one) => self.$content.push(one),)?)+
                }
            }
        }

        impl Dated for MarketView {
            fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
                self.slots.iter().flatten().for_each(|slot| slot.each_date(visit));
                $($(self.$content.iter().for_each(|one| one.each_date(visit));)?)+
            }
        }

        $($(
            impl From<$type> for Entry {
                fn from(one: $type) -> Self {
                    Self::$type(Arc::new(one))
                }
            }
        )?)+
    };
}

sections! {
    of overlays {
        /// `[identity]`: codes, currency, languages.
        Identity in identity,
    }
    of overlays and solutions {
        /// `[power]`.
        Power in power,
        /// `[[radio]]`.
        Radio in radio,
        /// `[[carriers]]`.
        Carriers in carriers =>
            /// Network operators, in order of preference.
            carriers: CarrierDefinition,
        /// `[[certification]]`.
        Certification in certification =>
            /// Schemes that the market requires.
            certification: Certification,
        /// `[[certificates]]`.
        Certificates in certificates =>
            /// Certificates that the solution holds or plans, in the order of the files.
            certificates: CertificateDefinition,
        /// `[[sensors]]`.
        Sensors in sensors,
        /// `[[needs]]`.
        Needs in needs =>
            /// What the market requires.
            needs: AreaNeed,
        /// `[[limits]]`.
        Limits in limits =>
            /// What every provider must pass.
            limits: Limit,
        /// `[[provides]]`.
        Provides in provides =>
            /// What the market offers.
            provides: MarketProvides,
        /// `[supplies]`: one entry a resource.
        Supplies in supplies =>
            /// Resources supplied.
            supplies: Supply,
        /// `[[duties]]`.
        Duties in duties =>
            /// Customs duties.
            duties: Duty,
        /// `[customs]`.
        Customs in customs =>
            /// The customs value and the customs area, one entry a date.
            customs: Customs,
        /// `[[content]]`.
        Content in content =>
            /// Local content and claims of origin.
            content: ContentRule,
        /// `[set]`: one entry an option.
        Set in set =>
            /// Options that are fixed here.
            settings: Setting,
        /// `[slots.NAME]`.
        Slots in slots,
        /// `[[rules]]`.
        Rules in rules =>
            /// Rules.
            rules: Rule,
        /// `[gaps]`: one entry a gap.
        Gaps in gaps =>
            /// What is not known.
            gaps: Gap,
        /// `[complete]`: one entry a section.
        Complete in complete =>
            /// Of what the stated entries are all there are.
            complete: Complete,
        /// `[[lists]]`.
        Lists in lists =>
            /// Lists of parties.
            lists: PartyList,
        /// `[[waivers]]`.
        Waivers in waivers =>
            /// Findings that are accepted.
            waivers: Waiver,
    }
}

impl Section {
    /// The key in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.shape().key.name
    }

    /// The section of a key.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|section| section.key() == key)
    }
}

impl Entry {
    /// An entry that lowers to one thing, or to nothing.
    fn list(one: Option<impl Into<Self>>) -> Vec<Self> {
        one.map(Into::into).into_iter().collect()
    }
}
