//! Tasks: what somebody is to do and by when, and the mail that reminds them.

use domain::{ActivityId, ContactId, MeetingId, TaskId, UserId, WorkspaceId, Zone};
use jiff::civil::{Date, time};
use jiff::{SignedDuration, Timestamp};
use store::activities::{self, ActivityKind, NewActivity};
use store::tasks::{self, NewTask, Task, TaskChanges};
use store::user_emails::{UserEmail, UserEmailKind};
use store::users::User;
use store::{StoreError, Tx, contacts, idempotency_keys, removed_people, users};

use crate::accounts::form_key;
use crate::app::App;
use crate::i18n::dates;
use crate::mail::outbox::SendError;
use crate::user_mails::{Letter, Says, tell};
use crate::views::mail::{TasksMail, ToUser};

/// Longest task, in characters.
const LONGEST: usize = 200;
/// When people are mailed of what is due on that day, by their own clock.
const REMINDED_AT: jiff::civil::Time = time(8, 0, 0, 0);
/// A reminder that comes later than this is none: the next morning has one of its own.
const PATIENCE: SignedDuration = SignedDuration::from_hours(14);
/// Reminders that are looked at in one round; the rest has its turn a minute later.
const ROUND: u32 = 500;
/// Tasks that a mail names.
const NAMED: u32 = 20;

/// Why a text is no task.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhatError {
    /// There is nothing.
    #[error("Say what is to be done.")]
    Empty,
    /// It is longer than anybody reads.
    #[error("Use at most {LONGEST} characters; these are {0}.")]
    TooLong(usize),
    /// It has line breaks or other controls.
    #[error("Use one line of plain text.")]
    NotOneLine,
}

/// What is to be done, as somebody typed it.
pub fn parse_what(text: &str) -> Result<String, WhatError> {
    let text = text.trim();
    let length = text.chars().count();
    if text.is_empty() {
        Err(WhatError::Empty)
    } else if length > LONGEST {
        Err(WhatError::TooLong(length))
    } else if text.chars().any(char::is_control) {
        Err(WhatError::NotOneLine)
    } else {
        Ok(text.to_owned())
    }
}

/// A task as a person typed it.
#[derive(Debug, Clone)]
pub struct TaskInput {
    /// What is to be done.
    pub what: String,
    /// Until which day.
    pub due_on: Date,
    /// Who does it.
    pub owner: UserId,
    /// For which contact.
    pub contact: Option<ContactId>,
    /// Whether they are mailed on the morning of that day.
    pub remind: bool,
}

