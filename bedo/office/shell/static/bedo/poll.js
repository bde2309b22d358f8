// A part with data-bedo-poll="SECONDS" is fetched anew from the page's own address; when the new page has no such part the
// work is over and the page is loaded again. Without this script the link inside the part does the same.
"use strict";
(() => {
  const LIMIT = 20000;
  const look = async (part) => {
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), LIMIT);
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual", signal: stop.signal });
      if (!answer.ok) return location.reload();
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-bedo-poll]");
      if (!fresh) return location.reload();
      if (!part.contains(document.activeElement)) part.querySelector("[data-bedo-news]").replaceChildren(...fresh.querySelector("[data-bedo-news]").childNodes);
    } catch {
      // the network is away: the next look tries again
    } finally {
      clearTimeout(clock);
    }
    later(part);
  };
  const later = (part) => setTimeout(look, 1000 * Number(part.dataset.bedoPoll), part);
  for (const part of document.querySelectorAll("[data-bedo-poll]")) later(part);
})();
