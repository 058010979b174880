//! Opening the system's browser, by the crate `open`, which only this module knows. Behind the feature `browser`.

use std::io;

/// Opens an address in the person's own browser (RFC 8252, section 6), and returns at once. For
/// [`AuthorizationCode::sign_in`](super::AuthorizationCode::sign_in). Anything but a web address is refused.
pub fn open_browser(url: &str) -> io::Result<()> {
    if url.starts_with("https://") || url.starts_with("http://") {
        open::that_detached(url)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "this is no web address"))
    }
}
