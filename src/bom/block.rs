//! A piece of TOML that states something that is not known.

use crate::diagnostic::printable;

/// A piece of TOML to write into a file, so that something is known: with real values in the place of its examples.
///
/// ```
/// # use terroir::{Request, Solution};
/// # let solution = "[solution]\nname = 'lamp'\nmarkets = ['DE']\ncurrency = 'EUR'\n[slots.driver]\nchoose = ['a']";
/// # let catalog = "components = [{ id = 'a', kind = 'hardware', price = '1', needs = { 'network.nb-ntn' = {} } }]";
/// # let solution = Solution::from_sources([("solution.toml", solution), ("catalog/a.toml", catalog)])?;
/// # let compiled = solution.compile()?;
/// let request = Request::market("DE").as_of("2026-11-22".parse()?);
/// let gap = compiled.resolve(&request)?.warnings().iter().find(|one| one.code == terroir::Code::GAP).cloned();
/// let gap = gap.ok_or("no gap")?;
/// let block = gap.block.ok_or("no block")?;
/// assert_eq!((gap.key.as_str(), block.file.as_str()), ("network.nb-ntn", "regions/DE.toml"));
/// assert_eq!(block.text.lines().next(), Some("area = \"DE\""));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[non_exhaustive]
pub struct Block {
    /// The file, relative to the solution's folder.
    pub file: String,
    /// Where it goes.
    pub at: BlockPlace,
    /// The text, with a line end where it consists of lines.
    pub text: String,
    /// The values in it that are only examples.
    pub examples: Vec<String>,
}

/// Where a block goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockPlace {
    /// The file does not exist yet.
    NewFile,
    /// At the end of the file.
    End,
    /// Before the first character of a line, counted from 1.
    Line(u32),
    /// Before a character of a line, both counted from 1.
    Character {
        /// The line.
        line: u32,
        /// The column.
        column: u32,
    },
}

impl Block {
    /// What to do with it: `add to regions/DE.toml, with the real values in place of `2`:`.
    #[must_use]
    pub fn instruction(&self) -> String {
        let file = &self.file;
        let place = match self.at {
            BlockPlace::NewFile => format!("write a new file {file}"),
            BlockPlace::End => format!("add to the end of {file}"),
            BlockPlace::Line(line) => format!("insert into {file} as line {line}"),
            BlockPlace::Character { line, column } => format!("insert into {file}:{line}:{column}"),
        };
        match self.examples.as_slice() {
            [] => place,
            examples => format!("{place}, with the real values in place of {}", examples.join(" and ")),
        }
    }

    /// The text as lines below an instruction, indented.
    #[must_use]
    pub fn lines(&self) -> String {
        let lines: Vec<String> = self.text.trim().lines().map(|line| format!("    {}", printable(line))).collect();
        lines.join("\n")
    }

    /// The text of the file with the block in it; `before`: the text without it.
    #[must_use]
    pub fn inserted(&self, before: &str) -> String {
        let start_of = |line: u32| {
            let lines = before.split_inclusive('\n').take(line.saturating_sub(1) as usize);
            lines.map(str::len).sum::<usize>()
        };
        let at = match self.at {
            BlockPlace::NewFile | BlockPlace::End => {
                let gap = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
                return format!("{before}{gap}{}", self.text);
            }
            BlockPlace::Line(line) => start_of(line),
            BlockPlace::Character { line, column } => {
                let start = start_of(line);
                let rest = before.get(start..).unwrap_or_default();
                let skipped = rest.chars().take(column.saturating_sub(1) as usize);
                start + skipped.map(char::len_utf8).sum::<usize>()
            }
        };
        let (head, tail) = before.split_at_checked(at).unwrap_or((before, ""));
        let gap = if head.is_empty() || head.ends_with('\n') || !self.text.ends_with('\n') { "" } else { "\n" };
        format!("{head}{gap}{}{tail}", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(at: BlockPlace, text: &str) -> Block {
        Block { file: "regions/DE.toml".to_owned(), at, text: text.to_owned(), examples: Vec::new() }
    }

    #[test]
    fn a_block_goes_where_it_says() {
        let before = "area = \"DE\"\nnetworks = []";
        assert_eq!(block(BlockPlace::End, "x = 1\n").inserted(before), "area = \"DE\"\nnetworks = []\nx = 1\n");
        assert_eq!(block(BlockPlace::Line(2), "x = 1\n").inserted(before), "area = \"DE\"\nx = 1\nnetworks = []");
        assert_eq!(block(BlockPlace::Line(3), "x = 1\n").inserted(before), "area = \"DE\"\nnetworks = []\nx = 1\n");
        let inside = BlockPlace::Character { line: 2, column: 13 };
        assert_eq!(block(inside, "1, ").inserted(before), "area = \"DE\"\nnetworks = [1, ]");
    }
}
