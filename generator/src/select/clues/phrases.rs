//! What names mean as a whole: whether a phrase is a sign-in, makes a token, or checks one.

use crate::select::facts::Facts;
use crate::select::names::Text;
use crate::shape::access_token;
use crate::vocabulary::{Meaning, Notion, Notions};

/// Verbs that make or get something.
pub(super) const MAKE: &[&str] = &[
    "create",
    "creates",
    "get",
    "gets",
    "issue",
    "issues",
    "generate",
    "generates",
    "obtain",
    "obtains",
    "request",
    "requests",
    "fetch",
    "new",
    "make",
    "acquire",
    "retrieve",
    "retrieves",
    "returns",
    "return",
    "grant",
    "post",
    "exchange",
    "start",
    "add",
    "provides",
    "provide",
    "receive",
    "gives",
];

/// Words that stand beside a sign-in in an operation id without changing what it is.
const BESIDE: &[&str] = &[
    "user",
    "users",
    "account",
    "accounts",
    "auth",
    "api",
    "post",
    "admin",
    "controller",
    "service",
    "by",
    "with",
    "using",
    "the",
    "a",
    "an",
    "to",
    "in",
    "into",
    "client",
    "customer",
    "member",
    "for",
    "access",
    "token",
    "basic",
    "default",
    "public",
    "security",
    "email",
    "password",
    "name",
    "and",
    "credentials",
    "username",
    "v1",
    "v2",
    "v3",
    "do",
    "action",
    "create",
    "get",
    "oauth2",
    "oauth",
    "authentication",
    "session",
    "system",
    "web",
    "rest",
    "user's",
    "resource",
    "endpoint",
    "your",
    "of",
    "perform",
    "login",
    "signin",
    "authenticate",
    "via",
    "app",
    "request",
    "handler",
    "method",
];

/// Words that make of a sign-in something else: a setting, a record, a page.
const ABOUT: &[&str] = &[
    "enable",
    "disable",
    "toggle",
    "change",
    "edit",
    "delete",
    "update",
    "list",
    "associate",
    "disassociate",
    "set",
    "configure",
    "history",
    "profile",
    "profiles",
    "links",
    "page",
    "reset",
    "link",
    "unlink",
    "check",
    "options",
    "methods",
    "providers",
    "url",
    "status",
    "enabled",
    "attempt",
    "failed",
    "last",
];

/// Ways of signing in or out, below the sign-in itself: `/login/password`, `/logout/browser`.
const VARIANTS: &[&str] = &[
    "api",
    "browser",
    "web",
    "mobile",
    "app",
    "user",
    "users",
    "default",
    "local",
    "basic",
    "password",
    "email",
    "credentials",
    "customer",
    "json",
    "ldap",
    "ad",
    "sso",
    "phone",
    "username",
    "client",
    "machine",
    "key",
    "apikey",
    "all",
    "everywhere",
    "internal",
    "external",
    "native",
    "legacy",
    "employee",
    "staff",
    "admin",
    "merchant",
    "vendor",
    "seller",
    "partner",
    "driver",
    "student",
    "teacher",
    "doctor",
    "patient",
    "manager",
];

/// Whether a name is about signing in: the word stands first or last, or beside nothing that changes what it means.
pub(in crate::select) fn signs_in(text: &Text) -> bool {
    let signs = |word: &str| Notions::of_word(word).has(Notion::SignIn);
    let placed = signs(text.first()) || signs(text.last()) || is_sign_in_only(text);
    let about = text.any(&[Notion::Record, Notion::SignOut]) || text.says(ABOUT) || text.last() == "method";
    text.has(Notion::SignIn) && placed && !about
}

/// Whether a name is about signing out, in the same way: `setLogoutIndicator` is about a setting.
pub(super) fn signs_out(text: &Text) -> bool {
    let signs = |word: &str| Notions::of_word(word).has(Notion::SignOut);
    let beside = || text.words.iter().all(|word| signs(word) || BESIDE.contains(&word.as_str()));
    text.has(Notion::SignOut) && (signs(text.first()) || signs(text.last()) || beside())
}

