#!/usr/bin/env python3
"""Writes the networks of Band Atlas into the overlays of `regions/`.

    python3 tests/facts/networks.py            rewrite the networks of all carriers, and the gaps about networks
    python3 tests/facts/networks.py --check    write nothing; exit with 1 if something would change

It reads the CSV files beside it (README.md says what each holds) and the carriers of the overlays. Of an overlay it keeps
what the list of network codes says (`wikipedia-mcc`: which technologies a carrier lists) and writes everything else anew, so
running it twice changes nothing. Carriers themselves, their codes and their order are edited by hand.
"""
import csv
import pathlib
import re
import sys
import tomllib

HERE = pathlib.Path(__file__).parent
REGIONS = HERE.parent.parent / "regions"
ATLAS, ATLAS_DAY = "band-atlas-2026-10-02", "2026-10-02"
LIST, LIST_DAY = "wikipedia-mcc", "2026-09-01"
# The order of technologies in a carrier, and what the files call them.
ORDER = ["gsm", "umts", "lte", "lte-m", "nb-iot", "nr"]
GENERATION = {"2G": "gsm", "3G": "umts"}
IOT = {"LTE-M": "lte-m", "NB-IoT": "nb-iot"}
NAMES = {"gsm": "GSM", "umts": "UMTS", "lte": "LTE", "lte-m": "LTE-M", "nb-iot": "NB-IoT", "nr": "5G"}


