//! From the cell of a quantity to an exact number and its unit.

use super::digits::{self, Counts, Evidence};
use super::text::{lower_words, plain, unprotected};
use super::{Mark, Unreadable, damage, words};
use crate::number::Number;

/// How much of a part a row needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Quantity {
    /// The amount, 0 or above.
    pub amount: Number,
    /// The unit as catalogues write it (`pcs`, `m`, `g`); `None` if the cell names none.
    pub unit: Option<String>,
    /// Whether a mark before three digits was read as one of thousands without being shown as such: `1.200` pieces.
    pub is_assumed: bool,
}

/// How the quantities of a column are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Written {
    /// The decimal mark that the column shows.
    pub mark: Option<Mark>,
    /// What the row of the cell counts.
    pub of: Of,
}

/// What a quantity without a unit of its own counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::import) enum Of {
    /// Pieces.
    #[default]
    Pieces,
    /// Pieces, in a column that has both `1,000` and `2.500`.
    Contradicted,
    /// Metres, grams and the like.
    Measure,
}

impl Quantity {
    /// Whether it counts pieces: without a unit, or in `pcs`.
    pub fn is_pieces(&self) -> bool {
        self.unit.as_deref().is_none_or(|unit| unit == PIECES)
    }
}

const PIECES: &str = "pcs";

/// Words of units in lower case without dots, and the unit that catalogues write.
const UNITS: &[(&str, &[&str])] = &[
    (
        PIECES,
        &[
            "pcs", "pc", "pce", "pces", "piece", "pieces", "ea", "each", "unit", "units", "off", "no", "nos", "item",
            "items", "x", "×", "stk", "stck", "stück", "stueck", "stücke", "st", "pièce", "pièces", "pièces", "unité",
            "unités", "ud", "uds", "und", "unds", "unidad", "unidades", "pieza", "piezas", "pza", "pzas", "pz", "个",
            "個", "只", "颗", "顆", "件", "片", "pcb", "ks", "szt", "st", "本", "枚", "ヶ", "ケ", "こ", "コ", "点",
        ],
    ),
    (
        "m",
        &[
            "m",
            "meter",
            "meters",
            "metre",
            "metres",
            "mtr",
            "mtrs",
            "mètre",
            "mètres",
            "metro",
            "metros",
            "米",
            "メートル",
        ],
    ),
    ("mm", &["mm", "millimeter", "millimeters", "millimetre", "millimetres", "毫米", "ミリ"]),
    ("cm", &["cm", "centimeter", "centimeters", "centimetre", "centimetres", "厘米"]),
    ("km", &["km"]),
    ("in", &["in", "\"", "″", "inch", "inches", "zoll", "pulgada", "pulgadas", "英寸"]),
    ("ft", &["ft", "foot", "feet", "英尺"]),
    ("g", &["g", "gr", "gram", "grams", "gramm", "gramme", "grammes", "gramo", "gramos", "克", "グラム"]),
    ("kg", &["kg", "kilo", "kilos", "kilogram", "kilograms", "公斤", "千克", "キロ"]),
    ("mg", &["mg", "毫克"]),
    ("ml", &["ml", "milliliter", "milliliters", "millilitre", "millilitres", "毫升", "cc"]),
    ("l", &["l", "lt", "ltr", "liter", "liters", "litre", "litres", "litro", "litros", "升", "リットル"]),
    ("cl", &["cl"]),
    ("ul", &["ul", "µl", "μl"]),
    ("m2", &["m2", "m²", "sqm", "qm"]),
    ("cm2", &["cm2", "cm²"]),
    ("m3", &["m3", "m³"]),
    ("roll", &["roll", "rolls", "rolle", "rollen", "rouleau", "rouleaux", "rollo", "rollos", "卷", "巻"]),
    ("reel", &["reel", "reels", "盘", "盤", "リール"]),
    ("set", &["set", "sets", "satz", "sätze", "jeu", "jeux", "juego", "juegos", "套", "组", "セット"]),
    ("pair", &["pair", "pairs", "paar", "paare", "paire", "paires", "par", "pares", "对", "双", "対", "組"]),
    ("box", &["box", "boxes", "盒", "箱"]),
    ("pack", &["pack", "packs", "pkg", "pkgs", "pkt", "packung", "paquet", "paquete", "包"]),
    ("sheet", &["sheet", "sheets", "blatt", "feuille", "feuilles", "hoja", "hojas", "张", "張"]),
    ("h", &["h", "hr", "hrs", "hour", "hours", "std", "heure", "heures", "hora", "horas", "小时", "時間"]),
    ("min", &["min", "mins", "minute", "minutes"]),
];

