//! The built-in overlays: the files of `regions/`, in the binary.

/// The head of a file is enough to know how areas nest; the rest is read for the areas that a solution uses.
pub(crate) struct BuiltIn {
    /// The area's code, which is the file's name.
    pub code: &'static str,
    /// The name shown to people.
    pub name: &'static str,
    /// The whole text.
    pub text: &'static str,
}

macro_rules! built_in {
    ($($code:literal)*) => {
        &[$(BuiltIn {
            code: $code,
            name: concat!("regions/", $code, ".toml"),
            text: include_str!(concat!("../regions/", $code, ".toml")),
        }),*]
    };
}

/// Every built-in overlay, sorted by code.
pub(crate) const BUILT_IN: &[BuiltIn] = built_in! {
    "AU" "BR" "CA" "CN" "DE" "ES" "FR" "GB" "IN" "IT" "JP" "KR" "MX" "NL" "NZ" "PL" "SE" "SG" "US" "ZA"
    "eea" "eu" "world"
};

/// The sources that built-in facts cite.
pub(crate) const SOURCES: &str = include_str!("../regions/sources.toml");

impl BuiltIn {
    /// What stands before the first table: `area`, `name`, `within`.
    pub fn head(&self) -> &'static str {
        let end = self.text.find("\n[").map_or(self.text.len(), |at| at + 1);
        self.text.get(..end).unwrap_or(self.text)
    }
}

/// Whether any built-in overlay names a carrier.
pub(crate) fn names_carrier(id: &str) -> bool {
    let written = format!("\nid = \"{id}\"\n");
    BUILT_IN.iter().any(|overlay| overlay.text.contains(&written))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_in_the_binary() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/regions");
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = files.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
        names.retain(|name| name != "sources.toml");
        names.sort();
        let mut known: Vec<String> = BUILT_IN.iter().map(|overlay| format!("{}.toml", overlay.code)).collect();
        known.sort();
        assert_eq!(names, known);
    }
}
