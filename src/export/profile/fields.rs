//! The order number of a maker of boards, which teams keep in fields of different titles.

use crate::export::own_number::key;
use crate::export::release::ReleaseLine;
use crate::schema::CustomField;

/// Titles of the order number of JLCPCB, which is that of LCSC, in the same form.
const ORDER: [&str; 12] = [
    "jlcpcbpart",
    "jlcpcbpartnumber",
    "jlcpcbpartno",
    "jlcpart",
    "jlcpartnumber",
    "jlc",
    "jlcpcb",
    "lcsc",
    "lcscpart",
    "lcscpartnumber",
    "lcscpartno",
    "lcsccode",
];

/// Titles of an order number of any shop: it is one of LCSC only if it has the form of one.
const ANY_SHOP: [&str; 8] = [
    "supplierpart",
    "supplierpartnumber",
    "supplierpartno",
    "supplierpn",
    "supplierandref",
    "ordernumber",
    "orderno",
    "ordercode",
];

/// The field that holds the order number of JLCPCB: that of the column's own title, else one whose title names the shop.
pub(super) fn order(row: &ReleaseLine) -> Option<&CustomField> {
    let named = orders(row).into_iter().next();
    named.or_else(|| filled(row).find(|field| ANY_SHOP.contains(&key(&field.name).as_str()) && is_lcsc(&field.value)))
}

/// The fields whose titles name JLCPCB or its shop: the title of its own column first, numbered ones last.
fn orders(row: &ReleaseLine) -> Vec<&CustomField> {
    let mut all: Vec<&CustomField> = filled(row).filter(|field| ORDER.contains(&key(&field.name).as_str())).collect();
    all.sort_by_key(|field| (field.name != JLCPCB_PART, is_further(&field.name)));
    all
}

/// A second order number that differs from the one that the column shows; further sources are no contradiction.
pub(super) fn other_order(row: &ReleaseLine) -> Option<(&CustomField, &CustomField)> {
    let all = orders(row);
    let (first, others) = all.split_first()?;
    let differs = |field: &&&CustomField| field.value.trim() != first.value.trim() && !is_further(&field.name);
    others.iter().find(differs).map(|other| (*first, *other))
}

/// The title of the column of JLCPCB.
pub(super) const JLCPCB_PART: &str = "JLCPCB Part #";

/// Whether a title counts further sources: `LCSC 2`.
fn is_further(title: &str) -> bool {
    title.trim_end().ends_with(|letter: char| letter.is_ascii_digit() && letter != '1')
}

fn filled(row: &ReleaseLine) -> impl Iterator<Item = &CustomField> {
    row.line.details.fields.iter().filter(|field| !field.value.trim().is_empty())
}

/// `C1525`.
fn is_lcsc(text: &str) -> bool {
    let digits = text.trim().strip_prefix(['C', 'c']).unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_another_shop_is_none_of_lcsc() {
        assert!(is_lcsc("C1525") && !is_lcsc("81-GRM155") && !is_lcsc("C") && !is_lcsc("CRCW0402"));
    }
}
