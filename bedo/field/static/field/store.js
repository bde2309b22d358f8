// What is on this device. One database for each person, so that nobody sees another's; every change is one transaction,
// so a tab that is killed leaves the state before or the state after. "Full" is thrown when the device has no room.
// A browser may throw its database away when the disk runs full under it; so what was not received lies here twice.
"use strict";
const Store = (() => {
  const WHO = "bedo-nguoi", KEEP_DAYS = 30;
  let base = null, who = JSON.parse(localStorage.getItem(WHO) || "null");

  class Full extends Error {}

  const name = (id) => `bedo-di-co-so-${id}`;
  const wait = (request) => new Promise((good, bad) => {
    request.onsuccess = () => good(request.result);
    request.onerror = () => bad(request.error);
  });
  // On a full disk a browser says so, or that it does not know what is wrong, or nothing.
  const full = (error) => (!error || ["QuotaExceededError", "UnknownError", "AbortError"].includes(error.name) ? new Full() : error);

  function open() {
    if (base) return base;
    const request = indexedDB.open(name(who.id), 1);
    let made = false;
    request.onupgradeneeded = () => {
      const db = request.result;
      made = true;
      db.createObjectStore("meta");
      db.createObjectStore("visits", { keyPath: "id" }).createIndex("state", ["state", "saved_at"]);
      db.createObjectStore("photos", { keyPath: "id" }).createIndex("visit", "visit");
      db.createObjectStore("blobs");
    };
    base = wait(request).then(async (db) => {
      db.onversionchange = () => { db.close(); base = null; };
      db.onclose = () => { base = null; };
      if (made) await restore(db);
      return db;
    });
    base.catch(() => { base = null; });
    return base;
  }

  // --- the second copy: one file a visit and a photo, apart from the database, until the receipt. It never stands in the way:
  // what cannot be copied is in the database.
  const UNSENT = ["draft", "ready", "sending", "refused", "returned"];
  const copies = () => caches.open(`bedo-ban-hai-${who.id}`);
  const place = (kind, id) => `/di-co-so/ban-hai/${kind}/${id}`;
  async function reach(work) {
    try { if (self.caches) await work(await copies()); } catch { /* no room, or no such store in this browser */ }
  }
  // One after another, so that a slow copy never lands after the next one or after the receipt.
  let queue = Promise.resolve();
  const quietly = (work) => { queue = queue.then(() => reach(work)); return queue; };
  const copyVisit = (row) => quietly((kept) => (UNSENT.includes(row.state)
    ? kept.put(place("phieu", row.id), new Response(JSON.stringify(row))) : kept.delete(place("phieu", row.id))));
  const copyPhoto = (photo, content) => quietly((kept) => kept.put(place("anh", photo.id),
    new Response(content, { headers: { "X-Anh": encodeURIComponent(JSON.stringify(photo)) } })));
  const forget = (kind, ids) => quietly((kept) => Promise.all(ids.map((id) => kept.delete(place(kind, id)))));

  // A tab that ended between the receipt and this leaves a copy of what was received. What the database does not know stays.
  const sweep = () => quietly(async (kept) => {
    for (const request of await kept.keys()) {
      const [, kind, id] = request.url.match(/([^/]+)\/([^/]+)$/);
      const owner = kind === "phieu" ? id : (await read("photos", (store) => wait(store.get(id))))?.visit, row = owner && await visit(owner);
      if (row && !UNSENT.includes(row.state)) await kept.delete(request);
    }
  });

  // A database that is new while there are copies was thrown away: everything is put back, or it stays thrown away for the next try.
  async function restore(db) {
    const visits = [], photos = [];
    await reach(async (kept) => {
      for (const request of await kept.keys()) {
        const one = await kept.match(request), photo = one.headers.get("X-Anh");
        if (photo) photos.push([JSON.parse(decodeURIComponent(photo)), await one.blob()]);
        else visits.push(await one.json());
      }
    });
    if (!visits.length && !photos.length) return;
    try {
      const step = db.transaction(["visits", "photos", "blobs"], "readwrite", { durability: "strict" });
      const done = new Promise((good, bad) => { step.oncomplete = good; step.onabort = bad; });
      for (const row of visits) step.objectStore("visits").put(row);
      for (const [photo, content] of photos) {
        step.objectStore("photos").put(photo);
        step.objectStore("blobs").put(content, photo.id);
      }
      await done;
    } catch {
      db.close();
      indexedDB.deleteDatabase(name(who.id));
      throw new Full();
    }
  }

  // work(transaction's stores by name) in one transaction; answers what work answers, once everything is on the disk.
  async function within(mode, stores, work) {
    let step;
    try { step = (await open()).transaction(stores, mode, { durability: "strict" }); } catch (error) { base = null; throw full(error); }
    const done = new Promise((good, bad) => {
      step.oncomplete = good;
      step.onabort = () => bad(full(step.error));
    });
    done.catch(() => {});
    let result;
    try {
      result = await work(Object.fromEntries(stores.map((one) => [one, step.objectStore(one)])));
    } catch (error) {
      try { step.abort(); } catch { /* ended already */ }
      throw full(error);
    }
    await done;
    return result;
  }
  const read = (store, work) => within("readonly", [store], (stores) => work(stores[store]));

  const meta = (key) => read("meta", (store) => wait(store.get(key)));
  const setMeta = (key, value) => within("readwrite", ["meta"], ({ meta: store }) => wait(store.put(value, key)));

  const visit = (id) => read("visits", (store) => wait(store.get(id)));
  const photosOf = (id) => read("photos", (store) => wait(store.index("visit").getAll(id)));
  const blob = (id) => read("blobs", (store) => wait(store.get(id)));
  const range = (state) => IDBKeyRange.bound([state, ""], [state, "\uffff"]);
  const count = (state) => read("visits", (store) => wait(store.index("state").count(range(state))));
  // The oldest first for what waits, the newest first otherwise; at most `most`.
  const inState = (state, most, newest) => read("visits", async (store) => {
    if (!newest) return wait(store.index("state").getAll(range(state), most));
    const found = [];
    return new Promise((good, bad) => {
      const request = store.index("state").openCursor(range(state), "prev");
      request.onerror = () => bad(request.error);
      request.onsuccess = () => {
        const at = request.result;
        if (!at || found.length >= most) return good(found);
        found.push(at.value);
        at.continue();
      };
    });
  });

  // Change a visit as it is on the disk now, in one transaction; change answers false to leave it.
  async function change(id, how) {
    const found = await within("readwrite", ["visits"], async ({ visits }) => {
      const row = await wait(visits.get(id));
      if (row && how(row) !== false) await wait(visits.put(row));
      return row;
    });
    if (found) await copyVisit(found);
    return found;
  }
  async function put(row) {
    await within("readwrite", ["visits"], ({ visits }) => wait(visits.put(row)));
    await copyVisit(row);
  }
  const setPhoto = (id, how) => within("readwrite", ["photos"], async ({ photos }) => {
    const found = await wait(photos.get(id));
    if (found) { how(found); await wait(photos.put(found)); }
  });
  async function addPhoto(photo, content) {
    await within("readwrite", ["photos", "blobs"], async ({ photos, blobs }) => {
      await wait(photos.put(photo));
      await wait(blobs.put(content, photo.id));
    });
    await copyPhoto(photo, content);
  }
  async function dropPhoto(id) {
    await forget("anh", [id]);
    await within("readwrite", ["photos", "blobs"], async ({ photos, blobs }) => {
      await wait(photos.delete(id));
      await wait(blobs.delete(id));
    });
  }
  async function drop(id) {
    const photos = await photosOf(id);
    await forget("phieu", [id]);
    await forget("anh", photos.map((one) => one.id));
    await within("readwrite", ["visits", "photos", "blobs"], async (stores) => {
      for (const one of photos) { stores.photos.delete(one.id); stores.blobs.delete(one.id); }
      await wait(stores.visits.delete(id));
    });
  }
  // A receipt came: the bytes of the photos are no longer needed here.
  async function received(id, told) {
    const photos = await photosOf(id);
    await within("readwrite", ["visits", "photos", "blobs"], async (stores) => {
      const row = await wait(stores.visits.get(id));
      for (const one of photos) {
        await wait(stores.photos.put({ ...one, sent: one.size, whole: true }));
        await wait(stores.blobs.delete(one.id));
      }
      await wait(stores.visits.put({ ...row, ...told, error: "" }));
    });
    await forget("phieu", [id]);
    await forget("anh", photos.map((one) => one.id));
  }
  // What was accepted, or is long received, goes: only the receipt's line stays, and that for a month.
  async function tidy(now) {
    const old = new Date(now - KEEP_DAYS * 864e5).toISOString();
    for (const state of ["accepted", "received"]) {
      for (const row of await inState(state, 500)) {
        if (row.saved_at < old) await drop(row.id);
        else if (state === "accepted" && row.document) {
          await put({ ...row, document: null, answers: {}, base: {} });
        }
      }
    }
    await sweep();
  }

  function use(user) {
    if (base) base.then((db) => db.close()).catch(() => {});
    base = null;
    who = user;
    localStorage.setItem(WHO, JSON.stringify(user));
  }
  function device() {
    const key = `bedo-may-${who ? who.id : "moi"}`;
    if (!localStorage.getItem(key)) localStorage.setItem(key, crypto.randomUUID());
    return localStorage.getItem(key);
  }
  const newDevice = () => localStorage.removeItem(`bedo-may-${who ? who.id : "moi"}`);
  // Nothing stays. `keepName`: the device goes on calling itself by its id, so that the server knows it when it calls again.
  async function wipe({ keepName = false } = {}) {
    const id = who.id;
    if (keepName) localStorage.setItem("bedo-may-moi", device());
    if (self.caches) await caches.delete(`bedo-ban-hai-${id}`);
    if (base) (await base).close();
    base = null;
    await wait(indexedDB.deleteDatabase(name(id)));
    localStorage.removeItem(`bedo-may-${id}`);
    localStorage.removeItem(WHO);
    who = null;
  }
  return {
    Full, meta, setMeta, visit, photosOf, blob, count, inState, change, put, setPhoto, addPhoto, dropPhoto, drop, received, tidy,
    use, device, newDevice, wipe, who: () => who,
  };
})();
