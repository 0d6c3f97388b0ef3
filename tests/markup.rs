//! Texts of users that look like the markup of what is written: in every text field of a solution, read back from every
//! format. No text leaves its place, and every text that a format can hold arrives as it was.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]
#![cfg(feature = "cli")]

mod common;

use common::lamp::Lamp;
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::collections::BTreeSet;
use terroir::export::{self, Dialect, Extras, Profile, Release};
use terroir::{Compiled, Request, SkuDepth, Solution};

/// Hostile texts: markup of each format, template marks, controls, directions, formulas.
const TEXTS: [&str; 60] = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title><h1>x",
    "<!-- x",
    "--> x <!--",
    "]]><x>",
    "<![CDATA[ x",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp; &#8203;",
    "\" onmouseover=\"alert(1)",
    "' x='",
    "/*DATA*/",
    "/*SCRIPT*/",
    "{{data}} {{script}}",
    "{{",
    "}} ${x} #{y} %{z} {0} {name}",
    "$& $1 $` \\1 \\0",
    "| a | b |\n| --- | --- |\n| c | d |",
    "a | b \\| c \\\\| d",
    "# heading",
    "- item\n- item",
    "1. first",
    "> quote",
    "    code",
    "```\ncode\n```",
    "`",
    "``",
    "a ` b `` c ` d",
    "`a\\`|b`",
    "~~~",
    "***bold*** __bold__ ~~gone~~",
    "[x](javascript:alert(1))",
    "![x](http://evil.example/a.png)",
    "<http://evil.example>",
    "http://evil.example/?a=b#c www.evil.example",
    "@octocat #123 !5 owner/name#1 GH-1",
    "[^1] [x]: http://evil.example",
    "===",
    "---",
    "***",
    "x\n===\ny\n---",
    "\\",
    "ends with \\",
    "\"quoted\" and ,commas;semicolons",
    "a,b\n\"c\",d",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "0603",
    "1E5",
    "END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x",
    "a;b,c\\nd\\;e",
    "::error file=a,line=1::x",
    "x\n::set-output name=a::b\n%0A::warning::c",
    "\"; } digraph x { a [label=\"b",
    "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} \u{9b}2J",
    "\u{202e}evil\u{202c} \u{2066}x\u{2069} \u{200e}y\u{200f}",
    "tab\tvertical\u{b}feed\u{c}nul-like\u{1}del\u{7f}next\u{85}line\u{2028}paragraph\u{2029}\u{feff}end",
];

/// How many text fields the solution has.
const FIELDS: usize = 16;

fn quoted(text: &str) -> String {
    let letter = |letter: char| match letter {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        other if (other as u32) < 0x20 || other as u32 == 0x7f => format!("\\u{:04x}", other as u32),
        other => other.to_string(),
    };
    format!("\"{}\"", text.chars().map(letter).collect::<String>())
}

