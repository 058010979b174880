//! [`Number`].

/// A JSON number, kept exact where it is whole.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Number {
    /// A whole number of zero or more.
    Unsigned(u64),
    /// A whole number below zero.
    Signed(i64),
    /// Everything else; always finite.
    Float(f64),
}

impl Number {
    /// As a float; large whole numbers lose digits.
    #[allow(clippy::cast_precision_loss)]
    pub fn as_f64(self) -> f64 {
        match self {
            Self::Unsigned(number) => number as f64,
            Self::Signed(number) => number as f64,
            Self::Float(number) => number,
        }
    }

    /// As a whole number, if it is one that fits.
    pub fn as_i64(self) -> Option<i64> {
        match self {
            Self::Unsigned(number) => i64::try_from(number).ok(),
            Self::Signed(number) => Some(number),
            Self::Float(number) => whole(number),
        }
    }

    /// As a whole number of zero or more, if it is one that fits.
    pub fn as_u64(self) -> Option<u64> {
        match self {
            Self::Unsigned(number) => Some(number),
            Self::Signed(_) => None,
            Self::Float(number) => whole(number).and_then(|number| u64::try_from(number).ok()),
        }
    }

    /// From a float; JSON has no infinities.
    pub fn from_f64(number: f64) -> Option<Self> {
        number.is_finite().then_some(Self::Float(number))
    }
}

/// `3600.0` is a whole number to whoever wrote it; beyond 2^53 floats are no longer exact.
#[allow(clippy::cast_possible_truncation, clippy::float_cmp)]
fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.trunc() == number && number.abs() <= EXACT).then_some(number as i64)
}

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Self::Unsigned(number)
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        u64::try_from(number).map_or(Self::Signed(number), Self::Unsigned)
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn whole_floats_are_whole_numbers() {
        assert_eq!(Number::Float(3600.0).as_i64(), Some(3600));
        assert_eq!(Number::Float(0.5).as_i64(), None);
        assert_eq!(Number::Float(1e18).as_i64(), None);
        assert_eq!(Number::Unsigned(u64::MAX).as_i64(), None);
        assert_eq!(Number::from(-1_i64).as_u64(), None);
    }
}
