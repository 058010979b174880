//! `view`: every decision taken, every string a fragment that is safe where it stands.
//!
//! Only this stage knows Rust names and writes Rust tokens.

pub mod fragment;
mod naming;
pub mod names;
pub mod prose;
