"""Checks licences, bans and sources of all dependencies against deny.toml, where cargo-deny is not installed.

deny.py METADATA.json: what `cargo metadata --all-features --format-version 1` prints.
"""

import json
import re
import sys
import tomllib

REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"


def is_allowed(expression, allowed):
    """Whether a licence expression can be met with the allowed licences."""
    tokens = re.findall(r"\(|\)|[^\s()]+(?: WITH [^\s()]+)?", expression.replace("/", " OR "))
    words = {"(": "(", ")": ")", "OR": "or", "AND": "and"}
    return eval(" ".join(words.get(token) or str(token in allowed) for token in tokens))  # True, False, and, or, brackets


def main(path):
    with open("deny.toml", "rb") as file:
        rules = tomllib.load(file)
    with open(path) as file:
        packages = [package for package in json.load(file)["packages"] if package["source"]]
    allowed = set(rules["licenses"]["allow"])
    banned = {ban["crate"]: ban["reason"] for ban in rules["bans"]["deny"]}
    faults = []
    for package in packages:
        name = f"{package['name']} {package['version']}"
        if not is_allowed(package["license"] or "", allowed):
            faults.append(f"{name}: licence {package['license']} is not allowed")
        if package["name"] in banned:
            faults.append(f"{name} is banned: {banned[package['name']]}")
        if package["source"] != REGISTRY:
            faults.append(f"{name} comes from {package['source']}")
    if faults:
        sys.exit("\n".join(faults))
    if is_allowed("GPL-3.0-only OR (MIT AND GPL-2.0-only)", allowed) or not is_allowed("(MIT OR X) AND Zlib", allowed):
        sys.exit("licence expressions are not read correctly")
    print(f"dependencies with an allowed licence, from crates.io: {len(packages)}")


if __name__ == "__main__":
    main(sys.argv[1])
