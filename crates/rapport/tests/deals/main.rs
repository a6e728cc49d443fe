//! Deals: the board, moving, the form, and meetings from there.

mod board;
mod form;
mod meetings;
mod support;
mod workspaces;
