//! What a run may touch and what may change its answer: no network, no other program, no file outside of the solution; and
//! the same bytes whatever the locale, time zone, home, umask, folder, threads and order of files are.

#![cfg(target_os = "linux")]
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

#[allow(dead_code)]
mod system {
    pub mod commands;
    pub mod needs;
    pub mod trace;
}

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use system::commands::{COMMANDS, Folder, Run, Shape};
use system::needs::has_strace;
use system::trace::{lines, log_of};

/// Commands beside those that are disturbed.
const MORE: [&[&str]; 12] = [
    &["demo", "-o", "demo.html", "--as-of", "2026-11-22"],
    &["graph"],
    &["regions", "DE"],
    &["schema", "solution"],
    &["completions", "bash"],
    &["man"],
    &["help", "conditions"],
    &["impact", "housing"],
    &["what-if", "--without", "driver-120"],
    &["diff", "US", "DE"],
    &["review", "terroir.lock", "."],
    &["resolve", "--locked"],
];

fn all_commands() -> impl Iterator<Item = &'static [&'static str]> {
    COMMANDS.iter().map(|shape| shape.run).chain(MORE)
}

#[test]
fn no_command_uses_the_network_or_starts_a_program() {
    if !has_strace() {
        return;
    }
    let (mut count, mut names) = (0, BTreeSet::new());
    for run in all_commands() {
        let folder = Folder::prepared(&Shape { run, has_lock: true });
        let log = log_of(&folder, run, "%network,%process");
        let mut programs = 0;
        for line in lines(&log) {
            let name = line.split('(').next().unwrap_or_default();
            let is_thread = name.starts_with("clone") && line.contains("CLONE_THREAD");
            let is_end = line.starts_with("exit")
                || line.starts_with("<... ")
                || line.starts_with("+++")
                || line.starts_with("???");
            programs += usize::from(name == "execve");
            names.insert(name.to_owned());
            let is_fine = is_thread || is_end || matches!(name, "execve" | "arch_prctl" | "wait4");
            assert!(is_fine, "{run:?}: {line}");
        }
        assert_eq!(programs, 1, "{run:?}\n{log}");
        count += 1;
    }
    println!("{count} commands: one program each, no call of the network; seen: {names:?}");
    assert!(count >= 20);
}

/// What the loader and the standard library read, and the list of time zones where no day is given.
const SYSTEM: [&str; 9] = [
    "/etc/ld.so.",
    "/lib/",
    "/lib64/",
    "/usr/lib/",
    "/proc/self/",
    "/sys/fs/cgroup/",
    "/usr/share/zoneinfo",
    "/etc/localtime",
    "/dev/null",
];

/// The paths of a trace that are neither in the folder nor the system's.
fn outside(log: &str, folder: &Folder) -> Vec<String> {
    let own = folder.path().to_str().unwrap();
    let is_fine = |path: &str| {
        let is_of_program =
            path == env!("CARGO_BIN_EXE_terroir") || SYSTEM.iter().any(|system| path.starts_with(system));
        let is_below = path.starts_with(own) || !path.starts_with('/');
        (is_below && !path.split('/').any(|part| part == "..")) || is_of_program || path.is_empty()
    };
    let quoted = |line: &str| line.split('"').nth(1).unwrap_or_default().to_owned();
    let used = lines(log).filter(|line| line.contains('(') && !line.contains("ENOENT"));
    used.map(quoted).filter(|path| !is_fine(path)).collect()
}

#[test]
fn no_command_reads_outside_of_the_solution() {
    if !has_strace() {
        return;
    }
    let mut count = 0;
    for run in all_commands().filter(|run| run[0] != "demo") {
        let folder = Folder::prepared(&Shape { run, has_lock: true });
        let log = log_of(&folder, run, "%file");
        let outside = outside(&log, &folder);
        assert!(outside.is_empty(), "{run:?}: {outside:?}");
        count += 1;
    }
    println!("{count} commands read nothing outside of the solution");
}

