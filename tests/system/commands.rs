//! The commands that are disturbed, each in a small solution of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const SOLUTION: &str = include_str!("lamp.toml");
const PARTS: &str = include_str!("parts.toml");
const LIST: &str = "Designator,Qty,MPN\nU1,1,EXAMPLE-868\nR1 R2,2,EXAMPLE-10K\n";

/// A command and whether a lock is there before it.
pub struct Shape {
    pub run: &'static [&'static str],
    pub has_lock: bool,
}

const fn shape(run: &'static [&'static str]) -> Shape {
    Shape { run, has_lock: true }
}

/// What is disturbed: commands that read, and all that write.
pub const COMMANDS: [Shape; 11] = [
    Shape { run: &["resolve", "--jobs", "1"], has_lock: false },
    shape(&["check", "--jobs", "1"]),
    shape(&["explain", "--market", "DE", "--slot", "driver", "--jobs", "1"]),
    shape(&["export", "--format", "cyclonedx", "-o", "out/", "--jobs", "1"]),
    shape(&["report", "-o", "page.html", "--jobs", "1"]),
    shape(&["horizon", "--until", "2028-01-01", "--jobs", "1"]),
    shape(&["skus", "--jobs", "1"]),
    shape(&["import", "bom", "A=list.csv", "-o", "made", "--jobs", "1"]),
    shape(&["new", "fresh", "--jobs", "1"]),
    shape(&["add", "market", "FR", "--jobs", "1"]),
    shape(&["matrix", "--jobs", "1"]),
];

/// Every file below a folder with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files(pub BTreeMap<String, Vec<u8>>);

impl Files {
    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.0[name].clone()).unwrap()
    }

    /// Whether each file is as before or as after, and no other is there.
    pub fn is_mix_of(&self, before: &Self, after: &Self) -> Result<(), String> {
        for (name, bytes) in &self.0 {
            if before.0.get(name) != Some(bytes) && after.0.get(name) != Some(bytes) {
                let known = before.0.contains_key(name) || after.0.contains_key(name);
                return Err(format!(
                    "`{name}` is {}, {} bytes",
                    if known { "torn" } else { "left behind" },
                    bytes.len()
                ));
            }
        }
        match before.0.keys().find(|name| after.0.contains_key(*name) && !self.0.contains_key(*name)) {
            Some(name) => Err(format!("`{name}` is gone")),
            None => Ok(()),
        }
    }
}

/// A folder with a lamp and a part list.
pub struct Folder {
    path: PathBuf,
    _own: Option<TempDir>,
}

impl Folder {
    pub fn lamp() -> Self {
        let own = tempfile::tempdir().unwrap();
        Self::filled(Self { path: own.path().to_owned(), _own: Some(own) })
    }

    /// A lamp in a folder that is there.
    pub fn at(path: PathBuf) -> Self {
        Self::filled(Self { path, _own: None })
    }

    fn filled(folder: Self) -> Self {
        fs::create_dir(folder.path().join("catalog")).unwrap();
        fs::create_dir(folder.path().join("regions")).unwrap();
        folder.write("solution.toml", SOLUTION);
        folder.write("catalog/parts.toml", PARTS);
        folder.write("list.csv", LIST);
        folder
    }

    pub fn prepared(shape: &Shape) -> Self {
        let folder = Self::lamp();
        if shape.has_lock {
            folder.run(&["resolve", "-q"]).exits(0);
        }
        folder
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }

    pub fn files(&self) -> Files {
        let mut files = BTreeMap::new();
        collect(self.path(), "", &mut files);
        Files(files)
    }

    /// The folder as it was.
    pub fn restore(&self, files: &Files) {
        for entry in fs::read_dir(self.path()).unwrap().map(Result::unwrap) {
            let is_folder = entry.file_type().unwrap().is_dir();
            if is_folder { fs::remove_dir_all(entry.path()).unwrap() } else { fs::remove_file(entry.path()).unwrap() }
        }
        for folder in ["catalog", "regions"] {
            fs::create_dir(self.path().join(folder)).unwrap();
        }
        for (name, bytes) in &files.0 {
            let path = self.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }

    pub fn command(&self, run: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_terroir"));
        command.args(run).current_dir(self.path()).env_remove("NO_COLOR");
        command
    }

    pub fn run(&self, run: &[&str]) -> Run {
        Run::of(&mut self.command(run), run)
    }
}

fn collect(folder: &Path, name: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let own = entry.file_name().into_string().unwrap();
        let own = if name.is_empty() { own } else { format!("{name}/{own}") };
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &own, files);
        } else {
            files.insert(own, fs::read(entry.path()).unwrap());
        }
    }
}

/// What a run did.
pub struct Run {
    pub what: String,
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    pub fn of(command: &mut Command, run: &[&str]) -> Self {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self {
            what: run.join(" "),
            status: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    #[track_caller]
    pub fn exits(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "terroir {}\n{}\n{}", self.what, self.stdout, self.stderr);
        self
    }
}
