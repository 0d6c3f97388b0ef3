//! A proof of one market's answer, for programs of others.

/// A proof of one market's answer: a pseudo-Boolean problem in OPB, and a proof of it in VeriPB's format, version 3.
///
/// Made by [`Compiled::proof`](crate::Compiled::proof). The checker `veripb` accepts it without any part of terroir. The
/// comments of the problem say in the words of the files what each variable and constraint is.
///
/// ```
#[doc = include_str!("example.txt")]
/// use terroir::bom::MarketProof;
///
/// let MarketProof::Given { problem, proof } = compiled.proof(&request.for_markets(["BR"]))? else { unreachable!() };
/// assert!(problem.contains("slot `driver`") && proof.contains("conclusion UNSAT"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarketProof {
    /// That the market has no bill of materials, or that none is better by the objectives.
    Given {
        /// The text of the OPB file.
        problem: String,
        /// The text of the proof.
        proof: String,
    },
    /// There is none, for this reason.
    Missing(String),
}
