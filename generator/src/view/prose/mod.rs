//! Prose: the document's own Markdown, parsed and written again for where it will stand.
//!
//! Nothing is copied. A parser says what the text means, and the writer says it again so that no reader of the output
//! (rustc, rustdoc, clippy, a Markdown viewer) can take it for anything else: no code block becomes a doctest, no bracket
//! an intra-doc link, no `<word>` an HTML tag, no heading breaks the order of the page's own.

mod block;
mod clean;
mod html;
mod inline;
mod parse;
mod tree;
mod url;
mod word;

#[cfg(test)]
mod tests;

/// For which reader prose is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    /// A documentation comment: rustdoc and clippy read it.
    Rustdoc,
    /// A Markdown page of the crate.
    Page,
}

/// `source` as the Markdown of a documentation comment; lines end with `\n`, none with a blank. Empty where nothing is said.
pub fn rustdoc(source: &str) -> String {
    block::write(&parse::parse(source), Target::Rustdoc)
}

/// `source` on one line of a documentation comment.
pub fn rustdoc_line(source: &str) -> String {
    inline::line(&tree::flatten(parse::parse(source)), Target::Rustdoc, inline::Place::Line)
}

/// `source` as blocks of a Markdown page. Empty where nothing is said.
pub fn markdown(source: &str) -> String {
    block::write(&parse::parse(source), Target::Page)
}

/// `source` on one line of a Markdown page.
pub fn markdown_line(source: &str) -> String {
    inline::line(&tree::flatten(parse::parse(source)), Target::Page, inline::Place::Line)
}

/// `source` as the content of a table cell on a Markdown page.
pub fn markdown_cell(source: &str) -> String {
    inline::line(&tree::flatten(parse::parse(source)), Target::Page, inline::Place::Cell)
}

/// `source` as the text of a heading on a Markdown page, or of a link: one line without links and styles.
pub fn markdown_heading(source: &str) -> String {
    let text = tree::plain(&tree::flatten(parse::parse(source)));
    inline::line(&[tree::Inline::Text(text)], Target::Page, inline::Place::Heading)
}

/// Our own paragraphs, one a line, with lines no longer than those of the document's prose.
pub fn wrapped(text: &str) -> String {
    text.lines().map(|line| inline::wrap(line, block::WIDTH).join("\n")).collect::<Vec<_>>().join("\n")
}
