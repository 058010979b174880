// Written by Authwright; regenerate instead of editing.
//! Why a call failed: one error enum per operation, one variant per documented status.

use std::fmt;

use authwright::CallError;
use authwright::call::{Response, UnexpectedReply};

use crate::models;

/// Why [`Client::auth_token_refresh`](crate::Client::auth_token_refresh) failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum AuthTokenRefreshError {
    /// Status 400: The request did not validate
    BadRequest(Response<models::AuthTokenRefreshBadRequest>),
    /// Status 401: The refresh token was not accepted
    Unauthorized(Response<models::AuthTokenRefreshUnauthorized>),
    /// A reply that the document does not describe.
    Unexpected(UnexpectedReply),
    /// There was no reply, or it could not be read.
    Call(CallError),
}

impl AuthTokenRefreshError {
    /// The status of the reply, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::BadRequest(reply) => Some(reply.status().as_u16()),
            Self::Unauthorized(reply) => Some(reply.status().as_u16()),
            Self::Unexpected(reply) => Some(reply.status().as_u16()),
            Self::Call(_) => None,
        }
    }
}

impl fmt::Display for AuthTokenRefreshError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadRequest(reply) => {
                f.write_str("`auth_token_refresh` was answered with status ")?;
                f.write_str(reply.status().as_str())
            }
            Self::Unauthorized(reply) => {
                f.write_str("`auth_token_refresh` was answered with status ")?;
                f.write_str(reply.status().as_str())
            }
            Self::Unexpected(reply) => reply.fmt(f),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for AuthTokenRefreshError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            _ => None,
        }
    }
}

impl From<CallError> for AuthTokenRefreshError {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

/// Why [`Client::auth_token_create`](crate::Client::auth_token_create) failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum AuthTokenCreateError {
    /// Status 400: The request did not validate
    BadRequest(Response<models::AuthTokenCreateBadRequest>),
    /// Status 401: The credentials were not accepted
    Unauthorized(Response<models::AuthTokenCreateUnauthorized>),
    /// A reply that the document does not describe.
    Unexpected(UnexpectedReply),
    /// There was no reply, or it could not be read.
    Call(CallError),
}

impl AuthTokenCreateError {
    /// The status of the reply, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::BadRequest(reply) => Some(reply.status().as_u16()),
            Self::Unauthorized(reply) => Some(reply.status().as_u16()),
            Self::Unexpected(reply) => Some(reply.status().as_u16()),
            Self::Call(_) => None,
        }
    }
}

impl fmt::Display for AuthTokenCreateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadRequest(reply) => {
                f.write_str("`auth_token_create` was answered with status ")?;
                f.write_str(reply.status().as_str())
            }
            Self::Unauthorized(reply) => {
                f.write_str("`auth_token_create` was answered with status ")?;
                f.write_str(reply.status().as_str())
            }
            Self::Unexpected(reply) => reply.fmt(f),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for AuthTokenCreateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            _ => None,
        }
    }
}

impl From<CallError> for AuthTokenCreateError {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}
