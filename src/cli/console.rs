//! The two streams. All output goes through here, and a stream that cannot be written to ends the command with a message
//! in place of a panic.

use super::failure::Failure;
use super::findings::finding::Finding;
use super::findings::lines;
use super::table_width;
use clap::ValueEnum;
use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

// No documentation of the values: clap would print it in the help of every command.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    Human,
    Json,
}

/// The width of explanations where there is no terminal.
const EXPLAINED: usize = 80;

/// How much is written beside answers and errors.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Verbosity {
    /// Warnings, notes and progress too.
    Normal,
    /// Nothing.
    Quiet,
}

/// Where a command writes.
pub struct Console {
    color: bool,
    json: bool,
    verbosity: Verbosity,
    /// The width of the terminal on stdout; `None` without one.
    width: Option<usize>,
    /// The first warning that was not written because of `-q`, and the number of all.
    withheld: Mutex<Option<(String, usize)>>,
}

impl Console {
    pub fn new(color: Color, format: MessageFormat, verbosity: Verbosity) -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => io::stderr().is_terminal() && !set("NO_COLOR") && !dumb,
        };
        let width = if io::stdout().is_terminal() { width() } else { None };
        Self { color, json: format == MessageFormat::Json, verbosity, width, withheld: Mutex::new(None) }
    }

    /// Where a message is written before the flags are known.
    pub fn plain() -> Self {
        Self::new(Color::Auto, MessageFormat::Human, Verbosity::Normal)
    }

    /// Whether only answers and errors are written.
    pub fn is_quiet(&self) -> bool {
        self.verbosity == Verbosity::Quiet
    }

    /// A table no wider than the terminal; unchanged without a terminal.
    pub fn fitted(&self, table: String) -> String {
        self.width.map_or_else(|| table.clone(), |width| table_width::fitted(&table, width))
    }

    /// An explanation no wider than the terminal, and than 80 columns without one.
    pub fn explained(&self, text: &str) -> String {
        table_width::fitted(text, self.width.unwrap_or(EXPLAINED))
    }

    /// Writes an answer to stdout.
    pub fn print(&self, text: &str) -> Result<(), Failure> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(Failure::Stdout)
    }

    /// Writes an error to stderr.
    pub fn error(&self, text: &str) -> Result<(), Failure> {
        if self.json {
            return match lines::message(text)? {
                Some(line) => write_error(&line),
                None => Ok(()),
            };
        }
        write_error(&if self.color { painted(text) } else { text.to_owned() })
    }

    /// Writes a finding to stderr: as text, or as an object with its places.
    pub fn finding(&self, finding: &Finding, text: &str) -> Result<(), Failure> {
        if self.json { write_error(&lines::line(finding)?) } else { self.error(text) }
    }

    /// Writes what a command that gives no answer has done to stdout, unless quiet.
    pub fn done(&self, text: &str) -> Result<(), Failure> {
        if self.is_quiet() { Ok(()) } else { self.print(text) }
    }

    /// Writes a warning, a note or progress to stderr, unless quiet.
    pub fn note(&self, text: &str) -> Result<(), Failure> {
        if self.is_quiet() { Ok(()) } else { self.error(text) }
    }

    /// Writes a warning because of which the command ends with the status 1. With `-q`, [`Console::reason`] writes the first.
    pub fn warning(&self, text: &str) -> Result<(), Failure> {
        if !self.is_quiet() {
            return self.error(text);
        }
        if let Ok(mut withheld) = self.withheld.lock() {
            let first = text.lines().next().unwrap_or_default();
            withheld.get_or_insert_with(|| (first.to_owned(), 0)).1 += 1;
        }
        Ok(())
    }

    /// Says in one line why the status is 1, where `-q` withheld it.
    pub fn reason(&self) -> Result<(), Failure> {
        let withheld = self.withheld.lock().ok().and_then(|mut withheld| withheld.take());
        match withheld {
            None => Ok(()),
            Some((first, 1)) => self.error(&format!("{first}\n")),
            Some((first, count)) => {
                self.error(&format!("{first} (and {} more; leave out `-q` to read all)\n", count - 1))
            }
        }
    }
}

/// Progress of the work on many markets: one line on a terminal, rewritten, for work of more than a second.
pub struct Progress {
    /// When the work began; `None` without a terminal.
    begun: Option<Instant>,
    /// The second in which the line was last written; 0 if it was not.
    written: AtomicU64,
}

impl Progress {
    pub fn new(verbosity: Verbosity) -> Self {
        let watched = verbosity == Verbosity::Normal && io::stderr().is_terminal();
        Self { begun: watched.then(Instant::now), written: AtomicU64::new(0) }
    }

    /// Shows how many markets are done. A line that cannot be written does not stop the work.
    pub fn report(&self, done: usize, all: usize) {
        let second = self.begun.map_or(0, |begun| begun.elapsed().as_secs());
        if second > self.written.fetch_max(second, Ordering::Relaxed) {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[Kresolving {done}/{all} markets");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.written.load(Ordering::Relaxed) > 0 {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
        }
    }
}

/// The width that the user sets, else that of the terminal.
fn width() -> Option<usize> {
    let named = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    named.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))).filter(|width| *width > 0)
}

fn write_error(text: &str) -> Result<(), Failure> {
    let mut stderr = io::stderr().lock();
    stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush()).map_err(|_| Failure::Stderr)
}

/// Colours the first word of each line.
fn painted(text: &str) -> String {
    const STYLES: [(&str, &str); 4] =
        [("error", "\u{1b}[1;31m"), ("warning", "\u{1b}[1;33m"), ("note", "\u{1b}[1;36m"), ("help", "\u{1b}[1;32m")];
    let line = |line: &str| {
        let style =
            STYLES.iter().find(|(word, _)| line.strip_prefix(word).is_some_and(|rest| rest.starts_with([':', '['])));
        let end = line.find("]: ").map(|at| at + 1).or_else(|| line.find(": "));
        match (style, end) {
            (Some((_, style)), Some(end)) => {
                let (head, rest) = line.split_at(end);
                format!("{style}{head}\u{1b}[0m{rest}")
            }
            _ => line.to_owned(),
        }
    };
    text.split_inclusive('\n').map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_head_of_a_message_is_painted() {
        assert_eq!(painted("error[a-b]: x\n  --> error: y\n"), "\u{1b}[1;31merror[a-b]\u{1b}[0m: x\n  --> error: y\n");
        assert_eq!(painted("help: do\n"), "\u{1b}[1;32mhelp\u{1b}[0m: do\n");
        assert_eq!(painted("errors\n"), "errors\n");
    }
}
