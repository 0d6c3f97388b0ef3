//! The graph of the answers: slots, what they are a part of, and which meets whose needs; as data, DOT or Mermaid.

use super::component::component;
use crate::bom::{Bom, Line, Outcome, Portfolio};
use crate::model::{Component, Model};
use crate::name::is_below;
use crate::query::Compiled;
use crate::terms::ComponentKind;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::{self, Write as _};

/// A slot with the components that fill it in some market.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Node {
    /// The slot.
    pub slot: String,
    /// The components that fill it, in the order of the markets, each once.
    pub components: Vec<String>,
    /// The kind of the first of them.
    pub kind: ComponentKind,
    /// Whether it is part of the shared core.
    pub core: bool,
    /// Areas whose facts, needs and limits a regional slot depends on, in the order of the facts; none for a core slot.
    pub areas: Vec<String>,
}

/// How two slots are related.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Relation {
    /// The first is a part of the second.
    PartOf,
    /// The first needs a capability that the second provides.
    Needs(String),
}

/// A relation between two slots.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Edge {
    /// Index of the first node.
    pub from: usize,
    /// Index of the second node.
    pub to: usize,
    /// How they are related.
    pub relation: Relation,
}

/// The graph of all markets together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Graph {
    /// The slots that are filled in some market, in the order of the solution.
    pub(crate) nodes: Vec<Node>,
    /// Their relations, sorted, each once.
    pub(crate) edges: Vec<Edge>,
}

/// Builds the graph from the answers.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (compiled, portfolio) = lamp::solve()?;
/// let graph = terroir::export::graph(&compiled, &portfolio);
/// assert!(terroir::export::mermaid(&graph).contains("driver"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn graph(compiled: &Compiled, portfolio: &Portfolio) -> Graph {
    let model = &*compiled.model;
    let boms: Vec<&Bom> = portfolio.markets.iter().filter_map(Outcome::bom).collect();
    let mut filled: HashMap<&str, Vec<Placed<'_>>> = HashMap::new();
    for bom in &boms {
        let layers = layers(bom);
        for line in &bom.lines {
            let layers = layers.get(line.slot.as_str()).cloned().unwrap_or_default();
            filled.entry(&line.slot).or_default().push(Placed { line, layers });
        }
    }
    let core_lines: HashSet<&str> = portfolio.core.lines.iter().map(String::as_str).collect();
    let mut nodes: Vec<Node> = Vec::new();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for slot in model.slots.iter().map(|slot| slot.name.as_str()) {
        let lines = filled.get(slot).map(Vec::as_slice).unwrap_or_default();
        let Some(first) = lines.first() else { continue };
        let mut components: Vec<String> = Vec::new();
        for Placed { line, .. } in lines {
            if !components.contains(&line.component) {
                components.push(line.component.clone());
            }
        }
        let core = core_lines.contains(slot);
        let areas = if core { Vec::new() } else { areas(lines) };
        numbers.insert(slot, nodes.len());
        nodes.push(Node { slot: slot.to_owned(), components, kind: first.line.kind, core, areas });
    }
    let mut edges: BTreeSet<Edge> = BTreeSet::new();
    for bom in boms {
        part_of(bom, &numbers, &mut edges);
        needs(model, bom, &numbers, &mut edges);
    }
    Graph { nodes, edges: edges.into_iter().collect() }
}

fn part_of(bom: &Bom, numbers: &BTreeMap<&str, usize>, edges: &mut BTreeSet<Edge>) {
    for line in &bom.lines {
        let parent = line.part_of.as_deref().and_then(|slot| numbers.get(slot));
        if let (Some(from), Some(to)) = (numbers.get(line.slot.as_str()), parent) {
            edges.insert(Edge { from: *from, to: *to, relation: Relation::PartOf });
        }
    }
}

/// A line's needs for which other lines of the same bill of materials provide the capability.
fn needs(model: &Model, bom: &Bom, numbers: &BTreeMap<&str, usize>, edges: &mut BTreeSet<Edge>) {
    let parts: Vec<(usize, &Component)> = bom
        .lines
        .iter()
        .filter_map(|line| Some((*numbers.get(line.slot.as_str())?, component(model, line)?)))
        .collect();
    let mut providers: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (number, part) in &parts {
        for provided in &part.provides {
            providers.entry(&provided.capability).or_default().insert(*number);
        }
    }
    for (from, part) in &parts {
        let wanted = part.needs.iter().flat_map(|need| &need.alternatives).map(|one| one.capability.as_str());
        for capability in wanted {
            let providing = providers.iter().filter(|(provided, _)| is_below(provided, capability));
            for to in providing.flat_map(|(_, slots)| slots).filter(|to| *to != from) {
                edges.insert(Edge { from: *from, to: *to, relation: Relation::Needs(capability.to_owned()) });
            }
        }
    }
}

/// A line with the areas whose facts affect its slot, in the order of the facts.
struct Placed<'a> {
    line: &'a Line,
    layers: Vec<&'a str>,
}

/// The areas whose facts affect each slot of a bill of materials, in the order of the facts.
fn layers(bom: &Bom) -> HashMap<&str, Vec<&str>> {
    let mut layers: HashMap<&str, Vec<&str>> = HashMap::new();
    for fact in &bom.facts {
        for slot in &fact.slots {
            layers.entry(slot).or_default().push(&fact.layer);
        }
    }
    layers
}

