//! Areas and how they nest.

use super::iso::is_country_code;
use crate::diagnostic::Diagnostic;
use crate::keyed_vec::KeyedVec;
use crate::name::nearest;
use crate::schema::AreaId;
use crate::span::{Span, Spanned};
use crate::terms::code::{ModelCode, NameCode};
use petgraph::graphmap::DiGraphMap;
use std::collections::BTreeMap;

/// A part of the world that overlays describe.
#[derive(Clone, Debug)]
pub struct Area {
    /// `world`, `eea`, `DE`.
    pub code: String,
    /// Its name for people; the code where no overlay names it.
    pub name: String,
    /// The areas it lies in directly.
    pub parents: Vec<AreaId>,
    /// How far it was read, where an overlay says so: 1 or 2.
    pub tier: Option<u8>,
    /// Whether a built-in overlay defines it.
    pub built_in: bool,
    /// Where it is defined.
    pub span: Span,
    /// Itself and every area it lies in, the widest first.
    pub ancestors: Vec<AreaId>,
}

/// The keys at the head of an overlay: `area`, `name`, `within`.
#[derive(Clone, Debug)]
pub struct AreaHead {
    /// The area's code.
    pub code: Spanned<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its direct parents; `None` where the file does not state them.
    pub within: Option<Vec<Spanned<String>>>,
    /// How far the area was read.
    pub tier: Option<u8>,
    /// Whether the file is built in.
    pub built_in: bool,
}

/// All areas, built-in and own.
#[derive(Clone, Debug, Default)]
pub struct Areas {
    list: KeyedVec<AreaId, Area>,
    by_code: BTreeMap<String, AreaId>,
    /// The code of a built-in area by its alpha-3 code.
    by_alpha3: Option<Alpha3>,
}

/// Finds the code of a built-in area by its ISO 3166-1 alpha-3 code.
pub type Alpha3 = fn(&str) -> Option<&'static str>;

impl Areas {
    /// Joins the heads of all overlays: looks up parents, reports circles, collects ancestors.
    pub fn build(heads: &[AreaHead], by_alpha3: Alpha3, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut areas = Self { by_alpha3: Some(by_alpha3), ..Self::default() };
        for head in heads {
            areas.define(head);
        }
        areas.report_undefined(heads, diagnostics);
        areas.link(heads, diagnostics);
        areas.report_circles(diagnostics);
        areas.collect_ancestors();
        areas
    }

    fn define(&mut self, head: &AreaHead) {
        let next = AreaId::at(self.list.len());
        let id = *self.by_code.entry(head.code.value.clone()).or_insert(next);
        if id == next {
            let code = head.code.value.clone();
            let span = head.code.span;
            self.list.push(Area {
                name: code.clone(),
                code,
                parents: Vec::new(),
                tier: None,
                built_in: false,
                span,
                ancestors: Vec::new(),
            });
        }
        let area = &mut self.list[id];
        area.built_in |= head.built_in;
        area.tier = head.tier.or(area.tier);
        if let Some(name) = &head.name {
            area.name.clone_from(name);
        }
        if head.within.is_some() {
            area.span = head.code.span;
        }
    }

    /// Reports own overlays of areas that no file defines: `name` and `within` are missing.
    fn report_undefined(&self, heads: &[AreaHead], diagnostics: &mut Vec<Diagnostic>) {
        for head in heads.iter().filter(|head| !head.built_in && head.code.value != "world") {
            let code = head.code.value.as_str();
            let defined = heads.iter().any(|other| other.code.value == code && other.within.is_some());
            if !defined {
                let known = heads.iter().filter(|other| other.within.is_some()).map(|other| other.code.value.as_str());
                let near = nearest(code, known);
                let help = match near {
                    Some(near) => format!("did you mean `{near}`? A new area needs `name` and `within`"),
                    None => "a new area needs `name = \"…\"` and `within = [\"world\"]`".to_owned(),
                };
                let message = format!("unknown area `{code}`");
                diagnostics.push(Diagnostic::error(NameCode::UnknownArea, head.code.span, message).help(help));
            }
        }
    }

    fn link(&mut self, heads: &[AreaHead], diagnostics: &mut Vec<Diagnostic>) {
        for head in heads {
            let Some(id) = self.find(&head.code.value) else { continue };
            for parent in head.within.iter().flatten() {
                let found = self.find(&parent.value);
                if found.is_none() {
                    diagnostics.push(self.unknown(parent));
                }
                if let Some(parent) = found
                    && !self.list[id].parents.contains(&parent)
                {
                    self.list[id].parents.push(parent);
                }
            }
        }
    }

