//! A look at a mapping without reading it: most of a large document is looked at so, and never built.

use std::borrow::Cow;

use super::Node;

/// What stands under a key of a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Glance<'d> {
    /// A scalar that is not null, decoded.
    Text(Cow<'d, str>),
    /// A mapping or a list, as the file spells it.
    Written(&'d str),
}

impl Glance<'_> {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Written(_) => None,
        }
    }
}

impl Node {
    /// What stands under `keys`, in their order, without reading this mapping. Nothing where it is not read from a text, and
    /// where one of the keys is repeated: then it is to be read, which reports that.
    pub fn glance<const N: usize>(&self, keys: [&str; N]) -> Option<[Option<Glance<'_>>; N]> {
        let mut found = [const { None }; N];
        let (maker, id) = self.maker()?;
        maker.glance(id, self.span(), &keys, &mut found).then_some(found)
    }
}
