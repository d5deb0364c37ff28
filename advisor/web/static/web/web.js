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

/** Warns two minutes before somebody who does nothing is signed out; any other tab keeps them signed in too. */
function warnBeforeSignOut() {
  const dialog = document.getElementById("timeout");
  if (!dialog) return;
  const minute = 60_000;
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => dialog.showModal(), (Number(dialog.dataset.minutes) - 2) * minute);
  };
  const stay = async () => {
    await fetch(dialog.dataset.stay);
    wait();
  };
  dialog.addEventListener("close", stay);
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  wait();
}
