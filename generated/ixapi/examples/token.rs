// Written by Authwright; regenerate instead of editing.
//! Prints a token of IX-API that is valid now. Needs `IXAPI_API_KEY` and `IXAPI_API_SECRET`.
//! `IXAPI_BASE_URL` may name another server, such as one for tests.
#![allow(clippy::doc_markdown, reason = "the document decides what it is called")]

use ixapi_auth::{Client, Credentials, Server};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = std::env::var("IXAPI_BASE_URL")
        .map_or_else(|_| Server::at("https://api.example.net"), Server::Custom);
    let tokens = Client::new(server)?.token_source(Credentials::from_env()?);
    let token = tokens.token_blocking()?;
    println!("{}", token.expose());
    Ok(())
}
