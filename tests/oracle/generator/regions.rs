//! Random overlays.

use super::super::files::{Block, File, Value, raw, table, text, texts};
use super::Generator;

impl Generator {
    pub(super) fn region(&mut self, area: &'static str) -> File {
        let mut file = File::new(&format!("regions/{area}.toml"));
        let within = if area == "XU" { "world" } else { "XU" };
        file.push(Block::new("", [("area", text(area)), ("name", text(area)), ("within", texts([within]))]));
        self.overlay(&mut file, area);
        file
    }

    /// What the overlay of an area says: little for `world`, most for the markets.
    pub(super) fn overlay(&mut self, file: &mut File, area: &'static str) {
        let market = area.starts_with("X") && area != "XU";
        let likely = if market { 60 } else { 25 };
        self.facts(file, likely);
        self.carriers(file, if market { 75 } else { 15 });
        self.certification(file, if market { 20 } else { 6 });
        self.wishes(file, area);
        self.rules(file, area);
        if self.random.chance(20) {
            self.saw("market supplies");
            file.push(Block::new("[supplies]", [("uart", raw(1 + self.random.below(3)))]));
        }
        self.duties(file, if area == "world" { 5 } else { 25 });
        if area == "world" {
            return;
        }
        self.structure(file, area);
        if self.random.chance(10) {
            file.push(Block::new("[gaps]", [("identity", text("nobody looked"))]));
        }
    }

    fn facts(&mut self, file: &mut File, likely: usize) {
        if self.random.chance(likely) {
            let voltage = self.random.pick(&["[230]", "[127, 220]", "[120]"]);
            file.push(Block::new(
                "[power]",
                [("voltage_v", raw(voltage)), ("frequency_hz", raw(self.random.pick(&["[50]", "[60]"])))],
            ));
        }
        if self.random.chance(likely) {
            let mut attributes = vec![("zone", text(self.random.pick(&["a", "b", "c"])))];
            if self.random.chance(60) {
                attributes.push(("grade", raw(1 + self.random.below(3))));
            }
            file.push(Block::new(
                "[[provides]]",
                [("capability", text("env.climate")), ("attributes", table(attributes))],
            ));
        }
        if self.random.chance(likely) {
            for (key, range) in [("until", "[-20, 45]"), ("from", "[-30, 50]")] {
                let attributes = table([("temperature_range_c", raw(range))]);
                let keys = [("capability", text("env.ambient")), ("attributes", attributes), (key, raw("2026-01-01"))];
                file.push(Block::new("[[provides]]", keys));
            }
        }
        let ranges = ["[5150, 5250]", "[5250, 5350]", "[5300, 5500]", "[5470, 5730]"];
        let stated: Vec<&str> = ranges.into_iter().filter(|_| self.random.chance(likely)).collect();
        if stated.len() > 1 {
            self.saw("united ranges");
        }
        for range in stated {
            let mut block = Block::new("[[radio]]", [("technology", text("wifi")), ("range_mhz", raw(range))]);
            if self.random.chance(70) {
                block.keys.push(("eirp_dbm".to_owned(), raw([20, 24][self.random.below(2)])));
            }
            if self.random.chance(30) {
                block.keys.push(("dfs".to_owned(), raw(true)));
            }
            self.dates(&mut block, 10);
            file.push(block);
        }
    }

    fn carriers(&mut self, file: &mut File, likely: usize) {
        for id in ["k1", "k2"] {
            if !self.random.chance(likely) {
                continue;
            }
            let networks = self.networks();
            let mut block = Block::new("[[carriers]]", [("id", text(id)), ("networks", Value::List(networks))]);
            if self.random.chance(15) {
                self.saw("approvals");
                block.keys.push(("approvals".to_owned(), texts(["ck"])));
            }
            self.dates(&mut block, 8);
            file.push(block);
        }
    }

