//! What was edited between two sets of files: keys and entries, each with its place, and the files without some of them.

use super::delta::{Child, Delta, EditNumber, Merged, Ranks, is_reordered};
use super::pairing::{label, pairs};
use super::phrase::{self, Step};
use crate::span::{File, Place};
use crate::syntax::written::{Written, WrittenElement, WrittenEntry};
use std::collections::{BTreeMap, BTreeSet};

/// A key or an entry that is new, gone or another one.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct FileEdit {
    /// Where it is written: in the changed file or, if it is gone, in the old one. A cause that a lock holds, such as a day,
    /// may have no place.
    pub place: Option<Place>,
    /// Which of the two.
    pub side: EditSide,
    /// What was done, in a phrase.
    pub text: String,
}

/// The side on which an edit is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EditSide {
    /// The old files: what was there is gone.
    Base,
    /// The changed files.
    Head,
}

/// Two sets of files as one.
pub(super) struct Edits {
    files: Vec<FileDelta>,
    /// All edits, by file and place.
    pub list: Vec<FileEdit>,
}

/// A file on both sides.
struct FileDelta {
    name: String,
    /// Its texts; `None` where a side does not have it.
    base: Option<String>,
    head: Option<String>,
    /// `None` where both texts mean the same.
    delta: Option<Delta>,
    /// The numbers of its edits.
    edits: std::ops::Range<EditNumber>,
}

impl Edits {
    /// What was edited between the files of two solutions: names and texts.
    pub fn between(base: &[(String, String)], head: &[(String, String)]) -> Self {
        let by_name = |files: &'_ [(String, String)]| -> BTreeMap<String, String> { files.iter().cloned().collect() };
        let (mut old, new) = (by_name(base), by_name(head));
        let mut edits = Self { files: Vec::new(), list: Vec::new() };
        let mut names: Vec<String> = new.keys().chain(old.keys()).cloned().collect();
        names.sort();
        names.dedup();
        for name in names {
            edits.add(old.remove(&name), new.get(&name).cloned(), name);
        }
        edits
    }

    fn add(&mut self, base: Option<String>, head: Option<String>, name: String) {
        let first = self.list.len();
        let read = |text: &Option<String>| match text {
            Some(text) if is_csv(&name) => Written::of_csv(text),
            Some(text) => Written::of_toml(text),
            None => Written::Table(Vec::new()),
        };
        let delta = (base != head).then(|| {
            let file = |text: &Option<String>| File::new(&name, text.as_deref().unwrap_or(""));
            let files = Sides { base: file(&base), head: file(&head) };
            let whole = (base.is_none() || head.is_none()).then_some(Whole { keys: None });
            let mut comparing = Comparing { files, edits: &mut self.list, path: Vec::new(), whole };
            comparing.root(&read(&base), &read(&head))
        });
        let edits = first..self.list.len();
        let delta = delta.filter(|_| !edits.is_empty());
        self.files.push(FileDelta { name, base, head, delta, edits });
    }

    /// The changed files with some edits taken back.
    pub fn without(&self, taken: &BTreeSet<EditNumber>) -> Vec<(String, String)> {
        let text = |file: &FileDelta| -> Option<String> {
            let count = taken.range(file.edits.clone()).count();
            match &file.delta {
                Some(_) if count == file.edits.len() => file.base.clone(),
                Some(delta) if count > 0 => {
                    let root = delta.without(taken)?;
                    Some(if is_csv(&file.name) { root.to_csv() } else { root.to_toml() })
                }
                Some(_) | None => file.head.clone(),
            }
        };
        self.files.iter().filter_map(|file| Some((file.name.clone(), text(file)?))).collect()
    }
}

/// Whether a file is a table of cells; a workbook's text is one.
fn is_csv(name: &str) -> bool {
    [".csv", ".xlsx"].iter().any(|end| name.to_ascii_lowercase().ends_with(end))
}

struct Sides {
    base: File,
    head: File,
}

