//! Profiles: the columns that a reader of bills of materials understands.

use super::enriched::{MarketRelease, Release, Row};
use super::sheet::{Cell, Sheet};
use crate::bom::Column;
use crate::model::ProfileDefinition;
use crate::terms::ComponentKind;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// A field of the line.
    Of(Column),
    /// A field, in the first row only: readers that take the assembly's own fields from there.
    Once(Column),
    /// The same text in the first row only.
    OnceText(&'static str),
    /// The same text in every row.
    Text(&'static str),
    /// The market and the solution in one word, in the first row only: `street-light-DE`.
    OnceProduct,
    /// The maker's part number, or the component's id where it has none: for a column that must not be empty.
    PartNumber,
    /// Nothing: the reader has the column, terroir has no data for it.
    Nothing,
    /// Three columns for each substitute: id, manufacturer, part number.
    Substitutes,
}

/// The columns of an exported bill of materials, and which lines it lists.
///
/// Comes from [`Profile::find`]: one that is built in, or `[profile.bom.NAME]` of the solution.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name.
    pub name: String,
    columns: Vec<(String, Source)>,
    kinds: Vec<ComponentKind>,
    placement: Placement,
}

/// Whether lines without reference designators are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placement {
    /// All lines.
    All,
    /// What stands on a board; rows hold at most so many designators.
    OnBoards(usize),
}

struct BuiltIn {
    name: &'static str,
    kinds: &'static [ComponentKind],
    placement: Placement,
    columns: &'static [(&'static str, Source)],
}

use Source::{Nothing, Of, Once, OnceProduct, OnceText, PartNumber, Substitutes, Text};

/// Everything that terroir knows of a line; what reviews, purchasing and a later import need.
const RELEASE: BuiltIn = BuiltIn {
    name: "release",
    kinds: &[],
    placement: Placement::All,
    columns: &[
        ("Item", Of(Column::Item)),
        ("Market", Of(Column::Market)),
        ("Slot", Of(Column::Slot)),
        ("Part Of", Of(Column::PartOf)),
        ("Reference", Of(Column::Refdes)),
        ("Quantity", Of(Column::Quantity)),
        ("IPN", Of(Column::Component)),
        ("Version", Of(Column::Version)),
        ("Kind", Of(Column::Kind)),
        ("Manufacturer", Of(Column::Manufacturer)),
        ("MPN", Of(Column::Mpn)),
        ("Description", Of(Column::Name)),
        ("Layer", Of(Column::Layer)),
        ("Lifecycle", Of(Column::Lifecycle)),
        ("HS Code", Of(Column::Hs)),
        ("Country of Origin", Of(Column::Origin)),
        ("Lead Time (weeks)", Of(Column::LeadWeeks)),
        ("Certifications", Of(Column::Certificates)),
        ("Unit Price", Of(Column::UnitCost)),
        ("Duty", Of(Column::Duty)),
        ("Extended Price", Of(Column::Cost)),
        ("Currency", Of(Column::Currency)),
        ("", Substitutes),
    ],
};

/// What KiCad's own command writes, with its labels, and the two fields that its users add for purchasing
/// (<https://docs.kicad.org/master/en/cli/cli.html>, `sch export bom`).
const KICAD: BuiltIn = BuiltIn {
    name: "kicad",
    kinds: &[ComponentKind::Hardware],
    placement: Placement::OnBoards(usize::MAX),
    columns: &[
        ("Refs", Of(Column::Refdes)),
        ("Value", Of(Column::Component)),
        ("Footprint", Nothing),
        ("Qty", Of(Column::Quantity)),
        ("DNP", Nothing),
        ("Manufacturer", Of(Column::Manufacturer)),
        ("MPN", Of(Column::Mpn)),
    ],
};

/// Comment, designator and footprint are required, the part number of its shop is not; a row holds at most 200
/// designators (<https://jlcpcb.com/help/article/bill-of-materials-for-pcb-assembly>,
/// <https://jlcpcb.com/help/article/advice-for-bom-and-cpl-files-preparation>).
const JLCPCB: BuiltIn = BuiltIn {
    name: "jlcpcb",
    kinds: &[ComponentKind::Hardware],
    placement: Placement::OnBoards(200),
    columns: &[
        ("Comment", PartNumber),
        ("Designator", Of(Column::Refdes)),
        ("Footprint", Nothing),
        ("JLCPCB Part #", Nothing),
    ],
};

