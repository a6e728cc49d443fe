//! The mail server: connect, encrypt, log in, and leave without sending anything.

use super::{Finding, Subject};
use crate::mail::Greeted;

pub(super) async fn look(subject: &Subject) -> Finding {
    let mailer = match &subject.mailer {
        Ok(mailer) => mailer,
        Err(why) => return Finding::fail(why, "Correct `mail.smtp` and `mail.from`."),
    };
    match mailer.greet().await {
        None => Finding::warn(
            "mail stays in the built-in mailbox: nobody outside gets an invitation",
            "Set `mail.smtp` to your mail server and `mail.from` to an address of your domain.",
        ),
        Some(Ok(Greeted { server, encrypted: true, logged_in })) => Finding::pass(format!(
            "{server} answers, encrypted{}",
            if logged_in { ", and lets us in" } else { ", without a login" }
        )),
        Some(Ok(Greeted { server, encrypted: false, .. })) => Finding::warn(
            format!("{server} answers, but mails go there without encryption"),
            "Use smtps://, or smtp:// with ?tls=required, unless the server is on this machine.",
        ),
        Some(Err(problem)) => Finding::fail(problem.to_string(), problem.cure()),
    }
}
