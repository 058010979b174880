//! [`TokioSpawner`].

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::runtime::{Handle, RuntimeFlavor};

use super::{SpawnError, Spawner, ThreadSpawner};
use crate::{BoxFuture, ConfigError, blocking};

/// Runs refreshes as tasks of a tokio runtime of several threads. One of a single thread stands still whenever nobody is in its
/// `block_on`, and whoever then waited for a refresh there would wait for ever: its refreshes run on threads of their own, inside
/// its context. So do those that a blocked thread asks for. When a runtime ends, a refresh under way is dropped and begun again by whoever asks next; from then on they run
/// on threads of their own, so that a session outlives the runtime it began in.
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
        // Whoever blocks a worker may block the one that has this task in its own queue.
        if self.0.runtime_flavor() == RuntimeFlavor::CurrentThread || blocking::is_blocked() {
            let handle = self.0.clone();
            return ThreadSpawner.spawn(Box::pin(Within { handle, task }));
        }
        drop(self.0.spawn(Handed { task: Some(task), begun: false }));
        Ok(())
    }
}

/// The task, which finds the runtime that this is called in on any thread: a transport of the application's own may need it.
pub(super) fn within_current(task: BoxFuture<'static, ()>) -> BoxFuture<'static, ()> {
    match Handle::try_current() {
        Ok(handle) => Box::pin(Within { handle, task }),
        Err(_) => task,
    }
}

/// A task that finds the runtime's timers and sockets, whoever runs it.
struct Within {
    handle: Handle,
    task: BoxFuture<'static, ()>,
}

impl Future for Within {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Self { handle, task } = &mut *self;
        let _entered = handle.enter();
        task.as_mut().poll(context)
    }
}

/// A task in the hands of a runtime. One that has ended drops it without having begun it; then a thread runs it.
struct Handed {
    task: Option<BoxFuture<'static, ()>>,
    begun: bool,
}

impl Future for Handed {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.begun = true;
        self.task.as_mut().map_or(Poll::Ready(()), |task| task.as_mut().poll(context))
    }
}

impl Drop for Handed {
    fn drop(&mut self) {
        if let Some(task) = self.task.take().filter(|_| !self.begun) {
            // Without a thread the task is dropped, and tells its callers.
            let _ = ThreadSpawner.spawn(task);
        }
    }
}
