// Everything works without this file; it makes the components of the design system livelier.
import { initAll } from "../nhsuk/nhsuk-frontend.min.js";

initAll();
fillPanels();
warnBeforeSignOut();

/** Fills in what the page need not wait for; where there is nothing to say it stays empty. */
async function fillPanels() {
  for (const panel of document.querySelectorAll("[data-panel]")) {
    const answer = await fetch(panel.dataset.panel, { headers: { Accept: "text/html" } });
    if (answer.status === 200 && !answer.redirected) panel.innerHTML = await answer.text();
  }
}

/**
 * Warns two minutes before somebody who does nothing is signed out; any other tab keeps them signed in too.
 * When the time is over the page is loaded anew, so that nothing stays to be read: it asks who it is.
 */
function warnBeforeSignOut() {
  const dialog = document.getElementById("timeout");
  if (!dialog) return;
  const minute = 60_000;
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(warn, (Number(dialog.dataset.minutes) - 2) * minute);
  };
  const warn = () => {
    dialog.showModal();
    timer = setTimeout(() => location.reload(), 2 * minute + 5_000);
  };
  const stay = async () => {
    clearTimeout(timer);
    await fetch(dialog.dataset.stay);
    wait();
  };
  dialog.addEventListener("close", stay);
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  wait();
}
