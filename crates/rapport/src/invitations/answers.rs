//! What an invitee answers: yes, no, or rather at another time. The host is mailed about all but yes.

use domain::{EmailAddress, Language, PersonName, ProposalId, WorkspaceId};
use jiff::Timestamp;
use store::activities::ActivityKind;
use store::invitee_pages::{self, NewAnswer, Proposal};
use store::meetings::{self, Answer, Invitee, Meeting};
use store::user_emails::{UserEmail, UserEmailKind};
use store::users::User;
use store::{StoreError, Tx, meeting_series};

use super::facts::lines;
use super::names::{first_name, full_name, same_person};
use super::pages::{Opened, Stage, is_moving, stage};
use crate::app::App;
use crate::i18n::{Message, dates};
use crate::mail::outbox::SendError;
use crate::meetings::{Happened, record_with_words};
use crate::user_mails::{self, Letter, Says};
use crate::views::mail::{AnswerMail, AnswerNews, ToUser};

/// Times that an invitee may propose at once.
pub const MOST_TIMES: usize = 3;
/// Longest message to the host, in characters.
pub const LONGEST_MESSAGE: usize = 1000;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// I come.
    Accept,
    /// I do not.
    Decline {
        /// To the host; may be empty.
        message: String,
    },
    /// I would rather come then.
    Propose {
        /// When it would start, at most [`MOST_TIMES`].
        times: Vec<Timestamp>,
        /// To the host; may be empty.
        message: String,
    },
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// It is stored, or was before.
    Done,
    /// The meeting is at another time than the one that was answered.
    Moved,
    /// There is nothing to answer any more.
    Closed,
}

/// Stores an answer, with the entry on the timeline and the mail to the host, in one transaction. `seen` is the start
/// that the page showed. The same answer again changes nothing and tells nobody.
pub async fn answer(
    app: &App,
    page: &Opened,
    seen: Timestamp,
    reply: &Reply,
) -> Result<Answered, StoreError> {
    let (workspace, id) = (page.workspace, page.meeting.id);
    let tx = app.store.begin_write().await?;
    let Some(meeting) = meetings::get_for_update(&tx, workspace, id).await? else {
        return Ok(Answered::Closed);
    };
    let told = meeting.as_in_zoom();
    if stage(&told, app.now()) != Stage::Open {
        return Ok(Answered::Closed);
    }
    // An answer to a time that is about to be another one would be taken for an answer to the new one.
    if told.starts_at != seen || is_moving(&meeting) {
        return Ok(Answered::Moved);
    }
    let Some(invitee) = meeting.invitees.iter().find(|one| one.id == page.invitee.id) else {
        return Ok(Answered::Closed);
    };
    let series = meeting.repeat().is_some();
    if series && matches!(reply, Reply::Propose { .. }) {
        // Which of the dates? Its page does not offer it.
        return Ok(Answered::Closed);
    }
    let (word, kind, message, times) = match reply {
        Reply::Accept => (Answer::Accepted, ActivityKind::InvitationAccepted, "", &[][..]),
        Reply::Decline { message } => {
            (Answer::Declined, ActivityKind::InvitationDeclined, message.as_str(), &[][..])
        }
        Reply::Propose { times, message } => {
            (Answer::Proposed, ActivityKind::TimeProposed, message.as_str(), times.as_slice())
        }
    };
    let message = Some(message).filter(|message| !message.is_empty());
    let before = invitee_pages::proposals(&tx, workspace, id).await?;
    let theirs = before.iter().filter(|one| one.invitee_id == invitee.id).map(|one| one.starts_at);
    let same = invitee.answer == word && invitee.answer_message.as_deref() == message;
    if same && theirs.eq(times.iter().copied()) {
        return Ok(Answered::Done);
    }
    let proposals = times.iter().map(|at| (ProposalId::new(&*app.clock, &*app.random), *at)).collect();
    let new = NewAnswer { answer: word, message, proposals, at: app.now() };
    invitee_pages::answer(&tx, workspace, id, invitee.id, &new).await?;
    if series {
        answer_all_dates(app, &tx, &meeting, workspace, invitee, &new).await?;
    }
    let contact: Vec<_> = invitee.contact_id.into_iter().collect();
    let happened = Happened { meeting: id, kind, actor: None, starts_at: told.starts_at, moved_from: None };
    record_with_words(app, &tx, workspace, &contact, happened, message).await?;
    let news = match reply {
        Reply::Accept => None,
        Reply::Decline { .. } => Some(UserEmailKind::InvitationDeclined),
        Reply::Propose { .. } => Some(UserEmailKind::TimeProposed),
    };
    if let Some(kind) = news {
        let about = Some((id, invitee.id));
        user_mails::tell(app, &tx, workspace, meeting.host_id, kind, app.now(), about).await?;
    }
    tx.commit().await?;
    Ok(Answered::Done)
}

