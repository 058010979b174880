//! Rule 3: one flight, its failures included; no caller owns it.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;

use authwright::{BoxFuture, ErrorKind, SpawnError, Spawner, TokenSource, block_on};

use crate::support::{World, failing, lasting, poll};

#[test]
fn ten_thousand_callers_make_one_request() {
    let world = World::manual();
    world.grant.answer(lasting("t1", 3600));
    let mut callers: Vec<_> = (0..10_000).map(|_| Box::pin(world.source.token())).collect();
    assert!(callers.iter_mut().all(|caller| poll(caller).is_pending()));
    assert_eq!(world.manual.run(), 1);
    for caller in &mut callers {
        let Poll::Ready(token) = poll(caller) else { panic!("the refresh has landed") };
        assert_eq!(token.unwrap().expose(), "t1");
    }
    assert_eq!(world.requests(), 1);
}

#[test]
fn ten_thousand_callers_share_one_failure() {
    let world = World::manual();
    world.grant.answer(failing(ErrorKind::Server));
    let mut callers: Vec<_> = (0..10_000).map(|_| Box::pin(world.source.token())).collect();
    assert!(callers.iter_mut().all(|caller| poll(caller).is_pending()));
    world.manual.run();
    for caller in &mut callers {
        let Poll::Ready(token) = poll(caller) else { panic!("the refresh has landed") };
        assert_eq!(token.unwrap_err().kind(), ErrorKind::Server);
    }
    assert_eq!((world.manual.run(), world.requests()), (0, 1));
}

#[test]
fn the_caller_who_began_a_refresh_may_go() {
    let world = World::manual();
    world.grant.answer(lasting("t1", 3600));
    let mut first = Box::pin(world.source.token());
    let mut second = Box::pin(world.source.token());
    assert!(poll(&mut first).is_pending() && poll(&mut second).is_pending());
    drop(first);
    world.manual.run();
    let Poll::Ready(token) = poll(&mut second) else { panic!("the refresh has landed") };
    assert_eq!(token.unwrap().expose(), "t1");
}

#[test]
fn a_refresh_that_nobody_waits_for_is_still_saved() {
    let world = World::manual().signed_in_manually(lasting("t1", 3600));
    world.advance(4000);
    world.grant.answer(lasting("t2", 3600));
    let mut only = Box::pin(world.source.token());
    assert!(poll(&mut only).is_pending());
    drop(only);
    world.manual.run();
    assert_eq!(world.source.cached().unwrap().expose(), "t2");
    assert_eq!(world.sibling().token_blocking().unwrap().expose(), "t2", "the rotation is in the store");
}

#[test]
fn a_refresh_whose_runtime_died_is_begun_again() {
    let world = World::manual();
    let mut caller = Box::pin(world.source.token());
    assert!(poll(&mut caller).is_pending());
    assert_eq!(world.manual.die(), 1);
    assert!(poll(&mut caller).is_pending(), "the same caller has begun another");
    world.grant.answer(lasting("t1", 3600));
    assert_eq!(world.manual.run(), 1);
    let Poll::Ready(token) = poll(&mut caller) else { panic!("the refresh has landed") };
    assert_eq!(token.unwrap().expose(), "t1");
}

#[test]
fn a_panic_in_the_grant_reaches_callers_as_an_error_and_poisons_nothing() {
    let world = World::manual();
    world.grant.panics.store(true, Ordering::Relaxed);
    let source = world.source.clone();
    let threaded = TokenSource::builder(Arc::clone(&world.grant)).clock(world.clock.clone()).build();
    assert_eq!(threaded.token_blocking().unwrap_err().kind(), ErrorKind::Abandoned);
    assert_eq!(threaded.token_blocking().unwrap_err().kind(), ErrorKind::Abandoned, "from the pause");
    world.grant.panics.store(false, Ordering::Relaxed);
    world.grant.answer(lasting("t1", 3600));
    world.advance(60);
    assert_eq!(threaded.token_blocking().unwrap().expose(), "t1");
    drop(source);
}

#[test]
fn a_spawner_that_fails_is_an_error_that_passes() {
    #[derive(Debug)]
    struct Full;
    impl Spawner for Full {
        fn spawn(&self, task: BoxFuture<'static, ()>) -> Result<(), SpawnError> {
            drop(task);
            Err(SpawnError::default())
        }
    }
    let world = World::new();
    let source = TokenSource::builder(Arc::clone(&world.grant)).spawner(Arc::new(Full)).build();
    let error = source.token_blocking().unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Abandoned, true));
}

#[test]
fn callers_on_many_threads_make_one_request() {
    let world = World::new();
    let source = TokenSource::builder(Arc::clone(&world.grant)).build();
    world.grant.answer(lasting("t1", 3600));
    std::thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| assert_eq!(source.token_blocking().unwrap().expose(), "t1"));
        }
    });
    assert_eq!(world.requests(), 1);
}

