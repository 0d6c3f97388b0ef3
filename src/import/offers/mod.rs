//! Recorded answers of shops → a file of offers.
//!
//! A shop's programming interface answers a search with JSON. Whoever has saved such an answer gets its prices as
//! `[[offers]]`, with the day of the quotation. Nothing is fetched.

mod quote;
mod shops;

use crate::date::Date;
use crate::terms::Shop;
use quote::Quote;
use std::fmt::Write as _;

/// Offers read from a shop's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadOffers {
    /// The offers as TOML.
    pub text: String,
    /// How many there are.
    pub count: usize,
    /// What was left out, and why.
    pub left_out: Vec<String>,
}

/// An answer that is not of the expected form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not {expected}: {found}")]
#[non_exhaustive]
pub struct UnknownAnswer {
    /// What was expected: the shop's answer, with the keys that it has.
    pub expected: String,
    /// What was found.
    pub found: String,
}

/// Reads the answer of a shop, as it was on a day.
///
/// ```
/// use terroir::import::{Shop, read_offers};
///
/// let answer = r#"{ "SearchResults": { "Parts": [ { "ManufacturerPartNumber": "EXAMPLE-1", "Manufacturer": "EXAMPLE",
///     "MouserPartNumber": "000-EXAMPLE-1", "Min": "1", "Mult": "1",
///     "PriceBreaks": [ { "Quantity": 1, "Price": "$0.10", "Currency": "USD" } ] } ] } }"#;
/// let read = read_offers(Shop::Mouser, answer, "2026-11-30".parse()?)?;
/// assert!(read.count == 1 && read.text.contains("price = [{ from = 1, each = \"0.10\" }]"), "{}", read.text);
///
/// let error = read_offers(Shop::Mouser, r#"{ "Products": [] }"#, "2026-11-30".parse()?).unwrap_err();
/// assert!(error.to_string().ends_with("found the keys `Products`"), "{error}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`UnknownAnswer`] where the text is not JSON, or not an answer of this shop.
pub fn read_offers(shop: Shop, text: &str, quoted: Date) -> Result<ReadOffers, UnknownAnswer> {
    let answer = serde_json::from_str(text)
        .map_err(|error| UnknownAnswer { expected: shops::expected(shop), found: format!("not JSON: {error}") })?;
    let mut left_out = Vec::new();
    let quotes = shops::quotes(shop, &answer, &mut left_out)?;
    let mut text = String::new();
    for quote in &quotes {
        write_quote(quote, quoted, &mut text);
    }
    Ok(ReadOffers { text, count: quotes.len(), left_out })
}

fn write_quote(quote: &Quote, quoted: Date, out: &mut String) {
    let _ = writeln!(out, "[[offers]]\nmpn = {}", toml_text(&quote.mpn));
    let texts = [("by", &quote.by), ("seller", &Some(quote.seller.clone())), ("sku", &quote.sku)];
    for (key, text) in texts {
        if let Some(text) = text {
            let _ = writeln!(out, "{key} = {}", toml_text(text));
        }
    }
    let tiers: Vec<String> =
        quote.prices.iter().map(|(from, each)| format!("{{ from = {from}, each = \"{each}\" }}")).collect();
    let _ = writeln!(out, "price = [{}]", tiers.join(", "));
    if let Some(currency) = &quote.currency {
        let _ = writeln!(out, "currency = {}", toml_text(currency));
    }
    for (key, number) in [("minimum", quote.minimum), ("multiple", quote.multiple), ("lead_weeks", quote.lead_weeks)] {
        if let Some(number) = number {
            let _ = writeln!(out, "{key} = {number}");
        }
    }
    let _ = writeln!(out, "as_of = {quoted}\n");
}

/// A text as a basic string of TOML.
fn toml_text(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if letter.is_control() => _ = write!(out, "\\u{:04X}", u32::from(letter)),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
