//! The tests, run with one fault switched on at a time until one notices it.

use crate::Options;
use crate::copy::Copy;
use crate::points::{FOLDERS, Fault};
use crate::programs::Program;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// A fault that makes a program this many times slower, and this much in any case, is noticed as a hang.
const SLOWER: u32 = 6;
const PATIENCE: Duration = Duration::from_secs(30);

/// How a test program ended.
#[derive(PartialEq, Eq)]
enum End {
    Passed,
    /// The first test that failed, or what happened to the whole program.
    Noticed(String),
}

/// A test program with what it does without a fault.
struct Known<'a> {
    program: &'a Program,
    reached: BTreeSet<u32>,
    time: Duration,
}

pub fn all(copy: &Copy, programs: &[Program], options: &Options) -> Result<(), String> {
    let began = Instant::now();
    let mut known = Vec::new();
    for program in programs {
        known.push(without_fault(copy, program, options)?);
    }
    known.sort_by_key(|one| one.time);
    let results = options.work.join("results.tsv");
    let mut lines = String::new();
    let (mut noticed, mut survived) = (BTreeMap::<&str, usize>::new(), Vec::new());
    let wanted = |fault: &&Fault| options.again.is_empty() || options.again.contains(&fault.id);
    for fault in copy.faults.iter().filter(wanted) {
        if began.elapsed().as_secs() > options.seconds {
            println!("out of time: the rest is not tried");
            break;
        }
        let by = tried(copy, &known, fault, &options.work)?;
        let place = format!("{}:{}", fault.file.display(), fault.line);
        lines += &format!("{}\t{place}\t{}\t{}\n", fault.id, fault.what, by.as_deref().unwrap_or("NOT NOTICED"));
        fs::write(&results, &lines).map_err(|error| error.to_string())?;
        println!("{} {place} {}: {}", fault.id, fault.what, by.as_deref().unwrap_or("NOT NOTICED"));
        match by {
            Some(_) => *noticed.entry(folder(fault)).or_default() += 1,
            None => survived.push(fault),
        }
    }
    report(&noticed, &survived);
    Ok(())
}

fn folder(fault: &Fault) -> &'static str {
    let is_of = |name: &&&str| fault.file.starts_with(Path::new("src").join(name));
    FOLDERS.iter().find(is_of).copied().unwrap_or("other")
}

fn report(noticed: &BTreeMap<&str, usize>, survived: &[&Fault]) {
    for name in FOLDERS {
        let (seen, left) =
            (noticed.get(name).copied().unwrap_or(0), survived.iter().filter(|one| folder(one) == name).count());
        println!("{name}: {seen} of {} noticed", seen + left);
    }
    let (seen, left) = (noticed.values().sum::<usize>(), survived.len());
    println!("mutation: {seen} of {} faults noticed ({} %)", seen + left, seen * 100 / (seen + left).max(1));
}

/// The first program with a test that fails because of the fault.
fn tried(copy: &Copy, known: &[Known<'_>], fault: &Fault, work: &Path) -> Result<Option<String>, String> {
    for one in known.iter().filter(|one| one.reached.contains(&fault.id)) {
        let limit = (one.time * SLOWER).max(PATIENCE);
        let variables = [("MUTATION", fault.id.to_string())];
        if let End::Noticed(by) = ran(copy, one.program, &variables, limit, work)? {
            return Ok(Some(format!("{}: {by}", one.program.name)));
        }
    }
    Ok(None)
}

/// What a program reaches and how long it takes; of an earlier run, in milliseconds in a file beside what it reached.
fn without_fault<'a>(copy: &Copy, program: &'a Program, options: &Options) -> Result<Known<'a>, String> {
    let work = &options.work;
    let folder = work.join("reached").join(program.name);
    let seconds = work.join("reached").join(format!("{}.ms", program.name));
    if let Some(time) = fs::read_to_string(&seconds).ok().filter(|_| options.is_kept) {
        let time =
            Duration::from_millis(time.trim().parse().map_err(|error| format!("{}: {error}", seconds.display()))?);
        return Ok(Known { program, reached: reached(&folder)?, time });
    }
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let began = Instant::now();
    let variables = [("MUTATION_REACHED", folder.to_string_lossy().into_owned())];
    if let End::Noticed(by) = ran(copy, program, &variables, Duration::from_secs(900), work)? {
        return Err(format!("{} fails without a fault: {by}", program.name));
    }
    let (reached, time) = (reached(&folder)?, began.elapsed());
    fs::write(&seconds, time.as_millis().to_string()).map_err(|error| error.to_string())?;
    println!("{}: {} s, reaches {} faults", program.name, time.as_secs(), reached.len());
    Ok(Known { program, reached, time })
}

fn reached(folder: &Path) -> Result<BTreeSet<u32>, String> {
    let names = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let id = |entry: std::io::Result<fs::DirEntry>| entry.ok()?.file_name().to_string_lossy().parse().ok();
    Ok(names.filter_map(id).collect())
}

fn ran(
    copy: &Copy,
    program: &Program,
    variables: &[(&str, String)],
    limit: Duration,
    work: &Path,
) -> Result<End, String> {
    let scratch: PathBuf = work.join("scratch");
    let _ = fs::remove_dir_all(&scratch);
    fs::create_dir_all(&scratch).map_err(|error| error.to_string())?;
    let line = format!("ulimit -v 6000000; exec setsid timeout -k 1 {} \"$0\"", limit.as_secs());
    let mut command = Command::new("sh");
    command.args(["-c", &line]).arg(&program.path).current_dir(&copy.root);
    command.env("TMPDIR", &scratch).env("INSTA_UPDATE", "no").env("INSTA_WORKSPACE_ROOT", &copy.root).env("CI", "1");
    command.envs(program.variables.iter().copied()).envs(variables.iter().map(|(name, value)| (*name, value.as_str())));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(|error| error.to_string())?;
    let (send, told) = mpsc::channel();
    let output = child.stdout.take();
    let reader = std::thread::spawn(move || {
        let lines = output.into_iter().flat_map(|output| BufReader::new(output).split(b'\n'));
        for line in lines.map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            if line.starts_with("test ") && line.ends_with("FAILED") && send.send(line).is_err() {
                return;
            }
        }
    });
    // The first failure is enough: the rest of the program need not run.
    let first = told.recv().ok();
    if first.is_some() {
        let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", child.id())]).stderr(Stdio::null()).status();
        let _ = child.kill();
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    drop(told);
    let _ = reader.join();
    Ok(match (first, status.code()) {
        (Some(line), _) => End::Noticed(line.trim_start_matches("test ").trim_end_matches(" ... FAILED").to_owned()),
        (None, Some(0)) => End::Passed,
        (None, Some(124 | 137)) => End::Noticed("hangs".to_owned()),
        (None, code) => End::Noticed(format!("ends with {code:?}")),
    })
}
