// The questions of a visit: which are shown, how they are answered, what is still missing. The same checks as
// bedo/surveys/rules/answers.py; here they keep a visit from being finished by mistake, there they tell the reviewer.
"use strict";
const Forms = (() => {
  const TEXT = 2000, PHOTOS = 12, ROWS = 30;
  let serial = 0;

  // h("p", {class: "hint"}, "text", node, …): an element; null and false children are left out.
  function h(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (name in node && typeof value !== "string") node[name] = value;
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat().filter((one) => one !== null && one !== undefined && one !== false));
    return node;
  }
  function mark(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "ic");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${document.body.dataset.marks}#i-${name}`);
    svg.append(use);
    return svg;
  }

  const empty = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
  function asked(question, answers, fresh) {
    if (question.fresh === "only" && !fresh) return false;
    if (!question.when) return true;
    const given = [answers[question.when.question]].flat();
    return given.some((one) => !empty(one) && question.when.values.includes(String(one)));
  }
  const needed = (question, fresh) => Boolean(question.required || (fresh && question.fresh));
  const questions = (form) => form.sections.flatMap((section) => section.questions);

  function problem(question, value, photos, must) {
    if (question.type === "photo") return counted(question, photos, PHOTOS, "ảnh", must);
    if (empty(value)) return must ? "Chưa trả lời." : "";
    if (question.type === "text") return value.length > (question.most || TEXT) ? `Dài quá ${question.most || TEXT} ký tự.` : "";
    if (question.type === "whole" || question.type === "dong") {
      if (typeof value !== "number") return "Không đọc được số này. Ghi như 1.500 hoặc 1,5 triệu.";
      const least = question.least ?? 0, most = question.most ?? (question.type === "dong" ? 1e15 : 2e9);
      return value < least || value > most ? `Phải từ ${Words.number(least)} đến ${Words.number(most)}.` : "";
    }
    if (question.type === "group") {
      for (const [number, row] of value.entries()) {
        for (const one of question.questions) {
          const said = asked(one, row) ? problem(one, row[one.key], 0, one.required) : "";
          if (said) return `Dòng ${number + 1}, ${one.label.toLowerCase()}: ${said}`;
        }
      }
      return counted(question, value.length, ROWS, "dòng", must);
    }
    return "";
  }
  function counted(question, count, limit, word, must) {
    const least = question.least ?? (must ? 1 : 0), most = question.most ?? limit;
    return count < least ? `Cần ít nhất ${least} ${word}.` : count > most ? `Nhiều nhất ${most} ${word}.` : "";
  }
  // What keeps the visit from being finished: [{key, sentence}].
  const check = (form, answers, photos, fresh) => questions(form).filter((one) => asked(one, answers, fresh))
    .map((one) => ({ key: one.key, sentence: problem(one, answers[one.key], photos[one.key] || 0, needed(one, fresh)) }))
    .filter((one) => one.sentence);
  // Answers to questions that are not asked any more are left out of what is sent.
  const kept = (form, answers, fresh) => Object.fromEntries(questions(form)
    .filter((one) => one.type !== "photo" && asked(one, answers, fresh) && !empty(answers[one.key])).map((one) => [one.key, answers[one.key]]));

  function known(question, value) {
    if (empty(value)) return "";
    if (question.options) { const found = question.options.find(([code]) => code === value || (value === true && code === "co") || (value === false && code === "khong")); return found ? found[1] : ""; }
    return typeof value === "number" ? `${Words.number(value)}${question.unit ? ` ${question.unit}` : ""}` : String(value);
  }

  // One field. `scene`: {answers, base, fresh, changed(), photos, addPhotos, dropPhoto, communes}
  function field(question, answers, scene) {
    const id = `o-${question.key}-${serial += 1}`, must = needed(question, scene.fresh);
    const label = [question.label, question.unit ? h("span", { class: "hint" }, ` (${question.unit})`) : null, must ? h("span", { class: "must", title: "bắt buộc" }, "*") : null];
    const set = (value) => { if (empty(value)) delete answers[question.key]; else answers[question.key] = value; scene.changed(); };
    const maker = { choice, many, photo, position, group, place, date: plain, text: plain, whole: plain, dong: plain }[question.type];
    const node = maker(question, id, label, answers[question.key], set, scene, answers);
    node.dataset.question = question.key;
    node.classList.add("fld");
    const before = question.writes && scene.base ? known(question, scene.base[question.writes]) : "";
    if (before) node.append(h("p", { class: "hint" }, `Đang ghi: ${before}. Không đổi thì để trống.`));
    if (question.hint) node.append(h("p", { class: "hint", id: `${id}-hint` }, question.hint));
    return node;
  }

  function plain(question, id, label, value, set) {
    const long = question.type === "text" && !question.most;
    const shown = question.type === "dong" || question.type === "whole" ? (typeof value === "number" ? Words.number(value) : value || "") : value || "";
    const input = h(long ? "textarea" : "input", {
      id, class: "f", rows: long ? "3" : null, type: long ? null : question.type === "date" ? "date" : "text",
      inputmode: question.type === "whole" ? "numeric" : question.type === "dong" ? "text" : null,
      maxlength: question.type === "text" ? String(question.most || TEXT) : "40", autocomplete: "off",
      "aria-describedby": question.hint ? `${id}-hint` : null, "aria-required": question.required ? "true" : null,
    });
    input.value = shown;
    const echo = question.type === "dong" || question.type === "whole" ? h("p", { class: "hint", "aria-live": "polite" }) : null;
    let composing = false;
    const take = () => {
      if (composing) return;
      if (!echo) return set(input.value.trim());
      const read = input.value.trim() ? Words.whole(input.value) : "";
      echo.textContent = read === null ? "Chưa đọc được số này." : read !== "" && Words.number(read) !== input.value.trim() ? `= ${Words.number(read)}${question.unit ? ` ${question.unit}` : ""}` : "";
      set(read === null ? input.value.trim() : read);
    };
    input.addEventListener("compositionstart", () => { composing = true; });
    input.addEventListener("compositionend", () => { composing = false; take(); });
    input.addEventListener("input", take);
    return h("div", {}, h("label", { for: id }, ...label), input, echo);
  }
  function choice(question, id, label, value, set) {
    if (question.options.length > 6) {
      const select = h("select", { id, class: "f" }, h("option", { value: "" }, "Chọn"), question.options.map(([code, word]) => h("option", { value: code }, word)));
      select.value = value || "";
      select.addEventListener("change", () => set(select.value));
      return h("div", {}, h("label", { for: id }, ...label), select);
    }
    const clear = () => { node.querySelectorAll("input").forEach((box) => { box.checked = false; }); none.hidden = true; set(""); };
    const none = question.required ? null : h("button", { type: "button", class: "link", hidden: empty(value), onclick: clear }, "bỏ chọn");
    const one = ([code, word]) => h("label", {}, h("input", { type: "radio", name: id, value: code, class: "off", checked: code === value, onchange: () => { set(code); if (none) none.hidden = false; } }), word);
    const short = question.options.every(([, word]) => word.length < 14) && question.options.length < 5;
    const node = h("fieldset", {}, h("legend", { class: "lab" }, ...label), h("div", { class: short ? "seg" : "seg down" }, question.options.map(one)), none);
    return node;
  }
  function many(question, id, label, value, set) {
    const chosen = new Set(value || []);
    const box = ([code, word]) => h("label", { class: "check" }, h("input", {
      type: "checkbox", value: code, checked: chosen.has(code),
      onchange: (event) => { if (event.target.checked) chosen.add(code); else chosen.delete(code); set([...chosen]); },
    }), word);
    return h("fieldset", {}, h("legend", { class: "lab" }, ...label), h("div", { class: "stackd" }, question.options.map(box)));
  }
  function position(question, id, label, value, set) {
    const line = h("p", { class: "hint", role: "status" });
    const say = (at) => { line.textContent = at ? `${at.lat.toFixed(5)}, ${at.lon.toFixed(5)}${at.accuracy ? ` (sai số ${at.accuracy} m)` : ""}` : "Chưa lấy."; };
    say(value);
    const button = h("button", { type: "button", class: "btn", onclick: async () => {
      line.textContent = "Đang lấy vị trí…";
      const at = await Photos.position();
      if (at) { set(at); say(at); } else line.textContent = "Không lấy được vị trí: máy không cho phép hoặc không bắt được sóng. Bỏ qua được.";
    } }, mark("pin"), "Lấy vị trí");
    return h("fieldset", {}, h("legend", { class: "lab" }, ...label), h("div", { class: "acts" }, button), line);
  }
  function place(question, id, label, value, set, scene) {
    const named = new Map(scene.communes.map(([pk, word]) => [word, pk]));
    const input = h("input", { id, class: "f", list: `${id}-list`, autocomplete: "off", placeholder: "Gõ tên xã, phường" });
    const chosen = scene.communes.find(([pk]) => pk === value);
    input.value = chosen ? chosen[1] : "";
    const line = h("p", { class: "hint", role: "status" });
    input.addEventListener("change", () => {
      const key = Words.fold(input.value);
      const found = named.get(input.value) || scene.communes.filter(([, word]) => Words.fold(word).includes(key)).map(([pk]) => pk);
      const pk = Array.isArray(found) ? (found.length === 1 ? found[0] : "") : found;
      if (pk) input.value = scene.communes.find(([one]) => one === pk)[1];
      line.textContent = pk || !input.value ? "" : Array.isArray(found) && found.length > 1 ? `${found.length} nơi khớp: ghi rõ hơn.` : "Không có xã, phường này trong tỉnh.";
      set(pk);
    });
    return h("div", {}, h("label", { for: id }, ...label), input, h("datalist", { id: `${id}-list` }, scene.communes.map(([, word]) => h("option", { value: word }))), line);
  }
  function photo(question, id, label, value, set, scene) {
    const list = h("ul", { class: "photo" });
    const input = h("input", { id, type: "file", accept: "image/*", multiple: true });
    const line = h("p", { class: "hint", role: "status" });
    const draw = async () => {
      const mine = scene.photos.filter((one) => one.question === question.key);
      list.replaceChildren(...await Promise.all(mine.map(async (one, number) => {
        const content = await Store.blob(one.id).catch(() => null), image = content ? h("img", { alt: `Ảnh ${number + 1}`, src: await dataUrl(content) }) : h("span", {}, one.whole ? "đã ở máy chủ" : content === null ? "chưa đọc được ảnh" : "ảnh không còn trên máy này");
        return h("li", { class: one.id === scene.badPhoto ? "bad" : null }, image, h("button", { type: "button", class: "link stop", onclick: async () => { await scene.dropPhoto(one); draw(); scene.changed(); } }, `Bỏ ảnh ${number + 1}`));
      })));
      line.textContent = mine.length ? `${mine.length} ảnh đã lưu trên máy này.` : "";
    };
    input.addEventListener("change", async () => {
      line.textContent = "Đang thu nhỏ ảnh…";
      const said = await scene.addPhotos([...input.files], question.key);
      input.value = "";
      await draw();
      if (said) { line.textContent = said; line.className = "msg"; line.setAttribute("role", "alert"); } else { line.className = "hint"; line.setAttribute("role", "status"); }
      scene.changed();
    });
    draw();
    return h("div", {}, h("label", { for: id }, ...label), h("div", { class: "pickf" }, input, h("span", { class: "btn", "aria-hidden": "true" }, mark("photo"), "Chụp hoặc chọn ảnh"), h("span", { "aria-hidden": "true" }, "")), line, list);
  }
  const dataUrl = (content) => new Promise((good) => {
    const reader = new FileReader();
    reader.onload = () => good(reader.result);
    reader.readAsDataURL(content);
  });
  function group(question, id, label, value, set, scene) {
    const rows = Array.isArray(value) ? value : [], box = h("div", { class: "rowset" });
    const draw = () => box.replaceChildren(...rows.map((row, number) => h("fieldset", { class: "rowone" },
      h("legend", { class: "lab" }, `${question.label} ${number + 1}`),
      question.questions.map((one) => field(one, row, { ...scene, base: null, changed: () => set(rows) })),
      h("button", { type: "button", class: "link stop", onclick: () => { rows.splice(number, 1); set(rows); draw(); } }, `Bỏ dòng ${number + 1}`))));
    draw();
    const add = h("button", { type: "button", class: "btn", onclick: () => { rows.push({}); set(rows); draw(); box.lastElementChild.querySelector("input, select")?.focus(); } }, mark("plus"), "Thêm dòng");
    return h("fieldset", {}, h("legend", { class: "lab" }, ...label), box, h("div", { class: "acts" }, add));
  }

  // The whole form; questions appear and go as the answers before them change.
  function draw(form, scene) {
    const holder = h("div", { class: "stack" }), shown = new Map();
    const refresh = () => {
      for (const [question, node] of shown) node.hidden = !asked(question, scene.answers, scene.fresh);
    };
    const inner = { ...scene, changed: () => { refresh(); scene.changed(); } };
    for (const section of form.sections) {
      const body = h("div", { class: "pad form" });
      for (const question of section.questions) {
        const node = field(question, scene.answers, inner);
        shown.set(question, node);
        body.append(node);
      }
      holder.append(h("section", { class: "sheet" }, h("h2", {}, section.title), body));
    }
    refresh();
    return holder;
  }
  // Put the sentences beside their questions and go to the first.
  function point(holder, problems) {
    for (const old of holder.querySelectorAll(".fld.wrong")) { old.classList.remove("wrong"); old.querySelector(":scope > .err")?.remove(); }
    for (const { key, sentence } of problems) {
      const node = holder.querySelector(`[data-question="${key}"]`);
      if (!node) continue;
      node.classList.add("wrong");
      node.append(h("p", { class: "err red", role: "alert" }, sentence));
    }
    const first = holder.querySelector(".fld.wrong");
    if (first) { first.scrollIntoView({ block: "center" }); (first.querySelector("input, select, textarea, button") || first).focus({ preventScroll: true }); }
  }
  return { h, mark, draw, point, check, kept, asked, questions };
})();