/// Reads a quantity: `5`, `2.00`, `1,000`, `4 pcs`, `x3`, `0.5 m`, `1/2`. Without a mark that the column shows, one mark with three
/// digits after it is a mark of thousands where pieces are counted; a point is one of decimals where something is measured.
///
/// # Errors
/// [`Unreadable`]: empty, negative, no number, or a number that can be read in two ways.
pub(in crate::import) fn read(cell: &str, written: Written) -> Result<Quantity, Unreadable> {
    let text = plain(cell);
    let text = unprotected(&text);
    if text.is_empty() {
        return Err(Unreadable::new("the cell is empty"));
    }
    if let Some(damage) = damage::of(text).filter(|damage| damage.is_certain()) {
        return Err(Unreadable::new(damage.what()));
    }
    let (number, unit) = split(text)?;
    let unit = unit.map(|word| known_unit(&word)).transpose()?;
    let is_pieces = unit.as_deref().map_or(written.of != Of::Measure, |unit| unit == PIECES);
    let counts = match (is_pieces, written.of) {
        (false, _) => Counts::Measure,
        (true, Of::Contradicted) => Counts::Either,
        (true, Of::Pieces | Of::Measure) => Counts::Pieces,
    };
    let read = amount(&number, written.mark, counts)?;
    let is_assumed = counts == Counts::Pieces && amount(&number, written.mark, Counts::Either).is_err();
    Ok(Quantity { amount: read, unit: unit.filter(|_| !is_only_times(text)), is_assumed })
}

/// The decimal mark of a column of quantities, if its cells show one and do not contradict each other.
pub(in crate::import) fn decimal_mark<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Mark> {
    let mut found = None;
    for cell in cells {
        match digits::evidence(&plain(cell)) {
            Evidence::Certain(mark) | Evidence::ThreeDecimals(mark) | Evidence::Decimals(mark) => {
                if found.is_some_and(|other| other != mark) {
                    return None;
                }
                found = Some(mark);
            }
            Evidence::None => {}
        }
    }
    found
}

/// Whether a column has both `1,000` and `2.500`, of which one is not what it looks like.
pub(in crate::import) fn is_contradicted<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let (mut points, mut commas) = (false, false);
    for cell in cells.filter(|cell| cell.contains(['.', ','])) {
        let number: String = cell.chars().filter(|letter| letter.is_ascii_digit() || ".,".contains(*letter)).collect();
        if digits::read(&number, None, Counts::Either).is_err() && digits::read(&number, None, Counts::Pieces).is_ok() {
            points |= number.contains('.');
            commas |= number.contains(',');
        }
    }
    points && commas
}

/// The unit that catalogues write for a word: `Stk.` → `pcs`; `None` for an unknown one.
pub(in crate::import) fn unit(word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    let bare: String = lower.chars().filter(|letter| !matches!(letter, '.' | '(' | ')' | '[' | ']' | ' ')).collect();
    UNITS.iter().find(|(_, words)| words.contains(&bare.as_str())).map(|(unit, _)| *unit)
}

/// `x3` and `3x` count without naming a unit.
fn is_only_times(text: &str) -> bool {
    text.starts_with(['x', 'X', '×']) || text.ends_with(['x', 'X', '×'])
}

/// The number and the word of the unit: `x3`, `4 pcs`, `0.5m`, `Stk 4`.
fn split(text: &str) -> Result<(String, Option<String>), Unreadable> {
    let text = without_label(text);
    let text = text.trim_start_matches(['x', 'X', '×', '*']).trim_start();
    let is_number = |letter: char| {
        letter.is_ascii_digit()
            || matches!(letter, '.' | ',' | ' ' | '\'' | '’' | '_' | '/' | '+' | '-' | '−' | '–' | '½' | '¼' | '¾')
    };
    let mut end = text.find(|letter: char| !is_number(letter)).unwrap_or(text.len());
    let after = text.get(end..).unwrap_or_default();
    // An exponent belongs to the number, `4 ea` does not have one.
    if let Some(rest) = after.strip_prefix(['e', 'E']) {
        let digits = rest.trim_start_matches(['+', '-']);
        if digits.starts_with(|letter: char| letter.is_ascii_digit())
            && text.get(..end).is_some_and(|before| !before.ends_with(' '))
        {
            let sign = rest.len() - digits.len();
            let length = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
            end += 1 + sign + length;
        }
    }
    let (number, rest) = text.split_at(end);
    let (number, rest) = (number.trim(), per_board(rest.trim()));
    if number.is_empty() {
        let reversed = text.split_once(' ').filter(|(word, _)| unit(word).is_some());
        return match reversed {
            Some((word, number)) => Ok((number.trim().to_owned(), Some(word.to_owned()))),
            None => Err(Unreadable::new("it is not a number")),
        };
    }
    // `4 /board`: the slash is not part of the number.
    let number = number.trim_end_matches('/').trim_end();
    Ok((number.to_owned(), (!rest.is_empty()).then(|| rest.to_owned())))
}

