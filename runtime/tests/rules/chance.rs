//! Rule 5 against chance: whatever goes wrong in whatever order, no refresh token is sent twice and no session is lost that the
//! server still honours, unless an answer of the server was lost.

use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use authwright::{
    AccessToken, BoxFuture, ErrorKind, Expiry, Grant, RefreshToken, Spawner, TokenError, TokenSet, TokenSource,
    block_on,
};

use crate::support::{FaultyStore, Manual, Step, TestClock, poll};

/// Numbers from a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What a request meets.
#[derive(Clone, Copy, Default)]
enum Meets {
    #[default]
    Health,
    /// The server does not see it, or does nothing.
    Refusal(ErrorKind),
    /// The server acts and its answer is lost.
    Loss,
}

/// A server that rotates, and ends the session when a refresh token comes twice.
#[derive(Default)]
struct Server {
    number: u64,
    ended: bool,
    meets: Meets,
    lost: bool,
    replayed: bool,
}

#[derive(Clone, Default)]
struct Rotating(Arc<Mutex<Server>>);

impl Grant for Rotating {
    fn exchange<'a>(&'a self, previous: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        let sent = previous.and_then(TokenSet::refresh).map(|token| token.expose().to_owned()).unwrap();
        Box::pin(async move {
            let mut server = self.0.lock().unwrap();
            if let Meets::Refusal(kind) = server.meets {
                return Err(TokenError::new(kind, "as the test wants it").with_oauth_code("invalid_client"));
            }
            if sent != format!("r{}", server.number) {
                (server.ended, server.replayed) = (true, true);
            }
            if server.ended {
                return Err(TokenError::new(ErrorKind::InvalidGrant, "no"));
            }
            server.number += 1;
            if matches!(server.meets, Meets::Loss) {
                server.lost = true;
                return Err(TokenError::new(ErrorKind::Timeout, "lost").with_ambiguity(true));
            }
            Ok(tokens(server.number))
        })
    }

    fn can_issue(&self) -> bool {
        false
    }

    fn provider(&self) -> &'static str {
        "test"
    }

    fn identity(&self) -> String {
        authwright::identity(&["test"])
    }
}

fn tokens(number: u64) -> TokenSet {
    TokenSet::new(format!("a{number}"))
        .with_refresh(RefreshToken::new(format!("r{number}")))
        .with_expiry(Expiry::In(Duration::from_secs(300)))
}

type Caller = Pin<Box<dyn Future<Output = Result<AccessToken, TokenError>> + Send>>;

/// So many sources, as processes have them, and what happens to them.
struct Fleet {
    dice: Dice,
    clock: Arc<TestClock>,
    store: FaultyStore,
    server: Rotating,
    manual: Arc<Manual>,
    sources: Vec<TokenSource>,
    callers: Vec<Caller>,
}

impl Fleet {
    fn new(seed: u64, size: usize) -> Self {
        let (clock, manual) = (Arc::new(TestClock::new()), Arc::new(Manual::default()));
        let (store, server) = (FaultyStore::default(), Rotating::default());
        let mut fleet =
            Self { dice: Dice(seed), clock, store, server, manual, sources: Vec::new(), callers: Vec::new() };
        block_on(fleet.process(Arc::new(crate::support::Inline)).sign_in(tokens(0))).unwrap();
        fleet.sources = (0..size).map(|_| fleet.process(fleet.manual.clone())).collect();
        fleet
    }

    fn process(&self, spawner: Arc<dyn Spawner>) -> TokenSource {
        let source = TokenSource::builder(self.server.clone()).clock(self.clock.clone());
        source.store(Arc::new(self.store.clone())).spawner(spawner).build()
    }

