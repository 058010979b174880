//! [`Margins`]: how long before its end a token is renewed.

use std::time::Duration;

/// How long before its end a token is renewed. Both margins scale with the lifetime, so that short-lived tokens are
/// served too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margins {
    pub(super) advisory: Duration,
    pub(super) mandatory: Duration,
}

/// The advisory zone is at most this part of a lifetime.
const ADVISORY_PART: u32 = 4;

/// The mandatory zone is at most this part of a lifetime.
const MANDATORY_PART: u32 = 10;

impl Default for Margins {
    /// Renewed in the background from 5 minutes before the end (at most a quarter of the lifetime), waited for from 1
    /// minute before it (at most a tenth).
    fn default() -> Self {
        Self { advisory: Duration::from_secs(300), mandatory: Duration::from_secs(60) }
    }
}

impl Margins {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how long before the end the background refresh starts. The source shortens it by up to a fifth at random, so
    /// that a fleet does not come at once.
    #[must_use]
    pub fn with_advisory(mut self, margin: Duration) -> Self {
        self.advisory = margin;
        self
    }

    /// Sets how long before the end callers wait for a new token.
    #[must_use]
    pub fn with_mandatory(mut self, margin: Duration) -> Self {
        self.mandatory = margin;
        self
    }

    /// The margins for a token of this lifetime: advisory, then mandatory.
    pub(super) fn scaled(self, lifetime: Duration) -> (Duration, Duration) {
        let mandatory = self.mandatory.min(lifetime / MANDATORY_PART);
        (self.advisory.min(lifetime / ADVISORY_PART).max(mandatory), mandatory)
    }
}

#[cfg(test)]
mod tests {
    use super::Margins;
    use std::time::Duration;

    #[test]
    fn margins_scale_with_the_lifetime() {
        let scaled = |secs| Margins::default().scaled(Duration::from_secs(secs));
        assert_eq!(scaled(3600), (Duration::from_secs(300), Duration::from_secs(60)));
        assert_eq!(scaled(300), (Duration::from_secs(75), Duration::from_secs(30)));
        assert_eq!(scaled(0), (Duration::ZERO, Duration::ZERO));
    }
}
