"use strict";
// Everything works without this file. It saves a step where a script is there.

// At the door one answer follows the other without a fade.
addEventListener("pageswap", (event) => {
  if (document.querySelector("[data-still]")) event.viewTransition?.skipTransition();
});

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

// A question that hangs on another answer shows with that answer.
const hanging = document.querySelectorAll("[data-when]");
if (hanging.length) {
  const decide = () => {
    for (const part of hanging) {
      part.hidden = ![...document.getElementsByName(part.dataset.when)].some(
        (input) => input.matches("select, :checked") && input.value === part.dataset.answer && !input.closest("[hidden]"),
      );
    }
  };
  document.addEventListener("change", decide);
  decide();
}

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

// Suggestions while typing: the address answers ?q= with a JSON list of names, or of { name, number, hint }; what is
// known of the one that was chosen stands below the field.
for (const field of document.querySelectorAll("[data-suggest]")) {
  const about = field.parentElement.querySelector("[data-suggested]");
  const known = new Map();
  let waiting;
  const tell = () => {
    about.textContent = known.get(field.value.trim()) ?? "";
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    tell();
    const typed = field.value.trim();
    if (typed.length < 2 || known.has(typed)) return;
    waiting = setTimeout(async () => {
      try {
        const answer = await fetch(field.dataset.suggest + "?q=" + encodeURIComponent(typed));
        if (!answer.ok) return;
        const found = (await answer.json()).slice(0, 20);
        for (const one of found) known.set(one.name ?? one, [one.number, one.hint].filter(Boolean).join(" · "));
        if (field.value.trim() !== typed) return;
        field.list.replaceChildren(...found.map((one) => new Option(one.name ?? one, one.name ?? one)));
        tell();
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
