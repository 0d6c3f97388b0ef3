//! What the lists say about each part, together.

use crate::import::finding::Finding;
use crate::import::list::columns::ListColumn;
use crate::import::list::part::{FieldText, Part, Row};
use crate::import::list::titles::whole_key;
use crate::import::merge::Known;
use crate::import::merge::attribute::{Attribute, text};
use crate::import::merge::identity::Classes;
use crate::import::part_list::PartList;
use crate::import::table::text::is_garbled;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Where a cell was first seen.
#[derive(Clone)]
struct Seen {
    file: String,
    line: u64,
}

/// A row and the file that it is in.
#[derive(Clone, Copy)]
struct Here<'a> {
    file: &'a str,
    /// Whether its list has a column of second sources.
    has_sources: bool,
    row: &'a Row,
}

/// A part while its rows are read.
struct Draft {
    known: Known,
    seen: BTreeMap<Attribute, Seen>,
    /// Whether a row before is of a list with a column of second sources.
    has_sources: bool,
    /// The indices of its fields by the keys of their titles.
    fields: HashMap<String, usize>,
    /// Cells that differ and were reported.
    reported: BTreeSet<(String, String)>,
}

/// Most notes of one kind.
const MOST_NOTES: usize = 20;

/// The parts in the order in which the lists name them, and for each list and row the index of its part.
pub(super) fn parts(
    lists: &mut [PartList],
    classes: &Classes,
    findings: &mut Vec<Finding>,
) -> (Vec<Known>, Vec<Vec<usize>>) {
    let mut numbers: HashMap<usize, usize> = HashMap::new();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut of = Vec::new();
    for (number, list) in lists.iter_mut().enumerate() {
        let mut inexact: BTreeSet<u64> = BTreeSet::new();
        let mut own = Vec::new();
        let headers = list.list.iter().flat_map(|list| &list.headers);
        let headers: Vec<bool> = headers.map(|header| header.has(ListColumn::Alternative)).collect();
        for (at, row) in list.rows().enumerate() {
            let has_sources = headers.get(row.header).copied().unwrap_or_default();
            let here = Here { file: &list.file, has_sources, row };
            let at = *numbers.entry(classes.class(number, at)).or_insert_with(|| {
                drafts.push(Draft::new(here));
                drafts.len() - 1
            });
            if let Some(draft) = drafts.get_mut(at)
                && !draft.add(here, findings)
            {
                inexact.insert(row.line);
            }
            own.push(at);
        }
        of.push(own);
        if let Some(list) = &mut list.list {
            list.inexact.extend(inexact);
        }
    }
    (drafts.into_iter().map(|draft| draft.known).collect(), of)
}

impl Draft {
    fn new(here: Here<'_>) -> Self {
        let known = Known {
            id: String::new(),
            part: Part { letters: here.row.part.letters.clone(), ..Part::default() },
            file: here.file.to_owned(),
            line: here.row.line,
        };
        Self { known, seen: BTreeMap::new(), has_sources: false, fields: HashMap::new(), reported: BTreeSet::new() }
    }

    /// Adds what a row says; `false` if it says something else than a row before.
    fn add(&mut self, here: Here<'_>, findings: &mut Vec<Finding>) -> bool {
        let new = &here.row.part;
        let texts = [
            (Attribute::Mpn, &new.mpn),
            (Attribute::Manufacturer, &new.manufacturer),
            (Attribute::Ipn, &new.ipn),
            (Attribute::Value, &new.value),
            (Attribute::Footprint, &new.footprint),
            (Attribute::Description, &new.description),
            (Attribute::Datasheet, &new.datasheet),
            (Attribute::Unit, &new.unit),
        ];
        let mut same = true;
        for (attribute, text) in texts {
            if !text.is_empty() {
                same &= self.set(attribute, text, here, findings);
            }
        }
        for field in &new.fields {
            same &= self.field(field, here, findings);
        }
        let shown = text(new, &Attribute::Approved);
        if here.has_sources && self.has_sources {
            let before = text(&self.known.part, &Attribute::Approved).into_owned();
            let is_same = new.approved.len() == self.known.part.approved.len()
                && new.approved.iter().all(|one| self.known.part.approved.contains(one));
            if !is_same {
                same &= self.sources_differ(&shown, &before, here, findings);
            }
        }
        self.has_sources |= here.has_sources;
        for source in &new.approved {
            if !self.known.part.approved.contains(source) {
                self.known.part.approved.push(source.clone());
            }
        }
        if let Some(price) = &new.price {
            match &self.known.part.price {
                None => self.known.part.price = Some(price.clone()),
                Some(before) if before.tiers == price.tiers && before.currency == price.currency => {}
                Some(before) => {
                    let before = before.text.clone();
                    same &= self.differs(Change { what: "price", text: &price.text, before: &before }, here, findings);
                }
            }
        }
        same
    }

