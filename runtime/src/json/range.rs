//! Numbers beyond what a float can hold, such as `1e400`: legal JSON (RFC 8259 section 6), and the parser refuses the whole
//! document over one of them. None is worth a sign-in.

use zeroize::Zeroizing;

/// Stands for everything that is larger.
const LARGEST: &str = "1e308";

/// The same JSON with each such number cut to the largest; `None` where there is none.
pub(super) fn within_range(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    let (mut rest, mut in_string, mut found) = (text, false, false);
    while let Some(byte) = rest.first() {
        let length = if in_string { usize::from(*byte == b'\\') + 1 } else { number_length(rest).max(1) };
        let (piece, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        if !in_string && is_beyond(piece) {
            out.extend_from_slice(if *byte == b'-' { b"-" } else { b"" });
            out.extend_from_slice(LARGEST.as_bytes());
            found = true;
        } else {
            out.extend_from_slice(piece);
        }
        in_string ^= *byte == b'"';
        rest = after;
    }
    found.then_some(out)
}

fn number_length(text: &[u8]) -> usize {
    text.iter().take_while(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')).count()
}

fn is_beyond(piece: &[u8]) -> bool {
    let digits = piece.last().is_some_and(u8::is_ascii_digit);
    digits && std::str::from_utf8(piece).ok().and_then(|text| text.parse().ok()).is_some_and(f64::is_infinite)
}

#[cfg(test)]
mod tests {
    use super::within_range;

    #[test]
    fn only_numbers_that_no_float_holds_are_cut() {
        let cut = |text: &str| within_range(text.as_bytes()).map(|text| String::from_utf8(text.to_vec()).unwrap());
        let many = format!("[{}]", "9".repeat(400));
        for (text, expected) in [
            (r#"{"a":1e400,"b":"x"}"#, r#"{"a":1e308,"b":"x"}"#),
            ("[-1e999, 1]", "[-1e308, 1]"),
            (r#"["1e400\"",1E+400]"#, r#"["1e400\"",1e308]"#),
            (&many, "[1e308]"),
        ] {
            assert_eq!(cut(text).as_deref(), Some(expected), "{text}");
        }
        for text in [r#"{"a":"1e400"}"#, "[1e308,-0.0,1e-400,true]", "\"\\", "", "e"] {
            assert_eq!(cut(text), None, "{text}");
        }
    }
}
