//! Every diagnostic code can be raised: its example raises it, and the example after its fix does not.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use terroir::terms::code::{Snippet, SnippetStep};
use terroir::{Code, Faults, Request, Solution};

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

/// The codes that reading, compiling, resolving and linting raise.
fn raised_by(files: BTreeMap<String, String>) -> Vec<Code> {
    let codes_of = |faults: Faults| faults.diagnostics.iter().map(|one| one.code).collect::<Vec<_>>();
    let solution = match Solution::from_sources(files) {
        Ok(solution) => solution,
        Err(faults) => return codes_of(faults),
    };
    let mut codes: Vec<Code> = solution.diagnostics().iter().map(|one| one.code).collect();
    match solution.compile() {
        Ok(compiled) => {
            codes.extend(compiled.diagnostics().iter().map(|one| one.code));
            let request = Request::default().as_of("2026-11-22".parse().unwrap());
            let portfolio = compiled.portfolio(&request).unwrap();
            codes.extend(portfolio.warnings.iter().map(|warning| warning.code));
            let boms = portfolio.markets.iter().filter_map(|outcome| outcome.bom());
            codes.extend(boms.flat_map(|bom| &bom.warnings).map(|warning| warning.code));
            codes.extend(compiled.lint(&portfolio.markets, None).iter().map(|one| one.code));
        }
        Err(faults) => codes.extend(codes_of(faults)),
    }
    codes
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
            let mark = format!("[{code}]");
            if !before.contains(&mark) || after.contains(&mark) {
                wrong.push(format!("{code}: the example prints\n{before}\nthe fix\n{after}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
