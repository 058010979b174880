//! The implicit grant, which is refused.

use super::error::SignInError;

/// Why there is no implicit grant (RFC 6749, section 4.2): its tokens travel in the browser's address bar, where they leak
/// and can be replaced, and OAuth 2 has given it up (RFC 9700, section 2.1.2).
pub fn implicit() -> SignInError {
    SignInError::Unsupported(
        "the implicit grant puts tokens into the browser's address bar and was given up (RFC 9700, section 2.1.2); \
         use the authorization code grant with a proof key, which the same servers offer",
    )
}
