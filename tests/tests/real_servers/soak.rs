//! A while with tokens that live five seconds, rotation on, and faults at random: nobody uses an expired token, no session is lost,
//! no refresh token is used twice.
//!
//! The short run has a clock that stands still from the moment in which a caller asks for a token until the server has answered
//! the request that carries it, and moves in between: a token that the server finds expired was handed out expired.
//! The other run is by the machine's own clocks, for the seconds that `AUTHWRIGHT_SOAK` sets. There a busy machine may hold up a
//! caller until the token in its hand has ended, which it sees, or ends on its way.

use authwright::store::FileStore;
use authwright::{Api, BaseUrl, CallOptions, ErrorKind, TokenSource, TokenSourceBuilder};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime};
use tests::clock::TestClock;
use tests::servers::fault::{Fault, FaultProxy, Pace};
use tests::servers::token_pair::{Counts, KEY, Options, SECRET, TokenPair};
use tests::session::PairGrant;

/// Token sources on one store, as processes have them.
const SOURCES: usize = 3;
/// Callers of each.
const CALLERS: usize = 3;
/// Life of a token.
const LIFE: Duration = Duration::from_secs(5);
/// Steps of the moved clock in one life.
const STEPS: u32 = 50;
/// Length of the run with a clock that is moved.
const SHORT: Duration = Duration::from_secs(6);

/// What the callers counted.
#[derive(Debug, Default)]
struct Seen {
    answered: AtomicU64,
    /// Answered with 401.
    refused: AtomicU64,
    /// Answered with 401, because the token ended between sending and answering.
    late: AtomicU64,
    /// Not sent, because the token ended in the caller's hand.
    held_up: AtomicU64,
    without: AtomicU64,
    lost: AtomicU64,
}

fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

/// Time as a run has it.
#[derive(Clone)]
enum Time {
    /// The machine's.
    Real,
    /// A clock that is moved while nobody holds the gate.
    Moved(TestClock, Arc<RwLock<()>>),
}

impl Time {
    fn now(&self) -> SystemTime {
        match self {
            Self::Real => SystemTime::now(),
            Self::Moved(clock, _) => clock.system_time(),
        }
    }

    /// Does this while the clock stands still, if that can be.
    fn standing<R>(&self, act: impl FnOnce() -> R) -> R {
        match self {
            Self::Real => act(),
            Self::Moved(_, gate) => {
                let _still = gate.read().unwrap_or_else(PoisonError::into_inner);
                act()
            }
        }
    }

    /// Moves the clock until the end of the run.
    fn pass(&self, until: Instant) {
        let Self::Moved(clock, gate) = self else { return };
        while Instant::now() < until {
            {
                let _alone = gate.write().unwrap_or_else(PoisonError::into_inner);
                clock.advance(LIFE / STEPS);
            }
            std::thread::park_timeout(Duration::from_millis(4));
        }
    }
}

/// Calls the account again and again, as a program does that knows nothing of tokens but the 401 rule.
fn call(source: &TokenSource, api: &Api, seen: &Seen, until: Instant, time: &Time) {
    while Instant::now() < until {
        time.standing(|| once(source, api, seen, time));
        std::thread::park_timeout(Duration::from_millis(3));
    }
}

fn once(source: &TokenSource, api: &Api, seen: &Seen, time: &Time) {
    let token = match source.token_blocking() {
        Ok(token) => token,
        Err(error) => {
            return count(if error.kind() == ErrorKind::ReauthorizationRequired { &seen.lost } else { &seen.without });
        }
    };
    let ends = token.expires_at().unwrap_or(SystemTime::UNIX_EPOCH);
    let sent = time.now();
    if sent >= ends && matches!(time, Time::Real) {
        return count(&seen.held_up);
    }
    let answer = authwright::block_on(api.call(http::Method::GET, "/account").bearer(token.secret()).send());
    match answer {
        Ok(reply) if reply.status() == 200 => count(&seen.answered),
        Ok(_) => {
            count(if sent < ends && ends <= time.now() { &seen.late } else { &seen.refused });
            source.invalidate(token.generation());
        }
        Err(error) => panic!("the account is not behind the proxy: {error}"),
    }
}

