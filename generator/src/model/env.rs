//! Names of environment variables, and the provider's short name that begins them.

/// `APIVIDEO_API_KEY` from `apivideo` and `apiKey`.
pub(super) fn variable(provider: &str, name: &str) -> String {
    let words = [screaming(provider), screaming(name)];
    let text = words.iter().filter(|word| !word.is_empty()).cloned().collect::<Vec<_>>().join("_");
    match text.bytes().next() {
        Some(first) if first.is_ascii_digit() => format!("_{text}"),
        Some(_) => text,
        None => "SECRET".to_owned(),
    }
}

/// Upper case, with an underscore between words and nothing but ASCII letters and digits in them.
fn screaming(text: &str) -> String {
    let mut out = String::new();
    let chars: Vec<char> = text.chars().collect();
    for (at, &this) in chars.iter().enumerate() {
        if !this.is_ascii_alphanumeric() {
            separate(&mut out);
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied().unwrap_or('_');
        let after = chars.get(at + 1).copied().unwrap_or('_');
        let starts = this.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit());
        let ends_acronym = this.is_ascii_uppercase() && before.is_ascii_uppercase() && after.is_ascii_lowercase();
        if starts || ends_acronym {
            separate(&mut out);
        }
        out.push(this.to_ascii_uppercase());
    }
    out.trim_end_matches('_').to_owned()
}

fn separate(out: &mut String) {
    if !out.is_empty() && !out.ends_with('_') {
        out.push('_');
    }
}

/// Names of files that say nothing about whose API they describe.
const GENERIC: &[&str] = &[
    "openapi", "swagger", "spec", "api", "apis", "schema", "oas", "oas3", "index", "stdin", "document", "v1", "v2",
    "v3",
];

/// The longest provider name.
const LONGEST: usize = 48;

/// The short name of a provider: what the user or an overlay says, else from the file's name, else from the title.
pub(crate) fn provider(said: Option<&str>, file: &str, title: &str) -> String {
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let candidates =
        [said.map(slug), Some(slug(stem)).filter(|stem| !GENERIC.contains(&stem.as_str())), Some(slug(title))];
    candidates.into_iter().flatten().find(|name| !name.is_empty()).unwrap_or_else(|| "provider".to_owned())
}

fn slug(text: &str) -> String {
    let mut out = String::new();
    for this in text.chars() {
        if this.is_ascii_alphanumeric() {
            out.push(this.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() >= LONGEST {
            break;
        }
    }
    let name = out.trim_end_matches('-');
    if name.starts_with(|first: char| first.is_ascii_digit()) { format!("api-{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{provider, variable};

    #[test]
    fn variables_are_split_at_words() {
        for (provider, name, wanted) in [
            ("apivideo", "apiKey", "APIVIDEO_API_KEY"),
            ("emma", "clientSecret", "EMMA_CLIENT_SECRET"),
            ("ix-api", "api_key", "IX_API_API_KEY"),
            ("a", "X-API-Key", "A_X_API_KEY"),
            ("a", "accessJWTToken", "A_ACCESS_JWT_TOKEN"),
            ("a", "münze", "A_M_NZE"),
            ("", "1st", "_1ST"),
            ("", "", "SECRET"),
        ] {
            assert_eq!(variable(provider, name), wanted);
        }
    }

    #[test]
    fn a_provider_is_named_by_what_says_most() {
        assert_eq!(provider(None, "specs/apivideo.yaml", "api.video"), "apivideo");
        assert_eq!(provider(None, "openapi.json", "Acme Bank: Payments"), "acme-bank-payments");
        assert_eq!(provider(Some("Acme"), "x.json", "t"), "acme");
        assert_eq!(provider(None, "3scale.json", ""), "api-3scale");
        assert_eq!(provider(None, "openapi.json", "日本"), "provider");
    }
}
