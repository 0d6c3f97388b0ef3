//! Markdown that only takes texts as texts: what a user wrote can be no markup, no HTML, no link, no further cell and no
//! other line.
//!
//! Words of this program are `&'static str`; whatever comes from an answer goes in through [`Inline::text`].

use super::align::Align;
use crate::diagnostic::printable;
use std::fmt::Write as _;

/// A piece of a line or a cell.
///
/// What is in backticks becomes code, for so messages name things; a text with an odd number of them has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Inline(String);

impl Inline {
    /// A text.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self(marked(&printable(text.as_ref())))
    }

    /// This, and more after it on the same line.
    pub fn and(self, more: &Self) -> Self {
        Self(self.0 + &more.0)
    }

    /// This, and more on a line of its own in the same cell.
    pub fn and_below(self, more: &Self) -> Self {
        Self(format!("{}<br>{}", self.0, more.0))
    }
}

/// A page that is being written.
#[derive(Clone, Debug, Default)]
pub(super) struct Markdown(String);

impl Markdown {
    /// A heading; level 1 is the page's.
    pub fn heading(&mut self, level: usize, text: impl AsRef<str>) {
        let _ = writeln!(self.0, "{} {}", "#".repeat(level), Inline::text(text).0);
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.0.push('\n');
    }

    /// A line of a paragraph.
    pub fn line(&mut self, text: impl AsRef<str>) {
        let _ = writeln!(self.0, "{}", at_start(&Inline::text(text).0));
    }

    /// A line of a paragraph that ends there: two spaces at its end break it.
    pub fn line_with_break(&mut self, text: impl AsRef<str>) {
        let _ = writeln!(self.0, "{}  ", at_start(&Inline::text(text).0));
    }

    /// A line in bold.
    pub fn bold(&mut self, text: impl AsRef<str>) {
        let _ = writeln!(self.0, "**{}**", Inline::text(text).0);
    }

    /// An item of a list.
    pub fn item(&mut self, text: impl AsRef<str>) {
        let _ = writeln!(self.0, "- {}", at_start(&Inline::text(text).0));
    }

    /// The line that begins a table, with its titles.
    pub fn table_head<'a>(&mut self, columns: impl IntoIterator<Item = (&'a str, Align)>) {
        let (heads, rules): (Vec<Inline>, Vec<&str>) =
            columns.into_iter().map(|(head, align)| (Inline::text(head), align.rule())).unzip();
        self.table_row(heads);
        let _ = writeln!(self.0, "| {} |", rules.join(" | "));
    }

    /// A row of a table.
    pub fn table_row(&mut self, cells: impl IntoIterator<Item = Inline>) {
        let cells: Vec<String> = cells.into_iter().map(|cell| cell.0).collect();
        let _ = writeln!(self.0, "| {} |", cells.join(" | "));
    }

    /// A comment that no reader sees, of a word of ours and a name: letters, digits, `-` and `_`.
    pub fn marker(&mut self, word: &'static str, name: &str) {
        let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || "-_".contains(*letter);
        let name: String = name.chars().filter(is_plain).collect();
        // Two hyphens could end the comment.
        let _ = writeln!(self.0, "<!-- {word}:{} -->", name.replace("--", "-_"));
    }

    /// What follows is folded away below a title, until [`Self::unfold`].
    pub fn fold(&mut self, title: &'static str) {
        let _ = writeln!(self.0, "<details><summary>{title}</summary>\n");
    }

    /// The end of what is folded away.
    pub fn unfold(&mut self) {
        self.0.push_str("\n</details>\n");
    }

    /// The page.
    pub fn into_text(self) -> String {
        self.0
    }
}

