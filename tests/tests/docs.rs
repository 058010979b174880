//! The pages of the committed crates: every link and anchor, every element, no secret.

use std::path::{Path, PathBuf};

use generator::load::Input;
use generator::pipeline::{self, Options};
use tests::corpus;
use tests::pages::{Fault, Page, Pages};

fn crates() -> Vec<PathBuf> {
    let generated = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated");
    let Ok(entries) = std::fs::read_dir(generated) else {
        eprintln!("SKIPPED: no crates are committed yet");
        return Vec::new();
    };
    let mut folders: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.join("Cargo.toml").is_file()).collect();
    folders.sort();
    folders
}

#[test]
fn every_page_of_every_crate_is_whole() {
    let crates = crates();
    assert!(!crates.is_empty(), "there are no crates");
    for folder in crates {
        let pages = Pages::read(&folder).expect("the pages");
        let faults = pages.faults();
        let list: Vec<String> =
            faults.iter().map(|fault| format!("{}: {}: {}", fault.page, fault.rule, fault.seen)).collect();
        assert!(faults.is_empty(), "{}:\n{}", folder.display(), list.join("\n"));
        assert!(pages.iter().count() > 2);
    }
}

#[test]
fn every_page_of_every_real_document_is_whole() {
    let Some(folder) = corpus::find("specs", "every_page_of_every_real_document_is_whole") else { return };
    let mut whole = 0;
    for entry in std::fs::read_dir(folder).expect("the documents") {
        let path = entry.expect("a document").path();
        let Some(made) = pipeline::generate(&Input::Path(path.clone()), &Options::default()).value else { continue };
        let mut pages = Pages::default();
        made.tree
            .iter()
            .filter(|(path, _)| Path::new(path).extension().is_some_and(|extension| extension == "md"))
            .filter(|(path, _)| *path != "CHANGELOG.md")
            .for_each(|(path, text)| pages.add(path, text));
        let faults = pages.faults();
        assert!(faults.is_empty(), "{}: {faults:#?}", path.display());
        whole += 1;
    }
    assert!(whole > 10, "only {whole} documents gave pages");
}

/// The rules that a page with this text breaks.
fn broken(text: &str) -> Vec<&'static str> {
    let mut pages = Pages::default();
    pages.add("docs/Page.md", text);
    let faults: Vec<Fault> = pages.faults();
    let mut rules: Vec<&str> =
        faults.iter().filter(|fault| fault.page == "docs/Page.md").map(|fault| fault.rule).collect();
    rules.dedup();
    rules
}

#[test]
fn every_rule_finds_its_fault() {
    let cases = [
        ("# A\n\n[b](#c)\n", "links lead somewhere"),
        ("# A\n\n[b](other.md)\n", "links lead somewhere"),
        ("# A\n\n[b](../../out.md)\n", "links lead somewhere"),
        ("# A\n\n# B\n", "one title, headings in order"),
        ("# A\n\n### B\n", "one title, headings in order"),
        ("text\n", "one title, headings in order"),
        ("# A\n\n| a | b |\n| --- | --- |\n| c |\n", "tables are whole"),
        ("# A\n\n| a |\n| --- |\nb |\n", "tables are whole"),
        ("# A\n\n| a |\n\n| --- |\n", "tables are whole"),
        ("# A\n\na<br>b\n", "no HTML and no entities"),
        ("# A\n\n&#x60;b&#39;\n", "no HTML and no entities"),
        ("# A \n", "no blanks at the end of a line"),
        ("# A\n\nTODO\n", "nothing is left to do"),
        ("# A\n\n`apiKey_example`\n", "nothing is left to do"),
        ("# A\n\n```\ncode\n```\n", "code names its language"),
        ("# A\n\n    code\n", "code names its language"),
        ("# A\n\n```rust,ignore\ncode\n```\n", "code names its language"),
        ("# A\n\neyJhbGciOiJIUzI1NiJ9.e30.x\n", "no secret is shown"),
        ("# A\n\n```json\n\"sk_live_4eC39HqLyjWDarjtT1zdp7dc00\"\n```\n", "no secret is shown"),
        ("# A\n\n```rust,no_run\nprintln!(\"{}\", token.expose());\n```\n", "no example prints a secret"),
        ("# A\n\n```rust\ndbg!(&credentials);\n```\n", "no example prints a secret"),
    ];
    for (text, rule) in cases {
        assert!(broken(text).contains(&rule), "{rule} does not see {text:?}: {:?}", broken(text));
    }
}

#[test]
fn a_good_page_breaks_no_rule() {
    let text = "# A\n\n## B c\n\n[x](#b-c) [y](https://example.com)\n\n| a | b |\n| --- | --- |\n| `a\\|b` | c |\n\n\
                ```rust\nprintln!(\"{}\", reply.status());\n```\n";
    assert_eq!(broken(text), Vec::<&str>::new());
}

#[test]
fn the_guides_lead_somewhere() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let mut checked = 0;
    for entry in std::fs::read_dir(docs.join("guides")).expect("the guides") {
        let path = entry.expect("a guide").path();
        let page = Page::new("guide", &std::fs::read_to_string(&path).expect("its text"));
        for link in page.links.iter().filter(|link| !link.contains("://")) {
            let file = link.split('#').next().unwrap_or_default();
            assert!(docs.join("guides").join(file).exists(), "{}: {link}", path.display());
            checked += 1;
        }
        assert!(page.fences.iter().all(|fence| !fence.info.is_empty() && !fence.info.contains("ignore")));
    }
    assert!(checked > 6);
}
