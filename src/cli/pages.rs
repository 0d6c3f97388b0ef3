//! `terroir help`: the help of a command, or a page about the language of the files.

use super::console::Console;
use super::failure::Failure;
use super::status::Status;
use std::fmt::Write as _;
use terroir::printable;

/// A page: its name, what it is about, and its text in Markdown, the same as in the documentation of the library.
struct Page {
    name: &'static str,
    doc: &'static str,
    text: &'static str,
}

const PAGES: [Page; 5] = [
    Page {
        name: "conditions",
        doc: "the language of `if`, `then` and `when`",
        text: include_str!("../guide/conditions.md"),
    },
    Page {
        name: "csv",
        doc: "catalogues as CSV, workbooks and databases: columns and cells",
        text: include_str!("../guide/csv.md"),
    },
    Page {
        name: "gaps",
        doc: "what is not known: gaps, `unread`, `[complete]` and waivers",
        text: include_str!("../guide/gaps.md"),
    },
    Page {
        name: "offers",
        doc: "makers, sellers and their prices, articles, sites, customs and licences",
        text: include_str!("../guide/offers.md"),
    },
    Page {
        name: "capabilities",
        doc: "what the built-in overlays provide and require, by name",
        text: include_str!("../../regions/CAPABILITIES.md"),
    },
];

/// The widest line of a page.
const WIDTH: usize = 80;

#[derive(clap::Args)]
#[command(after_help = after_help())]
pub struct Arguments {
    /// A command, or a page of the list below
    #[arg(value_name = "COMMAND | PAGE")]
    topic: Vec<String>,
}

fn after_help() -> String {
    let page = |page: &Page| format!("  {:<14}{}\n", page.name, page.doc);
    format!(
        "Pages:\n{}\nExamples:\n  terroir help export\n  terroir help conditions",
        PAGES.iter().map(page).collect::<String>()
    )
}

/// Prints the help of the program, of a command or of a page.
pub fn run(arguments: &Arguments, command: clap::Command, console: &Console) -> Result<Status, Failure> {
    if let [only] = arguments.topic.as_slice()
        && let Some(page) = PAGES.iter().find(|page| page.name == only)
    {
        console.print(&plain(page.text))?;
        return Ok(Status::Clean);
    }
    let mut found = command;
    found.build();
    for word in &arguments.topic {
        let below = found.find_subcommand(word).cloned();
        found = below.ok_or_else(|| unknown(word, &found, arguments.topic.len()))?;
    }
    let mut text = found.render_long_help().to_string();
    if arguments.topic.is_empty() {
        let page = |page: &Page| format!("  terroir help {:<14}{}\n", page.name, page.doc);
        let _ = write!(text, "\nPages:\n{}", PAGES.iter().map(page).collect::<String>());
    }
    console.print(&text)?;
    Ok(Status::Clean)
}

fn unknown(word: &str, within: &clap::Command, depth: usize) -> Failure {
    let commands = within.get_subcommands().map(clap::Command::get_name);
    let pages = PAGES.iter().map(|page| page.name).filter(|_| depth == 1);
    let names: Vec<&str> = commands.chain(pages).collect();
    let help = match terroir::nearest(word, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("expected one of `{}`", names.join("`, `")),
    };
    Failure::Usage(format!("there is no help on `{}`", printable(word)), Some(help))
}

/// Markdown as a terminal shows it: paragraphs and cells of tables in lines that fit, the rows of a table below each
/// other.
fn plain(markdown: &str) -> String {
    let mut out = String::new();
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            for code in lines.by_ref().take_while(|line| !line.starts_with("```")) {
                out.push_str(format!("    {code}").trim_end());
                out.push('\n');
            }
        } else if line.starts_with('|') {
            let mut rows = vec![cells(line)];
            while let Some(row) = lines.next_if(|line| line.starts_with('|')) {
                rows.push(cells(row));
            }
            table(&mut out, &rows);
        } else if line.starts_with('#') || line.is_empty() {
            out.push_str(line.trim_start_matches('#').trim_start());
            out.push('\n');
        } else {
            let mut paragraph = line.to_owned();
            while let Some(more) =
                lines.next_if(|line| !line.is_empty() && !line.starts_with(['|', '#']) && !line.starts_with("```"))
            {
                paragraph.push(' ');
                paragraph.push_str(more);
            }
            wrap(&mut out, &paragraph, "", "");
        }
    }
    out
}

/// The cells of a row.
fn cells(line: &str) -> Vec<String> {
    line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// The first cell of each row, and below it the others.
fn table(out: &mut String, rows: &[Vec<String>]) {
    let header = rows.first();
    for row in rows.iter().skip(2) {
        let mut cells = row.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        let Some((_, first)) = cells.next() else { continue };
        wrap(out, first, "  ", "  ");
        for (at, cell) in cells {
            let head = header.and_then(|header| header.get(at)).filter(|_| row.len() > 2);
            let cell = head.map_or_else(|| cell.clone(), |head| format!("{head}: {cell}"));
            wrap(out, &cell, "      ", "        ");
        }
    }
}

/// A text in lines that fit, each with an indent.
fn wrap(out: &mut String, text: &str, first: &str, others: &str) {
    let mut line = first.to_owned();
    let mut is_empty = true;
    for word in text.split_whitespace() {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(out, "{line}");
            line = others.to_owned();
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    let _ = writeln!(out, "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_fit_a_terminal() {
        for page in &PAGES {
            let text = plain(page.text);
            let wide: Vec<&str> =
                text.lines().filter(|line| !line.starts_with("    ") && line.chars().count() > WIDTH).collect();
            assert!(wide.is_empty(), "{}: {wide:?}", page.name);
            assert!(!text.contains("|---"), "{}", page.name);
        }
    }

    #[test]
    fn a_table_becomes_rows_below_each_other() {
        let text = plain("# Head\n\n| a | b | c |\n|---|---|---|\n| `x` | | long |\n");
        assert_eq!(text, "Head\n\n  `x`\n      c: long\n");
    }
}
