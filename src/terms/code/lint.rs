//! Parts of the model that can never matter, as `terroir check` proves.

super::text::codes! {
    /// Parts of the model that can never matter, as `terroir check` proves.
    pub enum LintCode {
        AmbiguousPreference = "ambiguous-preference" {
            waivable: true,
            summary: "Two components could fill a slot at the same cost, and only their order in the file decides \
                      between them.",
            why: "The first one is taken. Where `choose` is a query, the order is that of the catalogue, which nobody \
                  chose on purpose.",
            example: r#"
# solution.toml
[slots.fuse]
choose = { provides = "protection.fuse" }
# catalog/more.toml
[[components]]
id = "fuse-a"
kind = "hardware"
price = "0.10"
provides = { "protection.fuse" = {} }
[[components]]
id = "fuse-b"
kind = "hardware"
price = "0.10"
provides = { "protection.fuse" = {} }
"#,
            fix: "State what distinguishes them, here the price.",
            fixed: r#"
# solution.toml
[slots.fuse]
choose = { provides = "protection.fuse" }
# catalog/more.toml
[[components]]
id = "fuse-a"
kind = "hardware"
price = "0.10"
provides = { "protection.fuse" = {} }
[[components]]
id = "fuse-b"
kind = "hardware"
price = "0.12"
provides = { "protection.fuse" = {} }
"#,
        }

        ContradictingRule = "contradicting-rule" {
            waivable: true,
            summary: "A rule alone leaves a market without a valid BOM on every date on which it is in force.",
            why: "Without rules the market has one.",
            example: r#"
# solution.toml
[[rules]]
id = "no-lamp"
then = "not slot.lamp"
"#,
            fix: "Write a rule that can be satisfied.",
            fixed: r#"
# solution.toml
[[rules]]
id = "a-lamp"
then = "slot.lamp == lamp-1"
"#,
        }

        DeadComponent = "dead-component" {
            waivable: true,
            summary: "A candidate is not part of any valid BOM of any market, on any date, whatever options are set.",
            why: "This is proved: the solver tried it in every market, between every two dates on which something \
                  changes there. `terroir explain --market M --component ID` shows what rules it out.",
            example: r#"
# solution.toml
[slots.driver]
choose = ["driver-any", "driver-dc"]
# catalog/more.toml
[[components]]
id = "driver-any"
kind = "hardware"
price = "2.00"
[[components]]
id = "driver-dc"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [10, 30] } } }
"#,
            fix: "Remove it from `choose`, or relax what rules it out.",
            fixed: r#"
