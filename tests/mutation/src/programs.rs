//! The test programs of the copy, the quickest first.

use crate::Options;
use crate::copy::Copy;
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The tests in the order in which they are tried, and with which environment: fewer random cases than by themselves, for
/// a fault that a law does not see in hundreds of cases is counted as not noticed.
pub const ORDER: [(&str, &[(&str, &str)]); 20] = [
    ("terroir", &[]),
    ("small_print", &[]),
    ("scenarios", &[]),
    ("explanations", &[("PROPERTY_CASES", "150")]),
    ("quantities", &[]),
    ("statements", &[]),
    ("locking", &[]),
    ("properties", &[]),
    ("record", &[]),
    ("loosened", &[]),
    ("parts", &[]),
    ("overlay_order", &[]),
    ("variants", &[]),
    ("gaps", &[]),
    ("diff", &[]),
    ("core", &[("PROPERTY_CASES", "200")]),
    ("exact", &[("PROPERTY_CASES", "200")]),
    ("skus", &[("PROPERTY_CASES", "100")]),
    ("proofs", &[("PROOF_CASES", "60")]),
    ("review", &[]),
];

pub struct Program {
    pub name: &'static str,
    pub variables: &'static [(&'static str, &'static str)],
    pub path: PathBuf,
}

/// Builds the tests of the copy.
pub fn built(copy: &Copy, options: &Options) -> Result<Vec<Program>, String> {
    let mut command = Command::new("cargo");
    command.args(["test", "--no-run", "--all-features", "--message-format", "json", "--lib", "--bins"]);
    let level = format!("profile.test.package.terroir.opt-level={}", options.opt_level);
    command.args(["--config", &level, "--config", "profile.test.debug=0"]);
    let wanted = &ORDER[..options.programs.clamp(1, ORDER.len())];
    for (name, _) in &wanted[1..] {
        command.args(["--test", name]);
    }
    let output =
        command.current_dir(&copy.root).stderr(Stdio::inherit()).output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err("the tests of the copy do not build".to_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let told: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let path = |name: &str| {
        let is_it = |one: &&Value| {
            let kind = one["target"]["kind"][0].as_str().unwrap_or_default();
            one["target"]["name"] == name && one["profile"]["test"] == true && matches!(kind, "lib" | "test")
        };
        told.iter().find(is_it).and_then(|one| one["executable"].as_str()).map(PathBuf::from)
    };
    let find = |(name, variables): &(&'static str, &'static [(&'static str, &'static str)])| {
        let path = path(name).ok_or_else(|| format!("no program of the tests `{name}`"))?;
        Ok(Program { name, variables, path })
    };
    wanted.iter().map(find).collect()
}
