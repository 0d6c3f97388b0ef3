//! Signs and codes of currencies.

/// What a text says about its currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) enum Currency {
    /// An ISO 4217 code.
    Code(String),
    /// A sign of several currencies: `¥` is JPY or CNY.
    OneOf(Vec<&'static str>),
}

impl Currency {
    /// The code, if it is certain.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Code(code) => Some(code),
            Self::OneOf(_) => None,
        }
    }
}

/// Codes of ISO 4217 in use.
const CODES: [&str; 155] = [
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF", "BMD",
    "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CUP",
    "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP",
    "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD",
    "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD",
    "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN",
    "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB",
    "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL",
    "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VES", "VND",
    "VUV", "WST", "XAF", "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
];

/// Codes that are English words or words of lists, which a title may hold.
const WORDS: [&str; 9] = ["ALL", "TOP", "TRY", "CUP", "PEN", "MOP", "LAK", "COP", "MAD"];

/// Names of currencies that mean other things in a title.
const UNITS: [&str; 4] = ["ft", "fr", "nt", "rs"];

/// A sign and the codes that it may mean; the longest signs come first.
struct Sign {
    text: &'static str,
    codes: &'static [&'static str],
}

const fn sign(text: &'static str, codes: &'static [&'static str]) -> Sign {
    Sign { text, codes }
}

/// Dollars of any country, first the one that a sign alone means.
const DOLLARS: &[&str] = &["USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS"];

const SIGNS: &[Sign] = &[
    sign("US$", &["USD"]),
    sign("AU$", &["AUD"]),
    sign("CA$", &["CAD"]),
    sign("NZ$", &["NZD"]),
    sign("HK$", &["HKD"]),
    sign("NT$", &["TWD"]),
    sign("MX$", &["MXN"]),
    sign("CN¥", &["CNY"]),
    sign("JP¥", &["JPY"]),
    sign("A$", &["AUD"]),
    sign("C$", &["CAD"]),
    sign("S$", &["SGD"]),
    sign("R$", &["BRL"]),
    sign("$", DOLLARS),
    sign("€", &["EUR"]),
    sign("£", &["GBP"]),
    sign("₹", &["INR"]),
    sign("₩", &["KRW"]),
    sign("₽", &["RUB"]),
    sign("₺", &["TRY"]),
    sign("₪", &["ILS"]),
    sign("฿", &["THB"]),
    sign("₫", &["VND"]),
    sign("₱", &["PHP"]),
    sign("₴", &["UAH"]),
    sign("円", &["JPY"]),
    sign("人民币", &["CNY"]),
    sign("人民幣", &["CNY"]),
    sign("美元", &["USD"]),
    sign("欧元", &["EUR"]),
    sign("日元", &["JPY"]),
    sign("港元", &["HKD"]),
    sign("台币", &["TWD"]),
    sign("元", &["CNY"]),
    sign("圆", &["CNY"]),
    sign("块", &["CNY"]),
    sign("원", &["KRW"]),
    sign("¥", &["JPY", "CNY"]),
];

/// Words of currencies in lower case.
const NAMES: &[(&str, &[&str])] = &[
    ("rmb", &["CNY"]),
    ("yuan", &["CNY"]),
    ("yen", &["JPY"]),
    ("euro", &["EUR"]),
    ("euros", &["EUR"]),
    ("dollar", DOLLARS),
    ("dollars", DOLLARS),
    ("sfr", &["CHF"]),
    ("fr", &["CHF"]),
    ("kč", &["CZK"]),
    ("zł", &["PLN"]),
    ("ft", &["HUF"]),
    ("kr", &["SEK", "NOK", "DKK"]),
    ("rs", &["INR", "PKR", "LKR", "NPR"]),
    ("rupee", &["INR", "PKR", "LKR", "NPR"]),
    ("rupees", &["INR", "PKR", "LKR", "NPR"]),
    ("ntd", &["TWD"]),
    ("stg", &["GBP"]),
];

/// Whether signs alone have a usual meaning: `$` is USD, `¥` has two.
fn is_settled(codes: &[&'static str]) -> bool {
    codes.len() == 1 || codes == DOLLARS
}

/// A text without its signs, codes and names of currencies, and what they mean together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// The text with [`PLACE`] for each of them.
    pub rest: String,
    /// The currency; `None` if the text names none.
    pub currency: Option<Currency>,
    /// Several currencies that contradict each other.
    pub several: Option<Vec<&'static str>>,
}

/// Marks where a currency was, so that a price is known from a quantity.
pub(super) const PLACE: char = '\u{a4}';

/// Separates a text from its currencies.
pub(super) fn split(text: &str) -> Split {
    let text = text.replace('￥', "¥").replace(PLACE, " ");
    let mut groups: Vec<&'static [&'static str]> = Vec::new();
    let mut rest = without_words(&text, &mut groups);
    for Sign { text: sign, codes } in SIGNS {
        if rest.contains(sign) {
            groups.push(codes);
            rest = rest.replace(sign, &PLACE.to_string());
        }
    }
    let Some(first) = groups.first() else { return Split { rest, currency: None, several: None } };
    let common: Vec<&'static str> =
        first.iter().copied().filter(|code| groups.iter().all(|codes| codes.contains(code))).collect();
    let settled = groups.iter().any(|codes| is_settled(codes));
    match common.as_slice() {
        [] => {
            let several = groups.iter().filter_map(|codes| codes.first().copied()).collect();
            Split { rest, currency: None, several: Some(several) }
        }
        [code, ..] if settled => Split { rest, currency: Some(Currency::Code((*code).to_owned())), several: None },
        _ => Split { rest, currency: Some(Currency::OneOf(common)), several: None },
    }
}

