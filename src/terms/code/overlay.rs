//! Overlays that contradict each other, and entries that do not say enough.

super::text::codes! {
    /// Overlays that contradict each other, and entries that do not say enough.
    pub enum OverlayCode {
        Clash = "clash" {
            summary: "Two overlays give one key different values for an area that lies in both of theirs.",
            why: "Neither overlay's area contains the other, so neither is narrower. terroir never decides by the \
                  order of files.",
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
            fix: "State the value in the narrower area.",
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
            summary: "A file states a value and declares the same key a gap.",
            why: "A key in `[gaps]` means that its value is not known.",
            example: r#"
# regions/US.toml
area = "US"
[power]
voltage_v = [120]
[gaps]
power = "no source was read"
"#,
            fix: "Keep either the value or the gap.",
            fixed: r#"
# regions/US.toml
area = "US"
[power]
voltage_v = [120]
"#,
        }

        HiddenByBuiltIn = "hidden-by-built-in" {
            summary: "A value of yours is never used, because built-in overlays of narrower areas override it in \
                      every market.",
            why: "The value is stated for a wide area, and the narrower area always wins. The help names the area to \
                  state it in.",
            example: r#"
# regions/world.toml
area = "world"
[power]
voltage_v = [230]
"#,
            fix: "State the value in an overlay of the narrower area.",
            fixed: r#"
# regions/US.toml
area = "US"
[power]
voltage_v = [230]
"#,
        }

        LimitWithoutTests = "limit-without-tests" {
            summary: "A limit has no `where`, so every provider passes it.",
            why: "A limit requires every selected provider of a capability to pass its tests.",
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
            fix: "Add the tests.",
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
            summary: "A certification with `level = \"component\"` does not say which components it applies to.",
            example: r#"
# regions/US.toml
area = "US"
[[certification]]
scheme = "own"
level = "component"
"#,
            fix: "Name the capability whose providers need the certificate.",
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
            summary: "A slot does not list its candidates.",
            example: r#"
# solution.toml
[slots.socket]
quantity = 1
"#,
            fix: "Add `choose`.",
            fixed: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
quantity = 1
"#,
        }

        MissingId = "missing-id" {
            summary: "An entry has no `id`, and nothing else identifies it.",
            why: "Other overlays refer to an entry by its id.",
            example: r#"
# solution.toml
[[rules]]
then = "slot.lamp"
"#,
            fix: "Add an id.",
            fixed: r#"
# solution.toml
[[rules]]
id = "lamp"
then = "slot.lamp"
"#,
        }

        NothingToRemove = "nothing-to-remove" {
            summary: "`[remove]` names an entry that does not exist.",
            why: "This is an error because a misspelled name would leave the entry in force.",
            example: r#"
# regions/US.toml
area = "US"
[remove]
rules = ["no-such-rule"]
"#,
            fix: "Use the entry's id, or delete the line.",
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
            summary: "An overlay of yours has no effect.",
            why: "No market lies in its area; or, as a note, everything that it states would hold without it.",
            example: r#"
# regions/JP.toml
area = "JP"
[set]
"#,
            fix: "Add a market in that area, or delete the overlay.",
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
