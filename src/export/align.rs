//! How columns are aligned.

/// How the cells of a column are aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// To the left: words.
    Left,
    /// To the right: amounts.
    Right,
}

impl Align {
    /// The rule below the title of such a column in Markdown.
    pub(super) const fn rule(self) -> &'static str {
        match self {
            Self::Left => "---",
            Self::Right => "---:",
        }
    }
}
