//! Random small solutions as files. Every construct of the contract turns up, and every file is without a fault.
//!
//! Two markets, `X1` and `X2`, lie in `XU`; a third area, `X9`, is no market and states everything once, so that every
//! name in a condition is known. A document `everything`, which stands in no slot, provides every capability.

mod catalog;
mod conditions;
mod regions;

use super::files::{Block, File, Value, raw, table, text, texts};
use std::collections::BTreeSet;

/// A xorshift generator: the same seed gives the same solution everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..8 {
            random.next();
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'t, T: ?Sized>(&mut self, list: &[&'t T]) -> &'t T {
        list[self.below(list.len())]
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }

    /// Some of a list, in its order; at least one.
    fn some<'t>(&mut self, list: &[&'t str]) -> Vec<&'t str> {
        let sure = self.below(list.len());
        list.iter().enumerate().filter(|(at, _)| *at == sure || self.chance(35)).map(|(_, one)| *one).collect()
    }
}

/// A solution with a question to it.
pub struct Case {
    pub files: Vec<File>,
    pub market: &'static str,
    pub date: &'static str,
    pub set: Vec<(String, String)>,
    pub pins: Vec<(String, String)>,
    pub without: Vec<String>,
    pub variant: Option<String>,
    /// The constructs that it uses.
    pub seen: BTreeSet<&'static str>,
    /// What another condition may speak of.
    pub names: Names,
}

impl Case {
    pub fn sources(&self) -> Vec<(String, String)> {
        self.files.iter().map(|file| (file.name.clone(), file.text())).collect()
    }

    /// The files and the question, to be read by people.
    pub fn print(&self) -> String {
        let mut out = format!("market {} on {}", self.market, self.date);
        out += &format!(" --set {:?} --pin {:?} --without {:?}", self.set, self.pins, self.without);
        out += &format!(" --variant {:?}\n", self.variant);
        for (name, text) in self.sources() {
            out += &format!("--- {name}\n{text}");
        }
        out
    }
}

/// `--set`, `--pin`, `--without`.
type Flags = (Vec<(String, String)>, Vec<(String, String)>, Vec<String>);

/// Names that conditions may use.
#[derive(Clone, Default)]
pub struct Names {
    /// Options with their values as conditions write them.
    options: Vec<(String, Vec<String>)>,
    slots: Vec<String>,
    parts: Vec<String>,
}

const DATES: [&str; 4] = ["2025-06-01", "2026-01-01", "2026-06-30", "2027-01-01"];

/// Every construct that must turn up over all cases.
pub const KINDS: [&str; 77] = [
    "=>",
    "not",
    "and",
    "or",
    "in",
    "count",
    "sum",
    "fact",
    "min",
    "max",
    "known",
    "carrier",
    "provides",
    "component",
    "market",
    "slot filled",
    "slot holds",
    "option",
    "option default",
    "option free",
    "option [set]",
    "option --set",
    "when",
    "when of a need",
    "when of a limit",
    "when of an area's need",
    "part-of",
    "quantity",
    "optional",
    "query",
    "versions",
    "requirement",
    "pre-release",
    "pin",
    "pin empty",
    "pin eol",
    "without",
    "eol",
    "short need",
    "long need",
    "one-of",
    "need dates",
    "need of the market",
    "need of a network",
    "need of a carrier",
    "version test",
    "covers",
    "united ranges",
    "within",
    "any-of",
    "all-of",
    "none-of",
    "at-least",
    "at-most",
    "in area",
    "equals",
    "limit",
    "area need",
    "resources",
    "market supplies",
    "territories only",
    "territories not",
    "component dates",
    "component certificate",
    "solution certificate",
    "planned",
    "approvals",
    "requested carrier",
    "sensors",
    "duties",
    "area slot",
    "also",
    "choose again",
    "remove slot",
    "remove rule",
    "rule dates",
    "exchange",
];

struct Generator {
    random: Random,
    seen: BTreeSet<&'static str>,
    names: Names,
    /// Components at the end of their life, for pins.
    eol: Vec<String>,
    /// Options with their values as files write them.
    set: Vec<(String, Vec<Value>)>,
    /// Rules of wider areas.
    rules: Vec<String>,
}

