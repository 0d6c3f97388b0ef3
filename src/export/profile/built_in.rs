//! The built-in profiles. To add one, write its constant here and add it to [`PROFILES`]: the command, its help and its
//! errors follow from the list.

use super::column::Source::{
    Approved, BoardIfAny, Comment, Description, DescriptionIfAny, DescriptionOrValue, Field, IfAny, Of, Once,
    OnceProduct, OnceText, Order, Stated, Substitutes, Text, Unit, UnitIfAny, VariantIfAny,
};
use super::column::{BuiltInProfile, Placement, UnitWords};
use super::fields::JLCPCB_PART;
use crate::terms::{Column, ComponentKind};

/// All built-in profiles, in the order in which help lists them.
pub(super) const PROFILES: &[BuiltInProfile] = &[RELEASE, KICAD, JLCPCB, PCBWAY, INVENTREE, ODOO, ERPNEXT, GITPLM];

/// Everything terroir knows about a line: what reviews, purchasing and a later import need.
const RELEASE: BuiltInProfile = BuiltInProfile {
    name: "release",
    doc: "every field of a line, for reviews, purchasing and a later import",
    kinds: &[],
    placement: Placement::All,
    columns: &[
        ("Item", Of(Column::Item)),
        ("Market", Of(Column::Market)),
        ("Variant", VariantIfAny),
        ("Slot", Of(Column::Slot)),
        ("Part Of", Of(Column::PartOf)),
        ("Board", BoardIfAny),
        ("Reference", Of(Column::Refdes)),
        ("Quantity", Of(Column::Quantity)),
        ("Unit", Of(Column::Unit)),
        ("IPN", Of(Column::Ipn)),
        ("Version", Of(Column::Version)),
        ("Kind", Of(Column::Kind)),
        ("Value", Stated(Column::Value)),
        ("Footprint", Of(Column::Footprint)),
        ("Manufacturer", Of(Column::Manufacturer)),
        ("MPN", Of(Column::Mpn)),
        ("Seller", IfAny(Column::Seller)),
        ("SKU", IfAny(Column::Sku)),
        ("Description", Description),
        ("Datasheet", Of(Column::Datasheet)),
        ("Layer", Of(Column::Layer)),
        ("Lifecycle", Of(Column::Lifecycle)),
        ("HS Code", Of(Column::Hs)),
        ("Country of Origin", Of(Column::Origin)),
        ("Lead Time (weeks)", Of(Column::LeadWeeks)),
        ("Certifications", Of(Column::Certificates)),
        ("Unit Price", Of(Column::UnitCost)),
        ("Freight", IfAny(Column::Freight)),
        ("Duty", Of(Column::Duty)),
        ("Extended Price", Of(Column::Cost)),
        ("Currency", Of(Column::Currency)),
        ("License", IfAny(Column::License)),
        ("PURL", IfAny(Column::Purl)),
        ("CPE", IfAny(Column::Cpe)),
        ("Supplier", IfAny(Column::Supplier)),
        ("SBOM", IfAny(Column::Sbom)),
        ("", Substitutes),
    ],
};

/// The columns and labels that KiCad's own command writes, and the fields its users add for purchasing; it writes any field
/// of a symbol as a column (<https://docs.kicad.org/master/en/cli/cli.html>, `sch export bom`).
const KICAD: BuiltInProfile = BuiltInProfile {
    name: "kicad",
    doc: "the columns of `kicad-cli sch export bom`, parts on boards only",
    kinds: &[ComponentKind::Hardware],
    placement: Placement::OnBoards(usize::MAX),
    columns: &[
        ("Refs", Of(Column::Refdes)),
        ("Value", Stated(Column::Value)),
        ("Footprint", Of(Column::Footprint)),
        ("Qty", Of(Column::Quantity)),
        ("DNP", Field),
        ("Manufacturer", Of(Column::Manufacturer)),
        ("MPN", Of(Column::Mpn)),
        ("IPN", Of(Column::Ipn)),
        ("Description", DescriptionIfAny),
        ("Datasheet", IfAny(Column::Datasheet)),
        ("", Approved),
    ],
};

/// Comment, designator and footprint are required, the part number of its shop is not; a row takes at most 200
/// designators (<https://jlcpcb.com/help/article/bill-of-materials-for-pcb-assembly>,
/// <https://jlcpcb.com/help/article/advice-for-bom-and-cpl-files-preparation>).
const JLCPCB: BuiltInProfile = BuiltInProfile {
    name: "jlcpcb",
    doc: "JLCPCB assembly orders, at most 200 designators per row",
    kinds: &[ComponentKind::Hardware],
    placement: Placement::OnBoards(200),
    columns: &[
        ("Comment", Comment),
        ("Designator", Of(Column::Refdes)),
        ("Footprint", Of(Column::Footprint)),
        (JLCPCB_PART, Order),
    ],
};