    fn set(&mut self, attribute: Attribute, text: &str, here: Here<'_>, findings: &mut Vec<Finding>) -> bool {
        let name = attribute.shown(&here.row.part);
        let Some(place) = place(&mut self.known.part, &attribute) else { return true };
        if place.is_empty() || (is_garbled(place) && !is_garbled(text)) {
            text.clone_into(place);
            self.seen.insert(attribute, Seen { file: here.file.to_owned(), line: here.row.line });
            return true;
        }
        if place == text || is_garbled(text) {
            return place == text;
        }
        let before = place.clone();
        self.differs(Change { what: &name, text, before: &before }, here, findings)
    }

    fn field(&mut self, field: &FieldText, here: Here<'_>, findings: &mut Vec<Finding>) -> bool {
        let key = whole_key(&field.title);
        let before = self.fields.get(&key).and_then(|at| self.known.part.fields.get(*at));
        match before {
            None => {
                self.fields.insert(key, self.known.part.fields.len());
                self.known.part.fields.push(field.clone());
                true
            }
            Some(known) if known.text == field.text => true,
            Some(known) => {
                let before = known.text.clone();
                let what = format!("`{}`", field.title);
                self.differs(Change { what: &what, text: &field.text, before: &before }, here, findings)
            }
        }
    }

    /// Reports second sources that other rows of the part do not have.
    fn sources_differ(&mut self, own: &str, before: &str, here: Here<'_>, findings: &mut Vec<Finding>) -> bool {
        if self.reported.insert(("second sources".to_owned(), own.to_owned())) {
            let shown = |text: &str| if text.is_empty() { "none".to_owned() } else { format!("`{text}`") };
            let message = format!(
                "`{}` has the second sources {} here and {} in {}:{}: all of them were kept for it",
                self.known.part.shown(),
                shown(own),
                shown(before),
                self.known.file,
                self.known.line
            );
            findings.push(Finding::warning(here.file, here.row.line, message));
        }
        false
    }

    /// Reports a cell that differs from the one before; once for each text.
    fn differs(&mut self, change: Change<'_>, here: Here<'_>, findings: &mut Vec<Finding>) -> bool {
        let Change { what, text, before } = change;
        if self.reported.insert((what.to_owned(), text.to_owned())) {
            let seen = self.seen.values().next().cloned();
            let seen = seen.unwrap_or_else(|| Seen { file: self.known.file.clone(), line: self.known.line });
            let (name, file, line) = (self.known.part.shown(), seen.file, seen.line);
            let message = format!(
                "`{name}` has the {what} `{text}` here and `{before}` in {file}:{line}: it is the same part, and the \
                 first one was kept"
            );
            findings.push(Finding::warning(here.file, here.row.line, message));
        }
        false
    }
}

/// A cell that says something else than one before it.
#[derive(Clone, Copy)]
struct Change<'a> {
    /// What it says something about.
    what: &'a str,
    text: &'a str,
    before: &'a str,
}

fn place<'a>(part: &'a mut Part, attribute: &Attribute) -> Option<&'a mut String> {
    match attribute {
        Attribute::Mpn => Some(&mut part.mpn),
        Attribute::Manufacturer => Some(&mut part.manufacturer),
        Attribute::Ipn => Some(&mut part.ipn),
        Attribute::Value => Some(&mut part.value),
        Attribute::Footprint => Some(&mut part.footprint),
        Attribute::Description => Some(&mut part.description),
        Attribute::Datasheet => Some(&mut part.datasheet),
        Attribute::Unit => Some(&mut part.unit),
        Attribute::Letters | Attribute::Approved | Attribute::Order(_) | Attribute::Field(_) => None,
    }
}

/// Parts that could be a part of another list, if that list had more columns.
pub(super) fn report_unsure(parts: &[Known], of: &[Vec<usize>], classes: &Classes, findings: &mut Vec<Finding>) {
    let mut part_of: HashMap<usize, usize> = HashMap::new();
    for (list, own) in of.iter().enumerate() {
        part_of.extend(classes.of_list(list).iter().copied().zip(own.iter().copied()));
    }
    let known = |class: usize| part_of.get(&class).and_then(|at| parts.get(*at));
    for unsure in classes.unsure.iter().take(MOST_NOTES) {
        let Some(part) = known(unsure.class) else { continue };
        let others: Vec<String> =
            unsure.others.iter().filter_map(|one| known(*one)).take(3).map(|one| format!("`{}`", one.id)).collect();
        if others.is_empty() {
            continue;
        }
        let message = format!(
            "`{}` could be {}: the lists have different columns; it is a part of its own",
            part.id,
            others.join(" or ")
        );
        findings.push(Finding::note(&part.file, part.line, message));
    }
}
