//! Laws of the edits: only what is meant changes, and once more changes nothing.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

use super::project_file::with_variants;
use super::schematic::{Edited, FieldText, Place, Refusal, Variant, Wanted, edited};
use super::sexpr::{Tree, quote};

const SCHEMATIC: &str = "(kicad_sch\n\t(version 20260101)\n\t(generator \"eeschema\")\n\t(lib_symbols\n\t\t(symbol \"Device:R\"\n\t\t\t(property \"Reference\" \"R\")\n\t\t)\n\t)\n\t(symbol\n\t\t(lib_id \"Device:R\")\n\t\t(dnp no)\n\t\t(property \"Reference\" \"R1\"\n\t\t\t(at 0 0 0)\n\t\t)\n\t\t(property \"Value\" \"10k\"\n\t\t\t(at 0 0 0)\n\t\t)\n\t\t(property \"MFR_PN\" \"EXAMPLE-10K\"\n\t\t\t(at 0 0 0)\n\t\t)\n\t\t(instances\n\t\t\t(project \"lamp\"\n\t\t\t\t(path \"/1/2\"\n\t\t\t\t\t(reference \"R1\")\n\t\t\t\t\t(unit 1)\n\t\t\t\t)\n\t\t\t\t(path \"/1/3\"\n\t\t\t\t\t(reference \"R2\")\n\t\t\t\t\t(unit 1)\n\t\t\t\t\t(variant\n\t\t\t\t\t\t(name \"test\")\n\t\t\t\t\t\t(dnp yes)\n\t\t\t\t\t)\n\t\t\t\t)\n\t\t\t)\n\t\t\t(project \"other\"\n\t\t\t\t(path \"/9\"\n\t\t\t\t\t(reference \"R1\")\n\t\t\t\t\t(unit 1)\n\t\t\t\t)\n\t\t\t)\n\t\t)\n\t)\n)\n";

fn other(value: &str) -> Place {
    let field = |names: &[&str], text: &str| FieldText {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        text: text.to_owned(),
    };
    Place::Other(vec![field(&["Value"], value), field(&["MPN", "MFR PN"], ""), field(&["Manufacturer"], "EXAMPLE")])
}

fn variant(name: &str, places: &[(&str, Place)]) -> Variant {
    let places = places.iter().map(|(designator, place)| ((*designator).to_owned(), place.clone()));
    Variant { name: name.to_owned(), places: places.collect() }
}

fn wanted(variants: &[Variant]) -> Wanted {
    let titles = ["Value", "MPN", "MFR PN", "Manufacturer"].map(str::to_owned);
    Wanted { variants: variants.to_vec(), titles: titles.into_iter().collect() }
}

fn written(text: &str, variants: &[Variant]) -> Edited {
    edited(text, "lamp", &wanted(variants)).unwrap()
}

#[test]
fn a_variant_states_what_differs_from_the_symbol() {
    let variants = [
        variant("DE", &[("R1", Place::Empty), ("R2", Place::Shown(Vec::new()))]),
        variant("US", &[("R1", other("22k")), ("R2", Place::Shown(Vec::new()))]),
    ];
    let edited = written(SCHEMATIC, &variants);
    let inserted = "\n\t\t\t\t\t(variant\n\t\t\t\t\t\t(name \"DE\")\n\t\t\t\t\t\t(dnp yes)\n\t\t\t\t\t)\n\t\t\t\t\t(variant\n\t\t\t\t\t\t(name \"US\")\n\t\t\t\t\t\t(field\n\t\t\t\t\t\t\t(name \"MFR_PN\")\n\t\t\t\t\t\t\t(value \"\")\n\t\t\t\t\t\t)\n\t\t\t\t\t\t(field\n\t\t\t\t\t\t\t(name \"Value\")\n\t\t\t\t\t\t\t(value \"22k\")\n\t\t\t\t\t\t)\n\t\t\t\t\t)";
    let expected = SCHEMATIC.replacen(
        "(reference \"R1\")\n\t\t\t\t\t(unit 1)",
        &format!("(reference \"R1\")\n\t\t\t\t\t(unit 1){inserted}"),
        1,
    );
    assert_eq!(edited.text, expected, "no other byte changes");
    assert_eq!(edited.designators.len(), 2);
    assert_eq!(edited.missing_fields.iter().map(String::as_str).collect::<Vec<_>>(), ["Manufacturer"]);
    assert_eq!(written(&edited.text, &variants).text, edited.text, "once more changes nothing");
    let none = [variant("DE", &[("R1", Place::Shown(Vec::new()))]), variant("us", &[("R1", Place::Shown(Vec::new()))])];
    let without = written(&edited.text, &none);
    assert_eq!(without.text, SCHEMATIC, "nothing of an earlier export is left");
}

