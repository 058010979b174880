//! Fragments: text that is safe in one position of the output, and nowhere else.
//!
//! Text from a document is hostile. A template receives these types only; each is made by one constructor, which
//! encodes for its position, and `render` refuses everything else. The encoders replace what is dangerous, they
//! never delete it.

use std::fmt::{self, Write};

use proc_macro2::{Literal, TokenStream};

use crate::text::is_unsafe;

/// Declares fragments: a private text, `as_str`, and `Display` for messages and for composing.
macro_rules! fragments {
    ($($(#[$docs:meta])* $name:ident;)*) => {$(
        $(#[$docs])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The encoded text, as it stands in the output.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

fragments! {
    /// A Rust identifier: ASCII, no keyword of any edition, not empty.
    Ident;
    /// A Rust string literal with its quotes.
    StrLit;
    /// A documentation comment before an item: `///` lines. Empty text gives no line.
    DocText;
    /// A documentation comment of a module or crate: `//!` lines.
    ModuleDoc;
    /// A Rust type.
    TypeExpr;
    /// A Rust expression, pattern or sequence of statements.
    Expr;
    /// A basic string of TOML 1.0 with its quotes.
    TomlStr;
    /// Markdown blocks or inline Markdown that stand by themselves; made by `prose` from the document's own Markdown,
    /// or written by us.
    MarkdownText;
    /// Code inside a line of Markdown with its backticks; fits into a table cell too.
    CodeSpan;
    /// The body of a Markdown code fence: the language and the text are fenced by as many backticks as needed.
    CodeBlock;
    /// A package's name: lower-case ASCII letters, digits and hyphens, begins with a letter.
    PackageName;
    /// A file's name without a folder, or a link's target inside a page: ASCII letters, digits, `.`, `-`, `_`.
    FileName;
}

impl Ident {
    /// The identifier nearest to `text`; names are made in `naming`, this only guarantees that they are legal.
    pub fn new(text: &str) -> Self {
        let mut name: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || name.bytes().all(|b| b == b'_') {
            name.insert(0, 'n');
        }
        if KEYWORDS.contains(&name.as_str()) {
            name.push('_');
        }
        Self(name.into())
    }

    /// For use inside `quote!`.
    pub fn token(&self) -> proc_macro2::Ident {
        proc_macro2::Ident::new(&self.0, proc_macro2::Span::call_site())
    }
}

impl quote::ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.token().to_tokens(tokens);
    }
}

impl StrLit {
    /// `text` as a literal: control and invisible characters, and those that change the direction of writing, are
    /// escaped. Text with quotes is raw where that reads better.
    pub fn new(text: &str) -> Self {
        if text.contains('"') && !text.contains("\"#") && !text.contains(is_unsafe) {
            return Self(format!("r#\"{text}\"#").into());
        }
        Self(Literal::string(text).to_string().into())
    }
}

impl StrLit {
    /// For use inside `quote!`.
    pub fn tokens(&self) -> TokenStream {
        self.0.parse().unwrap_or_default()
    }
}

impl DocText {
    /// `markdown` as `///` lines. Spec text goes through `prose` first, which takes care of code blocks, HTML and links;
    /// here each line is made to end where it ends.
    pub fn new(markdown: &str) -> Self {
        Self(comment("///", markdown).into())
    }

    /// For use inside `quote!`.
    pub fn tokens(&self) -> TokenStream {
        self.0.parse().unwrap_or_default()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl ModuleDoc {
    /// `markdown` as `//!` lines.
    pub fn new(markdown: &str) -> Self {
        Self(comment("//!", markdown).into())
    }
}

impl TypeExpr {
    /// A type made of tokens, by `quote!`.
    pub fn new(tokens: &TokenStream) -> Self {
        Self(tokens.to_string().into())
    }
}

impl Expr {
    /// Code made of tokens, by `quote!`.
    pub fn new(tokens: &TokenStream) -> Self {
        Self(tokens.to_string().into())
    }
}

impl TomlStr {
    /// `text` as a basic string.
    pub fn new(text: &str) -> Self {
        let mut out = String::with_capacity(text.len() + 2);
        out.push('"');
        for c in text.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                c if is_unsafe(c) => {
                    let code = u32::from(c);
                    // Writing to a string cannot fail.
                    let _ = write!(out, "\\U{code:08X}");
                }
                c => out.push(c),
            }
        }
        out.push('"');
        Self(out.into())
    }
}

impl MarkdownText {
    /// Markdown that was parsed and written again by `prose`, or that we wrote ourselves.
    pub fn new(markdown: &str) -> Self {
        Self(visible(markdown).into())
    }
}

impl CodeSpan {
    /// `code` between backticks, on one line.
    pub fn new(code: &str) -> Self {
        let code: String = visible(code).chars().map(|c| if c == '\n' || c == '\t' { ' ' } else { c }).collect();
        let fence = "`".repeat(longest_run(&code) + 1);
        let pad = if code.is_empty() || code.starts_with(['`', ' ']) || code.ends_with(['`', ' ']) { " " } else { "" };
        // A table ends a cell at every `|` that has no backslash, even inside backticks.
        let code = code.replace('|', "\\|");
        Self(format!("{fence}{pad}{code}{pad}{fence}").into())
    }
}

impl CodeBlock {
    /// `code` in a fence that names `language`.
    pub fn new(language: &'static str, code: &str) -> Self {
        let code = visible(code);
        let fence = "`".repeat(longest_run(&code).max(2) + 1);
        Self(format!("{fence}{language}\n{}\n{fence}", code.trim_end_matches('\n')).into())
    }
}

impl PackageName {
    /// The name nearest to `text`.
    pub fn new(text: &str) -> Self {
        let mut name = String::new();
        for c in text.chars() {
            let c = if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
            if c != '-' || !(name.is_empty() || name.ends_with('-')) {
                name.push(c);
            }
        }
        name.truncate(48);
        let name = name.trim_end_matches('-');
        let name =
            if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name.to_owned() } else { format!("api-{name}") };
        Self(name.trim_end_matches('-').into())
    }
}

impl FileName {
    /// The name nearest to `text`; never a hidden file or a parent folder.
    pub fn new(text: &str) -> Self {
        let name: String =
            text.chars().map(|c| if c.is_ascii_alphanumeric() || "._-#".contains(c) { c } else { '-' }).collect();
        Self(if name.is_empty() || name.starts_with('.') { format!("_{name}") } else { name }.into())
    }
}

/// Every strict, reserved and weak keyword of every edition that cannot be a plain identifier somewhere, and `_`.
const KEYWORDS: &[&str] = &[
    "_",
    "abstract",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "macro_rules",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "raw",
    "ref",
    "return",
    "safe",
    "self",
    "Self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "union",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

/// Each line after `marker`. A line is what the Markdown calls one; whatever else could end one is replaced.
fn comment(marker: &str, markdown: &str) -> String {
    let text = visible(markdown).replace('\t', "  ");
    let mut out = String::with_capacity(text.len() + 64);
    for line in text.trim_matches('\n').lines() {
        let line = line.trim_end();
        out.push_str(marker);
        if !line.is_empty() {
            out.push(' ');
            out.push_str(line);
        }
        out.push('\n');
    }
    if text.trim().is_empty() { String::new() } else { out }
}

/// Line ends become `\n`; other control characters, and those that hide or turn text around, become U+FFFD.
pub fn visible(text: &str) -> String {
    // Nearly every text is so already.
    if text.bytes().all(|byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~')) {
        return text.to_owned();
    }
    let text = text.replace("\r\n", "\n");
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => '\n',
            c if is_unsafe(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// The longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests;
