//! What a field is called, and what it then is.

mod table;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::apart::{by_words, may_be_known};
pub use super::meaning::Meaning;
use super::{squash, words};
pub use table::FIELDS;

static INDEX: LazyLock<HashMap<&'static str, (usize, Meaning)>> =
    LazyLock::new(|| FIELDS.iter().enumerate().map(|(rank, (name, meaning))| (*name, (rank, *meaning))).collect());

/// What a field is by its name, if its name says so.
pub fn meaning(name: &str) -> Option<Meaning> {
    ranked(name).map(|(_, meaning)| meaning)
}

/// The same with its place in the table: the smaller, the more telling.
pub fn ranked(name: &str) -> Option<(usize, Meaning)> {
    if name.len() > 80 {
        return None;
    }
    let squashed = squash(name);
    INDEX.get(squashed.as_str()).copied().or_else(|| {
        // Most fields of most documents are neither: taking them apart would be most of the work of a selection.
        if may_be_known(&squashed) { by_words(name).map(|found| (FIELDS.len(), found)) } else { None }
    })
}

/// Whether the table has the name, without case and separators, as an expiry.
pub(super) fn is_expiry(squashed: &str) -> bool {
    INDEX.get(squashed).is_some_and(|(_, meaning)| *meaning == Meaning::Expiry)
}

/// What a flag asks for by its name: `include_token`, `returnRefreshToken`.
pub fn asked_for(name: &str) -> Option<Meaning> {
    const ASKING: &[&str] = &["include", "return", "want"];
    let words = words(name);
    let (first, rest) = words.split_first()?;
    ASKING.contains(&first.as_str()).then(|| meaning(&rest.join("_"))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_name_stands_twice() {
        let mut seen = HashSet::new();
        for (name, _) in FIELDS {
            assert!(seen.insert(name), "{name} stands twice");
            assert_eq!(*name, squash(name), "{name} is not squashed");
        }
    }

    #[test]
    fn names_are_read_in_every_spelling() {
        assert_eq!(meaning("accessJwt"), Some(Meaning::AccessToken));
        assert_eq!(meaning("Expires-In"), Some(Meaning::Expiry));
        assert_eq!(meaning("client_secret"), Some(Meaning::ClientSecret));
        assert_eq!(meaning("login_2fa_token"), Some(Meaning::StepToken));
        assert_eq!(meaning("cobrandPassword"), Some(Meaning::Password));
        assert_eq!(meaning("captcha_token"), None);
        assert_eq!(meaning("accessExpiredAt"), Some(Meaning::Expiry));
        assert_eq!(meaning("token_timeout"), Some(Meaning::Expiry));
        assert_eq!(meaning("expiresInHours"), Some(Meaning::Expiry));
        assert_eq!(meaning("refresh_expires_in_days"), Some(Meaning::RefreshExpiry));
        assert_eq!(meaning("items"), None);
        assert_eq!(meaning("colour"), None);
        for name in [
            "ttlMillis",
            "expires_in_hours",
            "validity_minutes",
            "expirationMs",
            "accessTokenTtl",
            "session_max_age",
            "expiresAtUtc",
        ] {
            assert_eq!(meaning(name), Some(Meaning::Expiry), "{name}");
        }
        for name in ["refreshTtl", "refresh_token_max_age", "refreshExpiresInMs", "refreshTokenTtlSeconds"] {
            assert_eq!(meaning(name), Some(Meaning::RefreshExpiry), "{name}");
        }
        for name in [
            "duration_ms",
            "token_duration_ms",
            "password_expiry_days",
            "card_expiry",
            "trialDays",
            "refresh",
            "seconds",
        ] {
            assert_ne!(meaning(name), Some(Meaning::Expiry), "{name}");
        }
        assert_eq!(meaning("account log-on"), Some(Meaning::User));
        assert_eq!(meaning("companyUser_Name"), Some(Meaning::User));
    }
}
