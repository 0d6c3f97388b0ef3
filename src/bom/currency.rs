//! Minor units of currencies (ISO 4217, list one): how many places after the point an amount has.

/// Currencies whose minor unit is not two places.
const OTHERS: [(&str, u32); 21] = [
    ("BHD", 3),
    ("BIF", 0),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("IQD", 3),
    ("ISK", 0),
    ("JOD", 3),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("PYG", 0),
    ("RWF", 0),
    ("TND", 3),
    ("UGX", 0),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
];

/// Places after the point that amounts in a currency have; 2 for most.
///
/// ```
/// assert_eq!(terroir::bom::minor_unit("JPY"), 0);
/// assert_eq!(terroir::bom::minor_unit("USD"), 2);
/// ```
#[must_use]
pub fn minor_unit(currency: &str) -> u32 {
    OTHERS.iter().find(|(code, _)| *code == currency).map_or(2, |(_, places)| *places)
}
