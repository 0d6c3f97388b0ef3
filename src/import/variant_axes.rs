//! The names of the variants → the independent choices behind them.
//!
//! `SPI-EU868-GNSS`, `USB-US915-GNSS` and `SPI-EU868` are three words of three choices: an interface, a radio plan, and
//! a GNSS receiver or none. A choice is a set of words of which every name has exactly one, or one word that a name has
//! or has not.

use std::collections::{BTreeMap, BTreeSet};

/// How a choice is written in a solution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AxisKind {
    /// An option of several values.
    Option,
    /// An option that is true or false: the second value is `false`.
    Boolean,
    /// An option that overlays set: its values are LoRaWAN regions.
    Plan,
    /// An option that overlays set: its values are areas.
    Area,
}

/// One independent choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// The option's name.
    pub name: String,
    /// Its values, in the order in which the names show them.
    pub values: Vec<String>,
    /// How it is written.
    pub kind: AxisKind,
}

/// The choices, and which values each variant stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Axes {
    /// The choices.
    pub axes: Vec<Axis>,
    /// For each variant the number of its value on every axis.
    pub coordinates: Vec<Vec<usize>>,
}

/// LoRaWAN regions (RP002-1.0.4) by their names and by the frequency that people write instead.
const PLANS: [(&str, &str); 11] = [
    ("EU868", "868"),
    ("US915", "915"),
    ("AU915", ""),
    ("CN470", "470"),
    ("CN779", "779"),
    ("EU433", "433"),
    ("IN865", "865"),
    ("KR920", "920"),
    ("RU864", "864"),
    ("AS923", "923"),
    ("ISM2400", "2400"),
];

/// Words that are values of one well-known choice.
const KNOWN: [(&str, &[&str]); 3] = [
    ("interface", &["spi", "usb", "uart", "i2c", "pcie", "eth", "ethernet", "rs485"]),
    ("uplink", &["lte", "ltem", "nbiot", "wifi", "lorawan", "lora", "ble", "cellular"]),
    ("antenna", &["ipex", "ufl", "sma", "chip"]),
];

/// The words of a name with whether each is said (`GNSS`) or denied (`NON-GNSS`).
type Words = Vec<(String, bool)>;

/// Finds the choices behind names; names that do not tell them apart become one choice of their own.
#[must_use]
pub fn find(names: &[String], is_area: &dyn Fn(&str) -> bool) -> Axes {
    let words: Vec<Words> = names.iter().map(|name| words(name)).collect();
    let mut finding =
        Finding { words: &words, axes: Axes { axes: Vec::new(), coordinates: vec![Vec::new(); names.len()] } };
    let common = finding.common();
    let mut taken: BTreeSet<String> = common;
    finding.denied(&mut taken);
    finding.special(AxisKind::Plan, "radio-plan", &|word| plan(word), &mut taken);
    finding.special(AxisKind::Area, "region", &|word| is_area(word).then(|| word.to_uppercase()), &mut taken);
    finding.covers(&mut taken);
    finding.present(&mut taken);
    let axes = finding.axes;
    let distinct: BTreeSet<&Vec<usize>> = axes.coordinates.iter().collect();
    if distinct.len() == names.len() { axes } else { whole(names) }
}

/// One option whose values are the names themselves.
fn whole(names: &[String]) -> Axes {
    let values: Vec<String> = names.iter().map(|name| value(name)).collect();
    let axis = Axis { name: "variant".to_owned(), values, kind: AxisKind::Option };
    Axes { axes: vec![axis], coordinates: (0..names.len()).map(|at| vec![at]).collect() }
}

/// A name's words; `NON` and its like deny the word after them.
fn words(name: &str) -> Words {
    let mut words = Words::new();
    let mut denied = false;
    for word in name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let low = word.to_lowercase();
        if matches!(low.as_str(), "non" | "no" | "not" | "without" | "w") {
            denied = true;
            continue;
        }
        let attached = ["non", "no"].iter().find_map(|no| low.strip_prefix(no)).filter(|rest| rest.len() >= 3);
        match attached {
            Some(rest)
                if word.chars().take(2).all(char::is_lowercase) && word.chars().skip(3).all(char::is_uppercase) =>
            {
                words.push((rest.to_owned(), false));
            }
            _ => words.push((plan(word).unwrap_or(low), !denied)),
        }
        denied = false;
    }
    words
}

/// `868M`, `EU868`, `US915MHz` → the LoRaWAN region.
fn plan(word: &str) -> Option<String> {
    let low = word.to_lowercase();
    let bare = low.trim_end_matches("mhz").trim_end_matches('m');
    if bare.is_empty() {
        return None;
    }
    let named = PLANS.iter().find(|(name, _)| name.to_lowercase() == bare);
    let found = named.or_else(|| PLANS.iter().find(|(_, frequency)| *frequency == bare))?;
    Some(found.0.to_owned())
}

