//! What the test programs share: a lamp to run the command in, files of examples, official schemas.
//!
//! Each program is compiled with all of it and uses a part.

#![allow(dead_code, clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

#[cfg(feature = "cli")]
pub mod full;
#[cfg(feature = "cli")]
pub mod lamp;
pub mod parallel;
pub mod schemas;

use std::fs;
use std::path::{Path, PathBuf};
use toml::de::DeValue;

/// A path of the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The files of a solution's folder by name, as `Solution::from_sources` takes them.
pub fn files(folder: &Path) -> Vec<(String, String)> {
    let mut list = vec![("solution.toml".to_owned(), fs::read_to_string(folder.join("solution.toml")).unwrap())];
    for sub in ["catalog", "regions", "markets", "offers"] {
        let Ok(entries) = fs::read_dir(folder.join(sub)) else { continue };
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        for name in names {
            let text = fs::read_to_string(folder.join(sub).join(&name)).unwrap();
            list.push((format!("{sub}/{name}"), text));
        }
    }
    list
}

/// The files of an example.
pub fn template(name: &str) -> Vec<(String, String)> {
    files(&project("examples").join(name))
}

/// A string or a date of a TOML file.
#[track_caller]
pub fn text(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        other => panic!("a text is expected, found {other:?}"),
    }
}

/// What the tracker holds beside what its files state, since more sources of schemes were read: file, text, its replacement.
pub const TRACKER_CERTIFICATES: [(&str, &str, &str); 2] = [
    ("catalog/radio.toml", "\"fcc-22-24-27\"", "\"fcc-27\""),
    (
        "solution.toml",
        "[[certificates]]\n",
        "[[certificates]]\nscheme = \"mic-telecom\"\nid = \"EXAMPLE-T\"\n\n\
        [[certificates]]\nscheme = \"srrc-129\"\nid = \"EXAMPLE-129\"\n\n\
        [[certificates]]\nscheme = \"nal\"\nid = \"EXAMPLE-NAL\"\n\n[[certificates]]\n",
    ),
];
