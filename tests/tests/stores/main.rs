//! The stores: the conformance suite on each, what a bad disk or folder does, and processes that share one and die.

mod conformance;
mod files;
mod processes;
mod redis;
