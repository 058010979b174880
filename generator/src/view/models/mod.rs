//! The module `models`: what is sent and what comes back.

mod choice;
mod structs;
mod words;

use serde::Serialize;

use self::choice::ChoiceView;
use self::structs::StructView;
pub(crate) use self::structs::has_constructor;
use self::words::WordsView;
use super::Context;
use super::docs;
use super::fragment::{DocText, Expr};
use super::manifest::Items;
use super::pages::rustdoc;
use super::recorder::Recorder;
use crate::model::{TypeDef, TypeKind};

/// The module `models`.
#[derive(Debug, Serialize)]
pub(super) struct ModelsView {
    imports: Vec<Expr>,
    structs: Vec<StructView>,
    words: Vec<WordsView>,
    choices: Vec<ChoiceView>,
}

const KNOWN: &[&str] = &[
    "std::collections::BTreeMap",
    "authwright::Bytes",
    "authwright::Secret",
    "authwright::json::FromJson",
    "authwright::json::Json",
    "authwright::json::JsonError",
    "authwright::json::Object",
    "authwright::json::ToJson",
];

impl ModelsView {
    /// Decides every type.
    pub(super) fn new(cx: &Context<'_>) -> Self {
        let uses = Recorder::default();
        let mut view = Self { imports: Vec::new(), structs: Vec::new(), words: Vec::new(), choices: Vec::new() };
        for def in &cx.provider.types {
            match &def.kind {
                TypeKind::Object { fields, additional } => {
                    view.structs.extend(StructView::new(cx, def, fields, additional.is_some(), &uses));
                }
                TypeKind::Enum { values } => view.words.extend(WordsView::new(cx, def, values, &uses)),
                TypeKind::OneOf { variants, discriminator } => {
                    view.choices.extend(ChoiceView::new(cx, def, variants, discriminator.as_deref(), &uses));
                }
                TypeKind::Alias(_) => {}
            }
        }
        for (index, operation) in cx.provider.operations.iter().enumerate() {
            view.structs.extend(StructView::params(cx, index, operation, &uses));
            view.choices.extend(ChoiceView::successes(cx, index, operation, &uses));
        }
        view.imports = uses.imports(KNOWN);
        view
    }

    /// Whether there is anything in it.
    pub(super) fn is_empty(&self) -> bool {
        self.structs.is_empty() && self.words.is_empty() && self.choices.is_empty()
    }

    /// The items of the module.
    pub(super) fn items(&self) -> Items {
        let mut items = Items::new();
        items.uses(self.imports.len());
        self.structs.iter().for_each(|view| view.items(&mut items));
        self.words.iter().for_each(|view| view.items(&mut items));
        self.choices.iter().for_each(|view| view.items(&mut items));
        items
    }
}

/// What is said of a type: its own words, else its title, else where it is used.
fn type_docs(cx: &Context<'_>, def: &TypeDef) -> DocText {
    let said = def.docs.as_deref().or(def.title.as_deref().filter(|title| title.contains(' '))).map(docs::text);
    match said.filter(|text| !text.trim().is_empty()) {
        Some(text) => DocText::new(&text),
        None => DocText::new(&rustdoc::used(cx, &def.id)),
    }
}
