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
    if (document.hidden || (hall.contains(document.activeElement) && document.activeElement !== hall)) return;
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

// Stars. Kept by this browser alone; or, once its user has said so on the page of her own programme, by a link that
// opens her programme and nothing else.
const home = document.documentElement.dataset.home;
const starred = document.querySelectorAll("[data-star]");
const mine = document.querySelector("[data-mine]");
const kept = {
  read(what) {
    try {
      return JSON.parse(localStorage.getItem(`torg ${what} ${home}`));
    } catch {
      return null;
    }
  },
  write(what, value) {
    try {
      if (value === null) localStorage.removeItem(`torg ${what} ${home}`);
      else localStorage.setItem(`torg ${what} ${home}`, JSON.stringify(value));
    } catch {
      // a browser that keeps nothing
    }
  },
};
if (home && starred.length) {
  const stars = new Set(kept.read("stars") ?? []);
  const seats = new Set();
  let link = kept.read("link");
  const icon =
    '<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M12 3l2.8 5.8 6.2.9-4.5 4.4 1.1 6.3L12 17.4l-5.6 3 1.1-6.3L3 9.7l6.2-.9z"/></svg><span></span>';
  const show = () => {
    let any = false;
    for (const place of starred) {
      const on = stars.has(place.dataset.star);
      const listed = on || seats.has(place.dataset.star);
      const words = place.closest("[data-add]").dataset;
      let button = place.querySelector(".star button");
      if (!button) {
        const around = document.createElement("div");
        around.className = "star";
        button = document.createElement("button");
        button.type = "button";
        button.innerHTML = icon;
        if ("shown" in place.dataset) button.className = "second small";
        else {
          button.className = "plain";
          button.lastChild.className = "hidden";
        }
        around.append(button);
        place.append(around);
      }
      button.classList.toggle("on", on);
      const title = place.querySelector("h3")?.textContent.trim();
      button.lastChild.textContent = (on ? words.remove : words.add) + (title ? ": " + title : "");
      if (mine) place.hidden = !listed;
      any ||= listed;
    }
    if (mine) {
      mine.hidden = !any;
      document.querySelector("[data-none]").hidden = any;
      const linked = document.querySelector("[data-linked]");
      linked.hidden = !link;
      if (link) linked.firstChild.href = link;
      for (const section of mine.querySelectorAll("section")) section.hidden = !section.querySelector("li:not([hidden])");
    }
  };
  const take = (saved) => {
    stars.clear();
    saved.starred.forEach((code) => stars.add(code));
    saved.chosen.forEach((code) => seats.add(code));
    kept.write("stars", [...stars]);
    show();
  };
  const ask = async (options) => {
    const answer = await fetch(link + "/stars", { ...options, headers: { Accept: "application/json" } });
    if (answer.ok) take(await answer.json());
    else if (answer.status === 404 && !options) kept.write("link", (link = null));
    else throw new Error(answer.statusText);
  };
  show();
  if (link) ask().catch(() => {});
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-star] .star button");
    if (!button) return;
    const code = button.closest("[data-star]").dataset.star;
    const on = !stars.has(code);
    const turn = (yes) => {
      if (yes) stars.add(code);
      else stars.delete(code);
      kept.write("stars", [...stars]);
      show();
    };
    turn(on);
    if (!link) return;
    try {
      await ask({ method: "POST", body: new URLSearchParams({ session: code, starred: on ? "yes" : "no" }) });
    } catch {
      turn(!on); // it is not saved where the other devices look
    }
  });
}

// On the page of her own programme: what this browser kept moves there, and the browser may keep the link.
const move = document.querySelector("[data-move]");
if (move && !kept.read("link") && kept.read("stars")?.length) {
  for (const code of kept.read("stars")) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "session";
    field.value = code;
    move.append(field);
  }
  move.hidden = false;
  move.addEventListener("submit", () => kept.write("stars", null));
}
const device = document.querySelector("[data-device]");
if (device && home) {
  const form = device.querySelector("form");
  const done = device.querySelector("[data-done]");
  const show = () => {
    form.hidden = !!kept.read("link");
    done.hidden = !form.hidden;
  };
  device.hidden = false;
  show();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(form.action, { method: "POST" });
      if (answer.ok) kept.write("link", (await answer.json()).link);
    } finally {
      delete form.dataset.sent;
      show();
    }
  });
  done.querySelector("button").addEventListener("click", () => {
    kept.write("link", null);
    kept.write("stars", null);
    show();
  });
}

// The release's pages stay readable without a network.
const worker = document.documentElement.dataset.worker;
if (worker && !navigator.connection?.saveData) {
  addEventListener("load", () => {
    navigator.serviceWorker
      ?.register(worker, { scope: worker.replace("/offline.js", ""), updateViaCache: "none" })
      .catch(() => {});
  });
}
