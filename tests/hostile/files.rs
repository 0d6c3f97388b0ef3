//! What is not a regular file, where one is expected.

use super::case::{Case, Put};

/// Where a file is expected, and the command that reads it.
const PLACES: [(&str, &[&str]); 6] = [
    ("solution.toml", &["check"]),
    ("catalog/more.toml", &["check"]),
    ("catalog/more.csv", &["check"]),
    ("regions/DE.toml", &["check"]),
    ("terroir.lock", &["resolve", "--locked"]),
    ("list.csv", &["import", "bom", "A=list.csv", "-o", "made"]),
];

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (file, run) in PLACES {
        let here = || file.to_owned();
        let kinds: [(&str, Vec<Put>); 9] = [
            ("a pipe", vec![Put::Pipe(here())]),
            ("a folder", vec![Put::Folder(here())]),
            ("a link to a device", vec![Put::Link(here(), "/dev/zero".to_owned())]),
            ("a link to a terminal", vec![Put::Link(here(), "/dev/tty".to_owned())]),
            ("a link out of the solution", vec![Put::Link(here(), "/etc/passwd".to_owned())]),
            ("a link to itself", vec![Put::Link(here(), file.rsplit('/').next().unwrap().to_owned())]),
            ("a link to nothing", vec![Put::Link(here(), "nothing".to_owned())]),
            ("a link to a process", vec![Put::Link(here(), "/proc/self/mem".to_owned())]),
            ("two links in a circle", vec![Put::Link(here(), "loop".to_owned()), Put::Link(beside(file), name(file))]),
        ];
        for (kind, mut put) in kinds {
            if file == "solution.toml" {
                put.insert(0, Put::Remove(here()));
            }
            let named = file.rsplit('/').next().unwrap();
            cases.push(Case::check("file kinds", format!("{kind} as {file}"), put, named).running(run));
        }
    }
    cases.extend(folders());
    cases
}

fn name(file: &str) -> String {
    file.rsplit('/').next().unwrap().to_owned()
}

fn beside(file: &str) -> String {
    file.rsplit_once('/').map_or_else(|| "loop".to_owned(), |(folder, _)| format!("{folder}/loop"))
}

/// Folders that are something else, and packs.
fn folders() -> Vec<Case> {
    let mut cases = Vec::new();
    for folder in ["catalog", "regions"] {
        let gone = || Put::Remove(folder.to_owned());
        let here = || folder.to_owned();
        let kinds: [(&str, Put); 5] = [
            ("a file", Put::Write(here(), b"no folder".to_vec())),
            ("a pipe", Put::Pipe(here())),
            ("a link out of the solution", Put::Link(here(), "/etc".to_owned())),
            ("a link to itself", Put::Link(here(), folder.to_owned())),
            ("a link to the processes", Put::Link(here(), "/proc".to_owned())),
        ];
        for (kind, put) in kinds {
            cases.push(Case::check("folders", format!("{kind} as {folder}"), vec![gone(), put], folder));
        }
    }
    let packs: [(&str, Vec<Put>); 5] = [
        ("no pack", vec![]),
        ("a pack that is a file", vec![Put::Write("pack".to_owned(), b"x".to_vec())]),
        ("a pack with a pipe", vec![Put::Folder("pack".to_owned()), Put::Pipe("pack/DE.toml".to_owned())]),
        (
            "a pack with a device",
            vec![Put::Folder("pack".to_owned()), Put::Link("pack/DE.toml".to_owned(), "/dev/zero".to_owned())],
        ),
        (
            "a pack of no overlay",
            vec![Put::Folder("pack".to_owned()), Put::Write("pack/DE.toml".to_owned(), b"]".to_vec())],
        ),
    ];
    for (name, put) in packs {
        cases.push(Case::check("folders", name, put, "pack").running(&["check", "--overlays", "pack"]));
    }
    let broken: [(&str, &[u8]); 2] = [("a name of no encoding", b"x"), ("a name with a newline", b"x")];
    for ((name, bytes), file) in broken.into_iter().zip(["catalog/a\u{202e}b.toml", "catalog/a\nb.toml"]) {
        cases.push(Case::check("folders", name, vec![Put::Write(file.to_owned(), bytes.to_vec())], "a"));
    }
    cases
}
