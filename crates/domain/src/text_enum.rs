//! A fixed set of words that is stored and sent as text.

use thiserror::Error;

/// A stored or received word that is not one of the words of its enum.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("“{word}” is not a {of}")]
pub struct UnknownWord {
    /// What was read.
    pub word: String,
    /// The name of the enum it should belong to.
    pub of: &'static str,
}

/// Declares an enum whose variants each have one lower-case word, the same in the database, in JSON and in forms.
///
/// Gives `ALL`, `as_str`, `Display`, `FromStr` (error: [`UnknownWord`]) and serde.
///
/// ```
/// domain::text_enum! {
///     /// How a door stands.
///     pub enum Door {
///         /// Anyone may walk in.
///         Open = "open",
///         /// Knock first.
///         Shut = "shut",
///     }
/// }
/// assert_eq!("shut".parse(), Ok(Door::Shut));
/// assert_eq!(Door::Open.as_str(), "open");
/// ```
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every variant, in the order of declaration.
            $vis const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that stands for it in the database, in JSON and in forms.
            $vis const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::UnknownWord;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::UnknownWord { word: word.to_owned(), of: stringify!($name) }),
                }
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let word = <String as $crate::serde::Deserialize>::deserialize(from)?;
                word.parse().map_err($crate::serde::de::Error::custom)
            }
        }
    };
}
