//! Tests of the model: one small document per hazard, and snapshots of what becomes of it.

mod outline;

use super::{Built, Origin, build};
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::load::{Input, load};
use crate::select::{AuthOperation, Role, Selection};

fn document(name: &str, text: &str) -> Document {
    load(&Input::Bytes { name: name.to_owned(), bytes: text.as_bytes().to_vec() }).expect("the fixture loads")
}

fn selection(document: &Document, roles: &[(&str, &str, Role)]) -> Selection {
    let operation = |(method, path, role): &(&str, &str, Role)| AuthOperation {
        method: (*method).to_owned(),
        path: (*path).to_owned(),
        role: *role,
        evidence: Vec::new(),
        at: document.root.span(),
    };
    Selection { operations: roles.iter().map(operation).collect(), left_out: Vec::new(), closure: document.root.clone() }
}

fn built(name: &str, text: &str, roles: &[(&str, &str, Role)]) -> Result<Built, Diagnostics> {
    let document = document(name, text);
    build(&selection(&document, roles), &Origin { file: name, openapi: "3.0.3", sha256: "", name: None })
}

const THREE: [(&str, &str, [(&str, &str, Role); 2]); 3] = [
    (
        "apivideo.yaml",
        include_str!("../../../../specs/apivideo.yaml"),
        [("POST", "/auth/api-key", Role::Issue), ("POST", "/auth/refresh", Role::Refresh)],
    ),
    (
        "emma.yaml",
        include_str!("../../../../specs/emma.yaml"),
        [("POST", "/v1/issue-token", Role::Issue), ("POST", "/v1/refresh-token", Role::Refresh)],
    ),
    (
        "ixapi.yaml",
        include_str!("../../../../specs/ixapi.yaml"),
        [("POST", "/auth/token", Role::Issue), ("POST", "/auth/refresh", Role::Refresh)],
    ),
];

#[test]
fn the_three_have_a_whole_life() {
    for (name, text, roles) in THREE {
        let built = built(name, text, &roles).expect("the spec gives a provider");
        assert!(built.findings.is_empty(), "{:?}", built.findings);
        insta::assert_snapshot!(name.trim_end_matches(".yaml"), outline::outline(&built.provider));
    }
}
