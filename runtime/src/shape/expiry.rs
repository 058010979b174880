//! When a token ends: the forms in which providers say it.

use std::time::Duration;

use super::cookie::Life;
use super::place::Path;
use super::server_time::server_time;
use super::{cookie, date, jwt, length, rfc3339};
use crate::call::Reply;
use crate::json::Json;
use crate::{Expiry, Secret};

/// What says when a token ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExpiryRule {
    /// A lifetime: a number, float or numeric string, or one that is spelt out (`15m`, `PT1H`, `01:00:00`).
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

/// The form of a point in time, as the document has it. The value decides where it is plainly of another form.
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
    /// RFC 3339, such as `2026-01-31T12:00:00Z`; the dates of HTTP are read, too.
    Rfc3339,
}

/// Numbers below this are lifetimes (three years in seconds), from there on points in time.
const SMALLEST_EPOCH: f64 = 1e8;

/// Numbers from here on are milliseconds since the epoch: as seconds they would lie in the year 5138.
const SMALLEST_EPOCH_MILLIS: f64 = 1e11;

/// September 2001: no token ended before.
const SMALLEST_OF_OUR_DAYS: f64 = 1e9;

impl ExpiryRule {
    /// When the token ends; `Unknown` when the rule finds nothing that it can use.
    pub(super) fn read(self, reply: &Reply, body: Option<&Json>, token: &Secret) -> Expiry {
        let value = |path: Path| body.and_then(|body| body.at(path));
        match self {
            Self::In(path, unit) => value(path).map_or(Expiry::Unknown, |value| lifetime(value, unit, reply)),
            Self::At(path, format) => value(path).map_or(Expiry::Unknown, |value| moment(value, format, reply)),
            Self::Guess(path) => value(path).map_or(Expiry::Unknown, |value| moment(value, TimeFormat::Auto, reply)),
            Self::JwtExp => jwt::expiry(token).map_or(Expiry::Unknown, |at| absolute(at, reply)),
            Self::Fixed(seconds) => Expiry::In(Duration::from_secs(seconds)),
        }
    }
}

/// How long the cookie that is the token is to be kept.
pub(super) fn of_cookie(reply: &Reply, name: Option<&str>) -> Expiry {
    match cookie::life_of(reply, name) {
        Some(Life::For(seconds)) => Expiry::In(Duration::from_secs(seconds)),
        Some(Life::Until(end)) => absolute(Duration::from_secs(end).as_secs_f64(), reply),
        Some(Life::Open) | None => Expiry::Unknown,
    }
}

/// What a field of lifetimes says. Names mislead: a number that would be a lifetime of thirty years, and that is a point in time
/// of our days, is one, and so is a date.
fn lifetime(value: &Json, unit: Unit, reply: &Reply) -> Expiry {
    match number(value) {
        Some(number) if number * unit.seconds() >= SMALLEST_OF_OUR_DAYS && is_of_our_days(number) => {
            absolute(since_epoch(number), reply)
        }
        Some(number) => Expiry::from_seconds(number * unit.seconds()),
        None => text(value, reply),
    }
}

/// What a field of points in time says. A number that is too small for one is a lifetime, in the unit of the format.
fn moment(value: &Json, format: TimeFormat, reply: &Reply) -> Expiry {
    let unit = if format == TimeFormat::EpochMilliseconds { Unit::Milliseconds } else { Unit::Seconds };
    match number(value) {
        Some(number) if number < SMALLEST_EPOCH => Expiry::from_seconds(number * unit.seconds()),
        Some(number) => absolute(since_epoch(number), reply),
        None => text(value, reply),
    }
}

/// A length of time that is spelt out, or a date.
fn text(value: &Json, reply: &Reply) -> Expiry {
    let Some(text) = value.as_str() else { return Expiry::Unknown };
    if let Some(seconds) = length::parse(text) {
        return Expiry::from_seconds(seconds);
    }
    let at = rfc3339::parse(text).or_else(|| date::parse(text).map(|at| Duration::from_secs(at).as_secs_f64()));
    at.map_or(Expiry::Unknown, |at| absolute(at, reply))
}

/// Whether a number is a point in time between 2001 and 2286, in seconds or milliseconds.
fn is_of_our_days(number: f64) -> bool {
    let days = SMALLEST_OF_OUR_DAYS..10.0 * SMALLEST_OF_OUR_DAYS;
    days.contains(&number) || days.contains(&(number / 1000.0))
}

/// Seconds since the epoch, of a number of seconds or milliseconds.
fn since_epoch(number: f64) -> f64 {
    if number >= SMALLEST_EPOCH_MILLIS { number / 1000.0 } else { number }
}

/// A number, or a string that holds one. `NaN` and `inf` are words, not numbers.
fn number(value: &Json) -> Option<f64> {
    match value {
        Json::Number(number) => Some(number.as_f64()),
        Json::String(text) => text.expose().trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
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
