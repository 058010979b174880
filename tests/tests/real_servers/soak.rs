//! A while with tokens that live five seconds (two in a short run), rotation on, and faults at random: nobody uses an expired token, no session is
//! lost, no refresh token is used twice. `AUTHWRIGHT_SOAK` sets the seconds.

use authwright::store::FileStore;
use authwright::{Api, BaseUrl, ErrorKind, TokenSource};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tests::servers::fault::{Fault, FaultProxy, Pace};
use tests::servers::token_pair::{Counts, Options, TokenPair};
use tests::session::PairGrant;

/// Token sources on one store, as processes have them.
const SOURCES: usize = 3;
/// Callers of each.
const CALLERS: usize = 3;
/// From here on a run is long enough for the longer life.
const LONG: Duration = Duration::from_secs(60);

/// What the callers counted.
#[derive(Debug, Default)]
struct Seen {
    answered: AtomicU64,
    expired: AtomicU64,
    late: AtomicU64,
    refused: AtomicU64,
    without: AtomicU64,
    lost: AtomicU64,
}

fn length() -> Duration {
    let seconds = std::env::var("AUTHWRIGHT_SOAK").ok().and_then(|text| text.parse().ok());
    Duration::from_secs(seconds.unwrap_or(8))
}

fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

/// Calls the account again and again, as a program does that knows nothing of tokens but the 401 rule.
///
/// A call slower than `quick` may meet an end that was not there when it began: the machine was busy.
fn call(source: &TokenSource, api: &Api, seen: &Seen, until: Instant, quick: Duration) {
    while Instant::now() < until {
        let asked = Instant::now();
        let token = match source.token_blocking() {
            Ok(token) => token,
            Err(error) => {
                count(if error.kind() == ErrorKind::ReauthorizationRequired { &seen.lost } else { &seen.without });
                std::thread::park_timeout(Duration::from_millis(20));
                continue;
            }
        };
        if token.expires_at().is_some_and(|end| end <= std::time::SystemTime::now()) && asked.elapsed() < quick {
            count(&seen.expired);
        }
        let handed = Instant::now();
        let answer = authwright::block_on(api.call(http::Method::GET, "/account").bearer(token.secret()).send());
        match answer {
            Ok(reply) if reply.status() == 200 => count(&seen.answered),
            Ok(_) => {
                count(if handed.elapsed() < quick { &seen.refused } else { &seen.late });
                source.invalidate(token.generation());
            }
            Err(error) => panic!("the account is not behind the proxy: {error}"),
        }
        std::thread::park_timeout(Duration::from_millis(3));
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

#[test]
fn nobody_uses_an_expired_token_and_no_session_is_lost() {
    let length = length();
    let life = Duration::from_secs(if length < LONG { 2 } else { 5 });
    let server = TokenPair::start(Options { access: life, ..Options::default() });
    let proxy = FaultProxy::start(server.address(), Pace::default());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let grant = PairGrant::new(&proxy.url());
    let sources: Vec<_> = (0..SOURCES)
        .map(|_| {
            let store = FileStore::open(folder.path().join("tokens")).expect("the folder opens");
            grant.source().store(Arc::new(store)).build()
        })
        .collect();
    let api = Api::new(BaseUrl::parse(&server.url()).expect("a loopback address")).expect("the default transport");
    let seen = Seen::default();
    let until = Instant::now() + length;
    std::thread::scope(|scope| {
        scope.spawn(|| plan(&proxy, until));
        for source in sources.iter().flat_map(|source| std::iter::repeat_n(source, CALLERS)) {
            scope.spawn(|| call(source, &api, &seen, until, life / 15));
        }
    });
    let (counts, met) = (server.counts(), proxy.seen());
    let faults = met.iter().filter(|(fault, _)| fault.is_some()).count();
    eprintln!(
        "soak of {length:?}: {seen:?}; exchanges {}, of which {faults} met a fault; server {counts:?}",
        met.len()
    );
    let Counts { replayed, dead, refused, refreshed, .. } = counts;
    assert_eq!((replayed, dead, refused), (0, 0, 0), "a refresh token was used twice, or after its end");
    let left = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    assert_eq!((left(&seen.expired), left(&seen.refused), left(&seen.lost)), (0, 0, 0), "{seen:?}");
    assert!(left(&seen.answered) > 100 && faults > 0 && refreshed > 0, "{seen:?}");
}
