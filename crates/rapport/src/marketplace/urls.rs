//! Every address of this installation that Zoom asks for (Zoom reference F.2 and F.3). The router, the documents and
//! the settings page take them from here.

use url::Url;

/// An address that is entered in Zoom's portal, or that Zoom looks for by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ZoomUrl {
    /// Where Zoom sends people back to after consent.
    Redirect,
    /// Where Zoom sends events, deauthorization among them.
    Webhook,
    /// Where people begin.
    Home,
    /// User documentation: adding, using, removing.
    Documentation,
    /// Support.
    Support,
    /// Privacy policy.
    Privacy,
    /// Terms of use.
    Terms,
    /// Proof that the domain is ours, at the root.
    VerificationFile,
    /// The same where Zoom also looks for it.
    VerificationFolder,
}

impl ZoomUrl {
    /// All of them, in the order of Zoom's portal.
    pub const ALL: [Self; 9] = [
        Self::Redirect,
        Self::Webhook,
        Self::Home,
        Self::Documentation,
        Self::Support,
        Self::Privacy,
        Self::Terms,
        Self::VerificationFile,
        Self::VerificationFolder,
    ];

    /// The path, beginning with a slash.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Redirect => "/integrations/zoom/callback",
            Self::Webhook => "/integrations/zoom/webhook",
            Self::Home => "/",
            Self::Documentation => "/docs/zoom",
            Self::Support => "/support",
            Self::Privacy => "/privacy",
            Self::Terms => "/terms",
            Self::VerificationFile => "/verifyzoom.html",
            Self::VerificationFolder => "/zoomverify/verifyzoom.html",
        }
    }

    /// The name of the field in Zoom's portal, or of what Zoom uses it for.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Redirect => "OAuth redirect URL",
            Self::Webhook => "Event notification endpoint URL",
            Self::Home => "Home URL",
            Self::Documentation => "Documentation URL",
            Self::Support => "Support URL",
            Self::Privacy => "Privacy policy URL",
            Self::Terms => "Terms of use URL",
            Self::VerificationFile | Self::VerificationFolder => "Domain verification file",
        }
    }

    /// The whole address, on the origin that the configuration names as `public_url`.
    pub fn at(self, public_url: &Url) -> Url {
        let mut url = public_url.clone();
        url.set_path(self.path());
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stand_on_the_public_origin_and_on_no_other() {
        let origin: Url = "https://crm.example.com".parse().unwrap();
        assert_eq!(
            ZoomUrl::Redirect.at(&origin).as_str(),
            "https://crm.example.com/integrations/zoom/callback"
        );
        assert_eq!(ZoomUrl::Home.at(&origin).as_str(), "https://crm.example.com/");
        for url in ZoomUrl::ALL {
            assert_eq!(url.at(&origin).origin(), origin.origin());
        }
    }

    #[test]
    fn no_two_share_an_address() {
        let mut paths = ZoomUrl::ALL.map(ZoomUrl::path).to_vec();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), ZoomUrl::ALL.len());
    }
}
