//! Opens a file, whatever it is.

use crate::import::finding::Finding;
use crate::import::table::text::decode;
#[cfg(feature = "xlsx")]
use crate::import::table::workbook;
use crate::import::table::{How, Source, aligned, delimited};

/// Reads the tables of a file. `file` is its name in findings; what holds for the file as a whole is added to `findings`.
///
/// # Errors
/// Why the file cannot be read.
pub(in crate::import) fn open(
    file: &str,
    bytes: &[u8],
    how: &How,
    findings: &mut Vec<Finding>,
) -> Result<Source, Finding> {
    if let Some(message) = refusal(bytes) {
        return Err(Finding::error(file, 0, message));
    }
    if is_workbook(bytes) { book(file, bytes, how) } else { text(file, bytes, how, findings) }
}

/// Whether a file is a workbook, or another ZIP archive.
fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

fn text(file: &str, bytes: &[u8], how: &How, findings: &mut Vec<Finding>) -> Result<Source, Finding> {
    let text = decode(file, bytes, how.encoding.as_deref(), findings)?;
    if is_markup(&text) {
        let message = "is a web page or XML, whatever its name says; open it in a spreadsheet program and save it as .xlsx or \
                       CSV";
        return Err(Finding::error(file, 0, message));
    }
    let mut candidates = delimited::candidates(file, &text);
    candidates.extend(aligned::candidate(file, &text));
    Ok(Source::Text { candidates })
}

/// Why a file that is neither a text nor a ZIP archive is not read.
fn refusal(bytes: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 3] = [
        (
            &[0xD0, 0xCF, 0x11, 0xE0],
            "is a workbook of Excel 97 to 2003 (.xls) or one with a password; save it as .xlsx without a password, or as CSV",
        ),
        (b"%PDF-", "is a PDF; export the list as .xlsx or CSV"),
        (&[0x1F, 0x8B], "is a gzip archive; unpack it first"),
    ];
    kinds.into_iter().find(|(begin, _)| bytes.starts_with(begin)).map(|(_, message)| message)
}

/// Whether a text is HTML or XML, which some tools write into files named `.xls`.
fn is_markup(text: &str) -> bool {
    let begin: String = text.trim_start().chars().take(9).collect::<String>().to_ascii_lowercase();
    let tags = ["<!doctype", "<html", "<?xml", "<table", "<head", "<meta", "<style", "<div", "<body", "<export"];
    tags.iter().any(|tag| begin.starts_with(tag))
}

#[cfg(feature = "xlsx")]
fn book(file: &str, bytes: &[u8], how: &How) -> Result<Source, Finding> {
    Ok(Source::Book { sheets: workbook::sheets(file, bytes, how.sheet.as_deref())? })
}

#[cfg(not(feature = "xlsx"))]
fn book(file: &str, _: &[u8], _: &How) -> Result<Source, Finding> {
    let message = "is a workbook, and this build of terroir cannot read workbooks; save it as CSV, or rebuild terroir \
                   with `--features xlsx`";
    Err(Finding::error(file, 0, message))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Every sheet or way to read a text as its name and its rows, then all findings.
    fn read(bytes: &[u8], how: &How) -> Vec<String> {
        let mut findings = Vec::new();
        let source = match open("a", bytes, how, &mut findings) {
            Ok(source) => source,
            Err(error) => return vec![error.to_string()],
        };
        let mut seen: Vec<String> = Vec::new();
        for sheet in source.sheets() {
            seen.push(format!("[{}]", sheet.name));
            seen.extend(sheet.rows.iter().map(|row| format!("{}: {}", row.line, row.cells.join("|"))));
            findings.extend(sheet.findings.iter().cloned());
        }
        seen.extend(findings.iter().map(|finding| format!("{} {finding}", finding.severity.word())));
        seen
    }

    #[test]
    fn a_text_is_read_in_every_way_that_it_could_be_meant() {
        let text = "Ref;Qty;MPN\nR1,R2;2;EXAMPLE\n";
        let wanted = ["[;]", "1: Ref|Qty|MPN", "2: R1,R2|2|EXAMPLE", "[,]", "1: Ref;Qty;MPN", "2: R1|R2;2;EXAMPLE"];
        assert_eq!(read(text.as_bytes(), &How::default()), wanted);
    }

    #[test]
    fn files_that_are_no_tables_are_refused_with_what_to_do() {
        for (bytes, begin) in [
            (b"\xD0\xCF\x11\xE0\xA1\xB1".as_slice(), "a: is a workbook of Excel 97 to 2003 (.xls)"),
            (b"%PDF-1.7", "a: is a PDF"),
            (b"\xEF\xBB\xBF \r\n<HTML><table>", "a: is a web page or XML"),
        ] {
            let seen = read(bytes, &How::default());
            assert!(seen.first().unwrap().starts_with(begin), "{seen:?}");
        }
    }

    #[test]
    fn a_text_named_as_a_workbook_is_read_as_text() {
        let text: Vec<u8> = "\u{feff}Ref\tQty\tMPN\r\nR1\t1\tA\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let wanted = ["[tab]", "1: Ref|Qty|MPN", "2: R1|1|A", "note a: the file is not UTF-8 and was read as UTF-16LE"];
        assert_eq!(read(&text, &How::default()), wanted);
    }
}
