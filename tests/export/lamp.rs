//! A lamp with everything that an export has to carry, and the command run in its folder.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

pub const SOLUTION: &str = r#"[solution]
name = "lamp"
version = "1.0.0"
markets = ["US", "DE"]
currency = "USD"
as-of = 2026-11-22
term_months = 12

[slots.board]
choose = ["board"]
refdes = ["A1"]

[slots.driver]
choose = ["driver-120", "driver-230", "driver-wide"]
part-of = "board"
quantity = 2
refdes = ["PS1", "PS2"]

[slots.lamp-fw]
choose = ["lamp-fw"]

[slots.app]
choose = ["app"]

[slots.host]
choose = ["host"]

[slots.guide]
choose = ["guide"]

[profile.bom.shop]
columns = ["refdes", { field = "quantity", title = "How Many" }, { field = "mpn" }, { title = "Drawer" }]
kinds = ["hardware"]
"#;

pub const PARTS: &str = r#"[[components]]
id = "board"
kind = "hardware"
name = "Board"
mpn = "007"
price = "4.00"
lead_weeks = 6
origin = "DE"
hs = "853400"
provides = { "bus.main" = { lanes = 4 } }
needs = { "firmware.lamp" = { version = "^2.1" } }
approved = [{ manufacturer = "Second, Inc.", mpn = "1E10" }, { mpn = "BRD-3" }]

[[components]]
id = "driver-120"
kind = "hardware"
manufacturer = "EXAMPLE Drives"
mpn = "EXAMPLE-120"
price = "4.00"
needs = { "power.mains" = { voltage_v = { within = [100, 130] } }, "bus.main" = { lanes = { at-least = 2 } } }

[[components]]
id = "driver-230"
kind = "hardware"
manufacturer = "EXAMPLE Drives"
mpn = "EXAMPLE-230"
price = "4.50"
needs = { "power.mains" = { voltage_v = { within = [198, 264] } }, "bus.main" = { lanes = { at-least = 2 } } }

[[components]]
id = "driver-wide"
kind = "hardware"
manufacturer = "EXAMPLE Drives"
mpn = "EXAMPLE-WIDE"
price = "9.00"
needs = { "power.mains" = { voltage_v = { within = [100, 264] } } }

[[components]]
id = "lamp-fw"
version = "2.3.0"
kind = "firmware"
provides = { "firmware.lamp" = {} }

[[components]]
id = "app"
version = "3.0.1"
kind = "software"
price = "0.10"

[[components]]
id = "host"
kind = "service"
manufacturer = "EXAMPLE Cloud"
per_month = "0.25"

[[components]]
id = "guide"
kind = "document"
price = "0.05"
"#;

pub struct Lamp {
    folder: TempDir,
}

pub struct Run {
    what: String,
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Lamp {
    pub fn new() -> Self {
        Self::of(SOLUTION, PARTS)
    }

    pub fn of(solution: &str, parts: &str) -> Self {
        let lamp = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(lamp.path("catalog")).unwrap();
        fs::write(lamp.path("solution.toml"), solution).unwrap();
        fs::write(lamp.path("catalog/parts.toml"), parts).unwrap();
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

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[])
    }

    pub fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_terroir"));
        command.current_dir(self.folder.path()).args(arguments).envs(environment.iter().copied());
        let output = command.output().unwrap();
        Run {
            what: arguments.join(" "),
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    #[track_caller]
    pub fn exits(self, status: i32) -> Self {
        let (what, out, told) = (&self.what, &self.stdout, &self.stderr);
        assert_eq!(self.status, Some(status), "terroir {what}\n--- stdout\n{out}\n--- stderr\n{told}");
        self
    }

    #[track_caller]
    pub fn tells(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "terroir {} tells no `{text}`\n{}", self.what, self.stderr);
        self
    }

    #[allow(dead_code)]
    #[track_caller]
    pub fn prints(self, text: &str) -> Self {
        assert!(self.stdout.contains(text), "terroir {} prints no `{text}`\n{}", self.what, self.stdout);
        self
    }
}
