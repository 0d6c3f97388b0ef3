//! What there is to know about an answer, or about a missing one.

super::text::codes! {
    /// What there is to know about an answer, or about a missing one.
    pub enum AnswerCode {
        NoValidBom = "no-valid-bom" {
            summary: "A market has no valid bill of materials (BOM).",
            why: "The numbered reasons together rule out every combination; without any one of them there would be a \
                  valid BOM. The suggested fix has been tried.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
[slots.lamp]
choose = ["lamp-230"]
# catalog/more.toml
[[components]]
id = "lamp-230"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [198, 264] } } }
$ terroir check
"#,
            fix: "Add a candidate that works in the market.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
[slots.lamp]
choose = ["lamp-230", "lamp-any"]
# catalog/more.toml
[[components]]
id = "lamp-230"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [198, 264] } } }
[[components]]
id = "lamp-any"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [100, 264] } } }
$ terroir check
"#,
        }

        Undecided = "undecided" {
            summary: "The work limit was reached before a market was proved to have a valid BOM or none.",
            why: "Nothing is guessed. Fewer free options or fewer candidates make the problem smaller. Where the \
                  objective `regional` solves all markets together, the message states the proved bounds of the \
                  number of regional lines.",
            example: r#"
$ terroir check --limit 1
"#,
            fix: "Raise the limit.",
            fixed: r#"
$ terroir check
"#,
        }

        CoreShare = "core-share" {
            waivable: true,
            summary: "The shared core is smaller than the solution's `core-target`.",
            why: "Every line that differs between markets is one more thing to buy, test and stock. `terroir matrix` \
                  shows the slots in which markets differ.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US", "DE"]
currency = "USD"
core-target = 0.9
[slots.lamp]
choose = ["lamp-us", "lamp-de"]
# catalog/more.toml
[[components]]
id = "lamp-us"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [100, 130] } } }
[[components]]
id = "lamp-de"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [198, 264] } } }
"#,
            fix: "Add a candidate that serves all markets, or lower `core-target`.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US", "DE"]
currency = "USD"
core-target = 0.9
[slots.lamp]
choose = ["lamp-us", "lamp-de", "lamp-any"]
# catalog/more.toml
[[components]]
id = "lamp-us"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [100, 130] } } }
[[components]]
id = "lamp-de"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [198, 264] } } }
[[components]]
id = "lamp-any"
kind = "hardware"
price = "0.90"
needs = { "power.mains" = { voltage_v = { within = [100, 264] } } }
"#,
        }

        NotProved = "not-proved" {
            waivable: true,
            summary: "A plan was accepted by `--accept-gap` although it is not proved to be the cheapest.",
            why: "The work limit was reached before every cheaper plan was ruled out. The message states the proved \
                  lower bound of the yearly cost; a higher `--limit` gives the search more room.",
        }

        CostNotProved = "cost-not-proved" {
            waivable: true,
            summary: "`terroir skus` found a plan with the proved number of SKUs, but reached its work limit before \
                      it could rule out every cheaper plan.",
            why: "The answer contains a proved lower bound of the cost. A higher `--limit` gives the search more \
                  room; `--deny cost-not-proved` makes this an error.",
        }

        FreeOption = "free-option" {
            waivable: true,
            summary: "An option without a default ends up with different values in two markets.",
            why: "The solver chose the values. That may be what you want; otherwise make it a decision.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US", "DE"]
currency = "USD"
[options.mains]
values = ["low", "high"]
[slots.lamp]
choose = ["lamp-low", "lamp-high"]
[[rules]]
id = "low"
if = "slot.lamp == lamp-low"
then = "mains == low"
[[rules]]
id = "high"
if = "slot.lamp == lamp-high"
then = "mains == high"
# catalog/more.toml
[[components]]
id = "lamp-low"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [100, 130] } } }
[[components]]
id = "lamp-high"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [198, 264] } } }
"#,
            fix: "Add a `default`, or `[set]` the option in an overlay.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US", "DE"]
currency = "USD"
[options.mains]
values = ["low", "high"]
[slots.lamp]
choose = ["lamp-low", "lamp-high"]
[[rules]]
id = "low"
if = "slot.lamp == lamp-low"
then = "mains == low"
[[rules]]
id = "high"
if = "slot.lamp == lamp-high"
then = "mains == high"
# catalog/more.toml
[[components]]
id = "lamp-low"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [100, 130] } } }
[[components]]
id = "lamp-high"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [198, 264] } } }
# regions/US.toml
area = "US"
[set]
mains = "low"
# regions/DE.toml
area = "DE"
[set]
mains = "high"
"#,
        }

        NotForNewDesigns = "not-for-new-designs" {
            waivable: true,
            summary: "A component of the BOM is marked `nrnd`: its maker does not recommend it for new designs.",
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
lifecycle = "nrnd"
"#,
            fix: "Choose a component that is in production.",
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
lifecycle = "active"
"#,
        }

        Unpublished = "unpublished" {
            waivable: true,
            summary: "The options of an answer are those of no variant of the solution.",
            why: "Without `--variant`, an option takes what `[set]` or its default says, and an option that is free \
                  prefers the values of a variant that is sold in the market. Then the BOM is that of a product that \
                  `[[variants]]` does not name.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
[options.colour]
values = ["white", "red"]
default = "white"
[slots.lamp]
choose = ["lamp-1"]
[[variants]]
name = "Red lamp"
set = { colour = "red" }
"#,
            fix: "Remove what keeps the options from the variant's values, or add the variant.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
[options.colour]
values = ["white", "red"]
[slots.lamp]
choose = ["lamp-1"]
[[variants]]
name = "Red lamp"
set = { colour = "red" }
"#,
        }

        LockWouldChange = "lock-would-change" {
            summary: "With `--locked`, the answers differ from those in `terroir.lock`.",
            why: "The lines below the message show what changes.",
            example: r#"
$ terroir resolve
# catalog/parts.toml
[[components]]
id = "lamp-1"
version = "1.1.0"
kind = "hardware"
price = "0.50"
$ terroir resolve --locked
"#,
            fix: "If the change is intended, run `terroir resolve` and commit the new lock.",
            fixed: r#"
$ terroir resolve
# catalog/parts.toml
[[components]]
id = "lamp-1"
version = "1.1.0"
kind = "hardware"
price = "0.50"
$ terroir resolve
$ terroir resolve --locked
"#,
        }
    }
}
