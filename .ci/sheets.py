"""Reads every exported CSV file with Python's csv and every exported workbook with openpyxl: sheets.py TERROIR FOLDER SOLUTION…

Each cell must be what `resolve --format json` has; which column shows what is stated here once more, without a look at terroir's
code. A hostile solution, whose texts look like formulas, numbers and dates and hold quotes and newlines, is made and read
like the others. Spoiled files must be refused, or the comparison proves nothing.
"""

import csv
import json
import subprocess
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path

import openpyxl

DAY = "2026-11-22"
PROFILES = ["release", "kicad", "jlcpcb", "pcbway", "inventree", "odoo", "erpnext", "gitplm"]
AMOUNTS = {"Unit Price", "Duty", "Extended Price", "Rate (Items)"}
FOR_BOARDS = {"kicad", "jlcpcb", "pcbway"}
NUMBERS = {"Item", "Item #", "Quantity", "Qty", "Qnty", "bom_line_ids/product_qty", "Qty (Items)", "Lead Time (weeks)",
           "Unit Price", "Duty", "Extended Price", "Rate (Items)"}
HOSTILE = ["=1+1", '=HYPERLINK("http://example.org","x")', "+1+1", "-2", "@SUM(A1)", "\t=1", "0603", "1E5", "3-1", "1-Mar",
           "1/2", "007", "TRUE", "#N/A", "12345678901234567", "100n,5%", 'two\nlines, "quoted"', "'text", " spaces ", "ü 10 µF Ω",
           "<b>&amp;</b>]]>", "_x0041_", "1.50", "a;b\tc", "=\"0603\"", "10:30"]


def write_hostile(folder):
    """Two boards, two markets, and every text in every place that takes any text."""
    solution = f'[solution]\nname = "hostile"\nmarkets = ["DE", "US"]\ncurrency = "USD"\n[slots.second]\nchoose = ["second"]\nquantity = 2\n'
    parts = '[[components]]\nid = "second"\nkind = "hardware"\nprice = "1.00"\n'
    for at, text in enumerate(HOSTILE):
        text, board = json.dumps(text, ensure_ascii=False), "part-of = \"second\"\n" if at % 3 == 0 else ""
        solution += f'[slots.s{at}]\nchoose = ["c{at}"]\nrefdes = ["X{at}", "Y{at}"]\nquantity = 2\n{board}'
        parts += f'[[components]]\nid = "c{at}"\nkind = "hardware"\nprice = "0.{at:02}"\n'
        parts += "".join(f"{key} = {text}\n" for key in ["name", "mpn", "manufacturer", "value", "footprint", "description"])
        parts += f"approved = [{{ mpn = {text} }}]\nfields = {{ Tolerance = {text}, {text} = {text}, LCSC = {text} }}\n"
    (folder / "catalog").mkdir(parents=True, exist_ok=True)
    (folder / "solution.toml").write_text(solution, encoding="utf-8")
    (folder / "catalog" / "parts.toml").write_text(parts, encoding="utf-8")


def description_of(line):
    """The description, else the name where it is more than an id, a value or a part number."""
    name = line["name"] if line["name"] not in (line["component"], line["value"], line["mpn"]) else None
    return line["description"] or name or ""


def count_of(line, profile, lines):
    """The quantity: of one board in an order of boards."""
    quantity = Decimal(str(line["quantity"]))
    if profile in FOR_BOARDS and line["part_of"]:
        quantity /= next(Decimal(str(one["quantity"])) for one in lines if one["slot"] == line["part_of"])
    return quantity


def grouped(lines, profile):
    """The rows of a list: the JSON lines that each is made of."""
    if profile == "release":
        return [[line] for line in lines]
    rows = {}
    for line in lines:
        if profile in FOR_BOARDS and not (line["refdes"] and line["kind"] == "hardware"):
            continue
        part = [line["component"], line["version"]]
        part += [] if profile in FOR_BOARDS else [line["unit_cost"], line["alternates"]]
        rows.setdefault(json.dumps(part), []).append(line)
    return list(rows.values())


