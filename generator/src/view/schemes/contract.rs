//! The tests of the module `schemes` that a crate carries: what each scheme puts on a request, and where it goes.

use serde::Serialize;

use super::fixed::is_fixed;
use super::{flows as written_flows, is_served, is_written};
use crate::model::{ApiKeyPlace, Flow, FlowKind, Scheme, SchemeKind};
use crate::view::Context;
use crate::view::fragment::{Expr, Ident, StrLit};
use crate::view::manifest::Items;
use crate::view::naming::{Case, Scope};

/// `tests/schemes.rs`.
#[derive(Debug, Serialize)]
pub(in crate::view) struct SchemeContractView {
    library: Ident,
    /// What is used of the runtime, as the tree of a `use`.
    runtime: Expr,
    /// One or none: what only tests of credentials on a request need.
    carried: Vec<Ident>,
    fixed: Vec<FixedTest>,
    flows: Vec<FlowTest>,
    /// One or none: what only tests of flows need.
    wire: Vec<Ident>,
}

/// A credential that never changes.
#[derive(Debug, Serialize)]
struct FixedTest {
    test: Ident,
    make: Expr,
    /// What is read of the request, and what it must be.
    seen: Expr,
    wanted: StrLit,
}

/// A client at an authorization server.
#[derive(Debug, Serialize)]
struct FlowTest {
    test: Ident,
    make: Expr,
    /// One of these, by kind: where the first request must go.
    machine: Vec<StrLit>,
    person: Vec<PersonTest>,
    device: Vec<StrLit>,
    discovered: Vec<StrLit>,
}

/// Where a person is sent to, and where the tokens then come from.
#[derive(Debug, Serialize)]
struct PersonTest {
    authorization: StrLit,
    token: StrLit,
}

/// Where the API is in these tests.
const BASE: &str = "https://api.example";

impl SchemeContractView {
    /// `None` where there is nothing to try.
    pub(in crate::view) fn new(cx: &Context<'_>) -> Option<Self> {
        let written = |scheme: &&Scheme| is_written(cx.provider, scheme);
        let schemes: Vec<&Scheme> = cx.provider.schemes.iter().filter(written).collect();
        let mut tests = Scope::new(Case::Snake, &["sent", "stays", "hides", "server", "main"]);
        let fixed: Vec<FixedTest> = schemes.iter().filter_map(|scheme| fixed(cx, scheme, &mut tests)).collect();
        let mut flows = Vec::new();
        for scheme in &schemes {
            match &scheme.kind {
                SchemeKind::OAuth2 { .. } => {
                    let all = written_flows(cx.provider, scheme);
                    flows.extend(all.into_iter().filter_map(|one| flow(cx, scheme, one, &mut tests)));
                }
                SchemeKind::OpenIdConnect { url } => flows.extend(openid(cx, scheme, url, &mut tests)),
                _ => {}
            }
        }
        if fixed.is_empty() && flows.is_empty() {
            return None;
        }
        let carried = !fixed.is_empty() || flows.iter().any(|test| !test.machine.is_empty());
        let needs = [
            (carried, "Authorize"),
            (!flows.is_empty(), "Bytes"),
            (true, "block_on"),
            (!flows.is_empty(), "call::Api"),
            (true, "http"),
            (flows.iter().any(|test| test.machine.is_empty()), "oauth"),
        ];
        let names: Vec<&str> = needs.iter().filter(|(needed, _)| *needed).map(|(_, name)| *name).collect();
        let runtime = Expr::new(&format!("{{{}}}", names.join(", ")).parse().ok()?);
        let one = |needed: bool, name: &str| if needed { vec![Ident::new(name)] } else { Vec::new() };
        let (carried, wire) = (one(carried, "sent"), one(!flows.is_empty(), "Wire"));
        Some(Self { library: cx.names.library.clone(), runtime, carried, fixed, flows, wire })
    }

    /// The items of the file.
    pub(in crate::view) fn items(&self) -> Items {
        let mut items = Items::new();
        items.uses(2);
        items.fixed(&["const BASE", "fn hides"]);
        if !self.carried.is_empty() {
            items.fixed(&["fn sent", "fn stays"]);
        }
        if !self.wire.is_empty() {
            items.fixed(&["struct Wire", "impl Wire"]);
        }
        let tests = self.fixed.iter().map(|test| &test.test).chain(self.flows.iter().map(|test| &test.test));
        tests.for_each(|test| items.add("fn", test));
        items
    }
}

