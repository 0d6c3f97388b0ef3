//! Merged entries with their types: what a market's overlays say, sugar already lowered to provides, needs and limits.

use super::Origin;
use crate::date::Effectivity;
use crate::model::{AreaId, AttributeTest, Attributes, ComponentId, Formula, Need, OptionId, SlotId};
use crate::number::Number;
use crate::span::{FileOrigin, Span, Spanned};
use crate::terms::Level;
use std::sync::Arc;

/// A slot as a market has it.
#[derive(Clone, Debug)]
pub struct SlotDefinition {
    /// Which slot.
    pub slot: SlotId,
    /// What may stand in it, in order of preference; end-of-life parts included.
    pub candidates: Vec<ComponentId>,
    /// The place of `choose`.
    pub choose: Span,
    /// It is filled only while this holds.
    pub when: Option<Spanned<Arc<Formula>>>,
    /// How many in one of `part-of`.
    pub quantity: u64,
    /// The slot it is a part of.
    pub part_of: Option<SlotId>,
    /// Whether it may stay empty.
    pub optional: bool,
    /// Reference designators.
    pub refdes: Vec<String>,
    /// Where it comes from.
    pub origin: Origin,
}

/// `if` condition `then` condition.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// When; `None`: always.
    pub condition: Option<Arc<Formula>>,
    /// What must hold.
    pub then: Arc<Formula>,
    /// What the user says of it.
    pub message: Option<String>,
    /// When it is in force.
    pub effectivity: Effectivity,
    /// Where it comes from.
    pub origin: Origin,
}

/// What the market asks for: at least one selected component or picked carrier provides it.
#[derive(Clone, Debug)]
pub struct AreaNeed {
    /// Its id.
    pub id: String,
    /// What is asked for.
    pub need: Need,
    /// Where it comes from.
    pub origin: Origin,
}

/// Every selected component or picked carrier that provides the capability passes the tests.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Its id.
    pub id: String,
    /// The capability; what is below it counts too.
    pub capability: String,
    /// All must pass.
    pub tests: Vec<AttributeTest>,
    /// It counts only while this holds.
    pub when: Option<Arc<Formula>>,
    /// Why, in the user's words.
    pub because: Option<String>,
    /// When it is in force.
    pub effectivity: Effectivity,
    /// Where it comes from.
    pub origin: Origin,
}

/// What the market offers.
#[derive(Clone, Debug)]
pub struct MarketProvides {
    /// The capability.
    pub capability: String,
    /// Its attributes.
    pub attributes: Attributes,
    /// When.
    pub effectivity: Effectivity,
    /// Where it comes from.
    pub origin: Origin,
}

/// A network operator.
#[derive(Clone, Debug)]
pub struct CarrierDefinition {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its networks.
    pub networks: Vec<Network>,
    /// Schemes it asks of a component that uses its networks.
    pub approvals: Vec<Spanned<String>>,
    /// When it operates.
    pub effectivity: Effectivity,
    /// The strongest file that speaks of it: tie-break among carriers.
    pub rank: (std::cmp::Reverse<usize>, std::cmp::Reverse<FileOrigin>, usize, u32),
    /// Where it comes from.
    pub origin: Origin,
}

/// A network of a carrier.
#[derive(Clone, Debug)]
pub struct Network {
    /// `network.<technology>`.
    pub capability: String,
    /// Bands and whatever else is stated.
    pub attributes: Attributes,
    /// When it is on the air.
    pub effectivity: Effectivity,
    /// Where it is written.
    pub span: Span,
}

/// A scheme that the market asks for.
#[derive(Clone, Debug)]
pub struct Certification {
    /// Its id.
    pub id: String,
    /// The scheme.
    pub scheme: String,
    /// Certificates of any of these schemes count.
    pub accepts: Vec<String>,
    /// It is asked of what provides this; `None`: of every product.
    pub applies_to: Option<String>,
    /// Which certificates count.
    pub level: Level,
    /// Who asks.
    pub authority: Option<String>,
    /// When it is in force.
    pub effectivity: Effectivity,
    /// Where it comes from.
    pub origin: Origin,
}

/// A certificate that the solution holds or plans.
#[derive(Clone, Debug)]
pub struct CertificateDefinition {
    /// The scheme.
    pub scheme: String,
    /// Its number.
    pub id: Option<String>,
    /// When it holds.
    pub effectivity: Effectivity,
    /// What it costs to get; `None`: it is held.
    pub planned: Option<Planned>,
    /// Where it comes from.
    pub origin: Origin,
}

