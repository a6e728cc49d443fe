// The people of the sample world that the journeys use.

export const MARA = { email: "mara@halden.example", password: "rapport-demo", zone: "Europe/Stockholm", city: "Stockholm" };
export const ANA = { name: "Ana Ferreira", first: "Ana", email: "ana.ferreira@lumenfreight.example", zone: "Europe/Lisbon", city: "Lisbon" };