class Row:
    """A row of a list, and what a column of it must show."""

    def __init__(self, of, at, profile, market):
        self.of, self.at, self.profile, self.market = of, at, profile, market
        self.line = of[0]

    def places(self):
        """The designators; with their board before them in a list of a product with several boards."""
        is_split = self.profile not in FOR_BOARDS | {"release"} and len(self.market["boards"]) > 1
        one = lambda line, place: f"{line['part_of']}:{place}" if is_split and line["part_of"] else place
        return ",".join(one(line, place) for line in self.of for place in line["refdes"])

    def board(self):
        return (self.line["part_of"] or "main") if self.line["refdes"] else ""

    def substitutes(self):
        """Ids, makers and part numbers; what the answer does not have is None."""
        return [(one, None, None) for one in self.line["alternates"]] + self.approved()

    def approved(self):
        return [("", one["manufacturer"] or "", one["mpn"] or "") for one in self.line["approved"]]

    def field(self, *titles):
        return next((self.line["fields"][title] for title in titles if self.line["fields"].get(title)), None)

    def once(self, text):
        return text if self.at == 0 else ""

    def numbered(self, title):
        """`Alternate 2 MPN`: the number, and which part of it."""
        words = title.split(" ", 2)
        if words[0] != "Alternate" or not words[1].isdigit():
            return None
        known = self.substitutes() if self.profile == "release" else self.approved()
        own = known[int(words[1]) - 1] if int(words[1]) <= len(known) else ("", "", "")
        return own[["", "Manufacturer", "MPN"].index(words[2] if len(words) > 2 else "")], True

    def of_title(self, title):
        """What the column must show; None where the answer does not have it."""
        line, market = self.line, self.market
        if numbered := self.numbered(title):
            return numbered[0]
        quantity = str(sum(count_of(one, self.profile, market["lines"]) for one in self.of).normalize().__format__("f"))
        comment = line["value"] or line["mpn"] or description_of(line) or line["component"]
        item = f"{market['solution']}-{market['market']}" if self.profile == "erpnext" else str(self.at + 1)
        of_lists = {
            "Item": self.once(item) if self.profile == "erpnext" else item, "Item #": item, "Market": market["market"],
            "Slot": line["slot"], "Part Of": line["part_of"], "Board": self.board(), "Reference": self.places(),
            "Refs": self.places(), "Designator": self.places(), "Ref": self.places(),
            "Quantity": self.once("1") if self.profile == "erpnext" else quantity, "Qty": quantity, "Qnty": quantity,
            "bom_line_ids/product_qty": quantity, "Qty (Items)": quantity, "Unit": line["unit"], "IPN": self.ipn(),
            "Part": self.ipn(), "bom_line_ids/product_id": self.ipn(), "Item Code (Items)": self.ipn(),
            "Version": line["version"], "Kind": line["kind"], "Value": line["value"], "Comment": comment,
            "Footprint": line["footprint"], "Package/Footprint": line["footprint"], "Manufacturer": line["manufacturer"],
            "MPN": line["mpn"], "Mfg Part #": line["mpn"], "Description": description_of(line),
            "Description / Value": description_of(line) or line["value"],
            "Item Name (Items)": line["name"] if line["name"] != line["component"] else "",
            "Item Description (Items)": line["description"], "Datasheet": line["datasheet"],
            "Layer": "core" if line["core"] else "regional", "Lifecycle": line["lifecycle"], "HS Code": line["hs"],
            "Country of Origin": line["origin"], "Lead Time (weeks)": "" if line["lead_weeks"] is None else str(line["lead_weeks"]),
            "Certifications": "; ".join(line["certificates"]), "Unit Price": line["unit_cost"], "Duty": line["duty"],
            "Rate (Items)": line["unit_cost"], "Extended Price": line["cost"], "License": line["license"], "PURL": line["purl"],
            "CPE": line["cpe"], "Supplier": line["supplier"], "SBOM": line["sbom"],
            "Currency": self.once(market["currency"]) if self.profile == "erpnext" else market["currency"],
            "UOM (Items)": {"pcs": "Nos", "m": "Meter"}[line["unit"]], "Note": ", ".join(one["slot"] for one in self.of),
            "bom_line_ids/product_uom_id": {"pcs": "Units", "m": "m"}[line["unit"]],
            "Consumable": "False", "Inherited": "False", "Optional": "False", "Substitutes": "; ".join(line["alternates"]),
            "product_tmpl_id": self.once(market["solution"]), "code": self.once(f"{market['solution']}-{market['market']}"),
            "type": self.once("normal"), "product_qty": self.once("1"), "DNP": "", "ID": "", "Type": "",
            "Your Instructions / Notes": "", "Cmp name": "", "Vendor": "",
            "JLCPCB Part #": self.field("JLCPCB Part #", "LCSC") or "",
        }
        if title not in of_lists and not any(title in one["fields"] for one in market["lines"]):
            raise Fault(f"nothing is known of a column `{title}`")
        return of_lists.get(title) or self.field(title) or ""

    def ipn(self):
        return self.field("IPN") or self.line["component"]