/// Compares the two trees of a file.
struct Comparing<'e> {
    files: Sides,
    edits: &'e mut Vec<FileEdit>,
    path: Vec<Step>,
    /// Where only one side has the file.
    whole: Option<Whole>,
}

/// A file that only one side has: the keys above its sections are one edit.
#[derive(Clone, Copy)]
struct Whole {
    keys: Option<EditNumber>,
}

/// A value on both sides with the places at which it begins.
#[derive(Clone, Copy)]
struct Both<'w> {
    base: Option<(u32, &'w Written)>,
    head: Option<(u32, &'w Written)>,
}

impl Comparing<'_> {
    fn root(&mut self, base: &Written, head: &Written) -> Delta {
        let merged = self.entries(base.entries(), head.entries());
        Delta::Table(Merged { is_new_or_gone: self.whole.is_some(), ..merged })
    }

    fn compare(&mut self, both: Both<'_>) -> Delta {
        let (base, head) = (both.base.map(|(_, value)| value), both.head.map(|(_, value)| value));
        match (base, head) {
            (Some(base), Some(head)) if base == head => Delta::Same(head.clone()),
            (Some(Written::Table(base)), Some(Written::Table(head))) => Delta::Table(self.entries(base, head)),
            (Some(Written::Array(base)), Some(Written::Array(head))) if are_tables(base) && are_tables(head) => {
                Delta::Array(self.elements(base, head))
            }
            (Some(one), None) | (None, Some(one)) if self.path.len() == 1 && is_list(one) => {
                let mut delta = self.compare_with_nothing(base, head);
                if let Delta::Table(merged) | Delta::Array(merged) = &mut delta {
                    merged.is_new_or_gone = true;
                }
                delta
            }
            _ => {
                let edit = self.whole_keys(both).unwrap_or_else(|| self.edit(both));
                Delta::Either { edit, base: base.cloned(), head: head.cloned() }
            }
        }
    }

    /// A section that only one side has, entry by entry.
    fn compare_with_nothing(&mut self, base: Option<&Written>, head: Option<&Written>) -> Delta {
        let entries = |side: Option<&Written>| side.map_or(Vec::new(), |side| side.entries().to_vec());
        let elements = |side: Option<&Written>| side.map_or(Vec::new(), |side| side.elements().to_vec());
        if matches!(base.or(head), Some(Written::Table(_))) {
            Delta::Table(self.entries(&entries(base), &entries(head)))
        } else {
            Delta::Array(self.elements(&elements(base), &elements(head)))
        }
    }

    fn entries(&mut self, base: &[WrittenEntry], head: &[WrittenEntry]) -> Merged {
        let find = |list: &'_ [WrittenEntry], key: &str| list.iter().position(|entry| entry.key == key);
        let gone = base.iter().filter(|entry| find(head, &entry.key).is_none());
        let mut children = Vec::new();
        for key in head.iter().chain(gone).map(|entry| &entry.key) {
            let at = Ranks { base: find(base, key), head: find(head, key) };
            let value = |list: &'_ [WrittenEntry], at: Option<usize>| at.and_then(|at| list.get(at).cloned());
            let (old, new) = (value(base, at.base), value(head, at.head));
            self.path.push(Step::Key(key.clone()));
            let both = Both {
                base: old.as_ref().map(|entry| (entry.at, &entry.value)),
                head: new.as_ref().map(|entry| (entry.at, &entry.value)),
            };
            let delta = self.compare(both);
            self.path.pop();
            children.push(Child { key: key.clone(), at, delta });
        }
        let order = is_reordered(&children).then(|| self.order(head.first().map_or(0, |entry| entry.at)));
        Merged { children, order, is_new_or_gone: false }
    }

    fn elements(&mut self, base: &[WrittenElement], head: &[WrittenElement]) -> Merged {
        let mut children = Vec::new();
        for pair in pairs(base, head) {
            let at = Ranks { base: pair.base.map(|(at, _)| at), head: pair.head.map(|(at, _)| at) };
            let both = Both {
                base: pair.base.map(|(_, element)| (element.at, &element.value)),
                head: pair.head.map(|(_, element)| (element.at, &element.value)),
            };
            let named = both.head.or(both.base).and_then(|(_, value)| label(value));
            self.path
                .push(Step::Entry(named.unwrap_or_else(|| format!("number {}", at.head.or(at.base).unwrap_or(0) + 1))));
            let delta = self.compare(both);
            self.path.pop();
            children.push(Child { key: String::new(), at, delta });
        }
        let order = is_reordered(&children).then(|| self.order(head.first().map_or(0, |element| element.at)));
        Merged { children, order, is_new_or_gone: false }
    }

    /// The edit of all keys above the sections of a file that only one side has.
    fn whole_keys(&mut self, both: Both<'_>) -> Option<EditNumber> {
        let is_key = self.path.len() == 1 && !matches!(both.base.or(both.head), Some((_, Written::Table(_))));
        let whole = self.whole.filter(|_| is_key)?;
        let edit = whole.keys.unwrap_or_else(|| {
            let (side, text) = match both.head {
                Some(_) => (EditSide::Head, phrase::new_file(&self.files.head.name)),
                None => (EditSide::Base, phrase::lost_file(&self.files.base.name)),
            };
            self.push(side, both.base.or(both.head).map_or(0, |(at, _)| at), text)
        });
        self.whole = Some(Whole { keys: Some(edit) });
        Some(edit)
    }

    /// Adds an edit of the value at the path.
    fn edit(&mut self, both: Both<'_>) -> EditNumber {
        let text = phrase::edit(&self.path, both.base.map(|(_, value)| value), both.head.map(|(_, value)| value));
        match (both.head, both.base) {
            (Some((at, _)), _) => self.push(EditSide::Head, at, text),
            (None, base) => self.push(EditSide::Base, base.map_or(0, |(at, _)| at), text),
        }
    }

    fn order(&mut self, at: u32) -> EditNumber {
        let text = phrase::order(&self.path);
        self.push(EditSide::Head, at, text)
    }

    fn push(&mut self, side: EditSide, at: u32, text: String) -> EditNumber {
        let file = match side {
            EditSide::Base => &self.files.base,
            EditSide::Head => &self.files.head,
        };
        let (line, column) = file.line_column(at);
        let place = Some(Place::in_solution(&file.name, line, column));
        self.edits.push(FileEdit { place, side, text });
        self.edits.len() - 1
    }
}

