//! What a role may not do, no page offers it.

use std::collections::BTreeSet;

use scraper::{Html, Selector};
use testing::TestUser;

use super::{For, RULES, World};

/// The rule of a path: the one with the most words of its own.
fn rule(path: &str) -> Option<&'static super::Rule> {
    let path = path.split(['?', '#']).next().unwrap();
    let parts: Vec<_> = path.split('/').collect();
    let fits = |rule: &str| {
        let words: Vec<_> = rule.split('/').collect();
        words.len() == parts.len()
            && words.iter().zip(&parts).all(|(word, part)| word.starts_with('{') || word == part)
    };
    let own = |rule: &str| rule.split('/').filter(|word| !word.starts_with('{')).count();
    RULES.iter().filter(|(rule, ..)| fits(rule)).max_by_key(|(rule, ..)| own(rule))
}

/// Everything that a page offers: links, and where its forms go.
fn offers(html: &str) -> BTreeSet<(bool, String)> {
    let page = Html::parse_document(html);
    let mut found = BTreeSet::new();
    for link in page.select(&Selector::parse("main a[href], .bar a[href]").unwrap()) {
        found.insert((false, link.attr("href").unwrap().to_owned()));
    }
    for form in page.select(&Selector::parse("form").unwrap()) {
        let post = form.attr("method") == Some("post");
        found.insert((post, form.attr("action").unwrap_or_default().to_owned()));
    }
    found
}

async fn refused(world: &World, person: &TestUser, may: &[For]) -> BTreeSet<String> {
    let mut wrong = BTreeSet::new();
    for (path, get, _) in RULES {
        // A stream does not end, and what is not for them is not looked at.
        if !path.starts_with('/') || *path == "/events" || !get.is_some_and(|who| may.contains(&who)) {
            continue;
        }
        let address = world.path(path);
        let page = person.get(&address).await;
        for (post, target) in offers(&page.html()) {
            let Some((name, get, post_rule)) = rule(&target) else { continue };
            let who = if post { post_rule } else { get };
            if who.is_some_and(|who| !may.contains(&who)) {
                wrong.insert(format!("{address} offers {name}"));
            }
        }
    }
    wrong
}

#[tokio::test]
async fn what_a_role_may_not_do_is_not_offered() {
    let world = World::new().await;
    for (name, may) in [
        ("rita", [For::Everybody, For::People].as_slice()),
        ("oskar", &[For::Everybody, For::People, For::Writers]),
    ] {
        let person = world.app.user(name).await;
        let wrong = refused(&world, &person, may).await;
        assert!(wrong.is_empty(), "{name}: {wrong:#?}");
    }
    // A host who only reads now keeps their meetings, and not what hosts do.
    let give = "UPDATE users SET role = CASE email WHEN 'mara@halden.example' THEN 'read_only' ELSE 'owner' END \
        WHERE email IN ('mara@halden.example', 'adam@halden.example')";
    world.app.database().run(give).await;
    let mara = world.app.user("mara").await;
    let wrong = refused(&world, &mara, &[For::Everybody, For::People]).await;
    assert!(wrong.is_empty(), "a host who only reads: {wrong:#?}");
    world.app.leave_jobs();
}
