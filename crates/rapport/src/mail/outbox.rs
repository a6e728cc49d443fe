//! The way of a queued mail out of the program, whatever it is about. What an unknown outcome means, and why a mail is
//! noted before it is handed over: [`store::outbox`].

use std::time::Duration;

use domain::random_bytes;
use jobs::{Attempt, JobError};
use store::emails::{self, Told};
use store::outbox::{self, HandOver, MOST_UNCLEAR, Outbox, OutboxId};
use store::{StoreError, Tx};

use super::{Delivery, OutgoingMail};
use crate::app::App;
use crate::failpoint::reach;
use crate::keys::KeyError;
use crate::until_stored::until_stored;

/// How often a mail is tried: with the pauses below about five days, as mail servers do (RFC 5321, 4.5.4.1).
pub(crate) const MAX_ATTEMPTS: u32 = 130;
/// The first pause when the server was not reached, when it asked us to wait (greylisting servers want a minute at
/// least), and the longest of both.
const NOT_REACHED: Duration = Duration::from_secs(5);
const ASKED_TO_WAIT: Duration = Duration::from_mins(1);
const LONGEST: Duration = Duration::from_hours(1);

/// Why a mail was not handed to the mail server.
#[derive(Debug)]
pub(crate) enum Stop {
    /// It may not leave now.
    NotNow(HandOver),
    /// That could not be noted.
    Store(StoreError),
    /// Another process has its job by now, and sends it.
    Lost(JobError),
}

/// Why a mail did not leave this time.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// An older mail to the same person is on its way; they must not overtake each other.
    #[error("an older mail has not left yet")]
    NotYet,
    /// The mail server could not take it now.
    #[error("the mail server: {words}")]
    Mail {
        /// Its words.
        words: String,
        /// It answered, so that asking again at once is no use.
        asked_to_wait: bool,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Another process has its job by now.
    #[error(transparent)]
    Lost(JobError),
    /// The stored link does not open.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A template failed.
    #[error(transparent)]
    Template(#[from] askama::Error),
}

/// Notes that the mail is about to be handed over, right before it is, if the job is still this attempt's.
pub(super) async fn hand_over(app: &App, entry: OutboxId, attempt: &Attempt) -> Result<(), Stop> {
    let tx = app.store.begin_write().await.map_err(Stop::Store)?;
    let may = outbox::hand_over(&tx, entry, app.now()).await.map_err(Stop::Store)?;
    attempt.hold(&tx).await.map_err(Stop::Lost)?;
    tx.commit().await.map_err(Stop::Store)?;
    match may {
        HandOver::Go => {
            reach("mail.handed_over");
            Ok(())
        }
        not_now => Err(Stop::NotNow(not_now)),
    }
}

/// Delivers a mail and notes how that ended, and what it tells about a meeting if it may have arrived. An error means
/// that it is to be tried again; with the last attempt, what could be is final.
pub(crate) async fn deliver(
    app: &App,
    entry: OutboxId,
    mail: &OutgoingMail,
    told: Option<Told>,
    attempt: &Attempt,
) -> Result<(), SendError> {
    let delivery = app.mailer.send(app, mail, entry, attempt).await;
    if let Delivery::Stopped(Stop::Lost(error)) = delivery {
        return Err(SendError::Lost(error));
    }
    // A mail that the server took must not be sent again because our database was busy.
    let settled = until_stored("how a mail left", || async {
        let tx = app.store.begin_write().await?;
        let result = settle(app, &tx, entry, &delivery, attempt.last).await?;
        if let (Some(told), Delivery::Taken(_) | Delivery::Unclear(_)) = (told, &delivery) {
            emails::note_told(&tx, entry.workspace, entry.email, told).await?;
        }
        reach("mail.before_commit");
        tx.commit().await?;
        reach("mail.after_commit");
        Ok(result)
    });
    settled.await?
}

/// Notes how an attempt ended. The inner result is the job's: an error means that it is tried again. With `last`, what
/// could be tried again is final.
async fn settle(
    app: &App,
    tx: &Tx,
    entry: OutboxId,
    delivery: &Delivery,
    last: bool,
) -> Result<Result<(), SendError>, StoreError> {
    match delivery {
        Delivery::Taken(words) => {
            outbox::mark_sent(tx, entry, Some(words), app.now()).await?;
            note_address(tx, entry, false).await?;
        }
        Delivery::Refused { words, address_refused } => {
            outbox::mark_failed(tx, entry, Some(words)).await?;
            if *address_refused {
                note_address(tx, entry, true).await?;
            }
        }
        Delivery::Later { words, .. } if last => outbox::mark_failed(tx, entry, Some(words)).await?,
        Delivery::Later { words, asked_to_wait } => {
            outbox::note_attempt(tx, entry, Some(words)).await?;
            return Ok(Err(SendError::Mail { words: words.clone(), asked_to_wait: *asked_to_wait }));
        }
        Delivery::Unclear(words) => {
            let unclear = outbox::note_unclear(tx, entry, words).await?;
            if !last && unclear < MOST_UNCLEAR {
                return Ok(Err(SendError::Mail { words: words.clone(), asked_to_wait: true }));
            }
            perhaps_arrived(tx, entry).await?;
        }
        Delivery::Stopped(Stop::Store(error)) => {
            return Ok(Err(SendError::Mail { words: error.to_string(), asked_to_wait: false }));
        }
        Delivery::Stopped(Stop::NotNow(HandOver::Wait)) => return Ok(Err(SendError::NotYet)),
        Delivery::Stopped(Stop::NotNow(HandOver::Overtaken)) => {
            let words = "Not needed: a newer mail about it has left already.";
            emails::mark_overtaken(tx, entry.workspace, entry.email, words).await?;
        }
        Delivery::Stopped(Stop::NotNow(HandOver::Unclear)) => perhaps_arrived(tx, entry).await?,
        Delivery::Stopped(Stop::Lost(_) | Stop::NotNow(HandOver::Settled | HandOver::Go)) => {}
    }
    Ok(Ok(()))
}

/// It was handed over twice, and nobody knows how that ended. A third time could be a third copy.
async fn perhaps_arrived(tx: &Tx, entry: OutboxId) -> Result<(), StoreError> {
    let words =
        "It may have arrived: the mail server took it twice without an answer, so it is not sent again.";
    outbox::mark_failed(tx, entry, Some(words)).await
}

async fn note_address(tx: &Tx, entry: OutboxId, refused: bool) -> Result<(), StoreError> {
    match entry.outbox {
        Outbox::Meetings => emails::note_address(tx, entry.workspace, entry.email, refused).await,
        Outbox::Users | Outbox::Reminders | Outbox::Joining => Ok(()),
    }
}

/// It must not leave any more, and why.
pub(crate) async fn withdraw(app: &App, entry: OutboxId, words: &str) -> Result<(), SendError> {
    let tx = app.store.begin_write().await?;
    outbox::withdraw(&tx, entry, words).await?;
    tx.commit().await?;
    Ok(())
}

/// When a job tries again after this error of this attempt.
pub(crate) fn again(app: &App, error: SendError, attempt: &Attempt) -> JobError {
    let SendError::Mail { asked_to_wait, .. } = error else { return JobError::retry(error) };
    let first = if asked_to_wait { ASKED_TO_WAIT } else { NOT_REACHED };
    let even = (first * 2_u32.pow(attempt.number.saturating_sub(1).min(10))).min(LONGEST);
    // A quarter more at most, so that mails that failed together do not come back together.
    let jitter = even * u32::from(random_bytes::<1>(&*app.random)[0]) / 1024;
    JobError::retry_after(even + jitter, error)
}
