//! Tasks: all of them, nothing to do, the form, hostile strings; and a call.

use super::{ana, person, shell, typed};
use crate::views::call::CallPage;
use crate::views::contact_field::ContactField;
use crate::views::form::{Choice, FieldLink, FormErrors, FormField};
use crate::views::shell::Nav;
use crate::views::tasks::{TaskFormPage, TaskGroup, TaskRow, TasksPage, Urgency};

/// Something to do.
pub fn task() -> TaskRow {
    TaskRow {
        id: "n1".into(),
        what: "Send the offer".into(),
        about: "Jonas Weber, after Quarterly review".into(),
        href: "/contacts/jonas".into(),
        due: "Today".into(),
        urgency: Urgency::Today,
        owner: None,
    }
}

/// Overdue, today and later.
pub fn tasks() -> TasksPage {
    let group = |name, rows| TaskGroup { name, rows };
    let late = TaskRow {
        what: "Call Sofia about the Milan visit".into(),
        about: "Sofia Rossi".into(),
        due: "Yesterday".into(),
        urgency: Urgency::Overdue,
        ..task()
    };
    let later =
        TaskRow { about: String::new(), due: "Fri 19 March".into(), urgency: Urgency::Later, ..task() };
    TasksPage {
        shell: shell("Tasks", Nav::Tasks),
        total: 3,
        everyone: false,
        done: false,
        groups: vec![group("Overdue", vec![late]), group("Today", vec![task()]), group("Later", vec![later])],
        range: "3 of 3".into(),
        previous_href: None,
        next_href: None,
    }
}

/// Nothing to do.
pub fn empty() -> TasksPage {
    TasksPage { total: 0, groups: vec![], range: "0 of 0".into(), ..tasks() }
}

/// Everyone's that are done, on a page in the middle, for somebody who may only read.
pub fn done() -> TasksPage {
    let row = TaskRow {
        due: "Done, yesterday".into(),
        urgency: Urgency::Done,
        owner: Some(person("Oskar Berg", "OB", 5)),
        ..task()
    };
    let mut shell = tasks().shell;
    shell.can_write = false;
    TasksPage {
        shell,
        everyone: true,
        done: true,
        groups: vec![TaskGroup { name: "", rows: vec![row] }],
        previous_href: Some("/tasks?show=done&after=a".into()),
        next_href: Some("/tasks?show=done&after=b".into()),
        ..tasks()
    }
}

/// Everything typed is hostile.
pub fn hostile() -> TasksPage {
    let row = TaskRow { what: typed(), about: typed(), owner: Some(person(&typed(), "<>", 2)), ..task() };
    TasksPage { groups: vec![TaskGroup { name: "Today", rows: vec![row] }], ..tasks() }
}

/// A new task.
pub fn new_form() -> TaskFormPage {
    TaskFormPage {
        shell: shell("New task", Nav::Tasks),
        action: "/tasks".into(),
        back: "/tasks".into(),
        editing: None,
        idempotency_key: "key-1".into(),
        errors: None,
        what: FormField::default(),
        due: FormField::new("2027-03-17"),
        owner: FormField::new("mara"),
        owners: vec![Choice::new("mara", "Mara Lindqvist"), Choice::new("oskar", "Oskar Berg")],
        contact: ContactField {
            typed: FormField::new("ana@lumen.example"),
            id: "ana".into(),
            called: vec![],
            known: vec![Choice::new("ana@lumen.example", "Ana Ferreira")],
        },
        remind: true,
    }
}

/// A task that is edited, with mistakes.
pub fn form_with_errors() -> TaskFormPage {
    TaskFormPage {
        shell: shell("Edit task", Nav::Tasks),
        action: "/tasks/n1".into(),
        editing: Some("n1".into()),
        errors: Some(FormErrors {
            title: "The task was not saved.".into(),
            text: String::new(),
            fields: vec![FieldLink::new("due", "Until")],
        }),
        what: FormField::new(typed()),
        due: FormField::wrong("", "Choose the day until which it is to be done."),
        remind: false,
        ..new_form()
    }
}

/// A call with mistakes.
pub fn call() -> CallPage {
    CallPage {
        shell: shell("Call with Ana Ferreira", Nav::Contacts),
        errors: Some(FormErrors {
            title: "The call was not saved.".into(),
            text: String::new(),
            fields: vec![FieldLink::new("time", "Time")],
        }),
        id: "ana".into(),
        name: ana().name,
        idempotency_key: "key-1".into(),
        date: FormField::new("2027-03-16"),
        time: FormField::wrong("23:00", "This is still to come."),
        note: FormField::new(typed()),
    }
}
