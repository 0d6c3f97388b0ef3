//! KiCad's files as trees of parentheses, with the place of every node: an edit changes its own bytes and no others.

use std::ops::Range;

/// How deep lists may be nested; KiCad's own files are below 20.
const DEEPEST: usize = 256;

/// A node of a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NodeId(usize);

/// What a node is.
#[derive(Clone, Debug)]
enum Kind {
    /// A word, a number or a text in quotes, without them.
    Atom(String),
    /// A list in parentheses.
    List(Vec<NodeId>),
}

#[derive(Clone, Debug)]
struct Node {
    span: Range<usize>,
    kind: Kind,
}

/// A file as a tree.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    root: NodeId,
}

/// Why a text is not a tree, and at which byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The byte.
    pub at: usize,
    /// A lower-case phrase.
    pub what: &'static str,
}

impl Tree {
    /// Reads a text that is one list.
    ///
    /// # Errors
    /// [`Fault`] at the first byte that cannot be read.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let mut reader = Reader { text, at: 0, nodes: Vec::new() };
        let mut open: Vec<(usize, Vec<NodeId>)> = Vec::new();
        let mut root = None;
        while let Some(first) = reader.next_byte() {
            let at = reader.at;
            let fault = |what| Err(Fault { at, what });
            if root.is_some() {
                return fault("expected the end of the file after the last parenthesis");
            }
            match first {
                b'(' if open.len() == DEEPEST => return fault("the lists are nested too deep"),
                b'(' => {
                    open.push((at, Vec::new()));
                    reader.at += 1;
                }
                b')' => {
                    let Some((start, children)) = open.pop() else { return fault("this parenthesis closes nothing") };
                    reader.at += 1;
                    let id = reader.push(start, Kind::List(children));
                    match open.last_mut() {
                        Some((_, list)) => list.push(id),
                        None => root = Some(id),
                    }
                }
                _ => {
                    let atom = reader.atom(first)?;
                    let id = reader.push(at, Kind::Atom(atom));
                    let Some((_, list)) = open.last_mut() else { return fault("expected `(`") };
                    list.push(id);
                }
            }
        }
        match (open.last(), root) {
            (Some((at, _)), _) => Err(Fault { at: *at, what: "this parenthesis is never closed" }),
            (None, Some(root)) => Ok(Self { nodes: reader.nodes, root }),
            (None, None) => Err(Fault { at: 0, what: "the file is empty" }),
        }
    }

    /// The list that the file is.
    pub fn root(&self) -> NodeId {
        self.root
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0)
    }

    /// The bytes of a node, with its parentheses or quotes.
    pub fn span(&self, id: NodeId) -> Range<usize> {
        self.node(id).map(|node| node.span.clone()).unwrap_or_default()
    }

    /// What is in a list; nothing in an atom.
    pub fn children(&self, id: NodeId) -> &[NodeId] {
        match self.node(id).map(|node| &node.kind) {
            Some(Kind::List(children)) => children,
            Some(Kind::Atom(_)) | None => &[],
        }
    }

    /// The text of an atom.
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match self.node(id).map(|node| &node.kind) {
            Some(Kind::Atom(text)) => Some(text),
            Some(Kind::List(_)) | None => None,
        }
    }

    /// The lists within a list that begin with a word.
    pub fn lists<'t>(&'t self, id: NodeId, word: &'t str) -> impl Iterator<Item = NodeId> + 't {
        self.children(id).iter().copied().filter(move |child| self.argument(*child, 0) == Some(word))
    }

    /// The atom at a position in a list: its word at 0.
    pub fn argument(&self, id: NodeId, at: usize) -> Option<&str> {
        self.text(*self.children(id).get(at)?)
    }

    /// The first argument of the list that begins with a word: `R1` of `(reference "R1")`.
    pub fn value(&self, id: NodeId, word: &str) -> Option<&str> {
        let found = self.lists(id, word).next()?;
        self.argument(found, 1)
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    nodes: Vec<Node>,
}

impl Reader<'_> {
    /// The byte at which the next node begins, or a parenthesis closes; lines that begin with `#` are comments.
    fn next_byte(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            let byte = *bytes.get(self.at)?;
            let begins_line = self.at == 0 || bytes.get(self.at - 1) == Some(&b'\n');
            if byte == b'#' && begins_line {
                self.at += bytes.iter().skip(self.at).take_while(|byte| **byte != b'\n').count();
            } else if byte.is_ascii_whitespace() {
                self.at += 1;
            } else {
                return Some(byte);
            }
        }
    }

    fn push(&mut self, start: usize, kind: Kind) -> NodeId {
        self.nodes.push(Node { span: start..self.at, kind });
        NodeId(self.nodes.len() - 1)
    }

    fn atom(&mut self, first: u8) -> Result<String, Fault> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if first == b'"' {
            return self.quoted(rest);
        }
        let end = rest.find(|letter: char| letter.is_ascii_whitespace() || matches!(letter, '(' | ')' | '"'));
        let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        self.at += word.len();
        Ok(word.to_owned())
    }

    fn quoted(&mut self, rest: &str) -> Result<String, Fault> {
        let mut letters = rest.char_indices().skip(1);
        let mut out = String::new();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.at += at + 1;
                    return Ok(out);
                }
                '\\' => match letters.next() {
                    Some((_, 'n')) => out.push('\n'),
                    Some((_, 'r')) => out.push('\r'),
                    Some((_, 't')) => out.push('\t'),
                    Some((_, other)) => out.push(other),
                    None => break,
                },
                other => out.push(other),
            }
        }
        Err(Fault { at: self.at, what: "this quote is never closed" })
    }
}

/// A text in quotes, as KiCad writes it.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
