//! Finds the independent choices that the names of variants express.

use crate::import::variant::axes::{Axes, Axis, AxisKind};
use crate::import::variant::naming::{distinct, option_name, value};
use crate::import::variant::word_cover::{FreeWord, cover, uses};
use crate::import::variant::words::{Sign, Word, WordKind, words};
use std::collections::BTreeSet;

/// Words that are values of one well-known choice.
const KNOWN: [(&str, &[&str]); 5] = [
    ("interface", &["spi", "usb", "uart", "i2c", "pcie", "eth", "ethernet", "rs485"]),
    ("uplink", &["lte", "ltem", "nbiot", "wifi", "lorawan", "lora", "ble", "cellular"]),
    ("antenna", &["ipex", "ufl", "sma", "chip"]),
    ("size", &["xs", "s", "m", "l", "xl", "small", "medium", "large", "mini", "big"]),
    ("edition", &["lite", "basic", "standard", "plus", "pro", "premium"]),
];

/// Words that mean everywhere else.
const EVERYWHERE: [&str; 7] = ["global", "world", "worldwide", "intl", "international", "ww", "row"];

/// Codes of areas that are common words in small letters.
const COMMON: [&str; 9] = ["at", "be", "id", "in", "is", "it", "my", "no", "pa"];

/// Finds the choices that names express; names that are too alike become a single choice.
pub(in crate::import) fn find(names: &[String], is_area: &dyn Fn(&str) -> bool) -> Axes {
    let words: Vec<Vec<Word>> = names.iter().map(|name| words(name)).collect();
    let mut search = Search::new(&words);
    search.markets(is_area);
    let markets = search.axes.axes.len();
    search.negated();
    let negated = search.axes.axes.len();
    search.special(AxisKind::Option, "revision", &|word| (word.kind == WordKind::Revision).then(|| word.value.clone()));
    search.covers();
    search.present();
    if search.all_named && is_distinct(&search.axes) && is_plausible(&search.axes) {
        return ordered(search.axes, markets, negated);
    }
    let mut search = Search::new(&words);
    search.markets(is_area);
    if search.axes.axes.is_empty() {
        return whole(names);
    }
    search.rest();
    if is_distinct(&search.axes) { search.axes } else { whole(names) }
}

/// Whether every variant has a combination of its own.
fn is_distinct(axes: &Axes) -> bool {
    axes.coordinates.iter().collect::<BTreeSet<&Vec<usize>>>().len() == axes.coordinates.len()
}

/// Whether there are enough variants for choices that are independent: two choices of two values need three variants.
fn is_plausible(axes: &Axes) -> bool {
    let freedom: usize = axes.axes.iter().map(|axis| axis.values.len().saturating_sub(1)).sum();
    freedom < axes.coordinates.len() || axes.axes.len() == 1
}

/// The negated words first, with names that differ.
fn ordered(mut axes: Axes, markets: usize, negated: usize) -> Axes {
    if let Some(first) = axes.axes.get_mut(..negated) {
        first.rotate_left(markets);
    }
    for coordinates in &mut axes.coordinates {
        if let Some(first) = coordinates.get_mut(..negated) {
            first.rotate_left(markets);
        }
    }
    let names = distinct(axes.axes.iter().map(|axis| axis.name.clone()));
    for (axis, name) in axes.axes.iter_mut().zip(names) {
        axis.name = name;
    }
    axes
}

/// A single option whose values are the names themselves.
fn whole(names: &[String]) -> Axes {
    let values = distinct(names.iter().map(|name| value(name)));
    let axis = Axis { name: "variant".to_owned(), values, kind: AxisKind::Option };
    Axes { axes: vec![axis], coordinates: (0..names.len()).map(|at| vec![at]).collect() }
}

struct Search<'a> {
    words: &'a [Vec<Word>],
    axes: Axes,
    /// Words that express no choice, or one that is found.
    taken: BTreeSet<String>,
    tried: usize,
    /// Whether every choice has a name that an option can have.
    all_named: bool,
}