    fn networks(&mut self) -> Vec<Value> {
        let mut networks = Vec::new();
        for technology in ["lte", "nb"] {
            if !self.random.chance(75) {
                continue;
            }
            let mut network = Block::new("", [("technology", text(technology))]);
            if self.random.chance(85) {
                network.keys.push(("bands".to_owned(), raw(self.random.pick(&["[1]", "[1, 2]", "[2, 3]"]))));
            }
            self.dates(&mut network, 15);
            networks.push(Value::Table(network.keys));
        }
        networks
    }

    fn certification(&mut self, file: &mut File, likely: usize) {
        for scheme in ["ca", "cb"] {
            if !self.random.chance(likely) {
                continue;
            }
            let mut block = Block::new("[[certification]]", [("scheme", text(scheme))]);
            let component = self.random.chance(50);
            if component || self.random.chance(50) {
                let capability = self.random.pick(&["radio", "power.dc", "firmware"]);
                block.keys.push(("applies-to".to_owned(), text(capability)));
            }
            let level = if component { "component" } else { "solution" };
            self.saw(if component { "component certificate" } else { "solution certificate" });
            block.keys.push(("level".to_owned(), text(level)));
            if self.random.chance(40) {
                block.keys.push(("accepts".to_owned(), texts(["ca", "cb"])));
            }
            if self.random.chance(25) {
                self.saw("when of a certification");
                block.keys.push(("when".to_owned(), text(self.condition(1))));
            }
            if self.random.chance(25) {
                self.saw("valid_months");
                block.keys.push(("valid_months".to_owned(), raw(self.random.pick(&["6", "12", "18"]))));
            }
            if self.random.chance(10) {
                self.saw("voluntary certification");
                block.keys.push(("mandatory".to_owned(), raw(false)));
            }
            self.dates(&mut block, 20);
            file.push(block);
        }
    }

    /// Needs, limits and sensors.
    fn wishes(&mut self, file: &mut File, area: &str) {
        if self.random.chance(6) {
            self.saw("sensors");
            let mut block =
                Block::new("[[sensors]]", [("measure", text("pm")), ("required", raw(self.random.chance(30)))]);
            block.keys.push(("where".to_owned(), table([("range_ugm3", table([("covers", raw("[0, 400]"))]))])));
            block.keys.push(("index".to_owned(), text(self.random.pick(&["S1", "S2"]))));
            file.push(block);
        }
        if self.random.chance(if area == "world" { 4 } else { 9 }) {
            self.saw("area need");
            let mut block = Block::new("[[needs]]", self.id_of_statement(&format!("need-{area}")));
            let (capability, tests) = match self.random.below(4) {
                0 => ("lang.zh", None),
                1 => ("radio", None),
                2 => ("power.dc", Some(table([("voltage_v", table([("any-of", raw("[5]"))]))]))),
                _ => self.asked_of_area(),
            };
            if self.random.chance(30) {
                let second = table([(
                    "capability",
                    text(if capability.starts_with("network") { "network.nb" } else { "lang.zh" }),
                )]);
                let first =
                    table([("capability", text(capability))].into_iter().chain(tests.map(|tests| ("where", tests))));
                block.keys.push(("one-of".to_owned(), Value::List(vec![first, second])));
            } else {
                block.keys.push(("capability".to_owned(), text(capability)));
                block.keys.extend(tests.map(|tests| ("where".to_owned(), tests)));
            }
            if self.random.chance(35) {
                self.saw("when of an area's need");
                block.keys.push(("when".to_owned(), text(self.condition(1))));
            }
            self.dates(&mut block, 15);
            file.push(block);
        }
        if self.random.chance(18) {
            self.saw("limit");
            let (capability, tests) = match self.random.below(5) {
                0 => ("data.store", table([("country", table([("in", text("XU"))]))])),
                1 => ("radio", table([("bands", self.any_test(&["[1]", "[3]", "[5]"]))])),
                2 => ("power.dc", table([("voltage_v", table([("at-most", raw(12))]))])),
                3 => ("network", table([("bands", self.any_test(&["[1]", "[3]"]))])),
                _ => ("firmware.main", table([("version", text("^1.1"))])),
            };
            let mut block = Block::new("[[limits]]", self.id_of_statement(&format!("limit-{area}")));
            block.keys.extend([("capability".to_owned(), text(capability)), ("where".to_owned(), tests)]);
            if self.random.chance(25) {
                self.saw("when of a limit");
                block.keys.push(("when".to_owned(), text(self.condition(1))));
            }
            self.dates(&mut block, 15);
            file.push(block);
        }
    }

