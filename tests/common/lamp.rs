//! A small solution in a folder of its own, and the command run in it.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const SOLUTION: &str = r#"[solution]
name = "lamp"
version = "1.0.0"
markets = ["US", "DE"]  # where it is sold
currency = "USD"
as-of = 2026-11-22

[slots.driver]
choose = ["driver-120", "driver-230"]

[slots.housing]
choose = ["housing"]
"#;

const PARTS: &str = r#"[[components]]
id = "driver-120"
kind = "hardware"
price = "4.00"
needs = { "power.mains" = { voltage_v = { within = [100, 130] } } }

[[components]]
id = "driver-230"
kind = "hardware"
price = "4.50"
needs = { "power.mains" = { voltage_v = { within = [198, 264] } } }

[[components]]
id = "housing"
kind = "hardware"
price = "5.00"
"#;

/// A lamp for two markets whose driver depends on the mains.
pub struct Lamp {
    folder: TempDir,
}

impl Lamp {
    pub fn new() -> Self {
        Self::of(SOLUTION, PARTS)
    }

    /// A solution of two files.
    pub fn of(solution: &str, parts: &str) -> Self {
        let lamp = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(lamp.path("catalog")).unwrap();
        fs::create_dir(lamp.path("regions")).unwrap();
        lamp.write("solution.toml", solution);
        lamp.write("catalog/parts.toml", parts);
        lamp
    }

    /// A template in a folder of its own.
    pub fn template(name: &str) -> Self {
        let lamp = Self { folder: tempfile::tempdir().unwrap() };
        lamp.run(&["new", ".", "--template", name]).exits(0);
        lamp
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "`{from}` stands in {name}");
        self.write(name, &text.replacen(from, to, 1));
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        command(self.folder.path(), arguments)
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        run(self.folder.path(), arguments)
    }

    pub fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        done(self.command(arguments).envs(environment.iter().copied()), arguments)
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_terroir"));
    command.current_dir(folder).args(arguments).env_remove("NO_COLOR");
    command
}

/// Runs the command in a folder.
pub fn run(folder: &Path, arguments: &[&str]) -> Run {
    done(&mut command(folder, arguments), arguments)
}

/// What `terroir explain` prints of a conflict: no line of it is wider than 80 columns.
pub fn explanation(files: &[(String, String)], packs: &[(String, String)], request: &terroir::Request) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files.iter().chain(packs) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut arguments: Vec<String> = ["explain", "-q", "--as-of"].map(str::to_owned).into();
    arguments.push(request.as_of.unwrap().to_string());
    let mut flag = |name: &str, value: String| arguments.extend([name.to_owned(), value]);
    request.markets.iter().for_each(|market| flag("--market", market.clone()));
    request.set.iter().for_each(|one| flag("--set", format!("{}={}", one.option, one.value)));
    request.pin.iter().for_each(|one| flag("--pin", format!("{}={}", one.slot, one.component)));
    request.without.iter().for_each(|one| flag("--without", one.clone()));
    let mut folders: Vec<&str> = packs.iter().filter_map(|(name, _)| Some(name.rsplit_once('/')?.0)).collect();
    folders.dedup();
    folders.into_iter().for_each(|pack| flag("--overlays", pack.to_owned()));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let told = run(folder.path(), &arguments).exits(1).stdout;
    for line in told.lines() {
        let width: usize = line.chars().count();
        assert!(width <= 80, "{width} columns: {line}\n{told}");
    }
    told
}

/// Runs the command in an empty folder.
pub fn run_nowhere(arguments: &[&str]) -> Run {
    run(tempfile::tempdir().unwrap().path(), arguments)
}

fn done(command: &mut Command, arguments: &[&str]) -> Run {
    let output = command.output().unwrap();
    Run {
        what: arguments.join(" "),
        status: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Whether an output has a text, as it is or, where it is one line, with the lines that sentences are folded into joined.
fn has(output: &str, text: &str) -> bool {
    let joined = || output.split_whitespace().collect::<Vec<_>>().join(" ");
    output.contains(text) || (!text.contains('\n') && joined().contains(text))
}

/// What a run did.
pub struct Run {
    what: String,
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// What was printed, read as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap()
    }

    #[track_caller]
    pub fn exits(self, status: i32) -> Self {
        let (what, out, told) = (&self.what, &self.stdout, &self.stderr);
        assert_eq!(self.status, Some(status), "terroir {what}\n--- stdout\n{out}\n--- stderr\n{told}");
        self
    }

    #[track_caller]
    pub fn prints(self, text: &str) -> Self {
        assert!(has(&self.stdout, text), "terroir {} prints no `{text}`\n{}", self.what, self.stdout);
        self
    }

    #[track_caller]
    pub fn tells(self, text: &str) -> Self {
        assert!(has(&self.stderr, text), "terroir {} tells no `{text}`\n{}", self.what, self.stderr);
        self
    }
}
