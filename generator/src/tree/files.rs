//! The files of one crate in memory.

use std::collections::BTreeMap;

use memchr::memchr_iter;

/// The files of one crate by path, with `/` between folders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// No files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.files.insert(path.into(), text.into());
    }

    /// Adds the files of another tree.
    pub fn append(&mut self, mut other: Self) {
        self.files.append(&mut other.files);
    }

    /// The text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Every file, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// How many lines all files have together.
    pub fn lines(&self) -> usize {
        self.files.values().map(|text| lines(text)).sum()
    }
}

/// As many as [`str::lines`] gives.
fn lines(text: &str) -> usize {
    memchr_iter(b'\n', text.as_bytes()).count() + usize::from(!text.is_empty() && !text.ends_with('\n'))
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn lines_are_those_of_the_text() {
        for text in ["", "\n", "a", "a\n", "a\nb", "a\n\nb\n"] {
            assert_eq!(lines(text), text.lines().count(), "{text:?}");
        }
    }
}