#[test]
fn refreshes_on_request_are_shared_too() {
    let world = World::manual().signed_in_manually(lasting("t1", 3600));
    world.grant.answer(lasting("t2", 3600));
    let mut callers: Vec<_> = (0..100).map(|_| Box::pin(world.source.refresh())).collect();
    assert!(callers.iter_mut().all(|caller| poll(caller).is_pending()));
    assert_eq!(world.source.cached().unwrap().expose(), "t1", "the old one is served meanwhile");
    world.manual.run();
    assert!(callers.iter_mut().all(|caller| poll(caller).is_ready()));
    assert_eq!(world.requests(), 1);
}

#[test]
fn who_asks_for_a_new_token_is_not_given_the_one_in_hand_by_anothers_flight() {
    let world = World::manual();
    let mut signing_in = Box::pin(world.source.sign_in(lasting("t1", 3600).unwrap()));
    assert!(poll(&mut signing_in).is_pending());
    let mut other = Box::pin(world.source.token());
    assert!(poll(&mut other).is_pending());
    world.manual.run_first();
    let mut refresh = Box::pin(world.source.refresh());
    assert!(poll(&mut refresh).is_pending());
    world.manual.run();
    let Poll::Ready(token) = poll(&mut other) else { panic!("its flight has landed") };
    assert_eq!(token.unwrap().expose(), "t1", "somebody has signed in meanwhile");
    assert!(poll(&mut refresh).is_pending());
    world.grant.answer(lasting("t2", 3600));
    world.manual.run();
    let Poll::Ready(token) = poll(&mut refresh) else { panic!("its flight has landed") };
    assert_eq!(token.unwrap().expose(), "t2");
}

#[test]
fn a_program_that_ends_can_wait_for_the_refresh_under_way() {
    let world = World::manual().signed_in_manually(lasting("t1", 3600));
    block_on(world.source.settled());
    world.advance(3400);
    world.grant.answer(lasting("t2", 3600));
    assert_eq!(world.source.cached().unwrap().expose(), "t1");
    let mut ending = Box::pin(world.source.settled());
    assert!(poll(&mut ending).is_pending());
    world.manual.run();
    assert!(poll(&mut ending).is_ready());
    assert_eq!(world.sibling().token_blocking().unwrap().expose(), "t2");
    world.source.settled_blocking();
}

#[test]
fn and_for_a_sign_in_whose_caller_has_gone() {
    let world = World::manual();
    for ending in ["t1", "t2"] {
        let mut sign_in = Box::pin(world.source.sign_in(lasting(ending, 3600).unwrap()));
        assert!(poll(&mut sign_in).is_pending());
        drop(sign_in);
        let mut settled = Box::pin(world.source.settled());
        assert!(poll(&mut settled).is_pending());
        world.manual.run();
        assert!(poll(&mut settled).is_ready());
        assert_eq!(world.sibling().token_blocking().unwrap().expose(), ending);
    }
    let mut sign_out = Box::pin(world.source.revoke());
    assert!(poll(&mut sign_out).is_pending());
    drop(sign_out);
    assert!(poll(&mut Box::pin(world.source.settled())).is_pending());
    world.manual.run();
    world.source.settled_blocking();
}

#[test]
fn callers_who_come_and_go_leave_no_trace() {
    let world = World::manual();
    world.grant.answer(lasting("t1", 3600));
    let mut stays = Box::pin(world.source.token());
    assert!(poll(&mut stays).is_pending());
    for _ in 0..10_000 {
        assert!(poll(&mut Box::pin(world.source.token())).is_pending());
    }
    world.manual.run();
    assert!(poll(&mut stays).is_ready());
}

#[test]
fn a_caller_who_looks_too_late_is_not_given_what_has_ended() {
    let world = World::manual();
    world.grant.answer(lasting("t1", 10));
    let mut caller = Box::pin(world.source.token());
    assert!(poll(&mut caller).is_pending());
    world.manual.run();
    world.advance(11);
    assert!(poll(&mut caller).is_pending(), "another refresh is under way");
    world.grant.answer(lasting("t2", 10));
    world.manual.run();
    let Poll::Ready(token) = poll(&mut caller) else { panic!("the refresh has landed") };
    assert_eq!(token.unwrap().expose(), "t2");
}

/// Keeps a task alive, as the wakers of simple executors do.
struct Owner(#[allow(dead_code)] std::sync::Mutex<std::pin::Pin<Box<dyn Future<Output = ()> + Send>>>);

impl std::task::Wake for Owner {
    fn wake(self: std::sync::Arc<Self>) {}
}

#[test]
fn a_waker_that_is_replaced_may_take_a_waiting_task_with_it() {
    let world = World::manual();
    let waiting = || {
        let source = world.source.clone();
        let mut task: std::pin::Pin<Box<dyn Future<Output = ()> + Send>> =
            Box::pin(async move { drop(source.token().await) });
        assert!(poll(&mut task).is_pending());
        task
    };
    let (one, mut other) = (waiting(), waiting());
    let waker = std::task::Waker::from(std::sync::Arc::new(Owner(std::sync::Mutex::new(one))));
    assert!(other.as_mut().poll(&mut std::task::Context::from_waker(&waker)).is_pending());
    drop(waker);
    // The flight has the last one, and with it a task that waits for this very flight.
    assert!(poll(&mut other).is_pending());
    world.grant.answer(lasting("t1", 3600));
    assert_eq!(world.manual.run(), 1);
    assert!(poll(&mut other).is_ready());
}
