//! Duties: which are owed on goods that enter a place, on what, and how much.

use super::borders::Entry;
use super::money::{exchanged, percent_of, total};
use crate::model::Model;
use crate::number::Number;
use crate::overlay::{Bound, Duty};
use crate::verify::CheckInput;
use std::collections::{BTreeMap, BTreeSet};

/// Goods on a leg: all of one kind in one product.
pub(super) struct Goods<'a> {
    /// How many.
    pub pieces: Number,
    /// Customs tariff number.
    pub hs: Option<&'a str>,
    /// The code of the country where they are made.
    pub origin: Option<&'a str>,
    /// Where they come from.
    pub from: Option<&'a str>,
    /// The mass of all, in grams, as far as it is known.
    pub grams: Option<Number>,
    /// The value of all, without the freight of this leg.
    pub value: Number,
    /// What they contain.
    pub content: Contents,
}

impl Goods<'_> {
    /// The mass of all; 0 where it is not known.
    pub fn kilograms(&self) -> Option<Number> {
        self.grams.unwrap_or(Number::ZERO).checked_div(Number::from(1000_u32))
    }
}

/// The value of materials in goods.
#[derive(Clone, Debug)]
pub(super) struct Contents {
    /// By material.
    pub stated: BTreeMap<String, Number>,
    /// The value of parts of which nobody stated what they contain: it counts as every material.
    pub unknown: Number,
    /// Whether the goods are such a part themselves: the whole customs value counts.
    pub is_whole: bool,
}

impl Default for Contents {
    fn default() -> Self {
        Self { stated: BTreeMap::new(), unknown: Number::ZERO, is_whole: false }
    }
}

impl Contents {
    fn of(&self, material: &str) -> Option<Number> {
        self.stated.get(material).copied().unwrap_or(Number::ZERO).checked_add(self.unknown)
    }

    /// Adds what parts of a value contain.
    pub fn add(&mut self, other: &Self, value: Number) -> Option<()> {
        let unknown = if other.is_whole { value } else { other.unknown };
        self.unknown = self.unknown.checked_add(unknown)?;
        for (material, value) in &other.stated {
            let sum = self.stated.entry(material.clone()).or_insert(Number::ZERO);
            *sum = sum.checked_add(*value)?;
        }
        Some(())
    }
}

/// What is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Owed {
    /// All of it.
    pub amount: Number,
    /// The duties, in the order of the market.
    pub ids: Vec<String>,
}

/// What is owed on goods that enter a place with freight; claims that hold for them exempt from duties.
pub(super) fn owed(
    input: &CheckInput<'_>,
    entry: &Entry<'_>,
    goods: &Goods<'_>,
    freight: Number,
    claims: &BTreeSet<&str>,
) -> Option<Owed> {
    let mut found = Owed { amount: Number::ZERO, ids: Vec::new() };
    let Some(view) = entry.view.filter(|_| entry.is_crossed_from(goods.from, &input.model.areas)) else {
        return Some(found);
    };
    let fits =
        |duty: &&Duty| is_for(input, duty, goods) && duty.not_if.as_deref().is_none_or(|claim| !claims.contains(claim));
    let duties: Vec<&Duty> = view.duties.iter().map(AsRef::as_ref).filter(fits).collect();
    let customs_value = if entry.counts_freight() { goods.value.checked_add(freight)? } else { goods.value };
    let levied = not_displaced(&duties);
    for duty in &levied {
        let base = base(duty, &levied, &goods.content, customs_value)?;
        found.amount = found.amount.checked_add(amount(input.model, duty, goods, base)?)?;
        found.ids.push(duty.id.clone());
    }
    Some(found)
}

/// In force, for the code and the origin of the goods, which come from outside the area that states it.
fn is_for(input: &CheckInput<'_>, duty: &Duty, goods: &Goods<'_>) -> bool {
    let areas = &input.model.areas;
    let Some(code) = goods.hs else { return false };
    let is_listed = duty.hs.is_empty() || duty.hs.iter().any(|start| code.starts_with(start.as_str()));
    let is_from = match (&duty.origin_area, goods.origin) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(area), Some(origin)) => areas.code_lies_in(origin, area),
    };
    let inside = goods.from.is_some_and(|from| areas.code_lies_in(from, areas.code(duty.stated_in)));
    is_listed && is_from && !inside && duty.effectivity.holds_on(input.as_of)
}

/// Those that no other one replaces as a whole. One that is replaced itself replaces nothing.
fn not_displaced<'d>(duties: &[&'d Duty]) -> Vec<&'d Duty> {
    let replaces =
        |one: &Duty, other: &Duty| one.of_content.is_none() && one.id != other.id && one.instead_of.contains(&other.id);
    let (mut owed, mut open): (Vec<&Duty>, Vec<&Duty>) = (Vec::new(), duties.to_vec());
    while !open.is_empty() {
        // Those that nothing open replaces are decided: owed unless an owed one replaces them.
        let (settled, rest): (Vec<&Duty>, Vec<&Duty>) =
            open.iter().partition(|duty| !open.iter().any(|other| replaces(other, duty)));
        // A circle is an error of the files; what is in it is owed.
        let (settled, rest) = if settled.is_empty() { (rest, Vec::new()) } else { (settled, rest) };
        let free: Vec<&Duty> =
            settled.into_iter().filter(|duty| !owed.iter().any(|other| replaces(other, duty))).collect();
        owed.extend(free);
        open = rest;
    }
    duties.iter().filter(|duty| owed.iter().any(|one| one.id == duty.id)).copied().collect()
}

/// What a duty is levied on: the customs value or the value of a material, less that of the materials on which another one
/// is levied instead.
fn base(duty: &Duty, levied: &[&Duty], content: &Contents, customs_value: Number) -> Option<Number> {
    let of = |material: &str| if content.is_whole { Some(customs_value) } else { content.of(material) };
    let whole = match &duty.of_content {
        Some(material) => of(material)?,
        None => customs_value,
    };
    let replacing = levied.iter().filter(|other| other.id != duty.id && other.instead_of.contains(&duty.id));
    let materials: BTreeSet<&str> = replacing.filter_map(|other| other.of_content.as_deref()).collect();
    let relevant = |material: &&&str| duty.of_content.as_deref().is_none_or(|own| own == **material);
    let replaced = total(materials.iter().filter(relevant).map(|material| of(material)))?;
    Some(whole.checked_sub(replaced)?.max(Number::ZERO))
}

/// Percent of the base, and amounts a piece and a kilogram, within the bounds of the duty.
fn amount(model: &Model, duty: &Duty, goods: &Goods<'_>, base: Number) -> Option<Number> {
    let money = |amount| exchanged(model, amount, duty.currency.as_ref());
    let kilograms = goods.kilograms()?;
    let mut amount = total([
        percent_of(duty.percent, base),
        money(duty.per_unit.checked_mul(goods.pieces)?),
        money(duty.per_kg.checked_mul(kilograms)?),
    ])?;
    let bound = |bound: &Bound| match bound {
        Bound::PerUnit(each) => money(each.checked_mul(goods.pieces)?),
        Bound::PerKg(each) => money(each.checked_mul(kilograms)?),
    };
    if let Some(least) = &duty.at_least {
        amount = amount.max(bound(least)?);
    }
    if let Some(most) = &duty.at_most {
        let is_known = goods.grams.is_some() || matches!(most, Bound::PerUnit(_));
        amount = if is_known { amount.min(bound(most)?) } else { amount };
    }
    Some(amount)
}
