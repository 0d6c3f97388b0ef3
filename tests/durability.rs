//! A run that is killed or whose disk fails, at any system call: the lock is the old one or the new one, and the next run
//! works. Needs `strace`, and is skipped where it is not.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]
#![cfg(feature = "cli")]

mod common;

use common::lamp::Lamp;
use std::fs;
use std::process::Command;

/// The calls that a file is written by, and those before them that can fail.
const CALLS: [&str; 7] = ["openat", "write", "fsync", "rename", "fchmod", "read", "statx"];
/// More calls of one kind than a run makes.
const MOST: usize = 80;

struct Changed {
    lamp: Lamp,
    old: String,
    new: String,
}

/// A lamp whose lock is about to change.
fn changed() -> Changed {
    let lamp = Lamp::new();
    lamp.run(&["resolve"]).exits(0);
    let old = lamp.read("terroir.lock");
    lamp.edit("catalog/parts.toml", "id = \"housing\"\n", "id = \"housing\"\nversion = \"2.0.0\"\n");
    lamp.run(&["resolve"]).exits(0);
    let new = lamp.read("terroir.lock");
    assert_ne!(old, new);
    Changed { lamp, old, new }
}

impl Changed {
    /// Resolves with something done to the n-th call: the exit status, and whether there was such a call.
    fn run(&self, call: &str, what: &str, number: usize) -> (Option<i32>, bool) {
        self.lamp.write("terroir.lock", &self.old);
        let log = self.lamp.path("strace.log");
        let inject = format!("inject={call}:{what}:when={number}");
        let status = Command::new("strace")
            .args(["-f", "-qq", "-o", log.to_str().unwrap(), "-e", &format!("trace={call}"), "-e", &inject])
            .args([env!("CARGO_BIN_EXE_terroir"), "resolve", "--jobs", "1"])
            .current_dir(self.lamp.path(""))
            .output()
            .unwrap()
            .status;
        let told = fs::read_to_string(&log).unwrap_or_default();
        // strace ends by the signal that its program was killed with.
        let happened = told.contains("INJECTED") || status.code().is_none();
        (status.code(), happened)
    }

    fn lock_is_whole(&self, at: &str) -> bool {
        let lock = self.lamp.read("terroir.lock");
        assert!(lock == self.old || lock == self.new, "{at}: a torn lock\n{lock}");
        lock == self.new
    }

    /// Takes away what a killed run left, and checks that the next one is not disturbed by it.
    fn next_run_works(&self, at: &str) {
        let run = self.lamp.run(&["resolve"]).exits(0);
        assert_eq!(self.lamp.read("terroir.lock"), self.new, "{at}\n{}", run.stderr);
        for entry in fs::read_dir(self.lamp.path("")).unwrap().map(Result::unwrap) {
            if entry.file_name().to_string_lossy().starts_with(".terroir-") {
                fs::remove_file(entry.path()).unwrap();
            }
        }
    }
}

fn has_strace() -> bool {
    let works = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).output();
    let works = works.is_ok_and(|output| output.status.success());
    if !works {
        println!("skipped: strace is not here, or may not trace");
    }
    works
}

#[test]
fn a_killed_run_leaves_the_old_lock_or_the_new_one() {
    if !has_strace() {
        return;
    }
    let changed = changed();
    let (mut killed, mut old, mut new) = (0, 0, 0);
    for call in ["openat", "write", "fsync", "rename", "fchmod"] {
        for number in 1..MOST {
            let at = format!("killed at {call} {number}");
            let (code, happened) = changed.run(call, "signal=KILL", number);
            if !happened {
                break;
            }
            killed += 1;
            assert_ne!(code, Some(101), "{at}");
            if changed.lock_is_whole(&at) {
                new += 1
            } else {
                old += 1
            }
            changed.next_run_works(&at);
        }
    }
    println!("killed {killed} times: the old lock {old} times, the new one {new} times");
    assert!(killed > 8 && old > 0 && new > 0, "killed {killed}, old {old}, new {new}");
}

#[test]
fn every_error_of_the_disk_is_told_and_leaves_a_whole_lock() {
    if !has_strace() {
        return;
    }
    let changed = changed();
    let (mut failed, mut told) = (0, 0);
    for (call, error) in CALLS.into_iter().zip(["EACCES", "ENOSPC", "EIO", "EROFS", "EIO", "EIO", "EMFILE"]) {
        for number in 1..MOST {
            let at = format!("{error} at {call} {number}");
            let (code, happened) = changed.run(call, &format!("error={error}"), number);
            if !happened {
                break;
            }
            failed += 1;
            let is_new = changed.lock_is_whole(&at);
            // What the loader of the operating system could not open is not ours to tell.
            let ours = matches!(code, Some(0..=2));
            assert_ne!(code, Some(101), "{at}: a panic");
            assert!(code != Some(0) || is_new, "{at}: a lock that was not written was not told");
            told += usize::from(ours && code == Some(2));
        }
    }
    println!("{failed} calls failed, {told} of them ended the run");
    assert!(failed > 20 && told > 3, "{failed} failed, {told} told");
    changed.next_run_works("after all");
}
