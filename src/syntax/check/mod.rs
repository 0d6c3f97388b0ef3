//! Raw tree → checked tree: a value that does not fit its shape is reported and left out.

mod attribute;
mod capability;
mod list;
mod mistype;
mod scalar;
mod subject;
mod table;
mod text;
mod value;

pub use attribute::is_range_key;
pub use value::root;
