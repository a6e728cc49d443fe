// Dates as people write them, in a given zone. All journeys look ahead from now.

const DAY_MS = 24 * 60 * 60 * 1000;

function parts(instant, zone) {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  return Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
}

/** The date `days` from now, such as "2027-03-18". */
export function dateIn(days, zone) {
  const { year, month, day } = parts(new Date(Date.now() + days * DAY_MS), zone);
  return `${year}-${month}-${day}`;
}

/** Date and time of an instant in a zone: ["2027-03-18", "16:00"]. */
export function momentIn(instant, zone) {
  const { year, month, day, hour, minute } = parts(new Date(instant), zone);
  return [`${year}-${month}-${day}`, `${hour}:${minute}`];
}

/** The instant at which a clock in a zone shows this date and time. */
export function instantIn(zone, date, time) {
  // Zones differ from UTC by less than a day, so one correction finds the instant.
  const asUtc = Date.parse(`${date}T${time}:00Z`);
  const shown = parts(new Date(asUtc), zone);
  const offset = Date.parse(`${shown.year}-${shown.month}-${shown.day}T${shown.hour}:${shown.minute}:00Z`) - asUtc;
  return new Date(asUtc - offset);
}

/** What a clock in `there` shows when a clock in `here` shows this date and time: "15:00". */
export function clockIn(there, date, time, here) {
  const { hour, minute } = parts(instantIn(here, date, time), there);
  return `${hour}:${minute}`;
}

/** The ISO week of a date: "2027-W11". */
export function weekOf(date) {
  const day = new Date(`${date}T00:00:00Z`);
  const thursday = new Date(day.getTime() + (3 - ((day.getUTCDay() + 6) % 7)) * DAY_MS);
  const newYear = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = 1 + Math.floor((thursday.getTime() - newYear) / (7 * DAY_MS));
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}
