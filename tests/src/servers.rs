//! Servers of our own that behave like the real ones, and misbehave like them.

pub mod fault;
pub mod redis;
pub mod token_pair;
