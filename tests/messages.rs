//! What the typical mistakes of somebody who writes a solution are answered with, word for word.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use terroir::{Diagnostic, Request, Solution};

/// A lamp that resolves; every test spoils it.
const SOLUTION: &str = r#"[solution]
name = "lamp"
version = "1.0.0"
markets = ["north"]
currency = "EUR"

[slots.driver]
choose = ["driver"]
"#;

const PARTS: &str = r#"[[components]]
id = "driver"
kind = "hardware"
price = "7.10"
"#;

const NORTH: &str = r#"area = "north"
name = "North"
within = ["world"]
"#;

/// The lamp with lines added to its files, and with further files.
fn lamp(solution: &str, parts: &str, north: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let spoiled = [
        ("solution.toml", format!("{SOLUTION}{solution}")),
        ("catalog/parts.toml", format!("{PARTS}{parts}")),
        ("regions/north.toml", format!("{NORTH}{north}")),
    ];
    let more = more.iter().map(|(name, text)| (*name, (*text).to_owned()));
    spoiled.into_iter().chain(more).map(|(name, text)| (name.to_owned(), text)).collect()
}

/// All that reading and compiling tell.
fn told(files: Vec<(String, String)>) -> String {
    let render = |list: &[Diagnostic], files| {
        let all: Vec<String> = list.iter().map(|one| one.render(files)).collect();
        all.join("\n")
    };
    let solution = match Solution::from_sources(files) {
        Ok(solution) => solution,
        Err(faults) => return render(&faults.diagnostics, &faults.files),
    };
    let read = render(solution.diagnostics(), solution.files());
    match solution.compile() {
        Ok(compiled) => format!("{read}{}", render(compiled.diagnostics(), solution.files())),
        Err(faults) => render(&faults.diagnostics, &faults.files),
    }
}

#[track_caller]
fn check(found: &str, wanted: &str) {
    assert_eq!(found.trim(), wanted.trim(), "\nfound:\n{found}");
}

#[test]
fn the_lamp_is_without_a_fault_before_it_is_spoiled() {
    check(&told(lamp("", "", "", &[])), "");
}

#[test]
fn a_market_that_is_no_area() {
    let mut files = lamp("", "", "", &[]);
    files[0].1 = files[0].1.replace("north", "nort");
    let found = told(files);
    check(
        &found,
        r#"
error[unknown-area]: no area `nort` is known
 --> solution.toml:4:12
  |
4 | markets = ["nort"]
  |            ^^^^^^
help: did you mean `north`?
"#,
    );
}

#[test]
fn wrong_names_in_a_request_are_told() {
    let solution = Solution::from_sources(lamp("", "", "", &[])).unwrap();
    let compiled = solution.compile().unwrap();
    let day = "2026-11-22".parse().unwrap();
    let error = |request: Request| compiled.resolve(&request.as_of(day)).unwrap_err().to_string();
    check(&error(Request::market("noth")), "no market `noth` is known; did you mean `north`?");
    let north = || Request::market("north");
    check(&error(north().pin("drivr", "driver")), "no slot `drivr` is known; did you mean `driver`?");
    check(&error(north().pin("driver", "drivre")), "no component `drivre` is in the catalogue; did you mean `driver`?");
    check(&error(north().without("driver@^2")), "no component `driver@^2` is in the catalogue");
    check(&error(north().set("uplink", "lorawan")), "no option `uplink` is known");
    check(&compiled.resolve(&north()).unwrap_err().to_string(), "no as-of date is given");
}

#[test]
fn an_unknown_key_is_told_with_the_nearest_one() {
    let files = lamp(
        r#"[slots.fuse]
chose = ["driver"]
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[unknown-key]: unknown key `chose` in a slot
  --> solution.toml:10:1
   |
10 | chose = ["driver"]
   | ^^^^^
help: did you mean `choose`?
"#,
    );
}

#[test]
fn a_value_of_the_wrong_type_says_what_is_wanted() {
    let files = lamp(
        r#"[slots.fuse]
choose = ["driver"]
quantity = "2"
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[wrong-type]: `quantity` must be a whole number, found a string
  --> solution.toml:11:12
   |
11 | quantity = "2"
   |            ^^^
help: write `2`
"#,
    );
}

