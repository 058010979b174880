//! Spawners under the test's control.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::task::{Context, Waker};
use std::{fmt, mem};

use authwright::{BoxFuture, SpawnError, Spawner, block_on};

/// Runs a refresh at once, inside the call that starts it.
#[derive(Debug)]
pub(crate) struct Inline;

impl Spawner for Inline {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Result<(), SpawnError> {
        block_on(task);
        Ok(())
    }
}

/// Runs a refresh at once too, and takes a panic in it upon itself, as a thread of its own or a runtime does.
#[derive(Debug)]
pub(crate) struct Apart;

impl Spawner for Apart {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Result<(), SpawnError> {
        // What a panic leaves behind is what these tests are about.
        drop(catch_unwind(AssertUnwindSafe(|| block_on(task))));
        Ok(())
    }
}

/// Keeps refreshes until the test runs or drops them.
#[derive(Default)]
pub(crate) struct Manual(Mutex<VecDeque<BoxFuture<'static, ()>>>);

impl Manual {
    /// Runs all that were started, and says how many they were.
    pub(crate) fn run(&self) -> usize {
        let tasks = mem::take(&mut *self.0.lock().unwrap());
        let count = tasks.len();
        tasks.into_iter().for_each(block_on);
        count
    }

    /// Runs the one that was started first.
    pub(crate) fn run_first(&self) {
        let task = self.0.lock().unwrap().pop_front();
        task.map(block_on).unwrap();
    }

    /// Lets each that was started go as far as it comes, and says how many have not ended.
    pub(crate) fn step(&self) -> usize {
        let tasks = mem::take(&mut *self.0.lock().unwrap());
        let mut context = Context::from_waker(Waker::noop());
        let mut waiting =
            |mut task: BoxFuture<'static, ()>| task.as_mut().poll(&mut context).is_pending().then_some(task);
        let left: Vec<_> = tasks.into_iter().filter_map(&mut waiting).collect();
        let count = left.len();
        self.0.lock().unwrap().extend(left);
        count
    }

    /// Drops all that were started, as a runtime that ends does.
    pub(crate) fn die(&self) -> usize {
        mem::take(&mut *self.0.lock().unwrap()).len()
    }
}

impl Spawner for Manual {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Result<(), SpawnError> {
        self.0.lock().unwrap().push_back(task);
        Ok(())
    }
}

impl fmt::Debug for Manual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Manual")
    }
}
