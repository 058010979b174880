//! Rule 10: programs without an async runtime, and those that mix both ways.

use std::future::poll_fn;
use std::task::Poll;
#[cfg(feature = "reqwest")]
use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::Arc,
    time::Duration,
};

use authwright::block_on;
#[cfg(feature = "reqwest")]
use authwright::{Api, BaseUrl};
#[cfg(feature = "reqwest")]
use http::Method;

#[cfg(feature = "reqwest")]
use crate::support::{Server, World, lasting};
#[cfg(feature = "reqwest")]
use crate::transports::{post_within, transports};

/// A future that is woken while the thread waits for another one within it.
#[test]
fn a_wait_within_a_wait_takes_no_wake_up_from_the_outer_one() {
    let mut polled = 0;
    block_on(poll_fn(|outer| {
        polled += 1;
        if polled > 1 {
            return Poll::Ready(());
        }
        let mut within = 0;
        block_on(poll_fn(|inner| {
            within += 1;
            if within > 1 {
                return Poll::Ready(());
            }
            // The thread wakes up below once for both.
            outer.waker().wake_by_ref();
            inner.waker().wake_by_ref();
            Poll::Pending
        }));
        Poll::Pending
    }));
    assert_eq!(polled, 2);
}

/// A runtime of one thread drives nothing between two calls of its `block_on`: neither connections nor refreshes that began
/// there.
#[cfg(feature = "reqwest")]
#[test]
fn what_began_in_a_runtime_that_stands_still_holds_nobody_up() {
    let server = Server::start(|stream| while answered(stream) {});
    let (name, transport) = transports().pop().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let first = runtime.block_on(async {
        let api = Api::with_transport(BaseUrl::parse(&server.url()).unwrap(), Arc::clone(&transport));
        api.call(Method::GET, "/").send().await
    });
    assert!(first.is_ok(), "{name}: in the runtime, on a connection that is kept");
    let second = post_within(Duration::from_secs(5), transport, &server.url());
    assert!(second.is_ok(), "{name}: {second:?}");
    drop(runtime);
}

#[cfg(feature = "reqwest")]
#[test]
fn a_refresh_is_not_handed_to_a_runtime_that_stands_still() {
    let world = World::new();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let spawner = Arc::new(authwright::TokioSpawner::new(runtime.handle().clone()));
    let source = authwright::TokenSource::builder(world.grant.clone()).spawner(spawner).build();
    world.grant.answer(lasting("t1", 3600));
    assert_eq!(block_on(source.token()).unwrap().expose(), "t1");
    drop(runtime);
}

#[cfg(feature = "reqwest")]
#[test]
fn a_worker_that_waits_in_spite_of_the_advice_waits_for_no_task_of_its_own_runtime() {
    let world = World::new();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let spawner = Arc::new(authwright::TokioSpawner::new(runtime.handle().clone()));
    let source = authwright::TokenSource::builder(world.grant.clone()).spawner(spawner).build();
    world.grant.answer(lasting("t1", 3600));
    let task = runtime.spawn(async move { source.token_blocking().map(|token| token.expose().to_owned()) });
    assert_eq!(runtime.block_on(task).unwrap().unwrap(), "t1");
}

/// A grant over an HTTP client of tokio's, which works nowhere else.
#[cfg(feature = "reqwest")]
struct NeedsTokio;

#[cfg(feature = "reqwest")]
impl authwright::Grant for NeedsTokio {
    fn exchange<'a>(
        &'a self,
        _: Option<&'a authwright::TokenSet>,
    ) -> authwright::BoxFuture<'a, Result<authwright::TokenSet, authwright::TokenError>> {
        Box::pin(async {
            let runtime = tokio::runtime::Handle::current();
            assert!(runtime.spawn(async {}).await.is_ok());
            Ok(authwright::TokenSet::new("t1"))
        })
    }

    fn provider(&self) -> &'static str {
        "test"
    }

    fn identity(&self) -> String {
        "test".to_owned()
    }
}

#[cfg(feature = "reqwest")]
#[test]
fn a_refresh_that_begins_in_a_runtime_finds_it_on_its_own_thread_too() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let source = authwright::TokenSource::builder(NeedsTokio).build();
    assert_eq!(runtime.block_on(source.token()).unwrap().expose(), "t1");
}

/// Answers one request on a connection that is kept; false when there is none any more.
#[cfg(feature = "reqwest")]
fn answered(stream: &mut TcpStream) -> bool {
    let answer = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}");
    let mut byte = [0];
    let mut head = Vec::new();
    while !head.ends_with(b"a=b") {
        match stream.read(&mut byte) {
            Ok(1) => head.extend_from_slice(&byte),
            _ => return false,
        }
    }
    answer.is_ok()
}