/// Whether a cell is a code of a currency and nothing else.
pub(in crate::import) fn is_code(cell: &str) -> bool {
    CODES.contains(&cell.trim().to_uppercase().as_str())
}

/// The currency that a cell beside a price names: `GBP`, `eur`, `£`.
pub(in crate::import) fn in_cell(cell: &str) -> Option<String> {
    let code = cell.trim().to_uppercase();
    if CODES.contains(&code.as_str()) {
        return Some(code);
    }
    split(cell).currency.and_then(|currency| currency.code().map(str::to_owned))
}

/// The currency that the title of a column names: `Price (EUR)`, `Unit Price $`, `单价(元)`, `price_usd`.
pub(in crate::import) fn in_title(title: &str) -> Option<Currency> {
    let plain = super::text::plain(title).replace('_', " ");
    let is_bracketed = |word: &str| plain.contains(&format!("({word})")) || plain.contains(&format!("[{word}]"));
    let is_other =
        |word: &str| !is_bracketed(word) && (WORDS.contains(&word) || UNITS.contains(&word.to_lowercase().as_str()));
    let words = plain.split_inclusive(|letter: char| !letter.is_alphabetic());
    let bare = |word: &str| word.trim_end_matches(|letter: char| !letter.is_alphabetic()).to_owned();
    let kept: String = words.filter(|word| !is_other(&bare(word))).collect();
    split(&kept).currency
}

/// Takes codes and names out of a text.
fn without_words(text: &str, groups: &mut Vec<&'static [&'static str]>) -> String {
    let mut rest = String::new();
    let mut word = String::new();
    for letter in text.chars().chain([' ']) {
        if letter.is_ascii_alphabetic() || matches!(letter, 'č' | 'ł') {
            word.push(letter);
            continue;
        }
        match codes_of(&word) {
            Some(codes) => {
                groups.push(codes);
                rest.push(PLACE);
                // The point of `Rs. 5`.
                rest.push(if letter == '.' { ' ' } else { letter });
            }
            None => {
                rest.push_str(&word);
                rest.push(letter);
            }
        }
        word.clear();
    }
    rest.trim().to_owned()
}

fn codes_of(word: &str) -> Option<&'static [&'static str]> {
    let lower = word.to_lowercase();
    if let Some((_, codes)) = NAMES.iter().find(|(name, _)| *name == lower) {
        return Some(codes);
    }
    let usual = [
        "usd", "eur", "gbp", "cny", "jpy", "inr", "chf", "sek", "nok", "dkk", "aud", "cad", "krw", "twd", "hkd", "sgd",
        "pln", "czk",
    ];
    let is_code = word.len() == 3 && (word == word.to_uppercase() || usual.contains(&lower.as_str()));
    let upper = word.to_uppercase();
    if upper == "CNH" {
        return Some(&["CNY"]);
    }
    CODES.iter().position(|code| is_code && *code == upper).and_then(|at| CODES.get(at..=at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_their_currency() {
        for (title, wanted) in [
            ("Price (EUR)", "EUR"),
            ("Unit Price $", "USD"),
            ("Price [USD]", "USD"),
            ("price_usd", "USD"),
            ("单价(元)", "CNY"),
            ("单价（￥）", "JPY?CNY"),
            ("単価(円)", "JPY"),
            ("Preis in €", "EUR"),
            ("Unit Price US$", "USD"),
            ("Price CHF", "CHF"),
            ("PRICE (CAD$)", "CAD"),
            ("PRICE ALL", ""),
            ("Price/ft", ""),
            ("Price[1k]", ""),
            ("Unit Price", ""),
            ("Try Price", ""),
        ] {
            let seen = match in_title(title) {
                None => String::new(),
                Some(Currency::Code(code)) => code,
                Some(Currency::OneOf(codes)) => codes.join("?"),
            };
            assert_eq!(seen, wanted, "{title}");
        }
    }
}
