//! Random small solutions whose amounts come from their whole permitted range.

use num_bigint::BigInt;
use num_rational::BigRational;
use std::fmt::Write as _;

/// A counter through a mixing function (SplitMix64): the same numbers everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, count: u64) -> u64 {
        self.next() % count
    }

    pub fn is(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A decimal of up to 18 digits before and 12 after the point; every length is as likely as every other.
    fn amount(&mut self) -> Amount {
        let before = 1 + self.below(18);
        let after = self.below(13);
        let mut text = (0..before).map(|_| self.digit()).collect::<String>();
        let first = text.trim_start_matches('0').to_owned();
        text = if first.is_empty() { "0".to_owned() } else { first };
        if after > 0 {
            let _ = write!(text, ".{}{}", (1..after).map(|_| self.digit()).collect::<String>(), 1 + self.below(9));
        }
        Amount(text)
    }

    fn digit(&mut self) -> char {
        char::from(b'0' + u8::try_from(self.below(10)).unwrap())
    }

    /// One that is written like those of daily life.
    fn usual(&mut self) -> Amount {
        Amount(format!("{}.{:02}", 1 + self.below(20), self.below(100)))
    }

    fn any(&mut self) -> Amount {
        if self.is(60) { self.amount() } else { self.usual() }
    }

    fn positive(&mut self) -> Amount {
        loop {
            let amount = self.any();
            if amount.value() > zero() {
                return amount;
            }
        }
    }
}

pub fn zero() -> BigRational {
    BigRational::from_integer(BigInt::from(0))
}

/// A decimal as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount(pub String);

impl Amount {
    pub fn value(&self) -> BigRational {
        value_of(&self.0)
    }
}

/// A decimal or a fraction as a rational.
pub fn value_of(text: &str) -> BigRational {
    if let Some((above, below)) = text.split_once('/') {
        return BigRational::new(above.parse().unwrap(), below.parse().unwrap());
    }
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    let scale = BigInt::from(10).pow(u32::try_from(places.len()).unwrap());
    BigRational::new(format!("{whole}{places}").parse().unwrap(), scale)
}

#[derive(Clone, Debug)]
pub struct Part {
    pub tiers: Vec<(u64, Amount)>,
    pub foreign: bool,
    pub duty: bool,
    pub radio: bool,
    /// Of the two resources.
    pub uses: [Option<Amount>; 2],
    pub supplies: [Option<Amount>; 2],
    pub weight: Option<Amount>,
}

#[derive(Clone, Debug)]
pub struct Slot {
    pub parts: Vec<Part>,
    pub quantity: Amount,
    pub below: Option<usize>,
    pub optional: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    Cost,
    Weight,
    Parts,
}

#[derive(Clone, Debug)]
pub struct Rule {
    pub operator: &'static str,
    pub bound: Amount,
}

#[derive(Clone, Debug)]
pub struct Case {
    pub slots: Vec<Slot>,
    pub rules: Vec<Rule>,
    pub market_supplies: [Option<Amount>; 2],
    pub rate: Amount,
    pub percent: Amount,
    pub volume: u64,
    pub planned: Option<Amount>,
    pub objectives: Vec<Objective>,
}

fn part(random: &mut Random) -> Part {
    // One tier: what several are worth depends on the whole order, which `tests/money` tries.
    let tiers = vec![(1, random.any())];
    let mut maybe = |percent: u64| random.is(percent).then(|| random.any());
    let uses = [maybe(40), maybe(15)];
    let supplies = [maybe(30), maybe(15)];
    let weight = maybe(70);
    Part { tiers, foreign: random.is(40), duty: random.is(40), radio: random.is(30), uses, supplies, weight }
}

fn slot(random: &mut Random, at: usize) -> Slot {
    let whole = match random.below(4) {
        0 => 1 + random.below(4_000_000_000),
        1 => 1 + random.below(9),
        _ => 1,
    };
    Slot {
        parts: (0..=random.below(3)).map(|_| part(random)).collect(),
        quantity: Amount(whole.to_string()),
        below: (at > 0 && random.is(40)).then(|| random.below(at as u64) as usize),
        optional: random.is(40),
    }
}

pub fn generate(seed: u64) -> Case {
    let random = &mut Random::new(seed);
    let mut slots: Vec<Slot> = (0..2 + random.below(3) as usize).map(|at| slot(random, at)).collect();
    // Decimals stand where nothing is a part of the slot.
    for at in 0..slots.len() {
        if random.is(25) && slots.iter().all(|slot| slot.below != Some(at)) {
            slots[at].quantity = Amount(format!("{}.{}", random.below(1_000), 1 + random.below(999_999)));
        }
    }
    let mut case = Case {
        rules: Vec::new(),
        market_supplies: [(); 2].map(|()| random.is(30).then(|| random.any())),
        rate: random.positive(),
        percent: random.any(),
        volume: {
            let most = if random.is(30) { 999_999_999_999_999_998 } else { 100_000 };
            1 + random.below(most)
        },
        planned: random.is(40).then(|| random.any()),
        objectives: match random.below(5) {
            0 => vec![Objective::Cost],
            1 => vec![Objective::Cost, Objective::Weight],
            2 => vec![Objective::Weight, Objective::Cost],
            3 => vec![Objective::Weight, Objective::Parts, Objective::Cost],
            _ => vec![Objective::Parts, Objective::Cost, Objective::Weight],
        },
        slots,
    };
    // A sum of an attribute that nothing has is an error.
    case.slots[0].parts[0].weight.get_or_insert_with(|| random.any());
    for _ in 0..random.below(3) {
        let operator = ["<=", "<", ">=", ">", "==", "!="][random.below(6) as usize];
        // The bound is mostly a sum that can be reached, or just beside one.
        let reached = super::oracle::some_weight(&case, random);
        let bound = reached.filter(|_| random.is(80)).unwrap_or_else(|| random.any());
        case.rules.push(Rule { operator, bound });
    }
    case
}

