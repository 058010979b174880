//! `verify`: raw files become a tree, or an error.
//!
//! What the templates printed is read again as what it will be: Rust must hold exactly the items that the view
//! decided on, comments must be only comments, TOML and Markdown must parse. Rust is formatted on the way.

mod comments;
mod format;
mod inside;
mod items;
mod other;

use std::borrow::Cow;
use std::fmt;

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
const LARGE: usize = 1 << 16;

/// Checks and formats every file. `manifest` says what each Rust file must hold, and how many examples a page.
pub fn verify(mut files: Vec<RawFile>, manifest: &[(Cow<'static, str>, Items)]) -> Result<Tree, VerifyError> {
    // The largest first: nobody then waits for one that was begun last.
    files.sort_by_key(|file| std::cmp::Reverse(file.text.len()));
    let check = |file: &RawFile| one(file, manifest);
    let large = files.iter().map(|file| file.text.len()).sum::<usize>() >= LARGE;
    let checked = if large { parallel::map(&files, check) } else { files.iter().map(check).collect() };
    let mut tree = Tree::new();
    for (file, text) in files.into_iter().zip(checked) {
        match text {
            Ok(text) => tree.insert(file.path, text),
            Err(message) => return Err(VerifyError { path: file.path, message }),
        }
    }
    Ok(tree)
}

fn one(file: &RawFile, manifest: &[(Cow<'static, str>, Items)]) -> Result<String, String> {
    let expected = manifest.iter().find(|(path, _)| *path == file.path).map(|(_, items)| items);
    let extension = file.path.rsplit('.').next().unwrap_or_default();
    match extension {
        "rs" => rust(&file.text, expected.ok_or("nothing says what it must hold")?),
        "toml" => other::toml(&file.text),
        "md" => other::markdown(&file.text, expected.map_or(0, Items::doctests)),
        "json" => other::json(&file.text),
        _ => Err("nothing says how to check it".to_owned()),
    }
}

/// Item by item: what is not looked at any more is let go, however long the file is.
fn rust(text: &str, expected: &Items) -> Result<String, String> {
    let mut found = Vec::new();
    let (mut inside, mut comments) = (Inside::default(), Comments::default());
    let read = |input: ParseStream<'_>| {
        let attributes = input.call(Attribute::parse_inner)?;
        for attribute in &attributes {
            inside.visit_attribute(attribute);
        }
        comments.block(&attributes);
        let mut formatter = Formatter::new(attributes);
        while !input.is_empty() {
            let item: Item = input.parse()?;
            found.push(items::describe(&item));
            inside.visit_item(&item);
            comments.visit_item(&item);
            formatter.item(item);
        }
        Ok(formatter)
    };
    let formatter = read.parse_str(text).map_err(|error| error.to_string())?;
    items::check(found, expected)?;
    inside.finish()?;
    comments.finish(expected.doctests())?;
    Ok(formatter.finish())
}
