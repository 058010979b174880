//! Rule 5 where a refresh is cut off in the middle, or one mishap follows another of a different kind.

use authwright::{ErrorKind, block_on};

use crate::support::{Asked, Step, World, ambiguous, failing, lasting, poll};
use crate::transaction::{ended, refresh_of};

/// A world without credentials whose refreshes run when the test says so, and whose token has ended.
fn ended_manually() -> World {
    let world = World::manual().signed_in_manually(lasting("t1", 3600));
    world.grant.needs_person.store(true, std::sync::atomic::Ordering::Relaxed);
    world.advance(3601);
    world
}

#[test]
fn a_runtime_that_ends_during_the_save_loses_no_rotation() {
    let world = ended_manually();
    world.store.hang(&[Step::SaveTokens]);
    world.grant.answer(lasting("t2", 3600));
    let mut caller = Box::pin(world.source.token());
    assert!(poll(&mut caller).is_pending());
    assert_eq!(world.manual.step(), 1, "waits for the store");
    assert_eq!(world.manual.die(), 1);
    world.store.hang(&[]);
    assert!(poll(&mut caller).is_pending(), "begins another");
    world.manual.run();
    let std::task::Poll::Ready(token) = poll(&mut caller) else { panic!("the refresh has landed") };
    assert_eq!(token.unwrap().expose(), "t2");
    assert_eq!(world.grant.asked(), [refresh_of("t1")], "the rotated token was not sent again");
}

#[test]
fn a_runtime_that_ends_during_the_second_save_loses_no_rotation_either() {
    let world = ended_manually();
    world.store.fail(&[Step::SaveTokens]);
    world.grant.answer(lasting("t2", 3600));
    let mut caller = Box::pin(world.source.token());
    assert!(poll(&mut caller).is_pending());
    world.manual.run();
    assert!(poll(&mut caller).is_ready());
    world.store.fail(&[]);
    world.store.hang(&[Step::SaveTokens]);
    world.advance(2);
    let mut caller = Box::pin(world.source.token());
    assert!(poll(&mut caller).is_pending());
    assert_eq!((world.manual.step(), world.manual.die()), (1, 1));
    world.store.hang(&[]);
    assert!(poll(&mut caller).is_pending());
    world.manual.run();
    let std::task::Poll::Ready(token) = poll(&mut caller) else { panic!("the refresh has landed") };
    assert_eq!(token.unwrap().expose(), "t2");
    assert_eq!(world.grant.asked(), [refresh_of("t1")]);
}

#[test]
fn tokens_that_the_store_did_not_take_are_those_that_are_revoked() {
    let world = ended(World::needing_a_person());
    world.store.fail(&[Step::SaveTokens]);
    world.grant.answer(lasting("t2", 3600));
    world.token().unwrap_err();
    world.store.fail(&[]);
    world.grant.answer(lasting("", 0));
    block_on(world.source.revoke()).unwrap();
    assert_eq!(world.grant.asked().last(), Some(&Asked::Revoke("t2".to_owned())), "t1 was rotated away");
    world.advance(61);
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
}

#[test]
fn a_lost_answer_is_remembered_whatever_else_goes_wrong_in_between() {
    let world = ended(World::needing_a_person());
    let elsewhere = authwright::TokenError::new(ErrorKind::Rejected, "no").with_oauth_code("invalid_client");
    for answer in [ambiguous(ErrorKind::Timeout), failing(ErrorKind::Server), Err(elsewhere)] {
        world.grant.answer(answer);
        world.token().unwrap_err();
        world.advance(301);
    }
    world.grant.answer(ambiguous(ErrorKind::Transport));
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::Transport, "the one recovery, of which the server knew");
    world.advance(301);
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
    assert_eq!(world.requests(), 4, "and none more");
}
