//! Several schemes at once.

use std::fmt;

use http::header::COOKIE;
use http::request::Parts;
use http::{Extensions, HeaderMap, StatusCode, Uri};

use crate::{Authorize, BoxFuture, ErrorKind, TokenError};

/// All of these on one request: the schemes of one security requirement (AND). None at all is no authentication.
#[derive(Default)]
pub struct All(Vec<Box<dyn Authorize>>);

impl All {
    /// All of these, in order.
    pub fn new(parts: impl IntoIterator<Item = Box<dyn Authorize>>) -> Self {
        Self(parts.into_iter().collect())
    }
}

impl Authorize for All {
    /// Either every credential is on the request, or none is. Two that want one place, such as the header `Authorization`, are
    /// an error.
    fn authorize<'a>(&'a self, parts: &'a mut Parts) -> BoxFuture<'a, Result<(), TokenError>> {
        Box::pin(async move {
            let mut changed = parts.clone();
            let mut stages = vec![Stage::of(&changed)];
            for part in &self.0 {
                part.authorize(&mut changed).await?;
                stages.push(Stage::of(&changed));
            }
            if let Some(place) = contested(&stages) {
                let message = format!("two of the credentials want {place}, and a request can carry one there");
                return Err(TokenError::new(ErrorKind::Config, message));
            }
            *parts = changed;
            Ok(())
        })
    }

    fn answered(&self, carried: &Extensions, status: StatusCode, headers: &HeaderMap) -> bool {
        self.0.iter().filter(|part| part.answered(carried, status, headers)).count() > 0
    }
}

/// What of a request credentials may change.
struct Stage {
    headers: HeaderMap,
    uri: Uri,
}

impl Stage {
    fn of(parts: &Parts) -> Self {
        Self { headers: parts.headers.clone(), uri: parts.uri.clone() }
    }

    /// Headers, cookies and parameters: what kind each is, and all of it.
    fn items(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let headers = self.headers.iter().filter(|(name, _)| *name != COOKIE);
        let headers = headers.map(|(name, value)| (name.as_str(), value.as_bytes()));
        let cookies = self.headers.get_all(COOKIE).iter().flat_map(|line| line.as_bytes().split(|b| *b == b';'));
        let cookies = cookies.map(|cookie| ("cookie", cookie.trim_ascii()));
        let query = self.uri.query().unwrap_or_default().split('&').map(|pair| ("", pair.as_bytes()));
        headers.chain(cookies).chain(query)
    }

    fn has(&self, wanted: (&str, &[u8])) -> bool {
        self.items().any(|item| item == wanted)
    }
}

/// The place from which one credential pushed out what another had put there.
fn contested(stages: &[Stage]) -> Option<String> {
    let last = stages.last()?;
    let lost = stages.windows(2).find_map(|pair| {
        let [before, after] = pair else { return None };
        after.items().find(|item| !before.has(*item) && !last.has(*item))
    });
    let (kind, text) = lost?;
    let name = || String::from_utf8_lossy(text.split(|b| *b == b'=').next().unwrap_or_default());
    Some(match kind {
        "" => format!("the query parameter `{}`", name()),
        "cookie" => format!("the cookie `{}`", name()),
        header => format!("the header `{header}`"),
    })
}

impl fmt::Debug for All {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "All({} schemes)", self.0.len())
    }
}
