//! Under plain `reqwest`, without middleware: `authorize` on the parts of an `http::Request`.

use authwright::{TokenError, TokenSource};
use reqwest::{Client, Request, StatusCode};

/// Sends a request that can be repeated, following the 401 rule.
async fn send(client: &Client, tokens: &TokenSource, url: &str) -> Result<StatusCode, Box<dyn std::error::Error>> {
    let (request, generation) = authorized(tokens, url).await?;
    let answer = client.execute(Request::try_from(request)?).await?;
    if answer.status() != StatusCode::UNAUTHORIZED {
        return Ok(answer.status());
    }
    tokens.invalidate(generation);
    let (request, _) = authorized(tokens, url).await?;
    Ok(client.execute(Request::try_from(request)?).await?.status())
}

async fn authorized(
    tokens: &TokenSource,
    url: &str,
) -> Result<(http::Request<String>, authwright::Generation), Box<dyn std::error::Error>> {
    let (mut parts, body) = http::Request::get(url).body(String::new())?.into_parts();
    let generation = tokens.authorize(&mut parts).await?;
    Ok((http::Request::from_parts(parts, body), generation))
}

#[test]
fn authorize_keeps_the_client_signed_in() {
    let (server, tokens) = super::signed_in();
    let (client, url) = (Client::new(), format!("{}/account", server.url()));
    super::run(async {
        assert_eq!(send(&client, &tokens, &url).await.expect("an answer"), 200);
        server.end_access_tokens();
        assert_eq!(send(&client, &tokens, &url).await.expect("an answer"), 200);
    });
    super::assert_followed_the_rule(&server);
}

#[test]
fn a_header_by_hand_is_one_line() -> Result<(), TokenError> {
    let (server, tokens) = super::signed_in();
    let answer = super::run(async {
        let token = tokens.token().await?;
        let request = Client::new().get(format!("{}/account", server.url()));
        let request = request.header(reqwest::header::AUTHORIZATION, token.authorization_header());
        Ok::<_, TokenError>(request.send().await.expect("an answer").status())
    });
    assert_eq!(answer?, 200);
    Ok(())
}
