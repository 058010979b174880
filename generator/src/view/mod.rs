//! `view`: every decision taken, every string a fragment that is safe where it stands.
//!
//! Only this stage knows Rust names and writes Rust tokens.

pub mod fragment;
pub mod names;
mod naming;
pub mod prose;
