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
error[unknown-area]: unknown area `nort`
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
    check(&error(Request::market("noth")), "unknown market `noth`; did you mean `north`?");
    let north = || Request::market("north");
    check(&error(north().pin("drivr", "driver")), "unknown slot `drivr`; did you mean `driver`?");
    check(&error(north().pin("driver", "drivre")), "unknown component `drivre`; did you mean `driver`?");
    check(&error(north().without("driver@^2")), "unknown component `driver@^2`; its versions are `1.0.0`");
    check(&error(north().set("uplink", "lorawan")), "unknown option `uplink`");
    check(
        &compiled.resolve(&north()).unwrap_err().to_string(),
        "no as-of date given; give one, or set `as-of` in [solution]",
    );
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
optional = "true"
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[wrong-type]: `optional` must be `true` or `false`, found a string
  --> solution.toml:11:12
   |
11 | optional = "true"
   |            ^^^^^^
help: write `true`
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
error[wrong-type]: `until` must be a date as YYYY-MM-DD without quotes, found a string
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
error[unquoted-capability]: the capability `radio.lte-m` must be in quotes
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
error[unknown-component]: unknown component `drivr`
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
error[unknown-slot]: unknown slot `drvier`
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
error[condition-kind]: option `motion` is a Boolean, and `>` is for numbers only
  --> solution.toml:13:9
   |
13 | when = "motion > 3"
   |         ^^^^^^
help: write `motion` or `not motion`
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
  |             ^^^^^ `north` states this
 ::: regions/north.toml:5:13
  |
5 | voltage_v = [230]
  |             ----- `north` states this
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
help: remove one of them from `within`
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
help: remove `part-of` from one of them, such as `slots.a`
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
warning[unprovided: power.solr]: nothing provides `power.solr`
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
  --> catalog/parts.toml:12:29
   |
12 | needs = { "power.solar" = { voltag_v = { at-least = 5 } } }
   |                             ^^^^^^^^
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
error[bad-version]: `1.2` is not a version of three numbers
 --> catalog/parts.toml:8:11
  |
8 | version = "1.2"
  |           ^^^^^
help: write `"1.2.0"`
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
error[gap-beside-value]: `power` is declared a gap, but this file also states a value for it
 --> regions/north.toml:7:1
  |
7 | power = "no source read"
  | ^^^^^
help: remove `power` from `[gaps]`
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
error[missing-exchange]: `fuse` is priced in CNY, which has no exchange rate
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
error[missing-term]: `sim` is paid by the month, but the solution has no `term_months`
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
error[mixed-need]: the alternatives of a need must all be `network.*`, or none of them
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
error[test-kind]: `covers` cannot test `voltage_v`, which is a set
  --> catalog/parts.toml:12:41
   |
12 | needs = { "power.usb" = { voltage_v = { covers = [5, 9] } } }
   |                                         ^^^^^^
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
error[missing-applies-to]: certification `fcc-15b` has `level = "component"` but no `applies-to`
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
error[unknown-area]: unknown area `nroth`
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
 --> catalog/parts.toml:9:9
  |
9 | until = 2026-01-01
  |         ^^^^^^^^^^
 ::: catalog/parts.toml:8:8
  |
8 | from = 2027-01-01
  |        ---------- it begins here
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
warning[refdes-count: fuse]: slot `fuse` has 3 reference designators and quantity 2
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
fn facts_that_no_overlay_states() {
    let files = lamp(
        r#"[[rules]]
id = "attribute"
then = "slot.driver or fact(power.mains.voltag_v) > 100"
[[rules]]
id = "capability"
if = "min(powr.mains.voltage_v) > 100 and known(environment.ambient.temperature_range_c)"
then = "slot.driver"
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[unknown-fact]: no overlay states the fact `power.mains.voltag_v`
  --> solution.toml:11:24
   |
11 | then = "slot.driver or fact(power.mains.voltag_v) > 100"
   |                        ^^^^^^^^^^^^^^^^^^^^^^^^^^
help: did you mean `power.mains.voltage_v`?

error[unknown-fact]: no overlay states the fact `powr.mains.voltage_v`
  --> solution.toml:14:7
   |
14 | if = "min(powr.mains.voltage_v) > 100 and known(environment.ambient.temperature_range_c)"
   |       ^^^^^^^^^^^^^^^^^^^^^^^^^
help: did you mean `power.mains.voltage_v`?

error[unknown-fact]: no overlay states the fact `environment.ambient.temperature_range_c`
  --> solution.toml:14:43
   |
14 | if = "min(powr.mains.voltage_v) > 100 and known(environment.ambient.temperature_range_c)"
   |                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
help: state it in an overlay: `[[provides]]` with `capability = "environment.ambient"`
"#,
    );
}

