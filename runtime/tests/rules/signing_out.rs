//! Signing out: the server first, then here; and nothing here when the server keeps the tokens.

use std::sync::atomic::Ordering;

use authwright::http::StatusCode;
use authwright::{ErrorKind, Outcome, TokenError, TokenSet, block_on};

use crate::support::{Asked, World, failing, lasting, poll};

#[test]
fn what_the_server_forgot_is_forgotten_here() {
    let world = World::new().signed_in(lasting("t1", 3600));
    world.grant.answer(lasting("", 0));
    block_on(world.source.revoke()).unwrap();
    assert_eq!(world.grant.asked(), [Asked::Revoke("t1".to_owned())]);
    assert!(world.source.cached().is_none());
    assert!(world.events.outcomes().contains(&Outcome::Revoked));
    world.grant.answer(lasting("t2", 3600));
    let token = world.source.token_blocking().unwrap();
    assert_eq!((token.expose(), token.generation().number()), ("t2", 2), "generations go on");
}

#[test]
fn an_error_leaves_everything_as_it_was() {
    let world = World::new().signed_in(lasting("t1", 3600));
    world.grant.answer(failing(ErrorKind::Server));
    assert_eq!(block_on(world.source.revoke()).unwrap_err().kind(), ErrorKind::Server);
    assert_eq!(world.token().unwrap(), "t1");
}

/// A server that takes a sign-out only from who shows a living access token.
fn not_living() -> Result<TokenSet, TokenError> {
    Err(TokenError::new(ErrorKind::Rejected, "jwt expired").with_status(StatusCode::UNAUTHORIZED))
}

#[test]
fn an_access_token_that_has_ended_is_renewed_to_sign_out() {
    let world = World::new().signed_in(lasting("t1", 60));
    world.advance(3600);
    for answer in [not_living(), lasting("t2", 60), lasting("", 0)] {
        world.grant.answer(answer);
    }
    block_on(world.source.revoke()).unwrap();
    let [first, second] = ["t1", "t2"].map(|token| Asked::Revoke(token.to_owned()));
    assert_eq!(world.grant.asked(), [first, Asked::Refresh("refresh-of-t1".to_owned()), second]);
    assert!(world.source.cached().is_none());
}

/// A server that takes neither token.
fn over() -> Result<TokenSet, TokenError> {
    let refused = TokenError::new(ErrorKind::InvalidGrant, "unknown token").with_status(StatusCode::BAD_REQUEST);
    Err(refused.with_oauth_code("invalid_grant"))
}

#[test]
fn a_session_that_the_server_has_ended_is_forgotten() {
    let world = World::new().signed_in(lasting("t1", 60));
    world.grant.needs_person.store(true, Ordering::Relaxed);
    world.grant.answer(not_living());
    world.grant.answer(over());
    block_on(world.source.revoke()).unwrap();
    assert!(world.source.cached().is_none());
    assert!(world.events.outcomes().contains(&Outcome::Revoked));
    let error = world.token().unwrap_err();
    assert_eq!((error.kind(), world.requests()), (ErrorKind::ReauthorizationRequired, 2), "nothing is left to be sent");
}

#[test]
fn a_client_that_may_not_renew_is_not_told_that_it_is_signed_out() {
    let world = World::new().signed_in(lasting("t1", 3600));
    world.grant.needs_person.store(true, Ordering::Relaxed);
    world.grant.answer(not_living());
    world.grant.answer(failing(ErrorKind::Server));
    let error = block_on(world.source.revoke()).unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(world.token().unwrap(), "t1", "the session may be as good as it was");
}

#[test]
fn a_client_that_is_refused_renews_nothing_to_sign_out() {
    let world = World::new().signed_in(lasting("t1", 60));
    let refused = not_living().map_err(|error| error.with_oauth_code("invalid_client"));
    world.grant.answer(refused);
    assert_eq!(block_on(world.source.revoke()).unwrap_err().oauth_code(), Some("invalid_client"));
    assert_eq!(world.grant.asked(), [Asked::Revoke("t1".to_owned())]);
}

#[test]
fn without_tokens_nobody_is_asked() {
    let world = World::new();
    block_on(world.source.revoke()).unwrap();
    assert_eq!(world.requests(), 0);
}

