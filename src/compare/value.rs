//! A value of a record: what a line holds under one key.

/// A value as it is printed: one text, several, or texts with names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum RecordValue {
    /// `"CN"`.
    Text(String),
    /// `["U1", "U2"]`.
    List(Vec<String>),
    /// `{ "Tolerance" = "5 %" }`, in their order.
    Fields(Vec<NamedText>),
}

/// A key of a line, with what the line holds there.
pub(crate) struct LineValue {
    pub key: &'static str,
    pub value: RecordValue,
}

/// A text with a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct NamedText {
    /// The name.
    pub name: String,
    /// The text.
    pub text: String,
}

impl std::fmt::Display for RecordValue {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => formatter.write_str(text),
            Self::List(texts) => formatter.write_str(&texts.join(", ")),
            Self::Fields(fields) => {
                let each: Vec<String> = fields.iter().map(|one| format!("{} = {}", one.name, one.text)).collect();
                formatter.write_str(&each.join(", "))
            }
        }
    }
}
