//! The copy of the project that the faults are put into. The switch is in the copy alone.

use crate::points::Fault;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the copy has beside the source: which fault is on, and which were reached.
const SWITCH: &str = r#"
/// Whether a fault is switched on. Told by the environment once; the first time that each is asked for leaves a file.
pub(crate) fn mutated(id: u32) -> bool {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicBool, Ordering};
    static CHOSEN: OnceLock<(u32, Option<String>)> = OnceLock::new();
    static SEEN: [AtomicBool; 65_536] = [const { AtomicBool::new(false) }; 65_536];
    let (chosen, reached) = CHOSEN.get_or_init(|| {
        let id = std::env::var("MUTATION").ok().and_then(|text| text.parse().ok()).unwrap_or(u32::MAX);
        (id, std::env::var("MUTATION_REACHED").ok())
    });
    if let Some(folder) = reached
        && SEEN.get(id as usize).is_some_and(|seen| !seen.swap(true, Ordering::Relaxed))
    {
        let _ = std::fs::write(format!("{folder}/{id}"), "");
    }
    *chosen == id
}
"#;

pub struct Copy {
    pub root: PathBuf,
    pub faults: Vec<Fault>,
}

impl Copy {
    /// The copy that an earlier run with the same sample left.
    pub fn kept(work: &Path, mut faults: Vec<Fault>) -> Self {
        let root = work.join("copy");
        let is_in = |fault: &Fault| {
            let text = fs::read_to_string(root.join(&fault.file)).unwrap_or_default();
            text.contains(&format!("crate::mutated({})", fault.id))
        };
        faults.retain(is_in);
        Self { root, faults }
    }

    /// Copies the project, puts the faults in, and leaves out those that do not compile.
    pub fn made(root: &Path, work: &Path, faults: Vec<Fault>) -> Result<Self, String> {
        let copy = work.join("copy");
        fs::create_dir_all(&copy).map_err(|error| error.to_string())?;
        let list = Command::new("git").args(["ls-files", "-co", "--exclude-standard"]).current_dir(root).output();
        let list =
            String::from_utf8(list.map_err(|error| error.to_string())?.stdout).map_err(|error| error.to_string())?;
        for name in list.lines() {
            let (from, to) = (root.join(name), copy.join(name));
            if !from.is_file() {
                continue;
            }
            fs::create_dir_all(to.parent().unwrap_or(&copy)).map_err(|error| error.to_string())?;
            put(&to, &fs::read(&from).map_err(|error| error.to_string())?)?;
        }
        let mut made = Self { root: copy, faults };
        for _ in 0..12 {
            let refused = made.refused(&made.put_in(root)?)?;
            if refused.is_empty() {
                return Ok(made);
            }
            println!("  {} do not compile and are left out", refused.len());
            made.faults.retain(|fault| !refused.contains(&fault.id));
        }
        Err("the copy does not compile".to_owned())
    }

    /// Writes the files with the faults; by fault, the bytes that it has in its new file.
    fn put_in(&self, root: &Path) -> Result<Vec<(u32, PathBuf, Range<usize>)>, String> {
        let library = fs::read_to_string(root.join("src/lib.rs")).map_err(|error| error.to_string())?;
        put(&self.root.join("src/lib.rs"), (library + SWITCH).as_bytes())?;
        let files: BTreeSet<&PathBuf> = self.faults.iter().map(|fault| &fault.file).collect();
        let mut places = Vec::new();
        for file in files {
            let text = fs::read_to_string(root.join(file)).map_err(|error| error.to_string())?;
            let mut own: Vec<&Fault> = self.faults.iter().filter(|fault| &fault.file == file).collect();
            own.sort_by_key(|fault| fault.at.start);
            let (mut new, mut from) = (String::new(), 0);
            for fault in own {
                new += &text[from..fault.at.start];
                let start = new.len();
                new += &fault.text(&text[fault.at.clone()]);
                places.push((fault.id, file.clone(), start..new.len()));
                from = fault.at.end;
            }
            new += &text[from..];
            put(&self.root.join(file), new.as_bytes())?;
        }
        Ok(places)
    }

    /// The faults that an error of the compiler points into.
    fn refused(&self, places: &[(u32, PathBuf, Range<usize>)]) -> Result<BTreeSet<u32>, String> {
        let mut command = Command::new("cargo");
        command.args(["check", "--lib", "--all-features", "--message-format", "json"]).current_dir(&self.root);
        let output = command.output().map_err(|error| error.to_string())?;
        let mut refused = BTreeSet::new();
        let mut strange = Vec::new();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(told) = serde_json::from_str::<Value>(line) else { continue };
            if told["message"]["level"] != "error" {
                continue;
            }
            let spans = told["message"]["spans"].as_array().cloned().unwrap_or_default();
            let before = refused.len();
            for span in &spans {
                let (file, at) = (span["file_name"].as_str().unwrap_or_default(), span["byte_start"].as_u64());
                let at = at.unwrap_or_default() as usize;
                let hit = places.iter().filter(|(_, own, range)| own == Path::new(file) && range.contains(&at));
                refused.extend(hit.map(|(id, _, _)| *id));
            }
            if refused.len() == before && !spans.is_empty() {
                strange.push(told["message"]["rendered"].as_str().unwrap_or_default().to_owned());
            }
        }
        if !output.status.success() && refused.is_empty() {
            return Err(format!("the copy does not compile:\n{}", strange.join("\n")));
        }
        Ok(refused)
    }
}

/// Writes a file where it is not so yet, so that what did not change is not built again.
fn put(path: &Path, bytes: &[u8]) -> Result<(), String> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}