/// The solution of a seed. `objective` overrides what is minimised.
pub fn generate(seed: u64, objective: Option<&[&str]>) -> Case {
    let random = Random::new(seed);
    let generator = Generator {
        random,
        seen: BTreeSet::new(),
        names: Names::default(),
        eol: Vec::new(),
        set: Vec::new(),
        rules: Vec::new(),
    };
    generator.case(objective)
}

/// The constructs that [`add_variants`] uses.
pub const VARIANT_KINDS: [&str; 4] = ["variant", "variant of one market", "variant without a set", "variant asked"];

/// Adds variants to a case that has options, sometimes with a question about one of them.
pub fn add_variants(case: &mut Case, seed: u64) {
    let mut random = Random::new(seed ^ 0x7a41);
    if case.names.options.is_empty() || random.chance(40) {
        return;
    }
    let options = case.names.options.clone();
    let mut sold_here = Vec::new();
    for at in 0..1 + random.below(3) {
        case.seen.insert("variant");
        let name = format!("variant {at}");
        let mut block = Block::new("[[variants]]", [("name", text(&name))]);
        let market = if random.chance(50) { Some(["X1", "X2"][random.below(2)]) } else { None };
        if let Some(market) = market {
            case.seen.insert("variant of one market");
            block.keys.push(("markets".to_owned(), texts([market])));
        }
        let mut set = Vec::new();
        for (option, values) in &options {
            let value = &values[random.below(values.len())];
            let is_text = value.parse::<i64>().is_err() && value.parse::<bool>().is_err();
            let value = if is_text { text(value) } else { raw(value) };
            if random.chance(75) {
                set.push((option.clone(), value));
            }
        }
        if set.is_empty() {
            case.seen.insert("variant without a set");
        } else {
            block.keys.push(("set".to_owned(), table(set)));
        }
        if market.is_none_or(|market| market == case.market) {
            sold_here.push(name);
        }
        case.files[0].push(block);
    }
    if !sold_here.is_empty() && random.chance(50) {
        case.seen.insert("variant asked");
        case.variant = Some(sold_here.swap_remove(random.below(sold_here.len())));
    }
}

/// One more rule that holds everywhere.
pub fn rule(names: &Names, seed: u64) -> Block {
    let (random, names) = (Random::new(seed), names.clone());
    let mut generator =
        Generator { random, seen: BTreeSet::new(), names, eol: Vec::new(), set: Vec::new(), rules: Vec::new() };
    let then = generator.condition(2);
    Block::new("[[rules]]", [("id", text("one-more")), ("then", text(then))])
}

impl Generator {
    fn saw(&mut self, kind: &'static str) {
        self.seen.insert(kind);
    }

    fn case(mut self, objective: Option<&[&str]>) -> Case {
        let parts = 4 + self.random.below(3);
        self.names.parts = (0..parts).map(|at| format!("p{at}")).collect();
        let slots = 1 + self.random.below(4);
        self.names.slots = (0..slots).map(|at| format!("s{at}")).chain(["extra".to_owned()]).collect();
        let options = self.options();
        let catalog = self.catalogs();
        let mut solution = self.solution(objective);
        options.into_iter().for_each(|block| solution.push(block));
        for at in 0..slots {
            let block = self.slot(&format!("s{at}"), true);
            solution.push(block);
        }
        self.overlay(&mut solution, "world");
        let mut files = vec![solution];
        files.extend(catalog);
        for area in ["XU", "X1", "X2"] {
            files.push(self.region(area));
        }
        files.push(everything_stated());
        self.request_carrier(&mut files);
        let date = self.random.pick(&DATES);
        let market = if self.random.chance(70) { "X1" } else { "X2" };
        let (set, pins, without) = self.flags();
        Case { files, market, date, set, pins, without, variant: None, seen: self.seen, names: self.names }
    }

