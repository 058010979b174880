//! Recognition on real documents, against labels made by hand. Prints one line per document; run with `--nocapture` to see it.
//!
//! An operation is one when method and path agree; those labelled `borderline` are neither right nor wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use generator::{
    inspect::Inspection,
    load::Input,
    pipeline::{self, Options},
};
use serde_json::Value;
use tests::corpus;

/// What is counted, per document and in all.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    right: usize,
    extra: usize,
    missed: usize,
    role_right: usize,
    issues: usize,
    issues_found: usize,
    refreshes: usize,
    refreshes_found: usize,
    tokens: usize,
    tokens_right: usize,
}

/// Method and path.
type Place = (String, String);

#[test]
fn auth_operations_are_recognised_in_real_documents() {
    let Some(folder) = corpus::find("specs", "auth_operations_are_recognised_in_real_documents") else { return };
    let labels = std::fs::read_to_string(folder.join("labels.json")).expect("the corpus has labels");
    let labels: Value = serde_json::from_str(&labels).expect("labels are JSON");
    let mut total = Counts::default();
    println!("{:<24} {:>5} {:>5} {:>6} {:>5} {:>5}  faults", "document", "right", "extra", "missed", "role", "token");
    for label in labels.as_array().expect("labels are a list") {
        let (counts, faults) = judge(&folder, label);
        println!(
            "{:<24} {:>5} {:>5} {:>6} {:>5} {:>5}  {}",
            text(label, "id"),
            counts.right,
            counts.extra,
            counts.missed,
            counts.role_right,
            format!("{}/{}", counts.tokens_right, counts.tokens),
            faults.join("; ")
        );
        total.add(counts);
    }
    total.print();
    assert!(share(total.right, total.right + total.extra) >= 0.97, "precision");
    assert!(share(total.right, total.right + total.missed) >= 0.97, "recall");
    assert!(share(total.role_right, total.right) >= 0.95, "roles");
    assert!(share(total.tokens_right, total.tokens) >= 0.95, "token paths");
    assert_eq!(total.issues_found, total.issues, "recall of issue");
    assert_eq!(total.refreshes_found, total.refreshes, "recall of refresh");
}

fn judge(folder: &Path, label: &Value) -> (Counts, Vec<String>) {
    let (inspection, report) = pipeline::inspect(&Input::Path(folder.join(text(label, "file"))), &Options::default());
    let Some(inspection) = inspection else {
        panic!("{}: {:?}", text(label, "id"), report.diagnostics);
    };
    let wanted: BTreeMap<Place, &Value> =
        list(label, "auth_operations").iter().map(|one| ((text(one, "method"), text(one, "path")), one)).collect();
    let borderline: BTreeSet<Place> = list(label, "borderline").iter().filter_map(|one| place(one.as_str()?)).collect();
    let mut counts = Counts::default();
    let mut faults = Vec::new();
    for operation in &inspection.operations {
        let place = (operation.method.clone(), operation.path.clone());
        match wanted.get(&place) {
            Some(label) => counts.found(text(label, "role") == operation.role, &text(label, "role")),
            None if borderline.contains(&place) => {}
            None => counts.extra += 1,
        }
        let right = wanted.get(&place).is_some_and(|label| text(label, "role") == operation.role);
        if !right && !borderline.contains(&place) {
            faults.push(format!("{} as {}", place.1, operation.role));
        }
    }
    for (place, label) in &wanted {
        counts.wanted(&text(label, "role"));
        if !inspection.operations.iter().any(|found| found.method == place.0 && found.path == place.1) {
            counts.missed += 1;
            faults.push(format!("{} {} missed", place.0, place.1));
        }
    }
    tokens(&inspection, &wanted, &mut counts, &mut faults);
    (counts, faults)
}

/// The token path of the operation that the lifecycle issues by, where the label has one.
fn tokens(inspection: &Inspection, wanted: &BTreeMap<Place, &Value>, counts: &mut Counts, faults: &mut Vec<String>) {
    let issuing: Vec<&&Value> =
        wanted.values().filter(|one| text(one, "role") == "issue" && !list(one, "token_path").is_empty()).collect();
    if issuing.is_empty() {
        return;
    }
    counts.tokens += 1;
    let label = inspection
        .lifecycle
        .as_ref()
        .and_then(|lifecycle| wanted.get(&place(&lifecycle.issue)?).map(|label| (lifecycle, label)));
    let right = label.is_some_and(|(lifecycle, label)| {
        let got = if lifecycle.access.is_empty() { "<bare string>".to_owned() } else { lifecycle.access.join(".") };
        list(label, "token_path").iter().any(|path| path.as_str() == Some(&got))
    });
    counts.tokens_right += usize::from(right);
    if !right {
        faults.push("token path".to_owned());
    }
}

impl Counts {
    fn found(&mut self, role_right: bool, role: &str) {
        self.right += 1;
        self.role_right += usize::from(role_right);
        self.issues_found += usize::from(role_right && role == "issue");
        self.refreshes_found += usize::from(role_right && role == "refresh");
    }

    fn wanted(&mut self, role: &str) {
        self.issues += usize::from(role == "issue");
        self.refreshes += usize::from(role == "refresh");
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.extra += other.extra;
        self.missed += other.missed;
        self.role_right += other.role_right;
        self.issues += other.issues;
        self.issues_found += other.issues_found;
        self.refreshes += other.refreshes;
        self.refreshes_found += other.refreshes_found;
        self.tokens += other.tokens;
        self.tokens_right += other.tokens_right;
    }

    fn print(&self) {
        println!(
            "precision {:.3}, recall {:.3}, role {:.3}, token path {:.3}, issue {}/{}, refresh {}/{}",
            share(self.right, self.right + self.extra),
            share(self.right, self.right + self.missed),
            share(self.role_right, self.right),
            share(self.tokens_right, self.tokens),
            self.issues_found,
            self.issues,
            self.refreshes_found,
            self.refreshes
        );
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of operations are small")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

fn place(text: &str) -> Option<Place> {
    text.split_once(' ').map(|(method, path)| (method.to_owned(), path.to_owned()))
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
