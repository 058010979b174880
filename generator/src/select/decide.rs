//! Clues to a role.

use super::clues::Clues;
use super::table::{Rule, THRESHOLD, rule};
use super::{Evidence, Role};

/// Every role, in the order in which equal sums are resolved: what is more particular comes first.
const ROLES: &[Role] = &[
    Role::Refresh,
    Role::Mfa,
    Role::Introspect,
    Role::Revoke,
    Role::Logout,
    Role::Exchange,
    Role::Authorize,
    Role::Issue,
];

/// What the clues come to for the best role.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) role: Role,
    pub(super) score: i32,
    /// Whether the role is believed.
    pub(super) believed: bool,
    pub(super) evidence: Vec<Evidence>,
}

/// The best role, believed or not; none where nothing speaks for any.
pub(super) fn decide(clues: &Clues) -> Option<Verdict> {
    let rules: Vec<(&Rule, &str)> = clues.iter().filter_map(|(clue, seen)| Some((rule(clue)?, seen))).collect();
    let score = |role: Role| -> i32 { rules.iter().map(|(rule, _)| rule.weight(role)).sum() };
    let sure = |role: Role| rules.iter().any(|(rule, _)| rule.decides.contains(&role));
    // `max_by_key` takes the last of equals.
    let role =
        ROLES.iter().rev().copied().max_by_key(|role| (score(*role) >= THRESHOLD && sure(*role), score(*role)))?;
    let sum = score(role);
    if sum <= 0 {
        return None;
    }
    Some(Verdict { role, score: sum, believed: sum >= THRESHOLD && sure(role), evidence: evidence(&rules, role) })
}

fn evidence(rules: &[(&Rule, &str)], role: Role) -> Vec<Evidence> {
    let mut evidence: Vec<Evidence> = rules
        .iter()
        .filter(|(rule, _)| rule.weight(role) != 0)
        .map(|(rule, seen)| Evidence { name: rule.name, weight: rule.weight(role), seen: (*seen).to_owned() })
        .collect();
    evidence.sort_by_key(|piece| std::cmp::Reverse(piece.weight));
    evidence
}
