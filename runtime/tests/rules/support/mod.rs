//! A small world in which every test decides what time it is, what the server says and when a refresh runs.

mod clock;
mod events;
mod grant;
#[cfg(any(feature = "ureq", feature = "reqwest"))]
mod log;
#[cfg(any(feature = "ureq", feature = "reqwest"))]
mod server;
mod spawner;
mod store;
mod world;

pub(crate) use clock::TestClock;
pub(crate) use events::Events;
pub(crate) use grant::{Answer, Asked, TestGrant, ambiguous, failing, lasting};
#[cfg(any(feature = "ureq", feature = "reqwest"))]
pub(crate) use log::{logged, remember};
#[cfg(all(target_os = "linux", any(feature = "ureq", feature = "reqwest")))]
pub(crate) use server::Full;
#[cfg(any(feature = "ureq", feature = "reqwest"))]
pub(crate) use server::{Server, endless, hang, nobody, ok};
pub(crate) use spawner::{Apart, Inline, Manual};
pub(crate) use store::{FaultyStore, Step};
pub(crate) use world::{World, poll};
