"""Validates CycloneDX documents with the strict validator of cyclonedx-python-lib, and prints how many are valid.

The dependency graph of each must have an entry for everything in the document and no circle, and each component must have the
minimum elements that NTIA lists, as far as the solution states them: a name, a version and a reference.
"""

import json
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

VALIDATORS = {
    "1.6": JsonStrictValidator(SchemaVersion.V1_6),
    "1.7": JsonStrictValidator(SchemaVersion.V1_7),
}


def components_of(document):
    """All components, also those that are part of another."""
    open_list = list(document["components"])
    while open_list:
        component = open_list.pop()
        yield component
        open_list.extend(component.get("components", []))


def fault_of_graph(document):
    """What is wrong with the dependency graph: takes away what depends on nothing, until nothing is left or a circle is."""
    everything = [document["metadata"]["component"], *components_of(document), *document.get("services", [])]
    references = [one["bom-ref"] for one in everything]
    entries = [one["ref"] for one in document["dependencies"]]
    if len(set(references)) < len(references) or sorted(references) != sorted(entries):
        return "references that are not unique, or have not one entry each in the dependency graph"
    graph = {one["ref"]: set(one["dependsOn"]) for one in document["dependencies"]}
    if unknown := set().union(*graph.values()) - set(graph):
        return f"something depends on what is not there: {sorted(unknown)}"
    while ready := {name for name, below in graph.items() if not below}:
        graph = {name: below - ready for name, below in graph.items() if name not in ready}
    return f"a circle of dependencies: {sorted(graph)}" if graph else None


def with_circle(text):
    """The document with the first edge of the graph also the other way round."""
    document = json.loads(text)
    entries = {one["ref"]: one["dependsOn"] for one in document["dependencies"]}
    name, below = next((name, below) for name, below in entries.items() if below)
    entries[below[0]].append(name)
    return json.dumps(document)


def fault_of(text):
    """What is wrong with a document; None if nothing is."""
    document = json.loads(text)
    error = VALIDATORS[document["specVersion"]].validate_str(text)
    if error is not None:
        return str(error)
    if fault := fault_of_graph(document):
        return fault
    metadata = document["metadata"]
    if not (metadata["timestamp"].endswith("T00:00:00Z") and metadata["authors"][0]["name"]):
        return "no author or time stamp"
    if not all(one["name"] and one["version"] and one["bom-ref"] for one in components_of(document)):
        return "a component without a name, version or reference"
    return None


def main():
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        if fault := fault_of(text):
            sys.exit(f"{path}: {fault}")
    if fault_of(text.replace('"bomFormat": "CycloneDX"', '"bomFormat": "Other"')) is None:
        sys.exit("a wrong document is not seen")
    if "a circle" not in (fault_of(with_circle(text)) or ""):
        sys.exit("a circle is not seen")
    print(f"valid CycloneDX documents: {len(sys.argv) - 1}; a wrong one and one with a circle are refused")
    sys.exit(0 if len(sys.argv) > 40 else 1)


main()
