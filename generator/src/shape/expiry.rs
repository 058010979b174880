//! When a token ends: a length of time or a moment, in which unit. Names mislead (`access_expires` may be a length), so format,
//! description and example are heard first.

use super::{Leaf, LeafKind};
use crate::model::{Expiry, FieldPath, TimeFormat, Unit};
use crate::vocabulary::{self, words};

/// Numbers from here on are moments in seconds since 1970 (that is September 2001), not lengths (that is 31 years).
const FIRST_MOMENT: f64 = 1e9;
/// Numbers from here on are moments in milliseconds since 1970.
const FIRST_MOMENT_MS: f64 = 1e11;

/// What a name says of the form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Length,
    Moment,
    Open,
}

/// How the value of this field is to be read.
pub fn expiry_of(leaf: &Leaf) -> Expiry {
    let path = || FieldPath(leaf.path.clone());
    let docs = leaf.docs.as_deref().unwrap_or_default().to_lowercase();
    if matches!(leaf.format.as_deref(), Some("date-time" | "date")) {
        return Expiry::At(path(), TimeFormat::Rfc3339);
    }
    if let Some(found) = from_example(leaf, &docs) {
        return found;
    }
    let counts_down = form_of_name(leaf.name()) == Form::Length && told_unit(&docs).is_some();
    if speaks_of_moment(&docs) && !counts_down {
        return Expiry::At(path(), moment_format(leaf, &docs));
    }
    match form_of_name(leaf.name()) {
        Form::Length => Expiry::In(path(), unit(leaf, &docs)),
        Form::Moment => Expiry::At(path(), moment_format(leaf, &docs)),
        Form::Open if speaks_of_length(&docs) => Expiry::In(path(), unit(leaf, &docs)),
        Form::Open if leaf.name().eq_ignore_ascii_case("exp") => Expiry::At(path(), TimeFormat::EpochSeconds),
        Form::Open if leaf.kind == LeafKind::Number => Expiry::In(path(), unit(leaf, &docs)),
        Form::Open => Expiry::At(path(), TimeFormat::Detect),
    }
}

/// An example says more than a name does: `3600` is a length, `1700000000` a moment, `2024-01-01T00:00:00Z` a date.
fn from_example(leaf: &Leaf, docs: &str) -> Option<Expiry> {
    let example = leaf.example.as_deref()?.trim();
    let path = FieldPath(leaf.path.clone());
    let Ok(number) = example.parse::<f64>() else {
        let dated =
            example.len() >= 10 && example.get(..4)?.bytes().all(|b| b.is_ascii_digit()) && example.get(4..5)? == "-";
        return dated.then_some(Expiry::At(path, TimeFormat::Rfc3339));
    };
    if number >= FIRST_MOMENT_MS {
        Some(Expiry::At(path, TimeFormat::EpochMilliseconds))
    } else if number >= FIRST_MOMENT {
        Some(Expiry::At(path, TimeFormat::EpochSeconds))
    } else if number >= 60.0 && form_of_name(leaf.name()) != Form::Moment {
        Some(Expiry::In(path, unit(leaf, docs)))
    } else {
        None
    }
}

fn form_of_name(name: &str) -> Form {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let joined = words.concat();
    if has(&["in", "ttl", "lifetime", "duration", "validity", "age", "live", "timeout"])
        || words.last().is_some_and(|last| vocabulary::unit(last).is_some())
        || joined.ends_with("expiresin")
    {
        Form::Length
    } else if has(&["at", "on", "until", "till", "to", "date", "utc", "datetime", "timestamp", "time"])
        || joined.ends_with("expiresat")
    {
        Form::Moment
    } else {
        Form::Open
    }
}

fn speaks_of_moment(docs: &str) -> bool {
    [
        "epoch",
        "unix",
        "timestamp",
        "iso 8601",
        "iso-8601",
        "iso8601",
        "rfc 3339",
        "rfc3339",
        "date and time",
        "point in time",
        "time at which",
        "since 1970",
    ]
    .iter()
    .any(|phrase| docs.contains(phrase))
}

fn speaks_of_length(docs: &str) -> bool {
    ["second", "minute", "hour", "lifetime", "time to live", "duration", "ttl"]
        .iter()
        .any(|phrase| docs.contains(phrase))
}

fn moment_format(leaf: &Leaf, docs: &str) -> TimeFormat {
    match leaf.kind {
        _ if docs.contains("millisecond") => TimeFormat::EpochMilliseconds,
        LeafKind::Number if docs.contains("second") => TimeFormat::EpochSeconds,
        LeafKind::Text if docs.contains("iso") || docs.contains("3339") => TimeFormat::Rfc3339,
        _ => TimeFormat::Detect,
    }
}

/// The unit of a length: as its name says, else as its description does, else seconds (RFC 6749, 5.1).
fn unit(leaf: &Leaf, docs: &str) -> Unit {
    let named = words(leaf.name()).iter().rev().find_map(|word| vocabulary::unit(word));
    named.or_else(|| told_unit(docs)).unwrap_or(Unit::Seconds)
}

