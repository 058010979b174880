//! Reading bytes: regular files and standard input, never more than the limit.

use std::{
    fs::File,
    io::{self, Read},
};

use super::{Input, Limits};
use crate::diagnostic::{Code, Diagnostic, Report, plain, quoted_address};

pub(super) fn read(input: &Input, limits: &Limits) -> Result<Vec<u8>, Report> {
    let read = match input {
        Input::Path(path) => File::open(path).and_then(|file| {
            let size = file.metadata().and_then(|metadata| {
                if metadata.is_dir() { Err(io::ErrorKind::IsADirectory.into()) } else { Ok(metadata.len()) }
            })?;
            capped(file, usize::try_from(size).unwrap_or(usize::MAX), limits.bytes)
        }),
        Input::Stdin => capped(io::stdin().lock(), 0, limits.bytes),
        Input::Bytes { bytes, .. } => Ok(bytes.clone()),
    };
    let name = plain(&input.name());
    let bytes = read.map_err(|error| remote(&name).unwrap_or_else(|| unreadable(&name, &error)))?;
    if bytes.len() > limits.bytes { Err(too_large(&name, limits.bytes)) } else { Ok(bytes) }
}

/// At most one byte more than `limit`, so that the caller sees that there is more.
fn capped(from: impl Read, expected: usize, limit: usize) -> io::Result<Vec<u8>> {
    let cap = limit.saturating_add(1);
    let mut bytes = Vec::with_capacity(expected.saturating_add(1).min(cap));
    from.take(cap as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// An address was given where a path is meant, and no file has that name.
fn remote(name: &str) -> Option<Report> {
    let scheme = name.split_once("://")?.0;
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let message = format!("{} is an address, and nothing is fetched", quoted_address(name));
    let help = "fetch it yourself: `curl -fL ADDRESS | authwright -`, or save it as a file and name that";
    Some(Diagnostic::error(Code::Unreadable, message, help).about(name).into())
}

fn unreadable(name: &str, error: &io::Error) -> Report {
    let help = match error.kind() {
        io::ErrorKind::NotFound => "check the path",
        io::ErrorKind::PermissionDenied => "make the file readable for this user",
        io::ErrorKind::IsADirectory => "name the OpenAPI document inside the folder",
        _ => "check that the file can be read",
    };
    Diagnostic::error(Code::Unreadable, format!("{name} could not be read: {error}"), help).about(name).into()
}

fn too_large(name: &str, limit: usize) -> Report {
    let message = format!("{name} is larger than {} MiB", limit >> 20);
    Diagnostic::error(Code::TooLarge, message, "give the API description itself, not an archive or a dump")
        .about(name)
        .into()
}
