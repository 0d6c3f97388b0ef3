//! The names of the lists: which choices they express, which conditions say when, and which markets are meant.

pub(in crate::import) mod axes;
pub(in crate::import) mod axis_search;
pub(in crate::import) mod blocks;
pub(in crate::import) mod condition;
pub(in crate::import) mod cover;
pub(in crate::import) mod markets;
pub(in crate::import) mod naming;
pub(in crate::import) mod plans;
pub(in crate::import) mod variants;
pub(in crate::import) mod word_cover;
pub(in crate::import) mod words;
