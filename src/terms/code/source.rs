//! Files and tables of databases that cannot be found or read.

super::codes! {
    /// Files and tables of databases that cannot be found or read.
    pub enum SourceCode {
        MissingSolution = "missing-solution" {
            summary: "There is no `solution.toml` among the files.",
            why: "`terroir new DIR` makes a solution that resolves.",
        }

        MissingFile = "missing-file" {
            summary: "`catalog` or `overlays` names a file that is not there.",
            why: "Correct the name, or take it out of the list.",
        }

        BadPattern = "bad-pattern" {
            summary: "A pattern of `catalog` or `overlays` names files below the solution: plain folders, and `*` or \
                      `?` in the file name only.",
            why: "Nothing outside the solution's folder is ever read. Where parts are shared, copy or submodule them \
                  into the folder.",
        }

        FileTooLarge = "file-too-large" {
            summary: "A file is larger than 8 MiB.",
            why: "Split a large catalogue into several files.",
        }

        NotUtf8 = "not-utf-8" {
            summary: "A file is not UTF-8.",
            why: "Save it as UTF-8 in your editor; spreadsheets call it \"CSV UTF-8\".",
        }

        MissingTable = "missing-table" {
            summary: "`[[databases]]` names a table whose rows were not read: the database has none of that name, the \
                      lock holds no rows of it (`--frozen`), or the texts that a program handed in hold none.",
            example: r#"
# solution.toml
[[databases]]
file = "parts.sqlite"
table = "Modules"
"#,
            fix: "Correct the name. A program that reads no folder hands in the rows as CSV.",
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
            summary: "`columns` of `[[databases]]` names a column that the table does not have, or nothing says which \
                      column holds the id.",
            why: "Correct the name; the help lists those that there are.",
        }

        DatabaseCell = "database-cell" {
            summary: "A cell of a database holds something that no catalogue can: bytes, text that is not UTF-8, or a \
                      number that is not finite.",
            why: "Mend the cell, or let `[[databases]]` name a view that leaves it out.",
        }
    }
}
