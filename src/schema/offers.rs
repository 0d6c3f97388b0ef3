//! `[[offers]]`: at what prices sellers have manufacturer parts, in files of their own.

use super::common::{CITED, EFFECTIVITY, MOST_WEEKS, effectivity_of};
use super::dated::Dated;
use super::forms;
use super::ids::ComponentId;
use super::prices::{self, PriceTier, TIER_PRICE, prices_of};
use crate::date::Effectivity;
use crate::number::Number;
use crate::span::{Span, Spanned};
use crate::syntax::field::{self, Field, List, Text};
use crate::syntax::shape::{Choice, Keys, Rest, Shape, TableShape, closed};
use crate::syntax::{Node, Table};

/// The component whose nominal part it is for.
pub static COMPONENT: Field<Text> =
    field::formed("component", forms::REFERENCE, "the component, perhaps with a version: its nominal part");
/// The part number that it is for.
pub static MPN: Field<Text> = field::text("mpn", "the maker's part number: every manufacturer part that has it");
/// The maker of the part number.
pub static BY: Field<Text> =
    field::text("by", "the maker, where two makers use the part number: a party's id, or a name");
/// Who sells.
pub static SELLER: Field<Text> = field::text("seller", "who sells it: a party's id, or a name").required("\"digikey\"");
static SKU: Field<Text> = field::text("sku", "the seller's number of it");
/// The price of one, or tiers.
pub static PRICE: Field<Node> = Field::new(
    prices::PRICE,
    TIER_PRICE,
    "the price of one, or tiers by pieces of the order; without `minimum`, the first tier is the least that is sold",
)
.required("\"12.90\"");
static CURRENCY: Field<Text> = forms::currency("currency", "of the price and the fee; default: the solution's");
/// The least that is sold.
pub static MINIMUM: Field<Number> = Field::new(
    "minimum",
    Shape::Either(forms::FROM_NOTHING),
    "the least of an order; default: the first `from` of `price`",
);
static MULTIPLE: Field<Number> =
    Field::new("multiple", Shape::Either(forms::ABOVE_NOTHING), "an order is a multiple of this, as reels are");
static FEE: Field<Number> = field::money("fee", "what an order costs beside its pieces").or("\"0\"");
/// What the seller has in a year.
pub static CAPACITY: Field<Number> =
    Field::new("capacity", Shape::Either(forms::FROM_NOTHING), "what the seller has in a year; absent: any quantity");
static LEAD_WEEKS: Field<Number> =
    field::whole_between("lead_weeks", (0, MOST_WEEKS), "how long delivery takes; default: the part's");
/// Where it is handed over.
pub static AT: Field<Text> =
    field::name("at", "the area where it is handed over, cleared there; default: the part's origin");

static KEYS: Keys = &[
    &COMPONENT.key,
    &MPN.key,
    &BY.key,
    &SELLER.key,
    &SKU.key,
    &PRICE.key,
    &CURRENCY.key,
    &MINIMUM.key,
    &MULTIPLE.key,
    &FEE.key,
    &CAPACITY.key,
    &LEAD_WEEKS.key,
    &AT.key,
];

/// An offer.
pub static TABLE: TableShape = TableShape {
    what: "an offer",
    groups: &[KEYS, EFFECTIVITY, CITED],
    rest: Rest::Closed,
    choices: &[
        Choice::Exactly(&[&COMPONENT.key, &MPN.key], "component = \"bg95-m3\""),
        Choice::Exclusive(&[&COMPONENT.key, &BY.key]),
    ],
};
static OFFER: Shape = Shape::Table(&TABLE);

/// The offers of a file.
pub static OFFERS: Field<List<Table>> = field::list("offers", &OFFER, "at what prices sellers have manufacturer parts");
static ROOT_KEYS: Keys = &[&OFFERS.key];

/// A file of offers.
pub static ROOT: TableShape = closed("a file of offers", &[ROOT_KEYS]);

/// A seller's terms for a manufacturer part.
///
/// Amounts are in [`currency`](Self::currency); quantities are pieces, or the unit of the component.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The parts that it is for: component versions, each with a position in [`Component::made`](super::Component::made).
    pub parts: Vec<(ComponentId, u32)>,
    /// Who sells: a party's id or a name, as written.
    pub seller: String,
    /// The seller's number.
    pub sku: Option<String>,
    /// What one costs from a quantity of the order on, sorted.
    pub price: Vec<PriceTier>,
    /// The currency of the price and the fee; `None`: the solution's.
    pub currency: Option<Spanned<String>>,
    /// The least of an order; `None`: the first `from`.
    pub minimum: Option<Number>,
    /// An order is a multiple of this.
    pub multiple: Option<Number>,
    /// What an order costs beside its pieces.
    pub fee: Number,
    /// What the seller has in a year; `None`: any quantity.
    pub capacity: Option<Number>,
    /// Weeks from order to delivery; `None`: the part's.
    pub lead_weeks: Option<Number>,
    /// The area where it is handed over; `None`: the part's origin.
    pub at: Option<String>,
    /// When it is in force.
    pub effectivity: Effectivity,
    /// The place of the component or the part number.
    pub span: Span,
}

impl Dated for Offer {
    fn each_date(&self, visit: &mut dyn FnMut(Effectivity, Span)) {
        visit(self.effectivity, self.span);
    }
}

/// Everything of an offer but its parts, which are looked up once all components are known.
#[must_use]
pub fn offer_of(table: &Table) -> Option<Offer> {
    let span = table.read_at(&COMPONENT).or_else(|| table.read_at(&MPN))?.span;
    let price = prices_of(table, &PRICE);
    if price.is_empty() {
        return None;
    }
    Some(Offer {
        parts: Vec::new(),
        seller: table.string(&SELLER)?,
        sku: table.string(&SKU),
        price,
        currency: table.string_at(&CURRENCY),
        minimum: table.read(&MINIMUM),
        multiple: table.read(&MULTIPLE),
        fee: table.read(&FEE).unwrap_or(Number::ZERO),
        capacity: table.read(&CAPACITY),
        lead_weeks: table.read(&LEAD_WEEKS),
        at: table.string(&AT),
        effectivity: effectivity_of(table),
        span,
    })
}
