//! `--proof DIR`: a proof of each market's answer, for a checker of somebody else.

use super::console::Console;
use super::failure::Failure;
use super::outputs::{Output, free_name, write};
use super::path_text;
use super::session::Opened;
use super::variant_flags::file_names;
use super::writing::{Force, Mark, Writer};
use std::collections::BTreeSet;
use std::path::PathBuf;
use terroir::bom::MarketProof;
use terroir::{Outcome, Portfolio, Request, printable};

/// What every OPB file of terroir contains, and what every proof begins with.
const PROBLEM_MARK: Mark = Mark::Words("", "\n* terroir: ");
const PROOF_MARK: Mark = Mark::Words("pseudo-Boolean proof version", "");

#[derive(clap::Args)]
pub struct ProofFlags {
    /// Write a proof of each market's answer to this folder: MARKET.opb and MARKET.pbp, for the checker `veripb`
    #[arg(long, value_name = "DIR")]
    proof: Option<PathBuf>,
}

impl ProofFlags {
    /// Writes the proofs of the answers to some requests, and reports the answers that have none.
    pub fn write(
        &self,
        opened: &Opened,
        requests: &[Request],
        portfolios: &[Portfolio],
        console: &Console,
    ) -> Result<(), Failure> {
        let Some(folder) = &self.proof else { return Ok(()) };
        if folder.is_file() {
            let message = format!("`{}` is a file", printable(&path_text::shown(folder).to_string()));
            return Err(Failure::Usage(message, Some("name a folder with `--proof DIR`".to_owned())));
        }
        let writer = Writer::new(Force::default(), &[]);
        let names = file_names(portfolios.iter().filter_map(|portfolio| portfolio.variant.as_deref()));
        let mut names = names.into_iter();
        let mut files = Vec::new();
        for (request, portfolio) in requests.iter().zip(portfolios) {
            let variant = portfolio.variant.as_ref().and_then(|_| names.next());
            for outcome in &portfolio.markets {
                let market = outcome.market();
                let name = variant.as_ref().map_or(market.to_owned(), |variant| format!("{market}-{variant}"));
                match proof(opened, &request.for_markets([market]), outcome)? {
                    MarketProof::Given { problem, proof } => {
                        files.push((format!("{name}.opb"), problem, PROBLEM_MARK));
                        files.push((format!("{name}.pbp"), proof, PROOF_MARK));
                    }
                    MarketProof::Missing(why) => console.error(&format!("warning: no proof for {name}: {why}\n"))?,
                }
            }
        }
        let (mut taken, mut targets, mut outputs) = (BTreeSet::new(), Vec::new(), Vec::new());
        for (name, text, mark) in files {
            let output = Output { name: free_name(&name, &mut taken), bytes: text.into(), mark };
            let path = folder.join(&output.name);
            writer.check(&path, &mark)?;
            targets.push(path);
            outputs.push(output);
        }
        if targets.is_empty() { Ok(()) } else { write(&targets, &outputs, &writer, console) }
    }
}

/// The proof of an answer; an undecided market has none.
fn proof(opened: &Opened, request: &Request, outcome: &Outcome) -> Result<MarketProof, Failure> {
    match outcome {
        Outcome::Undecided(_) => Ok(MarketProof::Missing("the market is undecided".to_owned())),
        Outcome::Resolved(_) | Outcome::Conflict(_) => Ok(opened.compiled.proof(request)?),
    }
}