/// A solution with markets that resolve, lose their BOM and have none, and a text in every text field.
fn files(texts: &[&str; FIELDS], price: &str) -> Vec<(String, String)> {
    let text = |at: usize| quoted(texts[at]);
    let solution = format!(
        "[solution]\nname = \"x\"\nversion = \"1.0.0\"\nmarkets = [\"XA\", \"XB\", \"XC\"]\ncurrency = \"USD\"\nas-of = 2026-11-22\n\
         [slots.s]\nchoose = [\"c1\", \"c2\"]\nrefdes = [\"R1\"]\n[slots.t]\nchoose = [\"c2\"]\n[slots.u]\nchoose = [\"c1\", \"c3\"]\n\
         [[rules]]\nid = \"r\"\nif = \"market == XB\"\nthen = \"slot.s != c1\"\nmessage = {}\n\
         [[certificates]]\nscheme = \"sc\"\nid = {}\nuntil = 2028-01-01\n",
        text(0),
        text(1)
    );
    let parts = format!(
        "[[components]]\nid = \"c1\"\nkind = \"hardware\"\nname = {}\nmanufacturer = {}\nmpn = {}\nprice = \"{price}\"\norigin = \"XA\"\n\
         provides = {{ \"cap.a\" = {{ word = \"w\" }} }}\ncertificates = [{{ scheme = \"sc\", id = {}, until = 2027-01-01 }}]\n\
         approved = [{{ manufacturer = {}, mpn = {} }}]\nuntil = 2027-06-01\nvalue = {}\nfootprint = {}\n\
         fields = {{ \"Note\" = {} }}\n\
         [[components]]\nid = \"c2\"\nkind = \"hardware\"\nname = {}\nprice = \"2.00\"\nprovides = {{ \"cap.a\" = {{ word = \"w\" }} }}\n\
         needs = [{{ capability = \"env.z\", where = {{ word = \"w\" }}, because = {} }}]\n\
         territories = {{ not = [\"XC\"], because = {} }}\ncertificates = [{{ scheme = \"sc\", id = \"c2-held\" }}]\n\
         [[components]]\nid = \"c3\"\nkind = \"hardware\"\nname = \"third\"\nprice = \"3.00\"\n",
        text(2),
        text(3),
        text(4),
        text(5),
        text(6),
        text(7),
        text(8),
        text(9),
        text(10),
        text(11),
        text(12),
        text(13),
    );
    let mut all = vec![("solution.toml".to_owned(), solution), ("catalog/a.toml".to_owned(), parts)];
    for code in ["XA", "XB", "XC"] {
        let region = format!(
            "area = \"{code}\"\nname = {}\nwithin = [\"world\"]\n[[provides]]\ncapability = \"env.z\"\nattributes = {{ word = \"w\" }}\n\
             [[certification]]\nscheme = \"sc\"\napplies-to = \"cap.a\"\nlevel = \"component\"\nauthority = \"x\"\n\
             [gaps]\n\"cap.q\" = {}\n",
            text(14),
            text(15)
        );
        all.push((format!("regions/{code}.toml"), region));
    }
    all
}

/// The texts of a round, so that over all rounds each text has been in each field.
fn round(number: usize) -> [&'static str; FIELDS] {
    std::array::from_fn(|field| TEXTS[(number + field * 7) % TEXTS.len()])
}

/// Harmless texts, one a field, all different.
fn plain() -> [&'static str; FIELDS] {
    [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
        "xi", "omicron", "rho",
    ]
}

struct Answered {
    solution: Solution,
    compiled: Compiled,
    request: Request,
}

fn answered(texts: &[&str; FIELDS], price: &str) -> Answered {
    let solution = Solution::from_sources(files(texts, price)).unwrap_or_else(|faults| {
        let told: Vec<String> = faults.diagnostics.iter().map(|one| one.render(&faults.files)).collect();
        panic!("{texts:?}\n{}", told.join("\n"))
    });
    let request = Request::default().as_of("2026-11-22".parse().unwrap());
    let compiled = solution.compile().unwrap_or_else(|faults| panic!("{:?}", faults.diagnostics));
    Answered { solution, compiled, request }
}

impl Answered {
    fn markdown(&self, base: &Self) -> Vec<(&'static str, String)> {
        let (compiled, request) = (&self.compiled, &self.request);
        let skus = compiled.skus(request, SkuDepth::Plan, &mut |_| {}).unwrap();
        let horizon = compiled.horizon(request, "2028-06-01".parse().unwrap()).unwrap();
        let what_if = compiled.what_if(request, &request.clone().without("c2")).unwrap();
        let diff = compiled.diff(request, "XA", "XC").unwrap();
        let review = compiled.review_from(request, "base", &base.compiled, "head").unwrap();
        vec![
            ("skus", export::skus_markdown(&skus)),
            ("horizon", export::horizon::markdown(&horizon)),
            ("what-if", export::what_if_markdown(&what_if)),
            ("diff", export::diff::markdown(&diff)),
            ("review", export::review::markdown(&review, export::review::Length::Full)),
        ]
    }

