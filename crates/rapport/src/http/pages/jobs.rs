use axum::http::StatusCode;
use axum::response::Response;
use domain::{JobId, Zone, display};
use jiff::Timestamp;
use store::jobs::{DeadJob, RunAgain};

use super::words::count;
use crate::background::{self, capital, in_words};
use crate::http::context::{AdminCtx, Path};
use crate::http::csrf::{NoFields, ProtectedForm};
use crate::http::error::AppError;
use crate::http::respond::{notice, page as respond};
use crate::views::jobs::{FailedJob, JobsPage};
use crate::views::shell::NoteKind;

const PAGE: &str = "/settings/jobs";

pub(in crate::http) async fn page(ctx: AdminCtx) -> Result<Response, AppError> {
    let found = background::overview(&ctx.app, ctx.workspace()).await?;
    let shown = found.dead.len() as u64;
    let view = JobsPage {
        shell: ctx.shell("Background work"),
        waiting: found.counts.waiting,
        running: found.counts.running,
        failed: found.counts.dead,
        jobs: found.dead.iter().map(|job| failed(job, ctx.now(), ctx.zone())).collect(),
        more: (found.counts.dead > shown).then(|| format!("The latest {shown} of {}", found.counts.dead)),
    };
    respond(StatusCode::OK, &view)
}

pub(in crate::http) async fn run_again(
    ctx: AdminCtx,
    Path(id): Path<JobId>,
    _: ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    let notice = match background::run_again(&ctx.app, ctx.workspace(), id).await? {
        RunAgain::Queued => notice(NoteKind::Ok, "It runs again", "It is gone from this list when it works."),
        RunAgain::Superseded => notice(
            NoteKind::Ok,
            "The same work is waiting already",
            "It was asked for again meanwhile, so the failed one was taken off the list.",
        ),
        RunAgain::NotDead => notice(NoteKind::Info, "It is not on the list any more", ""),
    };
    Ok(ctx.done(PAGE, Some(notice)))
}

pub(in crate::http) async fn run_all_again(
    ctx: AdminCtx,
    _: ProtectedForm<NoFields>,
) -> Result<Response, AppError> {
    let notice = match background::run_all_again(&ctx.app, ctx.workspace()).await? {
        0 => notice(NoteKind::Info, "Nothing is left to run again", ""),
        1 => notice(NoteKind::Ok, "1 job runs again", ""),
        n => notice(NoteKind::Ok, format!("{n} jobs run again"), ""),
    };
    Ok(ctx.done(PAGE, Some(notice)))
}

fn failed(job: &DeadJob, now: Timestamp, zone: &Zone) -> FailedJob {
    FailedJob {
        what: in_words(&job.kind),
        reason: capital(job.last_error.as_deref().unwrap_or("no reason is known")),
        when: display::stamp(job.finished_at.unwrap_or(job.created_at), now, zone),
        tried: count(job.attempts.into(), "attempt"),
        run_again: format!("{PAGE}/{}/run-again", job.id),
    }
}
