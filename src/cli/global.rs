//! The flags that every command has, and loading the solution that they name.

use super::console::{Color, MessageFormat, Verbosity};
use super::failure::Failure;
use super::lock_file::LockFile;
use std::path::{Path, PathBuf};
use terroir::load::{load_frozen, load_with};
use terroir::{Date, Solution};

/// The flags that every command has.
#[derive(clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Solution folder, or its solution.toml [default: the nearest folder upwards with a solution.toml]
    #[arg(long, value_name = "DIR", global = true)]
    pub manifest_path: Option<PathBuf>,
    /// Apply the overlays in this folder, between the built-in ones and the solution's own; may be repeated
    #[arg(long = "overlays", alias = "regions", value_name = "DIR", global = true)]
    pub packs: Vec<PathBuf>,
    /// Read database rows and the date from terroir.lock; do not open databases or change the lock
    #[arg(long, global = true)]
    pub frozen: bool,
    /// Colour messages: auto (on a terminal, unless NO_COLOR is set), always or never
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto, hide_possible_values = true, global = true)]
    pub color: Color,
    /// Format of messages on stderr: human, or json (one object per line)
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = MessageFormat::Human, hide_possible_values = true, global = true)]
    pub message_format: MessageFormat,
    /// Print only answers and errors: no warnings, notes, progress or next steps
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Number of markets to solve in parallel [default: number of CPUs]
    #[arg(long, value_name = "N", value_parser = jobs, global = true)]
    pub jobs: Option<std::num::NonZeroUsize>,
}

fn jobs(text: &str) -> Result<std::num::NonZeroUsize, String> {
    let count = text.parse::<usize>().map_err(|error| error.to_string())?;
    std::num::NonZeroUsize::new(count).ok_or_else(|| "must be at least 1".to_owned())
}

impl Global {
    /// Whether warnings, notes and progress are written.
    pub fn verbosity(&self) -> Verbosity {
        if self.quiet { Verbosity::Quiet } else { Verbosity::Normal }
    }

    /// How many threads to use.
    pub fn jobs(&self) -> usize {
        self.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, std::num::NonZeroUsize::get)
    }

    /// Refuses packs on both sides of the command's name: of a flag that all commands have, the parser keeps only those
    /// after the name, and an answer without a pack looks like one with it.
    pub fn check_packs(&self) -> Result<(), Failure> {
        let typed = std::env::args_os().skip(1).take_while(|word| word != "--");
        let is_flag = |word: &str| matches!(word.split('=').next(), Some("--overlays" | "--regions"));
        let given = typed.filter(|word| is_flag(&word.to_string_lossy())).count();
        if given == self.packs.len() {
            return Ok(());
        }
        let help = "give all of them after the command's name".to_owned();
        let message = "`--overlays` is given both before and after the command's name".to_owned();
        Err(Failure::Usage(message, Some(help)))
    }

    /// Loads the solution in the folder, with the packs of `--overlays`.
    pub fn load(&self) -> Result<Solution, Failure> {
        self.load_from(&self.folder()).map(|(solution, _)| solution)
    }

    /// Loads the solution in a folder; with `--frozen` also returns the date of its lock.
    pub fn load_from(&self, folder: &Path) -> Result<(Solution, Option<Date>), Failure> {
        if !self.frozen {
            return Ok((load_with(folder, &self.packs)?, None));
        }
        let file = LockFile::read(folder)?;
        let lock = file.required()?;
        Ok((load_frozen(folder, &self.packs, lock)?, Some(lock.as_of())))
    }

    /// The solution's folder: that of `--manifest-path`, or the nearest one upwards, as with cargo.
    pub fn folder(&self) -> PathBuf {
        let Some(named) = &self.manifest_path else { return nearest_folder() };
        let is_manifest = named.file_name().is_some_and(|name| name == "solution.toml");
        match named.parent() {
            Some(parent) if is_manifest && parent.as_os_str().is_empty() => PathBuf::from("."),
            Some(parent) if is_manifest => parent.to_owned(),
            _ => named.clone(),
        }
    }
}

/// The areas of a solution; the built-in ones where it has faults, so that an area can be added before they are fixed.
pub fn areas_or_world(loaded: Result<Solution, Failure>) -> Result<Solution, Failure> {
    match loaded {
        Err(Failure::Faults(_)) => Solution::world().map_err(Failure::Faults),
        loaded => loaded,
    }
}

fn nearest_folder() -> PathBuf {
    let depth = std::env::current_dir().map_or(0, |folder| folder.components().count());
    let upwards = std::iter::successors(Some(PathBuf::from(".")), |folder| Some(folder.join(".."))).take(depth);
    let mut solutions = upwards.filter(|folder| folder.join("solution.toml").exists());
    solutions
        .next()
        .map_or_else(|| PathBuf::from("."), |folder| folder.strip_prefix(".").map_or(folder.clone(), shortened))
}

/// `..` instead of `./..`; the folder itself stays `.`.
fn shortened(folder: &Path) -> PathBuf {
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() }
}
