// The pages of the field app. What is not received yet comes first; every page works without a connection.
"use strict";
(() => {
  const { h, mark } = Forms;
  const main = document.getElementById("chinh"), SHOWN = 40, OLD_DAYS = 30;
  const UNSENT = ["refused", "returned", "sending", "ready", "draft"];
  let pack = null, folded = [], here = null, drawing = 0, leave = null;

  // ---- what is on the device ----
  async function load() {
    pack = Store.who() ? await Store.meta("package") : null;
    const at = Store.who() ? await Store.meta("package-at") : 0;
    if (pack && Date.now() - at > OLD_DAYS * 864e5) pack = { ...pack, establishments: [], wishes: [], shares: [], next: [], old: true };
    folded = pack ? pack.establishments.map((one) => ({ one, key: Words.fold(`${one.values.name} ${placeName(one.place)} ${one.products.join(" ")}`) })) : [];
  }
  const communeOf = (pk) => pack && pack.communes.find(([one]) => one === pk);
  const placeName = (pk) => (communeOf(pk) || [0, ""])[1];
  const establishment = (pk) => pack && pack.establishments.find((one) => one.id === pk);
  const formOf = (kind, version) => pack && pack.forms.find((one) => one.kind === kind && (!version || one.version === version));
  const kindWord = (row) => (pack ? pack.kinds[row.kind] : row.form?.title || "");
  const pointOf = (one) => (one.lat ? { lat: one.lat, lon: one.lon } : ((at) => (at && at[2] ? { lat: at[2], lon: at[3] } : null))(communeOf(one.place)));
  const find = (text) => { const words = Words.fold(text).split(" ").filter(Boolean); return folded.filter(({ key }) => words.every((word) => key.includes(word))).map(({ one }) => one); };

  // ---- the frame ----
  const title = (text, ...more) => h("div", { class: "head" }, h("h1", {}, text), ...more);
  const sheet = (name, aside, ...body) => h("section", { class: "sheet" }, h("h2", {}, name, aside ? h("span", { class: "r" }, aside) : null), ...body);
  function net() {
    const { cause, sentence, since } = Sync.state;
    if (!cause) return null;
    const offline = cause === "network", ended = cause === "shut" || cause === "wiped";
    return h("div", { class: "net" }, mark(offline ? "nonet" : "info"), h("div", {}, h("b", {}, sentence || Words.CAUSES[cause] || ""),
      ended ? null : h("br"), ended ? null : h("span", { class: "sec" }, offline ? "Mạng có lại lúc nào máy tự gửi lúc đó, mỗi phiếu chỉ vào hệ thống một lần." : `Chưa gửi được từ ${Words.moment(since)}.`),
      cause === "signin" ? h("div", { class: "acts" }, h("a", { class: "btn main", href: document.body.dataset.signIn }, "Đăng nhập lại")) : null,
      cause === "wiped" ? h("div", { class: "acts" }, h("button", { type: "button", class: "btn", onclick: Sync.anew }, "Lấy lại dữ liệu về máy này")) : null));
  }
  const photosWord = (row, photos) => (row.document ? row.document.photos.length : photos) || 0;

  function line(row, photos) {
    const total = photosWord(row, photos.length), sent = photos.filter((one) => one.whole).length;
    if (row.state === "draft") return h("span", { class: "sync loc" }, mark("pen"), h("span", {}, h("b", {}, "Trên máy này, đang ghi"), ` · ${photos.length} ảnh · lưu lúc ${Words.moment(row.saved_at)}`));
    if (row.state === "ready") return h("span", { class: "sync loc" }, mark("dev"), h("span", {}, h("b", {}, "Trên máy này"), ` · ${total} ảnh, chưa gửi`));
    if (row.state === "sending") {
      return h("span", { class: "sync up" }, mark("up"), h("span", {}, h("b", {}, Sync.state.busy ? "Đang gửi" : "Đang gửi, tạm dừng"), ` · ${total - sent} trong ${total} ảnh chưa gửi `,
        h("progress", { value: sent, max: total || 1, "aria-label": `Đã gửi ${sent} trong ${total} ảnh` })));
    }
    if (row.state === "refused") return h("span", { class: "sync red" }, mark("late"), h("span", {}, h("b", {}, "Trên máy này, máy chủ chưa nhận"), ` · ${row.error}`));
    if (row.state === "returned") return h("span", { class: "sync red" }, mark("back"), h("span", {}, h("b", {}, `Bị trả lại – số phiếu ${row.receipt}`), ` · ${row.reason}`));
    return h("span", { class: "sync in" }, mark("ok"), h("span", {}, h("b", {}, `Đã nhận – số phiếu ${row.receipt}`), ` · ${total}/${total} ảnh · ${Words.moment(row.received_at)}${row.state === "accepted" ? " · đã chấp nhận" : ""}`));
  }
  async function item(row) {
    const photos = await Store.photosOf(row.id);
    return h("li", { class: "visit", "data-visit": row.id, "data-state": row.state }, h("a", { class: "nm", href: `#/phieu/${row.id}` }, row.title), h("span", { class: "tm" }, Words.moment(row.finished_at || row.started_at)),
      h("span", { class: "where" }, `${kindWord(row)}${row.where ? ` · ${row.where}` : ""}`), line(row, photos));
  }

  // ---- pages ----
  async function home() {
    if (!Store.who()) return start();
    const counts = Object.fromEntries(await Promise.all([...UNSENT, "received", "accepted"].map(async (state) => [state, await Store.count(state)])));
    const left = counts.ready + counts.sending + counts.refused, rows = [];
    for (const state of UNSENT) if (rows.length < SHOWN) rows.push(...await Store.inState(state, SHOWN - rows.length, state === "draft"));
    const unsent = UNSENT.reduce((sum, state) => sum + counts[state], 0);
    const done = [...await Store.inState("received", 15, true), ...await Store.inState("accepted", 10, true)].sort((a, b) => (a.saved_at < b.saved_at ? 1 : -1)).slice(0, 15);
    const say = left ? `${left} phiếu chưa được nhận` : "Mọi phiếu đã xong đều được nhận";
    return [
      title("Đi cơ sở", h("span", { class: "sec" }, Words.day(Date.now()))),
      net(),
      h("div", { class: left ? "left some" : "left", role: "status", "data-left": String(left) }, mark(left ? "dev" : "ok"), h("div", {}, h("b", {}, say), left ? h("span", { class: "sec" }, Sync.state.busy ? "Máy đang gửi." : "Đừng xóa dữ liệu trình duyệt khi còn phiếu chưa được nhận.") : null),
        left ? h("div", { class: "acts" }, h("button", { type: "button", class: "btn", onclick: () => Sync.now(true) }, mark("up"), "Gửi ngay"), h("button", { type: "button", class: "btn", onclick: exportNow }, mark("save"), "Lưu ra tệp")) : null),
      h("p", { class: "acts" }, h("a", { class: "btn main big", href: "#/moi" }, "Buổi thăm mới")),
      sheet("Còn trên máy này", unsent > rows.length ? `${rows.length} trong ${unsent} phiếu` : `${unsent} phiếu`, rows.length ? h("ul", {}, await Promise.all(rows.map(item))) : h("p", { class: "pad sec" }, "Không có phiếu nào đang ghi hay chờ gửi.")),
      sheet("Đã nhận", counts.received + counts.accepted ? `${counts.received + counts.accepted} phiếu trong 30 ngày` : "", done.length ? h("ul", {}, await Promise.all(done.map(item))) : h("p", { class: "pad sec" }, "Phiếu được nhận sẽ hiện ở đây, kèm số phiếu.")),
    ];
  }
  const start = () => [title("Đi cơ sở"), net(), Sync.state.cause === "shut" || Sync.state.cause === "wiped" ? null : h("p", { class: "pad" }, Sync.state.busy ? "Đang lấy dữ liệu về máy…" : "Mở trang này một lần khi có mạng và đã đăng nhập; sau đó dùng được cả khi không có mạng.")];
  async function exportNow() {
    const count = await Export.save();
    window.alert(`Đã lưu ${count} phiếu ra một tệp. Gửi tệp này cho Trung tâm (mục “Đọc tệp phiếu”). Phiếu trên máy vẫn giữ nguyên cho đến khi được nhận.`);
  }

  function choose() {
    if (!pack) return start();
    return [title("Buổi thăm mới"), sheet("Thăm để làm gì?", "", h("ul", { class: "list picks" }, Object.entries(pack.kinds).filter(([kind]) => formOf(kind)).map(([kind, word]) => h("li", {}, h("a", { class: "g", href: `#/moi/${kind}` }, word)))))];
  }
  // For whom: an establishment by search; for a kind that needs one, a wish or a project of it.
  function chooseOne(kind) {
    if (!pack) return start();
    const need = pack.needs[kind], results = h("ul", { class: "list picks", "aria-live": "polite" });
    const input = h("input", { class: "f", id: "tim-co-so", type: "search", autocomplete: "off", placeholder: "Tên cơ sở, xã, sản phẩm (gõ không dấu được)" });
    const items = () => {
      const found = find(input.value);
      if (need === "wish") return pack.wishes.map((wish) => ({ one: establishment(wish.establishment), wish })).filter(({ one }) => one && found.includes(one)).map(({ one, wish }) => [one, wish.id, `${wish.code}: ${wish.need}`]);
      if (need === "share") return pack.shares.filter((share) => share.kinds.includes(kind)).map((share) => ({ one: establishment(share.establishment), share })).filter(({ one }) => one && found.includes(one)).map(({ one, share }) => [one, share.id, `${share.code}: ${share.title} (${share.state})`]);
      return found.map((one) => [one, null, [placeName(one.place), one.products.join(", ")].filter(Boolean).join(" · ")]);
    };
    const show = () => {
      const all = items(), shown = all.slice(0, 30);
      results.replaceChildren(...shown.map(([one, subject, hint]) => h("li", {}, h("button", { type: "button", class: "link g", onclick: () => begin(kind, one, subject, hint) }, one.values.name, h("span", { class: "s2" }, hint)))),
        ...(all.length > 30 ? [h("li", { class: "sec" }, `Còn ${all.length - 30} cơ sở nữa: gõ thêm chữ.`)] : []), ...(all.length ? [] : [h("li", { class: "sec" }, need ? "Không có nhu cầu, đề án nào hợp với loại phiếu này." : "Không có cơ sở nào khớp.")]));
    };
    typed(input, show);
    show();
    return [title(pack.kinds[kind]), sheet("Thăm cơ sở nào?", "", h("div", { class: "pad" }, h("label", { for: "tim-co-so" }, "Tìm trên máy này"), input), results,
      need || kind === "nang_luong" ? null : h("p", { class: "acts" }, h("button", { type: "button", class: "btn", onclick: () => begin(kind, null, null, "") }, mark("plus"), "Cơ sở chưa có trong danh sách"))),
    kind === "nang_luong" ? h("p", { class: "acts" }, h("button", { type: "button", class: "btn", onclick: () => begin(kind, null, null, "") }, "Công trình không thuộc cơ sở nào")) : null];
  }
  function typed(input, show) {
    let composing = false, clock = 0;
    input.addEventListener("compositionstart", () => { composing = true; });
    input.addEventListener("compositionend", () => { composing = false; show(); });
    input.addEventListener("input", () => { clearTimeout(clock); clock = setTimeout(() => { if (!composing) show(); }, 120); });
  }
  async function begin(kind, one, subject, about) {
    const now = new Date().toISOString(), form = formOf(kind);
    const row = {
      id: crypto.randomUUID(), kind, form_version: form.version, form, revision: 1, establishment: one ? one.id : null, subject,
      title: one ? one.values.name : kind === "nang_luong" ? "Công trình năng lượng" : "Cơ sở mới", where: one ? placeName(one.place) : "", about: subject ? about : "",
      base: one ? { version: one.version, values: one.values } : {}, answers: {}, state: "draft", started_at: now, finished_at: null, saved_at: now,
      document: null, receipt: "", error: "", reason: "",
    };
    if (kind === "tham_tra") row.answers.content = pack.wishes.find((wish) => wish.id === subject)?.content;
    if (kind === "hieu_qua") row.answers.year = new Date().getFullYear() - 1;
    try { await Store.put(row); } catch (error) { return alarm(error); }
    location.hash = `#/phieu/${row.id}`;
    return undefined;
  }
  function alarm(error) {
    const text = error instanceof Store.Full ? "Máy đã đầy: phần vừa nhập CHƯA được lưu. Xóa bớt ảnh, ứng dụng khác trên máy rồi thử lại; các phiếu đã lưu vẫn còn." : "Trình duyệt không ghi được vào máy. Tải lại trang; các phiếu đã lưu vẫn còn.";
    main.querySelector(":scope > .msg[role=alert]")?.remove();
    main.prepend(h("p", { class: "msg", role: "alert" }, text));
    window.scrollTo(0, 0);
    return text;
  }

  // One visit: while it is a draft the form; afterwards what it says and where it is.
  async function visit(id) {
    const row = await Store.visit(id);
    if (!row) return [title("Phiếu"), h("p", { class: "pad" }, "Phiếu này không có trên máy. ", h("a", { href: "#/" }, "Về danh sách phiếu"))];
    return row.state === "draft" ? writing(row) : reading(row);
  }
  async function writing(row) {
    const form = row.form || formOf(row.kind, row.form_version), photos = await Store.photosOf(row.id);
    const fresh = row.kind === "khao_sat" && !row.establishment;
    const saved = h("p", { class: "auto", role: "status" }), status = h("span", {});
    saved.append(mark("dev"), status);
    const say = (text, bad) => { status.textContent = text; saved.classList.toggle("no", Boolean(bad)); };
    let clock = 0, failedAt = "", dirty = false;
    const save = async () => {
      clearTimeout(clock);
      if (!dirty) return true;
      dirty = false;
      const at = new Date().toISOString(), name = fresh && row.answers.name ? row.answers.name : row.title;
      try {
        const kept = await Store.change(row.id, (found) => {
          if (found.state !== "draft") return false;
          Object.assign(found, { answers: row.answers, saved_at: at, title: name, where: row.where || placeName(row.answers.place) });
          return true;
        });
        if (!kept) await Store.put(Object.assign(row, { saved_at: at }));
        else if (kept.state !== "draft") { say("Phiếu này đã xong ở thẻ khác. Tải lại trang.", true); return false; }
        failedAt = "";
        say(`Lưu trên máy này lúc ${Words.time(at)}, chưa nộp`);
        return true;
      } catch (error) {
        dirty = true;
        failedAt ||= Words.time(Date.now());
        say(`Chưa lưu được từ ${failedAt}: ${error instanceof Store.Full ? "máy đã đầy. Chữ vẫn còn trong trang này; xóa bớt ảnh hoặc ứng dụng khác, máy sẽ tự lưu lại." : "trình duyệt không ghi được. Đừng đóng trang."}`, true);
        clock = setTimeout(save, 5000);
        return false;
      }
    };
    const changed = () => { dirty = true; clearTimeout(clock); clock = setTimeout(save, 400); };
    leave = save;
    say(`Lưu trên máy này lúc ${Words.time(row.saved_at)}, chưa nộp`);
    const scene = {
      answers: row.answers, base: row.base.values, fresh, changed, photos, communes: pack ? pack.communes : [], badPhoto: row.bad_photo,
      dropPhoto: async (one) => { photos.splice(photos.indexOf(one), 1); await Store.dropPhoto(one.id); },
      addPhotos: async (files, question) => {
        const refused = [];
        for (const file of files) {
          try { photos.push(await Photos.take(file, row.id, question, row.answers.position)); } catch (error) {
            if (error instanceof Photos.NotAPhoto) refused.push(error.message);
            else if (error instanceof Store.Full) return "Máy đã đầy: ảnh vừa chụp CHƯA được lưu. Xóa bớt ảnh, ứng dụng khác rồi chụp lại; câu trả lời vẫn còn.";
            else return "Trình duyệt không ghi được ảnh. Chụp lại; câu trả lời vẫn còn.";
          }
        }
        return refused.join(" ");
      },
    };
    const holder = Forms.draw(form, scene), wrong = h("div", {});
    const finish = async () => {
      const counts = {};
      for (const one of photos) counts[one.question] = (counts[one.question] || 0) + 1;
      const problems = Forms.check(form, row.answers, counts, fresh);
      Forms.point(holder, problems);
      wrong.replaceChildren(...(problems.length ? [h("p", { class: "msg", role: "alert" }, `Còn ${problems.length} câu chưa xong. Phiếu vẫn được lưu trên máy này.`)] : []));
      if (problems.length || (dirty && !(await save()))) return;
      await submit(row, form, photos, fresh);
    };
    const erase = async () => {
      if (!window.confirm("Xóa hẳn phiếu đang ghi này cùng ảnh của nó khỏi máy?")) return;
      dirty = false;
      await Store.drop(row.id);
      location.hash = "#/";
    };
    return [title(row.title, h("span", { class: "sec" }, kindWord(row))),
      row.reason ? h("p", { class: "msg warn" }, `Trung tâm trả lại phiếu ${row.receipt}: ${row.reason}`) : null,
      row.error ? h("p", { class: "msg" }, row.error) : null,
      row.about ? h("p", { class: "sec" }, row.about) : null,
      holder, wrong, saved,
      h("p", { class: "acts" }, h("button", { type: "button", class: "btn main big", onclick: finish }, "Xong buổi thăm")),
      h("p", { class: "acts" }, row.revision > 1 ? null : h("button", { type: "button", class: "link stop", onclick: erase }, "Xóa phiếu đang ghi này"))];
  }
  async function submit(row, form, photos, fresh) {
    const now = new Date().toISOString(), answers = Forms.kept(form, row.answers, fresh), asked = new Set(Forms.questions(form).filter((one) => Forms.asked(one, row.answers, fresh)).map((one) => one.key));
    const sent = photos.filter((one) => asked.has(one.question));
    for (const one of photos) if (!sent.includes(one)) await Store.dropPhoto(one.id);
    const document_ = {
      id: row.id, revision: row.revision, kind: row.kind, form_version: row.form_version, started_at: row.started_at, finished_at: row.revision > 1 ? row.finished_at : now,
      establishment: row.establishment, subject: row.subject, base: row.base, answers, lat: row.answers.position?.lat ?? null, lon: row.answers.position?.lon ?? null,
      photos: sent.map(({ id, question, size, sha256, taken_at, lat, lon }) => ({ id, question, size, sha256, taken_at, lat, lon })),
    };
    try {
      await Store.change(row.id, (found) => {
        if (found.state !== "draft") return false;
        Object.assign(found, { answers, document: document_, state: "ready", finished_at: document_.finished_at, saved_at: now, error: "", bad_photo: null });
        return true;
      });
    } catch (error) { alarm(error); return; }
    leave = null;
    location.hash = "#/";
    Sync.now();
  }
  async function reading(row) {
    const photos = await Store.photosOf(row.id), form = row.form || formOf(row.kind, row.form_version);
    const reopen = async () => {
      await Store.change(row.id, (found) => {
        if (!["returned", "refused"].includes(found.state)) return false;
        Object.assign(found, { state: "draft", revision: found.revision + 1, saved_at: new Date().toISOString() });
        return true;
      });
      draw();
    };
    const again = async () => { await Store.change(row.id, (found) => { if (found.state === "refused") found.state = "ready"; }); location.hash = "#/"; Sync.now(); };
    const open = ["returned", "refused"].includes(row.state);
    const shown = form ? Forms.questions(form).filter((one) => row.answers[one.key] !== undefined) : [];
    return [title(row.title, h("span", { class: "sec" }, kindWord(row))), h("div", { class: "sheet pad" }, line(row, photos)),
      open ? h("p", { class: "acts" }, h("button", { type: "button", class: "btn main", onclick: reopen }, "Sửa phiếu"), row.state === "refused" ? h("button", { type: "button", class: "btn", onclick: again }, "Gửi lại nguyên phiếu") : null) : null,
      shown.length ? sheet("Đã ghi", "", h("dl", { class: "facts pad" }, shown.flatMap((one) => [h("dt", {}, one.label), h("dd", {}, told(one, row.answers[one.key]))]))) : h("p", { class: "sec" }, "Nội dung phiếu đã ở máy chủ, không giữ trên máy này nữa."),
      h("p", {}, h("a", { href: "#/" }, "Về danh sách phiếu"))];
  }
  function told(question, value) {
    if (question.options) { const words = Object.fromEntries(question.options); return [value].flat().map((code) => words[code] || code).join("; "); }
    if (question.type === "group") return value.map((row) => question.questions.filter((one) => row[one.key] !== undefined).map((one) => told(one, row[one.key])).join(" · ")).join("; ");
    if (question.type === "position") return `${value.lat.toFixed(5)}, ${value.lon.toFixed(5)}`;
    if (question.type === "place") return placeName(value);
    if (question.type === "date") return Words.serverDay(value);
    return typeof value === "number" ? Words.number(value) : String(value);
  }

  // Where to go next: the pressing first, or the near first.
  function reasons() {
    const rows = (pack ? pack.next : []).map((row) => ({ ...row, one: establishment(row.establishment) })).filter((row) => row.one);
    for (const row of rows) { const at = pointOf(row.one); row.km = here && at ? Words.distance(here, at) : null; }
    return rows.sort((a, b) => (near && a.km !== null && b.km !== null ? a.km - b.km : a.rank - b.rank || (a.km ?? 1e9) - (b.km ?? 1e9)));
  }
  let near = false;
  async function next() {
    if (!pack) return start();
    const rows = reasons(), shown = rows.slice(0, 60);
    const locate = async () => { here = await Photos.position(); near = Boolean(here); if (!here) alarmText("Không lấy được vị trí: máy không cho phép hoặc không bắt được sóng."); draw(); };
    return [title("Nên đến"), h("p", { class: "acts" }, h("button", { type: "button", class: "btn", "aria-pressed": String(near), onclick: locate }, mark("pin"), "Gần tôi trước"), near ? h("button", { type: "button", class: "btn", onclick: () => { near = false; draw(); } }, "Việc gấp trước") : null),
      sheet(near ? "Theo đường đi" : "Theo việc gấp", `${rows.length} cơ sở`, shown.length ? h("ul", {}, shown.map(place)) : h("p", { class: "pad sec" }, "Không có cơ sở nào đang chờ đến."), rows.length > 60 ? h("p", { class: "pad sec" }, `Còn ${rows.length - 60} cơ sở nữa.`) : null)];
  }
  function alarmText(text) { main.prepend(h("p", { class: "msg warn", role: "alert" }, text)); }
  const place = (row) => h("li", { class: "visit" }, h("a", { class: "nm", href: `#/co-so/${row.one.id}` }, row.one.values.name), h("span", { class: "tm" }, row.km !== null ? Words.km(row.km) : ""), h("span", { class: "where" }, placeName(row.one.place)),
    h("span", { class: `sync ${row.rank === 0 ? "red" : row.rank < 3 ? "loc" : ""}` }, mark(row.rank === 0 ? "late" : row.rank < 3 ? "soon" : "far"), h("span", {}, row.why.join("; "))));

  function search() {
    if (!pack) return start();
    const input = h("input", { class: "f", id: "tim", type: "search", autocomplete: "off", placeholder: "Gõ không dấu được" }), list = h("ul", { class: "list picks", "aria-live": "polite" });
    const show = () => {
      const all = find(input.value);
      list.replaceChildren(...all.slice(0, 30).map((one) => h("li", {}, h("a", { class: "g", href: `#/co-so/${one.id}` }, one.values.name, h("span", { class: "s2" }, [placeName(one.place), one.products.join(", ")].filter(Boolean).join(" · "))))), ...(all.length > 30 ? [h("li", { class: "sec" }, `Còn ${all.length - 30} cơ sở nữa: gõ thêm chữ.`)] : []), ...(all.length ? [] : [h("li", { class: "sec" }, "Không có cơ sở nào khớp.")]));
    };
    typed(input, show);
    show();
    return [title("Cơ sở trên máy này", h("span", { class: "sec" }, `${pack.establishments.length} cơ sở`)), pack.old ? h("p", { class: "msg warn" }, "Dữ liệu quá 30 ngày nên đã ẩn. Mở trang khi có mạng để lấy lại.") : null, sheet("Tìm", "", h("div", { class: "pad" }, h("label", { for: "tim" }, "Tên cơ sở, xã, sản phẩm"), input), list)];
  }
  function card(id) {
    const one = establishment(Number(id));
    if (!one) return [title("Cơ sở"), h("p", { class: "pad" }, "Cơ sở này không có trên máy.")];
    const wishes = pack.wishes.filter((wish) => wish.establishment === one.id), shares = pack.shares.filter((share) => share.establishment === one.id), why = pack.next.find((row) => row.establishment === one.id);
    const fact = (word, value) => (value ? [h("dt", {}, word), h("dd", {}, value)] : []);
    return [title(one.values.name), sheet("Hồ sơ trên máy này", "", h("dl", { class: "facts pad" }, fact("Loại hình", pack.establishment_kinds[one.values.kind]), fact("Địa bàn", placeName(one.place)), fact("Địa chỉ", one.values.address), fact("Sản phẩm", one.products.join(", ")), fact("Lao động", one.values.workers && `${one.values.workers} người`), fact("Lần thăm cuối", Words.serverDay(one.seen) || "chưa thăm lần nào"), fact("Vì sao nên đến", why && why.why.join("; ")))),
      sheet("Bắt đầu buổi thăm", "", h("ul", { class: "list picks" }, h("li", {}, h("button", { type: "button", class: "link g", onclick: () => begin("khao_sat", one, null, "") }, pack.kinds.khao_sat)),
        wishes.map((wish) => h("li", {}, h("button", { type: "button", class: "link g", onclick: () => begin("tham_tra", one, wish.id, `${wish.code}: ${wish.need}`) }, `${pack.kinds.tham_tra}: ${wish.code}`, h("span", { class: "s2" }, wish.need)))),
        shares.flatMap((share) => share.kinds.map((kind) => h("li", {}, h("button", { type: "button", class: "link g", onclick: () => begin(kind, one, share.id, `${share.code}: ${share.title}`) }, `${pack.kinds[kind]}: ${share.code}`, h("span", { class: "s2" }, share.title)))))))];
  }

  // Communes as small points, establishments that somebody should see as marks; the same rows stand in "Nên đến".
  function map() {
    if (!pack) return start();
    const spots = pack.communes.filter((one) => one[2]), rows = reasons().map((row) => ({ ...row, at: pointOf(row.one) })).filter((row) => row.at);
    const all = [...spots.map(([, , lat, lon]) => ({ lat, lon })), ...rows.map((row) => row.at)];
    if (!all.length) return [title("Bản đồ"), h("p", { class: "pad sec" }, "Chưa có tọa độ nào trên máy này.")];
    const west = Math.min(...all.map((at) => at.lon)), east = Math.max(...all.map((at) => at.lon)), south = Math.min(...all.map((at) => at.lat)), north = Math.max(...all.map((at) => at.lat));
    const squeeze = Math.cos((((north + south) / 2) * Math.PI) / 180), scale = 340 / Math.max((east - west) * squeeze, 0.05), height = Math.max((north - south) * scale + 40, 120);
    const x = (at) => 20 + (at.lon - west) * squeeze * scale, y = (at) => 20 + (north - at.lat) * scale;
    const svg = (tag, attributes, ...children) => { const node = document.createElementNS("http://www.w3.org/2000/svg", tag); for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value); node.append(...children); return node; };
    const titled = (node, text) => { node.append(svg("title", {}, text)); return node; };
    const shape = (row) => { const cx = x(row.at), cy = y(row.at), r = row.rank === 0 ? 6 : row.rank < 3 ? 5 : 4; return row.rank === 0 ? svg("path", { d: `M${cx} ${cy - r}l${r} ${r * 1.8}h${-2 * r}z`, class: "late" }) : svg("circle", { cx, cy, r, class: row.rank < 3 ? "soon" : "far" }); };
    return [title("Bản đồ", h("span", { class: "sec" }, pack.province.name)),
      h("figure", { class: "sheet pad" }, svg("svg", { viewBox: `0 0 380 ${Math.round(height)}`, class: "spots", role: "img", "aria-label": `Bản đồ ${rows.length} cơ sở nên đến; danh sách ở mục Nên đến` },
        ...spots.map(([, word, lat, lon]) => titled(svg("circle", { cx: x({ lat, lon }), cy: y({ lat, lon }), r: 1.8, class: "commune" }), word)), ...rows.slice(0, 300).reverse().map((row) => titled(shape(row), `${row.one.values.name}: ${row.why.join("; ")}`)), ...(here ? [svg("path", { d: `M${x(here) - 7} ${y(here)}h14M${x(here)} ${y(here) - 7}v14`, class: "me" })] : [])),
      h("figcaption", { class: "hint" }, "Tam giác: đề án quá hạn. Tròn đậm: có việc chờ. Tròn rỗng: lâu chưa thăm. Chấm nhỏ: xã, phường. Cơ sở chưa có tọa độ vẽ ở xã của nó.")), h("p", {}, h("a", { href: "#/den" }, "Xem danh sách nên đến"))];
  }
  async function device() {
    const who = Store.who(), at = who ? await Store.meta("package-at") : 0, room = navigator.storage?.estimate ? await navigator.storage.estimate() : null;
    const lasting = navigator.storage?.persisted ? await navigator.storage.persisted() : false;
    const fact = (word, value) => [h("dt", {}, word), h("dd", {}, value)];
    const wipe = async () => {
      const left = await Sync.waits(), drafts = await Store.count("draft");
      if (!window.confirm(left || drafts ? `Trên máy còn ${left} phiếu chưa được nhận và ${drafts} phiếu đang ghi. Xóa là MẤT các phiếu ấy. Vẫn xóa?` : "Xóa mọi dữ liệu đi cơ sở trên máy này?")) return;
      await Store.wipe();
      await load();
      location.hash = "#/";
      draw();
    };
    return [title("Máy này"), net(), sheet("Dữ liệu trên máy", "", h("dl", { class: "facts pad" }, fact("Người dùng", who ? who.name : "chưa đăng nhập"), fact("Cập nhật lúc", at ? Words.moment(at) : "chưa có"), fact("Cơ sở", pack ? String(pack.establishments.length) : "0"),
      fact("Chỗ đã dùng", room ? `${Math.round(room.usage / 1048576)} MB trong ${Words.number(Math.round(room.quota / 1048576))} MB` : "không rõ"), fact("Trình duyệt giữ lâu dài", lasting ? "có" : "không chắc: đừng để máy đầy, đừng xóa dữ liệu trình duyệt"))),
    h("p", { class: "acts" }, h("button", { type: "button", class: "btn", onclick: () => Sync.now(true) }, "Lấy dữ liệu mới"), h("button", { type: "button", class: "btn", onclick: exportNow }, "Lưu phiếu chưa gửi ra tệp"), h("a", { class: "btn", href: document.body.dataset.office }, "Về bàn làm việc")),
    h("p", { class: "hint" }, "Trên máy chỉ giữ tên, địa chỉ, sản phẩm và số liệu cần khi đi thăm; không giữ số điện thoại, mã số thuế, giấy tờ. Mất máy: báo Trung tâm để chặn."),
    who ? h("p", { class: "acts" }, h("button", { type: "button", class: "link stop", onclick: wipe }, "Xóa dữ liệu đi cơ sở trên máy này")) : null];
  }

  // ---- routes ----
  const ROUTES = [[/^#\/phieu\/([\w-]+)$/, visit], [/^#\/moi$/, choose], [/^#\/moi\/(\w+)$/, chooseOne], [/^#\/den$/, next], [/^#\/tim$/, search], [/^#\/co-so\/(\d+)$/, card], [/^#\/ban-do$/, map], [/^#\/may$/, device]];
  async function draw(keepFocus) {
    const mine = drawing += 1, path = location.hash || "#/", found = ROUTES.find(([shape]) => shape.test(path));
    const nodes = await (found ? found[1](...path.match(found[0]).slice(1)) : home());
    if (mine !== drawing) return;
    main.replaceChildren(...nodes.filter(Boolean));
    for (const link of document.querySelectorAll("nav.places a")) { if (link.getAttribute("href") === path) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current"); }
    document.title = `${main.querySelector("h1")?.textContent || "Đi cơ sở"} · Bệ Đỡ`;
    document.querySelector("[data-bedo-unit]").textContent = Store.who() ? Store.who().unit : "";
    document.querySelector("[data-bedo-who]").textContent = Store.who() ? Store.who().name : "Máy này";
    if (!keepFocus) { main.focus({ preventScroll: true }); window.scrollTo(0, 0); }
  }
  // A draft is never redrawn under the hands of who writes in it.
  const redraw = () => { if (!leave || !location.hash.startsWith("#/phieu/")) if (!/^#\/(tim|moi)/.test(location.hash)) draw(true); };

  window.addEventListener("unhandledrejection", (event) => { if (event.reason instanceof Store.Full) { event.preventDefault(); alarm(event.reason); } });
  window.addEventListener("hashchange", async () => { const save = leave; leave = null; if (save) await save(); draw(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && leave) leave(); });
  window.addEventListener("pagehide", () => { if (leave) leave(); });
  Sync.on("change", redraw);
  Sync.on("package", async () => { await load(); redraw(); });
  Sync.on("person", async () => { await load(); redraw(); });

  (async () => {
    try { await load(); } catch (error) { alarm(error); }
    await draw();
    document.body.dataset.ready = String(Math.round(performance.now()));
    if ("serviceWorker" in navigator) {
      navigator.serviceWorker.register(`${document.body.dataset.home}worker.js`, { scope: document.body.dataset.home }).catch(() => {});
    }
    navigator.storage?.persist?.().catch(() => {});
    Sync.now();
  })();
})();
