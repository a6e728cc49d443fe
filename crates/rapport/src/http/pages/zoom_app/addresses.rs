//! What to paste into Zoom's portal, and where Zoom really found us.

use domain::display;
use store::installation_settings::{self as settings, Setting};

use crate::http::context::InstallationCtx;
use crate::http::error::AppError;
use crate::marketplace::urls::ZoomUrl;
use crate::views::zoom_app::AddressLine;

pub(super) async fn section(ctx: &InstallationCtx) -> Result<Vec<AddressLine>, AppError> {
    let db = ctx.app.store.begin_read().await;
    let mut lines = Vec::new();
    for (number, url) in ZoomUrl::ALL.into_iter().enumerate() {
        let address = url.at(&ctx.app.public_url).to_string();
        let seen = match url {
            ZoomUrl::Redirect => settings::get(&db, Setting::RedirectSeen).await?,
            ZoomUrl::Webhook => settings::get(&db, Setting::WebhookSeen).await?,
            _ => None,
        };
        let (differs, note) = match seen {
            None if matches!(url, ZoomUrl::Redirect | ZoomUrl::Webhook) => {
                (false, Some("Zoom has not used it yet.".to_owned()))
            }
            None => (false, None),
            Some((seen, at)) => {
                let when = display::day_time(at, ctx.now(), ctx.zone());
                if seen == address {
                    (false, Some(format!("Last used by Zoom: {when}.")))
                } else {
                    (
                        true,
                        Some(format!(
                            "Zoom last used {seen} ({when}). Change it in Zoom’s portal, or public_url here."
                        )),
                    )
                }
            }
        };
        lines.push(AddressLine {
            id: format!("address-{number}"),
            field: match url {
                ZoomUrl::VerificationFolder => format!("{}, in its folder", url.field()),
                _ => url.field().to_owned(),
            },
            address,
            differs,
            note,
        });
    }
    Ok(lines)
}
