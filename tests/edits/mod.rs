//! Makes the edits of a fix in the texts of a solution and in a request, as a person with an editor would.

pub mod tried;

use terroir::Request;
use terroir::bom::{Edit, Fix, OptionValue, RemovableSection};

/// The files of a solution: name and text.
pub type Files = Vec<(String, String)>;

/// Files and request with all edits of a fix; `wider` are the areas that the market lies in.
pub fn applied(fix: &Fix, files: &Files, request: &Request, wider: &[String]) -> (Files, Request) {
    let (mut files, mut request) = (files.clone(), request.clone());
    for edit in &fix.edits {
        apply(edit, &mut files, &mut request, wider);
    }
    (files, request)
}

fn apply(edit: &Edit, files: &mut Files, request: &mut Request, wider: &[String]) {
    match edit {
        Edit::DropFlag { flag } => drop_flag(flag, request),
        Edit::AsOf { date } => request.as_of = Some(*date),
        Edit::DropCarrier { carrier, area } => {
            let text = text_of(files, "solution.toml");
            let start = text.find("carriers =").expect("carriers are asked for");
            let start = start + text[start..].find(&format!("{area} =")).expect("carriers of the market");
            let quoted = format!("\"{carrier}\"");
            let at = start + text[start..].find(&quoted).expect("the carrier is asked for");
            let mut end = at + quoted.len();
            end += if text[end..].starts_with(", ") { 2 } else { 0 };
            text.replace_range(at..end, "");
        }
        Edit::RenewCertificate { scheme, id, component } => renew(files, scheme, id.as_deref(), component.as_deref()),
        Edit::Certify { component, scheme } => {
            let (text, start, end) = component_block(files, component);
            let entry = format!("{{ scheme = \"{scheme}\" }}");
            match text[start..end].find("certificates = [") {
                Some(at) => text.insert_str(start + at + "certificates = [".len(), &format!("{entry}, ")),
                None => {
                    let line = start + text[start..].find('\n').expect("a header line") + 1;
                    text.insert_str(line, &format!("certificates = [{entry}]\n"));
                }
            }
        }
        Edit::PlanCertificate { scheme } => {
            let entry = format!("\n[[certificates]]\nscheme = \"{scheme}\"\nplanned = {{ cost = \"1\", weeks = 1 }}\n");
            text_of(files, "solution.toml").push_str(&entry);
        }
        Edit::SetOption { area, option, value } => {
            set_option(files, area, option, &toml_value(value));
        }
        Edit::AddCandidate { slot, component } => add_candidate(files, slot, component, &request.markets[0]),
        Edit::Remove { area, section, id } => {
            assert_no_law(files, (area, wider), *section, id);
            remove(files, area, section.as_str(), id, wider);
        }
        Edit::State { .. } => panic!("what nobody knows cannot be applied"),
        other => panic!("{other:?} cannot be applied yet"),
    }
}

fn toml_value(value: &OptionValue) -> String {
    match value {
        OptionValue::Text(text) => format!("\"{text}\""),
        other => other.to_string(),
    }
}

/// The value of an option in the `set` of a variant, which is written on one line.
fn drop_flag(flag: &str, request: &mut Request) {
    for one in flag.split(" --") {
        let one = one.trim_start_matches("--");
        let (kind, rest) = one.split_once(' ').expect("a flag with its value");
        let pair = rest.split_once('=');
        match kind {
            "set" => request.set.retain(|known| Some((&*known.option, &*known.value)) != pair),
            "pin" => request.pin.retain(|known| Some((&*known.slot, &*known.component)) != pair),
            "without" => request.without.retain(|known| known != rest),
            "without-origin" => request.without_origin.retain(|known| known != rest),
            "without-maker" => request.without_maker.retain(|known| known != rest),
            other => panic!("no flag --{other}"),
        }
    }
}

fn text_of<'f>(files: &'f mut Files, name: &str) -> &'f mut String {
    let found = files.iter_mut().find(|(known, _)| known == name);
    &mut found.unwrap_or_else(|| panic!("no file {name}")).1
}

/// The own overlay of an area; it is written where there is none.
fn overlay<'f>(files: &'f mut Files, area: &str) -> &'f mut String {
    let head = format!("area = \"{area}\"");
    let is_own =
        |(name, text): &(String, String)| name.starts_with("regions/") && text.lines().any(|line| line.trim() == head);
    if !files.iter().any(is_own) {
        files.push((format!("regions/{area}.toml"), format!("{head}\n")));
    }
    &mut files.iter_mut().find(|file| is_own(file)).expect("it was written").1
}

