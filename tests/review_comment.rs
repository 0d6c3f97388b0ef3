//! The comment of a pull request: posted once, found by its marker line, updated after each push. The API is a fake one
//! on the loopback.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]
#![cfg(all(unix, feature = "cli"))]

mod common;

use common::lamp::Lamp;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::{fs, thread};

/// The comments of one pull request, as an API that lists, adds and changes them.
#[derive(Default)]
struct Comments {
    /// Number and text.
    list: Vec<(u64, String)>,
    /// What was requested: `POST /path`.
    log: Vec<String>,
}

struct Api {
    address: String,
    comments: Arc<Mutex<Comments>>,
}

impl Api {
    /// Starts to serve; `token` is the header that is asked for.
    fn start(token: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let comments = Arc::new(Mutex::new(Comments::default()));
        let served = comments.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                serve(stream.unwrap(), token, &served);
            }
        });
        Self { address, comments }
    }

    fn texts(&self) -> Vec<String> {
        self.comments.lock().unwrap().list.iter().map(|(_, text)| text.clone()).collect()
    }

    /// What was written since the last call.
    fn written(&self) -> Vec<String> {
        let log = std::mem::take(&mut self.comments.lock().unwrap().log);
        log.into_iter().filter(|line| !line.starts_with("GET ")).collect()
    }

    fn add(&self, text: &str) {
        let mut comments = self.comments.lock().unwrap();
        let number = 100 + comments.list.len() as u64;
        comments.list.push((number, text.to_owned()));
    }
}

fn serve(mut stream: TcpStream, token: &str, comments: &Mutex<Comments>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut request, mut length, mut is_allowed) = (String::new(), 0, false);
    reader.read_line(&mut request).unwrap();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        let header = header.trim();
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(": ").unwrap();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().unwrap();
        }
        is_allowed |= header.eq_ignore_ascii_case(token);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let mut parts = request.split_whitespace();
    let (method, path) = (parts.next().unwrap(), parts.next().unwrap());
    let (status, answer) = if is_allowed {
        ("200 OK", answer(method, path, &body, &mut comments.lock().unwrap()))
    } else {
        ("403 Forbidden", json!({ "message": "Resource not accessible by integration" }))
    };
    let answer = answer.to_string();
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}", answer.len())
        .unwrap();
}

fn answer(method: &str, path: &str, body: &[u8], comments: &mut Comments) -> Value {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    comments.log.push(format!("{method} {path}"));
    let shown = |(number, text): &(u64, String)| json!({ "id": number, "body": text });
    if method == "GET" {
        let page: usize = query.rsplit_once("page=").unwrap().1.parse().unwrap();
        return comments.list.iter().skip(100 * (page - 1)).take(100).map(shown).collect();
    }
    let text = serde_json::from_slice::<Value>(body).unwrap()["body"].as_str().unwrap().to_owned();
    let number = match method {
        "POST" => {
            let number = 100 + comments.list.len() as u64;
            comments.list.push((number, text));
            number
        }
        "PATCH" | "PUT" => {
            let number = path.rsplit('/').next().unwrap().parse().unwrap();
            comments.list.iter_mut().find(|(known, _)| *known == number).unwrap().1 = text;
            number
        }
        other => panic!("{other} {path}"),
    };
    json!({ "id": number })
}

fn project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// A repository with a lamp whose first commit is the base of a pull request.
struct Repository {
    lamp: Lamp,
    base: String,
}

impl Repository {
    /// `None` where git or Python is not there.
    fn new() -> Option<Self> {
        if !has("git") || !has("python3") {
            println!("skipped: git or python3 is not there");
            return None;
        }
        let mut repository = Self { lamp: Lamp::new(), base: String::new() };
        repository.git(&["init", "--quiet"]);
        repository.base = repository.commit();
        Some(repository)
    }

    fn git(&self, arguments: &[&str]) -> String {
        let user = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").args(user).args(arguments).current_dir(self.lamp.path("")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn commit(&self) -> String {
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", "edit"]);
        self.git(&["rev-parse", "HEAD"])
    }

    fn edit(&self, from: &str, to: &str) {
        self.lamp.edit("catalog/parts.toml", from, to);
        self.commit();
    }

    /// Runs a program in the repository with the command on its path; status, and what it printed.
    fn run(&self, program: &str, arguments: &[&str], environment: &[(&str, &str)]) -> (i32, String) {
        let binary = Path::new(env!("CARGO_BIN_EXE_terroir")).parent().unwrap();
        let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.lamp.path("")).env("PATH", path).env("NO_PROXY", "127.0.0.1");
        for name in ["GITHUB_EVENT_PATH", "GITHUB_STEP_SUMMARY", "CI_MERGE_REQUEST_IID", "TERROIR_BASE"] {
            command.env_remove(name);
        }
        let output = command.envs(environment.iter().copied()).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(text).unwrap())
    }

    /// Runs the script as the action does.
    fn comment(&self, api: &Api, token: &str) -> String {
        let event = self.lamp.path("../").join(format!("{}.json", self.base));
        let request = json!({ "pull_request": { "number": 7, "base": { "sha": self.base } } });
        fs::write(&event, request.to_string()).unwrap();
        let environment = [
            ("GITHUB_EVENT_PATH", event.to_str().unwrap()),
            ("GITHUB_API_URL", &api.address),
            ("GITHUB_REPOSITORY", "acme/lamp"),
            ("GITHUB_TOKEN", token),
        ];
        let (status, printed) = self.run("python3", &[project(".ci/review.py").to_str().unwrap(), "."], &environment);
        fs::remove_file(&event).unwrap();
        assert_eq!(status, 0, "{printed}");
        printed
    }
}

