//! The sample world: Halden Studio, its twelve customers, and the people there. Times are relative to the day of
//! the first start, so that a demo looks alive on any day.

/// Address and name of the two people who can log in; both have the password of [`PASSWORD`].
pub(super) const PEOPLE: [(&str, &str, &str); 2] = [
    ("mara@halden.example", "Mara Lindqvist", "Europe/Stockholm"),
    ("oskar@halden.example", "Oskar Berg", "Europe/Stockholm"),
];

/// Address that the demo logs in with.
pub const LOGIN: &str = PEOPLE[0].0;

/// Password of the demo.
pub const PASSWORD: &str = "rapport-demo";

/// Name of the workspace.
pub(super) const WORKSPACE: &str = "Halden Studio";

/// A company: name, email domain, the zone of its people, what it does, and where it is.
pub(super) struct SampleCompany(
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
);

pub(super) const COMPANIES: [SampleCompany; 14] = [
    SampleCompany(
        "Lumen Freight",
        "lumenfreight.example",
        "Europe/Lisbon",
        "Road and rail logistics, 240 people",
        "Rua da Cintura 12, Lisbon",
    ),
    SampleCompany(
        "Brandt Optik",
        "brandt-optik.example",
        "Europe/Berlin",
        "Lenses and measuring devices",
        "Invalidenstraße 40, Berlin",
    ),
    SampleCompany(
        "Tidewater",
        "tidewater.example",
        "America/New_York",
        "Coastal shipping",
        "South Street 88, New York",
    ),
    SampleCompany(
        "Kestrel Health",
        "kestrelhealth.example",
        "Europe/London",
        "Clinic software",
        "Camden Road 7, London",
    ),
    SampleCompany(
        "Atelier Morel",
        "atelier-morel.example",
        "Europe/Paris",
        "Shop interiors",
        "Rue des Martyrs 31, Paris",
    ),
    SampleCompany(
        "Dahl Marine",
        "dahlmarine.example",
        "Europe/Oslo",
        "Fleet of service vessels",
        "Strandgata 5, Oslo",
    ),
    SampleCompany(
        "Almas Trading",
        "almas-trading.example",
        "Asia/Dubai",
        "Wholesale of spare parts",
        "Al Khail Road, Dubai",
    ),
    SampleCompany(
        "Pastificio Rossi",
        "pastificiorossi.example",
        "Europe/Rome",
        "Pasta, since 1921",
        "Via Emilia 19, Milan",
    ),
    SampleCompany(
        "Casa Verde",
        "casaverde.example",
        "America/Sao_Paulo",
        "Garden centres",
        "Rua Augusta 940, São Paulo",
    ),
    SampleCompany(
        "Hoshino Labs",
        "hoshinolabs.example",
        "Asia/Tokyo",
        "Robotics for warehouses",
        "Shibuya 2-21, Tokyo",
    ),
    SampleCompany(
        "Greenway Mutual",
        "greenway.example",
        "Europe/Dublin",
        "Insurance",
        "Grand Canal Quay, Dublin",
    ),
    SampleCompany("Orbita", "orbita.example", "Europe/Prague", "Newsletters and events", "Karlova 3, Prague"),
    SampleCompany(
        "Isango Learning",
        "isango.example",
        "Africa/Johannesburg",
        "Schools and training",
        "Jan Smuts Avenue 12, Johannesburg",
    ),
    SampleCompany(
        "Nimbus Analytics",
        "nimbus-analytics.example",
        "Asia/Kolkata",
        "Reports on web traffic",
        "MG Road 4, Bengaluru",
    ),
];

/// A contact: name, title, index into [`COMPANIES`], local part of the address (empty: no address known), source.
pub(super) struct SampleContact(
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) usize,
    pub(super) &'static str,
    pub(super) &'static str,
);

