//! The closed set of problems. One line each; `docs/diagnostics.md` has the page that explains it.

macro_rules! codes {
    ($($(#[doc = $summary:literal])+ $name:ident = $id:literal,)+) => {
        /// The closed set of problems. An identifier is never given to another problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $summary])+ $name,)+
        }

        impl Code {
            /// Every problem, in the order of the identifiers.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The stable identifier, such as `AW0104`.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }

            /// The problem in one sentence.
            pub fn summary(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($($summary),+).trim_ascii(),)+
                }
            }
        }
    };
}

codes! {
    // AW01..: load.
    /// The file could not be read.
    Unreadable = "AW0101",
    /// The file is not UTF-8 text.
    NotText = "AW0102",
    /// The file is empty.
    Empty = "AW0103",
    /// The text is not valid YAML or JSON.
    Syntax = "AW0104",
    /// A mapping has the same key twice.
    DuplicateKey = "AW0105",
    /// Values are nested too deeply.
    TooDeep = "AW0106",
    /// The document is larger than any API description needs to be.
    TooLarge = "AW0107",
    /// A YAML alias contains itself or expands without bound.
    Alias = "AW0108",
    /// A YAML mapping has a key that is not text.
    KeyNotText = "AW0109",
    /// The file holds more than one YAML document.
    SeveralDocuments = "AW0110",
    /// A YAML merge key merges something that is no mapping.
    Merge = "AW0111",

    // AW02..: normalize.
    /// The document is not a mapping at its root.
    NotAnObject = "AW0201",
    /// The document does not say which version of OpenAPI it is.
    VersionMissing = "AW0202",
    /// The document is in a version of OpenAPI that is not supported.
    VersionUnsupported = "AW0203",
    /// The document has no usable `paths`.
    Paths = "AW0204",
    /// A `$ref` into another file is not followed.
    ExternalReference = "AW0205",
    /// A `$ref` into another file could not be followed.
    ExternalUnreadable = "AW0206",
    /// A field has another type than OpenAPI gives it.
    WrongType = "AW0207",

    // AW025.: overlays.
    /// The overlay is not a valid OpenAPI Overlay 1.0 document.
    OverlayInvalid = "AW0251",
    /// The target of an overlay action matches nothing.
    OverlayNoMatch = "AW0252",
    /// The overlay says that it extends another document.
    OverlayExtends = "AW0253",

    // AW03..: select.
    /// The document has no authentication.
    NoAuthentication = "AW0301",

    // AW04..: model.
    /// A `$ref` names nothing in the document.
    ReferenceDangling = "AW0401",
    /// A `$ref` or an `allOf` leads back to itself.
    ReferenceCycle = "AW0402",
    /// A `$ref` names another kind of object than belongs there.
    ReferenceKind = "AW0403",
    /// A response stands under a key that is no status.
    ReplyStatus = "AW0404",
    /// The branches of a schema contradict each other.
    TypeConflict = "AW0405",
    /// The URL of a server cannot be used.
    ServerUrl = "AW0406",
    /// A variable in the URL of a server is not declared or not closed.
    ServerVariable = "AW0407",
    /// A security scheme cannot be used.
    Scheme = "AW0408",
    /// The URL of an authorization server cannot be used.
    AuthUrl = "AW0409",
    /// An operation that should give a token documents no successful response.
    NoTokenReply = "AW0410",
    /// No access token was found in the response that should hold one.
    NoTokenField = "AW0411",
    /// Several operations or fields could be meant.
    Choice = "AW0412",
    /// A secret is sent in a URL.
    SecretInUrl = "AW0413",
    /// `x-authwright` says something that it cannot say.
    Extension = "AW0414",
    /// Something was left out because Authwright does not support it.
    LeftOut = "AW0415",
    /// A server is not reached by https.
    NotHttps = "AW0416",
    /// The document has no operation that gives a token.
    NoLifecycle = "AW0417",
    /// A parameter or body of an operation cannot be sent.
    Request = "AW0418",
    /// A flow of OAuth 2 is not offered.
    FlowRefused = "AW0419",
    /// `x-authwright` stands where nobody reads it.
    ExtensionUnread = "AW0420",
    /// An operation that renews or ends a session is not used by the token source.
    StepUnused = "AW0421",

    // AW06..: verify.
    /// The generated code is not what it has to be.
    Refused = "AW0601",

    // AW07..: tree and command line.
    /// The folder of a crate holds something that was not generated.
    ForeignFolder = "AW0701",
    /// A crate could not be written or compared.
    Unwritable = "AW0702",
    /// Two documents give the same crate.
    SameCrate = "AW0703",
    /// An overlay among the documents belongs to none of them.
    OverlayAlone = "AW0704",
    /// A generated file is not what its document gives.
    NotGenerated = "AW0705",
    /// The auth surface changed.
    SurfaceChanged = "AW0706",
    /// The runtime is not where it was said to be.
    NoRuntime = "AW0707",
    /// An overlay is applied to one of two documents only.
    OverlayOneSided = "AW0708",
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn identifiers_are_distinct_and_in_order() {
        assert!(Code::ALL.windows(2).all(|pair| matches!(pair, [a, b] if a.id() < b.id())));
    }

    #[test]
    fn every_code_has_its_page() {
        let pages = include_str!("../../../docs/diagnostics.md");
        for code in Code::ALL {
            let heading = format!("## {}: {}", code.id(), code.summary().trim_end_matches('.'));
            assert!(pages.contains(&heading), "docs/diagnostics.md lacks the section: {heading}");
        }
    }
}
