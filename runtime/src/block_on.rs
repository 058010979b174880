//! Running a future on the calling thread.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use crate::blocking;

struct Unpark {
    thread: Thread,
    /// The thread's own mark is no proof: a wait within this one, on the same thread, takes it away.
    woken: AtomicBool,
}

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// Runs a future to its end on this thread, without an async runtime.
///
/// The thread sleeps while the future waits. Do not call it from a task of an async runtime: it would block that
/// runtime's thread.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let unpark = Arc::new(Unpark { thread: thread::current(), woken: AtomicBool::new(false) });
    let waker = Waker::from(Arc::clone(&unpark));
    let mut context = Context::from_waker(&waker);
    let _allowed = blocking::allow();
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        while !unpark.woken.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::block_on;
    use crate::blocking;

    #[test]
    fn waits_for_another_thread() {
        // Outside block_on the work gets a thread of its own; its answer has to wake this one.
        let work = blocking::run_on_thread(|| 7);
        assert_eq!(block_on(work), Ok(7));
    }
}
