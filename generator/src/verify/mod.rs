//! `verify`: raw files become a tree, or an error.
//!
//! What the templates printed is read again as what it will be: Rust must hold exactly the items that the view
//! decided on, comments must be only comments, TOML and Markdown must parse. Rust is formatted on the way.

mod comments;
mod format;
mod inside;
mod items;
mod other;
mod pieces;

use std::borrow::Cow;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use syn::parse::{ParseStream, Parser as _};
use syn::visit::Visit as _;
use syn::{Attribute, Item};

use self::{comments::Comments, format::Formatter, inside::Inside};
use crate::parallel;
use crate::render::RawFile;
use crate::tree::Tree;
use crate::view::Items;

/// A printed file is not what it has to be. It is a fault of this program or an attack on it; nothing is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyError {
    /// The file.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the generated file {} is refused: {}", self.path, self.message)
    }
}

impl std::error::Error for VerifyError {}

/// From this many bytes on, further threads pay.
const LARGE: usize = 1 << 18;

/// Checks and formats every file. `manifest` says what each Rust file must hold, and how many examples a page.
pub fn verify(mut files: Vec<RawFile>, manifest: Vec<(Cow<'static, str>, Items)>) -> Result<Tree, VerifyError> {
    // The largest first: nobody then waits for one that was begun last.
    files.sort_by_key(|file| std::cmp::Reverse(file.text.len()));
    let large = files.iter().map(|file| file.text.len()).sum::<usize>() >= LARGE;
    let files: Vec<Mutex<RawFile>> = files.into_iter().map(Mutex::new).collect();
    let check = move |file: &Mutex<RawFile>| {
        // What was printed is let go when it has been read.
        let RawFile { path, text } = std::mem::take(&mut *file.lock().unwrap_or_else(PoisonError::into_inner));
        match one(&path, &text, &manifest) {
            Ok(text) => Ok((path, text)),
            Err(message) => Err(VerifyError { path, message }),
        }
    };
    let checked = if large { parallel::map(&files, check) } else { parallel::share(files, check) };
    let mut tree = Tree::new();
    for file in checked {
        let (path, text) = file?;
        tree.insert(path, text);
    }
    Ok(tree)
}

fn one(path: &str, text: &str, manifest: &[(Cow<'static, str>, Items)]) -> Result<String, String> {
    let expected = manifest.iter().find(|(known, _)| *known == path).map(|(_, items)| items);
    let extension = path.rsplit('.').next().unwrap_or_default();
    match extension {
        "rs" => rust(text, expected.ok_or("nothing says what it must hold")?),
        "toml" => other::toml(text),
        "md" => other::markdown(text, expected.map_or(0, Items::doctests)),
        "json" => other::json(text),
        _ => Err("nothing says how to check it".to_owned()),
    }
}

/// What is cut at the wrong place is read as a whole, which then says what is wrong.
fn rust(text: &str, expected: &Items) -> Result<String, String> {
    if text.len() >= pieces::SIZE
        && let Ok(checked) = rust_in_pieces(text, pieces::SIZE, expected)
    {
        return Ok(checked);
    }
    rust_in_pieces(text, usize::MAX, expected)
}

/// Item by item: what is not looked at any more is let go, however long the file is.
fn rust_in_pieces(text: &str, size: usize, expected: &Items) -> Result<String, String> {
    let mut file = RustFile::default();
    for piece in pieces::of(text, size) {
        let read = |input: ParseStream<'_>| file.read(input, piece.continues);
        read.parse_str(&piece.text).map_err(|error| error.to_string())?;
    }
    file.finish(expected)
}

/// A Rust file as far as it was read.
#[derive(Default)]
struct RustFile {
    found: Vec<String>,
    inside: Inside,
    comments: Comments,
    formatter: Formatter,
}

impl RustFile {
    /// The next items; whether the first of them carries on the last one.
    fn read(&mut self, input: ParseStream<'_>, mut continues: bool) -> syn::Result<()> {
        if self.found.is_empty() {
            let attributes = input.call(Attribute::parse_inner)?;
            for attribute in &attributes {
                self.inside.visit_attribute(attribute);
            }
            self.comments.block(&attributes);
            self.formatter.head(attributes);
        }
        while !input.is_empty() {
            let item: Item = input.parse()?;
            let described = items::describe(&item);
            self.inside.visit_item(&item);
            self.comments.visit_item(&item);
            if std::mem::take(&mut continues) && self.found.last() == Some(&described) {
                self.formatter.carry_on(item);
            } else {
                self.found.push(described);
                self.formatter.item(item);
            }
        }
        Ok(())
    }

    fn finish(self, expected: &Items) -> Result<String, String> {
        items::check(self.found, expected)?;
        self.inside.finish()?;
        self.comments.finish(expected.doctests())?;
        Ok(self.formatter.finish())
    }
}

#[cfg(test)]
mod tests {
    use syn::parse::{ParseStream, Parser as _};

    use super::{RustFile, pieces};

    fn formatted(text: &str, size: usize) -> String {
        let mut file = RustFile::default();
        for piece in pieces::of(text, size) {
            let read = |input: ParseStream<'_>| file.read(input, piece.continues);
            read.parse_str(&piece.text).expect("it is Rust");
        }
        file.formatter.finish()
    }

    #[test]
    fn a_blank_line_stands_between_constants_and_what_follows_them() {
        let text = "struct A;\nimpl A {\n/// One.\npub const ONE: u8 = 1;\n/// Two.\npub const TWO: &[u8] = &[\n2];\n\
                    /// New.\n#[must_use]\npub const fn new() -> Self { Self }\n/// End.\npub fn end(self) {}\n}\n";
        let expected = "    pub const ONE: u8 = 1;\n    /// Two.\n    pub const TWO: &[u8] = &[2];\n\n    /// New.\n    #[must_use]\n";
        for size in [1, usize::MAX] {
            let text = formatted(text, size);
            assert!(text.contains(expected) && text.contains("    }\n\n    /// End.\n"), "{text}");
        }
        let alone = formatted("struct A;\nimpl A {\npub const ONE: u8 = 1;\n}\n", usize::MAX);
        assert!(alone.contains("    pub const ONE: u8 = 1;\n}"), "{alone}");
    }

    #[test]
    fn pieces_make_the_file_that_the_whole_makes() {
        let crates = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../generated")).expect("they stand there");
        let sources = crates.filter_map(|folder| std::fs::read_dir(folder.ok()?.path().join("src")).ok()).flatten();
        for path in sources.filter_map(|file| Some(file.ok()?.path())) {
            let text = std::fs::read_to_string(&path).expect("it is text");
            let whole = formatted(&text, usize::MAX);
            for size in [1, 500, 5000] {
                assert_eq!(formatted(&text, size), whole, "{}", path.display());
            }
        }
    }
}