def rows(name):
    with open(HERE / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Atlas:
    """What the files say of each of our carriers: `(market, carrier, technology)` → keys."""

    def __init__(self):
        self.ours = {(row["market"], row["theirs"]): row["ours"] for row in rows("operators.csv")}
        self.left_out = {
            (row["file"], row["market"], row["theirs"], row["what"]) for row in rows("left_out.csv")
        }
        self.bands, self.flags, self.ends, self.low_power = {}, {}, {}, {}
        self.read_bands()
        self.read_networks()
        self.read_sunset()
        self.read_low_power()

    def carrier(self, market, theirs, file, what):
        """Our carrier, unless the value is on the list of what is left out."""
        if {(file, market, theirs, what), (file, market, theirs, "*")} & self.left_out:
            return None
        return self.ours[(market, theirs)]

    def read_bands(self):
        for row in rows("band-atlas/network_bands.csv"):
            ours = self.carrier(row["country"], row["operator_id"], "network_bands", row["band"])
            technology = {"LTE": "lte", "NR": "nr"}[row["tech"]]
            if ours:
                self.bands.setdefault((row["country"], ours, technology), set()).add(int(row["band"][1:]))
        for row in rows("iot_bands.csv"):
            ours = self.ours[(row["market"], row["theirs"])]
            found = {int(band) for band in row["bands"].split()}
            self.bands.setdefault((row["market"], ours, row["technology"]), set()).update(found)

    def read_networks(self):
        for row in rows("band-atlas/networks.csv"):
            market, theirs = row["country"], row["operator_id"]
            ours = self.carrier(market, theirs, "networks", "")
            if not ours:
                continue
            flags = self.flags.setdefault((market, ours), {})
            if row["sa"] in ("yes", "nsa"):
                flags["sa"] = "true" if row["sa"] == "yes" else "false"
            if row["redcap"] == "yes":
                flags["redcap"] = "true"
            for column, technology in [("lte_m", "lte-m"), ("nb_iot", "nb-iot")]:
                if row[column] == "yes":
                    self.low_power[(market, ours, technology)] = True
            for column, technology in [("2g", "gsm"), ("3g", "umts")]:
                state, date = row[column], row[f"{column}_date"]
                if state in ("off", "ending", "planned") and self.carrier(market, theirs, "networks", column):
                    self.ends.setdefault((market, ours, technology), []).append((date, state, "networks"))

    def read_sunset(self):
        for row in rows("band-atlas/sunset.csv"):
            market, theirs, network = row["country"], row["operator_id"], row["network"]
            technology = GENERATION.get(network.split(" ")[0]) or IOT.get(network)
            if not theirs and ("sunset", market, "", network) in self.left_out:
                continue
            # A row of a whole market is about the operators of which the file of networks knows an end.
            ending = [key[1] for key in self.ends if (key[0], key[2]) == (market, technology)]
            all_ours = [self.carrier(market, theirs, "sunset", network)] if theirs else ending
            for ours in filter(None, all_ours):
                end = (row["date"], row["status"], "sunset")
                self.ends.setdefault((market, ours, technology), []).append(end)

    def read_low_power(self):
        for row in rows("band-atlas/iot_networks.csv"):
            ours = self.carrier(row["market"], row["operator"], "iot_networks", row["technology"])
            if ours and row["status"] in ("commercial", "some cities"):
                note = "" if row["status"] == "commercial" else row["status"]
                self.low_power[(row["market"], ours, IOT[row["technology"]])] = note
        for row in rows("band-atlas/redcap_networks.csv"):
            if row["operator"] and row["status"] == "commercial":
                ours = self.carrier(row["market"], row["operator"], "redcap_networks", "redcap")
                self.flags.setdefault((row["market"], ours), {})["redcap"] = "true"


def first_day(date):
    """The first day that a date stands for: nobody may count on a network on a day on which it may be off."""
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", date):
        return f"{match[1]}-{3 * int(match[2]) - 2:02}-01"
    if match := re.fullmatch(r"(\d{4})-H([12])", date):
        return f"{match[1]}-{6 * int(match[2]) - 5:02}-01"
    return date + {4: "-01-01", 7: "-01", 10: ""}[len(date)]


def lies_in(exact, coarse):
    """Whether a date may be the same as a coarser one."""
    if exact == coarse:
        return True
    if match := re.fullmatch(r"(\d{4})-([QH])(\d)", coarse):
        months = 3 if match[2] == "Q" else 6
        part = exact[5:7]
        return exact[:4] == match[1] and (not part or (int(part) - 1) // months + 1 == int(match[3]))
    return exact.startswith(coarse)


def end_of(ends):
    """The day, what the source writes, its state, and a date that disagrees."""
    dated = [one for one in ends if one[0]]
    if not dated:
        state = ends[0][1]
        return (ATLAS_DAY, "", state, None) if state == "off" else None
    finest = max(dated, key=lambda one: (one[0][5:6] not in ("Q", "H"), len(one[0])))
    others = [one for one in dated if not lies_in(finest[0], one[0])]
    if not others:
        return first_day(finest[0]), finest[0], finest[1], None
    # The file of networks is the newer one; the other date contends.
    chosen = next(one for one in dated if one[2] == "networks")
    other = next(one for one in dated if one[0] != chosen[0])
    return first_day(chosen[0]), chosen[0], chosen[1], other[0]


def quoted(words):
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def line(technology, keys):
    parts = [f'technology = "{technology}"']
    for key in ["bands", "sa", "redcap", "until"]:
        if keys.get(key):
            parts.append(f"{key} = {keys[key]}")
    parts.append(f"source = {quoted(sorted(keys['source']))}")
    parts.append(f"as_of = {keys['as_of']}")
    parts.append(f'status = "{keys["status"]}"')
    if keys.get("contenders"):
        parts.append(f"contenders = {quoted(keys['contenders'])}")
    if keys.get("note"):
        parts.append(f'note = "{keys["note"]}"')
    return "  { " + ", ".join(parts) + " },"


def generation(atlas, second, market, carrier, technology, is_listed):
    """A 2G or 3G network: until when, or only that an old list names it."""
    ends = atlas.ends.get((market, carrier, technology))
    row = second.get((market, carrier, technology))
    end = end_of(ends) if ends else None
    if not end and not row:
        if not is_listed:
            return None
        return {"source": {LIST}, "as_of": LIST_DAY, "status": "unverified"}
    source = {LIST} if is_listed else set()
    keys = {"as_of": ATLAS_DAY, "status": "single", "contenders": []}
    if end:
        keys["until"], written, state, other = end
        source.add(ATLAS)
        if other:
            keys["status"] = "disputed"
            keys["contenders"].append(f"until {other} ({ATLAS})")
        elif not written:
            keys["note"] = "off on the day of the data; since when is not stated"
        else:
            plan = {"off": "off", "ending": "being switched off", "planned": "planned"}[state]
            keys["note"] = "" if state == "off" and len(written) == 10 else f"{plan}: {written}"
    if row:
        source.update(row["sources"].split("|") if row["sources"] else [])
        keys["status"] = row["status"]
        keys["until"] = row["until"] or keys["until"]
        if row["until"]:
            keys["note"] = ""
        if row["contender"]:
            keys["contenders"].append(row["contender"])
        keys["note"] = row["note"] or keys.get("note")
    return {**keys, "source": source}


def modern(atlas, market, carrier, technology, is_listed):
    """LTE, 5G, LTE-M and NB-IoT: bands where they are known."""
    bands = sorted(atlas.bands.get((market, carrier, technology), ()))
    flags = atlas.flags.get((market, carrier), {}) if technology == "nr" else {}
    ends = atlas.ends.get((market, carrier, technology))
    ended = end_of(ends) if ends else None
    low_power = (market, carrier, technology) in atlas.low_power
    if not (bands or flags.get("redcap") or flags.get("sa") == "true" or is_listed or low_power or ended):
        return None
    source = {LIST} if is_listed else set()
    if bands or flags or low_power or ended:
        source.add(ATLAS)
    note = atlas.low_power.get((market, carrier, technology))
    keys = {"bands": bands, **flags, "source": source, "status": "single", "note": note if note is not True else ""}
    if ended:
        keys["until"] = ended[0]
        keys["note"] = "" if len(ended[1]) == 10 else f"off: {ended[1]}"
    return {**keys, "as_of": ATLAS_DAY if ATLAS in source else LIST_DAY}


def networks(atlas, second, market, carrier):
    listed = {one["technology"] for one in carrier.get("networks", []) if LIST in one["source"]}
    found = {}
    for technology in ORDER:
        made = generation if technology in ("gsm", "umts") else modern
        arguments = (atlas, second) if made is generation else (atlas,)
        keys = made(*arguments, market, carrier["id"], technology, technology in listed)
        if keys:
            found[technology] = keys
    return found


def gaps(carriers):
    """What is still not known, in one sentence a technology."""
    said = {}
    for technology in ["gsm", "umts"]:
        who = [name for name, found in carriers if found.get(technology, {}).get("status") == "unverified"]
        if who:
            said[f"network.{technology}"] = "no good source says whether this still operates: " + ", ".join(who)
    for technology in ["lte", "nr"]:
        who = [name for name, found in carriers if technology in found and not found[technology]["bands"]]
        if who:
            said[f"network.{technology}"] = "no source was found for the bands of: " + ", ".join(who)
    for technology in ["lte-m", "nb-iot"]:
        operating = [found[technology] for _, found in carriers if technology in found]
        has_bands = operating and all(one["bands"] for one in operating)
        lacks = "only operators on the maps of the GSMA and of roaming partners are known"
        said[f"network.{technology}"] = lacks if has_bands else lacks + ", and not their bands"
    return said


def block_of(block, lines):
    """A carrier's text with other networks; a carrier without any has no such key."""
    old = re.search(r"(?ms)^networks = \[\n.*?^\]\n", block)
    new = "networks = [\n" + "\n".join(lines) + "\n]\n" if lines else ""
    if old:
        return block[: old.start()] + new + block[old.end() :]
    at = re.search(r"(?m)^source = ", block).start()
    return block[:at] + new + block[at:]


def gaps_block(block, said):
    """`[gaps]` with the lines about networks replaced; its keys stay sorted."""
    lines = [one for one in block.rstrip("\n").split("\n")[1:] if one]
    kept = [one for one in lines if not re.match(r'"?network[".= ]', one)]
    made = [f'"{key}" = "{text}"' for key, text in said.items()]
    key = lambda one: one.split(" = ")[0].strip('"')
    return "[gaps]\n" + "\n".join(sorted(kept + made, key=key)) + "\n"


def overlay(text, market, atlas, second):
    blocks = re.split(r"(?m)^(?=\[)", text)
    carriers = []
    for at, block in enumerate(blocks):
        if block.startswith("[[carriers]]"):
            carrier = tomllib.loads(block)["carriers"][0]
            found = networks(atlas, second, market, carrier)
            carriers.append((carrier["name"], found))
            blocks[at] = block_of(block, [line(technology, keys) for technology, keys in found.items()])
    for at, block in enumerate(blocks):
        if block.startswith("[gaps]"):
            blocks[at] = gaps_block(block, gaps(carriers))
    return "".join(blocks)


def main():
    atlas = Atlas()
    second = {(row["market"], row["carrier"], row["technology"]): row for row in rows("ends.csv")}
    changed = []
    for path in sorted(REGIONS.glob("[A-Z][A-Z].toml")):
        text = path.read_text(encoding="utf-8")
        new = overlay(text, path.stem, atlas, second)
        if new != text:
            changed.append(path.name)
            if "--check" not in sys.argv:
                path.write_text(new, encoding="utf-8")
    print(f"{len(changed)} overlays {'would change' if '--check' in sys.argv else 'written'}: {' '.join(changed)}")
    return 1 if changed and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
