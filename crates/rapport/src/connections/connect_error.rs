use store::StoreError;

use crate::keys::KeyError;

/// Why nothing was connected. Each is a sentence for the person; what they had before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// Zoom sent a problem of its own instead of an answer.
    #[error(
        "Zoom reported a problem and nothing was connected. Connect again; if it happens again, ask your Zoom administrator whether the app is allowed."
    )]
    Problem,
    /// Declined on the consent page.
    #[error("You declined on Zoom’s page, so nothing was connected. You can connect whenever you like.")]
    Declined,
    /// A code without our state: the Marketplace's **Add** button sends people this way. Never bound to anyone.
    #[error(
        "Zoom sent you here, but not from this page. To be sure that the account is yours, finish connecting here."
    )]
    NotAsked,
    /// State without a code.
    #[error("Zoom sent you back without an answer. Connect again.")]
    NoCode,
    /// The state is unknown, was used already, or belongs to somebody else.
    #[error(
        "This answer from Zoom was used already, or belongs to another login. Connect again from this page."
    )]
    UnknownState,
    /// The consent page was open too long.
    #[error("The consent page was open for more than 30 minutes. Connect again.")]
    Expired,
    /// Zoom refused the code.
    #[error(
        "Zoom did not accept the answer it gave you; it may have been used already or be older than five minutes. Connect again."
    )]
    CodeRefused,
    /// Zoom refused our own credentials; only the person who runs the server can help.
    #[error("Zoom does not accept this server’s app credentials. Tell the person who runs Rapport here.")]
    Credentials,
    /// The app lacks the permission without which Zoom does not say whose account it is.
    #[error(
        "Zoom asks for the permission {0}, which its app for Rapport does not have. Tell the person who runs Rapport here."
    )]
    PermissionMissing(String),
    /// Zoom did not answer.
    #[error("Zoom is not answering. Connect again in a few minutes.")]
    Unavailable,
    /// Zoom has not answered yet.
    #[error("Zoom takes its time. If it answers, you are connected: look at this page again in a minute.")]
    TakesLong,
    /// The Zoom integration is turned off for them.
    #[error(
        "Zoom is not turned on for you. An owner or admin of the workspace can turn it on under Zoom app."
    )]
    TurnedOff,
    /// They disconnected, or were removed, while Zoom was asked.
    #[error("Zoom was disconnected here meanwhile, so nothing was connected. Connect again if you want it.")]
    Ended,
    /// Another Zoom app is in use than the one that the person was sent to.
    #[error("The Zoom app of this server was changed while the consent page was open. Connect again.")]
    Switched,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A stored secret does not open.
    #[error(transparent)]
    Key(#[from] KeyError),
}
