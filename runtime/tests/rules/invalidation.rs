//! Rule 7: a 401 invalidates the generation that was sent, and no other.

use authwright::{ErrorKind, Outcome};

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
