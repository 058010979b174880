//! Rule 2: three zones, with margins that scale with the lifetime.

use std::time::{Duration, UNIX_EPOCH};

use authwright::{Cause, ErrorKind, Outcome, TokenSet, Zone};

use crate::support::{World, failing, lasting, poll};

#[test]
fn fresh_tokens_are_served_without_a_request() {
    let world = World::manual().signed_in_manually(lasting("t1", 3600));
    world.advance(3299);
    assert_eq!(world.source.cached().unwrap().expose(), "t1");
    assert_eq!(world.manual.run(), 0);
}

#[test]
fn in_the_advisory_zone_the_old_token_is_served_and_one_refresh_starts_behind_it() {
    let world = World::manual().signed_in_manually(lasting("t1", 3600));
    world.advance(3361);
    world.grant.answer(lasting("t2", 3600));
    for _ in 0..100 {
        assert_eq!(world.source.cached().unwrap().expose(), "t1");
    }
    assert_eq!(world.manual.run(), 1);
    assert_eq!(world.source.cached().unwrap().expose(), "t2");
    assert_eq!(world.requests(), 1);
}

#[test]
fn in_the_mandatory_zone_callers_wait() {
    let world = World::manual().signed_in_manually(lasting("t1", 3600));
    world.advance(3541);
    world.grant.answer(lasting("t2", 3600));
    assert!(world.source.cached().is_none());
    let mut waiting = Box::pin(world.source.token());
    assert!(poll(&mut waiting).is_pending());
    assert_eq!(world.manual.run(), 1);
    let std::task::Poll::Ready(token) = poll(&mut waiting) else { panic!("the refresh has landed") };
    assert_eq!(token.unwrap().expose(), "t2");
}

#[test]
fn a_token_of_300_seconds_is_served_for_most_of_its_life() {
    let world = World::manual().signed_in_manually(lasting("t1", 300));
    world.advance(224);
    assert_eq!(world.source.cached().unwrap().expose(), "t1");
    assert_eq!(world.manual.run(), 0, "a fixed margin of five minutes would have refreshed at once");
    world.advance(45);
    assert_eq!(world.source.cached().unwrap().expose(), "t1", "advisory");
    world.advance(2);
    assert!(world.source.cached().is_none(), "mandatory: thirty seconds before the end");
}

#[test]
fn the_advisory_zone_begins_at_different_times_in_a_fleet() {
    let begins = || {
        let world = World::manual().signed_in_manually(lasting("t1", 3600));
        world.advance(3300);
        let mut seconds = 3300;
        while world.source.cached().is_some() && world.manual.die() == 0 {
            world.advance(1);
            seconds += 1;
        }
        seconds
    };
    let all: Vec<_> = (0..20).map(|_| begins()).collect();
    assert!(all.iter().all(|seconds| (3300..=3361).contains(seconds)), "{all:?}");
    assert!(all.iter().any(|seconds| *seconds != all[0]), "{all:?}");
}

#[test]
fn nothing_is_refreshed_by_time_alone() {
    let world = World::manual().signed_in_manually(lasting("t1", 3600));
    world.advance(100_000);
    assert_eq!(world.manual.run(), 0);
    assert_eq!(world.requests(), 0);
}

#[test]
fn a_token_without_a_known_end_is_served_until_a_401() {
    let world = World::manual().signed_in_manually(Ok(TokenSet::new("t1")));
    world.advance(10 * 365 * 24 * 3600);
    assert_eq!(world.source.cached().unwrap().expose(), "t1");
    assert_eq!(world.source.cached().unwrap().expires_at(), None);
    assert!(world.source.invalidate(world.source.cached().unwrap().generation()));
    assert!(world.source.cached().is_none());
}

#[test]
fn a_valid_token_is_served_in_the_mandatory_zone_when_the_refresh_fails() {
    let world = World::new().signed_in(lasting("t1", 3600));
    world.advance(3541);
    world.grant.answer(failing(ErrorKind::Server));
    assert_eq!(world.token().unwrap(), "t1");
    assert_eq!(world.token().unwrap(), "t1", "and the pause costs no request");
    assert_eq!(world.requests(), 1);
    world.advance(60);
    world.grant.answer(failing(ErrorKind::Server));
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::Server, "but never after its end");
}

#[test]
fn the_end_is_told_by_the_wall_clock() {
    let world = World::new().signed_in(lasting("t1", 3600));
    let end = world.source.cached().unwrap().expires_at().unwrap();
    assert_eq!(end.duration_since(UNIX_EPOCH).unwrap(), Duration::from_secs(1_700_003_600));
}

#[test]
fn observers_see_zone_cause_and_outcome() {
    let world = World::new();
    world.grant.answer(lasting("t1", 3600));
    world.token().unwrap();
    world.advance(3400);
    world.grant.answer(lasting("t2", 3600));
    world.token().unwrap();
    let expected = [
        (Cause::Missing, Outcome::Begun, Zone::Mandatory, 0),
        (Cause::Missing, Outcome::Issued, Zone::Fresh, 1),
        (Cause::Expiring, Outcome::Begun, Zone::Advisory, 1),
        (Cause::Expiring, Outcome::Refreshed, Zone::Fresh, 2),
    ];
    assert_eq!(world.events.all(), expected);
}
