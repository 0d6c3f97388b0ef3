"""Counts the public face without the feature `internals`: face.py MOST SHARE.

At most MOST public items, fields and variants included, and an example on at least SHARE percent of the functions and types, both as
rustdoc counts them. `--list` prints the counts by file.
"""

import json
import os
import subprocess
import sys


def coverage():
    """What rustdoc counts, by file. Its counting is unstable, so the stable toolchain has to be told that we know."""
    command = ["cargo", "rustdoc", "--lib", "--", "-Z", "unstable-options", "--show-coverage", "--output-format", "json"]
    run = subprocess.run(command, env={**os.environ, "RUSTC_BOOTSTRAP": "1"}, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(run.stderr)
    return json.loads(run.stdout)


def main(most, share):
    files = coverage()
    if "--list" in sys.argv:
        for name, counts in sorted(files.items(), key=lambda file: -file[1]["total"]):
            print(f"{counts['total']:5} items, {counts['with_examples']:3} of {counts['total_examples']:3} with an example: {name}")
    items = sum(counts["total"] for counts in files.values())
    documented = sum(counts["with_docs"] for counts in files.values())
    examples = sum(counts["with_examples"] for counts in files.values())
    can_have_one = sum(counts["total_examples"] for counts in files.values())
    print(f"public items: {items}, documented: {documented}; with an example: {examples} of {can_have_one} functions and types")
    if items > most:
        sys.exit(f"more than {most} public items")
    if documented < items:
        sys.exit("some have no documentation")
    if examples * 100 < can_have_one * share:
        sys.exit(f"fewer than {share} % have an example")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
