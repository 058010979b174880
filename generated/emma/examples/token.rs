// Written by Authwright; regenerate instead of editing.
//! Prints a token of Public EMMA API that is valid now. Needs `EMMA_CLIENT_ID` and `EMMA_CLIENT_SECRET`.
//! `EMMA_BASE_URL` may name another server, such as one for tests.
#![allow(clippy::doc_markdown, reason = "the document decides what it is called")]

use emma_auth::{Client, Credentials, Server};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = std::env::var("EMMA_BASE_URL")
        .map_or_else(|_| Server::Production, Server::Custom);
    let tokens = Client::new(server)?.token_source(Credentials::from_env()?);
    let token = tokens.token_blocking()?;
    println!("{}", token.expose());
    Ok(())
}
