#!/usr/bin/env python3
"""Writes the overlays of the second tier, `regions/tier-2/*.toml`, from the values in `second-tier/`.

    python3 tests/facts/second_tier.py            write the overlays
    python3 tests/facts/second_tier.py --check    write nothing; exit with 1 if something would change
    python3 tests/facts/second_tier.py --take reach-2026-11.csv
                                                  choose the markets in a new edition and copy their values first

A market belongs to the second tier if Wi-Fi rules, mains and the code of an LTE network in two families are known of it. What
no list has is a gap of the overlay: nothing is guessed, and nothing is edited by hand.
"""
import csv
import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).parent / "second-tier"
REGIONS = HERE.parent.parent.parent / "regions" / "tier-2"
VALUES, MARKETS, LOW_POWER = HERE / "reach.csv", HERE / "markets.csv", HERE / "low_power.csv"
# The ids of sources and the days of their data, by the beginning of a row's title.
SOURCES = {
    "mledoze/countries": "mledoze-countries",
    "Unicode CLDR": "cldr",
    "IANA tzdata": "iana-tz-2026f",
    "IEC World Plugs": "iec-world-plugs",
    "wireless-regdb": "wireless-regdb-2026.09.03",
    "TheThingsNetwork": "ttn-plans-2025-11-20",
    "Wikipedia": "wikipedia-mcc",
}
SECOND_LIST, SECOND_LIST_DAY = "gnome-2025-11", "2025-11-01"
LIST, LIST_DAY = "wikipedia-mcc", "2026-09-01"
TWO_FAMILIES = "2 families"
UNREAD = "no source read"
# What a list calls a technology; what is not here (CDMA, WiMAX, TDMA) is no technology that overlays name.
TECHNOLOGY = {"GSM": "gsm", "UMTS": "umts", "UTMS": "umts", "LTE": "lte", "TD-LTE": "lte", "5G": "nr", "TD-5G": "nr"}
ORDER = ["gsm", "umts", "lte", "lte-m", "nb-iot", "nr"]
# What nobody reads for this tier.
NEVER_READ = [
    "certification",
    "connectivity.roaming",
    "data.store",
    "index.air-quality",
    "network.lte-m",
    "network.nb-iot",
    "spectrum.srd",
]


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def source_of(row):
    return next(known for title, known in SOURCES.items() if row["source_title"].startswith(title))


def technologies(value):
    """Those of `213-03 (GSM 900 / LTE 800 / 5G)`, in their order."""
    listed = re.search(r"\((.*)\)$", value.replace("\u00a0", " "))[1].split(" / ")
    found = {TECHNOLOGY.get(re.match(r"[A-Z-]+|5G", word)[0]) for word in listed if re.match(r"[A-Z-]+|5G", word)}
    return [one for one in ORDER if one in found]


def is_of_tier(values):
    """Whether the three things that the tier promises are known of a market."""
    has = lambda beginning: any(row["key"].startswith(beginning) for row in values)
    codes = [row for row in values if row["key"].startswith("carriers.") and row["confidence"].startswith(TWO_FAMILIES)]
    return has("radio.wifi-") and has("power") and any("lte" in technologies(row["value"]) for row in codes)


def by_market(values):
    found = {}
    for row in values:
        found.setdefault(row["area"], []).append(row)
    return found


