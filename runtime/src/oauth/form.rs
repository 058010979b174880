//! `application/x-www-form-urlencoded`, as RFC 6749, appendix B has it.

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use crate::{Secret, encode};

/// The parameters of a request. An empty value is left out: it means the same as an absent one (RFC 6749, section 3.1).
/// A name given again replaces the earlier one, since parameters must not be repeated (RFC 6749, section 3.2).
#[derive(Clone, Debug, Default)]
pub(crate) struct Form(Vec<(String, Secret)>);

impl Form {
    /// A form that begins with the grant type.
    pub(crate) fn grant(kind: &str) -> Self {
        let mut form = Self::default();
        form.set("grant_type", kind);
        form
    }

    /// Sets a parameter.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|(known, _)| known != name);
        if !value.is_empty() {
            self.0.push((name.to_owned(), Secret::new(value)));
        }
    }

    /// Sets a parameter where there is a value.
    pub(crate) fn set_optional(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    /// The encoded body or query; cleared from memory when dropped.
    pub(crate) fn encode(&self) -> Zeroizing<String> {
        encode::form(&self.0)
    }
}

/// The parameters of a query or body, decoded; `None` where a value is not UTF-8.
pub(crate) fn decode(text: &str) -> Option<Vec<(String, String)>> {
    text.split('&').filter(|pair| !pair.is_empty()).map(decode_pair).collect()
}

fn decode_pair(pair: &str) -> Option<(String, String)> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    Some((decode_value(name)?, decode_value(value)?))
}

fn decode_value(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_decoded_to_what_was_encoded() {
        let mut form = Form::grant("client_credentials");
        form.set("scope", "read write+all");
        form.set("client_secret", "p+q/r=%: s&t?\u{fc}");
        let decoded = decode(&form.encode()).expect("is UTF-8");
        assert_eq!(decoded[1], ("scope".to_owned(), "read write+all".to_owned()));
        assert_eq!(decoded[2], ("client_secret".to_owned(), "p+q/r=%: s&t?\u{fc}".to_owned()));
        assert!(!format!("{form:?}").contains("p+q"));
    }

    #[test]
    fn empty_values_are_absent_and_names_are_unique() {
        let mut form = Form::grant("refresh_token");
        form.set("scope", "");
        form.set("resource", "one");
        form.set("resource", "two");
        assert_eq!(form.encode().as_str(), "grant_type=refresh_token&resource=two");
    }

    #[test]
    fn what_is_not_utf8_is_refused() {
        assert_eq!(decode("code=%ff"), None);
        assert_eq!(decode("a&b="), Some(vec![("a".into(), String::new()), ("b".into(), String::new())]));
    }
}
