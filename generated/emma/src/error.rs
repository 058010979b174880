// Written by Authwright; regenerate instead of editing.
//! Why a call failed: one error enum per operation, one variant per documented status.

use std::fmt;

use authwright::CallError;
use authwright::call::{Response, UnexpectedReply};

use crate::models;

/// Why [`Client::issue_token`](crate::Client::issue_token) failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum IssueTokenError {
    /// Status 400: The request is malformed
    BadRequest(Response<models::BadRequestError>),
    /// Status 500: The server failed
    InternalServerError(Response<models::InternalServerError>),
    /// A reply that the document does not describe.
    Unexpected(UnexpectedReply),
    /// There was no reply, or it could not be read.
    Call(CallError),
}

impl IssueTokenError {
    /// The status of the reply, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::BadRequest(reply) => Some(reply.status().as_u16()),
            Self::InternalServerError(reply) => Some(reply.status().as_u16()),
            Self::Unexpected(reply) => Some(reply.status().as_u16()),
            Self::Call(_) => None,
        }
    }
}

impl fmt::Display for IssueTokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadRequest(reply) => {
                f.write_str("`issue_token` was answered with status ")?;
                f.write_str(reply.status().as_str())
            }
            Self::InternalServerError(reply) => {
                f.write_str("`issue_token` was answered with status ")?;
                f.write_str(reply.status().as_str())
            }
            Self::Unexpected(reply) => reply.fmt(f),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for IssueTokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            _ => None,
        }
    }
}

impl From<CallError> for IssueTokenError {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

/// Why [`Client::refresh_token`](crate::Client::refresh_token) failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum RefreshTokenError {
    /// Status 400: The request is malformed
    BadRequest(Response<models::BadRequestError>),
    /// Status 500: The server failed
    InternalServerError(Response<models::InternalServerError>),
    /// A reply that the document does not describe.
    Unexpected(UnexpectedReply),
    /// There was no reply, or it could not be read.
    Call(CallError),
}

impl RefreshTokenError {
    /// The status of the reply, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::BadRequest(reply) => Some(reply.status().as_u16()),
            Self::InternalServerError(reply) => Some(reply.status().as_u16()),
            Self::Unexpected(reply) => Some(reply.status().as_u16()),
            Self::Call(_) => None,
        }
    }
}

impl fmt::Display for RefreshTokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadRequest(reply) => {
                f.write_str("`refresh_token` was answered with status ")?;
                f.write_str(reply.status().as_str())
            }
            Self::InternalServerError(reply) => {
                f.write_str("`refresh_token` was answered with status ")?;
                f.write_str(reply.status().as_str())
            }
            Self::Unexpected(reply) => reply.fmt(f),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RefreshTokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            _ => None,
        }
    }
}

impl From<CallError> for RefreshTokenError {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}
