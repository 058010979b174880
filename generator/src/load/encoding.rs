//! Bytes to text: UTF-8, with or without a byte order mark; anything else is named as what it is.

use memchr::memchr;

use crate::{
    diagnostic::{Code, Diagnostic, Report},
    document::{FileId, Source, Span},
};

/// Why bytes are no text.
#[derive(Debug)]
pub(super) struct Refusal {
    what: String,
    help: &'static str,
    /// The text up to the fault: shown around the place.
    before: String,
}

impl Refusal {
    pub(super) fn into_report(self, name: &str, file: FileId) -> Report {
        let end = self.before.len();
        let diagnostic =
            Diagnostic::error(Code::NotText, self.what, self.help).at(Span::new(file, end, end)).pointing("");
        Report { sources: vec![Source::new(name, self.before)], diagnostics: vec![diagnostic] }
    }
}

/// The text, without a byte order mark, its line ends as `\n`: the same document under every line ending.
pub(super) fn decode(mut bytes: Vec<u8>) -> Result<String, Refusal> {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    if let Some((what, help)) = foreign(&bytes) {
        return Err(Refusal { what: format!("the file is {what}, not UTF-8 text"), help, before: String::new() });
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(valid).copied().unwrap_or_default();
        let before = String::from_utf8_lossy(error.as_bytes().get(..valid).unwrap_or_default()).into_owned();
        Refusal {
            what: format!("the file is not UTF-8 text: byte 0x{byte:02x} at offset {valid} begins no character"),
            help: "save the file as UTF-8",
            before,
        }
    })?;
    Ok(if memchr(b'\r', text.as_bytes()).is_some() { text.replace("\r\n", "\n") } else { text })
}

/// What the first bytes say, where they say that it is no UTF-8 text, and the way out.
fn foreign(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let utf8 = "save the file as UTF-8";
    let unpack = "unpack it first: Authwright inflates nothing";
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, _, ..] => Some(("UTF-32", utf8)),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, 1..=0x7f, ..] | [1..=0x7f, 0, ..] => Some(("UTF-16", utf8)),
        [0x1f, 0x8b, ..] => Some(("a gzip archive", unpack)),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Some(("a zip archive", unpack)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(("a zstd archive", unpack)),
        [0xfd, b'7', b'z', b'X', b'Z', ..] => Some(("an xz archive", unpack)),
        [b'B', b'Z', b'h', b'1'..=b'9', b'1', ..] => Some(("a bzip2 archive", unpack)),
        [b'%', b'P', b'D', b'F', ..] => Some(("a PDF", "give the OpenAPI document that the PDF was made from")),
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] => Some(("an image", "give an OpenAPI document")),
        [0x7f, b'E', b'L', b'F', ..] => Some(("a program", "give an OpenAPI document")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn line_ends_and_byte_order_mark_make_no_difference() {
        assert_eq!(decode(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n".to_vec()).ok().as_deref(), Some("a: 1\nb: 2\n"));
    }

    #[test]
    fn what_is_no_text_is_named() {
        let refused = |bytes: &[u8]| decode(bytes.to_vec()).err().map(|refusal| refusal.what).unwrap_or_default();
        assert!(refused(b"\x1f\x8b\x08\x00").contains("gzip"));
        assert!(refused(b"\xff\xfeo\0p\0").contains("UTF-16"));
        assert!(refused(b"o\0p\0").contains("UTF-16"));
        assert!(refused(b"ab\xffc").contains("offset 2"));
    }
}