/// `qty: 3` → `3`.
fn without_label(text: &str) -> &str {
    let Some((label, rest)) = text.split_once([':', '=']) else { return text };
    let is_label = ["qty", "quantity", "menge", "anzahl", "数量"].contains(&label.trim().to_lowercase().as_str());
    if is_label { rest.trim() } else { text }
}

/// The unit without `per board`, which a quantity of a list always means.
fn per_board(unit: &str) -> &str {
    let words = ["/board", "/pcb", "per board", "per pcb", "per unit", "/unit", "board", "boards"];
    let lower = unit.to_lowercase();
    let found = words.iter().find(|word| lower.ends_with(**word));
    found.and_then(|word| unit.get(..unit.len().checked_sub(word.len())?)).unwrap_or(unit).trim()
}

/// A unit by its word: normalised if it is known, kept if it may be one.
fn known_unit(word: &str) -> Result<String, Unreadable> {
    if let Some(unit) = unit(word).filter(|_| word != "M") {
        return Ok(unit.to_owned());
    }
    // `3M` may be three million.
    if word.starts_with(['(', '[']) || word == "M" {
        return Err(Unreadable::new(format!("`{word}` after the number is not a unit")));
    }
    let bare = word.trim_matches(['(', ')', '[', ']', '.', ' ']);
    let is_word = bare.chars().count() > 1 && bare.chars().all(char::is_alphabetic);
    if !is_word || words::is_not_fitted(&lower_words(bare)) {
        return Err(Unreadable::new(format!("`{word}` after the number is not a unit")));
    }
    Ok(bare.to_owned())
}