#[test]
fn a_missing_key_is_told_at_its_table() {
    let files = lamp(
        "",
        r#"[[components]]
id = "fuse"
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[missing-key]: a component lacks the key `kind`
 --> catalog/parts.toml:5:1
  |
5 | [[components]]
  | ^^^^^^^^^^^^^^
help: add `kind = "hardware"`
"#,
    );
}

#[test]
fn a_kind_that_is_none_of_the_five() {
    let files = lamp(
        "",
        r#"[[components]]
id = "fuse"
kind = "hardwear"
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[bad-value]: `kind` must be one of `hardware`, `firmware`, `software`, `service`, `document`, found `hardwear`
 --> catalog/parts.toml:7:8
  |
7 | kind = "hardwear"
  |        ^^^^^^^^^^
help: write `"hardware"`
"#,
    );
}

#[test]
fn a_price_with_a_comma() {
    let files = lamp(
        "",
        r#"[[components]]
id = "fuse"
kind = "hardware"
price = "1,20"
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[bad-money]: `price` must be an amount like `12.90`, found `1,20`
 --> catalog/parts.toml:8:9
  |
8 | price = "1,20"
  |         ^^^^^^
help: write `"1.20"`
"#,
    );
}

#[test]
fn a_price_without_quotes() {
    let files = lamp(
        "",
        r#"[[components]]
id = "fuse"
kind = "hardware"
price = 1.20
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[wrong-type]: `price` must be an amount in quotes or an array, found a decimal number
 --> catalog/parts.toml:8:9
  |
8 | price = 1.20
  |         ^^^^
help: write `"1.20"`
"#,
    );
}

#[test]
fn a_date_in_quotes() {
    let files = lamp(
        "",
        r#"[[components]]
id = "fuse"
kind = "hardware"
until = "2027-01-01"
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[wrong-type]: `until` must be a date without quotes, found a string
 --> catalog/parts.toml:8:9
  |
8 | until = "2027-01-01"
  |         ^^^^^^^^^^^^
help: write `2027-01-01`
"#,
    );
}

#[test]
fn an_unquoted_capability() {
    let files = lamp(
        "",
        r#"[[components]]
id = "modem"
kind = "hardware"
provides = { radio.lte-m = { bands = [2, 4] } }
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[unquoted-capability]: the capability `radio.lte-m` must stand in quotes
 --> catalog/parts.toml:8:14
  |
8 | provides = { radio.lte-m = { bands = [2, 4] } }
  |              ^^^^^^^^^^^
help: write `"radio.lte-m"`
"#,
    );
}

#[test]
fn a_capability_in_capitals() {
    let files = lamp(
        "",
        r#"[[components]]
id = "modem"
kind = "hardware"
provides = { "Radio.LTE-M" = {} }
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[bad-capability]: the key must be lower-case names joined by dots, found `Radio.LTE-M`
 --> catalog/parts.toml:8:14
  |
8 | provides = { "Radio.LTE-M" = {} }
  |              ^^^^^^^^^^^^^
help: write `"radio.lte-m"`
"#,
    );
}

#[test]
fn an_unknown_component_in_choose() {
    let files = lamp(
        r#"[slots.fuse]
choose = ["drivr"]
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[unknown-component]: no component `drivr` is in the catalogue
  --> solution.toml:10:11
   |
10 | choose = ["drivr"]
   |           ^^^^^^^
help: did you mean `driver`?
"#,
    );
}

#[test]
fn a_version_that_no_component_has() {
    let files = lamp(
        r#"[slots.fuse]
choose = ["driver@^2"]
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[no-match]: no version of `driver` matches `^2`
  --> solution.toml:10:11
   |
10 | choose = ["driver@^2"]
   |           ^^^^^^^^^^^
help: the catalogue has 1.0.0
"#,
    );
}

#[test]
fn a_query_without_a_result() {
    let files = lamp(
        r#"[slots.fuse]
choose = { kind = "hardware", provides = "protection.fuse" }
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[no-match]: no component of the catalogue fits this query
  --> solution.toml:10:10
   |
10 | choose = { kind = "hardware", provides = "protection.fuse" }
   |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
help: loosen it, or list ids: `choose = ["id"]`
"#,
    );
}

