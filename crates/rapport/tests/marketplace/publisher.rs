//! What a publisher says of themselves, and what they publish.

use rapport::config::{Fact, PublisherConfig};
use testing::TestUser;

/// A publisher who has said everything.
pub(crate) fn complete() -> PublisherConfig {
    let value = |fact: &Fact| match fact {
        Fact::ContactEmail | Fact::SecurityEmail | Fact::SupportEmail => "crm@halden.example".to_owned(),
        Fact::Website => "https://halden.example".to_owned(),
        fact => format!("our {}", fact.key().trim_start_matches("publisher.").replace('_', " ")),
    };
    let all: serde_json::Map<_, _> = Fact::ALL
        .iter()
        .map(|fact| (fact.key().trim_start_matches("publisher.").to_owned(), value(fact).into()))
        .collect();
    serde_json::from_value(all.into()).unwrap()
}

/// Lets strangers read a page as it is.
pub(crate) async fn publish(owner: &TestUser, page: &str) {
    let editor = format!("/settings/zoom-app/pages/{page}");
    owner.press(&editor, "Publish page").await.assert_notice("published");
}
