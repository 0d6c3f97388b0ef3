//! Encodings by their names, and by the bytes of a file.

use crate::import::table::Certainty;
#[cfg(feature = "encodings")]
use crate::import::table::legacy;

/// Windows-1252 from 0x80 to 0x9F; its five undefined bytes become the replacement character.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}', '\u{fffd}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

/// The names that messages list; other names of the Encoding Standard are known too.
pub(super) const NAMES: [&str; 10] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "gb18030",
    "shift_jis",
    "big5",
    "euc-kr",
];

/// Signs of units, prices and typography that are the same byte in Windows-1252 and its neighbours, or belong to
/// English files: `£ § © « ® ° ± ² ³ ´ µ · º » ¼ ½ ¾ × Ø ø` and everything from 0x80 to 0x9F that is punctuation.
const SIGNS: [u8; 32] = [
    0xa0, 0xa3, 0xa7, 0xa9, 0xab, 0xae, 0xb0, 0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb7, 0xb9, 0xba, 0xbb, 0xbc, 0xbd, 0xbe,
    0xd7, 0xd8, 0xf8, 0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99,
];

/// How a file's letters are written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// With or without a byte order mark.
    Utf8,
    /// As in Excel's "Unicode text".
    Utf16Le,
    Utf16Be,
    /// What spreadsheets in Western Europe and America write.
    Windows1252,
    /// Another one of a time before Unicode.
    #[cfg(feature = "encodings")]
    Legacy(&'static encoding_rs::Encoding),
}

/// Why a name is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    Name,
    /// The encoding exists, but this build does not have it.
    #[cfg_attr(feature = "encodings", allow(dead_code, reason = "with all encodings, none is left out of the build"))]
    Build,
}

impl Encoding {
    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252 => "Windows-1252",
            #[cfg(feature = "encodings")]
            Self::Legacy(encoding) => legacy::shown(encoding),
        }
    }

    /// The text without a byte order mark; what cannot be read becomes U+FFFD.
    pub fn decode(self, bytes: &[u8]) -> String {
        let text = match self {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Utf16Le => utf16(bytes, u16::from_le_bytes),
            Self::Utf16Be => utf16(bytes, u16::from_be_bytes),
            Self::Windows1252 => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
            #[cfg(feature = "encodings")]
            Self::Legacy(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
        };
        text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
    }
}

/// The encoding of a name; the bytes of the file show the order of bytes in UTF-16.
pub(super) fn named(name: &str, bytes: &[u8]) -> Result<Encoding, Unknown> {
    let lower = name.trim().to_ascii_lowercase().replace('_', "-");
    match lower.as_str() {
        "utf-8" | "utf8" | "ascii" | "us-ascii" => Ok(Encoding::Utf8),
        "utf-16" | "utf16" | "unicode" if recognised(bytes).0 == Encoding::Utf16Be => Ok(Encoding::Utf16Be),
        "utf-16le" | "utf-16" | "utf16" | "unicode" => Ok(Encoding::Utf16Le),
        "utf-16be" => Ok(Encoding::Utf16Be),
        "windows-1252" | "cp1252" | "latin1" | "latin-1" | "iso-8859-1" | "ansi" => Ok(Encoding::Windows1252),
        other => legacy_named(other),
    }
}

#[cfg(feature = "encodings")]
fn legacy_named(name: &str) -> Result<Encoding, Unknown> {
    legacy::named(name).map(Encoding::Legacy).ok_or(Unknown::Name)
}

#[cfg(not(feature = "encodings"))]
fn legacy_named(name: &str) -> Result<Encoding, Unknown> {
    let is_known = NAMES.iter().any(|known| known.replace('_', "-") == name);
    Err(if is_known { Unknown::Build } else { Unknown::Name })
}