pub(super) const CONTACTS: [SampleContact; 43] = [
    SampleContact("Ana Ferreira", "Head of Operations", 0, "ana.ferreira", "Lisbon conference"),
    SampleContact("Rui Matos", "IT Manager", 0, "r.matos", "Referral"),
    SampleContact("Inês Carvalho", "Finance Controller", 0, "ines.carvalho", "Referral"),
    SampleContact("Jonas Weber", "CTO", 1, "jonas.weber", "Website"),
    SampleContact("Katrin Vogel", "Head of Procurement", 1, "katrin.vogel", "Website"),
    SampleContact("Marcus Okafor", "Director of Sales", 2, "marcus.okafor", "LinkedIn"),
    SampleContact("Dana Whitfield", "Operations Analyst", 2, "dana.whitfield", "LinkedIn"),
    SampleContact("Priya Raman", "VP Product", 3, "priya", "Referral"),
    SampleContact("Tom Ashworth", "Clinical Systems Lead", 3, "tom.ashworth", "Referral"),
    SampleContact("Claire Dubois", "Procurement Lead", 4, "c.dubois", "Trade fair"),
    SampleContact("Étienne Lacroix", "Creative Director", 4, "e.lacroix", "Trade fair"),
    SampleContact("Henrik Dahl", "CEO", 5, "henrik", "Referral"),
    SampleContact("Ingrid Solheim", "Fleet Manager", 5, "ingrid.solheim", "Referral"),
    SampleContact("Noor El-Amin", "Finance Director", 6, "noor", "Website"),
    SampleContact("Khalid Haddad", "Logistics Manager", 6, "khalid.haddad", "Website"),
    SampleContact("Sofia Rossi", "COO", 7, "sofia", "Trade fair"),
    SampleContact("Matteo Gallo", "Plant Manager", 7, "matteo.gallo", "Trade fair"),
    SampleContact("Tomás Oliveira", "Founder", 8, "tomas", "Lisbon conference"),
    SampleContact("Beatriz Nunes", "Store Operations", 8, "beatriz.nunes", "Lisbon conference"),
    SampleContact("Yuki Tanaka", "Partnerships", 9, "y.tanaka", "LinkedIn"),
    SampleContact("Haruto Sato", "Research Lead", 9, "h.sato", "LinkedIn"),
    SampleContact("Liam O’Connor", "Head of IT", 10, "liam.oconnor", "Website"),
    SampleContact("Aoife Brennan", "Member Services", 10, "aoife.brennan", "Website"),
    SampleContact("Emília Nováková", "Marketing Manager", 11, "emilia", "Newsletter"),
    SampleContact("Petr Dvořák", "Data Engineer", 11, "petr.dvorak", "Newsletter"),
    SampleContact("Grace Mokoena", "Programme Lead", 12, "grace", "Referral"),
    SampleContact("Sipho Dlamini", "Head of Content", 12, "sipho.dlamini", "Referral"),
    SampleContact("Arjun Mehta", "Head of Data", 13, "arjun.mehta", "Website"),
    SampleContact("Kavya Iyer", "Customer Success", 13, "kavya.iyer", "Website"),
    SampleContact("Miguel Sousa", "Depot Manager, Porto", 0, "miguel.sousa", "Lisbon conference"),
    SampleContact("Lena Hartmann", "Quality Manager", 1, "lena.hartmann", "Trade fair"),
    SampleContact("Rachel Kim", "Chief of Staff", 2, "rachel.kim", "LinkedIn"),
    SampleContact("Oliver Grant", "Compliance Officer", 3, "oliver.grant", "Referral"),
    SampleContact("Manon Lefèvre", "Office Manager", 4, "m.lefevre", "Trade fair"),
    SampleContact("Lars Nygård", "Technical Superintendent", 5, "lars.nygard", "Referral"),
    SampleContact("Layla Farouk", "Executive Assistant", 6, "", "Phone"),
    SampleContact("Giulia Conti", "Export Manager", 7, "giulia.conti", "Trade fair"),
    SampleContact("Rafael Lima", "E-commerce Lead", 8, "rafael.lima", "Lisbon conference"),
    SampleContact("Aiko Mori", "Legal Counsel", 9, "a.mori", "LinkedIn"),
    SampleContact("Ciarán Walsh", "Underwriting Systems", 10, "ciaran.walsh", "Website"),
    SampleContact("Jakub Černý", "Growth", 11, "jakub.cerny", "Newsletter"),
    SampleContact("Thandi Nkosi", "Partnerships", 12, "thandi.nkosi", "Referral"),
    SampleContact("Rohan Gupta", "Platform Engineer", 13, "rohan.gupta", "Website"),
];

/// When a sample meeting starts, in the host's zone.
pub(super) enum When {
    /// About twenty minutes after the first start, on a five-minute mark.
    Soon,
    /// Days from today and time of day.
    Day(i64, &'static str),
}

/// A meeting: when, minutes, topic, contacts (the first is its contact), what was agreed.
pub(super) struct SampleMeeting(
    pub(super) When,
    pub(super) i64,
    pub(super) &'static str,
    pub(super) &'static [&'static str],
    pub(super) &'static str,
);

