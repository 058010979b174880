//! Rust as it is written to disk: `prettyplease`, with the blank lines that it leaves out.

use syn::{Attribute, File, Item, UseTree};

use crate::tree::WRITTEN;

/// A file on its way to text, item by item: none is kept longer than it takes to print it.
#[derive(Default)]
pub(super) struct Formatter {
    head: String,
    items: Vec<(Kind, String)>,
}

impl Formatter {
    /// The attributes that the file begins with.
    pub(super) fn head(&mut self, attributes: Vec<Attribute>) {
        self.head = unparse(attributes, Vec::new());
    }

    /// The next item.
    pub(super) fn item(&mut self, item: Item) {
        let kind = Kind::of(&item);
        let text = unparse(Vec::new(), vec![item]);
        self.items.push((kind, spaced(text.trim_end(), kind)));
    }

    /// The rest of the implementation that was the last item.
    pub(super) fn carry_on(&mut self, item: Item) {
        let text = unparse(Vec::new(), vec![item]);
        let Some((_, begun)) = self.items.last_mut() else { return };
        let Some((_, rest)) = text.split_once("{\n") else { return };
        begun.truncate(begun.trim_end().trim_end_matches('}').trim_end().len());
        begun.push('\n');
        let blank = begun.ends_with("\n    }\n") && rest.starts_with("    ") && !rest.starts_with("     ");
        begun.push_str(if blank { "\n" } else { "" });
        begun.push_str(&spaced(rest.trim_end(), Kind::Large));
    }

    /// The text of the file.
    pub(super) fn finish(mut self) -> String {
        // Exactly what is needed: a text that grows takes up to twice as much, and is kept.
        let length = self.items.iter().map(|(_, text)| text.len() + 2).sum::<usize>();
        let mut out = String::with_capacity(WRITTEN.len() + self.head.len() + length + 2);
        out.push_str(WRITTEN);
        out.push('\n');
        out.push_str(self.head.trim_end());
        let mut last: Option<Kind> = None;
        // Stable: everything but `use` keeps its place after them.
        self.items.sort_by_key(|(kind, _)| kind.rank());
        for (kind, text) in self.items {
            out.push_str(if last == Some(kind) && kind != Kind::Large { "\n" } else { "\n\n" });
            out.push_str(text.trim_end());
            last = Some(kind);
        }
        out.push('\n');
        if self.head.trim().is_empty() { out.replacen("\n\n\n", "\n\n", 1) } else { out }
    }
}

fn unparse(attrs: Vec<Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs, items })
}

/// What stands together without a blank line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `use` of the standard library.
    Standard,
    /// `use` of the crate's own.
    Own,
    /// Any other `use`.
    Use,
    /// `pub use`.
    Export,
    /// `mod`
    Module,
    /// Everything else.
    Large,
}

impl Kind {
    /// Where it stands in a file.
    fn rank(self) -> u8 {
        match self {
            Self::Standard => 0,
            Self::Use => 1,
            Self::Own => 2,
            Self::Export | Self::Module | Self::Large => 3,
        }
    }

    fn of(item: &Item) -> Self {
        match item {
            Item::Use(item) if !matches!(item.vis, syn::Visibility::Inherited) => Self::Export,
            Item::Use(item) => match &item.tree {
                UseTree::Path(path) if path.ident == "std" => Self::Standard,
                UseTree::Path(path) if path.ident == "crate" => Self::Own,
                _ => Self::Use,
            },
            Item::Mod(_) => Self::Module,
            _ => Self::Large,
        }
    }
}

/// A blank line after each function of an implementation but the last, and after the last of its constants.
fn spaced(text: &str, kind: Kind) -> String {
    if kind != Kind::Large {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut lines = text.lines().peekable();
    let mut constant = false;
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let next = lines.peek().copied().unwrap_or("}");
        constant |= is_constant(line);
        let ended = constant && line.ends_with(';') && is_member(line);
        constant &= !ended;
        let wanted = |line: &str| !line.starts_with("    ///") && !line.starts_with("    #[");
        let last = || ended && lines.clone().find(|line| wanted(line)).is_some_and(|line| !is_constant(line));
        if (line == "    }" || last()) && next != "}" && is_member(next) {
            out.push('\n');
        }
    }
    out
}

/// Whether it is a line of a member itself, and not of what is in it.
fn is_member(line: &str) -> bool {
    line.starts_with("    ") && !line.starts_with("     ")
}

fn is_constant(line: &str) -> bool {
    line.starts_with("    pub const ") && !line.starts_with("    pub const fn ")
}
