mod authorization;

use super::*;
use crate::model::{
    At, Attach, Body, Carrier, Constraints, Expiry, Field, FieldPath, Lifecycle, MediaType, Operation, Presence,
    Provenance, Provider, Reply, ReplyBody, ReplyStatus, Role, Server, TokenShape, TokenSource, TypeDef, TypeKind,
    TypeRef,
};

fn field(wire: &str, presence: Presence) -> Field {
    Field {
        wire: wire.to_owned(),
        ty: TypeRef::String { format: None },
        presence,
        secret: true,
        docs: Some("Words.".to_owned()),
        default: None,
        example: None,
        constraints: Constraints::default(),
        deprecated: false,
        at: At::default(),
    }
}

fn object(id: &str, fields: Vec<Field>) -> TypeDef {
    let kind = TypeKind::Object { fields, additional: None };
    TypeDef { id: id.to_owned(), title: None, kind, docs: None, example: None, at: At::default() }
}

fn named(id: &str) -> TypeRef {
    TypeRef::Named(id.to_owned())
}

fn operation() -> Operation {
    let json = || MediaType::Json("application/json".to_owned());
    Operation {
        id: "signIn".to_owned(),
        name: None,
        role: Role::Issue,
        method: "POST".to_owned(),
        path: "/token".to_owned(),
        params: Vec::new(),
        body: Some(Body {
            media: json(),
            also: Vec::new(),
            styles: Vec::new(),
            parts: Vec::new(),
            ty: named("Credentials"),
            required: true,
            docs: None,
        }),
        replies: vec![Reply {
            status: ReplyStatus::Code(200),
            success: true,
            body: Some(ReplyBody { media: json(), ty: named("Token") }),
            headers: Vec::new(),
            docs: "A token.".to_owned(),
            example: None,
        }],
        needs: Vec::new(),
        servers: Vec::new(),
        deprecated: false,
        summary: None,
        description: None,
        evidence: Vec::new(),
        at: At::default(),
    }
}

fn lifecycle() -> Lifecycle {
    let path = |name: &str| FieldPath(vec![name.to_owned()]);
    Lifecycle {
        issue: crate::model::Step { operation: 0, values: Vec::new() },
        refresh: None,
        revoke: None,
        token: TokenShape {
            access: TokenSource::Field(path("access_token")),
            refresh: None,
            kind: None,
            scope: None,
            expiry: Expiry::Unknown,
            refresh_expiry: Expiry::Unknown,
            text_at: None,
        },
        refreshed: None,
        attach: Attach {
            scheme: None,
            carrier: Carrier { place: crate::model::ApiKeyPlace::Header, name: "Authorization".to_owned() },
            template: "Bearer {token}".to_owned(),
        },
        credentials: vec![crate::model::Credential {
            input: crate::model::Input::Body(path("key")),
            env: "ACME_KEY".to_owned(),
            secret: true,
            required: true,
        }],
        unused: Vec::new(),
    }
}

fn provider() -> Provider {
    Provider {
        name: "acme".to_owned(),
        title: "Acme".to_owned(),
        version: "1".to_owned(),
        description: None,
        servers: vec![Server {
            url: "https://a.example".to_owned(),
            variables: Vec::new(),
            name: None,
            purpose: None,
            relative: false,
        }],
        schemes: Vec::new(),
        security: Vec::new(),
        alternatives: Vec::new(),
        operations: vec![operation()],
        types: vec![
            object("Credentials", vec![field("key", Presence::Required)]),
            object("Token", vec![field("access_token", Presence::Required)]),
        ],
        lifecycle: Some(lifecycle()),
        source: Provenance {
            file: "acme.yaml".to_owned(),
            openapi: "3.0.3".to_owned(),
            sha256: String::new(),
            left_out: 0,
        },
    }
}

/// The changes that `edit` makes, as text.
fn changes(edit: impl FnOnce(&mut Provider)) -> Vec<(String, Step)> {
    let old = provider();
    let mut new = provider();
    edit(&mut new);
    compare(&Surface::of(&old), &Surface::of(&new))
        .into_iter()
        .map(|change| (change.subject.to_string(), change.step))
        .collect()
}

fn fields(provider: &mut Provider, ty: usize) -> &mut Vec<Field> {
    match &mut provider.types[ty].kind {
        TypeKind::Object { fields, .. } => fields,
        other => panic!("the fixture's types are objects, this is {other:?}"),
    }
}

#[test]
fn the_same_document_has_no_changes() {
    assert_eq!(changes(|_| {}), []);
}

#[test]
fn what_a_stranger_does_not_see_is_no_change() {
    assert_eq!(changes(|new| new.source.sha256 = "00".to_owned()), []);
}