    fn step(&mut self) {
        let at = usize::try_from(self.dice.roll(self.sources.len() as u64)).unwrap();
        let source = self.sources[at].clone();
        // Where a store does not take new tokens, only the process that has them can save them.
        let steps = [Step::Peek, Step::Lock, Step::Load, Step::SaveIntent, Step::SaveOther, Step::SaveTokens];
        let kinds = if self.sources.len() == 1 { 6 } else { 5 };
        match self.dice.roll(16) {
            0..=2 => self.clock.advance(Duration::from_secs(self.dice.roll(400))),
            3 | 4 => self.callers.push(Box::pin(async move { source.token().await })),
            5 => self.callers.push(Box::pin(async move { source.refresh().await })),
            6 => drop(source.cached().map(|token| source.invalidate(token.generation()))),
            7 => drop(self.manual.step()),
            8 => drop(self.manual.die()),
            9 => {
                let at = self.dice.roll(self.callers.len().max(1) as u64);
                drop(self.callers.drain(..usize::try_from(at).unwrap()));
            }
            10 => self.store.fail(&[steps[usize::try_from(self.dice.roll(kinds)).unwrap()]]),
            11 => self.store.hang(&[steps[usize::try_from(3 + self.dice.roll(kinds - 3)).unwrap()]]),
            12 => self.heal(),
            13 if self.dice.roll(2) == 0 => self.clock.set_forward(Duration::from_secs(self.dice.roll(4000))),
            13 => self.clock.set_back(Duration::from_secs(self.dice.roll(4000))),
            14 if self.sources.len() > 1 => self.sources[at] = self.process(self.manual.clone()),
            _ => {
                let kinds = [ErrorKind::Transport, ErrorKind::Server, ErrorKind::Rejected, ErrorKind::RateLimited];
                let kind = kinds[usize::try_from(self.dice.roll(4)).unwrap()];
                let meets = if self.dice.roll(20) == 0 { Meets::Loss } else { Meets::Refusal(kind) };
                self.server.0.lock().unwrap().meets = meets;
            }
        }
        self.callers.retain_mut(|caller| poll(caller).is_pending());
        if self.dice.roll(2) == 0 {
            self.manual.step();
        }
    }

    fn heal(&self) {
        self.store.fail(&[]);
        self.store.hang(&[]);
        self.server.0.lock().unwrap().meets = Meets::Health;
    }

    /// A while after everything is well again, each source has a token, or the answer that it lacks was lost.
    fn check(&mut self, seed: u64) {
        self.heal();
        self.manual.die();
        for source in self.sources.clone() {
            for round in 0..2 {
                self.clock.advance(Duration::from_secs(301));
                let mut caller: Caller = Box::pin({
                    let source = source.clone();
                    async move { source.token().await }
                });
                let mut turns = 0;
                let result = loop {
                    if let std::task::Poll::Ready(result) = poll(&mut caller) {
                        break result;
                    }
                    self.manual.step();
                    turns += 1;
                    assert!(turns < 100, "seed {seed}: nobody answers");
                };
                let server = self.server.0.lock().unwrap();
                assert!(!server.replayed || server.lost, "seed {seed}: a refresh token was sent twice");
                let token = result.map(|token| token.expose().to_owned());
                let newest = format!("a{}", server.number);
                // A clock that was set back lets an older one serve once more.
                let good = token.as_ref().is_ok_and(|token| round == 0 || *token == newest);
                assert!(server.lost || good, "seed {seed}: {token:?}");
            }
        }
    }
}

#[test]
fn whatever_happens_in_whatever_order_loses_no_session_but_by_a_lost_answer() {
    let lost = std::sync::atomic::AtomicU64::new(0);
    let sessions = 600;
    for seed in 0..sessions {
        let mut fleet = Fleet::new(seed, if seed % 2 == 0 { 1 } else { 3 });
        for _ in 0..60 {
            fleet.step();
        }
        fleet.check(seed);
        lost.fetch_add(u64::from(fleet.server.0.lock().unwrap().lost), Ordering::Relaxed);
    }
    let lost = lost.into_inner();
    assert!((1..sessions / 2).contains(&lost), "{lost} of {sessions} met a lost answer");
}
