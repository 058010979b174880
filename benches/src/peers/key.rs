//! What the peers sign their requests with.

/// A key for the peers that sign their requests; made anew for each run, never stored.
pub fn private_key() -> Result<&'static str, String> {
    static KEY: std::sync::OnceLock<Result<String, String>> = std::sync::OnceLock::new();
    let made = KEY.get_or_init(|| {
        let output = std::process::Command::new("openssl")
            .args(["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"])
            .output()
            .map_err(|error| format!("openssl is needed to make a key: {error}"))?;
        String::from_utf8(output.stdout).map_err(|error| error.to_string())
    });
    made.as_deref().map_err(Clone::clone)
}

/// A service account of Google whose tokens come from an endpoint.
pub fn account(url: &str) -> Result<serde_json::Value, String> {
    Ok(serde_json::json!({
        "type": "service_account", "project_id": "p", "private_key_id": "k", "private_key": private_key()?,
        "client_email": "a@example.com", "client_id": "1", "token_uri": format!("{url}/token"),
    }))
}

/// What is asked for.
pub const SCOPES: &[&str] = &["read"];
