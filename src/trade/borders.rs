//! Freight of a leg and what is owed where it crosses a border.

use super::ways::rate;
use crate::date::Date;
use crate::model::{AreaId, Model};
use crate::number::Number;
use crate::overlay::{Bound, Duty, MarketView};
use crate::span::Spanned;
use crate::terms::Basis;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The views of every area that goods enter: markets and the places of sites.
pub(crate) type Places = BTreeMap<AreaId, Arc<MarketView>>;

/// What is counted where an amount is not linear in its parts' prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counting {
    /// Exactly.
    Exact,
    /// No more than it will be: claims hold, caps are reached, what is displaced is displaced.
    AtMost,
}

/// A day of one solution, with all places.
#[derive(Clone, Copy)]
pub(crate) struct World<'a> {
    pub model: &'a Model,
    pub places: &'a Places,
    pub day: Date,
    pub counting: Counting,
}

/// Where goods go.
#[derive(Clone, Copy)]
pub(crate) struct Destination<'a> {
    pub code: &'a str,
    pub view: Option<&'a MarketView>,
}

/// What moves as one.
#[derive(Clone, Default)]
pub(crate) struct Goods {
    pub hs: Option<String>,
    pub origin: Option<String>,
    /// Where it comes from; `None`: not known.
    pub from: Option<String>,
    pub pieces: Number,
    /// Of all pieces, in kilograms; `None`: not known.
    pub kilograms: Option<Number>,
    /// Whether some of it has no mass that is stated.
    pub lacks_mass: bool,
    /// The customs value of all pieces, without the freight of the leg.
    pub value: Number,
    /// Amounts of all pieces by content: what is not named is none of it.
    pub content: Content,
    /// Whether it was built, of parts that may state their content.
    pub is_article: bool,
    /// The content rules that it meets.
    pub claims: BTreeSet<String>,
}

/// What goods consist of, in money.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    pub stated: BTreeMap<String, Number>,
    /// The value of what states nothing: it counts whole for every content.
    pub unstated: Number,
}

impl Content {
    fn of(&self, name: &str) -> Option<Number> {
        self.stated.get(name).copied().unwrap_or(Number::ZERO).checked_add(self.unstated)
    }

    /// The content of both.
    pub fn plus(mut self, other: &Self) -> Option<Self> {
        for (name, amount) in &other.stated {
            let sum = self.stated.entry(name.clone()).or_insert(Number::ZERO);
            *sum = sum.checked_add(*amount)?;
        }
        self.unstated = self.unstated.checked_add(other.unstated)?;
        Some(self)
    }
}

/// What a leg costs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Leg {
    pub freight: Number,
    pub duty: Number,
    /// The duties that are owed, by id.
    pub owed: Vec<String>,
    pub weeks: Number,
    /// What an amount depends on and nobody stated.
    pub unknown: BTreeSet<Unstated>,
}

/// What an amount depends on and is not stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unstated {
    TariffCode,
    Origin,
    Mass,
    Content,
    FreightLeg,
}

impl Unstated {
    /// What the keys of gaps in amounts begin with.
    pub const KEYS: [&'static str; 5] = ["hs", "mass", "content", "freight", "article"];

    /// The key of the gap, before the name of what it is about.
    pub fn kind(self) -> &'static str {
        match self {
            Self::TariffCode => "hs",
            Self::Origin => "origin",
            Self::Mass => "mass",
            Self::Content => "content",
            Self::FreightLeg => "freight",
        }
    }

    /// What is not known, and what to add.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::TariffCode => ("tariff code", "`hs`"),
            Self::Origin => ("origin", "`origin`"),
            Self::Mass => ("mass", "`mass_g`"),
            Self::Content => ("content", "`content`"),
            Self::FreightLeg => ("freight on its way", "an entry of `[[freight]]` for the leg"),
        }
    }
}

