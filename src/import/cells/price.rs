//! From the cell of a price to exact amounts, each from a quantity on.

use super::currency::{self, Currency, PLACE};
use super::digits::{self, Counts, Evidence};
use super::text::{lower_words, plain, unprotected};
use super::{Mark, Unreadable, damage, placeholder, price_breaks};
use crate::number::Number;

pub(in crate::import) use super::price_breaks::Tier;

/// A price as a cell gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Price {
    /// The price of one piece by quantity; at least one.
    pub tiers: Vec<Tier>,
    /// The currency that the cell names, if it does.
    pub currency: Option<Currency>,
}

/// Words of a cell without a price.
const NO_PRICE: [&str; 22] = [
    "call",
    "callforprice",
    "callus",
    "onrequest",
    "uponrequest",
    "por",
    "poa",
    "rfq",
    "quote",
    "ask",
    "askforprice",
    "contact",
    "contactus",
    "aufanfrage",
    "anfragen",
    "surdemande",
    "consultar",
    "apetición",
    "询价",
    "面议",
    "要問合せ",
    "お問い合わせ",
];

/// Reads a price: `$0.65`, `1.234,50 €`, `0.10 USD/pc`, `$0.65 @ 100`, `10 for $5`, `1: 0.10; 100: 0.08`. No price (`n/a`, `-`, `call`,
/// an empty cell) is `None`. `hint` is the column's [`decimal_mark`].
///
/// # Errors
/// [`Unreadable`]: several currencies, a negative or approximate price, words, or a number that can be read in two ways.
pub(in crate::import) fn read(cell: &str, hint: Option<Mark>) -> Result<Option<Price>, Unreadable> {
    if let Some(each) = plain_amount(cell, hint) {
        return Ok(Some(Price { tiers: vec![Tier { from: Number::ONE, each }], currency: None }));
    }
    // Normalising would turn the full-width `￥` into a sign of its own.
    let text = plain(&cell.replace('￥', "¥"));
    let text = unprotected(&text);
    if let Some(damage) = damage::of(text).filter(|damage| damage.is_certain()) {
        return Err(Unreadable::new(damage.what()));
    }
    if placeholder::is_none(text) && !text.contains(|letter: char| letter.is_ascii_digit()) || is_no_price(text) {
        return Ok(None);
    }
    if text.contains(['~', '≈', '<', '±', '%'])
        || ["ca.", "ca ", "approx", "about", "env."].iter().any(|word| text.to_lowercase().starts_with(word))
    {
        return Err(Unreadable::new("it is not an exact price"));
    }
    let split = currency::split(text);
    if let Some(several) = split.several {
        return Err(Unreadable::new(format!("it names several currencies: {}", several.join(", "))));
    }
    if split.rest.chars().all(|letter| letter == PLACE || matches!(letter, ' ' | '-' | '–' | '.' | '(' | ')')) {
        return Ok(None);
    }
    let is_euro = split.currency.as_ref().is_some_and(|currency| currency.code() == Some("EUR"));
    if hint.is_none() && is_euro {
        is_settled(&split.rest)?;
    }
    let tiers = price_breaks::tiers(&split.rest, hint)?;
    Ok(Some(Price { tiers, currency: split.currency }))
}

/// `12` and `0.65`, as most cells are; nothing else can be meant.
fn plain_amount(cell: &str, hint: Option<Mark>) -> Option<Number> {
    let (whole, decimals) = cell.split_once('.').unwrap_or((cell, "00"));
    let is_digits = |text: &str| (1..=9).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit());
    let is_settled = decimals.len() != 3 && (whole == "0" || !whole.starts_with('0')) && hint != Some(Mark::Comma);
    if is_settled && is_digits(whole) && is_digits(decimals) { cell.parse().ok() } else { None }
}

/// The decimal mark of a column of prices, if its cells show one and do not contradict each other.
pub(in crate::import) fn decimal_mark<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Mark> {
    let mut found = None;
    for cell in cells {
        let text = plain(cell);
        for number in text.split([';', '|', '\n', ' ', '@', ':']) {
            let (Evidence::Certain(mark) | Evidence::ThreeDecimals(mark) | Evidence::Decimals(mark)) =
                digits::evidence(number)
            else {
                continue;
            };
            if found.is_some_and(|other| other != mark) {
                return None;
            }
            found = Some(mark);
        }
    }
    found
}

