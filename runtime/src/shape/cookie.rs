//! The cookie that a reply sets.

use std::time::Duration;

use http::header::SET_COOKIE;

use super::date;
use super::server_time::server_time;
use crate::Secret;
use crate::call::Reply;

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

/// The value of the cookie of this name; without a name the first cookie, as `name=value`.
pub(super) fn value(reply: &Reply, wanted: Option<&str>) -> Option<Secret> {
    let Cookie { name, value, .. } = find(reply, wanted)?;
    // Where nobody knows what it is called, it goes back as it came.
    Some(if wanted.is_some() { Secret::from(value) } else { Secret::new(format!("{name}={value}")) })
}

/// How long that cookie is kept, as far as the server says it.
pub(super) fn life_of(reply: &Reply, wanted: Option<&str>) -> Option<Life> {
    find(reply, wanted).map(|cookie| cookie.life)
}

/// The cookie of this name, or the first. One that is set several times counts as it was set last, as the session of before a
/// sign-in is replaced; one that is deleted, or set to nothing, is none.
fn find<'a>(reply: &'a Reply, wanted: Option<&str>) -> Option<Cookie<'a>> {
    let now = server_time(reply).unwrap_or_else(|| reply.started().wall());
    let lines = reply.headers().get_all(SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut set = lines.filter_map(|line| live(line, now));
    let Some(wanted) = wanted else {
        let first = set.next()?;
        return set.rfind(|other| other.name == first.name).or(Some(first));
    };
    set.rfind(|cookie| cookie.name == wanted)
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
