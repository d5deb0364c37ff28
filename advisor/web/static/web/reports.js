// Asks every second whether a report is ready, and loads the page again when it is.
const waiting = document.querySelector("[data-under-way]");

async function look() {
  try {
    const answer = await fetch(waiting.dataset.underWay, { headers: { Accept: "application/json" } });
    const { state } = await answer.json();
    if (state !== "waiting" && state !== "being_made") {
      location.reload();
      return;
    }
  } catch {
    // The connection is away for a moment: ask again.
  }
  setTimeout(look, 1000);
}

if (waiting) setTimeout(look, 1000);
