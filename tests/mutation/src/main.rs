//! How many faults the tests notice: many small faults are put into one copy of the source, each behind a switch, the copy
//! is built once, and then the tests are run with one fault switched on at a time until one of them fails.

mod choose;
mod copy;
mod operators;
mod points;
mod programs;
mod run;

use std::path::PathBuf;
use std::process::ExitCode;

/// What was asked for on the command line.
pub struct Options {
    /// How many faults are wanted.
    count: usize,
    seed: u64,
    /// Where the copy and the records are put.
    work: PathBuf,
    /// Only faults of files whose path contains this.
    only: String,
    /// Run at most so many seconds; what was not tried by then is not counted.
    seconds: u64,
    /// Only these faults of the sample.
    again: Vec<u32>,
    /// How many of the test programs are built and run, the first ones.
    programs: usize,
    /// Whether the copy, its programs and what they reach are taken as an earlier run left them.
    is_kept: bool,
    /// The source that the faults are drawn from.
    root: PathBuf,
    /// How far the copy is optimized: building is dear, and so are slow tests.
    opt_level: String,
}

fn options() -> Result<Options, String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("../../target"), PathBuf::from);
    let mut options = Options {
        count: 200,
        seed: 1,
        work: target.join("mutation"),
        only: String::new(),
        seconds: u64::MAX,
        again: Vec::new(),
        programs: usize::MAX,
        is_kept: false,
        root: root.join("../.."),
        opt_level: "1".to_owned(),
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} has no value"));
        let number = |text: String| text.parse::<u64>().map_err(|error| format!("{word}: {error}"));
        match word.as_str() {
            "--count" => options.count = number(value()?)? as usize,
            "--seed" => options.seed = number(value()?)?,
            "--seconds" => options.seconds = number(value()?)?,
            "--work" => options.work = PathBuf::from(value()?),
            "--programs" => options.programs = number(value()?)? as usize,
            "--kept" => options.is_kept = true,
            "--root" => options.root = PathBuf::from(value()?),
            "--opt-level" => options.opt_level = value()?,
            "--only" => options.only = value()?,
            "--again" => options.again = value()?.split(',').filter_map(|id| id.parse().ok()).collect(),
            _ => return Err(format!("unknown option {word}; see tests/mutation/README.md")),
        }
    }
    Ok(options)
}

fn main() -> ExitCode {
    match options().and_then(|options| work(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn work(options: &Options) -> Result<(), String> {
    let root = options.root.canonicalize().map_err(|error| error.to_string())?;
    let all = points::all(&root, &options.only)?;
    let wanted = choose::chosen(&all, options);
    println!("places for a fault: {}; drawn with seed {}: {}", all.len(), options.seed, wanted.len());
    let copy = if options.is_kept {
        copy::Copy::kept(&options.work, wanted)
    } else {
        copy::Copy::made(&root, &options.work, wanted)?
    };
    println!("faults that compile: {}", copy.faults.len());
    let programs = programs::built(&copy, options)?;
    run::all(&copy, &programs, options)
}