impl<'a> Search<'a> {
    fn new(words: &'a [Vec<Word>]) -> Self {
        let axes = Axes { axes: Vec::new(), coordinates: vec![Vec::new(); words.len()] };
        let mut search = Self { words, axes, taken: BTreeSet::new(), tried: 0, all_named: true };
        // Words that every name has, or every name negates.
        let everywhere = |word: &str, sign: Sign| words.iter().all(|words| uses(words, word, sign));
        let same = |word: &String| everywhere(word, Sign::Present) || everywhere(word, Sign::Negated);
        search.taken = search.all().into_iter().filter(same).collect();
        search
    }

    /// For each variant, whether its name has a word.
    fn having(&self, word: &str) -> Vec<bool> {
        self.words.iter().map(|words| uses(words, word, Sign::Present)).collect()
    }

    /// All words, in the order in which the names mention them.
    fn all(&self) -> Vec<String> {
        let mut known = BTreeSet::new();
        let words = self.words.iter().flatten().filter(|word| known.insert(word.text.as_str()));
        words.map(|word| word.text.clone()).collect()
    }

    /// The words of a name that express no choice that is found.
    fn free(&self, variant: usize) -> impl Iterator<Item = &Word> {
        self.words.get(variant).into_iter().flatten().filter(|word| !self.taken.contains(&word.text))
    }

    /// A word as a value.
    fn shown(&self, text: &str) -> String {
        let word = self.words.iter().flatten().find(|word| word.text == text);
        word.map_or_else(|| text.to_owned(), |word| word.value.clone())
    }

    /// Adds an axis, unless it splits the variants like an earlier one.
    fn add(&mut self, axis: Axis, coordinates: &[usize]) {
        if (0..self.axes.axes.len()).any(|earlier| self.splits_alike(earlier, coordinates)) {
            return;
        }
        for (all, coordinate) in self.axes.coordinates.iter_mut().zip(coordinates) {
            all.push(*coordinate);
        }
        self.axes.axes.push(axis);
    }

    fn splits_alike(&self, axis: usize, values: &[usize]) -> bool {
        let pairs: BTreeSet<(Option<&usize>, &usize)> =
            self.axes.coordinates.iter().map(|one| one.get(axis)).zip(values).collect();
        let lefts: BTreeSet<Option<&usize>> = pairs.iter().map(|(left, _)| *left).collect();
        pairs.len() == lefts.len()
    }

    /// An option that is true for the names with a word.
    fn boolean(&mut self, word: &str) {
        let coordinates: Vec<usize> = self.having(word).into_iter().map(|has| usize::from(!has)).collect();
        let values = vec!["true".to_owned(), "false".to_owned()];
        self.all_named &= option_name(word).is_some();
        let name = option_name(word).unwrap_or_else(|| "option".to_owned());
        self.add(Axis { name, values, kind: AxisKind::Boolean }, &coordinates);
    }

    /// The areas, else the radio plans, decide the market.
    fn markets(&mut self, is_area: &dyn Fn(&str) -> bool) {
        let area = |word: &Word| {
            let is_common = COMMON.contains(&word.given.as_str());
            let everywhere = EVERYWHERE.contains(&word.text.as_str());
            let country = !is_common && word.kind == WordKind::Plain && is_area(&word.text);
            let name = if everywhere { word.text.clone() } else { word.text.to_uppercase() };
            (everywhere || country).then_some(name)
        };
        let plan = |word: &Word| (word.kind == WordKind::Plan).then(|| word.value.clone());
        let everywhere = self.all().iter().filter(|word| EVERYWHERE.contains(&word.as_str())).count();
        if everywhere < 2 {
            self.special(AxisKind::Area, "region", &area);
        }
        let kind = if self.axes.axes.is_empty() { AxisKind::Plan } else { AxisKind::Option };
        self.special(kind, "radio-plan", &plan);
    }

    /// An axis for each word that some name negates.
    fn negated(&mut self) {
        let negated = self.words.iter().flatten().filter(|word| word.sign == Sign::Negated);
        let negated: Vec<String> = negated.map(|word| word.text.clone()).collect();
        for word in negated {
            if self.taken.insert(word.clone()) {
                self.boolean(&word);
            }
        }
    }