# solution.toml
[slots.driver]
choose = ["driver-any"]
# catalog/more.toml
[[components]]
id = "driver-any"
kind = "hardware"
price = "2.00"
"#,
        }

        DeadOptionValue = "dead-option-value" {
            waivable: true,
            summary: "No valid BOM of any market uses this value of an option, not even with `--set`.",
            example: r#"
# solution.toml
[options.uplink]
values = ["cellular", "wired"]
[[rules]]
id = "no-wires"
then = "uplink != wired"
"#,
            fix: "Remove the value, or relax what forbids it.",
            fixed: r#"
# solution.toml
[options.uplink]
values = ["cellular", "wired"]
[[rules]]
id = "no-wires"
if = "uplink == wired"
then = "slot.lamp"
"#,
        }

        LintLimit = "lint-limit" {
            waivable: true,
            summary: "The lint reached its work limit.",
            why: "The lint reports only what it has proved, and counts its steps. The named items are neither proved \
                  to matter nor proved not to.",
        }

        NeverFilled = "never-filled" {
            waivable: true,
            summary: "No valid BOM of any market, on any date, has a line for this slot.",
            why: "Its condition is never true together with everything else, or none of its candidates can be used.",
            example: r#"
# solution.toml
[options.uplink]
values = ["cellular", "wired"]
[slots.cable]
choose = ["cable-1"]
when = "uplink == wired and uplink == cellular"
# catalog/more.toml
[[components]]
id = "cable-1"
kind = "hardware"
price = "1.00"
"#,
            fix: "Write a condition that can be true.",
            fixed: r#"
# solution.toml
[options.uplink]
values = ["cellular", "wired"]
[slots.cable]
choose = ["cable-1"]
when = "uplink == wired"
# catalog/more.toml
[[components]]
id = "cable-1"
kind = "hardware"
price = "1.00"
"#,
        }

        NeverUsed = "never-used" {
            waivable: true,
            summary: "The condition of a slot, rule, need or limit is false in every market of the solution, whatever \
                      is chosen.",
            why: "Often the market is missing from `markets`, or `==` was written where `in` was meant: `market == \
                  eea` compares with a market called `eea`.",
            example: r#"
# solution.toml
[[rules]]
id = "lamp-in-japan"
if = "market == JP"
then = "slot.lamp"
"#,
            fix: "Name a market of the solution.",
            fixed: r#"
# solution.toml
[[rules]]
id = "lamp-in-america"
if = "market == US"
then = "slot.lamp"
"#,
        }

        RedundantRule = "redundant-rule" {
            waivable: true,
            summary: "A rule never matters.",
            why: "In every market, on every date, everything else already ensures what it requires, or its `if` is \
                  never true. All rules that are reported can be deleted together. A bare budget (`sum` or `count` \
                  without `if`) is a safeguard and is not reported.",
            example: r#"
# solution.toml
[[rules]]
id = "a-lamp-has-a-lamp"
then = "slot.lamp"
"#,
            fix: "Delete the rule, or require something that does not hold anyway.",
            fixed: r#"
# solution.toml
[slots.spare]
choose = ["lamp-1"]
optional = true
[[rules]]
id = "a-lamp-has-a-spare"
then = "slot.spare"
"#,
        }

        SingleProvider = "single-provider" {
            waivable: true,
            summary: "A single component of a slot provides what something else needs, so the need decides the slot.",
            why: "The other candidates of the slot do not provide the capability. This is easy to overlook: the need \
                  is met by chance.",
            example: r#"
# solution.toml
[options.sensing]
values = [true, false]
[slots.housing]
choose = ["housing-a", "housing-b"]
[slots.sensor]
choose = ["sensor"]
when = "sensing"
# catalog/more.toml
[[components]]
id = "housing-a"
kind = "hardware"
price = "1.00"
[[components]]
id = "housing-b"
kind = "hardware"
price = "2.00"
provides = { "mount.sensor" = {} }
[[components]]
id = "sensor"
kind = "hardware"
price = "1.00"
needs = { "mount.sensor" = {} }
"#,
            fix: "Add a second provider.",
            fixed: r#"
# solution.toml
[options.sensing]
values = [true, false]
[slots.housing]
choose = ["housing-a", "housing-b"]
[slots.sensor]
choose = ["sensor"]
when = "sensing"
# catalog/more.toml
[[components]]
id = "housing-a"
kind = "hardware"
price = "1.00"
provides = { "mount.sensor" = {} }
[[components]]
id = "housing-b"
kind = "hardware"
price = "2.00"
provides = { "mount.sensor" = {} }
[[components]]
id = "sensor"
kind = "hardware"
price = "1.00"
needs = { "mount.sensor" = {} }
"#,
        }

        WaiverEnded = "waiver-ended" {
            summary: "A waiver has ended: what it accepted counts again.",
            why: "Its dates are compared with the as-of date.",
            example: r#"
# solution.toml
[[waivers]]
code = "unread"
because = "our test house looks them up"
until = 2026-11-01
"#,
            fix: "Delete it, or give it a later date if the finding is still accepted.",
            fixed: r#"
# solution.toml
[[waivers]]
code = "unread"
because = "our test house looks them up"
until = 2027-11-01
"#,
        }

        WaiverUnused = "waiver-unused" {
            summary: "A waiver matches no finding of any market: what it accepted is gone, or it names something else.",
            example: r#"
# solution.toml
[[waivers]]
code = "unread"
key = "certification.batery"
because = "the cells have their own reports"
"#,
            fix: "Delete it, or correct its `code`, `key` or `markets`.",
            fixed: r#"
# solution.toml
[[waivers]]
code = "unread"
key = "certification.battery"
because = "the cells have their own reports"
"#,
        }
    }
}
