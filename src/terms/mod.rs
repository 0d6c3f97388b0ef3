//! The closed word lists of the language: each is one enum, and each word is written once.
//!
//! A list made by `terms!` has all its members in [`Term::ALL`], their words in [`Term::WORDS`], what each
//! means in [`Term::doc`], and reads and prints as its word, in files, JSON and messages alike. The syntax, the JSON
//! Schema, the help and the messages take their lists of words from here, so that none can become outdated.

use std::fmt;

/// A member of a closed list of words.
pub trait Term: Copy + Eq + fmt::Debug + Sized + 'static {
    /// What the list is a list of, with its article: `a component kind`.
    const WHAT: &'static str;
    /// All members, in the order that help and messages list them.
    const ALL: &'static [Self];
    /// The words of all members, in the same order.
    const WORDS: &'static [&'static str];

    /// The word in files and answers.
    fn as_str(self) -> &'static str;

    /// What it means, in a phrase.
    fn doc(self) -> &'static str;
}

/// A word that is not in its list.
///
/// ```
/// let error = "hardwear".parse::<terroir::ComponentKind>().unwrap_err();
/// assert!(error.to_string().starts_with("`hardwear` is not a component kind; expected `hardware`, "));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is not {what}; expected {}", crate::name::listed(.words))]
pub struct UnknownTerm {
    /// The word.
    pub word: String,
    /// What it should have been one of.
    pub what: &'static str,
    /// The words of the list.
    pub words: &'static [&'static str],
}

/// Defines closed word lists: `terms! { /// doc "a component kind" pub enum Kind { /// doc Hardware = "hardware" } }`.
macro_rules! terms {
    ($(
        $(#[doc = $doc:literal])*
        $(#[derive($($derive:path),*)])?
        $what:literal
        pub enum $name:ident { $($(#[doc = $meaning:literal])+ $member:ident = $word:literal,)+ }
    )+) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $(#[derive($($derive),*)])?
        pub enum $name {
            $($(#[doc = $meaning])+ $member,)+
        }

        impl $name {
            /// All members, in the order that help and messages list them.
            pub const ALL: &'static [Self] = &[$(Self::$member),+];
            /// The words of all members, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word in files and answers.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$member => $word,)+
                }
            }

            /// What it means, in a phrase.
            #[must_use]
            pub const fn doc(self) -> &'static str {
                match self {
                    $(Self::$member => concat!($($meaning, "\n"),+).trim_ascii(),)+
                }
            }

            /// The member that a word names.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|term| term.as_str() == word)
            }
        }

        impl $crate::terms::Term for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [Self] = Self::ALL;
            const WORDS: &'static [&'static str] = Self::WORDS;

            fn as_str(self) -> &'static str {
                self.as_str()
            }

            fn doc(self) -> &'static str {
                self.doc()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::terms::UnknownTerm;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Self::from_word(word).ok_or_else(|| $crate::terms::UnknownTerm {
                    word: word.to_owned(),
                    what: <Self as $crate::terms::Term>::WHAT,
                    words: Self::WORDS,
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = String::deserialize(deserializer)?;
                word.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

pub(crate) use terms;

pub mod code;
mod column;
mod component;
mod fact;
mod objective;
mod operator;
mod purchase;

pub use code::Code;
pub use column::Column;
pub use component::{ComponentKind, Lifecycle};
pub use fact::{CertificationKind, FactStatus, Level, Measurement};
pub(crate) use fact::{PowerKind, RadioClass, RadioRole};
pub use objective::{Objective, ObjectiveKind, UnknownObjective};
pub use operator::{Operand, Operator, Tested};
pub use purchase::{Basis, Counts, Pool, Shop};
