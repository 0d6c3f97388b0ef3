//! The bill of materials of one market, as plain data.

use super::Block;
use super::held::HeldCertificate;
use super::landed::{ArticleLine, ContentShare, LicenseUse};
use crate::date::Date;
use crate::diagnostic::Severity;
use crate::number::Number;
use crate::quantity::Quantity;
use crate::schema::{ApprovedPart, Details, OptionValue};
use crate::span::Place;
use crate::terms::code::AnswerCode;
use crate::terms::{Code, ComponentKind, Lifecycle};

/// The bill of materials of one market (100% BOM): what is built and sold there, and what it costs.
///
/// ```
#[doc = include_str!("example.txt")]
/// let answer = compiled.resolve(&request.for_markets(["DE"]))?;
/// let bom = answer.bom().ok_or("no BOM")?;
/// assert_eq!((bom.market.as_str(), bom.currency.as_str()), ("DE", "USD"));
/// assert_eq!(bom.cost().to_fixed(bom.minor_unit), "6.90");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Bom {
    /// The market's code.
    pub market: String,
    /// The variant that was requested; `None`: the solution.
    pub variant: Option<String>,
    /// The day the product is placed on the market.
    pub as_of: Date,
    /// The currency of all amounts (ISO 4217).
    pub currency: String,
    /// Places after the point that the currency has.
    pub minor_unit: u32,
    /// The listed objectives with their values, exact; `cost` is always there.
    pub objective: Vec<ObjectiveValue>,
    /// Every option's value, in the order of the file.
    pub options: Vec<OptionSetting>,
    /// The carriers picked, in order of preference.
    pub carriers: Vec<String>,
    /// One line for each filled slot, in the order of the slots.
    pub lines: Vec<Line>,
    /// What is built where and crosses a border as one thing; empty where the solution states no articles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<ArticleLine>,
    /// The share that each content rule of the market counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<ContentShare>,
    /// The licences that the answer takes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub licenses: Vec<LicenseUse>,
    /// Planned certificates that the answer pays for.
    pub one_off: Vec<OneOff>,
    /// The first day on which the product can be sold where the answer relies on planned certificates: the as-of date
    /// and the longest of their weeks. `None` where it relies on none, or none states how long it takes.
    pub sellable_from: Option<Date>,
    /// Warnings: gaps in the facts, missing prices, parts at the end of their life.
    pub warnings: Vec<Warning>,
    /// The market's facts that the answer depends on.
    pub facts: Vec<FactUse>,
    /// The certificates that the market requires of the product as a whole, and what meets each.
    pub certificates: Vec<HeldCertificate>,
    /// The first day after the as-of date on which the answer may change; `None` where no dated statement is left.
    pub holds_until: Option<Date>,
}

impl Bom {
    /// The exact cost of one product: its lines, its articles, its licences and its one-off costs.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let answer = compiled.resolve(&request.for_markets(["US"]))?;
    /// assert_eq!(answer.bom().map(|bom| bom.cost().to_string()), Some("7.1".to_owned()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn cost(&self) -> Number {
        self.objective.iter().find(|one| one.name == "cost").map_or(Number::ZERO, |one| one.value)
    }
}

/// A listed objective and its value in an answer: `cost`, 41.37.
///
/// ```
#[doc = include_str!("example.txt")]
/// let answer = compiled.resolve(&request.for_markets(["US"]))?;
/// let objective = &answer.bom().ok_or("no BOM")?.objective[0];
/// assert_eq!((objective.name.as_str(), objective.value.to_string()), ("cost", "7.1".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ObjectiveValue {
    /// The objective as solution.toml writes it: `cost`, `parts`, `sum(power_w)`.
    pub name: String,
    /// Its exact value: `cost` in the solution's currency, `lead-time` in weeks, the others are counts or sums.
    pub value: Number,
}

/// An option and the value that it has in an answer: `uplink`, `cellular`.
///
/// ```
#[doc = include_str!("example.txt")]
/// let answer = compiled.resolve(&request.for_markets(["US"]))?;
/// let option = &answer.bom().ok_or("no BOM")?.options[0];
/// assert_eq!((option.name.as_str(), option.value.to_string()), ("dimmable", "false".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct OptionSetting {
    /// The option.
    pub name: String,
    /// Its value.
    pub value: OptionValue,
}

