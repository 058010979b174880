//! The address of a call: path template, parameters, query.

use zeroize::Zeroizing;

use crate::encode::component;

/// Fills the placeholders of a path template, each value as one segment's text. Where a name has several values, they stand in
/// turn, with commas between them.
pub(super) fn fill(template: &str, values: &[(String, Zeroizing<String>)]) -> Result<String, String> {
    let mut path = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            return Err(format!("the path `{template}` has an open brace"));
        };
        let own = || values.iter().filter(|(key, _)| key == name).map(|(_, value)| value);
        if own().next().is_none() {
            return Err(format!("the path parameter `{name}` has no value"));
        }
        if own().all(|value| value.is_empty()) {
            return Err(format!("the path parameter `{name}` is empty"));
        }
        path.push_str(before);
        for (at, value) in own().enumerate() {
            path.push_str(if at == 0 { "" } else { "," });
            path.extend(component(value));
        }
        rest = after;
    }
    path.push_str(rest);
    // Values are encoded but dots are not: a segment of dots alone would climb out of the path.
    if path.split('/').any(|segment| matches!(segment, "." | "..")) {
        return Err("a path parameter of `.` or `..` would leave the path".to_owned());
    }
    Ok(path)
}

/// Joins base, path and query, whose values are encoded; the result may hold a key in the query, so it is wiped.
pub(super) fn join(base: &str, path: &str, query: &[(String, Zeroizing<String>)]) -> Zeroizing<String> {
    // Every byte may become three, so this never grows.
    let pairs: usize = query.iter().map(|(name, value)| (name.len() + value.len()) * 3 + 2).sum();
    let mut url = Zeroizing::new(String::with_capacity(base.len() + path.len() + pairs + 1));
    url.push_str(base);
    if !path.is_empty() && !path.starts_with('/') {
        url.push('/');
    }
    url.push_str(path);
    let mut separator = if path.contains('?') { '&' } else { '?' };
    for (name, value) in query {
        url.push(separator);
        url.extend(component(name));
        url.push('=');
        url.push_str(value);
        separator = '&';
    }
    url
}

#[cfg(test)]
mod tests {
    use super::{fill, join};
    use zeroize::Zeroizing;

    fn filled(template: &str, value: &str) -> Result<String, String> {
        fill(template, &[("id".to_owned(), Zeroizing::new(value.to_owned()))])
    }

    #[test]
    fn a_value_stays_one_segment() {
        assert_eq!(filled("/users/{id}/token", "a/b?c#d é").unwrap(), "/users/a%2Fb%3Fc%23d%20%C3%A9/token");
    }

    #[test]
    fn what_is_between_values_is_no_part_of_one() {
        let several = |values: &[&str]| {
            let values: Vec<_> =
                values.iter().map(|one| ("id".to_owned(), Zeroizing::new((*one).to_owned()))).collect();
            fill("/users/{id}", &values)
        };
        assert_eq!(several(&["a", "b,c", ""]).unwrap(), "/users/a,b%2Cc,");
        assert!(several(&["", ""]).is_err());
    }

    #[test]
    fn dots_alone_and_nothing_are_refused() {
        for value in ["", ".", ".."] {
            assert!(filled("/users/{id}/token", value).is_err(), "{value:?}");
        }
        assert!(filled("/users/.{id}/token", ".").is_err());
        assert!(filled("/users/{other}", "x").is_err());
        assert_eq!(filled("/users/{id}", "a..b").unwrap(), "/users/a..b");
    }

    #[test]
    fn queries_are_appended() {
        let pair = |name: &str, value: &str| (name.to_owned(), Zeroizing::new(value.to_owned()));
        let url = join("https://a.example/v1", "/t", &[pair("x y", "1%262"), pair("z", "")]);
        assert_eq!(*url, "https://a.example/v1/t?x%20y=1%262&z=");
    }

    proptest::proptest! {
        #[test]
        fn any_value_stays_one_segment_or_is_refused(value in proptest::prelude::any::<String>()) {
            let Ok(path) = filled("/users/{id}/token", &value) else {
                proptest::prop_assert!(matches!(value.as_str(), "" | "." | ".."));
                return Ok(());
            };
            let segments: Vec<&str> = path.split('/').collect();
            proptest::prop_assert_eq!(segments.len(), 4, "{}", path);
            let back = percent_encoding::percent_decode_str(segments[2]).decode_utf8().unwrap();
            proptest::prop_assert_eq!(back, value.as_str());
            proptest::prop_assert!(!path.contains(['?', '#', '\\']) && path.is_ascii(), "{}", path);
        }
    }
}
