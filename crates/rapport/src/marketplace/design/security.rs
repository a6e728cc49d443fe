//! The sections that answer Zoom's security questions.

use super::super::document::Block;
use super::super::urls::ZoomUrl;
use super::{Facts, Writer, heading};
use crate::accounts::SESSION_DAYS;
use crate::connections::EVENTS_KNOWN_FOR;

pub(super) fn questions(writer: &Writer<'_>, facts: &Facts<'_>) -> Vec<Block> {
    let mut blocks = transport(writer, facts);
    blocks.extend(webhooks(writer, facts));
    blocks.extend(encryption(writer));
    blocks.extend(retention(writer, facts));
    blocks.extend(practice(writer));
    blocks
}

fn transport(writer: &Writer<'_>, facts: &Facts<'_>) -> Vec<Block> {
    let inward = if facts.origin.scheme() == "https" {
        format!(
            "**Inward.** People and Zoom reach `{}` by HTTPS only. TLS ends at: {{publisher.tls_proxy}}. Answers carry \
             `Strict-Transport-Security: max-age=31536000`.",
            facts.origin
        )
    } else {
        format!(
            "**Inward. NOT READY: the address `{}` of this configuration is not HTTPS.** Set `public_url` to the public \
             address. TLS ends at: {{publisher.tls_proxy}}.",
            facts.origin
        )
    };
    let mail = facts.mail.as_ref().map_or("no mail server is configured", |mail| mail.tls);
    vec![
        heading("5. Security"),
        Block::Heading(2, "Does every connection use TLS 1.2 or newer?".to_owned()),
        writer.list(&[
            &inward,
            "**To Zoom.** HTTPS by rustls, which speaks TLS 1.2 and 1.3 and nothing older; certificates are checked \
             against Mozilla's roots, which come with the program, and those of `trusted_roots`, if it is set. Tokens go in the `Authorization` header or the body, never in an \
             address, and only to Zoom's own hosts.",
            &format!("**To the mail server.** {mail}."),
            "**Between browser and us.** `Content-Security-Policy` without inline code, `X-Content-Type-Options: nosniff`, \
             `Referrer-Policy: same-origin`, `X-Frame-Options: SAMEORIGIN`. Cookies are `HttpOnly` and `SameSite=Lax`, \
             and forms carry a token of the session.",
        ]),
    ]
}

fn webhooks(writer: &Writer<'_>, facts: &Facts<'_>) -> Vec<Block> {
    let window = zoom::webhook::Window::default();
    let (past, future) = (window.past.as_secs() / 3600, window.future.as_secs() / 60);
    let address = ZoomUrl::Webhook.at(&facts.origin);
    vec![
        Block::Heading(2, "Are webhooks verified with the secret token?".to_owned()),
        writer.paragraph(&format!("Yes. `POST {address}` does, in this order:")),
        Block::Steps(vec![
            writer.words(
                "`x-zm-signature` is compared, in constant time, with `v0=` and the HMAC-SHA256 of \
                 `v0:timestamp:body` over the raw bytes, with the app's secret token. Without a secret token, and with \
                 a wrong signature, the answer is 401 and nothing is read.",
            ),
            writer.words(&format!(
                "An event older than {past} hours or more than {future} minutes ahead is refused, so that a recorded \
                 one cannot be played back later."
            )),
            writer.words("`endpoint.url_validation` is answered with the HMAC-SHA256 of its token."),
            writer.words(
                "The event is stored, sealed, under the SHA-256 of its body, so that a second delivery changes nothing, \
                 and answered. Work on it happens afterwards.",
            ),
        ]),
        writer.paragraph(
            "An event is a hint, and never believed: Rapport asks Zoom's API what is true. Deauthorization is the \
             exception, and deletes.",
        ),
    ]
}

