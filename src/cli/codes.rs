//! `terroir explain --code`: what the words in brackets mean.

use super::failure::Failure;
use terroir::Code;
use terroir::Snippet;
use terroir::printable;

/// The text about a code; for the empty word, all codes with their summaries.
pub fn text(word: &str) -> Result<String, Failure> {
    if word.is_empty() {
        return Ok(Code::ALL.iter().map(|code| format!("{code:<22}{}\n", code.text().summary)).collect());
    }
    match word.parse::<Code>() {
        Ok(code) => Ok(format!("{code}\n\n{}\n", plain(code))),
        Err(unknown) => {
            let help = unknown.nearest.map(|near| format!("did you mean `{near}`?"));
            let all = Some("`terroir explain --code` lists all codes".to_owned());
            Err(Failure::Usage(format!("unknown code `{}`", printable(word)), help.or(all)))
        }
    }
}

/// Reads a code in a flag; a wrong one would deny nothing and look like a clean answer.
pub fn known(word: &str) -> Result<Code, String> {
    word.parse().map_err(|unknown: terroir::UnknownCode| match unknown.nearest {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`terroir explain --code` lists all codes".to_owned(),
    })
}

/// The text about a code as Markdown, the snippets in fences.
pub fn markdown(code: Code) -> String {
    whole(code, |snippet| {
        let is_csv = snippet.as_str().lines().next().is_some_and(|name| name.ends_with(".csv"));
        format!("```{}\n{}\n```", if is_csv { "csv" } else { "toml" }, snippet.as_str())
    })
}

/// The text about a code as a terminal shows it, the snippets indented.
fn plain(code: Code) -> String {
    whole(code, |snippet| {
        let indented = |line: &str| if line.is_empty() { String::new() } else { format!("    {line}") };
        let lines: Vec<String> = snippet.as_str().lines().map(indented).collect();
        format!("\n{}\n", lines.join("\n"))
    })
}

fn whole(code: Code, shown: impl Fn(Snippet) -> String) -> String {
    let text = code.text();
    let mut parts = vec![wrapped(&[text.summary, text.why].join(" "))];
    parts.extend(text.example.map(&shown));
    parts.extend((!text.fix.is_empty()).then(|| wrapped(&format!("Fix: {}", text.fix))));
    parts.extend(text.fixed.map(&shown));
    parts.join("\n").trim_end().to_owned()
}

/// A paragraph in lines that fit most terminals.
fn wrapped(paragraph: &str) -> String {
    const WIDTH: usize = 100;
    let mut lines: Vec<String> = Vec::new();
    for word in paragraph.split_whitespace() {
        match lines.last_mut().filter(|line| line.chars().count() + 1 + word.chars().count() <= WIDTH) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_code_gets_the_nearest() {
        assert!(matches!(text("clsh"), Err(Failure::Usage(_, Some(help))) if help.contains("`clash`")));
        assert!(
            text("gap")
                .unwrap()
                .starts_with("gap\n\nSomething that a component, the market or a condition needs is not known")
        );
        assert_eq!(text("").unwrap().lines().count(), Code::ALL.len());
    }
}
