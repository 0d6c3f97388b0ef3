//! The codes of diagnostics and warnings, each with the text that `terroir explain --code` prints.
//!
//! A code is defined together with its text in the file of its group. To add one, define it there and raise it; the list
//! of all codes, the help, `--deny`, SARIF and the test that tries every example take it from there.

mod text;

#[cfg(feature = "internals")]
pub use text::SnippetStep;
pub use text::{CodeText, Snippet};

use std::cmp::Ordering;
use std::fmt;

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

/// Joins the groups to [`Code`].
macro_rules! groups {
    ($($(#[doc = $doc:literal])+ $group:ident($name:ident) in $file:ident,)+) => {
        $(
            mod $file;
            pub use $file::$name;
        )+

        /// The kind of a diagnostic or a warning, as in `error[unknown-key]`.
        ///
        /// Codes are sorted by their words, compare with words, and are written to JSON as words. [`Code::ALL`] holds all
        /// of them, `terroir explain --code` prints their texts.
        ///
        /// ```
        /// use terroir::{Code, Solution};
        ///
        /// let faults = Solution::from_sources([("catalog/parts.csv", "id,kind\n")]).unwrap_err();
        /// let code = faults.diagnostics[0].code;
        /// assert_eq!(code, "missing-solution");
        /// assert_eq!(Code::from_word("missing-solution"), Some(code));
        /// assert!(code.text().summary.starts_with("There is no `solution.toml`"));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct Code(Group);

        /// A code in its group.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        enum Group {
            $($(#[doc = $doc])+ $group($name),)+
        }

        impl Code {
            /// All codes, sorted by their words.
            pub const ALL: &'static [Self] = &Self::sorted();

            /// The word in brackets.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self.0 {
                    $(Group::$group(code) => code.as_str(),)+
                }
            }

            /// Whether a waiver may accept it: it is no error, and not about waivers.
            ///
            /// ```
            /// assert!(terroir::Code::GAP.can_be_waived() && !terroir::Code::NO_VALID_BOM.can_be_waived());
            /// ```
            #[must_use]
            pub const fn can_be_waived(self) -> bool {
                match self.0 {
                    $(Group::$group(code) => code.can_be_waived(),)+
                }
            }

            /// What the code means, why it is raised, an example and its fix.
            #[must_use]
            pub const fn text(self) -> CodeText {
                match self.0 {
                    $(Group::$group(code) => code.text(),)+
                }
            }

            const fn sorted() -> [Self; 0 $(+ $name::ALL.len())+] {
                let mut all = [Self(Group::Syntax(SyntaxCode::TomlSyntax)); 0 $(+ $name::ALL.len())+];
                let mut filled = 0;
                $(
                    let mut at = 0;
                    while at < $name::ALL.len() {
                        // Insertion, for constants cannot call `sort`.
                        let code = Self(Group::$group($name::ALL[at]));
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
                    Self(Group::$group(code))
                }
            }

            impl PartialEq<$name> for Code {
                fn eq(&self, other: &$name) -> bool {
                    self.0 == Group::$group(*other)
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
    /// Quantities.
    Quantity(QuantityCode) in quantity,
    /// Parties, offers, articles and what crosses borders.
    Purchase(PurchaseCode) in purchase,
    /// Names that were probably meant to be others.
    Similar(SimilarCode) in similar,
    /// Overlays.
    Overlay(OverlayCode) in overlay,
    /// Parts of the model that never matter.
    Lint(LintCode) in lint,
    /// Facts that an answer depends on.
    Fact(FactCode) in fact,
    /// Answers.
    Answer(AnswerCode) in answer,
    /// What an answer's costs are counted from.
    Cost(CostCode) in cost,
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
    /// A market has no valid bill of materials.
    pub const NO_VALID_BOM: Self = Self(Group::Answer(AnswerCode::NoValidBom));
    /// An answer was not found within the step limit.
    pub const UNDECIDED: Self = Self(Group::Answer(AnswerCode::Undecided));
    /// The lock would change, and may not.
    pub const LOCK_WOULD_CHANGE: Self = Self(Group::Answer(AnswerCode::LockWouldChange));
    /// A market has no volume.
    pub const ASSUMED_VOLUME: Self = Self(Group::Cost(CostCode::AssumedVolume));
    /// Something about a market is not known.
    pub const GAP: Self = Self(Group::Fact(FactCode::Gap));
    /// No source was read for a kind of certification.
    pub const UNREAD: Self = Self(Group::Fact(FactCode::Unread));
    /// Schemes are not required, because nothing says what the product is.
    pub const UNDECLARED: Self = Self(Group::Fact(FactCode::Undeclared));
    /// An answer depends on a fact from one source.
    pub const SINGLE_SOURCE: Self = Self(Group::Fact(FactCode::SingleSource));
    /// An answer depends on a fact on which sources disagree.
    pub const DISPUTED: Self = Self(Group::Fact(FactCode::Disputed));
    /// An answer depends on a fact that no source confirms.
    pub const UNVERIFIED: Self = Self(Group::Fact(FactCode::Unverified));

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