impl Case {
    pub fn files(&self) -> Vec<(String, String)> {
        let names = self.objectives.iter().map(|objective| match objective {
            Objective::Cost => "\"cost\"",
            Objective::Weight => "\"sum(weight)\"",
            Objective::Parts => "\"parts\"",
        });
        let mut solution = format!(
            "[solution]\nname = \"r\"\nversion = \"1.0.0\"\nmarkets = [\"XA\"]\ncurrency = \"EUR\"\n\
             objective = [{}]\n[exchange]\nUSD = \"{}\"\n[volumes]\nXA = {}\n",
            names.collect::<Vec<_>>().join(", "),
            self.rate.0,
            self.volume
        );
        let mut catalog = String::new();
        for (at, slot) in self.slots.iter().enumerate() {
            let is_decimal = slot.quantity.0.contains('.');
            let choose: Vec<String> = (0..slot.parts.len()).map(|part| format!("\"c{at}-{part}\"")).collect();
            let quantity = if is_decimal { format!("\"{}\"", slot.quantity.0) } else { slot.quantity.0.clone() };
            let _ = writeln!(
                solution,
                "[slots.s{at}]\nchoose = [{}]\nquantity = {quantity}\noptional = {}",
                choose.join(", "),
                slot.optional
            );
            if let Some(parent) = slot.below {
                let _ = writeln!(solution, "part-of = \"s{parent}\"");
            }
            for (number, part) in slot.parts.iter().enumerate() {
                write_part(&mut catalog, &format!("c{at}-{number}"), part, is_decimal);
            }
        }
        for (at, rule) in self.rules.iter().enumerate() {
            let _ = writeln!(
                solution,
                "[[rules]]\nid = \"r{at}\"\nthen = \"sum(weight) {} {}\"",
                rule.operator, rule.bound.0
            );
        }
        if let Some(cost) = &self.planned {
            let _ = writeln!(
                solution,
                "[[certificates]]\nscheme = \"c1\"\nplanned = {{ cost = \"{}\", weeks = 1 }}",
                cost.0
            );
        }
        let mut area = "area = \"XA\"\nname = \"XA\"\nwithin = [\"world\"]\n".to_owned();
        let supplies = self.market_supplies.iter().enumerate();
        let supplies: Vec<String> =
            supplies.filter_map(|(at, amount)| Some(format!("res{at} = {}", amount.as_ref()?.0))).collect();
        let _ = writeln!(area, "supplies = {{ {} }}", supplies.join(", "));
        let _ = writeln!(area, "[[certification]]\nscheme = \"c1\"\napplies-to = \"radio\"\nlevel = \"solution\"");
        let _ = writeln!(area, "[[duties]]\nid = \"d\"\nhs = [\"85\"]\npercent = \"{}\"", self.percent.0);
        let file = |name: &str, text: String| (name.to_owned(), text);
        vec![file("solution.toml", solution), file("catalog/a.toml", catalog), file("regions/XA.toml", area)]
    }

    pub fn print(&self) -> String {
        self.files().into_iter().map(|(name, text)| format!("--- {name}\n{text}")).collect()
    }
}

fn write_part(catalog: &mut String, id: &str, part: &Part, is_measured: bool) {
    let tiers = part.tiers.iter().map(|(from, each)| format!("{{ from = {from}, each = \"{}\" }}", each.0));
    let _ = writeln!(
        catalog,
        "[[components]]\nid = \"{id}\"\nkind = \"hardware\"\nprice = [{}]",
        tiers.collect::<Vec<_>>().join(", ")
    );
    let table = |amounts: &[Option<Amount>; 2]| {
        let entries = amounts.iter().enumerate();
        entries
            .filter_map(|(at, amount)| Some(format!("res{at} = {}", amount.as_ref()?.0)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let _ = writeln!(catalog, "uses = {{ {} }}\nsupplies = {{ {} }}", table(&part.uses), table(&part.supplies));
    for (is_there, line) in [
        (part.foreign, "currency = \"USD\""),
        (part.duty, "hs = \"8504\"\norigin = \"CN\""),
        (part.radio, "provides = { \"radio.x\" = {} }"),
        (is_measured, "unit = \"m\""),
    ] {
        if is_there {
            let _ = writeln!(catalog, "{line}");
        }
    }
    if let Some(weight) = &part.weight {
        let _ = writeln!(catalog, "attributes = {{ weight = {} }}", weight.0);
    }
}
