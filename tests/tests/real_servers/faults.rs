//! Every fault at the token endpoint, met at sign-in, in the background, and when only the refresh token is left.

use authwright::{ErrorKind, RefreshToken, TokenError, TokenSource, block_on};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tests::clock::TestClock;
use tests::servers::fault::{Fault, FaultProxy, Pace};
use tests::servers::token_pair::{Counts, Options, TokenPair};
use tests::session::PairGrant;

/// Life of an access token.
const LIFE: Duration = Duration::from_secs(3600);
/// Longer than any pause after a failure.
const AFTER_PAUSE: Duration = Duration::from_secs(400);
/// No call takes longer: the grant's own limit is a second.
const BOUND: Duration = Duration::from_secs(10);

struct Scene {
    clock: TestClock,
    server: TokenPair,
    proxy: FaultProxy,
    grant: PairGrant,
}

impl Scene {
    fn new() -> Self {
        let clock = TestClock::new();
        let servers = clock.clone();
        let options = Options {
            access: LIFE,
            refresh: LIFE * 100,
            clock: Arc::new(move || servers.system_time()),
            ..Options::default()
        };
        let server = TokenPair::start(options);
        let proxy = FaultProxy::start(server.address(), Pace::default());
        let grant = PairGrant::new(&proxy.url()).with_clock(Arc::new(clock.clone()));
        Self { clock, server, proxy, grant }
    }

    fn source(&self, grant: &PairGrant) -> TokenSource {
        grant.source().clock(Arc::new(self.clock.clone())).build()
    }
}

/// What a caller is told when the fault meets its only request.
fn expected(fault: Fault) -> Option<&'static [ErrorKind]> {
    Some(match fault {
        Fault::Delay => return None,
        Fault::DropBefore | Fault::DropAfter | Fault::Reset => &[ErrorKind::Transport],
        Fault::Truncate => &[ErrorKind::Transport, ErrorKind::Malformed],
        Fault::Slow | Fault::Hang => &[ErrorKind::Timeout],
        Fault::Big | Fault::GzipBomb | Fault::Html | Fault::BadJson | Fault::DuplicateKey | Fault::HugeHeader => {
            &[ErrorKind::Malformed]
        }
        Fault::TooManyRequests => &[ErrorKind::RateLimited],
        Fault::Unavailable => &[ErrorKind::Server],
        Fault::Redirect => &[ErrorKind::Refused],
    })
}

fn assert_told(fault: Fault, error: &TokenError) {
    let said = format!("{fault:?}: {error} {error:?}");
    assert!(expected(fault).is_some_and(|kinds| kinds.contains(&error.kind())), "{said}");
    assert_eq!(error.is_retryable(), fault != Fault::Redirect, "{said}");
    let asked_to_wait = matches!(fault, Fault::TooManyRequests | Fault::Unavailable);
    assert!(!asked_to_wait || error.retry_after() == Some(Duration::from_secs(1)), "{said}");
    for secret in ["eyJ", "first", "AAAA", tests::servers::token_pair::KEY] {
        assert!(!said.contains(secret), "{said}");
    }
}

#[test]
fn at_sign_in_a_typed_error_and_afterwards_a_token() {
    for fault in Fault::ALL {
        let scene = Scene::new();
        let source = scene.source(&scene.grant);
        scene.proxy.next(fault, 1);
        let started = Instant::now();
        match source.token_blocking() {
            Ok(_) => assert_eq!(expected(fault), None, "{fault:?}"),
            Err(error) => assert_told(fault, &error),
        }
        assert!(started.elapsed() < BOUND, "{fault:?}: {:?}", started.elapsed());
        scene.clock.advance(AFTER_PAUSE);
        source.token_blocking().unwrap_or_else(|error| panic!("{fault:?}, then healthy: {error}"));
    }
}

/// Asks until the background refresh that the first call began has ended, well or not.
fn settle(scene: &Scene, source: &TokenSource, before: usize) {
    let until = Instant::now() + BOUND;
    while scene.proxy.seen().len() == before && Instant::now() < until {
        source.cached();
        std::thread::yield_now();
    }
    // A flight that is still in the air takes this request with it; its failure is shared.
    block_on(source.refresh()).ok();
}

#[test]
fn while_the_token_is_valid_nobody_notices() {
    for fault in Fault::ALL {
        let scene = Scene::new();
        let source = scene.source(&scene.grant);
        let first = source.token_blocking().expect("a healthy server");
        // In the advisory zone: five minutes before the end at most, one minute at least.
        scene.clock.advance(LIFE.saturating_sub(Duration::from_secs(120)));
        scene.proxy.next(fault, 3);
        let before = scene.proxy.seen().len();
        let started = Instant::now();
        let served = source.token_blocking().unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        assert!(started.elapsed() < Duration::from_millis(500), "{fault:?}: the caller waited");
        assert_eq!(served.generation(), first.generation(), "{fault:?}");
        settle(&scene, &source, before);
        source.token_blocking().unwrap_or_else(|error| panic!("{fault:?}, still valid: {error}"));

        scene.proxy.clear();
        scene.clock.advance(AFTER_PAUSE);
        let next = source.token_blocking().unwrap_or_else(|error| panic!("{fault:?}, then healthy: {error}"));
        assert!(next.generation() > first.generation(), "{fault:?}");
        let Counts { replayed, dead, .. } = scene.server.counts();
        assert_eq!((replayed, dead), (0, 0), "{fault:?}: a refresh token was sent twice");
    }
}

#[test]
fn without_credentials_one_guarded_recovery_or_a_typed_end() {
    for fault in Fault::ALL {
        let scene = Scene::new();
        let issued = block_on(authwright::Grant::exchange(&scene.grant, None)).expect("a healthy server");
        let refresh_token = issued.refresh().map(RefreshToken::expose).unwrap_or_default().to_owned();
        let source = scene.source(&scene.grant.clone().refresh_only());
        block_on(source.sign_in(issued)).expect("taken over");
        scene.clock.advance(LIFE);
        scene.proxy.next(fault, 1);
        match source.token_blocking() {
            Ok(_) => assert_eq!(expected(fault), None, "{fault:?}"),
            Err(error) => assert_told(fault, &error),
        }
        let alive = scene.server.honours(&refresh_token);
        for round in 0..4 {
            scene.clock.advance(AFTER_PAUSE);
            match source.token_blocking() {
                Ok(_) => assert!(alive || expected(fault).is_none(), "{fault:?}, round {round}: from where?"),
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::ReauthorizationRequired, "{fault:?}, round {round}: {error}");
                    assert!(!alive, "{fault:?}, round {round}: the server still honours the token");
                }
            }
        }
        let Counts { replayed, .. } = scene.server.counts();
        let lost = !alive && expected(fault).is_some();
        assert_eq!(replayed, u64::from(lost), "{fault:?}: one recovery and no more");
    }
}
