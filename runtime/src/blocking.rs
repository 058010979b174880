//! Blocking work under an async signature, without blocking an executor.

use std::cell::Cell;
use std::future::Future;
use std::io;

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

/// Why work was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoThread {
    /// There is no thread to be had, so nothing of it was done.
    NotStarted,
    /// The thread died, and nobody knows how far it came.
    Died,
}

/// Starts a thread of this crate.
pub(crate) fn start(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    #[cfg(test)]
    if tests::NONE_LEFT.get() {
        return Err(io::ErrorKind::WouldBlock.into());
    }
    std::thread::Builder::new().name(name.into()).spawn(work).map(drop)
}

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
    let started = start("authwright", move || sender.send(work()));
    async move {
        match started {
            Ok(()) => receiver.await.ok_or(NoThread::Died),
            Err(_) => Err(NoThread::NotStarted),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::Cell;

    thread_local! {
        /// True while this thread cannot start another, as at the limit of a container.
        pub(crate) static NONE_LEFT: Cell<bool> = const { Cell::new(false) };
    }
}
