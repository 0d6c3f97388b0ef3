//! A case: the lists, and what is right. A key that is not known here is an error, so that no case checks nothing.
//!
//! ```toml
//! [[case]]
//! id = "…"
//! kind = "rows"            # a row of the table of kinds
//! tool = "KiCad 9"         # what writes such lists
//! why = "…"
//! args = ["--sheet", "A"]  # of the command
//! name = "board.pos"       # of the file of `list`, else list.csv
//! line_end = "crlf"        # or "cr": of `list`
//! list = '''…'''           # or file = "x.xlsx", in the folder `files`
//! exit = 0                 # exit status; exit_not = 0: any other
//! fails = true             # nothing is made; may_fail = true: either, but what is said and the exit status count
//! says = ["a", ["b", "c"]] # texts of the messages, upper and lower case alike: a, and b or c
//! never = ["d"]            # a text that they do not have
//! places = { r = "R1 R2" } # part → designators: all that are fitted; two keys are two parts, in all lists
//! pieces = { "EXAMPLE-M3" = "4", "EXAMPLE-WIRE" = "0.5 m" }  # lines without designators, by part number, id, value or description
//! has = "R1"               # designators that are fitted at least
//! lines = 3                # lines of the answer
//! markets = "ID VN"        # the variant is sold in some of them, and nowhere else
//! parts = { R1 = { mpn = "…", price = "100: 0.65 USD", approved = ["MAKER MPN"], fields = { Title = "cell" } } }
//! ```
//! A set of lists has the keys from `list` on, `exit` to `never` aside, in `[case.variant.NAME]`. An empty text in `parts` means that the part has none.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

pub const KINDS: [&str; 12] = [
    "parts",
    "sources",
    "fitted",
    "headers",
    "unused",
    "rows",
    "designators",
    "quantities",
    "damage",
    "prices",
    "names",
    "honesty",
];

#[derive(Clone, Debug, Default)]
pub struct Case {
    pub id: String,
    pub kind: String,
    pub args: Vec<String>,
    pub exit: Option<i64>,
    pub exit_not: Option<i64>,
    pub fails: bool,
    pub may_fail: bool,
    pub says: Vec<Vec<String>>,
    pub never: Vec<String>,
    /// The keys of `places` are meant within a list, not across them.
    pub each_alone: bool,
    pub variants: Vec<Variant>,
}

#[derive(Clone, Debug)]
pub struct Variant {
    pub name: String,
    /// Name and bytes of the list.
    pub file: String,
    pub bytes: Vec<u8>,
    pub want: Want,
}

#[derive(Clone, Debug, Default)]
pub struct Want {
    pub places: Option<BTreeMap<String, Vec<String>>>,
    pub pieces: BTreeMap<String, String>,
    pub has: Vec<String>,
    pub lines: Option<u64>,
    pub markets: Vec<String>,
    /// Of a place or a piece: what (`mpn`, `fields.Title`) and its text.
    pub parts: Vec<(String, String, String)>,
}

impl Want {
    pub fn is_empty(&self) -> bool {
        self.places.is_none() && self.pieces.is_empty() && self.has.is_empty() && self.lines.is_none()
    }
}

/// A table whose keys are taken one by one; what is left in the end is an error.
struct Keys {
    of: String,
    map: Map<String, Value>,
}

impl Keys {
    fn new(of: &str, value: Value) -> Self {
        let Value::Object(map) = value else { panic!("{of}: not a table") };
        Self { of: of.to_owned(), map }
    }

    fn text(&mut self, key: &str) -> Option<String> {
        match self.map.remove(key)? {
            Value::String(text) => Some(text),
            other => panic!("{}: `{key}` is not a text: {other}", self.of),
        }
    }

    fn whole(&mut self, key: &str) -> Option<i64> {
        self.map.remove(key).map(|value| value.as_i64().unwrap_or_else(|| panic!("{}: `{key}`", self.of)))
    }

    fn flag(&mut self, key: &str) -> bool {
        self.map.remove(key).is_some_and(|value| value.as_bool().unwrap_or_else(|| panic!("{}: `{key}`", self.of)))
    }

    fn words(&mut self, key: &str) -> Vec<String> {
        self.text(key).map(|text| text.split_whitespace().map(str::to_owned).collect()).unwrap_or_default()
    }

    fn list(&mut self, key: &str) -> Vec<Vec<String>> {
        let Some(value) = self.map.remove(key) else { return Vec::new() };
        let Value::Array(values) = value else { panic!("{}: `{key}` is not a list", self.of) };
        values.iter().map(texts).collect()
    }

    fn table(&mut self, key: &str) -> Vec<(String, Value)> {
        match self.map.remove(key) {
            Some(Value::Object(map)) => map.into_iter().collect(),
            Some(other) => panic!("{}: `{key}` is not a table: {other}", self.of),
            None => Vec::new(),
        }
    }

    fn end(self) {
        let left: Vec<&String> = self.map.keys().collect();
        assert!(left.is_empty(), "{}: unknown keys {left:?}", self.of);
    }
}

/// A text, or a list of texts.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        other => panic!("not a text: {other}"),
    }
}

/// All cases of a folder: its files `*.toml`, and its folder `files`.
pub fn read(folder: &Path) -> Vec<Case> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files.iter().flat_map(|file| cases(file, &folder.join("files"))).collect()
}