/// A number, or a fraction of which every digit can be written: `1/2`, `1 1/2`, `½`.
fn amount(text: &str, hint: Option<Mark>, counts: Counts) -> Result<Number, Unreadable> {
    let spelled = text.replace('½', " 1/2").replace('¼', " 1/4").replace('¾', " 3/4");
    let text = spelled.trim();
    let Some((over, under)) = text.split_once('/') else { return digits::read(text, hint, counts) };
    let (whole, over) = over.trim().rsplit_once(' ').unwrap_or(("0", over.trim()));
    let whole_number = |text: &str| -> Option<Number> {
        let is_digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|digit| digit.is_ascii_digit());
        is_digits.then(|| text.parse().ok()).flatten()
    };
    let parts = whole_number(whole.trim()).zip(whole_number(over).zip(whole_number(under.trim())));
    let sum = parts.and_then(|(whole, (over, under))| over.checked_div(under)?.checked_add(whole));
    let amount = sum.ok_or_else(|| Unreadable::new("it is not a number"))?;
    let (_, mut rest) = amount.narrow_fraction().ok_or_else(|| Unreadable::new("it is not a number"))?;
    for factor in [2, 5] {
        while rest % factor == 0 {
            rest /= factor;
        }
    }
    if rest == 1 { Ok(amount) } else { Err(Unreadable::new(format!("{amount} has no exact decimal"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cell: &str, hint: Option<Mark>) -> String {
        match read(cell, Written { mark: hint, of: Of::Pieces }) {
            Ok(Quantity { amount, unit: None, .. }) => amount.to_string(),
            Ok(Quantity { amount, unit: Some(unit), .. }) => format!("{amount} {unit}"),
            Err(problem) => format!("! {}", problem.why),
        }
    }

    #[test]
    fn quantities_of_every_usual_form() {
        for (cell, wanted) in [
            ("5", "5"),
            ("0", "0"),
            ("5.0", "5"),
            ("2.00", "2"),
            ("2,0", "2"),
            ("\"2,0\"", "2"),
            ("='5'", "! it is not a number"),
            ("=\"5\"", "5"),
            ("'5", "5"),
            ("５", "5"),
            ("1,000", "1000"),
            ("1.200", "1200"),
            ("1 000", "1000"),
            (" 1 000 ", "1000"),
            ("1\u{202f}000", "1000"),
            ("1\u{a0}000,00", "1000"),
            ("1'000", "1000"),
            ("1’000.5", "1000.5"),
            ("1,234,567", "1234567"),
            ("1.234.567", "1234567"),
            ("1,234.50", "1234.5"),
            ("1.234,50", "1234.5"),
            ("12,34,567", "1234567"),
            ("0.500", "0.5"),
            ("0,125", "0.125"),
            (".5", "0.5"),
            ("4 pcs", "4 pcs"),
            ("4pcs.", "4 pcs"),
            ("4 Stk", "4 pcs"),
            ("4 Stück", "4 pcs"),
            ("4 ea", "4 pcs"),
            ("4ea", "4 pcs"),
            ("4 EA.", "4 pcs"),
            ("4个", "4 pcs"),
            ("4 個", "4 pcs"),
            ("4 pièces", "4 pcs"),
            ("4 uds.", "4 pcs"),
            ("4 (pcs)", "4 pcs"),
            ("pcs 4", "4 pcs"),
            ("1,000 pcs", "1000 pcs"),
            ("x3", "3"),
            ("3x", "3"),
            ("× 3", "3"),
            ("qty: 3", "3"),
            ("+2", "2"),
            ("1e2", "100"),
            ("1/2", "0.5"),
            ("1 1/2", "1.5"),
            ("½", "0.5"),
            ("1/4 m", "0.25 m"),
            ("0.5 m", "0.5 m"),
            ("0.5m", "0.5 m"),
            ("1,5 m", "1.5 m"),
            ("1.5 g", "1.5 g"),
            ("1.250 m", "1.25 m"),
            ("500 mm", "500 mm"),
            ("2 rolls", "2 roll"),
            ("3 米", "3 m"),
            ("10 ml", "10 ml"),
            ("2 Satz", "2 set"),
            ("1 Paar", "1 pair"),
            ("3 foos", "3 foos"),
            ("4 per board", "4"),
            ("3\"", "3 in"),
            ("4 pcs/board", "4 pcs"),
        ] {
            assert_eq!(shown(cell, None), wanted, "{cell}");
        }
    }

    #[test]
    fn what_is_no_quantity_says_why() {
        for (cell, wanted) in [
            ("", "the cell is empty"),
            ("-2", "the number is negative"),
            ("−2", "the number is negative"),
            ("-", "the number is negative"),
            ("two", "it is not a number"),
            ("n/a", "it is not a number"),
            ("1-Mar", "a spreadsheet made a date of it"),
            ("1.00E+05", "a spreadsheet rounded a long number"),
            ("#N/A", "a formula without a result"),
            ("####", "a column that was too narrow to show it"),
            ("1/3", "1/3 has no exact decimal"),
            ("1/0", "it is not a number"),
            ("1 00", "it is not a number"),
            ("1,2.3", "it is not a number"),
            ("1,23,4", "it is not a number"),
            ("5-10", "it is not a number"),
            ("10k", "`k` after the number is not a unit"),
            ("0x10", "`x10` after the number is not a unit"),
            ("3 DNP", "`DNP` after the number is not a unit"),
            ("2 x 0.5 m", "`x 0.5 m` after the number is not a unit"),
            ("1,500 m", "it can be read as 1500 or as 1.5"),
            ("1234567890123456789", "more than 18 digits before or 12 after the point"),
            ("1e99", "more than 18 digits before or 12 after the point"),
            ("3M", "`M` after the number is not a unit"),
            ("1 (one)", "`(one)` after the number is not a unit"),
            ("3?", "`?` after the number is not a unit"),
            ("~3", "it is not a number"),
        ] {
            assert_eq!(shown(cell, None), format!("! {wanted}"), "{cell}");
        }
    }

    #[test]
    fn a_column_settles_its_decimal_mark() {
        let mark = |cells: &[&str]| decimal_mark(cells.iter().copied());
        assert_eq!(mark(&["1", "0.500"]), Some(Mark::Point));
        assert_eq!(mark(&["1.234,50", "2"]), Some(Mark::Comma));
        assert_eq!(mark(&["1.200", "2.00", "0.5"]), Some(Mark::Point));
        assert_eq!(mark(&["0.500", "0,500"]), None);
        assert!(is_contradicted(["1,000", "2.500"].into_iter()));
        assert!(!is_contradicted(["1,000", "2,500", "3"].into_iter()));
        let measured = Written { mark: None, of: Of::Measure };
        assert_eq!(read("1.125", measured).map(|read| read.amount.to_string()), Ok("1.125".to_owned()));
        assert!(read("1,125", measured).is_err());
        assert!(read("1,000", Written { mark: None, of: Of::Contradicted }).is_err());
        assert_eq!(read("1.200", Written::default()).map(|read| read.is_assumed), Ok(true));
        assert_eq!(shown("1.200", Some(Mark::Point)), "1.2");
        assert_eq!(shown("1,200", Some(Mark::Point)), "1200");
        assert_eq!(shown("1,200 m", Some(Mark::Comma)), "1.2 m");
    }
}
