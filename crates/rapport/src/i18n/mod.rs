//! Words of the program in the languages that people outside read. The only place that sees the library for it; the words
//! are in `locales/{language}`, one file for each family of messages, in the syntax of Project Fluent.

pub mod dates;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

domain::text_enum! {
    /// Every message there is; its word is its name in the files.
    pub enum Message {
        /// Title of a public page.
        DocumentationTitle = "documentation-title",
        /// The same.
        SupportTitle = "support-title",
        /// The same.
        PrivacyTitle = "privacy-title",
        /// The same.
        TermsTitle = "terms-title",
        /// Name of the list of languages.
        LanguagesName = "languages-name",
        /// Name of the list of the other public pages.
        OthersName = "others-name",
        /// Title of the note above a page that is not published.
        PreviewTitle = "preview-title",
        /// What it says, with `$place`.
        PreviewText = "preview-text",
        /// What the scope `user:read:user` allows.
        PermissionUserRead = "permission-user-read",
        /// What the scope `meeting:write:meeting` allows.
        PermissionMeetingWrite = "permission-meeting-write",
        /// What the scope `meeting:read:meeting` allows.
        PermissionMeetingRead = "permission-meeting-read",
        /// What the scope `meeting:read:list_meetings` allows.
        PermissionMeetingList = "permission-meeting-list",
        /// What the scope `meeting:update:meeting` allows.
        PermissionMeetingUpdate = "permission-meeting-update",
        /// What the scope `meeting:delete:meeting` allows.
        PermissionMeetingDelete = "permission-meeting-delete",
        /// Greeting of a mail, with `$name`.
        MailHello = "mail-hello",
        /// The same to somebody whose name is not known.
        MailHelloNobody = "mail-hello-nobody",
        /// From when to when, with `$from` and `$to`.
        MailRange = "mail-range",
        /// Whose time that is, with `$city`.
        MailCityTime = "mail-city-time",
        /// The time of the host, with `$time`, `$city` and `$host`.
        MailHostTime = "mail-host-time",
        /// The button that joins a meeting.
        MailJoin = "mail-join",
        /// What happens then.
        MailJoinHint = "mail-join-hint",
        /// Both, as the line above the link.
        MailJoinText = "mail-join-text",
        /// End of the line that a list of mails shows.
        MailLinkInside = "mail-link-inside",
        /// Heading of the number of a meeting on the phone.
        MailPhone = "mail-phone",
        /// Heading of the address of a meeting in one place.
        MailPlace = "mail-place",
        /// Heading of the agenda.
        MailAgenda = "mail-agenda",
        /// Heading of what the host wrote.
        MailMessage = "mail-message",
        /// The other way into a meeting, with `$number`.
        MailNumber = "mail-number",
        /// The same, with `$number` and `$passcode`.
        MailNumberPasscode = "mail-number-passcode",
        /// How to reach the host, with `$host` and `$address`.
        MailReply = "mail-reply",
        /// Why the reader got the mail, with `$host` and `$workspace`.
        MailWhy = "mail-why",
        /// What an invitation is called, with `$topic`.
        InvitationLabel = "invitation-label",
        /// Its first sentence, with `$host` and `$workspace`.
        InvitationOpening = "invitation-opening",
        /// The same, of a meeting that is not in Zoom.
        InvitationOpeningElsewhere = "invitation-opening-elsewhere",
        /// What its calendar file does.
        InvitationCalendar = "invitation-calendar",
        /// Title of the news that a meeting was moved, with `$topic`.
        UpdateMovedTitle = "update-moved-title",
        /// The same when something else was changed.
        UpdateChangedTitle = "update-changed-title",
        /// First sentence of the news, with `$host`.
        UpdateMoved = "update-moved",
        /// The same when something else was changed.
        UpdateChanged = "update-changed",
        /// Second sentence, if the link is the one they have.
        UpdateSameLink = "update-same-link",
        /// Second sentence, if it is another one.
        UpdateNewLink = "update-new-link",
        /// The line above the new time, with `$was`.
        UpdateWas = "update-was",
        /// What its calendar file does.
        UpdateCalendar = "update-calendar",
        /// Title of a reminder, with `$topic`.
        ReminderTitle = "reminder-title",
        /// Its first sentence, with `$host`.
        ReminderOpening = "reminder-opening",
        /// Title of a cancellation, with `$topic`.
        CancellationTitle = "cancellation-title",
        /// Its first sentence, with `$host`.
        CancellationOpening = "cancellation-opening",
        /// The same, of a meeting that is not in Zoom.
        CancellationOpeningElsewhere = "cancellation-opening-elsewhere",
        /// What does not take place, with `$when`.
        CancellationOff = "cancellation-off",
        /// What its calendar file does.
        CancellationCalendar = "cancellation-calendar",
        /// Whose time stands there, with `$city`.
        InviteeYourTime = "invitee-your-time",
        /// Question to somebody elsewhere, with `$city`.
        InviteeNotHere = "invitee-not-here",
        /// Label of the zones.
        InviteeZone = "invitee-zone",
        /// The button beside them.
        InviteeShowZone = "invitee-show-zone",
        /// How long until it starts, with `$n` minutes.
        InviteeStartsIn = "invitee-starts-in",
        /// It runs, by the clock.
        InviteeBegun = "invitee-begun",
        /// What joining does.
        InviteeJoinHint = "invitee-join-hint",
        /// There is no link yet.
        InviteeNotReady = "invitee-not-ready",
        /// Heading of the people.
        InviteeWho = "invitee-who",
        /// After the name of the host.
        InviteeHost = "invitee-host",
        /// After the name of the reader.
        InviteeYou = "invitee-you",
        /// People whose names are not known, `$n` of them.
        InviteeOthers = "invitee-others",
        /// Heading of the calendars.
        InviteeAdd = "invitee-add",
        /// The calendar file.
        InviteeDownload = "invitee-download",
        /// The button that accepts.
        InviteeAccept = "invitee-accept",
        /// The link to the other answers.
        InviteeCannot = "invitee-cannot",
        /// After accepting, with `$host`.
        InviteeAccepted = "invitee-accepted",
        /// After declining, with `$host`.
        InviteeDeclined = "invitee-declined",
        /// After proposing, with `$host`.
        InviteeProposed = "invitee-proposed",
        /// The meeting was moved while the page was open.
        InviteeChanged = "invitee-changed",
        /// A move that Zoom does not have yet.
        InviteeMoving = "invitee-moving",
        /// Name of the two choices.
        InviteeAnswer = "invitee-answer",
        /// Choice to propose times.
        InviteePropose = "invitee-propose",
        /// What it leads to, with `$host`.
        InviteeProposeText = "invitee-propose-text",
        /// Choice to decline.
        InviteeDecline = "invitee-decline",
        /// What it leads to, with `$host`.
        InviteeDeclineText = "invitee-decline-text",
        /// Heading of the proposed times.
        InviteeTimes = "invitee-times",
        /// Label of a date, with `$n`.
        InviteeDate = "invitee-date",
        /// Label of a time, with `$n`.
        InviteeTime = "invitee-time",
        /// The same for the host, with `$time` and `$host`.
        InviteeForHost = "invitee-for-host",
        /// The button that adds one more.
        InviteeAnother = "invitee-another",
        /// The button that shows the host’s times.
        InviteeCheck = "invitee-check",
        /// Label of the message, with `$host`.
        InviteeMessage = "invitee-message",
        /// After a label.
        InviteeOptional = "invitee-optional",
        /// The button that sends, with `$host`.
        InviteeSend = "invitee-send",
        /// The link back.
        InviteeBack = "invitee-back",
        /// It is off.
        InviteeCancelled = "invitee-cancelled",
        /// It is over.
        InviteeOver = "invitee-over",
        /// Title where a link leads nowhere.
        InviteeGone = "invitee-gone",
        /// Why, and what to do.
        InviteeGoneText = "invitee-gone-text",
        /// Title for whoever asks too often.
        InviteeTooOften = "invitee-too-often",
        /// What to do.
        InviteeTooOftenText = "invitee-too-often-text",
        /// Title when something is wrong on our side.
        InviteeTrouble = "invitee-trouble",
        /// What to do.
        InviteeTroubleText = "invitee-trouble-text",
        /// Title above what is wrong.
        InviteeNotSent = "invitee-not-sent",
        /// No time was given.
        InviteeWrongNone = "invitee-wrong-none",
        /// A date without a time, or the other way round.
        InviteeWrongHalf = "invitee-wrong-half",
        /// What is no time.
        InviteeWrongTime = "invitee-wrong-time",
        /// A time in the past.
        InviteeWrongPast = "invitee-wrong-past",
        /// The message has more than `$n` characters.
        InviteeWrongLong = "invitee-wrong-long",
        /// The line under the page, with `$workspace`.
        InviteeFooter = "invitee-footer",
        /// The link to the privacy page.
        InviteeData = "invitee-data",
        /// In the text of a mail, with `$link`.
        MailPage = "mail-page",
        /// The same as a link.
        MailPageButton = "mail-page-button",
        /// What the scope `meeting:read:participant` allows.
        PermissionMeetingParticipant = "permission-meeting-participant",
        /// Why a user got a mail, with `$workspace`.
        UserMailWhy = "user-mail-why",
        /// When something happened, with `$date` and `$time`.
        UserMailMoment = "user-mail-moment",
        /// First sentence of a reminder to the host.
        HostReminderOpening = "host-reminder-opening",
        /// Whom they meet, with `$names`.
        HostReminderWith = "host-reminder-with",
        /// Its button.
        HostReminderOpen = "host-reminder-open",
        /// Where reminders are chosen, with `$place`.
        HostReminderChoose = "host-reminder-choose",
        /// Subject of the news that an invitee declined, with `$name`, `$topic` and `$when`.
        AnswerDeclinedTitle = "answer-declined-title",
        /// The same as a sentence.
        AnswerDeclined = "answer-declined",
        /// Subject of the news that an invitee proposes times, with `$name`, `$topic` and `$when`.
        AnswerProposedTitle = "answer-proposed-title",
        /// The same as a sentence.
        AnswerProposed = "answer-proposed",
        /// Heading of the times.
        AnswerTimes = "answer-times",
        /// The same time where the invitee is, with `$time` and `$city`.
        AnswerTimeThere = "answer-time-there",
        /// Its button.
        AnswerOpen = "answer-open",
        /// Whom a reply reaches, with `$name`.
        AnswerReply = "answer-reply",
        /// Subject of the news that Zoom refuses our access.
        ZoomReconnectTitle = "zoom-reconnect-title",
        /// What that means, with `$moment`.
        ZoomReconnectText = "zoom-reconnect-text",
        /// Its button.
        ZoomReconnectButton = "zoom-reconnect-button",
        /// How it comes.
        ZoomReconnectCause = "zoom-reconnect-cause",
        /// Subject of the news that a connection ended.
        ZoomEndedTitle = "zoom-ended-title",
        /// What that means, with `$moment`.
        ZoomEndedText = "zoom-ended-text",
        /// Its button.
        ZoomEndedButton = "zoom-ended-button",
        /// What to do.
        ZoomEndedHint = "zoom-ended-hint",
    }
}

