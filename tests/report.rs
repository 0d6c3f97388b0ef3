//! The page to look at: what stands in it, and how it behaves in a browser where there is one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod common;

use common::lamp::Lamp;
use common::template;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use terroir::export::{Extras, html};
use terroir::{Request, Solution};

const DAY: &str = "2026-11-22";

/// A page of a solution given as files.
fn page(files: &[(&str, &str)]) -> String {
    let solution = Solution::from_sources(files.iter().copied()).unwrap_or_else(|faults| panic!("{faults}"));
    let compiled = solution.compile().unwrap_or_else(|faults| panic!("{faults}"));
    let portfolio = compiled.portfolio(&Request::default().as_of(DAY.parse().unwrap())).unwrap();
    html(&compiled, &portfolio, &Extras::default()).unwrap()
}

fn template_page(name: &str) -> String {
    let files = template(name);
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    page(&files)
}

// What stands in it.

#[test]
fn the_page_loads_nothing_and_is_the_same_every_time() {
    let page = template_page("street-light");
    assert_eq!(page, template_page("street-light"));
    assert!(page.contains("Content-Security-Policy") && page.contains("default-src 'none'"));
    for wanted in ["src=\"", "<link", "@import", "url(http", "fetch(", "XMLHttpRequest", "innerHTML", "document.write"]
    {
        assert!(!page.contains(wanted), "{wanted}");
    }
    assert!(!page.contains("{{") && !page.contains("unsafe-inline") && page.matches("nonce").count() == 4);
}