#[test]
fn a_fact_that_only_another_market_states_is_known() {
    let files = lamp(
        r#"[[rules]]
id = "warm"
then = "not known(environment.ambient.temperature_range_c) or min(environment.ambient.temperature_range_c) > -40"
"#,
        "",
        "",
        &[(
            "regions/south.toml",
            r#"area = "south"
name = "South"
within = ["north"]
[[provides]]
capability = "environment.ambient"
attributes = { temperature_range_c = [-30, 50] }
"#,
        )],
    );
    check(
        &told(files),
        r#"
warning[unused-overlay: south]: no market of the solution is or lies in `south`, so this overlay is never used
 --> regions/south.toml:1:1
  |
1 | area = "south"
  | ^
help: add `south` to `markets`, or delete the file
"#,
    );
}

#[test]
fn a_slot_and_an_option_without_a_value() {
    let files = lamp(
        r#"[options.mode]
values = []
[slots.fuse]
choose = []
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[bad-value]: `values` must contain at least one value, but is empty
  --> solution.toml:10:10
   |
10 | values = []
   |          ^^

error[bad-value]: `choose` must contain at least one value, but is empty
  --> solution.toml:12:10
   |
12 | choose = []
   |          ^^
"#,
    );
}

#[test]
fn a_slot_that_asks_about_itself() {
    let files = lamp(
        r#"[slots.fuse]
choose = ["driver"]
when = "slot.driver and not slot.fuse == driver"
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[self-condition]: the `when` of slot `fuse` depends on the slot itself
  --> solution.toml:11:29
   |
11 | when = "slot.driver and not slot.fuse == driver"
   |                             ^^^^^^^^^^^^^^^^^^^
help: use another condition; `optional = true` lets a slot stay empty
"#,
    );
}

#[test]
fn a_slot_that_never_takes_a_component() {
    let files = lamp(
        r#"[slots.fuse]
choose = ["fuse"]
when = "slot.driver != fuse"
"#,
        r#"[[components]]
id = "fuse"
kind = "hardware"
price = "0.10"
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
warning[no-candidate: driver]: slot `driver` never takes `fuse`
  --> solution.toml:11:24
   |
11 | when = "slot.driver != fuse"
   |                        ^^^^
help: add `fuse` to `slots.driver.choose`, or remove this comparison
"#,
    );
}

#[test]
fn a_need_and_a_limit_that_no_market_can_use() {
    let files = lamp(
        r#"[[needs]]
capability = "language.en"
when = "market == south and slot.driver"
[[limits]]
capability = "language.en"
where = { level = "plain" }
when = "not market in (world)"
"#,
        r#"[[components]]
id = "leaflet"
kind = "document"
provides = { "language.en" = { level = "plain" } }
"#,
        "",
        &[(
            "regions/south.toml",
            r#"area = "south"
name = "South"
within = ["world"]
"#,
        )],
    );
    check(
        &told(files),
        r#"
warning[unused-overlay: south]: no market of the solution is or lies in `south`, so this overlay is never used
 --> regions/south.toml:1:1
  |
1 | area = "south"
  | ^
help: add `south` to `markets`, or delete the file

warning[never-used: language.en]: no market of the solution can use need `language.en`: its `when` is false in all
  --> solution.toml:11:8
   |
11 | when = "market == south and slot.driver"
   |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
help: add a market for which it holds, or delete the need

warning[never-used: language.en]: no market of the solution can use limit `language.en`: its `when` is false in all
  --> solution.toml:15:8
   |
15 | when = "not market in (world)"
   |        ^^^^^^^^^^^^^^^^^^^^^^^
help: add a market for which it holds, or delete the limit
"#,
    );
}

#[test]
fn two_price_tiers_that_begin_at_one_quantity() {
    let files = lamp(
        "",
        r#"[[components]]
id = "fuse"
kind = "hardware"
price = [{ from = 1, each = "0.20" }, { from = 100, each = "0.15" }, { from = 100, each = "0.10" }]
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[duplicate-value]: two price tiers begin at 100
 --> catalog/parts.toml:8:79
  |
8 | price = [{ from = 1, each = "0.20" }, { from = 100, each = "0.15" }, { from = 100, each = "0.10" }]
  |                                                                               ^^^
 ::: catalog/parts.toml:8:48
  |
8 | price = [{ from = 1, each = "0.20" }, { from = 100, each = "0.15" }, { from = 100, each = "0.10" }]
  |                                                --- first here
help: keep one of the two
"#,
    );
}

