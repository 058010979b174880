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

/// A name and the word that says what of it is meant, unless it ends with that word.
pub(super) fn joined(name: &str, word: &str) -> String {
    let said = format!("_{}", screaming(name)).ends_with(&format!("_{}", screaming(word)));
    if said { name.to_owned() } else { format!("{name}_{word}") }
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

/// Words that stand in names of files and say nothing about whose API it is, with any number after them.
const GENERIC: &[&str] = &[
    "openapi",
    "swagger",
    "oas",
    "spec",
    "specs",
    "specification",
    "api",
    "apis",
    "schema",
    "schemas",
    "definition",
    "definitions",
    "index",
    "stdin",
    "doc",
    "docs",
    "document",
    "bundle",
    "bundled",
    "generate",
    "generated",
    "json",
    "latest",
    "output",
    "yaml",
    "v",
    "",
];

/// Words that tell the format of a file: `acme.openapi.yaml` is Acme's.
const FORMATS: &[&str] = &["openapi", "swagger", "oas"];

/// The longest provider name.
const LONGEST: usize = 48;

/// The short name of a provider: what the user or an overlay says, else from the file's name, else from the title.
pub(crate) fn provider(said: Option<&str>, file: &str, title: &str) -> String {
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let mut stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    while let Some((shorter, _)) = stem.rsplit_once('.').filter(|(_, last)| is_one_of(FORMATS, last)) {
        stem = shorter;
    }
    let candidates = [said.map(slug), Some(slug(stem)).filter(|stem| !is_generic(stem)), Some(slug(title))];
    candidates.into_iter().flatten().find(|name| !name.is_empty()).unwrap_or_else(|| "provider".to_owned())
}

/// Whether a name says nothing: one letter, or nothing but generic words.
fn is_generic(name: &str) -> bool {
    name.len() == 1 || name.split('-').all(|word| is_one_of(GENERIC, word))
}

fn is_one_of(words: &[&str], word: &str) -> bool {
    words.contains(&word.to_ascii_lowercase().trim_end_matches(|last: char| last.is_ascii_digit()))
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
    use super::{joined, provider, variable};

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
    fn no_word_is_said_twice() {
        assert_eq!(joined("FixedToken", "token"), "FixedToken");
        assert_eq!(joined("BasicAuth", "user"), "BasicAuth_user");
        assert_eq!(joined("oauth_token_client", "token"), "oauth_token_client_token");
        assert_eq!(joined("BrokenToken", "oken"), "BrokenToken_oken");
    }

    #[test]
    fn a_provider_is_named_by_what_says_most() {
        assert_eq!(provider(None, "specs/apivideo.yaml", "api.video"), "apivideo");
        assert_eq!(provider(None, "openapi.json", "Acme Bank: Payments"), "acme-bank-payments");
        for file in [
            "q.json",
            "api-json.json",
            "swagger_output.json",
            "swagger-v2.json",
            "openapi3.yaml",
            "openapi-v1.yaml",
            "OpenAPI_3.1.yaml",
            "v3.json",
            "2.json",
        ] {
            assert_eq!(provider(None, file, "Argo CD"), "argo-cd", "{file}");
        }
        for file in ["acme.openapi.yaml", "acme.swagger2.json", "Acme.OpenAPI.yaml", "acme.json"] {
            assert_eq!(provider(None, file, "Argo CD"), "acme", "{file}");
        }
        for file in ["acme-api.yaml", "twilio-chat-v2.json", "acme.v2.yaml"] {
            assert_ne!(provider(None, file, "Argo CD"), "argo-cd", "{file}");
        }
        assert_eq!(provider(Some("Acme"), "x.json", "t"), "acme");
        assert_eq!(provider(None, "3scale.json", ""), "api-3scale");
        assert_eq!(provider(None, "openapi.json", "日本"), "provider");
    }
}
