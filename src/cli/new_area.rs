//! `terroir new --area`: the skeleton of an area's overlay, for a solution or a pack.

use super::console::Console;
use super::failure::Failure;
use super::global::{Global, areas_or_world};
use super::path_text;
use super::schema;
use super::status::Status;
use super::writing::{self, Created};
use std::path::{Path, PathBuf};
use terroir::printable;
use terroir::{AreaSummary, is_name};

/// The template, with a comment for every section; the code and the lines that define a new area are inserted.
const PAGE: &str = include_str!("area.toml");

/// Writes the skeleton into a folder; an existing file stays as it is.
pub fn run(code: &str, folder: Option<&Path>, global: &Global, console: &Console) -> Result<Status, Failure> {
    if !is_name(code) || matches!(code, "sources" | "solution") {
        let message = format!("`{}` is not a valid area code", printable(code));
        let help = "use letters, digits, `-` and `_`, as in `XK`, `US-CA` or `campus`".to_owned();
        return Err(Failure::Usage(message, Some(help)));
    }
    let loaded = match writing::is_there(&global.folder().join("solution.toml"))? {
        true => global.load(),
        false => terroir::load::with_packs(&[], &global.packs).map_err(Failure::from),
    };
    let known = areas_or_world(loaded)?.areas();
    let same = |area: &&AreaSummary| area.code.eq_ignore_ascii_case(code);
    let defined = known.iter().find(same);
    if let Some(other) = defined.filter(|area| area.code != code) {
        let message = format!("`{code}` differs from the area `{}` only in case", other.code);
        return Err(Failure::Usage(message, Some(format!("did you mean `{}`?", other.code))));
    }
    let of_solution = usual_folder(global)?;
    let folder = folder.map_or_else(|| of_solution.clone(), Path::to_owned);
    let path = folder.join(format!("{code}.toml"));
    writing::create_folder(&folder)?;
    let line = schema::line_of_overlay(&path)?;
    if writing::create(&path, &(line + &skeleton(code, defined)))? == Created::Kept {
        let message = format!("`{}` already exists", path_text::shown(&path));
        return Err(Failure::Usage(message, Some("edit it, or name another folder".to_owned())));
    }
    console.print(&next_steps(code, &path, &folder, &of_solution))?;
    Ok(Status::Clean)
}

fn usual_folder(global: &Global) -> Result<PathBuf, Failure> {
    let solution = global.folder();
    let is_there = writing::is_there(&solution.join("solution.toml"))?;
    Ok(if is_there { solution.join("regions") } else { PathBuf::from(".") })
}

/// The text for an area: a new area gets a name and the areas it belongs to, a known one only facts.
fn skeleton(code: &str, defined: Option<&AreaSummary>) -> String {
    let head = match defined {
        None => format!(
            "name = \"{code}\"           # name of the area\n\
             within = [\"world\"]      # areas it belongs to directly; it inherits their facts"
        ),
        Some(area) => format!(
            "# {} is already known (`terroir regions {code}`): a value that is stated here wins.",
            printable(&area.name)
        ),
    };
    PAGE.replace("HEAD", &head).replace("CODE", code)
}

/// What was created, and the commands to go on with.
fn next_steps(code: &str, path: &Path, folder: &Path, of_solution: &Path) -> String {
    let shown = path_text::shown(path);
    if folder == of_solution && of_solution.ends_with("regions") {
        return format!("created `{shown}`\n\nnext:\n  terroir add market {code}\n  terroir regions {code}\n");
    }
    let folder = path_text::shown(folder);
    format!(
        "created `{shown}`\n\nnext:\n  terroir regions {code} --overlays {folder}\n  terroir add market {code} --overlays \
         {folder}\n"
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use terroir::Pack;
    use terroir::Solution;

    /// The skeleton with every line that is not a remark uncommented.
    fn filled(text: &str) -> String {
        let live = |line: &str| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with(' ') && !rest.is_empty() => format!("{rest}\n"),
            _ => format!("{line}\n"),
        };
        text.lines().map(live).collect()
    }

    #[test]
    fn a_skeleton_has_no_faults_as_written_or_uncommented() {
        let new = skeleton("campus", None);
        for text in [new.clone(), filled(&new)] {
            let solution = "[solution]\nname = 'a'\nversion = '1.0.0'\nmarkets = ['campus']\ncurrency = 'USD'\n";
            let pack = Pack::from_sources("ours", [("campus.toml", text.as_str())]);
            let solution = Solution::from_sources_and_packs([("solution.toml", solution)], [pack]).unwrap();
            assert_eq!(solution.diagnostics(), [], "{text}");
            solution.compile().unwrap();
        }
        assert!(filled(&new).contains("\n[power]\nvoltage_v = [230]\n"));
    }

    #[test]
    fn a_skeleton_has_every_section_of_facts() {
        for section in terroir::model::Section::ALL {
            let key = section.key();
            // Certificates, variants and waivers are the solution's, not facts of an area.
            let of_solution = ["certificates", "variants", "waivers"].contains(&key);
            let known = of_solution || PAGE.contains(&format!("[{key}")) || PAGE.contains(&format!("`[[{key}]]`"));
            assert!(known, "{key}");
        }
    }

    #[test]
    fn a_known_area_is_not_defined_again() {
        let germany = Solution::world().unwrap().areas().into_iter().find(|area| area.code == "DE");
        let text = skeleton("DE", germany.as_ref());
        assert!(!text.contains("within ="), "{text}");
        assert!(text.contains("\narea = \"DE\"\n# Germany is already known"));
    }
}
