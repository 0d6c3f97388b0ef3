//! The entries of TOML that state what is not known: what an own overlay lacks, or a whole entry.

use super::requested::Requested;
use crate::bom::BlockPlace;
use crate::kernel::{Lacking, MarketInput};
use crate::model::{Attribute, Attributes, Layer, LayerId, Scalar, Section, Statement};
use crate::name::is_below;
use crate::overlay::MarketProvides;
use crate::query::Case;
use crate::schema::carriers::{NETWORKS, TECHNOLOGY};
use crate::schema::provides::ITS_ATTRIBUTES;
use crate::span::{FileId, FileOrigin, Span};
use crate::syntax::{Table, toml_string as quote};

/// A key with its value as TOML.
type Written = (String, String);

/// What there is to write of one thing: of a carrier, of the mains.
pub(super) struct Draft {
    pub section: Section,
    /// The whole entry.
    pub entry: String,
    pub place: Place,
    /// The values that are only examples, in backticks.
    pub examples: Vec<String>,
}

/// Where an entry goes.
pub(super) enum Place {
    /// Anywhere: no own overlay of the market has such an entry.
    Free,
    /// Into an own entry, piece after piece.
    Inside(Vec<Piece>),
    /// Into another file: an own entry has a form that nothing can be added to.
    Beside,
}

/// What an own entry lacks, at its place.
pub(super) struct Piece {
    pub file: FileId,
    pub at: BlockPlace,
    pub text: String,
}

/// Writes entries of one market.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    pub case: &'a Case<'a>,
    pub input: &'a MarketInput<'a>,
}

impl<'a> Writer<'a> {
    pub fn own_layers(self) -> impl Iterator<Item = (LayerId, &'a Layer)> {
        let (market, layers) = (self.input.market, &self.case.compiled.model.layers);
        layers.entries().filter(move |(_, layer)| layer.area == market && layer.file_origin == FileOrigin::Own)
    }

