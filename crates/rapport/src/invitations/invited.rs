//! Who was invited by mail: for a date of a series, with the mail about the series.

use domain::WorkspaceId;
use store::emails::{self, Email, EmailKind};
use store::meetings::{self, Invitee, Meeting};
use store::{Db, StoreError};

use super::names::same_person;

/// Whether somebody has an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Invited {
    /// None was ever queued.
    Never,
    /// There were some, and none arrived: nobody is told about a meeting that they do not know.
    InVain,
    /// One has arrived, may have, or is about to.
    Perhaps,
}

/// The mails with which people were invited to a meeting.
pub(crate) struct InvitationMails {
    mails: Vec<Email>,
    /// The invitees of the series, if the meeting is a date of one.
    of_series: Option<Vec<Invitee>>,
}

impl InvitationMails {
    pub(crate) async fn to_meeting(
        db: &impl Db,
        workspace: WorkspaceId,
        meeting: &Meeting,
    ) -> Result<Self, StoreError> {
        let whole = match meeting.series_id() {
            Some(series) => meetings::get(db, workspace, series).await?,
            None => None,
        };
        let about = whole.as_ref().map_or(meeting.id, |whole| whole.id);
        let mails = emails::of_meeting(db, workspace, about).await?;
        Ok(Self { mails, of_series: whole.map(|whole| whole.invitees) })
    }

    /// Whether this person was invited.
    pub(crate) fn to(&self, invitee: &Invitee) -> Invited {
        let mut invitations =
            self.about(invitee).filter(|mail| mail.kind == EmailKind::Invitation).peekable();
        if invitations.peek().is_none() {
            Invited::Never
        } else if invitations.all(Email::never_arrived) {
            Invited::InVain
        } else {
            Invited::Perhaps
        }
    }

    /// Whether some mail may have reached this person.
    pub(crate) fn reached(&self, invitee: &Invitee) -> bool {
        self.about(invitee).any(Email::may_have_arrived)
    }

    fn about(&self, invitee: &Invitee) -> impl Iterator<Item = &Email> {
        let there = match &self.of_series {
            Some(people) => same_person(people, invitee).map(|there| there.id),
            None => Some(invitee.id),
        };
        self.mails.iter().filter(move |mail| Some(mail.invitee_id) == there)
    }
}