/// A message without values.
pub fn text(language: Language, message: Message) -> String {
    with(language, message, &[])
}

/// A message with its values.
pub fn with(language: Language, message: Message, values: &[(&str, &str)]) -> String {
    format(language, message, &values.iter().copied().collect())
}

fn format(language: Language, message: Message, values: &FluentArgs<'_>) -> String {
    let Some(bundle) = BUNDLES.get(&language) else { return String::new() };
    let Some(pattern) = bundle.get_message(message.as_str()).and_then(|found| found.value()) else {
        return String::new();
    };
    bundle.format_pattern(pattern, Some(values), &mut Vec::new()).into_owned()
}

/// A message whose words depend on a number, its value `$n`.
pub fn count(language: Language, message: Message, n: i64) -> String {
    format(language, message, &[("n", n)].into_iter().collect())
}

/// The words of a message before and after its value, where a page puts more than words, such as a link.
pub fn around(language: Language, message: Message, value: &str) -> (String, String) {
    /// Stands for something that is no text, and so in no message.
    const OBJECT: &str = "\u{fffc}";
    let text = with(language, message, &[(value, OBJECT)]);
    let (before, after) = text.split_once(OBJECT).unwrap_or((&text, ""));
    (before.to_owned(), after.to_owned())
}

macro_rules! files {
    ($language:literal) => {
        [
            include_str!(concat!("../../locales/", $language, "/invitee.ftl")),
            include_str!(concat!("../../locales/", $language, "/mails.ftl")),
            include_str!(concat!("../../locales/", $language, "/permissions.ftl")),
            include_str!(concat!("../../locales/", $language, "/public_pages.ftl")),
            include_str!(concat!("../../locales/", $language, "/user_mails.ftl")),
        ]
    };
}

