// A file of what the server has not received: documents and photos, to be read in at the office when the network never comes.
"use strict";
const Export = (() => {
  async function file() {
    const rows = [];
    for (const state of ["ready", "sending", "refused"]) rows.push(...await Store.inState(state, 2000));
    const photos = [], contents = [];
    for (const row of rows) {
      for (const one of row.document.photos) {
        const content = await Store.blob(one.id);
        if (!content) continue;
        photos.push({ id: one.id, size: one.size, sha256: one.sha256 });
        contents.push(content);
      }
    }
    const head = {
      format: "bedo-phieu-1", officer: Store.who().id, device: Store.device(), made_at: new Date().toISOString(),
      visits: rows.map((row) => row.document), photos,
    };
    return { count: rows.length, content: new Blob([`${JSON.stringify(head)}\n`, ...contents], { type: "application/octet-stream" }) };
  }
  async function save() {
    const { count, content } = await file();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = `phieu-${new Date().toISOString().slice(0, 10)}.bedo`;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    return count;
  }
  return { save };
})();
