//! Rule 4: failures that pass, failures that do not, and the pauses after both.

use std::time::Duration;

use authwright::store::StoreGuard;
use authwright::{ErrorKind, StoreError, StoreErrorKind, TokenError};

use crate::support::{World, failing, lasting};

#[test]
fn a_failure_that_passes_keeps_a_valid_token_in_service() {
    let world = World::new().signed_in(lasting("t1", 3600));
    world.advance(3400);
    for _ in 0..100 {
        world.grant.answer(failing(ErrorKind::Transport));
        assert_eq!(world.token().unwrap(), "t1");
    }
    assert_eq!(world.requests(), 1, "the pause spares the server");
}

#[test]
fn pauses_double_up_to_a_minute_and_are_jittered() {
    let world = World::new();
    for failure in 0..12_u32 {
        world.grant.answer(failing(ErrorKind::Server));
        let before = world.requests();
        world.token().unwrap_err();
        assert_eq!(world.requests(), before + 1);
        let left = world.token().unwrap_err().retry_after().unwrap();
        let full = Duration::from_secs(1 << failure.min(6)).min(Duration::from_secs(60));
        assert!(left >= full / 2 && left <= full, "failure {failure}: {left:?} of {full:?}");
        assert_eq!(world.requests(), before + 1, "nobody asks during the pause");
        world.clock.advance(left + Duration::from_millis(2));
    }
}

#[test]
fn a_success_resets_the_pauses() {
    let world = World::new();
    for _ in 0..5 {
        world.grant.answer(failing(ErrorKind::Server));
        world.token().unwrap_err();
        world.advance(61);
    }
    world.grant.answer(lasting("t1", 10));
    world.token().unwrap();
    world.advance(11);
    world.grant.answer(failing(ErrorKind::Server));
    world.token().unwrap_err();
    assert!(world.token().unwrap_err().retry_after().unwrap() <= Duration::from_secs(1));
}

#[test]
fn the_servers_retry_after_is_kept() {
    let world = World::new();
    let busy = TokenError::new(ErrorKind::RateLimited, "busy").with_retry_after(Duration::from_secs(120));
    world.grant.answer(Err(busy));
    assert_eq!(world.token().unwrap_err().retry_after(), Some(Duration::from_secs(120)));
    world.advance(119);
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::RateLimited);
    assert_eq!(world.refresh().unwrap_err().kind(), ErrorKind::RateLimited, "not even on request");
    assert_eq!(world.requests(), 1);
    world.advance(2);
    world.grant.answer(lasting("t1", 3600));
    assert_eq!(world.token().unwrap(), "t1");
}

#[test]
fn a_failure_that_does_not_pass_is_kept_for_a_short_time() {
    let world = World::new();
    world.grant.answer(failing(ErrorKind::Rejected));
    for _ in 0..100 {
        let error = world.token().unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Rejected, false));
    }
    assert_eq!(world.requests(), 1);
    world.advance(31);
    world.grant.answer(lasting("t1", 3600));
    assert_eq!(world.token().unwrap(), "t1", "somebody has mended it: the process is not poisoned");
}

#[test]
fn who_has_mended_it_need_not_wait() {
    let world = World::new();
    world.grant.answer(failing(ErrorKind::Rejected));
    world.token().unwrap_err();
    world.grant.answer(lasting("t1", 3600));
    assert_eq!(world.refresh().unwrap(), "t1");
}

#[test]
fn setting_the_wall_clock_neither_ends_nor_prolongs_a_pause() {
    let world = World::new();
    world.grant.answer(failing(ErrorKind::Rejected));
    world.token().unwrap_err();
    world.clock.set_forward(Duration::from_secs(86_400));
    world.token().unwrap_err();
    assert_eq!(world.requests(), 1);
    world.clock.set_back(Duration::from_secs(5 * 86_400));
    world.advance(31);
    world.grant.answer(lasting("t1", 3600));
    assert_eq!(world.token().unwrap(), "t1");
}

