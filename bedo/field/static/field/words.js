// Words, days, numbers and search, the same as on the server.
"use strict";
const Words = (() => {
  const CAUSES = {
    network: "Không có mạng. Vẫn ghi và chụp được.",
    slow: "Mạng quá chậm, máy sẽ tự thử lại.",
    signin: "Phiên đăng nhập đã hết. Đăng nhập lại để gửi; không gì trên máy bị mất.",
    server: "Máy chủ gặp lỗi, máy sẽ tự thử lại.",
    right: "Tài khoản này chưa được giao việc đi cơ sở.",
  };

  const fold = (text) => (text || "").normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D")
    .toLowerCase().replace(/\s+/g, " ").trim();
  const number = (value) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ".");
  const two = (value) => String(value).padStart(2, "0");
  const time = (at) => { const d = new Date(at); return `${two(d.getHours())}:${two(d.getMinutes())}`; };
  const day = (at) => { const d = new Date(at); return `${two(d.getDate())}/${two(d.getMonth() + 1)}/${d.getFullYear()}`; };
  const moment = (at) => (day(at) === day(Date.now()) ? time(at) : `${time(at)} ${day(at)}`);
  // "2026-11-20" as the server writes a day
  const serverDay = (text) => (text ? text.split("-").reverse().join("/") : "");

  // A whole number as people type it: "1.500", "12 000", "1,5 triệu", "120 tr", "2 tỷ". null: not a number.
  function whole(text) {
    const found = fold(text).replace(/(dong|vnd|đ|d)$/, "").trim().match(/^(-?)([\d., ]+?)\s*(ty|trieu|tr|nghin|ngan|k)?$/);
    if (!found || !/\d/.test(found[2])) return null;
    const unit = { ty: 1e9, trieu: 1e6, tr: 1e6, nghin: 1e3, ngan: 1e3, k: 1e3 }[found[3]] || 1;
    const figures = found[2].replace(/ /g, "");
    let value;
    if (/^\d{1,3}([.,]\d{3})+$/.test(figures) && (unit === 1 || /^\d{1,3}(\.\d{3})+$/.test(figures))) value = Number(figures.replace(/[.,]/g, "")) * unit;
    else if (/^\d+$/.test(figures)) value = Number(figures) * unit;
    else if (/^\d+[.,]\d+$/.test(figures) && unit > 1) value = Number(figures.replace(",", ".")) * unit;
    else return null;
    value = Math.round(value);
    return Number.isSafeInteger(value) ? (found[1] ? -value : value) : null;
  }

  // Kilometres between two points on the earth.
  function distance(a, b) {
    const rad = Math.PI / 180, x = Math.sin(((b.lat - a.lat) * rad) / 2), y = Math.sin(((b.lon - a.lon) * rad) / 2);
    return 12742 * Math.asin(Math.sqrt(x * x + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * y * y));
  }
  const km = (value) => (value < 10 ? `${value.toFixed(1).replace(".", ",")} km` : `${Math.round(value)} km`);

  const label = () => {
    const agent = navigator.userAgent;
    const system = /Android/.test(agent) ? "điện thoại Android" : /iPhone|iPad/.test(agent) ? "iPhone, iPad" : /Windows/.test(agent) ? "máy tính Windows" : "máy tính";
    return `${/Edg\//.test(agent) ? "Edge" : /Firefox/.test(agent) ? "Firefox" : /Chrom/.test(agent) ? "Chrome" : "Trình duyệt"} trên ${system}`;
  };
  return { CAUSES, fold, number, time, day, moment, serverDay, whole, distance, km, label };
})();