impl<'a> World<'a> {
    /// A place by its code.
    pub fn destination(&self, code: &'a str) -> Destination<'a> {
        let area = self.model.areas.find(code);
        Destination { code, view: area.and_then(|area| self.places.get(&area)).map(Arc::as_ref) }
    }

    /// Freight and duties of goods on their way; `None` where an amount is past all bounds.
    pub fn leg(&self, goods: &Goods, to: Destination<'_>) -> Option<Leg> {
        let mut leg = Leg::default();
        self.ship(goods, to, &mut leg)?;
        self.clear(goods, to, &mut leg)?;
        Some(leg)
    }

    fn lies_in(&self, inner: &str, outer: &str) -> bool {
        self.model.areas.code_lies_in(inner, outer)
    }

    fn money(&self, amount: Number, currency: Option<&Spanned<String>>) -> Option<Number> {
        amount.checked_mul(rate(self.model, currency.map(|currency| currency.value.as_str())))
    }

    /// The narrowest first area of a leg, then the narrowest second one, decides.
    fn ship(&self, goods: &Goods, to: Destination<'_>, leg: &mut Leg) -> Option<()> {
        if self.model.freight.is_empty() {
            return Some(());
        }
        let Some(from) = &goods.from else {
            leg.unknown.insert(Unstated::Origin);
            return Some(());
        };
        let depth = |code: &str| self.model.areas.find(code).map_or(0, |area| self.model.areas.ancestors(area).len());
        let matching = self.model.freight.iter().filter(|entry| {
            entry.effectivity.holds_on(self.day) && self.lies_in(from, &entry.from) && self.lies_in(to.code, &entry.to)
        });
        let mut best: Option<&crate::model::Freight> = None;
        for entry in matching {
            let rank = |entry: &crate::model::Freight| (depth(&entry.from), depth(&entry.to));
            if best.is_none_or(|best| rank(entry) > rank(best)) {
                best = Some(entry);
            }
        }
        let Some(entry) = best else {
            if from != to.code {
                leg.unknown.insert(Unstated::FreightLeg);
            }
            return Some(());
        };
        let by_weight = by_weight(entry.per_kg, goods, leg)?;
        let fixed = entry.per_unit.checked_mul(goods.pieces)?.checked_add(by_weight)?;
        let share = percent_of(goods.value, entry.percent)?;
        leg.freight = self.money(fixed, entry.currency.as_ref())?.checked_add(share)?;
        leg.weeks = entry.weeks.unwrap_or(Number::ZERO);
        Some(())
    }

    /// What is owed at the border, if one is crossed.
    fn clear(&self, goods: &Goods, to: Destination<'_>, leg: &mut Leg) -> Option<()> {
        let Some(view) = to.view else { return Some(()) };
        let customs = view.customs_on(self.day);
        let entered = customs.and_then(|customs| customs.area.as_deref()).unwrap_or_else(|| self.country(to.code));
        let comes_from = |area: &str| goods.from.as_deref().is_some_and(|from| self.lies_in(from, area));
        if comes_from(entered) {
            return Some(());
        }
        let areas = &self.model.areas;
        let in_force = view.duties.iter().filter(|duty| duty.effectivity.holds_on(self.day));
        let outside = in_force.filter(|duty| !comes_from(areas.code(duty.stated_in)));
        let matching: Vec<&Duty> = outside
            .map(Arc::as_ref)
            .filter(|duty| self.is_on(duty, goods, leg))
            .filter(|duty| !claimed(duty, goods))
            .collect();
        let is_cif = customs.is_some_and(|customs| customs.basis == Basis::Cif);
        let base = if is_cif { goods.value.checked_add(leg.freight)? } else { goods.value };
        let mut owed = owed(&matching);
        owed.sort_by(|one, other| one.id.cmp(&other.id));
        for duty in &owed {
            let amount = self.amount(duty, &Due { owed: &owed, value: base }, goods, leg)?;
            leg.duty = leg.duty.checked_add(amount)?;
            leg.owed.push(duty.id.clone());
        }
        Some(())
    }

    /// The country that a place lies in; an own area that lies in none is its own.
    fn country<'c>(&'c self, code: &'c str) -> &'c str {
        let Some(area) = self.model.areas.find(code) else { return code };
        let mut around = self.model.areas.ancestors(area).iter().rev().map(|area| self.model.areas.code(*area));
        around.find(|code| crate::model::is_country_code(code)).unwrap_or(code)
    }

    /// By tariff code and origin: nothing on goods without a code, and without an origin only what is levied on all origins.
    fn is_on(&self, duty: &Duty, goods: &Goods, leg: &mut Leg) -> bool {
        let is_listed = match &goods.hs {
            Some(code) => duty.hs.is_empty() || duty.hs.iter().any(|prefix| code.starts_with(prefix.as_str())),
            None => {
                leg.unknown.insert(Unstated::TariffCode);
                false
            }
        };
        if !is_listed {
            return false;
        }
        match (&goods.origin, &duty.origin_area) {
            (_, None) => true,
            (Some(origin), Some(area)) => self.lies_in(origin, area),
            (None, Some(_)) => {
                leg.unknown.insert(Unstated::Origin);
                false
            }
        }
    }

    /// What one duty comes to.
    fn amount(&self, duty: &Duty, due: &Due<'_>, goods: &Goods, leg: &mut Leg) -> Option<Number> {
        let (owed, value) = (due.owed, due.value);
        let mut base = match &duty.of_content {
            None => value,
            Some(name) => content(goods, name, value, leg)?,
        };
        let displacing = owed.iter().filter(|other| other.instead_of.contains(&duty.id));
        let displaced: BTreeSet<&str> = displacing.filter_map(|other| other.of_content.as_deref()).collect();
        for name in displaced {
            if duty.of_content.as_deref().is_none_or(|own| own == name) {
                base = base.checked_sub(content(goods, name, value, leg)?)?;
            }
        }
        // Sums of parts stay linear where no more than an amount is wanted.
        let base = if self.counting == Counting::Exact { base.max(Number::ZERO) } else { base };
        let currency = duty.currency.as_ref();
        // A bound by weight of goods without a mass is not known, so it bounds nothing.
        let bound = |bound: Bound, leg: &mut Leg| match bound {
            Bound::PerUnit(each) => self.money(each.checked_mul(goods.pieces)?, currency).map(Some),
            Bound::PerKg(_) if goods.kilograms.is_none() => {
                leg.unknown.insert(Unstated::Mass);
                Some(None)
            }
            Bound::PerKg(each) => self.money(by_weight(each, goods, leg)?, currency).map(Some),
        };
        let fixed = duty.per_unit.checked_mul(goods.pieces)?.checked_add(by_weight(duty.per_kg, goods, leg)?)?;
        let mut amount = percent_of(base, duty.percent)?.checked_add(self.money(fixed, currency)?)?;
        if self.counting == Counting::AtMost {
            // Linear in what the parts cost: below what a floor adds, and all that is known below a cap.
            if duty.at_most.is_some() {
                let least = duty.at_least.map_or(Some(None), |least| bound(least, leg))?;
                return Some(least.unwrap_or(Number::ZERO));
            }
            return Some(amount);
        }
        if let Some(least) = duty.at_least {
            amount = bound(least, leg)?.map_or(amount, |least| amount.max(least));
        }
        if let Some(most) = duty.at_most {
            amount = bound(most, leg)?.map_or(amount, |most| amount.min(most));
        }
        Some(amount)
    }
}

/// What of the goods is of a content: a part that states none counts with its whole customs value.
fn content(goods: &Goods, name: &str, value: Number, leg: &mut Leg) -> Option<Number> {
    if goods.content.unstated.is_zero() {
        return goods.content.of(name);
    }
    leg.unknown.insert(Unstated::Content);
    if goods.is_article { goods.content.of(name) } else { Some(value) }
}

/// An amount by the kilogram: of what has no mass, nothing.
fn by_weight(each: Number, goods: &Goods, leg: &mut Leg) -> Option<Number> {
    if each.is_zero() {
        return Some(Number::ZERO);
    }
    if goods.lacks_mass {
        leg.unknown.insert(Unstated::Mass);
    }
    each.checked_mul(goods.kilograms.unwrap_or(Number::ZERO))
}

/// What is owed at a border, and on which value.
struct Due<'d> {
    owed: &'d [&'d Duty],
    value: Number,
}