    /// An axis of words of one kind, if every name has exactly one of them and not all the same.
    fn special(&mut self, kind: AxisKind, name: &str, meaning: &dyn Fn(&Word) -> Option<String>) {
        let of = |variant: usize| -> Option<String> {
            let present = self.free(variant).filter(|word| word.sign == Sign::Present);
            let found: BTreeSet<String> = present.filter_map(meaning).collect();
            let mut found = found.into_iter();
            found.next().filter(|_| found.next().is_none())
        };
        let Some(meanings) = (0..self.words.len()).map(of).collect::<Option<Vec<String>>>() else { return };
        let (values, coordinates) = numbered(&meanings);
        if values.len() < 2 {
            return;
        }
        let used = self.words.iter().flatten().filter(|word| meaning(word).is_some());
        let used: Vec<String> = used.map(|word| word.text.clone()).collect();
        self.taken.extend(used);
        self.add(Axis { name: name.to_owned(), values, kind }, &coordinates);
    }

    /// Sets of words of which every name has exactly one, smallest first.
    fn covers(&mut self) {
        let mut number = 0;
        loop {
            let all = self.all().into_iter().filter(|word| !self.taken.contains(word));
            let free: Vec<FreeWord> = all.map(|text| FreeWord { having: self.having(&text), text }).collect();
            let mut tried = self.tried;
            let found = (0..free.len()).find_map(|first| cover(&free, first, &mut tried));
            self.tried = tried;
            let Some(chosen) = found else { return };
            let words: Vec<&FreeWord> = chosen.iter().filter_map(|at| free.get(*at)).collect();
            number += 1;
            // Each variant has exactly one of the words.
            let of_variant = |variant: usize| words.iter().position(|word| word.having.get(variant) == Some(&true));
            let coordinates: Vec<usize> = (0..self.words.len()).filter_map(of_variant).collect();
            let values = distinct(words.iter().map(|word| self.shown(&word.text)));
            self.taken.extend(words.iter().map(|word| word.text.clone()));
            self.add(Axis { name: named(&values, number), values, kind: AxisKind::Option }, &coordinates);
        }
    }

    /// An axis for each remaining word that a name has or lacks.
    fn present(&mut self) {
        for word in self.all() {
            if self.taken.insert(word.clone()) {
                self.boolean(&word);
            }
        }
    }

    /// One axis for all that the names say beside their market.
    fn rest(&mut self) {
        let rest = |variant: usize| {
            let phrase = |word: &Word| match word.sign {
                Sign::Present => word.value.clone(),
                Sign::Negated => format!("no-{}", word.value),
            };
            let words: Vec<String> = self.free(variant).map(phrase).collect();
            if words.is_empty() { "standard".to_owned() } else { words.join("-") }
        };
        let remainders: Vec<String> = (0..self.words.len()).map(rest).collect();
        let (values, coordinates) = numbered(&remainders);
        if values.len() > 1 {
            let values = distinct(values.iter().map(|rest| value(rest)));
            self.add(Axis { name: "variant".to_owned(), values, kind: AxisKind::Option }, &coordinates);
        }
    }
}

/// The different texts, and for each text its number among them.
fn numbered(texts: &[String]) -> (Vec<String>, Vec<usize>) {
    let mut values: Vec<String> = Vec::new();
    let mut numbers = Vec::new();
    for text in texts {
        numbers.push(values.iter().position(|known| known == text).unwrap_or(values.len()));
        if numbers.last() == Some(&values.len()) {
            values.push(text.clone());
        }
    }
    (values, numbers)
}

