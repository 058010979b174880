//! Writing: into one buffer of sufficient size, wiped when dropped.

use std::io::Write as _;

use zeroize::Zeroizing;

use super::{Json, Number};

/// The value as JSON text. The buffer never grows, so no copy of a secret is left behind, and it is wiped when dropped.
pub fn write(value: &Json) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(size(value)));
    put(value, &mut out);
    out
}

/// No number takes more characters than this.
const NUMBER: usize = 32;

/// An upper bound of the text's length.
fn size(value: &Json) -> usize {
    match value {
        Json::Null | Json::Bool(_) => 5,
        Json::Number(_) => NUMBER,
        Json::String(text) => string_size(text.expose()),
        Json::Array(items) => 2 + items.iter().map(|item| size(item) + 1).sum::<usize>(),
        Json::Object(object) => {
            2 + object.iter().map(|(name, value)| string_size(name) + size(value) + 2).sum::<usize>()
        }
    }
}

/// Each byte may become an escape of six characters.
fn string_size(text: &str) -> usize {
    text.len() * 6 + 2
}

fn put(value: &Json, out: &mut Vec<u8>) {
    match value {
        Json::Null => out.extend_from_slice(b"null"),
        Json::Bool(true) => out.extend_from_slice(b"true"),
        Json::Bool(false) => out.extend_from_slice(b"false"),
        Json::Number(number) => put_number(*number, out),
        Json::String(text) => put_string(text.expose(), out),
        Json::Array(items) => put_list(out, *b"[]", items.iter(), put),
        Json::Object(object) => put_list(out, *b"{}", object.iter(), |(name, value), out| {
            put_string(name, out);
            out.push(b':');
            put(value, out);
        }),
    }
}

fn put_list<T>(
    out: &mut Vec<u8>,
    braces: [u8; 2],
    items: impl Iterator<Item = T>,
    mut put: impl FnMut(T, &mut Vec<u8>),
) {
    let [open, close] = braces;
    out.push(open);
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        put(item, out);
    }
    out.push(close);
}

fn put_number(number: Number, out: &mut Vec<u8>) {
    // Writing into a vector cannot fail.
    let _ = match number {
        Number::Unsigned(number) => write!(out, "{number}"),
        Number::Signed(number) => write!(out, "{number}"),
        // The short form that reads back as the same number; it is a float's in JSON too.
        Number::Float(number) => write!(out, "{number:?}"),
    };
}

fn put_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            // Writing into a vector cannot fail.
            0..=0x1f => drop(write!(out, "\\u{byte:04x}")),
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::{size, write};
    use crate::json::parse;

    #[test]
    fn text_comes_back_and_the_buffer_never_grows() {
        for text in [
            r#"{"a":[null,true,false,-1,18446744073709551615,1.5],"b":{"c":"d"}}"#,
            r#"["\u0001\u001f\"\\é\n\r\t"]"#,
            "[-1.7976931348623157e308,-2.2250738585072014e-308,5e-324,1e16,1e-5]",
            "{}",
        ] {
            let value = parse(text.as_bytes()).unwrap();
            let out = write(&value);
            assert_eq!(std::str::from_utf8(&out).unwrap(), text);
            assert!(out.len() <= size(&value));
        }
    }
}