fn encryption(writer: &Writer<'_>) -> Vec<Block> {
    vec![
        Block::Heading(2, "Is retained data from Zoom encrypted?".to_owned()),
        writer.list(&[
            "Tokens, join links, passcodes and events are sealed with XChaCha20-Poly1305 under a 256-bit key, with a \
             fresh nonce each, bound to their table, row and column: moved elsewhere they do not open. The key is not \
             in the database.",
            "Everything else of section 3, and backups, are protected by the disks: {publisher.disk_encryption}.",
            "The client secret and the webhook secret come from the configuration, from a file that only the service \
             reads, or from Settings, and are then sealed in the database like tokens and never shown again. Secrets \
             have no printed form in the code, so they reach neither logs nor errors; a test looks for them.",
            "The authorization uses a state for one use, bound to the session's person, and PKCE with S256.",
            "Tokens are renewed by one process at a time and stored before they are used. A dead connection asks the \
             user to reconnect, in place.",
            &format!(
                "Passwords are kept as Argon2id hashes. Sessions are random, kept as hashes, and end after 12 hours, or \
                 {SESSION_DAYS} days if the user asks for that."
            ),
            "Every query names the workspace of the person who asks. Only the host of a meeting can fetch its start link, \
             which is never stored.",
        ]),
    ]
}

fn retention(writer: &Writer<'_>, facts: &Facts<'_>) -> Vec<Block> {
    let days = EVENTS_KNOWN_FOR.as_hours() / 24;
    let confirm = match facts.config.zoom.compliance {
        crate::config::ComplianceConfirmation::Always => "after each deauthorization",
        crate::config::ComplianceConfirmation::WhenAsked => "when the event asks for it",
        crate::config::ComplianceConfirmation::Never => "never, by configuration",
    };
    vec![
        heading("6. Retention and deletion"),
        writer.list(&[
            "**Disconnect** (Settings, Integrations): the page lists what will be deleted, and the user chooses whether \
             meetings to come are removed in Zoom first. Then the data goes in one transaction, and the token is revoked \
             at Zoom. The same happens when an owner or admin removes the user from the workspace.",
            "**Removing the app in Zoom** sends `app_deauthorized`. Everything of that Zoom user is deleted, for every \
             user of it, usually within seconds; the user is told by mail and on the settings page.",
            &format!("Zoom's data compliance endpoint is told {confirm}, and again until it has accepted. A receipt without \
             Zoom's ids (hashes only) stays as proof."),
            &format!("Handled events are forgotten after {days} days."),
            "What the user typed (contacts, notes, their meetings) stays: it is theirs and did not come from Zoom.",
            "Backups made before a deletion vanish after {publisher.backup_retention}.",
        ]),
    ]
}

fn practice(writer: &Writer<'_>) -> Vec<Block> {
    vec![
        heading("7. Development practice"),
        Block::Table {
            head: vec!["Question", "Answer"],
            rows: vec![
                writer.row(&["Process (SSDLC)", "{publisher.development_process}"]),
                writer.row(&["Static analysis (SAST)", "{publisher.static_analysis}"]),
                writer.row(&["Dynamic analysis (DAST)", "{publisher.dynamic_analysis}"]),
                writer.row(&["Penetration test", "{publisher.penetration_test}"]),
            ],
        },
        writer.paragraph("What the project itself does for each change, by `cargo xtask test`:"),
        writer.list(&[
            "Compiler and clippy with warnings as errors; `unsafe` code is forbidden.",
            "Tests on SQLite and PostgreSQL, with Zoom simulated down to its errors; browser tests with accessibility \
             checks; the scopes proven.",
        ]),
        writer.paragraph(
            "Beside that, `cargo xtask fuzz` looks for input that breaks the reader of Zoom's answers and events, and \
             `cargo deny check` refuses libraries with known weaknesses or licences that do not fit.",
        ),
        heading("8. Incidents"),
        writer.paragraph(
            "Reports go to {publisher.security_email}. If data from Zoom is affected, Zoom is told through the \
             Marketplace contact and the users by mail. Access can be ended at once: for one user by disconnecting, for \
             all by resetting the client secret in Zoom's portal. Integration activity shows each call and event with \
             time and result.",
        ),
    ]
}