/// A value's name in the solution.
fn value(word: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' };
    let text: String = word.chars().map(plain).collect();
    let text = text.trim_matches(['-', '_']);
    if text.is_empty() { "unnamed".to_owned() } else { text.to_owned() }
}

struct Finding<'a> {
    words: &'a [Words],
    axes: Axes,
}

impl Finding<'_> {
    /// The variants that say a word.
    fn saying(&self, word: &str) -> Vec<bool> {
        self.words.iter().map(|words| words.iter().any(|(one, said)| one == word && *said)).collect()
    }

    /// Words in the order in which the names show them.
    fn all(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for (word, _) in self.words.iter().flatten() {
            if !all.contains(&word.as_str()) {
                all.push(word);
            }
        }
        all
    }

    /// Words that every name says, or every name denies: they choose nothing.
    fn common(&self) -> BTreeSet<String> {
        let same = |word: &&str| {
            [true, false]
                .iter()
                .any(|said| self.words.iter().all(|words| words.iter().any(|(one, how)| one == word && how == said)))
        };
        self.all().into_iter().filter(same).map(str::to_owned).collect()
    }

    fn add(&mut self, axis: Axis, coordinate: impl Fn(usize) -> usize) {
        for (at, coordinates) in self.axes.coordinates.iter_mut().enumerate() {
            coordinates.push(coordinate(at));
        }
        self.axes.axes.push(axis);
    }

    fn boolean(&mut self, word: &str) {
        let said = self.saying(word);
        let values = vec!["true".to_owned(), "false".to_owned()];
        let axis = Axis { name: value(word).to_lowercase(), values, kind: AxisKind::Boolean };
        self.add(axis, |at| usize::from(!said.get(at).copied().unwrap_or_default()));
    }

    /// Words that a name denies.
    fn denied(&mut self, taken: &mut BTreeSet<String>) {
        let denied: Vec<String> =
            self.words.iter().flatten().filter(|(_, said)| !said).map(|(word, _)| word.clone()).collect();
        for word in denied {
            if taken.insert(word.clone()) {
                self.boolean(&word);
            }
        }
    }

    /// An axis of words of one kind, if every name says exactly one and not all say the same.
    fn special(
        &mut self,
        kind: AxisKind,
        name: &str,
        meaning: &dyn Fn(&str) -> Option<String>,
        taken: &mut BTreeSet<String>,
    ) {
        let of = |words: &Words| -> Vec<String> {
            let free = words.iter().filter(|(word, said)| *said && !taken.contains(word));
            free.filter_map(|(word, _)| meaning(word)).collect()
        };
        let found: Vec<Vec<String>> = self.words.iter().map(of).collect();
        let single: Option<Vec<String>> =
            found.into_iter().map(|all| <[String; 1]>::try_from(all).ok().map(|[one]| one)).collect();
        let Some(said) = single else { return };
        let values = distinct(&said);
        if values.len() < 2 {
            return;
        }
        taken.extend(
            self.all().into_iter().filter(|word| meaning(word).is_some()).map(str::to_owned).collect::<Vec<_>>(),
        );
        let axis = Axis { name: name.to_owned(), values: values.clone(), kind };
        self.add(axis, |at| position(&values, said.get(at)));
    }

    /// Sets of words of which every name says exactly one, smallest first.
    fn covers(&mut self, taken: &mut BTreeSet<String>) {
        let mut number = 0;
        loop {
            let free: Vec<(String, Vec<bool>)> = {
                let all = self.all().into_iter().filter(|word| !taken.contains(*word));
                all.map(|word| (word.to_owned(), self.saying(word))).collect()
            };
            let found = (0..free.len()).find_map(|first| cover(&free, first));
            let Some(chosen) = found else { return };
            let words: Vec<&(String, Vec<bool>)> = chosen.iter().filter_map(|at| free.get(*at)).collect();
            number += 1;
            let said: Vec<usize> = (0..self.words.len())
                .map(|variant| {
                    words.iter().position(|(_, saying)| saying.get(variant) == Some(&true)).unwrap_or_default()
                })
                .collect();
            let values: Vec<String> = words.iter().map(|(word, _)| value(word)).collect();
            taken.extend(words.iter().map(|(word, _)| word.clone()));
            let axis = Axis { name: named(&values, number), values, kind: AxisKind::Option };
            // A second set that splits the variants as an axis before it says nothing new.
            let known = (0..self.axes.axes.len()).any(|axis| self.splits_alike(axis, &said));
            if !known {
                self.add(axis, |at| said.get(at).copied().unwrap_or_default());
            }
        }
    }

    fn splits_alike(&self, axis: usize, said: &[usize]) -> bool {
        let pairs: BTreeSet<(Option<&usize>, &usize)> =
            self.axes.coordinates.iter().map(|one| one.get(axis)).zip(said).collect();
        let lefts: BTreeSet<Option<&usize>> = pairs.iter().map(|(left, _)| *left).collect();
        pairs.len() == lefts.len()
    }

    /// What is left is said or not said.
    fn present(&mut self, taken: &mut BTreeSet<String>) {
        let all: Vec<String> = self.all().into_iter().map(str::to_owned).collect();
        for word in all {
            if !taken.insert(word.clone()) {
                continue;
            }
            let said: Vec<usize> = self.saying(&word).into_iter().map(usize::from).collect();
            if !(0..self.axes.axes.len()).any(|axis| self.splits_alike(axis, &said)) {
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

/// The words that, with the first, are said by every variant exactly once: two or more, the fewest.
fn cover(free: &[(String, Vec<bool>)], first: usize) -> Option<Vec<usize>> {
    let variants = free.get(first)?.1.len();
    let longest = free.len().min(variants);
    (2..=longest).find_map(|most| {
        let mut chosen = vec![first];
        let mut tried = 0;
        extend(free, &mut chosen, most, &mut tried).then_some(chosen)
    })
}

/// The most sets of words that are tried for one axis.
const MOST_TRIED: usize = 20_000;

fn extend(free: &[(String, Vec<bool>)], chosen: &mut Vec<usize>, most: usize, tried: &mut usize) -> bool {
    *tried += 1;
    let variants = free.first().map_or(0, |(_, said)| said.len());
    let said = |variant: usize| {
        chosen.iter().filter(|at| free.get(**at).is_some_and(|(_, said)| said.get(variant) == Some(&true))).count()
    };
    let counts: Vec<usize> = (0..variants).map(said).collect();
    if counts.iter().any(|count| *count > 1) || *tried > MOST_TRIED {
        return false;
    }
    let Some(open) = counts.iter().position(|count| *count == 0) else { return chosen.len() > 1 };
    if chosen.len() == most {
        return false;
    }
    let candidates: Vec<usize> =
        free.iter().enumerate().filter(|(_, (_, said))| said.get(open) == Some(&true)).map(|(at, _)| at).collect();
    for at in candidates {
        chosen.push(at);
        if extend(free, chosen, most, tried) {
            return true;
        }
        chosen.pop();
    }
    false
}

/// Combinations of values that no list was given for, in the order of the axes; at most `most`.
#[must_use]
pub fn unpublished(axes: &Axes, most: usize) -> Vec<Vec<String>> {
    let known: BTreeMap<&Vec<usize>, ()> = axes.coordinates.iter().map(|one| (one, ())).collect();
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    for axis in &axes.axes {
        let longer = |start: &Vec<usize>| -> Vec<Vec<usize>> {
            (0..axis.values.len()).map(|value| start.iter().copied().chain([value]).collect()).collect()
        };
        all = all.iter().flat_map(longer).take(100_000).collect();
    }
    let missing = all.into_iter().filter(|one| !known.contains_key(one)).take(most);
    missing.map(|one| one.iter().zip(&axes.axes).map(|(value, axis)| said(axis, *value)).collect()).collect()
}

/// A value as a phrase: `usb`, `EU868`, `gnss`, `no gnss`.
#[must_use]
pub fn said(axis: &Axis, value: usize) -> String {
    match axis.kind {
        AxisKind::Boolean if value == 0 => axis.name.clone(),
        AxisKind::Boolean => format!("no {}", axis.name),
        _ => axis.values.get(value).cloned().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axes(names: &[&str]) -> (Vec<String>, Axes) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let axes = find(&names, &|word| matches!(word.to_uppercase().as_str(), "US" | "DE" | "CN"));
        (axes.axes.iter().map(|axis| format!("{} {}", axis.name, axis.values.join("/"))).collect(), axes)
    }

    #[test]
    fn the_published_names_are_three_choices() {
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
    fn a_word_that_some_names_leave_out_is_an_option_of_yes_and_no() {
        assert_eq!(axes(&["basic", "basic-display"]).0, ["display true/false"]);
        assert_eq!(axes(&["US", "CN", "DE"]).0, ["region US/CN/DE"]);
        assert_eq!(axes(&["red-small", "blue-small", "red-big"]).0, ["variant red/blue", "variant-2 small/big"]);
        assert_eq!(axes(&["SPI-noGNSS", "USB-GNSS", "SPI-GNSS"]).0, ["gnss true/false", "interface spi/usb"]);
    }

    #[test]
    fn names_that_tell_nothing_apart_are_one_choice() {
        assert_eq!(axes(&["a", "b-a", "a-b"]).0, ["variant a/b-a/a-b"]);
        assert_eq!(axes(&["only"]).0, [""; 0]);
    }
}