/// Why a task was not saved.
#[derive(Debug, thiserror::Error)]
pub enum TaskError {
    /// There is no such task.
    #[error("This task does not exist any more.")]
    NotFound,
    /// Nobody of this workspace.
    #[error("Choose somebody of your workspace.")]
    NobodyHere,
    /// The contact was deleted meanwhile.
    #[error("This contact does not exist any more. Choose another one, or leave it empty.")]
    NoSuchContact,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds a task. The same form sent twice leads to the task it made the first time.
pub async fn create(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    key: &str,
    input: &TaskInput,
) -> Result<TaskId, TaskError> {
    let now = app.now();
    let tx = app.store.begin_write().await?;
    let key = &form_key(key, &format!("{input:?}"));
    let id = TaskId::new(&*app.clock, &*app.random);
    if !idempotency_keys::insert(&tx, workspace, user, key, &id.to_string(), now).await? {
        let first = idempotency_keys::find(&tx, workspace, user, key).await?;
        return Ok(first.and_then(|first| first.parse().ok()).unwrap_or(id));
    }
    let owner = known(&tx, workspace, input).await?;
    add(app, &tx, workspace, user, (id, None), &owner, input).await?;
    tx.commit().await?;
    Ok(id)
}

/// Adds what is to be done after a meeting, in the transaction of its reason.
pub(crate) async fn add_after_meeting(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    meeting: (MeetingId, Option<ContactId>),
    host: UserId,
    what: &str,
    due_on: Date,
) -> Result<(), StoreError> {
    let Some(owner) = users::get(tx, workspace, host).await? else { return Ok(()) };
    let (meeting, contact) = meeting;
    let input = TaskInput { what: what.to_owned(), due_on, owner: host, contact, remind: true };
    let id = TaskId::new(&*app.clock, &*app.random);
    add(app, tx, workspace, host, (id, Some(meeting)), &owner, &input).await
}

async fn add(
    app: &App,
    tx: &Tx,
    workspace: WorkspaceId,
    created_by: UserId,
    (id, meeting_id): (TaskId, Option<MeetingId>),
    owner: &User,
    input: &TaskInput,
) -> Result<(), StoreError> {
    let created_at = app.now();
    let task = NewTask {
        id,
        owner_id: owner.id,
        contact_id: input.contact,
        meeting_id,
        what: &input.what,
        due_on: input.due_on,
        remind_at: remind_at(input, &owner.zone, created_at),
        created_by,
        created_at,
    };
    tasks::create(tx, workspace, &task).await
}

/// Changes a task. A reminder that was sent is not sent again, unless the task moves to another day.
pub async fn update(
    app: &App,
    workspace: WorkspaceId,
    id: TaskId,
    input: &TaskInput,
) -> Result<(), TaskError> {
    let tx = app.store.begin_write().await?;
    let owner = known(&tx, workspace, input).await?;
    let changes = TaskChanges {
        owner_id: owner.id,
        contact_id: input.contact,
        what: &input.what,
        due_on: input.due_on,
        remind_at: remind_at(input, &owner.zone, app.now()),
    };
    if !tasks::update(&tx, workspace, id, &changes).await? {
        return Err(TaskError::NotFound);
    }
    tx.commit().await?;
    Ok(())
}

/// Who does it and for whom, held until the task is written.
async fn known(tx: &Tx, workspace: WorkspaceId, input: &TaskInput) -> Result<User, TaskError> {
    // Whoever is removed at the same time hands over what they have by then.
    if !users::lock(tx, workspace, input.owner).await?
        || removed_people::was_removed(tx, workspace, input.owner).await?
    {
        return Err(TaskError::NobodyHere);
    }
    if let Some(contact) = input.contact {
        contacts::lock(tx, workspace, &[contact]).await?;
        contacts::get(tx, workspace, contact).await?.ok_or(TaskError::NoSuchContact)?;
    }
    users::get(tx, workspace, input.owner).await?.ok_or(TaskError::NobodyHere)
}

/// The morning of the day, unless it is over.
fn remind_at(input: &TaskInput, zone: &Zone, now: Timestamp) -> Option<Timestamp> {
    let at = zone.instant(input.due_on.to_datetime(REMINDED_AT)).ok()?;
    (input.remind && at > now).then_some(at)
}

/// It is done, and the timeline of its contact says so. Done before, nothing happens; `None` if there is no such task.
pub async fn finish(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    id: TaskId,
) -> Result<Option<Task>, StoreError> {
    let tx = app.store.begin_write().await?;
    let newly = tasks::finish(&tx, workspace, id, user, app.now()).await?;
    let Some(task) = tasks::get(&tx, workspace, id).await? else { return Ok(None) };
    if let Some((contact_id, _)) = task.contact.as_ref().filter(|_| newly) {
        let entry = NewActivity::new(
            ActivityId::new(&*app.clock, &*app.random),
            *contact_id,
            Some(user),
            ActivityKind::TaskDone,
            app.now(),
        );
        let entry = NewActivity { text: Some(task.what.clone()), ..entry };
        activities::record(&tx, workspace, &entry).await?;
    }
    tx.commit().await?;
    Ok(Some(task))
}

/// It is not done after all. What the timeline tells stays: it was so.
pub async fn reopen(app: &App, workspace: WorkspaceId, id: TaskId) -> Result<Option<Task>, StoreError> {
    let tx = app.store.begin_write().await?;
    tasks::reopen(&tx, workspace, id).await?;
    let task = tasks::get(&tx, workspace, id).await?;
    tx.commit().await?;
    Ok(task)
}

/// Deletes a task; whether it existed.
pub async fn delete(app: &App, workspace: WorkspaceId, id: TaskId) -> Result<bool, StoreError> {
    let tx = app.store.begin_write().await?;
    let found = tasks::delete(&tx, workspace, id).await?;
    tx.commit().await?;
    Ok(found)
}

/// How much presses today, by the person's own clock.
pub(crate) async fn due_today(
    app: &App,
    workspace: WorkspaceId,
    user: UserId,
    zone: &Zone,
) -> Result<u64, StoreError> {
    let today = zone.local(app.now()).date();
    tasks::count_due(&app.store.begin_read().await, workspace, user, today).await
}

/// Mails people of what is due: one mail for all tasks of a morning. Runs each minute.
pub(crate) async fn remind(app: &App) -> Result<(), StoreError> {
    let now = app.now();
    let due = tasks::to_remind(&app.store.begin_read().await, now, ROUND).await?;
    for task in due {
        let tx = app.store.begin_write().await?;
        if tasks::note_reminded(&tx, &task).await? && now < task.at + PATIENCE {
            tell(app, &tx, task.workspace, task.owner, UserEmailKind::TasksDue, task.at, None).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// What the mail of a morning says, as things are when it leaves.
pub(crate) async fn says(
    app: &App,
    workspace: WorkspaceId,
    email: &UserEmail,
    person: &User,
    to: ToUser,
) -> Result<Says, SendError> {
    if app.now() >= email.about_at + PATIENCE {
        return Ok(Says::Withdraw("Not sent: it would have come too late."));
    }
    let day = person.zone.local(email.about_at).date();
    let due = tasks::due(&app.store.begin_read().await, workspace, person.id, day, NAMED).await?;
    if due.is_empty() {
        return Ok(Says::Withdraw("Not sent: everything is done."));
    }
    let line = |task: &Task| {
        let who = task.contact.as_ref().map(|(_, name)| format!(", {name}")).unwrap_or_default();
        let late = (task.due_on < day).then(|| format!(" ({})", dates::full_date(to.language, task.due_on)));
        format!("{}{who}{}", task.what, late.unwrap_or_default())
    };
    let lines = due.iter().map(line).collect();
    let mail = TasksMail { to, lines, link: app.link("/tasks") };
    Ok(Says::Mail(Letter { rendered: mail.render()?, answer_to: None, secret: false }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_one_line_of_at_most_two_hundred_characters() {
        assert_eq!(parse_what("  Send the offer "), Ok("Send the offer".to_owned()));
        assert_eq!(parse_what(" \t"), Err(WhatError::Empty));
        assert_eq!(parse_what("a\nb"), Err(WhatError::NotOneLine));
        assert_eq!(parse_what(&"é".repeat(200)).unwrap().chars().count(), 200);
        assert_eq!(parse_what(&"é".repeat(201)), Err(WhatError::TooLong(201)));
    }
}
