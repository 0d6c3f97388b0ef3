//! `terroir add market`: adds a market, with a file for the solution's own facts about it.

use super::console::Console;
use super::failure::Failure;
use super::global::{Global, areas_or_world};
use super::path_text;
use super::status::Status;
use super::writing::{self, Created};
use super::{edit, schema};
use clap::Subcommand;
use std::fmt::Write as _;
use terroir::Solution;
use terroir::load::read_text;
use terroir::printable;

#[derive(clap::Args)]
#[command(after_help = "Examples:\n  terroir add market BR\n  terroir regions          list the available markets")]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Add a market to solution.toml; create regions/CODE.toml with the built-in facts as comments
    Market {
        /// Area code: ISO 3166-1 alpha-2, such as BR, or an area of your own
        code: String,
    },
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    let What::Market { code } = &arguments.what;
    let folder = global.folder();
    let known = areas_or_world(global.load())?;
    let area = known.areas().into_iter().find(|area| area.code == *code).ok_or_else(|| unknown(&known, code))?;
    let manifest = folder.join("solution.toml");
    let added = |text: &str| edit::add_market(text, code).map_err(|error| Failure::Usage(error.to_string(), None));
    // Tried before anything is written.
    added(&read_text(&manifest).map_err(|unreadable| Failure::Unreadable(vec![unreadable]))?)?;
    let overlay = folder.join("regions").join(format!("{code}.toml"));
    writing::create_folder(path_text::folder_of(&overlay))?;
    // The overlay first: an overlay that no market uses is only a warning.
    let line = schema::line_of_overlay(&overlay)?;
    let created = writing::create(&overlay, &(line + &skeleton(code, &area.name, built_in_text(code)?.as_deref())))?;
    let lacks_volume = writing::edit(&manifest, |text| {
        let edited = added(text)?;
        let lacks_volume = edit::lacks_volume(&edited, code);
        Ok((edited, lacks_volume))
    })?;
    let overlay_note = match created {
        Created::New => "created",
        Created::Kept => "kept",
    };
    let volume = match lacks_volume {
        true => {
            format!("  [volumes] {code} = …        add its units a year, on which prices and one-off costs depend\n")
        }
        false => String::new(),
    };
    console.done(&format!(
        "added market {code} ({}) to `{}`\n{overlay_note} `{}`\n\nnext:\n  terroir check            see what is \
         missing there\n  terroir regions {code:<8} see its facts and their sources\n{volume}",
        printable(&area.name),
        path_text::shown(&manifest),
        path_text::shown(&overlay)
    ))?;
    Ok(Status::Clean)
}

fn unknown(known: &Solution, code: &str) -> Failure {
    let help = match known.nearest_area(code) {
        Some(near) => format!("did you mean `{near}`? `terroir regions` lists all areas"),
        None => {
            "`terroir regions` lists all areas; to define your own, add a file with `area`, `name` and `within` to \
                 regions/"
                .to_owned()
        }
    };
    Failure::Usage(format!("unknown area `{}`", printable(code)), Some(help))
}

/// The text of the built-in overlay of an area; `None` where it has none.
pub fn built_in_text(code: &str) -> Result<Option<String>, Failure> {
    let world = Solution::world().map_err(Failure::Faults)?;
    let name = format!("regions/{code}.toml");
    let found = world.files().iter().find(|(_, file)| file.built_in && *file.name == *name);
    Ok(found.map(|(_, file)| file.text.to_string()))
}

fn skeleton(code: &str, name: &str, built_in: Option<&str>) -> String {
    let weaker = if built_in.is_some() { "the built-in overlay" } else { "what other files state about it" };
    let mut out = format!(
        "# What this solution adds to, or changes in, the facts of {name}.\n\
         # It is applied over {weaker}: a key that is written here wins.\n\
         # `terroir regions {code}` shows every fact with its source, including those that {code} inherits from the \
         areas around it.\n\n\
         area = \"{code}\"\n"
    );
    let Some(built_in) = built_in else { return out };
    let _ = writeln!(out, "\n# The built-in facts. To change one, remove the `#` from its header and from its key.\n#");
    let facts = built_in.lines().skip_while(|line| !line.starts_with('['));
    for line in facts {
        let _ = writeln!(out, "{}", format!("# {line}").trim_end());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skeleton_holds_the_built_in_facts_as_comments() {
        let text =
            skeleton("BR", "Brazil", Some("area = \"BR\"\nname = \"Brazil\"\n\n[power]\nvoltage_v = [127, 220]\n\n"));
        let live: Vec<&str> = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
        assert_eq!(live, ["area = \"BR\""]);
        assert!(text.contains("# [power]\n# voltage_v = [127, 220]\n#\n"), "{text}");
    }
}
