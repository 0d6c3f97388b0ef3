//! The blocks of TOML that state what is not known: in the market's own overlay, beside what that states already. Those of one
//! answer fit together: written in any order, they state all of it.

use super::entries::{Draft, Piece, Place, Writer};
use super::requested::Requested;
use crate::bom::{Block, BlockPlace};
use crate::kernel::Lacking;
use crate::model::Section;
use crate::name::is_below;
use crate::query::Case;
use crate::span::FileOrigin;
use crate::syntax::toml_string as quote;

/// A block, and the carrier that it states something of.
#[derive(Clone)]
pub(super) struct Planned {
    pub block: Block,
    pub carrier: Option<String>,
}

/// The blocks that state what is requested, one for each request; several requests may have the same one.
pub(super) fn blocks_of(case: &Case<'_>, list: &[Requested]) -> Vec<Planned> {
    let writer = Writer { case, input: &case.input };
    let mut plan = Plan { writer, blocks: Vec::new() };
    let groups = groups(writer, list);
    // Only what goes into an entry has a place that others must leave to it.
    let mut drafts: Vec<(&Group, Draft)> = groups.iter().map(|group| (group, group.draft(writer))).collect();
    drafts
        .sort_by_key(|(group, draft)| (!matches!(draft.place, Place::Inside(_)), group.section() != Section::Provides));
    for (group, draft) in drafts {
        plan.add(group, draft);
    }
    let of = |at: usize| plan.blocks.iter().find(|one| one.requests.contains(&at));
    let planned = |at: usize| {
        let carrier = groups.iter().find(|group| group.requests.contains(&at)).and_then(|group| group.carrier());
        Some(Planned { block: of(at)?.block.clone(), carrier })
    };
    (0..list.len()).filter_map(planned).collect()
}

/// The file of an own overlay of the market: the one there is, or the one to write.
pub(super) fn own_file(case: &Case<'_>) -> String {
    let (market, layers) = (case.input.market, &case.compiled.model.layers);
    let own = layers.iter().find(|layer| layer.area == market && layer.file_origin == FileOrigin::Own);
    own.map_or_else(|| file_name(case, None), |layer| case.compiled.files.name(layer.file).to_owned())
}

/// The name of a new overlay by the solution's own patterns.
fn file_name(case: &Case<'_>, beside: Option<Section>) -> String {
    let market = case.code();
    let name = beside.map_or_else(|| market.to_owned(), |section| format!("{market}-{}", section.key()));
    let patterns = &case.compiled.model.header.overlays;
    let pattern = patterns.iter().find(|pattern| pattern.contains('*')).map_or("regions/*.toml", String::as_str);
    pattern.replacen('*', &name, 1)
}

/// What an entry states something of.
#[derive(Clone, PartialEq, Eq)]
enum Subject {
    Carrier(String),
    Power,
    /// Both by capability.
    Radio(String),
    Provides(String),
}

/// What is requested of one thing.
struct Group {
    subject: Subject,
    /// By position in the list of all.
    requests: Vec<usize>,
    /// Each once by its capability.
    united: Vec<Requested>,
}

impl Group {
    fn section(&self) -> Section {
        match self.subject {
            Subject::Carrier(_) => Section::Carriers,
            Subject::Power => Section::Power,
            Subject::Radio(_) => Section::Radio,
            Subject::Provides(_) => Section::Provides,
        }
    }

    /// A carrier that the market has.
    fn carrier(&self) -> Option<String> {
        let is_known = |one: &Requested| matches!(one.unknown.lacking, Lacking::Network(_) | Lacking::Bands(..));
        match &self.subject {
            Subject::Carrier(id) if self.united.iter().any(is_known) => Some(id.clone()),
            Subject::Carrier(_) | Subject::Power | Subject::Radio(_) | Subject::Provides(_) => None,
        }
    }

    fn draft(&self, writer: Writer<'_>) -> Draft {
        let all = self.united.first();
        let of_one = |draft: fn(Writer<'_>, &Requested) -> Draft| all.map(|all| draft(writer, all));
        let draft = match &self.subject {
            Subject::Carrier(_) => None,
            Subject::Power => of_one(|writer, all| writer.power(all)),
            Subject::Radio(_) => of_one(|writer, all| writer.radio(all)),
            Subject::Provides(_) => of_one(|writer, all| writer.provides(all)),
        };
        let id = if let Subject::Carrier(id) = &self.subject { id.as_str() } else { "operator" };
        draft.unwrap_or_else(|| writer.carrier(id, &self.united))
    }
}

/// What is requested, by what it is of.
fn groups(writer: Writer<'_>, list: &[Requested]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, (requested, subject)) in list.iter().zip(subjects(writer, list)).enumerate() {
        let Some(group) = groups.iter_mut().find(|group| group.subject == subject) else {
            groups.push(Group { subject, requests: vec![at], united: vec![requested.clone()] });
            continue;
        };
        group.requests.push(at);
        let by_network = matches!(group.subject, Subject::Carrier(_));
        let same = |one: &&mut Requested| !by_network || one.unknown.capability == requested.unknown.capability;
        match group.united.iter_mut().find(same) {
            Some(known) => known.join(requested.clone(), writer.input),
            None => group.united.push(requested.clone()),
        }
    }
    groups
}