#[test]
fn a_pull_request_has_one_comment_that_follows_its_pushes() {
    let Some(repository) = Repository::new() else { return };
    let api = Api::start("Authorization: Bearer secret");
    for at in 0..120 {
        api.add(&format!("comment {at}"));
    }
    api.add("> <!-- terroir-review:lamp -->\n> quoted");
    let comment = || repository.comment(&api, "secret");

    repository.commit();
    assert!(comment().contains("nothing differs, so there is no comment"));
    assert!(api.written().is_empty());

    repository.edit("\"5.00\"", "\"5.50\"");
    assert!(comment().contains("posted the review"));
    assert_eq!(api.written(), ["POST /repos/acme/lamp/issues/7/comments"]);
    let text = api.texts().pop().unwrap();
    assert!(text.starts_with("<!-- terroir-review:lamp -->\n") && text.contains("| 5.00 | 5.50 |"), "{text}");
    assert!(text.contains(&format!("{} -> ", &repository.base[..10])), "commits are named: {text}");

    assert!(comment().contains("up to date"));
    assert!(api.written().is_empty());

    repository.edit("\"5.50\"", "\"6.00\"");
    assert!(comment().contains("updated the review"));
    assert_eq!(api.written(), ["PATCH /repos/acme/lamp/issues/comments/221"]);
    assert!(api.texts().pop().unwrap().contains("| 5.00 | 6.00 |"));

    repository.edit("\"6.00\"", "\"5.00\"");
    assert!(comment().contains("updated the review"));
    assert!(api.texts().pop().unwrap().contains("Nothing differs."));
    assert_eq!(api.texts().len(), 122, "one comment in all");
    assert_eq!(repository.git(&["worktree", "list"]).lines().count(), 1, "no work tree is left");
}

#[test]
fn without_the_right_to_comment_the_review_is_printed() {
    let Some(repository) = Repository::new() else { return };
    let api = Api::start("Authorization: Bearer secret");
    repository.edit("\"5.00\"", "\"5.50\"");
    let printed = repository.comment(&api, "wrong");
    assert!(printed.contains("| 5.00 | 5.50 |") && printed.contains("no right to comment (HTTP 403)"), "{printed}");
    assert!(api.texts().is_empty());
}

#[test]
fn the_job_of_gitlab_does_the_same() {
    let Some(repository) = Repository::new() else { return };
    let api = Api::start("PRIVATE-TOKEN: secret");
    let template = fs::read_to_string(project(".ci/gitlab.yml")).unwrap();
    let (_, job) = template.split_once("terroir-review:\n").unwrap();
    let (_, script) = job.split_once("    - |\n").unwrap();
    let lines: Vec<&str> = script.lines().map(|line| line.strip_prefix("      ").unwrap_or(line)).collect();
    let script = lines.join("\n");
    let inside = script.split("END_OF_SCRIPT'\n").nth(1).unwrap().split("END_OF_SCRIPT").next().unwrap();
    assert_eq!(inside, fs::read_to_string(project(".ci/review.py")).unwrap(), "copy .ci/review.py into .ci/gitlab.yml");

    repository.edit("\"5.00\"", "\"5.50\"");
    let temporary = tempfile::tempdir().unwrap();
    let environment = [
        ("TMPDIR", temporary.path().to_str().unwrap()),
        ("CI_API_V4_URL", &api.address),
        ("CI_PROJECT_ID", "3"),
        ("CI_MERGE_REQUEST_IID", "7"),
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", &repository.base),
        ("TERROIR_TOKEN", "secret"),
        ("TERROIR_SOLUTION", "."),
        ("TERROIR_REVIEW_ARGUMENTS", ""),
    ];
    for expected in ["posted the review", "up to date"] {
        let (status, printed) = repository.run("bash", &["-eo", "pipefail", "-c", &script], &environment);
        assert!(status == 0 && printed.contains(expected), "{printed}");
    }
    assert_eq!(api.written(), ["POST /projects/3/merge_requests/7/notes"]);
    repository.edit("\"5.50\"", "\"6.00\"");
    repository.run("bash", &["-eo", "pipefail", "-c", &script], &environment);
    assert_eq!(api.written(), ["PUT /projects/3/merge_requests/7/notes/100"]);
}

#[test]
fn the_step_of_the_action_runs_the_script() {
    let Some(repository) = Repository::new() else { return };
    let action = fs::read_to_string(project("action.yml")).unwrap();
    let (_, step) = action.split_once("- name: review").unwrap();
    let (_, script) = step.split_once("run: |\n").unwrap();
    let script: Vec<&str> = script.lines().take_while(|line| line.starts_with("        ")).map(str::trim).collect();
    repository.edit("\"5.00\"", "\"5.50\"");
    let environment = [
        ("ACTION", env!("CARGO_MANIFEST_DIR")),
        ("SOLUTION", "."),
        ("ARGUMENTS", "--cost-threshold 20%"),
        ("TERROIR_BASE", &repository.base),
    ];
    let (status, printed) = repository.run("bash", &["-eo", "pipefail", "-c", &script.join("\n")], &environment);
    assert!(status == 0 && printed.contains("Nothing differs."), "{printed}");
    let folder = repository.lamp.path("new");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("solution.toml"), repository.lamp.read("solution.toml")).unwrap();
    let (status, printed) = repository.run(
        "python3",
        &[project(".ci/review.py").to_str().unwrap(), "new"],
        &[("TERROIR_BASE", repository.base.as_str())],
    );
    assert!(status == 0 && printed.contains("there is nothing to compare with"), "{printed}");
}
