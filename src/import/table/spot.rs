//! Places in a sheet, as people name them.

/// A cell of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::import) struct Spot {
    /// Counted from 1, as sheets do.
    pub row: u64,
    /// Counted from 0.
    pub column: usize,
}

/// Cells that were merged into one: only the first has a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) struct Merged {
    pub first: Spot,
    pub last: Spot,
}

impl std::fmt::Display for Spot {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}{}", letters(self.column), self.row)
    }
}

impl std::fmt::Display for Merged {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", self.first, self.last)
    }
}

/// The letters of a column counted from 0.
fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_in_a_sheet() {
        let name = |column| Spot { row: 12, column }.to_string();
        assert_eq!([0, 25, 26, 27, 1_000, 16_383].map(name), ["A12", "Z12", "AA12", "AB12", "ALM12", "XFD12"]);
    }
}
