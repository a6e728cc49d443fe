//! Amounts of money as people type and read them.

use thiserror::Error;

crate::text_enum! {
    /// A currency that a deal can be in.
    pub enum Currency {
        /// Euro.
        Eur = "EUR",
        /// US dollar.
        Usd = "USD",
        /// Pound sterling.
        Gbp = "GBP",
        /// Swiss franc.
        Chf = "CHF",
        /// Swedish krona.
        Sek = "SEK",
        /// Norwegian krone.
        Nok = "NOK",
        /// Danish krone.
        Dkk = "DKK",
        /// Polish zloty.
        Pln = "PLN",
        /// Brazilian real.
        Brl = "BRL",
        /// Canadian dollar.
        Cad = "CAD",
        /// Australian dollar.
        Aud = "AUD",
        /// Japanese yen.
        Jpy = "JPY",
    }
}

impl Currency {
    /// Digits after the point.
    pub const fn digits(self) -> u32 {
        if matches!(self, Self::Jpy) { 0 } else { 2 }
    }

    /// What stands before an amount.
    const fn sign(self) -> &'static str {
        match self {
            Self::Eur => "€",
            Self::Usd => "$",
            Self::Gbp => "£",
            Self::Jpy => "¥",
            Self::Chf => "CHF ",
            Self::Sek => "SEK ",
            Self::Nok => "NOK ",
            Self::Dkk => "DKK ",
            Self::Pln => "PLN ",
            Self::Brl => "R$",
            Self::Cad => "CA$",
            Self::Aud => "A$",
        }
    }
}

/// An amount, never negative, in the smallest unit of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// Cents, öre, yen.
    pub minor: u64,
    /// Of which currency.
    pub currency: Currency,
}

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// Something other than a number.
    #[error("Enter an amount, as in 18400 or 18,400.50.")]
    Form,
    /// More than anybody sells for.
    #[error("Use an amount below a trillion.")]
    TooMuch,
}

impl Money {
    /// Reads an amount: digits in groups, with a point or a comma before the last two. Signs of currencies are passed over.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let text: String = text
            .trim()
            .trim_start_matches(currency.sign().trim())
            .trim_start_matches(currency.as_str())
            .trim_end_matches(currency.as_str())
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’'))
            .collect();
        if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
            return Err(MoneyError::Form);
        }
        // The last sign is that of the fraction when one or two digits follow it.
        let (whole, fraction) = match text.rsplit_once(['.', ',']) {
            Some((whole, fraction)) if (1..=2).contains(&fraction.len()) && currency.digits() > 0 => {
                (whole.to_owned(), fraction)
            }
            _ => (text.clone(), ""),
        };
        let groups: Vec<&str> = whole.split(['.', ',']).collect();
        let grouped = groups.len() > 1;
        if grouped
            && (groups[0].is_empty() || groups[0].len() > 3 || groups[1..].iter().any(|g| g.len() != 3))
        {
            return Err(MoneyError::Form);
        }
        let whole = groups.concat();
        if whole.is_empty() {
            return Err(MoneyError::Form);
        }
        if whole.len() > 12 {
            return Err(MoneyError::TooMuch);
        }
        let digits = currency.digits() as usize;
        let minor = format!("{whole}{fraction:0<digits$}").parse().map_err(|_| MoneyError::Form)?;
        Ok(Self { minor, currency })
    }

    /// The amount as a field holds it: `18400`, `18400.50`.
    pub fn field(self) -> String {
        let unit = 10_u64.pow(self.currency.digits());
        match self.minor % unit {
            0 => (self.minor / unit).to_string(),
            rest => format!("{}.{rest:02}", self.minor / unit),
        }
    }
}

/// `€18,400`, `SEK 18,400.50`
impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let field = self.field();
        let (whole, fraction) = field.split_once('.').map_or((field.as_str(), None), |(w, f)| (w, Some(f)));
        let mut grouped = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        write!(f, "{}{grouped}", self.currency.sign())?;
        fraction.map_or(Ok(()), |fraction| write!(f, ".{fraction}"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        for (text, minor) in [
            ("18400", 1_840_000),
            ("18,400", 1_840_000),
            ("18.400", 1_840_000),
            ("18 400", 1_840_000),
            ("18’400.50", 1_840_050),
            ("18.400,5", 1_840_050),
            ("1,234,567.89", 123_456_789),
            ("€18,400", 1_840_000),
            ("EUR 18400", 1_840_000),
            ("0", 0),
        ] {
            assert_eq!(
                Money::parse(text, Currency::Eur),
                Ok(Money { minor, currency: Currency::Eur }),
                "{text}"
            );
        }
        assert_eq!(Money::parse("12,000", Currency::Jpy).map(|money| money.minor), Ok(12_000));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", "-5", "abc", "1,2,3", "1,2345", ".50", "1e9", "12.34.56"] {
            assert_eq!(Money::parse(text, Currency::Eur), Err(MoneyError::Form), "{text}");
        }
        assert_eq!(Money::parse("1234567890123", Currency::Eur), Err(MoneyError::TooMuch));
    }

    #[test]
    fn an_amount_is_shown_with_its_sign_and_in_groups() {
        let shown = |text, currency| Money::parse(text, currency).unwrap().to_string();
        assert_eq!(shown("18400", Currency::Eur), "€18,400");
        assert_eq!(shown("1234567.5", Currency::Sek), "SEK 1,234,567.50");
        assert_eq!(shown("999", Currency::Jpy), "¥999");
    }

    proptest! {
        #[test]
        fn an_amount_reads_back_as_itself(minor in 0_u64..99_999_999_999_999, at in 0_usize..12) {
            let money = Money { minor, currency: Currency::ALL[at] };
            if money.field().split('.').next().unwrap().len() <= 12 {
                prop_assert_eq!(Money::parse(&money.field(), money.currency), Ok(money));
                prop_assert_eq!(Money::parse(&money.to_string(), money.currency), Ok(money));
            }
        }
    }
}
