//! Number formats as tokens.

/// A part of a number format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import::table) enum Token {
    /// Shown as it is.
    Literal(String),
    /// `0`, `#` or `?`.
    Digit(char),
    Point,
    Comma,
    Percent,
    /// `E+` or `E-`.
    Exponent {
        sign: char,
    },
    Slash,
    /// `@`: the text of the cell.
    Text,
    General,
    /// `yyyy`, `mm`, `d` and the like, in lower case.
    Date(String),
    /// `AM/PM`.
    HalfDay,
    /// `[h]`, `[mm]`: hours or minutes beyond a day.
    Elapsed(char),
    /// `.000` after seconds.
    SubSecond(usize),
}

/// The sections of a format: for positive numbers, negative ones, zero and texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import::table) struct Format {
    pub sections: Vec<Vec<Token>>,
    /// Whether sections have conditions of their own, as in `[<100]0;General`.
    pub has_conditions: bool,
}

impl Format {
    pub fn parse(code: &str) -> Self {
        let mut reader = Reader { letters: code.chars().collect(), at: 0, has_conditions: false };
        let mut sections = vec![Vec::new()];
        while let Some(letter) = reader.next() {
            if letter == ';' {
                sections.push(Vec::new());
            } else if let Some(section) = sections.last_mut() {
                let before = section.last();
                let token = reader.token(letter, before);
                section.extend(token);
            }
        }
        Self { sections, has_conditions: reader.has_conditions }
    }

    /// Whether numbers in this format are days or times.
    pub fn is_date(&self) -> bool {
        let is_date = |token: &Token| matches!(token, Token::Date(_) | Token::Elapsed(_) | Token::HalfDay);
        self.sections.first().is_some_and(|section| section.iter().any(is_date))
    }

    /// Whether it shows a day, not only a time.
    pub fn shows_a_day(&self) -> bool {
        let is_day = |token: &Token| matches!(token, Token::Date(text) if text.starts_with(['y', 'd']));
        self.sections.first().is_some_and(|section| section.iter().any(is_day))
    }
}

struct Reader {
    letters: Vec<char>,
    at: usize,
    has_conditions: bool,
}

impl Reader {
    fn next(&mut self) -> Option<char> {
        let letter = self.letters.get(self.at).copied();
        self.at += 1;
        letter
    }

    /// Whether the letters from `begin` on are this text, in any case.
    fn is_at(&self, begin: usize, text: &str) -> bool {
        let here = self.letters.get(begin..).unwrap_or_default();
        text.chars().count() <= here.len() && text.chars().zip(here).all(|(a, b)| a.eq_ignore_ascii_case(b))
    }

    /// The letters up to an end, which is stepped over.
    fn until(&mut self, end: char) -> String {
        let rest = self.letters.get(self.at..).unwrap_or_default();
        let text: String = rest.iter().take_while(|letter| **letter != end).collect();
        self.at += text.chars().count() + 1;
        text
    }

    /// How often a letter follows itself, in any case; all are stepped over.
    fn run(&mut self, letter: char) -> usize {
        let rest = self.letters.get(self.at..).unwrap_or_default();
        let more = rest.iter().take_while(|next| next.eq_ignore_ascii_case(&letter)).count();
        self.at += more;
        more + 1
    }

    fn token(&mut self, letter: char, before: Option<&Token>) -> Option<Token> {
        let begin = self.at - 1;
        for (word, token) in [("General", Token::General), ("AM/PM", Token::HalfDay), ("A/P", Token::HalfDay)] {
            if self.is_at(begin, word) {
                self.at = begin + word.len();
                return Some(token);
            }
        }
        let after_seconds = matches!(before, Some(Token::Date(text)) if text.starts_with('s'))
            || matches!(before, Some(Token::Elapsed('s')));
        match letter {
            '"' => Some(Token::Literal(self.until('"'))),
            '\\' | '!' => self.next().map(|letter| Token::Literal(letter.to_string())),
            '_' => self.next().map(|_| Token::Literal(" ".to_owned())),
            '*' => {
                self.at += 1;
                None
            }
            '[' => self.bracket(),
            '0' | '#' | '?' => Some(Token::Digit(letter)),
            '.' if after_seconds && self.is_at(self.at, "0") => {
                self.at += 1;
                Some(Token::SubSecond(self.run('0')))
            }
            '.' => Some(Token::Point),
            ',' => Some(Token::Comma),
            '%' => Some(Token::Percent),
            '/' => Some(Token::Slash),
            '@' => Some(Token::Text),
            'E' | 'e' if self.is_at(self.at, "+") || self.is_at(self.at, "-") => {
                self.next().map(|sign| Token::Exponent { sign })
            }
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => {
                let letter = letter.to_ascii_lowercase();
                let count = self.run(letter);
                Some(Token::Date(letter.to_string().repeat(count)))
            }
            other => Some(Token::Literal(other.to_string())),
        }
    }

    /// A colour, a condition, a currency or the unit of a duration.
    fn bracket(&mut self) -> Option<Token> {
        let text = self.until(']').to_ascii_lowercase();
        if let Some(currency) = self.letters.get(self.at.saturating_sub(text.chars().count() + 1)..)
            && text.starts_with('$')
        {
            let sign: String = currency.iter().skip(1).take_while(|end| !matches!(end, '-' | ']')).collect();
            return (!sign.is_empty()).then_some(Token::Literal(sign));
        }
        if text.starts_with(['<', '>', '=']) {
            self.has_conditions = true;
            return None;
        }
        match text.chars().next() {
            Some(first @ ('h' | 'm' | 's')) if text.chars().all(|letter| letter == first) => {
                Some(Token::Elapsed(first))
            }
            Some(_) | None => None,
        }
    }
}

/// The code of a built-in format (ECMA-376, 18.8.30), as an English spreadsheet shows it.
pub(in crate::import::table) fn built_in(id: u32) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 => "$#,##0_);($#,##0)",
        7 | 8 => "$#,##0.00_);($#,##0.00)",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 | 27..=31 | 34..=36 | 50..=58 => "m/d/yyyy",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 | 32 => "h:mm",
        21 | 33 => "h:mm:ss",
        22 => "m/d/yyyy h:mm",
        37 | 38 => "#,##0_);(#,##0)",
        39 | 40 => "#,##0.00_);(#,##0.00)",
        41 | 42 => "#,##0_);(#,##0)",
        43 | 44 => "#,##0.00_);(#,##0.00)",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => "General",
    }
}
