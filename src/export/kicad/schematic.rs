//! `.kicad_sch`: the variants of each symbol, where KiCad 10 keeps them: at the instances of the symbol.
//!
//! `(symbol … (instances (project "NAME" (path "/…" (reference "R1") (unit 1) (variant (name "DE") (dnp yes) (field (name
//! "Value") (value "22k"))))))`; a variant states only what differs from the symbol itself.

use super::sexpr::{Fault, NodeId, Tree, quote};
use super::splice::{Splice, spliced};
use std::collections::{BTreeMap, BTreeSet};

/// The first version of the format with variants.
const WITH_VARIANTS: u64 = 20_250_922;

/// What is to be in a schematic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// The variants.
    pub variants: Vec<Variant>,
    /// The names of every field that the solution knows: what a variant states of them is ours.
    pub titles: BTreeSet<String>,
}

/// What a variant has at the designators that the solution knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Variant {
    /// Its name.
    pub name: String,
    /// What it has at each designator.
    pub places: BTreeMap<String, Place>,
}

/// What a variant has at a designator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing.
    Empty,
    /// The part that the schematic shows, with what the bill of materials states of it.
    Shown(Vec<FieldText>),
    /// Another part, with the texts of its fields.
    Other(Vec<FieldText>),
}

/// The text of a field of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldText {
    /// The names that the field may have in a schematic; the first one is ours.
    pub names: Vec<String>,
    /// Its text; empty where the part has none.
    pub text: String,
}

/// A schematic with its variants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Edited {
    /// The text of the file.
    pub text: String,
    /// The designators of the project's symbols.
    pub designators: BTreeSet<String>,
    /// Designators where a symbol has other texts than the part that it is to show.
    pub differing: BTreeSet<String>,
    /// Fields that some variant changes and that a symbol does not have.
    pub missing_fields: BTreeSet<String>,
}

/// Why a schematic cannot be edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is not one.
    Fault(Fault),
    /// It is of a version without variants.
    Version(String),
}

/// Writes variants into a schematic, at the symbols of a project.
///
/// # Errors
/// [`Refusal`].
pub(super) fn edited(text: &str, project: &str, wanted: &Wanted) -> Result<Edited, Refusal> {
    let tree = Tree::parse(text).map_err(Refusal::Fault)?;
    let root = tree.root();
    if tree.argument(root, 0) != Some("kicad_sch") {
        return Err(Refusal::Fault(Fault { at: 0, what: "expected `(kicad_sch`" }));
    }
    let mut editor = Editor { text, tree: &tree, wanted, edits: Vec::new(), found: Edited::default() };
    for symbol in tree.lists(root, "symbol") {
        for path in own_projects(&tree, symbol, project).into_iter().flat_map(|one| tree.lists(one, "path")) {
            editor.instance(symbol, path);
        }
    }
    let version = tree.value(root, "version").unwrap_or_default();
    if !editor.edits.is_empty() && version.parse::<u64>().is_ok_and(|version| version < WITH_VARIANTS) {
        return Err(Refusal::Version(version.to_owned()));
    }
    let Editor { edits, found, .. } = editor;
    Ok(Edited { text: spliced(text, edits), ..found })
}

/// The instances of a symbol in a project. KiCad leaves the name empty where a sheet was drawn before its project was saved,
/// and annotates such symbols as any other.
fn own_projects(tree: &Tree, symbol: NodeId, project: &str) -> Vec<NodeId> {
    let named = |name: &str| -> Vec<NodeId> {
        let instances = tree.lists(symbol, "instances").flat_map(|one| tree.lists(one, "project"));
        instances.filter(|one| tree.argument(*one, 1) == Some(name)).collect()
    };
    let own = named(project);
    if own.is_empty() { named("") } else { own }
}

struct Editor<'a> {
    text: &'a str,
    tree: &'a Tree,
    wanted: &'a Wanted,
    edits: Vec<Splice>,
    found: Edited,
}

/// What a variant is to state of a symbol.
#[derive(Default, PartialEq, Eq)]
struct Stated {
    /// Whether the symbol is not fitted, where that differs from the symbol itself.
    dnp: Option<bool>,
    /// The texts of fields that differ.
    fields: BTreeMap<String, String>,
}

