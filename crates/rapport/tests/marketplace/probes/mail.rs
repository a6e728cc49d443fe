//! The mail server, and what DNS says about the sender.

use rapport::marketplace::probes::{Probe, Subject};
use testing::smtp::{Act, SmtpServer, Stage, Trouble};
use testing::{Names, TestApp};

use super::support::{assert_fails, assert_passes, assert_warns, look, look_at, nowhere, origin, subject_at};

async fn server_at(url: &str) -> Probe {
    let app = TestApp::builder().smtp(url).start().await;
    look(subject_at(&app, origin(&app)), "mail-server").await
}

#[tokio::test]
async fn mail_that_stays_inside_is_said_and_its_sender_is_not_looked_up() {
    let app = TestApp::start().await;
    assert_warns(&look(subject_at(&app, origin(&app)), "mail-server").await, "built-in mailbox");
    for id in ["mail-spf", "mail-dkim", "mail-dmarc"] {
        assert!(look_at(subject_at(&app, origin(&app)), id).await.is_none(), "{id}");
    }
}

#[tokio::test]
async fn a_mail_server_that_answers_gets_no_mail() {
    let server = SmtpServer::start().await;
    assert_warns(&server_at(&server.url()).await, "without encryption");
    let with_login = server.url().replace("smtp://", "smtp://crm:secret@");
    let found = server_at(&with_login).await;
    assert_warns(&found, "without encryption");
    assert!(!format!("{found:?}").contains("secret"));
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn a_mail_server_that_lets_nobody_in_is_told_from_one_that_is_not_there() {
    let server = SmtpServer::start().await;
    server.add(Trouble::new(Stage::Auth, Act::answer(535, "5.7.8 wrong password")));
    let with_login = server.url().replace("smtp://", "smtp://crm:secret@");
    assert_fails(&server_at(&with_login).await, "does not let us in: 535");
    let nowhere = nowhere().await;
    let nowhere = nowhere.as_str().replace("http://", "smtp://");
    assert_fails(&server_at(&nowhere).await, "does not answer as a mail server");
}

#[tokio::test]
async fn a_mail_server_without_the_encryption_that_is_asked_for_is_told() {
    let server = SmtpServer::start().await;
    assert_fails(&server_at(&format!("{}?tls=required", server.url())).await, "cannot be encrypted");
    // From the first byte: the server's greeting is no TLS.
    assert_fails(
        &server_at(&server.url().replace("smtp://", "smtps://")).await,
        "does not answer as a mail server",
    );
}

/// What a check of the sender `crm@example.com` finds with these names.
async fn sender(names: Names, id: &str) -> Probe {
    selected(names, id, None).await
}

async fn selected(names: Names, id: &str, selector: Option<&str>) -> Probe {
    // Nothing is sent, so nothing needs to listen.
    let app = TestApp::builder().smtp("smtp://127.0.0.1:1").names(names).start().await;
    let mut subject: Subject = subject_at(&app, origin(&app));
    subject.means.dkim_selector = selector.map(str::to_owned);
    look(subject, id).await
}

const DOMAIN: &str = "example.com";

#[tokio::test]
async fn spf_is_judged_as_receivers_judge_it() {
    let of = |texts: &[&str]| sender(Names::default().txt(DOMAIN, texts), "mail-spf");
    assert_passes(&of(&["google-site-verification=x", "v=spf1 include:_spf.example.net -all"]).await);
    assert_passes(&of(&["V=SPF1 ip4:192.0.2.0/24 ~all"]).await);
    assert_passes(&of(&["v=spf1 redirect=_spf.example.net"]).await);
    assert_warns(&of(&["v=spf1 include:_spf.example.net"]).await, "not that others may not");
    assert_warns(&of(&["v=spf10 -all", "hello"]).await, "names no servers");
    assert_fails(&of(&["v=spf1 a -all", "v=spf1 mx -all"]).await, "2 SPF records");
    assert_fails(&of(&["v=spf1 +all"]).await, "every server in the world");
    assert_fails(&sender(Names::default(), "mail-spf").await, "does not exist");
}

#[tokio::test]
async fn dkim_is_looked_up_at_its_selector_and_not_guessed_without_one() {
    let key = "s1._domainkey.example.com";
    let published = || Names::default().txt(key, &["v=DKIM1; k=rsa; p=MIIB"]);
    assert_passes(&selected(published(), "mail-dkim", Some("s1")).await);
    assert_fails(
        &selected(published(), "mail-dkim", Some("s2")).await,
        "no key at s2._domainkey.example.com",
    );
    let revoked = Names::default().txt(key, &["v=DKIM1; p="]);
    assert_fails(&selected(revoked, "mail-dkim", Some("s1")).await, "taken back");
    let other = Names::default().txt(key, &["hello"]);
    assert_fails(&selected(other, "mail-dkim", Some("s1")).await, "no DKIM key");
    assert_warns(&sender(published(), "mail-dkim").await, "`mail.dkim_selector`");
    assert_warns(&sender(Names::default().txt(DOMAIN, &["x"]), "mail-dkim").await, "has no key");
}

#[tokio::test]
async fn dmarc_is_judged_by_its_policy_and_found_at_the_domain_above() {
    let of = |texts: &[&str]| sender(Names::default().txt("_dmarc.example.com", texts), "mail-dmarc");
    assert_passes(&of(&["v=DMARC1; p=reject; rua=mailto:x@example.com"]).await);
    assert_passes(&of(&["v=DMARC1;p=quarantine"]).await);
    assert_warns(&of(&["v=DMARC1; p=none"]).await, "delivered all the same");
    assert_fails(&of(&["v=DMARC1; p=everything"]).await, "no policy that exists");
    assert_fails(&of(&["v=DMARC1; p=none", "v=DMARC1; p=reject"]).await, "2 DMARC records");
    assert_warns(&sender(Names::default().txt(DOMAIN, &["x"]), "mail-dmarc").await, "does not say");
}

#[tokio::test]
async fn name_servers_that_do_not_answer_are_no_missing_record() {
    for id in ["mail-spf", "mail-dkim", "mail-dmarc"] {
        assert_warns(&sender(Names::default().broken(), id).await, "no name server answers");
    }
}
