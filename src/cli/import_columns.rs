//! The flag `--columns` of `terroir import bom`.

use terroir::import::ColumnChoice;

/// `mpn=Order code` → the field and the title.
pub fn column(text: &str) -> Result<ColumnChoice, String> {
    match text.split_once('=') {
        Some((field, title)) if !field.trim().is_empty() && !title.trim().is_empty() => {
            Ok(ColumnChoice { field: field.trim().to_owned(), title: title.trim().trim_matches('"').to_owned() })
        }
        _ => Err("expected FIELD=TITLE, as in `mpn=\"Order code\"`".to_owned()),
    }
}
