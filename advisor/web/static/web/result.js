// The result works without this file: here “why?” opens in place, and text is copied.

const opened = new WeakMap();

/** Turns each link that can open in place into a part that does. */
for (const link of document.querySelectorAll("a[data-opens]")) {
  const part = document.createElement("details");
  part.className = "nhsuk-details opened";
  const summary = document.createElement("summary");
  summary.className = "nhsuk-details__summary";
  const words = document.createElement("span");
  words.className = "nhsuk-details__summary-text";
  words.append(...link.childNodes);
  summary.append(words);
  const text = document.createElement("div");
  text.className = "nhsuk-details__text";
  text.setAttribute("aria-live", "polite");
  part.append(summary, text);
  part.addEventListener("toggle", () => part.open && fill(text, `${link.href}?part=${link.dataset.opens}`, link.href));
  link.replaceWith(part);
}

/** Fetches an explanation once; where that fails, its own page takes over. */
async function fill(text, part, address) {
  if (opened.has(text)) return;
  opened.set(text, true);
  text.setAttribute("aria-busy", "true");
  text.textContent = "…";
  try {
    const answer = await fetch(part, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    // What comes is a page of this site, its words escaped.
    text.innerHTML = await answer.text();
  } catch {
    window.location.assign(address);
  } finally {
    text.removeAttribute("aria-busy");
  }
}

for (const button of document.querySelectorAll("[data-copies]")) {
  const source = document.getElementById(button.dataset.copies);
  const told = document.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      told.textContent = told.dataset.copied;
    } catch {
      window.getSelection().selectAllChildren(source);
      told.textContent = told.dataset.failed;
    }
  });
}

// Whoever jumps to a closed part, or into one, sees what is in it.
const openAt = () => {
  const target = document.getElementById(window.location.hash.slice(1));
  for (let part = target?.closest("details"); part; part = part.parentElement?.closest("details")) part.open = true;
};
window.addEventListener("hashchange", openAt);
openAt();
