//! Unguessable values (RFC 6749, section 10.10; RFC 7636, section 7.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom as _, SystemRandom};
use zeroize::Zeroizing;

use super::error::SignInError;
use crate::Secret;

/// 256 bits of the system's randomness in base64url without padding: 43 characters, all of them unreserved in URLs.
pub(crate) fn token() -> Result<Secret, SignInError> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    SystemRandom::new().fill(bytes.as_mut()).map_err(|_| SignInError::Randomness)?;
    Ok(Secret::new(URL_SAFE_NO_PAD.encode(bytes.as_ref())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_256_bits_and_is_never_the_same() {
        let one = token().expect("the system has randomness");
        let two = token().expect("the system has randomness");
        assert_eq!(one.expose().len(), 43);
        assert_eq!(URL_SAFE_NO_PAD.decode(one.expose()).map(|bytes| bytes.len()), Ok(32));
        assert_ne!(one.expose(), two.expose());
    }
}
