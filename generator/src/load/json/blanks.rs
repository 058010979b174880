//! White space between values.

/// The first byte from `at` on that is no white space; eight bytes of indentation at a time.
#[inline]
pub(super) fn skip(bytes: &[u8], at: usize) -> usize {
    if matches!(bytes.get(at), Some(b' ' | b'\n' | b'\t' | b'\r')) { skip_run(bytes, at) } else { at }
}

fn skip_run(bytes: &[u8], mut at: usize) -> usize {
    const SPACES: u64 = u64::from_le_bytes([b' '; 8]);
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\t' | b'\r')) {
        at += 1;
        while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
            let spaces = (u64::from_le_bytes(*chunk) ^ SPACES).trailing_zeros() / 8;
            at += spaces as usize;
            if spaces < 8 {
                break;
            }
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::skip;

    #[test]
    fn every_length_of_white_space_is_skipped() {
        for length in 0..40 {
            for blank in [" ", "\n", "\t\r"] {
                let text = format!("x{}{}\n  \"a\"", blank, " ".repeat(length));
                assert_eq!(skip(text.as_bytes(), 1), text.len() - 3);
                assert_eq!(skip(text.as_bytes(), 0), 0);
            }
        }
        assert_eq!(skip(b"    ", 0), 4);
    }
}
