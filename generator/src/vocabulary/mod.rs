//! The words of the field: what names in paths, operation ids, requests and replies mean.
//!
//! `select` recognises operations by it, `model` maps fields to their roles by it; words that one rule alone asks for stand with that rule.
//! It is data in two tables: [`fields`] for whole names of fields, [`notions`] for words inside any name or sentence.

mod apart;
pub mod fields;
mod hints;
mod meaning;
pub mod notions;
mod units;
mod words;

pub use fields::{Meaning, asked_for, meaning};
pub use hints::Hints;
pub use notions::{Notion, Notions};
pub use units::unit;
pub use words::{squash, words};