    fn terminal(&self) -> Vec<String> {
        let (compiled, request) = (&self.compiled, &self.request);
        let portfolio = compiled.portfolio(request).unwrap();
        let skus = compiled.skus(request, SkuDepth::Plan, &mut |_| {}).unwrap();
        let horizon = compiled.horizon(request, "2028-06-01".parse().unwrap()).unwrap();
        let what_if = compiled.what_if(request, &request.clone().without("c2")).unwrap();
        vec![
            export::table(&portfolio),
            export::matrix(&portfolio, export::MatrixRows::All),
            export::totals(&portfolio),
            export::skus_table(&skus),
            export::horizon::table(&horizon),
            export::what_if_table(&what_if),
            export::diff::table(&compiled.diff(request, "XA", "XC").unwrap()),
        ]
    }
}

/// The blocks of a page of Markdown, in their order; `Err` for what only markup of a user could have made.
fn blocks(text: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for event in
        Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES)
    {
        match event {
            Event::Start(
                Tag::Paragraph | Tag::Item | Tag::List(None) | Tag::TableHead | Tag::TableRow | Tag::TableCell,
            ) => {
                found.push(format!("{event:?}"));
            }
            Event::Start(Tag::Heading { level, .. }) => found.push(format!("{level:?}")),
            Event::Start(Tag::Table(aligns)) => found.push(format!("table {aligns:?}")),
            Event::Start(Tag::HtmlBlock | Tag::Strong) | Event::End(_) => {}
            Event::Html(html) | Event::InlineHtml(html) => {
                let own = ["<br>", "<details>", "</details>", "<details><summary>", "<!-- terroir-review:x -->"];
                if !own.iter().any(|own| html.trim().starts_with(own)) {
                    return Err(format!("HTML: {html}"));
                }
            }
            Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::HardBreak => {}
            other => return Err(format!("{other:?}")),
        }
    }
    Ok(found)
}

#[test]
fn markdown_has_the_blocks_that_plain_texts_give() {
    let base = answered(&plain(), "1.00");
    let expected: Vec<_> = answered(&plain(), "4.00").markdown(&base);
    for (what, text) in &expected {
        assert!(blocks(text).unwrap().len() > 2, "{what}\n{text}");
    }
    for number in 0..TEXTS.len() {
        let texts = round(number);
        let written = answered(&texts, "4.00").markdown(&answered(&texts, "1.00"));
        for ((what, plain), (_, text)) in expected.iter().zip(&written) {
            let found = blocks(text).unwrap_or_else(|markup| panic!("{what}: {markup}\n{texts:?}\n{text}"));
            assert_eq!(found, blocks(plain).unwrap(), "{what}\n{texts:?}\n{text}");
        }
    }
}

/// The page without its data, and the data.
fn page(answered: &Answered) -> (String, serde_json::Value) {
    let portfolio = answered.compiled.portfolio(&answered.request).unwrap();
    let html = export::html(&answered.compiled, &portfolio, &Extras::default()).unwrap();
    let (head, rest) = html.split_once("id=\"data\">").unwrap();
    let (data, tail) = rest.split_once("</script>").unwrap();
    let (_, nonce) = head.split_once("'nonce-").unwrap();
    let nonce = nonce.split_once('\'').unwrap().0;
    assert!(nonce.len() == 32 && !data.contains(nonce), "{nonce}");
    (format!("{head}{tail}").replace(nonce, "NONCE"), serde_json::from_str(data).unwrap())
}

fn strings(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => {
            found.insert(text.clone());
        }
        serde_json::Value::Array(list) => list.iter().for_each(|one| strings(one, found)),
        serde_json::Value::Object(map) => map.values().for_each(|one| strings(one, found)),
        _ => {}
    }
}

