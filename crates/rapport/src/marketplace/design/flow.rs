//! One thing that comes from Zoom: where it is kept, how, and until when.

/// How a value is protected at rest, beside the disk's own encryption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// XChaCha20-Poly1305, bound to its row and column.
    Sealed,
    /// Only the SHA-256 of it is kept.
    Hashed,
    /// Readable by whoever reads the database.
    Clear,
    /// Not stored.
    NotStored,
}

/// When it is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deletion {
    /// In the transaction that ends the connection: by disconnecting, or by Zoom's deauthorization event.
    WithConnection,
    /// Otherwise, in these words.
    Else(&'static str),
}

/// One thing that comes from Zoom.
#[derive(Debug, Clone, Copy)]
pub struct Flow {
    /// Zoom's name for it.
    pub field: &'static str,
    /// The call or event it comes with.
    pub from: &'static str,
    /// Our table; empty if it is not stored.
    pub table: &'static str,
    /// Its columns.
    pub columns: &'static [&'static str],
    /// How it is protected.
    pub protection: Protection,
    /// When it is deleted.
    pub deletion: Deletion,
    /// What it is for.
    pub purpose: &'static str,
}

impl Protection {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Sealed => "sealed (XChaCha20-Poly1305)",
            Self::Hashed => "SHA-256 only",
            Self::Clear => "clear",
            Self::NotStored => "not stored",
        }
    }
}

impl Deletion {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::WithConnection => "with the connection",
            Self::Else(words) => words,
        }
    }
}
