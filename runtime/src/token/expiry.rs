//! [`Expiry`]: when a token ends, as the server said it.

use std::time::Duration;

use crate::Moment;

/// Lifetimes beyond this are cut to it: ten years is as good as forever and keeps arithmetic far from its limits.
pub(crate) const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// When a token ends, as the server said it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expiry {
    /// So long after the request that brought it was started.
    In(Duration),
    /// At this time since the Unix epoch. A token source turns it into a lifetime by its own clock; one that is past says
    /// nothing.
    At(Duration),
    /// Nobody knows: the token is used until a request with it is refused with 401.
    #[default]
    Unknown,
}

impl Expiry {
    /// A lifetime in seconds. What is no number, or less than one second, says nothing about the token's end: nobody issues
    /// a token that ends on its way.
    pub fn from_seconds(seconds: f64) -> Self {
        if seconds.is_nan() || seconds < 1.0 {
            return Self::Unknown;
        }
        positive(Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST))
    }

    /// The lifetime, where there is one.
    pub fn lifetime(self) -> Option<Duration> {
        match self {
            Self::In(lifetime) => Some(lifetime),
            Self::At(_) | Self::Unknown => None,
        }
    }

    /// The same as a lifetime from this moment on, and not beyond ten years.
    #[must_use]
    pub(crate) fn from(self, started: Moment) -> Self {
        match self {
            Self::In(lifetime) => positive(lifetime),
            Self::At(end) => positive(end.saturating_sub(started.wall())),
            Self::Unknown => Self::Unknown,
        }
    }
}

/// A lifetime of nothing says nothing; a very long one is cut.
fn positive(lifetime: Duration) -> Expiry {
    if lifetime.is_zero() { Expiry::Unknown } else { Expiry::In(lifetime.min(LONGEST)) }
}

#[cfg(test)]
mod tests {
    use super::{Expiry, LONGEST};
    use std::time::Duration;

    #[test]
    fn absurd_numbers_say_nothing_or_are_cut() {
        for nothing in [0.0, 1e-190, 0.001, 0.999, -0.0, -1.0, f64::NAN, f64::NEG_INFINITY, f64::MIN] {
            assert_eq!(Expiry::from_seconds(nothing), Expiry::Unknown, "{nothing}");
        }
        for endless in [1e18, f64::MAX, f64::INFINITY] {
            assert_eq!(Expiry::from_seconds(endless), Expiry::In(LONGEST), "{endless}");
        }
        assert_eq!(Expiry::from_seconds(1.5), Expiry::In(Duration::from_millis(1500)));
    }
}
