//! The cookies that a reply sets.

use std::time::Duration;

use http::header::SET_COOKIE;

use super::date;
use super::server_time::server_time;
use crate::call::Reply;
use crate::{Secret, cookie};

/// What a `Set-Cookie` line sets (RFC 6265, section 5.2).
#[derive(Debug, PartialEq)]
struct Cookie<'a> {
    name: &'a str,
    value: &'a str,
    life: Life,
}

/// For how long it is to be kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Life {
    /// As long as the server will have it.
    Open,
    /// So many seconds.
    For(u64),
    /// Until then, in seconds since the epoch.
    Until(u64),
}

impl Life {
    /// The seconds that are left of it.
    fn left(self, now: Duration) -> u64 {
        match self {
            Self::Open => u64::MAX,
            Self::For(seconds) => seconds,
            Self::Until(end) => end.saturating_sub(now.as_secs()),
        }
    }
}

/// The value of the cookie of this name, with the cookie that signs it where one is set; without a name all that are set, as a
/// `Cookie` header has them.
pub(super) fn value(reply: &Reply, wanted: Option<&str>) -> Option<Secret> {
    let set = kept(reply, now(reply));
    let Some(wanted) = wanted else {
        // Where nobody knows which of them is the session, they go back as a browser sends them.
        let sent = set.iter().map(|cookie| (cookie.name, cookie.value));
        let line = cookie::line(sent.filter(|(name, value)| cookie::is_name(name) && cookie::may_be_set(value)));
        return (!line.expose().is_empty()).then_some(line);
    };
    let cookie = set.iter().find(|cookie| cookie.name == wanted)?;
    let signature = set.iter().find(|other| cookie::is_signature(other.name, wanted));
    Some(match signature {
        Some(signature) => cookie::with_signature(wanted, cookie.value, signature.value),
        None => Secret::from(cookie.value),
    })
}

/// How long that cookie is kept, as far as the server says it; without a name that which is kept for the shortest time.
pub(super) fn life_of(reply: &Reply, wanted: Option<&str>) -> Option<Life> {
    let now = now(reply);
    let set = kept(reply, now);
    let named = set.iter().filter(|cookie| wanted.is_none_or(|wanted| cookie.name == wanted));
    named.map(|cookie| cookie.life).min_by_key(|life| life.left(now))
}

/// The names of the cookies that a reply sets.
pub(super) fn names(reply: &Reply) -> Vec<&str> {
    kept(reply, now(reply)).into_iter().map(|cookie| cookie.name).collect()
}

/// The cookies that a reply sets, each as it is set last, as the session of before a sign-in is replaced. One that is deleted, or
/// set to nothing, is none.
fn kept(reply: &Reply, now: Duration) -> Vec<Cookie<'_>> {
    let lines = reply.headers().get_all(SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut kept: Vec<Cookie<'_>> = Vec::new();
    for cookie in lines.filter_map(|line| live(line, now)) {
        match kept.iter_mut().find(|other| other.name == cookie.name) {
            Some(other) => *other = cookie,
            None => kept.push(cookie),
        }
    }
    kept
}

/// The server's clock, else ours.
fn now(reply: &Reply) -> Duration {
    server_time(reply).unwrap_or_else(|| reply.started().wall())
}

/// The cookie of a line that sets something for a time to come.
fn live(line: &str, now: Duration) -> Option<Cookie<'_>> {
    let mut parts = line.split(';');
    let (name, value) = parts.next()?.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let life = life(parts.filter_map(|part| part.split_once('=')));
    let over = match life {
        Life::Open => false,
        Life::For(seconds) => seconds == 0,
        Life::Until(end) => end <= now.as_secs(),
    };
    (!matches!(value, "" | "\"\"") && !over).then_some(Cookie { name, value, life })
}

/// `Max-Age` comes before `Expires`; what makes no sense does not count.
fn life<'a>(attributes: impl Iterator<Item = (&'a str, &'a str)>) -> Life {
    let (mut by_age, mut by_date) = (None, None);
    for (name, value) in attributes {
        let (name, value) = (name.trim(), value.trim());
        if name.eq_ignore_ascii_case("max-age") {
            by_age = age(value).map(Life::For).or(by_age);
        } else if name.eq_ignore_ascii_case("expires") {
            by_date = date::parse(value).map(Life::Until).or(by_date);
        }
    }
    by_age.or(by_date).unwrap_or(Life::Open)
}

/// The seconds of a `Max-Age`; one below nothing is nothing.
fn age(value: &str) -> Option<u64> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    number.then(|| if value.starts_with('-') { 0 } else { digits.parse().unwrap_or(u64::MAX) })
}

#[cfg(test)]
mod tests {
    use super::{Life, age, live};
    use std::time::Duration;

    #[test]
    fn an_age_is_a_number_or_nothing() {
        for (text, seconds) in
            [("0", Some(0)), ("-1", Some(0)), ("00", Some(0)), ("60", Some(60)), ("x", None), ("-", None)]
        {
            assert_eq!(age(text), seconds, "{text}");
        }
        assert_eq!(age("99999999999999999999999"), Some(u64::MAX));
    }

    #[test]
    fn the_age_comes_before_the_date() {
        let set = |line: &'static str| {
            live(line, Duration::from_secs(1_700_000_000)).map(|cookie| (cookie.name, cookie.value, cookie.life))
        };
        assert_eq!(set("a=b; Expires=Tue, 14 Nov 2023 22:13:20 GMT"), None, "that is now");
        let next = Life::Until(1_700_000_001);
        assert_eq!(set("a=b; Expires=Tue, 14 Nov 2023 22:13:21 GMT"), Some(("a", "b", next)));
        assert_eq!(set("a=b; max-age=60; expires=Thu, 01-Jan-1970 00:00:01 GMT"), Some(("a", "b", Life::For(60))));
        assert_eq!(set("a=b; max-age=0; expires=Tue, 14 Nov 2033 22:13:20 GMT"), None);
        assert_eq!(set("a=b; max-age=x; expires=soon"), Some(("a", "b", Life::Open)));
        assert_eq!((set("a="), set("a=\"\""), set("a")), (None, None, None));
    }

    proptest::proptest! {
        #[test]
        fn no_line_panics(line in ".*") {
            let _ = live(&line, Duration::ZERO);
        }
    }
}
