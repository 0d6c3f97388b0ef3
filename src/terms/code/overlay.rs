//! Overlays that contradict each other, and entries that do not say enough.

super::codes! {
    /// Overlays that contradict each other, and entries that do not say enough.
    pub enum OverlayCode {
        Clash = "clash" {
            summary: "Two overlays that neither contains the other give one key two values for an area that lies in \
                      both.",
            why: "terroir never picks one by the order of files.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["harbour"]
currency = "USD"
[slots.lamp]
choose = ["lamp-1"]
# regions/north.toml
area = "north"
name = "North"
within = ["world"]
[power]
voltage_v = [110]
frequency_hz = [60]
plugs = ["A"]
# regions/coast.toml
area = "coast"
name = "Coast"
within = ["world"]
[power]
voltage_v = [230]
frequency_hz = [60]
plugs = ["A"]
# regions/harbour.toml
area = "harbour"
name = "Harbour"
within = ["north", "coast"]
"#,
            fix: "Decide in the narrower area.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["harbour"]
currency = "USD"
[slots.lamp]
choose = ["lamp-1"]
# regions/north.toml
area = "north"
name = "North"
within = ["world"]
[power]
voltage_v = [110]
frequency_hz = [60]
plugs = ["A"]
# regions/coast.toml
area = "coast"
name = "Coast"
within = ["world"]
[power]
voltage_v = [230]
frequency_hz = [60]
plugs = ["A"]
# regions/harbour.toml
area = "harbour"
name = "Harbour"
within = ["north", "coast"]
[power]
voltage_v = [230]
"#,
        }

        GapBesideValue = "gap-beside-value" {
            summary: "A file states something and says in `[gaps]` that it is not known.",
            example: r#"
# regions/US.toml
area = "US"
[power]
voltage_v = [120]
[gaps]
power = "nobody asked"
"#,
            fix: "Keep the value or the gap.",
            fixed: r#"
# regions/US.toml
area = "US"
[power]
voltage_v = [120]
"#,
        }

        HiddenByBuiltIn = "hidden-by-built-in" {
            summary: "A value of your own is written for a wide area, and the built-in overlays of all narrower areas \
                      say something else there.",
            why: "Narrower areas win, so your value is never used; the help names the area to write it in.",
        }

        LimitWithoutTests = "limit-without-tests" {
            summary: "A limit asks that every selected provider of a capability passes its tests.",
            why: "Without `where` there is none, so that every provider passes.",
            example: r#"
# catalog/more.toml
[[components]]
id = "cloud"
kind = "service"
provides = { "data.store" = { country = "US" } }
# regions/US.toml
area = "US"
[[limits]]
capability = "data.store"
"#,
            fix: "Say what is asked.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "cloud"
kind = "service"
provides = { "data.store" = { country = "US" } }
# regions/US.toml
area = "US"
[[limits]]
capability = "data.store"
where = { country = { in = "US" } }
"#,
        }

        MissingAppliesTo = "missing-applies-to" {
            summary: "A certification of `level = \"component\"` does not say which components it is asked of.",
            example: r#"
# regions/US.toml
area = "US"
[[certification]]
scheme = "own"
level = "component"
"#,
            fix: "The capability.",
            fixed: r#"
# regions/US.toml
area = "US"
[[certification]]
scheme = "own"
level = "component"
applies-to = "radio"
"#,
        }

        MissingChoose = "missing-choose" {
            summary: "A slot says nowhere what could fill it.",
            example: r#"
# solution.toml
[slots.socket]
quantity = 1
"#,
            fix: "List its candidates.",
            fixed: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
quantity = 1
"#,
        }

        MissingId = "missing-id" {
            summary: "An entry has no `id`, and nothing in it could stand for one.",
            why: "Other overlays name an entry by its id.",
            example: r#"
# solution.toml
[[rules]]
then = "slot.lamp"
"#,
            fix: "Write one.",
            fixed: r#"
# solution.toml
[[rules]]
id = "lamp"
then = "slot.lamp"
"#,
        }

        NothingToRemove = "nothing-to-remove" {
            summary: "`[remove]` names something that is not there, so a typing slip would leave in force what was \
                      meant to go.",
            example: r#"
# regions/US.toml
area = "US"
[remove]
rules = ["no-such-rule"]
"#,
            fix: "The rule's id, or nothing.",
            fixed: r#"
# regions/US.toml
area = "US"
[remove]
rules = ["outdoor"]
# solution.toml
[[rules]]
id = "outdoor"
then = "slot.lamp"
"#,
        }

        UnusedOverlay = "unused-overlay" {
            summary: "An overlay of yours is laid for an area in which no market lies, so it has no effect; or, as a \
                      note, everything that it says holds without it.",
            example: r#"
# regions/JP.toml
area = "JP"
[set]
"#,
            fix: "A market in the area.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["JP"]
currency = "USD"
[slots.lamp]
choose = ["lamp-1"]
# regions/JP.toml
area = "JP"
[set]
"#,
        }
    }
}