/// The encoding of a file by its bytes.
pub(super) fn recognised(bytes: &[u8]) -> (Encoding, Certainty) {
    if bytes.starts_with(&[0xFF, 0xFE]) {
        return (Encoding::Utf16Le, Certainty::Sure);
    }
    if bytes.starts_with(&[0xFE, 0xFF]) {
        return (Encoding::Utf16Be, Certainty::Sure);
    }
    if looks_like_utf16(bytes, 1) {
        return (Encoding::Utf16Le, Certainty::Sure);
    }
    if looks_like_utf16(bytes, 0) {
        return (Encoding::Utf16Be, Certainty::Sure);
    }
    if is_mostly_utf8(bytes) || is_mixed(bytes) {
        return (Encoding::Utf8, Certainty::Sure);
    }
    let is_sign = |at: usize| bytes.get(at).is_some_and(|byte| SIGNS.contains(byte));
    let high: Vec<usize> = (0..).zip(bytes).filter(|(_, byte)| **byte >= 0x80).map(|(at, _)| at).collect();
    if high.iter().all(|at| is_sign(*at)) && !high.windows(2).any(|pair| matches!(pair, [a, b] if a + 1 == *b)) {
        return (Encoding::Windows1252, Certainty::Sure);
    }
    legacy_recognised(bytes, high.len())
}

#[cfg(feature = "encodings")]
fn legacy_recognised(bytes: &[u8], high: usize) -> (Encoding, Certainty) {
    match legacy::recognised(bytes, high) {
        Some((encoding, certainty)) => (Encoding::Legacy(encoding), certainty),
        None => (Encoding::Windows1252, Certainty::Guess),
    }
}

#[cfg(not(feature = "encodings"))]
fn legacy_recognised(_: &[u8], _: usize) -> (Encoding, Certainty) {
    (Encoding::Windows1252, Certainty::Guess)
}

/// Whether text is UTF-8, or UTF-8 with a few damaged bytes.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad * 4 <= good || bad == 0
}

/// Whether text is UTF-8 into which single bytes of Windows-1252 were pasted: each is alone, and there are no more of
/// them than letters in UTF-8.
fn is_mixed(bytes: &[u8]) -> bool {
    let good =
        || bytes.utf8_chunks().flat_map(|chunk| chunk.valid().chars()).filter(|letter| !letter.is_ascii()).count();
    let is_single = |invalid: &[u8]| invalid.is_empty() || matches!(invalid, [byte] if pasted(*byte).is_some());
    let bad = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    bytes.utf8_chunks().all(|chunk| is_single(chunk.invalid())) && bad <= good()
}

/// The letter or sign of Windows-1252 that a byte is that does not belong to UTF-8.
pub(super) fn pasted(byte: u8) -> Option<char> {
    let letter = windows_1252(byte);
    (SIGNS.contains(&byte) || ((0xC0..=0xFE).contains(&byte) && letter.is_alphabetic())).then_some(letter)
}

/// Whether many bytes at odd (1) or even (0) positions are zero and few others: Latin letters, digits, delimiters and
/// line ends with two bytes each.
fn looks_like_utf16(bytes: &[u8], zeros_at: usize) -> bool {
    let head = bytes.get(..bytes.len().min(1 << 12)).unwrap_or(bytes);
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    let (wanted, other) = (zeros(zeros_at), zeros(1 - zeros_at));
    head.len() >= 8 && wanted * 10 > head.len() && other * 10 < wanted
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let letters = char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER));
    letters.chain(rest.iter().map(|_| char::REPLACEMENT_CHARACTER)).collect()
}

fn windows_1252(byte: u8) -> char {
    let above = byte.checked_sub(0x80).map(usize::from);
    above.and_then(|index| WINDOWS_1252.get(index)).copied().unwrap_or(char::from(byte))
}

/// The byte above 0x7F that is this letter in Windows-1252.
pub(super) fn byte_of_windows_1252(letter: char) -> Option<u8> {
    (0x80..=0xff).find(|byte| char::from(*byte) == letter || windows_1252(*byte) == letter)
}
