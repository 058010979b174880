//! Blocking work under an async signature, without blocking an executor.

use std::cell::Cell;
use std::future::Future;

use crate::oneshot;

thread_local! {
    /// True while this thread belongs to `block_on`: blocking it harms nobody.
    static ALLOWED: Cell<bool> = const { Cell::new(false) };
}

/// Marks this thread as one that may block until the value is dropped.
pub(crate) fn allow() -> impl Drop {
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            ALLOWED.set(self.0);
        }
    }
    Restore(ALLOWED.replace(true))
}

/// True on a thread that somebody blocks until a future is ready.
#[cfg(feature = "tokio")]
pub(crate) fn is_blocked() -> bool {
    ALLOWED.get()
}

/// The thread that was to do the work could not be started, or died.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoThread;

/// Does blocking work: here, when the thread is ours to block, else on a thread of its own.
pub(crate) async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, NoThread> {
    if ALLOWED.get() {
        return Ok(work());
    }
    run_on_thread(work).await
}

/// Does blocking work on a thread of its own.
pub(crate) fn run_on_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> impl Future<Output = Result<T, NoThread>> {
    let (sender, receiver) = oneshot::channel();
    let started = std::thread::Builder::new().name("authwright".into()).spawn(move || sender.send(work()));
    async move {
        match started {
            Ok(_) => receiver.await.ok_or(NoThread),
            Err(_) => Err(NoThread),
        }
    }
}
