//! A follow-up: the form as the meeting before leaves it, and a meeting of its own.

use crate::desk::Desk;

#[tokio::test]
async fn rt_46_a_follow_up_is_a_new_meeting_in_zoom_with_its_own_link() {
    let desk = Desk::new().await;
    let form =
        desk.form().await.set("agenda", "Who signs off?").set("waiting_room", "off").set("duration", "other");
    let first = desk
        .schedule_with(form.set("duration_other", "25").set("add_invitee", "guest@elsewhere.example"))
        .await;
    let page = desk.page(first).await;
    let href = page.link("Schedule a follow-up");
    assert_eq!(href, format!("/contacts/{}/meetings/new?after={first}", desk.ana));
    let contact = desk.mara.get(&format!("/contacts/{}", desk.ana)).await;
    assert_eq!(contact.link("Schedule a follow-up"), href);
    let form = desk.mara.get(&href).await.form("Schedule meeting");
    let value = |name: &str| form.value(name).unwrap_or_default();
    assert_eq!((value("topic").as_str(), value("agenda").as_str()), ("Rollout kick-off", "Who signs off?"));
    // A week later, at the same time of day.
    assert_eq!((value("date").as_str(), value("start").as_str()), ("2027-03-25", "16:00"));
    assert_eq!((value("duration").as_str(), value("duration_other").as_str()), ("other", "25"));
    assert_eq!((form.value("waiting_room"), form.value("passcode")), (None, Some("on".to_owned())));
    let invitees: Vec<_> = form.entries().into_iter().filter(|(name, _)| name == "invitee").collect();
    assert_eq!(invitees.len(), 2, "{invitees:?}");
    let second = desk.schedule_with(form).await;

    let (first, second) = (desk.stored(first).await.zoom.unwrap(), desk.stored(second).await.zoom.unwrap());
    assert_ne!(first.zoom_id, second.zoom_id);
    let links: Vec<_> = desk.in_zoom().into_iter().map(|meeting| meeting.join_url).collect();
    assert!(links.len() == 2 && links[0] != links[1], "{links:?}");
    for (link, meeting) in links.iter().zip(desk.mails().await.chunks(2)) {
        assert!(
            meeting.iter().all(|mail| links.iter().filter(|link| mail.text.contains(*link)).count() == 1),
            "{link}"
        );
    }
}

#[tokio::test]
async fn a_meeting_that_was_removed_can_be_followed_up_too() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    desk.remove(id).await;
    let form =
        desk.mara.get(&desk.page(id).await.link("Schedule a follow-up")).await.form("Schedule meeting");
    desk.schedule_with(form).await;
    assert_eq!(desk.in_zoom().len(), 1);
}

#[tokio::test]
async fn nothing_follows_up_on_a_meeting_of_another_workspace() {
    let desk = Desk::new().await;
    let id = desk.schedule().await;
    let outsider = desk.app.outsider("eve").await;
    outsider.get(&format!("/contacts/{}/meetings/new?after={id}", desk.ana)).await.assert_status(404);
    let missing = format!("/contacts/{}/meetings/new?after={}", desk.ana, desk.mara.id);
    desk.mara.get(&missing).await.assert_status(404);
}
