//! Parts of the model that can never matter, as `terroir check` proves.

super::codes! {
    /// Parts of the model that can never matter, as `terroir check` proves.
    pub enum LintCode {
        AmbiguousPreference = "ambiguous-preference" {
            summary: "Two pieces of hardware could fill a slot at the same cost, and nothing but their order in the \
                      file says which one is taken.",
            why: "The first one listed is; where `choose` is a query, that is the order of the catalogue, which \
                  nobody chose on purpose.",
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
            fix: "Say what tells them apart, here the price.",
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
            summary: "A rule alone leaves a market without a valid bill of materials on every date on which it is in \
                      force, although there is one without rules.",
            example: r#"
# solution.toml
[[rules]]
id = "no-lamp"
then = "not slot.lamp"
"#,
            fix: "A rule that something can meet.",
            fixed: r#"
# solution.toml
[[rules]]
id = "a-lamp"
then = "slot.lamp == lamp-1"
"#,
        }

        DeadComponent = "dead-component" {
            summary: "A candidate can stand in no valid bill of materials of any market, on any date, whatever \
                      options are set.",
            why: "This is proved: the solver was asked for it in every market between every two days on which \
                  something changes there. `terroir explain --market M --component ID` says what keeps it out.",
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
            fix: "Take it out of `choose`, or loosen what keeps it out.",
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
            summary: "No valid bill of materials of any market takes this value of an option, not even with `--set`.",
            example: r#"
# solution.toml
[options.uplink]
values = ["cellular", "wired"]
[[rules]]
id = "no-wires"
then = "uplink != wired"
"#,
            fix: "Take the value out, or loosen what forbids it.",
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
            summary: "The lint of the model proves what it says, and counts its steps.",
            why: "Here it reached its limit: what it names is neither proved to matter nor proved not to. Nothing is \
                  told as dead that was not proved.",
        }

        NeverFilled = "never-filled" {
            summary: "No valid bill of materials of any market, on any date, has a line for this slot: its condition \
                      never holds beside everything else, or none of its candidates can stand there.",
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
            fix: "A condition that can hold.",
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
            summary: "The condition of a slot, rule, need or limit is false in every market of the solution, whatever \
                      is chosen.",
            why: "Often the market was meant to be sold to, or `in` was meant where `==` stands: `market == eea` asks \
                  for the EEA as a market of its own.",
            example: r#"
# solution.toml
[[rules]]
id = "lamp-in-japan"
if = "market == JP"
then = "slot.lamp"
"#,
            fix: "Ask for a market of the solution.",
            fixed: r#"
# solution.toml
[[rules]]
id = "lamp-in-america"
if = "market == US"
then = "slot.lamp"
"#,
        }

        RedundantRule = "redundant-rule" {
            summary: "A rule never matters: in every market, on every date, everything else already sees to what it \
                      asks, or its `if` never holds.",
            why: "All rules that are told can be deleted together. A bare budget (`sum` or `count` without `if`) is a \
                  guard and is not told.",
            example: r#"
# solution.toml
[[rules]]
id = "a-lamp-has-a-lamp"
then = "slot.lamp"
"#,
            fix: "Delete it, or ask for something that is not so anyway.",
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
            summary: "A need is met by one piece of hardware alone, and that one stands in a slot whose other \
                      candidates offer nothing of the kind.",
            why: "The need thus decides the slot, which is easy to overlook: it is met by luck.",
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
            fix: "A second provider.",
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
    }
}
