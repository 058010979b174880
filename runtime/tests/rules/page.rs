//! The page that maps rules to tests names each test of this folder, and no other.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const PAGE: &str = "../docs/runtime-rules.md";

/// `module::name` of every test in the files of this folder and in the binaries beside it.
fn tests() -> BTreeSet<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let modules = fs::read_dir(here.join("rules")).unwrap();
    let mut files: Vec<_> = modules.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    files.extend(["allocations.rs", "races.rs", "wiped.rs"].map(|name| here.join(name)));
    files.iter().flat_map(|path| tests_in(path)).collect()
}

fn tests_in(path: &Path) -> Vec<String> {
    let module = path.file_stem().unwrap().to_str().unwrap();
    let text = fs::read_to_string(path).unwrap();
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    let named = lines.iter().enumerate().filter(|(_, line)| **line == "#[test]").filter_map(|(index, _)| {
        let function = lines.iter().skip(index).find_map(|line| line.strip_prefix("fn "))?;
        function.split('(').next()
    });
    named.map(|name| format!("{module}::{name}")).collect()
}

#[test]
fn every_test_is_on_the_page_and_every_name_on_the_page_is_a_test() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE)).unwrap();
    let named: BTreeSet<String> = page
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|name| name.contains("::") && !name.contains(' '))
        .map(str::to_owned)
        .collect();
    let tests = tests();
    let missing: Vec<_> = tests.difference(&named).collect();
    let unknown: Vec<_> = named.difference(&tests).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "add to {PAGE}: {missing:#?}; remove: {unknown:#?}");
}
