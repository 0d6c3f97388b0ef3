//! What the single titles of a header can mean.

use crate::import::cells::currency::in_title;
use crate::import::list::columns::ListColumn;
use crate::import::list::guess::guess;
use crate::import::list::titles::{Meaning, key, meanings, of_not_fitted, whole_key};
use crate::number::Number;

/// What one title can mean.
#[derive(Default)]
pub(super) struct Title {
    pub key: String,
    pub meanings: Vec<Meaning>,
    /// The number of a further source; 0 without one.
    pub source: u32,
    /// The key of a component, in a list of terroir's own.
    pub own: Option<&'static str>,
    /// Whether its meanings are guessed from its words.
    pub is_guess: bool,
}

/// The number of cells of a row that are titles of columns.
pub(in crate::import) fn titles_in(cells: &[String]) -> usize {
    let is_title = |cell: &str| {
        let title = Title::of(cell);
        !title.meanings.is_empty() && !title.is_guess
    };
    cells.iter().filter(|cell| !cell.is_empty() && cell.len() < 80 && is_title(cell)).count()
}

/// The titles of a row of cells, each with what it can mean beside the others.
pub(super) fn titles(cells: &[String]) -> Vec<Title> {
    let mut titles: Vec<Title> = cells.iter().map(|cell| Title::of(cell)).collect();
    let has = |titles: &[Title], wanted: &[&str]| titles.iter().any(|title| wanted.contains(&title.key.as_str()));
    // Exports of ERP systems have columns of the assembly before those of its items; what follows them is about an item, too.
    for (key, mark) in [("bomlineidsproductid", "bomlineids"), ("itemcodeitems", "items")] {
        if has(&titles, &[key]) {
            let of_assembly = titles.iter().take_while(|title| !title.key.contains(mark)).count();
            for title in titles.iter_mut().take(of_assembly).filter(|title| title.key != "currency") {
                title.meanings = vec![Meaning { column: ListColumn::Ignore, rank: 1 }];
            }
        }
    }
    if has(&titles, &["x", "posx", "midx", "xmm", "centerx", "posxmm", "refx"]) {
        // Beside coordinates, these say how the part lies.
        for title in titles.iter_mut().filter(|title| matches!(title.key.as_str(), "orientation" | "angle" | "layers"))
        {
            title.meanings = vec![Meaning { column: ListColumn::Ignore, rank: 1 }];
        }
    }
    if has(&titles, &["inherited", "consumable"]) {
        // The note of a row of InvenTree is about its place.
        for (key, column) in [("part", ListColumn::Ipn), ("note", ListColumn::Ignore)] {
            for title in titles.iter_mut().filter(|title| title.key == key) {
                title.meanings = vec![Meaning { column, rank: 1 }];
            }
        }
    }
    if ["slot", "partof", "lifecycle"].iter().all(|key| has(&titles, &[key])) {
        for title in &mut titles {
            if title.key == "variant" {
                title.meanings = vec![Meaning { column: ListColumn::Ignore, rank: 1 }];
            }
            title.own = OWN.iter().find(|(key, _)| *key == title.key).map(|(_, own)| *own);
        }
    }
    titles
}

/// Columns of the `release` profile that are keys of a component.
const OWN: [(&str, &str); 9] = [
    ("version", "version"),
    ("kind", "kind"),
    ("lifecycle", "lifecycle"),
    ("hscode", "hs"),
    ("countryoforigin", "origin"),
    ("leadtime", "lead_weeks"),
    ("license", "license"),
    ("purl", "purl"),
    ("cpe", "cpe"),
];

