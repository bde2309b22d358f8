// A picture is made smaller on the device (longest side 1600 px, its own data about place and camera left out) and hashed.
"use strict";
const Photos = (() => {
  const LONGEST = 1600, QUALITY = 0.8;

  class NotAPhoto extends Error {}

  const hex = (buffer) => [...new Uint8Array(buffer)].map((one) => one.toString(16).padStart(2, "0")).join("");
  const hash = async (content) => hex(await crypto.subtle.digest("SHA-256", await content.arrayBuffer()));

  async function shrink(file) {
    let bitmap;
    try {
      bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      throw new NotAPhoto(`“${file.name}” không phải ảnh, hoặc máy không đọc được loại ảnh này. Chụp lại ở dạng JPEG.`);
    }
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const content = await new Promise((good) => { canvas.toBlob(good, "image/jpeg", QUALITY); });
    if (!content) throw new NotAPhoto("Máy không nén được ảnh này. Chụp lại.");
    return { content, sha256: await hash(content), size: content.size };
  }

  // Where the device is, within 8 seconds; null when it may not or cannot be known.
  const position = () => new Promise((good) => {
    if (!navigator.geolocation) return good(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => good({ lat: coords.latitude, lon: coords.longitude, accuracy: Math.round(coords.accuracy) }),
      () => good(null), { enableHighAccuracy: true, timeout: 8000, maximumAge: 60000 },
    );
  });

  // Take one file into a visit; answers the photo's row. Throws NotAPhoto, Store.Full.
  async function take(file, visit, question, place) {
    const { content, sha256, size } = await shrink(file);
    const row = {
      id: crypto.randomUUID(), visit, question, size, sha256, taken_at: new Date(file.lastModified || Date.now()).toISOString(),
      lat: place ? place.lat : null, lon: place ? place.lon : null, sent: 0, whole: false,
    };
    await Store.addPhoto(row, content);
    return row;
  }
  return { NotAPhoto, take, position };
})();
