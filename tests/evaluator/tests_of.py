"""Names, dates, versions and the tests of attributes."""


def names(wanted, capability):
    """Whether a name reaches a capability: itself, or one below it."""
    return capability == wanted or capability.startswith(wanted + ".")


def in_force(entry, day):
    if "from" in entry and day < entry["from"]:
        return False
    if "until" in entry and day >= entry["until"]:
        return False
    return not ("through" in entry and day > entry["through"])


def as_list(value):
    return value if isinstance(value, list) else [value]


def version_key(text):
    return [int(part) for part in text.split(".")]


def satisfies(version, wanted):
    """`^1.2`, the only form of requirement that is written here."""
    have, least = version_key(version), version_key(wanted.lstrip("^"))
    least += [0] * (3 - len(least))
    return have >= least and have[0] == least[0] and (least[0] > 0 or have[1] == least[1])


def union(ranges):
    joined = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return joined


def alternatives_of(need):
    return need.get("one-of", [need])


def passes(attributes, version, tests):
    for key, test in tests.items():
        if key == "version":
            if version is None or not satisfies(version, test):
                return False
            continue
        if key not in attributes:
            return False
        value = attributes[key]
        one_by_one = test if isinstance(test, dict) else {"equals": test}
        is_range = key.startswith("range_") or "_range_" in key
        if not all(passes_one(value, name, operand, is_range) for name, operand in one_by_one.items()):
            return False
    return True


def passes_one(value, name, operand, is_range):
    values = as_list(value)
    if name == "equals":
        return values == operand if is_range else set(values) == set(as_list(operand))
    if name == "within":
        return all(operand[0] <= one <= operand[1] for one in values)
    if name == "covers":
        return values[0] <= operand[0] and operand[1] <= values[1]
    if name == "any-of":
        return bool(set(values) & set(operand))
    if name == "all-of":
        return set(operand) <= set(values)
    if name == "none-of":
        return not set(values) & set(operand)
    if name == "at-least":
        return all(one >= operand for one in values)
    if name == "at-most":
        return all(one <= operand for one in values)
    raise ValueError(f"no test is called {name}")