/// Whether the goods meet the content rule under which a duty is not owed.
fn claimed(duty: &Duty, goods: &Goods) -> bool {
    duty.not_if.as_ref().is_some_and(|rule| goods.claims.contains(rule))
}

/// Of the duties that match, those that no owed one on the whole value displaces. `instead-of` has no circles.
fn owed<'d>(matching: &[&'d Duty]) -> Vec<&'d Duty> {
    let mut known: BTreeMap<&str, bool> = BTreeMap::new();
    let mut open: Vec<&Duty> = matching.to_vec();
    while !open.is_empty() {
        let before = open.len();
        open.retain(|duty| {
            let mut displacing =
                matching.iter().filter(|other| other.of_content.is_none() && other.instead_of.contains(&duty.id));
            let mut is_open = false;
            let is_displaced = displacing.any(|other| {
                let owed = known.get(other.id.as_str()).copied();
                is_open |= owed.is_none();
                owed == Some(true)
            });
            if is_displaced || !is_open {
                known.insert(duty.id.as_str(), !is_displaced);
            }
            !is_displaced && is_open
        });
        if open.len() == before {
            break;
        }
    }
    matching.iter().copied().filter(|duty| known.get(duty.id.as_str()) == Some(&true)).collect()
}

pub(crate) fn percent_of(value: Number, percent: Number) -> Option<Number> {
    if percent.is_zero() {
        return Some(Number::ZERO);
    }
    value.checked_mul(percent)?.checked_div(Number::from(100_u32))
}
