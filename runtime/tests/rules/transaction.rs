//! Rule 5: guard, reload, adopt, intent, exchange, save, publish.

use std::sync::Arc;

use authwright::{ErrorKind, Outcome, RefreshToken, TokenSet, TokenSource, block_on};

use crate::support::{Asked, Inline, Step, World, ambiguous, failing, lasting};

pub(crate) fn refresh_of(access: &str) -> Asked {
    Asked::Refresh(format!("refresh-of-{access}"))
}

/// Signed in with a token that has ended by now.
pub(crate) fn ended(world: World) -> World {
    let world = world.signed_in(lasting("t1", 3600));
    world.advance(3601);
    world
}

#[test]
fn the_steps_come_in_order_and_the_save_before_the_token_is_served() {
    let world = ended(World::new());
    world.grant.answer(lasting("t2", 3600));
    assert_eq!(world.token().unwrap(), "t2");
    let expected = [Step::Peek, Step::Lock, Step::Load, Step::SaveIntent, Step::SaveTokens, Step::Release];
    assert_eq!(world.store.steps(), expected);
}

#[test]
fn what_a_sibling_rotated_is_taken_over_without_a_request() {
    let world = ended(World::new());
    let sibling = world.sibling();
    world.grant.answer(lasting("t2", 3600));
    assert_eq!(sibling.token_blocking().unwrap().expose(), "t2");
    assert_eq!(world.token().unwrap(), "t2");
    assert_eq!(world.grant.asked(), [refresh_of("t1")]);
    assert_eq!(world.events.outcomes().last(), Some(&Outcome::Adopted));
}

#[test]
fn a_new_process_takes_over_the_session() {
    let world = World::new().signed_in(lasting("t1", 3600));
    let process = world.sibling();
    let token = process.token_blocking().unwrap();
    assert_eq!((token.expose(), token.generation()), ("t1", world.source.cached().unwrap().generation()));
    assert_eq!(world.requests(), 0);
}

#[test]
fn accounts_that_only_a_name_tells_apart_share_nothing() {
    let world = World::new().signed_in(lasting("t1", 3600));
    let account = |name: &str| {
        let builder = TokenSource::builder(Arc::clone(&world.grant)).clock(world.clock.clone());
        builder.store(Arc::new(world.store.clone())).spawner(Arc::new(Inline)).account(name).build()
    };
    world.grant.answer(lasting("of-a", 3600));
    assert_eq!(account("a").token_blocking().unwrap().expose(), "of-a");
    assert_eq!(account("a").token_blocking().unwrap().expose(), "of-a", "the session that was stored");
    world.grant.answer(lasting("of-b", 3600));
    assert_eq!(account("b").token_blocking().unwrap().expose(), "of-b");
    assert_eq!(world.token().unwrap(), "t1");
}

#[test]
fn two_rotations_in_a_row_use_each_refresh_token_once() {
    let world = World::new().signed_in(lasting("t1", 3600));
    for (before, after) in [("t1", "t2"), ("t2", "t3"), ("t3", "t4")] {
        world.advance(3601);
        world.grant.answer(lasting(after, 3600));
        assert_eq!(world.token().unwrap(), after);
        assert_eq!(world.grant.asked().last(), Some(&refresh_of(before)));
    }
}

#[test]
fn a_reply_without_a_refresh_token_keeps_the_old_one_and_its_scope() {
    let world = World::new();
    let first = TokenSet::new("t1").with_refresh(RefreshToken::new("lasting")).with_scope("a b".to_owned());
    let world = world.signed_in(Ok(first.with_expiry(authwright::Expiry::from_seconds(10.0))));
    for access in ["t2", "t3"] {
        world.advance(11);
        world.grant.answer(Ok(TokenSet::new(access).with_expiry(authwright::Expiry::from_seconds(10.0))));
        assert_eq!(world.token().unwrap(), access);
    }
    let refresh = Asked::Refresh("lasting".to_owned());
    assert_eq!(world.grant.asked(), [refresh.clone(), refresh]);
    let key = authwright::identity(&["test"]);
    let record = block_on(authwright::TokenStore::load(&world.store.inner, &key)).unwrap().unwrap();
    assert_eq!(record.tokens().unwrap().scope(), Some("a b"));
}

#[test]
fn what_a_reply_does_not_name_again_is_kept_and_what_it_names_is_replaced() {
    let first = lasting("t1", 3600).unwrap().with_extra("account", "42").with_extra("id_token", "first");
    let world = World::new().signed_in(Ok(first));
    for token in ["t2", "t3"] {
        world.advance(3601);
        world.grant.answer(Ok(lasting(token, 3600).unwrap().with_extra("id_token", token)));
        assert_eq!(world.token().unwrap(), token);
        let key = authwright::identity(&["test"]);
        let record = block_on(authwright::TokenStore::load(&world.store.inner, &key)).unwrap().unwrap();
        let extras: Vec<_> = record.tokens().unwrap().extras().map(|(name, value)| (name, value.expose())).collect();
        assert_eq!(extras, [("id_token", token), ("account", "42")]);
    }
}