/// What a manifest, a catalogue or an overlay may name to get at other files.
const LURES: [&str; 12] = [
    "../parts.toml",
    "catalog/../../*.toml",
    "/etc/passwd",
    "/etc/*",
    "/dev/zero",
    "/proc/self/environ",
    "~/.ssh/*",
    "../../../../../../etc/passwd",
    "catalog/./../../../etc/*",
    "link/*",
    "link.toml",
    "//etc/passwd",
];

#[test]
fn no_manifest_leads_out_of_the_solution() {
    if !has_strace() {
        return;
    }
    let mut count = 0;
    for (key, lure) in ["catalog", "overlays"].into_iter().flat_map(|key| LURES.map(|lure| (key, lure))) {
        let folder = Folder::lamp();
        std::os::unix::fs::symlink("/etc", folder.path().join("link")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("link.toml")).unwrap();
        let line = format!("name = \"lamp\"\n{key} = [\"{lure}\", \"catalog/*.toml\"]\n");
        folder.write("solution.toml", &folder.read("solution.toml").replace("name = \"lamp\"\n", &line));
        let log = log_of(&folder, &["check", "--jobs", "1"], "%file");
        let opened: Vec<&str> =
            lines(&log).filter(|line| line.starts_with("open") && !line.contains(" = -1 ")).collect();
        let outside = outside(&opened.join("\n"), &folder);
        assert!(outside.is_empty(), "{key} = {lure}: {outside:?}");
        assert!(!opened.iter().any(|line| line.contains("\"./link")), "{key} = {lure}: a link is followed");
        count += 1;
    }
    println!("{count} manifests lead nowhere else");
}

/// What a run gives: its status, what it prints, and the files that it leaves.
type Answer = (Option<i32>, String, BTreeMap<String, Vec<u8>>);

fn answer(folder: &Folder, command: &mut Command, run: &[&str]) -> Answer {
    let done = Run::of(command, run);
    (done.status, done.stdout, folder.files().0)
}

/// A name, variables of the environment, and a line of shell before the run.
type Surrounding = (&'static str, &'static [(&'static str, &'static str)], &'static str);

/// The surroundings in which a run may not differ: variables, and a line of shell before it.
const SURROUNDINGS: [Surrounding; 9] = [
    ("locale of Turkey", &[("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8")], ""),
    ("no locale", &[("LC_ALL", "C"), ("LANG", "C")], ""),
    ("a locale of commas", &[("LC_ALL", "de_DE.UTF-8"), ("LC_NUMERIC", "de_DE.UTF-8"), ("LANGUAGE", "de")], ""),
    ("time zone ahead", &[("TZ", "Pacific/Kiritimati")], ""),
    ("time zone behind", &[("TZ", "Etc/GMT+12")], ""),
    ("no home", &[("HOME", "/nonexistent"), ("XDG_CONFIG_HOME", "/nonexistent")], ""),
    ("umask of one user", &[], "umask 077;"),
    ("umask of everybody", &[], "umask 000;"),
    ("no terminal", &[("TERM", "dumb"), ("NO_COLOR", "1"), ("RUST_BACKTRACE", "1"), ("SHELL", "/bin/false")], ""),
];

#[test]
fn the_surroundings_change_no_byte() {
    let mut count = 0;
    for shape in COMMANDS.iter().filter(|shape| shape.run[0] != "import") {
        let folder = Folder::prepared(shape);
        let before = folder.files();
        let usual = answer(&folder, &mut folder.command(shape.run), shape.run);
        for (name, variables, line) in SURROUNDINGS {
            folder.restore(&before);
            let mut command = Command::new("sh");
            command.args(["-c", &format!("{line} exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_terroir")]).args(shape.run);
            command.current_dir(folder.path()).envs(variables.iter().copied());
            assert_eq!(answer(&folder, &mut command, shape.run), usual, "{:?} with {name}", shape.run);
            count += 1;
        }
    }
    println!("{count} runs in other surroundings: the same bytes");
    assert!(count >= 90);
}

#[test]
fn threads_folder_and_order_of_files_change_no_byte() {
    let mut count = 0;
    for shape in
        COMMANDS.iter().filter(|shape| shape.run.contains(&"--jobs") && !matches!(shape.run[0], "import" | "new"))
    {
        let folder = Folder::prepared(shape);
        let before = folder.files();
        let usual = answer(&folder, &mut folder.command(shape.run), shape.run);
        let threads: Vec<&str> = shape.run.iter().map(|word| if *word == "1" { "4" } else { word }).collect();
        folder.restore(&before);
        assert_eq!(answer(&folder, &mut folder.command(&threads), &threads), usual, "{threads:?}");
        // Another folder with another name, whose files were made in another order.
        let other = Folder::prepared(shape);
        for (name, bytes) in before.0.iter().rev() {
            std::fs::remove_file(other.path().join(name)).unwrap();
            std::fs::write(other.path().join(name), bytes).unwrap();
        }
        assert_eq!(answer(&other, &mut other.command(shape.run), shape.run), usual, "{:?} elsewhere", shape.run);
        count += 2;
    }
    println!("{count} runs with other threads and folders: the same bytes");
}

/// Components and overlays in files of other names and another order of reading: the same answers.
#[test]
fn shuffled_files_change_no_answer() {
    let folder = Folder::lamp();
    let usual = folder.run(&["resolve", "-q", "--jobs", "2"]).exits(0).stdout;
    let parts = folder.read("catalog/parts.toml");
    let pieces: Vec<String> =
        parts.split("[[components]]").skip(1).map(|piece| format!("[[components]]{piece}")).collect();
    assert_eq!(pieces.len(), 3);
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        std::fs::remove_dir_all(folder.path().join("catalog")).unwrap();
        std::fs::create_dir(folder.path().join("catalog")).unwrap();
        for (piece, at) in pieces.iter().zip(order) {
            folder.write(&format!("catalog/{at}.toml"), piece);
        }
        let _ = std::fs::remove_file(folder.path().join("terroir.lock"));
        assert_eq!(folder.run(&["resolve", "-q", "--jobs", "2"]).exits(0).stdout, usual, "{order:?}");
    }
}

