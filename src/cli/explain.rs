//! `terroir explain`: why a market has no bill of materials, why a component was selected or not, what a code means.

use super::conflict_text;
use super::console::Console;
use super::failure::Failure;
use super::global::Global;
use super::lock_file::LockFile;
use super::proofs::ProofFlags;
use super::request_flags::RequestFlags;
use super::session::Opened;
use super::status::Status;
use super::warnings;
use super::wording::plural;
use super::{codes, explain_text, facts};
use clap::ValueEnum;
use std::fmt::Write as _;
use terroir::Code;
use terroir::bom::{Bom, ReasonSets, Why};
use terroir::export::{Align, ExplainDetails, Grid, explain_json};
use terroir::printable;
use terroir::{Outcome, Portfolio, Request};

#[derive(clap::Args)]
#[command(mut_arg("market", |flag| flag.help("Market to explain; may be repeated [default: the solution's markets]")))]
#[command(after_help = "Examples:\n  \
    terroir explain                                  explain every market\n  \
    terroir explain --market BR                      show why there is no BOM, or the facts it relies on\n  \
    terroir explain --market BR --all 5              show up to 5 sets of reasons, each sufficient alone\n  \
    terroir explain --market US --slot driver        show what else could fill the slot, and at what cost\n  \
    terroir explain --market US --component bg95-m3  show why it was selected, or why not\n  \
    terroir explain --market US --option uplink      show what fixes its value, and what others would cost\n  \
    terroir explain --code gap                       show what a code in brackets means")]
#[command(mut_arg("variants", |flag| flag.hide(true)))]
pub struct Arguments {
    /// Explain why this component was selected, or why not
    #[arg(long, value_name = "ID[@REQ]")]
    component: Option<String>,
    /// Show what could fill this slot, and at what cost
    #[arg(long, value_name = "SLOT")]
    slot: Option<String>,
    /// Show what fixes the value of this option, and what its other values lead to
    #[arg(long, value_name = "OPTION")]
    option: Option<String>,
    /// Show up to N minimal sets of reasons, smallest first
    #[arg(long, value_name = "N")]
    all: Option<usize>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Explain a code, such as `clash` in `error[clash]`; without a code, list all of them
    #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "", conflicts_with = "proof")]
    code: Option<String>,
    #[command(flatten)]
    proof: ProofFlags,
    #[command(flatten)]
    request: RequestFlags,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text for people
    Text,
    /// JSON (terroir.explain/1)
    Json,
}

pub fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Status, Failure> {
    if let Some(code) = &arguments.code {
        console.print(&codes::text(code)?)?;
        return Ok(Status::Clean);
    }
    let opened = Opened::from_folder(global)?;
    opened.report(console)?;
    let lock = LockFile::read(&global.folder())?.lock;
    let day = arguments.request.day(&opened, None, console)?;
    let request = arguments.request.single(&opened, day, lock.as_ref(), console)?;
    let portfolio = opened.portfolio(&request)?;
    let mut status = Status::Clean;
    let mut answers = Vec::new();
    for outcome in &portfolio.markets {
        status = status.max(Status::of(outcome));
        answers.push(Answer::of(arguments, &opened, &request, outcome)?);
    }
    match arguments.format {
        Format::Text => {
            let all = portfolio.markets.len();
            for (at, (outcome, answer)) in portfolio.markets.iter().zip(&answers).enumerate() {
                let between = if at == 0 { "" } else { "\n" };
                let text = answer.text(arguments, &opened, outcome, all)?;
                console.print(&format!("{between}{}", console.explained(&text)))?;
            }
        }
        Format::Json => {
            let details: Vec<ExplainDetails<'_>> =
                answers.iter().map(|answer| ExplainDetails { sets: answer.sets.as_ref(), why: &answer.why }).collect();
            console.print(&explain_json(&portfolio, &details)?)?;
        }
    }
    report_gaps(&portfolio, console)?;
    arguments.proof.write(&opened, std::slice::from_ref(&request), std::slice::from_ref(&portfolio), console)?;
    Ok(status)
}

