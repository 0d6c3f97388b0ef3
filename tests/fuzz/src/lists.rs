//! Part lists: texts and workbooks.

use crate::LONGEST;
use std::io::{Cursor, Write};
use terroir::Solution;
use terroir::import::{ImportError, PartList, Settings, import as import_lists};
use zip::write::{SimpleFileOptions, ZipWriter};

/// Between two lists.
const NEXT: &[u8] = b"\n=== next\n";

/// One or two lists as text; what is made of them is a solution that reads without an error.
pub fn import(data: &[u8]) {
    if data.len() > LONGEST {
        return;
    }
    let cut = data.windows(NEXT.len()).position(|window| window == NEXT);
    let lists = match cut {
        Some(at) => vec![
            PartList::csv("EU868", "eu.csv", &data[..at]),
            PartList::csv("US915", "us.csv", &data[at + NEXT.len()..]),
        ],
        None => vec![PartList::csv("EU868", "eu.csv", data)],
    };
    made(&lists);
}

fn made(lists: &[PartList]) {
    for finding in lists.iter().flat_map(PartList::findings) {
        assert!(!finding.to_string().is_empty(), "a finding without a text");
    }
    let settings = Settings::new("made", crate::DAY.parse().expect("a day"));
    match import_lists(lists, &settings) {
        Ok(made) => {
            let sources: Vec<(String, String)> =
                made.files.iter().map(|file| (file.name.clone(), file.text.clone())).collect();
            if let Err(faults) = Solution::from_sources(sources) {
                panic!("what import writes does not read:\n{faults}");
            }
        }
        Err(error) => {
            assert!(!matches!(error, ImportError::Differs { .. }), "a list that does not come back: {error}");
            assert!(!error.to_string().is_empty(), "refused without a reason");
        }
    }
}

/// A workbook: the bytes themselves, or a sheet of them.
pub fn workbook(data: &[u8]) {
    if data.len() > LONGEST {
        return;
    }
    let bytes = if data.starts_with(b"PK") { data.to_vec() } else { sheet(data) };
    made(&[PartList::xlsx("EU868", "eu.xlsx", &bytes)]);
}

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="BOM" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const PARTS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const STRINGS: &str = r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Designator</t></si><si><t>MPN</t></si><si><r><t>R</t></r><r><t>1</t></r></si></sst>"#;

/// A workbook whose only sheet is these bytes; without compression, so that every byte counts.
fn sheet(sheet: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let parts: [(&str, &[u8]); 6] = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", PARTS.as_bytes()),
        ("xl/sharedStrings.xml", STRINGS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(name, options).expect("a part");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("a workbook").into_inner()
}
