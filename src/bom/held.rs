//! A certificate in an answer: which proof meets what the market requires.

/// A certificate that the market requires, and the proof that meets it.
///
/// ```
#[doc = include_str!("example.txt")]
/// let answer = compiled.resolve(&request.for_markets(["DE"]))?;
/// let line = &answer.bom().ok_or("no BOM")?.lines[0];
/// assert!(line.held.is_empty(), "Germany requires no certificate of a driver in this solution");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct HeldCertificate {
    /// The scheme of the proof.
    pub scheme: String,
    /// Its number, where it has one.
    pub id: Option<String>,
    /// Whether it is held today or only planned.
    pub state: CertificateState,
    /// The authority that requires it, as the overlay names it.
    pub authority: Option<String>,
    /// Where it is published.
    pub url: Option<String>,
}

/// Whether a certificate is held or planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateState {
    /// It is held and in force.
    Held,
    /// It is planned, and the answer pays for it.
    Planned,
}

impl HeldCertificate {
    /// `fcc-15b:2ABCD-LAMP1`, `red:planned`; the scheme alone where a certificate that is held has no number.
    #[must_use]
    pub fn label(&self) -> String {
        match (self.state, &self.id) {
            (CertificateState::Planned, _) => format!("{}:planned", self.scheme),
            (CertificateState::Held, Some(id)) => format!("{}:{id}", self.scheme),
            (CertificateState::Held, None) => self.scheme.clone(),
        }
    }
}
