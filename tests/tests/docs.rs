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

/// The documentation comments of `src/client.rs`, as Markdown; each method's with its name.
fn comments(client: &str) -> Vec<(String, String)> {
    let mut said = String::new();
    let mut found = Vec::new();
    for line in client.lines().map(str::trim_start) {
        if let Some(text) = line.strip_prefix("///") {
            said.push_str(text.strip_prefix(' ').unwrap_or(text));
            said.push('\n');
        } else if let Some(name) = line.strip_prefix("pub async fn ") {
            let name = name.split('(').next().unwrap_or_default().to_owned();
            found.push((name, std::mem::take(&mut said)));
        } else if !line.starts_with("#[") {
            said.clear();
        }
    }
    found
}

/// rustdoc says of a method what its page says: the program, the samples, every reply, the headers.
#[test]
fn rustdoc_is_equal_to_the_pages() {
    let mut compared = 0;
    for folder in crates() {
        let Ok(client) = std::fs::read_to_string(folder.join("src/client.rs")) else { continue };
        let pages = Pages::read(&folder).expect("the pages");
        let page = pages.get("docs/AuthenticationApi.md").expect("the page of the methods");
        for (method, said) in comments(&client) {
            let rustdoc = Page::new(&method, &said);
            let code = |page: &Page, section: Option<&str>| -> Vec<String> {
                let mut code: Vec<String> = page
                    .fences
                    .iter()
                    .filter(|fence| section.is_none_or(|section| fence.section == section) && fence.info != "text")
                    .map(|fence| fence.code.clone())
                    .collect();
                code.sort();
                code
            };
            assert_eq!(code(&rustdoc, None), code(page, Some(&method)), "{}: {method}", folder.display());
            let section = page.text.split(&format!("### Replies to {method}\n")).nth(1).expect("its replies");
            let replies = section.split("\n###").next().unwrap_or_default();
            for status in replies.lines().filter(|line| line.starts_with("| `")).filter_map(|row| row.split('`').nth(1))
            {
                assert!(said.contains(&format!("- `{status}`: `")), "{}: {method}: reply {status}", folder.display());
            }
            let sent = page.text.split(&format!("### HTTP headers of {method}\n")).nth(1).expect("its headers");
            for row in
                sent.lines().skip_while(|line| !line.starts_with("| `")).take_while(|line| line.starts_with("| `"))
            {
                let cells: Vec<&str> = row.split('`').collect();
                let (name, value) =
                    (cells.get(1).copied().unwrap_or_default(), cells.get(3).copied().unwrap_or_default());
                assert!(said.contains(&format!("- `{name}`: `{value}`")), "{}: {method}: {name}", folder.display());
            }
            compared += 1;
        }
    }
    assert!(compared >= 6, "only {compared} methods were compared");
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

/// Every Markdown file that people write here, by its path from the root.
fn written() -> Vec<(PathBuf, Page)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files: Vec<PathBuf> = Vec::new();
    let mut open = vec![root.clone(), root.join("docs"), root.join("specs"), root.join(".github")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() && folder != root {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("its text");
            (path.clone(), Page::new(&path.display().to_string(), &text))
        })
        .collect()
}

#[test]
fn every_link_and_anchor_of_what_is_written_here_leads_somewhere() {
    let mut checked = 0;
    for (path, page) in written() {
        for link in page.links.iter().filter(|link| !link.contains("://")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { path.parent().expect("a folder").join(file) };
            assert!(target.exists(), "{}: {link}", path.display());
            if !anchor.is_empty() {
                let text = std::fs::read_to_string(&target).expect("a page");
                assert!(Page::new("target", &text).anchors.contains(anchor), "{}: {link}", path.display());
            }
            checked += 1;
        }
    }
    assert!(checked > 30, "only {checked} links were followed");
}

#[test]
fn every_block_of_code_names_its_language_and_is_compiled() {
    for (path, page) in written() {
        for fence in &page.fences {
            let plain = !fence.info.is_empty() && !fence.info.contains("ignore") && fence.info != "indented";
            assert!(plain, "{}: {}", path.display(), fence.code);
        }
        // Rust in a guide is compiled as a doctest, or by the test of the example that it shows.
        let rust = page.fences.iter().any(|fence| fence.info.starts_with("rust"));
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let compiled = include_str!("../guides/src/lib.rs").contains(name);
        assert!(!rust || compiled, "{}: its code is in no test", path.display());
    }
}

#[test]
fn every_guide_is_in_the_list() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guides");
    let list = Page::new("list", &std::fs::read_to_string(folder.join("README.md")).expect("the list"));
    for entry in std::fs::read_dir(&folder).expect("the guides") {
        let name = entry.expect("a guide").file_name().to_string_lossy().into_owned();
        assert!(name == "README.md" || list.links.contains(&name), "docs/guides/README.md lacks {name}");
    }
}