def expected(market, profile):
    """The lists of a market: its boards, or one of the product; each with its rows."""
    if profile not in FOR_BOARDS:
        groups = {None: market["lines"]}
    else:
        groups = {}
        for line in market["lines"]:
            if line["refdes"] and line["kind"] == "hardware":
                groups.setdefault(line["part_of"] or "main", []).append(line)
    return {
        board: [Row(of, at, profile, market) for at, of in enumerate(grouped(lines, profile))]
        for board, lines in groups.items()
    }


def in_xml(text):
    """A text as an XML file keeps it."""
    return "".join(letter for letter in text.replace("\r\n", "\n").replace("\r", "\n") if letter in "\t\n" or letter >= " ")


class Fault(Exception):
    pass


def compare(name, header, cells, rows, convert):
    """Compares a sheet with what it must show; how many cells were."""
    if len(cells) != len(rows) or len(set(header)) < len(header):
        raise Fault(f"{name}: {len(cells)} rows for {len(rows)}, or a title twice: {header}")
    count = 0
    for number, (own, row) in enumerate(zip(cells, rows), 2):
        if len(own) != len(header):
            raise Fault(f"{name}:{number}: {len(own)} cells for {len(header)} titles")
        for title, cell in zip(header, own):
            wanted = row.of_title(title)
            # The answer has 0.00 also for what has no price, and a list leaves that empty.
            is_unpriced = title in AMOUNTS and wanted and cell in (None, "") and Decimal(wanted) == 0
            if wanted is not None and not is_unpriced and convert(cell, title) != convert(wanted, title):
                raise Fault(f"{name}:{number}: `{title}` is {cell!r}, expected {wanted!r}")
            count += wanted is not None
        if lost := [one for one in row.line["fields"].values() if row.profile == "release" and one not in own]:
            raise Fault(f"{name}:{number}: no cell has {lost}")
    return count


def from_excel(cell):
    """The text that Excel shows for a cell of its dialect; a fault if it would be a formula."""
    if cell.startswith('="') and cell.endswith('"') and '"' not in cell[2:-1].replace('""', ""):
        return cell[2:-1].replace('""', '"')
    if cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        raise Fault(f"a formula in Excel: {cell!r}")
    return cell


def read_csv(path, profile_rows, is_excel=False):
    with open(path, encoding="utf-8-sig" if is_excel else "utf-8", newline="") as file:
        header, *cells = csv.reader(file, strict=True)
    if is_excel:
        header, cells = list(map(from_excel, header)), [list(map(from_excel, row)) for row in cells]
    return compare(path, header, cells, profile_rows, lambda cell, _: cell)


def number_or_text(cell, title):
    """An amount as a number, for a sheet shows 4.20 as it is told to."""
    if title not in NUMBERS:
        return in_xml("" if cell is None else cell)
    try:
        return Decimal(str(cell)) if cell not in (None, "") else ""
    except InvalidOperation:
        return cell


def read_sheet(path, sheet, rows):
    """A sheet of a workbook: its rows up to the first empty one, under which are totals."""
    for row in sheet.iter_rows():
        for cell in row:
            is_number = cell.row > 1 and sheet.cell(1, cell.column).value in NUMBERS
            if cell.data_type not in ("s", "inlineStr") and not (cell.value is None or (cell.data_type == "n" and is_number)):
                raise Fault(f"{path}: {sheet.title}!{cell.coordinate} is of type {cell.data_type}: {cell.value!r}")
    header, *cells = [list(row) for row in sheet.iter_rows(values_only=True)]
    return compare(f"{path}: {sheet.title}", header, cells[: len(rows)], rows, number_or_text)


def read_matrix(path, sheet, markets):
    header, *rows = sheet.iter_rows(values_only=True)
    shown = {(row[0], code): cell for row in rows for code, cell in zip(header[2:], row[2:]) if cell not in (None, "-", "—")}
    wanted = {}
    for market in markets:
        for line in market["lines"]:
            times = "" if line["quantity"] in (1, "1") else f" x{line['quantity']}"
            times += "" if line["unit"] == "pcs" else f" {line['unit']}"
            wanted[line["slot"], market["market"]] = f"{line['component']}@{line['version']}{times}"
        cost = Decimal(str(shown.pop(("Cost", market["market"]), "NaN")))
        if cost != Decimal(market["objective"]["cost"]):
            raise Fault(f"{path}: the cost in {market['market']} is {cost}, expected {market['objective']['cost']}")
    if shown != wanted:
        raise Fault(f"{path}: the matrix differs: {set(shown.items()) ^ set(wanted.items())}")
    return len(shown)


