//! What there is to know about an answer, or why there is none.

super::codes! {
    /// What there is to know about an answer, or why there is none.
    pub enum AnswerCode {
        CoreShare = "core-share" {
            summary: "The shared core is smaller than `core-target` of the solution.",
            why: "Every line that differs between markets is one more thing to buy, test and stock. `terroir matrix` \
                  shows the slots that part the markets; a candidate that serves all of them, or a lower \
                  `core-target`, ends the warning.",
        }

        CostNotProved = "cost-not-proved" {
            summary: "`terroir skus` knows the number of SKUs, and a plan for them, but reached its limit of work \
                      before every cheaper plan was ruled out.",
            why: "The answer holds the bound below which there is none. A higher `--limit` gives the search more \
                  room; `--deny cost-not-proved` makes it a finding.",
        }

        Disputed = "disputed" {
            summary: "An answer rests on a fact whose status is `disputed`: its sources differ, and the overlay takes \
                      one of the values and keeps the others as `contenders`.",
            why: "`terroir explain --market M` lists the facts, `--deny disputed` makes it a finding. Look it up and \
                  state it in an own overlay.",
        }

        FreeOption = "free-option" {
            summary: "An option has no default and ends with different values in two markets, because the answer \
                      chose it.",
            why: "That may be what you want; a `default`, or `[set]` in an overlay, makes it a decision instead of an \
                  outcome.",
        }

        Gap = "gap" {
            summary: "Something about a market is not known: no source was read for it.",
            why: "The answer holds as far as facts are known. Look it up and state it in an overlay of your own \
                  (`terroir regions CODE --toml` is a start); `--deny gap` makes gaps an error in CI.",
        }

        LockWouldChange = "lock-would-change" {
            summary: "`--locked` asks that the answers are those in `terroir.lock`, and they are not.",
            why: "The lines below the message say what changes. Where the change is wanted, run `terroir resolve` and \
                  commit the new lock.",
        }

        NoPrice = "no-price" {
            summary: "A component on the bill of materials has no price and counts as 0, so the cost is too low.",
        }

        NoValidBom = "no-valid-bom" {
            summary: "A market has no valid bill of materials.",
            why: "The reasons are numbered: together they leave nothing, and without any one of them something is \
                  left. The help was tried: it works.",
        }

        NotForNewDesigns = "not-for-new-designs" {
            summary: "A component on the bill of materials is marked `nrnd`: its maker advises against it in new \
                      products.",
        }

        SingleSource = "single-source" {
            summary: "An answer rests on a fact whose status is `single`: one source says so, and no independent one \
                      was read.",
            why: "`terroir explain --market M` lists the facts with their source, `--deny single-source` makes it a \
                  finding.",
        }

        Undecided = "undecided" {
            summary: "The work limit was reached before a market was proved to have an answer or none.",
            why: "Nothing is guessed: fewer free options or candidates make the question smaller. Where the objective \
                  `regional` solves all markets together, the message says between which numbers of regional lines \
                  the answer lies.",
        }

        Unverified = "unverified" {
            summary: "An answer rests on a fact whose status is `unverified`: it was read somewhere, and no source \
                      that can be cited says so.",
            why: "`terroir explain --market M` lists the facts; `--deny unverified` makes it a finding. State the \
                  fact in an own overlay with its source once you know better.",
        }
    }
}
