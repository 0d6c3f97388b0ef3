//! Profiles: the columns that another program expects in a bill of materials.

mod built_in;
mod column;

pub use column::BuiltInProfile;

use super::release::{MarketRelease, Release, ReleaseLine, Substitute};
use super::sheet::{Cell, Sheet};
use crate::solution::Solution;
use crate::terms::{Column, ComponentKind};
use built_in::PROFILES;
use column::{Placement, ProfileColumn, Source};

/// The columns of an exported bill of materials, and which lines it lists.
///
/// Comes from [`Profile::find`]: a built-in profile, or `[profile.bom.NAME]` of the solution.
///
/// ```
/// use terroir::export::Profile;
/// # let solution = terroir::Solution::world()?;
/// assert_eq!(Profile::find(&solution, "jlcpcb").map(|profile| profile.name), Some("jlcpcb".to_owned()));
/// assert!(Profile::find(&solution, "no-such-profile").is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Profile {
    /// Its name.
    pub name: String,
    columns: Vec<ProfileColumn>,
    kinds: Vec<ComponentKind>,
    placement: Placement,
}

impl Profile {
    /// The built-in profiles, in the order in which help lists them.
    ///
    /// ```
    /// use terroir::export::Profile;
    /// assert!(Profile::built_in().iter().any(|profile| profile.name == "kicad"));
    /// ```
    #[must_use]
    pub const fn built_in() -> &'static [BuiltInProfile] {
        PROFILES
    }

    /// The names of all profiles: the built-in ones, then the solution's own.
    ///
    /// ```
    /// # use terroir::export::Profile;
    /// # let solution = terroir::Solution::world()?;
    /// assert_eq!(Profile::names(&solution).next(), Some("release"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn names(solution: &Solution) -> impl Iterator<Item = &str> {
        PROFILES.iter().map(|known| known.name).chain(solution.profiles().iter().map(|own| own.name.as_str()))
    }

    /// Finds a profile by name; one of the solution's own replaces a built-in one of the same name.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # use terroir::export::Profile;
    /// assert!(Profile::find(&lamp::solution()?, "odoo").is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn find(solution: &Solution, name: &str) -> Option<Self> {
        if let Some(own) = solution.profiles().iter().find(|own| own.name == name) {
            let columns = own.columns.iter().map(|column| ProfileColumn {
                title: column.title.clone(),
                source: column.field.map_or(Source::Nothing, Source::Of),
            });
            let (name, kinds) = (own.name.clone(), own.kinds.clone());
            return Some(Self { name, columns: columns.collect(), kinds, placement: Placement::All });
        }
        let known = PROFILES.iter().find(|known| known.name == name)?;
        let column = |(title, source): &(&str, Source)| ProfileColumn { title: (*title).to_owned(), source: *source };
        Some(Self {
            name: known.name.to_owned(),
            columns: known.columns.iter().map(column).collect(),
            kinds: known.kinds.to_vec(),
            placement: known.placement,
        })
    }

    /// The bill of materials of one market in the columns of this profile.
    #[must_use]
    pub fn sheet(&self, release: &Release, market: &MarketRelease) -> Sheet {
        let header = self.columns.iter().flat_map(|column| titles(column, release.most_substitutes));
        let mut sheet = Sheet { name: market.bom.market.clone(), header: header.collect(), rows: Vec::new() };
        for row in market.rows.iter().filter(|row| self.lists(row)) {
            for part in self.parts(row) {
                let place = if sheet.rows.is_empty() { Place::First } else { Place::Later };
                let cells = self.columns.iter().flat_map(|column| match place {
                    Place::First => first_cells(column.source, release, market, &part),
                    Place::Later => cells(column.source, release, market, &part),
                });
                sheet.rows.push(cells.collect());
            }
        }
        sheet
    }

    fn lists(&self, row: &ReleaseLine) -> bool {
        let is_of_kind = self.kinds.is_empty() || self.kinds.contains(&row.line.kind);
        is_of_kind && (self.placement == Placement::All || !row.line.refdes.is_empty())
    }

    /// The row itself, or several rows where it has more designators than one may list.
    fn parts(&self, row: &ReleaseLine) -> Vec<ReleaseLine> {
        let Placement::OnBoards(most) = self.placement else { return vec![row.clone()] };
        if row.line.refdes.len() <= most {
            return vec![row.clone()];
        }
        let part = |designators: &[String]| {
            let mut part = row.clone();
            part.line.refdes = designators.to_vec();
            part.line.quantity = designators.len() as u64;
            part
        };
        row.line.refdes.chunks(most).map(part).collect()
    }
}

/// Where a row is in its sheet.
#[derive(Clone, Copy)]
enum Place {
    First,
    Later,
}

fn titles(column: &ProfileColumn, most_substitutes: usize) -> Vec<String> {
    match column.source {
        Source::Substitutes => (1..=most_substitutes).flat_map(substitute_titles).collect(),
        Source::Of(_)
        | Source::Once(_)
        | Source::OnceText(_)
        | Source::Text(_)
        | Source::OnceProduct
        | Source::PartNumber
        | Source::Nothing => vec![column.title.clone()],
    }
}

fn substitute_titles(number: usize) -> Vec<String> {
    ["", " Manufacturer", " MPN"].iter().map(|what| format!("Alternate {number}{what}")).collect()
}

/// The cells of a column in the first row.
fn first_cells(source: Source, release: &Release, market: &MarketRelease, row: &ReleaseLine) -> Vec<Cell> {
    match source {
        Source::Once(column) => vec![field(column, release, market, row)],
        Source::OnceText(constant) => vec![Cell::Text(constant.to_owned())],
        Source::OnceProduct => vec![Cell::Text(format!("{}-{}", release.solution, market.bom.market))],
        Source::Of(_) | Source::Text(_) | Source::PartNumber | Source::Nothing | Source::Substitutes => {
            cells(source, release, market, row)
        }
    }
}

/// The cells of a column in any later row.
fn cells(source: Source, release: &Release, market: &MarketRelease, row: &ReleaseLine) -> Vec<Cell> {
    let text = |text: &str| vec![Cell::Text(text.to_owned())];
    match source {
        Source::Of(column) => vec![field(column, release, market, row)],
        Source::Text(constant) => text(constant),
        Source::PartNumber => text(row.line.mpn.as_ref().unwrap_or(&row.line.component)),
        Source::Once(_) | Source::OnceText(_) | Source::OnceProduct | Source::Nothing => text(""),
        Source::Substitutes => {
            let columns = 0..release.most_substitutes;
            columns.flat_map(|at| substitute_cells(row.substitutes.get(at))).collect()
        }
    }
}

fn field(column: Column, release: &Release, market: &MarketRelease, row: &ReleaseLine) -> Cell {
    let text = row.text(column, release, &market.bom);
    if column.is_number() { Cell::Number(text) } else { Cell::Text(text) }
}

fn substitute_cells(substitute: Option<&Substitute>) -> [Cell; 3] {
    let fields = match substitute {
        Some(one) => [&one.component, &one.manufacturer, &one.mpn],
        None => [&None; 3],
    };
    fields.map(|text| Cell::Text(text.clone().unwrap_or_default()))
}
