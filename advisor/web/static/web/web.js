// Everything works without this file; it makes the components of the design system livelier.
import { initAll } from "../nhsuk/nhsuk-frontend.min.js";

initAll();
fillPanels();
watchSession();

/** Fills in what the page need not wait for; where there is nothing to say it stays empty. */
async function fillPanels() {
  for (const panel of document.querySelectorAll("[data-panel]")) {
    const answer = await fetch(panel.dataset.panel, { headers: { Accept: "text/html" } });
    if (answer.status === 200 && !answer.redirected) panel.innerHTML = await answer.text();
  }
}

/**
 * Tells of the end of a session: some minutes before somebody who does nothing is signed out, and a quarter of an
 * hour before they are signed out whatever they do. What any tab does keeps all of them signed in. When the time is
 * over the page asks who it is, so that nothing stays to be read.
 */
function watchSession() {
  const place = document.getElementById("session");
  if (!place) return;
  const second = 1_000;
  const minute = 60 * second;
  const tabs = new BroadcastChannel("session");
  const end = Date.now() + place.dataset.left * second;
  let idleEnd;
  let before; // what had the focus before the button
  const region = (role) => place.querySelector(`[role=${role}]`);
  const say = (role) => {
    const words = place.querySelector(`[data-for=${role}]`).content;
    if (!region(role).childElementCount) region(role).append(words.cloneNode(true));
  };
  const seen = () => {
    idleEnd = Date.now() + place.dataset.idle * second;
    region("alert").replaceChildren();
  };
  const watch = () => {
    const now = Date.now(); // not counted up: timers stand still while a device sleeps
    // The server marks activity to the minute, and so may end a session a minute earlier than it looks from here.
    if (now > idleEnd - 3 * minute) say("alert");
    if (now > end - 15 * minute) say("status");
    if (now > Math.min(idleEnd, end) + 5 * second) location.replace(place.dataset.again);
  };
  place.addEventListener("focusin", (event) => (before = event.relatedTarget));
  place.addEventListener("click", (event) => {
    if (!event.target.closest("button")) return;
    fetch(place.dataset.stay);
    tabs.postMessage("seen");
    seen();
    before?.focus();
  });
  tabs.addEventListener("message", seen);
  tabs.postMessage("seen");
  seen();
  setInterval(watch, 5 * second);
}
