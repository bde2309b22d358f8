// Keeps the app itself on the device; calls to the server and everything else go past it. The list KEPT and VERSION stand above.
"use strict";
const CACHE = `bedo-di-co-so-${VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE)
    .then((cache) => cache.addAll(KEPT.map((address) => new Request(address, { cache: "no-cache", credentials: "same-origin", redirect: "error" }))))
    .then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith("bedo-di-co-so-") && name !== CACHE).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (!KEPT.includes(address.pathname)) return;
  event.respondWith(caches.open(CACHE).then((cache) => cache.match(address.pathname))
    .then((kept) => kept || fetch(event.request)));
});
