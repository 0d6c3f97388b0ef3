//! `terroir explain`: why a market has no bill of materials, why a component was taken or not, what a code means.

use super::ask::{Opened, Question};
use super::console::{Console, Status};
use super::failure::Failure;
use super::locking::LockFile;
use super::{Global, codes, facts, report};
use std::fmt::Write as _;
use terroir::bom::{Bom, Line};
use terroir::diagnostic::printable;
use terroir::export::{Align, Grid};
use terroir::lock::Lock;
use terroir::model::Component;
use terroir::{Number, Outcome, Portfolio, Request, ResolveError};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  \
    terroir explain --market BR                     why there is no BOM, or what it rests on\n  \
    terroir explain --market US --slot driver       what else could stand there, and at what cost\n  \
    terroir explain --market US --component bg95-m3 why it was taken, or was not\n  \
    terroir explain --code gap                      what a code in brackets means")]
pub struct Arguments {
    #[command(flatten)]
    question: Question,
    /// Why this component was taken, or was not
    #[arg(long, value_name = "ID")]
    component: Option<String>,
    /// What could fill this slot
    #[arg(long, value_name = "S")]
    slot: Option<String>,
    /// What a code means, as in `error[clash]`; without one, all codes
    #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "")]
    code: Option<String>,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    if let Some(code) = &arguments.code {
        console.print(&codes::text(code)?)?;
        return Ok(Status::Clean);
    }
    if arguments.question.market.is_empty() {
        let help = "`terroir explain --market BR`, or `--code CODE`".to_owned();
        return Err(Failure::Usage("which market?".to_owned(), Some(help)));
    }
    let opened = Opened::from_folder(global)?;
    opened.tell(console)?;
    let kept = LockFile::read(&global.folder())?.lock.as_ref().map(Lock::kept);
    let day = arguments.question.day(&opened.solution, None, console)?;
    let request = arguments.question.request(day, kept);
    let portfolio = opened.portfolio(&request)?;
    let asked = Asked { opened: &opened, request: &request };
    let mut status = Status::Clean;
    for outcome in &portfolio.markets {
        status = status.max(report::status_of(outcome));
        console.print(&explain(arguments, &asked, outcome)?)?;
    }
    tell_gaps(&portfolio, console)?;
    Ok(status)
}

/// What was asked.
struct Asked<'a> {
    opened: &'a Opened,
    request: &'a Request,
}

