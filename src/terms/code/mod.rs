//! The codes of diagnostics and warnings, each with the text that `terroir explain --code` prints.
//!
//! A code and its text stand together in the file of its group. To add one, write it there and raise it; the list of
//! all codes, the help, `--deny`, SARIF and the test that tries every example take it from there.

use std::cmp::Ordering;
use std::fmt;

/// What a code means, why it is raised, an example that raises it, and an edit that cures the example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeText {
    /// What the code means, in one sentence.
    pub summary: &'static str,
    /// Why it is raised and what else there is to know; may be empty.
    pub why: &'static str,
    /// Files, and commands where they are needed, that raise the code when they are added to a small valid solution.
    pub example: Option<Snippet>,
    /// The edit that cures the example; may be empty.
    pub fix: &'static str,
    /// The example after the edit. It does not raise the code.
    pub fixed: Option<Snippet>,
}

/// Pieces of files, each under a line with its name (`# catalog/more.toml`), and commands (`$ terroir check`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Snippet(&'static str);

/// One step of a [`Snippet`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnippetStep {
    /// Text to be added at the end of a file; where it begins with `[solution]`, it is the whole file.
    File {
        /// The file's name, relative to the solution's folder.
        name: &'static str,
        /// The text.
        text: String,
    },
    /// A command to be run in the solution's folder.
    Command {
        /// The arguments of `terroir`.
        arguments: Vec<&'static str>,
    },
}

impl Snippet {
    /// The snippet as it is printed, without a line end at its end.
    ///
    /// ```
    /// let example = terroir::Code::from_word("csv-row").unwrap().text().example.unwrap();
    /// assert_eq!(example.as_str().lines().next(), Some("# catalog/more.csv"));
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0.trim_ascii()
    }

    /// Its files and commands, in their order.
    ///
    /// ```
    /// use terroir::terms::code::SnippetStep;
    ///
    /// let example = terroir::Code::from_word("csv-row").unwrap().text().example.unwrap();
    /// assert!(matches!(example.steps()[..], [SnippetStep::File { name: "catalog/more.csv", .. }]));
    /// ```
    #[must_use]
    pub fn steps(self) -> Vec<SnippetStep> {
        let mut steps = Vec::new();
        for line in self.as_str().lines() {
            if let Some(name) = line.strip_prefix("# ") {
                steps.push(SnippetStep::File { name, text: String::new() });
            } else if let Some(arguments) = line.strip_prefix("$ terroir") {
                steps.push(SnippetStep::Command { arguments: arguments.split_whitespace().collect() });
            } else if let Some(SnippetStep::File { text, .. }) = steps.last_mut() {
                text.push_str(line);
                text.push('\n');
            }
        }
        steps
    }
}

/// A word that is not a code.
///
/// ```
/// let error = "clsh".parse::<terroir::Code>().unwrap_err();
/// assert_eq!(error.to_string(), "unknown code `clsh`");
/// assert_eq!(error.nearest, Some("clash"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown code `{}`", .word.escape_debug())]
#[non_exhaustive]
pub struct UnknownCode {
    /// The word.
    pub word: String,
    /// The code that was probably meant.
    pub nearest: Option<&'static str>,
}

/// Defines one group of codes, each with its text.
macro_rules! codes {
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident {$(
            $code:ident = $word:literal {
                summary: $summary:literal,
                $(why: $why:literal,)?
                $(example: $example:literal,)?
                $(fix: $fix:literal,)?
                $(fixed: $fixed:literal,)?
            }
        )+}
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {$(
            #[doc = concat!("`", $word, "`: ", $summary)]
            $(
                #[doc = ""]
                #[doc = $why]
            )?
            $(
                #[doc = "```text"]
                #[doc = $example]
                #[doc = "```"]
            )?
            $(
                #[doc = concat!("Fix: ", $fix)]
            )?
            $(
                #[doc = "```text"]
                #[doc = $fixed]
                #[doc = "```"]
            )?
            $code,
        )+}

        impl $name {
            /// All codes of the group.
            pub const ALL: &'static [Self] = &[$(Self::$code),+];

            /// The code in brackets: `error[unknown-key]`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$code => $word,)+
                }
            }

            /// What the code means, why it is raised, an example and its fix.
            #[must_use]
            pub const fn text(self) -> super::CodeText {
                match self {$(
                    Self::$code => super::CodeText {
                        summary: $summary,
                        why: concat!($($why)?),
                        example: super::optional!($($example)?),
                        fix: concat!($($fix)?),
                        fixed: super::optional!($($fixed)?),
                    },
                )+}
            }
        }
    };
}

/// `Some` snippet, or `None` where there is no text.
macro_rules! optional {
    () => {
        None
    };
    ($text:literal) => {
        Some(super::Snippet($text))
    };
}

use {codes, optional};

