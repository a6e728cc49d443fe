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
        /// Heading of the telephone numbers.
        MailDialIn = "mail-dial-in",
        /// What is typed then, with `$number`.
        MailDialInNumber = "mail-dial-in-number",
        /// The same, with `$number` and `$passcode`.
        MailDialInPasscode = "mail-dial-in-passcode",
        /// A call that costs nothing.
        MailDialInFree = "mail-dial-in-free",
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
        /// Second sentence, if it took place elsewhere before.
        UpdateToZoom = "update-to-zoom",
        /// Second sentence, if it took place in Zoom before.
        UpdateLeftZoom = "update-left-zoom",
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
        /// Heading of the dates of a series, with `$n`.
        SeriesDates = "series-dates",
        /// The dates that are not listed, with `$n` and `$date`, the last one.
        SeriesMore = "series-more",
        /// The news are about one date of several.
        SeriesOne = "series-one",
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
        /// Heading of the dates of a series, each of which can be answered by itself.
        InviteeOneDate = "invitee-one-date",
        /// What choosing one leads to.
        InviteeOneDateText = "invitee-one-date-text",
        /// Heading of the form that declines a whole series.
        InviteeAllDates = "invitee-all-dates",
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
        /// What the scope `user:read:settings` allows.
        PermissionUserSettings = "permission-user-settings",
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
        /// Subject of the news that somebody else uses the same account.
        ZoomSharedTitle = "zoom-shared-title",
        /// Who, with `$name` and `$moment`.
        ZoomSharedText = "zoom-shared-text",
        /// The same of somebody whose name is not told, with `$moment`.
        ZoomSharedOutside = "zoom-shared-outside",
        /// Its button.
        ZoomSharedButton = "zoom-shared-button",
        /// What it means.
        ZoomSharedHint = "zoom-shared-hint",
        /// Subject of the mail with a link to a new password.
        PasswordResetTitle = "password-reset-title",
        /// What the link does, with `$moment`.
        PasswordResetText = "password-reset-text",
        /// Its button.
        PasswordResetButton = "password-reset-button",
        /// What to do about it if one did not ask.
        PasswordResetHint = "password-reset-hint",
        /// Subject of the news that the password was changed.
        PasswordChangedTitle = "password-changed-title",
        /// What that means, with `$moment`.
        PasswordChangedText = "password-changed-text",
        /// What to do about it if one did not do it.
        PasswordChangedHint = "password-changed-hint",
        /// Subject of the mail about one task that is due, with `$what`.
        TasksDueOne = "tasks-due-one",
        /// The same about `$n` tasks, at least two.
        TasksDueSeveral = "tasks-due-several",
        /// What stands before them.
        TasksDueText = "tasks-due-text",
        /// Its button.
        TasksDueButton = "tasks-due-button",
        /// How not to be mailed.
        TasksDueHint = "tasks-due-hint",
        /// Subject of the mail that asks somebody to join, with `$workspace`.
        JoinTitle = "join-title",
        /// Who asks, with `$host` and `$workspace`.
        JoinText = "join-text",
        /// Its button.
        JoinButton = "join-button",
        /// How long it works.
        JoinHint = "join-hint",
        /// Why they got it, with `$host` and `$workspace`.
        JoinWhy = "join-why",
    }
}
