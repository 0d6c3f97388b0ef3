//! Which other operator, method or value stands in the place of one.

use quote::ToTokens;

pub fn binary(operator: &syn::BinOp) -> &'static [&'static str] {
    use syn::BinOp;
    match operator {
        BinOp::Lt(_) => &["<=", ">"],
        BinOp::Le(_) => &["<", ">="],
        BinOp::Gt(_) => &[">=", "<"],
        BinOp::Ge(_) => &[">", "<="],
        BinOp::Eq(_) => &["!="],
        BinOp::Ne(_) => &["=="],
        BinOp::And(_) => &["||"],
        BinOp::Or(_) => &["&&"],
        BinOp::Add(_) => &["-"],
        BinOp::Sub(_) => &["+"],
        BinOp::Mul(_) => &["+"],
        BinOp::Div(_) => &["*"],
        BinOp::Rem(_) => &["/"],
        BinOp::AddAssign(_) => &["-="],
        BinOp::SubAssign(_) => &["+="],
        BinOp::MulAssign(_) => &["+="],
        BinOp::BitAndAssign(_) => &["|="],
        BinOp::BitOrAssign(_) => &["&="],
        BinOp::BitAnd(_) => &["|"],
        BinOp::BitOr(_) => &["&"],
        _ => &[],
    }
}

pub fn method(name: &str) -> Option<&'static str> {
    Some(match name {
        "any" => "all",
        "all" => "any",
        "min" => "max",
        "max" => "min",
        "min_by_key" => "max_by_key",
        "max_by_key" => "min_by_key",
        "first" => "last",
        "last" => "first",
        "is_some" => "is_none",
        "is_none" => "is_some",
        "is_ok" => "is_err",
        "is_err" => "is_ok",
        "is_some_and" => "is_none_or",
        "is_none_or" => "is_some_and",
        "saturating_sub" => "saturating_add",
        "saturating_add" => "saturating_sub",
        "checked_add" => "checked_sub",
        "checked_sub" => "checked_add",
        "floor" => "ceil",
        "ceil" => "floor",
        "union" => "intersection",
        "intersection" => "union",
        _ => return None,
    })
}

/// What a function may return without doing anything.
pub fn returned(output: &syn::ReturnType) -> Vec<String> {
    let syn::ReturnType::Type(_, of) = output else { return vec![String::new()] };
    let name = of.to_token_stream().to_string().replace(' ', "");
    let values: &[&str] = match name.as_str() {
        "bool" => &["true", "false"],
        "usize" | "u64" | "u32" | "u8" | "i64" | "i128" | "u128" | "i32" => &["0", "1"],
        "String" => &["String::new()"],
        "&str" | "&'staticstr" => &["\"\""],
        _ if name.starts_with("Option<") => &["None"],
        _ if name.starts_with("Result<(),") => &["Ok(())"],
        _ if name.starts_with("Result<") => &["Ok(Default::default())"],
        _ if name.starts_with("&[") => &["&[]"],
        _ if ["Vec<", "BTreeMap<", "BTreeSet<", "Cow<"].iter().any(|start| name.starts_with(start)) => {
            &["Default::default()"]
        }
        _ => &[],
    };
    values.iter().map(|value| (*value).to_owned()).collect()
}