    /// An own overlay of the market that states an entry.
    pub fn own_entry(self, section: Section, id: &str) -> Option<&'a Statement> {
        let statements = &self.case.compiled.model.statements;
        let of = |layer: LayerId| {
            statements.iter().find(move |one| one.layer == layer && one.section == section && one.id == id)
        };
        self.own_layers().find_map(|(layer, _)| of(layer))
    }

    /// Whether a file calls a section a gap; it may not state it then.
    pub fn is_declared(self, file: FileId, section: Section) -> bool {
        let gaps = self.case.compiled.model.statements.iter().filter(|one| one.section == Section::Gaps);
        gaps.into_iter().any(|one| one.span.file == file && one.id == section.key())
    }

    fn text_at(self, span: Span) -> &'a str {
        let text = self.case.compiled.files.get(span.file).map_or("", |file| &**file.text);
        text.get(span.start as usize..).unwrap_or_default()
    }

    /// A text after the bracket or brace that opens a value; `None` where it is written as a header.
    fn after(self, span: Span, opening: char, text: String) -> Option<Piece> {
        let is_open = self.text_at(span).starts_with(opening) && !self.text_at(span).starts_with("[[");
        let file = self.case.compiled.files.get(span.file).filter(|_| is_open)?;
        let (line, column) = file.line_column(span.start + 1);
        Some(Piece { file: span.file, at: BlockPlace::Character { line, column }, text })
    }

    /// A text in the line after the header of a table, or in a table that is written inline.
    fn below(self, header: Span, keys: &[Written]) -> Option<Piece> {
        let file = self.case.compiled.files.get(header.file)?;
        let (line, _) = file.line_column(header.start);
        if file.line(line).trim_start().starts_with('[') {
            return Some(Piece { file: header.file, at: BlockPlace::Line(line + 1), text: lines(keys) });
        }
        self.after(header, '{', format!("{}, ", inline(keys)))
    }

    pub fn power(self, requested: &Requested) -> Draft {
        let mut keys = written(requested, Form::Arrays);
        let mut examples = names(requested);
        if keys.is_empty() {
            keys = vec![("voltage_v".to_owned(), "[230]".to_owned()), ("frequency_hz".to_owned(), "[50]".to_owned())];
            examples.extend(["`voltage_v`".to_owned(), "`frequency_hz`".to_owned()]);
        }
        let offers = self.in_force().filter(|offer| is_below(&offer.capability, "power"));
        let known: Vec<&Attributes> = offers.map(|offer| &offer.attributes).collect();
        keys.retain(|(key, _)| known.iter().all(|attributes| attributes.get(key).is_none()));
        let entry = format!("[power]\n{}", lines(&keys));
        let place = self
            .own_entry(Section::Power, "")
            .map_or(Place::Free, |own| Place::of(self.below(own.table.header, &missing(&keys, Some(&own.table)))));
        Draft { section: Section::Power, entry, place, examples }
    }

    fn in_force(self) -> impl Iterator<Item = &'a MarketProvides> {
        let offers = self.input.view.provides.iter().map(|offer| &**offer);
        offers.filter(move |offer| offer.effectivity.holds_on(self.input.day))
    }

    pub fn radio(self, requested: &Requested) -> Draft {
        let capability = requested.unknown.capability.as_str();
        let technology = capability.strip_prefix("spectrum.").unwrap_or("wifi");
        let mut keys = written(requested, Form::Single);
        if let Some(stated) = self.open_rule(requested) {
            keys.retain(|(key, _)| stated.get(key).is_none());
            let identity = ["plan", "range_mhz"].into_iter().filter_map(|name| Some((name, stated.get(name)?)));
            keys.extend(identity.map(|(name, found)| (name.to_owned(), toml(&found.value, Form::Single))));
        }
        let value = |name: &str| keys.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim_matches('"'));
        let id = match (value("plan"), value("range_mhz")) {
            (Some(plan), _) => format!("{technology}-{plan}"),
            (None, Some(range)) => format!("{technology}-{}", range.trim_matches(['[', ']']).replace(", ", "-")),
            (None, None) => technology.to_owned(),
        };
        let entry = format!("[[radio]]\ntechnology = {}\n{}", quote(technology), lines(&keys));
        let place = self
            .own_entry(Section::Radio, &id)
            .map_or(Place::Free, |own| Place::of(self.below(own.table.header, &missing(&keys, Some(&own.table)))));
        Draft { section: Section::Radio, entry, place, examples: names(requested) }
    }

    /// The only radio rule that leaves open what is requested.
    fn open_rule(self, requested: &Requested) -> Option<&'a Attributes> {
        let Lacking::Attributes(open) = &requested.unknown.lacking else { return None };
        let offers = self.in_force().filter(|offer| offer.capability == requested.unknown.capability);
        let mut lacking = offers.filter(|offer| open.iter().any(|name| offer.attributes.get(name).is_none()));
        let only = &lacking.next()?.attributes;
        lacking.next().is_none().then_some(only)
    }

    pub fn provides(self, requested: &Requested) -> Draft {
        let capability = requested.unknown.capability.as_str();
        let mut keys = written(requested, Form::Single);
        let offers = || self.in_force().filter(|offer| offer.capability == capability);
        keys.retain(|(key, _)| offers().all(|offer| offer.attributes.get(key).is_none()));
        let place = self.own_entry(Section::Provides, capability).map(|own| self.inside_provides(own, &keys));
        // A narrower `attributes` replaces the wider one as a whole.
        let mut all: Vec<Written> = offers().flat_map(|offer| all_written(&offer.attributes)).collect();
        all.extend(keys);
        all.sort();
        all.dedup_by(|one, other| one.0 == other.0);
        let attributes = if all.is_empty() { String::new() } else { format!("attributes = {{ {} }}\n", inline(&all)) };
        Draft {
            section: Section::Provides,
            entry: format!("[[provides]]\ncapability = {}\n{attributes}", quote(capability)),
            place: place.map_or(Place::Free, Place::of),
            examples: names(requested),
        }
    }

    fn inside_provides(self, own: &Statement, keys: &[Written]) -> Option<Piece> {
        let attributes = own.table.read_at(&ITS_ATTRIBUTES);
        let missing = missing(keys, attributes.as_ref().map(|table| table.value));
        match own.table.entries.iter().find(|(key, _)| key.value == ITS_ATTRIBUTES.name()) {
            Some((_, node)) => self
                .after(node.span, '{', format!("{}, ", inline(&missing)))
                .or_else(|| self.below(attributes.map_or(own.table.header, |table| table.value.header), &missing)),
            None => {
                let attributes = ("attributes".to_owned(), format!("{{ {} }}", inline(&missing)));
                self.below(own.table.header, &[attributes])
            }
        }
    }

    /// A carrier with the networks that are requested of it; none: the carrier itself.
    pub fn carrier(self, id: &str, networks: &[Requested]) -> Draft {
        let mut list: Vec<(String, Vec<Written>)> = Vec::new();
        for requested in networks.iter().filter(|one| is_below(&one.unknown.capability, "network")) {
            let (technology, stated) = self.technology(id, &requested.unknown.capability);
            let mut keys = written(requested, Form::Arrays);
            keys.retain(|(key, _)| stated.is_none_or(|stated| stated.get(key).is_none()));
            match list.iter_mut().find(|(known, _)| *known == technology) {
                Some((_, known)) => {
                    keys.retain(|(key, _)| known.iter().all(|(known, _)| known != key));
                    known.extend(keys);
                }
                None => list.push((technology, keys)),
            }
        }
        let all: Vec<String> = list.iter().map(|(technology, keys)| network(technology, keys)).collect();
        let networks_line = if all.is_empty() { String::new() } else { format!("networks = [{}]\n", all.join(", ")) };
        let own = self.own_entry(Section::Carriers, id);
        let mut examples: Vec<String> = networks.iter().flat_map(names).collect();
        if networks.iter().any(|one| one.unknown.lacking == Lacking::Carriers) {
            examples.insert(0, "`operator`".to_owned());
        }
        Draft {
            section: Section::Carriers,
            entry: format!("[[carriers]]\nid = {}\n{networks_line}", quote(id)),
            place: own.map_or(Place::Free, |own| self.inside_carrier(own, &list).map_or(Place::Beside, Place::Inside)),
            examples,
        }
    }

    fn inside_carrier(self, own: &Statement, networks: &[(String, Vec<Written>)]) -> Option<Vec<Piece>> {
        let node = own.table.entries.iter().find(|(key, _)| key.value == NETWORKS.name());
        let Some((_, node)) = node else {
            let all: Vec<String> = networks.iter().map(|(technology, keys)| network(technology, keys)).collect();
            return Some(vec![
                self.below(own.table.header, &[("networks".to_owned(), format!("[{}]", all.join(", ")))])?,
            ]);
        };
        let piece = |(technology, keys): &(String, Vec<Written>)| {
            let mut same = own.table.list(&NETWORKS);
            match same.find(|table| table.value.read(&TECHNOLOGY) == Some(technology)) {
                Some(table) => {
                    let missing = missing(keys, Some(table.value));
                    self.after(table.value.header, '{', format!("{}, ", inline(&missing)))
                }
                None => self.after(node.span, '[', format!("{}, ", network(technology, keys))),
            }
        };
        networks.iter().map(piece).collect()
    }

    /// The technology of a network that a carrier lists already, with what is stated of it; else the one that is requested.
    fn technology(self, id: &str, capability: &str) -> (String, Option<&'a Attributes>) {
        let carrier = self.input.view.carriers.iter().find(|carrier| carrier.id == id);
        let listed =
            carrier.and_then(|carrier| carrier.networks.iter().find(|one| is_below(&one.capability, capability)));
        let of = |capability: &str| capability.strip_prefix("network.").unwrap_or("lte").to_owned();
        (of(listed.map_or(capability, |one| &one.capability)), listed.map(|one| &one.attributes))
    }
}