/// Whether an amount is left out.
#[allow(clippy::trivially_copy_pass_by_ref)] // The form that serde calls.
fn is_zero(amount: &Number) -> bool {
    amount.is_zero()
}

/// One line of a bill of materials: the component that fills a slot, how many of it, and what they cost.
///
/// Amounts are exact, in the currency of the [`Bom`]; round them with [`Number::to_fixed`] where they are printed.
///
/// ```
#[doc = include_str!("example.txt")]
/// let answer = compiled.resolve(&request.for_markets(["DE"]))?;
/// let line = &answer.bom().ok_or("no BOM")?.lines[0];
/// assert_eq!((line.slot.as_str(), line.component.as_str()), ("driver", "driver-230"));
/// assert_eq!(line.quantity, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Line {
    /// The slot.
    pub slot: String,
    /// The slot that it is a part of.
    pub part_of: Option<String>,
    /// The component's id.
    pub component: String,
    /// Its version.
    pub version: String,
    /// Hardware, firmware, software, service or document.
    pub kind: ComponentKind,
    /// Its name; the id where none is given.
    pub name: String,
    /// How much of it, in its unit, one product takes: multiplied up the chain of `part-of`.
    pub quantity: Quantity,
    /// Reference designators.
    pub refdes: Vec<String>,
    /// Who makes the part that is used: a party's id, or the maker's name; only where the solution states makers or offers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The seller of the offer that is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seller: Option<String>,
    /// The seller's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// The manufacturer.
    pub manufacturer: Option<String>,
    /// The manufacturer's part number.
    pub mpn: Option<String>,
    /// The country where it is made, as a code (ISO 3166).
    pub origin: Option<String>,
    /// Customs tariff code (Harmonized System).
    pub hs: Option<String>,
    /// Weeks from order to delivery.
    pub lead_weeks: Option<Number>,
    /// Active, not for new designs, or at the end of its life.
    pub lifecycle: Lifecycle,
    /// Further manufacturer parts that may replace it everywhere.
    pub approved: Vec<ApprovedPart>,
    /// What a board's BOM and an SBOM print of it: unit, value, footprint, licence and so on.
    #[serde(flatten)]
    pub details: Details,
    /// Price of one (services: of the whole term), exact, in the solution's currency.
    pub unit_cost: Number,
    /// Places after the point that the price was written with.
    pub price_places: u32,
    /// Freight of the whole line, exact.
    #[serde(skip_serializing_if = "is_zero")]
    pub freight: Number,
    /// Duties on the whole line, exact.
    pub duty: Number,
    /// `unit_cost` × `quantity` + `freight` + `duty`, exact.
    pub cost: Number,
    /// Whether the line is part of the shared core of the portfolio.
    pub core: bool,
    /// Certificates that this market requires and the component holds, as `scheme:id`.
    pub certificates: Vec<String>,
    /// The same certificates in full.
    pub held: Vec<HeldCertificate>,
    /// The slots whose lines meet one of its needs, in order; conditional needs count wherever a line meets them.
    pub needs: Vec<String>,
    /// Other candidates that could fill the slot with nothing else changed: `id`, or `id@version` where an id has several.
    pub alternates: Vec<String>,
}

impl Line {
    /// The price of one in as many digits as its exact value needs, or as it was written with if that is more: at least
    /// those of the currency, at most 8.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let answer = compiled.resolve(&request.for_markets(["DE"]))?;
    /// let bom = answer.bom().ok_or("no BOM")?;
    /// assert_eq!(bom.lines[0].unit_price(bom.minor_unit), "6.90");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn unit_price(&self, minor_unit: u32) -> String {
        self.unit_cost.to_price(minor_unit.max(self.price_places))
    }

    /// A line that states nothing but what fills a slot.
    pub(crate) fn bare(slot: &str, component: &str, version: &str) -> Self {
        Self {
            slot: slot.to_owned(),
            part_of: None,
            component: component.to_owned(),
            version: version.to_owned(),
            kind: ComponentKind::Hardware,
            name: component.to_owned(),
            quantity: Quantity::ONE,
            refdes: Vec::new(),
            by: None,
            seller: None,
            sku: None,
            manufacturer: None,
            mpn: None,
            origin: None,
            hs: None,
            lead_weeks: None,
            lifecycle: Lifecycle::Active,
            approved: Vec::new(),
            details: Details::default(),
            unit_cost: Number::ZERO,
            price_places: 0,
            freight: Number::ZERO,
            duty: Number::ZERO,
            cost: Number::ZERO,
            core: false,
            certificates: Vec::new(),
            held: Vec::new(),
            needs: Vec::new(),
            alternates: Vec::new(),
        }
    }
}

