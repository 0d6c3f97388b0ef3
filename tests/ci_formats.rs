//! What `check` tells the programs of a pipeline, read by others: official schemas, an XML reader, a shell.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod common;

use common::full;
use common::lamp::Lamp;
use common::schemas;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A lamp without an answer for Germany.
fn unanswered() -> Lamp {
    let solution = full::SOLUTION.replace("\"driver-120\", \"driver-230\", \"driver-wide\"", "\"driver-120\"");
    Lamp::of(&solution, full::PARTS)
}

/// A lamp whose files have faults.
fn faulty() -> Lamp {
    Lamp::of(&full::SOLUTION.replace("choose = [\"guide\"]", "choose = [\"giude\"]"), full::PARTS)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn sarif(lamp: &Lamp, arguments: &[&str]) -> Value {
    lamp.run(&[&["-q", "check", "--format", "sarif", "--exit-zero"], arguments].concat()).exits(0).json()
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().unwrap()
}

#[test]
fn sarif_is_valid_and_every_result_has_a_place_and_a_rule_with_help() {
    let validator = jsonschema::validator_for(&schemas::json("sarif-schema-2.1.0.json")).unwrap();
    for lamp in [unanswered(), faulty(), full::lamp(), Lamp::template("street-light")] {
        let log = sarif(&lamp, &["--as-of", "2026-11-22"]);
        schemas::assert_valid(&validator, &log);
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        for result in results(&log) {
            let place = &result["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert!(lamp.path(uri).is_file(), "{uri} is a file of the repository");
            assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
            let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
            assert_eq!(rule["id"], result["ruleId"]);
            assert!(rule["help"]["text"].as_str().unwrap().len() > 40, "{rule}");
            assert!(result["relatedLocations"].as_array().is_none_or(|list| list.len() <= 10));
        }
    }
}

#[test]
fn a_conflict_stands_at_its_cause_in_the_solutions_own_file() {
    let log = sarif(&unanswered(), &[]);
    let conflict = results(&log).iter().find(|one| one["ruleId"] == "no-valid-bom").unwrap();
    assert_eq!(conflict["level"], "error");
    assert_eq!(conflict["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "catalog/parts.toml");
    assert!(conflict["message"]["text"].as_str().unwrap().contains("230 V"), "{conflict:#}");
    assert_eq!(conflict["properties"]["markets"], serde_json::json!(["DE"]));
}

#[test]
fn markets_that_fail_by_one_cause_are_one_result() {
    let solution = full::SOLUTION
        .replace("\"driver-120\", \"driver-230\", \"driver-wide\"", "\"driver-120\"")
        .replace("[\"US\", \"DE\"]", "[\"US\", \"DE\", \"FR\", \"GB\"]");
    let log = sarif(&Lamp::of(&solution, full::PARTS), &[]);
    let conflicts: Vec<&Value> = results(&log).iter().filter(|one| one["ruleId"] == "no-valid-bom").collect();
    assert_eq!(conflicts.len(), 1, "{conflicts:#?}");
    assert_eq!(conflicts[0]["properties"]["markets"], serde_json::json!(["DE", "FR", "GB"]));
    assert!(conflicts[0]["message"]["text"].as_str().unwrap().contains("markets DE, FR, GB have no valid"));
}

#[test]
fn a_fingerprint_stays_when_lines_move_and_markets_come() {
    let fingerprint = |solution: &str, parts: &str| {
        let log = sarif(&Lamp::of(solution, parts), &[]);
        let conflict = results(&log).iter().find(|one| one["ruleId"] == "no-valid-bom").unwrap().clone();
        conflict["partialFingerprints"]["terroir/v1"].as_str().unwrap().to_owned()
    };
    let solution = full::SOLUTION.replace("\"driver-120\", \"driver-230\", \"driver-wide\"", "\"driver-120\"");
    let before = fingerprint(&solution, full::PARTS);
    assert_eq!(before, fingerprint(&format!("# moved\n\n{solution}"), &format!("# moved\n{}", full::PARTS)));
    assert_eq!(before, fingerprint(&solution.replace("\"DE\"]", "\"DE\", \"FR\"]"), full::PARTS));
    assert_ne!(before, fingerprint(&solution, &full::PARTS.replace("[100, 130]", "[100, 140]")));
}

#[test]
fn paths_begin_at_the_root_of_the_repository() {
    let lamp = unanswered();
    fs::create_dir_all(lamp.path("sub dir/catalog")).unwrap();
    fs::create_dir(lamp.path(".git")).unwrap();
    fs::rename(lamp.path("solution.toml"), lamp.path("sub dir/solution.toml")).unwrap();
    fs::rename(lamp.path("catalog/parts.toml"), lamp.path("sub dir/catalog/parts.toml")).unwrap();
    let log = sarif(&lamp, &["--manifest-path", "sub dir"]);
    let conflict = results(&log).iter().find(|one| one["ruleId"] == "no-valid-bom").unwrap();
    let uri = &conflict["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "sub%20dir/catalog/parts.toml");
    let gitlab = lamp.run(&["-q", "check", "--format", "gitlab", "--manifest-path", "sub dir"]).exits(1);
    assert!(gitlab.stdout.contains("\"path\": \"sub dir/catalog/parts.toml\""), "{}", gitlab.stdout);
}

// JUnit.

/// Element names, attributes and texts of an XML document, as a foreign reader sees them.
fn elements(xml: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut list = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => return list,
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                let attributes = tag.attributes().map(|one| {
                    let one = one.unwrap();
                    let key = one.key.as_ref().to_owned();
                    (key, quick_xml::escape::unescape(&one.value).unwrap().into_owned())
                });
                list.push((name, attributes.collect()));
            }
            _ => {}
        }
    }
}

#[test]
fn junit_has_a_case_a_market() {
    let run = unanswered().run(&["-q", "check", "--format", "junit"]).exits(1);
    let elements = elements(&run.stdout);
    let suite = &elements.iter().find(|(name, _)| name == "testsuite").unwrap().1;
    assert_eq!((suite["name"].as_str(), suite["tests"].as_str(), suite["failures"].as_str()), ("lamp", "3", "1"));
    let cases: Vec<&str> = elements
        .iter()
        .filter(|(name, _)| name == "testcase")
        .map(|(_, attributes)| attributes["name"].as_str())
        .collect();
    assert_eq!(cases, ["files", "US", "DE"]);
    let failure = &elements.iter().find(|(name, _)| name == "failure").unwrap().1;
    assert_eq!(failure["type"], "no-valid-bom");
    assert!(failure["message"].contains("market `DE`"), "{failure:?}");
    assert!(run.stdout.contains("`driver-120` needs voltage within 100 to 130 V"), "the whole explanation is in it");
}

#[test]
fn junit_tells_faults_of_the_files() {
    let run = faulty().run(&["check", "--format", "junit"]).exits(1);
    let elements = elements(&run.stdout);
    let failure = &elements.iter().find(|(name, _)| name == "failure").unwrap().1;
    assert_eq!(failure["type"], "unknown-component");
    assert!(run.stdout.contains("solution.toml:"), "{}", run.stdout);
}

#[test]
fn hostile_names_do_not_become_markup_or_commands() {
    let name = "]]>\\u0001</failure><x a=\\\"\\n::error::gone%0A, x";
    let parts = full::PARTS.replace("id = \"driver-120\"\n", &format!("id = \"driver-120\"\nname = \"{name}\"\n"));
    let solution = full::SOLUTION.replace("\"driver-120\", \"driver-230\", \"driver-wide\"", "\"driver-120\"");
    let rules = format!(
        "{solution}\n[[rules]]\nid = \"never\"\nif = \"slot.driver\"\nthen = \"not slot.board\"\nmessage = \"{name}\"\n"
    );
    let lamp = Lamp::of(&rules, &parts);
    let junit = lamp.run(&["-q", "check", "--format", "junit"]).exits(1);
    assert!(elements(&junit.stdout).iter().all(|(name, _)| name != "x"), "{}", junit.stdout);
    let github = lamp.run(&["-q", "check", "--format", "github"]).exits(1);
    assert!(github.stdout.contains("gone"), "the message is told: {}", github.stdout);
    assert!(github.stdout.lines().all(|line| !line.starts_with("::error::")), "{}", github.stdout);
}

// GitHub and GitLab.

#[test]
fn github_shows_the_worst_first_and_the_matrix_in_the_summary() {
    let lamp = unanswered();
    let summary = lamp.path("summary.md");
    fs::write(&summary, "before\n").unwrap();
    let environment = [("GITHUB_STEP_SUMMARY", summary.to_str().unwrap())];
    let run = lamp.run_with(&["-q", "check", "--format", "github"], &environment).exits(1);
    let first = run.stdout.lines().next().unwrap();
    assert!(first.starts_with("::error file=catalog/parts.toml,line="), "{first}");
    assert!(first.contains("title=no-valid-bom::market `DE`") && first.contains("%0A- `driver-120` "), "{first}");
    let written = fs::read_to_string(&summary).unwrap();
    assert!(written.starts_with("before\n### lamp 1.0.0: 1 of 2 markets"), "{written}");
    assert!(written.contains("```text\n") && written.contains("! DE: no valid BOM"), "{written}");
}

#[test]
fn github_gets_no_more_annotations_than_a_step_shows() {
    let many: String = (0..15).map(|at| format!("[slots.x{at}]\nchoose = [\"nowhere-{at}\"]\n")).collect();
    let run =
        Lamp::of(&format!("{}{many}", full::SOLUTION), full::PARTS).run(&["check", "--format", "github"]).exits(1);
    let commands = run.stdout.lines().filter(|line| line.starts_with("::error ")).count();
    assert_eq!((commands, run.stdout.lines().count()), (10, 15), "{}", run.stdout);
}

#[test]
fn gitlab_entries_have_what_it_asks_for() {
    let run = unanswered().run(&["-q", "check", "--format", "gitlab"]).exits(1);
    let entries = run.json();
    let first = &entries[0];
    assert_eq!(
        (first["check_name"].as_str(), first["severity"].as_str()),
        (Some("terroir/no-valid-bom"), Some("critical"))
    );
    assert_eq!(first["location"]["path"], "catalog/parts.toml");
    assert!(first["location"]["lines"]["begin"].as_u64().unwrap() > 1);
    let mut prints: Vec<&str> =
        entries.as_array().unwrap().iter().map(|entry| entry["fingerprint"].as_str().unwrap()).collect();
    let count = prints.len();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), count, "fingerprints are unique");
}

