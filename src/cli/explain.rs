//! `terroir explain`: why a market has no bill of materials, why a component was taken or not, what a code means.

use super::console::{Console, Status};
use super::failure::Failure;
use super::locking::LockFile;
use super::session::{Opened, Question};
use super::{Global, codes, explain_text, facts, render};
use clap::ValueEnum;
use std::fmt::Write as _;
use terroir::bom::{Bom, ReasonSets, Why};
use terroir::diagnostic::printable;
use terroir::export::{Align, ExplainDetails, Grid, explain_json};
use terroir::lock::Lock;
use terroir::terms::code::AnswerCode;
use terroir::{Outcome, Portfolio, Request};

#[derive(clap::Args)]
#[command(after_help = "Example:\n  \
    terroir explain --market BR                     why there is no BOM, or what it rests on\n  \
    terroir explain --market BR --all 5             further sets of reasons, each of which is enough\n  \
    terroir explain --market US --slot driver       what else could stand there, and at what cost\n  \
    terroir explain --market US --component bg95-m3 why it was taken, or was not\n  \
    terroir explain --market US --option uplink     what fixes it, and what another value costs\n  \
    terroir explain --code gap                      what a code in brackets means")]
pub struct Arguments {
    #[command(flatten)]
    question: Question,
    /// Why this component was taken, or was not
    #[arg(long, value_name = "ID[@REQ]")]
    component: Option<String>,
    /// What could fill this slot
    #[arg(long, value_name = "S")]
    slot: Option<String>,
    /// What fixes this option, and what its other values lead to
    #[arg(long, value_name = "O")]
    option: Option<String>,
    /// Up to so many minimal sets of reasons, smallest first
    #[arg(long, value_name = "N")]
    all: Option<usize>,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// What a code means, as in `error[clash]`; without one, all codes
    #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "")]
    code: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// `terroir.explain/1`, for programs
    Json,
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
    opened.report(console)?;
    let kept = LockFile::read(&global.folder())?.lock.as_ref().map(Lock::kept);
    let day = arguments.question.day(&opened, None, console)?;
    let request = arguments.question.request(day, kept);
    let portfolio = opened.portfolio(&request)?;
    let mut status = Status::Clean;
    let mut answers = Vec::new();
    for outcome in &portfolio.markets {
        status = status.max(render::status_of(outcome));
        answers.push(Answer::of(arguments, &opened, &request, outcome)?);
    }
    match arguments.format {
        Format::Text => {
            for (outcome, answer) in portfolio.markets.iter().zip(&answers) {
                console.print(&answer.text(arguments, &opened, outcome)?)?;
            }
        }
        Format::Json => {
            let told: Vec<ExplainDetails<'_>> =
                answers.iter().map(|answer| ExplainDetails { sets: answer.sets.as_ref(), why: &answer.why }).collect();
            console.print(&explain_json(&portfolio, &told)?)?;
        }
    }
    report_gaps(&portfolio, console)?;
    Ok(status)
}

/// What was asked of one market beside its answer.
struct Answer {
    sets: Option<ReasonSets>,
    why: Vec<Why>,
}

impl Answer {
    fn of(arguments: &Arguments, opened: &Opened, request: &Request, outcome: &Outcome) -> Result<Self, Failure> {
        let request = Request { markets: vec![outcome.market().to_owned()], ..request.clone() };
        let compiled = &opened.compiled;
        let sets = match (outcome, arguments.all) {
            (Outcome::Conflict(_), Some(most)) => Some(compiled.reason_sets(&request, most)?),
            _ => None,
        };
        let mut why = Vec::new();
        if let Some(slot) = &arguments.slot {
            why.push(compiled.why_slot(&request, slot)?);
        }
        if let Some(option) = &arguments.option {
            why.push(compiled.why_option(&request, option)?);
        }
        if let Some(component) = &arguments.component {
            why.push(compiled.why_component(&request, component)?);
        }
        Ok(Self { sets, why })
    }

    fn text(&self, arguments: &Arguments, opened: &Opened, outcome: &Outcome) -> Result<String, Failure> {
        let solution = &opened.solution;
        let Outcome::Resolved(bom) = outcome else {
            let mut out = render::no_bom(solution, outcome).unwrap_or_default();
            out.push_str(&self.sets.as_ref().map(|found| further(opened, found)).unwrap_or_default());
            return Ok(out);
        };
        let mut stories = self.why.iter();
        let mut out = String::new();
        let named: Vec<&String> = [&arguments.slot, &arguments.option].into_iter().flatten().collect();
        for (name, why) in named.iter().zip(stories.by_ref().take(named.len())) {
            let none = format!("{} has no slot `{}`\n", why.market, printable(name));
            out.push_str(&if why.places.is_empty() { none } else { explain_text::places(solution, why) });
        }
        if let (Some(id), Some(why)) = (&arguments.component, stories.next()) {
            if why.places.is_empty() {
                let help = "a component can be taken where a slot's `choose` names it".to_owned();
                let market = &why.market;
                let told = format!("`{}` is no candidate of any slot of {market}", printable(id));
                return Err(Failure::Usage(told, Some(help)));
            }
            out.push_str(&explain_text::component(solution, why));
        }
        Ok(if out.is_empty() { bom_story(opened, bom) } else { out })
    }
}

/// The minimal sets of reasons behind the first one.
fn further(opened: &Opened, found: &ReasonSets) -> String {
    let mut out = String::new();
    for (at, set) in found.sets.iter().enumerate().skip(1) {
        let _ =
            write!(out, "\nset {} of reasons, enough by itself\n{}", at + 1, render::reasons(&opened.solution, set));
    }
    let end = match (found.complete, found.sets.len()) {
        (true, 1) => "there is no other set of reasons".to_owned(),
        (true, count) => format!("these are all {count} minimal sets of reasons"),
        (false, count) => format!("these are the {count} smallest sets of reasons found; there may be more"),
    };
    let _ = writeln!(out, "\n{end}");
    out
}

/// What a bill of materials is and which facts of the market it rests on.
fn bom_story(opened: &Opened, bom: &Bom) -> String {
    let (market, cost) = (&bom.market, format!("{} {}", bom.cost().to_fixed(bom.minor_unit), bom.currency));
    let mut out = format!("{market} has a valid BOM on {}: {} lines, {cost}\n", bom.as_of, bom.lines.len());
    let columns = ["slot", "component", "certificates", "could also be"].map(|head| (head, Align::Left));
    let mut lines = Grid::new(columns);
    for line in &bom.lines {
        let held = format!("{}@{}", line.component, line.version);
        lines.row([line.slot.clone(), held, line.certificates.join(", "), line.alternates.join(", ")]);
    }
    let _ = write!(out, "\n{}", lines.to_text());
    out.push_str(&facts::table(&opened.solution, &bom.facts));
    out
}

fn report_gaps(portfolio: &Portfolio, console: &Console) -> Result<(), Failure> {
    let told = render::warnings(portfolio);
    let gaps = told.iter().filter(|told| told.warning.code == AnswerCode::Gap);
    gaps.map(|told| format!("warning[gap]: {}\n", told.message())).try_for_each(|text| console.note(&text))
}