/// The sample sheet that PCBWay publishes for assembly orders; people read it, so further columns are welcome
/// (<https://www.pcbway.com/helpcenter/pcb_assembly_ordering/What_files_are_requested_for_assembly_production_.html>).
const PCBWAY: BuiltInProfile = BuiltInProfile {
    name: "pcbway",
    doc: "PCBWay assembly orders",
    kinds: &[ComponentKind::Hardware],
    placement: Placement::OnBoards(usize::MAX),
    columns: &[
        ("Item #", Of(Column::Item)),
        ("Designator", Of(Column::Refdes)),
        ("Qty", Of(Column::Quantity)),
        ("Manufacturer", Of(Column::Manufacturer)),
        ("Mfg Part #", Of(Column::Mpn)),
        ("Description / Value", DescriptionOrValue),
        ("Package/Footprint", Of(Column::Footprint)),
        ("Type", Field),
        ("Your Instructions / Notes", Field),
        ("IPN", Of(Column::Ipn)),
        ("Value", IfAny(Column::Value)),
        ("", Approved),
    ],
};

/// The properties of a BOM item (<https://docs.inventree.org/en/stable/manufacturing/bom/>); InvenTree finds the part by
/// its internal part number. Substitutes are other parts of its database; an approved part is one more manufacturer part of
/// the same.
const INVENTREE: BuiltInProfile = BuiltInProfile {
    name: "inventree",
    doc: "InvenTree BOM import",
    kinds: &[],
    placement: Placement::ByPart,
    columns: &[
        ("Part", Of(Column::Ipn)),
        ("Reference", Of(Column::Refdes)),
        ("Quantity", Of(Column::Quantity)),
        ("Consumable", Text("False")),
        ("Inherited", Text("False")),
        ("Optional", Text("False")),
        ("Note", Of(Column::Slot)),
        ("Manufacturer", Of(Column::Manufacturer)),
        ("MPN", Of(Column::Mpn)),
        ("Substitutes", Of(Column::Alternates)),
        ("Unit", UnitIfAny(&[])),
        ("Description", DescriptionIfAny),
        ("", Approved),
    ],
};

/// Fields of `mrp.bom` and, after the slash, of its lines; those of the assembly in its first row
/// (<https://www.odoo.com/documentation/19.0/applications/essentials/export_import_data.html>).
const ODOO: BuiltInProfile = BuiltInProfile {
    name: "odoo",
    doc: "Odoo import of `mrp.bom`",
    kinds: &[],
    placement: Placement::ByPart,
    columns: &[
        ("product_tmpl_id", Once(Column::Solution)),
        ("code", OnceProduct),
        ("type", OnceText("normal")),
        ("product_qty", OnceText("1")),
        ("bom_line_ids/product_id", Of(Column::Ipn)),
        ("bom_line_ids/product_qty", Of(Column::Quantity)),
        ("bom_line_ids/product_uom_id", UnitIfAny(&[("pcs", "Units")])),
    ],
};

/// Units as ERPNext names them
/// (<https://github.com/frappe/erpnext/blob/develop/erpnext/setup/setup_wizard/data/uom_data.json>).
const ERPNEXT_UNITS: UnitWords = &[
    ("pcs", "Nos"),
    ("m", "Meter"),
    ("cm", "Centimeter"),
    ("mm", "Millimeter"),
    ("mg", "Milligram"),
    ("g", "Gram"),
    ("kg", "Kilogram"),
    ("ml", "Milliliter"),
    ("l", "Liter"),
];

/// Labels of the document type BOM and, with `(Items)`, of its table of items; those of the assembly in its first row
/// (<https://docs.frappe.io/framework-git/data-import/data-import>; labels of `bom.json` and `bom_item.json` in frappe/erpnext).
const ERPNEXT: BuiltInProfile = BuiltInProfile {
    name: "erpnext",
    doc: "ERPNext data import of the document type BOM",
    kinds: &[],
    placement: Placement::ByPart,
    columns: &[
        ("ID", Field),
        ("Item", OnceProduct),
        ("Quantity", OnceText("1")),
        ("Currency", Once(Column::Currency)),
        ("Item Code (Items)", Of(Column::Ipn)),
        ("Item Name (Items)", Stated(Column::Name)),
        ("Qty (Items)", Of(Column::Quantity)),
        ("UOM (Items)", Unit(ERPNEXT_UNITS)),
        ("Rate (Items)", Of(Column::UnitCost)),
        ("Item Description (Items)", IfAny(Column::Description)),
    ],
};

/// The columns that GitPLM reads (<https://github.com/git-plm/gitplm>, `bomLine`).
const GITPLM: BuiltInProfile = BuiltInProfile {
    name: "gitplm",
    doc: "GitPLM BOM",
    kinds: &[],
    placement: Placement::ByPart,
    columns: &[
        ("IPN", Of(Column::Ipn)),
        ("Ref", Of(Column::Refdes)),
        ("Qnty", Of(Column::Quantity)),
        ("Value", Stated(Column::Value)),
        ("Cmp name", Field),
        ("Footprint", Of(Column::Footprint)),
        ("Description", Description),
        ("Vendor", Field),
        ("Datasheet", Of(Column::Datasheet)),
        ("Manufacturer", Of(Column::Manufacturer)),
        ("MPN", Of(Column::Mpn)),
        ("Unit", UnitIfAny(&[])),
        ("", Approved),
    ],
};
