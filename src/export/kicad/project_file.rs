//! `.kicad_pro`: the list of a project's variants, at `schematic.variants`.

use super::splice::{Splice, spliced};
use std::collections::BTreeMap;
use std::ops::Range;

/// The project file with all of these variants in its list; those that it has stay as they are. Nothing else changes.
///
/// # Errors
/// A lower-case phrase where the file is not JSON, or has something else in this place.
pub(super) fn with_variants(text: &str, names: &[&str]) -> Result<String, String> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let list = value.get("schematic").and_then(|schematic| schematic.get("variants"));
    let entries = match list {
        None => &[][..],
        Some(list) => list.as_array().map(Vec::as_slice).ok_or("`schematic.variants` is not a list")?,
    };
    let name_of = |entry: &serde_json::Value| Some(entry.get("name")?.as_str()?.to_owned());
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for entry in entries {
        let name = name_of(entry).ok_or("an entry of `schematic.variants` has no `name`")?;
        all.insert(name, entry.to_string());
    }
    let known: Vec<String> = all.keys().map(|name| name.to_lowercase()).collect();
    let missing: Vec<&str> = names.iter().copied().filter(|name| !known.contains(&name.to_lowercase())).collect();
    if missing.is_empty() {
        return Ok(text.to_owned());
    }
    all.extend(missing.iter().map(|name| ((*name).to_owned(), serde_json::json!({ "name": name }).to_string())));
    let list = format!("[{}]", all.values().cloned().collect::<Vec<_>>().join(", "));
    let edit = match (place_of(text, &["schematic", "variants"]), place_of(text, &["schematic"])) {
        (Some(range), _) => Splice { range, text: list },
        (None, Some(schematic)) => first_key(text, schematic, &format!("\"variants\": {list}"))?,
        (None, None) => {
            let root = place_of(text, &[]).ok_or("the file is empty")?;
            first_key(text, root, &format!("\"schematic\": {{ \"variants\": {list} }}"))?
        }
    };
    Ok(spliced(text, vec![edit]))
}

/// A key at the beginning of an object.
fn first_key(text: &str, object: Range<usize>, key: &str) -> Result<Splice, String> {
    let inside = text.get(object.start + 1..object.end.saturating_sub(1)).unwrap_or_default();
    if text.as_bytes().get(object.start) != Some(&b'{') {
        return Err("`schematic` is not an object".to_owned());
    }
    let space: String = inside.chars().take_while(char::is_ascii_whitespace).collect();
    let at = object.start + 1;
    let text = if inside.trim().is_empty() { key.to_owned() } else { format!("{space}{key},") };
    Ok(Splice { range: at..at, text })
}

/// The bytes of the value at a path of keys, in JSON that is known to be right.
fn place_of(text: &str, path: &[&str]) -> Option<Range<usize>> {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
    scan.space();
    for wanted in path {
        scan.find_key(text, wanted)?;
    }
    let start = scan.at;
    scan.value();
    Some(start..scan.at)
}

/// A place in JSON that is known to be right.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Goes to the value of a key of the object that begins here.
    fn find_key(&mut self, text: &str, wanted: &str) -> Option<()> {
        (self.peek()? == b'{').then_some(())?;
        self.at += 1;
        loop {
            self.space();
            let start = self.at;
            (self.peek()? == b'"').then_some(())?;
            self.string();
            let key: String = serde_json::from_str(text.get(start..self.at)?).ok()?;
            self.space();
            self.at += 1;
            self.space();
            if key == wanted {
                return Some(());
            }
            self.value();
            self.space();
            (self.peek()? == b',').then_some(())?;
            self.at += 1;
        }
    }

    fn string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                return;
            }
        }
    }

    /// Goes past the value that begins here.
    fn value(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => self.string(),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth == 0 => return,
                b'}' | b']' => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' if depth == 0 => return,
                _ if depth == 0 && byte.is_ascii_whitespace() => return,
                _ => self.at += 1,
            }
            if depth == 0 && matches!(byte, b'"' | b'}' | b']') {
                return;
            }
        }
    }
}
