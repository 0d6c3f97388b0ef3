//! Circles between the files of a folder.

use super::{Paths, Source};
use std::collections::{BTreeMap, BTreeSet};

/// The part of a folder's own `mod.rs` in its graph of files.
const OWN: &str = "mod.rs";

/// One import from a file of a folder to another.
struct Edge {
    /// File and line of the import.
    place: String,
    /// What is imported, if it is more than the file.
    item: Option<String>,
}

type Graph = BTreeMap<String, BTreeMap<String, Vec<Edge>>>;

/// Circles of imports between the files of every folder, each with the path round it. A folder in a folder counts as
/// one file. Files may use the types and constants of their `mod.rs`, but no function of it if it uses them.
pub fn circles(sources: &[Source]) -> Vec<String> {
    let paths = Paths::of(sources);
    let folders: BTreeSet<&[String]> =
        sources.iter().filter_map(|source| source.path.split_last()).map(|(_, folder)| folder).collect();
    let mut found = Vec::new();
    for folder in folders.into_iter().filter(|folder| !folder.is_empty()) {
        let graph = graph(folder, sources, &paths);
        let mut seen = BTreeSet::new();
        for start in graph.keys() {
            let Some(circle) = circle_from(&graph, start) else { continue };
            let mut members = circle.clone();
            members.sort();
            if seen.insert(members) {
                found.push(format!("{}: {}", folder.join("/"), way_round(&graph, &circle)));
            }
        }
    }
    found
}

fn graph(folder: &[String], sources: &[Source], paths: &Paths) -> Graph {
    let part = |path: &[String]| -> Option<String> {
        let rest = path.strip_prefix(folder)?;
        Some(rest.first().map_or(OWN, String::as_str).to_owned())
    };
    let mut graph = Graph::new();
    for source in sources {
        let Some(from) = part(&source.path) else { continue };
        for reference in paths.references.get(&source.path).into_iter().flatten() {
            let (file, item) = paths.target(&reference.path);
            let Some(to) = part(&file).filter(|to| *to != from) else { continue };
            // Types and constants of `mod.rs` are what the files of its folder share.
            let is_function = item.as_ref().is_some_and(|item| item.starts_with(char::is_lowercase));
            if to == OWN && !is_function {
                continue;
            }
            let edge = Edge { place: format!("src/{}:{}", source.name, reference.line), item };
            graph.entry(from.clone()).or_default().entry(to).or_default().push(edge);
        }
    }
    graph
}

/// The shortest way from a file back to it.
fn circle_from(graph: &Graph, start: &str) -> Option<Vec<String>> {
    let mut ways: Vec<Vec<String>> = vec![vec![start.to_owned()]];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for to in graph.get(way.last()?).into_iter().flat_map(BTreeMap::keys) {
                if to == start {
                    return Some(way);
                }
                if seen.insert(to.clone()) {
                    longer.push(way.iter().cloned().chain([to.clone()]).collect());
                }
            }
        }
        ways = longer;
    }
    None
}

/// `a → b (src/f/a.rs:3, Thing) → a (src/f/b.rs:9)`.
fn way_round(graph: &Graph, circle: &[String]) -> String {
    let mut text = circle[0].clone();
    for (from, to) in circle.iter().zip(circle.iter().cycle().skip(1)) {
        let edge = &graph[from][to][0];
        let item = edge.item.as_ref().map(|item| format!(", `{item}`")).unwrap_or_default();
        text.push_str(&format!(" → {to} ({}{item})", edge.place));
    }
    text
}