impl Asked<'_> {
    /// The answer with another component in one slot; `None` where it is no candidate there.
    fn instead(&self, bom: &Bom, pin: (&str, &str)) -> Result<Option<Outcome>, Failure> {
        match self.opened.compiled.resolve(&what_if(self.request, bom, pin)) {
            Ok(Outcome::Resolved(other)) if !holds(&other, pin) => Ok(None),
            Ok(outcome) => Ok(Some(outcome)),
            Err(ResolveError::NotACandidate { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// Whether a slot holds what was pinned: it stays empty where its condition is false.
fn holds(bom: &Bom, (slot, candidate): (&str, &str)) -> bool {
    let meant = |line: &Line| line.component == candidate || versioned(line) == candidate;
    bom.lines.iter().any(|line| line.slot == slot && meant(line))
}

fn explain(arguments: &Arguments, asked: &Asked<'_>, outcome: &Outcome) -> Result<String, Failure> {
    let Outcome::Resolved(bom) = outcome else {
        return Ok(report::no_bom(&asked.opened.solution, outcome).unwrap_or_default());
    };
    let mut out = String::new();
    if let Some(slot) = &arguments.slot {
        out.push_str(&slot_story(asked, bom, slot)?);
    }
    if let Some(component) = &arguments.component {
        out.push_str(&component_story(asked, bom, component)?);
    }
    if out.is_empty() {
        out = bom_story(asked.opened, bom);
    }
    Ok(out)
}

/// What a bill of materials is and which facts of the market it rests on.
fn bom_story(opened: &Opened, bom: &Bom) -> String {
    let (market, cost) = (&bom.market, money(bom, bom.cost()));
    let mut out = format!("{market} has a valid BOM on {}: {} lines, {cost}\n", bom.as_of, bom.lines.len());
    let columns = ["slot", "component", "certificates", "could also be"].map(|head| (head, Align::Left));
    let mut lines = Grid::new(columns);
    for line in &bom.lines {
        lines.row([line.slot.clone(), versioned(line), line.certificates.join(", "), line.alternates.join(", ")]);
    }
    let _ = write!(out, "\n{}", lines.to_text());
    out.push_str(&facts::table(&opened.solution, &bom.facts));
    out
}

/// What fills a slot and what each other candidate would lead to.
fn slot_story(asked: &Asked<'_>, bom: &Bom, slot: &str) -> Result<String, Failure> {
    let line = bom.lines.iter().find(|line| line.slot == slot);
    if asked.opened.solution.model().find_slot(slot).is_none() {
        // Told by the library, which knows the nearest name.
        asked.opened.compiled.resolve(&what_if(asked.request, bom, (slot, "")))?;
    }
    let mut out = match line {
        Some(line) => format!("slot `{slot}` in {}: {}, {}\n", bom.market, versioned(line), money(bom, line.cost)),
        None => format!("slot `{slot}` in {} is empty\n", bom.market),
    };
    if let Some(line) = line.filter(|line| !line.alternates.is_empty()) {
        let _ = writeln!(out, "with nothing else changed it could be {}", line.alternates.join(", "));
    }
    let mut grid = Grid::new(["instead", "then"].map(|head| (head, Align::Left)));
    let mut count = 0;
    for candidate in components(asked.opened) {
        let is_here = line.is_some_and(|line| candidate == line.component || candidate == versioned(line));
        if is_here {
            continue;
        }
        if let Some(other) = asked.instead(bom, (slot, &candidate))? {
            grid.row([candidate.as_str(), &told(bom, &other)]);
            count += 1;
        }
    }
    if count == 0 {
        out.push_str("there is no other candidate\n");
    } else {
        let _ = write!(out, "\n{}", grid.to_text());
    }
    Ok(out)
}

/// All components: by id, or by id and version where an id has several.
fn components(opened: &Opened) -> Vec<String> {
    let model = opened.solution.model();
    let named = |component: &Component| match model.versions(&component.id).count() {
        1 => component.id.clone(),
        _ => format!("{}@{}", component.id, component.version),
    };
    model.components.iter().map(named).collect()
}

/// The story of every slot that a component could fill.
fn component_story(asked: &Asked<'_>, bom: &Bom, id: &str) -> Result<String, Failure> {
    let mut out = String::new();
    for slot in asked.opened.solution.model().slots.iter().map(|slot| slot.name.as_str()) {
        let line = bom.lines.iter().find(|line| line.slot == slot);
        if let Some(line) = line.filter(|line| line.component == id) {
            let (version, cost) = (versioned(line), money(bom, line.cost));
            let _ = writeln!(out, "{}: {version} fills slot `{slot}`, {cost}", bom.market);
        } else if let Some(other) = asked.instead(bom, (slot, id))? {
            let taken =
                line.map_or_else(|| "which is empty".to_owned(), |line| format!("where {} is", versioned(line)));
            let then = match &other {
                Outcome::Conflict(conflict) => {
                    let reasons = report::reasons(&asked.opened.solution, conflict);
                    format!("there is no valid BOM:\n{}", reasons.trim_end())
                }
                other => format!("the BOM costs {}", told(bom, other)),
            };
            let _ = writeln!(out, "{}: not in slot `{slot}`, {taken}; with `{id}` {then}", bom.market);
        }
    }
    if out.is_empty() {
        let help = "a component can be taken where a slot's `choose` names it".to_owned();
        return Err(Failure::Usage(format!("`{}` is no candidate of any slot", printable(id)), Some(help)));
    }
    Ok(out)
}

/// The question with another component in one slot.
fn what_if(request: &Request, bom: &Bom, (slot, candidate): (&str, &str)) -> Request {
    let mut what_if = request.clone();
    what_if.markets = vec![bom.market.clone()];
    what_if.pin.retain(|(pinned, _)| pinned != slot);
    let exactly = candidate.split_once('@').map(|(id, version)| format!("{id}@={version}"));
    what_if.pin.push((slot.to_owned(), exactly.unwrap_or_else(|| candidate.to_owned())));
    what_if
}

/// The answer with another candidate in words: the cost with the difference, or the first reason against it.
fn told(bom: &Bom, other: &Outcome) -> String {
    match other {
        Outcome::Resolved(other) => {
            let difference = other.cost().checked_sub(bom.cost()).unwrap_or(Number::ZERO);
            let sign = if difference.is_negative() { "" } else { "+" };
            format!("{} ({sign}{})", money(bom, other.cost()), difference.to_fixed(bom.minor_unit))
        }
        Outcome::Conflict(conflict) => {
            let first = conflict.reasons.iter().find(|reason| reason.place.is_some()).or(conflict.reasons.first());
            let more = match conflict.reasons.len() {
                0 | 1 => String::new(),
                count => format!(" and {}", report::plural(count - 1, "more reason")),
            };
            format!("no valid BOM: {}{more}", first.map_or("", |reason| reason.text.as_str()))
        }
        Outcome::Undecided(_) => "undecided".to_owned(),
    }
}

fn tell_gaps(portfolio: &Portfolio, console: &Console) -> Result<(), Failure> {
    let told = report::warnings(portfolio);
    let gaps = told.iter().filter(|told| told.warning.code == "gap");
    gaps.map(|told| format!("warning[gap]: {}\n", told.message())).try_for_each(|text| console.note(&text))
}

fn versioned(line: &Line) -> String {
    format!("{}@{}", line.component, line.version)
}

fn money(bom: &Bom, amount: Number) -> String {
    format!("{} {}", amount.to_fixed(bom.minor_unit), bom.currency)
}
