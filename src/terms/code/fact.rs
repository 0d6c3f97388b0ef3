//! How far the facts that an answer depends on are known.

super::text::codes! {
    /// How far the facts that an answer depends on are known.
    pub enum FactCode {
        Gap = "gap" {
            waivable: true,
            summary: "Something that a component, the market or a condition needs is not known: nobody stated it.",
            why: "What is not known meets no need. The message shows what to write, and into which file; a waiver accepts \
                  a gap with a reason. `--deny gap` makes gaps an error in CI.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["harbour"]
currency = "USD"
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
price = "1.00"
[[components.needs]]
one-of = [{ capability = "spectrum.lora" }, { capability = "spectrum.wifi" }]
# regions/harbour.toml
area = "harbour"
name = "Harbour"
within = ["world"]
[[radio]]
technology = "lora"
plan = "EU868"
"#,
            fix: "Look the fact up, and state it with its source in an overlay of your own.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["harbour"]
currency = "USD"
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
price = "1.00"
[[components.needs]]
one-of = [{ capability = "spectrum.lora" }, { capability = "spectrum.wifi" }]
# regions/harbour.toml
area = "harbour"
name = "Harbour"
within = ["world"]
[[radio]]
technology = "lora"
plan = "EU868"
[[radio]]
technology = "wifi"
range_mhz = [2400, 2483]
"#,
        }

        Unread = "unread" {
            waivable: true,
            summary: "No source was read for some kinds of certification of a market: what they require is not known.",
            why: "A kind is read when an overlay has a `[[certification]]` entry of that `kind`, or says in `[complete]` \
                  that there is none. Every answer says which kinds are not, for a valid BOM is not a promise that the \
                  product is legal. Of a market that was read in part (`tier = 2`), it lists all other gaps, too.",
            example: r#"
# regions/US.toml
area = "US"
[complete]
certification = ["safety", "emc", "telecom", "cyber", "energy", "substances", "battery"]
"#,
            fix: "Look the kind up, and state it, or that there is none.",
            fixed: r#"
# regions/US.toml
area = "US"
[complete]
certification = ["safety", "emc", "telecom", "cyber", "energy", "substances", "battery", "label"]
"#,
        }

        Undeclared = "undeclared" {
            waivable: true,
            summary: "Schemes of some kind are not required, because no component says what the product is.",
            why: "Schemes find a product by what its components provide: `equipment`, `radio`, `battery` and what is below \
                  them. A product without hardware that is `equipment` says nothing, and one that needs the mains, a band or a \
                  network without being `equipment.mains` or a `radio` says too little: its bill of materials would be \
                  valid without a certificate.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["harbour"]
currency = "USD"
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
price = "1.00"
# regions/harbour.toml
area = "harbour"
name = "Harbour"
within = ["world"]
[[certification]]
scheme = "example-safety"
kind = "safety"
applies-to = "equipment.mains"
level = "solution"
"#,
            fix: "Say what the product is, in `provides` of its components, and hold or plan what is then required; where it \
                  is none of this, a waiver says so.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["harbour"]
currency = "USD"
[slots.lamp]
choose = ["lamp-2"]
[[certificates]]
scheme = "example-safety"
id = "EXAMPLE-1"
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
price = "1.00"
provides = { "equipment.lamp" = {}, "equipment.mains" = {} }
# regions/harbour.toml
area = "harbour"
name = "Harbour"
within = ["world"]
[[certification]]
scheme = "example-safety"
kind = "safety"
applies-to = "equipment.mains"
level = "solution"
"#,
        }

        SingleSource = "single-source" {
            waivable: true,
            summary: "An answer depends on a fact whose status is `single`: only one source was read.",
            why: "`terroir explain --market M` lists the facts with their sources; `--deny single-source` makes this \
                  an error.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [100, 130] } } }
# regions/US.toml
area = "US"
[power]
voltage_v = [120]
frequency_hz = [60]
plugs = ["A", "B"]
status = "single"
"#,
            fix: "Look up a second source, and set the status to `agree`.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [100, 130] } } }
# regions/US.toml
area = "US"
[power]
voltage_v = [120]
frequency_hz = [60]
plugs = ["A", "B"]
status = "agree"
"#,
        }

        Disputed = "disputed" {
            waivable: true,
            summary: "An answer depends on a fact whose status is `disputed`: its sources disagree.",
            why: "The overlay uses one of the values and lists the others as `contenders`. `terroir explain --market \
                  M` lists the facts; `--deny disputed` makes this an error.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [100, 130] } } }
# regions/US.toml
area = "US"
[power]
voltage_v = [120]
frequency_hz = [60]
plugs = ["A", "B"]
status = "disputed"
contenders = ["127"]
"#,
            fix: "Look the fact up, and state it with its source in an overlay of your own.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [100, 130] } } }
# regions/US.toml
area = "US"
[power]
voltage_v = [120]
frequency_hz = [60]
plugs = ["A", "B"]
status = "agree"
"#,
        }

        Unverified = "unverified" {
            waivable: true,
            summary: "An answer depends on a fact whose status is `unverified`: no source that can be cited confirms \
                      it.",
            why: "`terroir explain --market M` lists the facts; `--deny unverified` makes this an error.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [100, 130] } } }
# regions/US.toml
area = "US"
[power]
voltage_v = [120]
frequency_hz = [60]
plugs = ["A", "B"]
status = "unverified"
"#,
            fix: "Look the fact up, and state it with its source in an overlay of your own.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [100, 130] } } }
# regions/US.toml
area = "US"
[power]
voltage_v = [120]
frequency_hz = [60]
plugs = ["A", "B"]
status = "agree"
"#,
        }
    }
}

impl FactCode {
    /// The code for facts of a status: `disputed`; `None` where nothing is wrong with them.
    pub(crate) fn of_status(status: &str) -> Option<Self> {
        match status {
            "single" => Some(Self::SingleSource),
            "disputed" => Some(Self::Disputed),
            "unverified" => Some(Self::Unverified),
            _ => None,
        }
    }
}
