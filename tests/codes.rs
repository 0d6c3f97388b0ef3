//! Every diagnostic code can be raised: its example raises it, and the example after its fix does not.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use terroir::terms::code::{Snippet, SnippetStep};
use terroir::{Code, Diagnostic, Faults, Request, Severity, SkuDepth, Solution};

const SOLUTION: &str = "[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\nmarkets = [\"US\"]\ncurrency = \"USD\"\n\
                        [slots.lamp]\nchoose = [\"lamp-1\"]\n";
const PARTS: &str = "[[components]]\nid = \"lamp-1\"\nkind = \"hardware\"\nprice = \"1.00\"\n";

/// The files of a lamp, by name.
fn lamp() -> BTreeMap<String, String> {
    BTreeMap::from([
        ("solution.toml".to_owned(), SOLUTION.to_owned()),
        ("catalog/parts.toml".to_owned(), PARTS.to_owned()),
    ])
}

/// Adds a piece of a file; a whole solution takes the place of the lamp's.
fn add(files: &mut BTreeMap<String, String>, name: &str, text: &str) {
    let file = files.entry(name.to_owned()).or_default();
    if text.starts_with("[solution]") {
        file.clear();
    }
    file.push_str(text);
}

fn has_command(snippet: Snippet) -> bool {
    snippet.steps().iter().any(|step| matches!(step, SnippetStep::Command { .. }))
}

/// The codes that a lamp with a snippet in it raises.
fn raised(snippet: Snippet) -> Vec<Code> {
    let mut files = lamp();
    for step in snippet.steps() {
        if let SnippetStep::File { name, text } = step {
            add(&mut files, name, &text);
        }
    }
    raised_by(files)
}

/// The codes of diagnostics. A waiver may accept all but errors and what is about waivers.
fn codes(diagnostics: &[Diagnostic]) -> Vec<Code> {
    for one in diagnostics {
        let is_open = one.severity != Severity::Error && !one.code.as_str().starts_with("waiver-");
        assert_eq!(one.code.can_be_waived(), is_open, "{one:?}");
    }
    diagnostics.iter().map(|one| one.code).collect()
}

/// The codes that reading, compiling, resolving and linting raise.
fn raised_by(files: BTreeMap<String, String>) -> Vec<Code> {
    let codes_of = |faults: Faults| codes(&faults.diagnostics);
    let solution = match Solution::from_sources(files) {
        Ok(solution) => solution,
        Err(faults) => return codes_of(faults),
    };
    let mut found = codes(solution.diagnostics());
    match solution.compile() {
        Ok(compiled) => {
            found.extend(codes(compiled.diagnostics()));
            let request = Request::default().as_of("2026-11-22".parse().unwrap());
            let portfolio = compiled.portfolio(&request).unwrap();
            found.extend(portfolio.warnings.iter().map(|warning| warning.code));
            let boms = portfolio.markets.iter().filter_map(|outcome| outcome.bom());
            found.extend(boms.flat_map(|bom| &bom.warnings).map(|warning| warning.code));
            assert!(found.iter().all(|code| code.can_be_waived()), "{found:?}");
            found.extend(codes(&compiled.lint(&portfolio.markets, None)));
            found.extend(codes(&compiled.idle_waivers(&[portfolio], &[])));
        }
        Err(faults) => found.extend(codes_of(faults)),
    }
    found
}

