//! Random catalogues.

use super::super::files::{Block, File, Value, raw, table, text, texts};
use super::Generator;

/// A capability with attributes or tests.
type Named = (&'static str, Value);

impl Generator {
    pub(super) fn catalogs(&mut self) -> Vec<File> {
        let mut files = vec![File::new("catalog/a.toml"), File::new("catalog/b.toml")];
        for at in 0..self.names.parts.len() {
            let block = self.part(at);
            let file = usize::from(self.random.chance(30));
            files[file].push(block);
        }
        for version in ["1.0.0", "1.2.0", "2.0.0-beta.1"] {
            let block = self.firmware(version);
            files[0].push(block);
        }
        files[1].push(everything());
        files
    }

    fn part(&mut self, at: usize) -> Block {
        let id = format!("p{at}");
        let kind = if at < 2 { "hardware" } else { self.random.pick(&["hardware", "hardware", "service", "document"]) };
        let mut block = Block::new("[[components]]", [("id", text(&id)), ("kind", text(kind))]);
        self.price(&mut block, kind);
        if at > 1 && self.random.chance(10) {
            self.saw("eol");
            self.eol.push(id);
            block.keys.push(("lifecycle".to_owned(), text("eol")));
        }
        if self.random.chance(60) {
            let area = self.random.pick(&["X1", "X2", "X9", "US"]);
            block.keys.push(("origin".to_owned(), text(area)));
        }
        if self.random.chance(70) {
            block.keys.push(("hs".to_owned(), text(self.random.pick(&["8504", "8517", "85176200"]))));
        }
        if self.random.chance(60) {
            block.keys.push(("lead_weeks".to_owned(), raw(self.random.below(12))));
        }
        let mut provides: Vec<Named> = Vec::new();
        for _ in 0..=self.random.below(2) {
            let one = self.provided();
            if !provides.iter().any(|(known, _)| *known == one.0) {
                provides.push(one);
            }
        }
        if at < 2 && !provides.iter().any(|(known, _)| *known == "power.dc") {
            provides.push(("power.dc", table([("voltage_v", raw("[5]"))])));
        }
        block.keys.push(("provides".to_owned(), table(provides)));
        self.needs(&mut block);
        self.amounts_and_papers(&mut block);
        block
    }

    fn price(&mut self, block: &mut Block, kind: &str) {
        let price =
            |random: &mut super::Random| text(format!("{}.{}", 1 + random.below(4), ["00", "50"][random.below(2)]));
        if kind == "service" && self.random.chance(70) {
            let each = price(&mut self.random);
            block.keys.push(("per_month".to_owned(), each));
        } else if self.random.chance(30) {
            // One tier: what several are worth depends on all markets, which `tests/money` tries.
            let first = price(&mut self.random);
            self.random.below(3);
            let tiers = [table([("from", raw(50)), ("each", first)])];
            block.keys.push(("price".to_owned(), Value::List(tiers.to_vec())));
        } else if self.random.chance(90) {
            let each = price(&mut self.random);
            block.keys.push(("price".to_owned(), each));
        }
        if self.random.chance(15) {
            self.saw("exchange");
            block.keys.push(("currency".to_owned(), text("EUR")));
        }
    }

    fn provided(&mut self) -> Named {
        match self.random.below(25) {
            24 => ("network.lte", table([("bands", raw("[1]"))])),
            0..=5 => ("power.dc", table([("voltage_v", raw(self.random.pick(&["[5]", "12", "[5, 12]"])))])),
            6..=9 => ("radio.lte", table([("bands", raw(self.random.pick(&["[1]", "[1, 2]", "[2, 3]"])))])),
            10..=12 => ("radio.wifi", table([("bands", raw(self.random.pick(&["[1]", "[5]"])))])),
            13..=15 => ("data.store", table([("country", self.area_set())])),
            16..=18 => ("sense.pm", table([("range_ugm3", raw(self.random.pick(&["[0, 300]", "[0, 500]"])))])),
            19..=21 => ("lang.zh", table([] as [(&str, Value); 0])),
            _ => ("index.air-quality", table([("standard", text(self.random.pick(&["S1", "S2"])))])),
        }
    }

    fn area_set(&mut self) -> Value {
        let areas = self.random.some(&["X1", "X2", "X9"]);
        if areas.len() == 1 { text(areas[0]) } else { texts(areas) }
    }

    fn needs(&mut self, block: &mut Block) {
        if !self.random.chance(36) {
            return;
        }
        if self.random.chance(50) {
            self.saw("short need");
            let need = self.asked();
            block.keys.push(("needs".to_owned(), table([need])));
            return;
        }
        self.saw("long need");
        let mut list = Vec::new();
        for _ in 0..=self.random.below(2) {
            let mut need = Block::new("", []);
            let (capability, tests) = self.asked();
            if self.random.chance(35) {
                self.saw("one-of");
                let mut both = vec![(capability, tests)];
                let second = self.asked();
                if second.0.starts_with("network") == capability.starts_with("network") {
                    both.push(second);
                }
                let both = both
                    .into_iter()
                    .map(|(capability, tests)| table([("capability", text(capability)), ("where", tests)]));
                need.keys.push(("one-of".to_owned(), Value::List(both.collect())));
            } else {
                need.keys.push(("capability".to_owned(), text(capability)));
                need.keys.push(("where".to_owned(), tests));
            }
            if self.random.chance(30) {
                self.saw("when of a need");
                need.keys.push(("when".to_owned(), text(self.condition(1))));
            }
            if self.dates(&mut need, 15) {
                self.saw("need dates");
            }
            list.push(Value::Table(need.keys));
        }
        block.keys.push(("needs".to_owned(), Value::List(list)));
    }

    /// A capability that something asks for, with tests.
    pub(super) fn asked(&mut self) -> Named {
        match self.random.below(19) {
            0 | 1 => ("power.dc", table([("voltage_v", self.number_test())])),
            2 | 3 => {
                self.saw("need of the market");
                let voltage = self.random.pick(&["[100, 240]", "[200, 240]", "[100, 250]"]);
                let frequency = self.random.pick(&["[47, 63]", "[50, 50]"]);
                self.saw("within");
                let within = |range: &str| table([("within", raw(range))]);
                ("power.mains", table([("voltage_v", within(voltage)), ("frequency_hz", within(frequency))]))
            }
            4 => (
                self.random.pick(&["radio", "radio.lte"]),
                table([("bands", self.any_test(&["[1]", "[2]", "[2, 3]"]))]),
            ),
            5..=7 => {
                self.saw("covers");
                let range =
                    self.random.pick(&["[5160, 5240]", "[5150, 5350]", "[5200, 5300]", "[5470, 5720]", "[5250, 5250]"]);
                let mut tests = vec![("range_mhz", table([("covers", raw(range))]))];
                if self.random.chance(40) {
                    tests.push(("eirp_dbm", table([("at-least", raw(self.random.pick(&["20", "24"])))])));
                }
                if self.random.chance(30) {
                    tests.push(("dfs", raw(false)));
                }
                (self.random.pick(&["spectrum.wifi", "spectrum.wifi", "spectrum"]), table(tests))
            }
            8 => {
                self.saw("version test");
                ("firmware.main", table([("version", text(self.random.pick(&["^1.1", "1", ">=2.0.0-alpha"])))]))
            }
            9 | 10 => {
                self.saw("need of a network");
                let bands = self.any_test(&["[1]", "[2]", "[1, 2]"]);
                (self.random.pick(&["network.lte", "network"]), table([("bands", bands)]))
            }
            11 | 16..=18 => ("network.nb", table([] as [(&str, Value); 0])),
            12 => {
                self.saw("in area");
                ("data.store", table([("country", table([("in", text(self.random.pick(&["X1", "XU"])))]))]))
            }
            13 => ("sense.pm", table([("range_ugm3", table([("covers", raw("[0, 400]"))]))])),
            14 => {
                self.saw("need of a carrier");
                (self.random.pick(&["carrier.k1", "carrier"]), table([] as [(&str, Value); 0]))
            }
            _ => {
                self.saw("equals");
                ("env.climate", table([("zone", self.random.pick(&[&text("a"), &text("b")]).clone())]))
            }
        }
    }

    fn number_test(&mut self) -> Value {
        let (operator, operand): (&'static str, &str) = *self.random.pick(&[
            &("within", "[4, 6]"),
            &("within", "[5, 12]"),
            &("at-least", "5"),
            &("at-most", "6"),
            &("equals", "[5, 12]"),
            &("all-of", "[5, 12]"),
            &("none-of", "[12]"),
            &("any-of", "[12]"),
        ]);
        self.saw(operator);
        table([(operator, raw(operand))])
    }

    pub(super) fn any_test(&mut self, operands: &[&'static str]) -> Value {
        let operator = *self.random.pick(&[&"any-of", &"any-of", &"all-of", &"none-of"]);
        self.saw(operator);
        table([(operator, raw(self.random.pick(operands)))])
    }

    fn amounts_and_papers(&mut self, block: &mut Block) {
        for (key, percent) in [("uses", 12), ("supplies", 30)] {
            if self.random.chance(percent) {
                self.saw("resources");
                block.keys.push((
                    key.to_owned(),
                    table([("uart", raw(1 + self.random.below(if key == "uses" { 2 } else { 4 })))]),
                ));
            }
        }
        let attributes =
            [("power_w", raw(self.random.pick(&["0.5", "2", "3.5"]))), ("mass_g", raw(self.random.below(40)))];
        if self.random.chance(80) {
            block.keys.push(("attributes".to_owned(), table(attributes)));
        }
        let mut held = Vec::new();
        for scheme in ["ca", "cb", "ck"] {
            if self.random.chance(30) {
                self.saw("component certificate");
                let mut certificate = Block::new("", [("scheme", text(scheme)), ("id", text("C1"))]);
                self.dates(&mut certificate, 30);
                self.issued(&mut certificate);
                held.push(Value::Table(certificate.keys));
            }
        }
        if !held.is_empty() {
            block.keys.push(("certificates".to_owned(), Value::List(held)));
        }
        if self.random.chance(12) {
            let only = self.random.chance(50);
            self.saw(if only { "territories only" } else { "territories not" });
            let areas = texts(self.random.some(&["X1", "XU", "X2", "US"]));
            block.keys.push(("territories".to_owned(), table([(if only { "only" } else { "not" }, areas)])));
        }
        if self.dates(block, 10) {
            self.saw("component dates");
        }
    }

    fn firmware(&mut self, version: &str) -> Block {
        let mut block = Block::new(
            "[[components]]",
            [
                ("id", text("f0")),
                ("version", text(version)),
                ("kind", text("firmware")),
                ("provides", table([("firmware.main", table([] as [(&str, Value); 0]))])),
            ],
        );
        if self.random.chance(40) {
            block.keys.push(("price".to_owned(), text(self.random.pick(&["0.10", "0.20"]))));
        }
        if self.random.chance(20) {
            let need = self.asked();
            block.keys.push(("needs".to_owned(), table([need])));
        }
        block
    }
}

/// A document that provides all there is and stands in no slot: every capability and attribute has a provider.
fn everything() -> Block {
    let none = || table([] as [(&str, Value); 0]);
    let provides = table([
        ("power.dc", table([("voltage_v", raw("[5]"))])),
        ("power.mains", table([("voltage_v", raw("[230]")), ("frequency_hz", raw("[50]"))])),
        ("radio.lte", table([("bands", raw("[1]"))])),
        ("radio.wifi", table([("bands", raw("[1]"))])),
        ("data.store", table([("country", text("X1"))])),
        ("sense.pm", table([("range_ugm3", raw("[0, 1]"))])),
        ("lang.zh", none()),
        ("index.air-quality", table([("standard", text("S1"))])),
        ("spectrum.wifi", table([("range_mhz", raw("[1, 2]")), ("eirp_dbm", raw(20)), ("dfs", raw(false))])),
        ("network.lte", table([("bands", raw("[1]"))])),
        ("network.nb", none()),
        ("env.climate", table([("zone", text("a")), ("grade", raw(1))])),
        ("env.ambient", table([("temperature_range_c", raw("[0, 1]"))])),
    ]);
    let attributes = table([("power_w", raw(1)), ("mass_g", raw(1))]);
    Block::new(
        "[[components]]",
        [
            ("id", text("everything")),
            ("kind", text("document")),
            ("price", text("0")),
            ("provides", provides),
            ("attributes", attributes),
        ],
    )
}
