//! Names that mean something else where a name of the document's would stand.

/// Names in `models` that mean something else there: the prelude's, and what the module imports.
pub(super) const TAKEN_TYPES: &[&str] = &[
    "String",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Box",
    "Vec",
    "Self",
    "Default",
    "Clone",
    "Copy",
    "Debug",
    "From",
    "Into",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "Iterator",
    "IntoIterator",
    "Send",
    "Sync",
    "Sized",
    "Unpin",
    "Eq",
    "PartialEq",
    "Ord",
    "PartialOrd",
    "AsRef",
    "AsMut",
    "ToOwned",
    "ToString",
    "Extend",
    "TryFrom",
    "TryInto",
    "FromIterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "Hash",
    "Json",
    "JsonError",
    "FromJson",
    "ToJson",
    "Object",
    "Number",
    "Secret",
    "BTreeMap",
    "Bytes",
    "Future",
    "IntoFuture",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Bool",
    "Str",
    "Char",
    "I64",
    "F64",
    "U8",
];

/// Names in `error` that mean something else there.
pub(super) const TAKEN_ERRORS: &[&str] = &["CallError", "Error", "ConfigError", "TokenError", "JsonError"];

/// Methods of `Client` that every crate has.
pub(super) const TAKEN_METHODS: &[&str] =
    &["new", "builder", "token_source", "token_source_builder", "clone", "fmt", "api", "from", "into", "with"];

/// Variants that every error enum has.
pub(super) const TAKEN_VARIANTS: &[&str] = &["Unexpected", "Call", "Self"];

/// Names in `schemes` that mean something else there.
pub(super) const TAKEN_SCHEMES: &[&str] = &[
    "Api",
    "Arc",
    "Authorization",
    "Client",
    "Credentials",
    "Attach",
    "Authorize",
    "ConfigError",
    "FromEnv",
    "New",
    "Server",
    "TokenError",
    "TokenSource",
    "TokenSourceBuilder",
];
