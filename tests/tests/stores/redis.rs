//! A Redis server that fails over, forgets or hangs.

use authwright::store::{Record, RedisStore, StoreGuard, TokenStore};
use authwright::{StoreError, StoreErrorKind, TokenSet, block_on};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tests::servers::redis::Redis;

const KEY: &str = "0123456789abcdef";

fn guard(store: &RedisStore) -> Result<Box<dyn StoreGuard>, StoreError> {
    block_on(store.lock(KEY))
}

/// Saves the version after the one that is there.
fn save(store: &RedisStore) -> Result<u64, StoreError> {
    let mut guard = guard(store)?;
    let record = block_on(guard.load())?.unwrap_or_else(Record::default).with_tokens(TokenSet::new("t"));
    block_on(guard.save(&record))?;
    block_on(guard.release());
    Ok(record.version())
}

/// The name of a host that leads to one server after the other, or to one that says nothing (port 0).
struct Name {
    url: String,
    port: Arc<AtomicU16>,
}

impl Name {
    fn of(redis: &Redis) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let url = format!("redis://{}/0", listener.local_addr().expect("an address"));
        let port = Arc::new(AtomicU16::new(redis.port()));
        let leads_to = Arc::clone(&port);
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                let Ok(far) = TcpStream::connect(("127.0.0.1", leads_to.load(Ordering::SeqCst).max(1))) else {
                    continue;
                };
                let far = Arc::new(Mutex::new(far));
                copy(&near, &far, &leads_to);
            }
        });
        Self { url, port }
    }
}

/// Carries bytes both ways; while the name leads nowhere, what is sent is swallowed.
fn copy(near: &TcpStream, far: &Arc<Mutex<TcpStream>>, leads_to: &Arc<AtomicU16>) {
    let far = far.lock().expect("no panic");
    let streams =
        [near.try_clone(), far.try_clone(), far.try_clone(), near.try_clone()].map(|stream| stream.expect("a stream"));
    let [mut from_near, mut to_far, mut from_far, mut to_near] = streams;
    let leads_to = Arc::clone(leads_to);
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(length @ 1..) = from_near.read(&mut bytes) {
            let sent = leads_to.load(Ordering::SeqCst) == 0 || to_far.write_all(&bytes[..length]).is_ok();
            if !sent {
                break;
            }
        }
        to_far.shutdown(Shutdown::Both).ok();
    });
    std::thread::spawn(move || std::io::copy(&mut from_far, &mut to_near));
}

#[test]
fn after_a_failover_the_store_finds_the_new_primary() {
    let Some(one) = Redis::start("stores::redis::failover") else { return };
    let Some(other) = Redis::start("stores::redis::failover") else { return };
    let name = Name::of(&one);
    let store = RedisStore::open(&name.url).expect("the address is one");
    assert_eq!(save(&store), Ok(1));
    // The connection to the old primary stays open, as it does where that one lives on as a replica.
    one.say(&format!("REPLICAOF 127.0.0.1 {}", other.port()));
    name.port.store(other.port(), Ordering::SeqCst);
    assert!(save(&store).is_ok(), "still talks to a server that takes nothing any more");
}

#[test]
fn a_server_that_forgot_the_count_of_leases_takes_records_again() {
    let Some(server) = Redis::start("stores::redis::forgetful") else { return };
    let store = RedisStore::open(&server.url()).expect("the address is one");
    for version in 1..=5 {
        assert_eq!(save(&store), Ok(version));
    }
    let late = guard(&store).expect("a free guard");
    // What a server with a limit of memory does to any key.
    server.say(&format!("DEL {{authwright:{KEY}}}:fence {{authwright:{KEY}}}:lease"));
    assert_eq!(save(&store), Ok(6));
    let mut late = late;
    let record = block_on(late.load()).expect("is there").expect("is there").with_tokens(TokenSet::new("late"));
    assert_eq!(block_on(late.save(&record)).map_err(|error| error.kind()), Ok(()), "follows version 6");
    assert_eq!(save(&store), Ok(8));
    server.say("SCRIPT FLUSH");
    assert_eq!(save(&store), Ok(9), "scripts that the server forgot are given to it again");
}

#[test]
fn who_has_lost_the_lease_may_save_until_the_next_holder_has() {
    let Some(server) = Redis::start("stores::redis::lost") else { return };
    let store = RedisStore::open(&server.url()).expect("the address is one");
    let next = |guard: &mut Box<dyn StoreGuard>, token: &str| {
        let held = block_on(guard.load()).expect("is there").unwrap_or_default();
        held.with_tokens(TokenSet::new(token))
    };
    for first_to_save in [0, 1] {
        let mut one = guard(&store).expect("a free guard");
        server.say(&format!("DEL {{authwright:{KEY}}}:lease"));
        let mut two = guard(&store).expect("a free guard");
        let (of_one, of_two) = (next(&mut one, "one"), next(&mut two, "two"));
        let mut holders = [(one, of_one), (two, of_two)];
        holders.rotate_left(first_to_save);
        let kinds = holders.map(|(mut guard, record)| {
            let saved = block_on(guard.save(&record)).map_err(|error| error.kind());
            (saved, guard)
        });
        let [(earlier, one), (later, two)] = kinds;
        assert_eq!((earlier, later), (Ok(()), Err(StoreErrorKind::Conflict)), "one of them, whoever comes first");
        block_on(one.release());
        block_on(two.release());
    }
    let mut one = guard(&store).expect("a free guard");
    server.say(&format!("DEL {{authwright:{KEY}}}:lease"));
    save(&store).expect("is the next holder's");
    let late = next(&mut one, "late");
    let refused = block_on(one.save(&late)).map_err(|error| error.kind());
    assert_eq!(refused, Err(StoreErrorKind::Conflict), "even what follows the version that is there");
}

#[test]
fn a_lease_without_an_end_is_a_lease() {
    let Some(server) = Redis::start("stores::redis::endless") else { return };
    let store = RedisStore::open(&server.url()).expect("the address is one");
    for (lease, version) in [(Duration::MAX, 1), (Duration::ZERO, 2)] {
        assert_eq!(save(&store.clone().lease(lease)), Ok(version), "{lease:?}");
    }
}

#[test]
fn a_guard_that_is_dropped_does_not_wait_for_a_server_that_hangs() {
    let Some(server) = Redis::start("stores::redis::hanging") else { return };
    let name = Name::of(&server);
    let store = RedisStore::open(&name.url).expect("the address is one");
    let guard = guard(&store).expect("a free guard");
    name.port.store(0, Ordering::SeqCst);
    let begun = Instant::now();
    drop(guard);
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[test]
fn a_password_is_in_no_error() {
    let Some(server) = Redis::start("stores::redis::password") else { return };
    server.say("CONFIG SET requirepass right-password");
    let url = server.url().replace("redis://", "redis://user:canary-password@");
    let error = save(&RedisStore::open(&url).expect("the address is one")).expect_err("is refused");
    assert_eq!(error.kind(), StoreErrorKind::Unavailable);
    assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    for url in ["redis://:canary-password@", "http://user:canary-password@127.0.0.1", "redis://:canary-password@h:x/0"]
    {
        let error = RedisStore::open(url).expect_err("is no address");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    }
}
