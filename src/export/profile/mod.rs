//! Profiles: the columns that another program expects in a bill of materials.

mod boards;
mod built_in;
mod column;
mod fields;
mod footer;
mod layout;
mod left_out;

pub use column::BuiltInProfile;
pub use left_out::{LeftOut, LeftOutDetail, TwoOrderNumbers};

use super::places::main_name;
use super::release::{MarketRelease, Release, ReleaseLine};
use super::sheet::Sheet;
use crate::solution::Solution;
use crate::terms::ComponentKind;
use boards::Board;
use built_in::PROFILES;
use column::{Placement, ProfileColumn, Source};
use layout::{Layout, Place};

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
    /// Whether the solution states its columns.
    is_own: bool,
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
                source: column.field.map_or(Source::Field, Source::Of),
            });
            let (name, kinds) = (own.name.clone(), own.kinds.clone());
            return Some(Self { name, columns: columns.collect(), kinds, placement: Placement::All, is_own: true });
        }
        let known = PROFILES.iter().find(|known| known.name == name)?;
        let column = |(title, source): &(&str, Source)| ProfileColumn { title: (*title).to_owned(), source: *source };
        Some(Self {
            name: known.name.to_owned(),
            columns: known.columns.iter().map(column).collect(),
            kinds: known.kinds.to_vec(),
            placement: known.placement,
            is_own: false,
        })
    }

    /// The names of the boards that a release has, in the order of their first lines: the slots that lines with reference
    /// designators are part of. Those that are part of no slot are on the board `main`. Empty for a profile that lists the
    /// whole product.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # use terroir::export::{Profile, Release};
    /// # let ((compiled, portfolio), solution) = (lamp::solve()?, lamp::solution()?);
    /// let release = Release::of(&compiled, &portfolio)?;
    /// assert_eq!(Profile::find(&solution, "kicad").map(|kicad| kicad.boards(&release)), Some(vec!["main".to_owned()]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn boards(&self, release: &Release) -> Vec<String> {
        let slots = self.board_slots(release);
        let main = main_name(&slots);
        slots.into_iter().map(|slot| slot.unwrap_or_else(|| main.clone())).collect()
    }

    /// The bill of materials of one market in the columns of this profile: of all boards in one sheet.
    #[must_use]
    pub fn sheet(&self, release: &Release, market: &MarketRelease) -> Sheet {
        let layout = self.layout(release);
        let rows: Vec<ReleaseLine> = self.lists(market).into_iter().flat_map(|list| list.rows).collect();
        filled(&layout, release, market, &rows)
    }

    /// The bill of materials of one market in the columns of this profile: one sheet for each of its boards where the profile
    /// is for boards, else one.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # use terroir::export::{Profile, Release};
    /// # let ((compiled, portfolio), solution) = (lamp::solve()?, lamp::solution()?);
    /// let release = Release::of(&compiled, &portfolio)?;
    /// let kicad = Profile::find(&solution, "kicad").ok_or("no profile")?;
    /// let sheets = kicad.sheets(&release, &release.markets[0]);
    /// assert_eq!(sheets.iter().map(|sheet| sheet.board()).collect::<Vec<_>>(), [Some("main")]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn sheets(&self, release: &Release, market: &MarketRelease) -> Vec<Sheet> {
        let layout = self.layout(release);
        let slots = self.board_slots(release);
        let main = main_name(&slots);
        let sheet = |list: Board| {
            let mut sheet = filled(&layout, release, market, &list.rows);
            if self.is_for_boards() {
                let board = list.slot.unwrap_or_else(|| main.clone());
                if slots.len() > 1 {
                    sheet.name = format!("{} {board}", sheet.name);
                }
                sheet.board = Some(board);
            }
            sheet
        };
        let mut lists = self.lists(market);
        if lists.is_empty() {
            lists.push(Board { slot: slots.first().cloned().flatten(), rows: Vec::new() });
        }
        lists.into_iter().map(sheet).collect()
    }

    /// The slots of the boards; `None` is the main board.
    fn board_slots(&self, release: &Release) -> Vec<Option<String>> {
        let mut slots: Vec<Option<String>> = Vec::new();
        if !self.is_for_boards() {
            return slots;
        }
        for list in release.markets.iter().flat_map(|market| self.lists(market)) {
            if !slots.contains(&list.slot) {
                slots.push(list.slot);
            }
        }
        if slots.is_empty() { vec![None] } else { slots }
    }

    fn layout<'a>(&'a self, release: &'a Release) -> Layout<'a> {
        let rows = release.markets.iter().flat_map(|market| &market.rows);
        let listed: Vec<&ReleaseLine> = rows.filter(|row| self.has(row)).collect();
        let mut layout = Layout::of(&self.columns, release, &listed);
        if self.is_own {
            // Who lists columns wants these and no others.
            layout.further.clear();
        }
        layout
    }

    /// The lists of one market: one for each board, or one of all lines.
    fn lists(&self, market: &MarketRelease) -> Vec<Board> {
        let listed = market.rows.iter().filter(|row| self.has(row));
        match self.placement {
            Placement::All => vec![Board { slot: None, rows: listed.cloned().collect() }],
            Placement::ByPart => vec![Board { slot: None, rows: boards::by_part(listed) }],
            Placement::OnBoards(most) => boards::of(market, listed, most),
        }
    }

    /// Whether a line is listed.
    fn has(&self, row: &ReleaseLine) -> bool {
        self.is_of_kind(row) && (!self.is_for_boards() || !row.line.refdes.is_empty())
    }

    const fn is_for_boards(&self) -> bool {
        match self.placement {
            Placement::All | Placement::ByPart => false,
            Placement::OnBoards(_) => true,
        }
    }

    fn is_of_kind(&self, row: &ReleaseLine) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&row.line.kind)
    }
}

fn filled(layout: &Layout<'_>, release: &Release, market: &MarketRelease, rows: &[ReleaseLine]) -> Sheet {
    let row = |(at, row): (usize, &ReleaseLine)| {
        let place = if at == 0 { Place::First } else { Place::Later };
        layout.row(release, market, row, place)
    };
    Sheet {
        name: market.bom.market.clone(),
        board: None,
        header: layout.header(),
        rows: rows.iter().enumerate().map(row).collect(),
        footer: footer::of(layout, market, rows),
    }
}
