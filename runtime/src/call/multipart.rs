//! A form as `multipart/form-data` (RFC 7578).

use zeroize::Zeroizing;

use super::{Form, media};

/// The body and its boundary. The boundary is the first of a fixed row that occurs in no value, so that the same form
/// always gives the same bytes.
pub(super) fn encode(form: &Form) -> (Zeroizing<Vec<u8>>, String) {
    let boundary = boundary(form);
    let typed = |name: &str| form.media_type(name).map_or(0, |media_type| media_type.len() + name.len() * 3 + 64);
    let part = |name: &str, length: usize| boundary.len() + name.len() * 3 + typed(name) + length + 64;
    let size: usize = form.iter().map(|(name, value)| part(name, value.expose().len())).sum();
    let mut out = Zeroizing::new(Vec::with_capacity(size + boundary.len() + 8));
    for (name, value) in form.iter() {
        put(&mut out, &["--", &boundary, "\r\ncontent-disposition: form-data; name=\"", &quote(name), "\""]);
        if let Some(media_type) = form.media_type(name) {
            // Servers take for a file what has the name of one (RFC 7578, section 4.2).
            if is_file(media_type) {
                put(&mut out, &["; filename=\"", &quote(name), "\""]);
            }
            put(&mut out, &["\r\ncontent-type: ", media_type]);
        }
        put(&mut out, &["\r\n\r\n", value.expose(), "\r\n"]);
    }
    put(&mut out, &["--", &boundary, "--\r\n"]);
    (out, boundary)
}

fn is_file(media_type: &str) -> bool {
    let essence = media::without_parameters(media_type);
    !essence.starts_with("text/") && !media::is_json(&essence)
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
    fn a_part_says_what_it_is_and_only_a_file_has_its_name() {
        let form = Form::new().field("a", "{}").field("k", "1").field("k", "2").field("t", "x").field("u", "y");
        let form = form
            .part("a", "application/json")
            .part("k", "application/x-pem-file")
            .part("t", "text/plain")
            .part("u", "a\r\nb");
        let (body, boundary) = encode(&form);
        let text = String::from_utf8(body.to_vec()).unwrap().replace(&boundary, "B");
        let part =
            |head: &str, value: &str| format!("--B\r\ncontent-disposition: form-data; {head}\r\n\r\n{value}\r\n");
        let key = "name=\"k\"; filename=\"k\"\r\ncontent-type: application/x-pem-file";
        let wanted = [
            part("name=\"a\"\r\ncontent-type: application/json", "{}"),
            part(key, "1"),
            part(key, "2"),
            part("name=\"t\"\r\ncontent-type: text/plain", "x"),
            part("name=\"u\"", "y"),
            "--B--\r\n".to_owned(),
        ];
        assert_eq!(text, wanted.concat());
    }

    #[test]
    fn the_boundary_occurs_in_no_value() {
        let (body, boundary) = encode(&Form::new().field("a\"b", "authwright-0000000000000000"));
        assert_eq!(boundary, "authwright-0000000000000001");
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(text.contains("name=\"a%22b\"\r\n\r\nauthwright-0000000000000000\r\n"), "{text}");
    }
}
