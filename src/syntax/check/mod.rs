//! Raw tree → checked tree: a value that does not fit its shape is reported and left out.

mod decimal;
mod dotted;
mod free;
mod list;
mod mistype;
mod scalar;
mod subject;
mod table;
mod text;
mod value;

pub use free::is_range_key;
pub use value::root;
