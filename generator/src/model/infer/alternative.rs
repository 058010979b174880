//! Which alternative of a body (`oneOf`) a step sends: they are not mixed.

use super::Known;
use super::grant::{self, Grant};
use super::rank::{is_credential, is_for_programs, needs_person, takes_foreign};
use super::slots::{Slot, grant, slots, slots_by_alternative};
use crate::model::{Input, Operation};
use crate::vocabulary::Meaning;

/// What a request carries that signs in. Where each grant has its own alternative, that of the grant which needs no person, and of
/// several the first; where there are no grants, the one that a program can send alone, or the first of several that a value tells apart.
pub(super) fn slots_to_begin<'k>(known: &Known<'k>, operation: &'k Operation) -> Vec<Slot<'k>> {
    let all = slots_by_alternative(known, operation);
    let (granted, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|slots| has(slots, Meaning::GrantType));
    let secret = [Meaning::ClientSecret, Meaning::Password, Meaning::ApiKey];
    let by_grant =
        granted.into_iter().min_by_key(|slots| (order(slots), !secret.iter().any(|meaning| has(slots, *meaning))));
    let alone = |slots: &Vec<Slot<'k>>| {
        let own = |slot: &Slot<'_>| !matches!(slot.input, Input::Scheme { .. });
        let asks = slots.iter().any(|slot| slot.leaf.required && own(slot) && is_credential(slot));
        asks && !needs_person(slots) && !takes_foreign(slots)
    };
    let told = |slots: &Vec<Slot<'k>>| slots.iter().any(|slot| slot.tag().is_some());
    let by_credential = || {
        let mut alone: Vec<_> = others.into_iter().filter(alone).collect();
        // What no value tells apart are several names for one thing: the user gives the one that he has.
        let one = alone.len() == 1 || alone.iter().all(told);
        alone.sort_by_key(|slots| !slots.iter().any(is_for_programs));
        alone.into_iter().next().filter(|_| one)
    };
    by_grant.or_else(by_credential).unwrap_or_else(|| slots(known, operation))
}

/// The same of a request that renews: that which takes a refresh token and says so by its grant.
pub(super) fn slots_to_renew<'k>(known: &Known<'k>, operation: &'k Operation) -> Vec<Slot<'k>> {
    let renews = |slots: &[Slot<'k>]| {
        slots.iter().any(|slot| slot.meaning() == Some(Meaning::RefreshToken))
            && slots.iter().any(|slot| slot.meaning() == Some(Meaning::GrantType) && slot.may_be(grant::REFRESH))
    };
    let all = slots_by_alternative(known, operation);
    all.into_iter().find(|slots| renews(slots)).unwrap_or_else(|| slots(known, operation))
}

fn has(slots: &[Slot<'_>], wanted: Meaning) -> bool {
    slots.iter().any(|slot| slot.meaning() == Some(wanted))
}

/// The order in which grants are preferred.
fn order(slots: &[Slot<'_>]) -> u8 {
    match grant(slots) {
        _ if only_renews(slots) => 5,
        Some((Grant::ClientCredentials, _)) => 0,
        Some((Grant::Password, _)) => 1,
        Some((Grant::JwtBearer, _)) => 2,
        Some((Grant::Code, _)) => 3,
        Some((Grant::Other, _)) => 4,
        None => 5,
    }
}

/// Whether it is the alternative that renews, which does not say so by listing its grant.
fn only_renews(slots: &[Slot<'_>]) -> bool {
    let listed = slots.iter().any(|slot| slot.meaning() == Some(Meaning::GrantType) && !slot.values.is_empty());
    !listed
        && has(slots, Meaning::RefreshToken)
        && ![Meaning::Code, Meaning::Password, Meaning::Assertion].iter().any(|meaning| has(slots, *meaning))
}
