//! Fleets of 1 to 10,000 simulated processes on one store: requests per token lifetime, and what the death of the process
//! that holds the guard costs.

use authwright::{
    AccessToken, BoxFuture, Clock, Expiry, Grant, MemoryStore, RefreshToken, TokenError, TokenSet, TokenSource,
};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::future::poll_fn;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;
use tests::clock::TestClock;
use tests::simulation::Executor;

/// Sizes of the fleets.
const FLEETS: [usize; 5] = [1, 10, 100, 1_000, 10_000];
/// Life of a token.
const LIFE: Duration = Duration::from_secs(3600);
/// Lifetimes that pass in a run.
const LIFETIMES: u32 = 4;
/// Times in each lifetime at which every process asks for a token.
const LOOKS: u32 = 30;
/// Turns that the other tasks get while the server thinks.
const THINKING: usize = 20;

/// The token endpoint of the simulation: it rotates, and accepts each refresh token once.
#[derive(Debug, Default)]
struct Endpoint {
    requests: AtomicU64,
    replays: AtomicU64,
    used: Mutex<HashSet<String>>,
    /// The request, counted from one, in which the process that sent it dies after the server has acted.
    deadly: AtomicU64,
}

#[derive(Clone)]
struct Process {
    endpoint: Arc<Endpoint>,
    executor: Executor,
}

impl Grant for Process {
    fn exchange<'a>(&'a self, previous: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        let number = self.endpoint.requests.fetch_add(1, Ordering::SeqCst) + 1;
        let presented = previous.and_then(TokenSet::refresh).map(|token| token.expose().to_owned());
        if let Some(token) = presented {
            let first = self.endpoint.used.lock().expect("no test panics here").insert(token);
            self.endpoint.replays.fetch_add(u64::from(!first), Ordering::SeqCst);
        }
        let deadly = self.endpoint.deadly.load(Ordering::SeqCst) == number;
        Box::pin(async move {
            think(THINKING).await;
            if deadly {
                self.executor.kill_current();
                think(usize::MAX).await;
            }
            let tokens = TokenSet::new(format!("access-{number}")).with_expiry(Expiry::In(LIFE));
            Ok(tokens.with_refresh(RefreshToken::new(format!("refresh-{number}"))))
        })
    }

    fn provider(&self) -> &'static str {
        "simulated"
    }

    fn identity(&self) -> String {
        "simulated".to_owned()
    }
}

