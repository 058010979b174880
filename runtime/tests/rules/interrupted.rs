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

#[test]
fn a_refresh_that_panics_behind_a_valid_token_is_given_a_pause() {
    for needs_person in [true, false] {
        let world = World::panicking(needs_person);
        world.advance(3400);
        for _ in 0..1000 {
            assert_eq!(world.source.cached().unwrap().expose(), "t1");
        }
        assert_eq!(world.grant.asked(), [refresh_of("t1")]);
    }
}

#[test]
fn exchanges_that_are_cut_off_are_lost_answers_where_the_process_lives_on() {
    let world = World::panicking(true);
    world.advance(3601);
    for _ in 0..2 {
        assert_eq!(world.token().unwrap_err().kind(), ErrorKind::Abandoned);
        world.advance(61);
    }
    for _ in 0..8 {
        assert_eq!(world.token().unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
        world.advance(301);
    }
    assert_eq!(world.grant.asked(), [refresh_of("t1"), refresh_of("t1")], "the exchange and one recovery");
    assert_eq!(world.sibling().token_blocking().unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
}

#[test]
fn so_are_those_that_a_runtime_drops_after_the_request_went_out() {
    let world = ended_manually();
    world.grant.hangs.store(true, std::sync::atomic::Ordering::Relaxed);
    let mut caller = Box::pin(world.source.token());
    for _ in 0..2 {
        assert!(poll(&mut caller).is_pending(), "the first time, it begins another at once");
        assert_eq!((world.manual.step(), world.manual.die()), (1, 1));
    }
    let std::task::Poll::Ready(token) = poll(&mut caller) else { panic!("two have been dropped") };
    assert_eq!(token.unwrap_err().kind(), ErrorKind::Abandoned);
    world.grant.hangs.store(false, std::sync::atomic::Ordering::Relaxed);
    world.advance(61);
    let mut caller = Box::pin(world.source.token());
    assert!(poll(&mut caller).is_pending());
    world.manual.run();
    let std::task::Poll::Ready(token) = poll(&mut caller) else { panic!("the refresh has landed") };
    assert_eq!(token.unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
    assert_eq!(world.grant.asked(), [refresh_of("t1"), refresh_of("t1")], "the exchange and one recovery");
}

#[test]
fn a_loss_whose_count_is_cut_off_after_the_save_is_not_counted_again() {
    let world = ended_manually();
    world.grant.hangs.store(true, std::sync::atomic::Ordering::Relaxed);
    let mut caller = Box::pin(world.source.token());
    assert!(poll(&mut caller).is_pending());
    assert_eq!((world.manual.step(), world.manual.die()), (1, 1), "the answer is lost");
    world.store.hang_once_done(&[Step::SaveIntent]);
    assert!(poll(&mut caller).is_pending());
    assert_eq!((world.manual.step(), world.manual.die()), (1, 1), "and counted, which nobody hears of");
    assert_eq!(world.grant.asked(), [refresh_of("t1")]);
    assert!(poll(&mut caller).is_ready(), "two have been dropped");
    world.store.hang(&[]);
    world.grant.hangs.store(false, std::sync::atomic::Ordering::Relaxed);
    world.grant.answer(lasting("t2", 3600));
    world.advance(61);
    let mut caller = Box::pin(world.source.token());
    assert!(poll(&mut caller).is_pending());
    world.manual.run();
    let std::task::Poll::Ready(token) = poll(&mut caller) else { panic!("the refresh has landed") };
    assert_eq!(token.unwrap().expose(), "t2", "there is one recovery");
}

#[test]
fn a_loss_whose_save_fails_is_counted_by_the_next_flight() {
    let world = ended(World::needing_a_person());
    world.store.fail_after(1, &[Step::SaveIntent]);
    world.grant.answer(ambiguous(ErrorKind::Timeout));
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::Store, "the intent was saved, the loss was not");
    world.store.fail(&[]);
    world.advance(301);
    world.grant.answer(ambiguous(ErrorKind::Transport));
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::Transport, "the one recovery");
    world.advance(301);
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
    assert_eq!(world.requests(), 2);
}

#[test]
fn a_rotation_after_a_cut_off_exchange_begins_a_new_count() {
    let world = World::panicking(true);
    for token in ["t2", "t3", "t4"] {
        world.advance(3601);
        world.token().unwrap_err();
        world.grant.panics.store(false, std::sync::atomic::Ordering::Relaxed);
        world.advance(61);
        world.grant.answer(lasting(token, 3600));
        assert_eq!(world.token().unwrap(), token);
        world.grant.panics.store(true, std::sync::atomic::Ordering::Relaxed);
    }
}

#[test]
fn refreshes_that_are_dropped_one_after_another_are_given_a_pause() {
    let world = World::manual().signed_in_manually(lasting("t1", 3600));
    world.advance(3400);
    for dropped in [1, 1, 0, 0] {
        assert!(world.source.cached().is_some());
        assert_eq!(world.manual.die(), dropped, "two in a row are no accident");
    }
    world.advance(2);
    for dropped in [1, 0, 0] {
        assert!(world.source.cached().is_some());
        assert_eq!(world.manual.die(), dropped, "and a third is none either");
    }
    world.advance(3);
    world.grant.answer(lasting("t2", 3600));
    assert!(world.source.cached().is_some());
    assert_eq!(world.manual.run(), 1);
    assert_eq!(world.source.cached().unwrap().expose(), "t2");
}

/// A clock that breaks once the first refresh is under way.
#[derive(Debug, Default)]
struct Broken(std::sync::atomic::AtomicUsize);

impl authwright::Clock for Broken {
    fn now(&self) -> authwright::Moment {
        let looks = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        assert!(looks < 2, "the clock panics, as the test wants it");
        authwright::Moment::new(std::time::Duration::from_secs(1_700_000_000), std::time::Duration::from_secs(1000))
    }

    fn sleep(&self, _: std::time::Duration) -> authwright::BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}

#[test]
fn a_clock_that_panics_ends_the_refresh_and_not_the_process() {
    let world = World::new();
    let source = authwright::TokenSource::builder(world.grant.clone()).clock(std::sync::Arc::new(Broken::default()));
    let source = source.spawner(std::sync::Arc::new(crate::support::Apart)).build();
    let asked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| source.token_blocking()));
    assert!(asked.is_err() || asked.is_ok_and(|token| token.is_err()));
}
