//! The architecture: everything that Zoom's data flows through.

use super::Facts;
use crate::marketplace::document::{Area, Picture, line};

/// The drawing, with the databases and third parties of this configuration.
pub(super) fn diagram(facts: &Facts<'_>) -> Picture {
    let say = |text: &str| line(text, &facts.config.publisher);
    let mail = facts.mail.as_ref().map_or("not configured".to_owned(), |mail| mail.host.clone());
    let mail_how = facts.mail.as_ref().map_or("mail stays in the built-in mailbox", |mail| mail.tls);
    Picture::new(1000, 640)
        .area(
            Area::new(250, 40, 490, 585, "Hosting", &[])
                .frame()
                .says(&say("{publisher.hosting_provider}, {publisher.hosting_region}")),
        )
        .area(Area::new(15, 110, 165, 95, "People", &["users of the CRM,", "in a browser"]))
        .area(
            Area::new(270, 110, 200, 95, "TLS proxy", &[facts.origin.as_str()])
                .says(&say("{publisher.tls_proxy}")),
        )
        .area(Area::new(
            270,
            275,
            200,
            180,
            "Rapport",
            &[
                "web pages and forms",
                "webhook endpoint: checks",
                "  the signature of events",
                "workers: calls to Zoom,",
                "  mails, nightly comparison",
                "rustls, TLS 1.2 and 1.3",
            ],
        ))
        .area(Area::new(
            540,
            275,
            185,
            95,
            "Database",
            &[&facts.database, "tokens, links, passcodes", "and events are sealed"],
        ))
        .area(Area::new(540, 400, 155, 75, "Sealing key", &[&facts.key, "never in the database"]))
        .area(
            Area::new(270, 520, 455, 75, "Backups", &["of the database; the key is kept apart from them"])
                .says(&say("kept for {publisher.backup_retention}")),
        )
        .area(
            Area::new(
                815,
                110,
                170,
                95,
                "Zoom: consent",
                &[&facts.oauth, "OAuth consent,", "tokens, revocation"],
            )
            .foreign(),
        )
        .area(
            Area::new(
                815,
                275,
                170,
                110,
                "Zoom: API",
                &[&facts.api, "users, meetings,", "data compliance,", "events"],
            )
            .foreign(),
        )
        .area(Area::new(15, 275, 165, 95, "Mail server", &[&mail, mail_how]).foreign())
        .area(Area::new(15, 455, 165, 75, "Invitees", &["get invitations with", "the join link"]).foreign())
        .arrow(&[(180, 150), (270, 150)], false, (188, 143), "HTTPS")
        .arrow(
            &[(100, 110), (100, 20), (900, 20), (900, 110)],
            false,
            (380, 34),
            "consent, start and join, in the browser: HTTPS",
        )
        .arrow(&[(370, 205), (370, 275)], false, (378, 243), "HTTP, inside the host")
        .arrow(&[(470, 320), (540, 320)], true, (478, 313), facts.database_link)
        .arrow(&[(470, 440), (540, 440)], false, (478, 433), "reads")
        .arrow(&[(710, 370), (710, 520)], false, (710, 500), "")
        .arrow(&[(270, 330), (180, 330)], false, (188, 323), "SMTP")
        .arrow(&[(100, 370), (100, 455)], false, (108, 415), "mail")
        .arrow(
            &[(470, 290), (505, 290), (505, 225), (775, 225), (775, 170), (815, 170)],
            false,
            (520, 240),
            "HTTPS: tokens (Basic, form body)",
        )
        .arrow(
            &[(440, 275), (440, 258), (790, 258), (790, 310), (815, 310)],
            false,
            (520, 272),
            "HTTPS: REST (Bearer)",
        )
        .arrow(
            &[(900, 275), (900, 235), (800, 235), (800, 130), (470, 130)],
            false,
            (520, 123),
            "HTTPS: events, signed (HMAC-SHA256)",
        )
}