    /// An id of its own, one that several areas write, or none.
    fn id_of_statement(&mut self, own: &str) -> Vec<(&'static str, Value)> {
        match self.random.below(3) {
            0 => {
                self.saw("statement without an id");
                Vec::new()
            }
            1 => {
                self.saw("id of several areas");
                vec![("id", text("shared"))]
            }
            _ => vec![("id", text(own))],
        }
    }

    fn asked_of_area(&mut self) -> (&'static str, Option<Value>) {
        let (capability, tests) = self.asked();
        (capability, Some(tests))
    }

    fn rules(&mut self, file: &mut File, area: &str) {
        let many = usize::from(self.random.chance(if area == "world" { 45 } else { 15 }));
        for at in 0..many + usize::from(many == 1 && self.random.chance(25)) {
            // `r0` of a narrower area is the same rule as that of a wider one, and is laid over it key by key.
            let id = if at == 0 { "r0".to_owned() } else { format!("r{at}-{area}") };
            if area == "world" || area == "XU" {
                self.rules.push(id.clone());
            }
            let mut block = Block::new("[[rules]]", [("id", text(id))]);
            if self.random.chance(60) {
                block.keys.push(("if".to_owned(), text(self.condition(1))));
            }
            block.keys.push(("then".to_owned(), text(self.condition(2))));
            if self.dates(&mut block, 12) {
                self.saw("rule dates");
            }
            file.push(block);
        }
    }

    fn duties(&mut self, file: &mut File, likely: usize) {
        for (id, hs) in [("d0", "85"), ("d1", "8517")] {
            if self.random.chance(likely) {
                self.saw("duties");
                let percent = text(self.random.pick(&["10", "2.5"]));
                let mut block = Block::new("[[duties]]", [("id", text(id)), ("hs", texts([hs])), ("percent", percent)]);
                if self.random.chance(50) {
                    block.keys.push(("origin".to_owned(), text(self.random.pick(&["XU", "X2", "X9"]))));
                }
                self.dates(&mut block, 15);
                file.push(block);
            }
        }
    }

    /// Slots, candidates, options and removals of an area.
    fn structure(&mut self, file: &mut File, area: &str) {
        if let Some((name, values)) = self.set.first().cloned().filter(|_| self.random.chance(15)) {
            self.saw("option [set]");
            let value = values[self.random.below(values.len())].clone();
            file.push(Block { header: "[set]".to_owned(), keys: vec![(name, value)] });
        }
        if area == "X1" && self.names.slots.len() < 5 && self.random.chance(25) {
            self.saw("area slot");
            let block = self.slot("extra", true);
            file.push(block);
        }
        let part = self.names.parts[self.random.below(self.names.parts.len())].clone();
        if self.random.chance(15) {
            self.saw("also");
            file.push(Block::new("[slots.s0]", [("also", texts([part]))]));
        } else if self.random.chance(10) {
            self.saw("choose again");
            file.push(Block::new("[slots.s0]", [("choose", self.choose())]));
        }
        let mut removals = Vec::new();
        if area != "XU" && self.random.chance(8) {
            self.saw("remove slot");
            removals.push(("slots", texts(["s0"])));
            file.blocks.retain(|block| block.header != "[slots.s0]");
        }
        let own = file.blocks.iter().any(|block| block.has("id", "r0"));
        if !own && self.rules.contains(&"r0".to_owned()) && self.random.chance(30) {
            self.saw("remove rule");
            removals.push(("rules", texts(["r0"])));
        }
        if !removals.is_empty() {
            file.push(Block::new("[remove]", removals));
        }
    }
}
