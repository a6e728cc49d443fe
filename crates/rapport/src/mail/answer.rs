//! What a mail server's answer means, by the step at which it came.

use lettre::transport::smtp::Error;

use super::Delivery;

/// No answer at all, or one to connecting, logging in or naming the sender: our trouble or the server's, never the
/// recipient's. Whoever runs Rapport mends it, and then the mail leaves.
pub(super) fn before_the_recipient(error: Option<&Error>, words: String) -> Delivery {
    if error.is_some_and(Error::is_permanent) {
        tracing::warn!(words, "the mail server does not let Rapport send; see `mail.smtp` and `mail.from`");
    }
    Delivery::Later { words, asked_to_wait: error.is_some() }
}

/// An answer to naming the recipient, or to the message: nothing was delivered.
pub(super) fn after_the_sender(error: Option<&Error>, words: String) -> Delivery {
    let Some(code) = error.and_then(Error::status).map(|code| code.to_string()) else {
        return Delivery::Later { words, asked_to_wait: false };
    };
    match code.as_str() {
        // The mailbox is full, whatever the code says (RFC 5321, 4.5.3.1.10); and logging in is our business.
        "552" | "530" | "535" => Delivery::Later { words, asked_to_wait: true },
        code if code.starts_with('5') => {
            let address_refused = names_the_mailbox(code, &words);
            Delivery::Refused { words, address_refused }
        }
        _ => Delivery::Later { words, asked_to_wait: true },
    }
}

/// 550, 551 and 553 speak of the mailbox (RFC 5321, 4.2.3), unless an enhanced code beside them says that it is about
/// something else: `5.1.x` is the address, `5.2.1` a mailbox switched off (RFC 3463), `5.7.x` a policy.
fn names_the_mailbox(code: &str, words: &str) -> bool {
    let enhanced = words.split_whitespace().nth(1).filter(|word| {
        let mut parts = word.split('.');
        parts.next() == Some("5")
            && parts.clone().count() == 2
            && parts.all(|part| part.parse::<u16>().is_ok())
    });
    ["550", "551", "553"].contains(&code)
        && enhanced.is_none_or(|enhanced| enhanced.starts_with("5.1.") || enhanced == "5.2.1")
}

#[cfg(test)]
mod tests {
    use super::names_the_mailbox;

    #[test]
    fn only_an_answer_about_the_mailbox_flags_the_address() {
        assert!(names_the_mailbox("550", "550 no such user"));
        assert!(names_the_mailbox("550", "550 5.1.1 no such user"));
        assert!(names_the_mailbox("550", "550 5.2.1 this mailbox is disabled"));
        assert!(!names_the_mailbox("550", "550 5.7.1 blocked, see https://spam.example"));
        assert!(!names_the_mailbox("554", "554 5.1.1 odd"));
        assert!(names_the_mailbox("553", "553 5.x is not a code"));
    }
}
