//! How far the facts that an answer depends on are known.

super::text::codes! {
    /// How far the facts that an answer depends on are known.
    pub enum FactCode {
        Gap = "gap" {
            summary: "Something about a market is not known, because no source was read for it.",
            why: "The answer holds as far as facts are known. `--deny gap` makes gaps an error in CI.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["harbour"]
currency = "USD"
[slots.lamp]
choose = ["lamp-1"]
# regions/harbour.toml
area = "harbour"
name = "Harbour"
within = ["world"]
[power]
voltage_v = [230]
frequency_hz = [50]
plugs = ["G"]
[[carriers]]
id = "port-mobile"
[[certification]]
scheme = "port"
level = "component"
applies-to = "radio"
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
choose = ["lamp-1"]
# regions/harbour.toml
area = "harbour"
name = "Harbour"
within = ["world"]
[power]
voltage_v = [230]
frequency_hz = [50]
plugs = ["G"]
[[carriers]]
id = "port-mobile"
[[certification]]
scheme = "port"
level = "component"
applies-to = "radio"
[[radio]]
technology = "lora"
plan = "EU868"
"#,
        }

        SingleSource = "single-source" {
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