#[test]
fn an_unknown_slot_in_a_condition_at_its_precise_place() {
    let files = lamp(
        r#"[slots.fuse]
choose = ["driver"]
when = "slot.driver and not slot.drvier"
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[unknown-slot]: no slot `drvier` is known
  --> solution.toml:11:29
   |
11 | when = "slot.driver and not slot.drvier"
   |                             ^^^^^^^^^^^
help: did you mean `driver`?
"#,
    );
}

#[test]
fn an_equals_sign_where_two_are_wanted() {
    let files = lamp(
        r#"[options.uplink]
values = ["cellular", "lorawan"]
[slots.fuse]
choose = ["driver"]
when = "uplink = cellular"
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[condition-syntax]: `=` has no meaning in a condition
  --> solution.toml:13:16
   |
13 | when = "uplink = cellular"
   |                ^
help: write `==`
"#,
    );
}

#[test]
fn a_value_that_the_option_does_not_have() {
    let files = lamp(
        r#"[options.uplink]
values = ["cellular", "lorawan"]
[slots.fuse]
choose = ["driver"]
when = "uplink == lora"
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[unknown-value]: option `uplink` has no value `lora`
  --> solution.toml:13:19
   |
13 | when = "uplink == lora"
   |                   ^^^^
help: its values are `cellular`, `lorawan`
"#,
    );
}

#[test]
fn an_option_compared_with_another_kind() {
    let files = lamp(
        r#"[options.motion]
values = [true, false]
[slots.fuse]
choose = ["driver"]
when = "motion > 3"
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[condition-kind]: the orderings `< <= > >=` are for numbers only
  --> solution.toml:13:9
   |
13 | when = "motion > 3"
   |         ^^^^^^
"#,
    );
}

#[test]
fn two_files_of_one_strength_clash() {
    let files = lamp(
        "",
        "",
        r#"[power]
voltage_v = [230]
"#,
        &[(
            "regions/north-2.toml",
            r#"area = "north"
[power]
voltage_v = [240]
"#,
        )],
    );
    check(
        &told(files),
        r#"
error[clash]: `power.voltage_v` is stated twice with different values
 --> regions/north-2.toml:3:13
  |
3 | voltage_v = [240]
  |             ^^^^^ `north` says this
 ::: regions/north.toml:5:13
  |
5 | voltage_v = [230]
  |             ----- `north` says this
help: keep one of the two files' values for `north`
"#,
    );
}

#[test]
fn areas_that_lie_in_each_other() {
    let files = lamp(
        "",
        "",
        "",
        &[
            (
                "regions/a.toml",
                r#"area = "a"
name = "A"
within = ["c"]
"#,
            ),
            (
                "regions/b.toml",
                r#"area = "b"
name = "B"
within = ["a"]
"#,
            ),
            (
                "regions/c.toml",
                r#"area = "c"
name = "C"
within = ["b"]
"#,
            ),
        ],
    );
    check(
        &told(files),
        r#"
error[area-circle]: areas lie in each other: `a` → `c` → `b` → `a`
 --> regions/a.toml:1:8
  |
1 | area = "a"
  |        ^^^
help: take one of them out of `within`
"#,
    );
}

#[test]
fn slots_that_are_parts_of_each_other() {
    let files = lamp(
        r#"[slots.a]
choose = ["driver"]
part-of = "c"
[slots.b]
choose = ["driver"]
part-of = "a"
[slots.c]
choose = ["driver"]
part-of = "b"
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[part-of-circle]: slots are parts of each other: `a` → `c` → `b` → `a`
 --> solution.toml:9:8
  |
9 | [slots.a]
  |        ^
help: take `part-of` out of one of them, such as `slots.a`
"#,
    );
}

#[test]
fn a_need_that_nobody_can_meet() {
    let files = lamp(
        "",
        r#"[[components]]
id = "panel"
kind = "hardware"
provides = { "power.solar" = {} }
[[components]]
id = "fuse"
kind = "hardware"
needs = { "power.solr" = {} }
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
warning[unprovided]: nobody provides `power.solr`
  --> catalog/parts.toml:12:11
   |
12 | needs = { "power.solr" = {} }
   |           ^^^^^^^^^^^^^^^^^
help: did you mean `power.solar`?
"#,
    );
}