fn fixed(cx: &Context<'_>, scheme: &Scheme, tests: &mut Scope) -> Option<FixedTest> {
    if !is_fixed(&scheme.kind) || is_served(cx.provider, scheme) {
        return None;
    }
    let name = cx.names.scheme(cx.provider, &scheme.id)?;
    let header = |wire: &str| format!("parts.headers.get({}).unwrap()", StrLit::new(&wire.to_ascii_lowercase()));
    let authorization = header("authorization");
    let (arguments, seen, wanted) = match &scheme.kind {
        SchemeKind::Basic => {
            ("\"hidden-user\", \"hidden-value\"", authorization, "Basic aGlkZGVuLXVzZXI6aGlkZGVuLXZhbHVl".to_owned())
        }
        SchemeKind::ApiKey { place: ApiKeyPlace::Header, name, prefix } => {
            ("\"hidden-value\"", header(name), format!("{prefix}hidden-value"))
        }
        SchemeKind::ApiKey { place: ApiKeyPlace::Cookie, name, .. } => {
            ("\"hidden-value\"", header("cookie"), format!("{name}=hidden-value"))
        }
        SchemeKind::ApiKey { place: ApiKeyPlace::Query, name, .. } => {
            ("\"hidden-value\"", "parts.uri.query().unwrap()".to_owned(), format!("{}=hidden-value", encoded(name)))
        }
        SchemeKind::Http { scheme } => ("\"hidden-value\"", authorization, format!("{scheme} hidden-value")),
        _ => ("\"hidden-value\"", authorization, "Bearer hidden-value".to_owned()),
    };
    Some(FixedTest {
        test: tests.name(&format!("{} goes where it belongs", scheme.id), "scheme"),
        make: Expr::new(&format!("{name}::new({arguments})").parse().ok()?),
        seen: Expr::new(&seen.parse().ok()?),
        wanted: StrLit::new(&wanted),
    })
}

/// Everything but the unreserved characters, encoded (RFC 3986, section 2.3).
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn flow(cx: &Context<'_>, scheme: &Scheme, flow: &Flow, tests: &mut Scope) -> Option<FlowTest> {
    let name = cx.names.flow(cx.provider, &scheme.id, flow.kind)?;
    let address = match flow.kind {
        FlowKind::ClientCredentials => flow.token_url.as_deref(),
        FlowKind::AuthorizationCode => flow.authorization_url.as_deref(),
        FlowKind::Device => flow.device_authorization_url.as_deref(),
        FlowKind::Password | FlowKind::Implicit => None,
    };
    let address = seen(cx, address?)?;
    let arguments =
        if flow.kind == FlowKind::ClientCredentials { "\"client\", \"hidden-value\"" } else { "\"client\"" };
    let mut test =
        FlowTest::new(tests.name(&format!("{name} asks where the document says"), "scheme"), &name, arguments)?;
    match flow.kind {
        FlowKind::ClientCredentials => test.machine.push(address),
        FlowKind::AuthorizationCode => {
            let token = seen(cx, flow.token_url.as_deref()?)?;
            test.person.push(PersonTest { authorization: address, token });
        }
        _ => test.device.push(address),
    }
    Some(test)
}

fn openid(cx: &Context<'_>, scheme: &Scheme, url: &str, tests: &mut Scope) -> Option<FlowTest> {
    let name = cx.names.scheme(cx.provider, &scheme.id)?;
    let address = seen(cx, url)?;
    let mut test =
        FlowTest::new(tests.name(&format!("{name} asks where the document says"), "scheme"), name, "\"client\"")?;
    test.discovered.push(address);
    Some(test)
}

/// An address as these tests see it; `None` where it is to be filled in first.
fn seen(cx: &Context<'_>, url: &str) -> Option<StrLit> {
    let reference = cx.provider.reference(url);
    if reference.contains(['{', '}']) || !reference.is_ascii() {
        return None;
    }
    let absolute = match (reference.contains("://"), reference.starts_with('/')) {
        (true, _) => reference,
        (false, true) => format!("{BASE}{reference}"),
        (false, false) => format!("{BASE}/{reference}"),
    };
    let origin_alone = absolute.split("://").nth(1).is_some_and(|rest| !rest.contains('/'));
    Some(StrLit::new(&if origin_alone { format!("{absolute}/") } else { absolute }))
}

impl FlowTest {
    fn new(test: Ident, name: &Ident, arguments: &str) -> Option<Self> {
        let make = Expr::new(&format!("{name}::new({arguments})").parse().ok()?);
        let none = Vec::new;
        Some(Self { test, make, machine: none(), person: Vec::new(), device: none(), discovered: none() })
    }
}