/// `1.234 €` is 1234 where thousands have a point, as in most countries of the euro.
fn is_settled(text: &str) -> Result<(), Unreadable> {
    let is_sign = |letter: char| !letter.is_ascii_digit() && letter != '.' && letter != ',';
    let mut numbers = text
        .split(is_sign)
        .filter(|number| number.contains('.') && number.ends_with(|digit: char| digit.is_ascii_digit()));
    numbers.try_for_each(|number| digits::read(number, None, Counts::Either).map(|_| ()))
}

fn is_no_price(text: &str) -> bool {
    NO_PRICE.contains(&lower_words(text).concat().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cell: &str, hint: Option<Mark>) -> String {
        match read(cell, hint) {
            Ok(None) => String::new(),
            Ok(Some(Price { tiers, currency })) => {
                let tiers: Vec<String> = tiers
                    .iter()
                    .map(|tier| {
                        if tier.from == crate::number::Number::ONE {
                            tier.each.to_string()
                        } else {
                            format!("{}@{}", tier.each, tier.from)
                        }
                    })
                    .collect();
                let currency = currency.map(|currency| match currency {
                    Currency::Code(code) => code,
                    Currency::OneOf(codes) => codes.join("?"),
                });
                [Some(tiers.join(", ")), currency].into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
            Err(problem) => format!("! {}", problem.why),
        }
    }

    #[test]
    fn prices_of_every_usual_form() {
        for (cell, wanted) in [
            ("0.65", "0.65"),
            ("$0.65", "0.65 USD"),
            ("0,65 €", "0.65 EUR"),
            ("€0.65", "0.65 EUR"),
            ("1 234,50 €", "1234.5 EUR"),
            ("1.234,50", "1234.5"),
            ("1,234.50", "1234.5"),
            ("1'234.50", "1234.5"),
            ("1.234.567", "1234567"),
            ("0,065", "0.065"),
            ("1.125", "1.125"),
            ("¥12", "12 JPY?CNY"),
            ("￥12", "12 JPY?CNY"),
            ("CN¥12", "12 CNY"),
            ("¥12 CNY", "12 CNY"),
            ("12円", "12 JPY"),
            ("12元", "12 CNY"),
            ("3.5元/个", "3.5 CNY"),
            ("RMB 3.5", "3.5 CNY"),
            ("Rs. 5", "5 INR?PKR?LKR?NPR"),
            ("1.5E+3", "1500"),
            ("1.234,00 €", "1234 EUR"),
            ("USD 0.10", "0.1 USD"),
            ("0.10usd", "0.1 USD"),
            ("0.10 USD/pc", "0.1 USD"),
            ("$0.10 each", "0.1 USD"),
            ("$0.10 ea.", "0.1 USD"),
            ("0,10 €/Stk", "0.1 EUR"),
            ("US$0.10", "0.1 USD"),
            ("A$0.10", "0.1 AUD"),
            ("$0.10 CAD", "0.1 CAD"),
            ("NT$3", "3 TWD"),
            ("£1.20", "1.2 GBP"),
            ("CHF 19.-", "19 CHF"),
            ("19,– €", "19 EUR"),
            ("5 kr", "5 SEK?NOK?DKK"),
            ("1.5E-3", "0.0015"),
            ("1.5e-03", "0.0015"),
            ("$0.65 @ 100", "0.65@100 USD"),
            ("100 @ $0.65", "0.65@100 USD"),
            ("0.65 @ 1k", "0.65@1000"),
            ("0.65@1,000 pcs", "0.65@1000"),
            ("0,65 € ab 100", "0.65@100 EUR"),
            ("10 for $5", "0.5@10 USD"),
            ("10 Stück für 5 €", "0.5@10 EUR"),
            ("1: 0.10; 100: 0.08", "0.1, 0.08@100"),
            ("0.10 (1k)", "0.1@1000"),
            ("$0.10 (USD)", "0.1 USD"),
            ("1+ $0.10, 10+ $0.08", "0.1, 0.08@10 USD"),
            ("1+: 0.10 | 10+: 0.08", "0.1, 0.08@10"),
            ("1-9: $0.10\n10-99: $0.08", "0.1, 0.08@10 USD"),
            ("0.10; 100: 0.08", "0.1, 0.08@100"),
            ("≥100: 0.08", "0.08@100"),
            ("$5 per 1000", "0.005 USD"),
            ("$0.65 per piece", "0.65 USD"),
            ("0", "0"),
        ] {
            assert_eq!(shown(cell, None), wanted, "{cell}");
        }
    }

    #[test]
    fn cells_without_a_price() {
        for cell in [
            "",
            "n/a",
            "-",
            "--",
            "call",
            "Call for price",
            "on request",
            "auf Anfrage",
            "询价",
            "TBD",
            "$",
            "EUR",
            "$ -",
            "?",
        ] {
            assert_eq!(read(cell, None), Ok(None), "{cell}");
        }
    }

    #[test]
    fn what_is_no_price_says_why() {
        for (cell, wanted) in [
            ("$0.65 / 0.60 €", "it names several currencies: USD, EUR"),
            ("1,234", "it can be read as 1234 or as 1.234"),
            ("1.234 €", "it can be read as 1234 or as 1.234"),
            ("10 @ 5", "it does not show which number is the price"),
            ("-0.65", "the number is negative"),
            ("~0.65", "it is not an exact price"),
            ("ca. 0.65", "it is not an exact price"),
            ("cheap", "it is not a number"),
            ("$0.65 / 1000", "it can be read as 0.65 each from 1000 on or as 0.65 for 1000"),
            ("0.10/0.08", "it does not say what it is the price of"),
            ("$0.65 for 100", "it can be read as the price of all of them or of each"),
            ("0.10; 0.08", "it gives two prices for one quantity"),
            ("0.10 (approx)", "`approx` is not a quantity"),
            ("#N/A", "a formula without a result"),
            ("1-Mar", "a spreadsheet made a date of it"),
            ("$1.5k", "it is not a number"),
            ("5 for for", "it is not a number"),
        ] {
            let seen = shown(cell, None);
            assert!(seen.starts_with("! ") && seen.contains(wanted), "{cell}: {seen}");
        }
    }

    #[test]
    fn a_column_settles_its_decimal_mark() {
        let mark = |cells: &[&str]| decimal_mark(cells.iter().copied());
        assert_eq!(mark(&["1,234", "0.65"]), Some(Mark::Point));
        assert_eq!(mark(&["1,234", "0,65 €"]), Some(Mark::Comma));
        assert_eq!(mark(&["1,234", "n/a", ""]), None);
        assert_eq!(mark(&["0.65", "0,65"]), None);
        assert_eq!(mark(&["1,234,567"]), Some(Mark::Point));
        assert_eq!(shown("1,234", Some(Mark::Point)), "1234");
        assert_eq!(shown("1,234", Some(Mark::Comma)), "1.234");
        assert_eq!(shown("1.234", Some(Mark::Comma)), "1234");
    }

    #[test]
    fn no_text_panics() {
        const PIECES: [&str; 24] = [
            "$", "€", "¥", "0.65", "1,234", "@", "100", " ", "/", "for", "(", ")", "+", ":", ";", ", ", "k", "e", "-",
            "USD", "é", "元", "1e18", "per",
        ];
        let mut seed = 5_u64;
        for _ in 0..3_000 {
            let mut cell = String::new();
            for _ in 0..7 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                cell.push_str(PIECES[usize::try_from(seed >> 33).unwrap_or(0) % PIECES.len()]);
            }
            let _ = read(&cell, None);
            let _ = super::super::quantity::read(&cell, super::super::quantity::Written::default());
            let _ = super::super::fitted::in_value(&cell);
            let _ = super::super::damage::of(&cell);
        }
    }
}
