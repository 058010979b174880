//! Rule 5 in odd circumstances: what is unusable, late, repeated, somebody else's or raced costs no session.

use authwright::{Clock, ErrorKind, Expiry, Record, RefreshToken, TokenSet, block_on};

use crate::support::{Asked, Step, World, lasting};
use crate::transaction::{ended, refresh_of};

#[test]
fn an_access_token_that_no_header_can_hold_costs_no_refresh_token() {
    let world = ended(World::needing_a_person());
    world.grant.answer(lasting("t2\r\nx: y", 3600));
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::Malformed);
    for source in [world.sibling(), world.source.clone()] {
        world.advance(61);
        world.grant.answer(lasting("t3", 60));
        assert_eq!(source.token_blocking().unwrap().expose(), "t3");
    }
    assert_eq!(world.grant.asked(), [refresh_of("t1"), refresh_of("t2\r\nx: y"), refresh_of("t3")]);
}

#[test]
fn a_token_that_ended_on_its_way_is_not_served_and_its_refresh_token_is_kept() {
    let world = World::needing_a_person().signed_in(lasting("t1", 3600));
    world.advance(3550);
    let late = lasting("t2", 5).unwrap().with_started(world.clock.now().before(SECONDS_6));
    world.grant.answer(Ok(late.clone()));
    assert_eq!(world.token().unwrap(), "t1", "it has fifty seconds left");
    world.advance(61);
    world.grant.answer(Ok(late));
    let error = world.token().unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Timeout, true));
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(world.grant.asked(), [refresh_of("t1"), refresh_of("t2")], "a pause, and no replay");
}

const SECONDS_6: std::time::Duration = std::time::Duration::from_secs(6);

#[test]
fn an_access_token_that_is_given_again_ends_when_it_did() {
    for person in [true, false] {
        let world = if person { World::needing_a_person() } else { World::new() };
        let world = world.signed_in(lasting("same", 3600));
        world.advance(3400);
        let again = |refresh: &str| Ok(TokenSet::new("same").with_refresh(RefreshToken::new(refresh)));
        world.grant.answer(again("r2"));
        assert_eq!(world.refresh().unwrap(), "same");
        world.advance(201);
        assert!(world.source.cached().is_none(), "its end is known though the second answer did not say it");
        world.grant.answer(again("r3"));
        assert_eq!(world.token().unwrap_err().kind(), ErrorKind::Timeout);
        world.advance(61);
        world.grant.answer(lasting("new", 3600));
        assert_eq!(world.token().unwrap(), "new");
        assert_eq!(world.grant.asked().last(), Some(&Asked::Refresh("r3".to_owned())));
    }
}

#[test]
fn tokens_that_ended_before_the_store_took_them_are_saved_and_exchanged() {
    let world = ended(World::needing_a_person());
    world.store.fail(&[Step::SaveTokens]);
    world.grant.answer(lasting("t2", 3600));
    world.token().unwrap_err();
    world.advance(3601);
    world.store.fail(&[]);
    world.grant.answer(lasting("t3", 3600));
    assert_eq!(world.token().unwrap(), "t3");
    assert_eq!(world.grant.asked(), [refresh_of("t1"), refresh_of("t2")]);
}

/// Tokens as another process wrote them down, whose steady clock means nothing here.
fn from_elsewhere(world: &World, tokens: TokenSet) -> TokenSet {
    let record = Record::default().with_tokens(tokens.with_started(world.clock.now()));
    Record::decode(&record.encode()).unwrap().tokens().unwrap().clone()
}

#[test]
fn tokens_of_another_process_are_served_for_as_long_as_they_live() {
    let world = World::needing_a_person();
    let tokens = from_elsewhere(&world, lasting("t1", 3600).unwrap().with_refresh(None));
    world.advance(1800);
    assert_eq!(block_on(world.source.sign_in(tokens.clone())).unwrap().expose(), "t1");
    assert_eq!(world.token().unwrap(), "t1");
    world.advance(1801);
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
    world.store.steps();
    assert_eq!(block_on(world.source.sign_in(tokens)).unwrap_err().kind(), ErrorKind::Timeout);
    assert!(!world.store.steps().contains(&Step::SaveTokens), "what has ended replaces nothing");
}

#[test]
fn and_renewed_where_they_have_ended() {
    let world = World::needing_a_person();
    let tokens = from_elsewhere(&world, lasting("t1", 3600).unwrap());
    world.advance(3601);
    world.grant.answer(lasting("t2", 3600));
    assert_eq!(block_on(world.source.sign_in(tokens)).unwrap().expose(), "t2");
    assert_eq!(world.grant.asked(), [refresh_of("t1")]);
}

#[test]
fn what_a_person_brings_while_a_refresh_waits_for_its_turn_is_not_exchanged() {
    let world = World::manual().signed_in_manually(lasting("t1", 3600));
    world.advance(3601);
    let key = authwright::identity(&["test"]);
    let guard = block_on(authwright::TokenStore::lock(&world.store.inner, &key)).unwrap();
    let mut signing_in = Box::pin(world.source.sign_in(lasting("t2", 3600).unwrap()));
    assert!(crate::support::poll(&mut signing_in).is_pending());
    assert_eq!(world.manual.step(), 1);
    let mut caller = Box::pin(world.source.token());
    assert!(crate::support::poll(&mut caller).is_pending());
    assert_eq!(world.manual.step(), 2, "both wait for the guard, the sign-in first");
    block_on(guard.release());
    assert_eq!(world.manual.step(), 0);
    assert!(crate::support::poll(&mut signing_in).is_ready());
    let std::task::Poll::Ready(token) = crate::support::poll(&mut caller) else { panic!("the refresh has landed") };
    assert_eq!(token.unwrap().expose(), "t2");
    assert_eq!(world.requests(), 0);
}