#[test]
fn a_symbol_that_was_drawn_before_its_project_is_one_of_it() {
    let variants = [variant("DE", &[("R1", Place::Empty)])];
    let nameless = SCHEMATIC.replace("(project \"lamp\"", "(project \"\"");
    let edited = written(&nameless, &variants);
    assert_eq!(edited.designators.iter().map(String::as_str).collect::<Vec<_>>(), ["R1", "R2"]);
    assert_eq!(edited.text, written(SCHEMATIC, &variants).text.replace("(project \"lamp\"", "(project \"\""));
    // Beside an instance of the project itself, a nameless one is that of another.
    let both = SCHEMATIC
        .replace("(project \"other\"", "(project \"\"")
        .replace("\"/9\"\n\t\t\t\t\t(reference \"R1\")", "\"/9\"\n\t\t\t\t\t(reference \"R9\")");
    assert!(!written(&both, &variants).designators.contains("R9"));
}

#[test]
fn what_somebody_else_states_of_a_variant_is_kept() {
    let theirs = "(variant (name \"DE\") (exclude_from_sim yes) (dnp yes) (field (name \"Note\") (value \"a\\\"b\")))";
    let text = SCHEMATIC.replacen("(reference \"R1\")\n", &format!("(reference \"R1\")\n{theirs}"), 1);
    let edited = written(&text, &[variant("de", &[("R1", Place::Shown(Vec::new()))])]);
    assert!(edited.text.contains("(exclude_from_sim yes)") && edited.text.contains("(value \"a\\\"b\")"));
    assert_eq!(edited.text.matches("(dnp yes)").count(), 1, "only that of `test` is left: {}", edited.text);
    let alone = written(SCHEMATIC, &[variant("test", &[("R2", Place::Shown(Vec::new()))])]);
    assert_eq!(
        alone.text,
        SCHEMATIC.replace("\n\t\t\t\t\t(variant\n\t\t\t\t\t\t(name \"test\")\n\t\t\t\t\t\t(dnp yes)\n\t\t\t\t\t)", "")
    );
}

#[test]
fn an_old_or_broken_schematic_is_refused() {
    let old = SCHEMATIC.replace("20260101", "20250114");
    let change = [variant("DE", &[("R1", Place::Empty)])];
    assert_eq!(edited(&old, "lamp", &wanted(&change)), Err(Refusal::Version("20250114".to_owned())));
    assert_eq!(written(&old, &[]).text, old);
    for broken in ["", "(", "(kicad_sch))", "(kicad_sch \"", "kicad_sch", ")", "(other)", "(a)(b)"] {
        assert!(matches!(edited(broken, "lamp", &wanted(&change)), Err(Refusal::Fault(_))), "{broken}");
    }
    assert!(Tree::parse(&"(".repeat(100_000)).is_err());
}

/// A small generator of numbers, the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % count
    }

    fn text(&mut self) -> String {
        let letters = ['a', 'R', '1', ' ', '"', '\\', '(', ')', '\n', '\t', 'ü', '抵', '#', ';'];
        (0..self.below(6)).map(|_| letters[self.below(letters.len() as u64) as usize]).collect()
    }

    fn space(&mut self) -> &'static str {
        ["", " ", "\n\t", "\r\n  ", "  \n\n"][self.below(5) as usize]
    }

    fn tree(&mut self, depth: u64) -> String {
        let mut out = format!("({}word", self.space());
        for _ in 0..self.below(4) {
            out.push_str([" ", "\n", "\t"][self.below(3) as usize]);
            match self.below(3) {
                0 if depth > 0 => out.push_str(&self.tree(depth - 1)),
                1 => out.push_str(&quote(&self.text())),
                _ => out.push_str("yes"),
            }
        }
        out.push_str(self.space());
        out.push(')');
        out
    }
}

