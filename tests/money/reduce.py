"""Makes a differing portfolio as small as it gets while the command and the oracle differ in the same way.

    python3 reduce.py TERROIR SEED KIND [FOLDER]

Entries, keys and list items are taken away one at a time; a step counts if the first difference has the same words,
numbers and names aside. The result is printed, and written to FOLDER.
"""

import copy
import pathlib
import re
import sys
import tempfile
import tomllib
from fractions import Fraction

sys.dont_write_bytecode = True

from brute import as_json
from compare import Comparison, ask
from generate import generate, write
from reading import Files, Refused
from search import Answer, TooMany
from toml_text import table, text_of


# Without these a portfolio would be one of another kind.
KEPT = ("price", "per_month", "as-of", "mpn", "within", "only", "not")


def words(fault):
    """A difference without its numbers and names."""
    return re.sub(r"`[^`]*`|'[^']*'|\([^)]*\)|\b[a-z]+\d+\b|\b[A-Z]{2}\b|upland|bay|[\d./]+", "·", fault)[:160]


def difference(command, texts):
    with tempfile.TemporaryDirectory() as folder:
        write(folder, texts)
        try:
            files = Files(folder)
            want = as_json(Answer(files))
        except (Refused, TooMany, OSError, KeyError, ValueError, TypeError, AttributeError, IndexError, StopIteration):
            return None, []
        got, fault = ask(command, folder)
        faults = [fault] if got is None else Comparison(files, want, got).run()
    return (words(faults[0]) if faults else None), faults


def text_of_document(document):
    """A document as people write it: scalars, tables, arrays of tables."""
    simple = {key: value for key, value in document.items() if not isinstance(value, dict) and not is_tables(value)}
    text = "".join(f"{key} = {text_of(value)}\n" for key, value in simple.items())
    for key, value in document.items():
        if isinstance(value, dict) and value and all(isinstance(one, dict) for one in value.values()):
            text += "".join(table(f"[{key}.{name}]", one) for name, one in value.items())
        elif isinstance(value, dict):
            text += table(f"[{key}]", value)
        elif is_tables(value):
            text += "".join(table(f"[[{key}]]", one) for one in value)
    return text


def is_tables(value):
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def places(node, path=()):
    """The path of everything that could be taken away, the large things first."""
    found = []
    if isinstance(node, dict):
        found += [(*path, key) for key in node]
        for key, value in node.items():
            found += places(value, (*path, key))
    elif isinstance(node, list):
        found += [(*path, at) for at in reversed(range(len(node)))]
        for at, value in enumerate(node):
            found += places(value, (*path, at))
    return sorted(found, key=len)


def without(documents, path):
    shorter = copy.deepcopy(documents)
    node = shorter
    try:
        for step in path[:-1]:
            node = node[step]
        del node[path[-1]]
    except (KeyError, IndexError, TypeError):
        return None
    return shorter


def reduced(command, texts):
    csv = {name: text for name, text in texts.items() if name.endswith(".csv")}
    read = lambda text: tomllib.loads(text, parse_float=Fraction)
    documents = {name: read(text) for name, text in texts.items() if name not in csv}
    as_texts = lambda docs: {**{name: text_of_document(one) for name, one in docs.items()}, **csv}
    wanted, _ = difference(command, as_texts(documents))
    if wanted is None:
        return texts
    changed = True
    while changed:
        changed = False
        for path in places(documents):
            shorter = None if path[-1] in KEPT else without(documents, path)
            if shorter is not None and difference(command, as_texts(shorter))[0] == wanted:
                documents, changed = shorter, True
    return as_texts(documents)


def main():
    command, seed, kind = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    texts = reduced(command, generate(seed, kind))
    for name, text in texts.items():
        print(f"--- {name}\n{text}")
    for fault in difference(command, texts)[1]:
        print(fault)
    if len(sys.argv) > 4:
        write(pathlib.Path(sys.argv[4]), texts)


if __name__ == "__main__":
    main()
