//! Every store passes the suite that is published for stores of one's own.

use authwright::MemoryStore;
use authwright::store::{FileStore, RedisStore, TokenStore, conformance};
use std::sync::Arc;
use tests::servers::redis::Redis;

#[test]
fn memory() {
    let store = MemoryStore::new();
    conformance::check(|| Arc::new(store.clone()));
}

#[test]
fn files() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("tokens");
    conformance::check(|| Arc::new(FileStore::open(&path).expect("the folder opens")));
}

#[test]
fn redis() {
    let Some(server) = Redis::start("stores::conformance::redis") else { return };
    conformance::check(|| Arc::new(RedisStore::open(&server.url()).expect("the address is one")));
}

#[test]
fn a_redis_server_that_is_gone_is_an_error_without_its_password() {
    let Some(mut server) = Redis::start("stores::conformance::gone") else { return };
    let url = server.url().replace("redis://", "redis://:canary-password@");
    let store = RedisStore::open(&url).expect("the address is one");
    server.kill();
    let error = authwright::block_on(store.load("key")).expect_err("nobody listens there");
    assert_eq!(error.kind(), authwright::StoreErrorKind::Unavailable);
    let said = format!("{error} {error:?} {store:?}");
    assert!(said.contains("Redis") && !said.contains("canary"), "{said}");
}