impl Place {
    fn of(piece: Option<Piece>) -> Self {
        piece.map_or(Self::Beside, |piece| Self::Inside(vec![piece]))
    }
}

/// How sets are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As arrays, also a set of one.
    Arrays,
    /// A set of one as its value.
    Single,
}

/// What is requested, as keys and values.
fn written(requested: &Requested, form: Form) -> Vec<Written> {
    requested.values.iter().map(|(name, value)| (name.clone(), toml(value, form))).collect()
}

/// The attributes that are requested, in backticks: nobody knows their values yet.
fn names(requested: &Requested) -> Vec<String> {
    requested.values.iter().map(|(name, _)| format!("`{name}`")).collect()
}

fn missing(keys: &[Written], stated: Option<&Table>) -> Vec<Written> {
    let is_stated = |key: &str| stated.is_some_and(|table| table.entries.iter().any(|(known, _)| known.value == *key));
    keys.iter().filter(|(key, _)| !is_stated(key)).cloned().collect()
}

/// `{ technology = "lte", bands = [3] }`.
fn network(technology: &str, keys: &[Written]) -> String {
    let attributes: String = keys.iter().map(|(key, value)| format!(", {} = {value}", bare(key))).collect();
    format!("{{ technology = {}{attributes} }}", quote(technology))
}

fn all_written(attributes: &Attributes) -> Vec<Written> {
    let each = attributes.0.iter();
    each.map(|(name, value)| (name.to_string(), toml(&value.value, Form::Single))).collect()
}

fn toml(value: &Attribute, form: Form) -> String {
    let scalar = |scalar: &Scalar| match scalar {
        Scalar::Text(text) => quote(text),
        Scalar::Boolean(_) | Scalar::Number(_) => scalar.to_string(),
    };
    match value {
        Attribute::Range(low, high) => format!("[{low}, {high}]"),
        Attribute::Set(values) => match (values.as_slice(), form) {
            ([only @ Scalar::Boolean(_)], _) | ([only], Form::Single) => scalar(only),
            (all, _) => format!("[{}]", all.iter().map(scalar).collect::<Vec<_>>().join(", ")),
        },
    }
}

fn lines(keys: &[Written]) -> String {
    keys.iter().map(|(key, value)| format!("{} = {value}\n", bare(key))).collect()
}

fn inline(keys: &[Written]) -> String {
    let words: Vec<String> = keys.iter().map(|(key, value)| format!("{} = {value}", bare(key))).collect();
    words.join(", ")
}

/// A key as TOML; one that is not bare in quotes.
fn bare(key: &str) -> String {
    let is_bare = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_bare && !key.is_empty() { key.to_owned() } else { quote(key) }
}
