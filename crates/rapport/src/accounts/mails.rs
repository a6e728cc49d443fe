//! What mails about somebody's own account say.

use domain::WorkspaceId;
use store::user_emails::{UserEmail, UserEmailKind};
use store::users::User;
use store::{password_resets, users};

use super::reset::LIFE;
use super::{hash_token, new_token};
use crate::app::App;
use crate::i18n::{Message, dates};
use crate::mail::outbox::SendError;
use crate::user_mails::{Letter, Says};
use crate::views::mail::{AccountMail, AccountNews, ToUser};

/// What the mail says, unless it comes too late. A link is made now, so that nothing but its hash is ever kept; a mail
/// that is sent again has another one, and both work.
pub(crate) async fn says(
    app: &App,
    workspace: WorkspaceId,
    email: &UserEmail,
    person: &User,
    to: ToUser,
) -> Result<Says, SendError> {
    let date = dates::full_date(to.language, person.zone.local(email.about_at).date());
    let time = dates::time(to.language, email.about_at, &person.zone);
    let when = to.with(Message::UserMailMoment, &[("date", &date), ("time", &time)]);
    if email.kind == UserEmailKind::PasswordChanged {
        let mail =
            AccountMail { to, news: AccountNews::PasswordChanged, when, link: app.link("/login/forgot") };
        return Ok(Says::Mail(Letter { rendered: mail.render()?, answer_to: None, secret: false }));
    }
    let now = app.now();
    if now.duration_since(email.about_at) > LIFE {
        return Ok(Says::Withdraw("Not sent: it was asked for more than an hour ago."));
    }
    let token = new_token(&*app.random);
    let tx = app.store.begin_write().await?;
    // Whoever changes the password meanwhile holds the person, and takes back what was asked for before.
    users::lock(&tx, workspace, person.id).await?;
    if !password_resets::is_wanted(&tx, email.id).await? {
        return Ok(Says::Withdraw("Not sent: the password was changed after it was asked for."));
    }
    password_resets::delete_expired(&tx, now).await?;
    password_resets::create(&tx, &hash_token(&token), (workspace, person.id), now + LIFE).await?;
    tx.commit().await?;
    let link = app.link(&format!("/login/reset/{token}"));
    let mail = AccountMail { to, news: AccountNews::PasswordReset, when, link };
    Ok(Says::Mail(Letter { rendered: mail.render()?, answer_to: None, secret: true }))
}
