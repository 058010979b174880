//! Names that stand in no table, taken apart into words.

use super::fields::is_expiry;
use super::meaning::Meaning;
use super::units::unit;
use super::words;

use Meaning as M;

/// Whether the name, without case and separators, ends with what [`by_words`] looks for.
pub(super) fn may_be_known(squashed: &str) -> bool {
    LAST.iter().any(|last| squashed.ends_with(last))
}

/// What the last words that [`by_words`] looks for end with, without separators.
const LAST: &[&str] = &[
    "token",
    "key",
    "secret",
    "password",
    "passwd",
    "login",
    "logon",
    "loginto",
    "logsin",
    "loggingin",
    "username",
    "sessionid",
    "time",
    "date",
    "timestamp",
    "instant",
    "ttl",
    "maxage",
    "validity",
    "exp",
    "expire",
    "expires",
    "expiry",
    "expiration",
    "validuntil",
    "resin",
    "resat",
    "utc",
    "gmt",
    "millis",
    "milliseconds",
    "seconds",
    "secs",
    "sec",
    "minutes",
    "mins",
    "min",
    "hours",
    "days",
    // `terms` and `items` end so, too.
    "inms",
    "ionms",
    "ryms",
    "ttlms",
    "tyms",
];

/// How long something took is called so as well, beside a unit or a token.
const TOOK: &[&str] = &["duration"];

/// Names of an end after the token that ends, also beside a unit: `accessTokenTtl`, `refresh_ttl_seconds`, `expiresAtUtc`.
fn end(words: &[String]) -> Option<Meaning> {
    const TOKENS: &[&str] = &["access", "auth", "bearer", "jwt", "session", "token"];
    let renews = words.first().is_some_and(|word| word == "refresh");
    let unit = words.last().is_some_and(|word| unit(word).is_some() || word == "utc" || word == "gmt");
    let named = words.get(usize::from(renews)..words.len().saturating_sub(usize::from(unit)))?;
    let tokens = named.iter().take_while(|word| TOKENS.contains(&word.as_str())).count();
    let own = named.get(tokens..).unwrap_or_default().concat();
    let known = (is_expiry(&own) && !TOOK.contains(&own.as_str())) || (tokens > 0 && is_expiry(&named.concat()));
    (known && (unit || renews || tokens > 0)).then_some(if renews { M::RefreshExpiry } else { M::Expiry })
}

/// Names with a prefix of the provider's own: `login_2fa_token`, `userAccessToken`, `cobrandPassword`.
pub(super) fn by_words(name: &str) -> Option<Meaning> {
    let words = words(name);
    let has = |word: &str| words.iter().any(|w| w == word);
    let ends =
        |tail: &[&str]| words.len() >= tail.len() && words.iter().rev().zip(tail.iter().rev()).all(|(a, b)| a == b);
    let unfinished = ends(&["token"])
        && ["2fa", "mfa", "otp", "partial", "challenge", "temporary", "temp", "pre"].iter().any(|w| has(w));
    let found = if unfinished || (ends(&["session", "id"]) && has("partial")) {
        M::StepToken
    } else if [
        "authenticity",
        "captcha",
        "csrf",
        "xsrf",
        "reset",
        "invite",
        "invitation",
        "registration",
        "push",
        "page",
        "next",
        "continuation",
        "device",
        "upload",
        "card",
        "payment",
    ]
    .iter()
    .any(|w| has(w))
    {
        return None;
    } else if let Some(end) = end(&words) {
        end
    } else if ends(&["access", "token"]) || ends(&["bearer", "token"]) || ends(&["auth", "token"]) {
        M::AccessToken
    } else if ends(&["authentication", "key"]) || ends(&["auth", "key"]) {
        M::Token
    } else if ends(&["refresh", "token"]) {
        M::RefreshToken
    } else if ends(&["id", "token"]) {
        M::IdToken
    } else if ends(&["client", "secret"])
        || ends(&["secret", "key"])
        || ends(&["api", "secret"])
        || ends(&["access", "secret"])
    {
        M::ClientSecret
    } else if (ends(&["password"]) || ends(&["passwd"]))
        && !has("new")
        && !has("old")
        && !has("override")
        && !has("expires")
    {
        M::Password
    } else if ends(&["password"]) {
        M::NewPassword
    } else if ends(&["login"]) || ends(&["username"]) {
        M::User
    } else if ends(&["apikey"]) {
        M::ApiKey
    } else if ["time", "date", "timestamp", "instant"].iter().any(|end| ends(&[*end]))
        && ["expiry", "expires", "expire", "expiration", "expired"].iter().any(|word| has(word))
        && !has("password")
        && !has("card")
    {
        if has("refresh") { M::RefreshExpiry } else { M::Expiry }
    } else {
        return None;
    };
    Some(found)
}
