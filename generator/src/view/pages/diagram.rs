//! The sequence of a token's life as a Mermaid diagram.

use super::super::fragment::CodeBlock;
use super::Site;
use crate::model::{Lifecycle, Operation, Reply, Step, TokenSource};

/// The diagram.
pub(super) fn sequence(site: &Site<'_>, lifecycle: &Lifecycle) -> CodeBlock {
    let title = label(&site.cx.provider.title);
    let server = if title.is_empty() { label(&site.cx.provider.name) } else { title };
    let mut lines = vec![
        "sequenceDiagram".to_owned(),
        "    participant P as Your program".to_owned(),
        "    participant T as Token source".to_owned(),
        format!("    participant A as {server}"),
        "    P->>T: token()".to_owned(),
    ];
    lines.extend(call(site, &lifecycle.issue, SIGN_IN));
    lines.push(format!("    A-->>T: {}", success(site, &lifecycle.issue, lifecycle.token.refresh.is_some())));
    lines.push("    T-->>P: access token".to_owned());
    lines.push("    P->>A: request with the access token".to_owned());
    lines.push("    Note over T: served from memory while it is fresh".to_owned());
    lines.push("    P->>T: token() when it nears its end".to_owned());
    lines.extend(renewal(site, lifecycle));
    if let Some(revoke) = &lifecycle.revoke {
        lines.push("    P->>T: revoke()".to_owned());
        lines.extend(call(site, revoke, "the token"));
        lines.push(format!("    A-->>T: {}", success(site, revoke, false)));
    }
    CodeBlock::new("mermaid", &lines.join("\n"))
}

const SIGN_IN: &str = "the credentials";

/// How the next token is obtained.
fn renewal(site: &Site<'_>, lifecycle: &Lifecycle) -> Vec<String> {
    let Some(refresh) = &lifecycle.refresh else {
        let mut lines: Vec<String> = call(site, &lifecycle.issue, SIGN_IN).into_iter().collect();
        lines.push(format!("    A-->>T: {}", success(site, &lifecycle.issue, false)));
        lines.push("    T-->>P: access token".to_owned());
        return lines;
    };
    let rotates = lifecycle.refreshed.as_ref().unwrap_or(&lifecycle.token).refresh.is_some();
    let mut lines: Vec<String> = call(site, refresh, "what renews the session").into_iter().collect();
    lines.push(format!("    A-->>T: {}", success(site, refresh, rotates)));
    if rotates {
        lines.push("    Note over T: a new refresh token is kept before the new access token is used".to_owned());
    }
    lines.push("    T-->>P: access token".to_owned());
    lines.push("    Note over T: if the session cannot be renewed it signs in again".to_owned());
    lines
}

fn call(site: &Site<'_>, step: &Step, with: &str) -> Option<String> {
    let operation = site.cx.provider.operations.get(step.operation)?;
    Some(format!("    T->>A: {} {} with {with}", label(&operation.method), label(&operation.path)))
}

fn success(site: &Site<'_>, step: &Step, refresh: bool) -> String {
    let reply = site.cx.provider.operations.get(step.operation).and_then(succeeds);
    let status = reply.map_or_else(|| "success".to_owned(), |reply| super::words::status(reply.status));
    let lifecycle = site.cx.provider.lifecycle.as_ref();
    if lifecycle.and_then(|lifecycle| lifecycle.revoke.as_ref()) == Some(step) {
        return status;
    }
    let place = match lifecycle.map(|lifecycle| &lifecycle.token.access) {
        Some(TokenSource::Cookie(_)) => " in a cookie",
        Some(TokenSource::Header(_)) => " in a header",
        _ => "",
    };
    let refresh = if refresh { " and refresh token" } else { "" };
    format!("{status} with access token{refresh}{place}")
}

fn succeeds(operation: &Operation) -> Option<&Reply> {
    operation.replies.iter().find(|reply| reply.success)
}

/// Text that means nothing to Mermaid.
fn label(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || " /._-".contains(c) { c } else { '_' };
    let text: String = text.chars().take(60).map(|c| if matches!(c, '{' | '}') { '_' } else { plain(c) }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::label;

    proptest::proptest! {
        #[test]
        fn a_label_is_one_short_line_without_a_mark_of_mermaid(text in proptest::prelude::any::<String>()) {
            let label = label(&text);
            proptest::prop_assert!(label.len() <= 60);
            proptest::prop_assert!(label.chars().all(|c| c.is_ascii_alphanumeric() || " /._-".contains(c)), "{}", label);
        }
    }
}
