//! The encodings of the time before Unicode.

use crate::import::table::Certainty;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

/// Encodings that part lists come in; others are taken only if many letters show them.
const USUAL: [&Encoding; 7] = [GBK, SHIFT_JIS, BIG5, EUC_KR, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252];

/// Fewer letters than these outside of ASCII decide nothing.
const FEW: usize = 4;

/// An unusual encoding needs more.
const MANY: usize = 40;

/// An encoding by a name of the Encoding Standard, or by its number on Windows.
pub(super) fn named(name: &str) -> Option<&'static Encoding> {
    match name {
        "cp932" => Some(SHIFT_JIS),
        "cp936" => Some(GB18030),
        "cp949" => Some(EUC_KR),
        "cp950" => Some(BIG5),
        "shift-jis" => Some(SHIFT_JIS),
        _ => Encoding::for_label_no_replacement(name.as_bytes()),
    }
}

/// The name for people.
pub(super) fn shown(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "windows-1250" => "Windows-1250",
        "windows-1251" => "Windows-1251",
        "windows-1252" => "Windows-1252",
        "Shift_JIS" => "Shift-JIS",
        "gb18030" => "GB18030",
        name => name,
    }
}

/// The encoding that fits the bytes best, `high` of which are not ASCII; `None` if none fits.
pub(super) fn recognised(bytes: &[u8], high: usize) -> Option<(&'static Encoding, Certainty)> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let is_usual = USUAL.contains(&guess);
    let decodes = |encoding: &'static Encoding| !encoding.decode_without_bom_handling(bytes).1;
    let encoding = if guess == GBK { GB18030 } else { guess };
    if (is_usual || high >= MANY) && decodes(encoding) {
        // Western letters are alike in their neighbours; any other reading of a few bytes is a guess.
        let is_sure = encoding == WINDOWS_1252 || high >= FEW;
        return Some((encoding, if is_sure { Certainty::Sure } else { Certainty::Guess }));
    }
    let cyrillic = high >= 2 && is_in_one_script(&WINDOWS_1251.decode_without_bom_handling(bytes).0);
    (cyrillic && decodes(WINDOWS_1251)).then_some((WINDOWS_1251, Certainty::Guess))
}

/// Whether every letter outside of ASCII is Cyrillic.
fn is_in_one_script(text: &str) -> bool {
    text.chars().filter(|letter| !letter.is_ascii()).all(|letter| ('\u{410}'..='\u{44f}').contains(&letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_lists_of_many_countries_are_recognised() {
        for (name, text) in [
            ("gb18030", "位号,数量,型号\nR1,1,EXAMPLE-1\n"),
            ("gb18030", "Ref,Qty,MPN,备注\nR1,1,A,不贴\n"),
            ("shift_jis", "部品番号,数量,型番\nR1,1,EXAMPLE\n"),
            ("shift_jis", "参照,数量,品名\nR1,1,抵抗\nC1,1,コンデンサ\n"),
            ("big5", "項次,料號,品名,數量\n1,A,電容,2\n"),
            ("euc-kr", "품명,규격,수량\n저항,10k,2\n"),
            ("windows-1251", "Поз. обозначение,Кол.,Наименование\nR1,1,Резистор\n"),
            ("windows-1251", "Ref,Qty,Value\nR1,1,10кОм\n"),
            ("windows-1250", "Označení;Množství;Hodnota\nR1;1;10k\n"),
            ("windows-1252", "Bezeichnung;Stückzahl;Größe\nR1;1;10µ\n"),
            ("windows-1252", "Référence;Quantité\nR1;1\n"),
            ("windows-1252", "Ref;Hersteller\nR1;Würth Elektronik\n"),
        ] {
            let encoding = named(name).unwrap_or(encoding_rs::UTF_8);
            let (bytes, _, _) = encoding.encode(text);
            let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
            assert_eq!(recognised(&bytes, high).map(|found| found.0.name()), Some(encoding.name()), "{text}");
        }
    }

    #[test]
    fn few_letters_are_a_guess() {
        let (bytes, _, _) = WINDOWS_1250.encode("Ref;Wartość\nR1;1\n");
        assert_eq!(recognised(&bytes, 2), Some((WINDOWS_1250, Certainty::Guess)));
    }
}
