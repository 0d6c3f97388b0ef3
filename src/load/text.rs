//! Bytes → text.

use crate::terms::code::SourceCode;

/// A file's text, as far as it could be read.
pub(super) struct Text {
    pub text: String,
    pub fault: Option<Fault>,
}

/// An error that only the bytes show: later steps see only the text.
pub(super) struct Fault {
    pub offset: u32,
    pub code: SourceCode,
    pub message: String,
    pub help: String,
}

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Bytes → text. Text that is not UTF-8 is read as far as possible, so that its names are known and nothing else is
/// reported because of it.
pub(super) fn decode(bytes: &[u8]) -> Text {
    let help = "save the file as UTF-8";
    if let [0xff, 0xfe, rest @ ..] | [0xfe, 0xff, rest @ ..] = bytes {
        let little = bytes.first() == Some(&0xff);
        let unit = |pair: &[u8; 2]| if little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) };
        let text = String::from_utf16_lossy(&rest.as_chunks::<2>().0.iter().map(unit).collect::<Vec<_>>());
        let message = "the file is UTF-16; files of a solution must be UTF-8".to_owned();
        return Text {
            text,
            fault: Some(Fault { offset: 0, code: SourceCode::NotUtf8, message, help: help.to_owned() }),
        };
    }
    // A second mark is no start of a text: it stays with the first, so that the reader of the format reports it.
    let bytes = bytes.strip_prefix(MARK).filter(|rest| !rest.starts_with(MARK)).unwrap_or(bytes);
    let Err(error) = std::str::from_utf8(bytes) else {
        return Text { text: String::from_utf8_lossy(bytes).into_owned(), fault: None };
    };
    let at = error.valid_up_to();
    let byte = bytes.get(at).copied().unwrap_or(0);
    let message = format!("byte 0x{byte:02x} is not UTF-8");
    // A binary file would only add noise.
    let text = if bytes.contains(&0) { "".into() } else { String::from_utf8_lossy(bytes) };
    let offset = u32::try_from(at.min(text.len())).unwrap_or(u32::MAX);
    Text {
        text: text.into_owned(),
        fault: Some(Fault { offset, code: SourceCode::NotUtf8, message, help: help.to_owned() }),
    }
}