/// Starts and ends of the blocks of a text: from one header to the next.
fn blocks(text: &str) -> Vec<(usize, usize)> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') && at > 0 {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).collect()
}

fn header(block: &str) -> &str {
    block.lines().next().unwrap_or_default().split('#').next().unwrap_or_default().trim()
}

fn has_line(block: &str, key: &str, value: &str) -> bool {
    let wanted = format!("{key} = \"{value}\"");
    block.lines().any(|line| line.split('#').next().unwrap_or_default().trim() == wanted)
}

/// The file, start and end of a component's main block and of what belongs to it.
fn component_block<'f>(files: &'f mut Files, component: &str) -> (&'f mut String, usize, usize) {
    let (id, version) = component.split_once("@=").expect("`id@=version`");
    for (name, text) in files.iter_mut().filter(|(name, _)| name.starts_with("catalog/")) {
        let found = blocks(text).into_iter().find(|(start, end)| {
            let block = &text[*start..*end];
            let same = has_line(block, "version", version) || (version == "1.0.0" && !block.contains("\nversion ="));
            header(block) == "[[components]]" && has_line(block, "id", id) && same
        });
        if let Some((start, end)) = found {
            assert!(name.ends_with(".toml"), "{name} is no TOML");
            return (text, start, end);
        }
    }
    panic!("no component {component}");
}

fn renew(files: &mut Files, scheme: &str, id: Option<&str>, component: Option<&str>) {
    let (text, start, end) = match component {
        Some(component) => component_block(files, component),
        None => {
            let is_it = |block: &str| {
                header(block) == "[[certificates]]"
                    && has_line(block, "scheme", scheme)
                    && id.is_none_or(|id| has_line(block, "id", id))
            };
            let (text, (start, end)) = files
                .iter_mut()
                .find_map(|(_, text)| {
                    let found = blocks(text).into_iter().find(|(start, end)| is_it(&text[*start..*end]))?;
                    Some((text, found))
                })
                .expect("the solution holds it");
            (text, start, end)
        }
    };
    let mut at = start;
    // The entry of the scheme, and of the id where it has one; its `until` comes behind.
    let mark = format!("scheme = \"{scheme}\"");
    while let Some(found) = text[at..end].find(&mark) {
        at += found;
        let close = text[at..end].find('}').map_or(end, |close| at + close);
        let entry = &text[at..if component.is_some() { close } else { end }];
        if id.is_none_or(|id| entry.contains(&format!("\"{id}\""))) {
            let stated = ["until = ", "through = "].iter().find_map(|key| Some(entry.find(key)? + key.len()));
            match stated {
                Some(until) => text.replace_range(at + until..at + until + "2028-01-01".len(), "2999-01-01"),
                // One without an end of its own ended with the months for which it is accepted.
                None if component.is_some() => text.insert_str(close, ", until = 2999-01-01 "),
                None => text.insert_str(at + mark.len(), "\nuntil = 2999-01-01"),
            }
            return;
        }
        at += mark.len();
    }
    panic!("no certificate {scheme} {id:?} in {}", &text[start..end]);
}

/// Sets an option in an area's own overlay, with or without quotes around its name.
fn set_option(files: &mut Files, area: &str, option: &str, value: &str) {
    let text = overlay(files, area);
    let line = format!("{option} = {value}\n");
    let (bare, quoted) = (format!("{option} ="), format!("\"{option}\" ="));
    let Some((start, end)) = blocks(text).into_iter().find(|(start, end)| header(&text[*start..*end]) == "[set]")
    else {
        text.push_str(&format!("\n[set]\n{line}"));
        return;
    };
    let mut at = start;
    for old in text[start..end].to_owned().split_inclusive('\n') {
        if old.starts_with(&bare) || old.starts_with(&quoted) {
            text.replace_range(at..at + old.len(), &line);
            return;
        }
        at += old.len();
    }
    let at = start + text[start..].find('\n').map_or(text.len() - start, |at| at + 1);
    text.insert_str(at, &line);
}

/// Appends a candidate for one market: `also` in its own overlay, whatever the list elsewhere looks like.
fn add_candidate(files: &mut Files, slot: &str, component: &str, market: &str) {
    let text = overlay(files, market);
    let table = format!("[slots.{slot}]");
    let found = blocks(text).into_iter().find(|(start, end)| header(&text[*start..*end]) == table);
    let Some((start, end)) = found else {
        text.push_str(&format!("\n{table}\nalso = [\"{component}\"]\n"));
        return;
    };
    match text[start..end].find("also = [") {
        Some(at) => text.insert_str(start + at + "also = [".len(), &format!("\"{component}\", ")),
        None => {
            let at = start + text[start..].find('\n').map_or(text.len() - start, |at| at + 1);
            text.insert_str(at, &format!("also = [\"{component}\"]\n"));
        }
    }
}

