//! Rule 10: programs without an async runtime, and those that mix both ways.

use std::future::poll_fn;
use std::task::Poll;

use authwright::block_on;

/// A future that is woken while the thread waits for another one within it.
#[test]
fn a_wait_within_a_wait_takes_no_wake_up_from_the_outer_one() {
    let mut polled = 0;
    block_on(poll_fn(|outer| {
        polled += 1;
        if polled > 1 {
            return Poll::Ready(());
        }
        let mut within = 0;
        block_on(poll_fn(|inner| {
            within += 1;
            if within > 1 {
                return Poll::Ready(());
            }
            // The thread wakes up below once for both.
            outer.waker().wake_by_ref();
            inner.waker().wake_by_ref();
            Poll::Pending
        }));
        Poll::Pending
    }));
    assert_eq!(polled, 2);
}