#[test]
fn a_new_required_credential_breaks() {
    let changes = changes(|new| fields(new, 0).push(field("secret", Presence::Required)));
    assert_eq!(changes, [("field secret of Credentials".to_owned(), Step::Major)]);
}

#[test]
fn a_new_optional_field_does_not_break() {
    let changes = changes(|new| fields(new, 1).push(field("scope", Presence::Optional)));
    assert_eq!(changes, [("field scope of Token".to_owned(), Step::Minor)]);
}

#[test]
fn what_is_sent_may_gain_optional_fields_where_it_has_a_constructor() {
    let sent = |required: usize| {
        let (mut old, mut new) = (provider(), provider());
        for provider in [&mut old, &mut new] {
            *fields(provider, 0) = (0..required).map(|at| field(&format!("f{at}"), Presence::Required)).collect();
        }
        fields(&mut new, 0).push(field("more", Presence::Optional));
        let changes = compare(&Surface::of(&old), &Surface::of(&new));
        changes.iter().map(|change| change.step).collect::<Vec<_>>()
    };
    assert_eq!([0, 1, 7, 8].map(sent), [[Step::Minor], [Step::Minor], [Step::Minor], [Step::Major]]);
}

#[test]
fn the_first_parameter_of_an_operation_breaks_however_optional() {
    let first = changes(|new| {
        let field = field("page", Presence::Optional);
        let param = crate::model::Param { place: crate::model::Place::Query, style: crate::model::Style::Usual, field };
        new.operations[0].params.push(param);
    });
    assert_eq!(first, [("parameter page (query) of POST /token".to_owned(), Step::Major)]);
}

#[test]
fn an_operation_that_is_gone_is_told_once() {
    let changes = changes(|new| {
        new.operations.clear();
        new.lifecycle = None;
    });
    let expected = [("operation POST /token".to_owned(), Step::Major), ("lifecycle".to_owned(), Step::Major)];
    assert_eq!(changes, expected);
}

#[test]
fn other_words_are_a_patch() {
    let changes = changes(|new| new.operations[0].summary = Some("Sign in".to_owned()));
    assert_eq!(changes, [("operation POST /token".to_owned(), Step::Patch)]);
}

#[test]
fn another_place_of_the_expiry_is_not_breaking() {
    let changes = changes(|new| {
        if let Some(lifecycle) = &mut new.lifecycle {
            lifecycle.token.expiry = Expiry::JwtExp;
        }
    });
    assert_eq!(changes, [("lifecycle".to_owned(), Step::Minor)]);
}

#[test]
fn a_surface_survives_its_file() {
    let surface = Surface::of(&provider());
    assert_eq!(Surface::from_json(&surface.to_json("0.1.0")), Ok(surface));
}

#[test]
fn what_another_version_wrote_is_no_change_of_the_document() {
    let surface = Surface::of(&provider());
    let other = surface.to_json("0.4.0").replace("\"format\":3", "\"format\":1");
    assert!(Surface::from_json(&other).is_err_and(|error| error.to_string().contains("regenerate")));
    let previous = Previous { version: "0.4.0".to_owned(), surface: other, changelog: "# Changelog\n".to_owned() };
    let next = release(Some(&previous), &surface, true);
    assert_eq!((next.version.as_str(), next.changes.len()), ("0.4.0", 0));
}

#[test]
fn a_broken_surface_file_says_what_to_do() {
    let error =
        Surface::from_json("{\"format\":3,\"facts\":[[\"planet\",\"\",\"\",{}]]}").map_err(|error| error.to_string());
    let expected =
        "surface.json cannot be read: it holds the unknown kind \"planet\"; regenerate the crate to write it anew";
    assert_eq!(error, Err(expected.to_owned()));
}

#[test]
fn versions_grow_by_semver() {
    assert_eq!(Step::Major.bump((0, 3, 4)), (0, 4, 0));
    assert_eq!(Step::Minor.bump((0, 3, 4)), (0, 3, 5));
    assert_eq!(Step::Major.bump((1, 3, 4)), (2, 0, 0));
    assert_eq!(Step::Minor.bump((1, 3, 4)), (1, 4, 0));
    assert_eq!(Step::Patch.bump((1, 3, 4)), (1, 3, 5));
    assert_eq!(Step::None.bump((1, 3, 4)), (1, 3, 4));
}

