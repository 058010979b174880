//! What can be wrong with a YAML document, in words.

use crate::{
    diagnostic::{Code, Diagnostic, plain, quoted},
    document::Span,
};

/// A fault on its way to a diagnostic.
#[derive(Debug)]
pub(super) struct Fault {
    code: Code,
    message: String,
    help: &'static str,
    at: Span,
}

impl Fault {
    fn new(code: Code, message: impl Into<String>, help: &'static str) -> Self {
        Self { code, message: message.into(), help, at: Span::default() }
    }

    pub(super) fn syntax(what: &str) -> Self {
        Self::new(Code::Syntax, format!("this is not valid YAML: {}", plain(what)), "correct the YAML at this place")
    }

    pub(super) fn too_deep(levels: usize) -> Self {
        let message = format!("values are nested more than {levels} levels deep");
        Self::new(
            Code::TooDeep,
            message,
            "flatten the document: move the inner parts to `components` and refer to them",
        )
    }

    pub(super) fn too_many(what: &str, limit: usize) -> Self {
        let message = format!("{what} holds more than {limit} values");
        Self::new(Code::TooLarge, message, "give the API description itself, not a dump of data")
    }

    pub(super) fn long_key(bytes: usize, limit: usize) -> Self {
        let message = format!("a key of {bytes} bytes is longer than the {limit} that are accepted");
        Self::new(Code::TooLarge, message, "shorten the name")
    }

    pub(super) fn self_alias() -> Self {
        Self::new(Code::Alias, "the alias stands inside the value that it names", "write the value out, or use `$ref`")
    }

    pub(super) fn alias_bomb(limit: &str) -> Self {
        let message = format!("the aliases of the document stand for more than {limit}");
        Self::new(Code::Alias, message, "use `$ref` instead of YAML aliases")
    }

    pub(super) fn unknown_alias() -> Self {
        Self::new(Code::Alias, "the alias names a value that does not come before it", "define the anchor first")
    }

    pub(super) fn key_not_text() -> Self {
        Self::new(Code::KeyNotText, "a list or a mapping stands where a key is expected", "use text as the key")
    }

    pub(super) fn several_documents() -> Self {
        let message = "a second YAML document begins here";
        Self::new(Code::SeveralDocuments, message, "split the file at the `---` and give the documents one by one")
    }

    pub(super) fn merge() -> Self {
        Self::new(
            Code::Merge,
            "the merge key `<<` merges something that is no mapping",
            "give `<<` a mapping, an alias of one, or a list of these",
        )
    }

    pub(super) fn merged_twice() -> Self {
        let message = format!("the key {} stands twice in this mapping", quoted("<<"));
        Self::new(Code::DuplicateKey, message, "give one `<<` a list of what is merged")
    }

    #[must_use]
    pub(super) fn at(self, at: Span) -> Self {
        Self { at, ..self }
    }

    pub(super) fn into_diagnostic(self) -> Diagnostic {
        Diagnostic::error(self.code, self.message, self.help).at(self.at)
    }
}
