use super::*;
use crate::model::{TimeFormat, Unit};

fn reply(fields: &[(&str, LeafKind)]) -> Reply {
    let leaves = fields
        .iter()
        .map(|(path, kind)| Leaf { path: path.split('.').map(str::to_owned).collect(), kind: *kind, ..Leaf::default() })
        .collect();
    Reply { leaves, ..Reply::default() }
}

fn path(text: &str) -> FieldPath {
    FieldPath(text.split('.').map(str::to_owned).collect())
}

#[test]
fn the_access_token_is_found_under_any_name_and_nesting() {
    use LeafKind::{Number, Text};
    for (fields, wanted) in [
        (&[("access_token", Text), ("refresh_token", Text), ("expires_in", Number)][..], "access_token"),
        (&[("success", LeafKind::Boolean), ("data.token", Text)], "data.token"),
        (&[("accessJwt", Text), ("refreshJwt", Text), ("handle", Text)], "accessJwt"),
        (&[("access", Text), ("refresh", Text)], "access"),
        (&[("id", Text), ("ttl", Number), ("userId", Text)], "id"),
        (&[("key", Text)], "key"),
        (&[("item", Text)], "item"),
        (&[("id", Text), ("secret", Text), ("expiresAt", Text)], "secret"),
        (&[("data.attributes.access_token", Text), ("data.id", Text)], "data.attributes.access_token"),
        (&[("id_token", Text), ("token", Text)], "token"),
        (&[("user.id", Text), ("session_id", Text)], "session_id"),
        (&[("login.token", Text), ("login.user_token", Text), ("login.expires", Text)], "login.user_token"),
        (&[("access_token.token", Text), ("access_token.user_token", Text)], "access_token.token"),
        (&[("id", Text), ("created", Text), ("validUntil", Text), ("user.id", Text), ("user.name", Text)], "id"),
    ] {
        assert_eq!(access_token(&reply(fields)), Some(TokenSource::Field(path(wanted))), "{wanted}");
    }
}

#[test]
fn of_a_sign_in_the_one_token_of_another_name_is_taken() {
    use LeafKind::Text;
    let fields = reply(&[("end-user-token", Text), ("user_id", Text), ("csrf_token", Text)]);
    assert_eq!(access_token(&fields), None);
    let shape = token_shape(&fields, false).expect("one calls itself a token");
    assert_eq!(shape.access, TokenSource::Field(path("end-user-token")));
    assert!(token_shape(&reply(&[("alpha_token", Text), ("beta_token", Text)]), false).is_none());
    assert!(token_shape(&reply(&[("authenticity_token", Text)]), false).is_none());
}

#[test]
fn a_token_comes_before_a_key_that_is_told_along_with_it() {
    use LeafKind::{Number, Text};
    let told = reply(&[("user.name", Text), ("user.apiKey", Text), ("renewed-user-token", Text), ("exp", Number)]);
    let shape = token_shape(&told, false).expect("one calls itself a token");
    assert_eq!(shape.access, TokenSource::Field(path("renewed-user-token")));
    let key = token_shape(&reply(&[("apiKey", Text), ("csrf_token", Text)]), false).expect("a key is one");
    assert_eq!(key.access, TokenSource::Field(path("apiKey")));
}

#[test]
fn replies_without_a_token_have_none() {
    use LeafKind::{Number, Text};
    assert_eq!(access_token(&reply(&[("id", Text), ("name", Text)])), None);
    assert_eq!(access_token(&reply(&[("access_token", Number)])), None);
    assert_eq!(access_token(&Reply::default()), None);
}

#[test]
fn bodies_headers_and_cookies_carry_tokens_too() {
    let bare = Reply { bare: true, ..Reply::default() };
    assert_eq!(access_token(&bare), Some(TokenSource::Body));
    let header = Reply { headers: vec!["X-Rate".into(), "Authorization".into()], ..Reply::default() };
    assert_eq!(access_token(&header), Some(TokenSource::Header("Authorization".into())));
    let prefixed = ["front-token", "st-access-token", "st-refresh-token"].map(str::to_owned).to_vec();
    let shape = token_shape(&Reply { headers: prefixed, ..Reply::default() }, false).expect("two of them are tokens");
    assert_eq!(shape.access, TokenSource::Header("st-access-token".into()));
    assert_eq!(shape.refresh, Some(TokenSource::Header("st-refresh-token".into())));
    let cookie = Reply { headers: vec!["set-cookie".into()], cookie: Some("SID".into()), ..Reply::default() };
    assert_eq!(access_token(&cookie), Some(TokenSource::Cookie(Some("SID".into()))));
}

#[test]
fn of_two_tokens_the_one_that_the_header_is_called_after_is_taken() {
    use LeafKind::Text;
    let two = reply(&[("meta.session_token", Text), ("meta.access_token", Text)]);
    assert_eq!(access_token(&two), Some(TokenSource::Field(path("meta.access_token"))));
    let carried = Reply { carrier: Some("X-Session-Token".into()), ..two };
    assert_eq!(access_token(&carried), Some(TokenSource::Field(path("meta.session_token"))));
}

