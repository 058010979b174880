//! Files beside the document, read only when the user allows it, and only from the document's own folder.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use super::{FILES, decode, rewrite::rewrite, split};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, quoted},
    document::{Document, Entry, FileId, Node, escape_token},
    load::{Input, Limits, load_whole},
};

/// Files that one document may be spread over.
const MOST: usize = 2_000;

/// The folder of a document, from which references may be followed.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    spec: PathBuf,
}

impl Folder {
    /// The folder that a document lies in, symbolic links resolved; `None` where there is none (standard input).
    pub fn of(spec: &Path) -> Option<Self> {
        let spec = spec.canonicalize().ok()?;
        Some(Self { path: spec.parent()?.to_owned(), spec })
    }
}

/// Puts every file that the document refers to under [`FILES`], and points the references there.
pub(super) fn bundle(document: &mut Document, folder: &Folder) -> Result<(), Diagnostics> {
    let mut bundle =
        Bundle { folder, names: HashMap::new(), queue: Vec::new(), sources: Vec::new(), faults: Vec::new(), first: 0 };
    bundle.first = document.sources.len();
    let root = bundle.file(&document.root, None);
    let mut files: Vec<Entry> = Vec::new();
    while let Some((name, node)) = bundle.queue.pop() {
        let node = bundle.file(&node, Some(&name));
        files.push(Entry::new(name, node));
    }
    // Faults have their places in these.
    document.sources.extend(bundle.sources);
    if !bundle.faults.is_empty() {
        return Err(bundle.faults);
    }
    if !files.is_empty() {
        files.sort_by(|a, b| a.key.cmp(&b.key));
        document.root = root.with(FILES, Node::mapping(files, document.root.span()));
    }
    Ok(())
}

struct Bundle<'f> {
    folder: &'f Folder,
    /// The name under [`FILES`] of each file that was read.
    names: HashMap<PathBuf, String>,
    queue: Vec<(String, Node)>,
    sources: Vec<crate::document::Source>,
    faults: Diagnostics,
    /// The number of files that the document had before.
    first: usize,
}

impl Bundle<'_> {
    /// The tree of one file with its references rewritten; `name` is where it stands, the root for the document itself.
    fn file(&mut self, node: &Node, name: Option<&str>) -> Node {
        let own = name.map(str::to_owned);
        rewrite(node, &mut |reference| match self.target(reference.text, own.as_deref(), reference.at) {
            // By which anchor it leads where, the whole document tells.
            _ if reference.dynamic => None,
            Ok(target) => target,
            // In another file it may be in a part that nobody asks for; it is refused where it is needed.
            Err(_) if own.is_some() => None,
            Err(fault) => {
                self.faults.push(fault);
                None
            }
        })
    }

    fn target(&mut self, reference: &str, own: Option<&str>, at: &Node) -> Result<Option<String>, Diagnostic> {
        let (path, fragment) = split(reference);
        let file = match (path, own) {
            ("", None) => return Ok(None),
            ("", Some(own)) => Some(own.to_owned()),
            (path, own) => self.named(path, own, reference, at)?,
        };
        Ok(Some(match file {
            Some(file) => format!("#/{FILES}/{}{fragment}", escape_token(&file)),
            None => format!("#{fragment}"),
        }))
    }

    /// The name of the file at `path`, read if it is new; `None` for the document itself.
    fn named(
        &mut self,
        path: &str,
        own: Option<&str>,
        reference: &str,
        at: &Node,
    ) -> Result<Option<String>, Diagnostic> {
        let refuse = |why: &str, help: &str| {
            let message = format!("the `$ref` to {} is not followed: {why}", quoted(reference));
            Diagnostic::error(Code::ExternalUnreadable, message, help.to_owned()).at(at.span())
        };
        if path.contains("://") || path.starts_with("//") || path.starts_with('/') {
            return Err(refuse("it is no file beside the document", "bundle the document into one file first"));
        }
        let beside = own.map(|own| self.folder.path.join(own)).and_then(|own| own.parent().map(Path::to_owned));
        let wanted = beside.unwrap_or_else(|| self.folder.path.clone()).join(&*decode(path));
        let file = wanted.canonicalize().map_err(|_| refuse("there is no such file", "correct the path"))?;
        let Ok(inside) = file.strip_prefix(&self.folder.path) else {
            return Err(refuse("it lies outside the document's own folder", "move the file into that folder"));
        };
        if file == self.folder.spec {
            return Ok(None);
        }
        if !file.is_file() {
            // Reading a pipe or a device might never end.
            return Err(refuse("it is no regular file", "name the file that it stands for"));
        }
        if let Some(name) = self.names.get(&file) {
            return Ok(Some(name.clone()));
        }
        if self.names.len() >= MOST {
            return Err(refuse(
                "the document is spread over too many files",
                "bundle the document into one file first",
            ));
        }
        let name = inside.to_str().map(|name| name.replace('\\', "/"));
        let name = name.ok_or_else(|| refuse("its name is no text", "rename the file"))?;
        let number = FileId::try_from(self.first + self.sources.len()).unwrap_or(FileId::MAX);
        // What is wrong inside the file is not shown: it may be any file of that folder.
        let loaded = load_whole(&Input::Path(file.clone()), number, &Limits::default()).map_err(|_| {
            refuse("the file is no proper YAML or JSON", "correct the file; give it alone to see what is wrong")
        })?;
        self.sources.extend(loaded.sources);
        self.names.insert(file, name.clone());
        self.queue.push((name.clone(), loaded.root));
        Ok(Some(name))
    }
}