#[test]
fn any_schematic_changes_only_at_its_variants() {
    let mut dice = Dice(7);
    for _ in 0..3000 {
        let names = [dice.text(), dice.text(), "DE".to_owned()];
        let place = |dice: &mut Dice| match dice.below(3) {
            0 => Place::Empty,
            1 => Place::Shown(Vec::new()),
            _ => other(&dice.text()),
        };
        let variants: Vec<Variant> =
            ["US", "DE"].map(|name| variant(name, &[(names[0].as_str(), place(&mut dice))])).to_vec();
        let mut path = format!("(path \"/1\" (reference {}){}(unit 1)", quote(&names[0]), dice.space());
        if dice.below(2) == 0 {
            path.push_str(&format!("{}(variant (name {}){}", dice.space(), quote(&names[2]), dice.space()));
            path.push_str(
                ["(dnp yes))", "(field (name \"Value\") (value \"1\")))", "(in_bom no))", ")"][dice.below(4) as usize],
            );
        }
        path.push_str(&format!("{})", dice.space()));
        let (junk, more) = (dice.tree(3), dice.tree(4));
        let text = format!(
            "(kicad_sch (version 20260101){junk}(symbol {} (property \"Value\" {}) {more} (instances (project \"lamp\" {path})) ){junk})\n",
            ["(dnp yes)", "(dnp no)", ""][dice.below(3) as usize],
            quote(&names[1])
        );
        let first = written(&text, &variants);
        let tree = Tree::parse(&first.text).unwrap();
        let symbol = tree.lists(tree.root(), "symbol").next().unwrap();
        let project = tree.lists(symbol, "instances").flat_map(|one| tree.lists(one, "project")).next().unwrap();
        let written_path = tree.lists(project, "path").next().unwrap();
        let start = text.find("(path ").unwrap();
        assert_eq!(first.text[..start], text[..start]);
        assert_eq!(first.text[tree.span(written_path).end..], text[start + path.len()..]);
        assert_eq!(written(&first.text, &variants).text, first.text, "{text}");
        // Each variant read back says what was meant.
        for variant in &variants {
            let place = &variant.places[&names[0]];
            let shown = text.contains("(dnp yes) (property");
            let found = tree.lists(written_path, "variant").find(|one| tree.value(*one, "name") == Some(&variant.name));
            let dnp = found.and_then(|one| tree.value(one, "dnp")).map_or(shown, |dnp| dnp == "yes");
            assert_eq!(dnp, *place == Place::Empty, "{text}\n{}", first.text);
            if let Place::Other(fields) = place {
                let field = |one| tree.lists(one, "field").find(|one| tree.value(*one, "name") == Some("Value"));
                let value = found.and_then(field).and_then(|one| tree.value(one, "value")).unwrap_or(&names[1]);
                assert_eq!(value, fields[0].text, "{}", first.text);
            }
        }
    }
}

#[test]
fn the_project_lists_the_variants_and_nothing_else_changes() {
    let text = "{\n  \"board\": { \"variants\": [1.50, \"}\"] },\n  \"schematic\": {\n    \"a\": -0.0,\n    \"variants\": []\n  }\n}\n";
    let written = with_variants(text, &["US", "DE"]).unwrap();
    assert_eq!(written, text.replace("[]", "[{\"name\":\"DE\"}, {\"name\":\"US\"}]"));
    assert_eq!(with_variants(&written, &["de", "US"]).unwrap(), written);
    let described = text.replace("[]", "[{\"name\": \"Old\", \"description\": \"x\"}]");
    assert!(
        with_variants(&described, &["DE"])
            .unwrap()
            .contains("[{\"name\":\"DE\"}, {\"description\":\"x\",\"name\":\"Old\"}]")
    );
    let without = "{\n  \"schematic\": {\n    \"a\": 1\n  }\n}\n";
    let written = with_variants(without, &["DE"]).unwrap();
    assert_eq!(written, "{\n  \"schematic\": {\n    \"variants\": [{\"name\":\"DE\"}],\n    \"a\": 1\n  }\n}\n");
    for bare in ["{}", "{\"schematic\":{}}", "{ \"x\": {\"schematic\": {\"variants\": 1}}, \"y\" : \"\\\"{\" }"] {
        let written = with_variants(bare, &["DE"]).unwrap();
        let value: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(value["schematic"]["variants"][0]["name"], "DE", "{written}");
    }
    for wrong in
        ["", "[]]", "{\"schematic\": {\"variants\": {}}}", "{\"schematic\": 1}", "{\"schematic\": {\"variants\": [1]}}"]
    {
        assert!(with_variants(wrong, &["DE"]).is_err(), "{wrong}");
    }
}
