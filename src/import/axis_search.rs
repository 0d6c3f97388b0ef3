//! Finds the independent choices that the names of variants express.

use super::variant_axes::{Axes, Axis, AxisKind};
use super::variant_words::{Sign, Word, plan, value, words};
use std::collections::BTreeSet;

/// Words that are values of one well-known choice.
const KNOWN: [(&str, &[&str]); 3] = [
    ("interface", &["spi", "usb", "uart", "i2c", "pcie", "eth", "ethernet", "rs485"]),
    ("uplink", &["lte", "ltem", "nbiot", "wifi", "lorawan", "lora", "ble", "cellular"]),
    ("antenna", &["ipex", "ufl", "sma", "chip"]),
];

/// Finds the choices that names express; names that do not distinguish all variants become a single choice.
pub(super) fn find(names: &[String], is_area: &dyn Fn(&str) -> bool) -> Axes {
    let words: Vec<Vec<Word>> = names.iter().map(|name| words(name)).collect();
    let mut search =
        Search { words: &words, axes: Axes { axes: Vec::new(), coordinates: vec![Vec::new(); names.len()] } };
    let mut taken: BTreeSet<String> = search.common();
    search.negated(&mut taken);
    search.special(AxisKind::Plan, "radio-plan", &|word| plan(word), &mut taken);
    search.special(AxisKind::Area, "region", &|word| is_area(word).then(|| word.to_uppercase()), &mut taken);
    search.covers(&mut taken);
    search.present(&mut taken);
    let axes = search.axes;
    let distinct: BTreeSet<&Vec<usize>> = axes.coordinates.iter().collect();
    if distinct.len() == names.len() { axes } else { whole(names) }
}

/// A single option whose values are the names themselves.
fn whole(names: &[String]) -> Axes {
    let values: Vec<String> = names.iter().map(|name| value(name)).collect();
    let axis = Axis { name: "variant".to_owned(), values, kind: AxisKind::Option };
    Axes { axes: vec![axis], coordinates: (0..names.len()).map(|at| vec![at]).collect() }
}

struct Search<'a> {
    words: &'a [Vec<Word>],
    axes: Axes,
}

impl Search<'_> {
    /// For each variant, whether its name has a word.
    fn having(&self, word: &str) -> Vec<bool> {
        self.words.iter().map(|words| uses(words, word, Sign::Present)).collect()
    }

    /// All words, in the order in which the names mention them.
    fn all(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for word in self.words.iter().flatten() {
            if !all.contains(&word.text.as_str()) {
                all.push(&word.text);
            }
        }
        all
    }

    /// Words that every name has, or every name negates: they express no choice.
    fn common(&self) -> BTreeSet<String> {
        let everywhere = |word: &str, sign: Sign| self.words.iter().all(|words| uses(words, word, sign));
        let same = |word: &&str| everywhere(word, Sign::Present) || everywhere(word, Sign::Negated);
        self.all().into_iter().filter(same).map(str::to_owned).collect()
    }

    fn add(&mut self, axis: Axis, coordinate: impl Fn(usize) -> usize) {
        for (at, coordinates) in self.axes.coordinates.iter_mut().enumerate() {
            coordinates.push(coordinate(at));
        }
        self.axes.axes.push(axis);
    }

    fn boolean(&mut self, word: &str) {
        let having = self.having(word);
        let values = vec!["true".to_owned(), "false".to_owned()];
        let axis = Axis { name: value(word).to_lowercase(), values, kind: AxisKind::Boolean };
        self.add(axis, |at| usize::from(having.get(at) != Some(&true)));
    }

    /// An axis for each word that some name negates.
    fn negated(&mut self, taken: &mut BTreeSet<String>) {
        let negated = self.words.iter().flatten().filter(|word| word.sign == Sign::Negated);
        let negated: Vec<String> = negated.map(|word| word.text.clone()).collect();
        for word in negated {
            if taken.insert(word.clone()) {
                self.boolean(&word);
            }
        }
    }

    /// An axis of words of one kind, if every name has exactly one of them and not all the same.
    fn special(
        &mut self,
        kind: AxisKind,
        name: &str,
        meaning: &dyn Fn(&str) -> Option<String>,
        taken: &mut BTreeSet<String>,
    ) {
        let of = |words: &Vec<Word>| -> Vec<String> {
            let free = words.iter().filter(|word| word.sign == Sign::Present && !taken.contains(&word.text));
            free.filter_map(|word| meaning(&word.text)).collect()
        };
        let found: Vec<Vec<String>> = self.words.iter().map(of).collect();
        let single: Option<Vec<String>> =
            found.into_iter().map(|all| <[String; 1]>::try_from(all).ok().map(|[one]| one)).collect();
        let Some(meanings) = single else { return };
        let values = distinct(&meanings);
        if values.len() < 2 {
            return;
        }
        taken.extend(
            self.all().into_iter().filter(|word| meaning(word).is_some()).map(str::to_owned).collect::<Vec<_>>(),
        );
        let axis = Axis { name: name.to_owned(), values: values.clone(), kind };
        self.add(axis, |at| position(&values, meanings.get(at)));
    }

    /// Sets of words of which every name has exactly one, smallest first.
    fn covers(&mut self, taken: &mut BTreeSet<String>) {
        let mut number = 0;
        loop {
            let free: Vec<FreeWord> = {
                let all = self.all().into_iter().filter(|word| !taken.contains(*word));
                all.map(|word| FreeWord { text: word.to_owned(), having: self.having(word) }).collect()
            };
            let found = (0..free.len()).find_map(|first| cover(&free, first));
            let Some(chosen) = found else { return };
            let words: Vec<&FreeWord> = chosen.iter().filter_map(|at| free.get(*at)).collect();
            number += 1;
            // A cover holds exactly one word of each variant.
            let of_variant = |variant: usize| words.iter().position(|word| word.having.get(variant) == Some(&true));
            let chosen: Vec<usize> = (0..self.words.len()).filter_map(of_variant).collect();
            let values: Vec<String> = words.iter().map(|word| value(&word.text)).collect();
            taken.extend(words.iter().map(|word| word.text.clone()));
            let axis = Axis { name: named(&values, number), values, kind: AxisKind::Option };
            // A set that splits the variants like an earlier axis adds nothing.
            let known = (0..self.axes.axes.len()).any(|axis| self.splits_alike(axis, &chosen));
            if !known {
                self.add(axis, |at| chosen.get(at).copied().unwrap_or_default());
            }
        }
    }

    fn splits_alike(&self, axis: usize, values: &[usize]) -> bool {
        let pairs: BTreeSet<(Option<&usize>, &usize)> =
            self.axes.coordinates.iter().map(|one| one.get(axis)).zip(values).collect();
        let lefts: BTreeSet<Option<&usize>> = pairs.iter().map(|(left, _)| *left).collect();
        pairs.len() == lefts.len()
    }

    /// An axis for each remaining word that a name has or lacks.
    fn present(&mut self, taken: &mut BTreeSet<String>) {
        let all: Vec<String> = self.all().into_iter().map(str::to_owned).collect();
        for word in all {
            if !taken.insert(word.clone()) {
                continue;
            }
            let having: Vec<usize> = self.having(&word).into_iter().map(usize::from).collect();
            if !(0..self.axes.axes.len()).any(|axis| self.splits_alike(axis, &having)) {
                self.boolean(&word);
            }
        }
    }
}

