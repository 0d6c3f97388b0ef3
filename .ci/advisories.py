"""Checks the lock files of cargo against the advisories of RustSec, from a kept extract of their database.

advisories.py                    check the lock files against advisories.json
advisories.py extract DATABASE   write advisories.json anew from a clone of github.com/rustsec/advisory-db

The extract holds the names of all crates that the database knows, and the advisories of those that a lock file names. So
a crate that was added later and has an advisory is seen too: its name is known, and the extract must be made anew.
"""

import datetime
import json
import os
import re
import subprocess
import sys
import tomllib

HERE = os.path.dirname(os.path.abspath(__file__))
EXTRACT = os.path.join(HERE, "advisories.json")
LOCKS = [os.path.join(HERE, "..", *path) for path in (["Cargo.lock"], ["tests", "fuzz", "Cargo.lock"], ["tests", "mutation", "Cargo.lock"])]
# An extract that is older is said, for advisories that came later are not in it.
OLD = 180


def locked(paths):
    """Name and version of every crate that is not a path of ours."""
    found = set()
    for path in paths:
        with open(path, "rb") as file:
            packages = tomllib.load(file)["package"]
        found |= {(package["name"], package["version"]) for package in packages if "source" in package}
    return sorted(found)


def key(version):
    """A version as it is ordered: one before a release comes before it."""
    core, _, before = version.split("+")[0].partition("-")
    numbers = [int(part) for part in core.split(".")] + [0, 0]
    parts = [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in before.split(".")] if before else []
    return (*numbers[:3], not before, parts)


def bounds(operator, version):
    """The least version and the first one past it, for a caret, a tilde or a bare number."""
    given = [int(part) for part in version.split("-")[0].split(".")]
    full = given + [0] * (3 - len(given))
    keep = min(1, len(given) - 1) if operator == "~" else next((at for at, part in enumerate(given) if part), len(given) - 1)
    return key(version), key(".".join(map(str, [*full[:keep], full[keep] + 1, 0, 0][:3])))


def meets(version, requirement):
    """Whether a version meets a requirement such as `>= 1.3.0, < 2.3.0`."""
    have = key(version)
    for part in requirement.split(","):
        operator, wanted = re.fullmatch(r"\s*(>=|<=|>|<|=|\^|~)?\s*([0-9][^\s]*)\s*", part).groups()
        if operator in (None, "^", "~"):
            low, high = bounds(operator, wanted)
            held = low <= have < high
        else:
            limit = key(wanted)
            held = {">=": have >= limit, "<=": have <= limit, ">": have > limit, "<": have < limit, "=": have == limit}[operator]
        if not held:
            return False
    return True


def affected(advisory, version):
    safe = advisory["patched"] + advisory["unaffected"]
    return not any(meets(version, requirement) for requirement in safe)


def read_advisory(text):
    table = tomllib.loads(re.search(r"```toml\n(.*?)```", text, re.S).group(1))
    about, versions = table["advisory"], table.get("versions", {})
    title = re.search(r"^# (.+)$", text, re.M)
    return {
        "id": about["id"],
        "package": about["package"],
        "kind": about.get("informational", "vulnerability"),
        "title": title.group(1).strip() if title else "",
        "patched": versions.get("patched", []),
        "unaffected": versions.get("unaffected", []),
        "withdrawn": "withdrawn" in about,
    }


def extract(database):
    def git(*words):
        return subprocess.run(["git", "-C", database, *words], check=True, capture_output=True, text=True).stdout

    commit, date = git("log", "-1", "--format=%H %cs").split()
    paths = [path for path in git("ls-tree", "-r", "--name-only", "HEAD", "crates").split("\n") if path.endswith(".md")]
    text = subprocess.run(["git", "-C", database, "cat-file", "--batch"], check=True, capture_output=True,
                          input="".join(f"HEAD:{path}\n" for path in paths).encode()).stdout
    all_of_them, at = [], 0
    for _ in paths:
        head = text.index(b"\n", at)
        size = int(text[at:head].split()[2])
        all_of_them.append(read_advisory(text[head + 1:head + 1 + size].decode()))
        at = head + 1 + size + 1
    live = [advisory for advisory in all_of_them if not advisory.pop("withdrawn")]
    ours = {name for name, _ in locked(LOCKS)}
    document = {
        "database": "https://github.com/rustsec/advisory-db",
        "licence": "CC0-1.0, or as each advisory states",
        "commit": commit,
        "date": date,
        "advisories": sorted((one for one in live if one["package"] in ours), key=lambda one: one["id"]),
        "crates": sorted({advisory["package"] for advisory in live}),
    }
    with open(EXTRACT, "w") as file:
        file.write(json.dumps({name: value for name, value in document.items() if name != "crates"}, indent=1)[:-2])
        file.write(',\n "crates": ' + json.dumps(" ".join(document["crates"])) + "\n}\n")
    print(f"{len(live)} advisories of {len(document['crates'])} crates; of ours {len(document['advisories'])}")


def faults_of(crates, document):
    known = set(document["crates"].split())
    detailed = {advisory["package"] for advisory in document["advisories"]}
    faults, notes = [], []
    for name, version in crates:
        if name in known and name not in detailed:
            faults.append(f"{name} is new in a lock file and has advisories: run .ci/advisories.py extract DATABASE")
        for advisory in document["advisories"]:
            if advisory["package"] == name and affected(advisory, version):
                line = f"{name} {version}: {advisory['id']} ({advisory['kind']}): {advisory['title']}"
                (notes if advisory["kind"] in ("unmaintained", "notice") else faults).append(line)
    return faults, notes


def control(document):
    """A version with a known fault is found, one without is not, and a new crate with advisories is."""
    known = {"advisories": [{"id": "X-1", "package": "a", "kind": "vulnerability", "title": "", "patched": [">= 2.3.0", "^1.9.1"],
                             "unaffected": ["< 1.3.0"]}], "crates": "a b"}
    wrong = [version for version in ("1.3.0", "1.9.0", "2.2.9", "2.3.0-rc.1") if not faults_of([("a", version)], known)[0]]
    wrong += [version for version in ("1.2.9", "1.9.1", "1.10.0", "2.3.0", "3.0.0") if faults_of([("a", version)], known)[0]]
    if wrong or not faults_of([("b", "1.0.0")], known)[0] or faults_of([("c", "1.0.0")], known)[0]:
        sys.exit(f"the check itself is wrong: {wrong}")
    if not document["advisories"] or len(document["crates"].split()) < 500:
        sys.exit("the extract is not whole")


def check():
    with open(EXTRACT) as file:
        document = json.load(file)
    control(document)
    crates = locked(path for path in LOCKS if os.path.exists(path))
    faults, notes = faults_of(crates, document)
    age = (datetime.date.today() - datetime.date.fromisoformat(document["date"])).days
    print("\n".join(notes + [f"note: the extract is {age} days old; make it anew"] * (age > OLD)), end="\n" if notes else "")
    if faults:
        sys.exit("\n".join(faults))
    print(f"crates without a known vulnerability: {len(crates)}, against {len(document['advisories'])} advisories about them "
          f"(database of {document['date']}, {document['commit'][:12]})")


if __name__ == "__main__":
    extract(sys.argv[2]) if sys.argv[1:2] == ["extract"] else check()
