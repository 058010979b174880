//! Which version of OpenAPI a document is written in.

use crate::{
    diagnostic::{Code, Diagnostic, quoted},
    document::{Document, Node},
};

/// The versions that are supported; any patch number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Swagger 2.0.
    Swagger2,
    /// OpenAPI 3.0.
    V3_0,
    /// OpenAPI 3.1.
    V3_1,
    /// OpenAPI 3.2.
    V3_2,
}

/// What is told to whoever gives anything else.
const SUPPORTED: &str = "use Swagger 2.0 or OpenAPI 3.0, 3.1 or 3.2";

/// The version as the user's own file writes it, such as `3.1.0` or `2.0`.
pub fn version(document: &Document) -> Option<&str> {
    let root = document.sources.first()?.tree.as_ref()?;
    ["openapi", "swagger"].iter().find_map(|key| root.get(key)).and_then(Node::as_str)
}

pub(super) fn detect(root: &Node) -> Result<Version, Diagnostic> {
    if !root.is_mapping() {
        let message = format!("the document is {}, not a mapping with `openapi`, `info` and `paths`", root.what());
        let help = "give the OpenAPI document itself";
        return Err(Diagnostic::error(Code::NotAnObject, message, help).at(root.span()));
    }
    let Some((key, node)) = ["openapi", "swagger"].iter().find_map(|key| root.get(key).map(|node| (*key, node))) else {
        let message = "the document says neither `openapi` nor `swagger`: it may be no API description";
        let help = format!("add `openapi: 3.0.3` at the root if it is one; {SUPPORTED}");
        return Err(Diagnostic::error(Code::VersionMissing, message, help).at(root.span()).pointing(""));
    };
    let Some(text) = node.as_str() else {
        let message = format!("`{key}` is {}, not a version", node.what());
        return Err(Diagnostic::error(Code::VersionMissing, message, SUPPORTED).at(node.span()));
    };
    parse(key, text).ok_or_else(|| {
        let message = format!("`{key}: {}` is no supported version", quoted(text).trim_matches('`'));
        Diagnostic::error(Code::VersionUnsupported, message, SUPPORTED).at(node.span())
    })
}

fn parse(key: &str, text: &str) -> Option<Version> {
    // Blanks are a slip; a line end or a control character is part of no version.
    let text = text.trim_matches(' ');
    if key == "swagger" {
        return matches!(text, "2.0" | "2" | "2.0.0").then_some(Version::Swagger2);
    }
    let (release, suffix) = text.split_once('-').unwrap_or((text, "rc"));
    if suffix.is_empty() || !suffix.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-') {
        return None;
    }
    let mut numbers = release.split('.');
    let minor = (numbers.next()? == "3").then(|| numbers.next())??;
    let patch = numbers.next().unwrap_or("0");
    if numbers.next().is_some() || patch.is_empty() || !patch.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match minor {
        "0" => Some(Version::V3_0),
        "1" => Some(Version::V3_1),
        "2" => Some(Version::V3_2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Version, parse};

    #[test]
    fn patches_and_pre_releases_do_not_matter_and_junk_does() {
        for (text, expected) in [
            ("3.0.0", Some(Version::V3_0)),
            ("3.0", Some(Version::V3_0)),
            ("3.1.10", Some(Version::V3_1)),
            ("3.2.0-rc1", Some(Version::V3_2)),
            ("3.0.0-", None),
            (" 3.0.0 ", Some(Version::V3_0)),
            ("3.0.0\r", None),
            ("3.0.0; rm -rf /", None),
            ("3.0.0.1", None),
            ("3", None),
            ("3.", None),
            ("3.3.0", None),
            ("4.0", None),
            ("2.0", None),
            ("", None),
        ] {
            assert_eq!(parse("openapi", text), expected, "{text}");
        }
        assert_eq!(parse("swagger", "2.0"), Some(Version::Swagger2));
        assert_eq!(parse("swagger", "1.2"), None);
    }
}