/// The explanations of one market beside its answer.
struct Answer {
    sets: Option<ReasonSets>,
    why: Vec<Why>,
}

impl Answer {
    fn of(arguments: &Arguments, opened: &Opened, request: &Request, outcome: &Outcome) -> Result<Self, Failure> {
        let request = request.for_markets([outcome.market()]);
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

    /// The explanation of a market, one of `markets`.
    fn text(
        &self,
        arguments: &Arguments,
        opened: &Opened,
        outcome: &Outcome,
        markets: usize,
    ) -> Result<String, Failure> {
        let solution = &opened.solution;
        let Outcome::Resolved(bom) = outcome else {
            let command = self.sets.is_none().then_some("");
            let mut out = conflict_text::explained(solution, outcome, command).unwrap_or_default();
            if let (Some(found), Some(end)) = (self.sets.as_ref().filter(|found| found.sets.len() > 1), out.find('\n'))
            {
                let of = found.sets.len();
                out.insert_str(end + 1, &format!("\n{}\n", set_heading(1, of)));
            }
            out.push_str(&self.sets.as_ref().map(|found| further_sets(opened, found)).unwrap_or_default());
            return Ok(out);
        };
        let mut answers = self.why.iter();
        let mut out = String::new();
        let named: Vec<&String> = [&arguments.slot, &arguments.option].into_iter().flatten().collect();
        for (name, why) in named.iter().zip(answers.by_ref().take(named.len())) {
            let none = format!("{} has no slot `{}`\n", why.market, printable(name));
            out.push_str(&if why.decisions.is_empty() { none } else { explain_text::places(solution, why) });
        }
        if let (Some(id), Some(why)) = (&arguments.component, answers.next()) {
            if why.decisions.is_empty() {
                let help = "a component can only be selected if the `choose` of a slot lists it".to_owned();
                let message = format!("`{}` is not a candidate of any slot in {}", printable(id), why.market);
                if markets > 1 {
                    return Ok(format!("{message}\n"));
                }
                return Err(Failure::Usage(message, Some(help)));
            }
            out.push_str(&explain_text::component(solution, why));
        }
        Ok(if out.is_empty() { bom_with_facts(opened, bom) } else { out })
    }
}

fn set_heading(number: usize, of: usize) -> String {
    let each = if number == 1 { "; each set alone is enough" } else { "" };
    format!("set {number} of {of}{each}")
}

/// The minimal sets of reasons after the first one.
fn further_sets(opened: &Opened, found: &ReasonSets) -> String {
    let mut out = String::new();
    for (at, set) in found.sets.iter().enumerate().skip(1) {
        let _ = write!(
            out,
            "\n{}\n{}",
            set_heading(at + 1, found.sets.len()),
            conflict_text::reasons(&opened.solution, set)
        );
    }
    let end = match (found.complete, found.sets.len()) {
        (true, 1) => "there is no other set of reasons".to_owned(),
        (true, _) => return out,
        (false, count) => format!("these are the {count} smallest sets of reasons found; there may be more"),
    };
    let _ = writeln!(out, "\n{end}");
    out
}

/// A bill of materials with the facts of the market that it relies on.
fn bom_with_facts(opened: &Opened, bom: &Bom) -> String {
    let (market, cost) = (&bom.market, format!("{} {}", bom.cost().to_fixed(bom.minor_unit), bom.currency));
    let mut out = format!("{market} has a valid BOM on {}: {}, {cost}\n", bom.as_of, plural(bom.lines.len(), "line"));
    let columns = ["slot", "component", "certificates", "alternatives"].map(|head| (head, Align::Left));
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
    let warnings = warnings::of_portfolios(std::slice::from_ref(portfolio));
    let gaps = warnings.iter().filter(|one| one.warning.code == Code::GAP);
    let mut shown = Vec::new();
    gaps.map(|one| one.text(if one.warning.waived { "waived" } else { "warning" }, &mut shown))
        .try_for_each(|text| console.note(&text))
}
