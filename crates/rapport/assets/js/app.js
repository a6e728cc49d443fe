// Entry of the islands. Every page works without them; each one only makes something quicker.
import { openInDialog, watchDialogForms } from "./dialog.js";
import { watchLiveForms } from "./swap.js";
import { watchCopyButtons } from "./copy.js";
import { watchMenus } from "./menu.js";
import { startClocks } from "./clock.js";
import { followMeetings } from "./follow.js";
import { watchPalette } from "./palette.js";
import { watchSlowForms } from "./busy.js";

// Lets the stylesheet hide what is only needed without scripts (`.no-js`).
document.documentElement.classList.add("js");

openInDialog();
watchDialogForms();
watchLiveForms();
watchCopyButtons();
watchMenus();
startClocks();
followMeetings();
watchPalette();
watchSlowForms();
