//! JSON strings: where they end, whether they are well-formed, and what they say.

use std::borrow::Cow;

/// Why a string is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StringFault {
    /// The text ends before the closing quote.
    Open,
    /// An unescaped control character.
    Control,
    /// An escape that JSON does not have.
    Escape,
    /// A surrogate without its other half.
    Surrogate,
}

/// Checks the string whose opening quote stands at `start`; gives the byte after the closing one, or the fault's place.
#[inline]
pub(super) fn check(bytes: &[u8], start: usize) -> Result<usize, (usize, StringFault)> {
    // Nearly every string is plain to its end.
    let at = plain_run(bytes, start + 1);
    if bytes.get(at) == Some(&b'"') { Ok(at + 1) } else { check_rest(bytes, at) }
}

fn check_rest(bytes: &[u8], mut at: usize) -> Result<usize, (usize, StringFault)> {
    loop {
        at = plain_run(bytes, at);
        match bytes.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at = escape(bytes, at).map_err(|fault| (at, fault))?,
            Some(_) => return Err((at, StringFault::Control)),
            None => return Err((bytes.len(), StringFault::Open)),
        }
    }
}

/// The byte after the closing quote of a checked string.
#[inline]
pub(super) fn end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    loop {
        at = plain_run(bytes, at);
        match bytes.get(at) {
            Some(b'\\') => at += 2,
            Some(b'"') | None => return at + 1,
            Some(_) => at += 1,
        }
    }
}

/// The next quote, backslash or control character from `at` on; eight bytes at a time.
#[inline]
fn plain_run(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGHS: u64 = ONES << 7;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk);
        // A byte's high bit is set where the byte is 0x22, 0x5c, or below 0x20; a false hit can only stand above
        // (after) a true one, so the lowest is true.
        let quote = word ^ (ONES * u64::from(b'"'));
        let backslash = word ^ (ONES * u64::from(b'\\'));
        let zero = |word: u64| word.wrapping_sub(ONES) & !word;
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let hits = (zero(quote) | zero(backslash) | control) & HIGHS;
        if hits != 0 {
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x20 || byte == b'"' || byte == b'\\' {
            break;
        }
        at += 1;
    }
    at
}

/// Checks the escape at `at` and gives the byte after it.
fn escape(bytes: &[u8], at: usize) -> Result<usize, StringFault> {
    match bytes.get(at + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 2),
        Some(b'u') => match hex4(bytes, at + 2).ok_or(StringFault::Escape)? {
            0xd800..=0xdbff => {
                let low = (bytes.get(at + 6..at + 8) == Some(b"\\u")).then(|| hex4(bytes, at + 8)).flatten();
                low.filter(|low| (0xdc00..=0xdfff).contains(low)).map(|_| at + 12).ok_or(StringFault::Surrogate)
            }
            0xdc00..=0xdfff => Err(StringFault::Surrogate),
            _ => Ok(at + 6),
        },
        Some(_) => Err(StringFault::Escape),
        None => Err(StringFault::Open),
    }
}

fn hex4(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.iter().try_fold(0, |value, &byte| Some(value * 16 + char::from(byte).to_digit(16)?))
}

/// What a checked string, quotes included, says.
pub(super) fn decode(written: &str) -> Cow<'_, str> {
    let inner = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(written);
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((plain, escaped)) = rest.split_once('\\') {
        out.push_str(plain);
        let (character, length) = unescape(escaped);
        out.push(character);
        rest = escaped.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that an escape stands for, and the length of the escape without its backslash.
fn unescape(escaped: &str) -> (char, usize) {
    let bytes = escaped.as_bytes();
    let simple = match bytes.first() {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => {
            let unit = hex4(bytes, 1).unwrap_or_default();
            let Some(low) = hex4(bytes, 7).filter(|_| (0xd800..=0xdbff).contains(&unit)) else {
                return (char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER), 5);
            };
            let point = 0x1_0000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
            return (char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER), 11);
        }
        Some(&byte) => char::from(byte),
        None => char::REPLACEMENT_CHARACTER,
    };
    (simple, 1)
}
