//! From the bytes of a file to text.

use crate::import::finding::Finding;
use crate::import::table::Certainty;
use crate::import::table::encoding::{self, Encoding, Unknown};

/// Most bytes in another encoding that are reported one by one.
const MOST_PASTED: usize = 5;

/// The text of a file, in the encoding that is named or else in the one that its bytes show. What was recognised, left
/// out or lost is added to `findings`.
///
/// # Errors
/// The name is not that of an encoding.
pub(super) fn decode(
    file: &str,
    bytes: &[u8],
    name: Option<&str>,
    findings: &mut Vec<Finding>,
) -> Result<String, Finding> {
    let text = match name {
        Some(name) => {
            let encoding =
                encoding::named(name, bytes).map_err(|unknown| Finding::error(file, 0, refusal(name, unknown)))?;
            encoding.decode(bytes)
        }
        None => {
            let (encoding, certainty) = encoding::recognised(bytes);
            findings.extend(recognition(file, encoding, certainty));
            if encoding == Encoding::Utf8 { mended(file, bytes, findings) } else { encoding.decode(bytes) }
        }
    };
    let text = without_controls(file, text, findings);
    findings.extend(losses(file, &text));
    if is_garbled(&text) {
        let message = "the file holds text that was encoded twice, as in `Âµ`; it was kept unchanged";
        findings.push(Finding::warning(file, 0, message));
    }
    Ok(text)
}

/// Text in UTF-8; single bytes of Windows-1252 in it become what they are there, each with its line reported.
fn mended(file: &str, bytes: &[u8], findings: &mut Vec<Finding>) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut lines: Vec<(u64, char)> = Vec::new();
    let mut line = 1;
    for chunk in bytes.utf8_chunks() {
        line += line_of(chunk.valid(), chunk.valid().len()) - 1;
        text.push_str(chunk.valid());
        match chunk.invalid() {
            [] => {}
            [byte] => match encoding::pasted(*byte) {
                Some(letter) => {
                    text.push(letter);
                    lines.push((line, letter));
                }
                None => text.push(char::REPLACEMENT_CHARACTER),
            },
            [..] => text.push(char::REPLACEMENT_CHARACTER),
        }
    }
    for (line, letter) in lines.iter().take(MOST_PASTED) {
        let message = format!("a byte that is not UTF-8 was read as `{letter}`, which it is in Windows-1252");
        findings.push(Finding::warning(file, *line, message));
    }
    if let Some(more) = lines.len().checked_sub(MOST_PASTED).filter(|more| *more > 0) {
        let last = lines.last().map_or(0, |(line, _)| *line);
        let message = format!("{more} more bytes that are not UTF-8 were read as Windows-1252, the last one here");
        findings.push(Finding::warning(file, last, message));
    }
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

fn refusal(name: &str, unknown: Unknown) -> String {
    let names: Vec<String> = encoding::NAMES.iter().map(|name| format!("`{name}`")).collect();
    match unknown {
        Unknown::Name => format!("unknown encoding `{name}` in `--encoding`; expected one of {}", names.join(", ")),
        Unknown::Build => format!(
            "this build of terroir cannot read `{name}`; save the file as UTF-8, or rebuild terroir with `--features \
             encodings`"
        ),
    }
}

/// A note which encoding was taken, a warning where the bytes do not decide.
fn recognition(file: &str, encoding: Encoding, certainty: Certainty) -> Option<Finding> {
    let name = encoding.name();
    match certainty {
        Certainty::Sure if encoding == Encoding::Utf8 => None,
        Certainty::Sure => Some(Finding::note(file, 0, format!("the file is not UTF-8 and was read as {name}"))),
        Certainty::Guess => {
            let message = format!(
                "the file is not UTF-8 and was read as {name}, but too few letters show whether this is right: check the \
                 special characters, and name another encoding with `--encoding` if they are wrong"
            );
            Some(Finding::warning(file, 0, message))
        }
    }
}

/// The line of a byte of a text, counted from 1.
fn line_of(text: &str, at: usize) -> u64 {
    let before = text.get(..at).unwrap_or_default();
    let mut ends = before.bytes().filter(|byte| *byte == b'\n').count();
    ends += before.bytes().zip(before.bytes().skip(1)).filter(|pair| pair.0 == b'\r' && pair.1 != b'\n').count();
    1 + ends as u64
}

/// A warning about bytes that did not decode, or were lost before the file was written.
fn losses(file: &str, text: &str) -> Option<Finding> {
    let at = text.find(char::REPLACEMENT_CHARACTER)?;
    let count = text.matches(char::REPLACEMENT_CHARACTER).count();
    let characters = if count == 1 { "a character".to_owned() } else { format!("the first of {count} characters") };
    let message = format!(
        "{characters} that cannot be read in the file's encoding: it stays as `\u{fffd}`; name the encoding with \
         `--encoding`, or save the file as UTF-8"
    );
    Some(Finding::warning(file, line_of(text, at), message))
}

