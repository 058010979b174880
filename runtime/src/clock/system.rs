//! The machine's own clocks.

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
        Box::pin(async move {
            // Without a thread there is nothing to wait on; the caller then goes on at once, which is safe.
            let _ = blocking::run(move || std::thread::sleep(duration)).await;
        })
    }
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
    use super::{Clock, SystemClock};
    use std::time::{Duration, SystemTime};

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
