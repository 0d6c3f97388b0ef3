//! What is written about a code, and the macro that writes it beside the code.

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
#[cfg(feature = "internals")]
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
    pub(super) const fn new(text: &'static str) -> Self {
        Self(text)
    }

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
    #[cfg(feature = "internals")]
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

/// Defines one group of codes, each with its text.
macro_rules! codes {
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident {$(
            $code:ident = $word:literal {
                $(waivable: $waivable:literal,)?
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

            /// Whether a waiver may accept it: no error, and nothing about waivers.
            #[must_use]
            pub const fn can_be_waived(self) -> bool {
                match self {
                    $(Self::$code => $crate::terms::code::text::or_false!($($waivable)?),)+
                }
            }

            /// What the code means, why it is raised, an example and its fix.
            #[must_use]
            pub const fn text(self) -> $crate::terms::code::CodeText {
                match self {$(
                    Self::$code => $crate::terms::code::CodeText {
                        summary: $summary,
                        why: concat!($($why)?),
                        example: $crate::terms::code::text::optional!($($example)?),
                        fix: concat!($($fix)?),
                        fixed: $crate::terms::code::text::optional!($($fixed)?),
                    },
                )+}
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
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
        Some($crate::terms::code::Snippet::new($text))
    };
}

/// The literal, or `false` where there is none.
macro_rules! or_false {
    () => {
        false
    };
    ($value:literal) => {
        $value
    };
}

pub(super) use {codes, optional, or_false};