#[test]
fn programs_without_a_runtime_sign_out_too() {
    let world = World::new().signed_in(lasting("t1", 3600));
    world.grant.answer(failing(ErrorKind::Server));
    assert_eq!(world.source.revoke_blocking().unwrap_err().kind(), ErrorKind::Server);
    world.grant.answer(lasting("", 0));
    world.source.revoke_blocking().unwrap();
    assert!(world.source.cached().is_none());
}

#[test]
fn a_refresh_in_the_background_does_not_bring_back_what_was_signed_out() {
    let world = World::manual().signed_in_manually(lasting("t1", 3600));
    world.advance(3400);
    let key = authwright::identity(&["test"]);
    let guard = block_on(authwright::TokenStore::lock(&world.store.inner, &key)).unwrap();
    let mut signing_out = Box::pin(world.source.revoke());
    assert!(poll(&mut signing_out).is_pending());
    assert_eq!(world.manual.step(), 1);
    assert_eq!(world.source.cached().unwrap().expose(), "t1", "still there, and a refresh begins behind it");
    assert_eq!(world.manual.step(), 2, "both wait for the guard, the sign-out first");
    world.grant.answer(lasting("", 0));
    block_on(guard.release());
    assert_eq!(world.manual.step(), 0);
    assert!(poll(&mut signing_out).is_ready());
    assert_eq!(world.grant.asked(), [Asked::Revoke("t1".to_owned())], "no new sign-in that nobody asked for");
    assert!(world.source.cached().is_none());
}

#[test]
fn who_waits_while_somebody_signs_out_is_signed_in_again() {
    let world = World::manual().signed_in_manually(lasting("t1", 3600));
    world.advance(3400);
    let key = authwright::identity(&["test"]);
    let guard = block_on(authwright::TokenStore::lock(&world.store.inner, &key)).unwrap();
    let mut signing_out = Box::pin(world.source.revoke());
    assert!(poll(&mut signing_out).is_pending());
    world.manual.step();
    assert!(world.source.cached().is_some());
    world.advance(201);
    let mut caller = Box::pin(world.source.token());
    assert!(poll(&mut caller).is_pending(), "waits for the refresh that was begun in the background");
    world.manual.step();
    world.grant.answer(lasting("", 0));
    world.grant.answer(lasting("t2", 3600));
    block_on(guard.release());
    world.manual.step();
    assert!(poll(&mut caller).is_pending(), "its flight is gone, and the next one begun");
    world.manual.step();
    let std::task::Poll::Ready(token) = poll(&mut caller) else { panic!("the refresh has landed") };
    assert_eq!(token.unwrap().expose(), "t2");
}

#[test]
fn who_signs_in_after_a_sign_out_is_served_even_where_the_store_was_emptied() {
    let world = World::new().signed_in(lasting("t1", 3600));
    for token in ["t2", "t3"] {
        world.grant.answer(lasting(token, 3600));
        world.refresh().unwrap();
    }
    world.grant.answer(lasting("", 0));
    block_on(world.source.revoke()).unwrap();
    world.store.empty();
    block_on(world.source.sign_in(lasting("t4", 3600).unwrap())).unwrap();
    assert_eq!(world.source.cached().map(|token| token.expose().to_owned()).as_deref(), Some("t4"));
}

#[test]
fn a_server_that_cannot_revoke_now_says_when_to_try_again() {
    let world = World::new().signed_in(lasting("t1", 3600));
    let wait = std::time::Duration::from_secs(7);
    world.grant.answer(Err(authwright::TokenError::new(ErrorKind::Server, "down").with_retry_after(wait)));
    let error = block_on(world.source.revoke()).unwrap_err();
    assert_eq!((error.retry_after(), error.is_retryable()), (Some(wait), true));
    assert_eq!(world.token().unwrap(), "t1", "still alive at the server, so still here");
}

#[test]
fn who_forgets_tells_the_server_nothing() {
    let world = World::new().signed_in(lasting("t1", 3600));
    block_on(world.source.forget()).unwrap();
    assert!(world.grant.asked().is_empty() && world.source.cached().is_none());
    assert!(world.events.outcomes().contains(&Outcome::Forgotten));
    world.grant.answer(lasting("t2", 3600));
    assert_eq!(world.source.token_blocking().unwrap().expose(), "t2", "the store has nothing to go on from");
    world.source.forget_blocking().unwrap();
    world.source.forget_blocking().unwrap();
    assert_eq!(world.grant.asked(), [Asked::Issue]);
}
