//! [`TokenSourceBuilder`].

use std::fmt;
use std::sync::{Arc, Mutex};

use super::flight::Flights;
use super::hand::Hand;
use super::inner::Inner;
use super::pause::Pause;
use super::{Margins, TokenSource};
use crate::{
    Attach, BaseUrl, Clock, Grant, MemoryStore, Origin, RefreshObserver, Spawner, SystemClock, ThreadSpawner,
    TokenStore,
};

/// Puts a [`TokenSource`] together. Everything has a default but the origins: without one, tokens can be asked for but
/// [`authorize`](TokenSource::authorize) attaches them nowhere.
#[must_use = "a builder does nothing until it is built"]
pub struct TokenSourceBuilder {
    grant: Arc<dyn Grant>,
    account: Option<String>,
    attach: Attach,
    origins: Vec<Origin>,
    store: Arc<dyn TokenStore>,
    clock: Arc<dyn Clock>,
    spawner: Arc<dyn Spawner>,
    observer: Option<Arc<dyn RefreshObserver>>,
    margins: Margins,
}

impl TokenSourceBuilder {
    pub(super) fn new(grant: Arc<dyn Grant>) -> Self {
        Self {
            grant,
            account: None,
            attach: Attach::Bearer,
            origins: Vec::new(),
            store: Arc::new(MemoryStore::new()),
            clock: Arc::new(SystemClock),
            spawner: Arc::new(ThreadSpawner),
            observer: None,
            margins: Margins::default(),
        }
    }

    /// Sets how the token goes into a request; a bearer header unless said otherwise.
    pub fn attach(mut self, attach: Attach) -> Self {
        self.attach = attach;
        self
    }

    /// Adds an origin that the token may go to.
    pub fn allow(mut self, base: &BaseUrl) -> Self {
        if !self.origins.contains(base.origin()) {
            self.origins.push(base.origin().clone());
        }
        self
    }

    /// Names the account whose session it is, where several share a [store](Self::store) and their sign-ins differ by nothing but
    /// a password: the session's key is made of what else a grant is given, never of passwords.
    pub fn account(mut self, name: impl Into<String>) -> Self {
        self.account = Some(name.into());
        self
    }

    /// Sets where the session is kept; in memory unless said otherwise.
    pub fn store(mut self, store: Arc<dyn TokenStore>) -> Self {
        self.store = store;
        self
    }

    /// Sets the clock.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Sets who runs refreshes; a thread each unless said otherwise.
    pub fn spawner(mut self, spawner: Arc<dyn Spawner>) -> Self {
        self.spawner = spawner;
        self
    }

    /// Sets who is told what happens.
    pub fn observer(mut self, observer: Arc<dyn RefreshObserver>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Sets how long before its end a token is renewed.
    pub fn margins(mut self, margins: Margins) -> Self {
        self.margins = margins;
        self
    }

    /// What tells this source from others in one program: the grant's own identity (endpoint, client, scopes) and the
    /// origins that its tokens may go to. Holds no secret, so it does not tell who knows one.
    #[cfg(feature = "oauth")]
    pub(crate) fn identity(&self) -> String {
        let mut origins: Vec<String> = self.origins.iter().map(ToString::to_string).collect();
        origins.sort_unstable();
        crate::identity(&[&self.key(), &origins.join(" ")])
    }

    /// What the session is kept under.
    fn key(&self) -> String {
        let identity = self.grant.identity();
        match &self.account {
            Some(account) => crate::identity(&[&identity, account]),
            None => identity,
        }
    }

    /// The source. Nothing is sent until a token is asked for.
    pub fn build(self) -> TokenSource {
        TokenSource(Arc::new(Inner {
            hand: Hand::new(),
            flights: Flights::new(),
            errands: Mutex::default(),
            pause: Pause::default(),
            unsaved: Mutex::new(None),
            sent: Mutex::new(None),
            key: self.key(),
            grant: self.grant,
            store: self.store,
            clock: self.clock,
            spawner: self.spawner,
            observer: self.observer,
            margins: self.margins,
            attach: self.attach,
            origins: self.origins,
        }))
    }
}

impl fmt::Debug for TokenSourceBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSourceBuilder").field("provider", &self.grant.provider()).finish_non_exhaustive()
    }
}
