//! Rule 7: a 401 invalidates the generation that was sent, and no other.

use std::sync::{Arc, Mutex};

use authwright::call::Api;
use authwright::{Authorize, BaseUrl, Bytes, ErrorKind, Outcome, TokenSource, TransportError, http, scheme};

use crate::support::{World, lasting};

#[test]
fn only_the_generation_that_was_sent_is_invalidated() {
    let world = World::new().signed_in(lasting("t1", 3600));
    let first = world.source.cached().unwrap().generation();
    world.grant.answer(lasting("t2", 3600));
    assert_eq!(world.refresh().unwrap(), "t2");
    assert!(!world.source.invalidate(first), "the answer was about the token before");
    assert_eq!(world.token().unwrap(), "t2");
    assert_eq!(world.requests(), 1);
}

#[test]
fn a_storm_of_stale_401s_costs_one_refresh() {
    let world = World::new().signed_in(lasting("t1", 3600));
    let sent = world.source.cached().unwrap().generation();
    world.grant.answer(lasting("t2", 3600));
    let invalidated = (0..100).filter(|_| {
        let was_current = world.source.invalidate(sent);
        assert_eq!(world.token().unwrap(), "t2");
        was_current
    });
    assert_eq!(invalidated.count(), 1);
    assert_eq!(world.requests(), 1);
    assert_eq!(world.events.outcomes().iter().filter(|outcome| **outcome == Outcome::Invalidated).count(), 1);
}

#[test]
fn a_refused_token_is_not_served_even_when_the_refresh_fails() {
    let world = World::new().signed_in(lasting("t1", 3600));
    world.source.invalidate(world.source.cached().unwrap().generation());
    world.grant.answer(crate::support::failing(ErrorKind::Server));
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::Server);
    assert!(world.source.cached().is_none());
}

#[test]
fn a_siblings_newer_token_is_taken_over_after_a_401() {
    let world = World::new().signed_in(lasting("t1", 3600));
    let sibling = world.sibling();
    assert_eq!(sibling.token_blocking().unwrap().expose(), "t1");
    world.grant.answer(lasting("t2", 3600));
    authwright::block_on(sibling.refresh()).unwrap();
    world.source.invalidate(world.source.cached().unwrap().generation());
    assert_eq!(world.token().unwrap(), "t2");
    assert_eq!(world.requests(), 1, "the sibling's");
}

#[test]
fn a_server_that_refuses_what_it_issues_is_not_asked_without_end() {
    let world = World::new();
    let mut served = 0;
    for number in 0..1000 {
        world.grant.answers.lock().unwrap().clear();
        world.grant.answer(lasting(&format!("t{number}"), 3600));
        match world.source.token_blocking() {
            Ok(token) => {
                served += 1;
                world.source.invalidate(token.generation());
            }
            Err(error) => assert_eq!(error.kind(), ErrorKind::Rejected),
        }
    }
    assert_eq!((served, world.requests()), (3, 3));
    world.advance(2);
    world.grant.answer(lasting("good", 3600));
    assert!(world.token().is_ok(), "it is asked again after a pause");
}

#[test]
fn a_refusal_late_in_a_tokens_life_is_no_strike() {
    let world = World::new();
    for number in 0..20 {
        world.grant.answer(lasting(&format!("t{number}"), 3600));
        let token = world.source.token_blocking().unwrap();
        world.advance(11);
        assert!(world.source.invalidate(token.generation()));
    }
    assert_eq!(world.requests(), 20);
}

#[test]
fn a_refusal_now_and_then_is_no_row_of_them() {
    let world = World::new();
    for hour in 0..10 {
        for number in 0..2 {
            world.grant.answer(lasting(&format!("t{hour}-{number}"), 3600));
            let token = world.source.token_blocking().unwrap_or_else(|error| panic!("hour {hour}: {error}"));
            // The first is refused on arrival, the second serves for an hour.
            assert!(number == 1 || world.source.invalidate(token.generation()));
        }
        world.advance(3601);
    }
}

#[test]
fn a_token_of_five_seconds_may_be_refused_in_its_last_one() {
    let world = World::new();
    for number in 0..20 {
        world.grant.answer(lasting(&format!("t{number}"), 5));
        let token = world.source.token_blocking().unwrap_or_else(|error| panic!("token {number}: {error}"));
        world.advance(3);
        assert!(world.source.invalidate(token.generation()));
    }
}

