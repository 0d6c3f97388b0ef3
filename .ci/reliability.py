"""Makes RELIABILITY.md of the promises and results in tests/reliability, and records results.

reliability.py                          write RELIABILITY.md anew
reliability.py --check                  fail if it is not what the results show
reliability.py record NUMBER NAME REGEX COMMAND ...
                                        run the command; if it succeeds, keep the first text of its output that the
                                        expression matches as the figure of promise NUMBER, in results/NAME.toml
"""

import datetime
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
FOLDER = os.path.join(ROOT, "tests", "reliability")
PAGE = os.path.join(ROOT, "RELIABILITY.md")
HEAD = """# Reliability

What terroir promises, and what was shown of it: each figure with the command that printed it, the day, and the commit that it
ran on. This page is made by `python3 .ci/reliability.py` from `tests/reliability`, and a test fails if it claims what no
result shows. "Nothing yet" is meant as it is written.

| # | promise | to reach | shown | command | date | commit |
|---|---|---|---|---|---|---|
"""


def read(path):
    with open(path, "rb") as file:
        return tomllib.load(file)


def load():
    promises = read(os.path.join(FOLDER, "promises.toml"))["promises"]
    folder = os.path.join(FOLDER, "results")
    results = [read(os.path.join(folder, name)) for name in sorted(os.listdir(folder)) if name.endswith(".toml")]
    numbers = {promise["number"] for promise in promises}
    for result in results:
        if result["promise"] not in numbers:
            sys.exit(f"a result of promise {result['promise']}, which there is not")
    return promises, results


def cell(text):
    return str(text).replace("|", "\\|")


def page():
    promises, results = load()
    text = HEAD
    for promise in promises:
        begin = f"| {promise['number']} | {cell(promise['promise'])} | {cell(promise['target'])} |"
        own = [result for result in results if result["promise"] == promise["number"]]
        for result in own:
            text += f"{begin} {cell(result['figure'])} | `{cell(result['command'])}` | {result['date']} | `{result['commit']}` |\n"
            begin = "| | | |"
        if not own:
            text += f"{begin} nothing yet | | | |\n"
    text += "\n## Known gaps\n\n"
    for promise in promises:
        has_result = any(result["promise"] == promise["number"] for result in results)
        gaps = promise.get("gaps", []) + [f"no result is recorded: {promise['promise'].lower()}"] * (not has_result)
        text += "".join(f"- {promise['number']}: {gap}.\n" for gap in gaps)
    return text


def record(number, name, expression, command):
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(f"{done.stdout[-4000:]}\nfailed: nothing is recorded")
    found = re.search(expression, done.stdout, re.M)
    if not found:
        sys.exit("nothing in the output matches: nothing is recorded")
    figure = found.group(0).strip()
    commit = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    fields = {"promise": int(number), "figure": figure, "command": shlex.join(command)}
    with open(os.path.join(FOLDER, "results", f"{name}.toml"), "w") as file:
        file.write("".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items()))
        file.write(f'date = {datetime.date.today()}\ncommit = "{commit}"\n')
    print(f"recorded: {figure}")


def main(arguments):
    if arguments[:1] == ["record"]:
        record(*arguments[1:4], arguments[4:])
    text = page()
    if arguments == ["--check"]:
        with open(PAGE) as file:
            if file.read() != text:
                sys.exit("RELIABILITY.md is not what tests/reliability shows; run `python3 .ci/reliability.py`")
        print("RELIABILITY.md claims what the results show")
        return
    with open(PAGE, "w") as file:
        file.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