#[test]
fn an_operation_that_moves_to_another_server_breaks() {
    let home = |url: &str| Server { url: url.to_owned(), relative: !url.contains("://"), ..Server::default() };
    let moved = |urls: [&str; 2]| {
        let (mut old, mut new) = (provider(), provider());
        for (provider, url) in [(&mut old, urls[0]), (&mut new, urls[1])] {
            provider.operations[0].servers = if url.is_empty() { Vec::new() } else { vec![home(url)] };
        }
        compare(&Surface::of(&old), &Surface::of(&new))
    };
    for urls in [["", "https://auth.example"], ["https://auth.example", ""], ["https://auth.example", "/auth"]] {
        assert_eq!(step(&moved(urls)), Step::Major, "{urls:?}");
    }
    assert_eq!(
        human(&moved(["", "https://auth.example"])).lines().nth(1),
        Some("  - operation `POST /token`: servers is now `https://auth.example for https://a.example`")
    );
    let mut old = provider();
    old.operations[0].servers = vec![home("/auth")];
    let mut new = old.clone();
    new.servers.push(home("https://b.example"));
    new.operations[0].servers.push(home("/auth"));
    let more = compare(&Surface::of(&old), &Surface::of(&new));
    let own = more.iter().find(|change| change.subject.kind == Kind::Operation);
    assert_eq!(own.map(|change| change.step), Some(Step::Minor), "{}", human(&more));
}

#[test]
fn a_changelog_entry_lists_breaking_changes_first() {
    let old = provider();
    let mut new = provider();
    new.operations[0].description = Some("Other words".to_owned());
    new.servers[0].url = "https://b.example".to_owned();
    let changes = compare(&Surface::of(&old), &Surface::of(&new));
    insta::assert_snapshot!(changelog_entry("0.2.0", &changes), @r"
    ## 0.2.0

    ### Breaking

    - server `https://a.example` is gone

    ### New

    - server `https://b.example` is new

    ### Words

    - operation `POST /token`: description reworded
    ");
}

#[test]
fn a_report_never_prints_a_control_character() {
    let old = provider();
    let mut new = provider();
    new.servers[0].url = "https://b.example/\u{1b}[31m`x".to_owned();
    let text = human(&compare(&Surface::of(&old), &Surface::of(&new)));
    assert!(text.contains("https://b.example/\u{fffd}[31m\u{fffd}x"), "{text}");
}

fn second_release(bump: bool) -> Release {
    let old = provider();
    let first = release(None, &Surface::of(&old), true);
    let surface = Surface::of(&old).to_json("0.1.0");
    let previous = Previous { version: first.version, surface, changelog: first.changelog };
    let mut new = provider();
    new.operations[0].path = "/v2/token".to_owned();
    release(Some(&previous), &Surface::of(&new), bump)
}

#[test]
fn a_breaking_change_makes_a_new_version_with_its_entry() {
    let second = second_release(true);
    assert_eq!(second.version, "0.2.0");
    let newest = second.changelog.find("## 0.2.0");
    assert!(newest.is_some() && newest < second.changelog.find("## 0.1.0"), "{}", second.changelog);
}

#[test]
fn without_bumping_both_stay() {
    let second = second_release(false);
    assert_eq!(second.version, "0.1.0");
    assert!(!second.changelog.contains("0.2.0"), "{}", second.changelog);
    assert!(!second.changes.is_empty(), "the changes are still told");
}

#[test]
fn the_same_surface_is_the_same_release() {
    let surface = Surface::of(&provider());
    let previous = Previous {
        version: "3.1.4".to_owned(),
        surface: surface.to_json("3.1.4"),
        changelog: "# Changelog\n\n## 3.1.4\n".to_owned(),
    };
    let next = release(Some(&previous), &surface, true);
    assert_eq!((next.version, next.changelog), (previous.version, previous.changelog));
}

#[test]
fn a_run_that_ended_half_way_is_carried_on_and_not_stepped_twice() {
    let second = second_release(true);
    let old = Surface::of(&provider()).to_json("0.1.0");
    let mut new = provider();
    new.operations[0].path = "/v2/token".to_owned();
    // Cargo.toml and the changelog are new, the surface is not.
    let half = Previous { version: second.version.clone(), surface: old, changelog: second.changelog.clone() };
    let third = release(Some(&half), &Surface::of(&new), true);
    assert_eq!((third.version, third.changelog), (second.version, second.changelog));
}

#[test]
fn a_version_that_was_raised_by_hand_is_stepped_from() {
    let old = Surface::of(&provider());
    let mut new = provider();
    new.operations[0].path = "/v2/token".to_owned();
    let raised = Previous {
        version: "0.2.0".to_owned(),
        surface: old.to_json("0.1.0"),
        changelog: "# Changelog\n\n## 0.1.0\n".to_owned(),
    };
    assert_eq!(release(Some(&raised), &Surface::of(&new), true).version, "0.3.0");
    let same = release(Some(&raised), &old, true);
    assert_eq!((same.version.as_str(), same.stamp(Some(&raised)).as_str()), ("0.2.0", "0.1.0"));
}
