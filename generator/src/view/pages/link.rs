//! Links between the pages: every target exists, because both ends are made here.

use std::collections::BTreeMap;

use super::super::Context;
use super::super::fragment::{CodeSpan, FileName};
use super::super::rust_type::From;
use crate::model::{Presence, TypeRef};

/// The file of each model's page by the type's id. Two names that differ only in case are two files on every disk.
#[derive(Clone, Debug, Default)]
pub(super) struct Files(BTreeMap<String, FileName>);

impl Files {
    /// Names a file for every type that has a page.
    pub(super) fn new(cx: &Context<'_>) -> Self {
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        let mut files = BTreeMap::new();
        for def in &cx.provider.types {
            let Some(names) = cx.names.ty(&def.id).filter(|_| super::models::has_page(&def.kind)) else { continue };
            let stem: String = names.name.as_str().chars().take(100).collect();
            let seen = taken.entry(stem.to_lowercase()).or_default();
            *seen += 1;
            let stem = if *seen == 1 { stem } else { format!("{stem}-{seen}") };
            files.insert(def.id.clone(), FileName::new(&format!("{stem}.md")));
        }
        Self(files)
    }

    /// Whether no type has a page.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The file of the page of the type with this id.
    pub(super) fn get(&self, id: &str) -> Option<&FileName> {
        self.0.get(id)
    }
}

/// Writes links from one folder.
#[derive(Clone, Copy, Debug)]
pub(super) struct Links<'a> {
    pub(super) cx: &'a Context<'a>,
    pub(super) files: &'a Files,
    /// The way from the page to the folder of the models' pages: empty, or with a slash at its end.
    pub(super) models: &'static str,
}

impl Links<'_> {
    /// The Rust type of a value, linked to the page of the type that it names.
    pub(super) fn ty(&self, ty: &TypeRef, presence: Presence, secret: bool) -> String {
        let rust = self.cx.field_type(ty, presence, secret, From::Models);
        self.linked(&compact(&rust.to_string()), ty)
    }

    /// The Rust type of a value that is always there.
    pub(super) fn required(&self, ty: &TypeRef, secret: bool) -> String {
        self.ty(ty, Presence::Required, secret)
    }

    /// `code`, linked to the page of the type that `ty` names.
    pub(super) fn linked(&self, code: &str, ty: &TypeRef) -> String {
        let code = CodeSpan::new(code);
        match self.target(ty) {
            Some(file) => format!("[{code}]({}{file})", self.models),
            None => code.to_string(),
        }
    }

    fn target(&self, ty: &TypeRef) -> Option<&FileName> {
        match self.cx.graph.resolve(ty) {
            TypeRef::Named(id) => self.files.get(&id),
            TypeRef::Array(inner) | TypeRef::Map(inner) => self.target(&inner),
            _ => None,
        }
    }
}

/// Tokens as people write them: `Option < Secret >` is `Option<Secret>`.
pub(super) fn compact(tokens: &str) -> String {
    let mut out = String::with_capacity(tokens.len());
    for word in tokens.split_whitespace() {
        let glued = out.is_empty()
            || out.ends_with(['<', '(', '&', '['])
            || out.ends_with("::")
            || word.starts_with(['<', '>', '(', ')', ',', ':', '[', ']', '?', ';']);
        if !glued {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The anchor that GitHub gives a heading: lower case, no punctuation but `-` and `_`, blanks as hyphens.
pub(super) fn slug(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{compact, slug};

    #[test]
    fn types_read_as_people_write_them() {
        assert_eq!(compact("Option < Vec < models :: Scope > >"), "Option<Vec<models::Scope>>");
        assert_eq!(
            compact(
                "pub async fn refresh (& self , body : & models :: Body) -> Result < Response < () > , RefreshError >"
            ),
            "pub async fn refresh(&self, body: &models::Body) -> Result<Response<()>, RefreshError>"
        );
    }

    #[test]
    fn anchors_are_those_of_github() {
        assert_eq!(slug("api.video: the life of a token"), "apivideo-the-life-of-a-token");
        assert_eq!(slug("auth_token_create"), "auth_token_create");
    }
}
