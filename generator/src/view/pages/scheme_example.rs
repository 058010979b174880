//! The example of a security scheme that takes a fixed credential: a whole program that compiles.

use super::super::fragment::{CodeBlock, StrLit};
use super::Site;
use super::example::address;
use crate::model::{ApiKeyPlace, Scheme, SchemeKind, SchemePart};

/// The program; none where a token source or a flow gives the credential, or the connection carries it.
pub(super) fn program(site: &Site<'_>, scheme: &Scheme) -> Option<CodeBlock> {
    if super::schemes::given_by_source(site, scheme) {
        return None;
    }
    let variable = |part: SchemePart| {
        let input = scheme.inputs.iter().find(|input| input.part == part);
        input.map(|input| StrLit::new(&input.env).to_string())
    };
    let (ty, attach, lines) = match &scheme.kind {
        SchemeKind::Basic => {
            let (user, password) = (variable(SchemePart::User)?, variable(SchemePart::Password)?);
            (
                "Basic",
                false,
                vec![
                    format!("let (user, password) = (env::text({user})?, env::secret({password})?);"),
                    "let scheme = Basic::try_new(&user, &password)?.allow(&api);".to_owned(),
                ],
            )
        }
        SchemeKind::Bearer { .. } => (
            "Bearer",
            false,
            vec![format!("let scheme = Bearer::new(env::secret({})?).allow(&api);", variable(SchemePart::Key)?)],
        ),
        SchemeKind::Http { scheme } => {
            let template = StrLit::new(&format!("{scheme} {{token}}"));
            let key = variable(SchemePart::Key)?;
            (
                "HttpScheme",
                false,
                vec![format!("let scheme = HttpScheme::new({template}, env::secret({key})?).allow(&api);")],
            )
        }
        SchemeKind::ApiKey { place, name, prefix } => {
            let (name, template) = (StrLit::new(name), StrLit::new(&format!("{prefix}{{token}}")));
            let attach = match place {
                ApiKeyPlace::Header => format!("Attach::header({name}, {template})"),
                ApiKeyPlace::Query => format!("Attach::query({name})"),
                ApiKeyPlace::Cookie => format!("Attach::cookie({name})"),
            };
            let key = variable(SchemePart::Key)?;
            ("ApiKey", true, vec![format!("let scheme = ApiKey::new({attach}, env::secret({key})?).allow(&api);")])
        }
        SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } | SchemeKind::MutualTls => return None,
    };
    Some(whole(site, ty, attach, &lines))
}

fn whole(site: &Site<'_>, ty: &str, attach: bool, lines: &[String]) -> CodeBlock {
    let library = &site.cx.names.library;
    let attach = if attach { "Attach, " } else { "" };
    let address = StrLit::new(&address(site));
    let mut out = vec![
        format!("use {library}::authwright::http::Request;"),
        format!("use {library}::authwright::scheme::{ty};"),
        format!("use {library}::authwright::{{{attach}Authorize, BaseUrl, block_on, env}};"),
        String::new(),
        "fn main() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
        format!("    let api = BaseUrl::parse({address})?;"),
    ];
    out.extend(lines.iter().map(|line| format!("    {line}")));
    out.extend([
        format!("    let (mut parts, ()) = Request::get({address}).body(())?.into_parts();"),
        "    block_on(scheme.authorize(&mut parts))?;".to_owned(),
        "    println!(\"ready to send {} {}\", parts.method, parts.uri.path());".to_owned(),
        "    Ok(())".to_owned(),
        "}".to_owned(),
    ]);
    CodeBlock::new("rust,no_run", &out.join("\n"))
}
