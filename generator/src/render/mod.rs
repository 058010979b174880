//! `render`: a view becomes the text of files. Only this stage knows Tera.
//!
//! The templates are part of the program. A template's path is the path of its output, and a template whose part of
//! the view is absent gives no file.

mod safe;
mod templates;

use std::sync::LazyLock;

use serde::Serialize;
use tera::{Context, Tera};

use self::templates::Template;
use crate::report::PageView;
use crate::view::{CrateView, Page, PagesView};

/// A file as a template printed it; `verify` decides whether it may be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawFile {
    /// The path inside the crate, with `/`.
    pub path: String,
    /// The text.
    pub text: String,
}

/// A template did not come out. It is a fault of this program, not of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderError {
    /// The template.
    pub template: &'static str,
    /// What Tera says.
    pub message: String,
}

impl std::fmt::Display for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the template {} cannot be printed: {}", self.template, self.message)
    }
}

impl std::error::Error for RenderError {}

/// The templates of a crate, parsed once in a process.
static CRATE: LazyLock<Result<Tera, String>> = LazyLock::new(|| parse(templates::ALL));

/// That of the report's page, which few runs need.
static PAGE: LazyLock<Result<Tera, String>> = LazyLock::new(|| parse(&[templates::PAGE]));

fn parse(templates: &[Template]) -> Result<Tera, String> {
    let mut tera = Tera::new();
    // Every template escapes, and escaping fails: what is no fragment cannot be printed.
    tera.autoescape_on([""]);
    tera.set_escape_fn(|text, _| {
        let start: String = text.chars().take(40).collect();
        Err(std::io::Error::other(format!("plain text reached a template: {start:?}")))
    });
    let texts = templates.iter().map(|template| (template.path, template.text));
    tera.add_raw_templates(texts).map_err(|error| error.to_string())?;
    Ok(tera)
}

/// Parses the templates of a crate, should nobody have done so yet: something to do while a document is read.
pub fn prepare() {
    LazyLock::force(&CRATE);
}

/// The files of a crate.
pub fn render(view: &CrateView) -> Result<Vec<RawFile>, RenderError> {
    let mut files = sources(view)?;
    files.extend(pages(view.pages())?);
    Ok(files)
}

/// The files of a crate but its pages.
pub fn sources(view: &CrateView) -> Result<Vec<RawFile>, RenderError> {
    let parts = view.parts();
    let present = templates::ALL.iter().filter(|template| template.part.is_empty() || parts.contains(&template.part));
    let whole = context(view, "the view")?;
    present.map(|template| print(&CRATE, template.path, template.path.to_owned(), &whole)).collect()
}

/// The pages of a crate, each with a context of its own.
pub fn pages(pages: &PagesView) -> Result<Vec<RawFile>, RenderError> {
    let one = |page: &Page| print(&CRATE, page.template, page.path.clone(), &context(&page.view, page.template)?);
    pages.iter().map(one).collect()
}

/// The page of `authwright report`.
pub fn page(view: &PageView) -> Result<String, RenderError> {
    let path = templates::PAGE.path;
    let file = print(&PAGE, path, path.to_owned(), &context(view, path)?)?;
    Ok(file.text)
}

/// One file from one template.
fn print(
    tera: &Result<Tera, String>,
    template: &'static str,
    path: String,
    context: &Context,
) -> Result<RawFile, RenderError> {
    let fail = |message: String| RenderError { template, message };
    let tera = tera.as_ref().map_err(|message| fail(message.clone()))?;
    let text = tera.render(template, context).map_err(|error| fail(chain(&error)))?;
    Ok(RawFile { path, text })
}

fn context<T: Serialize>(view: &T, template: &'static str) -> Result<Context, RenderError> {
    Context::from_serialize(view).map_err(|error| RenderError { template, message: error.to_string() })
}

/// An error with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fragment::StrLit;

    #[derive(Serialize)]
    struct Hostile<'a> {
        text: &'a str,
        literal: StrLit,
    }

    fn try_template(template: &str) -> Result<String, tera::Error> {
        let mut tera = CRATE.clone().unwrap();
        tera.add_raw_template("trial", template)?;
        let view = Hostile { text: "x", literal: StrLit::new("y") };
        tera.render("trial", &Context::from_serialize(&view)?)
    }

    #[test]
    fn only_fragments_reach_a_template() {
        assert_eq!(try_template("{{ literal }}").unwrap(), "\"y\"");
        assert!(try_template("{{ text }}").is_err());
        assert!(try_template("{% for c in [text] %}{{ c }}{% endfor %}").is_err());
    }

    #[test]
    fn a_missing_name_is_an_error() {
        assert!(try_template("{{ nothing }}").is_err());
    }
}
