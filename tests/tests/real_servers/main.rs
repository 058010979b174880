//! Token sources against servers that rotate, misbehave, move their clocks, and run for a while.

mod clocks;
mod faults;
mod fleet;
mod generated;
mod prism;
mod proxies;
mod soak;
