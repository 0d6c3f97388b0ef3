//! Which rows are the same part.
//!
//! A maker and a part number decide where a row has both. Otherwise everything that describes the part must be equal, in
//! the columns that two lists both have. A row of a list without a column is a part of the other list only where exactly
//! one can be meant, in both directions. Nothing here depends on the order of lists or rows.

use crate::import::cells::damage::{self, Damage};
use crate::import::list::header::Header;
use crate::import::list::part::{Part, Row};
use crate::import::list::titles::whole_key;
use crate::import::merge::attribute::{Attribute, attributes, text};
use crate::import::merge::joined::{self, Atom, Layouts, Unsure};
use crate::import::merge::unit_kind::kind;
use crate::import::part_list::PartList;
use crate::import::table::text::is_garbled;
use std::borrow::Cow;
use std::collections::HashMap;

/// The classes of equal rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Classes {
    /// For each list and row, the class.
    of: Vec<Vec<usize>>,
    /// Classes that could be a part of another list but are kept apart, since several can be meant.
    pub unsure: Vec<Unsure>,
}

impl Classes {
    /// The class of a row.
    pub fn class(&self, list: usize, row: usize) -> usize {
        self.of.get(list).and_then(|rows| rows.get(row)).copied().unwrap_or_default()
    }

    /// The classes of a list's rows.
    pub fn of_list(&self, list: usize) -> &[usize] {
        self.of.get(list).map_or(&[], Vec::as_slice)
    }

    /// Removes the class of a row that was removed from its list.
    pub fn keep(&mut self, list: usize, kept: &[bool]) {
        if let Some(rows) = self.of.get_mut(list) {
            let mut flags = kept.iter();
            rows.retain(|_| flags.next().copied().unwrap_or(true));
        }
    }
}

/// Numbers for texts.
#[derive(Default)]
struct Texts {
    known: HashMap<String, u32>,
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        if let Some(number) = self.known.get(text) {
            return *number;
        }
        let number = u32::try_from(self.known.len() + 1).unwrap_or(u32::MAX);
        self.known.insert(text.to_owned(), number);
        number
    }
}

/// The classes of all rows.
pub(in crate::import) fn classes(lists: &[PartList]) -> Classes {
    let mut layouts: Vec<Vec<Attribute>> = Vec::new();
    let mut texts = Texts::default();
    let mut atoms: Vec<Atom> = Vec::new();
    let mut known: HashMap<(usize, Vec<u32>), usize> = HashMap::new();
    let mut makers: HashMap<[String; 3], usize> = HashMap::new();
    let mut count = 0;
    let mut of: Vec<Vec<usize>> = Vec::new();
    for list in lists {
        let headers = list.list.as_ref().map(|list| list.headers.as_slice()).unwrap_or_default();
        let own: Vec<usize> = headers.iter().map(|header| layout(header, &mut layouts)).collect();
        let mut rows = Vec::new();
        for row in list.rows() {
            let layout = own.get(row.header).copied().unwrap_or_default();
            let attributes = layouts.get(layout).map(Vec::as_slice).unwrap_or_default();
            let fields: HashMap<String, &str> =
                row.part.fields.iter().rev().map(|field| (whole_key(&field.title), field.text.as_str())).collect();
            let cell = |one: &Attribute| {
                if let Attribute::Order(key) | Attribute::Field(key) = one
                    && !key.is_empty()
                {
                    return Cow::Borrowed(fields.get(key).copied().unwrap_or_default());
                }
                text(&row.part, one)
            };
            let cells: Vec<u32> = attributes.iter().map(|one| texts.number(&cell(one))).collect();
            let atom = *known.entry((layout, cells.clone())).or_insert_with(|| {
                let class = new_class(row, &mut makers, &mut count);
                atoms.push(Atom { layout, cells, class });
                atoms.len() - 1
            });
            rows.push(atom);
        }
        of.push(rows);
    }
    let joined = joined::join(&Layouts { layouts: &layouts, atoms: &atoms }, count);
    let class =
        |atom: &usize| atoms.get(*atom).and_then(|atom| joined.class.get(atom.class)).copied().unwrap_or_default();
    let of = of.iter().map(|rows| rows.iter().map(class).collect()).collect();
    Classes { of, unsure: joined.unsure }
}