/// Plans faults for about a third of the exchanges, from a fixed sequence of numbers.
fn plan(proxy: &FaultProxy, until: Instant) {
    let (mut state, mut planned) = (0x9e37_79b9_7f4a_7c15_u64, 0);
    while Instant::now() < until {
        if planned <= proxy.seen().len() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let drawn = usize::try_from(state >> 33).unwrap_or_default() % (3 * Fault::ALL.len());
            Fault::ALL.get(drawn).map_or_else(|| proxy.pass(), |fault| proxy.next(*fault, 1));
            planned += 1;
        }
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

/// Whose code signs in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Client {
    /// Ours, at a server that says how long its tokens live.
    ByHand,
    /// The one that was generated for IX-API, at a server whose tokens say their end themselves.
    Generated,
}

/// What the callers and the server counted in a run of this length, in which nothing was lost or used twice.
fn run(length: Duration, life: Duration, time: &Time, client: Client) -> (Seen, Counts) {
    let servers = time.clone();
    let clock = Arc::new(move || servers.now());
    let by_exp = client == Client::Generated;
    let server =
        TokenPair::start(Options { access: life, refresh: life * 10_000, by_exp, clock, ..Options::default() });
    let proxy = FaultProxy::start(server.address(), Pace::default());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let source = || {
        let store = Arc::new(FileStore::open(folder.path().join("tokens")).expect("the folder opens"));
        let grant = PairGrant::new(&proxy.url());
        match time {
            Time::Real if client == Client::Generated => generated(&proxy.url()).store(store).build(),
            Time::Real => grant.source().store(store).build(),
            Time::Moved(clock, _) => {
                let clock = Arc::new(clock.clone());
                grant.with_clock(clock.clone()).source().clock(clock).store(store).build()
            }
        }
    };
    let sources: Vec<_> = (0..SOURCES).map(|_| source()).collect();
    let api = Api::new(BaseUrl::parse(&server.url()).expect("a loopback address")).expect("the default transport");
    let seen = Seen::default();
    let until = Instant::now() + length;
    std::thread::scope(|scope| {
        scope.spawn(|| plan(&proxy, until));
        scope.spawn(|| time.pass(until));
        for source in sources.iter().flat_map(|source| std::iter::repeat_n(source, CALLERS)) {
            scope.spawn(|| call(source, &api, &seen, until, time));
        }
    });
    let (counts, met) = (server.counts(), proxy.seen());
    let faults = met.iter().filter(|(fault, _)| fault.is_some()).count();
    let exchanges = met.len();
    eprintln!("soak of {length:?}: {seen:?}; exchanges {exchanges}, of which {faults} met a fault; server {counts:?}");
    let Counts { replayed, dead, refused, refreshed, .. } = counts;
    assert_eq!((replayed, dead, refused), (0, 0, 0), "a refresh token was used twice, or after its end");
    assert_eq!((read(&seen.refused), read(&seen.lost)), (0, 0), "{seen:?}");
    assert!(read(&seen.answered) > 100 && faults > 0 && refreshed > 0, "{seen:?}");
    (seen, counts)
}

/// The generated client's tokens, with short timeouts.
fn generated(url: &str) -> TokenSourceBuilder {
    let options = CallOptions::new().with_timeout(Duration::from_secs(1)).with_max_body(64 * 1024);
    let client = ixapi_auth::Client::builder(ixapi_auth::Server::Custom(url.to_owned())).options(options).build();
    client.expect("a loopback address").token_source_builder(ixapi_auth::Credentials::new(KEY, SECRET))
}

fn read(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

#[test]
fn nobody_uses_an_expired_token_and_no_session_is_lost() {
    let (seen, counts) = run(SHORT, LIFE, &Time::Moved(TestClock::new(), Arc::default()), Client::ByHand);
    assert_eq!((read(&seen.late), counts.expired, counts.unknown), (0, 0, 0), "{seen:?} {counts:?}");
}

#[test]
fn nor_by_the_machines_own_clocks() {
    let seconds = std::env::var("AUTHWRIGHT_SOAK").ok().and_then(|text| text.parse().ok());
    let length = Duration::from_secs(seconds.unwrap_or(8));
    // A run of seconds meets more ends and more faults with shorter lives.
    run(length, if length < LIFE * 12 { LIFE * 2 / 5 } else { LIFE }, &Time::Real, Client::ByHand);
}

#[test]
fn nor_with_a_generated_client_and_tokens_that_say_their_end_themselves() {
    let seconds = std::env::var("AUTHWRIGHT_SOAK").ok().and_then(|text| text.parse().ok());
    let length = Duration::from_secs(seconds.unwrap_or(8));
    run(length, if length < LIFE * 12 { LIFE * 3 / 5 } else { LIFE }, &Time::Real, Client::Generated);
}
