//! `--variant` and `--variants`: requests about products as they are sold.

use super::console::Console;
use super::failure::Failure;
use super::path_text;
use super::request_flags::RequestFlags;
use super::session::Opened;
use terroir::lock::Lock;
use terroir::{Date, Request, VariantSummary, printable};

impl RequestFlags {
    /// Whether the request is about variants.
    pub fn has_variants(&self) -> bool {
        self.variants || !self.variant.is_empty()
    }

    /// One request for each requested variant, or the one about the solution. With `--market`, variants that are sold in
    /// none of the markets are left out; that none is left is wrong usage.
    pub fn requests(
        &self,
        opened: &Opened,
        day: Date,
        lock: Option<&Lock>,
        console: &Console,
    ) -> Result<Vec<Request>, Failure> {
        if !self.has_variants() {
            return Ok(vec![self.request(day, lock.map(Lock::choices))]);
        }
        let (mut requests, mut left_out) = (Vec::new(), Vec::new());
        for variant in self.meant(opened)? {
            let is_sold = self.market.is_empty() || self.market.iter().any(|code| variant.markets.contains(code));
            if is_sold {
                let kept = lock.map(|lock| lock.choices_of(Some(&variant.name)));
                requests.push(self.request(day, kept).variant(variant.name));
            } else if !self.variants {
                left_out.push(printable(&variant.name));
            }
        }
        if requests.is_empty() {
            return Err(self.none_left(opened)?);
        }
        let codes = self.market.join(", ");
        for name in left_out {
            console.note(&format!("note: variant `{name}` is not sold in {codes} and is left out\n"))?;
        }
        Ok(requests)
    }

    /// The request of a command that answers one at a time.
    pub fn single(
        &self,
        opened: &Opened,
        day: Date,
        lock: Option<&Lock>,
        console: &Console,
    ) -> Result<Request, Failure> {
        let mut requests = self.requests(opened, day, lock, console)?;
        match (requests.pop(), requests.is_empty()) {
            (Some(only), true) => Ok(only),
            _ => {
                let message = "this command answers one variant at a time".to_owned();
                Err(Failure::Usage(message, Some(format!("name it, as in `--variant {}`", example(opened)))))
            }
        }
    }

    /// The variants that the flags mean, each once; names that the solution does not have are wrong usage.
    fn meant(&self, opened: &Opened) -> Result<Vec<VariantSummary>, Failure> {
        let all = opened.solution.variants();
        if all.is_empty() {
            let message = format!("`{}` has no variants", opened.solution.name());
            let help = "define one in solution.toml: `[[variants]]` with `name`, `markets` and `set`";
            return Err(Failure::Usage(message, Some(help.to_owned())));
        }
        if self.variants {
            return Ok(all);
        }
        let mut meant: Vec<VariantSummary> = Vec::new();
        for name in &self.variant {
            let Some(variant) = all.iter().find(|variant| variant.name == *name) else {
                return Err(unknown(name, &all));
            };
            if !meant.contains(variant) {
                meant.push(variant.clone());
            }
        }
        Ok(meant)
    }

    /// No variant that is meant is sold in the markets that are.
    fn none_left(&self, opened: &Opened) -> Result<Failure, Failure> {
        let meant = self.meant(opened)?;
        let codes = self.market.join(", ");
        let (message, help) = match meant.as_slice() {
            [only] => (
                format!("variant `{}` is not sold in {}", printable(&only.name), printable(&codes)),
                format!("its markets are {}", only.markets.join(", ")),
            ),
            _ => (format!("no variant is sold in {}", printable(&codes)), "leave out `--market`".to_owned()),
        };
        Ok(Failure::Usage(message, Some(help)))
    }
}

fn unknown(name: &str, all: &[VariantSummary]) -> Failure {
    let names: Vec<&str> = all.iter().map(|variant| variant.name.as_str()).collect();
    let help = match terroir::nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the variants are `{}`", names.join("`, `")),
    };
    Failure::Usage(format!("unknown variant `{}`", printable(name)), Some(printable(&help)))
}

fn example(opened: &Opened) -> String {
    let first = opened.solution.variants().into_iter().next().map(|variant| variant.name).unwrap_or_default();
    printable(&path_text::word(&first))
}

/// Documents of several variants as one: `{ "schema": …, "variants": [ … ] }`, each as it is alone.
pub fn json_of_variants(schema: &str, documents: &[String]) -> String {
    // A line break in a text is escaped in JSON, so every line begins outside of one.
    let indented =
        |text: &String| text.trim_end().lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n");
    let documents: Vec<String> = documents.iter().map(indented).collect();
    format!("{{\n  \"schema\": \"{schema}\",\n  \"variants\": [\n{}\n  ]\n}}\n", documents.join(",\n"))
}

/// The names of variants as parts of names of files, each different, also where a disk ignores case.
pub fn file_names<'a>(variants: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for variant in variants {
        let plain = in_file_name(variant);
        let is_taken =
            |name: &String| name.is_empty() || names.iter().any(|known| known.to_lowercase() == name.to_lowercase());
        let numbered = (2..)
            .map(|number| if plain.is_empty() { format!("variant-{number}") } else { format!("{plain}-{number}") });
        let free = std::iter::once(plain.clone()).chain(numbered).find(|name| !is_taken(name));
        names.extend(free);
    }
    names
}

/// A variant's name as a part of a file's name: `EU868-with-GNSS`.
fn in_file_name(variant: &str) -> String {
    let words: String = variant.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
    let words: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_part_of_a_file_name() {
        let names = ["EU868 with GNSS", "A/B", "  ..", "Größe 2"].map(in_file_name);
        assert_eq!(names, ["EU868-with-GNSS", "A-B", "", "Größe-2"]);
        let several = file_names(["A/B", "a b", "…", "A-B-2"].into_iter());
        assert_eq!(several, ["A-B", "a-b-2", "variant-2", "A-B-2-2"]);
    }

    #[test]
    fn documents_are_joined_as_an_array() {
        let one = "{\n  \"variant\": \"A\"\n}\n".to_owned();
        let text = json_of_variants("terroir.matrix/1", &[one.clone(), one]);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        assert_eq!(value["variants"].as_array().map(Vec::len), Some(2), "{text}");
    }
}
