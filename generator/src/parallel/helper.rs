//! One thread that is there already: to start another takes as long as some stages, and the system clears memory for each.

use std::{
    sync::{
        Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError,
        atomic::AtomicUsize,
        mpsc::{self, Sender},
    },
    thread,
};

use super::{PROCESSORS, take};

type Job = Box<dyn FnOnce() + Send>;

/// Started by the first job; none where there is one processor, or the system gives no thread.
static HELPER: LazyLock<Option<Sender<Job>>> = LazyLock::new(|| {
    let (helper, jobs) = mpsc::channel::<Job>();
    let work = move || jobs.into_iter().for_each(|job| job());
    let begun = *PROCESSORS > 1 && thread::Builder::new().spawn(work).is_ok();
    begun.then_some(helper)
});

/// Gives the helper something to do, after what it was given before. Whether it ever does it is not said: whoever needs
/// the result does it as well, should it not be there.
pub fn beside(job: impl FnOnce() + Send + 'static) {
    // A job that panicked took the helper with it.
    let _ = HELPER.as_ref().map(|helper| helper.send(Box::new(job)));
}

/// As [`map`](super::map), by this thread, and by the helper as soon as it has time: for what takes less time than to start a thread.
pub fn share<I, O>(items: Vec<I>, work: impl Fn(&I) -> O + Send + Sync + 'static) -> Vec<O>
where
    I: Send + Sync + 'static,
    O: Send + 'static,
{
    let state = State { done: items.iter().map(|_| None).collect(), helped: false };
    let shared =
        Arc::new(Shared { items, work, next: AtomicUsize::new(0), state: Mutex::new(state), left: Condvar::new() });
    let other = Arc::clone(&shared);
    beside(move || other.help());
    shared.take_part();
    shared.finish()
}

struct Shared<I, O, W> {
    items: Vec<I>,
    work: W,
    next: AtomicUsize,
    state: Mutex<State<O>>,
    /// The helper is not at it any more.
    left: Condvar,
}

struct State<O> {
    done: Vec<Option<O>>,
    /// Whether the helper is at it.
    helped: bool,
}

impl<I, O, W: Fn(&I) -> O> Shared<I, O, W> {
    fn take_part(&self) {
        while let Some((at, item)) = take(&self.next, &self.items) {
            let made = (self.work)(item);
            if let Some(place) = self.state().done.get_mut(at) {
                *place = Some(made);
            }
        }
    }

    fn help(&self) {
        self.state().helped = true;
        let _leaves = Leaves(self);
        self.take_part();
    }

    /// The answers. What the helper panicked over is done again here, where somebody sees it.
    fn finish(&self) -> Vec<O> {
        let waited = self.left.wait_while(self.state(), |state| state.helped);
        let done = std::mem::take(&mut waited.unwrap_or_else(PoisonError::into_inner).done);
        done.into_iter().zip(&self.items).map(|(made, item)| made.unwrap_or_else(|| (self.work)(item))).collect()
    }
}

impl<I, O, W> Shared<I, O, W> {
    fn state(&self) -> MutexGuard<'_, State<O>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says that the helper is not at it any more, however it came to that.
struct Leaves<'a, I, O, W>(&'a Shared<I, O, W>);

impl<I, O, W> Drop for Leaves<'_, I, O, W> {
    fn drop(&mut self) {
        self.0.state().helped = false;
        self.0.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::{beside, share};

    #[test]
    fn answers_keep_their_order() {
        let items: Vec<usize> = (0..500).collect();
        assert_eq!(share(items.clone(), |n| n * 2), items.iter().map(|n| n * 2).collect::<Vec<_>>());
        assert!(share(Vec::<u8>::new(), |n| *n).is_empty());
    }

    #[test]
    fn nobody_waits_for_a_helper_that_has_not_come() {
        let (release, busy) = mpsc::channel::<()>();
        beside(move || busy.iter().for_each(drop));
        assert_eq!(share(vec![1, 2, 3], |n| n + 1), [2, 3, 4]);
        drop(release);
    }
}
