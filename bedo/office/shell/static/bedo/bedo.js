// Small helpers of every office page, hooked by data-bedo-*. Everything works without them. No dependency.
"use strict";
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const dots = (number) => String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ".");
  const whole = (text) => (/^\d{1,3}(\.\d{3})+$|^\d+$/.test(text) ? text.replaceAll(".", "") : null);

  // Money: dots come when the field is left; words such as "1,2 tỷ" are left to the server.
  document.addEventListener("focusout", (event) => {
    const field = event.target;
    if (!field.matches?.("[data-bedo-money]")) return;
    const digits = whole(field.value.trim().replaceAll(" ", ""));
    if (digits !== null) field.value = dots(digits.replace(/^0+(?=\d)/, ""));
  });

  // Copy: the address of the page, or any text.
  for (const button of all("[data-bedo-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    const word = button.textContent;
    button.addEventListener("click", async () => {
      const text = "bedoCopyAddress" in button.dataset ? location.href : button.dataset.bedoCopy;
      try {
        await navigator.clipboard.writeText(text || document.querySelector(button.dataset.bedoFrom).textContent.trim());
        button.textContent = "Đã chép";
      } catch {
        button.textContent = "Máy không cho chép";
      }
      setTimeout(() => { button.textContent = word; }, 2500);
    });
  }

  // Rows picked for a bulk act: how many, and the sum of their figures.
  for (const bar of all("[data-bedo-bulk]")) {
    const form = bar.closest("form") || document;
    const picks = () => all("tbody input[name=chon]", form);
    const head = form.querySelector("[data-bedo-pick-all]");
    const [count, sum, total, unpick] = ["count", "sum", "total", "unpick"].map((name) => bar.querySelector(`[data-bedo-${name}]`));
    const idle = count.textContent;
    const amount = (box) => (box.closest("tr").querySelector("td.num:not(.lo)")?.textContent.match(/\d/g) || []).join("");
    const show = () => {
      const chosen = picks().filter((box) => box.checked);
      const figures = chosen.map(amount).filter((text) => text);
      count.textContent = chosen.length ? `Đã chọn ${chosen.length} ${bar.dataset.bedoBulk}` : idle;
      bar.classList.toggle("on", chosen.length > 0);
      bar.classList.toggle("idle", !chosen.length);
      unpick.hidden = !chosen.length;
      if (sum) {
        sum.hidden = !chosen.length;
        total.textContent = dots(figures.reduce((left, text) => left + BigInt(text), 0n));
        sum.title = figures.length < chosen.length ? `${figures.length}/${chosen.length} dòng có số` : "";
      }
      for (const button of all("button[type=submit]", bar)) button.disabled = !chosen.length;
      for (const box of picks()) box.closest("tr")?.classList.toggle("sel", box.checked);
      if (head) {
        head.checked = chosen.length > 0 && chosen.length === picks().length;
        head.indeterminate = chosen.length > 0 && !head.checked;
      }
    };
    form.addEventListener("change", (event) => {
      if (event.target === head) for (const box of picks()) box.checked = head.checked;
      if (event.target.matches("[name=chon], [data-bedo-pick-all]")) show();
    });
    unpick.addEventListener("click", () => { for (const box of picks()) box.checked = false; show(); });
    if (head) head.hidden = false;
    show();
  }

  // Ask before something that cannot be taken back.
  for (const button of all("[data-bedo-confirm]")) {
    button.addEventListener("click", (event) => {
      if (button.dataset.asked) return;
      event.preventDefault();
      const box = document.createElement("dialog");
      const add = (parent, name, text, css) => {
        const made = parent.appendChild(document.createElement(name));
        if (text) made.textContent = text;
        if (css) made.className = css;
        return made;
      };
      box.setAttribute("aria-label", button.dataset.bedoConfirm);
      add(box, "b", button.dataset.bedoConfirm);
      if (button.dataset.bedoDetail) add(box, "p", button.dataset.bedoDetail);
      const acts = add(box, "div", "", "acts");
      const no = add(acts, "button", "Để tôi xem lại", "btn");
      const yes = add(acts, "button", button.dataset.bedoYes, "btn stop");
      no.type = yes.type = "button";
      no.addEventListener("click", () => box.close());
      yes.addEventListener("click", () => { button.dataset.asked = "1"; box.close(); button.form ? button.form.requestSubmit(button) : button.click(); });
      box.addEventListener("close", () => { box.remove(); button.focus(); });
      document.body.append(box);
      box.showModal();
      no.focus();
    });
  }

  // Two presses of a submit button send one request.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", () => { for (const form of all("form[data-sent]")) delete form.dataset.sent; });

  // Menus close with Escape or a press elsewhere.
  const shut = (except) => { for (const menu of all("details[data-bedo-menu][open]")) if (menu !== except) menu.open = false; };
  document.addEventListener("click", (event) => shut(event.target.closest("details[data-bedo-menu]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details[data-bedo-menu][open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  // Tables: j, k to the next and previous row, x picks it, / to the search field. Never while typing or composing.
  let row = null;
  const step = (way) => {
    const rows = all("table[data-bedo-keys] > tbody > tr").filter((one) => one.querySelector("a[href]"));
    if (!rows.length) return;
    const next = rows[Math.min(Math.max(rows.indexOf(row) + way, 0), rows.length - 1)];
    row?.classList.remove("here");
    row = next;
    row.classList.add("here");
    row.querySelector("th a[href], a[href]").focus();
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");
    if (typing || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "x") row?.querySelector("[name=chon]")?.click();
    else if (event.key === "/") document.querySelector("#tim")?.focus();
    else return;
    event.preventDefault();
  });

  // Files: the browser's own words ("Choose File") come in the browser's language; ours stand over its field.
  for (const field of all('input[type="file"].f')) {
    const shown = Object.assign(document.createElement("span"), { className: field.matches(".drop") ? "pickf drop" : "pickf" });
    const word = Object.assign(document.createElement("span"), { className: "btn", textContent: "Chọn tệp" });
    const name = document.createElement("span");
    const show = () => { name.textContent = [...field.files].map((file) => file.name).join(", ") || (field.matches(".drop") ? "hoặc thả vào đây" : "chưa chọn tệp nào"); };
    word.ariaHidden = name.ariaHidden = "true";
    field.replaceWith(shown);
    shown.append(field, word, name);
    field.addEventListener("change", show);
    show();
  }

  // Tabs that do not fit on a phone: the one we are on comes into sight.
  for (const here of all(".seg.tabs [aria-current]")) {
    const bar = here.parentElement;
    bar.scrollLeft = here.offsetLeft - (bar.clientWidth - here.clientWidth) / 2;
  }
})();