#[test]
fn the_page_differs_in_its_data_alone() {
    let (expected, _) = page(&answered(&plain(), "1.00"));
    assert!(expected.contains("script-src 'nonce-NONCE'") && !expected.contains("unsafe-"));
    for number in 0..TEXTS.len() {
        let texts = round(number);
        let (frame, data) = page(&answered(&texts, "1.00"));
        assert_eq!(frame, expected, "{texts:?}");
        let mut held = BTreeSet::new();
        strings(&data, &mut held);
        assert!(held.contains(texts[2]), "the name {:?} is not in the page: {held:?}", texts[2]);
    }
}

/// A cell of the Excel dialect: no formula but one that is only a text.
fn check_cell(cell: &str) {
    let is_text = cell.starts_with("=\"") && cell.ends_with('"');
    let starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    assert!(is_text || !cell.starts_with(starts), "{cell:?}");
}

#[test]
fn tables_hold_every_text_as_it_was() {
    let mut checked = 0;
    for number in 0..TEXTS.len() {
        let texts = round(number);
        let answered = answered(&texts, "1.00");
        let portfolio = answered.compiled.portfolio(&answered.request).unwrap();
        let mut reader = csv::ReaderBuilder::new().from_reader(std::io::Cursor::new(export::csv(&portfolio)));
        let titles = reader.headers().unwrap().clone();
        let at = |title: &str| titles.iter().position(|one| one == title).unwrap();
        for row in reader.records().map(Result::unwrap).filter(|row| &row[at("component")] == "c1") {
            for (title, field) in [("name", 2), ("manufacturer", 3), ("mpn", 4)] {
                assert_eq!(&row[at(title)], texts[field], "{title}");
                checked += 1;
            }
        }
        let release = Release::of(&answered.compiled, &portfolio).unwrap();
        let profile = Profile::find(&answered.solution, "release").unwrap();
        for market in &release.markets {
            for sheet in profile.sheets(&release, market) {
                for dialect in [Dialect::Plain, Dialect::Excel] {
                    let text = sheet.csv(dialect);
                    let rows = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
                    let rows: Vec<_> = rows.into_records().map(Result::unwrap).collect();
                    assert!(!rows.is_empty());
                    rows.iter().flatten().filter(|_| dialect == Dialect::Excel).for_each(check_cell);
                }
            }
        }
    }
    println!("{checked} hostile cells read back as they were, of {} texts in every field", TEXTS.len());
    assert!(checked > 200, "{checked}");
}

/// The properties of a calendar, unfolded, texts unescaped.
fn properties(text: &str) -> Vec<(String, String)> {
    let whole = text.replace("\r\n ", "");
    let lines = whole.strip_suffix("\r\n").unwrap().split("\r\n");
    let property = |line: &str| {
        assert!(!line.contains(['\n', '\r']), "{line:?}");
        let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("{line:?}"));
        let mut letters = value.chars();
        let mut read = String::new();
        while let Some(letter) = letters.next() {
            match (letter, ["SUMMARY", "DESCRIPTION", "X-WR-CALNAME"].contains(&name)) {
                ('\\', true) => read.push(match letters.next() {
                    Some('n') => '\n',
                    Some(escaped @ ('\\' | ';' | ',')) => escaped,
                    other => panic!("{line:?}: {other:?}"),
                }),
                (';' | ',', true) => panic!("not escaped: {line:?}"),
                _ => read.push(letter),
            }
        }
        (name.to_owned(), read)
    };
    lines.map(property).collect()
}

#[test]
fn a_calendar_has_the_properties_that_plain_texts_give() {
    let names = |answered: &Answered| -> Vec<String> {
        let horizon = answered.compiled.horizon(&answered.request, "2028-06-01".parse().unwrap()).unwrap();
        properties(&export::horizon::ics(&horizon)).into_iter().map(|(name, _)| name).collect()
    };
    let expected = names(&answered(&plain(), "1.00"));
    assert!(expected.len() > 20, "{expected:?}");
    for number in 0..TEXTS.len() {
        assert_eq!(names(&answered(&round(number), "1.00")), expected, "{:?}", round(number));
    }
}

