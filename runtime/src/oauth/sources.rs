//! Many sessions in one program.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::TokenSource;

/// Token sources by what they are for: server, credentials and scopes, as a grant's
/// [`identity`](crate::Grant::identity) names them. Bounded: the one that was not used for longest makes room.
#[derive(Debug)]
pub struct TokenSources {
    most: usize,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    sources: BTreeMap<String, (u64, TokenSource)>,
    uses: u64,
}

impl TokenSources {
    /// At most this many sources.
    pub fn new(most: usize) -> Self {
        Self { most: most.max(1), held: Mutex::default() }
    }

    /// The source for an identity, made by `make` where there is none yet. While it is made, others wait: two sources
    /// for one session would spend each other's refresh tokens.
    pub fn get(&self, identity: &str, make: impl FnOnce() -> TokenSource) -> TokenSource {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.uses += 1;
        let now = held.uses;
        if let Some((used, source)) = held.sources.get_mut(identity) {
            *used = now;
            return source.clone();
        }
        let source = make();
        if held.sources.len() >= self.most {
            let oldest = held.sources.iter().min_by_key(|(_, (used, _))| *used).map(|(identity, _)| identity.clone());
            if let Some(oldest) = oldest {
                held.sources.remove(&oldest);
            }
        }
        held.sources.insert(identity.to_owned(), (now, source.clone()));
        source
    }

    /// Forgets a source, such as after somebody signed out.
    pub fn remove(&self, identity: &str) -> Option<TokenSource> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.sources.remove(identity).map(|(_, source)| source)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).sources.len()
    }

    /// True without any.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
