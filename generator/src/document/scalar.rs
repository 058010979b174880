//! Scalars: text, and what a plain word means where a number, a boolean or null is asked for.

/// How a scalar was written; decides what a plain word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A JSON number, `true`, `false` or `null`.
    Literal,
    /// An unquoted YAML scalar: text, unless a number, a boolean or null is asked for.
    Plain,
    /// A quoted string: always text.
    Quoted,
}

/// A scalar as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The decoded text.
    pub text: Box<str>,
    /// How it was written.
    pub style: Style,
}

impl Scalar {
    /// Whether this is null: not quoted, and empty or one of the core schema's words.
    pub fn is_null(&self) -> bool {
        self.style != Style::Quoted && matches!(&*self.text, "" | "~" | "null" | "Null" | "NULL")
    }

    /// The boolean, where this is one in the core schema (`true`, `false`; `no` is text).
    pub fn as_bool(&self) -> Option<bool> {
        match &*self.text {
            _ if self.style == Style::Quoted => None,
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            _ => None,
        }
    }

    /// The number, where this is one in the core schema and finite: decimal, with or without fraction and exponent;
    /// `0x1f` and `0o17` where YAML has them.
    pub fn as_f64(&self) -> Option<f64> {
        if self.style == Style::Quoted {
            return None;
        }
        if let Some(number) = self.as_radix() {
            return Some(number);
        }
        let text = self.text.strip_prefix('+').unwrap_or(&self.text);
        let digits = text.strip_prefix('-').unwrap_or(text);
        let decimal = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
        let starts = digits.starts_with(|first: char| first.is_ascii_digit() || first == '.');
        (decimal && starts).then(|| text.parse::<f64>().ok()).flatten().filter(|number| number.is_finite())
    }

    /// The whole number, where this is one in the core schema and fits.
    pub fn as_i64(&self) -> Option<i64> {
        if self.style == Style::Quoted {
            return None;
        }
        self.text.parse().ok().or_else(|| {
            let number = self.as_f64()?;
            // Both bounds are exact in f64; what lies between them converts without loss of its whole part.
            #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and in range")]
            (number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0).then_some(number as i64)
        })
    }

    fn as_radix(&self) -> Option<f64> {
        let (digits, radix) = match self.text.split_at_checked(2)? {
            ("0x", digits) => (digits, 16),
            ("0o", digits) => (digits, 8),
            _ => return None,
        };
        let number = u32::from_str_radix(digits, radix).ok().filter(|_| !digits.starts_with('+'))?;
        (self.style == Style::Plain).then_some(f64::from(number))
    }
}

#[cfg(test)]
mod tests {
    use super::{Scalar, Style};

    fn plain(text: &str) -> Scalar {
        Scalar { text: text.into(), style: Style::Plain }
    }

    #[test]
    fn core_schema_words_only() {
        assert_eq!(plain("no").as_bool(), None);
        assert_eq!(plain("True").as_bool(), Some(true));
        assert!(plain("~").is_null());
        let quoted = Scalar { text: "true".into(), style: Style::Quoted };
        assert_eq!(quoted.as_bool(), None);
    }

    #[test]
    fn numbers_are_finite_and_never_sexagesimal() {
        for text in [".nan", ".inf", "1e999999", "190:20:30", "infinity", "nan", "-", "", "1_000", "0x"] {
            assert_eq!(plain(text).as_f64(), None, "{text}");
        }
        assert_eq!(plain("0o17").as_i64(), Some(15));
        assert_eq!(plain("1.0").as_i64(), Some(1));
        assert_eq!(plain("-12").as_i64(), Some(-12));
        assert_eq!(plain("999999999999999999999999999999").as_i64(), None);
        assert_eq!(plain("1.5").as_i64(), None);
    }
}