fn distinct(words: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for word in words {
        if !all.contains(word) {
            all.push(word.clone());
        }
    }
    all
}

fn position(values: &[String], wanted: Option<&String>) -> usize {
    values.iter().position(|value| Some(value) == wanted).unwrap_or_default()
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

/// A word that is not part of an axis yet.
struct FreeWord {
    text: String,
    /// For each variant, whether its name has the word.
    having: Vec<bool>,
}

fn uses(words: &[Word], text: &str, sign: Sign) -> bool {
    words.iter().any(|word| word.text == text && word.sign == sign)
}

/// The fewest words, two or more with the first, of which every variant has exactly one.
fn cover(free: &[FreeWord], first: usize) -> Option<Vec<usize>> {
    let variants = free.get(first)?.having.len();
    let longest = free.len().min(variants);
    (2..=longest).find_map(|most| {
        let mut chosen = vec![first];
        let mut tried = 0;
        extend(free, &mut chosen, most, &mut tried).then_some(chosen)
    })
}

/// Maximum number of sets of words that are tried for one axis.
const MOST_TRIED: usize = 20_000;

fn extend(free: &[FreeWord], chosen: &mut Vec<usize>, most: usize, tried: &mut usize) -> bool {
    *tried += 1;
    let variants = free.first().map_or(0, |word| word.having.len());
    let has = |at: usize, variant: usize| free.get(at).is_some_and(|word| word.having.get(variant) == Some(&true));
    let count = |variant: usize| chosen.iter().filter(|at| has(**at, variant)).count();
    let counts: Vec<usize> = (0..variants).map(count).collect();
    if counts.iter().any(|count| *count > 1) || *tried > MOST_TRIED {
        return false;
    }
    let Some(open) = counts.iter().position(|count| *count == 0) else { return chosen.len() > 1 };
    if chosen.len() == most {
        return false;
    }
    let candidates: Vec<usize> = (0..free.len()).filter(|at| has(*at, open)).collect();
    for at in candidates {
        chosen.push(at);
        if extend(free, chosen, most, tried) {
            return true;
        }
        chosen.pop();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::variant_axes::{Axes, unpublished};
    use super::find;

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
        assert_eq!(axes(&["red-small", "blue-small", "red-big"]).0, ["variant red/blue", "variant-2 small/big"]);
        assert_eq!(axes(&["SPI-noGNSS", "USB-GNSS", "SPI-GNSS"]).0, ["gnss true/false", "interface spi/usb"]);
    }

    #[test]
    fn names_that_do_not_tell_variants_apart_are_one_choice() {
        assert_eq!(axes(&["a", "b-a", "a-b"]).0, ["variant a/b-a/a-b"]);
        assert_eq!(axes(&["only"]).0, [""; 0]);
    }
}