/// Whether the last part only says how, and the one before it what.
pub(super) fn is_variant(facts: &Facts, notion: Notion) -> bool {
    let Some(tail) = facts.path.tail() else { return false };
    let before = facts.path.literals().nth(1);
    facts.method != "GET"
        && facts.path.trailing_param().is_none()
        && tail.words.iter().all(|word| VARIANTS.contains(&word.as_str()))
        && before.is_some_and(|text| text.words.iter().all(|word| Notions::of_word(word).has(notion)))
}

/// `/token`, `/access-token`, `/issue-token`, `/api-token-auth`, `/token/new`: the last part is a token or makes one.
pub(super) fn is_token_tail(facts: &Facts, tail: &Text) -> bool {
    let makes = |word: &String| {
        MAKE.contains(&word.as_str()) || matches!(word.as_str(), "auth" | "api" | "cli" | "user" | "pair")
    };
    let is_token = |word: &str| Notions::of_word(word).has(Notion::Token);
    if tail.has(Notion::Token) {
        return is_token(tail.last()) || tail.words.iter().all(|word| is_token(word) || makes(word));
    }
    let above = facts.path.literals().nth(1);
    let below_auth = || above.is_some_and(|text| text.words == ["auth"]) && access_token(&facts.reply).is_some();
    tail.words.iter().all(makes) && (above.is_some_and(|text| is_token(text.last())) || below_auth())
}

/// Whether a name is nothing but a sign-in: `loginUser`, `AuthController_login`, `Log in`.
pub(super) fn is_sign_in_only(text: &Text) -> bool {
    let short = text.words.len() <= 6;
    short
        && text.last() != "method"
        && text.has(Notion::SignIn)
        && text.words.iter().all(|word| Notions::of_word(word).has(Notion::SignIn) || BESIDE.contains(&word.as_str()))
}

/// `LoginWithSteam`: a sign-in, and behind it by what. What that is called means nothing more.
pub(super) fn signs_in_by_way(text: &Text) -> bool {
    let by = |word: &str| matches!(word, "with" | "by" | "via" | "using" | "through");
    matches!(text.words.as_slice(), [login, how, _, ..] if Notions::of_word(login).has(Notion::SignIn) && by(how))
}

/// Whether a parameter of the path is a token and not the id of one: `{token}`, `{accessTokens}`.
pub(super) fn is_token_itself(param: &Text) -> bool {
    matches!(param.last(), "token" | "tokens" | "jwt" | "jti")
}

/// `Get an access token`, `Obtain a JWT`: a verb, and soon after it the token.
pub(super) fn makes_token(summary: &Text) -> bool {
    let verb = summary.words.iter().position(|word| MAKE.contains(&word.as_str()));
    let token = summary.words.iter().position(|word| matches!(word.as_str(), "token" | "jwt" | "session" | "bearer"));
    matches!((verb, token), (Some(verb), Some(token)) if verb < token && token - verb <= 7)
}

/// `Reset a token`: the one that is given is taken back, and a new one comes for it.
pub(super) fn resets_token(facts: &Facts) -> bool {
    let said = |text: &Text| text.says(&["reset", "resets"]) && text.has(Notion::Token) && !text.says(&["password"]);
    let given = facts.given_any(&[Meaning::AccessToken]).is_some_and(|token| token.leaf.required);
    given && (said(&facts.id) || said(&facts.summary)) && access_token(&facts.reply).is_some()
}

/// Whether the operation is about a token or a session by its path, its id or what comes back.
pub(super) fn concerns_token(facts: &Facts) -> bool {
    let nouns = [Notion::Token, Notion::Session, Notion::OAuth, Notion::SignIn, Notion::Auth];
    facts.path.literals().take(3).any(|text| text.any(&nouns))
        || facts.id.any(&nouns)
        || facts.tags.any(&[Notion::Auth, Notion::SignIn, Notion::OAuth])
        || facts.given_any(&[Meaning::RefreshToken]).is_some()
        || facts
            .reply
            .leaves
            .iter()
            .any(|leaf| matches!(leaf.meaning(), Some(Meaning::AccessToken | Meaning::RefreshToken)))
}