/// The data of a page.
fn data(page: &str) -> serde_json::Value {
    let (_, rest) = page.split_once("id=\"data\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn what_happens_alike_in_several_markets_is_one_row_with_its_costs() {
    let solution = "[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\nmarkets = [\"US\", \"DE\", \"CN\"]\ncurrency = \"USD\"\n\
                    [slots.led]\nchoose = [\"led-a\", \"led-b\"]\n";
    let catalogue = "[[components]]\nid = \"led-a\"\nkind = \"hardware\"\nprice = \"1.00\"\nuntil = 2027-01-01\n\
                     [[components]]\nid = \"led-b\"\nkind = \"hardware\"\nprice = \"1.50\"\n";
    let solution = Solution::from_sources([("solution.toml", solution), ("catalog/a.toml", catalogue)]).unwrap();
    let compiled = solution.compile().unwrap();
    let request = Request::default().as_of(DAY.parse().unwrap());
    let portfolio = compiled.portfolio(&request).unwrap();
    let horizon = compiled.horizon(&request, "2027-06-01".parse().unwrap()).unwrap();
    let extras = Extras { horizon: Some(&horizon), ..Extras::default() };
    let data = data(&html(&compiled, &portfolio, &extras).unwrap());
    let rows = data["calendar"].as_array().unwrap();
    assert_eq!(rows.len(), 1, "{rows:#?}");
    assert_eq!(rows[0]["markets"], serde_json::json!(["US", "DE", "CN"]));
    assert_eq!(rows[0]["costs"][1], "DE 1.00 → 1.50 USD");
    assert!(rows[0]["change"].as_str().unwrap().contains("led-b"), "{rows:#?}");
}

#[test]
fn facts_are_sentences() {
    let data = data(&template_page("street-light"));
    let facts = data["markets"].as_array().unwrap().iter().flat_map(|market| market["facts"].as_array().unwrap());
    let texts: Vec<&str> = facts.map(|fact| fact["text"].as_str().unwrap()).collect();
    println!("{} facts", texts.len());
    assert!(texts.contains(&"`power.mains`: voltage 230 V"), "{texts:#?}");
    assert!(!texts.is_empty() && texts.iter().all(|text| !text.contains(['{', '[', '"'])), "{texts:#?}");
}

const HOSTILE: &str = "</script><img src=x onerror=marked=1><b>&lt;\u{2028}";

fn hostile() -> String {
    let name = HOSTILE.replace('"', "");
    let catalogue = format!(
        "[[components]]\nid = \"driver-a\"\nkind = \"hardware\"\nname = \"{name}\"\nmanufacturer = \"{name}\"\nmpn = \"{name}\"\n\
         price = \"1.00\"\nneeds = {{ \"power.mains\" = {{ voltage_v = {{ within = [100, 130] }} }} }}\n\
         [[components]]\nid = \"driver-b\"\nkind = \"hardware\"\nname = \"{name}\"\nprice = \"1.50\"\n\
         [[components]]\nid = \"shell\"\nkind = \"hardware\"\nname = \"{name}\"\nprice = \"1.00\"\n"
    );
    let solution = "[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\nmarkets = [\"US\", \"DE\", \"north\"]\ncurrency = \"USD\"\n\
                    [slots.shell]\nchoose = [\"shell\"]\n[slots.driver]\nchoose = [\"driver-a\", \"driver-b\"]\n";
    let north = format!(
        "area = \"north\"\nname = \"{name}\"\nwithin = [\"world\"]\n[[rules]]\nid = \"none\"\nthen = \"not slot.shell\"\nmessage = \"{name}\"\n"
    );
    page(&[("solution.toml", solution), ("catalog/a.toml", &catalogue), ("regions/north.toml", &north)])
}

#[test]
fn hostile_names_end_no_element() {
    let page = hostile();
    assert_eq!(page.matches("</script>").count(), 2, "the page's own two scripts and no more");
    assert!(!page.contains("<img"));
}

// How it behaves.

struct Seen(serde_json::Value);

impl Seen {
    fn number(&self, key: &str) -> i64 {
        self.0[key].as_i64().unwrap_or_else(|| panic!("{key} in {}", self.0))
    }

    fn text(&self, key: &str) -> &str {
        self.0[key].as_str().unwrap_or_else(|| panic!("{key} in {}", self.0))
    }

    fn is(&self, key: &str) -> bool {
        self.0[key].as_bool().unwrap_or_else(|| panic!("{key} in {}", self.0))
    }
}

/// Opens the page in a browser without a window and drives it; nothing where there is no browser.
fn driven(page: &str) -> Option<Seen> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    // Only scripts with the page's nonce run.
    let nonce = page.split_once("<script nonce=\"").and_then(|(_, rest)| rest.split_once('"')).unwrap().0;
    let errors = format!(
        "<script nonce=\"{nonce}\">window.failures = []; \
         addEventListener('error', (event) => failures.push(event.message)); \
         addEventListener('securitypolicyviolation', (event) => failures.push(event.violatedDirective));</script><title>"
    );
    let driven = page.replacen("<title>", &errors, 1);
    let script = format!("<script nonce=\"{nonce}\">{}</script></body>", include_str!("report/drive.js"));
    let driven = driven.replace("</body>", &script);
    fs::write(&file, driven).unwrap();
    let browser = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success()));
    let Some(browser) = browser else {
        println!("skipped: no Chromium on the path");
        return None;
    };
    let mut command = Command::new(browser);
    command.args([
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=20000",
        "--window-size=1400,900",
    ]);
    command.arg(format!("--user-data-dir={}", folder.path().join("profile").display()));
    let output = command.arg("--dump-dom").arg(format!("file://{}", file.display())).output().unwrap();
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let result = dom.rsplit_once("<pre id=\"seen\">").and_then(|(_, rest)| rest.split_once("</pre>"));
    let (json, _) =
        result.unwrap_or_else(|| panic!("the page did not answer: {}", String::from_utf8_lossy(&output.stderr)));
    let json = json.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let seen = Seen(serde_json::from_str(&json).unwrap());
    assert_eq!(seen.0["errors"], serde_json::json!([]), "console errors");
    Some(seen)
}

