//! One hostile case: what is put into a small solution, what is run, and what was seen.

use serde_json::Value;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

/// What the memory of a run may be, in kilobytes, and its stack.
const LIMITS: &str = "ulimit -v 131072; ulimit -s 8192; ulimit -t 1;";

const SOLUTION: &str = include_str!("../system/lamp.toml");

const PARTS: &str = include_str!("../system/parts.toml");

/// What is put into the folder before the run.
#[derive(Clone)]
pub enum Put {
    /// A file, in place of one that is there.
    Write(String, Vec<u8>),
    /// More at the end of a file.
    Append(String, Vec<u8>),
    Folder(String),
    Pipe(String),
    /// A link, and where it leads.
    Link(String, String),
    /// Not there.
    Remove(String),
    /// So many files with a name that is counted on.
    Many(String, usize),
}

#[derive(Clone)]
pub struct Case {
    pub class: String,
    pub name: String,
    pub put: Vec<Put>,
    /// The file that a message has to name.
    pub file: String,
    pub run: Vec<String>,
}

/// What a run did.
pub struct Seen {
    pub status: Option<i32>,
    pub stderr: String,
    /// The code and place of its first error or, where it has none, of its first warning.
    code: Option<String>,
    place: Option<(String, u64, u64)>,
    message: String,
}

impl Case {
    /// A check of the lamp with something put into it.
    pub fn check(class: &str, name: impl Into<String>, put: Vec<Put>, file: &str) -> Self {
        Self { class: class.to_owned(), name: name.into(), put, file: file.to_owned(), run: vec!["check".to_owned()] }
    }

    pub fn running(mut self, words: &[&str]) -> Self {
        self.run = words.iter().map(|word| (*word).to_owned()).collect();
        self
    }

    pub fn title(&self) -> String {
        format!("{}\t{}", self.class, self.name).replace('\t', " / ")
    }

    /// What a person sees, of stdout and stderr.
    pub fn human(&self) -> String {
        let folder = tempfile::tempdir().unwrap();
        lay(folder.path(), &self.put);
        let mut command = Command::new(env!("CARGO_BIN_EXE_terroir"));
        let output = command.args(&self.run).args(["--jobs", "1"]).current_dir(folder.path()).output().unwrap();
        [output.stdout, output.stderr].iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
    }

    pub fn run(&self) -> Seen {
        let folder = tempfile::tempdir().unwrap();
        lay(folder.path(), &self.put);
        let output = Command::new("sh")
            .args(["-c", &format!("{LIMITS} exec timeout 20 \"$0\" \"$@\""), env!("CARGO_BIN_EXE_terroir")])
            .args(&self.run)
            .args(["--message-format", "json", "--jobs", "1"])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let told: Vec<Value> = stderr.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let of = |severity: &str| told.iter().find(|one| one["severity"] == severity);
        let first = of("error").or_else(|| of("warning")).cloned().unwrap_or_default();
        let place = first["file"]
            .as_str()
            .map(|file| (file.to_owned(), first["line"].as_u64().unwrap_or(0), first["column"].as_u64().unwrap_or(0)));
        let text = |key: &str| first[key].as_str().map(str::to_owned);
        Seen {
            status: output.status.code(),
            code: text("code"),
            message: text("message").unwrap_or_default(),
            place,
            stderr,
        }
    }
}

impl Seen {
    /// What the table of expectations states.
    pub fn short(&self) -> String {
        let status = self.status.map_or_else(|| "killed".to_owned(), |code| code.to_string());
        format!("{status}\t{}", self.code.as_deref().unwrap_or("-"))
    }

    /// What must hold of every case, whatever is expected.
    pub fn fault(&self, case: &Case) -> Option<String> {
        if !matches!(self.status, Some(1 | 2)) {
            return Some(format!("exit status {:?}", self.status));
        }
        if self.message.is_empty() {
            return Some("no message".to_owned());
        }
        match &self.place {
            Some((_, line, column)) if *line == 0 || *column == 0 => Some("a place without a line".to_owned()),
            // What cannot be opened has no lines.
            None if !self.message.contains(&case.file) => Some(format!("neither a place nor `{}`", case.file)),
            Some(_) | None => None,
        }
    }
}

/// The exit status of a line of shell under the limits.
pub fn limited(line: &str) -> Option<i32> {
    Command::new("sh").args(["-c", &format!("{LIMITS} {line}")]).output().unwrap().status.code()
}

fn lay(folder: &Path, put: &[Put]) {
    fs::create_dir(folder.join("catalog")).unwrap();
    fs::create_dir(folder.join("regions")).unwrap();
    fs::write(folder.join("solution.toml"), SOLUTION).unwrap();
    fs::write(folder.join("catalog/parts.toml"), PARTS).unwrap();
    put.iter().for_each(|one| lay_one(folder, one));
}

fn lay_one(folder: &Path, put: &Put) {
    match put {
        Put::Write(name, bytes) => fs::write(folder.join(name), bytes).unwrap(),
        Put::Append(name, bytes) => {
            let mut all = fs::read(folder.join(name)).unwrap();
            all.extend_from_slice(bytes);
            fs::write(folder.join(name), all).unwrap();
        }
        Put::Folder(name) => fs::create_dir_all(folder.join(name)).unwrap(),
        Put::Pipe(name) => assert!(Command::new("mkfifo").arg(folder.join(name)).status().unwrap().success()),
        Put::Link(name, target) => symlink(target, folder.join(name)).unwrap(),
        Put::Remove(name) if folder.join(name).is_dir() => fs::remove_dir_all(folder.join(name)).unwrap(),
        Put::Remove(name) => fs::remove_file(folder.join(name)).unwrap(),
        Put::Many(name, count) => {
            (0..*count).for_each(|at| fs::write(folder.join(name.replace("{}", &at.to_string())), "").unwrap());
        }
    }
}
