//! Credentials from the environment.
//!
//! For a variable `NAME` the value of `NAME` counts; if it is unset or empty, the content of the file named by
//! `NAME_FILE`, without the last line end, as container platforms mount secrets.

use std::ffi::OsString;

use zeroize::Zeroizing;

use crate::{ConfigError, Secret};

/// The secret under this name.
pub fn secret(name: &str) -> Result<Secret, ConfigError> {
    optional_secret(name)?.ok_or_else(|| missing(name))
}

/// The text under this name.
pub fn text(name: &str) -> Result<String, ConfigError> {
    secret(name).map(|text| text.expose().to_owned())
}

/// The secret under this name, if there is one.
pub fn optional_secret(name: &str) -> Result<Option<Secret>, ConfigError> {
    lookup(name, |name| std::env::var_os(name))
}

/// The text under this name, if there is one.
pub fn optional_text(name: &str) -> Result<Option<String>, ConfigError> {
    Ok(optional_secret(name)?.map(|text| text.expose().to_owned()))
}

/// The first of several ways to be authorized that is complete in the environment. A variable that is set to something
/// unusable is an error, never a reason to take another way; where no way is complete, the error names what each lacks.
pub fn first<T>(ways: &[&dyn Fn() -> Result<T, ConfigError>]) -> Result<T, ConfigError> {
    let mut lacks: Vec<String> = Vec::new();
    for way in ways {
        match way() {
            Ok(found) => return Ok(found),
            Err(error) if error.is_absent() => lacks.push(error.what().to_owned()),
            Err(error) => return Err(error),
        }
    }
    lacks.dedup();
    let help = "set what one of the ways needs; for each NAME, NAME_FILE may name a file that holds the value";
    Err(ConfigError::absent(lacks.join("; or "), help))
}

/// The lookup over any environment, so that tests need not change the process's own.
fn lookup(name: &str, variable: impl Fn(&str) -> Option<OsString>) -> Result<Option<Secret>, ConfigError> {
    if let Some(value) = variable(name).filter(|value| !value.is_empty()) {
        let text = value
            .into_string()
            .map_err(|_| ConfigError::new(format!("the environment variable {name} is not UTF-8"), "set it to text"))?;
        return Ok(Some(Secret::new(text)));
    }
    let file = format!("{name}_FILE");
    let Some(path) = variable(&file).filter(|path| !path.is_empty()) else {
        return Ok(None);
    };
    let text = std::fs::read_to_string(path).map(Zeroizing::new).map_err(|error| {
        ConfigError::new(format!("the file named by {file} cannot be read: {error}"), "name a readable text file")
    })?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.is_empty() {
        return Err(ConfigError::new(format!("the file named by {file} is empty"), "write the value into it"));
    }
    Ok(Some(Secret::from(line)))
}

fn missing(name: &str) -> ConfigError {
    ConfigError::absent(
        format!("the environment variable {name} is not set"),
        format!("set it, or {name}_FILE to the path of a file that holds the value"),
    )
}

#[cfg(test)]
mod tests {
    use super::{first, lookup, missing};
    use crate::ConfigError;
    use std::ffi::OsString;

    fn found(pairs: &[(&str, &str)]) -> Result<Option<String>, String> {
        let variable = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value));
        match lookup("KEY", variable) {
            Ok(secret) => Ok(secret.map(|secret| secret.expose().to_owned())),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn the_first_complete_way_is_taken() {
        let absent = || Err(missing("A"));
        let broken = || Err(ConfigError::new("B is broken", "mend it"));
        assert_eq!(first(&[&absent, &|| Ok(1), &|| Ok(2)]), Ok(1));
        assert_eq!(
            first::<u8>(&[&absent, &broken, &|| Ok(1)]).map_err(|error| error.what().to_owned()),
            Err("B is broken".to_owned())
        );
        let error = first::<u8>(&[&absent, &|| Err(missing("C"))]).unwrap_err();
        assert!(error.is_absent());
        assert_eq!(error.what(), "the environment variable A is not set; or the environment variable C is not set");
    }

    #[test]
    fn the_variable_comes_before_the_file() {
        assert_eq!(found(&[("KEY", "a"), ("KEY_FILE", "/nowhere")]), Ok(Some("a".to_owned())));
        assert_eq!(found(&[]), Ok(None));
        assert_eq!(found(&[("KEY", ""), ("KEY_FILE", "")]), Ok(None));
    }

    #[test]
    fn a_file_loses_its_last_line_end() {
        let path = std::env::temp_dir().join(format!("authwright-env-{}", std::process::id()));
        std::fs::write(&path, "line\n\r\n").unwrap();
        let result = found(&[("KEY_FILE", path.to_str().unwrap())]);
        std::fs::write(&path, "\n").unwrap();
        let empty = found(&[("KEY_FILE", path.to_str().unwrap())]);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(result, Ok(Some("line\n".to_owned())));
        assert!(empty.unwrap_err().contains("KEY_FILE is empty"));
    }

    #[test]
    fn an_unreadable_file_is_named_by_its_variable() {
        assert!(found(&[("KEY_FILE", "/nowhere/at/all")]).unwrap_err().contains("KEY_FILE cannot be read"));
    }
}
