"""What `check --format junit` writes, read after the schema of JUnit reports: junit.py SCHEMA FILE…

Every file must be valid and hold a case; the same file with a case spoiled must be refused, or the schema proves nothing.
"""

import sys

from lxml import etree


def main(schema_path, paths):
    schema = etree.XMLSchema(etree.parse(schema_path))
    cases = failures = 0
    for path in paths:
        report = etree.parse(path)
        if not schema.validate(report):
            sys.exit(f"{path}: {schema.error_log}")
        listed = list(report.iter("testcase"))
        if not listed:
            sys.exit(f"{path}: no case")
        cases += len(listed)
        failures += len(list(report.iter("failure")))
        listed[0].tag = "spoiled"
        if schema.validate(report):
            sys.exit(f"{path}: valid although it was spoiled")
    print(f"JUnit reports valid: {len(paths)}, with {cases} cases and {failures} failures; spoiled ones refused: {len(paths)}")
    if failures == 0:
        sys.exit("no report, or none with a failure")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
