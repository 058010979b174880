//! What is asked for although nothing says so, and what is not although the document writes it down.

use super::inputs::credential;
use super::slots::{Slot, is_plain};
use crate::model::{ApiKeyPlace, Carrier, Input, Place, SchemePart};
use crate::select::Authorization;
use crate::vocabulary::{Meaning, squash, words};

/// What is asked for although nothing says that it must be given, because nothing else would keep others out or tell who it is: the
/// code, the token or the header that is there for it, and the names beside a password of nobody.
pub(super) fn for_want(slots: &[Slot<'_>], asks: impl Fn(&Slot<'_>) -> bool, granted: bool) -> Vec<Input> {
    let in_body = |slot: &Slot<'_>| matches!(slot.input, Input::Body(_)) && is_plain(slot) && slot.values.is_empty();
    let authorization = |slot: &Slot<'_>| {
        matches!(slot.input, Input::Param { place: Place::Header, .. }) && squash(slot.leaf.name()) == "authorization"
    };
    let proves = |slot: &Slot<'_>| {
        use Meaning as M;
        let meant = matches!(slot.meaning(), Some(M::Code | M::OneTimeCode | M::AccessToken | M::Token | M::IdToken));
        authorization(slot) || (!granted && in_body(slot) && slot.leaf.path.len() == 1 && meant)
    };
    let secret = |slot: &Slot<'_>| credential(slot, false).secret;
    let mut more: Vec<&Slot<'_>> = Vec::new();
    if !slots.iter().any(|slot| asks(slot) && secret(slot)) {
        more.extend(slots.iter().filter(|slot| !asks(slot) && proves(slot)));
    }
    let asked = || slots.iter().filter(|slot| asks(slot)).chain(more.iter().copied());
    let secrets: Vec<&Slot<'_>> = asked().filter(|slot| secret(slot)).collect();
    let of_person = |slot: &&&Slot<'_>| {
        use Meaning as M;
        let meant = matches!(slot.meaning(), Some(M::Password | M::OneTimeCode | M::Code));
        in_body(slot) && slot.leaf.path.len() == 1 && meant
    };
    let in_schemes = |slot: &&&Slot<'_>| matches!(slot.input, Input::Scheme { .. });
    let personal = !granted
        && (secrets.is_empty() || secrets.iter().any(|slot| of_person(&slot)))
        && secrets.iter().all(|slot| of_person(&slot) || in_schemes(&slot));
    let tells = |slot: &Slot<'_>| {
        const ENDS: &[&str] = &["code", "id", "identifier", "key", "login", "name", "user", "username"];
        let named = words(slot.leaf.name()).last().is_some_and(|last| ENDS.contains(&last.as_str()));
        matches!(slot.meaning(), Some(Meaning::User | Meaning::ClientId)) || (slot.leaf.required && named)
    };
    if personal && !asked().any(|slot| !secret(slot) && tells(slot)) {
        let names = slots.iter().filter(|slot| in_body(slot) && slot.leaf.path.len() == 1 && slot.meaning().is_none());
        more.extend(names.filter(|slot| !asks(slot) && !secret(slot) && !is_for_people(slot)));
    }
    more.into_iter().map(|slot| slot.input.clone()).collect()
}

/// Whether a page needs it and a program has none: the language, or what tells people from programs.
fn is_for_people(slot: &Slot<'_>) -> bool {
    const OTHERS: &[&str] =
        &["captcha", "csrf", "device", "lang", "language", "locale", "path", "recaptcha", "redirect", "target", "url"];
    words(slot.leaf.name()).iter().any(|word| OTHERS.contains(&word.as_str()))
}

/// Whether it is the header of the very token that the password is given for: tools write it on every operation.
pub(super) fn is_own_token(slot: &Slot<'_>, slots: &[Slot<'_>], carrier: &Carrier) -> bool {
    let Input::Param { place: Place::Header, name } = &slot.input else { return false };
    let docs = slot.leaf.docs.as_deref().unwrap_or_default();
    let own = |slot: &Slot<'_>| {
        !matches!(slot.input, Input::Scheme { .. })
            && matches!(slot.meaning(), Some(Meaning::Password))
            && !matches!(&slot.input, Input::Param { place: Place::Header, .. })
    };
    carrier.place == ApiKeyPlace::Header
        && carrier.name.eq_ignore_ascii_case(name)
        && Authorization::told(docs) == Authorization::Token
        && slots.iter().any(own)
}

/// Whether the client gives it by HTTP Basic, and may do without giving it again in the body (RFC 6749, 2.3.1).
pub(super) fn is_given_twice(slot: &Slot<'_>, slots: &[Slot<'_>]) -> bool {
    let free = |wanted: Meaning| {
        slots.iter().any(|slot| {
            slot.meaning() == Some(wanted) && !slot.leaf.required && !matches!(slot.input, Input::Scheme { .. })
        })
    };
    let basic = slots.iter().any(|slot| matches!(slot.input, Input::Scheme { part: SchemePart::Password, .. }));
    let client = matches!(slot.meaning(), Some(Meaning::ClientId | Meaning::ClientSecret));
    basic && client && !slot.leaf.required && free(Meaning::ClientId) && free(Meaning::ClientSecret)
}