#[test]
fn an_example_raises_its_code_and_its_fix_does_not() {
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let (Some(example), Some(fixed)) = (code.text().example, code.text().fixed) else { continue };
        if has_command(example) {
            continue;
        }
        let (before, after) = (raised(example), raised(fixed));
        if !before.contains(code) || after.contains(code) {
            wrong.push(format!("{code}: the example raises {before:?}, the fix {after:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The lamp with one file more, or another one.
fn lamp_with(name: &str, text: String) -> BTreeMap<String, String> {
    let mut files = lamp();
    files.insert(name.to_owned(), text);
    files
}

/// Codes whose cause is too long or too special for a snippet, each with what the test below raises.
fn raised_without_example() -> Vec<(&'static str, Vec<Code>)> {
    let mut without_solution = lamp();
    without_solution.remove("solution.toml");
    let compiled = Solution::from_sources(lamp_with(
        "solution.toml",
        SOLUTION.replace("[slots", "[options.colour]\nvalues = [\"red\", \"blue\"]\n[slots"),
    ));
    let lint = compiled.unwrap().compile().unwrap().lint(&[], Some(0));
    vec![
        ("missing-solution", raised_by(without_solution)),
        ("file-too-large", raised_by(lamp_with("catalog/more.toml", "#".repeat((8 << 20) + 1)))),
        ("too-deep", raised_by(lamp_with("catalog/more.toml", format!("x = {}", "[".repeat(100))))),
        ("too-many-faults", raised_by(lamp_with("catalog/more.toml", "x y\n".repeat(500_000)))),
        ("lint-limit", lint.iter().map(|one| one.code).collect()),
        ("cost-not-proved", cost_not_proved()),
        ("not-proved", not_proved()),
    ]
}

/// Three markets that share a part in pairs only, with every work limit up to the one that proves all.
fn cost_not_proved() -> Vec<Code> {
    let mut files = vec![(
        "solution.toml".to_owned(),
        "[solution]\nname = 'shop'\nmarkets = ['A', 'B', 'C']\ncurrency = 'USD'\n\
          [slots.part]\nchoose = ['a', 'b', 'c']\n"
            .to_owned(),
    )];
    for id in ["a", "b", "c"] {
        let component = format!("[[components]]\nid = '{id}'\nkind = 'hardware'\nprice = '1.00'\n");
        files.push((format!("catalog/{id}.toml"), component));
        let area = id.to_uppercase();
        let overlay = format!(
            "area = '{area}'\nname = '{area}'\nwithin = ['world']\n[[rules]]\nid = 'no-{id}'\n\
                               then = 'slot.part != {id}'\n"
        );
        files.push((format!("regions/{area}.toml"), overlay));
    }
    let compiled = Solution::from_sources(files).unwrap().compile().unwrap();
    let warnings = |limit| {
        let mut request = Request::default().as_of("2026-11-22".parse().unwrap());
        request.limit = Some(limit);
        compiled.skus(&request, SkuDepth::Usual, &mut |_| {}).unwrap().warnings
    };
    let found = (0..500).map(warnings).find(|found| !found.is_empty()).unwrap_or_default();
    found.iter().map(|warning| warning.code).collect()
}

/// Two markets of which one could fill the other's order, with work limits up to the one that proves the plan.
fn not_proved() -> Vec<Code> {
    let solution = "[solution]\nname = 'shop'\nmarkets = ['CN', 'PL']\ncurrency = 'USD'\n[slots.part]\nchoose = ['a', 'b']\n\
                    [volumes]\nCN = 1000\nPL = 1000\n";
    let catalog = "[[components]]\nid = 'a'\nkind = 'hardware'\nprice = '1.00'\nterritories = { not = ['PL'] }\n\
                   [[components]]\nid = 'b'\nkind = 'hardware'\n\
                   price = [{ from = 1000, each = '3.00' }, { from = 1600, each = '1.00' }]\n";
    let files = [("solution.toml", solution), ("catalog/parts.toml", catalog)];
    let compiled = Solution::from_sources(files).unwrap().compile().unwrap();
    let codes = |limit| {
        let request = Request::default().as_of("2026-11-22".parse().unwrap()).accept_gap("100".parse().unwrap());
        let portfolio = compiled.portfolio(&request.limit(limit)).unwrap();
        let warnings = portfolio.markets.iter().flat_map(|market| market.warnings().to_vec());
        warnings.map(|warning| warning.code).collect::<Vec<Code>>()
    };
    let all = (0..2_000).map(|step| codes(step * 10));
    all.into_iter().find(|codes| codes.iter().any(|code| code.as_str() == "not-proved")).unwrap_or_default()
}

#[test]
fn a_code_without_example_is_raised_all_the_same() {
    for (code, raised) in raised_without_example() {
        assert!(raised.iter().any(|one| *one == code), "{code}: {raised:?}");
    }
}

#[test]
fn no_code_is_left_out() {
    let by_hand: Vec<&str> = raised_without_example().iter().map(|(code, _)| *code).collect();
    // Raised in `by_command` and in `catalogues`, from bytes, databases and workbooks.
    let from_files = ["not-utf-8", "missing-column", "database-cell", "unread-formula"];
    for code in Code::ALL.iter().map(|code| code.as_str()) {
        let has_example = Code::from_word(code).unwrap().text().example.is_some();
        let is_raised = by_hand.contains(&code) || from_files.contains(&code);
        assert_ne!(has_example, is_raised, "{code} is raised by its example, or by hand");
    }
}

#[cfg(feature = "cli")]
mod by_command {
    use super::{PARTS, SOLUTION, add, has_command};
    use crate::common::lamp::Lamp;
    use std::collections::BTreeMap;
    use std::fs;
    use terroir::Code;
    use terroir::terms::code::{Snippet, SnippetStep};

    /// What the last command of a snippet prints.
    fn printed(snippet: Snippet) -> String {
        let lamp = Lamp::of(SOLUTION, PARTS);
        let mut files: BTreeMap<String, String> = super::lamp();
        let mut last = String::new();
        for step in snippet.steps() {
            match step {
                SnippetStep::File { name, text } => {
                    add(&mut files, name, &text);
                    fs::create_dir_all(lamp.path(name).parent().unwrap()).unwrap();
                    lamp.write(name, &files[name]);
                }
                SnippetStep::Command { arguments } => {
                    let run = lamp.run(&arguments);
                    last = run.stdout + &run.stderr;
                }
            }
        }
        last
    }

    #[test]
    fn an_example_with_a_command_raises_its_code_and_its_fix_does_not() {
        let mut wrong = Vec::new();
        for code in Code::ALL {
            let (Some(example), Some(fixed)) = (code.text().example, code.text().fixed) else { continue };
            if !has_command(example) {
                continue;
            }
            let (before, after) = (printed(example), printed(fixed));
            let tells = |printed: &str| [']', ':'].iter().any(|end| printed.contains(&format!("[{code}{end}")));
            if !tells(&before) || tells(&after) {
                wrong.push(format!("{code}: the example prints\n{before}\nthe fix\n{after}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_file_that_is_not_utf_8_is_reported() {
        let lamp = Lamp::of(SOLUTION, PARTS);
        fs::write(lamp.path("catalog/more.toml"), b"# caf\xe9\n").unwrap();
        lamp.run(&["check"]).exits(1).tells("error[not-utf-8]");
        fs::write(lamp.path("catalog/more.toml"), "# caf\u{e9}\n").unwrap();
        lamp.run(&["check"]).exits(0);
    }

    #[cfg(feature = "sqlite")]
    #[test]
    fn columns_and_cells_of_a_database_are_reported() {
        let entry = "[[databases]]\nfile = \"parts.sqlite\"\ntable = \"Parts\"\n";
        for (table, code) in [
            ("(part TEXT, kind TEXT)", "missing-column"),
            (
                "(id TEXT, kind TEXT, price BLOB); INSERT INTO Parts VALUES ('led', 'hardware', x'00ff')",
                "database-cell",
            ),
        ] {
            let lamp = Lamp::of(&format!("{SOLUTION}{entry}"), PARTS);
            let database = rusqlite::Connection::open(lamp.path("parts.sqlite")).unwrap();
            database.execute_batch(&format!("CREATE TABLE Parts {table};")).unwrap();
            database.close().unwrap();
            lamp.run(&["check"]).exits(1).tells(&format!("error[{code}]"));
        }
    }
}