fn cases(file: &Path, files: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(file).unwrap();
    let parsed = DeTable::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut root = Keys::new(&file.display().to_string(), table(parsed.get_ref()));
    let Some(Value::Array(found)) = root.map.remove("case") else { panic!("{}: no [[case]]", file.display()) };
    root.end();
    found.into_iter().map(|value| case(value, files)).collect()
}

fn case(value: Value, files: &Path) -> Case {
    let id = value["id"].as_str().unwrap_or_else(|| panic!("a case without `id`: {value}")).to_owned();
    let mut keys = Keys::new(&id, value);
    let mut case = Case { kind: keys.text("kind").unwrap_or_default(), ..Case::default() };
    assert!(KINDS.contains(&case.kind.as_str()), "{id}: kind `{}`", case.kind);
    case.id = keys.text("id").unwrap_or_default();
    drop((keys.text("tool"), keys.text("why")));
    case.args = keys.list("args").concat();
    (case.exit, case.exit_not) = (keys.whole("exit"), keys.whole("exit_not"));
    (case.fails, case.may_fail) = (keys.flag("fails"), keys.flag("may_fail"));
    (case.says, case.never) = (keys.list("says"), keys.list("never").concat());
    let several = keys.table("variant");
    if several.is_empty() {
        case.variants = vec![variant("A", &mut keys, files)];
    }
    keys.end();
    for (name, value) in several {
        let mut keys = Keys::new(&format!("{id} {name}"), value);
        case.variants.push(variant(&name, &mut keys, files));
        keys.end();
    }
    check(&case);
    case
}

/// A case has to want something.
fn check(case: &Case) {
    let id = &case.id;
    let wants = case.variants.iter().filter(|variant| !variant.want.is_empty()).count();
    if case.fails {
        assert!(wants == 0 && !case.may_fail && case.exit.is_none(), "{id}: what fails has no answer");
    } else if wants < case.variants.len() {
        let loose = case.exit_not.is_some() || !case.says.is_empty();
        assert!(loose && wants == 0, "{id}: a list without `places`, `pieces`, `has` or `lines`");
    }
}

fn variant(name: &str, keys: &mut Keys, files: &Path) -> Variant {
    let end = keys.text("line_end");
    let (file, bytes) = match (keys.text("list"), keys.text("file")) {
        (Some(text), None) => {
            let text = match end.as_deref() {
                None => text,
                Some("crlf") => text.replace('\n', "\r\n"),
                Some("cr") => text.replace('\n', "\r"),
                Some(other) => panic!("{}: line_end `{other}`", keys.of),
            };
            (keys.text("name").unwrap_or_else(|| "list.csv".to_owned()), text.into_bytes())
        }
        (None, Some(file)) => {
            let bytes = std::fs::read(files.join(&file)).unwrap_or_else(|error| panic!("{}: {file}: {error}", keys.of));
            (file, bytes)
        }
        _ => panic!("{}: one of `list` and `file`", keys.of),
    };
    Variant { name: name.to_owned(), file, bytes, want: want(keys) }
}

fn want(keys: &mut Keys) -> Want {
    let of = keys.of.clone();
    let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{of}: not a text: {value}")).to_owned();
    let words = |value: &Value| text(value).split_whitespace().map(str::to_owned).collect();
    let places = keys.map.contains_key("places");
    let places = places.then(|| keys.table("places").iter().map(|(key, value)| (key.clone(), words(value))).collect());
    let pieces = keys.table("pieces").iter().map(|(key, value)| (key.clone(), text(value))).collect();
    let parts = keys.table("parts").into_iter().flat_map(|(place, value)| part(&of, &place, value)).collect();
    let lines = keys.whole("lines").map(|lines| u64::try_from(lines).unwrap());
    Want { places, pieces, has: keys.words("has"), lines, markets: keys.words("markets"), parts }
}

fn part(of: &str, place: &str, value: Value) -> Vec<(String, String, String)> {
    let mut keys = Keys::new(&format!("{of} {place}"), value);
    let mut found = Vec::new();
    let mut add = |what: String, text: String| found.push((place.to_owned(), what, text));
    for what in
        ["id", "mpn", "manufacturer", "value", "footprint", "description", "datasheet", "price", "kind", "version"]
    {
        if let Some(text) = keys.text(what) {
            add(what.to_owned(), text);
        }
    }
    if keys.map.contains_key("approved") {
        add("approved".to_owned(), keys.list("approved").concat().join(", "));
    }
    for (title, value) in keys.table("fields") {
        add(format!("fields.{title}"), texts(&value).concat());
    }
    keys.end();
    assert!(!found.is_empty(), "{of}: `{place}` wants nothing");
    found
}

/// A table of TOML as JSON.
pub fn table(table: &DeTable<'_>) -> Value {
    Value::Object(table.iter().map(|(key, one)| (key.get_ref().to_string(), json(one.get_ref()))).collect())
}

fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => number.as_str().parse::<i64>().unwrap().into(),
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Array(values) => Value::Array(values.iter().map(|one| json(one.get_ref())).collect()),
        DeValue::Table(one) => table(one),
        DeValue::Float(number) => Value::String(number.as_str().to_owned()),
        DeValue::Datetime(day) => Value::String(day.to_string()),
    }
}