/// The option's name for a set of values.
fn named(values: &[String], number: usize) -> String {
    let is = |(_, words): &&(&str, &[&str])| values.iter().all(|value| words.contains(&value.to_lowercase().as_str()));
    match KNOWN.iter().find(is) {
        Some((name, _)) => (*name).to_owned(),
        None if number == 1 => "variant".to_owned(),
        None => format!("variant-{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::import::variant::axes::{Axes, unpublished};

    fn axes(names: &[&str]) -> (Vec<String>, Axes) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let axes = find(&names, &|word| matches!(word.to_uppercase().as_str(), "US" | "DE" | "CN"));
        (axes.axes.iter().map(|axis| format!("{} {}", axis.name, axis.values.join("/"))).collect(), axes)
    }

    #[test]
    fn the_published_names_express_three_choices() {
        let (shown, axes) = axes(&[
            "LoRa_PCIe_GW-SPI_868M_GNSS_NON_TEMP-BOM",
            "LoRa_PCIe_GW-SPI_868M_NON-GNSS_NON_TEMP_BOM",
            "LoRa_PCIe_GW-SPI_US915M_GNSS_NON_TEMP-BOM",
            "LoRa_PCIe_GW-SPI_US915M_NON-GNSS_NON_TEMP_BOM",
            "LoRa_PCIe_GW-USB_868M_GNSS_NON_TEMP-BOM",
            "LoRa_PCIe_GW-USB_915M_GNSS_NON_TEMP-BOM",
        ]);
        assert_eq!(shown, ["gnss true/false", "radio-plan EU868/US915", "interface spi/usb"]);
        assert_eq!(axes.coordinates.last(), Some(&vec![0, 1, 1]));
        let missing = unpublished(&axes, 9);
        assert_eq!(missing, [["no gnss", "EU868", "usb"], ["no gnss", "US915", "usb"]]);
    }

    #[test]
    fn a_word_that_some_names_lack_is_a_boolean_option() {
        assert_eq!(axes(&["basic", "basic-display"]).0, ["display true/false"]);
        assert_eq!(axes(&["US", "CN", "DE"]).0, ["region US/CN/DE"]);
        assert_eq!(axes(&["red-small", "blue-small", "red-big"]).0, ["variant red/blue", "size small/big"]);
        assert_eq!(axes(&["SPI-noGNSS", "USB-GNSS", "SPI-GNSS"]).0, ["gnss true/false", "interface spi/usb"]);
    }

    #[test]
    fn names_that_do_not_tell_variants_apart_are_one_choice() {
        assert_eq!(axes(&["a", "b-a", "a-b"]).0, ["variant a/b-a/a-b"]);
        assert_eq!(axes(&["only"]).0, [""; 0]);
        assert_eq!(axes(&["标准版", "🚀", "🎉"]).0, ["variant 标准版/🚀/🎉"]);
        assert_eq!(axes(&["a+1", "a 1", "A-1"]).0, ["variant a+1/a-1/A-1-2"]);
        assert_eq!(axes(&["主板", "主板-显示"]).0, ["variant 主板/主板-显示"]);
        assert_eq!(axes(&["kit", "kit-2", "kit-2-not"]).0, ["with-2 true/false", "with-not true/false"]);
    }

    #[test]
    fn names_that_share_little_keep_their_market() {
        let (shown, axes) = axes(&["EU868 a b c", "US915 a d e f", "US915 b"]);
        assert_eq!(shown, ["radio-plan EU868/US915", "variant a-b-c/a-d-e-f/b"]);
        assert_eq!(axes.coordinates, [[0, 0], [1, 1], [1, 2]]);
    }

    #[test]
    fn areas_are_markets_if_every_name_has_one() {
        assert_eq!(axes(&["global", "CN", "DE"]).0, ["region global/CN/DE"]);
        assert_eq!(axes(&["board", "board-US"]).0, ["us true/false"]);
        assert_eq!(axes(&["US-915", "US-868"]).0, ["radio-plan US915/EU868"]);
        assert_eq!(axes(&["DE-EU868", "CN-EU868", "US-US915"]).0, ["region DE/CN/US"]);
        assert_eq!(axes(&["AS923-1", "AS923-2", "EU_868"]).0, ["radio-plan AS923-1/AS923-2/EU868"]);
    }

    #[test]
    fn revisions_and_editions_are_one_choice_each() {
        assert_eq!(axes(&["rev-1.3", "rev-1.4", "rev-1.4.2"]).0, ["revision 1.3/1.4/1.4.2"]);
        assert_eq!(axes(&["board-A", "board-B"]).0, ["variant a/b"]);
        assert_eq!(axes(&["w/ case", "w/o case"]).0, ["case true/false"]);
        assert_eq!(axes(&["true", "1", "not", "in"]).0, ["variant true/1/not/in"]);
        assert_eq!(
            axes(&["EU868-GNSS", "EU868-LITE", "US915-LITE"]).0,
            ["radio-plan EU868/US915", "variant gnss/lite"]
        );
    }
}