impl Editor<'_> {
    fn instance(&mut self, symbol: NodeId, path: NodeId) {
        let Some(reference) = self.tree.value(path, "reference") else { return };
        self.found.designators.insert(reference.to_owned());
        let properties = properties(self.tree, symbol);
        for variant in &self.wanted.variants {
            let Some(place) = variant.places.get(reference) else { continue };
            let (stated, missing) = stated_of(self.tree, symbol, &properties, place);
            if matches!(place, Place::Shown(_)) && !stated.fields.is_empty() {
                self.found.differing.insert(reference.to_owned());
            }
            self.found.missing_fields.extend(missing);
            self.write(path, &variant.name, &stated);
        }
    }

    /// Whether a field is one that the solution knows.
    fn is_ours(&self, field: &str) -> bool {
        self.wanted.titles.iter().any(|title| same(title, field))
    }

    /// Writes a variant of a symbol's instance over the one of the same name. What it states beside ours is kept.
    fn write(&mut self, path: NodeId, name: &str, stated: &Stated) {
        let tree = self.tree;
        let is_it = |one: &NodeId| tree.value(*one, "name").is_some_and(|other| same(other, name));
        let existing = tree.lists(path, "variant").find(is_it);
        let kept: Vec<&str> = existing.map(|one| self.kept(one)).unwrap_or_default();
        if existing.is_some_and(|one| self.states(one) == *stated) {
            return;
        }
        if *stated == Stated::default() && kept.is_empty() {
            self.edits.extend(existing.map(|one| self.removal(one)));
            return;
        }
        let inner = self.indent_in(path);
        let text = variant_text(name, stated, &kept, &inner);
        let edit = match existing {
            Some(one) => Splice { range: tree.span(one), text },
            None => {
                let end = tree.children(path).last().map_or(0, |last| tree.span(*last).end);
                Splice { range: end..end, text: format!("{inner}{text}") }
            }
        };
        self.edits.push(edit);
    }

    /// The texts of what a variant states beside what is ours.
    fn kept(&self, variant: NodeId) -> Vec<&str> {
        let is_ours = |child: &NodeId| match self.tree.argument(*child, 0) {
            Some("name" | "dnp") => true,
            Some("field") => self.tree.value(*child, "name").is_some_and(|name| self.is_ours(name)),
            Some(_) | None => false,
        };
        let others = self.tree.children(variant).iter().skip(1).filter(|child| !is_ours(child));
        others.filter_map(|child| self.text.get(self.tree.span(*child))).collect()
    }

    /// What a variant in the file states of what is ours.
    fn states(&self, variant: NodeId) -> Stated {
        let tree = self.tree;
        let field = |one: NodeId| Some((tree.value(one, "name")?.to_owned(), tree.value(one, "value")?.to_owned()));
        Stated {
            dnp: tree.value(variant, "dnp").map(|dnp| matches!(dnp, "yes" | "true")),
            fields: tree.lists(variant, "field").filter_map(field).filter(|(name, _)| self.is_ours(name)).collect(),
        }
    }

    /// Takes a node away, with the space before it.
    fn removal(&self, node: NodeId) -> Splice {
        let range = self.tree.span(node);
        let before = self.text.get(..range.start).unwrap_or_default();
        Splice { range: before.trim_end().len()..range.end, text: String::new() }
    }

    /// What is before each child of a list: a line end and an indentation, or a space.
    fn indent_in(&self, list: NodeId) -> String {
        let last = self.tree.children(list).iter().rev().find(|child| self.tree.text(**child).is_none());
        let start = last.map_or(0, |last| self.tree.span(*last).start);
        let before = self.text.get(..start).unwrap_or_default();
        let space = before.get(before.trim_end().len()..).unwrap_or_default();
        if space.is_empty() { " ".to_owned() } else { space.to_owned() }
    }
}

/// A symbol's fields with their texts.
fn properties(tree: &Tree, symbol: NodeId) -> BTreeMap<&str, &str> {
    let property = |one: NodeId| {
        // `(property private "Name" "text" …)`.
        let at = if tree.argument(one, 3).is_some() { 2 } else { 1 };
        Some((tree.argument(one, at)?, tree.argument(one, at + 1)?))
    };
    tree.lists(symbol, "property").filter_map(property).collect()
}

/// What a variant with this place states of a symbol, and the fields that the symbol lacks.
fn stated_of(tree: &Tree, symbol: NodeId, properties: &BTreeMap<&str, &str>, place: &Place) -> (Stated, Vec<String>) {
    let is_empty = *place == Place::Empty;
    let is_shown_empty = matches!(tree.value(symbol, "dnp"), Some("yes" | "true"));
    let (mut stated, mut missing) = (Stated::default(), Vec::new());
    stated.dnp = (is_empty != is_shown_empty).then_some(is_empty);
    let (fields, is_shown) = match place {
        Place::Other(fields) => (fields.as_slice(), false),
        Place::Shown(fields) => (fields.as_slice(), true),
        Place::Empty => (&[][..], false),
    };
    for field in fields {
        let of = |name: &String| properties.iter().find(|(property, _)| same(property, name));
        match field.names.iter().find_map(of) {
            // A symbol whose field is empty says nothing else.
            Some((_, shown)) if is_shown && shown.is_empty() => {}
            Some((property, shown)) if *shown != field.text => {
                stated.fields.insert((*property).to_owned(), field.text.clone());
            }
            Some(_) => {}
            None if is_shown || field.text.is_empty() => {}
            None => missing.extend(field.names.first().cloned()),
        }
    }
    (stated, missing)
}

/// Names of variants and fields are equal in any case; those of fields also without the marks between their words.
fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        text.chars()
            .filter(|letter| !matches!(letter, ' ' | '_' | '-'))
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    plain(one) == plain(other)
}

fn variant_text(name: &str, stated: &Stated, kept: &[&str], outer: &str) -> String {
    // One step deeper, where the file has lines.
    let inner = if outer.contains('\n') { format!("{outer}\t") } else { outer.to_owned() };
    let deeper = if outer.contains('\n') { format!("{inner}\t") } else { outer.to_owned() };
    let end = |space: &str| if space.contains('\n') { space.to_owned() } else { String::new() };
    let mut out = format!("(variant{inner}(name {})", quote(name));
    if let Some(dnp) = stated.dnp {
        out.push_str(&format!("{inner}(dnp {})", if dnp { "yes" } else { "no" }));
    }
    for text in kept {
        out.push_str(&format!("{inner}{text}"));
    }
    for (name, value) in &stated.fields {
        let (name, value) = (quote(name), quote(value));
        out.push_str(&format!("{inner}(field{deeper}(name {name}){deeper}(value {value}){})", end(&inner)));
    }
    out.push_str(&end(outer));
    out.push(')');
    out
}
