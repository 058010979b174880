//! Operations with servers of their own: what their addresses are called.

use super::Context;
use super::fragment::{CodeSpan, Ident};
use super::names::Names;
use super::naming::{Case, Scope};
use super::server;
use crate::model::{Operation, Provider, Server};

/// Operations that are served at the same place, which is not where the API is.
#[derive(Clone, Debug)]
pub(super) struct Home {
    /// The function of `Server` that gives their base address.
    pub function: Ident,
    /// The field of `Client` through which they are called.
    pub field: Ident,
    /// Their indices.
    pub operations: Vec<usize>,
}

/// Every such place, called after its first operation.
pub(super) fn homes(provider: &Provider, names: &Names) -> Vec<Home> {
    let mut groups: Vec<(&[Server], Vec<usize>)> = Vec::new();
    for (index, operation) in provider.operations.iter().enumerate().filter(|(_, it)| !it.servers.is_empty()) {
        match groups.iter_mut().find(|(servers, _)| *servers == operation.servers.as_slice()) {
            Some((_, members)) => members.push(index),
            None => groups.push((&operation.servers, vec![index])),
        }
    }
    let taken: Vec<&str> = names.server_functions.iter().map(Ident::as_str).collect();
    let (mut functions, mut fields) = (Scope::new(Case::Snake, &taken), Scope::new(Case::Snake, &["api"]));
    let named = |operations: Vec<usize>| {
        let method = names.operations.get(*operations.first()?)?.method.as_str();
        let (function, field) = (format!("base url of {method}"), format!("{method} api"));
        Some(Home { function: functions.name(&function, ""), field: fields.name(&field, ""), operations })
    };
    groups.into_iter().map(|(_, members)| members).filter_map(named).collect()
}

impl Home {
    /// Its operations as people write them.
    pub fn requests(&self, provider: &Provider) -> String {
        let operations = self.operations.iter().filter_map(|index| provider.operations.get(*index));
        let requests = operations.map(|it| CodeSpan::new(&format!("{} {}", it.method, it.path)).to_string());
        requests.collect::<Vec<_>>().join(", ")
    }

    /// One server of its own for each of the API's.
    pub fn servers<'a>(&self, provider: &'a Provider) -> &'a [Server] {
        let first = self.operations.first().and_then(|index| provider.operations.get(*index));
        first.map_or(&[], |operation| operation.servers.as_slice())
    }
}

impl Context<'_> {
    /// Where an operation has servers of its own.
    pub(super) fn home(&self, operation: &Operation) -> Option<&Home> {
        let is_it = |index: &usize| self.provider.operations.get(*index).is_some_and(|it| std::ptr::eq(it, operation));
        self.homes.iter().find(|home| home.operations.iter().any(is_it))
    }

    /// The field of `Client` through which an operation is called.
    pub(super) fn api(&self, operation: &Operation) -> Ident {
        self.home(operation).map_or_else(|| Ident::new("api"), |home| home.field.clone())
    }
}

/// The reference that all servers of a place have in common, where it is one: an address of the caller's own has it too.
pub(super) fn shared_reference(homes: &[Server]) -> Option<&str> {
    let (first, rest) = homes.split_first()?;
    let shared = first.relative && first.variables.is_empty() && rest.iter().all(|it| it.url == first.url);
    shared.then_some(first.url.as_str()).filter(|url| !url.contains('{'))
}

/// Where operations with servers of their own are, for the pages.
pub(super) fn said(cx: &Context<'_>) -> Vec<String> {
    let provider = cx.provider;
    let sentence = |home: &Home| {
        let places = provider.servers.iter().zip(home.servers(provider)).zip(&cx.names.servers);
        let places: Vec<String> = places
            .map(|((server, home), name)| {
                let address = CodeSpan::new(&server.with_home(home));
                let host = if home.relative && server.relative { " on the caller's host" } else { "" };
                format!("at {address}{host} for {}", CodeSpan::new(&format!("Server::{name}")))
            })
            .collect();
        let custom = match shared_reference(home.servers(provider)) {
            Some(path) => format!("and at {} of the same host for `Server::Custom`", CodeSpan::new(path)),
            None => "and at the address itself for `Server::Custom`".to_owned(),
        };
        format!(
            "Served at a place of its own: {}. It is {}, {custom}; {} says which.",
            home.requests(provider),
            places.join(", "),
            CodeSpan::new(&format!("Server::{}", home.function))
        )
    };
    cx.homes.iter().map(sentence).collect()
}

/// What an example of the first server is called, and where an operation goes with it; none where no value is known for it.
pub(super) fn example(cx: &Context<'_>, operation: &Operation) -> Option<(String, String)> {
    let servers = cx.provider.servers.iter().zip(&operation.servers);
    let (chosen, home) = servers.into_iter().find(|(chosen, _)| chosen.is_safe())?;
    let address = server::filled(chosen, &chosen.with_home(home), home.relative);
    Some((server::first(cx), address))
}
