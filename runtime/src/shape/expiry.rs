//! When a token ends: the forms in which providers say it.

use std::time::Duration;

use super::place::Path;
use super::server_time::server_time;
use super::{jwt, rfc3339};
use crate::call::Reply;
use crate::json::Json;
use crate::{Expiry, Secret};

/// What says when a token ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExpiryRule {
    /// A lifetime: a number, float or numeric string.
    In(Path, Unit),
    /// A point in time.
    At(Path, TimeFormat),
    /// Either, told apart by its form and size: fields named `expires` hold one or the other.
    Guess(Path),
    /// The `exp` claim of the token itself (RFC 7519 section 4.1.4).
    JwtExp,
    /// So many seconds, as the provider's prose says.
    Fixed(u64),
}

/// The unit of a lifetime.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// Seconds, as RFC 6749 has it.
    #[default]
    Seconds,
    /// Milliseconds.
    Milliseconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
}

impl Unit {
    fn seconds(self) -> f64 {
        match self {
            Self::Seconds => 1.0,
            Self::Milliseconds => 0.001,
            Self::Minutes => 60.0,
            Self::Hours => 3600.0,
            Self::Days => 86_400.0,
        }
    }
}

/// The form of a point in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeFormat {
    /// Any of the others, told apart by form and size.
    #[default]
    Auto,
    /// Seconds since the Unix epoch, as number or numeric string.
    EpochSeconds,
    /// Milliseconds since the Unix epoch, as number or numeric string.
    EpochMilliseconds,
    /// RFC 3339, such as `2026-01-31T12:00:00Z`.
    Rfc3339,
}

/// Numbers below this are lifetimes (three years in seconds), from there on points in time.
const SMALLEST_EPOCH: f64 = 1e8;

/// Numbers from here on are milliseconds since the epoch: as seconds they would lie in the year 5138.
const SMALLEST_EPOCH_MILLIS: f64 = 1e11;

impl ExpiryRule {
    /// When the token ends; `Unknown` when the rule finds nothing that it can use.
    pub(super) fn read(self, reply: &Reply, body: Option<&Json>, token: &Secret) -> Expiry {
        let value = |path: Path| body.and_then(|body| body.at(path));
        match self {
            Self::In(path, unit) => value(path).and_then(number).map_or(Expiry::Unknown, |n| relative(n, unit)),
            Self::At(path, format) => {
                value(path).and_then(|value| epoch(value, format)).map_or(Expiry::Unknown, |at| absolute(at, reply))
            }
            Self::Guess(path) => match value(path) {
                Some(value) => guess(value, reply),
                None => Expiry::Unknown,
            },
            Self::JwtExp => jwt::expiry(token).map_or(Expiry::Unknown, |at| absolute(at, reply)),
            Self::Fixed(seconds) => Expiry::In(Duration::from_secs(seconds)),
        }
    }
}

fn relative(number: f64, unit: Unit) -> Expiry {
    Expiry::from_seconds(number * unit.seconds())
}

fn guess(value: &Json, reply: &Reply) -> Expiry {
    match number(value) {
        Some(number) if number < SMALLEST_EPOCH => relative(number, Unit::Seconds),
        _ => epoch(value, TimeFormat::Auto).map_or(Expiry::Unknown, |at| absolute(at, reply)),
    }
}

/// A number, or a string that holds one. `NaN` and `inf` are words, not numbers.
fn number(value: &Json) -> Option<f64> {
    match value {
        Json::Number(number) => Some(number.as_f64()),
        Json::String(text) => text.expose().trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

/// A point in time as seconds since the epoch.
fn epoch(value: &Json, format: TimeFormat) -> Option<f64> {
    match format {
        TimeFormat::EpochSeconds => number(value),
        TimeFormat::EpochMilliseconds => number(value).map(|millis| millis / 1000.0),
        TimeFormat::Rfc3339 => value.as_str().and_then(rfc3339::parse),
        TimeFormat::Auto => match number(value) {
            Some(number) if number >= SMALLEST_EPOCH_MILLIS => Some(number / 1000.0),
            Some(number) => Some(number),
            None => value.as_str().and_then(rfc3339::parse),
        },
    }
}

/// A point in time as a lifetime. The server's own clock decides, as its `Date` header gives it, so that a local clock
/// that is wrong does not matter; without one, or where it makes no sense, the clock of the token source does. A point that
/// is past by both says nothing.
fn absolute(at: f64, reply: &Reply) -> Expiry {
    let now = server_time(reply).map(|date| within_second(date, reply.started().wall()));
    match now.map(|now| Expiry::from_seconds(at - now.as_secs_f64())) {
        Some(expiry @ Expiry::In(_)) => expiry,
        _ => Duration::try_from_secs_f64(at).map_or(Expiry::Unknown, Expiry::At),
    }
}

/// Where in the second that `date` names the server was: `Date` is cut to whole seconds, and a token of few seconds would be
/// served for up to one of them beyond its end. Where the clocks agree ours knows the part; else the end of the second is the
/// safe answer.
fn within_second(date: Duration, ours: Duration) -> Duration {
    const SECOND: Duration = Duration::from_secs(1);
    let end = date.saturating_add(SECOND);
    if date.saturating_sub(SECOND) <= ours && ours <= end { ours.max(date) } else { end }
}
