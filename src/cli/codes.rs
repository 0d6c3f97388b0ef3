//! `terroir explain --code`: what the words in brackets mean, from the page `codes.md` beside this file.

use super::failure::Failure;
use terroir::diagnostic::printable;

const PAGE: &str = include_str!("codes.md");

/// The part of the page about one code; for the empty text, all codes with their first sentence.
pub fn text(code: &str) -> Result<String, Failure> {
    if code.is_empty() {
        let line = |(code, text): (&str, &str)| format!("{code:<22}{}\n", first_sentence(text));
        return Ok(parts().map(line).collect());
    }
    match parts().find(|(known, _)| *known == code) {
        Some((_, text)) => Ok(format!("{code}\n\n{}\n", shown(text))),
        None => {
            let near = terroir::name::nearest(code, parts().map(|(known, _)| known));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            let all = Some("`terroir explain --code` lists all".to_owned());
            Err(Failure::Usage(format!("there is no code `{}`", printable(code)), help.or(all)))
        }
    }
}

/// A code that a flag names; a wrong one would deny nothing and look like a clean answer.
pub fn known(code: &str) -> Result<String, String> {
    if parts().any(|(known, _)| known == code) {
        return Ok(code.to_owned());
    }
    Err(match terroir::name::nearest(code, parts().map(|(known, _)| known)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`terroir explain --code` lists all codes".to_owned(),
    })
}

/// The first sentence about a code, and the whole of its part; `None` for a code without one.
pub fn found(code: &str) -> Option<(String, String)> {
    let (_, text) = parts().find(|(known, _)| *known == code)?;
    Some((first_sentence(text), text.to_owned()))
}

/// Code and text of each part.
fn parts() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGE.split("\n## ").skip(1).map(|part| {
        let (code, text) = part.split_once('\n').unwrap_or((part, ""));
        (code, text.trim_end())
    })
}

fn first_sentence(text: &str) -> String {
    let joined = text.lines().take_while(|line| !line.starts_with("```")).collect::<Vec<_>>().join(" ");
    let end = joined.find(". ").map_or(joined.len(), |at| at + 1);
    joined.get(..end).unwrap_or("").to_owned()
}

/// A part as a terminal shows it: code is indented instead of fenced.
fn shown(text: &str) -> String {
    let mut out = String::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
            out.push('\n');
            continue;
        }
        let line = if fenced && !line.is_empty() { format!("    {line}\n") } else { format!("{line}\n") };
        out.push_str(&line);
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use terroir::{Faults, Solution};

    const SOLUTION: &str = "[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\nmarkets = [\"US\"]\ncurrency = \"USD\"\n\
                            [slots.lamp]\nchoose = [\"lamp-1\"]\n";
    const PARTS: &str = "[[components]]\nid = \"lamp-1\"\nkind = \"hardware\"\nprice = \"1.00\"\n";

    /// The codes that a lamp with an example in it raises.
    fn raised(example: &str) -> Vec<&'static str> {
        let mut files = BTreeMap::from([
            ("solution.toml".to_owned(), SOLUTION.to_owned()),
            ("catalog/parts.toml".to_owned(), PARTS.to_owned()),
        ]);
        let mut name = String::new();
        for line in example.lines() {
            if let Some(file) = line.strip_prefix("# ") {
                name = file.to_owned();
            } else {
                let text = files.entry(name.clone()).or_default();
                // A whole solution stands for the lamp's.
                if line == "[solution]" {
                    text.clear();
                }
                text.push_str(line);
                text.push('\n');
            }
        }
        let told = |faults: Faults| faults.diagnostics.iter().map(|one| one.code).collect::<Vec<_>>();
        let solution = match Solution::from_sources(files) {
            Ok(solution) => solution,
            Err(faults) => return told(faults),
        };
        let mut codes: Vec<_> = solution.diagnostics().iter().map(|one| one.code).collect();
        match solution.compile() {
            Ok(compiled) => {
                codes.extend(compiled.diagnostics().iter().map(|one| one.code));
                let request = terroir::Request::default().as_of("2026-11-22".parse().unwrap());
                let answers = compiled.portfolio(&request).map(|all| all.markets).unwrap_or_default();
                codes.extend(compiled.lint(&answers, None).iter().map(|one| one.code));
            }
            Err(faults) => codes.extend(told(faults)),
        }
        codes
    }

    fn fenced(text: &str) -> Vec<String> {
        text.split("```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap().1.to_owned()).collect()
    }

    #[test]
    fn an_example_raises_its_code_and_its_fix_does_not() {
        let mut tried = 0;
        let mut wrong = Vec::new();
        for (code, text) in parts() {
            let [example, fix] = fenced(text).try_into().unwrap_or_else(|_| [String::new(), String::new()]);
            if example.is_empty() {
                continue;
            }
            tried += 1;
            let (before, after) = (raised(&example), raised(&fix));
            if !before.contains(&code) || after.contains(&code) {
                wrong.push(format!("{code}: the example raises {before:?}, the fix {after:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(tried >= 40, "{tried} examples were tried");
    }

    /// All source files of the library.
    fn sources(folder: &std::path::Path, texts: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") {
                sources(&path, texts);
            } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                texts.push(text.split("#[cfg(test)]").next().unwrap().to_owned());
            }
        }
    }

    #[test]
    fn every_code_that_is_raised_has_its_text() {
        let mut texts = Vec::new();
        sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut texts);
        let known: Vec<_> = parts().map(|(code, _)| code).collect();
        let mut missing = Vec::new();
        for maker in ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note("] {
            let calls = texts.iter().flat_map(|text| text.split(maker).skip(1));
            let codes = calls.filter_map(|call| call.trim_start().strip_prefix('"')?.split('"').next());
            missing.extend(codes.filter(|code| !known.contains(code)));
        }
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn codes_are_sorted_and_told_apart() {
        let codes: Vec<_> = parts().map(|(code, _)| code).collect();
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(codes, sorted);
    }

    #[test]
    fn a_wrong_code_gets_the_nearest() {
        assert!(matches!(text("clsh"), Err(Failure::Usage(_, Some(help))) if help.contains("`clash`")));
        assert!(text("gap").unwrap().starts_with("gap\n\nSomething about a market is not known"));
        assert!(text("").unwrap().lines().all(|line| !line.is_empty()));
    }
}
