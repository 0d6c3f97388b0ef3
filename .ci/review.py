"""Posts what a pull or merge request does to all markets as one comment, and updates it after each push.

    python3 review.py SOLUTION [FLAGS OF terroir review ...]

It needs git, terroir and Python 3, and installs nothing. GitHub: a job on `pull_request` with the permission
`pull-requests: write` and GITHUB_TOKEN. GitLab: a job in a merge request pipeline with TERROIR_TOKEN, a project access
token with the scope `api` (CI_JOB_TOKEN may not write comments). TERROIR_BASE names another commit to compare with.
Without the right to comment the review is printed, and the job does not fail for it.
"""

import json
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def succeeds(*command):
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


class GitHub:
    def __init__(self, event):
        request = event["pull_request"]
        self.base = request["base"]["sha"]
        issues = f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/issues"
        self.comments = f"{issues}/{request['number']}/comments"
        self.comment = issues + "/comments/{}"
        self.update = "PATCH"
        token = os.environ.get("GITHUB_TOKEN", "")
        self.headers = {"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"}


class GitLab:
    def __init__(self):
        self.base = os.environ["CI_MERGE_REQUEST_DIFF_BASE_SHA"]
        project = f"{os.environ['CI_API_V4_URL']}/projects/{os.environ['CI_PROJECT_ID']}"
        self.comments = f"{project}/merge_requests/{os.environ['CI_MERGE_REQUEST_IID']}/notes"
        self.comment = self.comments + "/{}"
        self.update = "PUT"
        self.headers = {"PRIVATE-TOKEN": os.environ.get("TERROIR_TOKEN", "")}


def host():
    if os.environ.get("CI_MERGE_REQUEST_IID"):
        return GitLab()
    path = os.environ.get("GITHUB_EVENT_PATH")
    event = json.load(open(path, encoding="utf-8")) if path else {}
    return GitHub(event) if "pull_request" in event else None


def call(host, method, url, body=None):
    data = None if body is None else json.dumps({"body": body}).encode()
    headers = {**host.headers, "Content-Type": "application/json", "User-Agent": "terroir-review"}
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def find(host, marker):
    """The comment that begins with the marker line; quotes of it in other comments do not."""
    page = 1
    while True:
        comments = call(host, "GET", f"{host.comments}?per_page=100&page={page}")
        for comment in comments:
            if (comment.get("body") or "").startswith(marker):
                return comment
        if len(comments) < 100:
            return None
        page += 1


def post(host, text, is_changed):
    old = find(host, text.splitlines()[0])
    if old is None and is_changed:
        call(host, "POST", host.comments, text)
        return "posted the review"
    if old is None:
        return "nothing differs, so there is no comment"
    if old["body"].strip() == text.strip():
        return "the comment is up to date"
    call(host, host.update, host.comment.format(old["id"]), text)
    return "updated the review"


def review(base, solution, flags):
    """The review as Markdown, and the exit status of `terroir review --exit-code`."""
    if not succeeds("git", "cat-file", "-e", base + "^{commit}"):
        subprocess.run(["git", "fetch", "--quiet", "--no-tags", "--depth=1", "origin", base], check=True)
    with tempfile.TemporaryDirectory() as folder:
        tree = os.path.join(folder, "base")
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", tree, base], check=True)
        try:
            before = os.path.normpath(os.path.join(tree, output("git", "rev-parse", "--show-prefix"), solution))
            if not os.path.exists(os.path.join(before, "solution.toml")):
                return None, 0
            names = ["--base-name", base[:10], "--head-name", output("git", "rev-parse", "--short=10", "HEAD")]
            command = ["terroir", "review", before, solution, "--format", "markdown", "--exit-code", *names, *flags]
            done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8")
            return done.stdout, done.returncode
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", tree])


def main(solution, flags):
    place = host()
    base = os.environ.get("TERROIR_BASE") or (place.base if place else None)
    if not base:
        print("review.py: this is not a pull or merge request; set TERROIR_BASE to the commit to compare with")
        return 2
    text, status = review(base, solution, flags)
    if text is None:
        print(f"review.py: there is no solution `{solution}` in {base[:10]}, so there is nothing to compare with")
        return 0
    if not text:
        return status
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with open(summary, "a", encoding="utf-8") as file:
            file.write(text)
    if place is None:
        print(text)
        return 0
    try:
        print("review.py: " + post(place, text, status == 1))
    except urllib.error.HTTPError as error:
        if error.code not in (401, 403, 404):
            raise
        print(text)
        print(f"review.py: no right to comment (HTTP {error.code}); see the beginning of this script")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
