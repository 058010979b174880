//! Dates as HTTP servers write them (RFC 9110, section 5.6.7), and as many others do.

use super::rfc3339::{days_from_civil, days_in};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The seconds since the epoch that an `Expires` names, 0 for what lies before. Servers write it in so many ways that the
/// order of its parts is free (RFC 6265, section 5.1.1).
pub(super) fn parse(text: &str) -> Option<u64> {
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
    use super::parse;

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
            assert_eq!(parse(text), seconds, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in ".*") {
            let _ = parse(&text);
        }
    }
}
