//! What must hold for any bytes at all. The targets of cargo-fuzz and the bounded run share these.

mod draw;
mod mutate;
pub mod random;

use generator::{
    diagnostic::{Look, Report},
    load::Input,
    pipeline::{self, Options},
};

pub use mutate::Mutator;

/// `load` to `model`: an outcome is either a value or errors, and what is said can be printed.
///
/// # Panics
/// When that does not hold.
pub fn understand(bytes: &[u8]) {
    let outcome = pipeline::model(&input(bytes), &Options::default());
    assert_eq!(outcome.value.is_none(), outcome.report.has_errors(), "a value and errors exclude each other");
    check_report(&outcome.report);
}

/// All stages: what is generated is Rust, and nothing of the document became code.
///
/// # Panics
/// When that does not hold.
pub fn generate(bytes: &[u8]) {
    let outcome = pipeline::generate(&input(bytes), &Options::default());
    assert_eq!(outcome.value.is_none(), outcome.report.has_errors(), "a value and errors exclude each other");
    let Some(made) = outcome.value else { return };
    for (path, text) in made.tree.iter() {
        assert!(!path.contains("..") && !path.starts_with('/'), "{path} leaves the crate");
        if path.ends_with(".rs") {
            let file = syn::parse_file(text).expect("generated Rust parses");
            assert!(
                !file.items.iter().any(|item| matches!(item, syn::Item::Macro(_))),
                "{path} calls a macro at its root"
            );
            assert!(
                !file.items.iter().any(|item| matches!(item, syn::Item::ExternCrate(_) | syn::Item::ForeignMod(_)))
            );
        }
    }
}

fn input(bytes: &[u8]) -> Input {
    Input::Bytes { name: "fuzz".to_owned(), bytes: bytes.to_vec() }
}

/// Everything that is said has a help line, and moves no cursor.
fn check_report(report: &Report) {
    for diagnostic in &report.diagnostics {
        assert!(!diagnostic.message.is_empty() && !diagnostic.help.is_empty(), "{diagnostic:?} says nothing");
    }
    let human = report.to_human(Look::default());
    let unsafe_one = human.chars().find(|&character| character != '\n' && generator::text::is_unsafe(character));
    assert_eq!(unsafe_one, None, "a report holds an unsafe character");
    report.to_json();
    report.to_sarif();
}
