//! Replies that came compressed and that nobody decoded.

use http::HeaderMap;
use http::header::CONTENT_ENCODING;

/// The codings that a message may name; a header's own text may be a secret.
const KNOWN: [&str; 6] = ["gzip", "x-gzip", "deflate", "compress", "br", "zstd"];

/// What to tell people about a body that cannot be read, where that is because it is still compressed.
pub(super) fn undecoded(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let coding = coding(headers)?;
    // Some clients decode and leave the header. What is text was decoded, or never was compressed.
    if std::str::from_utf8(body).is_ok() {
        return None;
    }
    let feature = if coding == "gzip" && cfg!(not(feature = "gzip")) {
        "enable the feature `gzip` of your generated crate or of `authwright`, or "
    } else {
        ""
    };
    Some(format!("the reply is compressed ({coding}) and was not decoded: {feature}use a transport that decodes it"))
}

/// The coding that the reply names (RFC 9110, section 8.4).
fn coding(headers: &HeaderMap) -> Option<&'static str> {
    let values = headers.get_all(CONTENT_ENCODING).iter();
    let mut codings = values
        .flat_map(|value| value.to_str().unwrap_or("?").split(','))
        .map(str::trim)
        .filter(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity"));
    let first = codings.next()?;
    let known = KNOWN.into_iter().find(|known| first.eq_ignore_ascii_case(known));
    Some(known.filter(|_| codings.next().is_none()).unwrap_or("in a way not known here"))
}

#[cfg(test)]
mod tests {
    use super::undecoded;
    use http::header::CONTENT_ENCODING;
    use http::{HeaderMap, HeaderValue};

    const PACKED: &[u8] = &[0x1f, 0x8b, 8, 0];

    fn said(codings: &[&'static str], body: &[u8]) -> Option<String> {
        let line = |coding: &&'static str| (CONTENT_ENCODING, HeaderValue::from_static(coding));
        undecoded(&codings.iter().map(line).collect::<HeaderMap>(), body)
    }

    #[test]
    fn the_coding_is_named_and_nothing_else_that_came() {
        for (codings, named) in [
            (&["GZIP"][..], "(gzip)"),
            (&[" br "], "(br)"),
            (&["gzip, identity"], "(gzip)"),
            (&["gzip, br"], "(in a way not known here)"),
            (&["gzip", "gzip"], "(in a way not known here)"),
            (&["s3cret"], "(in a way not known here)"),
        ] {
            let said = said(codings, PACKED).unwrap();
            assert!(said.contains(named) && !said.contains("s3cret"), "{codings:?}: {said}");
            let feature = named == "(gzip)" && cfg!(not(feature = "gzip"));
            assert_eq!(said.contains("enable the feature `gzip`"), feature, "{codings:?}: {said}");
        }
    }

    #[test]
    fn what_is_text_or_names_no_coding_is_not_compressed() {
        assert_eq!(said(&["gzip"], b"{"), None);
        assert_eq!(said(&[], PACKED), None);
        assert_eq!(said(&["identity"], PACKED), None);
    }
}