#[test]
fn a_refresh_token_past_its_own_end_is_not_sent() {
    let tokens = lasting("t1", 300).unwrap().with_refresh_expiry(authwright::Expiry::from_seconds(1800.0));
    let world = World::new().signed_in(Ok(tokens));
    world.advance(1801);
    world.grant.answer(lasting("t2", 300));
    assert_eq!(world.token().unwrap(), "t2");
    assert_eq!(world.grant.asked(), [Asked::Issue]);
}

#[test]
fn an_old_refresh_token_that_is_kept_keeps_its_own_end() {
    let tokens = lasting("t1", 300).unwrap().with_refresh_expiry(authwright::Expiry::from_seconds(1800.0));
    let world = World::new().signed_in(Ok(tokens));
    for access in ["t2", "t3", "t4", "t5", "t6"] {
        world.advance(301);
        world.grant.answer(Ok(TokenSet::new(access).with_expiry(authwright::Expiry::from_seconds(300.0))));
        assert_eq!(world.token().unwrap(), access);
        assert_eq!(world.grant.asked().last(), Some(&refresh_of("t1")));
    }
    world.advance(301);
    world.grant.answer(lasting("t7", 300));
    assert_eq!(world.token().unwrap(), "t7");
    assert_eq!(world.grant.asked().last(), Some(&Asked::Issue), "1806 seconds after it was issued");
}

#[test]
fn a_refresh_token_that_is_not_accepted_leads_to_a_new_sign_in() {
    for kind in [ErrorKind::InvalidGrant, ErrorKind::Rejected] {
        let world = ended(World::new());
        world.grant.answer(failing(kind));
        world.grant.answer(lasting("t2", 3600));
        assert_eq!(world.token().unwrap(), "t2");
        assert_eq!(world.grant.asked(), [refresh_of("t1"), Asked::Issue]);
    }
}

#[test]
fn where_a_person_is_needed_it_leads_to_reauthorization_required() {
    let world = ended(World::needing_a_person());
    let error = authwright::TokenError::new(ErrorKind::InvalidGrant, "no").with_oauth_code("invalid_grant");
    world.grant.answer(Err(error));
    let error = world.token().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReauthorizationRequired);
    assert_eq!(error.oauth_code(), Some("invalid_grant"));
    block_on(world.source.sign_in(lasting("t2", 3600).unwrap())).unwrap();
    assert_eq!(world.token().unwrap(), "t2", "and a person's new sign-in ends it");
}

#[test]
fn without_anything_to_sign_in_with_nobody_is_asked() {
    let world = World::needing_a_person();
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
    assert_eq!(world.requests(), 0);
}

#[test]
fn a_lost_answer_is_not_repeated_but_signed_in_afresh() {
    let world = ended(World::new());
    world.grant.answer(ambiguous(ErrorKind::Transport));
    world.grant.answer(lasting("t2", 3600));
    assert_eq!(world.token().unwrap(), "t2");
    assert_eq!(world.grant.asked(), [refresh_of("t1"), Asked::Issue], "the refresh token was sent once");
}

#[test]
fn a_lost_answer_where_a_person_is_needed_gets_one_guarded_recovery() {
    let world = ended(World::needing_a_person());
    world.grant.answer(ambiguous(ErrorKind::Timeout));
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::Timeout);
    world.advance(61);
    world.grant.answer(lasting("t2", 3600));
    assert_eq!(world.token().unwrap(), "t2", "the server had not acted");
    assert_eq!(world.grant.asked(), [refresh_of("t1"), refresh_of("t1")]);
}

#[test]
fn a_recovery_that_the_server_refuses_ends_in_reauthorization_required() {
    let world = ended(World::needing_a_person());
    world.grant.answer(ambiguous(ErrorKind::Timeout));
    world.token().unwrap_err();
    world.advance(61);
    world.grant.answer(failing(ErrorKind::InvalidGrant));
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
}

#[test]
fn lost_answers_never_become_a_loop() {
    let world = ended(World::needing_a_person());
    for _ in 0..100 {
        world.grant.answer(ambiguous(ErrorKind::Timeout));
        world.token().unwrap_err();
        world.advance(61);
    }
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
    assert_eq!(world.requests(), 2, "the exchange and one recovery");
}