#[test]
fn what_programs_read_holds_the_texts() {
    for number in 0..TEXTS.len() {
        let texts = round(number);
        let answered = answered(&texts, "1.00");
        let portfolio = answered.compiled.portfolio(&answered.request).unwrap();
        let json: serde_json::Value = serde_json::from_str(&export::json(&portfolio).unwrap()).unwrap();
        let mut held = BTreeSet::new();
        strings(&json, &mut held);
        for field in [2, 3, 4] {
            assert!(held.contains(texts[field]), "{:?}", texts[field]);
        }
    }
    // The names of graphs.
    for text in TEXTS {
        let dot = export::dot(&export::Graph::default(), text);
        let rest = dot.strip_prefix("digraph \"").unwrap();
        let (mut name, mut letters) = (String::new(), rest.chars());
        loop {
            match letters.next().unwrap() {
                '"' => break,
                '\\' => name.push(letters.next().unwrap()),
                letter => name.push(letter),
            }
        }
        assert!(letters.as_str().starts_with(" {\n  rankdir"), "{dot}");
        let plain: String = text.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
        assert_eq!(name, plain);
    }
}

fn is_control(letter: char) -> bool {
    letter != '\n'
        && (letter.is_control()
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

#[test]
fn nothing_controls_the_terminal() {
    let lines = |texts: &[String]| -> Vec<usize> { texts.iter().map(|text| text.lines().count()).collect() };
    let expected = lines(&answered(&plain(), "1.00").terminal());
    for number in 0..TEXTS.len() {
        let written = answered(&round(number), "1.00").terminal();
        for text in &written {
            assert!(!text.contains(is_control), "{text:?}");
        }
        assert_eq!(lines(&written), expected, "{:?}\n{}", round(number), written.join("\n"));
    }
}

/// A report whose elements are those of the schema.
fn check_junit(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{error}\n{text}"));
        if matches!(event, quick_xml::events::Event::Eof) {
            return;
        }
        let quick_xml::events::Event::Start(tag) = event else { continue };
        let name = tag.name().as_ref().to_owned();
        let own = ["testsuites", "testsuite", "testcase", "failure", "error", "system-out"];
        assert!(own.contains(&name.as_str()), "{name}");
        tag.attributes().for_each(|one| drop(one.unwrap()));
    }
}

#[test]
fn findings_for_ci_hold_no_commands_and_no_markup() {
    let mut count = 0;
    for number in (0..TEXTS.len()).step_by(4) {
        let lamp = Lamp::new();
        for (name, text) in files(&round(number), "1.00") {
            lamp.write(&name, &text);
        }
        std::fs::remove_file(lamp.path("catalog/parts.toml")).unwrap();
        for format in ["json", "sarif", "gitlab", "junit", "github", "text"] {
            let run = lamp.run(&["check", "--format", format]);
            assert_eq!(run.status, Some(1), "{}", run.stderr);
            count += 1;
            match format {
                "junit" => check_junit(&run.stdout),
                "github" => {
                    for line in run.stdout.lines() {
                        let command = ["::error file=", "::warning file=", "::notice file="]
                            .iter()
                            .any(|own| line.starts_with(own));
                        assert!(command || !line.trim_start().starts_with("::"), "{line}");
                        assert!(!line.contains(is_control), "{line:?}");
                    }
                }
                "text" => assert!(![run.stdout, run.stderr].iter().any(|text| text.contains(is_control))),
                "json" => {
                    run.stdout.lines().for_each(|line| drop(serde_json::from_str::<serde_json::Value>(line).unwrap()))
                }
                _ => drop(run.json()),
            }
        }
        let explained = lamp.run(&["explain", "--market", "XC"]);
        assert!(!explained.stdout.contains(is_control) && explained.stdout.contains("XC"), "{}", explained.stdout);
    }
    println!("{count} hostile reports of findings read by their formats: no command and no markup");
    assert!(count > 80, "{count}");
}
