"""Writes the files of tests/corpus/import/files that a case cannot hold as text: other encodings, and workbooks (openpyxl).

They are kept in the repository; this script is what they were made from. Run it in this folder."""

import datetime
import pathlib

import openpyxl
from openpyxl.styles import Font

out = pathlib.Path(__file__).parent / "files"
out.mkdir(exist_ok=True)
DAY = datetime.datetime(2026, 1, 6)


def text(name, encoding, rows, mark=b""):
    (out / name).write_bytes(mark + "".join(row + "\r\n" for row in rows).encode(encoding))


def book(name, sheets, change=None):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if change:
        change(made)
    made.properties.created = made.properties.modified = DAY
    made.save(out / name)


EAST = ["Reference,Qty,Value,MPN", '"R1,R2",2,10kΩ,EXAMPLE-10K', "C1,1,4.7µF,EXAMPLE-4U7"]
text("utf8-mark.csv", "utf-8", EAST[:2], b"\xef\xbb\xbf")
text("utf16-little.csv", "utf-16-le", EAST, b"\xff\xfe")
text("utf16-big.csv", "utf-16-be", EAST, b"\xfe\xff")
text(
    "windows-1252.csv",
    "cp1252",
    ["Bauteil;Stückzahl;Wert;Gehäuse;Hersteller", "R1, R2;2;10k;0402;Müller & Söhne", "C1;1;4,7µF;0402;Müller & Söhne"],
)
text("windows-1250.csv", "cp1250", ["Reference;Qty;Value;Manufacturer", "R1, R2;2;10k;Příklad s.r.o."])
text("windows-1251.csv", "cp1251", ["Reference;Qty;Value;Manufacturer", "R1, R2;2;10k;Пример"])
text(
    "gb18030.csv",
    "gb18030",
    ["位号,数量,参数,封装,制造商,制造商料号", '"R1,R2",2,10k,0402,示例电子,EXAMPLE-10K', "C1,1,100nF,0402,示例电子,EXAMPLE-100N"],
)
text(
    "shift-jis.csv",
    "shift_jis",
    ["部品番号,数量,値,パッケージ,メーカー,メーカー型番", '"R1,R2",2,10k,0402,サンプル電子,EXAMPLE-10K', "C1,1,100n,0402,サンプル電子,EXAMPLE-100N"],
)
(out / "old-format.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))

HEAD = ["Reference", "Qty", "Value", "Footprint", "MPN"]


def sizes(made):
    sheet = made.active
    for cell in ("D2", "D3"):
        sheet[cell].number_format = "0000"


# A footprint is the number 603 in the file and 0603 on the screen.
book("one-sheet.xlsx", [("BOM", [HEAD, ["R1,R2", 2, "10k", 603, "EXAMPLE-10K"], ["C1", 1, "100n", 402, "EXAMPLE-100N"]])], sizes)
book("format-0000.xlsx", [("BOM", [HEAD, ["R1", 1, "10k", 603, "EXAMPLE-10K"], ["R2", 1, "10k", 805, "EXAMPLE-10K-8"]])], sizes)


def merged(made):
    made.active.merge_cells("A1:E1")


book(
    "altium.xlsx",
    [
        (
            "BOM Report",
            [
                ["Bill of Materials", None, None, None, None],
                ["Project:", "Board.PrjPcb"],
                ["Date:", DAY],
                [],
                ["Designator", "Quantity", "Comment", "Footprint", "Manufacturer 1", "Manufacturer Part Number 1", "Manufacturer 2", "Manufacturer Part Number 2"],
                ["R1, R2", 2, "10k", "0402", "Example Works", "EXAMPLE-10K", "Sample Ohms", "EXAMPLE-10K-B"],
                ["C1", 1, "100nF", "0402", "Example Works", "EXAMPLE-100N", None, None],
            ],
        )
    ],
    merged,
)
SMALL = [["Reference", "Qty", "MPN"], ["R1", 1, "EXAMPLE-A"], ["R2", 1, "EXAMPLE-B"]]
OTHER = [["Reference", "Qty", "MPN"], ["R1", 1, "EXAMPLE-X"]]
book("two-lists.xlsx", [("Main board", SMALL), ("Sensor board", OTHER)])
book("list-and-notes.xlsx", [("Notes", [["Change log"], ["2026-01-06", "first issue"]]), ("BOM", SMALL), ("Lookup", [[1, 2], [3, 4]])])


def hidden(made):
    made["Old"].sheet_state = "hidden"


book("hidden-sheet.xlsx", [("BOM", SMALL), ("Old", OTHER)], hidden)
book("empty-sheets.xlsx", [("BOM", SMALL), ("Sheet2", []), ("Sheet3", [])])


def dates(made):
    sheet = made.active
    sheet["C2"].number_format = "d-mmm"
    sheet["C3"].number_format = "yyyy-mm-dd"


# Excel made dates of two part numbers.
book(
    "dates.xlsx",
    [("BOM", [["Reference", "Qty", "MPN", "Value"], ["U1", 1, datetime.datetime(2026, 3, 1), "A"], ["U2", 1, DAY, "B"], ["U3", 1, "EXAMPLE-C", "C"]])],
    dates,
)
# Text cells that look like numbers stay as they are.
book("text-cells.xlsx", [("BOM", [["Reference", "Qty", "MPN", "Footprint"], ["J6", "1", "9551670000000", "0603"], ["U4", "1", "1E5", "0402"], ["U5", "1", "3-1", "SOT23"]])])
book("big-number.xlsx", [("BOM", [["Reference", "Qty", "MPN", "Footprint"], ["J6", 1, 9551670000000, "DB9"], ["J7", 1, 61300311121, "PIN3"]])])
book(
    "booleans.xlsx",
    [("BOM", [["Reference", "Qty", "Value", "DNP"], ["R1", 1, "10k", False], ["R2", 1, "10k", True], ["R3", 1, "12k", None]])],
)


def error_cells(made):
    sheet = made.active
    for cell in ("C3", "D4"):
        sheet[cell].data_type = "e"


book(
    "errors.xlsx",
    [("BOM", [["Reference", "Qty", "MPN", "Value"], ["R1", 1, "EXAMPLE-A", "10k"], ["R2", 1, "#N/A", "12k"], ["R3", 1, "EXAMPLE-C", "#REF!"]])],
    error_cells,
)


def bold(made):
    for cell in made.active[1]:
        cell.font = Font(bold=True)
    made.active["B2"].number_format = "0.00"
    made.active["C2"].number_format = '"$"0.000'


book("formats.xlsx", [("BOM", [["Reference", "Qty", "Unit Price", "MPN"], ["R1", 1, 0.125, "EXAMPLE-A"], ["R2", 1, 0.25, "EXAMPLE-B"]])], bold)


def cells_over_rows(made):
    made.active.merge_cells("A2:A3")


book(
    "merged.xlsx",
    [("BOM", [["Category", "Reference", "Qty", "MPN"], ["Resistors", "R1", 1, "EXAMPLE-A"], [None, "R2", 1, "EXAMPLE-B"], ["Capacitors", "C1", 1, "EXAMPLE-C"]])],
    cells_over_rows,
)
book(
    "wire.xlsx",
    [("Harness", [["Part number", "Description", "Quantity", "Unit"], ["EXAMPLE-WIRE", "Wire red", 0.35, "m"], ["EXAMPLE-TERM", "Terminal", 2, "pcs"]])],
)

(out / "utf8-with-1252.csv").write_bytes(
    b"Reference,Qty,Value,MPN\nR1,1,10k \xb11%,EXAMPLE-A\n" + "R2,1,4.7Ω,EXAMPLE-B\nC1,1,10µF,EXAMPLE-C\n".encode()
)


def cents(made):
    sheet = made.active
    sheet["D2"].number_format = '"$"0.00'
    sheet["D3"].number_format = '"$"0.000'
    sheet["D4"].number_format = '"$"#,##0'


book(
    "numbers.xlsx",
    [
        (
            "BOM",
            [
                ["Reference", "Qty", "MPN", "Unit Price", "Unit"],
                ["R1", 1, "EXAMPLE-A", 0.0123, ""],
                ["C1", 1, "EXAMPLE-B", 1.125, ""],
                ["", 1.125, "EXAMPLE-WIRE", 1125, "m"],
            ],
        )
    ],
    cents,
)


# openpyxl calculates nothing: formulas have no result, as in any list that a script writes.
book(
    "formulas.xlsx",
    [
        (
            "BOM",
            [
                ["Reference", "Qty", "Value", "MPN", "Price", "Total Price"],
                ["R1", 1, "10k", "EXAMPLE-A", "=0.5*2", "=B2*E2"],
                ["C1,C2", 2, "100n", '=CONCATENATE("EXAMPLE-","B")', 0.5, "=B3*E3"],
                ["", "=1+2", "screw", "EXAMPLE-C", 0.5, "=B4*E4"],
                ["R2", 1, "12k", "EXAMPLE-D", 0.25, "=B5*E5"],
                ["=A2", "=B2", "=C2", "=D2", "=E2", "=F2"],
            ],
        )
    ],
)
book("total-formulas.xlsx", [("BOM", [["Reference", "Qty", "MPN", "Price", "Total Price"], ["R1", 1, "EXAMPLE-A", 0.5, "=B2*D2"], ["R2", 1, "EXAMPLE-B", 0.5, "=B3*D3"], ["Total", None, None, None, "=SUM(E2:E3)"]])])


def groups(made):
    for cells in ("D1:E1", "F1:G1", "A1:A2", "B1:B2", "C1:C2"):
        made.active.merge_cells(cells)


book(
    "two-row-header.xlsx",
    [
        (
            "BOM",
            [
                ["RefDes", "Qty", "Value", "Manufacturer", None, "Supplier", None],
                [None, None, None, "Name", "Part No", "Name", "Part No"],
                ["R1,R2", 2, "10k", "Example Works", "EXAMPLE-10K", "Sample Parts", "311-10"],
                ["C1", 1, "1u", "Example Works", "EXAMPLE-1U", "Sample Parts", "81-1"],
            ],
        )
    ],
    groups,
)


def parts_over_rows(made):
    for cells in ("A2:A3", "D2:D3", "E2:E3", "F2:F3", "G2:G3"):
        made.active.merge_cells(cells)


book(
    "merged-parts.xlsx",
    [
        (
            "BOM",
            [
                ["Item", "Reference", "Qty", "Value", "MPN", "Manufacturer", "Price USD"],
                [1, "R1", 1, "10k", "EXAMPLE-10K", "Example Works", 0.01],
                [None, "R2", 1, None, None, None, None],
                [2, "C1", 1, "1u", "EXAMPLE-1U", "Example Works", 0.05],
            ],
        )
    ],
    parts_over_rows,
)


def places_over_rows(made):
    for cells in ("A2:A3", "B2:B3", "E2:E3"):
        made.active.merge_cells(cells)


# One place, two sources: the description is that of the place.
book(
    "merged-places.xlsx",
    [
        (
            "BOM",
            [
                ["Reference", "Qty", "Manufacturer", "MPN", "Description"],
                ["R1", 1, "Example Works", "EXAMPLE-10K", "Resistor"],
                [None, None, "Sample Ohms", "SAMPLE-10K", None],
                ["C1", 1, "Example Works", "EXAMPLE-1U", "Capacitor"],
            ],
        )
    ],
    places_over_rows,
)

# A catalogue of a solution (tests/catalogues.rs).
catalogue = openpyxl.Workbook()
for row in [["id", "kind", "price"], ["a", "hardware", "=0.5*2"], ["b", "hardware", "=1+1"], ["d", "hardware", "#N/A"], ["e", "hardware", 3]]:
    catalogue.active.append(row)
catalogue.active["C4"].data_type = "e"
catalogue.properties.created = catalogue.properties.modified = DAY
catalogue.save(out.parent.parent / "catalogue.xlsx")

# A position file whose rotations are formulas (tests/board_files.rs).
positions = openpyxl.Workbook()
for row in [["Designator", "Mid X", "Mid Y", "Layer", "Rotation"], ["PS1", "1mm", "2mm", "T", "=45*2"], ["PS2", "3mm", "4mm", "T", 90]]:
    positions.active.append(row)
positions.properties.created = positions.properties.modified = DAY
positions.save(out.parent.parent / "positions.xlsx")
