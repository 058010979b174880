// Written by Authwright; regenerate instead of editing.
//! Sends one request to Acme with the credentials of the environment, and prints how it was answered: nothing of the credentials.
//! `ACME_BASE_URL` may name another server, such as one for tests.
#![allow(clippy::doc_markdown, reason = "the document decides what it is called")]

use acme_auth::authwright::{block_on, call::Api, http::Method};
use acme_auth::{Authorization, Server};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = std::env::var("ACME_BASE_URL")
        .map_or_else(|_| Server::Production, Server::Custom);
    let authorization = Authorization::from_env(&server)?;
    let authorizer = authorization.authorizer(&server)?;
    let call = Api::new(server.base_url()?)?.call(Method::GET, "/things");
    let reply = block_on(call.send_authorized(&authorizer))?;
    println!("GET /things: {}", reply.status());
    Ok(())
}
