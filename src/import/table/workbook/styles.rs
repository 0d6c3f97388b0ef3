//! The number formats of cells.

use crate::import::table::number::format::{Format, built_in};
use crate::import::table::workbook::xml::{Node, attribute, walk};
use crate::import::table::workbook::{COST, Space};
use std::collections::BTreeMap;

/// The number formats by the index that cells have in `s`.
pub(super) struct Styles {
    formats: Vec<Format>,
    general: Format,
}

impl Default for Styles {
    fn default() -> Self {
        Self { formats: Vec::new(), general: Format::parse("General") }
    }
}

impl Styles {
    /// Reads `xl/styles.xml`.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut codes: BTreeMap<u32, String> = BTreeMap::new();
        let mut ids: Vec<u32> = Vec::new();
        let (mut is_of_cells, mut space) = (false, Space::new());
        let number = |text: Option<String>| text.and_then(|text| text.parse().ok()).unwrap_or(0);
        walk(text, |node| {
            match node {
                // Formats of conditional formatting (`dxf`) have ids of their own.
                Node::Open("numFmt", tag) => {
                    if let Some(code) = attribute(tag, "formatCode") {
                        space.keep(code.len())?;
                        codes.entry(number(attribute(tag, "numFmtId"))).or_insert(code);
                    }
                }
                Node::Open("cellXfs", _) => is_of_cells = true,
                Node::Close("cellXfs") => is_of_cells = false,
                Node::Open("xf", tag) if is_of_cells => {
                    let id = number(attribute(tag, "numFmtId"));
                    // A format is kept in pieces, each as dear as a text.
                    space.keep(codes.get(&id).map_or(0, String::len).saturating_mul(COST))?;
                    ids.push(id);
                }
                Node::Open(..) | Node::Close(_) | Node::Text(_) => {}
            }
            Ok(())
        })
        .map_err(|error| format!("cannot be read as a workbook: its styles: {error}"))?;
        let code = |id: &u32| codes.get(id).map_or_else(|| built_in(*id), String::as_str);
        let formats = ids.iter().map(|id| Format::parse(code(id))).collect();
        Ok(Self { formats, ..Self::default() })
    }

    /// The format of a cell.
    pub fn format(&self, style: usize) -> &Format {
        self.formats.get(style).unwrap_or(&self.general)
    }
}