    fn options(&mut self) -> Vec<Block> {
        let kinds: [(&[&str], bool); 3] =
            [(&["a", "b", "c"], true), (&["true", "false"], false), (&["1", "2", "3"], false)];
        let mut blocks = Vec::new();
        for at in 0..self.random.below(3) {
            let (values, quoted) = kinds[self.random.below(3)];
            let values = &values[..2 + self.random.below(values.len() - 1)];
            let written: Vec<Value> =
                values.iter().map(|value| if quoted { text(value) } else { raw(value) }).collect();
            let name = format!("o{at}");
            let mut block = Block::new(format!("[options.{name}]"), [("values", Value::List(written.clone()))]);
            if self.random.chance(50) {
                self.saw("option default");
                block.keys.push(("default".to_owned(), written[self.random.below(written.len())].clone()));
            } else {
                self.saw("option free");
            }
            blocks.push(block);
            self.names.options.push((name.clone(), values.iter().map(|value| (*value).to_owned()).collect()));
            self.set.push((name, written));
        }
        blocks
    }

    fn solution(&mut self, objective: Option<&[&str]>) -> File {
        let mut file = File::new("solution.toml");
        let mut objectives = vec!["cost", "parts", "lead-time", "sum(power_w)", "sum(mass_g)"];
        self.random.shuffle(&mut objectives);
        if self.random.chance(50) {
            objectives.insert(0, "cost");
            let again = objectives.iter().rposition(|one| *one == "cost").unwrap_or(0);
            objectives.remove(again);
        }
        objectives.truncate(1 + self.random.below(3));
        let objectives = objective.map_or(objectives, <[&str]>::to_vec);
        let block = Block::new(
            "[solution]",
            [
                ("name", text("random")),
                ("markets", texts(["X1", "X2"])),
                ("currency", text("USD")),
                ("term_months", raw(12)),
                ("objective", texts(objectives)),
            ],
        );
        file.push(block);
        file.push(Block::new("[exchange]", [("EUR", text("1.1"))]));
        if self.random.chance(70) {
            file.push(Block::new("[volumes]", [("X1", raw(100)), ("X2", raw(3000))]));
        }
        for scheme in ["ca", "cb"] {
            let mut held = Block::new("[[certificates]]", [("scheme", text(scheme)), ("id", text("N1"))]);
            if self.random.chance(25) {
                self.dates(&mut held, 60);
                self.issued(&mut held);
                file.push(held);
            }
            if self.random.chance(60) {
                self.saw("planned");
                let cost = text([300, 600, 900][self.random.below(3)]);
                let planned = table([("cost", cost), ("weeks", raw(self.random.below(12)))]);
                file.push(Block::new("[[certificates]]", [("scheme", text(scheme)), ("planned", planned)]));
            }
        }
        file
    }

    /// Carriers that have to be served in `X1`, where they are carriers there.
    fn request_carrier(&mut self, files: &mut [File]) {
        let heard = ["solution.toml", "regions/XU.toml", "regions/X1.toml"];
        let mut known = vec!["k1", "k2"];
        known.retain(|id| {
            let mut blocks =
                files.iter().filter(|file| heard.contains(&file.name.as_str())).flat_map(|file| &file.blocks);
            blocks.any(|block| block.header == "[[carriers]]" && block.has("id", id))
        });
        if !known.is_empty() && self.random.chance(35) {
            self.saw("requested carrier");
            files[0].blocks[0].keys.push(("carriers".to_owned(), table([("X1", texts(self.random.some(&known)))])));
        }
    }

    /// `from`, `until`, both or none.
    fn dates(&mut self, block: &mut Block, percent: usize) -> bool {
        let split = 1 + self.random.below(2);
        let dated = self.random.chance(percent);
        if dated && self.random.chance(60) {
            let date = if self.random.chance(30) { "2025-01-01" } else { DATES[split] };
            block.keys.push(("from".to_owned(), raw(date)));
        }
        if dated && self.random.chance(50) {
            let last = self.random.chance(40);
            if last {
                self.saw("through");
            }
            let (key, days) =
                if last { ("through", ["2026-06-29", "2026-12-31"]) } else { ("until", ["2026-06-30", "2027-01-01"]) };
            block.keys.push((key.to_owned(), raw(days[split - 1])));
        }
        dated
    }

    fn issued(&mut self, certificate: &mut Block) {
        if self.random.chance(30) {
            self.saw("issued");
            let day = self.random.pick(&["2024-02-29", "2025-08-31", "2026-01-15"]);
            certificate.keys.push(("issued".to_owned(), raw(day)));
        }
    }

