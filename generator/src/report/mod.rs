//! `authwright report`: one self-contained page that shows what was recognised, why, and what is doubtful.

mod diagram;
mod html;
mod view;

use crate::diagnostic;
use crate::model::Provider;
use crate::select::Selection;

pub use html::HtmlText;
pub use view::PageView;

/// What is known after a run; a run that failed early knows less.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The document's name as the user gave it.
    pub name: &'a str,
    /// What was selected.
    pub selection: Option<&'a Selection>,
    /// The model.
    pub provider: Option<&'a Provider>,
    /// What is to be said, and the files that it points into.
    pub findings: &'a diagnostic::Report,
}

impl Page<'_> {
    /// Everything that the page prints.
    pub fn view(&self) -> PageView {
        view::of(self)
    }
}

#[cfg(test)]
mod tests;