#[test]
fn all_templates_open_filter_click_and_listen_to_keys() {
    let mut opened = 0;
    for (name, markets) in [("street-light", 10), ("health-monitor", 8), ("soil-station", 7)] {
        let files = template(name);
        let text = files.iter().find(|(file, _)| file == "solution.toml").map(|(_, text)| text.as_str()).unwrap();
        let listed = text.lines().find(|line| line.starts_with("markets")).unwrap().matches('"').count() / 2;
        let markets = if listed > 0 { listed } else { markets };
        let Some(seen) = driven(&template_page(name)) else { return };
        assert!(seen.number("varying") > 0 && seen.number("every") > seen.number("varying"), "{name}: {}", seen.0);
        assert!(seen.text("clicked").contains(" in "), "{name}");
        assert!(!seen.text("why").is_empty(), "{name}");
        assert_eq!(seen.text("moved"), "1", "{name}");
        assert!(seen.is("entered") && seen.is("slash") && seen.is("wide"), "{name}: {}", seen.0);
        assert!(seen.number("filtered") < seen.number("every"), "{name}");
        assert_eq!(seen.number("tiles"), i64::try_from(markets).unwrap(), "{name}");
        assert!(seen.number("boxes") > 5, "{name}");
        assert_eq!(seen.number("unlabelled"), 0, "{name}");
        opened += 1;
    }
    println!("pages driven in a browser: {opened}");
}

#[test]
fn hostile_names_do_not_become_markup() {
    let Some(seen) = driven(&hostile()) else { return };
    assert!(!seen.is("marked"), "no script of a name's ran");
    assert_eq!(seen.number("scripts"), 0);
    assert!(seen.0["sections"].as_array().unwrap().contains(&serde_json::json!("conflicts")));
}

/// Many markets and slots: every fifth slot differs between halves of the markets.
fn large(markets: usize, slots: usize) -> String {
    let code = |at: usize| format!("m{at:03}");
    let list: Vec<String> = (0..markets).map(|at| format!("\"{}\"", code(at))).collect();
    let mut solution = format!(
        "[solution]\nname = \"large\"\nversion = \"1.0.0\"\nmarkets = [{}]\ncurrency = \"USD\"\n",
        list.join(", ")
    );
    let mut catalogue = String::new();
    for slot in 0..slots {
        let _ = write!(solution, "[slots.s{slot}]\nchoose = [\"a{slot}\", \"b{slot}\"]\n");
        let need =
            if slot % 5 == 0 { "needs = { \"power.mains\" = { voltage_v = { within = [100, 130] } } }\n" } else { "" };
        let _ = write!(
            catalogue,
            "[[components]]\nid = \"a{slot}\"\nkind = \"hardware\"\nprice = \"1.00\"\n{need}\
             [[components]]\nid = \"b{slot}\"\nkind = \"hardware\"\nprice = \"2.00\"\n"
        );
    }
    let overlay = |at: usize| {
        let volts = if at.is_multiple_of(2) { 120 } else { 230 };
        format!(
            "area = \"{0}\"\nname = \"Market {0}\"\nwithin = [\"world\"]\n[power]\nvoltage_v = [{volts}]\n",
            code(at)
        )
    };
    let overlays: Vec<(String, String)> =
        (0..markets).map(|at| (format!("regions/{}.toml", code(at)), overlay(at))).collect();
    let mut files = vec![("solution.toml", solution.as_str()), ("catalog/a.toml", catalogue.as_str())];
    files.extend(overlays.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    page(&files)
}

#[test]
fn two_hundred_markets_by_five_hundred_slots_stay_fluid() {
    let page = large(200, 500);
    println!("200 markets × 500 slots: {} KB", page.len() / 1024);
    assert!(page.len() < 5 << 20, "{} bytes", page.len());
    let Some(seen) = driven(&page) else { return };
    assert_eq!((seen.number("varying"), seen.number("filtered")), (100, 0));
    println!("opened within {} ms", seen.number("opened"));
}

#[test]
fn the_command_writes_a_file_and_the_graph_is_text() {
    let lamp = Lamp::new();
    lamp.run(&["report"]).exits(0).prints("wrote report.html");
    assert!(lamp.read("report.html").starts_with("<!DOCTYPE html>"));
    lamp.run(&["report", "-o", "solution.toml/all.html"]).exits(2).tells("cannot write");
    lamp.run(&["graph"]).exits(0).prints("digraph \"lamp\"").prints("label=\"housing\\nhousing\"");
    lamp.run(&["graph", "--format", "mermaid"]).exits(0).prints("flowchart LR").prints("driver-120, driver-230");
    lamp.edit("solution.toml", "[\"driver-120\", \"driver-230\"]", "[\"driver-120\"]");
    lamp.run(&["report", "-q"]).exits(1).prints("wrote report.html");
    assert!(lamp.read("report.html").contains("\"status\":\"conflict\""));
}
