//! What stands before a token in `Authorization`, where only prose says so.

use super::schemes::is_token;

/// A header's name that was given with the beginning of its value: `Authorization: Bearer`.
pub(super) fn name_with_prefix(name: &str) -> Option<(&str, String)> {
    let (header, value) = name.split_once(':')?;
    let prefix = PREFIXES.iter().find(|prefix| value.trim_matches(' ').eq_ignore_ascii_case(prefix))?;
    header.trim_end_matches(' ').eq_ignore_ascii_case("authorization").then(|| ("Authorization", format!("{prefix} ")))
}

/// What stands before a key or a token in `Authorization`.
const PREFIXES: &[&str] = &["Bearer", "Token", "JWT", "ApiKey", "Api-Key", "Key", "Apikey", "SSWS", "OAuth"];

/// The prefix of an `Authorization` value that a description tells of: `Bearer <token>`, `Token your-key`.
pub(super) fn prefix_in(docs: &str) -> Option<String> {
    let told = prefix_followed(docs).or_else(|| prefix_before(docs)).or_else(|| prefix_called(docs));
    told.filter(|prefix| !forbids(docs, prefix.trim_end()))
}

/// The word in quotes that something follows: `Type "Bearer" followed by a space and JWT token`.
fn prefix_followed(docs: &str) -> Option<String> {
    PREFIXES.iter().find_map(|prefix| {
        docs.match_indices(prefix).find_map(|(at, _)| {
            let quote = docs.get(..at)?.chars().next_back().filter(|this| matches!(this, '"' | '\'' | '`'))?;
            let rest = docs.get(at + prefix.len()..)?.strip_prefix(quote)?;
            rest.trim_start_matches([' ', ',']).starts_with("followed by").then(|| format!("{prefix} "))
        })
    })
}

/// The word in quotes that a description calls a prefix: `required prefix "Token"`, `prefixed with 'Api-Key '`.
fn prefix_called(docs: &str) -> Option<String> {
    const BETWEEN: &[&str] = &["prefix", "prefixed", "with", "by", "of", "is", "the", "word"];
    docs.to_ascii_lowercase().match_indices("prefix").find_map(|(at, _)| {
        let (between, rest) = docs.get(at..)?.split_once(['"', '\'', '`'])?;
        let word = rest.split(['"', '\'', '`']).next()?.trim_end_matches(' ');
        let close = between.split_whitespace().all(|word| {
            let word = word.trim_end_matches(':').to_ascii_lowercase();
            BETWEEN.contains(&word.as_str())
        });
        (close && is_token(word)).then(|| format!("{word} "))
    })
}

fn prefix_before(docs: &str) -> Option<String> {
    const FOLLOWERS: &[char] = &['<', '{', '[', '$', '"', '\'', '`', '(', '*'];
    PREFIXES.iter().find_map(|prefix| {
        docs.match_indices(prefix).find_map(|(at, _)| {
            let before = docs.get(..at)?.chars().next_back();
            let after = docs.get(at + prefix.len()..)?;
            let starts = before.is_none_or(|this| !this.is_alphanumeric() && this != '-' && this != '_');
            let value = after.strip_prefix(' ')?.chars().next()?;
            // `JWT token` is what people call one.
            let named = *prefix != "JWT" && after.trim_start().to_lowercase().starts_with("token");
            let placeholder = FOLLOWERS.contains(&value) || named;
            let quoted = matches!(before, Some('"' | '\'' | '`' | ':')) || docs.get(..at)?.trim_end().ends_with(':');
            (starts && (placeholder || quoted)).then(|| format!("{prefix} "))
        })
    })
}

/// Whether a description says that a word does not stand there: `do not prefix it with "Bearer"`, `the raw token, not Bearer`.
pub(super) fn forbids(docs: &str, word: &str) -> bool {
    const NOT: &[&str] = &["not", "no", "never", "without", "don't", "doesn't", "isn't", "don’t", "doesn’t", "isn’t"];
    let (docs, word) = (docs.to_lowercase(), word.to_lowercase());
    docs.match_indices(&word).any(|(at, _)| {
        let before = docs.get(..at).unwrap_or_default();
        let clause = before.rsplit(['.', ';', ':', ',', '!', '?', '(', ')', '\n']).next().unwrap_or_default();
        clause.split_whitespace().any(|word| NOT.contains(&word.trim_matches(|this: char| !this.is_alphanumeric())))
    })
}

#[cfg(test)]
mod tests {
    use super::{forbids, name_with_prefix, prefix_in};

    #[test]
    fn a_name_may_hold_the_prefix_too() {
        let bearer = || Some(("Authorization", "Bearer ".to_owned()));
        assert_eq!(name_with_prefix("Authorization: Bearer"), bearer());
        assert_eq!(name_with_prefix("authorization:bearer"), bearer());
        for name in ["Authorization", "X-Key: Bearer", "Authorization: Bearer\r\nX-Evil: 1", "Authorization: {"] {
            assert_eq!(name_with_prefix(name), None, "{name}");
        }
    }

    #[test]
    fn prefixes_are_read_from_prose() {
        for (docs, wanted) in [
            ("Send `Authorization: Bearer <token>`.", Some("Bearer ")),
            ("Value: Token your-key", Some("Token ")),
            ("Use the format 'Bearer {api_key}'", Some("Bearer ")),
            ("Type in: Bearer token", Some("Bearer ")),
            ("Token-based authentication with required prefix \"Klippa\"", Some("Klippa ")),
            ("The key, prefixed with the word 'Api-Key '.", Some("Api-Key ")),
            ("A prefix of the key tells its owner, see \"Keys\".", None),
            ("The prefix is \"ab cd\"", None),
            ("The prefix \"", None),
            ("The prefix 'é", None),
            ("Type \"Bearer\" followed by a space and JWT token.", Some("Bearer ")),
            ("Enter `Token`, followed by your key", Some("Token ")),
            ("Authorization: JWT token", Some("JWT ")),
            ("A JWT token of the user", None),
            ("Your API key.", None),
            ("Tokens are long.", None),
            ("The Bearer of bad news", None),
        ] {
            assert_eq!(prefix_in(docs).as_deref(), wanted, "{docs}");
        }
    }

    #[test]
    fn what_a_description_forbids_is_no_prefix() {
        for docs in [
            "The token. Note: do NOT prefix it with \"Bearer\"",
            "Send the raw JWT, not `Bearer <token>`",
            "Unlike other APIs no bearer scheme is used: the token stands alone.",
            "The token, without `Bearer `.",
            "Don't send Authorization with Bearer",
        ] {
            assert!(forbids(docs, "Bearer"), "{docs}");
            assert_eq!(prefix_in(docs), None, "{docs}");
        }
        for docs in
            ["This is no cookie. Send `Bearer <token>`", "Not for guests: Bearer {token}", "Bearer token, not a cookie"]
        {
            assert!(!forbids(docs, "Bearer"), "{docs}");
        }
    }
}
