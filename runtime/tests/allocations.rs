//! Rule 1: serving a cached token allocates nothing. A binary of its own, because it brings its own allocator.

use std::future::Future;
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use allocation_counter::measure;
use authwright::{BaseUrl, BoxFuture, Expiry, Grant, TokenError, TokenSet, TokenSource};

struct OneHour;

impl Grant for OneHour {
    fn exchange<'a>(&'a self, _: Option<&'a TokenSet>) -> BoxFuture<'a, Result<TokenSet, TokenError>> {
        let tokens = TokenSet::new("t".repeat(1200)).with_expiry(Expiry::In(Duration::from_secs(3600)));
        Box::pin(async { Ok(tokens) })
    }

    fn provider(&self) -> &'static str {
        "test"
    }

    fn identity(&self) -> String {
        String::new()
    }
}

/// Allocations of a hundred calls, after one that warms up.
fn allocations(mut call: impl FnMut()) -> u64 {
    call();
    measure(|| (0..100).for_each(|_| call())).count_total
}

#[test]
fn a_cached_token_costs_no_allocation() {
    let source = TokenSource::builder(OneHour).allow(&BaseUrl::parse("https://api.example").unwrap()).build();
    source.token_blocking().unwrap();
    assert_eq!(allocations(|| drop(black_box(source.cached().unwrap()))), 0, "cached");
    assert_eq!(allocations(|| drop(black_box(source.cached().unwrap().authorization_header()))), 0, "header");
    assert_eq!(allocations(|| drop(black_box(source.cached_header().unwrap()))), 0, "header alone");
    assert_eq!(allocations(|| drop(black_box(source.token_blocking().unwrap()))), 0, "blocking");
    let mut context = Context::from_waker(Waker::noop());
    let poll = || assert!(black_box(pin!(source.token()).poll(&mut context)).is_ready());
    assert_eq!(allocations(poll), 0, "async");
    let (mut parts, ()) = http::Request::get("https://API.example/x").body(()).unwrap().into_parts();
    let mut context = Context::from_waker(Waker::noop());
    let authorize = || assert!(black_box(pin!(source.authorize(&mut parts)).poll(&mut context)).is_ready());
    assert_eq!(allocations(authorize), 0, "on a request");
}

#[test]
fn the_counter_counts() {
    assert_eq!(measure(|| drop(black_box(Box::new(1)))).count_total, 1);
}
