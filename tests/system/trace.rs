//! System calls of a run: which there are, and runs in which one of them fails.

use super::commands::Folder;
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

/// The n-th call of a name in a run.
#[derive(Clone, Debug)]
pub struct Call {
    pub name: String,
    pub number: usize,
    /// Whether it is the program's own, not of the loader that starts it.
    pub is_ours: bool,
    /// Whether it writes to stderr: then nothing can be told.
    pub is_of_stderr: bool,
    /// Whether it makes a file.
    pub creates: bool,
}

/// What a run with an injected fault did.
pub struct Injected {
    pub status: Option<i32>,
    pub happened: bool,
    pub stdout: String,
    pub stderr: String,
}

fn traced(folder: &Folder, run: &[&str], flags: &[&str]) -> (std::process::Output, String) {
    let log = tempfile::NamedTempFile::new().unwrap();
    let output = Command::new("strace")
        .args(["-f", "-qq", "-o", log.path().to_str().unwrap()])
        .args(flags)
        .arg(env!("CARGO_BIN_EXE_terroir"))
        .args(run)
        .current_dir(folder.path())
        // Where cargo runs the test, the system's libraries would be looked for in its folders first.
        .env_remove("LD_LIBRARY_PATH")
        .output()
        .unwrap();
    let told = fs::read_to_string(log.path()).unwrap();
    (output, told)
}

/// The lines of a trace without the number of the process.
pub fn lines(log: &str) -> impl Iterator<Item = &str> {
    log.lines().map(|line| line.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ' '))
}

/// A run's system calls, in their order.
pub fn log_of(folder: &Folder, run: &[&str], what: &str) -> String {
    traced(folder, run, &["-e", &format!("trace={what}")]).1
}

/// A run's system calls from the first after `execve` to the last before it ends.
pub fn calls_of(folder: &Folder, run: &[&str]) -> Vec<Call> {
    let log = log_of(folder, run, "all");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut calls = Vec::new();
    let mut is_ours = false;
    let main = log.split_whitespace().next().unwrap_or_default();
    // Calls are counted for each thread; those of the first are disturbed.
    for line in lines(&log).zip(log.lines()).filter(|(_, whole)| whole.starts_with(main)).map(|(line, _)| line) {
        let Some((name, rest)) = line.split_once('(') else { continue };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            continue;
        }
        // The standard library looks at its three files first of all.
        is_ours |= name == "poll";
        let number = counts.entry(name).or_default();
        *number += 1;
        if !matches!(name, "execve" | "exit_group" | "exit") {
            let is_of_stderr = name == "write" && rest.starts_with("2,");
            let creates = name == "openat" && rest.contains("O_CREAT");
            // The list of time zones has hundreds of folders, and no answer depends on them.
            let is_ours = is_ours && !rest.contains("/usr/share/zoneinfo");
            calls.push(Call { name: name.to_owned(), number: *number, is_ours, is_of_stderr, creates });
        }
    }
    assert!(is_ours, "the start of the program is not seen\n{log}");
    calls
}

/// A run in which something happens at one call.
pub fn injected(folder: &Folder, run: &[&str], call: &Call, what: &str) -> Injected {
    let (trace, inject) = (format!("trace={}", call.name), format!("inject={}:{what}:when={}", call.name, call.number));
    let (output, told) = traced(folder, run, &["-e", &trace, "-e", &inject]);
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    // strace ends by the signal that its program was killed with.
    let happened = told.contains("INJECTED") || told.contains("killed by SIGKILL") || output.status.code().is_none();
    Injected { status: output.status.code(), happened, stdout: text(output.stdout), stderr: text(output.stderr) }
}