#[test]
fn losses_are_counted_across_processes() {
    let world = ended(World::needing_a_person());
    for _ in 0..2 {
        world.grant.answer(ambiguous(ErrorKind::Timeout));
        world.sibling().token_blocking().unwrap_err();
    }
    assert_eq!(world.sibling().token_blocking().unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
    assert_eq!(world.requests(), 2);
}

#[test]
fn a_process_that_dies_during_the_exchange_leaves_its_intent() {
    // Dropping the task at the exchange is what a kill looks like to the store.
    for (person, asked) in [(true, refresh_of("t1")), (false, Asked::Issue)] {
        let world = ended(if person { World::needing_a_person() } else { World::new() });
        world.grant.panics.store(true, std::sync::atomic::Ordering::Relaxed);
        let doomed = authwright::TokenSource::builder(world.grant.clone())
            .store(std::sync::Arc::new(world.store.clone()))
            .clock(world.clock.clone())
            .build();
        doomed.token_blocking().unwrap_err();
        world.grant.panics.store(false, std::sync::atomic::Ordering::Relaxed);
        world.grant.answer(lasting("t2", 3600));
        assert_eq!(world.token().unwrap(), "t2");
        assert_eq!(world.grant.asked(), [refresh_of("t1"), asked]);
    }
}

#[test]
fn a_failure_of_which_the_server_knows_clears_the_intent() {
    let world = ended(World::needing_a_person());
    world.grant.answer(failing(ErrorKind::Server));
    world.token().unwrap_err();
    let expected = [Step::Peek, Step::Lock, Step::Load, Step::SaveIntent, Step::SaveOther, Step::Release];
    assert_eq!(world.store.steps(), expected);
    for _ in 0..5 {
        world.advance(61);
        world.grant.answer(failing(ErrorKind::Transport));
        world.token().unwrap_err();
    }
    world.advance(61);
    world.grant.answer(lasting("t2", 3600));
    assert_eq!(world.token().unwrap(), "t2", "a server that is down for long costs no session");
}

#[test]
fn a_store_that_fails_at_any_step_is_a_typed_error_and_a_valid_token_is_served() {
    for step in [Step::Lock, Step::Load, Step::SaveIntent, Step::SaveTokens] {
        let world = World::new().signed_in(lasting("t1", 3600));
        world.advance(3550);
        world.store.fail(&[step]);
        world.grant.answer(lasting("t2", 3600));
        assert_eq!(world.token().unwrap(), "t1", "{step:?}");
        world.advance(100);
        world.store.fail(&[step]);
        let error = world.token().unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Store, true), "{step:?}");
    }
}

#[test]
fn tokens_that_the_store_did_not_take_are_saved_later_and_not_asked_for_again() {
    let world = ended(World::needing_a_person());
    world.store.fail(&[Step::SaveTokens]);
    world.grant.answer(lasting("t2", 3600));
    assert_eq!(world.token().unwrap_err().kind(), ErrorKind::Store, "not durable, so not served");
    assert!(world.source.cached().is_none());
    world.store.fail(&[]);
    world.advance(2);
    assert_eq!(world.token().unwrap(), "t2");
    assert_eq!(world.grant.asked(), [refresh_of("t1")]);
}

#[test]
fn a_look_without_the_guard_may_fail() {
    let world = ended(World::new());
    world.store.fail(&[Step::Peek]);
    world.grant.answer(lasting("t2", 3600));
    assert_eq!(world.token().unwrap(), "t2");
}

#[test]
fn a_store_that_was_emptied_does_not_set_generations_back() {
    let world = World::new().signed_in(lasting("t1", 10));
    let first = world.source.cached().unwrap().generation();
    let key = authwright::identity(&["test"]);
    block_on(async {
        let mut guard = authwright::TokenStore::lock(&world.store.inner, &key).await.unwrap();
        let record = guard.load().await.unwrap().unwrap();
        guard.save(&record.without_tokens()).await.unwrap();
        guard.release().await;
    });
    world.advance(11);
    world.grant.answer(lasting("t2", 3600));
    let second = world.source.token_blocking().unwrap();
    assert!(second.generation() > first);
}

#[test]
fn taking_over_tokens_saves_them_before_it_serves_them() {
    let world = World::new();
    world.store.fail(&[Step::SaveTokens]);
    let error = block_on(world.source.sign_in(lasting("t1", 3600).unwrap())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store);
    assert!(world.source.cached().is_none());
}

#[test]
fn a_sign_in_with_a_token_that_no_header_can_hold_leaves_the_session_as_it_was() {
    let world = World::needing_a_person().signed_in(lasting("t1", 3600));
    let error = block_on(world.source.sign_in(lasting("t2\nx", 3600).unwrap())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Malformed);
    assert!(!world.store.steps().contains(&Step::SaveTokens));
    assert_eq!(world.token().unwrap(), "t1");
    assert_eq!(world.sibling().token_blocking().unwrap().expose(), "t1", "and the next process goes on with it");
}

#[test]
fn a_fleet_on_one_store_makes_one_request_per_lifetime() {
    let world = World::new().signed_in(lasting("t0", 3600));
    // A process each: sources share the store and the server, and nothing else.
    let fleet: Vec<_> = (0..100)
        .map(|_| {
            let store = std::sync::Arc::new(world.store.clone());
            authwright::TokenSource::builder(world.grant.clone()).store(store).clock(world.clock.clone()).build()
        })
        .collect();
    for lifetime in 1..=5 {
        world.advance(3601);
        world.grant.answer(lasting(&format!("t{lifetime}"), 3600));
        std::thread::scope(|scope| {
            for source in &fleet {
                scope.spawn(|| assert_eq!(source.token_blocking().unwrap().expose(), format!("t{lifetime}")));
            }
        });
        assert_eq!(world.requests(), lifetime);
    }
}
