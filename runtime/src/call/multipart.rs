//! A form as `multipart/form-data` (RFC 7578).

use zeroize::Zeroizing;

use super::Form;

/// The body and its boundary. The boundary is the first of a fixed row that occurs in no value, so that the same form
/// always gives the same bytes.
pub(super) fn encode(form: &Form) -> (Zeroizing<Vec<u8>>, String) {
    let boundary = boundary(form);
    let part = |name: &str, length: usize| boundary.len() + name.len() * 3 + length + 64;
    let size: usize = form.iter().map(|(name, value)| part(name, value.expose().len())).sum();
    let mut out = Zeroizing::new(Vec::with_capacity(size + boundary.len() + 8));
    for (name, value) in form.iter() {
        put(&mut out, &["--", &boundary, "\r\ncontent-disposition: form-data; name=\"", &quote(name), "\"\r\n\r\n"]);
        put(&mut out, &[value.expose(), "\r\n"]);
    }
    put(&mut out, &["--", &boundary, "--\r\n"]);
    (out, boundary)
}

fn put(out: &mut Vec<u8>, pieces: &[&str]) {
    for piece in pieces {
        out.extend_from_slice(piece.as_bytes());
    }
}

fn boundary(form: &Form) -> String {
    let free = |boundary: &String| form.iter().all(|(_, value)| !value.expose().contains(boundary.as_str()));
    (0..u64::MAX).map(|number| format!("authwright-{number:016}")).find(free).unwrap_or_default()
}

/// A name as HTML forms escape it: quotes and line ends would end it.
fn quote(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::encode;
    use crate::call::Form;

    #[test]
    fn the_boundary_occurs_in_no_value() {
        let (body, boundary) = encode(&Form::new().field("a\"b", "authwright-0000000000000000"));
        assert_eq!(boundary, "authwright-0000000000000001");
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(text.contains("name=\"a%22b\"\r\n\r\nauthwright-0000000000000000\r\n"), "{text}");
    }
}
