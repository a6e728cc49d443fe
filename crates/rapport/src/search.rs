//! Search: one question over contacts, companies, deals and meetings.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::{CompanyId, ContactId, DealId, MeetingId, WorkspaceId, words};
use store::companies::{self, Company};
use store::contacts::{self, ContactRow};
use store::deals::{self, Deal};
use store::meetings::{self, MeetingRow};
use store::search::{self, Question, Searchable};
use store::{Reader, StoreError};
use uuid::Uuid;

use crate::app::App;

/// Records of a kind that are compared by name once their words were.
const COMPARED: usize = 60;
/// Records whose words are read in one transaction.
const BATCH: u32 = 100;

/// What was found, the best first.
#[derive(Debug, Default)]
pub struct Results {
    /// The words that were asked for, folded.
    pub asked: Vec<String>,
    /// People.
    pub contacts: Vec<ContactRow>,
    /// Companies.
    pub companies: Vec<Company>,
    /// Deals.
    pub deals: Vec<Deal>,
    /// Meetings: those to come first, soonest first, then those that are over, newest first.
    pub meetings: Vec<MeetingRow>,
}

/// Looks for `text`; at most `limit` of each kind.
pub async fn search(
    app: &App,
    workspace: WorkspaceId,
    text: &str,
    limit: usize,
) -> Result<Results, StoreError> {
    let asked = search::asked(text);
    if asked.is_empty() {
        return Ok(Results::default());
    }
    let now = app.now();
    let db = app.store.begin_read().await;
    let question = search::understand(&db, workspace, &asked).await?;

    let found = find(&db, workspace, &question, Searchable::Contact).await?;
    let ids: Vec<ContactId> = found.keys().copied().map(ContactId::from_uuid).collect();
    let mut contacts = contacts::rows_by_ids(&db, workspace, &ids, now).await?;
    contacts.sort_by_key(|row| best(&found, row.id.as_uuid(), row.name.as_str(), &asked));
    contacts.truncate(limit);

    let found = find(&db, workspace, &question, Searchable::Company).await?;
    let ids: Vec<CompanyId> = found.keys().copied().map(CompanyId::from_uuid).collect();
    let mut companies = companies::by_ids(&db, workspace, &ids).await?;
    companies.sort_by_key(|company| best(&found, company.id.as_uuid(), &company.name, &asked));
    companies.truncate(limit);

    let found = find(&db, workspace, &question, Searchable::Deal).await?;
    let ids: Vec<DealId> = found.keys().copied().map(DealId::from_uuid).collect();
    let mut deals = deals::by_ids(&db, workspace, &ids, now).await?;
    deals.sort_by_key(|deal| best(&found, deal.id.as_uuid(), &deal.title, &asked));
    deals.truncate(limit);

    let found = find(&db, workspace, &question, Searchable::Meeting).await?;
    let ids: Vec<MeetingId> = found.keys().copied().map(MeetingId::from_uuid).collect();
    let mut meetings = meetings::rows_by_ids(&db, workspace, &ids, now).await?;
    meetings.sort_by_key(|row| {
        let starts = row.starts_at.as_microsecond();
        let over = row.ends_at() <= now;
        (Reverse(found.get(&row.id.as_uuid()).copied()), over, if over { -starts } else { starts })
    });
    meetings.truncate(limit);
    Ok(Results { asked, contacts, companies, deals, meetings })
}

async fn find(
    db: &Reader,
    workspace: WorkspaceId,
    question: &Question,
    kind: Searchable,
) -> Result<HashMap<Uuid, u32>, StoreError> {
    let hits = search::find(db, workspace, question, kind, COMPARED).await?;
    Ok(hits.into_iter().map(|hit| (hit.id, hit.score)).collect())
}

/// For sorting: what answers by its own name rather than by an address or a company, then what answers best, then from
/// A to Z.
fn best(
    found: &HashMap<Uuid, u32>,
    id: Uuid,
    name: &str,
    asked: &[String],
) -> (Reverse<(usize, u32)>, String) {
    let words = words(name);
    let in_name = asked.iter().filter(|asked| words.iter().any(|word| word.contains(asked.as_str()))).count();
    (Reverse((in_name, found.get(&id).copied().unwrap_or_default())), domain::fold(name))
}

/// Reads the words of records that were there before there was a search.
pub async fn read_pending(app: &App) -> Result<(), StoreError> {
    loop {
        let tx = app.store.begin_write().await?;
        let read = search::refresh_pending(&tx, BATCH).await?;
        tx.commit().await?;
        if read == 0 {
            return Ok(());
        }
    }
}

/// Forgets words that no record has any more.
pub async fn forget_unused_words(app: &App) -> Result<(), StoreError> {
    loop {
        let tx = app.store.begin_write().await?;
        let seen = search::forget_unused_words(&tx, BATCH).await?;
        tx.commit().await?;
        if seen == 0 {
            return Ok(());
        }
    }
}
