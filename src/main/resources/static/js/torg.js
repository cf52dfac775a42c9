"use strict";
// Everything works without this file. It saves a step where a script is there.

// A form that was refused: its errors first.
document.querySelector("[data-focus]")?.focus();

// A scanner writes into this field; whatever is touched, it gets the focus back.
const scanner = document.querySelector("[data-scanner]");
if (scanner) {
  scanner.focus();
  document.addEventListener("keydown", (event) => {
    if (document.activeElement === document.body && event.key.length === 1) scanner.focus();
  });
}

document.addEventListener("click", (event) => {
  // The page that a link leads to is on this page too, as a dialog.
  const link = event.target.closest("a[data-dialog]");
  const dialog = link && document.getElementById(link.dataset.dialog);
  if (dialog?.showModal) {
    event.preventDefault();
    dialog.showModal();
  }
  // A click beside a dialog closes it.
  if (event.target instanceof HTMLDialogElement) event.target.close();
});

document.addEventListener("change", (event) => {
  // One box ticks all the boxes of a name.
  const all = event.target;
  if (all.matches("[data-all]")) {
    for (const box of document.getElementsByName(all.dataset.all)) box.checked = all.checked;
  }
});

// A second click while the first is on its way sends nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// Suggestions while typing: the address answers ?q= with a JSON list of strings.
for (const field of document.querySelectorAll("[data-suggest]")) {
  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    const typed = field.value.trim();
    if (typed.length < 2 || [...field.list.options].some((option) => option.value === typed)) return;
    waiting = setTimeout(async () => {
      try {
        const answer = await fetch(field.dataset.suggest + "?q=" + encodeURIComponent(typed));
        if (!answer.ok) return;
        const options = (await answer.json()).slice(0, 20).map((text) => new Option(text, text));
        if (field.value.trim() === typed) field.list.replaceChildren(...options);
      } catch {
        // without a network there are no suggestions
      }
    }, 200);
  });
}

// A screen renews its content; without a network it keeps what it has.
const hall = document.querySelector("[data-refresh]");
if (hall) {
  setInterval(async () => {
    try {
      const answer = await fetch(location.href, { signal: AbortSignal.timeout(10_000) });
      if (!answer.ok) return;
      const renewed = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-refresh]");
      if (renewed) hall.replaceChildren(...renewed.childNodes);
    } catch {
      // next time
    }
  }, hall.dataset.refresh * 1000);
}