#[test]
fn when_a_person_is_needed_the_error_says_so_and_nobody_is_asked_again() {
    let world = World::needing_a_person().signed_in(lasting("t1", 3600));
    world.advance(3601);
    world.grant.answer(failing(ErrorKind::InvalidGrant));
    for _ in 0..10 {
        assert_eq!(world.token().unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
    }
    assert_eq!(world.requests(), 1);
}

/// `invalid_grant` stands for a wrong password as well (RFC 6749, section 5.2).
#[test]
fn credentials_that_the_server_calls_an_invalid_grant_are_rejected() {
    for (code, kind) in
        [("invalid_grant", ErrorKind::Rejected), ("interaction_required", ErrorKind::ReauthorizationRequired)]
    {
        let world = World::new();
        world.grant.answer(Err(TokenError::new(ErrorKind::InvalidGrant, "no").with_oauth_code(code)));
        let error = world.token().unwrap_err();
        assert_eq!((error.kind(), error.oauth_code()), (kind, Some(code)));
        assert!(!error.is_retryable());
    }
}

#[test]
fn no_wish_of_a_server_silences_a_source_for_good() {
    for kind in [ErrorKind::RateLimited, ErrorKind::Rejected] {
        let world = World::new();
        world.grant.answer(Err(TokenError::new(kind, "never again").with_retry_after(Duration::MAX)));
        world.token().unwrap_err();
        world.advance(299);
        world.token().unwrap_err();
        assert_eq!(world.requests(), 1, "five minutes are kept");
        world.advance(2);
        world.grant.answer(lasting("t1", 3600));
        assert_eq!(world.token().unwrap(), "t1");
    }
}

#[test]
fn wrong_credentials_are_sent_less_and_less_often() {
    let world = World::new();
    for full in [30, 60, 120, 240, 300, 300] {
        world.grant.answer(failing(ErrorKind::Rejected));
        let before = world.requests();
        world.token().unwrap_err();
        let left = world.token().unwrap_err().retry_after().unwrap();
        assert!((full / 2..=full).contains(&left.as_secs()), "{left:?} of {full} s");
        assert_eq!(world.requests(), before + 1);
        world.clock.advance(left + Duration::from_millis(2));
    }
    world.grant.answer(lasting("t1", 10));
    world.token().unwrap();
    world.advance(11);
    world.grant.answer(failing(ErrorKind::Rejected));
    world.token().unwrap_err();
    assert!(world.token().unwrap_err().retry_after().unwrap() <= Duration::from_secs(30), "a success forgives");
}

#[test]
fn the_image_of_a_process_that_is_restored_elsewhere_does_not_wait_for_the_other_machines_clock() {
    let world = World::new();
    world.advance(86_400 * 300);
    world.grant.answer(failing(ErrorKind::Server));
    world.token().unwrap_err();
    world.clock.set_steady(Duration::from_secs(5));
    world.grant.answer(lasting("t1", 3600));
    assert_eq!(world.token().unwrap(), "t1");
}

#[test]
fn a_siblings_success_ends_the_pause_of_others() {
    let world = World::new().signed_in(lasting("t1", 3600));
    world.advance(3601);
    let error = TokenError::new(ErrorKind::RateLimited, "slow down").with_retry_after(Duration::from_secs(300));
    world.grant.answer(Err(error));
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::RateLimited);
    world.grant.answer(lasting("t2", 3600));
    assert_eq!(world.sibling().token_blocking().unwrap().expose(), "t2");
    world.store.steps();
    for _ in 0..100 {
        assert_eq!(world.token().unwrap_err().kind(), ErrorKind::RateLimited, "has just looked");
    }
    assert_eq!(world.store.steps(), []);
    world.advance(1);
    assert_eq!(world.token().unwrap(), "t2", "what is in the store need not be asked for");
    assert_eq!((world.store.steps().len(), world.requests()), (1, 2));
    world.advance(3601);
    world.grant.answer(lasting("t3", 3600));
    assert_eq!(world.token().unwrap(), "t3", "the pause is over");
}

#[test]
fn a_pause_without_news_costs_the_store_one_look_a_second() {
    let world = World::new();
    world.grant.answer(failing(ErrorKind::Rejected));
    world.token().unwrap_err();
    world.store.steps();
    for _ in 0..5 {
        world.advance(1);
        for _ in 0..100 {
            world.token().unwrap_err();
        }
    }
    assert_eq!((world.store.steps(), world.requests()), (vec![crate::support::Step::Peek; 5], 1));
}

/// A store whose record nobody can read, and what an observer is told of it.
#[derive(Debug, Default)]
struct Broken(std::sync::Mutex<Vec<bool>>);

impl authwright::TokenStore for Broken {
    fn load<'a>(&'a self, _: &'a str) -> authwright::BoxFuture<'a, Result<Option<authwright::Record>, StoreError>> {
        Box::pin(async { Err(StoreError::new(StoreErrorKind::Corrupt, "no record")) })
    }

    fn lock<'a>(&'a self, _: &'a str) -> authwright::BoxFuture<'a, Result<Box<dyn StoreGuard>, StoreError>> {
        Box::pin(async { Err(StoreError::new(StoreErrorKind::Corrupt, "no record")) })
    }
}

impl authwright::RefreshObserver for Broken {
    fn observe(&self, event: &authwright::RefreshEvent<'_>) {
        if matches!(event.outcome, authwright::Outcome::Failed(_)) {
            self.0.lock().unwrap().push(event.retryable);
        }
    }
}

#[test]
fn observers_are_told_whether_a_failure_passes_by_itself() {
    let (world, broken) = (World::new(), std::sync::Arc::new(Broken::default()));
    let builder = authwright::TokenSource::builder(world.grant.clone()).clock(world.clock.clone());
    let error = builder.store(broken.clone()).observer(broken.clone()).build().token_blocking().unwrap_err();
    assert!(!error.is_retryable());
    assert_eq!(*broken.0.lock().unwrap(), [false], "as the error says, whatever others of its kind do");
}
