//! Texts that fill a cell and say nothing.

use super::text::plain;

/// Words that mean "nothing here" in any column, in lower case without dots, blanks and brackets.
const NOTHING: &[&str] = &[
    "n/a",
    "na",
    "n\\a",
    "n-a",
    "nd",
    "#n/a",
    "tbd",
    "tba",
    "tbc",
    "tbs",
    "tobedetermined",
    "tobedefined",
    "tobeconfirmed",
    "none",
    "null",
    "nil",
    "nan",
    "undefined",
    "undef",
    "unknown",
    "unspecified",
    "notspecified",
    "notapplicable",
    "notavailable",
    "notassigned",
    "unassigned",
    "empty",
    "blank",
    "nothing",
    "todo",
    "fixme",
    "nichtvorhanden",
    "unbekannt",
    "keine",
    "keiner",
    "kein",
    "keines",
    "ka",
    "k/a",
    "offen",
    "leer",
    "aucun",
    "aucune",
    "inconnu",
    "inconnue",
    "néant",
    "vide",
    "ninguno",
    "ninguna",
    "desconocido",
    "desconocida",
    "vacío",
    "vacio",
    "sindatos",
    "无",
    "無",
    "没有",
    "空",
    "待定",
    "未定",
    "未知",
    "暂无",
    "不明",
    "なし",
    "無し",
    "該当なし",
];

/// Words that a part number, order number or maker may not be, but a value may.
const NO_NUMBER: &[&str] = &[
    "0",
    "any",
    "anybrand",
    "anymake",
    "anyvendor",
    "anymanufacturer",
    "anytype",
    "generic",
    "genericpart",
    "various",
    "several",
    "misc",
    "standard",
    "std",
    "default",
    "common",
    "jellybean",
    "nompn",
    "nopn",
    "nopartnumber",
    "nopart",
    "nonumber",
    "nomanufacturer",
    "nobrand",
    "mpn",
    "partnumber",
    "manufacturer",
    "manufacturerpartnumber",
    "custom",
    "seenote",
    "seenotes",
    "seedescription",
    "seevalue",
    "seebom",
    "seecomment",
    "beliebig",
    "diverse",
    "div",
    "generisch",
    "quelconque",
    "générique",
    "divers",
    "cualquiera",
    "genérico",
    "通用",
    "任意",
    "汎用",
];

/// Whether a cell of any column says nothing: empty, `-`, `?`, `~`, `n/a`, `tbd`, `none`, `<none>`, an unresolved `${MPN}`.
pub(in crate::import) fn is_none(cell: &str) -> bool {
    if names_something(cell) {
        return false;
    }
    let text = plain(cell).to_lowercase();
    let is_sign = |letter: char| {
        !letter.is_alphanumeric() && !matches!(letter, '✓' | '✔' | '☑' | '✗' | '✘' | '%' | 'Ω' | '#' | '*')
    };
    if text.chars().all(is_sign) || is_variable(&text) {
        return true;
    }
    NOTHING.contains(&bare(&text).as_str())
}

/// Whether a cell of part numbers, order numbers or makers names none: [`is_none`], and `x`, `xxx`, `0`, `generic`, `any`, `no mpn`,
/// `###`, `***`.
pub(in crate::import) fn is_no_part_number(cell: &str) -> bool {
    if names_something(cell) {
        return false;
    }
    let text = plain(cell).to_lowercase();
    let letters: Vec<char> = text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    is_none(cell) || letters.iter().all(|letter| *letter == 'x') || NO_NUMBER.contains(&bare(&text).as_str())
}

/// Letters with a digit other than 0, as most cells are: no word for nothing has one.
fn names_something(cell: &str) -> bool {
    cell.is_ascii()
        && cell.starts_with(|letter: char| letter.is_ascii_alphanumeric())
        && cell.bytes().any(|letter| matches!(letter, b'1'..=b'9'))
}

/// `${MPN}`, `=MPN`-like variables that a tool left unresolved.
fn is_variable(text: &str) -> bool {
    (text.starts_with("${") && text.ends_with('}')) || (text.starts_with("{{") && text.ends_with("}}"))
}

/// Without dots, blanks, quotes, and brackets or dashes around it.
fn bare(text: &str) -> String {
    let inner = text.trim_matches(|letter: char| {
        matches!(letter, '(' | ')' | '[' | ']' | '<' | '>' | '{' | '}' | '"' | '\'' | '-' | '_' | '*' | '?' | '!' | ':')
    });
    inner.chars().filter(|letter| !matches!(letter, '.' | ' ' | '_')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_known_and_part_numbers_kept() {
        for cell in [
            "",
            " ",
            "?",
            "??",
            "-",
            "--",
            "~",
            ".",
            "_",
            "n/a",
            "N/A",
            "na",
            "n.a.",
            "NA.",
            "-n/a-",
            "tbd",
            "T.B.D.",
            "TBA",
            "none",
            "<none>",
            "(none)",
            "null",
            "nil",
            "unknown",
            "not specified",
            "${MPN}",
            "无",
            "なし",
            "unbekannt",
            "#N/A",
            "…",
            "—",
            "N / A",
            "keine",
            "aucun",
        ] {
            assert!(is_none(cell) && is_no_part_number(cell), "{cell}");
        }
        for cell in [
            "x",
            "xxx",
            "XXXX",
            "xxx-xxx",
            "0",
            "generic",
            "Generic",
            "any",
            "no mpn",
            "No Part Number",
            "see note",
            "***",
            "###",
            "通用",
            "std",
        ] {
            assert!(is_no_part_number(cell), "{cell}");
        }
        for cell in ["0", "x", "generic", "100", "0R", "*", "✓"] {
            assert!(!is_none(cell), "{cell}");
        }
        for cell in [
            "EXAMPLE-1",
            "NA555",
            "TBD62083A",
            "10428",
            "NC7SZ04",
            "X1",
            "603",
            "1N4148",
            "00",
            "ANY-1",
            "XC6206",
            "NILE",
            "-1",
            "A",
            "STD-1",
        ] {
            assert!(!is_no_part_number(cell), "{cell}");
        }
    }
}