/// Mara's weeks: what was, what is today, what comes.
pub(super) const MEETINGS: [SampleMeeting; 24] = [
    SampleMeeting(
        When::Soon,
        40,
        "Rollout kick-off, Iberia",
        &["Ana Ferreira", "Rui Matos"],
        "Walk through the rollout plan for Lisbon and Porto. Agree on who signs off each depot.",
    ),
    SampleMeeting(When::Day(0, "09:00"), 30, "Quarterly review", &["Jonas Weber"], ""),
    SampleMeeting(
        When::Day(0, "13:30"),
        30,
        "Roadmap questions",
        &["Priya Raman"],
        "Which of the open questions block the pilot?",
    ),
    SampleMeeting(When::Day(0, "16:00"), 25, "Tidewater intro", &["Marcus Okafor"], ""),
    SampleMeeting(
        When::Day(1, "11:00"),
        30,
        "Contract terms",
        &["Claire Dubois"],
        "Payment terms and the notice period.",
    ),
    SampleMeeting(When::Day(1, "15:00"), 30, "Renewal, year two", &["Henrik Dahl"], ""),
    SampleMeeting(When::Day(2, "08:00"), 30, "Partner check-in", &["Yuki Tanaka"], ""),
    SampleMeeting(When::Day(3, "10:30"), 40, "Audience handover", &["Emília Nováková"], ""),
    SampleMeeting(When::Day(6, "09:30"), 30, "Milan visit, planning", &["Sofia Rossi"], ""),
    SampleMeeting(When::Day(14, "14:00"), 30, "Fortnightly check-in", &["Ana Ferreira"], ""),
    SampleMeeting(When::Day(-1, "13:00"), 40, "Demo, two depots", &["Tomás Oliveira"], ""),
    SampleMeeting(When::Day(-4, "10:00"), 30, "Data export questions", &["Arjun Mehta"], ""),
    SampleMeeting(When::Day(-9, "11:00"), 30, "First demo", &["Tomás Oliveira", "Beatriz Nunes"], ""),
    SampleMeeting(When::Day(-12, "14:00"), 30, "Security answers", &["Liam O’Connor"], ""),
    SampleMeeting(When::Day(-18, "10:00"), 30, "Programme review", &["Grace Mokoena"], ""),
    SampleMeeting(When::Day(-21, "11:00"), 40, "Scope and pricing", &["Ana Ferreira", "Inês Carvalho"], ""),
    SampleMeeting(When::Day(-25, "09:30"), 30, "Pilot results", &["Jonas Weber", "Katrin Vogel"], ""),
    SampleMeeting(When::Day(-28, "13:00"), 30, "Onboarding plan", &["Priya Raman", "Tom Ashworth"], ""),
    SampleMeeting(When::Day(-33, "15:30"), 30, "Fleet data", &["Ingrid Solheim"], ""),
    SampleMeeting(When::Day(-40, "10:00"), 30, "Introduction", &["Ana Ferreira"], ""),
    SampleMeeting(When::Day(-47, "14:00"), 30, "Kick-off", &["Henrik Dahl"], ""),
    SampleMeeting(When::Day(-54, "11:00"), 30, "Discovery", &["Claire Dubois"], ""),
    SampleMeeting(When::Day(-61, "09:00"), 40, "Requirements", &["Liam O’Connor"], ""),
    SampleMeeting(When::Day(-68, "16:00"), 25, "Introduction", &["Rachel Kim"], ""),
];

/// Oskar's meetings, so that a second person's calendar is not empty.
pub(super) const OSKARS_MEETINGS: [SampleMeeting; 3] = [
    SampleMeeting(When::Day(0, "11:00"), 45, "Warehouse labels", &["Matteo Gallo"], ""),
    SampleMeeting(When::Day(1, "14:00"), 60, "Integration workshop", &["Petr Dvořák", "Jakub Černý"], ""),
    SampleMeeting(When::Day(-6, "10:00"), 30, "Label printer test", &["Matteo Gallo"], ""),
];

/// A note: contact, days ago, hour of the day, index into [`PEOPLE`], text.
pub(super) struct SampleNote(
    pub(super) &'static str,
    pub(super) i64,
    pub(super) i8,
    pub(super) usize,
    pub(super) &'static str,
);

