//! Randomness for jitter. Not for secrets.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// A share of the duration, evenly spread between `least` and all of it.
pub(crate) fn jittered(duration: Duration, least: f64) -> Duration {
    // Each `RandomState` is keyed differently, which is as random as spreading load has to be.
    let bits = u32::try_from(RandomState::new().hash_one(0_u8) >> 32).unwrap_or(0);
    duration.mul_f64(least + (1.0 - least) * f64::from(bits) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::jittered;
    use std::time::Duration;

    #[test]
    fn stays_within_its_bounds_and_varies() {
        let all = Duration::from_secs(100);
        let samples: Vec<_> = (0..100).map(|_| jittered(all, 0.8)).collect();
        assert!(samples.iter().all(|sample| (Duration::from_secs(80)..=all).contains(sample)));
        assert!(samples.iter().any(|sample| *sample != samples[0]));
    }
}