/// The error that a reply to a refresh means.
fn answered(status: u16, media_type: &str, body: &'static str) -> crate::support::Answer {
    let response = http::Response::builder().status(status).header("content-type", media_type);
    let reply = response.body(bytes::Bytes::from_static(body.as_bytes())).unwrap();
    let started = authwright::Moment::new(SECONDS_6, SECONDS_6);
    authwright::TokenShape::OAUTH2.read(&authwright::Reply::new(reply, started))
}

#[test]
fn a_page_in_the_providers_place_costs_no_session() {
    for (status, media_type) in [
        (403, "text/html"),
        (400, "text/html; charset=x"),
        (404, "text/html"),
        (404, "text/plain"),
        (405, ""),
        (451, ""),
    ] {
        let world = ended(World::needing_a_person());
        for _ in 0..5 {
            world.grant.answer(answered(status, media_type, "<h1>blocked</h1>"));
            let error = world.token().unwrap_err();
            assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Rejected, status));
            world.advance(301);
        }
        world.grant.answer(lasting("t2", 3600));
        assert_eq!(world.token().unwrap(), "t2", "{status} {media_type}");
    }
}

#[test]
fn a_client_that_is_refused_is_no_session_that_is_over() {
    for code in ["invalid_client", "unauthorized_client"] {
        let world = ended(World::needing_a_person());
        let error = authwright::TokenError::new(ErrorKind::Rejected, "no").with_oauth_code(code);
        world.grant.answer(Err(error));
        let error = world.token().unwrap_err();
        assert_eq!((error.kind(), error.oauth_code()), (ErrorKind::Rejected, Some(code)));
        world.advance(31);
        world.grant.answer(lasting("t2", 3600));
        assert_eq!(world.token().unwrap(), "t2", "once the client's secret is mended");
    }
}

#[test]
fn what_the_provider_says_about_the_token_ends_the_session() {
    for (status, media_type, body) in [
        (400, "application/json", r#"{"title":"no"}"#),
        (401, "text/html", "<h1>no</h1>"),
        (401, "", ""),
        (403, "application/problem+json", "{}"),
        (404, "application/json", r#"{"message":"no such token"}"#),
        (400, "application/json", r#"{"error":"interaction_required"}"#),
        (500, "application/json", r#"{"error":"invalid_grant"}"#),
        (200, "application/json", r#"{"error":"bad_refresh_token"}"#),
    ] {
        let world = ended(World::needing_a_person());
        world.grant.answer(answered(status, media_type, body));
        assert_eq!(
            world.token().unwrap_err().kind(),
            ErrorKind::ReauthorizationRequired,
            "{status} {media_type} {body}"
        );
    }
}

#[test]
fn a_source_that_is_dropped_loses_no_rotation() {
    let world = World::manual().signed_in_manually(lasting("t1", 3600));
    world.advance(3400);
    world.grant.answer(lasting("t2", 3600));
    let sibling = world.sibling();
    let World { source, manual, .. } = world;
    assert_eq!(source.cached().unwrap().expose(), "t1");
    drop(source);
    assert_eq!(manual.run(), 1);
    assert_eq!(sibling.token_blocking().unwrap().expose(), "t2");
}

#[test]
fn a_lifetime_of_nothing_is_no_reason_to_ask_without_end() {
    for seconds in [0.0, 0.001, 0.5] {
        let world = World::new();
        world.grant.answer(Ok(TokenSet::new("t1").with_expiry(Expiry::from_seconds(seconds))));
        for _ in 0..100 {
            assert_eq!(world.token().unwrap(), "t1");
        }
        assert_eq!(world.requests(), 1, "{seconds}");
    }
}

#[test]
fn who_waits_for_the_guard_goes_on_as_soon_as_a_sibling_has_saved_later_tokens() {
    for (saved, served, asked) in [("t2", "t2", vec![]), ("t\n2", "t3", vec![refresh_of("t\n2")])] {
        let world = World::manual().signed_in_manually(lasting("t1", 3600));
        world.advance(3601);
        let (store, key) = (world.store.inner.clone(), authwright::identity(&["test"]));
        let waiting = authwright::TokenSource::builder(world.grant.clone())
            .store(std::sync::Arc::new(store.clone()))
            .clock(world.clock.clone())
            .spawner(world.manual.clone())
            .build();
        let mut guard = block_on(authwright::TokenStore::lock(&store, &key)).unwrap();
        let mut caller = Box::pin(waiting.token());
        assert!(crate::support::poll(&mut caller).is_pending());
        assert_eq!(world.manual.step(), 1);
        let record = block_on(guard.load()).unwrap().unwrap();
        let tokens = lasting(saved, 3600).unwrap().with_started(world.clock.now());
        let record = record.with_tokens(tokens.with_generation(record.generation().next()));
        block_on(guard.save(&record)).unwrap();
        world.grant.answer(lasting("t3", 3600));
        block_on(guard.release());
        assert_eq!(world.manual.step(), 0);
        let std::task::Poll::Ready(token) = crate::support::poll(&mut caller) else { panic!("the refresh has landed") };
        assert_eq!(token.unwrap().expose(), served);
        assert_eq!(world.grant.asked(), asked, "tokens that no header can hold have to be exchanged, under the guard");
    }
}