/// A certificate still to be got.
#[derive(Clone, Debug)]
pub struct Planned {
    /// One-off cost in the solution's currency.
    pub cost: Number,
    /// Weeks until it is there.
    pub weeks: Option<Number>,
}

/// A duty on imported lines.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Its id.
    pub id: String,
    /// Prefixes of tariff codes.
    pub hs: Vec<String>,
    /// The origin it is levied on; `None`: every one.
    pub origin_area: Option<String>,
    /// Percent of the value.
    pub percent: Number,
    /// The area that states it: what is made inside it pays none.
    pub stated_in: AreaId,
    /// When it is levied.
    pub effectivity: Effectivity,
    /// Where it comes from.
    pub origin: Origin,
}

/// An option's value that an area fixes.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The option.
    pub option: OptionId,
    /// The value's position.
    pub value: u32,
    /// Where it comes from.
    pub origin: Origin,
}

/// A resource that the market supplies.
#[derive(Clone, Debug)]
pub struct Supply {
    /// The resource.
    pub resource: String,
    /// How much.
    pub amount: Number,
    /// Where it comes from.
    pub origin: Origin,
}

/// Something that is not known.
#[derive(Clone, Debug)]
pub struct Gap {
    /// What: `power`, `radio`, `carriers`, `certification` or a capability.
    pub key: String,
    /// Why.
    pub text: String,
    /// Where it is said; `None` where no overlay speaks of it at all.
    pub origin: Option<Origin>,
}

/// A merged entry, lowered.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    Slot(Arc<SlotDefinition>),
    Rule(Arc<Rule>),
    Need(Arc<AreaNeed>),
    Limit(Arc<Limit>),
    Provides(Arc<MarketProvides>),
    Carrier(Arc<CarrierDefinition>),
    Certification(Arc<Certification>),
    Certificate(Arc<CertificateDefinition>),
    Duty(Arc<Duty>),
    Setting(Arc<Setting>),
    Supply(Arc<Supply>),
    Gap(Arc<Gap>),
}

/// All that holds in one market, on any date: entries keep their effectivity.
#[derive(Clone, Debug, Default)]
pub struct MarketView {
    /// The slots by number; `None` where the market has no such slot.
    pub slots: Vec<Option<Arc<SlotDefinition>>>,
    /// Rules.
    pub rules: Vec<Arc<Rule>>,
    /// What the market asks for.
    pub needs: Vec<Arc<AreaNeed>>,
    /// What every provider must pass.
    pub limits: Vec<Arc<Limit>>,
    /// What the market offers.
    pub provides: Vec<Arc<MarketProvides>>,
    /// Operators, in order of preference.
    pub carriers: Vec<Arc<CarrierDefinition>>,
    /// Schemes asked for.
    pub certification: Vec<Arc<Certification>>,
    /// Certificates that the solution holds or plans, in the order of the files.
    pub certificates: Vec<Arc<CertificateDefinition>>,
    /// Duties.
    pub duties: Vec<Arc<Duty>>,
    /// Options that are fixed here.
    pub settings: Vec<Arc<Setting>>,
    /// Resources supplied.
    pub supplies: Vec<Arc<Supply>>,
    /// What is not known.
    pub gaps: Vec<Arc<Gap>>,
}

impl MarketView {
    /// Puts an entry where it belongs.
    pub(super) fn take(&mut self, entry: Entry) {
        match entry {
            Entry::Slot(slot) => {
                let index = slot.slot.index();
                if let Some(place) = self.slots.get_mut(index) {
                    *place = Some(slot);
                }
            }
            Entry::Rule(rule) => self.rules.push(rule),
            Entry::Need(need) => self.needs.push(need),
            Entry::Limit(limit) => self.limits.push(limit),
            Entry::Provides(provides) => self.provides.push(provides),
            Entry::Carrier(carrier) => self.carriers.push(carrier),
            Entry::Certification(certification) => self.certification.push(certification),
            Entry::Certificate(certificate) => self.certificates.push(certificate),
            Entry::Duty(duty) => self.duties.push(duty),
            Entry::Setting(setting) => self.settings.push(setting),
            Entry::Supply(supply) => self.supplies.push(supply),
            Entry::Gap(gap) => self.gaps.push(gap),
        }
    }
}