/// An API that takes these tokens and answers all others with this status and challenge.
fn api(taken: &'static [&'static str], status: u16, challenge: &'static str) -> (Api, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&seen);
    let transport = move |request: http::Request<Bytes>| {
        let header = request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned());
        let token = header.unwrap_or_default();
        let status = if taken.contains(&token.as_str()) { 200 } else { status };
        heard.lock().unwrap().push(token);
        let reply = http::Response::builder().status(status).header("www-authenticate", challenge);
        async move { Ok::<_, TransportError>(reply.body(Bytes::new()).unwrap()) }
    };
    (Api::with_transport(BaseUrl::parse("https://api.example/").unwrap(), Arc::new(transport)), seen)
}

fn source(world: &World) -> TokenSource {
    let base = BaseUrl::parse("https://api.example/").unwrap();
    TokenSource::builder(world.grant.clone()).clock(world.clock.clone()).allow(&base).build()
}

fn status(api: &Api, credentials: &dyn Authorize) -> u16 {
    let call = api.call(http::Method::POST, "/things").text("body");
    authwright::block_on(call.send_authorized(credentials)).unwrap().status().as_u16()
}

#[test]
fn a_call_whose_token_is_refused_is_sent_once_more_with_a_new_one() {
    let kinds: [fn(TokenSource) -> Box<dyn Authorize>; 3] = [
        |tokens| Box::new(tokens),
        |tokens| Box::new(scheme::Any::new([Box::new(tokens) as Box<dyn Authorize>])),
        |tokens| Box::new(scheme::All::new([Box::new(tokens) as Box<dyn Authorize>])),
    ];
    for credentials in kinds {
        let world = World::new();
        world.grant.answer(lasting("old", 3600));
        world.grant.answer(lasting("new", 3600));
        let (api, seen) = api(&["Bearer new"], 401, "Bearer error=\"invalid_token\"");
        assert_eq!(status(&api, &credentials(source(&world))), 200);
        assert_eq!(*seen.lock().unwrap(), ["Bearer old", "Bearer new"]);
    }
}

/// A hook of somebody's own may authorize the very request that was refused.
#[test]
fn a_request_that_is_authorized_twice_carries_the_second_token() {
    let world = World::new();
    for token in ["one", "two", "three"] {
        world.grant.answer(lasting(token, 3600));
    }
    let tokens = source(&world);
    let (mut parts, ()) = http::Request::get("https://api.example/things").body(()).unwrap().into_parts();
    for token in ["Bearer one", "Bearer two", "Bearer three"] {
        authwright::block_on(Authorize::authorize(&tokens, &mut parts)).unwrap();
        assert_eq!(parts.headers["authorization"], token);
        assert!(tokens.answered(&parts.extensions, http::StatusCode::UNAUTHORIZED, &http::HeaderMap::new()));
    }
}

#[test]
fn a_call_that_no_token_helps_is_answered_as_the_server_says() {
    let world = World::new();
    let tokens = source(&world);
    for token in ["one", "two"] {
        world.grant.answer(lasting(token, 3600));
    }
    let (never, seen) = api(&[], 401, "Bearer");
    assert_eq!(status(&never, &tokens), 401);
    assert_eq!(*seen.lock().unwrap(), ["Bearer one", "Bearer two"]);
    assert!(tokens.cached().is_none(), "neither is served any more");

    world.grant.answer(lasting("three", 3600));
    for (code, challenge) in [(401, "Bearer error=\"insufficient_scope\""), (403, "Bearer")] {
        let (short, seen) = api(&[], code, challenge);
        assert_eq!(status(&short, &tokens), code);
        assert_eq!(*seen.lock().unwrap(), ["Bearer three"], "another token would allow no more");
    }

    world.grant.answer(crate::support::failing(ErrorKind::Server));
    let (never, seen) = api(&[], 401, "Bearer");
    assert_eq!(status(&never, &tokens), 401, "that no new token is to be had says less");
    assert_eq!(seen.lock().unwrap().len(), 1);
}
