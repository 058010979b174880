//! The pages of a generated crate: `README.md` and `docs/`.

mod again;
mod api;
mod authorization;
mod diagram;
mod example;
mod factor;
mod fields;
mod lifecycle;
mod link;
mod meaning;
mod models;
mod operation;
mod readme;
pub(super) mod rustdoc;
mod sample;
mod scheme_example;
mod schemes;
mod value;
mod words;

use std::borrow::Cow;

use serde::Serialize;

pub use again::Again;

use super::Context;
use super::fragment::{CodeSpan, MarkdownText};
use super::manifest::Items;
use super::prose;
use crate::model::Provider;
use link::{Files, Links};

/// All pages.
#[derive(Debug)]
pub struct PagesView(Vec<Page>);

/// One page.
#[derive(Debug)]
pub struct Page {
    /// The template that prints it.
    pub template: &'static str,
    /// Its path in the crate.
    pub path: String,
    /// What is on it.
    pub view: PageView,
}

impl Page {
    /// What it must hold: no item, and so many examples that rustdoc compiles.
    pub fn items(&self) -> Items {
        let mut items = Items::new();
        items.examples(match &self.view {
            PageView::Readme(page) => page.examples(),
            PageView::Api(page) => page.examples(),
            PageView::Lifecycle(page) => page.examples(),
            PageView::Schemes(page) => page.examples(),
            PageView::Models(_) | PageView::Model(_) => 0,
        });
        items
    }
}

/// What is on a page. One for each template.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum PageView {
    /// `README.md`.
    Readme(readme::ReadmePage),
    /// `docs/AuthenticationApi.md`.
    Api(api::ApiPage),
    /// `docs/Lifecycle.md`.
    Lifecycle(lifecycle::LifecyclePage),
    /// `docs/Schemes.md`.
    Schemes(schemes::SchemesPage),
    /// `docs/Models.md`.
    Models(models::ModelList),
    /// `docs/models/*.md`.
    Model(models::ModelPage),
}

/// What every page is decided from.
#[derive(Debug)]
struct Site<'a> {
    cx: &'a Context<'a>,
    files: Files,
}

impl Site<'_> {
    /// The document's title, as the text of a heading.
    fn title(&self) -> String {
        let title = prose::markdown_heading(&self.cx.provider.title);
        if title.is_empty() { CodeSpan::new(&self.cx.provider.name).to_string() } else { title }
    }

    /// The anchor of a page's first heading: the title, then what the page is about.
    fn anchor(&self, about: &str) -> MarkdownText {
        MarkdownText::new(&link::slug(&format!("{}: {about}", prose::markdown_heading(&self.cx.provider.title))))
    }

    /// Whether any model has a page.
    fn has_models(&self) -> bool {
        !self.files.is_empty()
    }

    /// Links from a page that reaches the models' pages through `models`.
    fn links(&self, models: &'static str) -> Links<'_> {
        Links { cx: self.cx, files: &self.files, models }
    }
}

impl PagesView {
    /// Decides the pages of a provider's crate, and nothing else of it.
    pub fn of(provider: &Provider, again: &Again) -> Self {
        let mut cx = Context::new(provider);
        cx.settle_grant();
        Self::new(&cx, again)
    }

    /// Decides every page.
    pub(super) fn new(cx: &Context<'_>, again: &Again) -> Self {
        let site = Site { cx, files: Files::new(cx) };
        let mut pages = Self(Vec::new());
        pages.add("README.md", PageView::Readme(readme::page(&site, again)));
        pages.add("docs/AuthenticationApi.md", PageView::Api(api::page(&site)));
        if let Some(lifecycle) = &cx.provider.lifecycle {
            pages.add("docs/Lifecycle.md", PageView::Lifecycle(lifecycle::page(&site, lifecycle)));
        }
        if !cx.provider.schemes.is_empty() {
            pages.add("docs/Schemes.md", PageView::Schemes(schemes::page(&site)));
        }
        let models: Vec<_> = cx.provider.types.iter().filter_map(|def| models::page(&site, def)).collect();
        if !models.is_empty() {
            pages.add("docs/Models.md", PageView::Models(models::list(&site)));
        }
        for (file, model) in models {
            pages.0.push(Page {
                template: "docs/models/Model.md",
                path: format!("docs/models/{file}"),
                view: PageView::Model(model),
            });
        }
        pages
    }

    /// The pages, by path.
    pub fn iter(&self) -> impl Iterator<Item = &Page> {
        self.0.iter()
    }

    /// What each page must hold, by its path.
    pub fn manifest(&self) -> Vec<(Cow<'static, str>, Items)> {
        self.0.iter().map(|page| (page.path.clone().into(), page.items())).collect()
    }

    /// The pages with Rust code, which the crate's doctests include.
    pub fn with_code(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|page| !page.path.starts_with("docs/models/")).map(|page| page.path.as_str())
    }

    fn add(&mut self, path: &'static str, view: PageView) {
        self.0.push(Page { template: path, path: path.to_owned(), view });
    }
}