/// The unit that a description gives, and does not merely speak of: `Lifetime in hours`, `Number of minutes`, `Seconds until the
/// token expires`, `Validity (days)`. In `valid for 24 hours` nothing is said of the field's unit.
fn told_unit(docs: &str) -> Option<Unit> {
    const AFTER: &[&str] =
        &["until", "till", "before", "from", "to", "left", "remaining", "that", "after", "for", "of"];
    let words: Vec<&str> = docs.split_whitespace().collect();
    words.iter().enumerate().find_map(|(at, raw)| {
        let word = raw.trim_matches(|this: char| !this.is_ascii_alphanumeric());
        let unit = vocabulary::unit(word)?;
        let before = at.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or_default();
        let two_before = at.checked_sub(2).and_then(|at| words.get(at)).copied().unwrap_or_default();
        let after = words.get(at + 1).copied().unwrap_or_default();
        let given = matches!(before, "in" | "(in" | "unit:" | "units:" | "unit" | "as")
            || (before == "of" && two_before.ends_with("number"));
        let opens = at == 0 && (after.is_empty() || AFTER.contains(&after));
        let bracketed = raw.starts_with(['(', '[']) && raw.trim_end_matches(['.', ',']).ends_with([')', ']']);
        (given || opens || bracketed).then_some(unit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(name: &str, kind: LeafKind, docs: &str, example: &str) -> Leaf {
        Leaf {
            path: vec![name.to_owned()],
            kind,
            docs: Some(docs.to_owned()),
            example: (!example.is_empty()).then(|| example.to_owned()),
            ..Leaf::default()
        }
    }

    fn path(name: &str) -> FieldPath {
        FieldPath(vec![name.to_owned()])
    }

    #[test]
    fn names_that_mislead_are_overruled() {
        let relative = leaf("access_expires", LeafKind::Number, "", "86400");
        assert_eq!(expiry_of(&relative), Expiry::In(path("access_expires"), Unit::Seconds));
        let absolute = leaf("expires_in", LeafKind::Number, "", "1700000000");
        assert_eq!(expiry_of(&absolute), Expiry::At(path("expires_in"), TimeFormat::EpochSeconds));
        let described = leaf("token_expiration", LeafKind::Number, "Unix epoch in seconds", "");
        assert_eq!(expiry_of(&described), Expiry::At(path("token_expiration"), TimeFormat::EpochSeconds));
    }

    #[test]
    fn plain_names_mean_what_they_say() {
        assert_eq!(
            expiry_of(&leaf("expires_in", LeafKind::Text, "", "")),
            Expiry::In(path("expires_in"), Unit::Seconds)
        );
        assert_eq!(
            expiry_of(&leaf("expiresInMs", LeafKind::Number, "", "")),
            Expiry::In(path("expiresInMs"), Unit::Milliseconds)
        );
        assert_eq!(
            expiry_of(&leaf("validUntil", LeafKind::Text, "", "")),
            Expiry::At(path("validUntil"), TimeFormat::Detect)
        );
        assert_eq!(
            expiry_of(&leaf("exp", LeafKind::Number, "", "")),
            Expiry::At(path("exp"), TimeFormat::EpochSeconds)
        );
        assert_eq!(expiry_of(&leaf("ttl", LeafKind::Number, "in minutes", "")), Expiry::In(path("ttl"), Unit::Minutes));
    }

    #[test]
    fn the_unit_is_what_the_name_or_the_description_gives() {
        for (name, docs, wanted) in [
            ("expiresIn", "Lifetime in hours", Unit::Hours),
            ("expiresIn", "Number of minutes until the token expires", Unit::Minutes),
            ("expiresIn", "Validity in minutes. After that (e.g. 60 seconds grace) it is refused", Unit::Minutes),
            ("expiresIn", "lifetime of the token in days", Unit::Days),
            ("expiresIn", "Seconds until the token expires, counted from the server timestamp", Unit::Seconds),
            ("expiresIn", "Minutes", Unit::Minutes),
            ("expiresIn", "Lifetime (min)", Unit::Minutes),
            ("expiresIn", "The token is valid for 24 hours", Unit::Seconds),
            ("expiresIn", "Seconds; 3600 is an hour (60 minutes)", Unit::Seconds),
            ("expires_in_days", "", Unit::Days),
            ("expiresInHours", "", Unit::Hours),
            ("ttl_ms", "", Unit::Milliseconds),
        ] {
            assert_eq!(
                expiry_of(&leaf(name, LeafKind::Number, docs, "")),
                Expiry::In(path(name), wanted),
                "{name} {docs}"
            );
        }
    }

    #[test]
    fn absurd_examples_do_not_decide() {
        for example in ["", "abc", "NaN", "-1", "0", "é€"] {
            assert_eq!(
                expiry_of(&leaf("expires_in", LeafKind::Number, "", example)),
                Expiry::In(path("expires_in"), Unit::Seconds),
                "{example}"
            );
        }
    }
}
