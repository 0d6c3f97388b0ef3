//! A lamp for one market with an answer that is fine, which the tests change.

use crate::model::{AreaId, ComponentId, Elsewhere, Model, build};
use crate::number::Number;
use crate::overlay::{Composer, MarketView};
use crate::schema::{FileKind, read};
use crate::span::{File, Files};
use crate::verify::{CheckInput, Selection, violations};

const SOLUTION: &str = r#"
[solution]
name = "lamp"
markets = ["M"]
currency = "USD"
term_months = 10
carriers = { M = ["one"] }
[volumes]
M = 50
[exchange]
EUR = "2"
[options.uplink]
values = ["cellular", "wired"]
default = "cellular"
[options.color]
values = ["red", "blue"]
[slots.driver]
choose = ["driver", "old-driver", "late-driver", "barred-driver"]
[slots.modem]
choose = ["modem", "modem-b"]
when = "uplink == cellular"
quantity = 2
[slots.antenna]
choose = ["antenna", "wifi", "newer", "unsure", "later", "lonely", "ranged", "hardy", "sim", "beacon"]
part-of = "modem"
quantity = 3
optional = true
[slots.plan]
choose = ["plan"]
optional = true
[[certificates]]
scheme = "held"
id = "H1"
[[certificates]]
scheme = "planned"
planned = { cost = "300", weeks = 4 }
"#;

const CATALOG: &str = r#"
[[components]]
id = "driver"
kind = "hardware"
price = [{ from = 1, each = "8" }, { from = 50, each = "6" }, { from = 51, each = "5" }]
hs = "850440"
origin = "F"
provides = { "power.dc" = { voltage_v = [5] } }
needs = { "power.mains" = { voltage_v = { within = [200, 240] } } }
supplies = { uart = 2 }
attributes = { power_w = 2 }
[[components]]
id = "old-driver"
kind = "hardware"
lifecycle = "eol"
provides = { "power.dc" = { voltage_v = [5] } }
supplies = { uart = 2 }
[[components]]
id = "late-driver"
kind = "hardware"
from = 2027-01-01
provides = { "power.dc" = { voltage_v = [5] } }
supplies = { uart = 2 }
[[components]]
id = "barred-driver"
kind = "hardware"
territories = { not = ["F", "world"] }
provides = { "power.dc" = { voltage_v = [12] } }
supplies = { uart = 2 }
[[components]]
id = "modem"
kind = "hardware"
price = "10"
currency = "EUR"
hs = "8517"
provides = { "radio.lte" = { bands = [1, 2] } }
needs = { "power.dc" = { voltage_v = { any-of = [5] } }, "network.lte" = { bands = { any-of = [1] } } }
uses = { uart = 1 }
attributes = { power_w = 1.5 }
certificates = [{ scheme = "approval", id = "A1", until = 2026-12-01 }]
[[components]]
id = "modem-b"
kind = "hardware"
provides = { "radio.lte" = {}, "radio.nb" = {} }
[[components]]
id = "antenna"
kind = "hardware"
price = "0.5"
hs = "8517"
origin = "M"
[[components]]
id = "wifi"
kind = "hardware"
needs = { "spectrum.wifi" = { range_mhz = { covers = [5150, 5350] }, dfs = false } }
[[components]]
id = "newer"
kind = "hardware"
needs = { "power.dc" = { version = "^2" } }
[[components]]
id = "unsure"
kind = "hardware"
needs = [{ capability = "power.dc", when = "fact(env.climate.zone) == 'a'" }]
[[components]]
id = "later"
kind = "hardware"
needs = [{ capability = "lang.zh", from = 2026-06-02 }, { capability = "lang.zh", when = "uplink == wired" }]
[[components]]
id = "lonely"
kind = "hardware"
provides = { "lang.zh" = {} }
needs = { "lang.zh" = {} }
[[components]]
id = "hardy"
kind = "hardware"
needs = { "env.ambient" = { range_c = { within = [-20, 40] } } }
[[components]]
id = "beacon"
kind = "hardware"
provides = { "radio.beacon" = {} }
[[components]]
id = "sim"
kind = "hardware"
certificates = [{ scheme = "approval", id = "A2" }, { scheme = "other", id = "A3" }]
[[components.needs]]
capability = "carrier.one"
[[components.needs]]
one-of = [{ capability = "network.nb" }, { capability = "network.lte", where = { bands = [9] } }]
[[components.needs]]
one-of = [{ capability = "lang.zh" }, { capability = "power.dc" }]
[[components]]
id = "ranged"
kind = "hardware"
needs = { "env.ambient" = { range_c = { equals = [-10, 40] } } }
[[components]]
id = "plan"
kind = "service"
per_month = "0.6"
provides = { "data.store" = { country = ["F", "M"] }, "sense.pm" = { range_ugm3 = [0, 300] } }
"#;

