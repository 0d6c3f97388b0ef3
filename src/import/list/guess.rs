//! What a title can mean that is in no list of titles, from its words.

use crate::import::cells::currency::in_title;
use crate::import::list::columns::ListColumn;
use crate::import::list::titles::{Meaning, meanings, whole_key};

/// The rank of a guess: any title that is known for certain is better.
pub(super) const GUESSED: u8 = 7;

/// Words for a number of pieces.
const QUANTITIES: [&str; 21] = [
    "qty",
    "qtys",
    "qnty",
    "qnt",
    "qte",
    "quantity",
    "quantities",
    "pcs",
    "pieces",
    "menge",
    "anzahl",
    "stuckzahl",
    "stueckzahl",
    "cantidad",
    "cant",
    "quantite",
    "quantita",
    "aantal",
    "数量",
    "用量",
    "個数",
];

/// Words beside which a quantity is not that of one product.
const OTHER_QUANTITIES: [&str; 12] =
    ["stock", "min", "minimum", "moq", "order", "ordered", "hand", "available", "pack", "package", "reel", "price"];

/// Words after `part` that make it a part number.
const NUMBERS: [&str; 8] = ["number", "numbers", "no", "num", "nr", "id", "code", "pn"];

/// Words of a part number that is not the manufacturer's.
const OTHER_NUMBERS: [&str; 14] = [
    "supplier",
    "vendor",
    "distributor",
    "internal",
    "customer",
    "company",
    "house",
    "alternate",
    "alternative",
    "alt",
    "second",
    "assembly",
    "parent",
    "drawing",
];

/// More words than these are a sentence.
const MOST_WORDS: usize = 5;

/// What the words of a title say that is not known.
pub(super) fn guess(cell: &str) -> Vec<Meaning> {
    let words: Vec<String> = words(cell);
    if words.is_empty() || words.len() > MOST_WORDS || cell.contains([':', '?']) {
        return Vec::new();
    }
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    let one = |column: ListColumn| vec![Meaning { column, rank: GUESSED }];
    if is_line_total(&words) {
        return one(ListColumn::Ignore);
    }
    let has_tax = words.iter().any(|word| TAXES.contains(&word.as_str()));
    if ((in_title(cell).is_some() || has_tax) && is_price(&words)) || (words.len() > 1 && has(&PRICES)) {
        return one(ListColumn::Price);
    }
    let is_joined = |word: &String| ["数量", "用量", "個数"].iter().any(|end| word.ends_with(end));
    if (has(&QUANTITIES) || words.iter().any(is_joined)) && !has(&OTHER_QUANTITIES) {
        return one(ListColumn::Quantity);
    }
    let is_number = has(&NUMBERS) || cell.contains(['#', '№']);
    let is_part = (has(&["part", "parts"]) && is_number) || has(&["mpn", "partnumber", "partno"]);
    if is_part && !has(&OTHER_NUMBERS) {
        return one(ListColumn::Mpn);
    }
    Vec::new()
}

/// Words for money, and words beside which it is that of the whole row.
const MONEY: [&str; 15] = [
    "price", "cost", "costs", "amount", "value", "preis", "kosten", "betrag", "prix", "cout", "montant", "precio",
    "coste", "importe", "costo",
];
const TOTALS: [&str; 17] = [
    "total", "totals", "ext", "extended", "extd", "sum", "subtotal", "line", "gesamt", "summe", "合计", "总价", "小计",
    "金额", "合計", "小計", "金額",
];

/// Whether the title is that of a sum of the row: `Total Cost (USD)`, `Ext. EUR`, `Qty x Price`.
fn is_line_total(words: &[String]) -> bool {
    let named: Vec<&str> = words.iter().map(String::as_str).filter(|word| in_title(word).is_none()).collect();
    let has = |wanted: &[&str]| named.iter().any(|word| wanted.contains(word));
    let is_currency = named.len() < words.len();
    let is_product = named.contains(&"x") && has(&QUANTITIES) && has(&MONEY);
    is_product || (has(&TOTALS) && !has(&QUANTITIES) && (has(&MONEY) || (is_currency && named.len() == 1)))
}

/// Words about taxes beside a price.
const TAXES: [&str; 22] = [
    "ht", "ttc", "hors", "taxe", "taxes", "net", "netto", "brutto", "gross", "excl", "incl", "ex", "inc", "vat", "tax",
    "mwst", "ust", "iva", "sin", "con", "zzgl", "inkl",
];

/// Words that make a title one of prices, with any other words: `LCSC Price`, `Price @ MOQ`.
const PRICES: [&str; 10] =
    ["price", "prices", "preis", "prix", "precio", "prezzo", "preco", "prijs", "cena", "unitprice"];

/// Whether the words without their currency are the title of a price.
fn is_price(words: &[String]) -> bool {
    let kept = words.iter().filter(|word| in_title(word).is_none() && !TAXES.contains(&word.as_str()));
    let rest: String = kept.map(String::as_str).collect();
    meanings(&rest).iter().any(|one| one.column == ListColumn::Price)
}

/// The words in lower case without accents.
fn words(cell: &str) -> Vec<String> {
    let split = cell.split(|letter: char| !letter.is_alphanumeric());
    split.map(whole_key).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_unknown_titles_say_what_they_mean() {
        for (title, wanted) in [
            ("BOM Qty", Some(ListColumn::Quantity)),
            ("Qty per board", Some(ListColumn::Quantity)),
            ("Qty/unit", Some(ListColumn::Quantity)),
            ("Menge je Gerät", Some(ListColumn::Quantity)),
            ("单板数量", Some(ListColumn::Quantity)),
            ("Manufacter Part#", Some(ListColumn::Mpn)),
            ("Part #", Some(ListColumn::Mpn)),
            ("Part Number / Type", Some(ListColumn::Mpn)),
            ("Price GBP", Some(ListColumn::Price)),
            ("Total Cost (EUR)", Some(ListColumn::Ignore)),
            ("Ext. USD", Some(ListColumn::Ignore)),
            ("Qty x Price", Some(ListColumn::Ignore)),
            ("Pack Qty", None),
            ("Supplier's part no", None),
            ("Remarks", None),
            ("", None),
        ] {
            assert_eq!(guess(title).first().map(|one| one.column), wanted, "{title}");
        }
    }
}
