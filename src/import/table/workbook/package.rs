//! The parts of a workbook's file.

use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most bytes that are unpacked of a workbook.
const LARGEST_UNPACKED: u64 = 256 << 20;

/// The ZIP archive that a workbook is.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The bytes that may still be unpacked.
    left: u64,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let archive = ZipArchive::new(Cursor::new(bytes));
        let archive = archive.map_err(|error| format!("cannot be read as a workbook: {error}"))?;
        let mut package = Self { archive, left: LARGEST_UNPACKED };
        let is_open_document =
            package.part("mimetype")?.is_some_and(|kind| kind.starts_with("application/vnd.oasis.opendocument"));
        if is_open_document {
            return Err("is an OpenDocument spreadsheet (.ods); save it as .xlsx or CSV".to_owned());
        }
        let has = |wanted: &str| package.name(wanted).is_some();
        if has("xl/workbook.bin") {
            return Err("is a binary workbook (.xlsb); save it as .xlsx or CSV".to_owned());
        }
        if !has("[Content_Types].xml") {
            return Err("is a ZIP archive but not a workbook (.xlsx); unpack it, and name the files in it".to_owned());
        }
        Ok(package)
    }

    /// The name of a part as the archive writes it.
    fn name(&self, wanted: &str) -> Option<String> {
        let mut names = self.archive.file_names().flatten();
        names.find(|name| name.eq_ignore_ascii_case(wanted)).map(std::borrow::Cow::into_owned)
    }

    /// The text of a part; `None` if there is none of this name.
    pub fn part(&mut self, path: &str) -> Result<Option<String>, String> {
        let Some(name) = self.name(path.trim_start_matches('/')) else { return Ok(None) };
        let unreadable = |error: String| format!("cannot be read as a workbook: `{name}`: {error}");
        let file = self.archive.by_name(&name).map_err(|error| unreadable(error.to_string()))?;
        let mut bytes = Vec::new();
        let read = file.take(self.left + 1).read_to_end(&mut bytes).map_err(|error| unreadable(error.to_string()))?;
        let too_large = || format!("unpacks to more than {} MiB", LARGEST_UNPACKED >> 20);
        self.left = self.left.checked_sub(read as u64).ok_or_else(too_large)?;
        let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8".to_owned()))?;
        Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
    }
}
