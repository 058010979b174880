//! Only one stage knows each outside thing (docs/ARCHITECTURE.md). The sources are parsed, tests in them left out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// Crates, and the modules of `generator/src` that may name them.
const ALLOWED: &[(&str, &[&str])] = &[
    ("saphyr_parser", &["load"]),
    ("openapiv3", &["model"]),
    ("heck", &["view"]),
    ("proc_macro2", &["view", "verify"]),
    ("quote", &["view", "verify"]),
    ("syn", &["verify"]),
    ("prettyplease", &["verify"]),
    ("tera", &["render"]),
    ("miette", &["diagnostic"]),
    ("clap", &["cli", "main"]),
    ("similar", &["cli"]),
    ("indicatif", &["cli"]),
    ("strsim", &["cli"]),
    ("include_dir", &["vendor"]),
    ("rustix", &["tree"]),
    ("pulldown_cmark", &["view", "verify"]),
];

/// The first names of paths in a file.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Use(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        let tests = attributes.iter().any(|attribute| {
            attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Ident>().is_ok_and(|name| name == "test")
        });
        if !tests {
            visit::visit_item(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0.extend(path.segments.first().filter(|_| path.segments.len() > 1).map(|first| first.ident.to_string()));
        visit::visit_path(self, path);
    }

    fn visit_use_tree(&mut self, tree: &'ast syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => drop(self.0.insert(path.ident.to_string())),
            syn::UseTree::Name(name) => drop(self.0.insert(name.ident.to_string())),
            syn::UseTree::Rename(name) => drop(self.0.insert(name.ident.to_string())),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.visit_use_tree(tree)),
            syn::UseTree::Glob(_) => {}
        }
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.0.extend(call.path.segments.first().map(|first| first.ident.to_string()));
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a source folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() && name != "tests" {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && name != "tests.rs" {
            found.push(path);
        }
    }
}

#[test]
fn each_outside_thing_is_known_to_one_stage() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 50, "the sources are somewhere else");
    let mut faults = Vec::new();
    let mut used = BTreeSet::new();
    for path in files {
        let inner = path.strip_prefix(&root).expect("inside");
        let stage = inner.components().next().and_then(|part| part.as_os_str().to_str()).unwrap_or_default();
        let stage = stage.trim_end_matches(".rs").to_owned();
        let text = std::fs::read_to_string(&path).expect("a source");
        let mut names = Names::default();
        names.visit_file(&syn::parse_file(&text).expect("valid Rust"));
        for (name, stages) in ALLOWED.iter().filter(|(name, _)| names.0.contains(*name)) {
            used.insert(*name);
            if !stages.contains(&stage.as_str()) {
                faults.push(format!("{} names {name}, which only {} may", inner.display(), stages.join(" and ")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // A rule about a crate that nobody names checks nothing.
    let idle: Vec<&str> = ALLOWED.iter().map(|(name, _)| *name).filter(|name| !used.contains(name)).collect();
    assert!(idle.is_empty(), "no source names {idle:?}");
}
