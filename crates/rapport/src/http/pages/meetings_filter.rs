//! Which meetings `/meetings` shows: read from the address, and written into every link of the page.

use domain::{CompanyId, ContactId, UserId};
use store::meetings::{MeetingFilter, MeetingPhase};
use url::form_urlencoded::Serializer;

use super::meetings::WeekQuery;
use crate::views::form::{Choice, FormField};
use crate::views::meetings::{FilterChip, MeetingsFilter};

/// What the address asks for.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    pub(super) everybody: bool,
    pub(super) phase: Option<MeetingPhase>,
    pub(super) with: String,
    pub(super) contact: Option<ContactId>,
    pub(super) company: Option<CompanyId>,
}

/// Which part of the page a link leads to.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// `2027-W11`
    pub(super) week: Option<String>,
    /// `week` or `agenda`
    pub(super) view: &'static str,
}

impl Chosen {
    /// Words that mean nothing leave nothing out.
    pub(super) fn of(query: &WeekQuery) -> Self {
        Self {
            everybody: query.whose.as_deref() == Some("everybody"),
            phase: query.state.as_deref().and_then(|word| word.parse().ok()),
            with: query.with.as_deref().unwrap_or_default().trim().chars().take(200).collect(),
            contact: query.contact.as_deref().and_then(|id| id.parse().ok()),
            company: query.company.as_deref().and_then(|id| id.parse().ok()),
        }
    }

    pub(super) fn is_with_somebody(&self) -> bool {
        self.contact.is_some() || self.company.is_some() || !self.with.is_empty()
    }

    pub(super) fn filter(&self, me: UserId) -> MeetingFilter {
        MeetingFilter {
            host: (!self.everybody).then_some(me),
            contact: self.contact,
            company: self.company,
            with: Some(self.with.clone()),
            phase: self.phase,
            from: None,
            to: None,
        }
    }

    /// The same for the list of what comes next.
    pub(super) fn ahead(&self, me: UserId) -> MeetingFilter {
        let phase = match self.phase {
            Some(MeetingPhase::Waiting) => MeetingPhase::Waiting,
            _ => MeetingPhase::ToCome,
        };
        MeetingFilter { phase: Some(phase), ..self.filter(me) }
    }

    /// A link that keeps what was chosen.
    pub(super) fn href(&self, place: &Place) -> String {
        let mut query = Serializer::new(String::new());
        if let Some(week) = &place.week {
            query.append_pair("week", week);
        }
        query.append_pair("view", place.view);
        if self.everybody {
            query.append_pair("whose", "everybody");
        }
        if let Some(phase) = self.phase {
            query.append_pair("state", phase.as_str());
        }
        if !self.with.is_empty() {
            query.append_pair("with", &self.with);
        }
        if let Some(contact) = self.contact {
            query.append_pair("contact", &contact.to_string());
        }
        if let Some(company) = self.company {
            query.append_pair("company", &company.to_string());
        }
        format!("/meetings?{}", query.finish())
    }

    /// The form and the chips. `unchosen`: neither week nor agenda was asked for, and the form does not decide it.
    pub(super) fn view(
        &self,
        place: &Place,
        unchosen: bool,
        contact: Option<&str>,
        company: Option<&str>,
    ) -> MeetingsFilter {
        let mut chips = Vec::new();
        let mut chip = |label: String, without: Self| {
            chips.push(FilterChip { label, href: without.href(place) });
        };
        if self.everybody {
            chip("Everybody’s meetings".to_owned(), Self { everybody: false, ..self.clone() });
        }
        if let Some(phase) = self.phase {
            chip(label(phase).to_owned(), Self { phase: None, ..self.clone() });
        }
        if !self.with.is_empty() {
            chip(format!("With “{}”", self.with), Self { with: String::new(), ..self.clone() });
        }
        if self.contact.is_some() {
            let name = contact.unwrap_or("somebody who is not here any more");
            chip(format!("With {name}"), Self { contact: None, ..self.clone() });
        }
        if self.company.is_some() {
            let name = company.unwrap_or("a company that is not here any more");
            chip(format!("With {name}"), Self { company: None, ..self.clone() });
        }
        let nothing =
            Self { everybody: false, phase: None, with: String::new(), contact: None, company: None };
        let states = MeetingPhase::ALL.iter().map(|phase| Choice::new(phase.as_str(), label(*phase)));
        let week = place.week.iter().map(|week| ("week", week.clone()));
        let view = (!unchosen).then(|| ("view", place.view.to_owned()));
        MeetingsFilter {
            label: if self.everybody { "Everybody’s meetings" } else { "My meetings" }.to_owned(),
            whose: FormField::new(if self.everybody { "everybody" } else { "mine" }),
            whose_choices: vec![
                Choice::new("mine", "My meetings"),
                Choice::new("everybody", "Everybody’s meetings"),
            ],
            state: FormField::new(self.phase.map_or("", MeetingPhase::as_str)),
            state_choices: std::iter::once(Choice::new("", "All")).chain(states).collect(),
            with: FormField::new(&self.with),
            kept: week
                .chain(view)
                .chain(self.contact.map(|contact| ("contact", contact.to_string())))
                .chain(self.company.map(|company| ("company", company.to_string())))
                .collect(),
            chips,
            clear_href: nothing.href(place),
        }
    }
}

fn label(phase: MeetingPhase) -> &'static str {
    match phase {
        MeetingPhase::ToCome => "To come",
        MeetingPhase::Over => "Over",
        MeetingPhase::Waiting => "Not in Zoom as wanted",
    }
}
