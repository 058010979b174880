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
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Parser, Tag};

    proptest! {
        #[test]
        fn every_ident_is_one(text in any::<String>()) {
            let name = Ident::new(&text);
            prop_assert!(syn::parse_str::<syn::Ident>(name.as_str()).is_ok());
            prop_assert!(name.as_str().is_ascii());
        }

        #[test]
        fn a_literal_reads_back(text in any::<String>()) {
            let literal: syn::LitStr = syn::parse_str(StrLit::new(&text).as_str()).unwrap();
            prop_assert_eq!(literal.value(), text);
        }

        #[test]
        fn a_literal_hides_nothing(c in prop::char::range('\u{200b}', '\u{2070}')) {
            let literal = StrLit::new(&c.to_string());
            prop_assert!(!literal.as_str().contains(is_unsafe));
        }

        #[test]
        fn comments_hold_one_item(text in any::<String>()) {
            let file = syn::parse_file(&format!("{}\nstruct S;", DocText::new(&text))).unwrap();
            prop_assert_eq!(file.items.len(), 1);
        }

        #[test]
        fn code_spans_stay_on_their_line(text in any::<String>()) {
            prop_assert!(!CodeSpan::new(&text).as_str().contains(['\n', '\r']));
        }

        #[test]
        fn package_names_are_cargos(text in any::<String>()) {
            let name = PackageName::new(&text);
            prop_assert!(name.as_str().starts_with(|c: char| c.is_ascii_lowercase()));
            prop_assert!(name.as_str().chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
        }

        #[test]
        fn a_toml_string_reads_back(text in any::<String>()) {
            let table: toml::Table = toml::from_str(&format!("k = {}", TomlStr::new(&text))).unwrap();
            prop_assert_eq!(table.len(), 1);
            prop_assert_eq!(table["k"].as_str(), Some(text.as_str()));
        }

        #[test]
        fn module_comments_hold_no_item(text in any::<String>()) {
            let file = syn::parse_file(ModuleDoc::new(&text).as_str()).unwrap();
            prop_assert!(file.items.is_empty());
        }

        #[test]
        fn nothing_ends_a_code_block_early(text in "(`|~|\n| |[a-z]|\\PC){0,40}") {
            let block = CodeBlock::new("text", &text);
            let source = format!("{block}\n");
            let events: Vec<Event<'_>> = Parser::new(&source).collect();
            let held: String = events.iter().filter_map(|event| match event {
                Event::Text(text) => Some(text.as_ref()),
                _ => None,
            }).collect();
            prop_assert!(matches!(events.first(), Some(Event::Start(Tag::CodeBlock(_)))), "{:?}", events);
            prop_assert_eq!(events.iter().filter(|event| matches!(event, Event::Start(_))).count(), 1);
            let seen = visible(&text);
            prop_assert_eq!(held.trim_end_matches('\n'), seen.trim_end_matches('\n'));
        }

        #[test]
        fn nothing_ends_a_code_span_early(text in "(`|[|]| |[a-z]|\\PC){0,40}") {
            let source = format!("a {} b", CodeSpan::new(&text));
            let codes = Parser::new(&source).filter(|event| matches!(event, Event::Code(_))).count();
            let others = Parser::new(&source).filter(|event| matches!(event, Event::Start(_))).count();
            prop_assert_eq!((codes, others), (1, 1), "{}", source);
        }

        #[test]
        fn file_names_stay_in_their_folder(text in any::<String>()) {
            let name = FileName::new(&text);
            prop_assert!(!name.as_str().is_empty() && !name.as_str().starts_with('.'));
            prop_assert!(!name.as_str().contains(['/', '\\', ':', '\0']));
        }

        #[test]
        fn no_text_hides_a_character(text in any::<String>()) {
            prop_assert!(!MarkdownText::new(&text).as_str().contains(|c| c != '\n' && c != '\t' && is_unsafe(c)));
        }
    }
}
