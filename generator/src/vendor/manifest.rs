//! A manifest that inherits from a workspace, rewritten to stand alone.

use std::fmt;

use toml::{Table, Value};

/// A manifest of ours that cannot be rewritten; a fault of this program, told instead of hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendorError(String);

impl fmt::Display for VendorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the runtime's manifest cannot be made to stand alone: {}", self.0)
    }
}

impl std::error::Error for VendorError {}

/// The sections that hold dependencies of those who use the crate; those of its own tests are left out with the tests.
const DEPENDENCIES: [&str; 2] = ["dependencies", "build-dependencies"];

/// `member` with everything that it inherits from `workspace` written out.
pub(super) fn standalone(member: &str, workspace: &str) -> Result<String, VendorError> {
    let mut member = parse(member)?;
    let root = parse(workspace)?;
    let shared = root.get("workspace").and_then(Value::as_table).ok_or_else(|| missing("workspace"))?;
    inherit_package(&mut member, shared)?;
    for section in DEPENDENCIES {
        if let Some(Value::Table(table)) = member.get_mut(section) {
            inherit_dependencies(table, shared)?;
        }
    }
    if let Some(Value::Table(targets)) = member.get_mut("target") {
        for (_, target) in targets.iter_mut() {
            if let Some(Value::Table(table)) = target.get_mut("dependencies") {
                inherit_dependencies(table, shared)?;
            }
            if let Value::Table(target) = target {
                target.retain(|section, _| is_for_users(section));
            }
        }
    }
    member.retain(|section, _| is_for_users(section));
    mark(&mut member)?;
    let body = toml::to_string(&member).map_err(|error| VendorError(error.to_string()))?;
    Ok(format!("# A copy of Authwright's runtime, written by `authwright --vendor`.\n\n{body}"))
}

/// Whether a section is there for those who use the crate, and not for its own tests.
fn is_for_users(section: &str) -> bool {
    !matches!(section, "dev-dependencies" | "lints" | "test" | "bench" | "example")
}

fn parse(text: &str) -> Result<Table, VendorError> {
    toml::from_str(text).map_err(|error| VendorError(error.to_string()))
}

fn missing(name: &str) -> VendorError {
    VendorError(format!("{name} is not in the workspace's manifest"))
}

fn inherits(value: &Value) -> bool {
    value.get("workspace").and_then(Value::as_bool) == Some(true)
}

fn inherit_package(member: &mut Table, shared: &Table) -> Result<(), VendorError> {
    let package = member.get_mut("package").and_then(Value::as_table_mut).ok_or_else(|| missing("package"))?;
    let values = shared.get("package").ok_or_else(|| missing("workspace.package"))?;
    for (name, value) in package.iter_mut() {
        if inherits(value) {
            *value = values.get(name).cloned().ok_or_else(|| missing(name))?;
        }
    }
    Ok(())
}

/// The mark of a folder that this program may write again.
fn mark(member: &mut Table) -> Result<(), VendorError> {
    let package = member.get_mut("package").and_then(Value::as_table_mut).ok_or_else(|| missing("package"))?;
    let metadata = package.entry("metadata").or_insert_with(|| Value::Table(Table::new()));
    let metadata = metadata.as_table_mut().ok_or_else(|| missing("package.metadata"))?;
    metadata.insert(
        "authwright".to_owned(),
        Value::Table(Table::from_iter([("vendored".to_owned(), Value::Boolean(true))])),
    );
    Ok(())
}

fn inherit_dependencies(section: &mut Table, shared: &Table) -> Result<(), VendorError> {
    let versions = shared.get("dependencies").ok_or_else(|| missing("workspace.dependencies"))?;
    for (name, value) in section.iter_mut() {
        if inherits(value) {
            let base = versions.get(name).ok_or_else(|| missing(name))?;
            *value = Value::Table(merged(base, value));
        }
    }
    Ok(())
}

/// Cargo's own rule: features add up, `optional` is the member's, all else is the workspace's.
fn merged(base: &Value, own: &Value) -> Table {
    let mut table = match base {
        Value::Table(table) => table.clone(),
        version => Table::from_iter([("version".to_owned(), version.clone())]),
    };
    let list = |value: &Value| value.get("features").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut features = list(base);
    features.extend(list(own));
    if !features.is_empty() {
        table.insert("features".to_owned(), Value::Array(features));
    }
    if let Some(optional) = own.get("optional") {
        table.insert("optional".to_owned(), optional.clone());
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKSPACE: &str = r#"
[workspace.package]
version = "1.2.3"
[workspace.dependencies]
a = "1"
b = { version = "2", default-features = false, features = ["x"] }
"#;

    #[test]
    fn what_is_inherited_is_written_out() {
        let member = r#"
[package]
name = "m"
version.workspace = true
[dependencies]
a.workspace = true
b = { workspace = true, optional = true, features = ["y"] }
[lints]
workspace = true
"#;
        insta::assert_snapshot!(standalone(member, WORKSPACE).map_err(|error| error.to_string()).unwrap_or_default(), @r##"
        # A copy of Authwright's runtime, written by `authwright --vendor`.

        [dependencies.a]
        version = "1"

        [dependencies.b]
        default-features = false
        features = ["x", "y"]
        optional = true
        version = "2"

        [package]
        name = "m"
        version = "1.2.3"

        [package.metadata.authwright]
        vendored = true
        "##);
    }

    #[test]
    fn a_name_that_the_workspace_lacks_is_told() {
        let member = "[package]\nname = \"m\"\n[dependencies]\nc.workspace = true\n";
        let error = standalone(member, WORKSPACE).map_err(|error| error.to_string());
        let expected = "the runtime's manifest cannot be made to stand alone: c is not in the workspace's manifest";
        assert_eq!(error, Err(expected.to_owned()));
    }
}
