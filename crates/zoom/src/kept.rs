//! Enums of Zoom's words and numbers that keep the ones we do not know, so that a new one costs nothing.

/// An enum over Zoom's words: `Other` keeps any word that is not listed.
macro_rules! kept_words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(from = "String", into = "String")]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)+
            /// Any other word.
            Other(String),
        }

        impl $name {
            /// Zoom's word for it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                match word.as_str() {
                    $($word => Self::$variant,)+
                    _ => Self::Other(word),
                }
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.as_str().to_owned()
            }
        }
    };
}

/// An enum over Zoom's numbers: `Other` keeps any number that is not listed.
macro_rules! kept_numbers {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $number:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(from = "i64", into = "i64")]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)+
            /// Any other number.
            Other(i64),
        }

        impl $name {
            /// Zoom's number for it.
            pub fn number(self) -> i64 {
                match self {
                    $(Self::$variant => $number,)+
                    Self::Other(number) => number,
                }
            }
        }

        impl From<i64> for $name {
            fn from(number: i64) -> Self {
                match number {
                    $($number => Self::$variant,)+
                    other => Self::Other(other),
                }
            }
        }

        impl From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.number()
            }
        }
    };
}

pub(crate) use {kept_numbers, kept_words};

#[cfg(test)]
mod tests {
    kept_words! {
        /// For the test.
        Colour {
            /// Red.
            Red = "red",
        }
    }

    kept_numbers! {
        /// For the test.
        Size {
            /// One.
            One = 1,
        }
    }

    #[test]
    fn known_and_unknown_words_and_numbers_go_out_as_they_came() {
        for word in ["red", "blue", ""] {
            let colour = Colour::from(word.to_owned());
            assert_eq!((colour.as_str(), colour == Colour::Red), (word, word == "red"));
            assert_eq!(serde_json::to_value(colour).unwrap(), word);
        }
        for number in [1, 7, -1] {
            let size = Size::from(number);
            assert_eq!((size.number(), size == Size::One), (number, number == 1));
            assert_eq!(serde_json::to_value(size).unwrap(), number);
        }
    }
}
