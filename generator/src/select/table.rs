//! The table of evidence: every rule by which an auth operation is recognised, what it weighs and for which role.
//!
//! To change what is recognised, change a weight here; to see what a change does, run the corpus test of the `tests` package.
//! A role is given where its weights add up to [`THRESHOLD`] and at least one of them is strong: weak evidence alone never
//! decides. Of several such roles the one with the highest sum is taken.

use super::Role;
pub use super::clue::Clue;

/// The sum from which on a role is believed.
pub const THRESHOLD: i32 = 8;

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The observation.
    pub clue: Clue,
    /// Its name, as `inspect` prints it.
    pub name: &'static str,
    /// What it weighs for each role; a role that is not named is not touched.
    pub weights: &'static [(Role, i32)],
    /// What it weighs for every role not named.
    pub others: i32,
    /// The roles for which it may decide: it is strong evidence for them.
    pub decides: &'static [Role],
}

const fn strong(clue: Clue, name: &'static str, decides: &'static [Role], weights: &'static [(Role, i32)]) -> Rule {
    Rule { clue, name, weights, others: 0, decides }
}

const fn weak(clue: Clue, name: &'static str, weights: &'static [(Role, i32)]) -> Rule {
    Rule { clue, name, weights, others: 0, decides: &[] }
}

const fn against(clue: Clue, name: &'static str, others: i32, weights: &'static [(Role, i32)]) -> Rule {
    Rule { clue, name, weights, others, decides: &[] }
}

use Role::{Authorize, Exchange, Introspect, Issue, Logout, Mfa, Refresh, Revoke};

