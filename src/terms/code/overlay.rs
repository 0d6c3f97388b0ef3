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
            waivable: true,
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
            waivable: true,
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

        Loosened = "loosened" {
            waivable: true,
            summary: "An entry requires less than a wider or a built-in one under the same `id`, or removes it.",
            why: "Entries with one `id` are one entry: the narrower area's keys replace the wider one's, and tests attribute by \
                  attribute. Without an `id`, needs and limits add up. This note names the first key by which less is required on \
                  some day or in some configuration, or the first component or carrier that only the replacement accepts.",
            example: r#"
# regions/world.toml
area = "world"
[[limits]]
id = "stored-at-home"
capability = "data.store"
where = { country = { in = "US" } }
# regions/US.toml
area = "US"
[[limits]]
id = "stored-at-home"
where = { country = { in = "world" } }
# catalog/more.toml
[[components]]
id = "disk-de"
kind = "hardware"
price = "1.00"
provides = { "data.store" = { country = "DE" } }
"#,
            fix: "If both are meant to hold, leave out the `id`; else accept the note, by a waiver with the reason.",
            fixed: r#"
# regions/world.toml
area = "world"
[[limits]]
capability = "data.store"
where = { country = { in = "US" } }
# regions/US.toml
area = "US"
[[limits]]
capability = "data.store"
where = { country = { in = "world" } }
# catalog/more.toml
[[components]]
id = "disk-de"
kind = "hardware"
price = "1.00"
provides = { "data.store" = { country = "DE" } }
"#,
        }

        MatchesNothing = "matches-nothing" {
            waivable: true,
            summary: "A certification or a limit is about a capability that no component provides.",
            why: "It is required of nothing, so a misspelled name would silently remove a legal requirement. Entries of your \
                  own are warned about; for built-in ones and those of packs `terroir check` prints one note for each \
                  capability.",
            example: r#"
# regions/harbour.toml
area = "harbour"
name = "Harbour"
within = ["world"]
[[certification]]
scheme = "nrtl"
applies-to = "charger.main"
level = "component"
# catalog/more.toml
[[components]]
id = "charger"
kind = "hardware"
price = "3.00"
provides = { "charger.mains" = {} }
certificates = [{ scheme = "nrtl", id = "EXAMPLE-1" }]
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["harbour"]
currency = "EUR"
[slots.charger]
choose = ["charger"]
"#,
            fix: "Write the capability as the components do.",
            fixed: r#"
# regions/harbour.toml
area = "harbour"
name = "Harbour"
within = ["world"]
[[certification]]
scheme = "nrtl"
applies-to = "charger.mains"
level = "component"
# catalog/more.toml
[[components]]
id = "charger"
kind = "hardware"
price = "3.00"
provides = { "charger.mains" = {} }
certificates = [{ scheme = "nrtl", id = "EXAMPLE-1" }]
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["harbour"]
currency = "EUR"
[slots.charger]
choose = ["charger"]
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

        ReservedId = "reserved-id" {
            summary: "A need or a limit has an `id` of the form that `[[sensors]]` gives to its own.",
            why: "`sense.<measure>` and `index.<measure>` name what a sensor requires, so `[remove]` could mean either.",
            example: r#"
# regions/US.toml
area = "US"
[[needs]]
id = "sense.light"
capability = "sense.light"
# catalog/more.toml
[[components]]
id = "sensor"
kind = "hardware"
price = "1.00"
provides = { "sense.light" = {} }
# solution.toml
[slots.sensor]
choose = ["sensor"]
"#,
            fix: "Use another id.",
            fixed: r#"
# regions/US.toml
area = "US"
[[needs]]
id = "light-sensor"
capability = "sense.light"
# catalog/more.toml
[[components]]
id = "sensor"
kind = "hardware"
price = "1.00"
provides = { "sense.light" = {} }
# solution.toml
[slots.sensor]
choose = ["sensor"]
"#,
        }

        UnusedOverlay = "unused-overlay" {
            waivable: true,
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