#[test]
fn a_planned_certificate_without_its_cost() {
    let files = lamp(
        r#"[[certificates]]
scheme = "red"
planned = { weeks = 8 }
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[missing-key]: a planned certificate lacks the key `cost`
  --> solution.toml:11:11
   |
11 | planned = { weeks = 8 }
   |           ^^^^^^^^^^^^^
help: add `cost = "9000"`
"#,
    );
}

#[test]
fn a_tariff_number_with_dots() {
    let files = lamp(
        "",
        r#"[[components]]
id = "fuse"
kind = "hardware"
hs = "8504.40"
"#,
        r#"[[duties]]
id = "lamps"
hs = ["94 05"]
percent = "5"
"#,
        &[],
    );
    check(
        &told(files),
        r#"
error[bad-value]: `hs` must be digits only, found `8504.40`
 --> catalog/parts.toml:8:6
  |
8 | hs = "8504.40"
  |      ^^^^^^^^^
help: write `"850440"`

error[bad-value]: an element of `hs` must be digits only, found `94 05`
 --> regions/north.toml:6:7
  |
6 | hs = ["94 05"]
  |       ^^^^^^^
help: write `"9405"`
"#,
    );
}

#[test]
fn a_limit_without_a_test() {
    let files = lamp(
        "",
        r#"[[components]]
id = "cloud"
kind = "service"
provides = { "data.store" = {} }
"#,
        r#"[[limits]]
capability = "data.store"
"#,
        &[],
    );
    check(
        &told(files),
        r#"
warning[limit-without-tests: data.store]: limit `data.store` has no test, so every provider of `data.store` passes
 --> regions/north.toml:4:1
  |
4 | [[limits]]
  | ^^^^^^^^^^
help: add `where = { … }` with the tests, or delete the limit
"#,
    );
}

#[test]
fn a_carrier_that_lists_a_technology_twice() {
    let files = lamp(
        "",
        "",
        r#"[[carriers]]
id = "one"
networks = [{ technology = "lte" }, { technology = "umts", until = 2022-01-01 }, { technology = "umts" }]
"#,
        &[],
    );
    check(
        &told(files),
        r#"
error[duplicate-entry]: carrier `one` lists `umts` twice
 --> regions/north.toml:6:97
  |
6 | networks = [{ technology = "lte" }, { technology = "umts", until = 2022-01-01 }, { technology = "umts" }]
  |                                                                                                 ^^^^^^ here
 ::: regions/north.toml:6:52
  |
6 | networks = [{ technology = "lte" }, { technology = "umts", until = 2022-01-01 }, { technology = "umts" }]
  |                                                    ------ and here
help: join the two, or give them dates that do not overlap
"#,
    );
}

#[test]
fn an_option_of_names_has_no_order() {
    let files = lamp(
        r#"[options.uplink]
values = ["cellular", "lorawan"]
[slots.fuse]
choose = ["driver"]
when = "uplink >= cellular"
"#,
        "",
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[condition-kind]: option `uplink` is a name, and `>=` is for numbers only
  --> solution.toml:13:9
   |
13 | when = "uplink >= cellular"
   |         ^^^^^^
help: write `uplink == cellular`, or `uplink in (…)`
"#,
    );
}

#[test]
fn a_fact_with_several_strings() {
    let files = lamp(
        r#"[[rules]]
id = "round-plugs"
then = "fact(power.mains.plugs) == C"
"#,
        "",
        r#"[power]
plugs = ["C", "F"]
"#,
        &[],
    );
    check(
        &told(files),
        r#"
error[many-values]: `power.mains.plugs` has several values in `north`, so a plain comparison means nothing
  --> solution.toml:11:9
   |
11 | then = "fact(power.mains.plugs) == C"
   |         ^^^^^^^^^^^^^^^^^^^^^^^
  ::: regions/north.toml:5:9
   |
 5 | plugs = ["C", "F"]
   |         ---------- `north`
help: a condition cannot test for one of several values, but a need can: `needs = { "power.mains" = { plugs = { any-of = ["C"] } } }`
"#,
    );
}

