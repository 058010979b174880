//! How the module `schemes` is used: programs that compile, for the pages and the example.

use std::collections::BTreeSet;

use super::choice::{Held, Part, Way};
use super::fixed::is_fixed;
use super::flow::scope_names;
use super::{from_environment, is_served, ways};
use crate::model::{Flow, FlowKind, Scheme, SchemeKind};
use crate::view::Context;
use crate::view::fragment::{Ident, StrLit};
use crate::view::server;

/// A program: what it uses, and the statements of its `main`, in which a variable `server` is there already.
#[derive(Debug, Default)]
pub(in crate::view) struct Program {
    /// Paths inside the crate.
    uses: BTreeSet<&'static str>,
    pub(in crate::view) lines: Vec<String>,
}

impl Program {
    /// What to import, grouped by module; `authwright` is the runtime as the crate gives it on.
    pub(in crate::view) fn imports(&self, library: &Ident) -> Vec<String> {
        let (runtime, own): (Vec<&str>, Vec<&str>) =
            self.uses.iter().copied().chain(["Server"]).partition(|path| path.starts_with("authwright::"));
        let runtime: BTreeSet<&str> = runtime.iter().filter_map(|path| path.strip_prefix("authwright::")).collect();
        let group = |module: &str, names: BTreeSet<&str>| match Vec::from_iter(names).as_slice() {
            [] => None,
            [only] => Some(format!("{library}::{module}{only}")),
            several => Some(format!("{library}::{module}{{{}}}", several.join(", "))),
        };
        [group("authwright::", runtime), group("", own.into_iter().collect())].into_iter().flatten().collect()
    }

    /// The whole program, for the server that a reader would take first.
    pub(in crate::view) fn text(&self, cx: &Context<'_>) -> String {
        let mut out: Vec<String> = self.imports(&cx.names.library).iter().map(|path| format!("use {path};")).collect();
        out.push("\nfn main() -> Result<(), Box<dyn std::error::Error>> {".to_owned());
        out.push(format!("    let server = {};", server::first(cx)));
        out.extend(self.lines.iter().flat_map(|line| line.lines()).map(|line| format!("    {line}")));
        out.push("    Ok(())\n}".to_owned());
        out.join("\n")
    }

    fn line(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }
}

/// A request that carries what the document asks for, sent: the shortest way to see that a credential works. `None` where
/// no way to be authorized can be shown.
pub(in crate::view) fn request(cx: &Context<'_>) -> Option<Program> {
    let ways = ways(cx);
    let ready = ways.iter().find(|way| from_environment(cx, way));
    let mut program = Program::default();
    let way = match ready {
        Some(way) => {
            program.line("let authorization = Authorization::from_env(&server)?;");
            way
        }
        None => ways.iter().find(|way| !way.parts.is_empty() && by_hand(cx, way, &mut program).is_some())?,
    };
    program.uses.extend(["Authorization", "authwright::block_on", "authwright::call::Api", "authwright::http::Method"]);
    let (method, path) = tried(way);
    let literal = StrLit::new(path);
    program.line("let authorizer = authorization.authorizer(&server)?;");
    program.line(format!("let call = Api::new(server.base_url()?)?.call(Method::{method}, {literal});"));
    program.line("let reply = block_on(call.send_authorized(&authorizer))?;");
    program.line(format!("println!({}, reply.status());", StrLit::new(&format!("{method} {}: {{}}", braces(path)))));
    Some(program)
}

/// The operation to try: one that asks for the credential, takes nothing else and changes nothing; else the root.
fn tried<'a>(way: &Way<'a>) -> (&'static str, &'a str) {
    let example = way.said.and_then(|said| said.example.as_ref());
    let fits = |(method, path): &&(String, String)| method == "GET" && !path.contains(['{', '}']) && path.is_ascii();
    ("GET", example.filter(fits).map_or("/", |(_, path)| path.as_str()))
}