    /// The code of the area that was probably meant: by its name, by its alpha-3 code, or by a similar code or name.
    #[must_use]
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let named = |name: &str| self.list.iter().find(|area| area.name.eq_ignore_ascii_case(name));
        let code = |area: &'_ Area| area.code.clone();
        let exact = named(word).map(code).or_else(|| Some((self.by_alpha3?)(&word.to_uppercase())?.to_owned()));
        // Codes that trade and the European Union use beside those of ISO 3166.
        let usual = || {
            Some(
                match word.to_uppercase().as_str() {
                    "UK" => "GB",
                    "EL" => "GR",
                    _ => return None,
                }
                .to_owned(),
            )
        };
        let exact = exact.or_else(usual);
        let of_case = || self.by_code.keys().find(|code| code.eq_ignore_ascii_case(word)).cloned();
        let similar = || nearest(word, self.by_code.keys().map(String::as_str)).map(str::to_owned);
        let lower: Vec<String> = self.list.iter().map(|area| area.name.to_lowercase()).collect();
        let by_name = || {
            let near = nearest(&word.to_lowercase(), lower.iter().map(String::as_str))?.to_owned();
            named(&near).map(code)
        };
        let found = exact.or_else(of_case).or_else(similar).or_else(by_name)?;
        self.by_code.get_key_value(&found).map(|(code, _)| code.as_str())
    }

    /// The error of a code that no area has.
    #[must_use]
    pub fn unknown(&self, code: &Spanned<impl AsRef<str>>) -> Diagnostic {
        let (code, span) = (code.value.as_ref(), code.span);
        let message = format!("unknown area `{code}`");
        let near = self.nearest(code);
        let fault = Diagnostic::error(NameCode::UnknownArea, span, message);
        match near {
            Some(_) => fault.did_you_mean(near),
            None => fault.help(
                "`terroir regions` lists the areas; an overlay of your own with `name` and `within` defines a new one",
            ),
        }
    }

    /// Reports a code that is neither an area nor a country.
    pub fn report_unknown(&self, code: &Spanned<String>, diagnostics: &mut Vec<Diagnostic>) {
        if self.find(&code.value).is_none() && !is_country_code(&code.value) {
            diagnostics.push(self.unknown(code));
        }
    }

    fn report_circles(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        let mut graph: DiGraphMap<u32, ()> = DiGraphMap::new();
        for (id, area) in self.list.entries() {
            for parent in &area.parents {
                graph.add_edge(id.0, parent.0, ());
            }
        }
        for circle in petgraph::algo::tarjan_scc(&graph) {
            let own = circle.first().is_some_and(|one| graph.contains_edge(*one, *one));
            if circle.len() < 2 && !own {
                continue;
            }
            let path = circle_path(&graph, &circle);
            let codes: Vec<String> =
                path.iter().chain(path.first()).map(|id| self.code(AreaId(*id)).to_owned()).collect();
            let Some(first) = path.first().map(|id| &self.list[AreaId(*id)]) else { continue };
            let message = format!("areas lie in each other: `{}`", codes.join("` → `"));
            diagnostics.push(
                Diagnostic::error(ModelCode::AreaCircle, first.span, message).help("remove one of them from `within`"),
            );
            for id in circle {
                self.list[AreaId(id)].parents.clear();
            }
        }
    }

    fn collect_ancestors(&mut self) {
        let all: KeyedVec<AreaId, Vec<AreaId>> = self.list.keys().map(|id| self.with_all_parents(id)).collect();
        for id in self.list.keys() {
            let mut ancestors = all[id].clone();
            ancestors.sort_by_cached_key(|outer| (*outer == id, all[*outer].len(), self.code(*outer).to_owned()));
            self.list[id].ancestors = ancestors;
        }
    }

    fn with_all_parents(&self, start: AreaId) -> Vec<AreaId> {
        let mut seen = vec![start];
        let mut next = 0;
        while let Some(id) = seen.get(next).copied() {
            next += 1;
            for parent in &self.list[id].parents {
                if !seen.contains(parent) {
                    seen.push(*parent);
                }
            }
        }
        // Every area lies in the world, whether its overlay states it or not.
        if let Some(world) = self.find("world")
            && !seen.contains(&world)
        {
            seen.push(world);
        }
        seen
    }

    /// The area of a code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<AreaId> {
        self.by_code.get(code).copied()
    }

    /// The area of a number.
    #[must_use]
    pub fn get(&self, id: AreaId) -> Option<&Area> {
        self.list.get(id)
    }

    /// An area's code.
    #[must_use]
    pub fn code(&self, id: AreaId) -> &str {
        &self.list[id].code
    }

    /// Itself and every area that it lies in, the widest first.
    #[must_use]
    pub fn ancestors(&self, id: AreaId) -> &[AreaId] {
        &self.list[id].ancestors
    }

    /// How far an area was read: what the narrowest area around it says, else 1.
    #[must_use]
    pub fn tier(&self, id: AreaId) -> u8 {
        self.ancestors(id).iter().rev().find_map(|area| self.list[*area].tier).unwrap_or(1)
    }

    /// Whether `inner` is `outer` or lies in it.
    #[must_use]
    pub fn lies_in(&self, inner: AreaId, outer: AreaId) -> bool {
        self.ancestors(inner).contains(&outer)
    }

    /// Whether the area of a code is, or lies in, another: the test `in`. Unknown codes are in nothing but themselves.
    #[must_use]
    pub fn code_lies_in(&self, inner: &str, outer: &str) -> bool {
        match (self.find(inner), self.find(outer)) {
            (Some(inner), Some(outer)) => self.lies_in(inner, outer),
            // A country that no overlay describes lies in the world all the same.
            (None, Some(_)) if outer == "world" => is_country_code(inner),
            _ => inner == outer,
        }
    }

    /// All areas with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (AreaId, &Area)> {
        self.list.entries()
    }
}

/// The shortest path along the edges from the earliest member of a strongly connected component back to it.
fn circle_path(graph: &DiGraphMap<u32, ()>, circle: &[u32]) -> Vec<u32> {
    let Some(start) = circle.iter().copied().min() else { return Vec::new() };
    // Breadth first from the start; the first edge back to it closes the shortest circle.
    let mut from: BTreeMap<u32, u32> = BTreeMap::new();
    let mut open = std::collections::VecDeque::from([start]);
    while let Some(at) = open.pop_front() {
        for next in graph.neighbors(at).filter(|next| circle.contains(next)) {
            if next == start {
                let mut path = vec![at];
                while let Some(before) = path.last().and_then(|last| from.get(last)) {
                    path.push(*before);
                }
                path.reverse();
                return path;
            }
            if let std::collections::btree_map::Entry::Vacant(unseen) = from.entry(next) {
                unseen.insert(at);
                open.push_back(next);
            }
        }
    }
    vec![start]
}
