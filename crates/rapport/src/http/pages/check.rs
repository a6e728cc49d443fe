use axum::http::StatusCode;
use axum::response::Response;

use serde::Deserialize;

use super::words::count;
use crate::background::capital;
use crate::http::context::InstallationCtx;
use crate::http::csrf::ProtectedForm;
use crate::http::error::AppError;
use crate::http::respond::{notice, page as respond};
use crate::marketplace::probes::{self, INSTALLATION, Probe, REVIEW, Subject, Verdict};
use crate::views::check::{CheckPage, Checked, Looked};
use crate::views::shell::NoteKind;
use crate::views::tone::Tone;

const PAGE: &str = "/settings/zoom-app/check";

#[derive(Deserialize)]
pub(in crate::http) struct Wish {
    /// The second button: also what Zoom's review asks for.
    review: Option<String>,
}

/// What is checked, and the button.
pub(in crate::http) async fn page(ctx: InstallationCtx) -> Result<Response, AppError> {
    respond(StatusCode::OK, &CheckPage { shell: ctx.shell("Check"), looked: None })
}

/// Runs the checks and shows what they found. It is not kept: it holds for this moment only.
pub(in crate::http) async fn run(
    ctx: InstallationCtx,
    ProtectedForm(wish): ProtectedForm<Wish>,
) -> Result<Response, AppError> {
    let Ok(_turn) = ctx.app.means.turn.try_acquire() else {
        let busy = notice(
            NoteKind::Info,
            "A check is running already",
            "Wait some seconds, then press the button again.",
        );
        return Ok(ctx.done(PAGE, Some(busy)));
    };
    let review = if wish.review.is_some() { REVIEW } else { &[] };
    let found = probes::run(Subject::of(&ctx.app).into(), INSTALLATION.iter().chain(review)).await;
    respond(StatusCode::OK, &CheckPage { shell: ctx.shell("Check"), looked: Some(looked(&found)) })
}

fn looked(found: &[Probe]) -> Looked {
    let number = |verdict| found.iter().filter(|probe| probe.result == verdict).count() as u64;
    let (warned, failed) = (number(Verdict::Warn), number(Verdict::Fail));
    let summary = match (failed, warned) {
        (0, 0) => "Everything passes".to_owned(),
        (0, warned) => format!("Nothing fails, {} to look at", count(warned, "thing")),
        (failed, 0) => format!("{} failed", count(failed, "check")),
        (failed, warned) => {
            format!("{} failed, {} to look at", count(failed, "check"), count(warned, "more thing"))
        }
    };
    Looked { summary, tone: tone(probes::worst(found)), checks: found.iter().map(checked).collect() }
}

fn checked(probe: &Probe) -> Checked {
    Checked {
        id: probe.id,
        name: probe.name,
        tone: tone(probe.result),
        found: sentence(&probe.found),
        cure: probe.cure.clone(),
    }
}

/// With a capital letter, but for an address: what is pasted elsewhere must stay as it is.
fn sentence(found: &str) -> String {
    let address = found.split(' ').next().is_some_and(|word| word.contains("://"));
    if address { found.to_owned() } else { capital(found) }
}

fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Pass => Tone::Ok,
        Verdict::Warn => Tone::Warn,
        Verdict::Fail => Tone::Bad,
    }
}
