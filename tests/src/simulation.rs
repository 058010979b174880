//! Many processes in one thread: an executor whose tasks take turns, so that a run is the same every time.

use authwright::{BoxFuture, SpawnError, Spawner};
use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// Runs tasks in turn; clones share them. It is the [`Spawner`] of every simulated process.
#[derive(Clone, Default)]
pub struct Executor(Arc<Shared>);

#[derive(Default)]
struct Shared {
    ready: Mutex<VecDeque<Arc<Task>>>,
    killing: AtomicBool,
}

struct Task {
    future: Mutex<Option<BoxFuture<'static, ()>>>,
    queued: AtomicBool,
    shared: Arc<Shared>,
}

impl Executor {
    /// Runs tasks until every one of them waits for something or has ended, and gives the time that took: in each unit of it,
    /// every task that can go on does so once, as processes on machines of their own do.
    pub fn run(&self) -> u64 {
        // Taken by a function of its own, so that the queue is not locked while the task runs.
        let (mut rounds, mut left) = (0, 0);
        let next = || lock(&self.0.ready).pop_front();
        while let Some(task) = next() {
            if left == 0 {
                (rounds, left) = (rounds + 1, lock(&self.0.ready).len() + 1);
            }
            left -= 1;
            task.queued.store(false, Ordering::SeqCst);
            let waker = Waker::from(Arc::clone(&task));
            let mut future = lock(&task.future);
            let Some(running) = future.as_mut() else { continue };
            let ended = running.as_mut().poll(&mut Context::from_waker(&waker)) == Poll::Ready(());
            if self.0.killing.swap(false, Ordering::SeqCst) || ended {
                // What the task held, such as a guard, goes with it, as the system frees what a dead process held.
                let dead = future.take();
                drop(future);
                drop(dead);
            }
        }
        rounds
    }

    /// Ends the task that calls this, at its next wait, as a process dies: nothing of it runs any more.
    pub fn kill_current(&self) {
        self.0.killing.store(true, Ordering::SeqCst);
    }

    /// Adds a task.
    pub fn start(&self, future: impl Future<Output = ()> + Send + 'static) {
        let future = Mutex::new(Some(Box::pin(future) as BoxFuture<'static, ()>));
        let task = Arc::new(Task { future, queued: AtomicBool::new(false), shared: Arc::clone(&self.0) });
        task.wake();
    }
}

impl Spawner for Executor {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Result<(), SpawnError> {
        self.start(task);
        Ok(())
    }
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        if !self.queued.swap(true, Ordering::SeqCst) {
            lock(&self.shared.ready).push_back(Arc::clone(&self));
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Executor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Executor").field("ready", &lock(&self.0.ready).len()).finish()
    }
}
