//! Sealing anew what older keys have sealed.

use std::collections::BTreeSet;
use std::str::FromStr;

use domain::{InviteeId, MeetingId, Random, ReceiptId, UserId};
use jobs::Job;
use secrecy::ExposeSecret;
use serde_json::Value;
use store::sealed::{self, COLUMNS, SealedColumn, SealedValue};
use store::{Db, Store, StoreError};

use super::key::{id_in, mark};
use super::{KeyError, KeyId, Keys, places};
use crate::jobs::{ConfirmCompliance, RevokeToken};

/// Values that are read at a time.
const BATCH: u32 = 200;

/// What a pass over everything sealed has found.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Resealed {
    /// Sealed anew.
    pub done: u64,
    /// Were changed by somebody else in the same moment; the next pass looks at them.
    pub passed: u64,
    /// Cannot be opened, with the reason of the first one.
    pub unopened: u64,
    /// Why not, of the first.
    pub reason: Option<String>,
}

impl Resealed {
    fn failed(&mut self, error: &KeyError) {
        self.unopened += 1;
        self.reason.get_or_insert_with(|| error.to_string());
    }
}

/// Seals with the key of today whatever another one has sealed.
pub(super) async fn everything(
    store: &Store,
    keys: &Keys,
    random: &dyn Random,
) -> Result<Resealed, StoreError> {
    let mut found = Resealed::default();
    for column in &COLUMNS {
        one_column(store, keys, random, column, &mut found).await?;
    }
    for kind in JOBS {
        one_kind(store, keys, random, kind, &mut found).await?;
    }
    Ok(found)
}

/// Every key that has sealed something.
pub(super) async fn keys_in_use(db: &impl Db) -> Result<BTreeSet<KeyId>, StoreError> {
    let mut found = BTreeSet::new();
    for column in &COLUMNS {
        let marks = sealed::marks(db, column).await?;
        found.extend(marks.iter().filter_map(|mark| KeyId::try_from(mark.get(1..5)?).ok()));
    }
    for kind in JOBS {
        let carried = sealed::payloads(db, kind).await?;
        let carried = carried.iter().filter_map(|(_, payload)| id_in(&Carried::read(kind, payload)?.sealed));
        found.extend(carried);
    }
    Ok(found)
}

/// How many sealed values each of these keys has.
pub(super) async fn count(db: &impl Db, keys: &[KeyId]) -> Result<Vec<u64>, StoreError> {
    let mut counts = vec![0; keys.len()];
    for (id, count) in keys.iter().zip(&mut counts) {
        for column in &COLUMNS {
            *count += sealed::count(db, column, mark(*id)).await?;
        }
    }
    for kind in JOBS {
        for (_, payload) in sealed::payloads(db, kind).await? {
            let id = Carried::read(kind, &payload).and_then(|carried| id_in(&carried.sealed));
            if let Some(place) = keys.iter().position(|key| Some(*key) == id) {
                counts[place] += 1;
            }
        }
    }
    Ok(counts)
}

async fn one_column(
    store: &Store,
    keys: &Keys,
    random: &dyn Random,
    column: &SealedColumn,
    found: &mut Resealed,
) -> Result<(), StoreError> {
    let mut stuck = 0;
    loop {
        let db = store.begin_read().await;
        let batch = sealed::others(&db, column, mark(keys.sealing().id), stuck, BATCH).await?;
        drop(db);
        if batch.is_empty() {
            return Ok(());
        }
        for old in &batch {
            let opened = place(column, old)
                .ok_or_else(|| KeyError::Damaged(column.table.to_owned()))
                .and_then(|place| Ok((keys.open(&place, &old.sealed)?, place)));
            match opened {
                Ok((secret, place)) => {
                    let anew = keys.seal(random, &place, secret.expose_secret());
                    // One row a transaction, so that nobody who changes several waits for us in a circle.
                    let tx = store.begin_write().await?;
                    let replaced = sealed::replace(&tx, column, old, &anew).await?;
                    tx.commit().await?;
                    if replaced {
                        found.done += 1;
                    } else {
                        // Deleted, or written by somebody who may not know the key of today yet.
                        stuck += 1;
                        found.passed += 1;
                    }
                }
                Err(error) => {
                    stuck += 1;
                    found.failed(&error);
                }
            }
        }
    }
}

/// Where a value stands, from what names it.
fn place(column: &SealedColumn, value: &SealedValue) -> Option<String> {
    let name = |index: usize| value.names.get(index).map(String::as_str);
    Some(match column.table {
        "grants" => places::grant(name(1)?, name(2)?, column.column),
        "zoom_meetings" => places::zoom_meeting(id::<MeetingId>(name(1)?)?, column.column),
        "webhook_inbox" => places::event(&hash(name(0)?)?),
        "zoom_credentials" => places::credentials(name(0)?.parse().ok()?, name(1)?, column.column),
        "calendar_feeds" => places::calendar_feed(id::<UserId>(name(1)?)?),
        "invitee_pages" => places::invitee_page(id::<InviteeId>(name(1)?)?),
        "oauth_states" => places::verifier(&hash(name(0)?)?),
        _ => return None,
    })
}

fn id<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

fn hash(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

/// Jobs that carry a sealed value.
const JOBS: [&str; 2] = [ConfirmCompliance::KIND, RevokeToken::KIND];

/// What such a job carries.
struct Carried {
    whole: Value,
    sealed: Vec<u8>,
    place: String,
}

impl Carried {
    fn read(kind: &str, payload: &str) -> Option<Self> {
        let whole: Value = serde_json::from_str(payload).ok()?;
        let sealed = serde_json::from_value(whole.get("sealed")?.clone()).ok()?;
        let place = match kind {
            ConfirmCompliance::KIND => places::compliance(id::<ReceiptId>(whole.get("receipt")?.as_str()?)?),
            _ => places::REVOCATION.to_owned(),
        };
        Some(Self { whole, sealed, place })
    }
}

async fn one_kind(
    store: &Store,
    keys: &Keys,
    random: &dyn Random,
    kind: &str,
    found: &mut Resealed,
) -> Result<(), StoreError> {
    let carried = sealed::payloads(&store.begin_read().await, kind).await?;
    for (job, payload) in carried {
        let Some(mut carried) = Carried::read(kind, &payload) else { continue };
        if id_in(&carried.sealed) == Some(keys.sealing().id) {
            continue;
        }
        match keys.open(&carried.place, &carried.sealed) {
            Ok(secret) => {
                carried.whole["sealed"] = keys.seal(random, &carried.place, secret.expose_secret()).into();
                let tx = store.begin_write().await?;
                let replaced =
                    sealed::replace_payload(&tx, job, &payload, &carried.whole.to_string()).await?;
                tx.commit().await?;
                if replaced {
                    found.done += 1;
                } else {
                    found.passed += 1;
                }
            }
            Err(error) => found.failed(&error),
        }
    }
    Ok(())
}
