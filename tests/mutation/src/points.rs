//! Every place of the source where a fault can be put, with the text that takes its place.

use crate::operators::{binary, method, returned};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// The folders that the promise names.
pub const FOLDERS: [&str; 7] = ["kernel", "engine", "resolve", "explain", "verify", "lock", "overlay"];

/// One fault: what stands in which bytes of a file in its place.
#[derive(Clone, Debug)]
pub struct Fault {
    pub id: u32,
    /// From the root of the project.
    pub file: PathBuf,
    pub line: usize,
    /// What is done, as a person reads it.
    pub what: String,
    pub at: Range<usize>,
    pub shape: Shape,
}

/// How the switch stands around the fault.
#[derive(Clone, Debug)]
pub enum Shape {
    /// An expression, and the one in its place.
    Instead(String),
    /// A statement that is not done.
    Skipped,
    /// At the start of a function: this is returned at once.
    Returned(String),
}

impl Fault {
    /// The text in place of the bytes, which hold `own`.
    pub fn text(&self, own: &str) -> String {
        let on = format!("crate::mutated({})", self.id);
        match &self.shape {
            Shape::Instead(other) => format!("(if {on} {{ {other} }} else {{ {own} }})"),
            Shape::Skipped => format!("if !{on} {{ {own} }}"),
            Shape::Returned(value) => format!(" if {on} {{ return {value}; }} "),
        }
    }
}

/// All faults of the folders, in the order of files and places.
pub fn all(root: &Path, only: &str) -> Result<Vec<Fault>, String> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        sources(&root.join("src").join(folder), &mut files)?;
    }
    files.sort();
    let mut faults = Vec::new();
    for path in files {
        let file = path.strip_prefix(root).map_err(|error| error.to_string())?.to_path_buf();
        if !file.to_string_lossy().contains(only) {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let tree = syn::parse_file(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut finder = Finder { text: &text, file: &file, faults: &mut faults };
        finder.visit_file(&tree);
    }
    for (id, fault) in faults.iter_mut().enumerate() {
        fault.id = id as u32;
    }
    Ok(faults)
}

/// The files of a folder that are no tests.
fn sources(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if name == "tests" || name.ends_with("_tests") {
            continue;
        }
        if path.is_dir() {
            sources(&path, files)?;
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

struct Finder<'a> {
    text: &'a str,
    file: &'a Path,
    faults: &'a mut Vec<Fault>,
}

impl Finder<'_> {
    fn add(&mut self, node: &impl Spanned, what: String, shape: Shape) {
        let span = node.span();
        let (at, line) = (span.byte_range(), span.start().line);
        self.faults.push(Fault { id: 0, file: self.file.to_path_buf(), line, what, at, shape });
    }

    fn own(&self, node: &impl Spanned) -> &str {
        &self.text[node.span().byte_range()]
    }

    /// The expression with the bytes of one of its tokens replaced.
    fn with(&self, whole: &impl Spanned, token: &impl Spanned, new: &str) -> String {
        let (whole, token) = (whole.span().byte_range(), token.span().byte_range());
        format!("{}{new}{}", &self.text[whole.start..token.start], &self.text[token.end..whole.end])
    }

    fn condition(&mut self, condition: &syn::Expr) {
        let is_plain = matches!(
            condition,
            syn::Expr::Call(_)
                | syn::Expr::MethodCall(_)
                | syn::Expr::Path(_)
                | syn::Expr::Field(_)
                | syn::Expr::Macro(_)
        );
        if is_plain {
            let other = format!("!({})", self.own(condition));
            self.add(condition, "condition negated".to_owned(), Shape::Instead(other));
        }
    }

    fn body(&mut self, signature: &syn::Signature, block: &syn::Block) {
        for value in returned(&signature.output) {
            let start = block.brace_token.span.open().byte_range().end;
            let line = signature.ident.span().start().line;
            let what = format!("`{}` returns {}", signature.ident, if value.is_empty() { "at once" } else { &value });
            let (file, shape) = (self.file.to_path_buf(), Shape::Returned(value));
            self.faults.push(Fault { id: 0, file, line, what, at: start..start, shape });
        }
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|one| {
        let text = quote::quote!(#one).to_string();
        text.contains("cfg (test)") || text.contains("# [test]")
    })
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    // What is computed by the compiler cannot be switched.
    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}
    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}
    fn visit_impl_item_const(&mut self, _: &'ast syn::ImplItemConst) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}
    fn visit_pat(&mut self, _: &'ast syn::Pat) {}

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if item.sig.constness.is_none() && !is_test(&item.attrs) {
            self.body(&item.sig, &item.block);
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if item.sig.constness.is_none() && !is_test(&item.attrs) {
            self.body(&item.sig, &item.block);
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_expr_binary(&mut self, expression: &'ast syn::ExprBinary) {
        let has_let = |side: &syn::Expr| quote::quote!(#side).to_string().contains("let ");
        if !has_let(&expression.left) && !has_let(&expression.right) {
            for other in binary(&expression.op) {
                let text = self.with(expression, &expression.op, other);
                let what = format!("`{}` becomes `{other}`", self.own(&expression.op));
                let is_assignment = other.ends_with('=') && !["==", "!=", "<=", ">="].contains(other);
                let text = if is_assignment { format!("{text};") } else { text };
                self.add(expression, what, Shape::Instead(text));
            }
        }
        visit::visit_expr_binary(self, expression);
    }

    fn visit_expr_unary(&mut self, expression: &'ast syn::ExprUnary) {
        if matches!(expression.op, syn::UnOp::Not(_)) {
            let inner = self.own(&expression.expr).to_owned();
            self.add(expression, "`!` left out".to_owned(), Shape::Instead(inner));
        }
        visit::visit_expr_unary(self, expression);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if let Some(other) = method(&call.method.to_string()) {
            let text = self.with(call, &call.method, other);
            self.add(call, format!("`{}` becomes `{other}`", call.method), Shape::Instead(text));
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_if(&mut self, expression: &'ast syn::ExprIf) {
        self.condition(&expression.cond);
        visit::visit_expr_if(self, expression);
    }

    fn visit_expr_while(&mut self, expression: &'ast syn::ExprWhile) {
        self.condition(&expression.cond);
        visit::visit_expr_while(self, expression);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        if let Some((_, guard)) = &arm.guard
            && !quote::quote!(#guard).to_string().contains("let ")
        {
            for value in ["true", "false"] {
                self.add(guard, format!("guard of a match is {value}"), Shape::Instead(value.to_owned()));
            }
        }
        visit::visit_arm(self, arm);
    }

    fn visit_stmt(&mut self, statement: &'ast syn::Stmt) {
        if let syn::Stmt::Expr(expression, Some(_)) = statement {
            let is_left_out = matches!(
                expression,
                syn::Expr::Call(_)
                    | syn::Expr::MethodCall(_)
                    | syn::Expr::Try(_)
                    | syn::Expr::Assign(_)
                    | syn::Expr::Continue(_)
                    | syn::Expr::Break(_)
            ) || matches!(expression, syn::Expr::Binary(one) if !binary(&one.op).is_empty());
            if is_left_out {
                let start: String = self.own(statement).chars().take(40).filter(|one| *one != '\n').collect();
                self.add(statement, format!("left out: `{start}`"), Shape::Skipped);
            }
        }
        visit::visit_stmt(self, statement);
    }
}
