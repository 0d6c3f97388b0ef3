//! A lamp with everything that an export has to carry.

use super::lamp::Lamp;

pub const SOLUTION: &str = r#"[solution]
name = "lamp"
version = "1.0.0"
markets = ["US", "DE"]
currency = "USD"
as-of = 2026-11-22
term_months = 12

[slots.board]
choose = ["board"]
refdes = ["A1"]

[slots.driver]
choose = ["driver-120", "driver-230", "driver-wide"]
part-of = "board"
quantity = 2
refdes = ["PS1", "PS2"]

[slots.lamp-fw]
choose = ["lamp-fw"]

[slots.app]
choose = ["app"]

[slots.host]
choose = ["host"]

[slots.guide]
choose = ["guide"]

[profile.bom.shop]
columns = ["refdes", { field = "quantity", title = "How Many" }, { field = "mpn" }, { title = "Drawer" }]
kinds = ["hardware"]
"#;

pub const PARTS: &str = r#"[[components]]
id = "board"
kind = "hardware"
name = "Board"
mpn = "007"
price = "4.00"
lead_weeks = 6
origin = "DE"
hs = "853400"
provides = { "bus.main" = { lanes = 4 } }
needs = { "firmware.lamp" = { version = "^2.1" } }
approved = [{ manufacturer = "Second, Inc.", mpn = "1E10" }, { mpn = "BRD-3" }]

[[components]]
id = "driver-120"
kind = "hardware"
manufacturer = "EXAMPLE Drives"
mpn = "EXAMPLE-120"
price = "4.00"
needs = { "power.mains" = { voltage_v = { within = [100, 130] } }, "bus.main" = { lanes = { at-least = 2 } } }

[[components]]
id = "driver-230"
kind = "hardware"
manufacturer = "EXAMPLE Drives"
mpn = "EXAMPLE-230"
price = "4.50"
needs = { "power.mains" = { voltage_v = { within = [198, 264] } }, "bus.main" = { lanes = { at-least = 2 } } }

[[components]]
id = "driver-wide"
kind = "hardware"
manufacturer = "EXAMPLE Drives"
mpn = "EXAMPLE-WIDE"
price = "9.00"
needs = { "power.mains" = { voltage_v = { within = [100, 264] } } }

[[components]]
id = "lamp-fw"
version = "2.3.0"
kind = "firmware"
provides = { "firmware.lamp" = {} }

[[components]]
id = "app"
version = "3.0.1"
kind = "software"
price = "0.10"

[[components]]
id = "host"
kind = "service"
manufacturer = "EXAMPLE Cloud"
per_month = "0.25"

[[components]]
id = "guide"
kind = "document"
price = "0.05"
"#;

/// The lamp in a folder of its own.
pub fn lamp() -> Lamp {
    Lamp::of(SOLUTION, PARTS)
}
