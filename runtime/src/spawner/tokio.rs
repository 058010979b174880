//! [`TokioSpawner`].

use tokio::runtime::Handle;

use super::{SpawnError, Spawner};
use crate::{BoxFuture, ConfigError};

/// Runs refreshes as tasks of a tokio runtime. When that runtime ends, a refresh under way is dropped and begun again by
/// whoever asks next.
#[derive(Clone, Debug)]
pub struct TokioSpawner(Handle);

impl TokioSpawner {
    /// Uses this runtime.
    pub fn new(handle: Handle) -> Self {
        Self(handle)
    }

    /// Uses the runtime that this is called in; an error outside of one.
    pub fn current() -> Result<Self, ConfigError> {
        Handle::try_current().map(Self).map_err(|_| {
            ConfigError::new(
                "there is no tokio runtime here",
                "call this inside one, or pass a handle to `TokioSpawner::new`",
            )
        })
    }
}

impl Spawner for TokioSpawner {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Result<(), SpawnError> {
        // A runtime that has ended drops the task at once, which its callers are told by the task itself.
        drop(self.0.spawn(task));
        Ok(())
    }
}