#[test]
fn an_attribute_that_no_provider_has() {
    let files = lamp(
        "",
        r#"[[components]]
id = "panel"
kind = "hardware"
provides = { "power.solar" = { voltage_v = 12 } }
[[components]]
id = "fuse"
kind = "hardware"
needs = { "power.solar" = { voltag_v = { at-least = 5 } } }
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[unknown-attribute]: no provider of `power.solar` has the attribute `voltag_v`
  --> catalog/parts.toml:12:53
   |
12 | needs = { "power.solar" = { voltag_v = { at-least = 5 } } }
   |                                                     ^
help: did you mean `voltage_v`?
"#,
    );
}

#[test]
fn a_fact_with_several_values() {
    let files = lamp(
        r#"[[rules]]
id = "high"
then = "fact(power.mains.voltage_v) > 100"
"#,
        "",
        r#"[power]
voltage_v = [120, 277]
"#,
        &[],
    );
    check(
        &told(files),
        r#"
error[many-values]: `power.mains.voltage_v` has several values in `north`, so a plain comparison means nothing
  --> solution.toml:11:9
   |
11 | then = "fact(power.mains.voltage_v) > 100"
   |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: regions/north.toml:5:13
   |
 5 | voltage_v = [120, 277]
   |             ---------- `north`
help: write `min(power.mains.voltage_v)` or `max(power.mains.voltage_v)`
"#,
    );
}

#[test]
fn a_component_that_is_defined_twice() {
    let files = lamp(
        "",
        r#"[[components]]
id = "driver"
kind = "hardware"
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[duplicate-component]: `driver@1.0.0` is defined twice
 --> catalog/parts.toml:6:6
  |
6 | id = "driver"
  |      ^^^^^^^^ here
 ::: catalog/parts.toml:2:6
  |
2 | id = "driver"
  |      -------- and here
help: give one of them another id or version
"#,
    );
}

#[test]
fn names_that_differ_only_in_case() {
    let files = lamp(
        "",
        r#"[[components]]
id = "Driver"
kind = "hardware"
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[name-case]: `Driver` and `driver` differ only in case
 --> catalog/parts.toml:6:6
  |
6 | id = "Driver"
  |      ^^^^^^^^ here
 ::: catalog/parts.toml:2:6
  |
2 | id = "driver"
  |      -------- and here
help: write both the same way, or rename one
"#,
    );
}

#[test]
fn a_version_of_two_numbers() {
    let files = lamp(
        "",
        r#"[[components]]
id = "fw"
kind = "firmware"
version = "1.2"
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[bad-version]: `1.2` is no version: unexpected end of input while parsing minor version number
 --> catalog/parts.toml:8:11
  |
8 | version = "1.2"
  |           ^^^^^
help: write three numbers, like `"2.1.0"`
"#,
    );
}

#[test]
fn a_firmware_without_a_version() {
    let files = lamp(
        "",
        r#"[[components]]
id = "fw"
kind = "firmware"
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[missing-version]: `fw` is firmware and has no version
 --> catalog/parts.toml:6:6
  |
6 | id = "fw"
  |      ^^^^
help: add `version = "1.0.0"`
"#,
    );
}

#[test]
fn a_gap_beside_a_value() {
    let files = lamp(
        "",
        "",
        r#"[power]
voltage_v = [230]
[gaps]
power = "no source read"
"#,
        &[],
    );
    check(
        &told(files),
        r#"
error[gap-beside-value]: `power` is called a gap, and the same file states it
 --> regions/north.toml:7:1
  |
7 | power = "no source read"
  | ^^^^^
help: take `power` out of `[gaps]`
"#,
    );
}

#[test]
fn a_removal_of_what_is_not_there() {
    let files = lamp(
        r#"[[rules]]
id = "outdoor-needs-surge"
then = "slot.driver"
"#,
        "",
        r#"[remove]
rules = ["outdoor-need-surge"]
"#,
        &[],
    );
    check(
        &told(files),
        r#"
error[nothing-to-remove]: there is no `outdoor-need-surge` in `rules` to remove
 --> regions/north.toml:5:10
  |
5 | rules = ["outdoor-need-surge"]
  |          ^^^^^^^^^^^^^^^^^^^^
help: did you mean `outdoor-needs-surge`?
"#,
    );
}