pub(super) const REGION: &str = r#"
area = "M"
name = "M"
within = ["world"]
[power]
voltage_v = [230]
frequency_hz = [50]
[[carriers]]
id = "one"
networks = [{ technology = "nb" }, { technology = "lte", bands = [1, 3] }]
approvals = ["approval"]
[[carriers]]
id = "two"
networks = [{ technology = "lte", bands = [4] }, { technology = "lte", bands = [1], until = 2020-01-01 }]
until = 2026-01-01
[[certification]]
scheme = "planned"
applies-to = "radio"
[[certification]]
scheme = "held"
[[duties]]
id = "all"
hs = ["85", "99"]
percent = "10"
[[duties]]
id = "foreign"
hs = ["8504"]
origin = "F"
percent = "5"
"#;

pub(super) const AMBIENT: &str = r#"
[[provides]]
capability = "env.ambient"
attributes = { range_c = [-20, 40], zone = "a", odd = [1, 2], words = ["x", "y"] }
[[provides]]
id = "again"
capability = "env.ambient"
attributes = { zone = "a" }
[[provides]]
id = "before"
capability = "env.ambient"
attributes = { zone = "b" }
until = 2026-06-01
[[provides]]
capability = "env.other"
attributes = { zone = "c" }
"#;

const OTHER: &str = "area = \"F\"\nname = \"F\"\nwithin = [\"world\"]\n";

/// A solution with the overlay of its one market.
pub(super) struct Bench {
    pub model: Model,
    pub view: MarketView,
    pub market: AreaId,
}

impl Bench {
    /// The lamp with more text at the end of the market's overlay.
    pub fn with(region: &str) -> Self {
        Self::of(format!("{REGION}\n{region}"))
    }

    /// The lamp in a market with this overlay.
    pub fn of(region: String) -> Self {
        let texts = [
            (FileKind::Solution, "solution.toml", SOLUTION.to_owned()),
            (FileKind::Catalog, "catalog/a.toml", CATALOG.to_owned()),
            (FileKind::Overlay, "regions/F.toml", OTHER.to_owned()),
            (FileKind::Overlay, "regions/M.toml", region),
        ];
        let (mut files, mut faults) = (Files::new(), Vec::new());
        let documents: Vec<_> = texts
            .iter()
            .map(|(kind, name, text)| {
                let file = files.add(File::new(name, text));
                read(*kind, file, &files, &mut faults)
            })
            .collect();
        let model = build(&documents, &files, &Elsewhere { has_carrier: &|_| false, by_alpha3: |_| None }, &mut faults)
            .unwrap();
        let market = model.areas.find("M").unwrap();
        let view = Composer::new(&model).compose(market, &mut faults);
        let rendered: Vec<String> = faults.iter().map(|fault| fault.render(&files)).collect();
        assert!(!crate::diagnostic::has_errors(&faults), "{}", rendered.join("\n"));
        Self { model, view, market }
    }

    pub fn component(&self, id: &str) -> ComponentId {
        self.model.versions(id).next().unwrap().0
    }

    /// A selection of components by slot, in the order `driver`, `modem`, `antenna`, `plan`.
    pub fn selection(&self, components: [&str; 4]) -> Selection {
        let mut slots: Vec<Option<ComponentId>> = vec![None; self.model.slots.len()];
        for (place, id) in slots.iter_mut().zip(components) {
            *place = (!id.is_empty()).then(|| self.component(id));
        }
        Selection {
            slots: slots.into(),
            options: vec![0, 0].into(),
            carriers: vec![true, false],
            planned: vec![false, true],
            ..Selection::default()
        }
    }

    pub fn fine(&self) -> Selection {
        self.selection(["driver", "modem", "antenna", ""])
    }

    /// The usual question: no flags, 2026-06-01.
    pub fn question<'a>(&'a self, shared_volume: &'a dyn Fn(&str) -> Number) -> CheckInput<'a> {
        let as_of = "2026-06-01".parse().unwrap();
        let (model, view, market) = (&self.model, &self.view, self.market);
        CheckInput {
            model,
            view,
            market,
            as_of,
            set: &[],
            variant: None,
            pins: &[],
            without: &[],
            without_parts: &[],
            without_offers: &[],
            shared_volume,
        }
    }

    pub fn faults(&self, selection: &Selection) -> Vec<String> {
        violations(&self.question(&|_| Number::from(100_u32)), selection)
    }
}

/// The faults of the fine answer where the market's overlay says one thing more.
pub(super) fn faults_with(region: &str) -> Vec<String> {
    let bench = Bench::with(region);
    bench.faults(&bench.fine())
}

/// The faults found by the usual question after one change to the fine answer.
pub(super) fn faults_of(change: impl FnOnce(&Bench, &mut Selection)) -> Vec<String> {
    let bench = Bench::with("");
    let mut selection = bench.fine();
    change(&bench, &mut selection);
    bench.faults(&selection)
}