/// A planned certificate that a market's answer pays for, as a share of one product.
///
/// The cost of the certificate is divided by the yearly volume of the markets that share it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct OneOff {
    /// The scheme.
    pub scheme: String,
    /// The component that it is planned for: `id`, or `id@version` where an id has several; `None`: the solution.
    pub component: Option<String>,
    /// The planned certificate's id, where it has one.
    pub id: Option<String>,
    /// Its cost a unit, exact.
    pub unit_cost: Number,
    /// Weeks until it is granted.
    pub weeks: Option<Number>,
}

impl OneOff {
    /// What is planned, in a word or two: `red`, `red:2026-1`, `fcc of bg95-m3`.
    #[must_use]
    pub fn title(&self) -> String {
        let number = self.id.as_ref().map(|id| format!(":{id}")).unwrap_or_default();
        let of = self.component.as_ref().map(|component| format!(" of {component}")).unwrap_or_default();
        format!("{}{number}{of}", self.scheme)
    }
}

/// A warning about an answer: a gap in the facts, a missing price, a part that has a single source.
///
/// ```
#[doc = include_str!("example.txt")]
/// let answer = compiled.resolve(&request.for_markets(["DE"]))?;
/// for warning in answer.warnings() {
///     println!("{}: {}", warning.code, warning.message);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[non_exhaustive]
pub struct Warning {
    /// What kind of warning it is: `gap`, `no-price`, `not-for-new-designs`, `single-source`, `disputed`, `unverified`.
    pub code: Code,
    /// What it is about, for `warning[gap: network.lte-m]` and for waivers: a capability, a component, an option …
    /// Empty where the code alone says it.
    pub key: String,
    /// A lower-case phrase.
    pub message: String,
    /// Whether a waiver accepts it: it is listed, and no longer counts as a finding.
    pub waived: bool,
    /// Why it is accepted.
    pub because: Option<String>,
    /// Of a gap: what to write so that it is known.
    pub block: Option<Block>,
}

impl Warning {
    /// A warning that no waiver accepts.
    pub(crate) fn new(code: impl Into<Code>, key: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), key: key.into(), message: message.into(), waived: false, because: None, block: None }
    }

    /// How bad it is: `free-option` and `unpublished` are worth knowing and no more.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let answer = compiled.resolve(&request.for_markets(["DE"]))?;
    /// assert!(answer.warnings().iter().all(|warning| warning.severity() == terroir::Severity::Warning));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn severity(&self) -> Severity {
        let is_note = self.code == AnswerCode::FreeOption || self.code == AnswerCode::Unpublished;
        if is_note { Severity::Note } else { Severity::Warning }
    }
}

/// A fact of the market that an answer depends on, with its value, place and sources.
///
/// ```
#[doc = include_str!("example.txt")]
/// let answer = compiled.resolve(&request.for_markets(["DE"]))?;
/// for fact in &answer.bom().ok_or("no BOM")?.facts {
///     println!("{} = {} in {}", fact.key, fact.value, fact.layer);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[non_exhaustive]
pub struct FactUse {
    /// The fact: `power.mains.voltage_v`.
    pub key: String,
    /// The area whose overlay states it.
    pub layer: String,
    /// Ids of sources.
    pub source: Vec<String>,
    /// `agree`, `single`, `disputed`, `unverified`; `None` where the solution's own overlay gives none.
    pub status: Option<String>,
    /// The value as JSON: `[127, 220]`, `"EU868"`. Of several entries of one capability: the array of their values.
    pub value: String,
    /// Where it is written; of several entries, the first.
    pub place: Option<Place>,
    /// The slots whose choice depends on it, sorted; empty where the answer as a whole does.
    pub slots: Vec<String>,
}
