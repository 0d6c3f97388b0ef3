//! Generated solutions of any size: slots with candidates at random prices, rules that hold in regions, markets that lie
//! in several regions. Made from a seed, so every run measures the same.

use std::fmt::Write as _;

/// How large a solution is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Slots.
    pub slots: usize,
    /// Candidates of each slot.
    pub candidates: usize,
    /// Rules, spread over the regions.
    pub rules: usize,
    /// Resources that everything uses and a hub supplies.
    pub budgets: usize,
    /// Markets.
    pub markets: usize,
    /// Demands of each market on a few contested slots; with any, markets stand in blocs that cannot share hardware.
    pub demands: usize,
}

/// 50 slots, 100 rules, 10 markets.
pub const S: Size = Size { slots: 50, candidates: 6, rules: 100, budgets: 0, markets: 10, demands: 0 };
/// 500 slots, 1,000 rules, 60 markets.
pub const M: Size = Size { slots: 500, candidates: 6, rules: 1_000, budgets: 0, markets: 60, demands: 0 };
/// `M` with 4,000 rules.
pub const MD: Size = Size { rules: 4_000, ..M };
/// `M` with 20 resource budgets.
pub const MPB: Size = Size { budgets: 20, ..M };

/// `M` with blocs and demands, so that no hardware serves all.
pub const K60: Size = Size { demands: 2, ..M };
/// The same with 200 markets.
pub const K200: Size = Size { markets: 200, ..K60 };

/// How many blocs there are: one demand each on two slots, of three that exclude each other.
const BLOCS: usize = 9;
/// Slots that demands speak of.
const CONTESTED: usize = 40;

/// How many regions the rules are spread over; each market lies in three of them.
const REGIONS: usize = 12;

/// A small generator of numbers (xorshift64*, Vigna 2016).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % bound.max(1)
    }
}

/// The files of a generated solution.
pub fn solution(size: Size) -> Vec<(String, String)> {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut files =
        vec![("solution.toml".to_owned(), head(size)), ("catalog/parts.toml".to_owned(), catalog(size, &mut random))];
    for region in 0..REGIONS {
        files.push((format!("regions/R{region}.toml"), rules(size, region, &mut random)));
    }
    for market in 0..size.markets {
        let within: Vec<String> = (0..3).map(|_| format!("\"R{}\"", random.below(REGIONS))).collect();
        let mut text = format!("area = \"M{market}\"\nname = \"Market {market}\"\n");
        let mut distinct = within;
        distinct.sort();
        distinct.dedup();
        if size.demands > 0 {
            distinct.push(format!("\"B{}\"", market % BLOCS));
        }
        let _ = writeln!(text, "within = [{}]", distinct.join(", "));
        let volts = [100, 120, 127, 220, 230][random.below(5)];
        let _ = writeln!(text, "[power]\nvoltage_v = [{volts}]\nfrequency_hz = [{}]", [50, 60][random.below(2)]);
        for demand in 0..size.demands {
            let (slot, first) = (2 + random.below(CONTESTED), random.below(size.candidates));
            text.push_str(&demanded(&format!("d{market}-{demand}"), slot, (first, 3), size));
        }
        files.push((format!("regions/M{market}.toml"), text));
    }
    for bloc in 0..if size.demands > 0 { BLOCS } else { 0 } {
        let mut text = format!("area = \"B{bloc}\"\nname = \"Bloc {bloc}\"\nwithin = [\"world\"]\n");
        for (slot, side) in [(0, bloc % 3), (1, bloc / 3)] {
            text.push_str(&demanded(&format!("b{bloc}-{slot}"), slot, (side * 2, 2), size));
        }
        files.push((format!("regions/B{bloc}.toml"), text));
    }
    files
}

/// A rule: one of some neighbouring candidates stands in a slot.
fn demanded(id: &str, slot: usize, (first, count): (usize, usize), size: Size) -> String {
    let ids: Vec<String> = (0..count).map(|step| format!("c{slot}-{}", (first + step) % size.candidates)).collect();
    format!("[[rules]]\nid = \"{id}\"\nthen = \"slot.s{slot} in ({})\"\n", ids.join(", "))
}

fn head(size: Size) -> String {
    let markets: Vec<String> = (0..size.markets).map(|market| format!("\"M{market}\"")).collect();
    let mut text = format!(
        "[solution]\nname = \"generated\"\nversion = \"1.0.0\"\ncurrency = \"USD\"\nmarkets = [{}]\n",
        markets.join(", ")
    );
    for slot in 0..size.slots {
        let names: Vec<String> = (0..size.candidates).map(|candidate| format!("\"c{slot}-{candidate}\"")).collect();
        let _ = writeln!(text, "[slots.s{slot}]\nchoose = [{}]", names.join(", "));
    }
    if size.budgets > 0 {
        text.push_str("[supplies]\n");
        for budget in 0..size.budgets {
            let _ = writeln!(text, "r{budget} = {}", size.slots * 5);
        }
    }
    text
}

fn catalog(size: Size, random: &mut Random) -> String {
    let mut text = String::new();
    for slot in 0..size.slots {
        for candidate in 0..size.candidates {
            let cents = 100 + random.below(2_000);
            let _ = writeln!(text, "[[components]]\nid = \"c{slot}-{candidate}\"\nkind = \"hardware\"");
            let _ = writeln!(text, "price = \"{}.{:02}\"", cents / 100, cents % 100);
            if slot % 10 == 0 {
                let needs = ["[100, 130]", "[198, 264]", "[90, 305]"][candidate % 3];
                let _ = writeln!(text, "needs = {{ \"power.mains\" = {{ voltage_v = {{ within = {needs} }} }} }}");
            }
            if size.budgets > 0 {
                let uses: Vec<String> =
                    (0..size.budgets).map(|budget| format!("r{budget} = {}", random.below(10))).collect();
                let _ = writeln!(text, "uses = {{ {} }}", uses.join(", "));
            }
        }
    }
    text
}

/// Rules of one region: "if this stands here, one of four stands there".
fn rules(size: Size, region: usize, random: &mut Random) -> String {
    let mut text = format!("area = \"R{region}\"\nname = \"Region {region}\"\nwithin = [\"world\"]\n");
    // A market hears three regions of twelve, so that about the named number of rules holds in each.
    for rule in 0..size.rules / 3 {
        let (from, to) = (random.below(size.slots), random.below(size.slots));
        let (held, first) = (random.below(size.candidates), random.below(size.candidates));
        let wanted: Vec<String> = (0..4).map(|step| format!("c{to}-{}", (first + step) % size.candidates)).collect();
        let wanted = wanted.join(", ");
        let _ = writeln!(
            text,
            "[[rules]]\nid = \"r{region}-{rule}\"\nif = \"slot.s{from} == c{from}-{held}\"\nthen = \"slot.s{to} in ({wanted})\""
        );
    }
    text
}
