//! How terroir recognises a file that it wrote.
//!
//! | format | mark |
//! |---|---|
//! | HTML page, JSON Schema, part, iCalendar, man page, CycloneDX, JSON | words at their places near the start |
//! | calendar as text or Markdown | its title: `NAME VERSION, from DATE to DATE` |
//! | CSV | the same titles of columns: CSV for other programs has no place for words of our own |
//! | workbook | a property of the document |
//!
//! An empty file is nobody's: nothing is lost with it.

use super::super::failure::Failure;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use terroir::Date;

/// How the files of a format are recognised.
#[derive(Clone, Copy, Debug)]
pub enum Mark {
    /// The file begins with the first text, and has the second one near its start.
    Words(&'static str, &'static str),
    /// The first line is that of the new content.
    Columns,
    /// The first line is the title of a calendar.
    Calendar,
    /// A workbook with our property.
    Workbook,
}

/// What is at the place of an output.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing, or an empty file.
    Nothing,
    /// The very bytes that are to be written.
    Same,
    /// A file that terroir wrote.
    Own,
    /// A file of somebody else.
    Foreign,
}

/// The bytes at the start of a file in which its mark is.
const NEAR: u64 = 64 * 1024;

impl Mark {
    pub const PAGE: Self = Self::Words("<!DOCTYPE html>", "<meta name=\"generator\" content=\"terroir\">");
    pub const ICALENDAR: Self = Self::Words("BEGIN:VCALENDAR\r\n", "PRODID:-//terroir//");
    pub const CYCLONEDX: Self = Self::Words("{", "\"name\": \"terroir\"");
    pub const HORIZON: Self = Self::Words("{", "\"schema\": \"terroir.horizon/1\"");
    pub const BUY: Self = Self::Words("{", "\"schema\": \"terroir.buy/1\"");
    pub const LOCK: Self = Self::Words("# The answers of `terroir resolve`, frozen.", "");
    pub const MAN: Self = Self::Words(".ie ", ".TH terroir");
    pub const SCHEMA: Self = Self::Words("{", "\"$comment\": \"written by `terroir schema`");

    /// What is in a file. Without the new content, a file with columns is taken for ours until there are some to compare.
    pub fn find(&self, path: &Path, content: Option<&[u8]>) -> Result<Found, Failure> {
        let start = match start_of(path) {
            Ok(start) => start,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(Failure::Write(path.to_owned(), error)),
        };
        if start.is_empty() {
            return Ok(Found::Nothing);
        }
        if content.is_some_and(|content| is_same(path, content)) {
            return Ok(Found::Same);
        }
        let text = String::from_utf8_lossy(&start);
        let is_own = match self {
            Self::Words(first, near) => text.starts_with(first) && text.contains(near),
            Self::Columns => {
                content.is_none_or(|content| first_line(&String::from_utf8_lossy(content)) == first_line(&text))
            }
            Self::Calendar => is_calendar(first_line(&text)),
            Self::Workbook => is_workbook(path),
        };
        Ok(if is_own { Found::Own } else { Found::Foreign })
    }
}

fn start_of(path: &Path) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    File::open(path)?.take(NEAR).read_to_end(&mut start)?;
    Ok(start)
}

fn is_same(path: &Path, content: &[u8]) -> bool {
    let mut found = Vec::new();
    let read = File::open(path).and_then(|file| file.take(content.len() as u64 + 1).read_to_end(&mut found));
    read.is_ok() && found == content
}

/// The first line without a byte order mark.
fn first_line(text: &str) -> &str {
    text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default()
}

/// `NAME VERSION, from DATE to DATE`, as a heading too.
fn is_calendar(line: &str) -> bool {
    let Some((_, days)) = line.rsplit_once(", from ") else { return false };
    let is_day = |day: &str| day.trim().parse::<Date>().is_ok();
    days.split_once(" to ").is_some_and(|(from, to)| is_day(from) && is_day(to))
}

#[cfg(feature = "xlsx")]
fn is_workbook(path: &Path) -> bool {
    const MOST: u64 = 64 * 1024;
    let Ok(file) = File::open(path) else { return false };
    let Ok(mut archive) = zip::ZipArchive::new(file) else { return false };
    let Ok(part) = archive.by_name("docProps/core.xml") else { return false };
    let mut text = String::new();
    part.take(MOST).read_to_string(&mut text).is_ok() && text.contains("Written by terroir")
}

#[cfg(not(feature = "xlsx"))]
fn is_workbook(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_is_known_by_its_title() {
        assert!(is_calendar("s 1.0.0, from 2026-11-22 to 2028-01-01"));
        assert!(is_calendar("# s 1.0.0, from 2026-11-22 to 2028-01-01"));
        for other in ["# Notes from May to June", "", "a, from x to y", "trains, from 2026-11-22"] {
            assert!(!is_calendar(other), "{other}");
        }
    }
}
