"""Reads the pseudo-Boolean problems that terroir writes, and says whether an assignment satisfies one."""

import re


class Problem:
    """The groups of an OPB file by the words of its comments, its constraints, its objective."""

    def __init__(self, text):
        self.market = self.day = self.variant = self.solution = None
        self.flags, self.factors, self.groups, self.is_no = [], [], {}, False
        self.variables = {}  # number -> (group, value)
        self.constraints, self.objective = [], {}
        about = ""
        for line in text.splitlines():
            if line.startswith("*"):
                about = self.comment(line[2:]) or about
            elif line.startswith("min:"):
                terms, _ = sum_of(line[4:].rstrip(" ;"))
                self.objective = dict(terms)
            else:
                left, relation, right = re.fullmatch(r"(.*?) ?(>=|=) (-?\d+) ;", line).groups()
                terms, _ = sum_of(left)
                self.constraints.append((terms, relation, int(right), about))

    def comment(self, text):
        text = re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), text)
        if found := re.fullmatch(r"terroir: (.*?) (\S+?)(?:, variant `(.*)`)?, market (\S+) on (\S+)", text):
            self.solution, _, self.variant, self.market, self.day = found.groups()
        elif text.startswith("claim: "):
            self.is_no = "no assignment satisfies" in text
        elif text.startswith("flag: "):
            self.flags.append(text[6:])
        elif found := re.fullmatch(r"objective: (.*), a unit counts (\d+) x (\d+)", text):
            self.factors.append((found[1], int(found[2]) * int(found[3])))
        elif found := re.fullmatch(r"x(\d+): (.*?) = (.*)", text):
            self.variables[int(found[1])] = (found[2], found[3])
            self.groups.setdefault(found[2], []).append((int(found[1]), found[3]))
        elif text.startswith(("choice: ", "reason: ", "structure")):
            return text
        return None

    def satisfied(self, chosen, limit=20000):
        """The least objective of an assignment that extends `chosen` (group -> value); None: there is none; False: the
        search takes too long. Groups that are not chosen are helpers."""
        true = {}
        for name, values in self.groups.items():
            if name in chosen:
                if chosen[name] not in [value for _, value in values]:
                    return None
                true.update({number: value == chosen[name] for number, value in values})
        open_groups = [values for name, values in self.groups.items() if name not in chosen]
        left = [([(number, weight) for number, weight in terms if number not in true],
                 relation, right - sum(weight for number, weight in terms if true.get(number)))
                for terms, relation, right, _ in self.constraints]
        for terms, relation, right in left:
            if not terms and (right > 0 or (relation == "=" and right != 0)):
                return None
        left = [one for one in left if one[0]]
        base = sum(weight for number, weight in self.objective.items() if true.get(number))
        state = {"best": None, "nodes": 0, "limit": limit}
        extend(left, open_groups, {}, self.objective, state)
        if state["nodes"] > limit:
            return False
        return None if state["best"] is None else base + state["best"]

    def cost(self, chosen):
        """The objective of an assignment, where no helper has a part in it."""
        return sum(weight for number, weight in self.objective.items() if chosen[self.variables[number][0]] == self.variables[number][1])

    def plain_constraints(self, known):
        """The constraints, by position, that are no choice and speak of known groups alone."""
        for at, (terms, _, _, about) in enumerate(self.constraints):
            if not about.startswith("choice: ") and terms and all(self.variables[number][0] in known for number, _ in terms):
                yield at

    def break_clause(self, at, chosen, values, draw):
        """Changes an assignment so that a constraint fails; None where that takes more than one value of each group."""
        terms, _, right, _ = self.constraints[at]
        weights = {}
        for number, weight in terms:
            name, value = self.variables[number]
            weights.setdefault(name, {})[value] = weight
        total = 0
        for name, found in weights.items():
            least = min(found.get(value, 0) for value in values[name])
            kept = [value for value in values[name] if found.get(value, 0) == least]
            if found.get(chosen[name], 0) != least:
                chosen[name] = draw.choice(kept)
            total += least
        return chosen if total < right else None

    def refuses(self, chosen):
        """The positions of the constraints without helpers that fail; -1 where only the helpers show that one does."""
        true = {number for name, values in self.groups.items() for number, value in values if chosen.get(name) == value}
        found = set()
        for at, (terms, relation, right, _) in enumerate(self.constraints):
            if all(self.variables[number][0] in chosen for number, _ in terms):
                total = sum(weight for number, weight in terms if number in true)
                if total < right or (relation == "=" and total != right):
                    found.add(at)
        if found:
            others = Problem.__new__(Problem)
            others.__dict__.update(self.__dict__)
            others.constraints = [one for at, one in enumerate(self.constraints) if at not in found]
            if others.satisfied(chosen) is None:
                found.add(-1)
        return found

    def broken(self, chosen):
        """What the constraints without helpers that fail are about."""
        true = {number for name, values in self.groups.items() for number, value in values if chosen.get(name) == value}
        for terms, relation, right, about in self.constraints:
            if all(self.variables[number][0] in chosen for number, _ in terms):
                found = sum(weight for number, weight in terms if number in true)
                if found < right or (relation == "=" and found != right):
                    yield about


def sum_of(text):
    words = text.split()
    if len(words) == 1:
        return [], int(words[0])
    return [(int(words[at + 1][1:]), int(words[at])) for at in range(0, len(words), 2)], 0


def extend(constraints, groups, taken, objective, state):
    """Depth-first over the helpers, with propagation; keeps the least objective."""
    state["nodes"] += 1
    if state["nodes"] > state["limit"]:
        return
    groups, known = list(groups), dict(taken)
    changed = True
    while changed:
        changed = False
        options = {}
        for values in groups:
            options.update({number: known.get(number) for number, _ in values})
        for terms, relation, right in constraints:
            most = sum(weight for number, weight in terms if (known.get(number, weight > 0) if number in known else weight > 0))
            if most < right:
                return
            for number, weight in terms:
                if number in known or weight == 0:
                    continue
                if most - abs(weight) < right:
                    known[number] = weight > 0
                    changed = True
            if relation == "=":
                least = sum(weight for number, weight in terms if (known[number] if number in known else weight < 0))
                if least > right:
                    return
                for number, weight in terms:
                    if number not in known and least + abs(weight) > right:
                        known[number] = weight < 0
                        changed = True
    open_groups = [values for values in groups if any(number not in known for number, _ in values)]
    if not open_groups:
        cost = sum(weight for number, weight in objective.items() if known.get(number))
        if state["best"] is None or cost < state["best"]:
            state["best"] = cost
        return
    bound = sum(weight for number, weight in objective.items() if known.get(number))
    for values in open_groups:
        bound += min(objective.get(number, 0) for number, _ in values if known.get(number, True))
    if state["best"] is not None and bound >= state["best"]:
        return
    values = sorted((one for one in open_groups[0] if known.get(one[0], True)), key=lambda one: objective.get(one[0], 0))
    for number, _ in values:
        extend(constraints, open_groups, {**known, **{other: other == number for other, _ in open_groups[0]}}, objective, state)