/// The areas whose facts affect a slot, in the order of the facts.
fn areas(lines: &[Placed<'_>]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for layer in lines.iter().flat_map(|placed| &placed.layers) {
        if !all.iter().any(|known| known == layer) {
            all.push((*layer).to_owned());
        }
    }
    all
}

/// A text in a DOT string: quotes and backslashes are escaped, control characters become spaces.
struct DotText<'a>(&'a str);

impl fmt::Display for DotText<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|letter| match letter {
            '"' | '\\' => write!(out, "\\{letter}"),
            letter if letter.is_control() => out.write_char(' '),
            letter => out.write_char(letter),
        })
    }
}

/// The graph in Graphviz's DOT language; the shared core is a cluster, regional slots have a dashed frame.
///
/// ```
/// # use terroir::export::{Graph, dot};
/// assert!(dot(&Graph::default(), "lamp").starts_with("digraph \"lamp\" {"));
/// ```
#[must_use]
pub fn dot(graph: &Graph, name: &str) -> String {
    let mut out =
        format!("digraph \"{}\" {{\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n", DotText(name));
    let node = |at: usize, node: &Node| {
        let label = format!("{}\\n{}", DotText(&node.slot), DotText(&node.components.join(" | ")));
        let style = if node.core { "solid" } else { "dashed" };
        format!("n{at} [label=\"{label}\", style={style}];\n")
    };
    out.push_str("  subgraph cluster_core {\n    label=\"shared core\";\n");
    for (at, one) in graph.nodes.iter().enumerate().filter(|(_, one)| one.core) {
        let _ = write!(out, "    {}", node(at, one));
    }
    out.push_str("  }\n");
    for (at, one) in graph.nodes.iter().enumerate().filter(|(_, one)| !one.core) {
        let _ = write!(out, "  {}", node(at, one));
    }
    for edge in &graph.edges {
        let _ = match &edge.relation {
            Relation::PartOf => writeln!(out, "  n{} -> n{} [arrowhead=diamond];", edge.from, edge.to),
            Relation::Needs(capability) => {
                writeln!(out, "  n{} -> n{} [label=\"{}\"];", edge.from, edge.to, DotText(capability))
            }
        };
    }
    out.push_str("}\n");
    out
}

/// A text in a Mermaid label: characters with a meaning there become entities.
struct MermaidText<'a>(&'a str);

impl fmt::Display for MermaidText<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|letter| match letter {
            letter if letter.is_control() => out.write_char(' '),
            letter if letter.is_alphanumeric() || " -_.@,×".contains(letter) => out.write_char(letter),
            letter => write!(out, "#{};", u32::from(letter)),
        })
    }
}

/// The graph as a Mermaid flowchart, which GitHub and GitLab draw in Markdown.
///
/// ```
/// # use terroir::export::{Graph, mermaid};
/// assert!(mermaid(&Graph::default()).starts_with("flowchart LR"));
/// ```
#[must_use]
pub fn mermaid(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n  subgraph core [shared core]\n");
    let node = |at: usize, node: &Node| {
        format!("n{at}[\"{}<br>{}\"]\n", MermaidText(&node.slot), MermaidText(&node.components.join(", ")))
    };
    for (at, one) in graph.nodes.iter().enumerate().filter(|(_, one)| one.core) {
        let _ = write!(out, "    {}", node(at, one));
    }
    out.push_str("  end\n");
    for (at, one) in graph.nodes.iter().enumerate().filter(|(_, one)| !one.core) {
        let _ = write!(out, "  {}", node(at, one));
    }
    for edge in &graph.edges {
        let _ = match &edge.relation {
            Relation::PartOf => writeln!(out, "  n{} --o n{}", edge.from, edge.to),
            Relation::Needs(capability) => {
                writeln!(out, "  n{} -->|\"{}\"| n{}", edge.from, MermaidText(capability), edge.to)
            }
        };
    }
    out.push_str("  classDef regional stroke-dasharray: 5 5\n");
    let regional: Vec<String> =
        graph.nodes.iter().enumerate().filter(|(_, one)| !one.core).map(|(at, _)| format!("n{at}")).collect();
    if !regional.is_empty() {
        let _ = writeln!(out, "  class {} regional", regional.join(","));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Graph {
        let node = |slot: &str, core| Node {
            slot: slot.to_owned(),
            components: vec!["a\"]; x".to_owned()],
            kind: ComponentKind::Hardware,
            core,
            areas: Vec::new(),
        };
        let edge = |from, to, relation| Edge { from, to, relation };
        Graph {
            nodes: vec![node("lamp", true), node("driver", false)],
            edges: vec![edge(1, 0, Relation::PartOf), edge(1, 0, Relation::Needs("power.dc".to_owned()))],
        }
    }

    #[test]
    fn hostile_names_stay_labels() {
        assert!(dot(&sample(), "x\"y").contains("label=\"lamp\\na\\\"]; x\""));
        assert!(mermaid(&sample()).contains("n0[\"lamp<br>a#34;#93;#59; x\"]"));
    }

    #[test]
    fn the_core_is_a_group_and_the_rest_is_dashed() {
        let text = mermaid(&sample());
        assert!(text.contains("  class n1 regional\n"));
        assert!(text.contains("  n1 -->|\"power.dc\"| n0\n"));
        assert!(dot(&sample(), "x").contains("  n1 -> n0 [arrowhead=diamond];\n"));
    }
}