// Severity and exit.

#[test]
fn what_fails_a_check_is_the_users_to_say() {
    let lamp = Lamp::template("street-light");
    let run = |arguments: &[&str]| lamp.run(&[&["-q", "check", "--as-of", "2026-11-22"], arguments].concat());
    for format in ["text", "json", "sarif", "junit", "github", "gitlab"] {
        run(&["--format", format]).exits(0);
        run(&["--format", format, "--fail-on", "warning"]).exits(1);
        run(&["--format", format, "--deny", "unread"]).exits(1);
        run(&["--format", format, "--deny", "unread", "--exit-zero"]).exits(0);
    }
    assert!(run(&["--format", "github", "--deny", "unread"]).stdout.starts_with("::error "));
    faulty().run(&["check", "--exit-zero"]).exits(0).tells("unknown-component");
    faulty().run(&["check", "--exit-zero", "--format", "sarif"]).exits(0).prints("unknown-component");
    faulty().run(&["check", "--exit-zero", "--manifest-path", "/nowhere"]).exits(2);
}

#[test]
fn messages_are_objects_on_demand() {
    let objects = |lamp: &Lamp, arguments: &[&str]| -> Vec<Value> {
        let run = lamp.run(&[arguments, &["--message-format", "json"]].concat());
        run.stderr.lines().map(json).collect()
    };
    let faults = objects(&faulty(), &["check"]);
    assert_eq!((&faults[0]["code"], &faults[0]["file"]), (&"unknown-component".into(), &"solution.toml".into()));
    let conflict = objects(&unanswered(), &["resolve"]);
    let found = conflict.iter().find(|one| one["code"] == "no-valid-bom").unwrap();
    assert_eq!(found["markets"], serde_json::json!(["DE"]));
    assert!(found["labels"].as_array().unwrap().iter().any(|label| label["file"] == "catalog/parts.toml"));
    let wrote = objects(&full::lamp(), &["resolve"]);
    assert!(
        wrote.iter().any(|one| one["severity"] == "note" && one["message"].as_str().unwrap().contains("terroir.lock"))
    );
    let wrong = objects(&full::lamp(), &["export", "--format", "jlpcb"]);
    assert_eq!(wrong[0]["severity"], "error");
    assert!(wrong[0]["rendered"].as_str().unwrap().contains("did you mean `jlcpcb`?"));
}

