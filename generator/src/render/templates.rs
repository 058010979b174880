//! The templates, as part of the program.

/// A template.
#[derive(Debug)]
pub(super) struct Template {
    /// The path of its output.
    pub path: &'static str,
    /// The part of the view without which there is no output; empty for none. Each `page` has a view of its own.
    pub part: &'static str,
    /// The template itself.
    pub text: &'static str,
}

macro_rules! templates {
    ($($path:literal $part:literal,)*) => {
        &[$(Template {
            path: $path,
            part: $part,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../templates/crate/", $path, ".tera")),
        }),*]
    };
}

/// Every template of a generated crate.
pub(super) const ALL: &[Template] = templates![
    "Cargo.toml" "",
    "README.md" "page",
    "docs/AuthenticationApi.md" "page",
    "docs/Lifecycle.md" "page",
    "docs/Models.md" "page",
    "docs/Schemes.md" "page",
    "docs/models/Model.md" "page",
    "examples/request.rs" "request",
    "examples/token.rs" "example",
    "rustfmt.toml" "",
    "src/client.rs" "client",
    "src/credentials.rs" "credentials",
    "src/error.rs" "errors",
    "src/grant.rs" "grant",
    "src/lib.rs" "",
    "src/models.rs" "models",
    "src/schemes.rs" "schemes",
    "src/server.rs" "server",
    "tests/contract.rs" "contract",
    "tests/schemes.rs" "scheme_contract",
];

/// The page of `authwright report`; no part of a crate.
pub(super) const PAGE: Template = Template {
    path: "report.html",
    part: "",
    text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../templates/report.html.tera")),
};
