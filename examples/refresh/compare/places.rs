//! `country.csv` and `mains.csv`: what a country is, and its sockets.

use super::sheet::{Book, Cells, Values, set, yes};
use std::collections::BTreeSet;

/// The families of the columns of `mains.csv`.
const IEC: &str = "iec-world-plugs";
const COPY: &str = "wikipedia-mains";
const WORLDSTANDARDS: &str = "worldstandards";

/// Values that a person settled, against one of the lists: market and key.
const SETTLED: [(&str, &str); 5] = [
    ("CH", "identity.languages"),
    ("CO", "power.mains.plugs"),
    ("DK", "power.mains.plugs"),
    ("MA", "identity.languages"),
    ("SK", "power.mains.plugs"),
];

/// Why the columns of such a value are not compared.
pub const SETTLED_WHY: &str = "settled against one of the lists: the note of the overlay says why";

/// Whether a person settled a value.
pub fn is_settled(market: &str, key: &str) -> bool {
    SETTLED.contains(&(market, key))
}

/// ISO 639-3 (and -2) codes that one of the data sets uses, as ISO 639-1.
const TONGUES: &str = "\
eng:en fra:fr spa:es por:pt grn:gn aym:ay que:qu deu:de nld:nl bul:bg hrv:hr ell:el tur:tr ces:cs slk:sk dan:da est:et \
fin:fi swe:sv hun:hu gle:ga ita:it lav:lv lit:lt ltz:lb mlt:mt pol:pl ron:ro slv:sl isl:is nno:nn nob:nb roh:rm srp:sr \
ukr:uk rus:ru ara:ar heb:he swa:sw afr:af nbl:nr nso:nso sot:st ssw:ss tsn:tn tso:ts ven:ve xho:xh zul:zu zho:zh \
jpn:ja kor:ko msa:ms tam:ta tha:th vie:vi ind:id hin:hi urd:ur mri:mi";

fn tongue(code: &str) -> String {
    let plain = code.split('_').next().unwrap_or(code);
    let known = TONGUES.split_whitespace().filter_map(|pair| pair.split_once(':'));
    known.into_iter().find(|(long, _)| *long == plain).map_or(plain, |(_, short)| short).to_owned()
}

/// `agree`, or what the column calls it where sources differ.
fn verdict(cells: &Cells<'_>, column: &str, disputed: bool) -> String {
    let file = cells.cell(column);
    match (disputed, file) {
        (true, "DISAGREE" | "overlap" | "agree+itu_only_extra") => file.to_owned(),
        (true, _) => "DISAGREE".to_owned(),
        (false, _) => "agree".to_owned(),
    }
}

/// Compares whether sources agree.
pub fn status(cells: &mut Cells<'_>, column: &str, key: &str, disputed: bool) {
    let (overlay, file) = (verdict(cells, column, disputed), cells.cell(column));
    cells.word(column, &format!("{key}: whether sources agree"), &overlay, file);
}

/// Whether three lists of currencies agree: `agree`, or `2of3:EUR`.
pub fn majority(cells: &mut Cells<'_>, column: &str, currency: &Values) {
    let file = cells.cell(column);
    let held: String = currency.values.iter().cloned().collect();
    match file.strip_prefix("2of3:") {
        Some(most) => cells.word(column, "identity.currency", &held, most),
        None => status(cells, column, "identity.currency", !currency.contenders(&[]).is_empty()),
    }
}

