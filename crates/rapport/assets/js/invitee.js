// Offers the zone of this browser when the page shows another one.
const here = document.querySelector("[data-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const choice = here?.querySelector("select");
if (choice && zone !== here.dataset.zone && [...choice.options].some((option) => option.value === zone)) {
  choice.value = zone;
  here.open = true;
}
