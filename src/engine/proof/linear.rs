//! Literals and linear inequalities over 0-1 variables.

/// A 0-1 variable or its negation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Literal(u32);

impl Literal {
    pub fn positive(variable: u32) -> Self {
        Self(variable << 1)
    }

    pub fn negative(variable: u32) -> Self {
        Self(variable << 1 | 1)
    }

    pub fn variable(self) -> usize {
        (self.0 >> 1) as usize
    }

    pub fn is_positive(self) -> bool {
        self.0 & 1 == 0
    }

    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl std::ops::Not for Literal {
    type Output = Self;

    fn not(self) -> Self {
        Self(self.0 ^ 1)
    }
}

/// Σ weight · literal ≥ degree, with positive weights, heaviest first.
#[derive(Clone, Debug)]
pub(super) struct Linear {
    pub terms: Vec<(Literal, i128)>,
    pub degree: i128,
}

impl Linear {
    /// At least one of the literals.
    pub fn clause(literals: &[Literal]) -> Self {
        Self { terms: literals.iter().map(|literal| (*literal, 1)).collect(), degree: 1 }
    }

    /// Σ weight · variable ≥ degree for weights of any sign; `None` where the sums leave 128 bits. No variable occurs twice.
    pub fn at_least(weights: impl IntoIterator<Item = (u32, i128)>, degree: i128) -> Option<Self> {
        let mut linear = Self { terms: Vec::new(), degree };
        for (variable, weight) in weights {
            match weight.signum() {
                1 => linear.terms.push((Literal::positive(variable), weight)),
                -1 => {
                    let weight = weight.checked_neg()?;
                    linear.terms.push((Literal::negative(variable), weight));
                    linear.degree = linear.degree.checked_add(weight)?;
                }
                _ => {}
            }
        }
        linear.terms.sort_by_key(|(literal, weight)| (std::cmp::Reverse(*weight), *literal));
        linear.slack()?;
        Some(linear)
    }

    /// Σ weight · variable ≤ cap.
    pub fn at_most(weights: impl IntoIterator<Item = (u32, i128)>, cap: i128) -> Option<Self> {
        Self::at_least(weights.into_iter().map(|(variable, weight)| (variable, -weight)), -cap)
    }

    /// How much may be lost before the inequality fails; `None` where it leaves 128 bits.
    pub fn slack(&self) -> Option<i128> {
        let sum = self.terms.iter().try_fold(0_i128, |sum, (_, weight)| sum.checked_add(*weight))?;
        sum.checked_sub(self.degree)
    }
}
