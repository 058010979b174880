// Written by Authwright; regenerate instead of editing.
//! Why a call failed: one error enum per operation, one variant per documented status.

use std::fmt;

use authwright::CallError;
use authwright::call::{Response, UnexpectedReply};

use crate::models;

/// Why [`Client::authenticate`](crate::Client::authenticate) failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum AuthenticateError {
    /// Status 400: The key is unknown, or the request is malformed
    BadRequest(Response<models::BadRequest>),
    /// A reply that the document does not describe.
    Unexpected(UnexpectedReply),
    /// There was no reply, or it could not be read.
    Call(CallError),
}

impl AuthenticateError {
    /// The status of the reply, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::BadRequest(reply) => Some(reply.status().as_u16()),
            Self::Unexpected(reply) => Some(reply.status().as_u16()),
            Self::Call(_) => None,
        }
    }
}

impl fmt::Display for AuthenticateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadRequest(reply) => {
                f.write_str("`authenticate` was answered with status ")?;
                f.write_str(reply.status().as_str())
            }
            Self::Unexpected(reply) => reply.fmt(f),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for AuthenticateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            _ => None,
        }
    }
}

impl From<CallError> for AuthenticateError {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

/// Why [`Client::refresh`](crate::Client::refresh) failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum RefreshError {
    /// Status 400: The refresh token is not accepted, or the request is malformed
    BadRequest(Response<models::BadRequest>),
    /// A reply that the document does not describe.
    Unexpected(UnexpectedReply),
    /// There was no reply, or it could not be read.
    Call(CallError),
}

impl RefreshError {
    /// The status of the reply, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::BadRequest(reply) => Some(reply.status().as_u16()),
            Self::Unexpected(reply) => Some(reply.status().as_u16()),
            Self::Call(_) => None,
        }
    }
}

impl fmt::Display for RefreshError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadRequest(reply) => {
                f.write_str("`refresh` was answered with status ")?;
                f.write_str(reply.status().as_str())
            }
            Self::Unexpected(reply) => reply.fmt(f),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RefreshError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            _ => None,
        }
    }
}

impl From<CallError> for RefreshError {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}