/// Questions about the templates: what is counted, drawn and listed differs most between them.
const OF_TEMPLATES: [&[&str]; 14] = [
    &["resolve", "--format", "json"],
    &["resolve", "--proof", "proofs"],
    &["matrix"],
    &["matrix", "--format", "json"],
    &["skus", "--format", "json"],
    &["horizon", "--until", "2029-01-01", "--format", "json"],
    &["report", "-o", "page.html"],
    &["graph"],
    &["check", "--format", "json"],
    &["export", "--format", "cyclonedx", "-o", "out/"],
    &["export", "--format", "release", "-o", "out/"],
    &["export", "--format", "kicad", "-o", "out/"],
    &["export", "--format", "odoo", "-o", "out/"],
    &["diff", "US", "DE"],
];

/// Another build of the command, as one with optimizations is: what `TERROIR_OTHER` names, by a path from the project.
#[test]
fn another_build_gives_the_same_bytes() {
    let Some(other) = std::env::var_os("TERROIR_OTHER") else {
        println!("skipped: `TERROIR_OTHER` names no other build");
        return;
    };
    let other = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(other);
    let other = other.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", other.display()));
    let (mut count, mut bytes) = (0, 0);
    let mut compare = |folder: &Folder, run: &[&str]| {
        let before = folder.files();
        let usual = answer(folder, &mut folder.command(run), run);
        folder.restore(&before);
        let mut command = Command::new(&other);
        command.args(run).current_dir(folder.path());
        assert_eq!(answer(folder, &mut command, run), usual, "{run:?}");
        assert_ne!(usual.0, Some(2), "{run:?}");
        bytes += usual.1.len() + usual.2.values().map(Vec::len).sum::<usize>();
        count += 1;
    };
    for run in all_commands() {
        compare(&Folder::prepared(&Shape { run, has_lock: true }), run);
    }
    for template in ["starter", "street-light", "health-monitor", "soil-station"] {
        let folder = Folder::lamp();
        folder.run(&["new", "made", "--template", template]).exits(0);
        for run in OF_TEMPLATES {
            compare(&folder, &[&["--manifest-path", "made"], run, &["--as-of", "2026-11-22"]].concat());
        }
    }
    println!("{count} runs of another build: the same bytes, {bytes} of them");
    assert!(count >= 70);
}
