//! Lengths of time as text: `1h30m`, `PT1H`, `01:00:00`.

use super::rfc3339;

const DAY: f64 = 86_400.0;

/// The seconds of a length of time that is spelt out; `None` for what is none.
pub(super) fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    match text.strip_prefix(['P', 'p']) {
        Some(period) => iso(period),
        None if text.contains(':') => clock(text),
        None => sum(text, word),
    }
}

/// ISO 8601 without years and months, whose lengths differ: `P1DT12H`.
fn iso(period: &str) -> Option<f64> {
    let days = |unit: &str| of(unit, &[("W", 7.0 * DAY), ("D", DAY)]);
    let hours = |unit: &str| of(unit, &[("H", 3600.0), ("M", 60.0), ("S", 1.0)]);
    match period.split_once(['T', 't']) {
        None => sum(period, days),
        Some(("", time)) => sum(time, hours),
        Some((date, time)) => Some(sum(date, days)? + sum(time, hours)?),
    }
}

fn of(unit: &str, units: &[(&str, f64)]) -> Option<f64> {
    units.iter().find(|(name, _)| unit.eq_ignore_ascii_case(name)).map(|(_, seconds)| *seconds)
}

/// `[days.]hh:mm:ss`, as .NET writes a `TimeSpan`.
fn clock(text: &str) -> Option<f64> {
    let (days, clock) = match text.split_once('.') {
        Some((days, clock)) if clock.contains(':') => (rfc3339::digits(days)?, clock),
        _ => (0, text),
    };
    let whole = clock.matches(':').count() == 2;
    whole.then(|| rfc3339::seconds(clock)).flatten().map(|seconds| f64::from(days) * DAY + seconds)
}

/// The seconds of a unit, as Go and the `ms` of Node.js abbreviate it, or in words.
fn word(unit: &str) -> Option<f64> {
    match unit.to_ascii_lowercase().as_str() {
        "ms" | "millisecond" | "milliseconds" => Some(0.001),
        "s" | "sec" | "secs" | "second" | "seconds" => Some(1.0),
        "m" | "min" | "mins" | "minute" | "minutes" => Some(60.0),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(3600.0),
        "d" | "day" | "days" => Some(DAY),
        "w" | "week" | "weeks" => Some(7.0 * DAY),
        _ => None,
    }
}

/// The sum of numbers that are each followed by a unit.
fn sum(text: &str, seconds: impl Fn(&str) -> Option<f64>) -> Option<f64> {
    let (mut rest, mut sum) = (text, 0.0);
    while !rest.is_empty() {
        let (number, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit() && c != '.')?);
        let after = after.trim_start();
        let (unit, after) = after.split_at(after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len()));
        sum += number.parse::<f64>().ok()? * seconds(unit)?;
        rest = after.trim_start();
    }
    (!text.is_empty()).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn lengths() {
        for (text, seconds) in [
            ("15m", 900.0),
            (" 1h30m ", 5400.0),
            ("1h0m0s", 3600.0),
            ("7 days", 604_800.0),
            ("1.5 Hours", 5400.0),
            ("500ms", 0.5),
            ("PT1H", 3600.0),
            ("pt15m0.5s", 900.5),
            ("P1DT12H", 129_600.0),
            ("P2W", 1_209_600.0),
            ("01:00:00", 3600.0),
            ("1.00:00:30.5", 86_430.5),
        ] {
            assert_eq!(parse(text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_none() {
        for text in [
            "",
            "P",
            "PT",
            "P1M",
            "P1Y",
            "m",
            "15",
            "15x",
            "15mm",
            "-15m",
            "1..5m",
            "12:30",
            "1:2:3:4",
            "x.01:00:00",
            "1h é",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in ".*", period in "P?[0-9.:]{0,4}[a-zA-Zé ]{0,3}[0-9:.]{0,4}[a-zA-Z]{0,3}") {
            let _ = (parse(&text), parse(&period));
        }
    }
}
