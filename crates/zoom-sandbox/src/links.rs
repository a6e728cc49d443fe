//! Join and start links, and the ZAK that lets its bearer in as host.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;

use crate::{
    clock::shift,
    webhooks::sign::hmac_hex,
    world::{World, meeting::Meeting},
};

/// Life of the ZAK inside a start link.
pub(crate) const START_LINK_LIFE: SignedDuration = SignedDuration::from_hours(2);
/// Life of a ZAK from `GET /users/me/zak`.
pub(crate) const ZAK_LIFE: SignedDuration = SignedDuration::from_mins(5);

/// Life of a ZAK from `GET /users/me/token` when none is named, and the longest that can be: a year.
pub(crate) const TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(2);
pub(crate) const LONGEST_TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(365 * 24);

/// The link participants get; with `use_pmi` it leads to the personal room.
pub(crate) fn join_url(base: &str, meeting: &Meeting) -> String {
    let room = meeting.pmi.unwrap_or(meeting.id);
    if meeting.password.is_empty() {
        return format!("{base}/j/{room}");
    }
    format!("{base}/j/{room}?pwd={}", meeting.encrypted_password)
}

/// The join link of one person, who is known by `token`.
pub(crate) fn personal_join_url(base: &str, meeting: &Meeting, token: &str) -> String {
    let url = join_url(base, meeting);
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}tk={token}")
}

/// The `tk` of an invite link: who it was made for, and until when it works, signed.
pub(crate) fn invite_token(world: &World, meeting: i64, name: &str, until: Option<Timestamp>) -> String {
    let claims = json!({ "mn": meeting, "name": name, "exp": until.map(Timestamp::as_second) });
    let claims = URL_SAFE_NO_PAD.encode(claims.to_string());
    let signature = hmac_hex(&world.signing_key, &claims);
    format!("{claims}.{signature}")
}

/// The meeting and the name an invite link was made for, if it is genuine and still works.
pub(crate) fn invited(world: &World, token: &str, now: Timestamp) -> Option<(i64, String)> {
    let (claims, signature) = token.rsplit_once('.')?;
    let genuine: bool = hmac_hex(&world.signing_key, claims).as_bytes().ct_eq(signature.as_bytes()).into();
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    let alive = claims["exp"].as_i64().is_none_or(|until| until > now.as_second());
    let name = claims["name"].as_str()?.to_owned();
    (genuine && alive).then(|| claims["mn"].as_i64().map(|meeting| (meeting, name)))?
}

/// Where participants register.
pub(crate) fn registration_url(base: &str, meeting: &Meeting) -> String {
    format!("{base}/meeting/register/{}", meeting.registration_token)
}

/// The link that starts the meeting as its host; a secret.
pub(crate) fn start_url(world: &World, meeting: &Meeting, now: Timestamp) -> String {
    let zak = zak(world, &meeting.host_id, now, START_LINK_LIFE);
    format!("{}/s/{}?zak={zak}", world.base_url, meeting.id)
}

/// A ZAK: a JWT signed with the world's own key.
pub(crate) fn zak(world: &World, user_id: &str, now: Timestamp, life: SignedDuration) -> String {
    let header = json!({ "zm_skm": "zm_o2m", "alg": "HS256", "typ": "JWT" });
    let claims = json!({
        "aud": "client", "uid": user_id, "iss": "web", "sty": 100, "wcd": "us02", "clt": 0,
        "exp": shift(now, life).as_second(), "iat": now.as_second(), "aid": world.account.id, "cid": "",
    });
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", encode(&header), encode(&claims));
    let signature = hmac_hex(&world.signing_key, &signed);
    format!("{signed}.{signature}")
}

/// Whose ZAK this is, if it is genuine and still lives.
pub(crate) fn zak_owner(world: &World, zak: &str, now: Timestamp) -> Option<String> {
    let (signed, signature) = zak.rsplit_once('.')?;
    let genuine: bool = hmac_hex(&world.signing_key, signed).as_bytes().ct_eq(signature.as_bytes()).into();
    let claims = URL_SAFE_NO_PAD.decode(signed.split('.').nth(1)?).ok()?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    let alive = claims["exp"].as_i64()? > now.as_second();
    (genuine && alive).then(|| claims["uid"].as_str().map(str::to_owned)).flatten()
}