#[test]
fn what_stands_beside_the_token_is_mapped() {
    use LeafKind::{Number, Text};
    let fields = [
        ("data.token", Text),
        ("data.refresh_token", Text),
        ("data.expires_at", Text),
        ("data.expires_in", Number),
        ("refresh_expires_in", Number),
        ("data.token_type", Text),
        ("user.expires_in", Number),
    ];
    let shape = token_shape(&reply(&fields), false);
    let wanted = TokenShape {
        access: TokenSource::Field(path("data.token")),
        refresh: Some(TokenSource::Field(path("data.refresh_token"))),
        kind: Some(path("data.token_type")),
        scope: None,
        expiry: Expiry::In(path("data.expires_in"), Unit::Seconds),
        refresh_expiry: Expiry::In(path("refresh_expires_in"), Unit::Seconds),
        text_at: None,
    };
    assert_eq!(shape, Some(wanted));
    let dated = token_shape(&reply(&[("token", Text), ("expires", Text)]), false).map(|shape| shape.expiry);
    assert_eq!(dated, Some(Expiry::At(path("expires"), TimeFormat::Detect)));
}

#[test]
fn the_end_of_another_thing_is_not_that_of_the_token() {
    use LeafKind::{Number, Text};
    let ends = |expiry| {
        let shape = token_shape(&reply(&[("data.token", Text), (expiry, Number)]), false);
        shape.is_some_and(|shape| shape.expiry != Expiry::Unknown)
    };
    for own in
        ["data.ttl", "ttl", "session.expires_at", "data.creds.expiry", "token_info.expires_at", "data.session.ttl"]
    {
        assert!(ends(own), "{own}");
    }
    for other in
        ["calls.duration", "data.company.session_timeout", "oauth_tokens.expires_at", "EntityToken.TokenExpiration"]
    {
        assert!(!ends(other), "{other}");
    }
}

#[test]
fn each_token_may_be_an_object_with_its_end() {
    use LeafKind::Text;
    let fields = [
        ("tokens.refresh.token", Text),
        ("tokens.refresh.expires", Text),
        ("tokens.access.token", Text),
        ("tokens.access.expires", Text),
    ];
    let shape = token_shape(&reply(&fields), false).expect("one is the access token");
    assert_eq!(shape.access, TokenSource::Field(path("tokens.access.token")));
    assert_eq!(shape.refresh, Some(TokenSource::Field(path("tokens.refresh.token"))));
    assert_eq!(shape.expiry, Expiry::At(path("tokens.access.expires"), TimeFormat::Detect));
    assert_eq!(shape.refresh_expiry, Expiry::At(path("tokens.refresh.expires"), TimeFormat::Detect));
}

#[test]
fn the_value_of_a_token_is_the_token() {
    use LeafKind::{Number, Text};
    for expiry in [&[][..], &[("result.access.ttl", Number), ("result.refresh.ttl", Number)]] {
        let values = [("result.access.value", Text), ("result.refresh.value", Text)];
        let fields: Vec<_> = values.iter().chain(expiry).copied().collect();
        let shape = token_shape(&reply(&fields), false).expect("one is the access token");
        assert_eq!(shape.access, TokenSource::Field(path("result.access.value")));
        assert_eq!(shape.refresh, Some(TokenSource::Field(path("result.refresh.value"))));
    }
    assert_eq!(access_token(&reply(&[("colour.value", Text), ("user.id", Text)])), None);
}

#[test]
fn the_header_that_requests_carry_is_where_replies_have_it() {
    let headers = vec!["X-Rate".into(), "Acme-Session".into()];
    let told = Reply { headers, carrier: Some("acme-session".into()), ..reply(&[("id", LeafKind::Number)]) };
    assert_eq!(access_token(&told), Some(TokenSource::Header("Acme-Session".into())));
    assert_eq!(access_token(&Reply { carrier: None, ..told }), None);
}

#[test]
fn a_jwt_tells_its_own_end() {
    let jwt = token_shape(&reply(&[("accessJwt", LeafKind::Text)]), false).map(|shape| shape.expiry);
    assert_eq!(jwt, Some(Expiry::JwtExp));
    let opaque = token_shape(&reply(&[("token", LeafKind::Text)]), false).map(|shape| shape.expiry);
    assert_eq!(opaque, Some(Expiry::Unknown));
    let said = token_shape(&reply(&[("token", LeafKind::Text)]), true).map(|shape| shape.expiry);
    assert_eq!(said, Some(Expiry::JwtExp));
    let mere = reply(&[("id", LeafKind::Text)]);
    assert!(token_shape(&mere, false).is_some() && token_shape(&mere, true).is_none(), "a JWT is nobody's number");
}
