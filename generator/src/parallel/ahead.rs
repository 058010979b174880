//! Something that is made before it is needed, by the helper where it has time.

use std::sync::{Arc, Mutex, PoisonError};

use super::beside;

/// What the helper makes, or whoever needs it first.
pub struct Ahead<T>(Arc<dyn Makes<T>>);

impl<T> std::fmt::Debug for Ahead<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ahead").finish_non_exhaustive()
    }
}

impl<T: Send + 'static> Ahead<T> {
    /// Lets the helper make it, after what it was given before.
    pub fn begin(make: impl Fn() -> T + Send + Sync + 'static) -> Self {
        let making = Arc::new(Making { make, step: Mutex::new(Step::Open) });
        let other = Arc::clone(&making);
        beside(move || other.prepare());
        Self(making)
    }

    /// It: made here where the helper has not begun, or panicked over it.
    pub fn finish(self) -> T {
        self.0.take()
    }
}

trait Makes<T>: Send + Sync {
    fn take(&self) -> T;
}

struct Making<T, F> {
    make: F,
    /// Locked while it is being made.
    step: Mutex<Step<T>>,
}

enum Step<T> {
    Open,
    Made(T),
    Over,
}

impl<T, F: Fn() -> T> Making<T, F> {
    fn prepare(&self) {
        let mut step = self.step.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*step, Step::Open) {
            *step = Step::Made((self.make)());
        }
    }
}

impl<T: Send, F: Fn() -> T + Send + Sync> Makes<T> for Making<T, F> {
    fn take(&self) -> T {
        let mut step = self.step.lock().unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut *step, Step::Over) {
            Step::Made(made) => made,
            Step::Open | Step::Over => (self.make)(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::{Ahead, beside};

    #[test]
    fn it_is_there_whether_the_helper_comes_or_not() {
        assert_eq!(Ahead::begin(|| 1).finish(), 1);
        let (release, busy) = mpsc::channel::<()>();
        beside(move || busy.iter().for_each(drop));
        assert_eq!(Ahead::begin(|| 2).finish(), 2);
        drop(release);
        assert_eq!(Ahead::begin(|| 3).finish(), 3);
    }
}
