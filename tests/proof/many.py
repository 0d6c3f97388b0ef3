#!/usr/bin/env python3
"""Proves the answers to many random solutions, has `veripb` check them, corrupts each, and compares each with its files.

usage: many.py TERROIR VERIPB ANSWERS [FIRST]

The solutions are those of `tests/evaluator/generate.py`. Every proof must be accepted, every corrupted one refused, and no
problem may differ from its files. The last line counts; the exit status is 1 where anything is amiss.
"""

import pathlib
import random
import subprocess
import sys
import tempfile
from collections import Counter

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]
sys.dont_write_bytecode = True

import importlib.util  # noqa: E402

import check_opb  # noqa: E402


def generator():
    """The generator of the other comparison, by its path: both folders have modules of equal names."""
    spec = importlib.util.spec_from_file_location("evaluator_generate", HERE.parent / "evaluator" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    sys.path.append(str(HERE.parent / "evaluator"))
    spec.loader.exec_module(module)
    return module


def accepted(veripb, opb, pbp):
    run = subprocess.run([veripb, opb, pbp], capture_output=True, text=True)
    return run.returncode == 0 and "s VERIFIED" in run.stdout


def flags(question):
    for name, value in question.get("set", {}).items():
        yield from ("--set", f"{name}={str(value).lower() if isinstance(value, bool) else value}")
    for slot, component in question.get("pin", {}).items():
        yield from ("--pin", f"{slot}={component}")
    for component in question.get("without", []):
        yield from ("--without", component)


def corrupted(problem, proof, draw):
    """A problem and a proof of which the claim is false, and what was done."""
    lines = proof.splitlines()
    conclusion = next(at for at, line in enumerate(lines) if line.startswith("conclusion"))
    if "UNSAT" in lines[conclusion]:
        if draw.random() < 0.5:
            # The step before may be a contradiction too, the first constraint never is.
            lines[conclusion] = "conclusion UNSAT : 1 ;"
            lines.pop(max(at for at, line in enumerate(lines) if line == "rup >= 1 ;"))
            return problem, "\n".join(lines) + "\n", "a dropped line"
        free = [">= 0 ;" if ">= " in line and line[0] != "*" else line for line in problem.splitlines()]
        return "\n".join(free) + "\n", proof, "constraints left out"
    value = int(lines[conclusion].split()[2])
    answer = next(at for at, line in enumerate(lines) if line.startswith("@better soli"))
    words = lines[answer].split()
    literals = [at for at, word in enumerate(words) if word.lstrip("~").startswith("x")]
    taken = [words[at] for at in literals if not words[at].startswith("~")]
    kind = draw.randrange(5)
    if kind == 0:
        lines[conclusion] = f"conclusion BOUNDS {value - 1} : -1 {value - 1} ;"
        return problem, "\n".join(lines) + "\n", "a better bound"
    if kind == 1:
        return problem.replace("\nmin:", f"\nmin: +1 {draw.choice(taken)}", 1), proof, "a coefficient"
    if kind == 2:
        at = draw.choice(literals)
        words[at] = words[at][1:] if words[at].startswith("~") else "~" + words[at]
        lines[answer] = " ".join(words)
        return problem, "\n".join(lines) + "\n", "another answer"
    if kind == 3:
        lines.insert(2, f"rup +1 ~{draw.choice(taken)} >= 1 ;")
        return problem, "\n".join(lines) + "\n", "a false step"
    lines.pop(answer)
    return problem, "\n".join(lines) + "\n", "a dropped line"


def try_one(terroir, veripb, seed, counts, skipped):
    texts, question = generator().generate(seed)
    amiss = []
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            path = pathlib.Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        command = [terroir, "--manifest-path", folder, "resolve", "--as-of", generator().DAY.isoformat(), "--proof", f"{folder}/proofs"]
        run = subprocess.run([*command, *flags(question)], capture_output=True, text=True)
        if run.returncode not in (0, 1) or not pathlib.Path(folder, "proofs").is_dir():
            counts["refused to run"] += 1
            return []
        counts["without a proof"] += run.stderr.count("no proof for")
        draw = random.Random(seed)
        for opb in sorted(pathlib.Path(folder, "proofs").glob("*.opb")):
            pbp = opb.with_suffix(".pbp")
            problem, proof = opb.read_text(encoding="utf-8"), pbp.read_text(encoding="utf-8")
            counts["no BOM" if "UNSAT" in proof else "optimum"] += 1
            counts["accepted"] += accepted(veripb, opb, pbp)
            if not accepted(veripb, opb, pbp):
                amiss.append(f"seed {seed}, {opb.stem}: refused")
            wrong, wrong_proof, what = corrupted(problem, proof, draw)
            wrong_opb, wrong_pbp = pathlib.Path(folder, "wrong.opb"), pathlib.Path(folder, "wrong.pbp")
            wrong_opb.write_text(wrong, encoding="utf-8")
            wrong_pbp.write_text(wrong_proof, encoding="utf-8")
            if accepted(veripb, wrong_opb, wrong_pbp):
                amiss.append(f"seed {seed}, {opb.stem}: accepted with {what}")
            else:
                counts["corrupted and refused"] += 1
        compared = Counter()
        amiss += check_opb.compare_folder(folder, str(HERE.parent.parent / "regions"), 24, compared, skipped)
        counts.update({f"compared, {name}": count for name, count in compared.items()})
    return amiss


def main():
    terroir, veripb, wanted = sys.argv[1], sys.argv[2], int(sys.argv[3])
    seed, counts, skipped, amiss = int(sys.argv[4]) if len(sys.argv) > 4 else 0, Counter(), Counter(), []
    while counts["accepted"] < wanted and len(amiss) < 40:
        amiss += try_one(terroir, veripb, seed, counts, skipped)
        seed += 1
    for text in amiss:
        print("amiss:", text)
    for text, count in skipped.most_common():
        print(f"not understood in {count} problems: {text}")
    print(", ".join(f"{name}: {count}" for name, count in sorted(counts.items())))
    return 1 if amiss else 0


if __name__ == "__main__":
    sys.exit(main())
