//! Names to words: `accessToken`, `access_token`, `ACCESS-TOKEN` and `accesstoken` read alike.

/// Words that are written apart or together: the pair on the left is read as the word on the right. In order.
const PAIRS: &[(&str, &str, &str)] = &[
    ("2", "fa", "2fa"),
    ("2", "factor", "2fa"),
    ("api", "key", "apikey"),
    ("api", "keys", "apikeys"),
    ("assume", "role", "assumerole"),
    ("auth", "by", "authenticate"),
    ("auth", "using", "authenticate"),
    ("auth", "via", "authenticate"),
    ("auth", "with", "authenticate"),
    ("de", "authenticate", "deauthorize"),
    ("de", "authorize", "deauthorize"),
    ("end", "session", "logout"),
    ("first", "factor", "firstfactor"),
    ("keep", "alive", "keepalive"),
    ("log", "in", "login"),
    ("log", "into", "login"),
    ("log", "off", "logout"),
    ("log", "on", "login"),
    ("log", "out", "logout"),
    ("logged", "in", "login"),
    ("logged", "out", "logout"),
    ("logging", "in", "login"),
    ("logging", "out", "logout"),
    ("logs", "in", "login"),
    ("logs", "out", "logout"),
    ("magic", "auth", "magiclink"),
    ("magic", "link", "magiclink"),
    ("magic", "links", "magiclink"),
    ("o", "auth", "oauth"),
    ("o", "auth1", "oauth1"),
    ("o", "auth2", "oauth2"),
    ("one", "time", "onetime"),
    ("open", "id", "openid"),
    ("pass", "code", "passcode"),
    ("pass", "word", "password"),
    ("second", "factor", "2fa"),
    ("sign", "in", "signin"),
    ("sign", "ins", "signin"),
    ("sign", "into", "signin"),
    ("sign", "off", "signout"),
    ("sign", "on", "signin"),
    ("sign", "out", "signout"),
    ("sign", "up", "signup"),
    ("signs", "in", "signin"),
    ("signs", "out", "signout"),
    ("sso", "login", "sso"),
    ("token", "review", "introspect"),
    ("token", "reviews", "introspect"),
    ("two", "factor", "2fa"),
    ("user", "info", "userinfo"),
    ("user", "name", "username"),
    ("who", "am", "who"),
    ("who", "i", "whoami"),
];

/// Ends that are split off a word written together: `gettoken` is `get token`, `samllogin` is `saml login`.
const TAILS: &[&str] = &["apikey", "tokens", "token", "sessions", "login", "logout", "signin", "signout", "jwt", "url"];

/// Beginnings that are split off: `refreshsession`, `tokeninfo`.
const HEADS: &[&str] = &["refresh", "revoke", "token", "create", "delete", "check", "validate"];

/// Words that only look as if they had such a beginning or end.
const WHOLE: &[&str] = &[
    "checklist",
    "checklists",
    "checkouts",
    "checkpoint",
    "checkpoints",
    "created",
    "creates",
    "creator",
    "deleted",
    "deletes",
    "refreshed",
    "refreshes",
    "revoked",
    "revokes",
    "tokenize",
    "tokenized",
    "validated",
    "validates",
];

/// The words of a name or a sentence, in lower case.
pub fn words(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for word in split(text) {
        push_split(&mut parts, word);
    }
    join_pairs(parts)
}

/// The pairs of words that are read as `word`.
pub(super) fn parts_of(word: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    PAIRS.iter().filter(move |(_, _, together)| *together == word).map(|(first, second, _)| (*first, *second))
}

/// A name without case and separators.
pub fn squash(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Splits at everything that is neither letter nor digit, and where case says that a word begins.
fn split(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut chars = text.chars().peekable();
    let mut before: Option<char> = None;
    while let Some(c) = chars.next() {
        if !c.is_alphanumeric() {
            flush(&mut found, &mut word);
            before = None;
            continue;
        }
        let begins = c.is_uppercase()
            && before.is_some_and(|b| {
                b.is_lowercase()
                    || b.is_ascii_digit()
                    || chars.peek().is_some_and(|n| b.is_uppercase() && n.is_lowercase())
            });
        if begins {
            flush(&mut found, &mut word);
        }
        if c.is_ascii() {
            word.push(c.to_ascii_lowercase());
        } else {
            word.extend(c.to_lowercase());
        }
        before = Some(c);
    }
    flush(&mut found, &mut word);
    found
}

fn flush(found: &mut Vec<String>, word: &mut String) {
    if !word.is_empty() {
        found.push(std::mem::take(word));
    }
}

fn push_split(parts: &mut Vec<String>, word: String) {
    if WHOLE.contains(&word.as_str()) {
        parts.push(word);
        return;
    }
    let tail = TAILS.iter().copied().find(|tail| word.len() > tail.len() + 1 && word.ends_with(tail));
    let rest = tail.and_then(|tail| word.strip_suffix(tail)).unwrap_or(&word);
    match split_head(rest) {
        Some((head, rest)) => parts.extend([head.to_owned(), rest.to_owned()]),
        None => parts.push(rest.to_owned()),
    }
    parts.extend(tail.map(str::to_owned));
}

/// The beginning of a word that is one by itself, and what follows it.
fn split_head(word: &str) -> Option<(&'static str, &str)> {
    let (head, rest) = HEADS.iter().find_map(|head| Some((*head, word.strip_prefix(head)?)))?;
    // `tokenize` and `refreshish` are words of their own.
    (rest.len() > 3 && !rest.starts_with("iz") && !rest.starts_with("is")).then_some((head, rest))
}

fn join_pairs(parts: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(parts.len());
    for word in parts {
        let pair = joined.last().and_then(|last| {
            let known =
                PAIRS.binary_search_by(|(first, second, _)| (*first, *second).cmp(&(last.as_str(), word.as_str())));
            PAIRS.get(known.ok()?)
        });
        if let (Some((_, _, whole)), Some(last)) = (pair, joined.last_mut()) {
            (*whole).clone_into(last);
        } else {
            joined.push(word);
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_in_order() {
        assert!(PAIRS.is_sorted());
    }

    #[test]
    fn every_spelling_of_a_name_has_the_same_words() {
        for name in ["accessToken", "access_token", "ACCESS-TOKEN", "AccessToken", "accesstoken", "access token"] {
            assert_eq!(words(name), ["access", "token"], "{name}");
        }
    }

    #[test]
    fn words_written_apart_are_joined() {
        assert_eq!(words("Log in to OAuth2 with two-factor"), ["login", "to", "oauth2", "with", "2fa"]);
        assert_eq!(words("GET_whoAmI"), ["get", "whoami"]);
        assert_eq!(words("PostUsers2FALogin").last().map(String::as_str), Some("login"));
    }

    #[test]
    fn words_written_together_are_taken_apart_once() {
        assert_eq!(words("validateauthtoken"), ["validate", "auth", "token"]);
        assert_eq!(words("refreshsession"), ["refresh", "session"]);
        assert_eq!(words(&"token".repeat(100_000)).len(), 3);
    }

    #[test]
    fn words_that_only_contain_another_stay_whole() {
        assert_eq!(words("tokenization"), ["tokenization"]);
        assert_eq!(words("signing_keys"), ["signing", "keys"]);
        assert_eq!(words("association"), ["association"]);
    }

    #[test]
    fn squashing_drops_case_and_separators() {
        assert_eq!(squash(".expires-In"), "expiresin");
    }
}