/// What each request is of; one carrier for as many as it can serve, for the carrier that is picked serves all.
fn subjects(writer: Writer<'_>, list: &[Requested]) -> Vec<Subject> {
    let mut subjects: Vec<Option<Subject>> = list.iter().map(subject_of).collect();
    loop {
        let left = || list.iter().zip(&subjects).filter(|(_, subject)| subject.is_none()).map(|(one, _)| one);
        let Some(at) = super::carriers::best(writer, left()) else { break };
        let id = writer.input.view.carriers.get(at).map(|carrier| carrier.id.clone()).unwrap_or_default();
        for (one, subject) in list.iter().zip(&mut subjects) {
            if subject.is_none() && super::carriers::open(one).contains(&at) {
                *subject = Some(Subject::Carrier(id.clone()));
            }
        }
    }
    subjects.into_iter().map(|one| one.unwrap_or_else(|| Subject::Carrier("operator".to_owned()))).collect()
}

/// What a request is of; `None` where a carrier is to be found for it.
fn subject_of(requested: &Requested) -> Option<Subject> {
    let capability = requested.unknown.capability.as_str();
    match &requested.unknown.lacking {
        Lacking::Network(_) | Lacking::Bands(..) => None,
        Lacking::Carriers => Some(Subject::Carrier("operator".to_owned())),
        Lacking::Capability | Lacking::Attributes(_) => Some(match capability.strip_prefix("carrier.") {
            Some(id) => Subject::Carrier(id.to_owned()),
            None if is_below(capability, "power") => Subject::Power,
            None if is_below(capability, "spectrum") => Subject::Radio(capability.to_owned()),
            None => Subject::Provides(capability.to_owned()),
        }),
    }
}

/// The blocks so far.
struct Plan<'a> {
    writer: Writer<'a>,
    blocks: Vec<PlannedBlock>,
}

struct PlannedBlock {
    block: Block,
    requests: Vec<usize>,
}

impl Plan<'_> {
    fn add(&mut self, group: &Group, draft: Draft) {
        let Draft { section, entry, place, examples } = draft;
        let (file, at, text) = match place {
            Place::Inside(pieces) => self.inside(section, &entry, pieces),
            Place::Free => self.free(section, &entry),
            Place::Beside => self.beside(section, &entry),
        };
        let same = |one: &&mut PlannedBlock| one.block.file == file && one.block.at == at && at != BlockPlace::End;
        // What the file states already is no example.
        let examples: Vec<String> = examples.into_iter().filter(|word| text.contains(word.trim_matches('`'))).collect();
        match self.blocks.iter_mut().find(same) {
            Some(known) => {
                let gap = if at == BlockPlace::NewFile { "\n" } else { "" };
                known.block.text = format!("{}{gap}{text}", known.block.text);
                let new = examples.into_iter().filter(|word| !known.block.examples.contains(word));
                let new: Vec<String> = new.collect();
                known.block.examples.extend(new);
                known.requests.extend(&group.requests);
            }
            None => {
                let head = format!("area = {}\n\n", quote(self.writer.case.code()));
                let text = if at == BlockPlace::NewFile { head + &text } else { text };
                let block = Block { file, at, text, examples };
                self.blocks.push(PlannedBlock { block, requests: group.requests.clone() });
            }
        }
    }

    /// The end of the market's overlay, or another file where it contradicts `[gaps]` of that one.
    fn free(&self, section: Section, entry: &str) -> (String, BlockPlace, String) {
        let own = self.writer.own_layers().next().map(|(_, layer)| layer.file);
        match own.filter(|file| !self.writer.is_declared(*file, section)) {
            Some(file) => {
                (self.writer.case.compiled.files.name(file).to_owned(), BlockPlace::End, format!("\n{entry}"))
            }
            None if own.is_some() => self.beside(section, entry),
            None => (file_name(self.writer.case, None), BlockPlace::NewFile, entry.to_owned()),
        }
    }

    /// A file beside the market's overlay.
    fn beside(&self, section: Section, entry: &str) -> (String, BlockPlace, String) {
        (file_name(self.writer.case, Some(section)), BlockPlace::NewFile, entry.to_owned())
    }

    /// The place in an own entry, unless that has several, or another block goes into the same file elsewhere: then a file
    /// of its own does the same, whichever block is written first.
    fn inside(&self, section: Section, entry: &str, pieces: Vec<Piece>) -> (String, BlockPlace, String) {
        let files = &self.writer.case.compiled.files;
        let Some(first) = pieces.first() else { return self.beside(section, entry) };
        let (file, at) = (files.name(first.file).to_owned(), first.at);
        let is_elsewhere = |one: &PlannedBlock| {
            one.block.file == file && one.block.at != at && !matches!(one.block.at, BlockPlace::End)
        };
        let is_one = pieces.iter().all(|piece| piece.file == first.file && piece.at == at);
        let is_free = section == Section::Provides || !self.blocks.iter().any(is_elsewhere);
        if !is_one || !is_free {
            return self.beside(section, entry);
        }
        (file, at, pieces.into_iter().map(|piece| piece.text).collect())
    }
}
