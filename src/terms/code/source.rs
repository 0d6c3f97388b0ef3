//! Files and tables of databases that cannot be found or read.

super::text::codes! {
    /// Files and tables of databases that cannot be found or read.
    pub enum SourceCode {
        MissingSolution = "missing-solution" {
            summary: "There is no `solution.toml` among the files.",
            why: "`terroir new DIR` creates a solution that resolves.",
        }

        MissingFile = "missing-file" {
            summary: "`catalog` or `overlays` names a file that does not exist.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
catalog = ["catalog/parts.toml", "catalog/more.toml"]
[slots.lamp]
choose = ["lamp-1"]
$ terroir check
"#,
            fix: "Correct the name, or remove it from the list.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
catalog = ["catalog/parts.toml"]
[slots.lamp]
choose = ["lamp-1"]
$ terroir check
"#,
        }

        UnreadWorkbook = "unread-workbook" {
            waivable: true,
            summary: "A workbook is in a folder of catalogues, but no pattern of `catalog` matches it, so it is not read.",
            why: "`catalog` matches `catalog/*.toml` and `catalog/*.csv` where nothing else is written.",
            example: r#"
# catalog/more.xlsx
id,kind,price
$ terroir check
"#,
            fix: "Name it in `catalog` of `[solution]`, save the sheet as CSV, or move the file.",
            fixed: r#"
# catalog/more.csv
id,kind,price
$ terroir check
"#,
        }

        UnreadFormula = "unread-formula" {
            waivable: true,
            summary: "A formula in a workbook of a catalogue has no stored result, or its result is an error such as `#N/A`: \
                      its cell was read as empty.",
            why: "A workbook stores the results of its formulas when a spreadsheet program saves it; libraries that write \
                  workbooks store none. Without its result, a price would be missing in silence.",
            fix: "Open the workbook in a spreadsheet program and save it, or correct the formula.",
        }

        BadPattern = "bad-pattern" {
            summary: "A pattern in `catalog` or `overlays` does not name files below the solution's folder.",
            why: "A pattern consists of plain folder names, and `*` or `?` may occur in the file name only. Nothing \
                  outside the solution's folder is ever read. To share parts between solutions, copy them into the \
                  folder or add them as a submodule.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
catalog = ["catalog/*.toml", "../shared/*.toml"]
[slots.lamp]
choose = ["lamp-1"]
$ terroir check
"#,
            fix: "Name files below the solution's folder.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
catalog = ["catalog/*.toml", "shared/*.toml"]
[slots.lamp]
choose = ["lamp-1"]
$ terroir check
"#,
        }

        FileTooLarge = "file-too-large" {
            summary: "A file is larger than 8 MiB.",
            why: "Split a large catalogue into several files.",
        }

        NotUtf8 = "not-utf-8" {
            summary: "A file is not encoded as UTF-8.",
            why: "Save it as UTF-8 in your editor; spreadsheet programs call the format \"CSV UTF-8\".",
        }

        MissingTable = "missing-table" {
            summary: "The rows of a table named in `[[databases]]` were not read.",
            why: "The database has no table with that name, the lock contains no rows of it (`--frozen`), or the \
                  program that calls the library did not pass them in.",
            example: r#"
# solution.toml
[[databases]]
file = "parts.sqlite"
table = "Modules"
"#,
            fix: "Correct the name. A program that reads no folder passes the rows in as CSV.",
            fixed: r#"
# solution.toml
[[databases]]
file = "parts.sqlite"
table = "Modules"
# parts.sqlite/Modules.csv
id,kind,price
EXAMPLE-MODULE,hardware,4.20
"#,
        }

        MissingColumn = "missing-column" {
            summary: "`columns` of `[[databases]]` names a column that the table does not have, or no column is \
                      mapped to `id`.",
            why: "Correct the name; the help lists the columns of the table.",
        }

        DatabaseCell = "database-cell" {
            summary: "A cell of a database contains a value that a catalogue cannot contain.",
            why: "Bytes, text that is not UTF-8 and numbers that are not finite cannot be read. Correct the cell, or \
                  let `[[databases]]` name a view that leaves it out.",
        }
    }
}