/// Who comes to a series comes to each of its dates, and so with who does not.
async fn answer_all_dates(
    app: &App,
    tx: &Tx,
    series: &Meeting,
    workspace: WorkspaceId,
    invitee: &Invitee,
    new: &NewAnswer<'_>,
) -> Result<(), StoreError> {
    let dates = meeting_series::dates_to_come(tx, workspace, series.id, app.now()).await?;
    for date in dates.iter().filter(|date| date.stands()) {
        let Some(meeting) = meetings::get(tx, workspace, date.meeting).await? else { continue };
        if let Some(there) = same_person(&meeting.invitees, invitee) {
            invitee_pages::answer(tx, workspace, date.meeting, there.id, new).await?;
        }
    }
    Ok(())
}

/// What the mail to the host says, unless the invitee has answered otherwise since, or the meeting is off or elsewhere.
pub(crate) async fn says(
    app: &App,
    workspace: WorkspaceId,
    email: &UserEmail,
    host: &User,
    to: ToUser,
) -> Result<Says, SendError> {
    let Some((meeting, invitee)) = email.about else {
        return Ok(Says::Withdraw("Not sent: it is about nothing."));
    };
    let db = app.store.begin_read().await;
    let meeting = meetings::get(&db, workspace, meeting).await?;
    let Some(meeting) = meeting.map(|meeting| meeting.as_in_zoom()) else {
        return Ok(Says::Withdraw("Not sent: the meeting was deleted."));
    };
    let proposals = invitee_pages::proposals(&db, workspace, meeting.id).await?;
    drop(db);
    let expected = match email.kind {
        UserEmailKind::InvitationDeclined => Answer::Declined,
        _ => Answer::Proposed,
    };
    let found = meeting.invitees.iter().find(|one| one.id == invitee && one.answer == expected);
    let Some(invitee) = found.filter(|_| stage(&meeting, app.now()) == Stage::Open) else {
        return Ok(Says::Withdraw("Not sent: the answer is not what stands there now."));
    };
    let times = proposals.iter().filter(|one| one.invitee_id == invitee.id);
    let mail = AnswerMail {
        news: if expected == Answer::Declined { AnswerNews::Declined } else { AnswerNews::Proposed },
        name: name(invitee.name.as_ref(), &invitee.email),
        their_first_name: first_name(invitee.name.as_ref(), &invitee.email).to_owned(),
        topic: meeting.topic.to_string(),
        when: when(meeting.starts_at, host, to.language),
        times: times.map(|one| proposed(one, host, invitee, &to)).collect(),
        message: lines(invitee.answer_message.as_deref().unwrap_or_default()),
        link: app.link(&format!("/meetings/{}", meeting.id)),
        to,
    };
    let rendered = mail.render()?;
    let answer_to = Some((name(invitee.name.as_ref(), &invitee.email), invitee.email.clone()));
    Ok(Says::Mail(Letter { rendered, answer_to, secret: false }))
}

fn name(name: Option<&PersonName>, address: &EmailAddress) -> String {
    full_name(name, address).to_owned()
}

fn when(at: Timestamp, host: &User, language: Language) -> String {
    let day = dates::short_day(language, host.zone.local(at).date());
    format!("{day}, {}", dates::time(language, at, &host.zone))
}

/// "Wed 17 March, 11:00 (10:00 in Lisbon)"
fn proposed(one: &Proposal, host: &User, invitee: &Invitee, to: &ToUser) -> String {
    let mine = when(one.starts_at, host, to.language);
    let differs =
        |zone: &&domain::Zone| zone.offset_minutes(one.starts_at) != host.zone.offset_minutes(one.starts_at);
    let Some(zone) = invitee.zone.as_ref().filter(differs) else { return mine };
    let time = dates::time(to.language, one.starts_at, zone);
    let city = dates::city(to.language, zone);
    format!("{mine} ({})", to.with(Message::AnswerTimeThere, &[("time", &time), ("city", &city)]))
}
