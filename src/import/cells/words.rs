//! The words by which lists say that a part is not fitted, or is.

/// Abbreviations that mean nothing else.
const STRONG: &[&str] = &[
    "dnp",
    "dnf",
    "dni",
    "dnm",
    "dnpop",
    "donotfit",
    "donotplace",
    "donotpopulate",
    "donotinstall",
    "donotstuff",
    "donotmount",
    "notfitted",
    "notpopulated",
    "notplaced",
    "notmounted",
    "notinstalled",
    "notstuffed",
    "nopop",
    "nopo",
    "nostuff",
    "nofit",
    "nomount",
    "noplace",
    "npop",
    "unpop",
    "unpopulated",
    "unfitted",
    "unplaced",
    "unstuffed",
    "unmounted",
    "unassembled",
    "uninstalled",
    "unsoldered",
    "nonfitted",
    "nonpopulated",
    "nonmounted",
    "depop",
    "depopulate",
    "depopulated",
    "unbestückt",
    "unbestueckt",
];

/// Abbreviations that mean it alone in a cell, but other things in a value: a unit, normally closed, a maker.
const WEAK: &[&str] = &["nc", "nf", "np", "ns", "nm", "nb", "nl", "ni", "dns", "dnl", "dna", "dnu", "nbp"];

/// Words that leave a part out only where they are all that a cell says.
const ALONE: &[&str] = &[
    "omit",
    "omitted",
    "exclude",
    "excluded",
    "excludefrombom",
    "excludedfrombom",
    "excludefromassembly",
    "excludedfromassembly",
    "notinbom",
    "remove",
    "removed",
    "unused",
    "notused",
    "donotuse",
    "donotbuy",
    "donotorder",
    "leaveout",
    "leftout",
    "leaveempty",
    "leaveopen",
    "noteequipped",
    "notrequired",
    "notneeded",
    "noconnect",
    "notconnected",
    "nicht",
    "nichtgebraucht",
    "entfällt",
    "entfaellt",
    "without",
    "skip",
];

const NEGATIONS: &[&str] = &[
    "not",
    "no",
    "non",
    "never",
    "dont",
    "nicht",
    "kein",
    "keine",
    "pas",
    "ne",
    "sin",
    "sans",
    "without",
    "to be not",
];

/// What is done to a part, in English, German, French and Spanish.
const DEEDS: &[&str] = &[
    "fit",
    "fitted",
    "fitting",
    "place",
    "placed",
    "placement",
    "populate",
    "populated",
    "pop",
    "mount",
    "mounted",
    "mounting",
    "stuff",
    "stuffed",
    "install",
    "installed",
    "load",
    "loaded",
    "assemble",
    "assembled",
    "assembly",
    "solder",
    "soldered",
    "insert",
    "inserted",
    "equipped",
    "included",
    "include",
    "bestückt",
    "bestueckt",
    "bestücken",
    "bestuecken",
    "bestückung",
    "bestuckt",
    "montiert",
    "montieren",
    "einbauen",
    "eingebaut",
    "löten",
    "auflöten",
    "monté",
    "montée",
    "montés",
    "montées",
    "monte",
    "monter",
    "placé",
    "placée",
    "placer",
    "souder",
    "soudé",
    "soudée",
    "câblé",
    "câblée",
    "cablé",
    "équipé",
    "équipée",
    "implanté",
    "implantée",
    "peuplé",
    "peuplée",
    "installé",
    "montar",
    "montado",
    "montada",
    "poner",
    "colocar",
    "colocado",
    "colocada",
    "soldar",
    "soldado",
    "poblar",
    "poblado",
    "instalar",
    "instalado",
    "ensamblar",
    "ensamblado",
];

/// Words in between: `do not be fitted`, `ne pas monter`, `not to be fitted`.
const FILLERS: &[&str] = &["do", "be", "to", "is", "are", "pas", "ne", "se", "the", "this", "part", "component"];

/// Phrases of languages without blanks between words.
const JOINED: &[&str] = &[
    "不贴",
    "不焊",
    "不装",
    "不上件",
    "不打件",
    "不插",
    "不上",
    "不安装",
    "不安裝",
    "未贴",
    "未焊",
    "未安装",
    "空贴",
    "空焊",
    "NC贴",
    "不貼",
    "不裝",
    "不組裝",
    "空貼",
    "未貼",
    "未上件",
    "免贴",
    "免焊",
    "未実装",
    "未实装",
    "不实装",
    "非実装",
    "不実装",
    "実装しない",
    "実装なし",
    "実装不要",
    "未搭載",
    "非搭載",
    "搭載しない",
    "取付不要",
    "取り付けない",
    "실장안함",
    "미실장",
    "미삽",
];

