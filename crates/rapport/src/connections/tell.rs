//! Telling people that their connection broke: once for each break, in the transaction that notes it. An outage of
//! Zoom is no break, and nobody is told.

use domain::{GrantId, UserId, WorkspaceId};
use jiff::Timestamp;
use store::grants::GrantState;
use store::user_emails::{UserEmail, UserEmailKind};
use store::users::User;
use store::{Db, StoreError, Tx, connections, users};

use crate::app::App;
use crate::i18n::{Message, dates};
use crate::mail::outbox::SendError;
use crate::user_mails::{self, Letter, Says};
use crate::views::mail::{ConnectionMail, ConnectionNews, ToUser};

/// Where a connection is mended.
const SETTINGS: &str = "/settings/integrations";

/// Tells everybody who uses the grant that they have to reconnect.
pub(super) async fn tell_needs_reconnect(
    app: &App,
    tx: &Tx,
    grant: GrantId,
    at: Timestamp,
) -> Result<(), StoreError> {
    for (workspace, user) in connections::users_of_grant(tx, grant).await? {
        user_mails::tell(app, tx, workspace, user, UserEmailKind::ZoomNeedsReconnect, at, None).await?;
    }
    Ok(())
}

/// Tells a person that their connection was ended from outside, by mail and on their pages.
pub(super) async fn tell_ended(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    user: UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    connections::set_ended(tx, workspace, user, at).await?;
    user_mails::tell(app, tx, workspace, user, UserEmailKind::ZoomEnded, at, None).await
}

/// What the mail says, unless it is no longer true.
pub(crate) async fn says(
    app: &App,
    workspace: WorkspaceId,
    email: &UserEmail,
    person: &User,
    to: ToUser,
) -> Result<Says, SendError> {
    let db = app.store.begin_read().await;
    let connection = connections::of_user(&db, workspace, email.user_id).await?;
    let news = match email.kind {
        UserEmailKind::ZoomEnded => connection.is_none().then_some(ConnectionNews::Ended),
        UserEmailKind::ZoomShared => match connection {
            Some((_, grant)) => {
                let Some(who) = newcomer(&db, workspace, email, grant.id).await? else {
                    return Ok(Says::Withdraw("Not sent: they did not use the account any more."));
                };
                Some(ConnectionNews::Shared { who })
            }
            None => return Ok(Says::Withdraw("Not sent: Zoom was disconnected before it could leave.")),
        },
        _ => {
            let refused = connection.is_some_and(|(_, grant)| grant.state == GrantState::NeedsReconnect);
            refused.then_some(ConnectionNews::NeedsReconnect)
        }
    };
    drop(db);
    let Some(news) = news else {
        return Ok(Says::Withdraw("Not sent: Zoom was connected again before it could leave."));
    };
    let date = dates::full_date(to.language, person.zone.local(email.about_at).date());
    let time = dates::time(to.language, email.about_at, &person.zone);
    let mail = ConnectionMail {
        when: to.with(Message::UserMailMoment, &[("date", &date), ("time", &time)]),
        to,
        news,
        link: app.link(SETTINGS),
    };
    Ok(Says::Mail(Letter { rendered: mail.render()?, answer_to: None, secret: false }))
}

/// Who has used the same account since the moment that the mail is about: their name within the workspace, and an empty
/// name for somebody outside. `None` when they use it no more.
async fn newcomer(
    db: &impl Db,
    workspace: WorkspaceId,
    email: &UserEmail,
    grant: GrantId,
) -> Result<Option<String>, StoreError> {
    let all = connections::of_grant(db, grant).await?;
    let Some(one) = all.iter().find(|one| one.connected_at == email.about_at && one.user_id != email.user_id)
    else {
        return Ok(None);
    };
    if one.workspace_id != workspace {
        return Ok(Some(String::new()));
    }
    Ok(users::get(db, workspace, one.user_id).await?.map(|user| user.name.to_string()))
}