/// All rules.
pub const TABLE: &[Rule] = &[
    // What names say.
    strong(Clue::PathSignIn, "path-sign-in", &[Issue], &[(Issue, 5), (Mfa, 1)]),
    strong(Clue::PathIsSignIn, "path-is-sign-in", &[Issue], &[(Issue, 3)]),
    strong(Clue::PathOAuthToken, "path-oauth-token", &[Issue], &[(Issue, 5)]),
    weak(Clue::PathToken, "path-token", &[(Issue, 3)]),
    weak(Clue::PathSession, "path-session", &[(Issue, 2)]),
    strong(Clue::PathAuth, "path-auth", &[Issue], &[(Issue, 3)]),
    strong(Clue::IdIsSignIn, "name-is-sign-in", &[Issue], &[(Issue, 5)]),
    strong(Clue::IdSignIn, "id-sign-in", &[Issue], &[(Issue, 3)]),
    weak(Clue::IdToken, "id-token", &[(Issue, 2)]),
    weak(Clue::IdSession, "id-session", &[(Issue, 2)]),
    weak(Clue::SummarySignIn, "summary-sign-in", &[(Issue, 3)]),
    weak(Clue::SummaryToken, "summary-token", &[(Issue, 2)]),
    weak(
        Clue::AuthContext,
        "auth-context",
        &[(Issue, 1), (Refresh, 1), (Revoke, 1), (Introspect, 1), (Exchange, 1), (Authorize, 1), (Mfa, 1), (Logout, 1)],
    ),
    // What the security schemes say.
    strong(Clue::TokenUrl, "token-url", &[Issue], &[(Issue, 8)]),
    strong(Clue::RefreshUrl, "refresh-url", &[Refresh], &[(Refresh, 8)]),
    strong(Clue::AuthorizationUrl, "authorization-url", &[Authorize], &[(Authorize, 8)]),
    strong(Clue::BasicHere, "basic-here", &[Issue], &[(Issue, 3)]),
    strong(Clue::KeyHere, "key-here", &[Issue], &[(Issue, 3)]),
    weak(Clue::PublicOnPurpose, "public-on-purpose", &[(Issue, 2), (Refresh, 1), (Authorize, 1)]),
    weak(Clue::NeedsToken, "needs-token", &[(Exchange, 2), (Refresh, 1), (Revoke, 1), (Introspect, 1), (Logout, 1)]),
    // What is sent.
    strong(
        Clue::UserAndPassword,
        "user-and-password",
        &[Issue],
        &[(Issue, 5), (Authorize, -3), (Exchange, -4), (Refresh, -8)],
    ),
    strong(Clue::IdAndSecret, "id-and-secret", &[Issue], &[(Issue, 5), (Exchange, -2)]),
    strong(Clue::GrantType, "grant-type", &[Issue], &[(Issue, 6), (Exchange, -2), (Mfa, -4)]),
    strong(Clue::LoneSecret, "lone-secret", &[Issue], &[(Issue, 3)]),
    strong(Clue::ProviderToken, "provider-token", &[Issue], &[(Issue, 8), (Exchange, -4), (Revoke, -6)]),
    strong(Clue::Assertion, "assertion", &[Issue], &[(Issue, 3), (Exchange, 1)]),
    strong(Clue::AuthorizationCode, "authorization-code", &[Issue], &[(Issue, 3), (Mfa, 2)]),
    strong(Clue::OneTimeCode, "one-time-code", &[Mfa, Issue], &[(Mfa, 4), (Issue, 2)]),
    strong(Clue::StepToken, "step-token", &[Mfa], &[(Mfa, 5), (Issue, -4)]),
    weak(Clue::TextRequest, "text-request", &[(Issue, 1)]),
    strong(
        Clue::RefreshTokenAlone,
        "refresh-token-alone",
        &[Refresh],
        &[(Refresh, 6), (Issue, -6), (Revoke, 2), (Logout, 1)],
    ),
    weak(Clue::RequestToken, "request-token", &[(Revoke, 3), (Introspect, 3), (Refresh, 2), (Exchange, 2)]),
    strong(Clue::TokenTypeHint, "token-type-hint", &[Revoke, Introspect], &[(Revoke, 4), (Introspect, 4)]),
    strong(Clue::SubjectToken, "subject-token", &[Exchange], &[(Exchange, 8)]),
    strong(Clue::ResponseType, "response-type", &[Authorize], &[(Authorize, 6)]),
    weak(Clue::RedirectUri, "redirect-uri", &[(Authorize, 2)]),
    weak(Clue::Challenge, "challenge", &[(Authorize, 2)]),
    weak(Clue::UserAlone, "user-alone", &[(Authorize, 3)]),
    // What comes back.
    strong(
        Clue::ReplyAccessToken,
        "reply-access-token",
        &[Issue],
        &[(Issue, 5), (Refresh, 3), (Exchange, 3), (Mfa, 3), (Authorize, -6), (Revoke, -2)],
    ),
    strong(
        Clue::ReplyToken,
        "reply-token",
        &[Issue],
        &[(Issue, 3), (Refresh, 3), (Exchange, 3), (Mfa, 3), (Authorize, -6), (Revoke, -2)],
    ),
    weak(Clue::ReplySaid, "reply-said", &[(Issue, 3), (Refresh, 3), (Exchange, 2)]),
    weak(Clue::ReplySession, "reply-session", &[(Issue, 2), (Mfa, 2)]),
    weak(Clue::ReplyText, "reply-text", &[(Issue, 2), (Exchange, 3), (Refresh, 1)]),
    strong(Clue::ReplyHeader, "reply-header", &[Issue], &[(Issue, 3), (Mfa, 2), (Refresh, 2)]),
    strong(Clue::ReplyRefreshToken, "reply-refresh-token", &[Issue], &[(Issue, 2), (Refresh, 1)]),
    weak(Clue::ReplyExpiry, "reply-expiry", &[(Issue, 1), (Refresh, 1)]),
    weak(Clue::ReplyTokenType, "reply-token-type", &[(Issue, 1), (Refresh, 1)]),
    strong(Clue::ReplyActive, "reply-active", &[Introspect], &[(Introspect, 3)]),
    strong(Clue::ReplyDeviceCode, "reply-device-code", &[Authorize], &[(Authorize, 8), (Issue, -6)]),
    strong(Clue::ReplyAuthorizationUrl, "reply-authorization-url", &[Authorize], &[(Authorize, 5), (Issue, -3)]),
    weak(Clue::Redirect, "redirect", &[(Authorize, 3), (Issue, -2)]),
    // Refresh.
    strong(Clue::PathRefresh, "path-refresh", &[Refresh], &[(Refresh, 5), (Issue, -5)]),
    strong(Clue::TokenAgain, "token-again", &[Refresh], &[(Refresh, 3)]),
    strong(Clue::IdRefresh, "id-refresh", &[Refresh], &[(Refresh, 4), (Issue, -3)]),
    weak(Clue::SummaryRefresh, "summary-refresh", &[(Refresh, 2), (Issue, -1)]),
    weak(Clue::TokenNoun, "token-noun", &[(Refresh, 2), (Revoke, 2), (Introspect, 1)]),
    // Revoke.
    strong(Clue::PathRevoke, "path-revoke", &[Revoke], &[(Revoke, 5), (Issue, -8), (Logout, -2), (Refresh, -6)]),
    strong(Clue::IdRevoke, "id-revoke", &[Revoke], &[(Revoke, 4), (Issue, -6)]),
    weak(Clue::SummaryRevoke, "summary-revoke", &[(Revoke, 3), (Issue, -2)]),
    strong(Clue::DeleteTokenItself, "delete-token-itself", &[Revoke], &[(Revoke, 4)]),
    strong(Clue::DeleteToken, "delete-token", &[Revoke], &[(Revoke, 5)]),
    // Logout.
    strong(Clue::PathSignOut, "path-sign-out", &[Logout], &[(Logout, 8), (Issue, -8), (Revoke, -3), (Refresh, -8)]),
    strong(Clue::IdSignOut, "id-sign-out", &[Logout], &[(Logout, 6), (Issue, -8)]),
    strong(Clue::NameIsSignOut, "name-is-sign-out", &[Logout], &[(Logout, 6), (Issue, -8)]),
    weak(Clue::SummarySignOut, "summary-sign-out", &[(Logout, 3), (Issue, -4)]),
    strong(Clue::DeleteSession, "delete-session", &[Logout], &[(Logout, 8)]),
    weak(Clue::DeleteSessionById, "delete-session-by-id", &[(Logout, 3)]),
    // Introspect.
    strong(Clue::PathIntrospect, "path-introspect", &[Introspect], &[(Introspect, 8), (Issue, -6)]),
    strong(Clue::PathCheckToken, "path-check-token", &[Introspect], &[(Introspect, 7), (Issue, -4)]),
    strong(Clue::IdCheckToken, "id-check-token", &[Introspect], &[(Introspect, 5), (Issue, -2)]),
    strong(Clue::GetSession, "get-session", &[Introspect], &[(Introspect, 7), (Issue, -4)]),
    weak(Clue::SummaryCheckToken, "summary-check-token", &[(Introspect, 2)]),
    strong(Clue::TokenTold, "token-told", &[Introspect], &[(Introspect, 7), (Issue, -6), (Exchange, -4)]),
    strong(Clue::GetTokenItself, "get-token-itself", &[Introspect], &[(Introspect, 6), (Refresh, -6)]),
    // Exchange.
    strong(Clue::PathExchange, "path-exchange", &[Exchange], &[(Exchange, 4)]),
    strong(Clue::IdExchange, "id-exchange", &[Exchange], &[(Exchange, 3)]),
    strong(Clue::SessionToToken, "session-to-token", &[Exchange], &[(Exchange, 5)]),
    strong(Clue::CallersToken, "callers-token", &[Exchange], &[(Exchange, 3)]),
    strong(Clue::TokenForCaller, "token-for-caller", &[Exchange], &[(Exchange, 4), (Issue, -3)]),
    strong(Clue::GivesSession, "gives-session", &[Exchange], &[(Exchange, 6), (Issue, 2), (Refresh, 2)]),
    // Authorize.
    strong(Clue::PathAuthorize, "path-authorize", &[Authorize], &[(Authorize, 4)]),
    strong(Clue::PathOAuthAuthorize, "path-oauth-authorize", &[Authorize], &[(Authorize, 4)]),
    strong(Clue::PathRequestToken, "path-request-token", &[Authorize], &[(Authorize, 10), (Issue, -10)]),
    strong(Clue::PathDevice, "path-device", &[Authorize], &[(Authorize, 8), (Issue, -4)]),
    strong(Clue::BeginsSignIn, "begins-sign-in", &[Authorize], &[(Authorize, 8), (Issue, -6)]),
    strong(Clue::Federated, "federated", &[Authorize], &[(Authorize, 4)]),
    weak(Clue::GetSignIn, "get-sign-in", &[(Authorize, 3)]),
    // What ends a sign-in that began elsewhere, with or without a second factor.
    strong(Clue::FinishesSignIn, "finishes-sign-in", &[Issue], &[(Issue, 4), (Mfa, 2)]),
    // Second factor.
    strong(Clue::PathMfa, "path-mfa", &[Mfa], &[(Mfa, 5), (Issue, -14), (Authorize, -2)]),
    weak(Clue::IdMfa, "id-mfa", &[(Mfa, 2)]),
    weak(Clue::StepWord, "step-word", &[(Mfa, 2)]),
    // What is something else. These count for every role.
    against(Clue::SignUp, "sign-up", -6, &[(Issue, -10)]),
    against(Clue::Recovery, "recovery", -12, &[(Introspect, -30)]),
    against(Clue::Scoped, "scoped", -6, &[(Refresh, -8), (Authorize, -12)]),
    against(Clue::Resource, "resource", -8, &[]),
    against(Clue::Payment, "payment", -8, &[]),
    against(Clue::Crypto, "crypto", -8, &[]),
    against(Clue::ThirdParty, "third-party", -10, &[]),
    against(Clue::Setup, "setup", -4, &[(Mfa, -8), (Refresh, -8), (Authorize, -6)]),
    against(Clue::Configures, "configures", -12, &[]),
    against(Clue::Record, "record", -6, &[]),
    against(Clue::KeyKeeping, "key-keeping", -8, &[]),
    against(Clue::Nameless, "nameless", 0, &[(Issue, -4)]),
    against(Clue::OtherToken, "other-token", -8, &[(Refresh, -14)]),
    against(Clue::Echo, "echo", 0, &[(Issue, -8)]),
    against(Clue::OnOthers, "on-others", -12, &[(Issue, 0), (Logout, -20)]),
    against(Clue::StoredThing, "stored-thing", -4, &[(Authorize, 0), (Logout, -2), (Refresh, -8)]),
    against(Clue::KeptThing, "kept-thing", -20, &[]),
    against(Clue::ChangingMethod, "changing-method", -2, &[(Issue, -6)]),
    against(Clue::NoCredentials, "no-credentials", 0, &[(Issue, -3)]),
    against(Clue::NoSecret, "no-secret", 0, &[(Issue, -4)]),
    against(Clue::GivenNothing, "given-nothing", 0, &[(Issue, -6)]),
    against(Clue::LargeRequest, "large-request", -4, &[(Authorize, 0)]),
    against(Clue::Linking, "linking", 0, &[(Authorize, -12), (Issue, -4), (Mfa, -4), (Exchange, -4)]),
    strong(Clue::TokenDetails, "token-details", &[Introspect], &[(Introspect, 8), (Issue, -6), (Exchange, -4)]),
    strong(Clue::EndsWhatBegan, "ends-what-began", &[Logout], &[(Logout, 10)]),
    strong(Clue::ReadsWhatBegan, "reads-what-began", &[Introspect], &[(Introspect, 10), (Issue, -6), (Authorize, -4)]),
    against(Clue::NoTokenExchanged, "no-token-exchanged", 0, &[(Exchange, -6)]),
    strong(Clue::TokenForToken, "token-for-token", &[Exchange], &[(Exchange, 5), (Issue, -3)]),
    against(Clue::ReplyOther, "reply-other", 0, &[(Issue, -4)]),
    against(Clue::OtherThing, "other-thing", 0, &[(Refresh, -14), (Introspect, -14), (Issue, -4), (Mfa, -4)]),
    against(Clue::NothingBack, "nothing-back", 0, &[(Exchange, -4), (Mfa, -3)]),
];

/// The row of a clue.
pub fn rule(clue: Clue) -> Option<&'static Rule> {
    TABLE.iter().find(|rule| rule.clue == clue)
}

impl Rule {
    /// What the clue weighs for a role.
    pub fn weight(&self, role: Role) -> i32 {
        self.weights.iter().find(|(named, _)| *named == role).map_or(self.others, |(_, weight)| *weight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_clue_has_one_row_and_every_row_a_name_of_its_own() {
        let mut clues = HashSet::new();
        let mut names = HashSet::new();
        for rule in TABLE {
            assert!(clues.insert(rule.clue), "{:?} stands twice", rule.clue);
            assert!(names.insert(rule.name), "{} stands twice", rule.name);
        }
    }

    #[test]
    fn no_single_weak_clue_decides() {
        for rule in TABLE.iter().filter(|rule| rule.decides.is_empty()) {
            assert!(rule.weights.iter().all(|(_, weight)| *weight < THRESHOLD), "{}", rule.name);
        }
    }
}
