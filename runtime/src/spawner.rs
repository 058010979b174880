//! Who runs a flight.

#[cfg(feature = "tokio")]
mod tokio;

#[cfg(feature = "tokio")]
pub use tokio::TokioSpawner;

use std::fmt;

use crate::{BoxFuture, block_on, blocking};

/// Runs a refresh to its end, whoever asked for it and whether or not they still wait.
pub trait Spawner: Send + Sync + fmt::Debug + 'static {
    /// Starts the task; an error means that it was dropped without being run.
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Result<(), SpawnError>;
}

/// The task could not be started: no thread to be had, or the runtime is gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SpawnError;

impl fmt::Display for SpawnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the refresh could not be started: no thread or runtime to run it on")
    }
}

impl std::error::Error for SpawnError {}

/// A standard-library thread per flight: works under every executor, and under none. The default. With the feature `tokio` a
/// flight that begins inside a tokio runtime finds that runtime on its thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct ThreadSpawner;

impl Spawner for ThreadSpawner {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Result<(), SpawnError> {
        #[cfg(feature = "tokio")]
        let task = tokio::within_current(task);
        blocking::start("authwright", move || block_on(task)).map_err(|_| SpawnError)
    }
}
