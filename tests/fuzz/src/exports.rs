//! Texts in every field of a solution, written by every exporter and read back.

use crate::documents::{build, release, resolved, toml_text};
use crate::text;
use terroir::export::{self, Extras, KicadFile, KicadVariant, MatrixRows, Profile, Release, SpecVersion};
use terroir::{Compiled, Portfolio, SkuDepth, Solution};

/// The fields of the lamp that hold a text of the user's, in order; a line of the input each.
const FIELDS: [&str; 9] =
    ["name", "manufacturer", "mpn", "value", "license", "description", "datasheet", "supplier", "footprint"];

/// A lamp whose texts are the lines of the input.
pub fn exporters(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let lines: Vec<String> = text.split('\n').map(toml_text).collect();
    let at = |number: usize| lines.get(number % lines.len().max(1)).cloned().unwrap_or_default();
    let (mut own, mut number) = (String::new(), 0);
    for key in FIELDS {
        own.push_str(&format!("{key} = {}\n", at(number)));
        number += 1;
    }
    let solution = format!(
        "[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\nmarkets = [\"US\", \"DE\"]\ncurrency = \"USD\"\n\n\
         [slots.board]\nchoose = [\"board\"]\nrefdes = [{}]\n\n[slots.driver]\nchoose = [\"d-1\", \"d-2\"]\nrefdes = [\"U1\"]\npart-of = \"board\"\n\n\
         [[rules]]\nid = \"dry\"\nif = \"market.US\"\nthen = \"slot.driver == d-1 || slot.board\"\nmessage = {}\n\n\
         [profile.bom.own]\ncolumns = [\"refdes\", \"quantity\", {{ field = \"mpn\", title = {} }}]\n",
        at(number),
        at(number + 1),
        at(number + 2)
    );
    let parts = format!(
        "[[components]]\nid = \"board\"\nkind = \"hardware\"\nprice = \"2.00\"\n{own}\n\
         [[components]]\nid = \"d-1\"\nkind = \"hardware\"\nprice = \"1.00\"\nmpn = {}\nneeds = {{ \"power.mains\" = {{ voltage_v = {{ within = [100, 130] }} }} }}\n\n\
         [[components]]\nid = \"d-2\"\nkind = \"hardware\"\nprice = \"1.10\"\nmpn = {}\n",
        at(number + 3),
        at(number + 4)
    );
    let files = vec![("solution.toml".to_owned(), solution), ("catalog/parts.toml".to_owned(), parts)];
    let Some(solution) = build(files) else { return };
    let Some((compiled, portfolio)) = resolved(&solution) else { return };
    read_back(&solution, &compiled, &portfolio);
}

fn read_back(solution: &Solution, compiled: &Compiled, portfolio: &Portfolio) {
    is_json(&export::json(portfolio).expect("JSON"));
    is_csv(&export::csv(portfolio));
    is_plain(&export::table(portfolio));
    is_plain(&export::matrix(portfolio, MatrixRows::All));
    let page = export::html(compiled, portfolio, &Extras::default()).expect("a page");
    assert_eq!(page.matches("</script").count(), empty_page().matches("</script").count(), "a script that ends early");
    let graph = export::graph(compiled, portfolio);
    is_dot(&export::dot(&graph, solution.name()));
    is_plain(&export::mermaid(&graph));
    let none = &mut |_| {};
    if let Ok(skus) = compiled.skus(&crate::request(), SkuDepth::Number, none) {
        is_json(&export::skus_json(&skus).expect("JSON"));
        is_plain(&export::skus_table(&skus));
        is_plain(&export::skus_markdown(&skus));
    }
    if let Some(release) = release(compiled, portfolio) {
        releases(solution, &release);
    }
}

fn releases(solution: &Solution, release: &Release) {
    for market in &release.markets {
        is_json(&export::cyclonedx(release, market, "sha256:0", SpecVersion::V1_6).expect("JSON"));
    }
    for name in Profile::names(solution) {
        let profile = Profile::find(solution, name).expect("a profile of this name");
        for market in &release.markets {
            let _ = profile.sheets(release, market);
        }
        let _ = export::workbook(release, &profile);
    }
    let variants: Vec<KicadVariant> =
        release.markets.iter().map(|market| KicadVariant { name: &market.bom.market, market }).collect();
    let Some(first) = variants.first() else { return };
    let project = KicadFile { path: "lamp.kicad_pro".to_owned(), text: "{}".to_owned() };
    for file in export::kicad_project(&variants, first.market, &[project]).iter().flat_map(|written| &written.changed) {
        is_json(&file.text);
    }
}

fn empty_page() -> &'static str {
    static PAGE: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    PAGE.get_or_init(|| {
        let solution = build(vec![(
            "solution.toml".to_owned(),
            "[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\nmarkets = [\"DE\"]\ncurrency = \"EUR\"\n".to_owned(),
        )]);
        let (compiled, portfolio) = resolved(&solution.expect("a solution")).expect("an answer");
        export::html(&compiled, &portfolio, &Extras::default()).expect("a page")
    })
}

fn is_json(text: &str) {
    serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|error| panic!("no JSON: {error}\n{text}"));
}

/// All rows have as many cells as the header.
fn is_csv(text: &str) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().for_each(|record| drop(record.unwrap_or_else(|error| panic!("no CSV: {error}\n{text}"))));
}

/// Nothing that a terminal would obey.
fn is_plain(text: &str) {
    let strange = text.chars().find(|letter| letter.is_control() && *letter != '\n');
    assert_eq!(strange, None, "a control character in {text:?}");
}

/// Every string of a graph in DOT ends on its own line.
fn is_dot(text: &str) {
    is_plain(text);
    for line in text.lines() {
        let escaped = line.replace("\\\\", "").replace("\\\"", "");
        assert_eq!(escaped.matches('"').count() % 2, 0, "an open string in {line:?}");
    }
}
