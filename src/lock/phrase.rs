//! An edit of a solution's files in a phrase: `` `bg95-m3` now holds `fcc` ``.

use super::stated::{EditKind, StatedEdit};
use crate::diagnostic::printable;

/// The longest value that is printed whole.
const LONGEST: usize = 60;

impl std::fmt::Display for StatedEdit {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let subject = self.subject();
        let now = self.now.as_deref().map(cut).unwrap_or_default();
        if let Some(scheme) = self.certificate()
            && self.kind != EditKind::Changed
            && self.end_of().is_none()
        {
            let holds = if self.kind == EditKind::New { "now holds" } else { "no longer holds" };
            return write!(formatter, "{subject} {holds} `{}`", cut(scheme));
        }
        let key = cut(&self.path);
        match (self.path.as_str(), self.kind) {
            ("", EditKind::New) => write!(formatter, "{subject} is new"),
            ("", EditKind::Gone | EditKind::Changed) => write!(formatter, "{subject} is gone"),
            (_, EditKind::New | EditKind::Changed) if self.is_price() => write!(formatter, "{subject} costs {now}"),
            (_, EditKind::New | EditKind::Changed) => write!(formatter, "`{key}` of {subject} is now `{now}`"),
            (_, EditKind::Gone) => write!(formatter, "`{key}` of {subject} is gone"),
        }
    }
}

impl StatedEdit {
    /// The component of whose entry it is, without a version.
    pub(super) fn component(&self) -> Option<&str> {
        Self::component_of(&self.entry)
    }

    /// The component of an entry, without a version.
    pub(super) fn component_of(entry: &str) -> Option<&str> {
        let name = entry.strip_prefix("components/")?;
        Some(name.split(['@', '#']).next().unwrap_or(name))
    }

    /// Whether it is a value of a component that is recorded, and on which no choice depends.
    pub(super) fn is_only_recorded(&self) -> bool {
        const RECORDED: [&str; 9] =
            ["mpn", "refdes", "value", "footprint", "fields", "purl", "cpe", "supplier", "sbom"];
        self.component().is_some() && RECORDED.contains(&self.root())
    }

    /// Whether it is what one piece of a component costs.
    pub(super) fn is_price(&self) -> bool {
        let is_tier = self.path.starts_with("price[") && self.path.ends_with("].each");
        self.component().is_some() && (self.path == "price" || is_tier)
    }

    /// The area that it is about: that of its overlay, or whose units a year it states.
    pub(crate) fn area(&self) -> Option<&str> {
        match self.entry.split_once(':') {
            Some((area, _)) if !area.contains('/') => Some(area).filter(|area| !area.is_empty()),
            _ => (self.entry == "volumes").then_some(self.path.as_str()).filter(|area| !area.is_empty()),
        }
    }

    /// Whether it can bear on a market: units of another one do where one-off costs are shared.
    pub(super) fn reaches(&self, market: &str, has_shared_costs: impl Fn() -> bool) -> bool {
        let is_listed = |markets: &Vec<String>| markets.iter().any(|code| code == market);
        self.markets.as_ref().is_none_or(is_listed) || self.section() == "volumes" && has_shared_costs()
    }

    /// Whether it is about money alone, on which it does not depend whether there is an answer.
    pub(super) fn is_money(&self) -> bool {
        const MONEY: [&str; 4] = ["exchange", "volumes", "duties", "freight"];
        let of_price = ["price", "per_month", "currency"].contains(&self.root());
        self.component().is_some() && of_price || MONEY.contains(&self.section())
    }

    /// Where it is a day on which something begins or ends: of a component (`None`), or of a certificate of this scheme.
    pub(super) fn end_of(&self) -> Option<Option<&str>> {
        const DAYS: [&str; 3] = ["from", "until", "through"];
        let (before, key) = self.path.rsplit_once('.').unwrap_or(("", &self.path));
        if !DAYS.contains(&key) {
            return None;
        }
        if self.component().is_some() {
            let scheme = before.strip_prefix("certificates[").and_then(|rest| rest.strip_suffix(']'));
            return match (before, scheme) {
                ("", _) => Some(None),
                (_, Some(scheme)) => Some(Some(scheme.split('#').next().unwrap_or(scheme))),
                (_, None) => None,
            };
        }
        let own = self.entry.strip_prefix("certificates/").filter(|_| before.is_empty())?;
        Some(Some(own.split('#').next().unwrap_or(own)))
    }

    /// The scheme of the certificate, of a component or of the solution, of which it is a part or the whole.
    ///
    /// `None` where the scheme itself is what was edited: the one before is not known.
    pub(super) fn scheme(&self) -> Option<&str> {
        if self.kind == EditKind::Changed && self.path.ends_with("scheme") {
            return None;
        }
        let held = match self.component() {
            Some(_) => self.path.strip_prefix("certificates[")?.split_once(']')?.0,
            None => self.entry.rsplit(':').next()?.strip_prefix("certificates/")?,
        };
        Some(held.split('#').next().unwrap_or(held))
    }

    /// The section of its entry: `components`, `slots`, `certification`.
    pub(super) fn section(&self) -> &str {
        let section = self.entry.split('/').next().unwrap_or_default();
        section.rsplit(':').next().unwrap_or(section)
    }

    /// The first of its keys: `provides` of `provides.radio.lte-m.bands`.
    pub(super) fn root(&self) -> &str {
        self.path.split(['.', '[']).next().unwrap_or_default()
    }

    /// The scheme of the certificate of a component of which this is a part.
    fn certificate(&self) -> Option<&str> {
        // What is only recorded of a certificate that is held anyway.
        const RECORDED: [&str; 2] = ["url", "issued"];
        self.component()?;
        let rest = self.path.strip_prefix("certificates[")?;
        let (scheme, key) = rest.split_once(']')?;
        let is_recorded = key.strip_prefix('.').is_some_and(|key| RECORDED.contains(&key));
        (!is_recorded).then_some(scheme)
    }

    /// What the entry is, as messages name it.
    fn subject(&self) -> String {
        if let Some(component) = self.component() {
            return format!("`{}`", cut(component));
        }
        let (area, rest) = match self.entry.split_once(':') {
            Some((area, rest)) if !area.contains('/') => (Some(area), rest),
            _ => (None, self.entry.as_str()),
        };
        let what = match rest.split_once('/') {
            Some((section, name)) => format!("`{}` of `{}`", cut(name), cut(section)),
            None if rest.is_empty() => "the file".to_owned(),
            None if rest.starts_with('#') => "a further file".to_owned(),
            None => format!("`{}`", cut(rest)),
        };
        match area.filter(|area| !area.is_empty()) {
            Some(area) => format!("{what} of {}", cut(area)),
            None => what,
        }
    }
}

fn cut(text: &str) -> String {
    let text = printable(text);
    if text.chars().count() <= LONGEST {
        return text;
    }
    let start: String = text.chars().take(LONGEST).collect();
    format!("{start}…")
}
