//! Signing out: the server first, then here; and nothing here when the server keeps the tokens.

use authwright::{ErrorKind, Outcome, block_on};

use crate::support::{Asked, World, failing, lasting};

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

#[test]
fn without_tokens_nobody_is_asked() {
    let world = World::new();
    block_on(world.source.revoke()).unwrap();
    assert_eq!(world.requests(), 0);
}
