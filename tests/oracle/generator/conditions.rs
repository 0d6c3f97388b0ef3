//! Random conditions over the names of a solution.

use super::Generator;

impl Generator {
    pub(super) fn condition(&mut self, depth: usize) -> String {
        if depth == 0 || self.random.chance(45) {
            return self.atom();
        }
        let (left, right) = (self.condition(depth - 1), self.condition(depth - 1));
        let kind = self.random.pick(&["not", "and", "or", "=>"]);
        self.saw(["not", "and", "or", "=>"].into_iter().find(|known| *known == kind).unwrap_or("or"));
        if kind == "not" { format!("not ({left})") } else { format!("({left}) {kind} ({right})") }
    }

    fn atom(&mut self) -> String {
        let slot = self.names.slots[self.random.below(self.names.slots.len())].clone();
        let part = self.names.parts[self.random.below(self.names.parts.len())].clone();
        let other = self.names.parts[self.random.below(self.names.parts.len())].clone();
        let (kind, atom): (&'static str, String) = match self.random.below(16) {
            0 | 1 if !self.names.options.is_empty() => ("option", self.option_atom()),
            0..=2 => ("slot filled", format!("slot.{slot}")),
            3 => ("slot holds", format!("slot.{slot} == {part}")),
            4 => ("slot holds", format!("slot.{slot} != {part}")),
            5 => ("in", format!("slot.{slot} in ({part}, {other})")),
            6 => ("component", format!("component.{}", if self.random.chance(30) { "f0@^1.1" } else { &part })),
            7 => {
                ("provides", format!("provides({})", self.random.pick(&["radio", "radio.lte", "power.dc", "lang.zh"])))
            }
            8 => (
                "market",
                self.random.pick(&["market == X1", "market in XU", "market in (X2, X9)", "market != X2"]).to_owned(),
            ),
            9 => ("carrier", self.random.pick(&["carrier == k1", "carrier != k2", "carrier in (k1, k2)"]).to_owned()),
            10 => (
                "count",
                format!("count(radio) {} {}", self.random.pick(&["<=", "<", ">=", "==", "!="]), self.random.below(4)),
            ),
            11 => ("sum", format!("sum(power_w) {} {}.5", self.random.pick(&["<=", ">", "<"]), self.random.below(9))),
            12 => (
                "fact",
                self.random
                    .pick(&[
                        "fact(env.climate.zone) == 'a'",
                        "fact(env.climate.zone) != 'a'",
                        "fact(env.climate.zone) in ('b', 'c')",
                        "fact(env.climate.grade) >= 2",
                        "fact(power.mains.frequency_hz) == 50",
                    ])
                    .to_owned(),
            ),
            13 => (
                "min",
                self.random
                    .pick(&["min(power.mains.voltage_v) >= 200", "min(env.ambient.temperature_range_c) >= -25"])
                    .to_owned(),
            ),
            14 => (
                "max",
                self.random
                    .pick(&["max(power.mains.voltage_v) < 230", "max(env.ambient.temperature_range_c) <= 45"])
                    .to_owned(),
            ),
            _ => ("known", self.random.pick(&["known(env.climate.zone)", "known(power.mains.voltage_v)"]).to_owned()),
        };
        self.saw(kind);
        atom
    }

    fn option_atom(&mut self) -> String {
        let (name, values) = self.names.options[self.random.below(self.names.options.len())].clone();
        let value = &values[self.random.below(values.len())];
        let kind = if values[0] == "true" { 3 } else { usize::from(values[0] == "1") + self.random.below(2) };
        match kind {
            0 => format!("{name} in ({value}, {})", values[0]),
            1 => format!("{name} {} {value}", self.random.pick(&["==", "!="])),
            2 => format!("{name} {} {value}", self.random.pick(&["<", ">=", "<=", ">"])),
            _ => name,
        }
    }
}
