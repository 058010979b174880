//! Points in time as RFC 3339 writes them.

/// Seconds since the epoch; `None` for what is no point in time. A missing offset counts as UTC, and a blank may stand
/// for the `T`, as RFC 3339 section 5.6 allows.
pub(super) fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    if !text.is_ascii() {
        return None;
    }
    let (date, clock) = (text.get(..10)?, text.get(11..)?);
    if !matches!(text.as_bytes().get(10)?, b'T' | b't' | b' ') {
        return None;
    }
    let mut date = date.split('-').map(digits);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    if date.next().is_some() || !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return None;
    }
    let (clock, offset) = split_offset(clock)?;
    Some(f64::from(days_from_civil(year, month, day)) * 86_400.0 + seconds(clock)? - offset)
}

pub(super) fn digits(text: &str) -> Option<i32> {
    let all = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}

/// `12:30:59.5`; the second 60 is a leap second.
pub(super) fn seconds(clock: &str) -> Option<f64> {
    let mut parts = clock.split(':');
    let (hour, minute, second) = (digits(parts.next()?)?, digits(parts.next()?)?, parts.next().unwrap_or("0"));
    let legal = |b: u8| b.is_ascii_digit() || b == b'.';
    if parts.next().is_some() || hour > 23 || minute > 59 || !second.bytes().all(legal) {
        return None;
    }
    let second: f64 = second.parse().ok().filter(|second| (0.0..61.0).contains(second))?;
    Some(f64::from(hour * 3600 + minute * 60) + second)
}

/// Splits off `Z` or `+hh:mm` and gives the offset in seconds.
fn split_offset(clock: &str) -> Option<(&str, f64)> {
    if let Some(clock) = clock.strip_suffix(['Z', 'z']) {
        return Some((clock, 0.0));
    }
    let Some(at) = clock.rfind(['+', '-']) else {
        return Some((clock, 0.0));
    };
    let (clock, offset) = clock.split_at(at);
    let (sign, offset) = offset.split_at(1);
    let (hours, minutes) = offset.split_once(':').or_else(|| Some((offset.get(..2)?, offset.get(2..)?)))?;
    let minutes = if minutes.is_empty() { 0 } else { digits(minutes)? };
    let hours = digits(hours)?;
    if hours > 23 || minutes > 59 {
        return None;
    }
    let seconds = f64::from(hours * 3600 + minutes * 60);
    Some((clock, if sign == "-" { -seconds } else { seconds }))
}

pub(super) fn days_in(year: i32, month: i32) -> i32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the Gregorian calendar, counting years from March so that the leap day comes last.
pub(super) fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn points_in_time() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0.0),
            ("2000-02-29t12:00:00z", 951_825_600.0),
            ("2026-01-31 12:00:00+01:00", 1_769_857_200.0),
            ("2026-01-31T12:00:00-0100", 1_769_864_400.0),
            ("2026-01-31T12:00:00.25Z", 1_769_860_800.25),
            ("2026-01-31T12:00:00", 1_769_860_800.0),
            ("1969-12-31T23:59:59Z", -1.0),
            ("9999-12-31T23:59:60Z", 253_402_300_800.0),
        ] {
            assert_eq!(parse(text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_none() {
        for text in [
            "",
            "abc",
            "2026-01-31",
            "2026-02-30T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-01-31T24:00:00Z",
            "2026-01-31T12:00:00+",
            "2026-01-31T12:00:NaNZ",
            "2026-01-31T12:00:00+99:99",
            "éééééééééééééééé",
            "2026-1-310T12:00:00Z",
            "2026-01-31T-1:00:00Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