    fn slot(&mut self, name: &str, all: bool) -> Block {
        let mut block = Block::new(format!("[slots.{name}]"), []);
        let choose = self.choose();
        block.keys.push(("choose".to_owned(), choose));
        if all && self.random.chance(30) {
            self.saw("when");
            // A slot that asks about itself is a fault.
            let mut condition = self.condition(1);
            while condition.contains(&format!("slot.{name}")) {
                condition = self.condition(1);
            }
            block.keys.push(("when".to_owned(), text(condition)));
        }
        if self.random.chance(25) {
            self.saw("quantity");
            block.keys.push(("quantity".to_owned(), raw(2 + self.random.below(2))));
        }
        let earlier = self.names.slots.iter().take_while(|slot| *slot != name).cloned().collect::<Vec<_>>();
        if all && !earlier.is_empty() && self.random.chance(30) {
            self.saw("part-of");
            block.keys.push(("part-of".to_owned(), text(&earlier[self.random.below(earlier.len())])));
        }
        if self.random.chance(30) {
            self.saw("optional");
            block.keys.push(("optional".to_owned(), raw(true)));
        }
        block
    }

    /// A list of one to three, or a query.
    fn choose(&mut self) -> Value {
        if self.random.chance(12) {
            self.saw("query");
            let ids = self.random.below(self.names.parts.len() - 1);
            let two = [self.names.parts[ids].clone(), self.names.parts[ids + 1].clone()];
            let mut query = vec![("id", Value::List(vec![text("p*")])), ("not", self.all_parts_but(&two))];
            if self.random.chance(30) {
                query.push(("kind", text("hardware")));
                query.push(("provides", text("power")));
                query[1] = ("not", texts(["everything"]));
                query[0] = ("id", texts(["p0", "p1"]));
            }
            return table(query);
        }
        if self.random.chance(20) {
            self.saw("versions");
            let written = self.random.pick(&["f0", "f0@^1.1", "f0@>=1.0.0, <2", "f0@2.0.0-beta.1"]);
            if written.contains('@') {
                self.saw(if written.contains('-') { "pre-release" } else { "requirement" });
            }
            return texts([written]);
        }
        let mut parts = self.names.parts.clone();
        self.random.shuffle(&mut parts);
        parts.truncate(1 + self.random.below(3));
        texts(parts)
    }

    fn all_parts_but(&self, kept: &[String]) -> Value {
        texts(self.names.parts.iter().filter(|part| !kept.contains(part)))
    }

    fn flags(&mut self) -> Flags {
        let (mut set, mut pins, mut without) = (Vec::new(), Vec::new(), Vec::new());
        if !self.names.options.is_empty() && self.random.chance(20) {
            self.saw("option --set");
            let (name, values) = &self.names.options[0];
            set.push((name.clone(), values[self.random.below(values.len())].clone()));
        }
        if self.random.chance(40) {
            // What is no candidate of the slot would be refused; the test then asks without the pin.
            let slot = self.names.slots[self.random.below(self.names.slots.len() - 1)].clone();
            let part = self.names.parts[self.random.below(self.names.parts.len())].clone();
            let part = self.eol.first().filter(|_| self.random.chance(60)).cloned().unwrap_or(part);
            let empty = self.random.chance(25);
            pins.push((slot, if empty { String::new() } else { part }));
        }
        if self.random.chance(15) {
            self.saw("without");
            without.push(self.names.parts[self.random.below(self.names.parts.len())].clone());
        }
        (set, pins, without)
    }
}

/// An area that is no market and states every fact and carrier, so that all names are known.
fn everything_stated() -> File {
    let mut file = File::new("regions/X9.toml");
    file.push(Block::new("", [("area", text("X9")), ("name", text("X9")), ("within", texts(["world"]))]));
    file.push(Block::new("[power]", [("voltage_v", raw("[230]")), ("frequency_hz", raw("[50]"))]));
    for id in ["k1", "k2"] {
        file.push(Block::new("[[carriers]]", [("id", text(id))]));
    }
    file.push(Block::new("[slots.extra]", [("choose", texts(["everything"]))]));
    for (capability, attributes) in [
        ("env.climate", table([("zone", text("a")), ("grade", raw(1))])),
        ("env.ambient", table([("temperature_range_c", raw("[-10, 40]"))])),
    ] {
        file.push(Block::new("[[provides]]", [("capability", text(capability)), ("attributes", attributes)]));
    }
    file
}