pub(super) const NOTES: [SampleNote; 22] = [
    SampleNote(
        "Ana Ferreira",
        5,
        9,
        1,
        "Rui owns the SSO setup on their side. They use Entra ID and want a sandbox tenant first. Ask for a name by Friday.",
    ),
    SampleNote(
        "Ana Ferreira",
        21,
        12,
        0,
        "Wants the SSO timeline before signing, and Rui in the next call. Budget approved for two depots, Porto in autumn.",
    ),
    SampleNote(
        "Ana Ferreira",
        40,
        11,
        0,
        "Met at the Lisbon conference. Twelve depots, paper checklists today.",
    ),
    SampleNote("Rui Matos", 6, 10, 0, "Prefers written answers before a call."),
    SampleNote("Jonas Weber", 25, 11, 0, "Pilot met its goal. Decision with the board in six weeks."),
    SampleNote("Marcus Okafor", 3, 16, 0, "Introduced by Rachel. Sells through resellers only."),
    SampleNote("Priya Raman", 1, 14, 0, "Needs the answers to the security questionnaire before the pilot."),
    SampleNote("Claire Dubois", 1, 10, 0, "Legal wants a notice period of three months."),
    SampleNote("Henrik Dahl", 1, 17, 1, "Happy with year one. Asks for a second vessel class."),
    SampleNote("Noor El-Amin", 4, 9, 0, "Address bounced, ask Khalid for the new one."),
    SampleNote("Sofia Rossi", 6, 15, 0, "Called about the Milan visit, wants the plant manager there."),
    SampleNote("Tomás Oliveira", 9, 12, 0, "Two shops first, the rest after the summer."),
    SampleNote("Yuki Tanaka", 12, 8, 0, "Prefers mornings in Tokyo, so before 10 in Stockholm."),
    SampleNote("Liam O’Connor", 20, 15, 0, "Security answers accepted."),
    SampleNote("Emília Nováková", 35, 10, 1, "Runs the newsletter herself, list of 4,000."),
    SampleNote("Grace Mokoena", 49, 11, 0, "Funding round closes at the end of the quarter."),
    SampleNote("Arjun Mehta", 4, 11, 0, "Wants the raw events as CSV."),
    SampleNote("Katrin Vogel", 26, 13, 1, "Signs contracts up to 50,000 alone."),
    SampleNote("Étienne Lacroix", 30, 16, 0, "Only design questions, not procurement."),
    SampleNote("Ingrid Solheim", 33, 17, 1, "Sends the fleet list each Monday."),
    SampleNote("Matteo Gallo", 6, 12, 1, "Printer works with the smaller labels too."),
    SampleNote("Rachel Kim", 68, 17, 0, "Will introduce us to sales."),
];

/// A deal: what it is about, euros, with whom, the stage, and how many days it is there.
pub(super) struct SampleDeal(
    pub(super) &'static str,
    pub(super) u64,
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) i64,
);

pub(super) const DEALS: [SampleDeal; 12] = [
    SampleDeal("Depot pilot", 9_500, "Tomás Oliveira", "qualified", 9),
    SampleDeal("Audience sync", 6_000, "Emília Nováková", "qualified", 12),
    SampleDeal("Claims workflow", 14_000, "Liam O’Connor", "qualified", 20),
    SampleDeal("Regional licence", 12_000, "Noor El-Amin", "qualified", 4),
    SampleDeal("Lumen rollout", 18_400, "Ana Ferreira", "proposal", 9),
    SampleDeal("Clinic roadmap", 22_000, "Priya Raman", "proposal", 6),
    SampleDeal("Sales workspace", 12_000, "Marcus Okafor", "proposal", 3),
    SampleDeal("Framework contract", 24_000, "Claire Dubois", "negotiation", 7),
    SampleDeal("Year two", 15_000, "Henrik Dahl", "negotiation", 2),
    SampleDeal("Schools package", 7_000, "Grace Mokoena", "negotiation", 30),
    SampleDeal("Optics service", 16_000, "Jonas Weber", "won", 25),
    SampleDeal("Milan plant", 9_000, "Sofia Rossi", "won", 14),
];

/// A task: what, for whom, in how many days, who of [`PEOPLE`] does it, and whether it is done.
pub(super) struct SampleTask(
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) i64,
    pub(super) usize,
    pub(super) bool,
);

pub(super) const TASKS: [SampleTask; 6] = [
    SampleTask("Call Sofia about the Milan visit", "Sofia Rossi", -1, 0, false),
    SampleTask("Send the revised rollout plan", "Ana Ferreira", 0, 0, false),
    SampleTask("Share security answers", "Priya Raman", 0, 0, false),
    SampleTask("Ask Khalid for Noor’s new address", "Noor El-Amin", 3, 0, false),
    SampleTask("Prepare the offer for year two", "Henrik Dahl", 5, 1, false),
    SampleTask("Send reference customers", "Ana Ferreira", -25, 0, true),
];
