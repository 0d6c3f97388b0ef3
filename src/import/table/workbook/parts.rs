//! What a workbook consists of.

use crate::import::table::number::date::Epoch;
use crate::import::table::workbook::Space;
use crate::import::table::workbook::package::Package;
use crate::import::table::workbook::xml::{Node, attribute, is_set, walk};

/// A sheet and where its cells are.
pub(super) struct SheetPart {
    pub name: String,
    pub path: String,
    pub is_hidden: bool,
}

/// The parts of a workbook by their paths.
#[derive(Default)]
pub(super) struct Workbook {
    pub sheets: Vec<SheetPart>,
    pub strings: Option<String>,
    pub styles: Option<String>,
    pub epoch: Epoch,
}

/// A link from one part to another.
struct Relation {
    id: String,
    /// The last word of its type: `worksheet`, `styles`.
    kind: String,
    path: String,
}

/// Finds the parts of a workbook.
pub(super) fn workbook(package: &mut Package<'_>) -> Result<Workbook, String> {
    let missing = |what: &str| format!("cannot be read as a workbook: it has no {what}");
    let roots = relations(package, "")?;
    let root = roots.into_iter().find(|relation| relation.kind == "officeDocument");
    let path = root.map_or_else(|| "xl/workbook.xml".to_owned(), |root| root.path);
    let text = package.part(&path)?.ok_or_else(|| missing("list of sheets"))?;
    let relations = relations(package, &path)?;
    let by_kind = |kind: &str| relations.iter().find(|one| one.kind == kind).map(|one| one.path.clone());
    let mut workbook = Workbook { strings: by_kind("sharedStrings"), styles: by_kind("styles"), ..Workbook::default() };
    let mut space = Space::new();
    walk(&text, |node| {
        match node {
            Node::Open("workbookPr", tag) if is_set(tag, "date1904") => workbook.epoch = Epoch::Of1904,
            Node::Open("sheet", tag) => {
                let id = attribute(tag, "id");
                let relation = relations.iter().find(|one| Some(&one.id) == id.as_ref() && one.kind == "worksheet");
                // Sheets of charts have no cells.
                if let (Some(relation), Some(name)) = (relation, attribute(tag, "name")) {
                    space.keep(tag.len() + relation.path.len())?;
                    let is_hidden = attribute(tag, "state").is_some_and(|state| state != "visible");
                    workbook.sheets.push(SheetPart { name, path: relation.path.clone(), is_hidden });
                }
            }
            Node::Open(..) | Node::Close(_) | Node::Text(_) => {}
        }
        Ok(())
    })
    .map_err(|error| format!("cannot be read as a workbook: `{path}`: {error}"))?;
    if workbook.sheets.is_empty() { Err(missing("sheet with cells")) } else { Ok(workbook) }
}

/// The links of a part, or of the whole package.
fn relations(package: &mut Package<'_>, of: &str) -> Result<Vec<Relation>, String> {
    let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
    let begin = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let path = format!("{begin}_rels/{name}.rels");
    let Some(text) = package.part(&path)? else { return Ok(Vec::new()) };
    let (mut found, mut space) = (Vec::new(), Space::new());
    walk(&text, |node| {
        if let Node::Open("Relationship", tag) = node {
            space.keep(tag.len())?;
            let kind = attribute(tag, "Type").unwrap_or_default();
            let target = attribute(tag, "Target").unwrap_or_default();
            found.push(Relation {
                id: attribute(tag, "Id").unwrap_or_default(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                path: joined(folder, &target),
            });
        }
        Ok(())
    })
    .map_err(|error| format!("cannot be read as a workbook: `{path}`: {error}"))?;
    Ok(found)
}

/// A path relative to a folder of the package.
fn joined(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            other => names.push(other),
        }
    }
    names.join("/")
}

/// The texts that cells refer to by their index, without marks of pronunciation.
pub(super) fn shared_strings(text: &str) -> Result<Vec<String>, String> {
    let (mut strings, mut space): (Vec<String>, Space) = (Vec::new(), Space::new());
    let (mut is_text, mut is_pronunciation) = (false, false);
    walk(text, |node| {
        match node {
            Node::Open("si", _) => {
                space.keep(0)?;
                strings.push(String::new());
            }
            Node::Open("t", _) => is_text = true,
            Node::Close("t") => is_text = false,
            Node::Open("rPh", _) => is_pronunciation = true,
            Node::Close("rPh") => is_pronunciation = false,
            Node::Text(text) if is_text && !is_pronunciation => {
                if let Some(last) = strings.last_mut() {
                    space.keep(text.len())?;
                    last.push_str(text);
                }
            }
            Node::Open(..) | Node::Close(_) | Node::Text(_) => {}
        }
        Ok(())
    })
    .map_err(|error| format!("cannot be read as a workbook: its texts: {error}"))?;
    Ok(strings)
}
