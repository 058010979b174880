//! What a page of a generated crate must be: every link leads somewhere, every element is there, no secret is shown.

mod elements;
mod page;
mod rules;

pub use elements::elements;
pub use page::{Fence, Heading, Page};

use std::collections::BTreeMap;
use std::path::Path;

/// The pages of one crate, by path.
#[derive(Debug, Default)]
pub struct Pages(BTreeMap<String, Page>);

/// Something that is wrong with a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The page.
    pub page: String,
    /// The rule.
    pub rule: &'static str,
    /// What was seen.
    pub seen: String,
}

impl Pages {
    /// Reads `README.md` and all of `docs/`.
    pub fn read(folder: &Path) -> std::io::Result<Self> {
        let mut pages = Self::default();
        pages.add("README.md", &std::fs::read_to_string(folder.join("README.md"))?);
        pages.read_folder(folder, "docs")?;
        Ok(pages)
    }

    /// Adds a page.
    pub fn add(&mut self, path: &str, text: &str) {
        self.0.insert(path.to_owned(), Page::new(path, text));
    }

    /// A page.
    pub fn get(&self, path: &str) -> Option<&Page> {
        self.0.get(path)
    }

    /// All pages.
    pub fn iter(&self) -> impl Iterator<Item = &Page> {
        self.0.values()
    }

    /// Everything that is wrong, in order.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> =
            self.iter().flat_map(|page| rules::page(self, page)).chain(elements(self)).collect();
        faults.sort();
        faults
    }

    fn read_folder(&mut self, root: &Path, folder: &str) -> std::io::Result<()> {
        for entry in std::fs::read_dir(root.join(folder))? {
            let entry = entry?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                self.read_folder(root, &path)?;
            } else {
                self.add(&path, &std::fs::read_to_string(entry.path())?);
            }
        }
        Ok(())
    }
}