#[test]
fn a_currency_without_an_exchange_rate() {
    let files = lamp(
        r#"[slots.fuse]
choose = ["fuse"]
"#,
        r#"[[components]]
id = "fuse"
kind = "hardware"
price = "3.00"
currency = "CNY"
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[missing-exchange]: `fuse` is priced in CNY, for which there is no rate
 --> catalog/parts.toml:9:12
  |
9 | currency = "CNY"
  |            ^^^^^
help: add `CNY = "…"` under `[exchange]` in solution.toml
"#,
    );
}

#[test]
fn a_service_without_a_term() {
    let files = lamp(
        r#"[slots.sim]
choose = ["sim"]
"#,
        r#"[[components]]
id = "sim"
kind = "service"
per_month = "0.60"
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[missing-term]: `sim` is paid by the month, and the solution has no `term_months`
 --> catalog/parts.toml:6:6
  |
6 | id = "sim"
  |      ^^^^^
help: add `term_months = 60` under `[solution]` in solution.toml
"#,
    );
}

#[test]
fn alternatives_of_network_and_line() {
    let files = lamp(
        "",
        r#"[[components]]
id = "modem"
kind = "hardware"
[[components.needs]]
one-of = [{ capability = "network.lte" }, { capability = "power.usb" }]
[[components]]
id = "usb"
kind = "hardware"
provides = { "power.usb" = {} }
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[mixed-need]: the alternatives of a need are all `network.*` or none is
 --> catalog/parts.toml:8:1
  |
8 | [[components.needs]]
  | ^^^^^^^^^^^^^^^^^^^^
help: write two needs
"#,
    );
}

#[test]
fn a_test_that_does_not_fit_a_set() {
    let files = lamp(
        "",
        r#"[[components]]
id = "usb"
kind = "hardware"
provides = { "power.usb" = { voltage_v = [5, 9] } }
[[components]]
id = "hub"
kind = "hardware"
needs = { "power.usb" = { voltage_v = { covers = [5, 9] } } }
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[test-kind]: `covers` cannot be asked of `voltage_v`, which is a set
  --> catalog/parts.toml:12:50
   |
12 | needs = { "power.usb" = { voltage_v = { covers = [5, 9] } } }
   |                                                  ^^^^^^
help: only a key like `range_mhz` takes `covers`
"#,
    );
}

#[test]
fn a_test_that_does_not_exist() {
    let files = lamp(
        "",
        r#"[[components]]
id = "usb"
kind = "hardware"
provides = { "power.usb" = { voltage_v = [5, 9] } }
[[components]]
id = "hub"
kind = "hardware"
needs = { "power.usb" = { voltage_v = { atleast = 5 } } }
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[unknown-key]: unknown test `atleast`
  --> catalog/parts.toml:12:41
   |
12 | needs = { "power.usb" = { voltage_v = { atleast = 5 } } }
   |                                         ^^^^^^^
help: did you mean `at-least`?
"#,
    );
}

#[test]
fn an_attribute_of_two_kinds() {
    let files = lamp(
        "",
        r#"[[components]]
id = "usb"
kind = "hardware"
provides = { "power.usb" = { voltage_v = 5 } }
[[components]]
id = "hub"
kind = "hardware"
provides = { "power.usb" = { voltage_v = "5" } }
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[attribute-kind]: `voltage_v` of `power.usb` is a string here and a number elsewhere
  --> catalog/parts.toml:12:42
   |
12 | provides = { "power.usb" = { voltage_v = "5" } }
   |                                          ^^^
  ::: catalog/parts.toml:8:42
   |
 8 | provides = { "power.usb" = { voltage_v = 5 } }
   |                                          - a number
help: write both the same way
"#,
    );
}

