//! What the schema and SPDX accept as a licence, a CPE name, a package URL and an address.

use super::document::{LicenseChoice, NamedLicense};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The ids of the SPDX License List that the CycloneDX schema lists, one a line.
static SPDX: LazyLock<BTreeSet<&str>> = LazyLock::new(|| include_str!("spdx.txt").lines().collect());

/// Whether a licence is only a name.
pub(super) fn is_named(text: &str) -> bool {
    !is_expression(text)
}

/// An SPDX expression where the text is one, else a licence of that name.
pub(super) fn license(text: &str) -> LicenseChoice {
    match is_expression(text) {
        true => LicenseChoice::Expression(text.to_owned()),
        false => LicenseChoice::License(NamedLicense { name: text.to_owned() }),
    }
}

/// Whether a text is an SPDX expression of licences that SPDX lists: `MIT OR (Apache-2.0 AND LicenseRef-own)`.
fn is_expression(text: &str) -> bool {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let (mut depth, mut takes_license) = (0_usize, true);
    let mut words = spaced.split_whitespace().peekable();
    while let Some(word) = words.next() {
        match (word, takes_license) {
            ("(", true) => depth += 1,
            (")", false) if depth > 0 => depth -= 1,
            ("AND" | "OR", false) => takes_license = true,
            // An exception; those that were named after the list of the schema was made are known by their form.
            ("WITH", false) if words.next().is_some_and(is_id) => {}
            (_, true) if is_license(word) => takes_license = false,
            (_, true | false) => return false,
        }
    }
    depth == 0 && !takes_license
}

fn is_license(word: &str) -> bool {
    let own = word.rsplit(':').next().and_then(|own| own.strip_prefix("LicenseRef-"));
    SPDX.contains(word.strip_suffix('+').unwrap_or(word)) || own.is_some_and(is_id)
}

fn is_id(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.'))
}

/// Whether a CPE name has the form that the schema requires: 2.3 with eleven parts, or the older URI.
pub(super) fn is_cpe(name: &str) -> bool {
    let is_plain = |part: &str| !part.is_empty() && part.chars().all(|letter| letter.is_ascii_graphic());
    match name.strip_prefix("cpe:2.3:") {
        Some(parts) => {
            let parts: Vec<&str> = parts.split(':').collect();
            parts.len() == 11
                && matches!(parts.first(), Some(&("a" | "h" | "o" | "*" | "-")))
                && parts.iter().all(|part| is_plain(part))
        }
        None => name.strip_prefix("cpe:/").is_some_and(|parts| {
            let is_letter =
                |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-' | '~' | '%' | ':');
            parts.starts_with(['a', 'h', 'o']) && parts.chars().all(is_letter) && parts.split(':').count() <= 7
        }),
    }
}

/// Whether a text is a package URL: `pkg:`, a type, and a name.
pub(super) fn is_purl(text: &str) -> bool {
    let Some((kind, name)) = text.strip_prefix("pkg:").and_then(|rest| rest.split_once('/')) else { return false };
    let is_kind = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '+' | '-');
    kind.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && kind.chars().all(is_kind)
        && !name.is_empty()
        && is_reference(text)
}

/// Whether a text is the address of a web page.
pub(super) fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && is_reference(text)
}

/// Whether a text is an address, also of a file beside the document, or a BOM-Link.
pub(super) fn is_reference(text: &str) -> bool {
    let is_letter = |letter: char| {
        letter.is_ascii_graphic() && !matches!(letter, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
    };
    let scheme = text.split(['/', '?', '#']).next().unwrap_or_default();
    let has_scheme = scheme.contains(':') && !scheme.starts_with(|letter: char| letter.is_ascii_alphabetic());
    !text.is_empty() && text.chars().all(is_letter) && !has_scheme && text.matches('#').count() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_is_an_expression_only_if_spdx_knows_it() {
        for known in [
            "MIT",
            "Apache-2.0 OR MIT",
            "GPL-2.0-only WITH Classpath-exception-2.0",
            "(MIT AND (Zlib OR LicenseRef-own))",
            "GPL-2.0+",
            "CERN-OHL-P-2.0",
        ] {
            assert!(is_expression(known), "{known}");
        }
        for other in ["", "Proprietary", "MIT Apache-2.0", "(MIT", "MIT)", "MIT OR", "WITH MIT", "MIT WITH", "see file"]
        {
            assert!(!is_expression(other), "{other}");
        }
    }

    #[test]
    fn an_address_may_be_a_page_a_file_or_a_bom_link() {
        for good in [
            "https://example.com/fw.cdx.json",
            "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1",
            "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg%3A",
            "sboms/fw.cdx.json",
        ] {
            assert!(is_reference(good), "{good}");
        }
        for bad in ["", "see file server", "\u{fc}ber", "a#b#c", ":1"] {
            assert!(!is_reference(bad), "{bad}");
        }
        assert!(is_purl("pkg:npm/a@1") && !is_purl("npm/a") && !is_purl("pkg:npm") && !is_purl("pkg:npm/a b"));
    }
}
