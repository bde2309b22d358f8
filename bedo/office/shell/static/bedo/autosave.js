// A form with data-bedo-autosave="ADDRESS" saves its draft there while the person writes: POST of the fields, answered with
// JSON {"saved_at": "08:42"}. It never saves in the middle of a composed letter (Telex, VNI), and tells server, sign-in and
// network apart when it fails. The line [data-bedo-autosave-line] says what happened; saved is not submitted.
"use strict";
(() => {
  const WAIT = 1500, AGAIN = 15000, LIMIT = 20000;
  const clock = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const CAUSES = {
    network: "mất mạng. Chữ vẫn còn trong trang này; đừng đóng trang, có mạng sẽ tự lưu lại.",
    slow: "mạng quá chậm. Chữ vẫn còn trong trang này; sẽ tự thử lại.",
    signin: "phiên đăng nhập đã hết. Đăng nhập lại ở thẻ khác rồi quay về đây, chữ vẫn còn.",
    right: "bạn không còn quyền sửa mục này. Chép chữ ra chỗ khác trước khi đóng trang.",
    stale: "người khác vừa sửa mục này. Bấm nút ghi để chọn giữ từng ô.",
    server: "máy chủ gặp lỗi. Chữ vẫn còn trong trang này; sẽ tự thử lại.",
  };

  function watch(form) {
    const line = form.querySelector("[data-bedo-autosave-line]") || document.querySelector("[data-bedo-autosave-line]");
    let timer = 0, composing = false, dirty = false, busy = false, failedAt = "", leaving = false;

    const say = (text, bad) => {
      if (!line) return;
      line.classList.toggle("no", Boolean(bad));
      line.replaceChildren(Object.assign(document.createElement("span"), { textContent: text }));
    };
    const later = (wait = WAIT) => { clearTimeout(timer); timer = setTimeout(save, wait); };
    const fail = (cause) => {
      dirty = true;
      failedAt ||= clock();
      say(`Chưa lưu được từ ${failedAt}: ${CAUSES[cause]}`, true);
      if (cause !== "right" && cause !== "stale") later(AGAIN);
    };

    const refuse = (sentence) => {
      dirty = true;
      failedAt ||= clock();
      say(`Chưa lưu được từ ${failedAt}: ${sentence}`, true);
    };

    async function save() {
      if (!dirty || composing || leaving) return;
      if (busy) return later();
      busy = true;
      dirty = false;
      const stop = new AbortController();
      const clockOut = setTimeout(() => stop.abort(), LIMIT);
      try {
        const body = new FormData(form);
        for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
        const answer = await fetch(form.dataset.bedoAutosave, {
          method: "POST", body, redirect: "manual", signal: stop.signal, credentials: "same-origin",
          headers: { Accept: "application/json", "X-Requested-With": "fetch" },
        });
        await heard(answer);
      } catch (error) {
        fail(error.name === "AbortError" ? "slow" : "network");
      } finally {
        clearTimeout(clockOut);
        busy = false;
      }
    }

    async function heard(answer) {
      if (answer.type === "opaqueredirect" || answer.status === 401) return fail("signin");
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json().catch(() => ({})) : {};
      if (told.error) return refuse(told.error);
      if (answer.status === 403) return fail((await answer.text()).includes("data-bedo-refused") ? "right" : "signin");
      if (answer.status === 404) return fail("right");
      if (answer.status === 409) return fail("stale");
      if (!answer.ok) return fail("server");
      failedAt = "";
      say(dirty ? "Đang nhập…" : `Đã lưu nháp ${told.saved_at || clock()}, chưa nộp`);
      if (dirty) later();
    }

    form.addEventListener("compositionstart", () => { composing = true; clearTimeout(timer); });
    form.addEventListener("compositionend", () => { composing = false; if (dirty) later(); });
    form.addEventListener("input", () => { dirty = true; if (!composing) later(); });
    form.addEventListener("change", () => { dirty = true; if (!composing) later(); });
    form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
    window.addEventListener("online", () => { if (dirty) later(0); });
    window.addEventListener("focus", () => { if (failedAt) later(0); });
    window.addEventListener("pageshow", () => { leaving = false; });
    window.addEventListener("beforeunload", (event) => { if (dirty && !leaving) event.preventDefault(); });
    document.addEventListener("visibilitychange", () => { if (document.hidden && dirty) { clearTimeout(timer); save(); } });
  }

  for (const form of document.querySelectorAll("form[data-bedo-autosave]")) watch(form);
})();
