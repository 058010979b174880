//! Where a token is in a reply, and how requests carry it, as constants of the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::fragment::StrLit;
use crate::model::{ApiKeyPlace, Attach, Expiry, FieldPath, TimeFormat, TokenShape, TokenSource, Unit};

/// `TokenShape::field(&["access_token"])...`
pub(super) fn shape(shape: &TokenShape) -> TokenStream {
    let access = match &shape.access {
        TokenSource::Field(path) => {
            let path = list(path);
            quote!(TokenShape::field(#path))
        }
        TokenSource::Body => quote!(TokenShape::body()),
        TokenSource::Header(name) => {
            let name = StrLit::new(name).tokens();
            quote!(TokenShape::header(#name))
        }
        TokenSource::Cookie(None) => quote!(TokenShape::cookie(None)),
        TokenSource::Cookie(Some(name)) => {
            let name = StrLit::new(name).tokens();
            quote!(TokenShape::cookie(Some(#name)))
        }
    };
    let refresh = shape.refresh.as_ref().map(refresh);
    let kind = shape.kind.as_ref().map(list).map(|path| quote!(.token_type(#path)));
    let scope = shape.scope.as_ref().map(list).map(|path| quote!(.scope(#path)));
    let (expiry, refresh_expiry) = (expiry(&shape.expiry), refresh_expiry(&shape.refresh_expiry));
    let text = shape.text_at.map(Literal::usize_unsuffixed).map(|depth| quote!(.or_text(#depth)));
    quote!(#access #text #refresh #kind #scope #expiry #refresh_expiry)
}

fn refresh(source: &TokenSource) -> TokenStream {
    let place = match source {
        TokenSource::Field(path) => {
            let path = list(path);
            return quote!(.refresh(#path));
        }
        TokenSource::Body => quote!(Body),
        TokenSource::Header(name) => {
            let name = StrLit::new(name).tokens();
            quote!(Header(#name))
        }
        TokenSource::Cookie(None) => quote!(Cookie(None)),
        TokenSource::Cookie(Some(name)) => {
            let name = StrLit::new(name).tokens();
            quote!(Cookie(Some(#name)))
        }
    };
    quote!(.refresh_at(authwright::shape::Place::#place))
}

fn expiry(expiry: &Expiry) -> TokenStream {
    match expiry {
        Expiry::In(path, unit) => {
            let (path, unit) = (list(path), self::unit(*unit));
            quote!(.expires_in(#path, #unit))
        }
        Expiry::At(path, TimeFormat::Detect) => {
            let path = list(path);
            quote!(.expiry(authwright::ExpiryRule::Guess(#path)))
        }
        Expiry::At(path, format) => {
            let (path, format) = (list(path), self::format(*format));
            quote!(.expires_at(#path, #format))
        }
        Expiry::JwtExp => quote!(.jwt_exp()),
        Expiry::Fixed(seconds) => {
            let seconds = Literal::u64_unsuffixed(*seconds);
            quote!(.fixed(#seconds))
        }
        Expiry::Unknown => TokenStream::new(),
    }
}

fn refresh_expiry(expiry: &Expiry) -> TokenStream {
    match expiry {
        Expiry::In(path, unit) => {
            let (path, unit) = (list(path), self::unit(*unit));
            quote!(.refresh_expires_in(#path, #unit))
        }
        Expiry::At(path, TimeFormat::Detect) => {
            let path = list(path);
            quote!(.refresh_expiry(authwright::ExpiryRule::Guess(#path)))
        }
        Expiry::At(path, format) => {
            let (path, format) = (list(path), self::format(*format));
            quote!(.refresh_expires_at(#path, #format))
        }
        Expiry::JwtExp => quote!(.refresh_expiry(authwright::shape::ExpiryRule::JwtExp)),
        Expiry::Fixed(seconds) => {
            let seconds = Literal::u64_unsuffixed(*seconds);
            quote!(.refresh_expiry(authwright::shape::ExpiryRule::Fixed(#seconds)))
        }
        Expiry::Unknown => TokenStream::new(),
    }
}

fn unit(unit: Unit) -> TokenStream {
    match unit {
        Unit::Seconds => quote!(Unit::Seconds),
        Unit::Milliseconds => quote!(Unit::Milliseconds),
        Unit::Minutes => quote!(Unit::Minutes),
        Unit::Hours => quote!(Unit::Hours),
        Unit::Days => quote!(Unit::Days),
    }
}

fn format(format: TimeFormat) -> TokenStream {
    match format {
        TimeFormat::EpochSeconds => quote!(TimeFormat::EpochSeconds),
        TimeFormat::EpochMilliseconds => quote!(TimeFormat::EpochMilliseconds),
        TimeFormat::Rfc3339 | TimeFormat::Detect => quote!(TimeFormat::Rfc3339),
    }
}

fn list(path: &FieldPath) -> TokenStream {
    let names = path.0.iter().map(|name| StrLit::new(name).tokens());
    quote!(&[#(#names),*])
}

/// `Attach::bearer()` or what the scheme says.
pub(super) fn attach(attach: &Attach) -> TokenStream {
    let name = StrLit::new(&attach.carrier.name).tokens();
    let template = StrLit::new(&attach.template).tokens();
    match attach.carrier.place {
        ApiKeyPlace::Header if is_bearer(attach) => quote!(Attach::bearer()),
        ApiKeyPlace::Header => quote!(Attach::header(#name, #template)),
        ApiKeyPlace::Query => quote!(Attach::query(#name)),
        ApiKeyPlace::Cookie => quote!(Attach::cookie(#name)),
    }
}

/// Whether it is what RFC 6750 says.
pub(super) fn is_bearer(attach: &Attach) -> bool {
    attach.carrier.name.eq_ignore_ascii_case("authorization") && attach.template == "Bearer {token}"
}