// The files for pipelines.

fn project(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The texts under `run: |`.
fn shell_steps(action: &str) -> Vec<String> {
    let mut steps = Vec::new();
    let mut lines = action.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim() != "run: |" {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let mut step = String::new();
        while let Some(body) = lines.next_if(|body| body.len() - body.trim_start().len() > indent) {
            step += &format!("{}\n", body.trim_start());
        }
        steps.push(step);
    }
    steps
}

#[cfg(unix)]
fn bash(lamp: &Lamp, script: &str, environment: &[(&str, &str)]) -> (i32, String) {
    let binary = Path::new(env!("CARGO_BIN_EXE_terroir")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("bash");
    // As GitHub runs a step.
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(lamp.path("."));
    let output = command.env("PATH", path).envs(environment.iter().copied()).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

#[cfg(unix)]
#[test]
fn the_steps_of_the_action_run() {
    let steps = shell_steps(&project(".ci/action/action.yml"));
    assert_eq!(steps.len(), 4);
    let environment = [("SOLUTION", "."), ("ARGUMENTS", "--deny gap"), ("SARIF", "t.sarif"), ("ACTION", "/nowhere")];
    let lamp = unanswered();
    let codes: Vec<i32> = steps.iter().map(|step| bash(&lamp, step, &environment).0).collect();
    assert_eq!(codes, [0, 0, 1, 1], "installed already; SARIF is written; the check fails; there is no lock");
    assert!(!results(&json(&fs::read_to_string(lamp.path("t.sarif")).unwrap())).is_empty());
    let clean = full::lamp();
    clean.run(&["resolve"]).exits(0);
    let codes: Vec<i32> = steps
        .iter()
        .map(|step| bash(&clean, step, &[("SOLUTION", "."), ("ARGUMENTS", ""), ("SARIF", "t.sarif")]).0)
        .collect();
    assert_eq!(codes, [0, 0, 0, 0]);
}

#[cfg(unix)]
#[test]
fn the_script_of_the_gitlab_job_runs() {
    let template = project(".ci/gitlab.yml");
    let (template, _) = template.split_once("terroir-review:\n").unwrap();
    let script: Vec<&str> = template.lines().filter_map(|line| line.strip_prefix("    - ")).collect();
    assert_eq!(script.len(), 3);
    let lamp = full::lamp();
    let (code, told) = bash(&lamp, &script.join("\n"), &[("TERROIR_SOLUTION", "."), ("TERROIR_ARGUMENTS", "")]);
    assert_eq!(code, 0, "{told}");
    for report in ["gl-code-quality-report.json", "terroir-junit.xml"] {
        assert!(template.contains(&format!(": {report}")), "{report} is an artifact");
        assert!(lamp.path(report).is_file());
    }
}

#[cfg(unix)]
#[test]
fn the_hooks_run() {
    let hooks = project(".pre-commit-hooks.yaml");
    let entries: Vec<&str> = hooks.lines().filter_map(|line| line.trim().strip_prefix("entry: ")).collect();
    assert_eq!(entries.len(), 2);
    let lamp = full::lamp();
    lamp.run(&["resolve"]).exits(0);
    for entry in entries {
        let (code, told) = bash(&lamp, entry, &[]);
        assert_eq!(code, 0, "{entry}: {told}");
        assert_ne!(bash(&faulty(), entry, &[]).0, 0, "{entry}");
    }
}

#[test]
fn the_files_for_pipelines_are_yaml() {
    let reads =
        |code: &str| Command::new("python3").args(["-c", code]).output().is_ok_and(|output| output.status.success());
    if !reads("import yaml") {
        println!("skipped: python3 with yaml is not there");
        return;
    }
    for name in ["action.yml", ".ci/action/action.yml", ".ci/gitlab.yml", ".pre-commit-hooks.yaml"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        assert!(
            reads(&format!("import yaml; assert yaml.safe_load(open({:?}))", path.display().to_string())),
            "{name}"
        );
    }
}

// Schemas, completions, pages.

#[test]
fn the_schemas_are_of_draft_7_and_take_what_the_reader_takes() {
    let validator = |kind: &str| {
        let schema = full::lamp().run(&["schema", kind]).exits(0).json();
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
        jsonschema::draft7::meta::validate(&schema).unwrap();
        jsonschema::draft7::new(&schema).unwrap()
    };
    let (solution, catalogue, overlay) = (validator("solution"), validator("catalog"), validator("overlay"));
    validator("sources");
    schemas::assert_valid(&solution, &schemas::document(full::SOLUTION));
    schemas::assert_valid(&catalogue, &schemas::document(full::PARTS));
    let wrong = schemas::document(&full::SOLUTION.replace("columns = [\"refdes\"", "columns = [7"));
    assert!(!solution.is_valid(&wrong), "a column that is no text is a fault in an editor too");
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut count = 0;
    for name in ["starter", "street-light", "health-monitor", "soil-station"] {
        let read = |path: &Path| schemas::document(&fs::read_to_string(path).unwrap());
        schemas::assert_valid(&solution, &read(&examples.join(name).join("solution.toml")));
        for (folder, validator) in [("catalog", &catalogue), ("regions", &overlay)] {
            let files = fs::read_dir(examples.join(name).join(folder)).into_iter().flatten();
            let files = files.map(|entry| entry.unwrap().path());
            for path in files.filter(|path| path.extension().is_some_and(|one| one == "toml")) {
                schemas::assert_valid(validator, &read(&path));
                count += 1;
            }
        }
    }
    assert!(count > 20, "{count} files");
}

#[test]
fn shells_get_their_completions() {
    let lamp = full::lamp();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        lamp.run(&["completions", shell]).exits(0).prints("export").prints("message-format");
    }
    lamp.run(&["completions", "csh"]).exits(2);
}

#[test]
fn every_command_has_its_page() {
    let lamp = full::lamp();
    lamp.run(&["man", "-o", "man"]).exits(0).tells("to `man`");
    for name in ["terroir", "terroir-resolve", "terroir-export", "terroir-add-market"] {
        let page = fs::read_to_string(lamp.path("man").join(format!("{name}.1"))).unwrap();
        assert!(page.contains(&format!(".TH {name} 1")), "{name}: {}", page.lines().take(4).collect::<String>());
    }
    lamp.run(&["man"]).exits(0).prints(".SH SYNOPSIS");
}