#[test]
fn a_range_that_runs_backwards() {
    let files = lamp(
        "",
        r#"[[components]]
id = "sensor"
kind = "hardware"
provides = { "sense.temperature" = { range_c = [50, -20] } }
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[bad-range]: the range `range_c` ends below its start
 --> catalog/parts.toml:8:48
  |
8 | provides = { "sense.temperature" = { range_c = [50, -20] } }
  |                                                ^^^^^^^^^
help: write `[-20, 50]`
"#,
    );
}

#[test]
fn a_certification_of_components_without_a_subject() {
    let files = lamp(
        "",
        "",
        r#"[[certification]]
scheme = "fcc-15b"
level = "component"
"#,
        &[],
    );
    check(
        &told(files),
        r#"
error[missing-applies-to]: certification `fcc-15b` is asked of components, and does not say of which
 --> regions/north.toml:4:1
  |
4 | [[certification]]
  | ^^^^^^^^^^^^^^^^^
help: add `applies-to = "radio"`, or `level = "solution"`
"#,
    );
}

#[test]
fn a_territory_that_is_no_area() {
    let files = lamp(
        "",
        r#"[[components]]
id = "cloud"
kind = "service"
territories = { only = ["nroth"] }
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[unknown-area]: no area `nroth` is known
 --> catalog/parts.toml:8:25
  |
8 | territories = { only = ["nroth"] }
  |                         ^^^^^^^
help: did you mean `north`?
"#,
    );
}

#[test]
fn something_that_ends_before_it_begins() {
    let files = lamp(
        "",
        r#"[[components]]
id = "fuse"
kind = "hardware"
from = 2027-01-01
until = 2026-01-01
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[empty-effectivity]: this ends on 2026-01-01, before it begins on 2027-01-01
 --> catalog/parts.toml:6:6
  |
6 | id = "fuse"
  |      ^^^^^^
help: `until` is the day after the last; make it later than `from`
"#,
    );
}

#[test]
fn designators_that_are_not_as_many_as_pieces() {
    let files = lamp(
        r#"[slots.fuse]
choose = ["driver"]
quantity = 2
refdes = ["F1", "F2", "F3"]
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
warning[refdes-count]: slot `fuse` has 3 reference designators and quantity 2
 --> solution.toml:9:8
  |
9 | [slots.fuse]
  |        ^^^^
help: write `quantity = 3`, or list 2
"#,
    );
}

#[test]
fn a_quote_that_is_not_closed() {
    let files = lamp(
        r#"[slots.fuse]
choose = ["driver]
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[toml-syntax]: the bracket `[` is never closed
  --> solution.toml:10:10
   |
10 | choose = ["driver]
   |          ^
help: add `]` at the end of its value

error[toml-syntax]: the string is not closed
  --> solution.toml:10:19
   |
10 | choose = ["driver]
   |                   ^
help: add `"` at its end
"#,
    );
}

#[test]
fn several_faults_in_two_files_are_sorted() {
    let files = lamp(
        r#"[slots.fuse]
choose = ["fuse"]
quantity = 0
when = "slot.fus"
"#,
        r#"[[components]]
id = "fuse-1"
kind = "hardware"
prise = "1.00"
lead_weeks = "8"
"#,
        r#"[powr]
voltage_v = [230]
"#,
        &[],
    );
    check(
        &told(files),
        r#"
error[unknown-key]: unknown key `prise` in a component
 --> catalog/parts.toml:8:1
  |
8 | prise = "1.00"
  | ^^^^^
help: did you mean `price`?

error[wrong-type]: `lead_weeks` must be a whole number, found a string
 --> catalog/parts.toml:9:14
  |
9 | lead_weeks = "8"
  |              ^^^
help: write `8`

error[unknown-key]: unknown key `powr` in an overlay
 --> regions/north.toml:4:2
  |
4 | [powr]
  |  ^^^^
help: did you mean `power`?

error[unknown-component]: no component `fuse` is in the catalogue
  --> solution.toml:10:11
   |
10 | choose = ["fuse"]
   |           ^^^^^^

error[bad-value]: `quantity` must be at least 1, found `0`
  --> solution.toml:11:12
   |
11 | quantity = 0
   |            ^

error[unknown-slot]: no slot `fus` is known
  --> solution.toml:12:9
   |
12 | when = "slot.fus"
   |         ^^^^^^^^
help: did you mean `fuse`?
"#,
    );
}
