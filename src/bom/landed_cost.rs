//! Where the cost of one product goes.

use super::Bom;
use crate::number::Number;
use crate::terms::ComponentKind;

impl Bom {
    /// Where the cost of one product goes: parts, freight and duty on them, labour, set-up, freight and duty on articles,
    /// other lines, licences, one-off costs, in this order and without what is 0; `None` past 128 bits.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let answer = compiled.resolve(&request.for_markets(["US"]))?;
    /// let landed = answer.bom().and_then(terroir::Bom::landed_cost).ok_or("no BOM")?;
    /// assert_eq!(landed, [("parts", "7.10".parse()?)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn landed_cost(&self) -> Option<Vec<(&'static str, Number)>> {
        let hardware = || self.lines.iter().filter(|line| line.kind == ComponentKind::Hardware);
        let others = self.lines.iter().filter(|line| line.kind != ComponentKind::Hardware);
        let freight = sum(hardware().map(|line| line.freight))?;
        let duty = sum(hardware().map(|line| line.duty))?;
        let parts = sum(hardware().map(|line| line.cost))?.checked_sub(freight)?.checked_sub(duty)?;
        let all = [
            ("parts", parts),
            ("freight in", freight),
            ("duty in", duty),
            ("labour", sum(self.articles.iter().map(|one| one.labour))?),
            ("set-up", sum(self.articles.iter().map(|one| one.set_up))?),
            ("freight out", sum(self.articles.iter().map(|one| one.freight))?),
            ("duty out", sum(self.articles.iter().map(|one| one.duty))?),
            ("other lines", sum(others.map(|line| line.cost))?),
            ("licences", sum(self.licenses.iter().map(|one| one.cost))?),
            ("one-off", sum(self.one_off.iter().map(|one| one.unit_cost))?),
        ];
        Some(all.into_iter().filter(|(_, amount)| !amount.is_zero()).collect())
    }
}

fn sum(mut amounts: impl Iterator<Item = Number>) -> Option<Number> {
    amounts.try_fold(Number::ZERO, Number::checked_add)
}
