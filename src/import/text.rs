//! From the bytes of a file to text.

/// The encoding of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, as in Excel's "Unicode text".
    Utf16,
    /// Windows-1252, if the bytes are not valid UTF-8: spreadsheets in Western Europe and America write it.
    Windows1252,
}

/// Windows-1252 from 0x80 to 0x9F; its five undefined bytes become the replacement character.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}', '\u{fffd}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

/// The text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// Without a byte order mark.
    pub text: String,
    pub encoding: Encoding,
}

/// Decodes a file, whatever its encoding.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let (text, encoding) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (utf16(rest, u16::from_le_bytes), Encoding::Utf16),
        [0xFE, 0xFF, rest @ ..] => (utf16(rest, u16::from_be_bytes), Encoding::Utf16),
        _ if looks_like_utf16(bytes, 1) => (utf16(bytes, u16::from_le_bytes), Encoding::Utf16),
        _ if looks_like_utf16(bytes, 0) => (utf16(bytes, u16::from_be_bytes), Encoding::Utf16),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (text.trim_start_matches('\u{feff}').to_owned(), Encoding::Utf8),
            Err(_) => (bytes.iter().map(|byte| windows_1252(*byte)).collect(), Encoding::Windows1252),
        },
    };
    Decoded { text, encoding }
}

/// Whether most of the bytes at odd (1) or even (0) positions are zero: Latin text with two bytes per letter.
fn looks_like_utf16(bytes: &[u8], zeros_at: usize) -> bool {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or(bytes);
    let zeros = head.iter().skip(zeros_at).step_by(2).filter(|byte| **byte == 0).count();
    head.len() >= 8 && zeros * 4 > head.len()
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok()).map(unit);
    char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn windows_1252(byte: u8) -> char {
    let above = byte.checked_sub(0x80).map(usize::from);
    above.and_then(|index| WINDOWS_1252.get(index)).copied().unwrap_or(char::from(byte))
}

/// Whether a text was written as UTF-8, read as Windows-1252 and written again: `Âµ` for `µ`.
pub(super) fn is_garbled(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    letters.windows(2).any(|pair| matches!(pair, ['Â' | 'Ã', '\u{80}'..='\u{bf}']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        let text = "Wert;µ±Ω\n";
        let read = |bytes: &[u8]| decode(bytes).text;
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        assert_eq!(decode(text.as_bytes()), Decoded { text: text.to_owned(), encoding: Encoding::Utf8 });
        assert_eq!(read(&marked(&[0xEF, 0xBB, 0xBF], text.as_bytes())), text);
        assert_eq!(
            decode(&marked(&[0xFF, 0xFE], &little)),
            Decoded { text: text.to_owned(), encoding: Encoding::Utf16 }
        );
        assert_eq!(read(&marked(&[0xFE, 0xFF], &big)), text);
        assert_eq!(read(&little), text);
        assert_eq!(read(&big), text);
        let old = Decoded { text: "10µF ±20% €".to_owned(), encoding: Encoding::Windows1252 };
        assert_eq!(decode(b"10\xb5F \xb120% \x80"), old);
    }

    #[test]
    fn text_encoded_twice_is_detected() {
        assert!(is_garbled("1ÂµF Â±20%"));
        assert!(!is_garbled("1µF ±20%, Ångström, naïve, Âme"));
    }
}
