//! Rule 1: one atomic snapshot with a prebuilt, sensitive header value.
//!
//! That it allocates nothing is proved in `tests/allocations.rs`, which needs an allocator of its own.

use crate::support::{World, lasting, poll};

#[test]
fn the_header_is_prebuilt_and_sensitive() {
    let world = World::new().signed_in(lasting("t1", 3600));
    let token = world.source.cached().unwrap();
    let header = token.authorization_header();
    assert_eq!(header.to_str().unwrap(), "Bearer t1");
    assert!(header.is_sensitive());
    let again = world.source.cached().unwrap().authorization_header();
    assert_eq!(header.as_bytes().as_ptr(), again.as_bytes().as_ptr(), "built once, shared since");
    let alone = world.source.cached_header().unwrap();
    assert_eq!(header.as_bytes().as_ptr(), alone.as_bytes().as_ptr(), "without the token too");
    assert!(alone.is_sensitive());
}

#[test]
fn a_fresh_token_is_ready_at_the_first_poll() {
    let world = World::new().signed_in(lasting("t1", 3600));
    assert!(poll(&mut Box::pin(world.source.token())).is_ready());
    assert_eq!(world.requests(), 0);
}

#[test]
fn without_a_token_the_cache_is_empty_and_asks_nobody() {
    let world = World::new();
    assert!(world.source.cached().is_none() && world.source.cached_header().is_none());
    assert_eq!(world.requests(), 0);
}

#[test]
fn a_token_of_64_kilobytes_is_a_token() {
    let long = "a".repeat(64 * 1024);
    let world = World::new().signed_in(lasting(&long, 3600));
    assert_eq!(world.token().unwrap(), long);
}