def take(path):
    """Copies the values of the markets that belong to the tier."""
    values = rows(path)
    chosen = [row for one in by_market(values).values() if is_of_tier(one) for row in one]
    with open(VALUES, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, values[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(chosen)


def quoted(words):
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def cites(sources, day, status):
    return [f"source = {quoted(sorted(set(sources)))}", f"as_of = {day}", f'status = "{status}"']


def identity(values):
    keys = {row["key"].removeprefix("identity."): row for row in values if row["key"].startswith("identity.")}
    value = lambda key: keys[key]["value"]
    lines = [f'iso3 = "{value("iso3")}"', f'numeric = "{value("numeric")}"', f'currency = "{value("currency")}"']
    lines.append(f"minor_unit = {value('minor_unit')}")
    lines.append(f"languages = {quoted(value('languages').split())}")
    codes = sorted({code.split("-")[0] for codes, _ in carriers_of(values)[0].values() for code in codes})
    lines += [f"mcc = {quoted(codes)}", f"time_zones = {quoted(value('time_zones').split())}"]
    sources = [source_of(row) for row in keys.values()] + [LIST]
    return ["[identity]", *lines, *cites(sources, keys["currency"]["source_date"], "single")]


def power(values):
    row = next(row for row in values if row["key"] == "power")
    lines = [part.strip().replace("=", " = ", 1).replace("'", '"') for part in row["value"].split(";")]
    return ["[power]", *lines, *cites([source_of(row)], row["source_date"], "single")]


def decimal(text):
    return text if "." in text else f"{text}.0"


def radio(values):
    """LoRaWAN plans, then Wi-Fi rules from low to high."""
    for row in (row for row in values if row["key"] == "radio.lora.plan" and is_plan(row)):
        lines = ['technology = "lora"', f'plan = "{row["value"]}"']
        yield ["[[radio]]", *lines, *cites([source_of(row)], row["source_date"], "single")]
    ends = lambda row: row["key"].removeprefix("radio.wifi-").split("-")
    wifi = (row for row in values if row["key"].startswith("radio.wifi-"))
    for row in sorted(wifi, key=lambda row: [float(end) for end in ends(row)]):
        width, power, flags = (part.strip() for part in row["value"].split(";"))
        lines = ['technology = "wifi"', f"range_mhz = [{', '.join(ends(row))}]"]
        lines += [f"width_mhz = {width.split('=')[1]}", f"eirp_dbm = {decimal(power.split('=')[1])}"]
        lines += [f"{flag} = true" for flag in ["dfs", "indoor", "no-ir", "auto-bw"] if flag in flags.split()]
        yield ["[[radio]]", *lines, *cites([source_of(row)], row["source_date"], "single")]


def is_plan(row):
    return not row["value"].startswith("?")


def code_of(row):
    return row["value"].split(" ")[0]


def slug(name):
    plain = unicodedata.normalize("NFKD", name.lower().replace("ø", "o")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def name_of(row):
    return row["key"].removeprefix("carriers.").removesuffix(".plmn")


def carriers_of(values):
    """Carriers whose codes two families list: name → codes and technologies; and the others with their codes."""
    found, single = {}, []
    for row in (row for row in values if row["key"].startswith("carriers.")):
        if not row["confidence"].startswith(TWO_FAMILIES):
            single.append(f"{name_of(row)} ({code_of(row)})")
            continue
        codes, listed = found.setdefault(name_of(row), ([], set()))
        codes.append(code_of(row))
        listed.update(technologies(row["value"]))
    return found, single


def low_power_of(market):
    """LTE-M and NB-IoT: (carrier, technology) → what it cites."""
    own = [row for row in rows(LOW_POWER) if row["market"] == market]
    return {(row["carrier"], row["technology"]): cites([row["source"]], row["day"], "single") for row in own}


def carriers(market, found):
    low_power = low_power_of(market)
    for name, (codes, listed) in sorted(found.items(), key=lambda one: one[1][0][0]):
        lines = [f'id = "{slug(name)}"', f'name = "{name}"', f"plmn = {quoted(sorted(codes))}", "networks = ["]
        for technology in ORDER:
            status = "single" if technology in ("lte", "nr") else "unverified"
            own = cites([LIST], LIST_DAY, status) if technology in listed else low_power.get((name, technology))
            if own:
                lines.append(f'  {{ technology = "{technology}", {", ".join(own)} }},')
        yield ["[[carriers]]", *lines, "]", *cites([LIST, SECOND_LIST], SECOND_LIST_DAY, "agree")]


def gaps(market, values, found, single):
    said = {key: UNREAD for key in NEVER_READ}
    for _, technology in low_power_of(market):
        said[f"network.{technology}"] = "only one operator on a map of the GSMA is known, and not its bands"
    if single:
        said["carrier"] = "only one family lists the code of: " + ", ".join(single)
    for technology in ORDER:
        who = [name for name, (_, listed) in sorted(found.items(), key=lambda one: one[1][0][0]) if technology in listed]
        lacks = "no source was found for the bands of: "
        if technology in ("gsm", "umts"):
            lacks = "no good source says whether this still operates: "
        if who:
            said[f"network.{technology}"] = lacks + ", ".join(who)
    if not any(row["key"] == "radio.lora.plan" and is_plan(row) for row in values):
        said["spectrum.lora"] = UNREAD
    written = lambda key: f'"{key}"' if "." in key else key
    return ["[gaps]", *(f'{written(key)} = "{said[key]}"' for key in sorted(said))]


def overlay(market, values):
    code, name = market["code"], market["name"]
    head = [
        f"# Facts of {name}: second tier, written by tests/facts/second_tier.py. What was never read stands in [gaps].",
        "# Every value has a source, listed in sources.toml.",
        "",
        f'area = "{code}"',
        f'name = "{name}"',
        f'within = ["itu-r{market["itu"]}"]',
        "tier = 2",
    ]
    found, single = carriers_of(values)
    parts = [head, identity(values), power(values), *radio(values), *carriers(code, found)]
    parts.append(gaps(code, values, found, single))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def main():
    if "--take" in sys.argv:
        take(sys.argv[sys.argv.index("--take") + 1])
    values, changed = by_market(rows(VALUES)), []
    markets = {row["code"]: row for row in rows(MARKETS)}
    if markets.keys() != values.keys():
        sys.exit(f"markets.csv and reach.csv differ in {sorted(markets.keys() ^ values.keys())}")
    for code in sorted(markets):
        path, new = REGIONS / f"{code}.toml", overlay(markets[code], values[code])
        if not path.exists() or path.read_text(encoding="utf-8") != new:
            changed.append(code)
            if "--check" not in sys.argv:
                path.write_text(new, encoding="utf-8")
    changed += [path.stem for path in sorted(REGIONS.glob("*.toml")) if path.stem not in markets]
    print(f"{len(changed)} of {len(markets)} overlays {'would change' if '--check' in sys.argv else 'written'}")
    return 1 if changed and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
