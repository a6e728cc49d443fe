use store::feature_flags::FeatureStanding;
use store::grants::GrantState;
use store::sessions::ZoomStanding;

/// How a person's Zoom connection stands, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoomStandingNow {
    /// The integration is turned off for them, connected or not.
    TurnedOff,
    /// No connection.
    NotConnected,
    /// It works as far as we know.
    Connected,
    /// The last call got no answer; nothing for the person to do.
    NotAnswering,
    /// Zoom does not accept the credentials of this server's app; only its operator can do something.
    AppRefused,
    /// The connection was made with another Zoom app than the one in use; the person must connect again.
    OtherApp,
    /// Zoom refuses our access; the person must connect again.
    NeedsReconnect,
}

impl ZoomStandingNow {
    /// From what the session query brought along.
    pub fn of(feature: FeatureStanding, standing: Option<&ZoomStanding>) -> Self {
        match standing {
            _ if !feature.is_on() => Self::TurnedOff,
            None => Self::NotConnected,
            Some(zoom) if zoom.state == GrantState::NeedsReconnect => Self::NeedsReconnect,
            Some(zoom) if zoom.state == GrantState::OtherApp => Self::OtherApp,
            // An outage is no reason to send people to the consent page (RT-09).
            Some(zoom) if zoom.failing && is_app_refused(zoom.error.as_deref()) => Self::AppRefused,
            Some(zoom) if zoom.failing => Self::NotAnswering,
            Some(_) => Self::Connected,
        }
    }
}

/// Whether the kind of a grant's last error says that Zoom does not know this server's app, or not by this secret.
pub fn is_app_refused(last_error: Option<&str>) -> bool {
    last_error == Some(zoom::ErrorKind::InvalidClient.as_str())
}