const fn files(language: Language) -> [&'static str; 5] {
    match language {
        Language::English => files!("en"),
        Language::German => files!("de"),
        Language::French => files!("fr"),
        Language::Spanish => files!("es"),
        Language::Portuguese => files!("pt"),
        Language::Swedish => files!("sv"),
    }
}

static BUNDLES: LazyLock<BTreeMap<Language, FluentBundle<FluentResource>>> =
    LazyLock::new(|| Language::ALL.iter().map(|language| (*language, bundle(*language))).collect());

/// The files are part of the program, and tests read every message: what is wrong with one does not get this far.
fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(language.as_str().parse().into_iter().collect());
    // Marks around values are for texts that mix directions of writing. All of ours run from left to right.
    bundle.set_use_isolating(false);
    for file in files(language) {
        let resource = FluentResource::try_new(file.to_owned()).unwrap_or_else(|(read, _)| read);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Names of the messages of a language, and the variables of each.
    fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut message = String::new();
        for line in files(language).iter().flat_map(|file| file.lines()) {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                line.split_once(" =").unwrap().0.clone_into(&mut message);
                assert!(!found.contains_key(&message), "{language}: {message} stands there twice");
            }
            if !line.starts_with('#') && !message.is_empty() {
                let name = |rest: &str| {
                    rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap().to_owned()
                };
                found.entry(message.clone()).or_default().extend(line.split('$').skip(1).map(name));
            }
        }
        found
    }

    #[test]
    fn every_message_is_there_in_every_language_with_the_same_variables() {
        let english = messages(Language::English);
        let known: BTreeSet<_> = Message::ALL.iter().map(|message| message.as_str().to_owned()).collect();
        assert_eq!(english.keys().cloned().collect::<BTreeSet<_>>(), known);
        for language in Language::ALL {
            assert_eq!(messages(*language), english, "{language}");
        }
    }

    #[test]
    fn every_message_can_be_said() {
        for language in Language::ALL {
            let variables = messages(*language);
            for file in files(*language) {
                assert!(FluentResource::try_new(file.to_owned()).is_ok(), "{language}");
            }
            let bundle = bundle(*language);
            assert_eq!(bundle.locales.len(), 1);
            for message in Message::ALL {
                let names = &variables[message.as_str()];
                let values: FluentArgs<'_> = names.iter().map(|name| (name.as_str(), "•")).collect();
                let pattern = bundle.get_message(message.as_str()).unwrap().value().unwrap();
                let mut errors = Vec::new();
                let said = bundle.format_pattern(pattern, Some(&values), &mut errors);
                assert!(errors.is_empty() && !said.trim().is_empty(), "{language} {message}: {errors:?}");
                assert_eq!(said.matches('•').count(), names.len(), "{language} {message}: {said}");
            }
        }
    }

    #[test]
    fn a_value_stands_among_its_words_as_it_is() {
        let said = with(Language::Swedish, Message::PreviewText, &[("place", "Zoom app")]);
        assert_eq!(
            said,
            "Bara ägare och administratörer ser den här sidan. Du publicerar den under Zoom app."
        );
        let (before, after) = around(Language::Swedish, Message::PreviewText, "place");
        assert_eq!(format!("{before}Zoom app{after}"), said);
        assert_eq!(after, ".");
    }
}
