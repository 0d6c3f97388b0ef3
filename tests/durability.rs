//! A run that is killed, whose disk fails or whose power goes, at any system call: each file is the old one or the new
//! one, the fault is told, and the next run works. Needs `strace`; the power cut needs root and a loop device.

#![cfg(target_os = "linux")]
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

#[allow(dead_code)]
mod system {
    pub mod commands;
    pub mod disk;
    pub mod needs;
    pub mod trace;
}

use std::collections::BTreeMap;
use std::fs::File;
use std::process::{Command, Stdio};
use system::commands::{COMMANDS, Files, Folder, Run, Shape};
use system::disk::Disk;
use system::needs::{has_loop_device, has_strace};
use system::trace::{Call, Injected, calls_of, injected};

/// Calls that are given a failure, and the failures of each.
const FAILURES: [(&str, &[&str]); 13] = [
    ("openat", &["EIO", "EACCES", "EMFILE", "EROFS"]),
    ("read", &["EIO"]),
    ("write", &["ENOSPC", "EIO"]),
    ("fsync", &["EIO", "ENOSPC"]),
    ("fdatasync", &["EIO"]),
    ("rename", &["EIO", "EACCES", "EROFS"]),
    ("renameat", &["EIO", "EACCES", "EROFS"]),
    ("renameat2", &["EIO", "EACCES", "EROFS"]),
    ("linkat", &["EIO", "EACCES", "EROFS"]),
    ("mkdir", &["ENOSPC", "EROFS"]),
    ("ftruncate", &["EIO"]),
    ("statx", &["EACCES", "EIO"]),
    ("getdents64", &["EIO"]),
];

/// The calls that put a finished file in its place.
const PUBLISHING: [&str; 4] = ["rename", "renameat", "renameat2", "linkat"];

/// The files of the lamp before a change of its lock and after it.
fn change(folder: &Folder) -> (Files, Files) {
    folder.run(&["resolve", "-q"]).exits(0);
    let text =
        folder.read("catalog/parts.toml").replace("id = \"housing\"\n", "id = \"housing\"\nversion = \"2.0.0\"\n");
    folder.write("catalog/parts.toml", &text);
    let old = folder.files();
    folder.run(&["resolve", "-q"]).exits(0);
    let new = folder.files();
    assert_ne!(old, new);
    (old, new)
}

#[test]
fn a_killed_run_leaves_the_old_lock_or_the_new_one() {
    if !has_strace() {
        return;
    }
    let folder = Folder::lamp();
    let (old, new) = change(&folder);
    let run = ["resolve", "-q", "--jobs", "1"];
    folder.restore(&old);
    let calls = calls_of(&folder, &run);
    let publishing: usize = calls.iter().filter(|call| PUBLISHING.contains(&call.name.as_str())).count();
    assert!(publishing > 0 && calls.iter().any(|call| call.name == "fsync"), "{calls:?}");
    let (mut of_old, mut of_new) = (0, 0);
    for call in &calls {
        folder.restore(&old);
        let run = injected(&folder, &run, call, "signal=KILL");
        assert!(run.happened, "{call:?} was not hit");
        assert_ne!(run.status, Some(101), "{call:?}");
        let lock = folder.read("terroir.lock");
        match (lock == old.text("terroir.lock"), lock == new.text("terroir.lock")) {
            (true, _) => of_old += 1,
            (_, true) => of_new += 1,
            (false, false) => panic!("killed at {call:?}: a torn lock\n{lock}"),
        }
        folder.run(&["resolve", "-q"]).exits(0);
        assert_eq!(folder.read("terroir.lock"), new.text("terroir.lock"), "after {call:?}");
    }
    println!(
        "killed {} times, {publishing} of them at a rename: the old lock {of_old} times, the new one {of_new} times",
        calls.len()
    );
    assert!(of_old > 0 && of_new > 0, "old {of_old}, new {of_new}");
}

/// What the failures of one command did.
#[derive(Default)]
struct Failed {
    command: String,
    /// By call: how often it failed, and how often that ended the run.
    counts: BTreeMap<&'static str, [usize; 2]>,
    faults: Vec<String>,
}

fn failures_of(shape: &Shape) -> Failed {
    let folder = Folder::prepared(shape);
    let before = folder.files();
    let calls = calls_of(&folder, shape.run);
    folder.restore(&before);
    let good = folder.run(shape.run);
    let after = folder.files();
    let mut failed = Failed { command: shape.run.join(" "), ..Failed::default() };
    for (name, errors) in FAILURES {
        for call in calls.iter().filter(|call| call.name == name && call.is_ours) {
            for error in errors {
                folder.restore(&before);
                let run = injected(&folder, shape.run, call, &format!("error={error}"));
                let count = failed.counts.entry(name).or_default();
                count[0] += 1;
                count[1] += usize::from(run.status == Some(2));
                let fault = fault_of(&run, call, &good)
                    .or_else(|| {
                        (run.status == good.status && folder.files() != after).then(|| "other files".to_owned())
                    })
                    .or_else(|| folder.files().is_mix_of(&before, &after).err());
                if let Some(fault) = fault {
                    let (command, number, status) = (&failed.command, call.number, run.status);
                    failed.faults.push(format!(
                        "{command}: {error} at {name} {number}, exit {status:?}: {fault}\n{}",
                        run.stderr
                    ));
                }
            }
        }
    }
    failed
}

/// What is wrong with a run in which a call failed. Whoever answers all the same answers as if it had not.
fn fault_of(run: &Injected, call: &Call, good: &Run) -> Option<String> {
    let is_told = !run.stderr.trim().is_empty() || call.is_of_stderr;
    if !run.happened {
        return Some("not hit".to_owned());
    }
    match run.status {
        Some(2) if !is_told => Some("not told".to_owned()),
        Some(2) => None,
        status if status == good.status => (run.stdout != good.stdout).then(|| "another answer".to_owned()),
        Some(1) if run.stderr.contains("error") => None,
        _ => Some("neither told nor answered".to_owned()),
    }
}