fn braces(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// Each part of a way by itself, and the way made of them.
fn by_hand(cx: &Context<'_>, way: &Way<'_>, program: &mut Program) -> Option<()> {
    let mut made = Program::default();
    let mut values = Vec::new();
    for part in &way.parts {
        values.push(value(cx, part, &mut made)?);
    }
    values.retain(|value| !value.is_empty());
    let values = if values.is_empty() { String::new() } else { format!("({})", values.join(", ")) };
    made.line(format!("let authorization = Authorization::{}{values};", way.name));
    *program = made;
    Some(())
}

/// What stands for a part; empty for one that belongs to the connection.
fn value(cx: &Context<'_>, part: &Part<'_>, program: &mut Program) -> Option<String> {
    match part.held {
        Held::Connection => Some(String::new()),
        Held::Fixed => {
            program.uses.insert("schemes");
            Some(format!("schemes::{}::from_env()?", part.name))
        }
        Held::Issued => {
            program.uses.extend(["Client", "Credentials"]);
            let value = "Client::new(server.clone())?.token_source(Credentials::from_env()?)";
            cx.grant.then(|| value.to_owned())
        }
        Held::Flow(_) => {
            let flows: &[Flow] = if let SchemeKind::OAuth2 { flows } = &part.scheme.kind { flows } else { &[] };
            let order = [FlowKind::ClientCredentials, FlowKind::AuthorizationCode, FlowKind::Device];
            let flow = order.iter().find_map(|kind| flows.iter().find(|flow| flow.kind == *kind));
            match (&part.scheme.kind, flow) {
                (SchemeKind::OpenIdConnect { .. }, _) => discovered(part.name, program),
                (_, Some(flow)) => tokens(cx, part.scheme, flow, program)?,
                _ => return None,
            }
            Some("tokens".to_owned())
        }
    }
}

/// The program for one scheme without flows; `None` where a token source or a flow gives the credential, or the
/// connection carries it.
pub(in crate::view) fn fixed(cx: &Context<'_>, scheme: &Scheme, name: &Ident) -> Option<Program> {
    if !is_fixed(&scheme.kind) || is_served(cx.provider, scheme) {
        return None;
    }
    let mut program = Program::default();
    program.uses.extend(["authwright::block_on", "authwright::call::Api", "authwright::http::Method", "schemes"]);
    program.line(format!("let authorizer = schemes::{name}::from_env()?.authorizer(&server)?;"));
    program.line("let call = Api::new(server.base_url()?)?.call(Method::GET, \"/\");");
    program.line("let reply = block_on(call.send_authorized(&authorizer))?;");
    program.line("println!(\"status {}\", reply.status());");
    Some(program)
}

/// The program for one flow; `None` for a flow that is not offered.
pub(in crate::view) fn flow(cx: &Context<'_>, scheme: &Scheme, flow: &Flow) -> Option<Program> {
    let mut program = Program::default();
    tokens(cx, scheme, flow, &mut program)?;
    use_token(&mut program);
    Some(program)
}

/// The program for the password flow, which is there only for those who switch it on.
pub(in crate::view) fn password(cx: &Context<'_>, scheme: &Scheme) -> Option<String> {
    let (library, server) = (&cx.names.library, server::first(cx));
    let name = cx.names.flow(cx.provider, &scheme.id, FlowKind::Password)?;
    let lines = [
        "#[cfg(feature = \"password-grant\")]".to_owned(),
        "fn main() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
        format!("    use {library}::{{Server, authwright::env, schemes}};"),
        String::new(),
        format!("    let client = schemes::{name}::from_env()?;"),
        "    let (user, password) = (env::text(\"USER_NAME\")?, env::secret(\"USER_PASSWORD\")?);".to_owned(),
        format!("    let tokens = client.token_source(&{server}, &user, password, &[])?;"),
        "    let token = tokens.token_blocking()?;".to_owned(),
        "    assert!(token.authorization_header().is_sensitive());".to_owned(),
        "    Ok(())".to_owned(),
        "}".to_owned(),
        String::new(),
        "#[cfg(not(feature = \"password-grant\"))]".to_owned(),
        "fn main() {}".to_owned(),
    ];
    Some(lines.join("\n"))
}

/// The program for a discovered server.
pub(in crate::view) fn openid(name: &Ident) -> Program {
    let mut program = Program::default();
    discovered(name, &mut program);
    use_token(&mut program);
    program
}

/// The program for a client certificate: the transport that has it is made by the caller.
pub(in crate::view) fn certificate() -> Program {
    let mut program = Program::default();
    program.uses.extend([
        "authwright::Bytes",
        "authwright::block_on",
        "authwright::call::Api",
        "authwright::http::Method",
        "authwright::http::Request",
        "authwright::http::Response",
    ]);
    program.line("// Any HTTP client will do, set up with the certificate and its key; here it answers by itself.");
    program.line("let transport = |_request: Request<Bytes>| async { Ok(Response::new(Bytes::new())) };");
    program.line("let api = Api::with_transport(server.base_url()?, std::sync::Arc::new(transport));");
    program.line("let reply = block_on(api.call(Method::GET, \"/\").send())?;");
    program.line("println!(\"status {}\", reply.status());");
    program
}

fn use_token(program: &mut Program) {
    program.line("let token = tokens.token_blocking()?; // valid now, and renewed when needed; in async code: tokens.token().await?");
    program.line("assert!(token.authorization_header().is_sensitive()); // it never prints");
}

/// A variable `tokens`, by the flow of a scheme.
fn tokens(cx: &Context<'_>, scheme: &Scheme, flow: &Flow, program: &mut Program) -> Option<()> {
    let name = cx.names.flow(cx.provider, &scheme.id, flow.kind)?;
    let scope = scope_names(flow).into_iter().next().map(|scope| format!("schemes::{name}::{scope}"));
    let scopes = format!("&[{}]", scope.unwrap_or_default());
    program.uses.insert("schemes");
    match flow.kind {
        FlowKind::ClientCredentials => {
            program.line(format!("let client = schemes::{name}::from_env()?;"));
            program.line(format!("let tokens = client.token_source(&server, {scopes})?;"));
        }
        FlowKind::AuthorizationCode => {
            program.line(format!("let flow = schemes::{name}::from_env()?.sign_in(&server, {scopes})?;"));
            in_browser(&name, program);
        }
        FlowKind::Device => {
            program.uses.insert("authwright::block_on");
            program.line(format!("let client = schemes::{name}::from_env()?;"));
            program.line(format!(
                "let flow = client.sign_in(&server, {scopes}, |prompt| {{\n    \
                     println!(\"open {{}} and enter {{}}\", prompt.verification_uri, prompt.user_code);\n}})?;"
            ));
            program.line("let session = block_on(flow.sign_in())?;");
            program.line(format!("let tokens = block_on(schemes::{name}::token_source(&server, &session))?;"));
        }
        FlowKind::Password | FlowKind::Implicit => return None,
    }
    Some(())
}

fn discovered(name: &Ident, program: &mut Program) {
    program.uses.extend(["authwright::block_on", "schemes"]);
    program.line(format!("let account = schemes::{name}::from_env()?;"));
    program.line("let flow = block_on(account.sign_in(&server, &[\"offline_access\"]))?;");
    in_browser(name, program);
}

/// A person signs in with the browser of this machine.
fn in_browser(name: &Ident, program: &mut Program) {
    program.uses.extend(["authwright::block_on", "authwright::oauth::Loopback"]);
    program.line(
        "let loopback = Loopback::bind(\"/callback\")?; // a redirect URI to register: http://127.0.0.1/callback",
    );
    program.line(
        "let session = block_on(flow.sign_in(loopback, |url| {\n    println!(\"open {url}\");\n    Ok(())\n}))?;"
            .to_owned(),
    );
    program.line(format!("let tokens = block_on(schemes::{name}::token_source(&server, &session))?;"));
}
