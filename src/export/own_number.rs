//! The company's own part number, which teams keep in fields of different titles.

use crate::schema::CustomField;

/// Titles of the company's own part number, in lower case without spaces and punctuation.
const IPN: [&str; 5] = ["ipn", "internalpartnumber", "partipn", "companypartnumber", "housepartnumber"];

/// The field that holds the company's own part number.
pub(super) fn ipn(fields: &[CustomField]) -> Option<&CustomField> {
    fields.iter().find(|field| IPN.contains(&key(&field.name).as_str()) && !field.value.trim().is_empty())
}

/// A title in lower case without spaces, punctuation, what is in parentheses, and the number at its end:
/// `Supplier Part Number 1`, `JLCPCB Part #（optional）`.
pub(super) fn key(title: &str) -> String {
    let bare = title.split(['(', '（']).next().filter(|bare| !bare.trim().is_empty()).unwrap_or(title);
    let letters = bare.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase);
    letters.collect::<String>().trim_end_matches(|letter: char| letter.is_ascii_digit()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_differ_in_letters_and_digits_only() {
        assert_eq!(key("LCSC Part #"), "lcscpart");
        assert_eq!(key("Supplier_Part Number 1"), "supplierpartnumber");
        assert_eq!(key("JLCPCB Part #\u{ff08}optional\u{ff09}"), "jlcpcbpart");
        assert_eq!(key("LCSC (C-number)"), "lcsc");
        assert_eq!(key("(LCSC)"), "lcsc");
    }
}