#[test]
fn an_amount_of_too_many_digits() {
    let files = lamp(
        "",
        r#"[[components]]
id = "fuse"
kind = "hardware"
price = "0.1234567890123"
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[bad-money]: `price` has more than 18 digits before or 12 after the point
 --> catalog/parts.toml:8:9
  |
8 | price = "0.1234567890123"
  |         ^^^^^^^^^^^^^^^^^
"#,
    );
}

#[test]
fn a_version_with_a_letter_before_it() {
    let files = lamp(
        "",
        r#"[[components]]
id = "fw"
kind = "firmware"
version = "v2.1"
[[components]]
id = "fw-2"
kind = "firmware"
version = "two"
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
error[bad-version]: `v2.1` is not a version of three numbers
 --> catalog/parts.toml:8:11
  |
8 | version = "v2.1"
  |           ^^^^^^
help: write `"2.1.0"`

error[bad-version]: `two` is not a version of three numbers
  --> catalog/parts.toml:12:11
   |
12 | version = "two"
   |           ^^^^^
help: write three numbers, like `"2.1.0"`
"#,
    );
}

#[test]
fn a_language_is_no_slip_for_another() {
    let files = lamp(
        "",
        r#"[[components]]
id = "leaflet"
kind = "document"
provides = { "language.en" = {} }
[[components]]
id = "book"
kind = "document"
needs = { "language.fr" = {} }
"#,
        "",
        &[],
    );
    check(
        &told(files),
        r#"
warning[unprovided: language.fr]: nothing provides `language.fr`
  --> catalog/parts.toml:12:11
   |
12 | needs = { "language.fr" = {} }
   |           ^^^^^^^^^^^^^^^^^^
"#,
    );
}

#[test]
fn an_area_that_a_limit_names() {
    let files = lamp(
        "",
        r#"[[components]]
id = "cloud"
kind = "service"
provides = { "data.store" = { country = "DE" } }
"#,
        r#"[[limits]]
capability = "data.store"
where = { country = { in = "nroth" } }
"#,
        &[],
    );
    check(
        &told(files),
        r#"
error[unknown-area]: unknown area `nroth`
 --> regions/north.toml:6:28
  |
6 | where = { country = { in = "nroth" } }
  |                            ^^^^^^^
help: did you mean `north`?
"#,
    );
}

#[test]
fn something_that_ends_on_the_day_on_which_it_begins() {
    let files = lamp(
        "",
        "",
        r#"[[carriers]]
id = "one"
networks = [{ technology = "lte", from = 2026-01-01, until = 2026-01-01 }]
"#,
        &[],
    );
    check(
        &told(files),
        r#"
error[empty-effectivity]: this ends on 2026-01-01, the day on which it begins
 --> regions/north.toml:6:62
  |
6 | networks = [{ technology = "lte", from = 2026-01-01, until = 2026-01-01 }]
  |                                                              ^^^^^^^^^^
 ::: regions/north.toml:6:42
  |
6 | networks = [{ technology = "lte", from = 2026-01-01, until = 2026-01-01 }]
  |                                          ---------- it begins here
help: `until` is the day after the last; make it later than `from`
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

error[unknown-component]: unknown component `fuse`
  --> solution.toml:10:11
   |
10 | choose = ["fuse"]
   |           ^^^^^^

error[bad-value]: `quantity` must be at least 1, found `0`
  --> solution.toml:11:12
   |
11 | quantity = 0
   |            ^

error[unknown-slot]: unknown slot `fus`
  --> solution.toml:12:9
   |
12 | when = "slot.fus"
   |         ^^^^^^^^
help: did you mean `fuse`?
"#,
    );
}

#[test]
fn a_wrong_kind_is_told_once_and_not_for_every_slot_that_names_the_part() {
    let mut files = lamp("", "", "", &[]);
    for (_, text) in files.iter_mut().filter(|(name, _)| name == "catalog/parts.toml") {
        *text = text.replace("\"hardware\"", "\"hardwear\"");
    }
    let found = told(files);
    assert!(found.contains("error[bad-value]"), "{found}");
    assert!(!found.contains("unknown-component"), "{found}");
}

#[test]
fn a_certificate_without_a_scheme_is_reported_once() {
    let files = lamp("[[certificates]]\nid = \"12\"\n", "", "", &[]);
    let found = told(files);
    assert!(found.contains("lacks the key `scheme`") && !found.contains("missing-id"), "{found}");
}