const YES: &[&str] = &[
    "yes",
    "y",
    "true",
    "t",
    "1",
    "x",
    "on",
    "ok",
    "ja",
    "j",
    "wahr",
    "oui",
    "vrai",
    "si",
    "sí",
    "verdadero",
    "是",
    "真",
    "有",
    "要",
    "はい",
    "有り",
    "あり",
];

const NO: &[&str] = &[
    "no",
    "n",
    "false",
    "f",
    "0",
    "off",
    "nein",
    "falsch",
    "non",
    "faux",
    "falso",
    "否",
    "无",
    "無",
    "不",
    "假",
    "不要",
    "いいえ",
    "なし",
    "無し",
    "none",
    "nil",
    "null",
    "never",
];

/// Words that a part is fitted, where nothing denies them.
const DONE: &[&str] =
    &["贴", "贴片", "焊接", "安装", "装", "貼", "実装", "実装する", "実装あり", "搭載", "上件", "打件", "dp"];

/// What single words are in a list of parts.
fn is_in(words: &[&str], word: &str) -> bool {
    words.contains(&word)
}

/// Whether words in lower case, taken together, say "not fitted" and nothing else.
pub(super) fn is_not_fitted(words: &[String]) -> bool {
    let joined = words.concat();
    let is_one = is_strong(words) || is_in(WEAK, &joined) || is_in(ALONE, &joined);
    let is_each = words.len() > 1 && words.iter().all(|word| is_in(STRONG, word) || is_in(WEAK, word));
    is_one || is_each || (words.len() == 1 && is_joined(&joined))
}

/// Whether words in lower case say "not fitted" anywhere in a cell: `dnp`, `do not fit`, `non monté`.
pub(super) fn is_strong(words: &[String]) -> bool {
    let joined = words.concat();
    if is_in(STRONG, &joined) {
        return true;
    }
    let negations = words.iter().filter(|word| is_in(NEGATIONS, word)).count();
    let deeds = words.iter().filter(|word| is_in(DEEDS, word)).count();
    let known = |word: &String| is_in(NEGATIONS, word) || is_in(DEEDS, word) || is_in(FILLERS, word);
    let ends = words.last().is_some_and(|last| is_in(DEEDS, last) || is_in(NEGATIONS, last));
    // A double negation is not one: `not unpopulated` is left to the reader.
    negations >= 1 && deeds == 1 && ends && words.iter().all(known)
}

/// Whether a phrase means it inside a value too: `no load` and `load not` do not.
pub(super) fn is_in_values(words: &[String]) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let is_usual = words.len() == 1 || !is_in(&["no", "without", "kein", "keine"], first);
    let is_short = is_in(&["pop", "populate", "stuff", "fit", "place", "mount", "montar", "montado", "poner"], last);
    let starts = words.len() == 1 || is_in(NEGATIONS, first) || first == "do" || first == "to";
    starts && (is_usual || is_short)
}

/// Whether a word alone may be an abbreviation of it: `nc`, `nf`.
pub(super) fn is_weak(word: &str) -> bool {
    is_in(WEAK, word)
}

/// Whether a text holds a Chinese, Japanese or Korean phrase of it.
pub(super) fn is_joined(text: &str) -> bool {
    joined_phrase(text).is_some()
}

/// The Chinese, Japanese or Korean phrase of it that a text holds; the longest.
pub(super) fn joined_phrase(text: &str) -> Option<&'static str> {
    let upper = text.to_uppercase();
    let found = JOINED.iter().filter(|phrase| upper.contains(**phrase));
    found.max_by_key(|phrase| phrase.len()).copied()
}

/// Whether words say "fitted" and nothing else.
pub(super) fn is_fitted(words: &[String]) -> bool {
    let joined = words.concat();
    let known = |word: &String| is_in(DEEDS, word) || is_in(FILLERS, word);
    let deeds = words.iter().filter(|word| is_in(DEEDS, word)).count();
    let denied = words.split_first().is_some_and(|(first, rest)| is_in(NEGATIONS, first) && is_not_fitted(rest));
    (deeds == 1 && words.iter().all(known)) || is_in(DONE, &joined) || denied
}

/// Whether a word says yes: `yes`, `ja`, `1`, `x`.
pub(super) fn is_yes(word: &str) -> bool {
    is_in(YES, word)
}

/// Whether a word says no: `no`, `nein`, `0`.
pub(super) fn is_no(word: &str) -> bool {
    is_in(NO, word)
}
