"use strict";
// Keeps the pages of a release for when there is no network. What stands before this file, KEPT, is another with every
// release: then browsers start this worker anew, and it keeps the new pages in place of the old ones.
const PREFIX = `torg ${KEPT.scope} `;
const NAME = PREFIX + KEPT.version;
const PATIENCE_MS = 4000;
const pages = new Set(KEPT.pages);
const assets = new Set(KEPT.assets);

const store = async (address, answer) => {
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  headers.set("X-Kept", new Date().toISOString());
  const body = await answer.blob();
  await (await caches.open(NAME)).put(address, new Response(body, { headers }));
};

// What has a hash in its address is fetched once for all releases.
const keep = async (address) => {
  const known = assets.has(address) && (await caches.match(address));
  const answer = known || (await fetch(address, { cache: "no-cache", credentials: "omit" }));
  if (!answer.ok || answer.redirected) throw new Error(`${address} ${answer.status}`);
  await store(address, answer);
};

addEventListener("install", (event) => {
  const rest = [...KEPT.assets, ...KEPT.pages];
  const one = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) await keep(next);
  };
  event.waitUntil(Promise.all([one(), one(), one(), one()]).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
    }
    await clients.claim();
  };
  event.waitUntil(tidy());
});

// A page as it was, with a line that says so.
const asItWas = async (kept, words) => {
  const when = new Date(kept.headers.get("X-Kept")).toLocaleString(KEPT.language, {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: KEPT.zone,
  });
  const line = `<p class="demo offline">${words.replace("{0}", when)}</p>`;
  const body = (await kept.text()).replace('<header class="top">', (top) => top + line);
  return new Response(body, { headers: kept.headers });
};

const late = () => new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE_MS));

const page = async (event, url) => {
  const cache = await caches.open(NAME);
  const kept = await cache.match(url.pathname);
  const network = fetch(event.request);
  network.catch(() => {});
  try {
    const answer = await (kept ? Promise.race([network, late()]) : network);
    if (kept && answer.status >= 502) throw new Error(answer.statusText);
    if (answer.ok && !url.search && pages.has(url.pathname)) event.waitUntil(store(url.pathname, answer.clone()));
    return answer;
  } catch (error) {
    if (kept) return asItWas(kept, KEPT.says + (url.search ? " " + KEPT.noSearch : ""));
    const instead = await cache.match(KEPT.instead);
    if (!instead) throw error;
    return asItWas(instead, KEPT.missing);
  }
};

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  const within = url.pathname === KEPT.scope || url.pathname.startsWith(KEPT.scope + "/");
  if (assets.has(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(event.request)));
  } else if (within && event.request.mode === "navigate") {
    event.respondWith(page(event, url));
  }
});
