// Sends what waits: documents first, then photos in pieces, again and again by itself until there is a receipt. Only the
// server's receipt makes a visit "received"; a lost answer is asked for again, and the server takes each thing once.
"use strict";
const Sync = (() => {
  const SOON = 2000, LATE = 300000, LIMIT = 45000, PIECE = 128 * 1024, BATCH = 10, FRESH = 600000;
  const home = document.body.dataset.home, called = new EventTarget();
  const ENDED = {
    shut: "Máy này đã bị chặn: dữ liệu đi cơ sở trên máy đã xóa. Liên hệ Trung tâm.",
    wiped: "Đã gửi hết và xóa dữ liệu trên máy này theo yêu cầu của Trung tâm.",
  };
  const state = { cause: "", since: 0, busy: false, sentence: "" };
  let pause = SOON, timer = 0, current = null;
  const heard = "BroadcastChannel" in window ? new BroadcastChannel("bedo-di-co-so") : null;
  if (heard) heard.onmessage = () => called.dispatchEvent(new Event("change"));

  class Trouble extends Error {
    constructor(cause, sentence) { super(cause); this.cause = cause; this.sentence = sentence || ""; }
  }
  const tell = () => { called.dispatchEvent(new Event("change")); if (heard) heard.postMessage("change"); };
  const cookie = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";

  async function ask(method, address, { json, bytes, headers } = {}) {
    const stop = new AbortController(), clock = setTimeout(() => stop.abort(), LIMIT);
    let answer, data = null;
    try {
      answer = await fetch(home + address, {
        method, redirect: "manual", credentials: "same-origin", signal: stop.signal, cache: "no-store",
        body: bytes || (json ? JSON.stringify(json) : undefined),
        headers: {
          Accept: "application/json", "X-CSRFToken": cookie(), "X-Device": Store.device(),
          ...(json ? { "Content-Type": "application/json" } : bytes ? { "Content-Type": "application/octet-stream" } : {}), ...headers,
        },
      });
      if (answer.headers.get("Content-Type")?.includes("json")) data = await answer.json();
    } catch (error) {
      throw new Trouble(error.name === "AbortError" ? "slow" : "network");
    } finally {
      clearTimeout(clock);
    }
    if (answer.type === "opaqueredirect" || answer.status === 401 || (answer.status === 403 && !data)) throw new Trouble("signin");
    if (answer.status >= 500 || (answer.status !== 304 && !data)) throw new Trouble("server");
    if (data && data.code === "shut") throw new Trouble("shut", data.error);
    return { status: answer.status, data, tag: answer.headers.get("ETag") };
  }

  // Who am I, and what has this device to do? Another person than before gets a database of their own.
  async function greet() {
    const waiting = Store.who() ? await waits() : 0;
    let told = await ask("POST", "goi/chao/", { json: { device: Store.device(), label: Words.label(), waiting } });
    if (told.data.code === "other_device") {
      Store.newDevice();
      told = await ask("POST", "goi/chao/", { json: { device: Store.device(), label: Words.label(), waiting: 0 } });
    }
    if (told.status === 403) throw new Trouble("right", told.data.error);
    if (told.status !== 200) throw new Trouble("server", told.data.error);
    if (ENDED[told.data.device]) throw new Trouble(told.data.device, ENDED[told.data.device]);
    const user = told.data.user, before = Store.who();
    if (!before || before.id !== user.id) {
      const key = Store.device();
      Store.use(user);
      if (!before) {
        localStorage.setItem(`bedo-may-${user.id}`, key);
        localStorage.removeItem("bedo-may-moi");
      }
      called.dispatchEvent(new Event("person"));
      if (before) return greet();
    }
    return told.data;
  }
  async function waits() {
    const counts = await Promise.all(["ready", "sending", "refused"].map(Store.count));
    return counts.reduce((sum, one) => sum + one, 0);
  }

  async function fetchPackage(forced) {
    const at = (await Store.meta("package-at")) || 0;
    if (!forced && Date.now() - at < FRESH && Date.now() >= at) return;
    const tag = await Store.meta("package-tag");
    const told = await ask("GET", "goi/du-lieu/", { headers: tag ? { "If-None-Match": tag } : {} });
    if (told.status === 200) {
      await Store.setMeta("package", told.data);
      await Store.setMeta("package-tag", told.tag || "");
      called.dispatchEvent(new Event("package"));
    }
    await Store.setMeta("package-at", Date.now());
  }

  // All that waits, oldest first, in batches; a visit that the server refuses stays here with the server's sentence.
  async function sendAll() {
    for (;;) {
      const rows = [...await Store.inState("sending", BATCH), ...await Store.inState("ready", BATCH)].slice(0, BATCH);
      if (!rows.length) return;
      const told = await ask("POST", "goi/phieu/", { json: { now: new Date().toISOString(), visits: rows.map((row) => row.document) } });
      if (told.status !== 200) throw new Trouble("server", told.data.error);
      for (const [number, answer] of told.data.visits.entries()) await settle(rows[number], answer);
      tell();
    }
  }
  // Ends with the visit received or refused; anything else is the server's trouble, tried again later.
  async function settle(row, answer) {
    if (answer.error) return refuse(row.id, answer.error);
    if (answer.receipt) return receive(row.id, answer);
    await Store.change(row.id, (found) => { found.state = "sending"; found.error = ""; });
    let done = null;
    for (const [id, here] of answer.missing) {
      done = await sendPhoto(row, id, here);
      if (done === "refused") return undefined;
    }
    if (!done || !done.receipt) throw new Trouble("server");
    return receive(row.id, done);
  }
  const refuse = (id, error, photo) => Store.change(id, (found) => {
    found.state = "refused";
    found.error = error;
    found.bad_photo = photo || null;
  });
  const receive = (id, answer) => Store.received(id, {
    state: answer.state === "accepted" ? "accepted" : answer.state === "returned" ? "returned" : "received",
    receipt: answer.receipt, reason: answer.reason || "", received_at: new Date().toISOString(),
  });

  async function sendPhoto(row, id, from) {
    const entry = row.document.photos.find((one) => one.id === id), content = await Store.blob(id);
    if (!entry || !content) {
      await refuse(row.id, "Một ảnh không còn trên máy này. Mở phiếu, bỏ ảnh ấy rồi gửi lại.", id);
      return "refused";
    }
    for (let here = from; ;) {
      const bytes = await content.slice(here, here + PIECE).arrayBuffer();
      const told = await ask("PUT", `goi/anh/${id}/?tu=${here}&cua=${entry.size}&ma=${entry.sha256}`, { bytes });
      if (told.status === 422 || told.status === 403 || (told.status === 409 && told.data.code !== "gap")) {
        await refuse(row.id, told.data.error, id);
        return "refused";
      }
      here = told.data.received;
      await Store.setPhoto(id, (one) => { one.sent = here; one.whole = Boolean(told.data.whole); });
      tell();
      if (told.data.whole) return told.data.visit;
      if (told.status !== 200 && told.status !== 409) throw new Trouble("server", told.data.error);
    }
  }

  // What became of visits that were received: accepted or given back.
  async function follow() {
    const rows = await Store.inState("received", 200, true);
    if (!rows.length) return;
    const told = await ask("POST", "goi/tinh-trang/", { json: { ids: rows.map((row) => row.id) } });
    for (const answer of (told.data.visits || [])) {
      if (answer.state === "accepted" || answer.state === "returned") {
        await Store.change(answer.id, (found) => { found.state = answer.state; found.reason = answer.reason; });
      }
    }
  }

  async function all(forced) {
    const told = await greet();
    await sendAll();
    if (told.device === "wipe" && !(await waits()) && !(await Store.count("draft")) && !(await Store.count("returned"))) {
      await ask("POST", "goi/da-xoa/", { json: {} });
      throw new Trouble("wiped", ENDED.wiped);
    }
    await fetchPackage(forced);
    await follow();
    await Store.tidy(Date.now());
  }

  // One run at a time, in one tab at a time; it plans the next one itself.
  function run(forced = false) {
    if (ENDED[state.cause]) return Promise.resolve();
    current ||= once(forced).finally(() => { current = null; });
    return current;
  }
  async function once(forced) {
    clearTimeout(timer);
    state.busy = true;
    tell();
    try {
      const work = () => all(forced);
      if (navigator.locks) await navigator.locks.request("bedo-gui-phieu", { ifAvailable: true }, (lock) => (lock ? work() : undefined));
      else await work();
      Object.assign(state, { cause: "", since: 0, sentence: "" });
      pause = SOON;
    } catch (error) {
      await failed(error);
    }
    state.busy = false;
    tell();
    await plan();
  }
  async function plan() {
    if (ENDED[state.cause] || state.cause === "right") return;
    const count = (state) => Store.count(state).catch(() => 1);
    const left = Store.who() && await count("ready") + await count("sending");
    timer = setTimeout(run, state.cause ? pause + Math.random() * 500 : left ? SOON : LATE);
    if (state.cause) pause = Math.min(pause * 2, LATE);
  }
  async function failed(error) {
    if (error instanceof Trouble) {
      state.since ||= Date.now();
      state.cause = error.cause;
      state.sentence = error.sentence || Words.CAUSES[error.cause] || "";
      if (ENDED[error.cause] && Store.who()) {
        await Store.wipe({ keepName: true });
        called.dispatchEvent(new Event("person"));
      }
      return;
    }
    state.since ||= Date.now();
    state.cause = "device";
    state.sentence = error instanceof Store.Full ? "Máy đã đầy, chưa ghi được kết quả gửi. Xóa bớt ảnh, ứng dụng khác rồi gửi lại." : "Trình duyệt gặp lỗi khi gửi. Tải lại trang; phiếu vẫn còn trên máy.";
    console.warn(error);
  }

  // Try now; what is under way is let end first.
  async function now(forced) {
    pause = SOON;
    if (current) await current;
    return run(forced);
  }
  window.addEventListener("online", () => now());
  window.addEventListener("offline", () => { state.cause ||= "network"; state.sentence ||= Words.CAUSES.network; tell(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && !current) now(); });
  // A device that was wiped as asked begins anew, under another name.
  function anew() {
    Store.newDevice();
    Object.assign(state, { cause: "", since: 0, sentence: "" });
    return now(true);
  }
  return { state, now, anew, waits, on: (name, how) => called.addEventListener(name, how) };
})();