/// Whether an array can be compared entry by entry.
fn are_tables(elements: &[WrittenElement]) -> bool {
    elements.iter().all(|element| matches!(element.value, Written::Table(_)))
}

/// Whether a section is a list of entries: an array of tables, or a table of tables.
fn is_list(value: &Written) -> bool {
    match value {
        Written::Array(elements) => !elements.is_empty() && are_tables(elements),
        Written::Table(entries) => {
            !entries.is_empty() && entries.iter().all(|entry| matches!(entry.value, Written::Table(_)))
        }
        Written::Plain(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "[solution]\nname = \"a\"\nmarkets = [\"US\", \"DE\"]\n[slots.x]\nchoose = [\"p\", \"q\"]\n\
        [slots.y]\nchoose = [\"q\"]\n[[rules]]\nid = \"one\"\nthen = \"slot.x\"\n[[rules]]\nid = \"two\"\nthen = \"slot.y\"\n";

    fn files(texts: &[(&str, &str)]) -> Vec<(String, String)> {
        texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    /// What was edited, as text; and that taking nothing or everything back gives the two files.
    fn told(base: &[(&str, &str)], head: &[(&str, &str)]) -> Vec<String> {
        let edits = Edits::between(&files(base), &files(head));
        let all: BTreeSet<EditNumber> = (0..edits.list.len()).collect();
        for (file, side) in edits.files.iter().filter_map(|file| Some((file, file.delta.as_ref()?))) {
            let read = |text: &Option<String>| {
                text.as_ref().map(|text| match is_csv(&file.name) {
                    true => Written::of_csv(text),
                    false => Written::of_toml(text),
                })
            };
            assert!(side.without(&BTreeSet::new()) == read(&file.head), "{}: nothing taken back", file.name);
            assert!(side.without(&all) == read(&file.base), "{}: all taken back", file.name);
        }
        let mut old = edits.without(&all);
        old.retain(|(name, _)| base.iter().any(|(known, _)| known == name));
        assert_eq!(old.len(), base.len(), "all files of the base are back");
        let place = |edit: &FileEdit| {
            let side = if edit.side == EditSide::Base { " before" } else { "" };
            format!("{}{side}: {}", edit.place.as_ref().map(ToString::to_string).unwrap_or_default(), edit.text)
        };
        edits.list.iter().map(place).collect()
    }

    #[test]
    fn each_key_and_entry_is_an_edit_with_its_line() {
        let head = BASE
            .replace("\"US\", \"DE\"", "\"DE\", \"BR\"")
            .replace("[slots.y]\nchoose = [\"q\"]\n", "[slots.z]\noptional = true\nchoose = ['q']\n")
            .replace("then = \"slot.x\"", "then = \"slot.z\"")
            .replace("id = \"two\"\n", "id = \"three\"\n");
        assert_eq!(
            told(&[("solution.toml", BASE)], &[("solution.toml", &head)]),
            [
                "solution.toml:3: `solution.markets` has `BR` instead of `US`",
                "solution.toml:6: `slots.z` is new",
                "solution.toml:6 before: `slots.y` is gone",
                "solution.toml:11: `then` of `rules one` is slot.z instead of slot.x",
                "solution.toml:13: `id` of `rules three` is three instead of two",
            ]
        );
    }

    #[test]
    fn the_order_of_entries_is_an_edit_and_comments_are_none() {
        let swapped =
            BASE.replace("[slots.x]", "[slots.w]").replace("[slots.y]", "[slots.x]").replace("slots.w", "slots.y");
        let commented = format!("# ours\n\n{BASE}\n").replace("\"p\", \"q\"]", "\n  'p', # first\n  'q',\n]");
        assert!(told(&[("solution.toml", BASE)], &[("solution.toml", &commented)]).is_empty());
        assert_eq!(
            told(&[("solution.toml", BASE)], &[("solution.toml", &swapped)]),
            [
                "solution.toml:5: `slots.y.choose` also has `p`",
                "solution.toml:7: `slots.x.choose` no longer has `p`",
                "solution.toml:4: the entries of `slots` are in another order",
            ]
        );
    }

    #[test]
    fn cells_and_rows_are_edits() {
        let base = "id,price,provides\na,1.00,x\nb,2.00,\"x; y = { z = 1 }\"\n";
        let head = "id,provides,price\nb,\"x; y = { z = 1 }\",3.00\n\nc,,4\n";
        assert_eq!(
            told(&[("catalog/a.csv", base)], &[("catalog/a.csv", head)]),
            [
                "catalog/a.csv:2: `price` of `b` is 3.00 instead of 2.00",
                "catalog/a.csv:4: `c` is new",
                "catalog/a.csv:2 before: `a` is gone"
            ]
        );
    }

    #[test]
    fn a_new_file_has_one_edit_for_its_head_and_one_for_each_entry() {
        let overlay = "area = \"BR\"\nname = \"x\"\n[power]\nplugs = [\"N\"]\n[[needs]]\ncapability = \"a\"\n[[needs]]\ncapability = \"b\"\n";
        let base = [("solution.toml", BASE)];
        let head = [("solution.toml", BASE), ("regions/BR.toml", overlay)];
        let expected = [
            "regions/BR.toml:1: the file `regions/BR.toml` is new",
            "regions/BR.toml:3: `power` is new",
            "regions/BR.toml:5: `needs a` is new",
            "regions/BR.toml:7: `needs b` is new",
        ];
        assert_eq!(told(&base, &head), expected);
        assert!(told(&head, &base).iter().all(|edit| edit.contains(" before: ")));
    }
}