impl Title {
    fn of(cell: &str) -> Self {
        let whole = whole_key(cell);
        let known = |key: &str| {
            let meanings = meanings(key);
            (!meanings.is_empty()).then(|| meanings.to_vec())
        };
        // `Part #` is a number, `Part` a place or a name.
        if cell.contains('#') && matches!(whole.as_str(), "part" | "parts") {
            return Self::guessed(whole, cell);
        }
        // `manf#` is the number, `manf` the maker.
        if cell.ends_with(['#', '№']) && meanings(&whole).iter().any(|one| one.column == ListColumn::Manufacturer) {
            return Self {
                key: whole,
                meanings: vec![Meaning { column: ListColumn::Mpn, rank: 0 }],
                ..Self::default()
            };
        }
        // `Unit $` and `Each (EUR)` are prices.
        let bare = whole_key(cell.split(['$', '€', '£', '¥', '(', '[']).next().unwrap_or(cell));
        if in_title(cell).is_some() && matches!(bare.as_str(), "unit" | "each" | "ea" | "per" | "perunit" | "pereach") {
            return Self {
                key: whole,
                meanings: vec![Meaning { column: ListColumn::Price, rank: 0 }],
                ..Self::default()
            };
        }
        if let Some(meanings) = known(&whole) {
            return Self { key: whole, meanings, ..Self::default() };
        }
        let short = key(cell);
        if let Some(meanings) = known(&short) {
            return Self { key: short, meanings, ..Self::default() };
        }
        if let Some(meaning) = of_not_fitted(&whole).or_else(|| of_not_fitted(&short)) {
            return Self { key: short, meanings: vec![meaning], ..Self::default() };
        }
        if let Some(base) = without_count(cell) {
            let prices = meanings(&whole_key(base)).iter().filter(|one| one.column == ListColumn::Price);
            let meanings: Vec<Meaning> = prices.copied().collect();
            if !meanings.is_empty() {
                return Self { key: short, meanings, ..Self::default() };
            }
        }
        let derived = Self::derived(short);
        if derived.meanings.is_empty() && derived.source == 0 { Self::guessed(derived.key, cell) } else { derived }
    }

    fn guessed(key: String, cell: &str) -> Self {
        let meanings = guess(cell);
        Self { key, is_guess: !meanings.is_empty(), meanings, ..Self::default() }
    }

    /// `Manufacturer 2`, `2nd Source MPN` and `Alternative Manufacturer`.
    fn derived(key: String) -> Self {
        // `2nd` and `3rd` are words for a source; other digits number it.
        let outer = key.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let (base, digits): (String, &str) = if further_source(outer).1.is_some() {
            (outer.to_owned(), key.get(outer.len()..).unwrap_or_default())
        } else {
            let digits = key.trim_matches(|letter: char| !letter.is_ascii_digit());
            (key.chars().filter(|letter| !letter.is_ascii_digit()).collect(), digits)
        };
        let number: Option<u32> = digits.parse().ok();
        let is_supplier = ["supplier", "vendor", "distributor"].iter().any(|word| key.starts_with(word));
        // `AML 1 MPN` is the first of the approved manufacturers.
        let listed = ["aml", "avl"].iter().find_map(|list| base.strip_prefix(list));
        let base = listed.filter(|rest| !meanings(rest).is_empty()).map(str::to_owned).unwrap_or(base);
        let (base, further) = further_source(&base);
        let mut found: Vec<Meaning> = meanings(base).to_vec();
        let source = further.map_or(number.unwrap_or(0), |first| number.map_or(first, |number| number + 100));
        if base.is_empty() && further.is_some() {
            return Self {
                key,
                meanings: vec![Meaning { column: ListColumn::Alternative, rank: 0 }],
                source,
                ..Self::default()
            };
        }
        if source >= 2 {
            // A supplier's number of the part is not a maker's.
            let of_supplier = |one: &Meaning| is_supplier && one.column == ListColumn::Mpn;
            let further = |one: &Meaning| {
                if of_supplier(one) {
                    Some(Meaning { column: ListColumn::Field, rank: one.rank })
                } else {
                    of_further_source(*one)
                }
            };
            found = found.iter().filter_map(further).collect();
        }
        Self { key, meanings: found, source, ..Self::default() }
    }

    /// Whether it can have a meaning.
    pub fn means(&self, wanted: ListColumn) -> bool {
        self.meanings.iter().any(|one| one.column == wanted)
    }

    /// Whether the title is that of a number of the row.
    pub fn is_row_number(&self) -> bool {
        self.meanings.contains(&Meaning { column: ListColumn::Ignore, rank: 0 })
    }

    /// What a column of variants is whose cells are no marks of these.
    pub fn without_config(&self) -> ListColumn {
        let others = self.meanings.iter().copied().filter(|one| one.column != ListColumn::Config).collect();
        Self { key: self.key.clone(), meanings: others, ..Self::default() }.otherwise()
    }

    /// What a column is that has none of the meanings of which a list has one.
    pub fn otherwise(&self) -> ListColumn {
        let repeatable =
            self.meanings.iter().find(|one| one.column.is_repeatable() && one.column != ListColumn::Ignore);
        let ignored = self.meanings.iter().find(|one| one.column == ListColumn::Ignore);
        // A further price or quantity says nothing about the part.
        let counts = |one: &Meaning| {
            matches!(one.column, ListColumn::Price | ListColumn::Quantity | ListColumn::Level | ListColumn::Currency)
        };
        match (repeatable, ignored) {
            (Some(meaning), _) => meaning.column,
            (None, Some(_)) => ListColumn::Ignore,
            (None, None) if !self.meanings.is_empty() && self.meanings.iter().all(counts) => ListColumn::Ignore,
            (None, None) => ListColumn::Field,
        }
    }
}