/// Lets the other tasks have so many turns.
async fn think(turns: usize) {
    let mut left = turns;
    poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

struct Fleet {
    clock: TestClock,
    executor: Executor,
    endpoint: Arc<Endpoint>,
    processes: Vec<TokenSource>,
    without: Arc<AtomicUsize>,
    ended: Arc<AtomicUsize>,
}

impl Fleet {
    fn new(size: usize) -> Self {
        let (clock, executor, endpoint) = (TestClock::new(), Executor::default(), Arc::<Endpoint>::default());
        let store = MemoryStore::new();
        let process = || {
            TokenSource::builder(Process { endpoint: Arc::clone(&endpoint), executor: executor.clone() })
                .store(Arc::new(store.clone()))
                .clock(Arc::new(clock.clone()))
                .spawner(Arc::new(executor.clone()))
                .build()
        };
        let processes = (0..size).map(|_| process()).collect();
        Self { clock, executor, endpoint, processes, without: Arc::default(), ended: Arc::default() }
    }

    /// Every process asks for a token at the same moment, and looks whether it can be used. Gives the turns of the executor's
    /// busiest task until all have answers.
    fn look(&self) -> u64 {
        for process in &self.processes {
            let (source, clock) = (process.clone(), self.clock.clone());
            let (without, ended) = (Arc::clone(&self.without), Arc::clone(&self.ended));
            self.executor.start(async move {
                let usable =
                    |token: &AccessToken| token.expires_at().is_some_and(|end| end > clock.now().system_time());
                match source.token().await {
                    Ok(token) => drop(ended.fetch_add(usize::from(!usable(&token)), Ordering::Relaxed)),
                    Err(_) => drop(without.fetch_add(1, Ordering::Relaxed)),
                }
            });
        }
        self.executor.run()
    }

    fn requests(&self) -> u64 {
        self.endpoint.requests.load(Ordering::SeqCst)
    }

    /// Nobody was left without a token, nobody got an ended one, no refresh token was used twice.
    fn assert_well(&self) {
        let read = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
        let replays = self.endpoint.replays.load(Ordering::SeqCst);
        assert_eq!((read(&self.without), read(&self.ended), replays), (0, 0, 0), "{} processes", self.processes.len());
    }
}

#[test]
fn one_request_per_lifetime_whatever_the_size_of_the_fleet() {
    let mut table = String::from(
        "| processes | requests to begin | per lifetime | requests after a death | turns until all have a token: no death | a death |\n\
         |---:|---:|---:|---:|---:|---:|\n",
    );
    for size in FLEETS {
        let fleet = Fleet::new(size);
        fleet.look();
        let begun = fleet.requests();
        assert_eq!(begun, 1, "{size} processes begin at the same moment");
        for _ in 0..LIFETIMES * LOOKS {
            fleet.clock.advance(LIFE / LOOKS);
            fleet.look();
        }
        let refreshes = fleet.requests() - begun;
        // Refreshed ahead of the end, by a twelfth of the life at most, so one more than there are lifetimes can be in a run.
        assert!(
            (u64::from(LIFETIMES)..=u64::from(LIFETIMES) + 1).contains(&refreshes),
            "{size} processes: {refreshes}"
        );
        let (_, healthy) = after_the_end(&fleet, false);
        let (more, death) = after_the_end(&fleet, true);
        fleet.assert_well();
        // The one exchange that the dead process began is lost, and one more is made: no step of it grows with the fleet.
        assert!(death <= healthy * 2 + THINKING as u64, "{size} processes: {death} turns, {healthy} without a death");
        let per_lifetime = f64::from(u32::try_from(refreshes).unwrap_or(u32::MAX)) / f64::from(LIFETIMES);
        writeln!(table, "| {size} | {begun} | {per_lifetime:.1} | {more} | {healthy} | {death} |")
            .expect("a string takes all");
    }
    compare_with_page(&table);
}

/// All ask after the end of their token, and the one that was first may die with the answer in hand: the requests that the
/// others make, and the turns that the longest waiting of them gets until all have a token.
fn after_the_end(fleet: &Fleet, dies: bool) -> (u64, u64) {
    fleet.clock.advance(LIFE * 2);
    let before = fleet.requests();
    fleet.endpoint.deadly.store(if dies { before + 1 } else { 0 }, Ordering::SeqCst);
    let turns = fleet.look();
    let more = fleet.requests() - before - 1;
    assert_eq!(more, u64::from(dies), "{} processes: one signs in afresh, the others take over", fleet.processes.len());
    (more, turns)
}

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/guides/fleet.md");

/// The guide shows this very table; `AUTHWRIGHT_UPDATE=1` writes it.
fn compare_with_page(table: &str) {
    let page = std::fs::read_to_string(PAGE).expect("the guide");
    let (open, close) = ("<!-- fleet -->\n", "<!-- /fleet -->");
    let (before, rest) = page.split_once(open).expect("the mark before the table");
    let (held, after) = rest.split_once(close).expect("the mark behind the table");
    if held == table {
        return;
    }
    assert!(
        std::env::var_os("AUTHWRIGHT_UPDATE").is_some(),
        "{PAGE} shows another table; AUTHWRIGHT_UPDATE=1 writes:\n{table}"
    );
    std::fs::write(PAGE, format!("{before}{open}{table}{close}{after}")).expect("the guide can be written");
}
