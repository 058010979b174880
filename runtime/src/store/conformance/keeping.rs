//! What is saved is what is loaded, and nothing is replaced out of turn.

use std::time::Duration;

use super::{Open, assert_conflict, key, load, lock, release, save, text, tokens};
use crate::store::{Intent, Record};

/// What one handle saved, another loads: whole, under its own key, until the next version replaces it.
pub(super) fn keeps_records(open: Open<'_>) {
    let (one, other) = (open(), open());
    let odd = ["plain", "with/slash", "..", "with space", "\u{1f511}", "colon:{brace}*", "UPPER", "upper"];
    for name in odd {
        let key = key(name);
        assert!(load(&one, &key).is_none(), "a record is there before one was saved ({name})");
        let record = Record::default().with_tokens(tokens(1, name));
        let mut guard = lock(&one, &key);
        save(&mut guard, &record);
        release(guard);
        assert_eq!(
            text(load(&other, &key).as_ref()),
            text(Some(&record)),
            "another handle loads something else ({name})"
        );
    }
    long_tokens(open);
    intents(open);
}

/// Tokens may be long: no store may cut them.
fn long_tokens(open: Open<'_>) {
    let (store, key) = (open(), key("long"));
    let record = Record::default().with_tokens(tokens(1, &"x".repeat(64 * 1024)));
    let mut guard = lock(&store, &key);
    save(&mut guard, &record);
    release(guard);
    assert_eq!(text(load(&open(), &key).as_ref()), text(Some(&record)), "a token of 64 kB did not come back");
}

/// The mark of a begun exchange, and signing out, are kept like anything else.
fn intents(open: Open<'_>) {
    let (store, key) = (open(), key("intent"));
    let begun = Record::default()
        .with_tokens(tokens(1, "a"))
        .with_intent(Some(Intent::new(Duration::from_secs(7)).after_loss()));
    let first = Record::default().with_tokens(tokens(1, "a"));
    let mut guard = lock(&store, &key);
    save(&mut guard, &first);
    save(&mut guard, &begun);
    assert_eq!(text(load(&open(), &key).as_ref()), text(Some(&begun)), "a begun exchange did not come back");
    let out = begun.without_tokens();
    save(&mut guard, &out);
    release(guard);
    let left = load(&open(), &key);
    assert!(left.as_ref().is_some_and(|left| left.tokens().is_none()), "tokens are there after signing out");
    assert_eq!(text(left.as_ref()), text(Some(&out)), "signing out lost the version or the generation");
}

/// A record follows the version that is there, and nothing else replaces it.
pub(super) fn keeps_versions(open: Open<'_>) {
    let (store, key) = (open(), key("versions"));
    let first = Record::default().with_tokens(tokens(1, "a"));
    let second = first.with_tokens(tokens(2, "b"));
    let third = second.with_tokens(tokens(3, "c"));
    let mut guard = lock(&store, &key);
    assert_conflict(&mut guard, &second, "a second version where there is none");
    assert!(load(&open(), &key).is_none(), "a refused record was written");
    save(&mut guard, &first);
    assert_conflict(&mut guard, &third, "the version after the next");
    save(&mut guard, &second);
    assert_conflict(&mut guard, &first, "an earlier version");
    assert_conflict(&mut guard, &first.with_tokens(tokens(2, "other")), "another record of the same version");
    release(guard);
    assert_eq!(text(load(&open(), &key).as_ref()), text(Some(&second)), "a refused record replaced the good one");
}

/// Whoever had the guard before and knows no later version does not replace what the next holder saved.
pub(super) fn keeps_what_a_later_holder_saved(open: Open<'_>) {
    let (store, other, key) = (open(), open(), key("later-holder"));
    let first = Record::default().with_tokens(tokens(1, "a"));
    let mut guard = lock(&store, &key);
    save(&mut guard, &first);
    release(guard);
    let saved = first.with_tokens(tokens(2, "b"));
    let mut guard = lock(&other, &key);
    save(&mut guard, &saved);
    release(guard);
    let mut guard = lock(&store, &key);
    assert_conflict(&mut guard, &first.with_tokens(tokens(2, "late")), "what was made before a later holder saved");
    release(guard);
    assert_eq!(text(load(&open(), &key).as_ref()), text(Some(&saved)), "what a later holder saved is gone");
}
