//! [`Record`]: what a store keeps of a session.

use std::time::Duration;

use crate::{Generation, TokenSet};

/// What a store keeps of a session.
#[derive(Clone, Debug, Default)]
pub struct Record {
    pub(super) version: u64,
    pub(super) generation: Generation,
    pub(super) tokens: Option<TokenSet>,
    pub(super) intent: Option<Intent>,
}

/// An exchange that was begun and whose end is not known: its process died, or its answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intent {
    pub(super) begun: Duration,
    pub(super) lost: u32,
}

impl Intent {
    /// An exchange that begins now, by the wall clock as time since the Unix epoch.
    pub fn new(begun: Duration) -> Self {
        Self { begun, lost: 0 }
    }

    /// When it began, as time since the Unix epoch.
    pub fn begun(&self) -> Duration {
        self.begun
    }

    /// How many exchanges with this refresh token ended without a readable answer.
    pub fn lost(&self) -> u32 {
        self.lost
    }

    /// The same intent after one more answer was lost.
    #[must_use]
    pub fn after_loss(self) -> Self {
        Self { lost: self.lost.saturating_add(1), ..self }
    }

    /// The same intent once the server has refused this refresh token: no process presents it again by itself.
    #[must_use]
    pub fn given_up(self) -> Self {
        Self { lost: u32::MAX, ..self }
    }
}

impl Record {
    /// The number of this version; each save has the next. No record counts as version 0.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The generation of the last tokens that were there; it survives sign-out.
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// The tokens; `None` after sign-out.
    pub fn tokens(&self) -> Option<&TokenSet> {
        self.tokens.as_ref()
    }

    /// The exchange that may be under way.
    pub fn intent(&self) -> Option<Intent> {
        self.intent
    }

    /// The next version, with these tokens and no exchange under way.
    #[must_use]
    pub fn with_tokens(&self, tokens: TokenSet) -> Self {
        Self {
            version: self.version.saturating_add(1),
            generation: tokens.generation(),
            tokens: Some(tokens),
            intent: None,
        }
    }

    /// The next version, with the intent set or cleared.
    #[must_use]
    pub fn with_intent(&self, intent: Option<Intent>) -> Self {
        Self { version: self.version.saturating_add(1), intent, ..self.clone() }
    }

    /// The next version, signed out.
    #[must_use]
    pub fn without_tokens(&self) -> Self {
        Self { version: self.version.saturating_add(1), generation: self.generation, tokens: None, intent: None }
    }
}