/// A row of `country.csv`.
pub fn country(cells: &mut Cells<'_>, book: &mut Book) {
    let code = cells.market.clone();
    let (name, member) = (book.name(&code), book.lies_in(&code, "eu"));
    let market = book.market(&code);
    cells.word("iso2", "area", &code, cells.cell("iso2"));
    cells.word("name", "name", &name, cells.cell("name"));
    cells.word("eu_member", "within", yes(member), cells.cell("eu_member"));
    for (column, key) in [
        ("iso3", "identity.iso3"),
        ("numeric", "identity.numeric"),
        ("currency", "identity.currency"),
        ("measurement", "identity.measurement"),
        ("calling_code", "identity.calling_code"),
    ] {
        cells.word(column, key, &market.word(key), cells.cell(column));
    }
    let calling = cells.cell("calling_code_datasets").split(' ').next().unwrap_or_default();
    let kept = market.word("identity.calling_code");
    cells.word("calling_code_datasets", "identity.calling_code", kept.trim_start_matches('+'), calling);
    status(cells, "iso_agree", "identity.iso3", market.get("identity.iso3").status == "disputed");
    let currency = market.get("identity.currency");
    for (column, source) in [("currency_iso4217_list", "iso-4217"), ("currency_mledoze", "mledoze-countries")] {
        let file = cells.words(column);
        cells.contended(column, "identity.currency", &currency.said_by(&[source]), &file);
    }
    majority(cells, "currency_agree", &currency);
    let minor = market.get("identity.minor_unit");
    cells.contended("minor_unit", "identity.minor_unit", &minor.said_by(&["cldr"]), &cells.words("minor_unit"));
    let listed = cells.cell("minor_unit_iso").split(',').next().unwrap_or_default();
    cells.contended("minor_unit_iso", "identity.minor_unit", &minor.said_by(&["iso-4217"]), &set([listed]));
    let languages = market.get("identity.languages");
    for (column, source) in [("languages_cldr", "cldr"), ("languages_mledoze", "mledoze-countries")] {
        if source == "mledoze-countries" && is_settled(&code, "identity.languages") {
            cells.leave_out(&[column], SETTLED_WHY);
            continue;
        }
        let file = cells.words(column).iter().map(|code| tongue(code)).collect();
        cells.contended(column, "identity.languages", &languages.said_by(&[source]), &file);
    }
    let zones = market.get("identity.time_zones").values;
    cells.same("timezones", "identity.time_zones", &zones);
    cells.word("n_timezones", "identity.time_zones", &zones.len().to_string(), cells.cell("n_timezones"));
}

/// A row of `mains.csv`.
pub fn mains(cells: &mut Cells<'_>, book: &mut Book) {
    let code = cells.market.clone();
    let name = book.name(&code);
    let market = book.market(&code);
    cells.word("iso2", "area", &code, cells.cell("iso2"));
    cells.word("name", "name", &name, cells.cell("name"));
    for (stem, key) in [("voltage", "power.mains.voltage_v"), ("frequency", "power.mains.frequency_hz")] {
        let held = market.get(key);
        for (year, sources) in copies() {
            let column = format!("{stem}_{year}");
            cells.contended(&column, key, &held.said_by(sources), &cells.words(&column));
        }
        status(cells, &format!("{stem}_status"), key, differ(&held));
    }
    let held = market.get("power.mains.plugs");
    let settled = is_settled(&code, "power.mains.plugs");
    if settled {
        cells.leave_out(&["plugs_worldstandards2023", "plugs_common", "plugs_status"], SETTLED_WHY);
    }
    for (year, sources) in copies().into_iter().filter(|(year, _)| !settled || *year != "worldstandards2023") {
        let column = format!("plugs_{year}");
        let file = letters(cells.cell(&column));
        cells.contended(&column, "power.mains.plugs", &held.said_by(sources), &file);
    }
    if !settled {
        cells.sets("plugs_common", "power.mains.plugs", &held.values, &letters(cells.cell("plugs_common")));
        status(cells, "plugs_status", "power.mains.plugs", differ(&held));
    }
    let volts = market.get("power.mains.voltage_v").all();
    let high = volts.iter().filter(|volt| volt.parse::<u32>().is_ok_and(|volt| volt >= 200)).count();
    let class = if high == volts.len() {
        "yes"
    } else if high == 0 {
        "no"
    } else {
        "mixed"
    };
    cells.word("class_230V", "power.mains.voltage_v", class, cells.cell("class_230V"));
}

/// The copies of the two families; the list of Wikipedia is one of the IEC's.
fn copies() -> [(&'static str, &'static [&'static str]); 3] {
    [("iec2017", &[IEC]), ("worldstandards2023", &[WORLDSTANDARDS]), ("wikipedia2017", &[COPY, IEC])]
}

/// Whether the two families differ.
pub fn differ(held: &Values) -> bool {
    !held.contenders(&[IEC, WORLDSTANDARDS]).is_empty()
}

/// `CEF` → C, E, F.
pub fn letters(text: &str) -> BTreeSet<String> {
    text.chars().map(String::from).collect()
}
