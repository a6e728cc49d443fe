//! Companies: the list, the page of one, who belongs to it, and meetings from there.

mod joining;
mod meetings;
mod pages;
mod support;
mod workspaces;