/// Of how many pieces the prices of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Each {
    One,
    /// Of this many, as in `Price per 1000`.
    Of(Number),
    /// `Price/1k` can be the price of one from 1000 on; `[ct]` and `(k€)` are other units of money.
    Unclear,
}

/// Whether the title of a column of prices names another unit than that of its currency: `[ct]`, `(k€)`.
pub(super) fn is_other_money(title: &str) -> bool {
    let low = title.to_lowercase();
    let is_bracketed = |word: &&str| low.contains(&format!("({word})")) || low.contains(&format!("[{word}]"));
    ["ct", "cts", "cent", "cents", "¢", "k€", "k$", "m$", "m€", "k", "keur", "kusd"].iter().any(is_bracketed)
}

/// What the title of a column of prices says.
pub(super) fn priced(title: &str) -> Each {
    let low = title.to_lowercase();
    if is_other_money(title) {
        return Each::Unclear;
    }
    let words: Vec<&str> = low.split(|letter: char| !letter.is_alphanumeric() && !"@/".contains(letter)).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let number = |word: &str| -> Option<Number> {
        let (digits, zeros) = word.strip_suffix('k').map_or((word, ""), |digits| (digits, "000"));
        let is_digits = !digits.is_empty() && digits.len() < 7 && digits.bytes().all(|digit| digit.is_ascii_digit());
        if is_digits { format!("{digits}{zeros}").parse().ok() } else { None }
    };
    let per = words.windows(2).find_map(|pair| match pair {
        [word, count] if matches!(*word, "per" | "pro" | "je" | "par" | "por") => number(count),
        _ => None,
    });
    let is_unit = words.iter().any(|word| matches!(*word, "unit" | "each" | "unitaire"));
    match per {
        Some(count) if count == Number::ONE => Each::One,
        Some(_) if is_unit => Each::Unclear,
        Some(count) => Each::Of(count),
        None => {
            let slashed = low.split(['/', '@']).skip(1).filter_map(|rest| rest.split_whitespace().next());
            let mut counts = slashed.filter_map(number);
            if counts.any(|count| count != Number::ONE) { Each::Unclear } else { Each::One }
        }
    }
}

/// A title without the number of pieces of which it is the price: `Price per 1000` → `Price`.
fn without_count(cell: &str) -> Option<&str> {
    if priced(cell) == Each::One {
        return None;
    }
    let low = cell.to_ascii_lowercase();
    let at = [" per ", "/", " pro ", " je ", "@", "("].iter().filter_map(|word| low.find(word)).min()?;
    cell.get(..at)
}

/// A title without the words for a further source, and the number of that source.
fn further_source(base: &str) -> (&str, Option<u32>) {
    const WORDS: [(&str, u32); 20] = [
        ("alternativer", 2),
        ("alternatives", 2),
        ("alternative", 2),
        ("alternate", 2),
        ("zweiter", 2),
        ("secondsource", 2),
        ("2ndsource", 2),
        ("secondary", 2),
        ("second", 2),
        ("2nd", 2),
        ("3rdsource", 3),
        ("thirdsource", 3),
        ("3rd", 3),
        ("substitute", 2),
        ("replacement", 2),
        ("alt", 2),
        ("备选", 2),
        ("替代", 2),
        ("代替", 2),
        ("ersatz", 2),
    ];
    let prefix = WORDS.iter().find_map(|(word, number)| Some((base.strip_prefix(word)?, *number)));
    let suffix = || WORDS.iter().find_map(|(word, number)| Some((base.strip_suffix(word)?, *number)));
    match prefix.or_else(suffix) {
        Some((rest, number)) if rest.is_empty() || !meanings(rest).is_empty() => (rest, Some(number)),
        _ => (base, None),
    }
}

/// What a meaning becomes in the columns of the second and later sources.
fn of_further_source(meaning: Meaning) -> Option<Meaning> {
    const FURTHER: [(ListColumn, ListColumn); 7] = [
        (ListColumn::Mpn, ListColumn::Alternative),
        (ListColumn::Alternative, ListColumn::Alternative),
        (ListColumn::Manufacturer, ListColumn::AlternativeMaker),
        (ListColumn::Order, ListColumn::Order),
        (ListColumn::Price, ListColumn::Ignore),
        (ListColumn::Quantity, ListColumn::Ignore),
        (ListColumn::Ignore, ListColumn::Ignore),
    ];
    let (_, column) = FURTHER.into_iter().find(|(first, _)| *first == meaning.column)?;
    Some(Meaning { column, rank: meaning.rank })
}