/// Joins the groups to [`Code`].
macro_rules! groups {
    ($($(#[doc = $doc:literal])+ $group:ident($name:ident) in $file:ident,)+) => {
        $(
            mod $file;
            pub use $file::$name;
        )+

        /// The kind of a diagnostic or a warning, as in `error[unknown-key]`.
        ///
        /// Codes are sorted by their words, compare with words, and are written to JSON as words. The variants lead to
        /// the list of all codes with their texts.
        ///
        /// ```
        /// use terroir::{Code, Solution};
        /// use terroir::terms::code::SourceCode;
        ///
        /// let faults = Solution::from_sources([("catalog/parts.csv", "id,kind\n")]).unwrap_err();
        /// let code = faults.diagnostics[0].code;
        /// assert_eq!(code, "missing-solution");
        /// assert_eq!(code, Code::Source(SourceCode::MissingSolution));
        /// assert!(code.text().summary.starts_with("There is no `solution.toml`"));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $group($name),)+
        }

        impl Code {
            /// All codes, sorted by their words.
            pub const ALL: &'static [Self] = &Self::sorted();

            /// The word in brackets.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$group(code) => code.as_str(),)+
                }
            }

            /// What the code means, why it is raised, an example and its fix.
            #[must_use]
            pub const fn text(self) -> CodeText {
                match self {
                    $(Self::$group(code) => code.text(),)+
                }
            }

            const fn sorted() -> [Self; 0 $(+ $name::ALL.len())+] {
                let mut all = [Self::Syntax(SyntaxCode::TomlSyntax); 0 $(+ $name::ALL.len())+];
                let mut filled = 0;
                $(
                    let mut at = 0;
                    while at < $name::ALL.len() {
                        // Insertion, for constants cannot call `sort`.
                        let code = Self::$group($name::ALL[at]);
                        let mut place = filled;
                        while place > 0 && is_before(code.as_str(), all[place - 1].as_str()) {
                            all[place] = all[place - 1];
                            place -= 1;
                        }
                        all[place] = code;
                        filled += 1;
                        at += 1;
                    }
                )+
                all
            }
        }

        $(
            impl From<$name> for Code {
                fn from(code: $name) -> Self {
                    Self::$group(code)
                }
            }

            impl PartialEq<$name> for Code {
                fn eq(&self, other: &$name) -> bool {
                    *self == Self::$group(*other)
                }
            }
        )+
    };
}

groups! {
    /// Text that cannot be read.
    Syntax(SyntaxCode) in syntax,
    /// Files and tables of databases.
    Source(SourceCode) in source,
    /// Keys and values.
    Schema(SchemaCode) in schema,
    /// Names.
    Name(NameCode) in name,
    /// What the model needs.
    Model(ModelCode) in model,
    /// Overlays.
    Overlay(OverlayCode) in overlay,
    /// Parts of the model that never matter.
    Lint(LintCode) in lint,
    /// Facts that an answer depends on.
    Fact(FactCode) in fact,
    /// Answers.
    Answer(AnswerCode) in answer,
}

/// Whether a word is sorted before another, byte by byte.
const fn is_before(word: &str, other: &str) -> bool {
    let (word, other) = (word.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < word.len() && at < other.len() {
        if word[at] != other[at] {
            return word[at] < other[at];
        }
        at += 1;
    }
    word.len() < other.len()
}

impl Code {
    /// The code that a word names.
    ///
    /// ```
    /// assert_eq!(terroir::Code::from_word("gap").unwrap().as_str(), "gap");
    /// ```
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let at = Self::ALL.binary_search_by(|code| code.as_str().cmp(word)).ok()?;
        Self::ALL.get(at).copied()
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq<str> for Code {
    fn eq(&self, word: &str) -> bool {
        self.as_str() == word
    }
}

impl PartialEq<&str> for Code {
    fn eq(&self, word: &&str) -> bool {
        self.as_str() == *word
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl std::str::FromStr for Code {
    type Err = UnknownCode;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let words = || Self::ALL.iter().map(|code| code.as_str());
        Self::from_word(word)
            .ok_or_else(|| UnknownCode { word: word.to_owned(), nearest: crate::name::nearest(word, words()) })
    }
}

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        word.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_no_word_is_used_twice() {
        assert!(Code::ALL.is_sorted_by(|code, next| code.as_str() < next.as_str()));
        assert!(Code::ALL.iter().all(|code| Code::from_word(code.as_str()) == Some(*code)));
    }

    #[test]
    fn every_text_is_whole() {
        for code in Code::ALL {
            let text = code.text();
            assert!(text.summary.ends_with('.'), "{code}: {}", text.summary);
            assert!(text.why.is_empty() || text.why.ends_with('.'), "{code}: {}", text.why);
            assert_eq!(text.example.is_some(), text.fixed.is_some(), "{code}: an example has its fix");
            assert!(text.example.is_none() || text.fix.ends_with('.'), "{code}: {}", text.fix);
        }
    }
}
