//! People of the workspace, and joining it.

use super::{HOSTILE, person, public, shell, zones};
use crate::views::form::{Choice, FieldLink, FormErrors, FormField};
use crate::views::people::{
    InvitedRow, JoinGonePage, JoinPage, MemberRow, PeoplePage, PersonPage, RemoveMemberPage, RoleChoice,
    TheirZoom,
};
use crate::views::shell::Nav;

/// Two people, and two who were asked.
pub fn people() -> PeoplePage {
    PeoplePage {
        shell: shell("People", Nav::Settings),
        members: vec![member("Mara Lindqvist", "Owner", true), member("Oskar Berg", "Member", false)],
        invited: vec![
            invited("pia@halden.example", "Sent, works until Tue 23 March, 09:31", false),
            invited(HOSTILE, "Not delivered: 550 5.1.1 No such mailbox", true),
        ],
        errors: None,
        email: FormField::default(),
        role: FormField::new("member"),
        roles: vec![Choice::new("admin", "Admin"), Choice::new("member", "Member")],
        stays_inside: true,
    }
}

/// An address that is no good.
pub fn people_refused() -> PeoplePage {
    PeoplePage {
        errors: Some(FormErrors {
            title: "Nobody was invited.".into(),
            text: String::new(),
            fields: vec![FieldLink::new("email", "Email")],
        }),
        email: FormField::wrong(HOSTILE, "Type an email address."),
        stays_inside: false,
        ..people()
    }
}

fn member(name: &str, role: &'static str, me: bool) -> MemberRow {
    MemberRow {
        person: person(name, "XX", 3),
        email: "somebody@halden.example".into(),
        role,
        seen: if me { "Today, 09:31".into() } else { String::new() },
        zoom: me,
        me,
        href: Some("/settings/people/0195a000-0000-7000-8000-000000000000".into()),
        remove: (!me).then(|| "/settings/people/0195a000-0000-7000-8000-000000000000/remove".into()),
    }
}

fn invited(email: &str, state: &str, warn: bool) -> InvitedRow {
    InvitedRow {
        email: email.into(),
        role: "Member",
        when: "Invited by Mara Lindqvist today, 09:31".into(),
        state: state.into(),
        warn,
        href: "/settings/people/invited/0195a000-0000-7000-8000-000000000000".into(),
    }
}

/// A role that cannot be given.
pub fn role() -> PersonPage {
    PersonPage {
        shell: shell("People", Nav::Settings),
        action: "/settings/people/0195a000-0000-7000-8000-000000000000".into(),
        name: HOSTILE.into(),
        email: "oskar@halden.example".into(),
        error: Some("A workspace has at least one owner.".into()),
        roles: vec![
            RoleChoice { value: "owner", label: "Owner", text: "Everything, owners included", chosen: true },
            RoleChoice { value: "member", label: "Member", text: "All contacts and deals", chosen: false },
        ],
    }
}

/// Somebody joins, with a mistake.
pub fn join() -> JoinPage {
    JoinPage {
        public: public("Join"),
        token: "Zm9vYmFy".into(),
        workspace: HOSTILE.into(),
        email: "pia@halden.example".into(),
        role: "Member",
        errors: Some(FormErrors {
            title: "You have not joined yet.".into(),
            text: String::new(),
            fields: vec![FieldLink::new("password", "Password")],
        }),
        name: FormField::new("Pia Sand"),
        zone: FormField::new("Europe/Stockholm"),
        zones: zones(),
        password: FormField::wrong("", "Use at least 12 characters."),
    }
}

/// A link that leads nowhere.
pub fn join_gone(has_account: bool) -> JoinGonePage {
    JoinGonePage { public: public("Join"), has_account }
}

/// Somebody with meetings in Zoom is about to be removed.
pub fn remove_member() -> RemoveMemberPage {
    RemoveMemberPage {
        shell: shell("People", Nav::Settings),
        action: "/settings/people/0195a000-0000-7000-8000-000000000000/remove".into(),
        name: HOSTILE.into(),
        email: "oskar@halden.example".into(),
        heir: FormField::new("mara"),
        heirs: vec![Choice::new("mara", "Mara Lindqvist")],
        contacts: 12,
        deals: 3,
        meetings: 1,
        tasks: 2,
        sessions: 2,
        api_tokens: 1,
        zoom: Some(TheirZoom {
            email: "oskar@halden.example".into(),
            meetings: 2,
            people: 1,
            can_remove: true,
            shared: Some("Mara Lindqvist uses this Zoom account too, so it stays connected for them.".into()),
        }),
        remove: false,
    }
}
