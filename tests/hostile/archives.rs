//! Workbooks whose archive or XML is damaged.

use super::case::{Case, Put};

/// A workbook without compression: each part with its name and bytes.
struct Book {
    parts: Vec<(&'static str, Vec<u8>)>,
}

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="BOM" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

fn sheet(rows: &str) -> Vec<u8> {
    let head = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#;
    format!("{head}{rows}</sheetData></worksheet>").into_bytes()
}

fn cell(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn book(rows: &str) -> Book {
    Book {
        parts: vec![
            ("[Content_Types].xml", TYPES.into()),
            ("_rels/.rels", ROOT.into()),
            ("xl/workbook.xml", BOOK.into()),
            ("xl/_rels/workbook.xml.rels", RELATIONS.into()),
            ("xl/worksheets/sheet1.xml", sheet(rows)),
        ],
    }
}

impl Book {
    fn with(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.parts.iter_mut().find(|(own, _)| *own == name).unwrap().1 = bytes.into();
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.parts.retain(|(own, _)| *own != name);
        self
    }

    /// The archive: local headers with their bytes, the directory, its end.
    fn zip(&self) -> Vec<u8> {
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        for (name, bytes) in &self.parts {
            let begin = u32::try_from(out.len()).unwrap();
            let size = u32::try_from(bytes.len()).unwrap();
            let mut about = [20u16, 0, 0, 0, 0x21].map(u16::to_le_bytes).concat();
            about.extend([crc(bytes), size, size].map(u32::to_le_bytes).concat());
            about.extend([u16::try_from(name.len()).unwrap(), 0].map(u16::to_le_bytes).concat());
            out.extend([b"PK\x03\x04", about.as_slice(), name.as_bytes(), bytes].concat());
            directory.extend(
                [b"PK\x01\x02\x14\x00", about.as_slice(), &[0; 10], &begin.to_le_bytes(), name.as_bytes()].concat(),
            );
        }
        let count = u16::try_from(self.parts.len()).unwrap();
        let (at, size) = (u32::try_from(out.len()).unwrap(), u32::try_from(directory.len()).unwrap());
        out.extend(directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend([count, count].map(u16::to_le_bytes).concat());
        out.extend([size, at].map(u32::to_le_bytes).concat());
        out.extend([0, 0]);
        out
    }
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    };
    !bytes.iter().fold(!0, step)
}

fn header() -> String {
    format!("<row r=\"1\">{}{}</row>", cell("A1", "id"), cell("B1", "kind"))
}

fn row(cells: &str) -> String {
    format!("{}<row r=\"2\">{cells}</row>", header())
}

/// A workbook that is a catalogue of no fault: the control.
pub fn whole() -> Vec<u8> {
    book(&row(&format!("{}{}", cell("A2", "x"), cell("B2", "hardware")))).zip()
}

fn damaged() -> Vec<(String, Vec<u8>)> {
    let whole = whole();
    let plain = || book(&row(&cell("A2", "x")));
    let flipped = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        bytes
    };
    let find = |bytes: &[u8]| whole.windows(bytes.len()).position(|window| window == bytes).unwrap();
    let mut list: Vec<(String, Vec<u8>)> = (1..8)
        .map(|share| (format!("cut off after {share} eighths"), whole[..whole.len() * share / 8].to_vec()))
        .collect();
    let entity = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let head = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#;
    list.extend(
        [
            ("the sheet's bytes changed", flipped(find(b"hardware"))),
            ("the directory's bytes changed", flipped(find(b"PK\x01\x02") + 46)),
            ("the end's place changed", flipped(whole.len() - 6)),
            ("the end's count changed", flipped(whole.len() - 12)),
            ("bytes before it cut", whole[4..].to_vec()),
            ("no workbook", plain().without("xl/workbook.xml").zip()),
            ("no sheet", plain().without("xl/worksheets/sheet1.xml").zip()),
            ("an empty sheet", plain().with("xl/worksheets/sheet1.xml", "").zip()),
            ("a workbook of no sheets", plain().with("xl/workbook.xml", BOOK.replace("<sheet ", "<leaf ")).zip()),
            ("a sheet of no XML", plain().with("xl/worksheets/sheet1.xml", "id,kind\nx,hardware\n").zip()),
            ("a sheet that is cut off", plain().with("xl/worksheets/sheet1.xml", &sheet(&header())[..150]).zip()),
            (
                "a sheet with crossed tags",
                plain()
                    .with("xl/worksheets/sheet1.xml", format!("{head}<sheetData><row></sheetData></row></worksheet>"))
                    .zip(),
            ),
            (
                "a sheet with entities",
                plain()
                    .with(
                        "xl/worksheets/sheet1.xml",
                        format!("{entity}{head}<sheetData>{}</sheetData></worksheet>", row(&cell("A2", "&b;"))),
                    )
                    .zip(),
            ),
            (
                "a sheet of bytes of no encoding",
                plain().with("xl/worksheets/sheet1.xml", b"<worksheet>\xff\xfe</worksheet>".to_vec()).zip(),
            ),
            ("a cell past the last column", book(&row(&cell("XFE2", "x"))).zip()),
            ("a cell past the last row", book(&row(&cell("A1048577", "x"))).zip()),
            ("a cell of no name", book(&row(&cell("2A", "x"))).zip()),
            ("a shared text that is not there", book(&row("<c r=\"A2\" t=\"s\"><v>4000000000</v></c>")).zip()),
            ("an unknown kind", book(&row(&format!("{}{}", cell("A2", "x"), cell("B2", "gadget")))).zip()),
            ("a bad id", book(&row(&format!("{}{}", cell("A2", "a b"), cell("B2", "hardware")))).zip()),
            (
                "an error value as id",
                book(&row(&format!("<c r=\"A2\" t=\"e\"><v>#REF!</v></c>{}", cell("B2", "hardware")))).zip(),
            ),
            ("a header alone without id", book(&format!("<row r=\"1\">{}</row>", cell("A1", "name"))).zip()),
            ("no zip", b"id,kind\nx,hardware\n".to_vec()),
            ("nothing", Vec::new()),
        ]
        .map(|(name, bytes)| (name.to_owned(), bytes)),
    );
    list
}

pub fn cases() -> Vec<Case> {
    let manifest = "[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\nmarkets = [\"US\"]\ncurrency = \"USD\"\nas-of = 2026-11-22\n\
                    catalog = [\"catalog/*.toml\", \"catalog/*.xlsx\"]\n[slots.housing]\nchoose = [\"housing\"]\n";
    let case = |(name, bytes): (String, Vec<u8>)| {
        let put = vec![
            Put::Write("solution.toml".to_owned(), manifest.into()),
            Put::Write("catalog/more.xlsx".to_owned(), bytes),
        ];
        Case::check("workbooks", name, put, "more.xlsx")
    };
    damaged().into_iter().map(case).collect()
}
