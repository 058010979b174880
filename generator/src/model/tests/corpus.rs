//! Against the corpus, which is not part of this repository: `AUTHWRIGHT_CORPUS`, else `shared` beside the workspace.

use std::path::PathBuf;

use super::{THREE, built, outline, said};
use crate::model::{Provider, TokenSource};

/// A file of the corpus; says loudly where it is missing.
fn corpus(part: &str) -> Option<PathBuf> {
    let beside = || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let path = std::env::var_os("AUTHWRIGHT_CORPUS").map_or_else(beside, PathBuf::from).join(part);
    if path.exists() {
        return Some(path);
    }
    eprintln!("SKIPPED: no {} (set AUTHWRIGHT_CORPUS)", path.display());
    None
}

fn read(part: &str) -> Option<String> {
    std::fs::read_to_string(corpus(part)?).ok()
}

/// The specs of this project state the facts of the full documents: what is read from both is the same but for prose.
#[test]
fn the_full_documents_give_the_same_model() {
    for ((name, ours, over), full) in THREE.iter().zip(["specs/api.video.yaml", "specs/emma.yaml", "specs/ix-api.json"])
    {
        let Some(full) = read(full) else { return };
        let model = |text: &str| match built(name, text, Some(over)) {
            Ok(built) => outline::outline(&built.provider),
            Err(findings) => said(&findings),
        };
        assert_eq!(model(ours), model(&full), "{name}");
    }
}

/// Where the labels of the corpus say which fields hold the tokens of the operation that was chosen, they are found there.
#[test]
fn tokens_are_found_where_the_labels_say() {
    let Some(labels) = read("specs/labels.json") else { return };
    let labels: serde_json::Value = serde_json::from_str(&labels).expect("the labels are JSON");
    let mut table = String::new();
    for spec in labels.as_array().into_iter().flatten().filter(|spec| spec["positive"] == true) {
        let file = spec["file"].as_str().unwrap_or_default();
        let Some(text) = read(&format!("specs/{file}")) else { return };
        match built(file, &text, None) {
            Ok(built) => table.extend(wrong(file, &built.provider, spec)),
            Err(findings) => table.extend([file, ": ", &said(&findings)]),
        }
    }
    assert_eq!(table, "");
}

fn wrong(file: &str, provider: &Provider, spec: &serde_json::Value) -> Option<String> {
    let Some(lifecycle) = &provider.lifecycle else { return Some(format!("{file}: no lifecycle\n")) };
    let issue = provider.operations.get(lifecycle.issue.operation)?;
    let same = |label: &&serde_json::Value| label["method"] == *issue.method && label["path"] == *issue.path;
    let Some(label) = spec["auth_operations"].as_array()?.iter().find(same) else {
        return Some(format!("{file}: {} {} is no auth operation\n", issue.method, issue.path));
    };
    let names =
        |key: &str| -> Vec<&str> { label[key].as_array().into_iter().flatten().filter_map(|it| it.as_str()).collect() };
    let access = match &lifecycle.token.access {
        TokenSource::Field(path) => path.0.join("."),
        TokenSource::Body => "<bare string>".to_owned(),
        TokenSource::Header(_) | TokenSource::Cookie(_) => String::new(),
    };
    let refresh = match &lifecycle.token.refresh {
        Some(TokenSource::Field(path)) => path.0.join("."),
        _ => String::new(),
    };
    let found = (access, refresh);
    let wanted = (names("token_path").join("."), names("refresh_path").join("."));
    (found != wanted).then(|| format!("{file}: {found:?} instead of {wanted:?}\n"))
}
