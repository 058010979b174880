//! Everything a test needs, put together.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use authwright::{Spawner, TokenError, TokenSource, TokenStore, block_on};

use super::{Answer, Apart, Events, FaultyStore, Inline, Manual, TestClock, TestGrant};

pub(crate) struct World {
    pub(crate) clock: Arc<TestClock>,
    pub(crate) grant: Arc<TestGrant>,
    pub(crate) store: FaultyStore,
    pub(crate) manual: Arc<Manual>,
    pub(crate) events: Arc<Events>,
    pub(crate) source: TokenSource,
}

impl World {
    /// Refreshes run inside the call that starts them.
    pub(crate) fn new() -> Self {
        Self::with(Arc::new(Inline))
    }

    /// Refreshes run when the test says so.
    pub(crate) fn manual() -> Self {
        let manual = Arc::new(Manual::default());
        let world = Self::with(Arc::clone(&manual) as Arc<dyn Spawner>);
        Self { manual, ..world }
    }

    /// A provider that cannot sign in without a person.
    pub(crate) fn needing_a_person() -> Self {
        let world = Self::new();
        world.grant.needs_person.store(true, Ordering::Relaxed);
        world
    }

    /// The same where every exchange panics once the request has gone out.
    pub(crate) fn panicking(needs_person: bool) -> Self {
        let world = Self::with(Arc::new(Apart)).signed_in(super::lasting("t1", 3600));
        world.grant.needs_person.store(needs_person, Ordering::Relaxed);
        world.grant.panics.store(true, Ordering::Relaxed);
        world
    }

    fn with(spawner: Arc<dyn Spawner>) -> Self {
        let (clock, grant) = (Arc::new(TestClock::new()), Arc::new(TestGrant::default()));
        let (store, events) = (FaultyStore::default(), Arc::new(Events::default()));
        let source = TokenSource::builder(Arc::clone(&grant))
            .clock(clock.clone())
            .store(Arc::new(store.clone()))
            .observer(events.clone())
            .spawner(spawner)
            .build();
        Self { clock, grant, store, manual: Arc::default(), events, source }
    }

    /// Another process that shares the store and the server.
    pub(crate) fn sibling(&self) -> TokenSource {
        let store: Arc<dyn TokenStore> = Arc::new(self.store.clone());
        TokenSource::builder(Arc::clone(&self.grant))
            .clock(self.clock.clone())
            .store(store)
            .spawner(Arc::new(Inline))
            .build()
    }

    /// The same world after these tokens were got elsewhere and taken over.
    pub(crate) fn signed_in(self, answer: Answer) -> Self {
        block_on(self.source.sign_in(answer.unwrap())).unwrap();
        self.store.steps();
        self
    }

    /// The same for a world whose refreshes run when the test says so.
    pub(crate) fn signed_in_manually(self, answer: Answer) -> Self {
        let mut signing_in = Box::pin(self.source.sign_in(answer.unwrap()));
        assert!(poll(&mut signing_in).is_pending());
        self.manual.run();
        assert!(poll(&mut signing_in).is_ready());
        drop(signing_in);
        self.store.steps();
        self
    }

    pub(crate) fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// What a caller gets now.
    pub(crate) fn token(&self) -> Result<String, TokenError> {
        text(block_on(self.source.token()))
    }

    /// What a caller who asks for a new token gets now.
    pub(crate) fn refresh(&self) -> Result<String, TokenError> {
        text(block_on(self.source.refresh()))
    }

    /// How many requests the server has seen.
    pub(crate) fn requests(&self) -> usize {
        self.grant.asked().len()
    }
}

fn text(token: Result<authwright::AccessToken, TokenError>) -> Result<String, TokenError> {
    token.map(|token| token.expose().to_owned())
}

/// Polls a future once.
pub(crate) fn poll<F: Future + ?Sized>(future: &mut Pin<Box<F>>) -> Poll<F::Output> {
    future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}
