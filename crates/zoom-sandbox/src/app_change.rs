//! Changes to the registered app.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use crate::{
    clock::shift,
    world::{
        VALIDATION_EVERY, World,
        app::{App, Approval, DeauthorizationForm, Decline, Rotation, Webhook},
    },
};

/// Changes to the app; what is `None` stays. No `Debug`: it holds secrets.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppChange {
    /// Name on the consent page.
    pub name: Option<String>,
    /// OAuth client id.
    pub client_id: Option<String>,
    /// OAuth client secret.
    pub client_secret: Option<String>,
    /// Key of webhook signatures.
    pub webhook_secret: Option<String>,
    /// Allow list; an empty one takes any address on this machine.
    pub redirect_uris: Option<Vec<String>>,
    /// Whole-string comparison instead of prefix.
    pub strict_redirects: Option<bool>,
    /// Without strict mode: the host must be the listed one, not one of its subdomains.
    pub subdomain_check: Option<bool>,
    /// Scopes the app asks for.
    pub scopes: Option<Vec<String>>,
    /// Where events go; an empty text switches them off.
    pub webhook_url: Option<String>,
    /// Refresh token rotation.
    pub rotation: Option<Rotation>,
    /// What Decline does.
    pub decline: Option<Decline>,
    /// Whether an admin must approve the app first.
    pub approval: Option<Approval>,
    /// Life of refresh tokens in days.
    pub refresh_token_days: Option<u32>,
    /// Puts the old `user_data_retention` into deauthorization events; an empty text takes it out again.
    pub user_data_retention: Option<String>,
    /// How deauthorization events look.
    pub deauthorization_form: Option<DeauthorizationForm>,
    /// Headers sent with every event beside Zoom's own, such as `authorization` with a legacy verification token.
    pub webhook_headers: Option<BTreeMap<String, String>>,
}

impl AppChange {
    /// Changes the app. A new webhook address is due for validation, as any other, in 72 hours.
    pub(crate) fn apply_to(self, world: &mut World, now: Timestamp) {
        let old = world.app.webhook.url.clone();
        self.apply_to_app(&mut world.app);
        if world.app.webhook.url != old {
            world.app.webhook.validate_at = Some(shift(now, VALIDATION_EVERY));
        }
    }

    /// Changes everything that does not depend on the time.
    pub(crate) fn apply_to_app(self, app: &mut App) {
        replace(&mut app.name, self.name);
        replace(&mut app.client_id, self.client_id);
        replace(&mut app.client_secret, self.client_secret);
        replace(&mut app.webhook_secret, self.webhook_secret);
        replace(&mut app.redirect_uris, self.redirect_uris);
        replace(&mut app.strict_redirects, self.strict_redirects);
        replace(&mut app.subdomain_check, self.subdomain_check);
        replace(&mut app.scopes, self.scopes);
        replace(&mut app.rotation, self.rotation);
        replace(&mut app.decline, self.decline);
        replace(&mut app.approval, self.approval);
        replace(&mut app.deauthorization_form, self.deauthorization_form);
        replace(&mut app.webhook_headers, self.webhook_headers);
        replace(&mut app.refresh_token_days, self.refresh_token_days);
        if let Some(retention) = self.user_data_retention {
            app.user_data_retention = Some(retention).filter(|text| !text.is_empty());
        }
        if let Some(url) = self.webhook_url {
            let url = Some(url).filter(|url| !url.is_empty());
            if url != app.webhook.url {
                app.webhook = Webhook { url, ..Webhook::default() };
            }
        }
    }
}

/// Takes a new value, if there is one.
pub(crate) fn replace<T>(old: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *old = new;
    }
}
