//! What the test suites share: servers that run inside the test process, and the way to corpora and installed servers.
//!
//! Nothing here waits for a fixed time or listens on a fixed port.

pub mod browser;
pub mod clock;
pub mod compiled;
pub mod corpus;
pub mod dying;
pub mod mock;
pub mod oidc;
pub mod optional;
pub mod pages;
pub mod process;
pub mod servers;
pub mod session;
pub mod simulation;
pub mod wire;
