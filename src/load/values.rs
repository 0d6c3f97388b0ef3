//! How much is built in memory of a solution: it has a size by the number of its values and tables, not by its bytes.

/// The most that all files of a solution may have together. A value counts one, a table or a row as many as a few values.
pub(super) const MOST_VALUES: u64 = 1_300_000;

/// What a row of CSV, or an opening bracket or brace of TOML, counts.
pub(super) const OF_TABLE: u64 = 4;

/// What a file counts, by the marks between its values: commas, equal signs, semicolons, line ends, brackets and braces.
/// Such marks inside of texts count too, for it is known before the file is parsed.
pub(super) fn weight(name: &str, text: &str) -> u64 {
    let is_rows = !name.ends_with(".toml");
    let of_byte = |byte: u8| match byte {
        b'\n' if is_rows => OF_TABLE,
        b'[' | b'{' if !is_rows => OF_TABLE,
        b',' | b'=' | b';' | b'\n' => 1,
        _ => 0,
    };
    text.bytes().map(of_byte).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_tables_and_rows_are_counted() {
        assert_eq!(weight("a.toml", "[[components]]\nid = \"a\"\nrefdes = [\"U1\", \"U2\"]\n"), 2 * 4 + 4 + 3 + 2 + 1);
        assert_eq!(weight("a.csv", "id,kind\na,hardware\n"), 2 + 2 * 4);
    }
}
