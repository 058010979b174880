//! `verify`: raw files become a tree, or an error.
//!
//! What the templates printed is read again as what it will be: Rust must hold exactly the items that the view
//! decided on, comments must be only comments, TOML and Markdown must parse. Rust is formatted on the way.

mod comments;
mod format;
mod inside;
mod items;
mod other;

use std::fmt;

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

/// Checks and formats every file. `manifest` says what each Rust file must hold.
pub fn verify(files: Vec<RawFile>, manifest: &[(&'static str, Items)]) -> Result<Tree, VerifyError> {
    let mut tree = Tree::new();
    for file in files {
        let text = one(&file, manifest).map_err(|message| VerifyError { path: file.path.clone(), message })?;
        tree.insert(file.path, text);
    }
    Ok(tree)
}

fn one(file: &RawFile, manifest: &[(&'static str, Items)]) -> Result<String, String> {
    let extension = file.path.rsplit('.').next().unwrap_or_default();
    match extension {
        "rs" => {
            let expected = manifest.iter().find(|(path, _)| *path == file.path).map(|(_, items)| items);
            rust(&file.path, &file.text, expected.ok_or("nothing says what it must hold")?)
        }
        "toml" => other::toml(&file.text),
        "md" => other::markdown(&file.text),
        "json" => other::json(&file.text),
        _ => Err("nothing says how to check it".to_owned()),
    }
}

fn rust(path: &str, text: &str, expected: &Items) -> Result<String, String> {
    let file = syn::parse_file(text).map_err(|error| error.to_string())?;
    items::check(&file, expected)?;
    inside::check(&file)?;
    comments::check(&file, path)?;
    Ok(format::rust(file))
}
