//! When a token ends: a length of time or a moment, in which unit. Names mislead (`access_expires` may be a length), so format,
//! description and example are heard first.

use super::{Leaf, LeafKind};
use crate::model::{Expiry, FieldPath, TimeFormat, Unit};
use crate::vocabulary::words;

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
    if speaks_of_moment(&docs) {
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
    if has(&[
        "in", "ttl", "lifetime", "duration", "validity", "age", "seconds", "live", "timeout", "sec", "secs", "ms",
        "minutes",
    ]) || joined.ends_with("expiresin")
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
    ["second", "minute", "lifetime", "time to live", "duration", "ttl"].iter().any(|phrase| docs.contains(phrase))
}

fn moment_format(leaf: &Leaf, docs: &str) -> TimeFormat {
    match leaf.kind {
        _ if docs.contains("millisecond") => TimeFormat::EpochMilliseconds,
        LeafKind::Number if docs.contains("second") => TimeFormat::EpochSeconds,
        LeafKind::Text if docs.contains("iso") || docs.contains("3339") => TimeFormat::Rfc3339,
        _ => TimeFormat::Detect,
    }
}

fn unit(leaf: &Leaf, docs: &str) -> Unit {
    let words = words(leaf.name());
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if has(&["ms", "millis", "milliseconds"]) || docs.contains("millisecond") {
        Unit::Milliseconds
    } else if has(&["minutes", "mins"]) || (docs.contains("in minutes") && !docs.contains("second")) {
        Unit::Minutes
    } else {
        Unit::Seconds
    }
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
