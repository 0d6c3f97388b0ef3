#!/usr/bin/env python3
"""Counts the instructions of the command on fixed cases and compares them with the kept counts.

    cargo build --release && python3 .ci/instructions.py target/release/terroir [--keep]

A count is the same on a busy machine and an idle one, so a small change is seen that a clock would not show. More than 3 %
above what is kept fails; more than 3 % below is a gain that `--keep` writes down. Counts depend on the compiler: those of
another one are printed and not compared. Needs valgrind.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
KEPT = ROOT / ".ci" / "instructions.json"
TOLERANCE = 0.03
DAY = ["--as-of", "2026-11-22"]

# Name, folder, whether a lock is there before, arguments.
CASES = [
    ("version", "family", False, ["--version"]),
    ("resolve", "family", False, ["resolve", "--format", "json", *DAY]),
    ("resolve with a lock", "family", True, ["resolve", "--format", "json", *DAY]),
    ("check", "family", False, ["check", *DAY]),
    ("matrix", "family", False, ["matrix", *DAY]),
    ("report", "family", False, ["report", *DAY]),
    ("skus", "family", False, ["skus", "--number", *DAY]),
    ("tight budgets: resolve", "budgets", False, ["resolve", "--format", "json", *DAY]),
    ("street light: resolve", "street-light", False, ["resolve", *DAY]),
    ("street light: check", "street-light", False, ["check", *DAY]),
]


def make(folder, terroir):
    """The solutions of the cases."""
    family = [sys.executable, ROOT / "benches" / "peers" / "family.py"]
    size = ["--slots", "150", "--rules", "300", "--markets", "10"]
    subprocess.run([*family, folder / "family", *size], check=True)
    subprocess.run([*family, folder / "budgets", *size, "--markets", "3", "--budgets", "5"], check=True)
    made = [terroir, "-q", "new", folder / "street-light", "--template", "street-light"]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)


def run(command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode > 1:
        raise SystemExit(f"{command}: {done.stderr}")
    return done.stderr


def count(terroir, folder, with_lock, arguments):
    (folder / "terroir.lock").unlink(missing_ok=True)
    command = [terroir, "-q", "--jobs", "1", *arguments]
    if with_lock:
        run(command, folder)
    counted = run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command], folder)
    return int(re.search(r"Collected : (\d+)", counted)[1])


def main():
    terroir = Path(sys.argv[1]).resolve()
    compiler = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {"compiler": compiler, "counts": {}}
    is_same = kept["compiler"] == compiler
    counts, worse, better = {}, [], []
    with tempfile.TemporaryDirectory() as scratch:
        make(Path(scratch), terroir)
        for name, folder, with_lock, arguments in CASES:
            counts[name] = count(terroir, Path(scratch) / folder, with_lock, arguments)
            known = kept["counts"].get(name)
            change = counts[name] / known - 1 if known and is_same else 0
            print(f"{name}: {counts[name]:,} instructions ({change:+.1%})")
            if change > TOLERANCE:
                worse.append(name)
            if change < -TOLERANCE:
                better.append(name)
    if "--keep" in sys.argv:
        KEPT.write_text(json.dumps({"compiler": compiler, "counts": counts}, indent=2) + "\n")
        return
    if not is_same:
        print(f"not compared: the kept counts are of {kept['compiler']}")
    if better:
        print(f"fewer than kept; write them down with --keep: {', '.join(better)}")
    if worse:
        raise SystemExit(f"more than {TOLERANCE:.0%} more than kept: {', '.join(worse)}")


main()