fn layout(header: &Header, layouts: &mut Vec<Vec<Attribute>>) -> usize {
    let own = attributes(header);
    layouts.iter().position(|one| *one == own).unwrap_or_else(|| {
        layouts.push(own);
        layouts.len() - 1
    })
}

/// The class of new cells: that of their maker and part number where both are there, else one of their own.
fn new_class(row: &Row, makers: &mut HashMap<[String; 3], usize>, count: &mut usize) -> usize {
    let mut next = || {
        *count += 1;
        *count - 1
    };
    let Part { manufacturer, mpn, .. } = &row.part;
    // A number that a spreadsheet has changed may have been two numbers.
    if manufacturer.is_empty() || mpn.is_empty() || damage::of(mpn).is_some_and(Damage::is_certain) {
        return next();
    }
    *makers.entry([repaired(manufacturer), mpn.clone(), kind(&row.part.unit).to_owned()]).or_insert_with(next)
}

/// A text that was written as UTF-8 and read as Windows-1252 (`WÃ¼rth`) as it was meant.
fn repaired(text: &str) -> String {
    if !is_garbled(text) {
        return text.to_owned();
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The classes of the rows of each list, numbered in the order in which they come.
    fn read(texts: &[&str]) -> Vec<Vec<usize>> {
        let lists: Vec<PartList> = texts.iter().map(|text| PartList::csv("a", "a.csv", text.as_bytes())).collect();
        assert!(lists.iter().all(|list| list.list.is_some()));
        let classes = classes(&lists);
        let mut numbers: Vec<usize> = Vec::new();
        let number = |class: &usize, numbers: &mut Vec<usize>| {
            numbers.iter().position(|one| one == class).unwrap_or_else(|| {
                numbers.push(*class);
                numbers.len() - 1
            })
        };
        (0..lists.len())
            .map(|list| classes.of_list(list).iter().map(|one| number(one, &mut numbers)).collect())
            .collect()
    }

    #[test]
    fn a_maker_and_a_part_number_decide_and_otherwise_everything_must_be_equal() {
        let head = "Reference,Value,Tolerance,Manufacturer,MPN\n";
        assert_eq!(read(&[&format!("{head}R1,10k,1%,Example,E-1\nR2,10 k,5%,Example,E-1\n")]), [[0, 0]]);
        assert_eq!(read(&[&format!("{head}R1,10k,1%,Example,E-1\nR2,10k,1%,Sample,E-1\n")]), [[0, 1]]);
        assert_eq!(read(&[&format!("{head}R1,10k,1%,,E-1\nR2,10k,5%,,E-1\nR3,10k,1%,,E-1\n")]), [[0, 1, 0]]);
        assert_eq!(read(&[&format!("{head}R1,10k,1%,Example,E-1\nR2,10k,1%,,E-1\n")]), [[0, 1]]);
        assert_eq!(read(&[&format!("{head}C1,10u,,,\nL1,10u,,,\nC2,10u,,,?\n")]), [[0, 1, 0]]);
    }

    #[test]
    fn places_quantities_prices_and_numbers_of_rows_do_not_tell_parts_apart() {
        let head = "Item,Reference,Qty,Value,Rotation,Layer,Price,Sheet\n";
        assert_eq!(read(&[&format!("{head}1,R1,1,10k,90,top,0.1,a\n2,R2,1,10k,0,bottom,0.2,b\n")]), [[0, 0]]);
    }

    #[test]
    fn a_list_without_a_column_matches_where_one_part_can_be_meant() {
        let more = "Reference,Value,MPN\nR1,10k,E-1\nC1,1u,E-2\n";
        let two = "Reference,Value,MPN\nR1,10k,E-1\nR2,10k,E-3\n";
        let less = "Reference,Value\nR1,10k\n";
        assert_eq!(read(&[more, less]), [vec![0, 1], vec![0]]);
        assert_eq!(read(&[less, more]), [vec![0], vec![0, 1]]);
        assert_eq!(read(&[two, less]), [vec![0, 1], vec![2]]);
        assert_eq!(read(&[more, "Reference,MPN\nR1,E-1\n", less]), [vec![0, 1], vec![0], vec![0]]);
    }

    #[test]
    fn a_chain_of_matches_never_joins_two_parts_of_one_list() {
        let first = "Reference,Value,MPN\nR1,10k,E-1\nR2,11k,E-2\n";
        let second = "Reference,MPN,Description\nR1,E-1,resistor\n";
        let third = "Reference,Value,Description\nR2,11k,resistor\n";
        for lists in [[first, second, third], [third, second, first], [second, first, third]] {
            let read = read(&lists);
            let at = lists.iter().position(|one| *one == first).unwrap();
            assert_ne!(read[at][0], read[at][1]);
        }
    }

    /// Small random numbers; the same in every run.
    struct Random(u64);

    impl Random {
        fn below(&mut self, most: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).unwrap() % most
        }

        fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
            words[self.below(words.len())]
        }

        /// A list with random columns: its titles and its rows.
        fn list(&mut self) -> (Vec<&'static str>, Vec<Vec<&'static str>>) {
            const COLUMNS: [(&str, [&str; 3]); 6] = [
                ("Value", ["10k", "11k", "12k"]),
                ("Footprint", ["0402", "0603", ""]),
                ("Manufacturer", ["Example", "Sample", ""]),
                ("MPN", ["E-1", "E-2", "?"]),
                ("Tolerance", ["1%", "5%", ""]),
                ("Description", ["resistor", "chip", ""]),
            ];
            let kept: Vec<usize> = (0..COLUMNS.len()).filter(|at| *at == 0 || self.below(3) > 0).collect();
            let rows = (0..1 + self.below(5)).map(|_| kept.iter().map(|at| self.pick(&COLUMNS[*at].1)).collect());
            let rows: Vec<Vec<&str>> = rows.collect();
            (kept.iter().map(|at| COLUMNS[*at].0).collect(), rows)
        }
    }

    fn text_of((titles, rows): &(Vec<&str>, Vec<Vec<&str>>)) -> String {
        let rows = rows.iter().enumerate().map(|(at, row)| format!("R{at},{}\n", row.join(",")));
        format!("Reference,{}\n{}", titles.join(","), rows.collect::<String>())
    }

    /// Whether two rows may be one part: no cell of a column that both have differs, or one maker and number.
    fn may_be_one(left: (&[&str], &[&str]), right: (&[&str], &[&str])) -> bool {
        let cell = |(titles, row): (&[&str], &[&str]), title: &str| {
            let at = titles.iter().position(|one| *one == title)?;
            Some(if row[at] == "?" { "" } else { row[at] }.to_owned())
        };
        let decided = ["Manufacturer", "MPN"].iter().all(|title| {
            cell(left, title).is_some_and(|text| !text.is_empty()) && cell(left, title) == cell(right, title)
        });
        decided
            || left.0.iter().all(|title| match cell(right, title) {
                Some(text) => cell(left, title) == Some(text),
                None => true,
            })
    }

    #[test]
    fn no_row_is_merged_with_one_that_differs_and_no_order_or_further_list_changes_that() {
        let mut random = Random(7);
        let partition = |numbers: &[usize]| -> Vec<bool> {
            numbers.iter().flat_map(|one| numbers.iter().map(move |other| one == other)).collect()
        };
        for _ in 0..300 {
            let lists: Vec<_> = (0..1 + random.below(4)).map(|_| random.list()).collect();
            let texts: Vec<String> = lists.iter().map(text_of).collect();
            let numbers = read(&texts.iter().map(String::as_str).collect::<Vec<_>>());
            let rows: Vec<_> = lists
                .iter()
                .zip(&numbers)
                .flat_map(|((titles, rows), numbers)| rows.iter().zip(numbers).map(move |(row, at)| (titles, row, at)))
                .collect();
            for (titles, row, at) in &rows {
                for (others, other, number) in rows.iter().filter(|(.., number)| number == at) {
                    assert!(may_be_one((titles, row), (others, other)), "{texts:#?} {at} {number}");
                }
            }
            let turned: Vec<&str> = texts.iter().rev().map(String::as_str).collect();
            let mut again = read(&turned);
            again.reverse();
            assert_eq!(partition(&numbers.concat()), partition(&again.concat()), "{texts:#?}");
            let alone = read(&[texts[0].as_str()]);
            assert_eq!(partition(&alone[0]), partition(&numbers[0]), "{texts:#?}");
        }
    }
}