/// The sheet that PCBWay gives out for assembly orders
/// (<https://www.pcbway.com/helpcenter/pcb_assembly_ordering/What_files_are_requested_for_assembly_production_.html>).
const PCBWAY: BuiltIn = BuiltIn {
    name: "pcbway",
    kinds: &[ComponentKind::Hardware],
    placement: Placement::OnBoards(usize::MAX),
    columns: &[
        ("Item #", Of(Column::Item)),
        ("Designator", Of(Column::Refdes)),
        ("Qty", Of(Column::Quantity)),
        ("Manufacturer", Of(Column::Manufacturer)),
        ("Mfg Part #", Of(Column::Mpn)),
        ("Description / Value", Of(Column::Name)),
        ("Package/Footprint", Nothing),
        ("Type", Nothing),
        ("Your Instructions / Notes", Nothing),
    ],
};

/// The properties of a line item (<https://docs.inventree.org/en/stable/manufacturing/bom/>); the part is found by its
/// internal number.
const INVENTREE: BuiltIn = BuiltIn {
    name: "inventree",
    kinds: &[],
    placement: Placement::All,
    columns: &[
        ("Part", Of(Column::Component)),
        ("Reference", Of(Column::Refdes)),
        ("Quantity", Of(Column::Quantity)),
        ("Consumable", Text("False")),
        ("Inherited", Text("False")),
        ("Optional", Text("False")),
        ("Note", Of(Column::Slot)),
        ("Manufacturer", Of(Column::Manufacturer)),
        ("MPN", Of(Column::Mpn)),
        ("Substitutes", Of(Column::Alternates)),
    ],
};

/// Fields of `mrp.bom` and, behind the slash, of its lines; those of the assembly in its first row
/// (<https://www.odoo.com/documentation/19.0/applications/essentials/export_import_data.html>).
const ODOO: BuiltIn = BuiltIn {
    name: "odoo",
    kinds: &[],
    placement: Placement::All,
    columns: &[
        ("product_tmpl_id", Once(Column::Solution)),
        ("code", OnceProduct),
        ("type", OnceText("normal")),
        ("product_qty", OnceText("1")),
        ("bom_line_ids/product_id", Of(Column::Component)),
        ("bom_line_ids/product_qty", Of(Column::Quantity)),
    ],
};

/// Labels of the document type BOM and, in parentheses, its table of items; those of the assembly in its first row
/// (<https://docs.frappe.io/framework-git/data-import/data-import>; labels of `bom.json` and `bom_item.json` in frappe/erpnext).
const ERPNEXT: BuiltIn = BuiltIn {
    name: "erpnext",
    kinds: &[],
    placement: Placement::All,
    columns: &[
        ("ID", Nothing),
        ("Item", OnceProduct),
        ("Quantity", OnceText("1")),
        ("Currency", Once(Column::Currency)),
        ("Item Code (Items)", Of(Column::Component)),
        ("Item Name (Items)", Of(Column::Name)),
        ("Qty (Items)", Of(Column::Quantity)),
        ("UOM (Items)", Text("Nos")),
        ("Rate (Items)", Of(Column::UnitCost)),
    ],
};

/// The columns of its bills of materials (<https://github.com/git-plm/gitplm>, `bomLine`).
const GITPLM: BuiltIn = BuiltIn {
    name: "gitplm",
    kinds: &[],
    placement: Placement::All,
    columns: &[
        ("IPN", Of(Column::Component)),
        ("Ref", Of(Column::Refdes)),
        ("Qnty", Of(Column::Quantity)),
        ("Value", Nothing),
        ("Cmp name", Nothing),
        ("Footprint", Nothing),
        ("Description", Of(Column::Name)),
        ("Vendor", Nothing),
        ("Datasheet", Nothing),
        ("Manufacturer", Of(Column::Manufacturer)),
        ("MPN", Of(Column::Mpn)),
    ],
};

