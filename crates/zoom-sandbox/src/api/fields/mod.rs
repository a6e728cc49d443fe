//! The fields of request bodies: names, types and limits of the reference's section C.

pub(crate) mod meeting;
pub(crate) mod registrant;
pub(crate) mod settings;
pub(crate) mod user;