/// A text without control characters; page breaks and vertical tabs are spaces.
fn without_controls(file: &str, text: String, findings: &mut Vec<Finding>) -> String {
    let is_space = |letter: char| matches!(letter, '\u{b}' | '\u{c}' | '\u{85}');
    let is_wrong = |letter: char| {
        letter == '\u{feff}' || (letter.is_control() && !matches!(letter, '\t' | '\r' | '\n') && !is_space(letter))
    };
    if !text.contains(|letter| is_wrong(letter) || is_space(letter)) {
        return text;
    }
    if let Some((at, first)) = text.char_indices().find(|(_, letter)| is_wrong(*letter)) {
        let count = text.chars().filter(|letter| is_wrong(*letter)).count();
        let line = line_of(&text, at);
        let code = format!("U+{:04X}", u32::from(first));
        let message = match count {
            1 => format!("a control character ({code}) was left out"),
            _ => format!("{count} control characters were left out, the first ({code}) in this line"),
        };
        findings.push(Finding::warning(file, line, message));
    }
    let kept = text.chars().filter(|letter| !is_wrong(*letter));
    kept.map(|letter| if is_space(letter) { ' ' } else { letter }).collect()
}

/// Whether a text was written as UTF-8, read as Windows-1252 and written again: `Âµ` for `µ`, `â‚¬` for `€`.
pub(in crate::import) fn is_garbled(text: &str) -> bool {
    let mut leads = text.char_indices().filter(|(_, letter)| matches!(letter, 'Â' | 'Ã' | 'Î' | 'Ï' | 'â'));
    leads.any(|(at, lead)| {
        let mut after = text.get(at..).unwrap_or_default().chars().skip(1).map(encoding::byte_of_windows_1252);
        let mut is_inner = || after.next().flatten().is_some_and(|byte| (0x80..=0xbf).contains(&byte));
        is_inner() && (lead != 'â' || is_inner())
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The text and the findings, without the name of the file.
    fn read(bytes: &[u8], name: Option<&str>) -> (String, Vec<String>) {
        let mut findings = Vec::new();
        let text = decode("a", bytes, name, &mut findings).unwrap_or_else(|error| error.to_string());
        (text, findings.iter().map(|finding| format!("{} {finding}", finding.severity.word())).collect())
    }

    #[test]
    fn utf_8_and_utf_16_give_the_same_text() {
        let text = "Wert;µ±Ω\nx;位号\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let none: Vec<String> = Vec::new();
        assert_eq!(read(text.as_bytes(), None), (text.to_owned(), none.clone()));
        assert_eq!(read(&[&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat(), None), (text.to_owned(), none.clone()));
        let note = |name: &str| vec![format!("note a: the file is not UTF-8 and was read as UTF-16{name}")];
        assert_eq!(read(&[&[0xFF, 0xFE], &*little].concat(), None), (text.to_owned(), note("LE")));
        assert_eq!(read(&[&[0xFE, 0xFF], &*big].concat(), None), (text.to_owned(), note("BE")));
        assert_eq!(read(&little, None), (text.to_owned(), note("LE")));
        assert_eq!(read(&big, None), (text.to_owned(), note("BE")));
        assert_eq!(read(&big, Some("utf-16be")), (text.to_owned(), none.clone()));
        assert_eq!(read(&[&[0xFE, 0xFF], &*big].concat(), Some("UTF-16")), (text.to_owned(), none));
    }

    #[test]
    fn signs_of_units_are_read_as_windows_1252() {
        let note = vec!["note a: the file is not UTF-8 and was read as Windows-1252".to_owned()];
        assert_eq!(read(b"C1;10\xb5F\nC2;\xb120%;\xa30.10\n", None), ("C1;10µF\nC2;±20%;£0.10\n".to_owned(), note));
    }

    #[test]
    fn single_bytes_of_windows_1252_in_utf_8_are_read_and_reported() {
        let (text, findings) = read(b"R1;10k\xb1\nR2;4.7\xce\xa9\nC1;10\xc2\xb5F\n", None);
        assert_eq!(text, "R1;10k±\nR2;4.7Ω\nC1;10µF\n");
        let wanted = ["warning a:1: a byte that is not UTF-8 was read as `±`, which it is in Windows-1252"];
        assert_eq!(findings, wanted);
    }

    #[test]
    fn what_is_left_out_or_lost_is_reported_with_its_line() {
        let (text, findings) = read(b"a\x00b\rc\r\nd\x01\x0c\n", None);
        assert_eq!(text, "ab\rc\r\nd \n");
        assert_eq!(findings, ["warning a:1: 2 control characters were left out, the first (U+0000) in this line"]);
        let (text, findings) = read(
            "位号,数量,型号,位号\n".as_bytes().iter().chain(b"x\xff\n").copied().collect::<Vec<_>>().as_slice(),
            None,
        );
        assert_eq!(text, "位号,数量,型号,位号\nx\u{fffd}\n");
        assert!(findings.first().unwrap().starts_with("warning a:2: a character that cannot be read"), "{findings:?}");
    }

    #[test]
    fn an_unknown_encoding_is_an_error_with_the_known_ones() {
        let (message, _) = read(b"x", Some("utf-9"));
        assert!(
            message.starts_with("a: unknown encoding `utf-9` in `--encoding`; expected one of `utf-8`,"),
            "{message}"
        );
    }

    #[test]
    fn text_encoded_twice_is_detected() {
        for garbled in ["1ÂµF Â±20%", "4k7 â„¦", "0,10 â‚¬", "10 Î©"] {
            assert!(is_garbled(garbled), "{garbled}");
        }
        assert!(!is_garbled("1µF ±20%, Ångström, naïve, Âme, château, âgé"));
    }
}
