//! The cookie that a reply sets.

use std::time::Duration;

use http::header::SET_COOKIE;

use super::rfc3339::{days_from_civil, days_in};
use super::server_time::server_time;
use crate::Secret;
use crate::call::Reply;

/// The value of the cookie of this name; without a name the first cookie, as `name=value`. One that is set several times counts
/// as it was set last, as the session of before a sign-in is replaced; one that is deleted, or set to nothing, is none.
pub(super) fn find(reply: &Reply, wanted: Option<&str>) -> Option<Secret> {
    let now = server_time(reply).unwrap_or_else(|| reply.started().wall());
    let lines = reply.headers().get_all(SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut set = lines.filter_map(|line| live(line, now));
    let Some(wanted) = wanted else {
        let (name, value) = set.next()?;
        let value = set.rfind(|(other, _)| *other == name).map_or(value, |(_, value)| value);
        // Nobody knows what it is called: it goes back as it came.
        return Some(Secret::new(format!("{name}={value}")));
    };
    set.rfind(|(name, _)| *name == wanted).map(|(_, value)| Secret::from(value))
}

/// Name and value of a `Set-Cookie` line that sets something for a time to come (RFC 6265, section 5.2).
fn live(line: &str, now: Duration) -> Option<(&str, &str)> {
    let mut parts = line.split(';');
    let (name, value) = parts.next()?.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let attributes = parts.filter_map(|part| part.split_once('='));
    (!matches!(value, "" | "\"\"") && !is_over(attributes, now)).then_some((name, value))
}

/// True for a cookie that is to be forgotten at once. `Max-Age` comes before `Expires`; what makes no sense does not count.
fn is_over<'a>(attributes: impl Iterator<Item = (&'a str, &'a str)>, now: Duration) -> bool {
    let (mut by_age, mut by_date) = (None, None);
    for (name, value) in attributes {
        let (name, value) = (name.trim(), value.trim());
        if name.eq_ignore_ascii_case("max-age") {
            by_age = age(value).or(by_age);
        } else if name.eq_ignore_ascii_case("expires") {
            by_date = date(value).map(|end| end <= now.as_secs()).or(by_date);
        }
    }
    by_age.or(by_date).unwrap_or(false)
}

/// Whether a `Max-Age` says that it is over: its seconds are none or fewer.
fn age(value: &str) -> Option<bool> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    number.then(|| value.starts_with('-') || digits.bytes().all(|b| b == b'0'))
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The seconds since the epoch that an `Expires` names, 0 for what lies before. Servers write it in so many ways that the
/// order of its parts is free (RFC 6265, section 5.1.1).
fn date(text: &str) -> Option<u64> {
    let (mut clock, mut day, mut month, mut year) = (None, None, None, None);
    for part in text.split(|c: char| !c.is_ascii_alphanumeric() && c != ':').filter(|part| !part.is_empty()) {
        if part.contains(':') {
            clock = clock.or(seconds(part));
        } else if let Ok(number) = part.parse::<i32>() {
            let slot = if day.is_none() && part.len() <= 2 { &mut day } else { &mut year };
            *slot = slot.or(Some(number));
        } else {
            let start = part.get(..3).unwrap_or_default();
            let found = (1..).zip(MONTHS).find(|(_, name)| start.eq_ignore_ascii_case(name));
            month = month.or(found.map(|(number, _)| number));
        }
    }
    let (clock, day, month, year) = (clock?, day?, month?, full(year?)?);
    let days = (1..=days_in(year, month)).contains(&day).then(|| days_from_civil(year, month, day))?;
    Some(u64::try_from(i64::from(days) * 86_400 + clock).unwrap_or_default())
}

/// `94` is 1994 and `69` 2069.
fn full(year: i32) -> Option<i32> {
    match year {
        0..=69 => Some(year + 2000),
        70..=99 => Some(year + 1900),
        1601..=9999 => Some(year),
        _ => None,
    }
}

fn seconds(clock: &str) -> Option<i64> {
    let mut parts = clock.split(':').map(|part| part.parse::<u8>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let legal = hour < 24 && minute < 60 && second < 60 && parts.next().is_none();
    legal.then(|| i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second))
}

#[cfg(test)]
mod tests {
    use super::{age, date, live};
    use std::time::Duration;

    #[test]
    fn dates_as_servers_write_them() {
        for (text, seconds) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("Thu, 01-Jan-1970 00:00:01 GMT", Some(1)),
            ("Thursday, 01-Jan-70 00:00:01 GMT", Some(1)),
            ("Mon, 01 Jan 1601 00:00:00 GMT", Some(0)),
            ("Sun Nov  6 08:49:37 1994", Some(784_111_777)),
            ("Sun, 06-nov-94 08:49:37 UTC", Some(784_111_777)),
            ("Wed, 31 Feb 2021 07:28:00 GMT", None),
            ("Wed, 21 Oct 2015 24:28:00 GMT", None),
            ("Wed, 21 Oct 2015", None),
            ("99999999999 99999999999 1:1:1 Jan", None),
            ("0", None),
            ("", None),
        ] {
            assert_eq!(date(text), seconds, "{text}");
        }
    }

    #[test]
    fn an_age_is_a_number_or_nothing() {
        for (text, over) in
            [("0", Some(true)), ("-1", Some(true)), ("00", Some(true)), ("1", Some(false)), ("x", None), ("-", None)]
        {
            assert_eq!(age(text), over, "{text}");
        }
        assert_eq!(age("99999999999999999999999"), Some(false));
    }

    #[test]
    fn the_age_comes_before_the_date() {
        let line = |line: &'static str| live(line, Duration::from_secs(1_700_000_000));
        let past = "expires=Thu, 01-Jan-1970 00:00:01 GMT";
        assert_eq!(line("a=b; Expires=Tue, 14 Nov 2023 22:13:20 GMT"), None, "that is now");
        assert_eq!(line("a=b; Expires=Tue, 14 Nov 2023 22:13:21 GMT"), Some(("a", "b")));
        assert_eq!(live(&format!("a=b; max-age=60; {past}"), Duration::ZERO), Some(("a", "b")));
        assert_eq!(line("a=b; max-age=0; expires=Tue, 14 Nov 2033 22:13:20 GMT"), None);
        assert_eq!(line("a=b; max-age=x; expires=soon"), Some(("a", "b")));
        assert_eq!((line("a="), line("a=\"\""), line("a")), (None, None, None));
    }

    proptest::proptest! {
        #[test]
        fn no_line_panics(line in ".*") {
            let _ = live(&line, Duration::ZERO);
            let _ = date(&line);
        }
    }
}
