// Asks every two seconds how far a batch is, and loads the page again when something else is to be done.
const shown = document.querySelector("[data-batch]");

async function look() {
  try {
    const answer = await fetch(shown.dataset.batch, { headers: { Accept: "application/json" } });
    const { state, says, percent, known } = await answer.json();
    const goesOn = state === shown.dataset.state || (shown.dataset.state === "waiting" && state === "running");
    if (!goesOn) {
      location.reload();
      return;
    }
    const words = shown.querySelector("[data-says]");
    if (words.textContent !== says) words.textContent = says;
    const bar = shown.querySelector("progress");
    if (known) {
      bar.max = 100;
      bar.value = percent;
    }
  } catch {
    // The connection is away for a moment: ask again.
  }
  setTimeout(look, 2000);
}

if (shown) setTimeout(look, 1000);
