//! The machine's own clocks.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

#[cfg(unix)]
use nix::time::{ClockId, clock_gettime};

use super::{Clock, Moment};
use crate::{BoxFuture, blocking};

/// The machine's clocks: the wall clock, and one that counts suspend (`CLOCK_BOOTTIME` on Linux).
///
/// On `wasm32-unknown-unknown` the standard library has no clock and no threads: inject a [`Clock`], a
/// [`Spawner`](crate::Spawner) and a transport there.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        Moment::new(wall(), steady())
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(slept(duration))
    }
}

/// How long a thread that is not ours waits in one piece where there is no other.
const PIECE: Duration = Duration::from_millis(100);

/// Whoever asks again and again, such as a device for its tokens, relies on the time in between. Without a thread to wait on the
/// caller's has to do, in pieces between which others have their turn.
async fn slept(mut left: Duration) {
    while !left.is_zero() && blocking::run(move || std::thread::sleep(left)).await.is_err() {
        if cfg!(all(target_family = "wasm", target_os = "unknown")) {
            return;
        }
        let piece = left.min(PIECE);
        std::thread::sleep(piece);
        left -= piece;
        turn().await;
    }
}

/// Lets others have their turn.
async fn turn() {
    let mut passed = false;
    poll_fn(|context| {
        if std::mem::replace(&mut passed, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// The coarse clock costs a quarter of the exact one and is a few milliseconds behind; expiry is a matter of seconds.
#[cfg(target_os = "linux")]
fn wall() -> Duration {
    read(ClockId::CLOCK_REALTIME_COARSE)
}

/// There is no clock here: nothing ever ends by time, and a 401 is what renews a token.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
fn wall() -> Duration {
    Duration::ZERO
}

#[cfg(not(any(target_os = "linux", all(target_family = "wasm", target_os = "unknown"))))]
fn wall() -> Duration {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default()
}

#[cfg(target_os = "linux")]
fn steady() -> Duration {
    read(ClockId::CLOCK_BOOTTIME)
}

/// `CLOCK_MONOTONIC` counts sleep on Apple's systems, where `Instant` does not.
#[cfg(all(unix, not(target_os = "linux")))]
fn steady() -> Duration {
    read(ClockId::CLOCK_MONOTONIC)
}

/// Elsewhere `Instant` is the best there is; the wall clock catches what it misses.
#[cfg(not(any(unix, all(target_family = "wasm", target_os = "unknown"))))]
fn steady() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
fn steady() -> Duration {
    Duration::ZERO
}

/// A clock that the system does not have stands still; the other one of the two then tells what has ended.
#[cfg(unix)]
fn read(clock: ClockId) -> Duration {
    let Ok(time) = clock_gettime(clock) else { return Duration::ZERO };
    let nanos = u32::try_from(time.tv_nsec()).unwrap_or(0);
    u64::try_from(time.tv_sec()).map_or(Duration::ZERO, |secs| Duration::new(secs, nanos))
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};
    use std::time::{Duration, SystemTime};

    use super::{Clock, SystemClock};
    use crate::blocking::tests::NONE_LEFT;

    #[test]
    fn without_a_thread_a_wait_is_a_wait_all_the_same() {
        NONE_LEFT.set(true);
        let mut wait = SystemClock.sleep(Duration::from_nanos(1));
        let mut poll = || wait.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        let turns = [poll(), poll()];
        NONE_LEFT.set(false);
        assert_eq!(turns, [Poll::Pending, Poll::Ready(())], "others have their turn in between");
    }

    #[test]
    fn agrees_with_the_standard_library() {
        let ours = SystemClock.now().wall();
        let std = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        assert!(ours.abs_diff(std) < Duration::from_secs(1));
    }

    #[test]
    fn steady_never_goes_back() {
        let earlier = SystemClock.now().steady();
        assert!(SystemClock.now().steady() >= earlier);
    }
}