/// Whether a block states something of a section under an id.
fn states(block: &str, section: &str, id: &str) -> bool {
    let sensor = match (section, header(block)) {
        ("needs", "[[sensors]]") => id.strip_prefix("sense."),
        ("limits", "[[sensors]]") => id.strip_prefix("index."),
        _ => None,
    };
    if let Some(measure) = sensor {
        let asks = section == "limits" || block.contains("required = true");
        return asks && has_line(block, "measure", measure);
    }
    header(block) == format!("[[{section}]]") && has_line(block, "id", id)
}

/// Takes the statements of an area about a capability out that have no id.
fn remove_alone(files: &mut Files, area: &str, section: &str, about: &str) {
    let is_it = |block: &str| {
        let alone = header(block) == format!("[[{section}]]") && !block.contains("\nid =");
        alone && (has_line(block, "capability", about) || block.contains(&format!("capability = \"{about}\"")))
    };
    let is_area = |name: &str, text: &str| {
        let head = format!("area = \"{area}\"");
        text.lines().any(|line| line.trim() == head) || (area == "world" && name == "solution.toml")
    };
    for (_, text) in files.iter_mut().filter(|(name, text)| is_area(name, text)) {
        let stated: Vec<(usize, usize)> =
            blocks(text).into_iter().filter(|(start, end)| is_it(&text[*start..*end])).collect();
        stated.into_iter().rev().for_each(|(start, end)| text.replace_range(start..end, ""));
    }
}

/// What an area needs and limits may be the law there: only what the solution states for the whole world can go.
fn assert_no_law(files: &Files, (market, wider): (&str, &[String]), section: RemovableSection, id: &str) {
    if section == RemovableSection::Rules {
        return;
    }
    assert!(!id.contains('@') || market == "world", "{section} `{id}` of {market} is removed");
    let is_narrower = |text: &str| {
        let head = |line: &str| line.trim().strip_prefix("area = \"").map(|rest| rest.trim_end_matches('"').to_owned());
        text.lines().find_map(head).is_some_and(|area| area == market || wider.contains(&area))
    };
    let overlays = files.iter().filter(|(name, text)| name.starts_with("regions/") && is_narrower(text));
    for (name, text) in overlays.filter(|(_, text)| !text.contains("area = \"world\"")) {
        let is_stated = blocks(text).into_iter().any(|(start, end)| states(&text[start..end], section.as_str(), id));
        assert!(!is_stated, "{section} `{id}` of {name} is removed");
    }
}

/// Takes a statement out of the market's overlay, and removes there what wider areas state.
fn remove(files: &mut Files, area: &str, section: &str, id: &str, wider: &[String]) {
    if let Some((about, _)) = id.split_once('@') {
        return remove_alone(files, area, section, about);
    }
    let own = overlay(files, area);
    let stated: Vec<(usize, usize)> =
        blocks(own).into_iter().filter(|(start, end)| states(&own[*start..*end], section, id)).collect();
    for (start, end) in stated.into_iter().rev() {
        own.replace_range(start..end, "");
    }
    let elsewhere = |(name, text): &(String, String)| {
        let head = |line: &str| line.trim().strip_prefix("area = \"").map(|rest| rest.trim_end_matches('"').to_owned());
        let area = text.lines().find_map(head).filter(|_| name.starts_with("regions/"));
        let heard = name == "solution.toml" || area.is_some_and(|area| wider.contains(&area));
        heard && blocks(text).into_iter().any(|(start, end)| states(&text[start..end], section, id))
    };
    if files.iter().any(elsewhere) {
        let text = overlay(files, area);
        let found = blocks(text).into_iter().find(|(start, end)| header(&text[*start..*end]) == "[remove]");
        let listed = found.and_then(|(start, end)| Some(start + text[start..end].find(&format!("\n{section} = ["))?));
        match (found, listed) {
            (_, Some(at)) => text.insert_str(at + format!("\n{section} = [").len(), &format!("\"{id}\", ")),
            (Some((start, _)), None) => {
                let at = start + text[start..].find('\n').expect("a header line") + 1;
                text.insert_str(at, &format!("{section} = [\"{id}\"]\n"));
            }
            (None, None) => text.push_str(&format!("\n[remove]\n{section} = [\"{id}\"]\n")),
        }
    }
}