def read_workbook(path, profile, markets):
    book = openpyxl.load_workbook(path)
    lists = [(market, expected(market, profile)) for market in markets]
    are_several = len({board for _, boards in lists for board in boards}) > 1
    names = {
        f"{market['market']} {board}" if are_several and board else market["market"]: rows
        for market, boards in lists for board, rows in boards.items()
    }
    if book.sheetnames != [*(name[:31] for name in names), "Matrix"]:
        raise Fault(f"{path}: sheets {book.sheetnames}, expected {list(names)}")
    count = sum(read_sheet(path, book[name[:31]], rows) for name, rows in names.items())
    return count + read_matrix(path, book["Matrix"], markets)


def run(terroir, solution, *arguments):
    command = [terroir, "-q", "--manifest-path", str(solution), *arguments, "--as-of", DAY]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def markets_of(terroir, solution):
    answer = json.loads(run(terroir, solution, "resolve", "--format", "json"))
    markets = [one for one in answer["markets"] if one["status"] == "resolved"]
    for market in markets:
        market["solution"] = answer["solution"]
        market["boards"] = {line["part_of"] for line in market["lines"] if line["refdes"]}
    return markets


def read_lists(folder, profile, markets, is_excel=False):
    """The CSV files of a profile: all that must be there and no others. Cells and files."""
    lists = [(market, board, rows) for market in markets for board, rows in expected(market, profile).items()]
    are_several = len({board for _, board, _ in lists}) > 1
    files = {
        f"{market['solution']}-{market['market']}-{board + '-' if are_several and board else ''}{profile}.csv": rows
        for market, board, rows in lists
    }
    if {path.name for path in folder.iterdir()} != set(files):
        raise Fault(f"{folder}: {sorted(path.name for path in folder.iterdir())}, expected {sorted(files)}")
    return sum(read_csv(folder / name, rows, is_excel) for name, rows in files.items()), len(files)


def check_refusals(folder, profile, markets):
    """A letter less in a CSV file, a number instead of a text in a workbook: both must be seen."""
    texts = {path: path.read_text(encoding="utf-8") for path in (folder / profile).iterdir()}
    path = next(path for path, text in texts.items() if ",0603," in text.partition("\n")[2])
    path.write_text("603".join(texts[path].rsplit("0603", 1)), encoding="utf-8")
    workbook = folder / f"{profile}.xlsx"
    book = openpyxl.load_workbook(workbook)
    sheet = book.worksheets[0]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "0603")
    cell.value = 603
    book.save(workbook)
    refused = 0
    for read in (lambda: read_lists(folder / profile, profile, markets), lambda: read_workbook(workbook, profile, markets)):
        try:
            read()
        except Fault:
            refused += 1
    if refused != 2:
        raise Fault(f"{path}: spoiled files are not refused")
    return refused


def main(terroir, folder, solutions):
    folder = Path(folder)
    write_hostile(folder / "hostile")
    cells = files = sheets = refused = 0
    for solution in [*map(Path, solutions), folder / "hostile"]:
        markets = markets_of(terroir, solution)
        out = folder / f"sheets-{solution.name}"
        for profile in PROFILES:
            for dialect in ("plain", "excel"):
                lists = out / (profile if dialect == "plain" else f"{profile}-excel")
                run(terroir, solution, "export", "--format", profile, "--dialect", dialect, "-o", f"{lists}/")
                count, written = read_lists(lists, profile, markets, dialect == "excel")
                cells, files = cells + count, files + written
            run(terroir, solution, "export", "--format", "xlsx", "--profile", profile, "-o", str(out / f"{profile}.xlsx"))
            cells, sheets = cells + read_workbook(out / f"{profile}.xlsx", profile, markets), sheets + 1
        if solution.name == "hostile":
            refused = sum(check_refusals(out, profile, markets) for profile in PROFILES if profile not in ("odoo", "erpnext"))
    print(f"cells as in the answer: {cells}, in {files} CSV files and {sheets} workbooks; spoiled files refused: {refused}")
    if cells < 20_000 or refused < 12:
        sys.exit("too little was read")


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2], sys.argv[3:])
    except Fault as fault:
        sys.exit(str(fault))
