//! Errors, with and without the sidebar.

use super::{public, shell, typed};
use crate::views::problem::{Problem, ProblemPage, PublicProblemPage};
use crate::views::shell::Nav;

/// A wrong address, logged in.
pub fn not_found() -> ProblemPage {
    ProblemPage {
        shell: shell("Page not found", Nav::None),
        problem: Problem::not_found("/contacts/ana-fereira", true),
    }
}

/// A wrong address, not logged in.
pub fn public_not_found() -> PublicProblemPage {
    PublicProblemPage {
        public: public("Page not found"),
        problem: Problem::not_found(&format!("/{}", typed()), false),
    }
}