const BUILT_IN: [BuiltIn; 8] = [RELEASE, KICAD, JLCPCB, PCBWAY, INVENTREE, ODOO, ERPNEXT, GITPLM];

impl Profile {
    /// The names of the profiles: the built-in ones, then the solution's own.
    pub fn names(own: &[ProfileDefinition]) -> impl Iterator<Item = &str> {
        BUILT_IN.iter().map(|one| one.name).chain(own.iter().map(|own| own.name.as_str()))
    }

    /// A profile by name; one of the solution's own takes the place of a built-in one of the same name.
    #[must_use]
    pub fn find(own: &[ProfileDefinition], name: &str) -> Option<Self> {
        if let Some(own) = own.iter().find(|own| own.name == name) {
            let columns = own.columns.iter().map(|column| (column.title.clone(), column.field.map_or(Nothing, Of)));
            let (name, kinds) = (own.name.clone(), own.kinds.clone());
            return Some(Self { name, columns: columns.collect(), kinds, placement: Placement::All });
        }
        let known = BUILT_IN.iter().find(|one| one.name == name)?;
        Some(Self {
            name: known.name.to_owned(),
            columns: known.columns.iter().map(|(title, source)| ((*title).to_owned(), *source)).collect(),
            kinds: known.kinds.to_vec(),
            placement: known.placement,
        })
    }

    /// The bill of materials of one market in these columns.
    #[must_use]
    pub fn sheet(&self, release: &Release, market: &MarketRelease) -> Sheet {
        let most = release.most_substitutes;
        let header = self.columns.iter().flat_map(|(title, source)| match source {
            Substitutes => (1..=most).flat_map(substitute_titles).collect(),
            _ => vec![title.clone()],
        });
        let mut sheet = Sheet { name: market.bom.market.clone(), header: header.collect(), rows: Vec::new() };
        for row in market.rows.iter().filter(|row| self.lists(row)) {
            for part in self.parts(row) {
                let first = sheet.rows.is_empty();
                let cells = self.columns.iter().flat_map(|(_, source)| cells(*source, release, market, &part, first));
                sheet.rows.push(cells.collect());
            }
        }
        sheet
    }

    fn lists(&self, row: &Row) -> bool {
        let listed = self.kinds.is_empty() || self.kinds.contains(&row.line.kind);
        listed && (self.placement == Placement::All || !row.line.refdes.is_empty())
    }

    /// The row itself, or its parts where it has more designators than a row may hold.
    fn parts(&self, row: &Row) -> Vec<Row> {
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

fn substitute_titles(number: usize) -> Vec<String> {
    ["", " Manufacturer", " MPN"].iter().map(|what| format!("Alternate {number}{what}")).collect()
}

fn cells(source: Source, release: &Release, market: &MarketRelease, row: &Row, first: bool) -> Vec<Cell> {
    let text = |text: &str| vec![Cell::Text(text.to_owned())];
    let field = |column: Column| {
        let text = row.text(column, release, &market.bom);
        vec![if column.is_number() { Cell::Number(text) } else { Cell::Text(text) }]
    };
    match source {
        Of(column) => field(column),
        Once(column) if first => field(column),
        OnceText(constant) if first => text(constant),
        OnceProduct if first => text(&format!("{}-{}", release.solution, market.bom.market)),
        Text(constant) => text(constant),
        PartNumber => text(row.line.mpn.as_ref().unwrap_or(&row.line.component)),
        Once(_) | OnceText(_) | OnceProduct | Nothing => text(""),
        Substitutes => {
            let empty = || Cell::Text(String::new());
            let own = |text: &Option<String>| Cell::Text(text.clone().unwrap_or_default());
            let mut list: Vec<Cell> = Vec::new();
            for at in 0..release.most_substitutes {
                match row.substitutes.get(at) {
                    Some(one) => list.extend([own(&one.component), own(&one.manufacturer), own(&one.mpn)]),
                    None => list.extend([empty(), empty(), empty()]),
                }
            }
            list
        }
    }
}