/// A text in which every character is literal, but what is in backticks is code.
fn marked(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return literal(text);
    }
    let mut out = String::with_capacity(text.len());
    for (at, piece) in pieces.iter().enumerate() {
        match at % 2 {
            0 => out.push_str(&literal(piece)),
            _ if piece.is_empty() => {}
            // A backslash before a pipe would leave the pipe to the table, and the end of the code to nobody.
            _ if piece.contains(['|', '\\']) || piece.trim().len() < piece.len() => out.push_str(&literal(piece)),
            _ => {
                let _ = write!(out, "`{piece}`");
            }
        }
    }
    out
}

/// A text in which every character is literal. Underscores inside of words and arrows need no escape.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let in_word = |letter: char| letter.is_alphanumeric();
        let is_inner = letter == '_' && in_word(before) && letters.peek().copied().is_some_and(in_word);
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '&' | '#' | '!' | '~' | '$') && !is_inner {
            out.push('\\');
        }
        out.push(letter);
        before = letter;
    }
    unlinked(&out)
}

/// What begins a list, a quote, a heading, a rule or code at the start of a line is a text there.
fn at_start(text: &str) -> String {
    let trimmed = text.trim_start();
    let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = trimmed.split_at(digits);
    if digits > 0 && rest.starts_with(['.', ')']) {
        return format!("{number}\\{rest}");
    }
    if trimmed.starts_with(['-', '+', '=', '>', ':']) { format!("\\{trimmed}") } else { trimmed.to_owned() }
}

/// Written after a sign so that no name follows it; it has no width, so the text looks as it was.
const NOTHING: &str = "&#8203;";

/// Escaped Markdown in which GitHub and GitLab find no person, issue, merge request, label, milestone or address to link.
fn unlinked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        let rest = letters.as_str();
        let next = rest.chars().next().unwrap_or(' ');
        let is_link = match letter {
            '@' | '~' | '%' => next.is_alphanumeric() || matches!(next, '"' | '_' | '\\'),
            // An entity that is there already stays whole.
            '#' => next.is_ascii_digit() && !text.get(..at).unwrap_or("").ends_with('&'),
            '!' | '$' | '&' => next.is_ascii_digit(),
            ':' => rest.starts_with("//"),
            'w' | 'W' => next == '.' && text.get(..at).unwrap_or("").to_ascii_lowercase().ends_with("ww"),
            _ => false,
        };
        out.push(letter);
        if is_link {
            out.push_str(NOTHING);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> String {
        let mut page = Markdown::default();
        page.line(text);
        page.into_text()
    }

    #[test]
    fn a_text_is_no_markup() {
        assert_eq!(line("x|<b>[d](e)\n# y"), "x\\|\\<b>\\[d\\](e)\u{fffd}\\# y\n");
        assert_eq!(line("slot `a_b|c` of `d_e` in f_g"), "slot a_b\\|c of `d_e` in f_g\n");
        assert_eq!(line("one ` alone <i>"), "one \\` alone \\<i>\n");
        for (text, safe) in [("- x", "\\- x"), ("12. x", "12\\. x"), ("> x", "\\> x"), ("    x", "x"), ("===", "\\===")]
        {
            assert_eq!(line(text), format!("{safe}\n"));
        }
    }

    #[test]
    fn a_marker_stays_a_comment() {
        let mut page = Markdown::default();
        page.marker("terroir-review", "a--b --> <script>");
        assert_eq!(page.into_text(), "<!-- terroir-review:a-_b-_script -->\n");
    }

    #[test]
    fn nothing_links_to_a_person_or_an_address() {
        let linked = "@octocat http://evil.example www.evil.example me@evil.example o/r#123 !123 ~bug %\"v1\"";
        let safe = literal(linked);
        for link in ["@o", "@e", "://", "www.", "#1", "!1", "~b", "%\""] {
            assert!(!safe.contains(link), "{link}: {safe}");
        }
        assert_eq!(safe.replace(NOTHING, "").replace('\\', ""), linked);
        assert_eq!(unlinked(&safe), safe);
        let plain = "IN-P32TAT5R: 100nF, 5 % (0402) for 12.90 + 1 = 2; a:b / c, really!";
        assert_eq!(unlinked(plain), plain);
    }
}