#[test]
fn every_failure_of_the_disk_is_told_and_leaves_whole_files() {
    if !has_strace() {
        return;
    }
    let next = std::sync::Mutex::new(COMMANDS.iter());
    let work = || {
        let mut all: Vec<Failed> = Vec::new();
        loop {
            let Some(shape) = next.lock().unwrap().next() else { return all };
            all.push(failures_of(shape));
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let all: Vec<Failed> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .flat_map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let (mut tried, mut told) = (0, 0);
    for Failed { command, counts, .. } in &all {
        let sum = |at: usize| counts.values().map(|count| count[at]).sum::<usize>();
        println!("{command}: {} failures, {} ended the run: {counts:?}", sum(0), sum(1));
        assert!(counts.contains_key("openat") && counts.contains_key("read"), "{command}: {counts:?}");
        (tried, told) = (tried + sum(0), told + sum(1));
    }
    println!("{tried} failures in {} commands, {told} of them ended the run", all.len());
    let faults: Vec<String> = all.iter().flat_map(|failed| failed.faults.clone()).collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    let of = |names: &[&str]| {
        let counts = all.iter().flat_map(|failed| &failed.counts);
        counts.filter(|(name, _)| names.contains(name)).count()
    };
    assert!(all.len() >= 9 && tried > 300 && told > 100, "{tried} tried, {told} told");
    assert!(of(&PUBLISHING) >= 5 && of(&["write"]) >= 9 && of(&["fsync"]) >= 5, "calls that were never hit");
}

#[test]
fn forty_runs_at_once_leave_one_whole_lock() {
    let folder = Folder::lamp();
    let (old, new) = change(&folder);
    folder.restore(&old);
    let start = || {
        folder.command(&["resolve", "-q", "--jobs", "1"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let running: Vec<_> = (0..40).map(|_| start()).collect();
    let mut wrote = 0;
    for one in running {
        let output = one.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        // Whoever finds that the lock was changed in between may say so in place of writing it.
        assert!(output.status.success() || (output.status.code() == Some(2) && told.contains("error")), "{told}");
        wrote += usize::from(output.status.success());
    }
    assert_eq!(folder.files(), new, "torn, or something is left behind");
    println!("40 runs at once: {wrote} wrote the lock or found it written, which is whole, and nothing is left behind");
    assert!(wrote > 0);
}

#[test]
fn a_full_or_closed_output_is_told() {
    for shape in &COMMANDS {
        let folder = Folder::prepared(shape);
        let before = folder.files();
        let prints = !folder.run(shape.run).stdout.is_empty();
        folder.restore(&before);
        let full = folder
            .command(shape.run)
            .stdout(File::create("/dev/full").unwrap())
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&full.stderr).into_owned();
        assert!(!prints || full.status.code() == Some(2), "{:?}: {:?} {told}", shape.run, full.status);
        assert!(!prints || told.contains("error"), "{:?}: nothing told", shape.run);
        folder.restore(&before);
        let closed = Command::new("sh")
            .args(["-c", "\"$0\" \"$@\" 2> told | true; cat told", env!("CARGO_BIN_EXE_terroir")])
            .args(shape.run)
            .current_dir(folder.path())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&closed.stdout).into_owned();
        assert!(!told.contains("panicked"), "{:?}: {told}", shape.run);
    }
    for run in
        [&["--version"][..], &["--help"], &["completions", "bash"], &["man"], &["schema", "solution"], &["help", "csv"]]
    {
        let out = Command::new(env!("CARGO_BIN_EXE_terroir"))
            .args(run)
            .stdout(File::create("/dev/full").unwrap())
            .output()
            .unwrap();
        assert_eq!(out.status.code(), Some(2), "{run:?}");
    }
}

#[test]
fn a_power_cut_leaves_the_old_lock_or_the_new_one() {
    if !has_loop_device() || !has_strace() {
        return;
    }
    let disk = Disk::new();
    let path = disk.at().join("lamp");
    std::fs::create_dir(&path).unwrap();
    let folder = Folder::at(path);
    let (old, new) = change(&folder);
    let run = ["resolve", "-q", "--jobs", "1"];
    folder.restore(&old);
    let calls = calls_of(&folder, &run);
    let first = calls.iter().position(|call| call.creates).unwrap();
    let mut kept = [0, 0];
    for at in first..=calls.len() {
        folder.restore(&old);
        disk.sync();
        match calls.get(at) {
            Some(call) => assert!(injected(&folder, &run, call, "signal=KILL").happened, "{call:?} was not hit"),
            None => drop(folder.run(&run).exits(0)),
        }
        disk.cut();
        let lock = folder.read("terroir.lock");
        let is_new = lock == new.text("terroir.lock");
        assert!(is_new || lock == old.text("terroir.lock"), "a cut at {:?} tears the lock\n{lock}", calls.get(at));
        assert!(is_new || at < calls.len(), "a lock that was written is lost");
        kept[usize::from(is_new)] += 1;
    }
    // Without syncing, the same cut tears a file: it is a cut.
    let careless = disk.careless("careless", &old.text("terroir.lock"), &new.text("terroir.lock"));
    println!("power cut {} times: the old lock {} times, the new one {} times", kept[0] + kept[1], kept[0], kept[1]);
    assert!(kept[0] > 0 && kept[1] > 0, "{kept:?}");
    assert!(careless != old.text("terroir.lock") && careless != new.text("terroir.lock"), "the control is not torn");
}
